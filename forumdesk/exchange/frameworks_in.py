"""An organiser's own framework from a workbook or a CSV file, read row by row with complaints that say where."""

from __future__ import annotations

import csv
import io
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from forumdesk.domain.errors import BadInput, NotFound
from forumdesk.domain.frameworks import Item
from forumdesk.domain.text import BIDI_CONTROLS, one_line
from forumdesk.exchange.untrusted import check_zip

MOST_ROWS, MOST_COLUMNS = 5_000, 60
MOST_BYTES = 20 * 1024 * 1024
LONGEST_CODE, LONGEST_LABEL = 40, 300
_LABEL = re.compile(r"label(?:[ _]*[(_ -]\s*([a-z]{2})\)?)?")
_LINK = re.compile(r"[a-z][a-z0-9-]{0,39} \S{1,40}")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DAMAGE = (
    *(InvalidFileException, BadZipFile, zlib.error, EOFError, OSError, SyntaxError),
    *(AttributeError, IndexError, KeyError, OverflowError, RuntimeError, TypeError, ValueError),
)
"""What openpyxl raises at a damaged workbook: it believes what it reads, and stumbles wherever that is not so."""

Table = list[list[Any]]
Row = tuple[int, Mapping[str, Any]]
"""The number of a row as the file counts it, and its cells by what their columns hold."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with one row; the row is counted as the workbook counts it."""

    row: int
    column: str
    sentence: str
    values: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return f"Row {self.row}: {self.sentence.format(**dict(self.values))}"


@dataclass(frozen=True, slots=True)
class FrameworkPreview:
    """What would be imported, and what is wrong with the rest."""

    title: str
    rows: tuple[Item, ...]
    complaints: tuple[Complaint, ...]


def read_framework(path: Path) -> FrameworkPreview:
    """Read a framework without keeping anything; rows that cannot be used are complained about, one by one."""
    table = _read(path)
    place = next((at for at, row in enumerate(table) if any(_text(cell) for cell in row)), None)
    if place is None:
        raise BadInput("“{name}” is empty.", "It needs the columns “code” and “label”.", name=path.name)
    columns = _columns(table[place])
    if "code" not in columns.values() or not any(name.startswith("label") for name in columns.values()):
        raise BadInput("“{name}” has no columns “code” and “label”.", "Write them in the first row.", name=path.name)
    rows = [
        (number, {name: row[at] for at, name in columns.items() if at < len(row)})
        for number, row in enumerate(table[place + 1 :], place + 2)
        if any(_text(cell) for cell in row)
    ]
    items, complaints = _checked(rows)
    return FrameworkPreview(one_line(path.stem.replace("_", " ")), items, complaints)


def _read(path: Path) -> Table:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise NotFound("“{name}” is not there.", "Look whether it was moved or renamed.", name=path.name) from error
    if size > MOST_BYTES:
        raise BadInput(
            "“{name}” is too large for a framework.", "Leave out what is not a code or a label.", name=path.name
        )
    found = _from_workbook(path) if path.suffix.casefold() in (".xlsx", ".xlsm") else _from_csv(path)
    if len(found) > MOST_ROWS + 1:
        raise BadInput("“{name}” has more than {most} rows.", "Import it in parts.", name=path.name, most=MOST_ROWS)
    return found


def _from_workbook(path: Path) -> Table:
    check_zip(path)
    try:
        book = load_workbook(path, read_only=True, data_only=False)
        try:
            cells = book.worksheets[0].iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True)
            found = [[_unevaluated(cell) for cell in row] for row in cells]
        finally:
            book.close()
    except _DAMAGE as error:
        raise BadInput(
            "“{name}” is damaged or is not a workbook.", "Save it again as .xlsx or .csv.", name=path.name
        ) from error
    return found


def _unevaluated(cell: Any) -> Any:  # noqa: ANN401 - a cell's value
    """The text of a cell without Excel's escapes, and every formula as the text that was typed."""
    if isinstance(cell, str):
        return unescape(cell)
    if isinstance(cell, ArrayFormula | DataTableFormula):
        return f"={(getattr(cell, 'text', None) or '').removeprefix('=')}"
    return cell


def _from_csv(path: Path) -> Table:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput("“{name}” cannot be read.", "Look whether it is a file of yours.", name=path.name) from error
    if b"\x00" in content[:4096] or content.startswith(b"PK\x03\x04"):
        raise BadInput("“{name}” is neither a workbook nor a CSV file.", "Save it as .xlsx or .csv.", name=path.name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    heading = next((line for line in text.splitlines() if line.strip()), "")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=heading.count))
    try:
        return [row[:MOST_COLUMNS] for row in islice(rows, MOST_ROWS + 2)]
    except csv.Error as error:
        raise BadInput("“{name}” is not written as a CSV file is.", "Save it again as .csv.", name=path.name) from error


