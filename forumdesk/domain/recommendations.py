"""What the forum asks for: a recommendation, the rules of its life, and what it still lacks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar

from forumdesk.domain.errors import NotAllowed
from forumdesk.domain.ids import RecordId
from forumdesk.domain.records import Record, derived, harmless, many, one


class Status(StrEnum):
    """How far a recommendation has come."""

    DRAFT = "draft"
    FINAL = "final"
    ADOPTED = "adopted"
    WITHDRAWN = "withdrawn"


class Level(StrEnum):
    """Who has to act."""

    NONE = ""
    CITY = "city"
    REGIONAL = "regional"
    NATIONAL = "national"
    INTERNATIONAL = "international"
    CIVIL_SOCIETY = "civil-society"


class Priority(StrEnum):
    """How pressing it is."""

    NONE = ""
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Agreement(StrEnum):
    """How far the room stood behind it: the five gradients of agreement."""

    NONE = ""
    ENDORSE = "endorse"
    RESERVATIONS = "agree-with-reservations"
    MIXED = "mixed"
    DISAGREE = "disagree-but-will-not-block"
    BLOCK = "block"


MAY_BECOME = {
    Status.DRAFT: (Status.FINAL, Status.WITHDRAWN),
    Status.FINAL: (Status.DRAFT, Status.ADOPTED, Status.WITHDRAWN),
    Status.ADOPTED: (Status.FINAL, Status.WITHDRAWN),
    Status.WITHDRAWN: (Status.DRAFT,),
}
NEEDED = ("text", "action_area", "codes", "actor", "level", "timeframe", "indicator")
"""What a recommendation must say before it counts as complete."""


_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def label_of(number: int, twin: int = 0) -> str:
    """A number as it is said and printed, such as `R-07`, or `R-07b` where several share it for good."""
    if not twin:
        return f"R-{number:02d}"
    return f"R-{number:02d}{_LETTERS[twin - 1] if twin <= len(_LETTERS) else f'.{twin}'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation(Record):
    """One thing the forum asks of somebody."""

    KIND: ClassVar[str] = "recommendation"

    number: int = harmless(0)
    numbered: bool = harmless(default=False)
    """Whether the number was given for good: true from the first time it was final."""
    text: str = ""
    rationale: str = ""
    session: RecordId | str = one("session", harmless=True)
    action_area: str = harmless("")
    """Code of a Quito Local Agenda action area, such as `1`."""
    codes: tuple[str, ...] = many(harmless=True)
    """Framework codes such as `sdg 10.7` or `gcm 16`."""
    actor: str = ""
    level: Level = harmless(Level.NONE)
    priority: Priority = harmless(Priority.NONE)
    partners: str = ""
    timeframe: str = ""
    resources: str = ""
    tools: str = ""
    indicator: str = ""
    city: str = ""
    """The city that proposed it."""
    place: int = 0
    agreement: Agreement = harmless(Agreement.NONE)
    dissent: str = ""
    unattributed: bool = harmless(default=False)
    language: str = harmless("")
    status: Status = harmless(Status.DRAFT)
    sources: tuple[str, ...] = many(link="note", harmless=True)
    group: RecordId | str = one("recommendation", harmless=True)
    """The recommendation under which it is grouped; empty where it stands by itself."""
    twin: int = derived()
    """Which one it is, from 1, of those that were final under one number in several rooms; 0 where it has it alone."""

    @property
    def label(self) -> str:
        """The number as it is said and printed."""
        return label_of(self.number, self.twin)

    @property
    def lacks(self) -> tuple[str, ...]:
        """The needed fields that are still empty; none for one that was withdrawn."""
        if self.status is Status.WITHDRAWN:
            return ()
        return tuple(name for name in NEEDED if not getattr(self, name))

    @property
    def is_complete(self) -> bool:
        """Whether nothing needed is missing."""
        return not self.lacks

    def moved_to(self, status: Status) -> Recommendation:
        """The recommendation in another status; its number is its own for good once it has been final."""
        if status is self.status:
            return self
        if status not in MAY_BECOME[self.status]:
            raise NotAllowed(
                "A recommendation that is {now} cannot become {wanted}.", now=self.status.value, wanted=status.value
            )
        if status in (Status.FINAL, Status.ADOPTED) and not self.text.strip():
            raise NotAllowed("A recommendation without wording cannot become final.")
        return replace(self, status=status, numbered=self.numbered or status is Status.FINAL)

    def renumbered(self, number: int) -> Recommendation:
        """The recommendation under another number, unless its number is for good, and shared with no other."""
        if self.numbered and not self.twin and number != self.number:
            raise NotAllowed("{label} was final once; its number stays.", label=self.label)
        return self if number == self.number else replace(self, number=number, twin=0)
