"""The plan: rooms, sessions and their steps, and the times that follow from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from forumdesk.domain.errors import NotAllowed
from forumdesk.domain.forum import Attribution
from forumdesk.domain.ids import RecordId
from forumdesk.domain.records import Record, harmless, many, one, whole

MOST_MINUTES = 24 * 60
"""So long a session or a step may take."""


NO_SESSION = RecordId("no-session")
"""What stands for a session where that of a note is not in the forum: what was said there is found all the same."""


class SessionKind(StrEnum):
    """What kind of gathering a session is."""

    PLENARY = "plenary"
    BREAKOUT = "breakout"
    REPORT_BACK = "report-back"
    CEREMONY = "ceremony"
    BREAK = "break"


class Technique(StrEnum):
    """How a step is run."""

    NONE = ""
    ROUND = "round"
    ONE_TWO_FOUR_ALL = "1-2-4-all"
    GROUPS = "groups"
    WORLD_CAFE = "world-cafe"
    PRESENTATION = "presentation"
    QUESTIONS = "questions"
    READ_BACK = "read-back"
    PARKING_LOT = "parking-lot"
    GRADIENTS = "gradients-of-agreement"
    DOT_VOTING = "dot-voting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Room(Record):
    """A place where sessions are held."""

    KIND: ClassVar[str] = "room"

    name: str = ""
    position: float = harmless(0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session(Record):
    """A gathering in one room at one time."""

    KIND: ClassVar[str] = "session"

    code: str = harmless("")
    """Short and unique in the forum, such as `S2`; typed at the command line."""
    title: str = ""
    kind: SessionKind = harmless(SessionKind.BREAKOUT)
    room: RecordId | str = one("room", harmless=True)
    start: datetime | None = None
    minutes: int = whole(0, MOST_MINUTES)
    """How long it is planned to take where it has no steps."""
    questions: str = ""
    """Guiding questions, one a line."""
    chair: RecordId | str = one("participant")
    co_chair: RecordId | str = one("participant")
    facilitator: RecordId | str = one("participant")
    rapporteur: RecordId | str = one("participant")
    attribution: Attribution = harmless(Attribution.CITY)
    codes: tuple[str, ...] = many(harmless=True)
    """What the session is about, as framework codes such as `sdg 8`."""

    @property
    def is_confidential(self) -> bool:
        """Whether neither person, city nor organisation may leave the room."""
        return self.attribution is Attribution.CHATHAM_HOUSE


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Record):
    """One part of a session, with its minutes and its question."""

    KIND: ClassVar[str] = "step"

    session: RecordId | str = one("session", harmless=True)
    position: float = harmless(0.0)
    title: str = ""
    minutes: int = whole(0, MOST_MINUTES)
    minimum: int = whole(0, MOST_MINUTES)
    """Below this the step is not worth holding."""
    optional: bool = harmless(default=False)
    technique: Technique = harmless(Technique.NONE)
    question: str = ""

    def timed(self, *, minutes: int, minimum: int | None = None) -> Step:
        """The step with other minutes; none may be negative and the minimum never exceeds the minutes."""
        least = self.minimum if minimum is None else minimum
        if minutes < 0 or least < 0 or minutes > MOST_MINUTES:
            raise NotAllowed("A step takes between 0 and {most} minutes.", most=MOST_MINUTES)
        return replace(self, minutes=minutes, minimum=min(least, minutes))


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step with the instant at which the plan has it begin and end; None where the session has no start."""

    step: Step
    begins: datetime | None
    ends: datetime | None


def in_order(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Steps as they are held: by position, then by id where two laptops chose the same place."""
    return tuple(sorted(steps, key=lambda step: (step.position, step.id)))


def planned(session: Session, steps: Iterable[Step]) -> tuple[PlannedStep, ...]:
    """The steps in order, each with its planned begin and end."""
    at = session.start
    found = []
    for step in in_order(steps):
        ends = at + timedelta(minutes=step.minutes) if at else None
        found.append(PlannedStep(step, at, ends))
        at = ends
    return tuple(found)


def length(session: Session, steps: Sequence[Step]) -> timedelta:
    """How long the session is planned to take: its steps together, or its own minutes where it has none."""
    return timedelta(minutes=sum(step.minutes for step in steps) if steps else session.minutes)


def position_between(before: float | None, after: float | None) -> float:
    """A position that sorts between two neighbours, either of which may be missing."""
    if before is None:
        return 0.0 if after is None else after - 1.0
    return before + 1.0 if after is None else (before + after) / 2
