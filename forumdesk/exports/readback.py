"""The workbook read back by another library than the one that wrote it, and compared with what was meant."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from hashlib import blake2b
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from forumdesk.domain.errors import CannotWrite
from forumdesk.exports.cells import EPOCH, serial


def check(path: Path, hashes: Mapping[str, str], progress: Callable[[int, int, str], None]) -> None:
    """Raise where a sheet does not say, cell for cell, what was written into it."""
    try:
        book = CalamineWorkbook.from_path(path)
        missing = set(hashes) - set(book.sheet_names)
        for done, (title, expected) in enumerate(hashes.items()):
            progress(done, len(hashes), "check")
            if missing or _hash(book.get_sheet_by_name(title).to_python(skip_empty_area=False)) != expected:
                raise _unlike(path)
    except CalamineError as error:
        raise _unlike(path) from error


def _unlike(path: Path) -> CannotWrite:
    return CannotWrite(
        "“{name}” did not read back as it was written, so it was thrown away.", "Export it again.", name=path.name
    )


def _hash(rows: Sequence[Sequence[object]]) -> str:
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
