"""What every dialog of the window has in common."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QTableView, QVBoxLayout, QWidget

from forumdesk.ui.actions import Actions
from forumdesk.ui.theme import Theme
from forumdesk.ui.workplace import Workplace


class Frame(QDialog):
    """A dialog with a headline, a few words, a body and its buttons; Esc closes it.

    Who makes one calls `build` once all that its parts need is there.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.headline, self.words = QLabel(), QLabel()
        self.headline.setProperty("role", "headline")
        self.words.setProperty("role", "soft")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.hide()
        self.buttons = QDialogButtonBox()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 20, 24, 20)
        self.column.setSpacing(12)
        self.setWindowModality(Qt.WindowModality.WindowModal)

    def build(self) -> None:
        """Put it together, with its words."""
        self.column.addWidget(self.headline)
        self.column.addWidget(self.words)
        self.lay_out()
        self.column.addWidget(self.buttons)
        self.connect_parts()
        self.translate()
        self.buttons.rejected.connect(self.reject)

    def lay_out(self) -> None:
        """Put the body together."""

    def connect_parts(self) -> None:
        """Connect what the body says to what is done."""

    def translate(self) -> None:
        """Put every text in the language of the interface."""

    def set_title(self, title: str, headline: str = "") -> None:
        """Name the dialog, in its frame and as its headline."""
        self.setWindowTitle(title)
        self.headline.setText(headline or title)

    def set_words(self, words: str) -> None:
        """Say below the headline what there is to know."""
        self.words.setText(words)
        self.words.setVisible(bool(words))

    def primary_button(self, role: QDialogButtonBox.ButtonRole) -> QPushButton:
        """The button of what the dialog is for; its text is set with the others."""
        button = self.buttons.addButton("", role)
        button.setProperty("kind", "primary")
        return button

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.translate()
        super().changeEvent(event)


class Dialog(Frame):
    """A dialog of the window, which knows its actions and its theme."""

    def __init__(self, window: QWidget, workplace: Workplace, actions: Actions, theme: Theme) -> None:
        super().__init__(window)
        self.workplace = workplace
        self.actions_ = actions
        self.theme = theme
        self.build()


def begin_headings(table: QTableView) -> None:
    """Let a table's headings stand above the beginning of their columns, as bold as they always are."""
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
