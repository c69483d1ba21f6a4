"""One sheet, written row by row as text: as fast as the disk takes it, remembered only as a running hash."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from lxml import etree
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.xml.constants import SHEET_MAIN_NS

from forumdesk.exports.cells import Value, is_right_to_left, safe_text, serial, starts_formula, xml_text
from forumdesk.exports.styles import Styles

_OPEN = f'<r xmlns="{SHEET_MAIN_NS}">'
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with a look of its own and a link to another cell of the workbook."""

    value: Value
    look: str
    link: str = ""
    """`Sheet!A5`, quoted where the sheet's name needs it."""


class SheetWriter:
    """Writes a sheet's rows; what a reader must find again is hashed on the way."""

    def __init__(self, book: Workbook, styles: Styles, title: str, looks: Sequence[str]) -> None:
        self.sheet: WriteOnlyWorksheet = book.create_sheet(title)
        self.title = title
        self.rows = 0
        self._looks = list(looks)
        self._letters = [get_column_letter(place) for place in range(1, len(looks) + 1)]
        self._styles = styles
        self._numbers = [styles.number(look) for look in looks]
        self._hash = blake2b(digest_size=16)
        self._links: list[str] = []
        self._batch: list[str] = []
        self._begun: Iterator[None] | None = None

    # ---- rows

    def write(self, values: Sequence[Value | Cell]) -> int:
        """Write a row and return its number."""
        self.rows += 1
        row = self.rows
        parts = [f'<row r="{row}">']
        told: list[str] = []
        for place, value in enumerate(values):
            reference = f"{self.letter(place)}{row}"
            if isinstance(value, Cell):
                if value.link:
                    self._links.append(f'<hyperlink ref="{reference}" location="{xml_text(value.link)}"/>')
                parts.append(self._cell(reference, value.value, value.look, None))
                told.append(canonical(value.value))
            else:
                look = self._looks[place] if place < len(self._looks) else "text"
                number = self._numbers[place] if place < len(self._numbers) else None
                parts.append(self._cell(reference, value, look, number))
                told.append(canonical(value))
        parts.append("</row>")
        while told and not told[-1]:
            told.pop()
        self._hash.update(("\x1f".join(told) + "\x1e").encode("utf-8"))
        self._batch.append("".join(parts))
        if len(self._batch) >= _BATCH:
            self._send()
        return row

    def letter(self, place: int) -> str:
        """The letter of a column, counted from 0."""
        return self._letters[place] if place < len(self._letters) else get_column_letter(place + 1)

    def _cell(self, reference: str, value: Value, look: str, number: int | None) -> str:
        if value is None or value == "":
            return f'<c r="{reference}" s="{self._styles.number(look) if number is None else number}"/>'
        if isinstance(value, str):
            return self._text(reference, safe_text(value), look, number)
        style = self._styles.number(look) if number is None else number
        said = serial(value) if isinstance(value, datetime) else value
        return f'<c r="{reference}" s="{style}"><v>{said}</v></c>'

    def _text(self, reference: str, text: str, look: str, number: int | None) -> str:
        quoted, reverse = starts_formula(text), not text.isascii() and is_right_to_left(text)
        if quoted or reverse or number is None:
            number = self._styles.number(look, quoted=quoted, reversed_text=reverse)
        space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
        return f'<c r="{reference}" s="{number}" t="inlineStr"><is><t{space}>{xml_text(text)}</t></is></c>'

    def _send(self) -> None:
        if self._begun is None:
            # Made by hand from openpyxl's own streaming sheet: a whole batch of rows is parsed by lxml at once, where
            # openpyxl enters five Python contexts a cell. Measured: a third of the time.
            self.sheet._get_writer()  # noqa: SLF001
            self.sheet._rows = self._begun = self._rows()  # noqa: SLF001
            next(self._begun)
        self._begun.send(None)  # type: ignore[attr-defined]

    def _rows(self) -> Iterator[Any]:
        writer = self.sheet._writer  # noqa: SLF001
        stream = writer.xf.send(True)
        with stream.element("sheetData"):
            try:
                while True:
                    yield
                    if self._batch:
                        for row in etree.fromstring(f"{_OPEN}{''.join(self._batch)}</r>"):
                            stream.write(row)
                        self._batch.clear()
            except GeneratorExit:
                pass
        writer.xf.send(None)

    # ---- around the rows

    def widths(self, widths: Sequence[float]) -> None:
        """Set the columns' widths, before the first row."""
        for place, width in enumerate(widths, 1):
            self.sheet.column_dimensions[get_column_letter(place)].width = width

    def page(self, *, title_rows: str = "", footer: str, right_to_left: bool, landscape: bool = True) -> None:
        """Set up how the sheet is seen and printed, before the first row."""
        sheet = self.sheet
        sheet.sheet_view.rightToLeft = right_to_left
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        sheet.page_setup.paperSize = 9
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_margins.left = sheet.page_margins.right = 0.4
        if title_rows:
            sheet.print_title_rows = title_rows
        sheet.HeaderFooter.oddFooter.left.text = footer.replace("&", "&&")
        sheet.HeaderFooter.oddFooter.right.text = "&P / &N"

    def table(self, name: str, headings: Sequence[str], first_row: int) -> None:
        """Make what was written since `first_row` (its headings) an Excel table; it has at least one row of data."""
        last = max(self.rows, first_row + 1)
        made = Table(displayName=name, name=name, ref=f"A{first_row}:{get_column_letter(len(headings))}{last}")
        made.tableColumns = [TableColumn(id=place, name=xml_name(heading)) for place, heading in enumerate(headings, 1)]
        made.autoFilter = AutoFilter(ref=made.ref)
        made.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False, showColumnStripes=False)
        self.sheet.tables.add(made)

    def finish(self) -> str:
        """Write what is left of the sheet, print its area, and return the hash of all it says."""
        self._send()
        writer = self.sheet._writer  # noqa: SLF001
        links, self._links = self._links, []

        def write_links() -> None:
            if links:
                body = "".join(links)
                writer.xf.send(etree.fromstring(f'<hyperlinks xmlns="{SHEET_MAIN_NS}">{body}</hyperlinks>'))

        writer.write_hyperlinks = write_links
        self.sheet.print_area = f"A1:{self._letters[-1]}{max(1, self.rows)}"
        self.sheet.close()
        return self._hash.hexdigest()


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
