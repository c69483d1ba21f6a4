"""One sheet, written row by row as text: as fast as the disk takes it, remembered only as a running hash."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any, Final

from lxml import etree
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.xml.constants import SHEET_MAIN_NS

from forumdesk.domain.errors import CannotWrite
from forumdesk.exports.cells import Value, is_right_to_left, safe_text, serial, starts_formula, xml_text
from forumdesk.exports.styles import LOOKS, Styles

_OPEN = f'<r xmlns="{SHEET_MAIN_NS}">'
_BATCH = 64
_HAND_OVER: Final = True
"""What openpyxl's own stream waits for before it hands over the file."""
_SHORT = 48
"""Longer texts seldom come twice."""
_MOST_SEEN = 2_000
_LINK_SIZE = 4
_NEVER_FULL = 1 << 30
_LINE_HIGH, _HIGHEST = 13.2, 409.0
_FITS = 1.05
"""Letters of a text that fit into one width of a column: most are narrower than the digit that widths are told in."""
_PAGE_WIDE = 165
"""Widths on a page that can be read without a glass."""
MOST_ROWS = 1_048_576
MOST_LINKS = 65_530
"""Links that Excel opens on one sheet; what is over stays readable, without a link."""


Link = tuple[str, int]
"""A sheet's title and a row of it: where a click on a cell leads."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with a look of its own and a link to a row of another sheet."""

    value: Value
    look: str
    link: Link | None = None


