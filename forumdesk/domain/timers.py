"""A room's clock: what it shows is derived from instants, never counted, so it survives a crash."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar

from forumdesk.domain.ids import RecordId
from forumdesk.domain.records import Record, harmless, one


@dataclass(frozen=True, slots=True, kw_only=True)
class Run(Record):
    """How far a session has come: the step under way and when it began."""

    KIND: ClassVar[str] = "run"

    session: RecordId | str = one("session", harmless=True)
    step: RecordId | str = one("step", harmless=True)
    started: datetime | None = None
    """When the step under way began."""
    paused: datetime | None = None
    """Since when the clock stands; None while it runs."""
    pause_seconds: int = harmless(0)
    """How long it stood before, during this step."""
    extra_minutes: int = harmless(0)
    """Minutes given to this step beyond its plan, or taken from it."""
    finished: datetime | None = None

    def begun(self, step: RecordId, *, at: datetime) -> Run:
        """The run with `step` under way from now."""
        return replace(self, step=step, started=at, paused=None, pause_seconds=0, extra_minutes=0, finished=None)

    def held(self, *, at: datetime) -> Run:
        """The run with its clock standing."""
        return self if self.paused or not self.started else replace(self, paused=at)

    def resumed(self, *, at: datetime) -> Run:
        """The run with its clock going on where it stood."""
        if not self.paused:
            return self
        stood = max(0, round((at - self.paused).total_seconds()))
        return replace(self, paused=None, pause_seconds=self.pause_seconds + stood)

    def given(self, minutes: int) -> Run:
        """The run with minutes added to the step under way, or taken from it."""
        return replace(self, extra_minutes=self.extra_minutes + minutes)

    def ended(self, *, at: datetime) -> Run:
        """The run after its last step."""
        return replace(self, finished=at, paused=None)


@dataclass(frozen=True, slots=True)
class Countdown:
    """What the clock shows: seconds left (negative when over), of how many, and when the step ends."""

    left: int
    total: int
    ends: datetime | None
    paused: bool

    @property
    def over(self) -> bool:
        """Whether the step's time is used up."""
        return self.left < 0

    @property
    def share(self) -> float:
        """How much of the step is used, from 0.0 to 1.0."""
        return 1.0 if self.total <= 0 else min(1.0, max(0.0, 1 - self.left / self.total))


def countdown(run: Run, minutes: int, now: datetime) -> Countdown:
    """What the clock of `run` shows at `now`, for a step planned to take `minutes`."""
    total = max(0, (minutes + run.extra_minutes) * 60)
    if run.started is None:
        return Countdown(total, total, None, paused=False)
    until = run.paused or now
    used = max(0, int((until - run.started).total_seconds()) - run.pause_seconds)
    left = total - used
    return Countdown(left, total, None if run.paused else now + timedelta(seconds=left), paused=run.paused is not None)
