"""Hands that edit an exported workbook, and sign it as a spreadsheet program would."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

Hand = Callable[[Workbook], None]


def edited(path: Path, out: Path, *hands: Hand, author: str, saved: datetime) -> Path:
    """The workbook after hands edited it, as a file that says who saved it and when."""
    book = load_workbook(path)
    for hand in hands:
        hand(book)
    book.properties.lastModifiedBy = author
    book.save(out)
    with ZipFile(out) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    # openpyxl writes the time of its own saving over what it was told.
    told = parts["docProps/core.xml"].decode()
    told = re.sub(r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{saved.isoformat()}Z", told)
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, told if name == "docProps/core.xml" else content)
    return out


def column(sheet: Worksheet, heading: str) -> int:
    """Where a column stands."""
    return next(int(cell.column or 0) for row in sheet.iter_rows(max_row=5) for cell in row if cell.value == heading)


def types(row: int, heading: str, value: object, *, title: str = "Recommendations") -> Hand:
    """A hand that types into one cell."""

    def hand(book: Workbook) -> None:
        book[title].cell(row, column(book[title], heading)).value = value  # type: ignore[assignment]

    return hand
