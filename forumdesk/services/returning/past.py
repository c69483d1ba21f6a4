"""What a forum said of a record when a workbook was exported."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from forumdesk.domain.errors import NotAllowed
from forumdesk.domain.frameworks import full_code
from forumdesk.domain.heads import Circumstances, Counted, State, state_of
from forumdesk.domain.ids import RevisionId
from forumdesk.domain.records import Record, record_from
from forumdesk.domain.resolving import resolved
from forumdesk.domain.revisions import Revision
from forumdesk.domain.text import folded
from forumdesk.domain.workbooks import OPEN_DIGITS, mark, spoken
from forumdesk.exchange.workbook_in import ReturnedBook
from forumdesk.exports.book import unwritten
from forumdesk.exports.cells import MOST_UNITS, units
from forumdesk.exports.sheet import Cell
from forumdesk.exports.words import Words
from forumdesk.services.exporting import StoredForum
from forumdesk.services.returning.cells import CellReader, Tongue
from forumdesk.services.returning.sheets import SheetKind

_MOST_STATES = 200
"""So many states of a record are looked through, the latest first, for the one that was exported."""


class Cells:
    """What cells say of records, and what they mean, in the words of one workbook."""

    def __init__(self, source: StoredForum, book: ReturnedBook, code: Callable[[str], str | None]) -> None:
        words = Words(book.language)
        self.ends = source.ends
        self._context = unwritten(source, words, book.written)
        areas = [item.code for one in source.frameworks if one.key == "qla" for item in one.items]
        self.tongue = Tongue(
            words,
            code,
            self._context.shown,
            {folded(name): area for area in areas for name in (area, full_code("QLA", area), self._context.area(area))},
            {folded(one.code): one.id for one in source.sessions},
        )

    def said(self, kind: SheetKind, record: Record, key: str) -> str:
        """What the cell of a column says of a record."""
        value: Any = kind.columns[key].value(self._context, kind.shown(record))
        return spoken(value.value if isinstance(value, Cell) else value)


class Past:
    """What the forum said of one record, from its first revision on."""

    def __init__(self, kind: SheetKind, history: Sequence[Revision], cells: Cells, known: Circumstances) -> None:
        self._kind = kind
        self._history = [resolved(one, cells.ends) for one in history] if cells.ends else history
        self._cells = cells
        self._known = known
        self.now = self.at(0)

    def at(self, length: int) -> Record:
        """The record after so many revisions; after all of them where that is not known."""
        return self._record(self._state(length))

    def seen(self, length: int) -> tuple[RevisionId, ...]:
        """What stood after so many revisions; nothing where that is not known."""
        return tuple(Counted(self._history[:length]).tips) if length else ()

    def is_disputed(self, length: int) -> bool:
        """Whether the record was in conflict after so many revisions."""
        return bool(self._state(length).conflicts)

    def reader(self, key: str) -> CellReader:
        """What reads the edited cell of a column; raises NotAllowed where it is not edited in a workbook."""
        found = self._kind.readers.get(key)
        if found is None:
            raise NotAllowed(_FIXED)
        if self.is_too_long(key):
            raise NotAllowed(_TOO_LONG)
        return found

    def is_too_long(self, key: str) -> bool:
        """Whether what a column says now is more than its cell holds."""
        return units(self._cells.said(self._kind, self.now, key)) > MOST_UNITS

    def exported(self, wanted: Mapping[str, str]) -> int:
        """After how many revisions the cells of these columns said what was exported; 0 where they never did here."""
        everything = len(self._history)
        for length in range(everything, max(0, everything - _MOST_STATES), -1):
            # What was deleted is not exported; what was taken back since may have been.
            states = (self._state(length), state_of(Counted(self._history[:length])))
            if any(not one.deleted and self._says(self._record(one), wanted) for one in states):
                return length
        return 0

    def _says(self, record: Record, wanted: Mapping[str, str]) -> bool:
        return all(
            mark(self._cells.said(self._kind, record, key), is_open=len(one) == OPEN_DIGITS) == one
            for key, one in wanted.items()
        )

    def _state(self, length: int) -> State:
        return state_of(Counted(self._history[:length] if length else self._history, self._known))

    def _record(self, state: State) -> Record:
        return record_from(self._kind.record, self._history[0].record, state.said)


_FIXED = "This column tells, and is not edited here."
_TOO_LONG = "The text is longer than a cell holds; edit it in ForumDesk."
