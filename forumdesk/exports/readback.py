"""The workbook read back by another library than the one that wrote it, and compared with what was meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from openpyxl.xml.constants import SHEET_MAIN_NS
from python_calamine import CalamineError, CalamineWorkbook

from forumdesk.domain.errors import CannotWrite
from forumdesk.exports.cells import EPOCH, serial

_WHOLE = 1 << 20
"""A sheet of more bytes is read slice by slice."""
_SLICE = 1 << 18
_FIRST, _LAST, _ROW_ENDS = b"<sheetData>", b"</sheetData>", b"</row>"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHEET = f'<worksheet xmlns="{SHEET_MAIN_NS}">'.encode()
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_AROUND = {
    "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{SHEET_MAIN_NS}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Rows" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
}


def check(path: Path, name: str, hashes: Mapping[str, str], progress: Callable[[int, int, str], None]) -> None:
    """Raise where a sheet of the workbook to be called `name` does not say, cell for cell, what was written into it."""
    try:
        book = CalamineWorkbook.from_path(path)
        titles = book.sheet_names
        if set(titles) != set(hashes):
            raise _unlike(name)
        with ZipFile(path) as parts:
            for place, title in enumerate(titles):
                report = partial(progress, place, len(titles), "check")
                report()
                member = f"xl/worksheets/sheet{place + 1}.xml"
                if parts.getinfo(member).file_size > _WHOLE:
                    found = _hash(_sliced(parts, member, report))
                else:
                    found = _hash(book.get_sheet_by_name(title).to_python(skip_empty_area=False))
                if found != hashes[title]:
                    raise _unlike(name)
    except (CalamineError, BadZipFile, KeyError) as error:
        raise _unlike(name) from error


def _sliced(parts: ZipFile, member: str, report: Callable[[], None]) -> Iterator[Sequence[object]]:
    """The rows of a long sheet, read some thousand at a time: the reader would hold the whole sheet at once."""
    styles = parts.read("xl/styles.xml")
    first = 0
    for rows in _slices(parts, member):
        report()
        count = rows.count(b"<row ")
        alone = CalamineWorkbook.from_filelike(_alone(styles, rows)).get_sheet_by_index(0)
        top, left = alone.start or (first + count, 0)
        found = alone.to_python(skip_empty_area=True)
        yield from ((),) * (top - first)
        for row in found:
            yield (*("",) * left, *row)
        yield from ((),) * (first + count - top - len(found))
        first += count


def _slices(parts: ZipFile, member: str) -> Iterator[bytes]:
    """The rows of a sheet as they stand in the file, cut between two of them."""
    with parts.open(member) as file:
        held = file.read(_SLICE)
        held = held[held.index(_FIRST) + len(_FIRST) :]
        while _LAST not in held:
            cut = held.rfind(_ROW_ENDS) + len(_ROW_ENDS)
            if cut >= len(_ROW_ENDS):
                yield held[:cut]
                held = held[cut:]
            more = file.read(_SLICE)
            if not more:
                raise BadZipFile(member)
            held += more
        yield held[: held.index(_LAST)]


def _alone(styles: bytes, rows: bytes) -> BytesIO:
    """A workbook with nothing but these rows."""
    made = BytesIO()
    with ZipFile(made, "w") as parts:
        for name, content in _AROUND.items():
            parts.writestr(name, content)
        parts.writestr("xl/styles.xml", styles)
        parts.writestr("xl/worksheets/sheet1.xml", b"".join((_SHEET, _FIRST, rows, _LAST, b"</worksheet>")))
    made.seek(0)
    return made


def _unlike(name: str) -> CannotWrite:
    return CannotWrite(
        "“{name}” did not read back as it was written, so it was thrown away.", "Export it again.", name=name
    )


def _hash(rows: Iterable[Sequence[object]]) -> str:
    found = blake2b(digest_size=16)
    for row in rows:
        told = [_canonical(value) for value in row]
        while told and not told[-1]:
            told.pop()
        found.update(("\x1f".join(told) + "\x1e").encode("utf-8"))
    return found.hexdigest()


def _canonical(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return f"{serial(value):.6f}"
    if isinstance(value, date):
        return f"{(value - EPOCH.date()).days:.6f}"
    if isinstance(value, time):
        return f"{(value.hour * 3600 + value.minute * 60 + value.second) / 86_400:.6f}"
    if isinstance(value, timedelta):
        return f"{value.total_seconds() / 86_400:.6f}"
    return f"{value:.6f}" if isinstance(value, int | float) else ""
