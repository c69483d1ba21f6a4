"""A strip that says one thing where the eye is, with what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from forumdesk.ui.theme.icons import icon


class Banner(QFrame):
    """A sentence with buttons and a way to close it; it never takes the keyboard."""

    action_chosen = Signal(str)  #: name of the action that was chosen
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._buttons: list[QPushButton] = []
        self._close = QToolButton()
        self._close.setIcon(icon("close", "soft"))
        self._close.clicked.connect(self._closed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 6, 12, 6)
        self._row.setSpacing(12)
        self._row.addWidget(self._words, 1)
        self._row.addWidget(self._close)
        self._translate()

    def _translate(self) -> None:
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.setToolTip(self.tr("Close this message"))

    def show_message(self, state: str, words: str) -> None:
        """Say something: `info`, `warning` or `danger`."""
        for button in self._buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = []
        self.setProperty("state", state)
        self._words.setText(words)
        self.setAccessibleName(words)
        for part in (self, self._words):
            part.style().unpolish(part)
            part.style().polish(part)
        self.show()

    def add_action(self, words: str, name: str) -> None:
        """Offer something to do about it."""
        button = QPushButton(words)
        button.setProperty("action", name)
        button.clicked.connect(self._clicked)
        self._row.insertWidget(self._row.count() - 1, button)
        self._buttons.append(button)

    def message(self) -> str:
        """What it says; empty while it is hidden."""
        return self._words.text() if not self.isHidden() else ""

    @Slot()
    def _clicked(self) -> None:
        self.action_chosen.emit(str(self.sender().property("action")))

    @Slot()
    def _closed(self) -> None:
        self.hide()
        self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language or theme."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        if event.type() == QEvent.Type.PaletteChange:
            self._close.setIcon(icon("close", "soft"))
        super().changeEvent(event)
