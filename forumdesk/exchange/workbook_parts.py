"""What a reader of values does not tell of a workbook: which cells hold formulas or errors, who saved it and when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import islice
from pathlib import Path
from posixpath import join, normpath
from typing import IO, Final
from zipfile import ZipFile

from lxml import etree
from openpyxl.xml.constants import COREPROPS_NS, DCTERMS_NS, PKG_REL_NS, REL_NS, SHEET_MAIN_NS

from forumdesk.domain.errors import BadInput
from forumdesk.domain.text import one_line

_WORKBOOK, _PROPERTIES = "xl/workbook.xml", "docProps/core.xml"
_COMPUTED: Final = re.compile(rb"""<(?:\w+:)?f[\s/>]|\st=["']e["']""")
_FAR: Final = re.compile(rb"""\sr\s*=\s*["'](?:([A-Za-z]{2,})(\d*)|[A-Za-z]?(\d{6,}))""")
"""References to cells beyond column Z or row 99,999; a table of records has few or none."""
_NEAR_COLUMNS, _NEAR_ROWS, _MOST_CELLS = 26, 99_999, 8_000_000
"""What is near, and how many cells a sheet may span: its reader lays them all out, empty ones too."""
_CHUNK, _OVERLAP = 1 << 20, 64
_MOST_COMPUTED = 10_000
"""A table of records has no formula to begin with; a sheet of more than that was made for something else."""


@dataclass(frozen=True, slots=True)
class Formula:
    """What stands in a cell whose value was computed, or could not be: shown as text, never believed."""

    text: str

    def __str__(self) -> str:
        return self.text


class Parts:
    """The parts of one workbook, read where they are wanted."""

    def __init__(self, packed: ZipFile) -> None:
        self._packed = packed
        self._names = frozenset(packed.namelist())

    @property
    def author(self) -> str:
        """Who saved it last, as far as their program says."""
        found = self._properties.get(f"{{{COREPROPS_NS}}}lastModifiedBy", "")
        return one_line(found)[:200]

    @property
    def saved(self) -> datetime | None:
        """When it was saved last, as far as their program says."""
        try:
            found = datetime.fromisoformat(self._properties.get(f"{{{DCTERMS_NS}}}modified", "").strip())
        except ValueError:
            return None
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)

    def formulas(self, title: str) -> Mapping[tuple[int, int], Formula]:
        """The cells of a sheet that hold a formula or an error, by row counted from 1 and column counted from 0."""
        member = self._members.get(title, "")
        if not self._is_computed(member):
            return {}
        with self._packed.open(member) as file:
            found = dict(islice(_computed(file), _MOST_COMPUTED + 1))
        if len(found) > _MOST_COMPUTED:
            raise BadInput(
                "The sheet “{title}” holds more formulas than anybody could look at.",
                "Write their values.",
                title=title,
            )
        return found

    def check_extent(self, name: str) -> None:
        """Refuse a workbook with a cell so far away that laying out all before it would take the laptop's memory.

        Every part is looked at, for which of them is a sheet is told by the workbook itself.
        """
        columns, rows = _NEAR_COLUMNS, _NEAR_ROWS
        for member in self._names:
            for held in self._held(member):
                for letters, row, far_row in _FAR.findall(held):
                    columns = max(columns, _column(letters.decode("ascii")))
                    rows = max(rows, int((row or far_row or b"0")[:_MOST_DIGITS]))
        if columns * rows > _MOST_CELLS:
            raise BadInput(
                "“{name}” has something far away from its tables, so it was not read.",
                "Delete what stands far below or far beside them.",
                name=name,
            )

    def _is_computed(self, member: str) -> bool:
        """Whether a sheet holds any: most have none, and are not parsed for them."""
        return any(_COMPUTED.search(held) for held in self._held(member))

    def _held(self, member: str) -> Iterator[bytes]:
        """A part, piece by piece, each with the end of the one before it; a part that is not there is damage."""
        with self._packed.open(member) as file:
            held = b""
            while chunk := file.read(_CHUNK):
                held = held[-_OVERLAP:] + chunk
                yield held

    @cached_property
    def _members(self) -> Mapping[str, str]:
        """Which part holds a sheet, by its title."""
        targets = {
            one.get("Id"): normpath(join("xl", one.get("Target", "")))
            if not one.get("Target", "").startswith("/")
            else one.get("Target", "")[1:]
            for one in self._parsed("xl/_rels/workbook.xml.rels").iter(f"{{{PKG_REL_NS}}}Relationship")
        }
        return {
            one.get("name", ""): targets.get(one.get(f"{{{REL_NS}}}id"), "")
            for one in self._parsed(_WORKBOOK).iter(f"{{{SHEET_MAIN_NS}}}sheet")
        }

    @cached_property
    def _properties(self) -> Mapping[str, str]:
        if _PROPERTIES not in self._names:
            return {}
        return {str(one.tag): one.text or "" for one in self._parsed(_PROPERTIES)}

    def _parsed(self, member: str) -> etree._Element:
        try:
            return etree.fromstring(self._packed.read(member), _parser())
        except etree.LxmlError as error:
            raise ValueError(member) from error


@contextmanager
def parts_of(path: Path) -> Iterator[Parts]:
    """The parts of a workbook for the length of a block."""
    with ZipFile(path) as packed:
        yield Parts(packed)


def _parser() -> etree.XMLParser:
    """A parser that fetches nothing and expands nothing."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _computed(file: IO[bytes]) -> Iterator[tuple[tuple[int, int], Formula]]:
    try:
        for _, row in etree.iterparse(file, tag=f"{{{SHEET_MAIN_NS}}}row", resolve_entities=False, no_network=True):
            for cell in row:
                formula = cell.find(f"{{{SHEET_MAIN_NS}}}f")
                if formula is not None or cell.get("t") == "e":
                    yield _at(cell.get("r", "")), Formula(_text(cell, formula))
            row.clear()
            while (before := row.getprevious()) is not None:
                row.getparent().remove(before)
    except etree.LxmlError as error:
        raise ValueError from error


def _text(cell: etree._Element, formula: etree._Element | None) -> str:
    if formula is not None:
        return f"={formula.text or '…'}"
    return cell.findtext(f"{{{SHEET_MAIN_NS}}}v") or "#"


def _at(reference: str) -> tuple[int, int]:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError(reference)
    return int(found[2]), _column(found[1]) - 1


_REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})", re.ASCII)
_MOST_DIGITS, _MOST_LETTERS = 9, 6


def _column(letters: str) -> int:
    """The number of a column counted from 1; one of too many letters is as far away as can be."""
    number = 0
    for letter in letters[:_MOST_LETTERS].upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return max(1, number)
