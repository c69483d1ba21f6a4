"""Run a session: which step is under way, and what its clock shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from forumdesk.domain.agenda import NO_SESSION, Session, Step, in_order
from forumdesk.domain.clock import Clock
from forumdesk.domain.errors import NotAllowed
from forumdesk.domain.ids import RecordId, natural_id
from forumdesk.domain.timers import Countdown, Run, countdown
from forumdesk.storage.database import Database
from forumdesk.storage.work import Reader


@dataclass(frozen=True, slots=True)
class Progression:
    """Where a session stands: its run, its steps in order and which of them is under way (None before and after)."""

    session: Session
    run: Run
    steps: tuple[Step, ...]
    current: Step | None

    def clock(self, now: datetime) -> Countdown | None:
        """What the clock shows at `now`; None where no step is under way."""
        return countdown(self.run, self.current.minutes, now) if self.current else None

    def behind(self, now: datetime) -> timedelta:
        """How much later than planned the session will end, were the steps ahead to take their minutes."""
        clock = self.clock(now)
        if clock is None or self.current is None or self.session.start is None:
            return timedelta()
        at = self.steps.index(self.current)
        left = max(0, clock.left) + sum(step.minutes for step in self.steps[at + 1 :]) * 60
        planned_end = self.session.start + timedelta(minutes=sum(step.minutes for step in self.steps))
        return now + timedelta(seconds=left) - planned_end


class Running:
    """Start, hold and move on; every act is durable, so a restart goes on where the room is."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def progression(self, session_id: str) -> Progression:
        """Where the session stands."""
        with self._database.read() as forum:
            return _progression(forum, session_id)

    def under_way(self) -> tuple[Run, ...]:
        """The runs that were begun and have not ended."""
        with self._database.read() as forum:
            runs = {run.session: run_of(forum, run.session) for run in forum.stream(Run)}
            return tuple(run for run in runs.values() if run.started and not run.finished)

    def start(self, session_id: str, step_id: str = "") -> Progression:
        """Begin with a step, the first one where none is named."""
        with self._database.write("start-step") as work:
            found = _progression(work, session_id)
            step = next((one for one in found.steps if one.id == step_id), found.steps[0] if found.steps else None)
            if step is None:
                raise NotAllowed("This session has no steps.", "Add one on the Plan page first.")
            work.put(found.run.begun(step.id, at=self._clock.now()))
            return _progression(work, session_id)

    def next(self, session_id: str) -> Progression:
        """Go on to the step after this one; after the last one the session has ended."""
        return self._move(session_id, +1)

    def previous(self, session_id: str) -> Progression:
        """Go back to the step before this one."""
        return self._move(session_id, -1)

    def _move(self, session_id: str, by: int) -> Progression:
        with self._database.read() as forum:
            found = _progression(forum, session_id)
        if found.current is None:
            return self.start(session_id)
        at = found.steps.index(found.current) + by
        if at >= len(found.steps):
            return self.finish(session_id)
        return self.start(session_id, found.steps[max(0, at)].id)

    def pause(self, session_id: str) -> Progression:
        """Hold the clock."""
        return self._change(session_id, "hold-clock", lambda run: run.held(at=self._clock.now()))

    def resume(self, session_id: str) -> Progression:
        """Let the clock go on."""
        return self._change(session_id, "resume-clock", lambda run: run.resumed(at=self._clock.now()))

    def give(self, session_id: str, minutes: int) -> Progression:
        """Give the step under way minutes, or take some from it."""
        return self._change(session_id, "give-minutes", lambda run: run.given(minutes))

    def finish(self, session_id: str) -> Progression:
        """End the session's run."""
        return self._change(session_id, "end-session", lambda run: run.ended(at=self._clock.now()))

    def _change(self, session_id: str, act: str, change: Callable[[Run], Run]) -> Progression:
        with self._database.write(act) as work:
            found = _progression(work, session_id)
            work.put(change(found.run))
            return _progression(work, session_id)


def run_id(session_id: str) -> RecordId:
    """The one run of a session, the same on every laptop."""
    return natural_id("run", session_id)


def run_of(forum: Reader, session_id: str) -> Run:
    """The run of a session; where it has none of its own, that of one that was joined into it."""
    own = forum.get(Run, run_id(session_id))
    return (
        own or next(forum.stream(Run, "id", session=session_id), None) or Run(id=run_id(session_id), session=session_id)
    )


def _progression(forum: Reader, session_id: str) -> Progression:
    session = Session(id=NO_SESSION) if session_id == NO_SESSION else forum.require(Session, session_id)
    steps = in_order(forum.stream(Step, session=session_id))
    run = run_of(forum, session.id)
    current = None if run.finished or not run.started else next((one for one in steps if one.id == run.step), None)
    return Progression(session, run, steps, current)
