"""The forum itself: which edition, where, when, in which languages and under which rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta, timezone
from enum import StrEnum
from typing import ClassVar

from forumdesk.domain.ids import RecordId
from forumdesk.domain.records import Record, harmless, many, whole

FORUM_ID = RecordId("3ae3b6de4bcc5c45943e05536875bf58")
"""A file holds one forum; its record has this id in every file. It is `natural_id("forum")`, as a test says."""


class Attribution(StrEnum):
    """Whom a note may be traced to when it leaves the room."""

    NAME = "name"
    CITY = "city"
    CHATHAM_HOUSE = "chatham-house"


_FARTHEST = 24 * 60 - 1
"""Minutes by which a clock can be ahead or behind at the most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forum(Record):
    """One edition of the Mayoral Forum."""

    KIND: ClassVar[str] = "forum"

    title: str = ""
    edition: int = harmless(0)
    host_city: str = ""
    country: str = ""
    starts: date | None = None
    ends: date | None = None
    utc_offset: int = whole(-_FARTHEST, _FARTHEST)
    """Minutes that the host city's clocks are ahead of UTC."""
    theme: str = ""
    objectives: str = ""
    """One a line."""
    languages: tuple[str, ...] = many(harmless=True)
    """ISO 639-1 codes."""
    hosts: tuple[str, ...] = many()
    partners: tuple[str, ...] = many()
    frameworks: tuple[str, ...] = many(harmless=True)
    """Keys of the reference frameworks in use, such as `sdg`."""
    attribution: Attribution = harmless(Attribution.CITY)
    """What a new session starts with."""

    @property
    def zone(self) -> timezone:
        """The host city's time zone, as one fixed offset: a forum lasts two days."""
        return timezone(timedelta(minutes=self.utc_offset))
