"""An organiser's own framework from a workbook or a CSV file, read row by row with complaints that say where."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from forumdesk.domain.errors import BadInput, NotFound
from forumdesk.domain.frameworks import Item
from forumdesk.domain.text import BIDI_CONTROLS, one_line
from forumdesk.exchange.untrusted import check_zip

MOST_ROWS = 5_000
MOST_BYTES = 20 * 1024 * 1024
LONGEST_CODE, LONGEST_LABEL = 40, 300
_LABEL = re.compile(r"label(?:[ _]*[(_ -]\s*([a-z]{2})\)?)?")
_LINK = re.compile(r"[a-z][a-z0-9-]* \S+")
Table = list[list[Any]]


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
    rows, complaints = _checked(table[place + 1 :], columns, place + 2)
    return FrameworkPreview(one_line(path.stem.replace("_", " ")), rows, complaints)


def _read(path: Path) -> Table:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise NotFound("“{name}” is not there.", "Look whether it was moved or renamed.", name=path.name) from error
    if size > MOST_BYTES:
        raise BadInput("“{name}” is too large for a framework.", "Leave out what is not a code or a label.", name=path.name)
    found = _from_workbook(path) if path.suffix.casefold() in (".xlsx", ".xlsm") else _from_csv(path)
    if len(found) > MOST_ROWS + 1:
        raise BadInput("“{name}” has more than {most} rows.", "Import it in parts.", name=path.name, most=MOST_ROWS)
    return found


def _from_workbook(path: Path) -> Table:
    check_zip(path)
    try:
        book = load_workbook(path, read_only=True, data_only=False)
        sheet = book.worksheets[0]
        found = [list(row) for row in sheet.iter_rows(max_row=MOST_ROWS + 2, values_only=True)]
        book.close()
    except (InvalidFileException, BadZipFile, KeyError, ValueError, TypeError, IndexError, SyntaxError, AttributeError) as error:
        raise BadInput("“{name}” is damaged or is not a workbook.", "Save it again as .xlsx or .csv.", name=path.name) from error
    return found


def _from_csv(path: Path) -> Table:
    content = path.read_bytes()
    if b"\x00" in content[:4096] or content.startswith(b"PK"):
        raise BadInput("“{name}” is neither a workbook nor a CSV file.", "Save it as .xlsx or .csv.", name=path.name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text.split("\n", maxsplit=1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        return [list(row) for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error as error:
        raise BadInput("“{name}” is not written as a CSV file is.", "Save it again as .csv.", name=path.name) from error


def _columns(heading: Sequence[Any]) -> dict[int, str]:
    """What each column holds, by its heading."""
    found = {}
    for place, cell in enumerate(heading):
        name = _text(cell).casefold()
        label = _LABEL.fullmatch(name)
        if label:
            found[place] = f"label {label[1] or 'en'}"
        elif name in ("code", "parent", "links"):
            found[place] = name
    return found


def _checked(table: Table, columns: dict[int, str], first: int) -> tuple[tuple[Item, ...], tuple[Complaint, ...]]:
    items: dict[str, Item] = {}
    complaints: list[Complaint] = []
    for number, row in enumerate(table, first):
        if not any(_text(cell) for cell in row):
            continue
        said = {name: row[place] for place, name in columns.items() if place < len(row)}
        wrong = list(_complaints(number, said, items))
        complaints.extend(wrong)
        if not wrong:
            item = _item(said)
            items[item.code] = item
    for number, row in enumerate(table, first):
        said = {name: row[place] for place, name in columns.items() if place < len(row)}
        parent = _text(said.get("parent"))
        if parent and _text(said.get("code")) in items and parent not in items:
            complaints.append(Complaint(number, "parent", "there is no row with the code “{parent}”", (("parent", parent),)))
    return tuple(items.values()), tuple(sorted(complaints, key=lambda one: one.row))


def _complaints(number: int, said: dict[str, Any], known: dict[str, Item]) -> Iterator[Complaint]:
    code = said.get("code")
    if isinstance(code, float) and not code.is_integer():
        yield Complaint(number, "code", "the code is a number, so 17.1 and 17.10 look alike; write it as text")
        return
    text = _text(code)
    if not text:
        yield Complaint(number, "code", "the code is missing")
    elif text in known:
        yield Complaint(number, "code", "the code “{code}” stands further up already", (("code", text),))
    elif len(text) > LONGEST_CODE or BIDI_CONTROLS.search(text):
        yield Complaint(number, "code", "the code is too long or holds invisible signs")
    for name, cell in said.items():
        if isinstance(cell, str) and cell.startswith("="):
            yield Complaint(number, name, "the cell holds a formula; write its value")
    labels = [_text(cell) for name, cell in said.items() if name.startswith("label")]
    if not any(labels):
        yield Complaint(number, "label", "the label is missing")
    if any(len(label) > LONGEST_LABEL for label in labels):
        yield Complaint(number, "label", "the label has more than {most} characters", (("most", str(LONGEST_LABEL)),))
    for link in _links(said.get("links")):
        if not _LINK.fullmatch(link):
            yield Complaint(number, "links", "“{link}” is not a code such as “sdg 10.7”", (("link", link),))


def _item(said: dict[str, Any]) -> Item:
    labels = {name.split()[1]: _text(cell) for name, cell in said.items() if name.startswith("label") and _text(cell)}
    return Item(_text(said.get("code")), labels, _text(said.get("parent")), tuple(sorted(_links(said.get("links")))), editable=True)


def _links(cell: Any) -> list[str]:  # noqa: ANN401 - a cell's value
    return [" ".join(part.casefold().split()) for part in re.split(r"[;\n]", _text(cell)) if part.strip()]


def _text(cell: Any) -> str:  # noqa: ANN401 - a cell's value
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return one_line(str(cell))
