"""What a city is asked: a pack of recommendations as they read when it was sent, and what changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from forumdesk.domain.answers import city_key
from forumdesk.domain.ids import RecordId, natural_id
from forumdesk.domain.recommendations import Agreement, Level, Recommendation, Status, label_of
from forumdesk.domain.records import Record, harmless, many, one

_COPIED = ("number", "twin", "text", "rationale", "action_area", "codes", "actor", "level", "timeframe", "indicator")
_ALSO_COPIED = ("agreement", "language", "status")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem(Record):
    """A recommendation as cities were asked about it: a copy that never changes, without where it came from."""

    KIND: ClassVar[str] = "review-item"

    recommendation: RecordId | str = one("recommendation", harmless=True)
    number: int = harmless(0)
    twin: int = harmless(0)
    """Which one it was of those that were final under its number; 0 where it was the only one."""
    text: str = ""
    rationale: str = ""
    action_area: str = harmless("")
    codes: tuple[str, ...] = many(harmless=True)
    actor: str = ""
    level: Level = harmless(Level.NONE)
    timeframe: str = ""
    indicator: str = ""
    agreement: Agreement = harmless(Agreement.NONE)
    language: str = ""
    status: Status = harmless(Status.FINAL)
    proposed_by: str = ""
    """The city that proposed it, where it may be told."""

    @property
    def label(self) -> str:
        """The number as it is said and printed."""
        return label_of(self.number, self.twin)

    def differs_from(self, before: ReviewItem) -> tuple[str, ...]:
        """The fields that read otherwise than before."""
        names = (one.name for one in fields(self) if one.name != "id")
        return tuple(name for name in names if getattr(self, name) != getattr(before, name))


def item_of(record: Recommendation, *, proposed_by: str) -> ReviewItem:
    """The copy of a recommendation that goes to cities; the same words make the same copy for all of them."""
    said = {name: getattr(record, name) for name in (*_COPIED, *_ALSO_COPIED)}
    words = "\x1f".join(f"{name}={value}" for name, value in said.items())
    made = natural_id("review-item", record.id, words, proposed_by)
    return ReviewItem(id=made, recommendation=record.id, proposed_by=proposed_by, **said)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPack(Record):
    """What was sent to one city at one time."""

    KIND: ClassVar[str] = "review-pack"

    city: str = ""
    place: int = 0
    number: int = harmless(0)
    """1, 2 and so on for each city."""
    language: str = ""
    sent: datetime | None = None
    items: tuple[str, ...] = many(link="review-item", harmless=True)

    @property
    def key(self) -> str:
        """Which city's it is."""
        return city_key(self.city, self.place)

    @property
    def label(self) -> str:
        """How the pack is shown in a list: whose it is, and which."""
        return f"{self.city} {self.number}"


class ChangeKind(StrEnum):
    """What became of a recommendation since a pack."""

    NEW = "new"
    REWORDED = "reworded"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One thing that is not as it was in a pack."""

    kind: ChangeKind
    item: ReviewItem
    """As it reads now; as it read then where it was withdrawn."""
    before: ReviewItem | None = None
    fields: tuple[str, ...] = ()


def item_changes(before: Iterable[ReviewItem], after: Iterable[ReviewItem]) -> tuple[ItemChange, ...]:
    """What changed between two sets of recommendations, by number, each told once."""
    old: Mapping[str, ReviewItem] = {one.recommendation: one for one in before}
    new: Mapping[str, ReviewItem] = {one.recommendation: one for one in after}
    found = [ItemChange(ChangeKind.WITHDRAWN, one) for key, one in old.items() if key not in new]
    for key, item in new.items():
        was = old.get(key)
        if was is None:
            found.append(ItemChange(ChangeKind.NEW, item))
        elif differing := item.differs_from(was):
            kind = ChangeKind.REWORDED if "text" in differing else ChangeKind.CHANGED
            found.append(ItemChange(kind, item, was, differing))
    return tuple(sorted(found, key=lambda one: (one.item.number, one.item.id)))
