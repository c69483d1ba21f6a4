"""What every dialog of the window has in common."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QTableView, QVBoxLayout, QWidget

from forumdesk.ui.actions import Actions
from forumdesk.ui.theme import Theme
from forumdesk.ui.workplace import Workplace


class Dialog(QDialog):
    """A dialog with a headline, a body and its buttons; Esc closes it."""

    def __init__(self, window: QWidget, workplace: Workplace, actions: Actions, theme: Theme) -> None:
        super().__init__(window)
        self.workplace = workplace
        self.actions_ = actions
        self.theme = theme
        self.headline = QLabel()
        self.headline.setProperty("role", "headline")
        self.buttons = QDialogButtonBox()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 20, 24, 20)
        self.column.setSpacing(12)
        self.column.addWidget(self.headline)
        self.lay_out()
        self.column.addWidget(self.buttons)
        self.connect_parts()
        self.translate()
        self.buttons.rejected.connect(self.reject)
        self.setWindowModality(Qt.WindowModality.WindowModal)

    def lay_out(self) -> None:
        """Put the body together."""

    def connect_parts(self) -> None:
        """Connect what the body says to what is done."""

    def translate(self) -> None:
        """Put every text in the language of the interface."""

    def set_title(self, title: str) -> None:
        """Name the dialog, in its frame and as its headline."""
        self.setWindowTitle(title)
        self.headline.setText(title)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.translate()
        super().changeEvent(event)


def begin_headings(table: QTableView) -> None:
    """Let a table's headings stand above the beginning of their columns, as bold as they always are."""
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
