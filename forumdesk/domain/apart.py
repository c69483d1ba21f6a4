"""What looks alike and is not the same: said once, so that nobody is asked again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from forumdesk.domain.ids import RecordId, natural_id
from forumdesk.domain.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptApart(Record):
    """That two which look alike are not the same."""

    KIND: ClassVar[str] = "kept-apart"

    of: str = ""
    """The kind of both, or `city`."""
    first: str = ""
    """The id of a record, or the key of a city."""
    second: str = ""


def apart_id(one: str, other: str) -> RecordId:
    """The one id of what is said of two, whichever is named first."""
    return natural_id(KeptApart.KIND, *sorted((one, other)))


def kept_apart(of: str, one: str, other: str) -> KeptApart:
    """What says that two are not the same: one record, whoever says it, in whatever order."""
    first, second = sorted((one, other))
    return KeptApart(id=apart_id(one, other), of=of, first=first, second=second)
