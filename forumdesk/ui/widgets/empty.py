"""An empty page: what it is for, and the first step."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from forumdesk.ui.theme.icons import pixmap

_ICON = 40
_WIDTH = 420


class EmptyState(QWidget):
    """An icon, a headline, a sentence and a button."""

    action = Signal()  #: the first step was chosen

    def __init__(self, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._icon = QLabel()
        self._headline = QLabel()
        self._headline.setProperty("role", "headline")
        self._sentence = QLabel()
        self._sentence.setProperty("role", "soft")
        self._sentence.setWordWrap(True)
        self._sentence.setFixedWidth(_WIDTH)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._button = QPushButton()
        self._button.setProperty("kind", "primary")
        self._button.clicked.connect(self.action)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        for part in (self._icon, self._headline):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        # A wrapped label tells its height only where its layout may stretch it: the room beside it does the centring.
        sentence = QHBoxLayout()
        sentence.addStretch(1)
        sentence.addWidget(self._sentence)
        sentence.addStretch(1)
        column.addLayout(sentence)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self._draw()

    def set_texts(self, headline: str, sentence: str, button: str = "") -> None:
        """Say what the page is for; without a word for the button there is none."""
        self._headline.setText(headline)
        self._sentence.setText(sentence)
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self.setAccessibleName(headline)

    def set_enabled(self, *, enabled: bool) -> None:
        """Allow or forbid the first step."""
        self._button.setEnabled(enabled)

    def _draw(self) -> None:
        self._icon.setPixmap(pixmap(self._icon_name, "faint", _ICON))

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon in the colours of another theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)