def _columns(heading: Sequence[Any]) -> dict[int, str]:
    """What each column holds, by its heading; of two columns with the same heading the first."""
    found: dict[str, int] = {}
    for place, cell in enumerate(heading):
        name = _text(cell).casefold()
        label = _LABEL.fullmatch(name)
        if label:
            found.setdefault(f"label {label[1] or 'en'}", place)
        elif name in ("code", "parent", "links"):
            found.setdefault(name, place)
    return {place: name for name, place in found.items()}


def _checked(rows: Sequence[Row]) -> tuple[tuple[Item, ...], tuple[Complaint, ...]]:
    items: dict[str, Item] = {}
    numbers: dict[str, int] = {}
    complaints: list[Complaint] = []
    for number, said in rows:
        key = _text(said.get("code")).casefold()
        wrong = [*_about_cells(number, said), *_about_code(number, said, numbers), *_about_labels(number, said)]
        wrong.extend(_about_links(number, said))
        complaints.extend(wrong)
        if not wrong:
            items[key], numbers[key] = _item(said), number
    for key, item in items.items():
        wrong = list(_about_parent(numbers[key], item, items))
        complaints.extend(wrong)
        if wrong:
            items[key] = replace(item, parent="")
        elif item.parent:
            items[key] = replace(item, parent=items[item.parent.casefold()].code)
    return tuple(items.values()), tuple(sorted(complaints, key=lambda one: one.row))


def _about_cells(number: int, said: Mapping[str, Any]) -> Iterator[Complaint]:
    for name, cell in said.items():
        if not isinstance(cell, str):
            continue
        if cell.startswith("="):
            yield Complaint(number, name, "the cell holds a formula; write its value")
        elif cell in ERROR_CODES:
            yield Complaint(number, name, "the cell holds the error {error}; write its value", (("error", cell),))
        elif _CONTROLS.search(cell) or (name in ("code", "parent") and BIDI_CONTROLS.search(cell)):
            yield Complaint(number, name, "the cell holds signs that cannot be seen; type its text anew")


def _about_code(number: int, said: Mapping[str, Any], known: Mapping[str, int]) -> Iterator[Complaint]:
    code = _text(said.get("code"))
    for name in ("code", "parent"):
        cell = said.get(name)
        if isinstance(cell, float) and not cell.is_integer():
            yield Complaint(number, name, "the code is a number, so 17.1 and 17.10 look alike; write it as text")
        elif isinstance(cell, date | time):
            yield Complaint(number, name, "the code was turned into a date; write it as text")
    if not code:
        yield Complaint(number, "code", "the code is missing")
    elif code.casefold() in known:
        row = str(known[code.casefold()])
        yield Complaint(number, "code", "the code “{code}” stands in row {row} already", (("code", code), ("row", row)))
    elif len(code) > LONGEST_CODE:
        yield Complaint(number, "code", "the code has more than {most} characters", (("most", str(LONGEST_CODE)),))


def _about_labels(number: int, said: Mapping[str, Any]) -> Iterator[Complaint]:
    labels = {name: _text(cell) for name, cell in said.items() if name.startswith("label")}
    if not any(labels.values()):
        yield Complaint(number, "label", "the label is missing")
    for name, label in labels.items():
        if len(label) > LONGEST_LABEL:
            yield Complaint(number, name, "the label has more than {most} characters", (("most", str(LONGEST_LABEL)),))


def _about_links(number: int, said: Mapping[str, Any]) -> Iterator[Complaint]:
    for link in _links(said.get("links")):
        if not _LINK.fullmatch(link):
            yield Complaint(number, "links", "“{link}” is not a code such as “sdg 10.7”", (("link", link),))


def _about_parent(number: int, item: Item, items: Mapping[str, Item]) -> Iterator[Complaint]:
    """Complain about a parent that is not there, or that stands under this very row."""
    values = (("parent", item.parent),)
    above, seen = item.parent.casefold(), set[str]()
    if above and above not in items:
        yield Complaint(number, "parent", "there is no usable row with the code “{parent}”", values)
    while above in items and above not in seen:
        seen.add(above)
        above = items[above].parent.casefold()
    if item.code.casefold() in seen:
        yield Complaint(number, "parent", "“{parent}” stands under this row itself", values)


def _item(said: Mapping[str, Any]) -> Item:
    labels = {name.split()[1]: _text(cell) for name, cell in said.items() if name.startswith("label") and _text(cell)}
    links = tuple(sorted(set(_links(said.get("links")))))
    return Item(_text(said.get("code")), labels, _text(said.get("parent")), links, editable=True)


def _links(cell: Any) -> list[str]:  # noqa: ANN401 - a cell's value
    return [" ".join(part.casefold().split()) for part in re.split(r"[;\n]", str(cell or "")) if part.strip()]


def _text(cell: Any) -> str:  # noqa: ANN401 - a cell's value
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return one_line(str(cell))
