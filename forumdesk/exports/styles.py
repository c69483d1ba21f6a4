"""How the workbook looks: a calm table that a ministry would accept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook import Workbook

FAMILY = "Calibri"
INK, SOFT, ACCENT, PAPER, LINE, WARNING = "1E2328", "565D67", "1B6B73", "F7F5F0", "DEDACF", "7F4B00"
_LINE = Side(style="thin", color=LINE)
DATE_TIME, DATE = "yyyy-mm-dd hh:mm", "yyyy-mm-dd"


@dataclass(frozen=True, slots=True)
class Look:
    """How one kind of cell looks."""

    name: str
    bold: bool = False
    size: int = 10
    colour: str = INK
    fill: str = ""
    horizontal: Literal["center", "left", ""] = ""
    wrap: bool = True
    number_format: str = "@"
    line: bool = True
    underline: bool = False


LOOKS = {
    look.name: look
    for look in (
        Look("text"),
        Look("code", wrap=False),
        Look("strong", bold=True),
        Look("number", number_format="0", horizontal="center"),
        Look("share", number_format="0%", horizontal="left", bold=True),
        Look("instant", number_format=DATE_TIME, wrap=False),
        Look("day", number_format=DATE, wrap=False),
        Look("heading", bold=True, colour="FFFFFF", fill=ACCENT, number_format="General"),
        Look("told", bold=True, colour="FFFFFF", fill=SOFT, number_format="General"),
        Look("figure", number_format="0", horizontal="left", bold=True),
        Look("link", colour=ACCENT, underline=True),
        Look("missing", colour=WARNING),
        Look("plain", line=False),
        Look("plain-link", line=False, colour=ACCENT, underline=True, wrap=False),
        Look("count", line=False, number_format="0", horizontal="left", colour=SOFT),
        Look("soft", line=False, colour=SOFT),
        Look("band", line=False, fill=ACCENT),
        Look("title", line=False, bold=True, size=20),
        Look("subtitle", line=False, size=12, colour=SOFT),
        Look("section", line=False, bold=True, size=12, colour=ACCENT, wrap=False),
        Look("matrix", number_format="0;;", horizontal="center"),
        Look("total", bold=True, fill=PAPER, number_format="0", horizontal="center"),
        Look("label", bold=True, fill=PAPER),
    )
}


@dataclass(slots=True)
class Styles:
    """Numbers of the styles in one workbook, each made when it is first needed."""

    book: Workbook
    _numbers: dict[tuple[str, bool, bool], int] = field(default_factory=dict)

    def number(self, name: str, *, quoted: bool = False, reversed_text: bool = False) -> int:
        """The style's number; `quoted` for what looks like a formula, `reversed_text` for what reads from the right."""
        key = (name, quoted, reversed_text)
        if key not in self._numbers:
            self._numbers[key] = self._made(LOOKS[name], quoted=quoted, reversed_text=reversed_text)
        return self._numbers[key]

    def _made(self, look: Look, *, quoted: bool, reversed_text: bool) -> int:
        sheet = self.book.worksheets[0] if self.book.worksheets else self.book.create_sheet()
        cell = WriteOnlyCell(sheet)
        underline: Literal["single"] | None = "single" if look.underline else None
        cell.font = Font(name=FAMILY, size=look.size, bold=look.bold, color=look.colour, underline=underline)
        if look.fill:
            cell.fill = PatternFill("solid", start_color=look.fill)
        order = 2 if reversed_text else 1
        cell.alignment = Alignment(
            vertical="top",
            wrap_text=look.wrap or None,
            horizontal=look.horizontal or ("right" if reversed_text else None),
            readingOrder=order,
        )
        if look.line:
            cell.border = Border(bottom=_LINE)
        cell.number_format = look.number_format
        number = int(cell.style_id)
        if quoted:
            cell.quotePrefix = True
            number = int(cell.style_id)
        return number
