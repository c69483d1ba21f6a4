"""The one way text reaches a cell: never a formula, never unreadable, never cut in silence."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from forumdesk.domain.text import cleaned

MOST_UNITS: Final = 32_767
"""UTF-16 units that Excel keeps of a cell."""
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_UNSAFE = re.compile("[&<>]")
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_LETTER = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel's own count of days knows no zone

Value = str | int | float | datetime | None


def units(text: str) -> int:
    """How many UTF-16 units a text takes."""
    return len(text) if text.isascii() else len(text) + sum(letter > "\uffff" for letter in text)


def parts(text: str, most: int = MOST_UNITS) -> tuple[str, ...]:
    """A text in pieces that a cell can hold; one piece for nearly every text."""
    if units(text) <= most:
        return (text,)
    pieces: list[str] = []
    piece: list[str] = []
    size = 0
    for letter in text:
        step = 2 if letter > "\uffff" else 1
        if size + step > most:
            pieces.append("".join(piece))
            piece, size = [], 0
        piece.append(letter)
        size += step
    return (*pieces, "".join(piece))


def safe_text(text: str) -> str:
    """The text as a reader of the workbook gets it back: controls gone, lone surrogates as U+FFFD."""
    return cleaned(text)


def xml_text(text: str) -> str:
    """A safe text as it stands in a sheet's XML; what looks like Excel's own escape is escaped."""
    if "_x" in text:
        text = _ESCAPED.sub("_x005F_", text)
    if _UNSAFE.search(text):
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula were it typed in."""
    return text.startswith(_STARTS_FORMULA)


def is_right_to_left(text: str) -> bool:
    """Whether the text's first letter is written from right to left."""
    if text.isascii():
        return False
    first = _LETTER.search(text)
    return first is not None and _RIGHT_TO_LEFT.match(first[0]) is not None


def serial(instant: datetime) -> float:
    """A local date and time as Excel counts days."""
    return round((instant.replace(tzinfo=None) - EPOCH).total_seconds() / 86_400, 9)
