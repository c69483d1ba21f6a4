"""What was pinned to a record: the photo of a flipchart, kept inside the forum file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from forumdesk.domain.errors import BadInput
from forumdesk.domain.ids import RecordId
from forumdesk.domain.records import ANY, Record, harmless, one

MOST_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment(Record):
    """A file kept with a session, a note or a recommendation; its bytes lie in the blob store under `digest`."""

    KIND: ClassVar[str] = "attachment"

    record: RecordId | str = one(ANY, harmless=True)
    name: str = ""
    media_type: str = harmless("")
    size: int = harmless(0)
    digest: str = ""


def check_size(name: str, size: int) -> None:
    """Refuse a file that is larger than a forum file should carry."""
    if size > MOST_BYTES:
        raise BadInput(
            "“{name}” has {size} MB; at most {most} MB can be kept with a forum.",
            "Take the photo at a lower resolution, or keep the file beside the forum.",
            name=name,
            size=round(size / 1024 / 1024),
            most=MOST_BYTES // 1024 // 1024,
        )
