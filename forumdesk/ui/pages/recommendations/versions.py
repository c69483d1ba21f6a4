"""Who changed what of a recommendation, and when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from forumdesk.domain.forum import Forum
from forumdesk.ui.formats import day, forum_time
from forumdesk.ui.widgets.section import SectionLabel
from forumdesk.ui.words import FIELD_WORDS, field_word

if TYPE_CHECKING:
    from forumdesk.services.history import Version

_SHOWN = 12


class VersionsPanel(QWidget):
    """The newest changes first, a line each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._section = SectionLabel()
        self._lines = QLabel()
        self._lines.setProperty("role", "small")
        self._lines.setTextFormat(Qt.TextFormat.PlainText)
        self._lines.setWordWrap(True)
        self._lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._section)
        column.addWidget(self._lines)
        self._translate()

    def _translate(self) -> None:
        self._section.setText(self.tr("History"))
        self._lines.setAccessibleName(self.tr("History"))

    def show_versions(self, versions: Sequence[Version], forum: Forum) -> None:
        """Show these versions, which come the oldest first."""
        first = versions[0] if versions else None
        lines = []
        for one in reversed(versions[-_SHOWN:]):
            who = " · ".join(filter(None, (one.author, one.laptop)))
            when = f"{day(one.instant, forum, form='d MMM')} {forum_time(one.instant, forum)}"
            what = self.tr("begun") if one is first else _fields(one)
            lines.append(" · ".join(filter(None, (when, who, what))))
        self._lines.setText("\n".join(lines))
        self.setVisible(bool(lines))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


def _fields(version: Version) -> str:
    return ", ".join(field_word(name) for name in version.fields if name in FIELD_WORDS)
