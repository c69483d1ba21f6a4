"""The rows of an exported sheet that came back, compared with what was written into it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from forumdesk.domain.records import instant_of
from forumdesk.domain.text import cleaned
from forumdesk.domain.workbooks import FORMAT, ID_HEADING, NOTHING, headings_of, mark, parted_marks, spoken
from forumdesk.exchange.workbook_parts import Formula


@dataclass(frozen=True, slots=True)
class EditedRow:
    """A row as it came back, matched with what was written into it."""

    number: int
    """As the sheet counts it now."""
    record: str
    """The record's id; empty for a row that was added."""
    cells: Mapping[str, object]
    """The edited cells by column, none where it says what was written; of an added row all that hold something."""
    marks: Mapping[str, str] = field(default_factory=dict)
    """By column, the marks of what the cells said before."""


@dataclass(frozen=True, slots=True)
class ReturnedSheet:
    """One sheet of records as it came back."""

    key: str
    title: str
    headings: Mapping[str, str]
    """What stood over each column, by its key."""
    edited: tuple[EditedRow, ...] = ()
    """Rows that say something else than was written, or that were not written at all."""
    kept: tuple[EditedRow, ...] = ()
    """Rows that say what was written."""
    damaged: tuple[int, ...] = ()
    """Numbers of rows whose id is none that was written."""
    doubled: tuple[int, ...] = ()
    """Numbers of rows that share their id with an edited one, so that nobody can say which is meant."""
    absent: int = 0
    """Rows that are not there any more."""
    strange: tuple[str, ...] = ()
    """Headings of columns that were not written, and are not read."""
    missing: tuple[str, ...] = ()
    """Keys of columns that are not there any more."""


class Unseen:
    """What the sheet that nobody sees tells of the workbook as it was written."""

    def __init__(self, rows: Sequence[Sequence[object]]) -> None:
        self._facts: dict[str, str] = {}
        self.columns: dict[str, list[str]] = {}
        self.open: dict[str, set[str]] = {}
        self.headings: dict[str, list[str]] = {}
        self.marks: dict[str, dict[str, str]] = {}
        for row in rows:
            what, which, said = (*(str(cell) for cell in row[:3]), "", "", "")[:3]
            if what == "columns":
                self.columns[which] = said.split()
            elif what == "open":
                self.open[which] = set(said.split())
            elif what == "headings":
                self.headings[which] = headings_of(said)
            elif what in self.columns:
                self.marks.setdefault(what, {})[which] = said
            else:
                self._facts[what] = which
        self.sheet_of = {record: key for key, marked in self.marks.items() for record in marked if record != NOTHING}

    @property
    def is_ours(self) -> bool:
        """Whether it is of the kind that this version writes."""
        return self._facts.get("format") == FORMAT and bool(self.begun) and bool(self._facts.get("written"))

    @property
    def begun(self) -> str:
        """Of which forum it tells."""
        return self._facts.get("begun", "")

    @property
    def written(self) -> datetime:
        """When it was exported."""
        return instant_of(self._facts["written"])

    @property
    def language(self) -> str:
        """In which language its headings and lists are."""
        return self._facts.get("language", "en")


