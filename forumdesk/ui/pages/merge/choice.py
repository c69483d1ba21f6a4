"""A choice between two ways, with the sentence that says what it is about."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QRadioButton, QVBoxLayout, QWidget

from forumdesk.ui.widgets.card import Card


class _Words(QLabel):
    """What a radio button stands for, in as many lines as it needs: the button's own text is never broken."""

    def __init__(self, button: QRadioButton) -> None:
        super().__init__()
        self._button = button
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setBuddy(button)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the words is one on the button."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._button.setFocus(Qt.FocusReason.MouseFocusReason)
            self._button.click()


class Choice(Card):
    """What is at stake, and two buttons of which one is chosen."""

    chosen = Signal(bool)  #: whether the first way was chosen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.title, self.about = QLabel(), QLabel()
        self.title.setProperty("role", "strong")
        self.about.setProperty("role", "small")
        self.first, self.second = QRadioButton(), QRadioButton()
        self.words = (_Words(self.first), _Words(self.second))
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        for label in (self.title, self.about):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        for button, words in zip((self.first, self.second), self.words, strict=True):
            self._group.addButton(button)
            button.clicked.connect(self._clicked)
            row = QHBoxLayout()
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(words, 1)
            column.addLayout(row)

    def show_choice(self, title: str, about: str, ways: tuple[str, str], *, first: bool, enabled: bool) -> None:
        """Show what is at stake, both ways, and which is chosen."""
        self.title.setText(title)
        self.about.setText(about)
        self.about.setVisible(bool(about))
        self.setAccessibleName(" ".join(filter(None, (title, about))))
        for button, label, words in zip((self.first, self.second), self.words, ways, strict=True):
            label.setText(words)
            button.setAccessibleName(words)
            button.setEnabled(enabled)
            label.setEnabled(enabled)
        (self.first if first else self.second).setChecked(True)

    @Slot()
    def _clicked(self) -> None:
        self.chosen.emit(self.first.isChecked())
