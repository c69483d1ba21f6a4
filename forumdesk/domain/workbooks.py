"""What an exported workbook carries so that it can come back: an id in each row, and a mark of each cell."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from zlib import crc32

from forumdesk.domain.ids import DeviceId, natural_id

UNSEEN = "_forumdesk"
"""Title of the sheet that nobody sees."""
FORMAT = "2"
"""Version of what that sheet holds."""
ID_HEADING = "ForumDesk id"
"""Heading of the column, not seen either, whose ids keep to their rows when a sheet is sorted."""
NOTHING = "-"
"""Id of the row that says that a sheet holds nothing yet."""
OPEN_DIGITS, FIXED_DIGITS = 8, 4
"""How long the mark is of a cell that may be edited, and of one that may not."""
_SHORT = 32
"""Longer texts seldom come twice, and are not remembered."""
_HALF_A_SECOND = timedelta(milliseconds=500)


def spoken(value: object) -> str:
    """A cell's value as text, the same whether it was just written or read back from any program's file."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return (value + _HALF_A_SECOND).replace(microsecond=0).isoformat(" ")
    if isinstance(value, date):
        return f"{value.isoformat()} 00:00:00"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def mark(said: str, *, is_open: bool) -> str:
    """What tells whether a cell was edited since it was written."""
    digits = _digits(said) if len(said) <= _SHORT else _digits.__wrapped__(said)
    return digits if is_open else digits[:FIXED_DIGITS]


@lru_cache(maxsize=4096)
def _digits(said: str) -> str:
    return f"{crc32(said.encode('utf-8', 'replace')):08x}"


def parted_marks(marks: str, is_open: Sequence[bool]) -> list[str]:
    """The marks of a row's cells, one by one."""
    found, at = [], 0
    for each in is_open:
        size = OPEN_DIGITS if each else FIXED_DIGITS
        found.append(marks[at : at + size])
        at += size
    return found


def headings_text(headings: Sequence[str]) -> str:
    """Headings in one cell."""
    return json.dumps(list(headings), ensure_ascii=False)


def headings_of(text: str) -> list[str]:
    """The headings that `headings_text` wrote; none where it wrote none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return [str(one) for one in found] if isinstance(found, list) else []


def device_of(begun: str, written: str, author: str) -> DeviceId:
    """Under which laptop's name the edits of somebody in one exported workbook stand."""
    return DeviceId(natural_id("workbook", begun, written, author))
