"""Which rules a forum goes by: what all laptops that work on it have to understand alike.

They are raised by whoever founded the forum, never lowered, and a newer program goes on keeping the older ones. A
laptop that knows only older ones takes in and hands on everything, and writes plain notes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from forumdesk.domain.devices import Device
from forumdesk.domain.ids import RecordId, natural_id
from forumdesk.domain.notes import Note
from forumdesk.domain.records import Record, whole
from forumdesk.domain.revisions import Revision

RULES = 1
"""The newest rules that this program knows: those of the log's second edition."""
_MOST = 1_000_000
PLAIN = frozenset({Note.KIND, Device.KIND})
"""What a laptop with older rules writes all the same: what is said in its room, and its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules(Record):
    """The rules of a forum from some moment on."""

    KIND: ClassVar[str] = "rules"

    version: int = whole(0, _MOST)


RULES_ID: RecordId = natural_id(Rules.KIND)


def rules_told(revisions: Iterable[Revision], founder: str) -> int:
    """The rules that a forum goes by: the highest that its founder ever said; the first where nothing was said."""
    said = [one.fields.get("version") for one in revisions if one.kind == Rules.KIND and one.device == founder]
    return max([1, *[each for each in said if type(each) is int and each <= _MOST]])
