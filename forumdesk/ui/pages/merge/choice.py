"""A choice between two ways, with the sentence that says what it is about."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QLabel, QRadioButton, QVBoxLayout, QWidget

from forumdesk.ui.widgets.card import Card


class Choice(Card):
    """What is at stake, and two buttons of which one is chosen."""

    chosen = Signal(bool)  #: whether the first way was chosen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.title, self.about = QLabel(), QLabel()
        self.title.setProperty("role", "strong")
        self.about.setProperty("role", "small")
        self.first, self.second = QRadioButton(), QRadioButton()
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        for label in (self.title, self.about):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        for button in (self.first, self.second):
            self._group.addButton(button)
            button.clicked.connect(self._clicked)
            column.addWidget(button)

    def show_choice(self, title: str, about: str, ways: tuple[str, str], *, first: bool, enabled: bool) -> None:
        """Show what is at stake, both ways, and which is chosen."""
        self.title.setText(title)
        self.about.setText(about)
        self.about.setVisible(bool(about))
        self.setAccessibleName(" ".join(filter(None, (title, about))))
        for button, words in zip((self.first, self.second), ways, strict=True):
            button.setText(words)
            button.setEnabled(enabled)
        (self.first if first else self.second).setChecked(True)

    @Slot()
    def _clicked(self) -> None:
        self.chosen.emit(self.first.isChecked())
