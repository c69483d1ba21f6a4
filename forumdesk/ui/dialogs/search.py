"""The search: words from anywhere in the forum, and the way to where they stand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer, Slot
from PySide6.QtWidgets import QLabel

from forumdesk.domain.marking import QT_TRANSLATE_NOOP
from forumdesk.ui.dialogs.finder import Finder, Line
from forumdesk.ui.dialogs.frame import Dialog

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk
    from forumdesk.services.finding import Hit

PAGES = {
    "note": "room",
    "recommendation": "recommendations",
    "session": "plan",
    "participant": "people",
    "initiative": "recommendations",
    "declaration": "recommendations",
}
KINDS = {
    "note": QT_TRANSLATE_NOOP("kinds", "Note"),
    "recommendation": QT_TRANSLATE_NOOP("kinds", "Recommendation"),
    "session": QT_TRANSLATE_NOOP("kinds", "Session"),
    "participant": QT_TRANSLATE_NOOP("kinds", "Participant"),
    "initiative": QT_TRANSLATE_NOOP("kinds", "Initiative"),
    "declaration": QT_TRANSLATE_NOOP("kinds", "Declaration"),
}
_WAIT_MS = 80
MOST = 60


class SearchDialog(Dialog):
    """Type words; every one of them is in what is found."""

    def lay_out(self) -> None:
        """A finder and what it found."""
        self.finder = Finder()
        self._words = QLabel()
        self._words.setProperty("role", "small")
        self.column.addWidget(self.finder, 1)
        self.column.addWidget(self._words)
        self.buttons.hide()
        self.headline.hide()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_WAIT_MS)
        self.resize(760, 500)
        self.finder.setFocus()

    def connect_parts(self) -> None:
        """Search a moment after the last letter."""
        self.finder.typed.connect(self._typed)
        self.finder.chosen.connect(self._chosen)
        self._later.timeout.connect(self._search)

    def translate(self) -> None:
        """Words."""
        self.set_title(self.tr("Search everything"))
        self.finder.line.setPlaceholderText(self.tr("Words from a note, a recommendation, a session or a name"))
        self.finder.line.setAccessibleName(self.tr("Search everything"))
        self.finder.view.setAccessibleName(self.tr("Found"))

    @Slot(str)
    def _typed(self, _words: str) -> None:
        self._later.start()

    @Slot()
    def _search(self) -> None:
        self.workplace.ask(partial(_search, query=self.finder.line.text()), self._show)

    @Slot(object)
    def _show(self, answer: tuple[str, tuple[Hit, ...]]) -> None:
        query, hits = answer
        if query != self.finder.line.text():
            return
        self.finder.show_lines([_line(hit) for hit in hits])
        self._words.setText(self.tr("Nothing holds all these words.") if query.strip() and not hits else "")

    @Slot(str)
    def _chosen(self, key: str) -> None:
        kind, _, record = key.partition(" ")
        self.accept()
        self.workplace.go(PAGES[kind], record)


def _line(hit: Hit) -> Line:
    record = hit.record
    words = " · ".join(
        str(getattr(record, name)) for name in ("label", "code", "title", "text", "city") if getattr(record, name, "")
    )
    return Line(
        f"{hit.kind} {record.id}", words.replace("\n", " ")[:200], QCoreApplication.translate("kinds", KINDS[hit.kind])
    )


def _search(desk: Desk, *, query: str) -> tuple[str, tuple[Hit, ...]]:
    return query, desk.finding.search(query, limit=MOST)