class SheetWriter:
    """Writes a sheet's rows; what a reader must find again is hashed on the way."""

    def __init__(self, book: Workbook, styles: Styles, title: str, looks: Sequence[str]) -> None:
        # openpyxl's streaming sheet takes an ordinary sheet's settings, which its types do not say.
        self.sheet: Any = book.create_sheet(title)
        self.title = title
        self.rows = 0
        self._looks = list(looks)
        self._letters = [get_column_letter(place) for place in range(1, len(looks) + 1)]
        self._fits = [_NEVER_FULL] * max(len(looks), 3)
        self._wide = 1
        self._styles = styles
        self._hash = blake2b(digest_size=16)
        self._links = array("I")
        self._linked: dict[str, int] = {}
        self._seen: dict[tuple[str, str], tuple[str, str]] = {}
        self._batch: list[str] = []
        self._begun: Iterator[None] | None = None
        self._writer: Any = None

    # ---- rows

    def write(self, values: Sequence[Value | Cell], height: float = 0) -> int:
        """Write a row and return its number; without a `height` it is as high as its longest text needs."""
        self.rows += 1
        row = str(self.rows)
        if self.rows > MOST_ROWS:
            raise CannotWrite(
                "A sheet of a workbook holds {most} rows, and this forum needs more.",
                "Export some sessions at a time.",
                most=MOST_ROWS,
            )
        parts = [""]
        told: list[str] = []
        lines = 1
        for place, value in enumerate(values):
            if isinstance(value, Cell):
                if value.link:
                    self._link(place, value.link)
                drawn, said = self._drawn(value.look, value.value)
            else:
                drawn, said = self._drawn(self._looks[place] if place < len(self._looks) else "text", value)
            parts.append(f'<c r="{self.letter(place)}{row}" {drawn}')
            told.append(said)
            if len(said) > self._fits[place] or "\n" in said:
                lines = max(lines, lines_of(said, self._fits[place]))
        if height or lines > 1:
            parts[0] = f'<row r="{row}" ht="{height or min(_HIGHEST, _LINE_HIGH * lines + 2):.1f}">'
        else:
            parts[0] = f'<row r="{row}">'
        parts.append("</row>")
        while told and not told[-1]:
            told.pop()
        self._hash.update(("\x1f".join(told) + "\x1e").encode("utf-8"))
        self._batch.append("".join(parts))
        if len(self._batch) >= _BATCH:
            self._send()
        return self.rows

    def letter(self, place: int) -> str:
        """The letter of a column, counted from 0."""
        return self._letters[place] if place < len(self._letters) else get_column_letter(place + 1)

    def _link(self, place: int, link: Link) -> None:
        if len(self._links) < MOST_LINKS * _LINK_SIZE:
            sheet, row = link
            self._links.extend((place, self.rows, self._linked.setdefault(sheet, len(self._linked)), row))

    def _drawn(self, look: str, value: Value) -> tuple[str, str]:
        """A cell's XML after its reference, and what a reader must find in it; what comes often is drawn once."""
        if value is None:
            value = ""
        if not isinstance(value, str):
            style = self._styles.number(look)
            said = serial(value) if isinstance(value, datetime) else value
            return f's="{style}"><v>{said}</v></c>', canonical(value)
        if len(value) > _SHORT:
            return self._text(look, value)
        key = (look, value)
        found = self._seen.get(key)
        if found is None:
            if len(self._seen) >= _MOST_SEEN:
                self._seen.clear()
            found = self._seen[key] = self._text(look, value)
        return found

    def _text(self, look: str, value: str) -> tuple[str, str]:
        text = safe_text(value)
        if not text:
            return f's="{self._styles.number(look)}"/>', ""
        number = self._styles.number(look, quoted=starts_formula(text), reversed_text=is_right_to_left(text))
        space = ' xml:space="preserve"' if "\n" in text or text != text.strip() else ""
        return f's="{number}" t="inlineStr"><is><t{space}>{xml_text(text)}</t></is></c>', text

    def _send(self) -> None:
        if self._begun is None:
            # Made by hand from openpyxl's own streaming sheet: a whole batch of rows is parsed by lxml at once, where
            # openpyxl enters five Python contexts a cell. Measured: a third of the time.
            self.sheet._get_writer()  # noqa: SLF001
            self._writer = self.sheet._writer  # noqa: SLF001
            self.sheet._rows = self._begun = self._rows()  # noqa: SLF001
        next(self._begun)

    def _rows(self) -> Iterator[Any]:
        with self._part("sheetData") as stream, suppress(GeneratorExit):
            while True:
                for row in etree.fromstring(f"{_OPEN}{''.join(self._batch)}</r>"):
                    stream.write(row)
                self._batch.clear()
                yield

    @contextmanager
    def _part(self, name: str) -> Iterator[Any]:
        stream = self._writer.xf.send(_HAND_OVER)
        with stream.element(name):
            yield stream
        self._writer.xf.send(None)

    def _write_links(self) -> None:
        if not self._links:
            return
        titles = [title.replace("'", "''") for title in self._linked]
        with self._part("hyperlinks") as stream:
            for at in range(0, len(self._links), _LINK_SIZE):
                place, row, sheet, target = self._links[at : at + _LINK_SIZE]
                where = {"ref": f"{self.letter(place)}{row}", "location": f"'{titles[sheet]}'!A{target}"}
                stream.write(etree.Element("hyperlink", where))

    # ---- around the rows

    def widths(self, widths: Sequence[float]) -> None:
        """Set the columns' widths, before the first row."""
        for place, width in enumerate(widths):
            self.sheet.column_dimensions[self.letter(place)].width = width
            if LOOKS[self._looks[place]].wrap:
                self._fits[place] = max(1, int(width * _FITS))
        self._wide = max(1, round(sum(widths) / _PAGE_WIDE))

    def merge(self, row: int, first: int, last: int) -> None:
        """Join cells of a row, columns counted from 0, so that a text has room."""
        self.sheet.merged_cells.add(f"{self.letter(first)}{row}:{self.letter(last)}{row}")

    def page(self, *, title_rows: str = "", footer: str, right_to_left: bool, landscape: bool = True) -> None:
        """Set up how the sheet is seen and printed, before the first row."""
        sheet = self.sheet
        sheet.sheet_view.rightToLeft = right_to_left
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        sheet.page_setup.paperSize = 9
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = self._wide, 0
        sheet.page_setup.pageOrder = "overThenDown"
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_margins.left = sheet.page_margins.right = 0.4
        sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.6, 0.75, 0.35
        if title_rows:
            sheet.print_title_rows = title_rows
            if self._wide > 1:
                sheet.print_title_cols = "A:A"
        sheet.oddFooter.left.text = safe_text(footer).replace("&", "&&")
        sheet.oddFooter.right.text = "&P / &N"

    def table(self, name: str, headings: Sequence[str], first_row: int) -> None:
        """Make what was written since `first_row` (its headings) an Excel table; it has at least one row of data."""
        last = max(self.rows, first_row + 1)
        made = Table(displayName=name, name=name, ref=f"A{first_row}:{get_column_letter(len(headings))}{last}")
        made.tableColumns = [TableColumn(id=place, name=xml_name(heading)) for place, heading in enumerate(headings, 1)]
        made.autoFilter = AutoFilter(ref=made.ref)
        made.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False, showColumnStripes=False)
        self.sheet.tables.add(made)

    def finish(self, *, printed: bool = True) -> str:
        """Write what is left of the sheet, set what of it is printed, and return the hash of all it says."""
        self._send()
        self._writer.write_hyperlinks = self._write_links
        if printed:
            self.sheet.print_area = f"A1:{self._letters[-1]}{max(1, self.rows)}"
        self.sheet.close()
        self._seen.clear()
        del self._links[:]
        return self._hash.hexdigest()


def lines_of(text: str, fits: int) -> int:
    """How many lines a text takes where so many letters fit into one."""
    return sum(-(-max(1, len(paragraph)) // fits) for paragraph in text.split("\n"))


def xml_name(heading: str) -> str:
    """A table column's name as Excel wants it: line breaks escaped."""
    return heading.replace("\n", "_x000a_")


def canonical(value: Value) -> str:
    """A value as writer and reader both spell it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return safe_text(value)
    if isinstance(value, datetime):
        return f"{serial(value):.6f}"
    return f"{value:.6f}"
