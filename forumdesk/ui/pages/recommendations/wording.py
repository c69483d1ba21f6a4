"""The wordings that a recommendation had, one step apart, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from forumdesk.domain.forum import FORUM_ID, Forum
from forumdesk.ui.formats import day, forum_time
from forumdesk.ui.widgets.diff import diff_html

if TYPE_CHECKING:
    from forumdesk.services.recommending import Wording


class WordingPanel(QWidget):
    """Steps through the wordings; hidden while there was only one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wordings: tuple[Wording, ...] = ()
        self._forum = Forum(id=FORUM_ID)
        self._at = 0
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.when = QLabel()
        self.when.setProperty("role", "small")
        self.when.setWordWrap(True)
        self.earlier, self._later = QToolButton(), QToolButton()
        row = QHBoxLayout()
        row.addWidget(self.when, 1)
        row.addWidget(self.earlier)
        row.addWidget(self._later)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.text)
        column.addLayout(row)
        self.earlier.clicked.connect(self._go_earlier)
        self._later.clicked.connect(self._go_later)
        self._translate()

    def _translate(self) -> None:
        self.earlier.setText("‹")
        self._later.setText("›")
        self.earlier.setAccessibleName(self.tr("Earlier wording"))
        self._later.setAccessibleName(self.tr("Later wording"))
        self._show()

    def show_wordings(self, wordings: Sequence[Wording], forum: Forum) -> None:
        """Show what the last change of the wording was."""
        self._wordings, self._forum = tuple(wordings), forum
        self._at = len(self._wordings) - 1
        self._show()

    def _show(self) -> None:
        self.setVisible(len(self._wordings) > 1)
        if len(self._wordings) < 2:  # noqa: PLR2004 - one wording has no history
            return
        before = self._wordings[self._at - 1].text if self._at else ""
        now = self._wordings[self._at]
        self.text.setText(diff_html(before, now.text))
        said = self.tr("{number} of {all}")
        when = f"{day(now.instant, self._forum)} {forum_time(now.instant, self._forum)}"
        place = said.format(number=self._at + 1, all=len(self._wordings))
        self.when.setText(" · ".join(filter(None, (place, now.author, when))))
        self.earlier.setEnabled(self._at > 0)
        self._later.setEnabled(self._at < len(self._wordings) - 1)

    @Slot()
    def _go_earlier(self) -> None:
        self._at = max(0, self._at - 1)
        self._show()

    @Slot()
    def _go_later(self) -> None:
        self._at = min(len(self._wordings) - 1, self._at + 1)
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language or theme."""
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._translate()
        super().changeEvent(event)
