"""Who changed what of a recommendation, when, and on which laptop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from forumdesk.domain.forum import FORUM_ID, Forum
from forumdesk.ui.formats import day, forum_time
from forumdesk.ui.version_words import fields_changed, state_words, who_words
from forumdesk.ui.widgets.section import SectionLabel

if TYPE_CHECKING:
    from forumdesk.services.history import Version

_SHOWN = 6


class VersionsPanel(QWidget):
    """The newest changes first, a line each; what each said before and after stands in a dialog."""

    all_wanted = Signal()  #: what was said of it, from what to what

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._versions: tuple[Version, ...] = ()
        self._forum = Forum(id=FORUM_ID)
        self._section = SectionLabel()
        self._lines = QLabel()
        self._lines.setProperty("role", "small")
        self._lines.setTextFormat(Qt.TextFormat.PlainText)
        self._lines.setWordWrap(True)
        self._lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.all = QPushButton()
        self.all.setProperty("kind", "link")
        self.all.setCursor(Qt.CursorShape.PointingHandCursor)
        self.all.clicked.connect(self.all_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        for part in (self._section, self._lines):
            column.addWidget(part)
        column.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeading)
        self._translate()

    def _translate(self) -> None:
        self._section.setText(self.tr("History"))
        self._lines.setAccessibleName(self.tr("History"))
        self.all.setText(self.tr("From what to what…"))
        self._show()

    def show_versions(self, versions: Sequence[Version], forum: Forum) -> None:
        """Show these versions, which come the oldest first."""
        self._versions, self._forum = tuple(versions), forum
        self._show()

    def _show(self) -> None:
        self._lines.setText("\n".join(self._line(one) for one in reversed(self._versions[-_SHOWN:])))
        self.setVisible(bool(self._versions))

    def _line(self, one: Version) -> str:
        when = f"{day(one.instant, self._forum, form='d MMM')} {forum_time(one.instant, self._forum)}"
        what = self.tr("begun") if one.begins else ", ".join(fields_changed(one))
        return " · ".join(filter(None, (when, who_words(one), what, state_words(one))))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