class SheetReading:
    """One sheet being compared with what was written into it."""

    def __init__(self, key: str, title: str, unseen: Unseen, formulas: Mapping[tuple[int, int], Formula]) -> None:
        self._key = key
        self._title = title
        self._columns = unseen.columns[key]
        self._open = [one in unseen.open.get(key, ()) for one in self._columns]
        self._marks = unseen.marks.get(key, {})
        self._headings = dict(zip(self._columns, unseen.headings.get(key, ()), strict=False))
        self._formulas = formulas

    def read(self, rows: Sequence[Sequence[object]], at: int) -> ReturnedSheet:
        """Compare every row under the headings in row `at`, counted from 0."""
        places, strange = self._places(rows[at])
        ids_at = list(rows[at]).index(ID_HEADING)
        known: dict[str, list[EditedRow]] = {}
        numbers: dict[str, list[int]] = {}
        added, damaged = [], []
        for number, row in enumerate(rows[at + 1 :], at + 2):
            record = str(row[ids_at]).strip() if ids_at < len(row) else ""
            if record in self._marks:
                known.setdefault(record, []).append(self._compared(number, row, record, places))
                numbers.setdefault(record, []).append(number)
                continue
            cells = {key: value for key, value in self._cells(number, row, places) if spoken(value).strip()}
            if record:
                damaged.append(number)
            elif cells:
                added.append(EditedRow(number, "", cells))
        for written_over in known.pop(NOTHING, ()):
            cells = {key: value for key, value in written_over.cells.items() if spoken(value).strip()}
            if written_over.cells:
                added.append(EditedRow(written_over.number, "", cells))
        edited, copies, doubled = _told_apart(known, numbers, rows, places, self)
        return ReturnedSheet(
            key=self._key,
            title=self._title,
            headings=self._headings,
            edited=tuple(sorted((*edited, *copies, *added), key=lambda one: one.number)),
            kept=tuple(one for found in known.values() if len(found) == 1 for one in found if not one.cells),
            damaged=tuple(damaged),
            doubled=tuple(doubled),
            absent=max(0, len(self._marks.keys() - {NOTHING}) - len(known) - len(damaged)),
            strange=strange,
            missing=tuple(key for key in self._columns if key not in places),
        )

    def _places(self, headings: Sequence[object]) -> tuple[Mapping[str, int], tuple[str, ...]]:
        """Where each column stands now, and the headings of those that were not written."""
        wanted = {_plain(heading): key for key, heading in self._headings.items()}
        places: dict[str, int] = {}
        strange = []
        for place, heading in enumerate(headings):
            said = str(heading)
            key = wanted.get(_plain(said))
            if key is not None and key not in places:
                places[key] = place
            elif said.strip() and said != ID_HEADING:
                strange.append(said)
        return places, tuple(strange)

    def _cells(self, number: int, row: Sequence[object], places: Mapping[str, int]) -> Iterator[tuple[str, object]]:
        for key, place in places.items():
            value: object = row[place] if place < len(row) else ""
            yield key, self._formulas.get((number, place), value) if self._formulas else value

    def _compared(self, number: int, row: Sequence[object], record: str, places: Mapping[str, int]) -> EditedRow:
        """The row with its edited cells."""
        marks = dict(zip(self._columns, parted_marks(self._marks[record], self._open), strict=True))
        is_open = dict(zip(self._columns, self._open, strict=True))
        edited = {
            key: value
            for key, value in self._cells(number, row, places)
            if isinstance(value, Formula) or _differs(value, marks[key], is_open=is_open[key])
        }
        return EditedRow(number, record, edited, marks)

    def as_added(self, number: int, row: Sequence[object], places: Mapping[str, int]) -> EditedRow:
        """A copied row, as one that was added."""
        return EditedRow(number, "", {key: value for key, value in self._cells(number, row, places) if spoken(value)})


def _told_apart(
    known: Mapping[str, list[EditedRow]],
    numbers: Mapping[str, list[int]],
    rows: Sequence[Sequence[object]],
    places: Mapping[str, int],
    sheet: SheetReading,
) -> tuple[list[EditedRow], list[EditedRow], list[int]]:
    """Rows that were edited, rows that began as a copy of another, and rows of which nobody can say what they are.

    Where several rows carry one id and one of them is as it was written, the edited others were copied from it.
    """
    edited: list[EditedRow] = []
    copies: list[EditedRow] = []
    doubled: list[int] = []
    for record, found in known.items():
        changed = [one for one in found if one.cells]
        if len(found) == 1:
            edited.extend(changed)
        elif len(changed) < len(found):
            copies.extend(sheet.as_added(one.number, rows[one.number - 1], places) for one in changed)
        else:
            doubled.extend(numbers[record])
    return edited, copies, sorted(doubled)


def _differs(value: object, wanted: str, *, is_open: bool) -> bool:
    said = spoken(value)
    return mark(said, is_open=is_open) != wanted and mark(cleaned(said), is_open=is_open) != wanted


_SPACES = re.compile(r"\s+|_x000a_", re.IGNORECASE)


def _plain(heading: str) -> str:
    return _SPACES.sub(" ", heading).strip().casefold()
