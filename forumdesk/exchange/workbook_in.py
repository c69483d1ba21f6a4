"""An exported workbook that comes back: which cells were edited since, row by row, whatever was moved about it."""

from __future__ import annotations

import errno
import struct
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from lzma import LZMAError
from pathlib import Path
from zipfile import BadZipFile

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from forumdesk.domain.errors import BadInput
from forumdesk.domain.workbooks import ID_HEADING, UNSEEN
from forumdesk.exchange.untrusted import check_zip
from forumdesk.exchange.workbook_parts import Parts, parts_of
from forumdesk.exchange.workbook_rows import ReturnedSheet, SheetReading, Unseen

_DAMAGE = (
    *(CalamineError, BadZipFile, zlib.error, LZMAError, EOFError, struct.error),
    *(LookupError, OverflowError, RuntimeError, TypeError, ValueError),
)
"""What the readers raise at a damaged workbook: they believe what they read, and stumble wherever that is not so."""
_HEADED_WITHIN = 30
"""Rows from the top among which the headings are looked for."""


@dataclass(frozen=True, slots=True)
class ReturnedBook:
    """An exported workbook as it came back."""

    begun: str
    """Of which forum it tells: the revision with which that began."""
    written: datetime
    language: str
    author: str
    """Who saved it last, as far as their program says."""
    saved: datetime | None
    sheets: tuple[ReturnedSheet, ...]
    lost: tuple[str, ...] = ()
    """Titles of sheets, or their keys, of which nothing can be read: they lost their ids, or are not there."""
    repeated: tuple[str, ...] = ()
    """Titles of sheets that repeat another one."""


def read_workbook(path: Path) -> ReturnedBook:
    """What was edited in a workbook since it was exported; formulas are never computed, nothing is believed unread."""
    check_zip(path)
    try:
        with parts_of(path) as parts:
            parts.check_extent(path.name)
            book = CalamineWorkbook.from_path(path)
            unseen = Unseen(_table(book, UNSEEN) if UNSEEN in book.sheet_names else ())
            if not unseen.is_ours:
                raise BadInput(
                    "“{name}” is a workbook, but not one that ForumDesk can match with its records.",
                    "Export the forum again, and let that workbook be edited.",
                    name=path.name,
                )
            return _Reading(book, parts, unseen).book()
    except OSError as error:
        if error.errno != errno.EINVAL:  # a damaged zip may point before its own beginning
            raise
        raise _damaged(path) from error
    except _DAMAGE as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> BadInput:
    return BadInput(
        "“{name}” is damaged, so nothing of it was read.",
        "Open it in a spreadsheet program and save it again as .xlsx.",
        name=path.name,
    )


class _Reading:
    """One workbook being read."""

    def __init__(self, book: CalamineWorkbook, parts: Parts, unseen: Unseen) -> None:
        self._book = book
        self._parts = parts
        self._unseen = unseen

    def book(self) -> ReturnedBook:
        unseen = self._unseen
        found: dict[str, ReturnedSheet] = {}
        lost, repeated = [], []
        for about in self._book.sheets_metadata:
            if about.name == UNSEEN or about.typ is not SheetTypeEnum.WorkSheet:
                continue
            rows = _table(self._book, about.name)
            at = next((number for number, row in enumerate(rows[:_HEADED_WITHIN]) if ID_HEADING in row), None)
            if at is None:
                if self._has_lost_its_ids(rows):
                    lost.append(about.name)
                continue
            key = self._key(rows, at)
            if key in found:
                repeated.append(about.name)
            elif key:
                sheet = SheetReading(key, about.name, unseen, self._parts.formulas(about.name))
                found[key] = sheet.read(rows, at)
        if not lost:
            lost.extend(key for key in unseen.columns if key not in found)
        return ReturnedBook(
            begun=unseen.begun,
            written=unseen.written,
            language=unseen.language,
            author=self._parts.author,
            saved=self._parts.saved,
            sheets=tuple(found.values()),
            lost=tuple(lost),
            repeated=tuple(repeated),
        )

    def _has_lost_its_ids(self, rows: Sequence[Sequence[object]]) -> bool:
        """Whether half the headings of a sheet stand in one row: it was one that could come back."""
        return any(
            len(set(headings).intersection(map(str, row))) * 2 >= len(headings) > 0
            for row in rows[:_HEADED_WITHIN]
            for headings in self._unseen.headings.values()
        )

    def _key(self, rows: Sequence[Sequence[object]], at: int) -> str:
        """Which sheet it is, whatever it is called now: by its ids, or by its headings where none is left."""
        place = list(rows[at]).index(ID_HEADING)
        ids = (str(row[place]) for row in rows[at + 1 :] if place < len(row))
        keys = Counter(key for one in ids if (key := self._unseen.sheet_of.get(one)))
        if keys:
            return keys.most_common(1)[0][0]
        said = set(map(str, rows[at]))
        likeness = {key: len(said.intersection(headings)) for key, headings in self._unseen.headings.items()}
        return max(likeness, key=lambda key: likeness[key], default="")


def _table(book: CalamineWorkbook, title: str) -> Sequence[Sequence[object]]:
    return book.get_sheet_by_name(title).to_python(skip_empty_area=False)
