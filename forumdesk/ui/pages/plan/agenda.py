"""What the Plan page shows of a forum, gathered in one question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from forumdesk.domain.agenda import Room, Session, Step, length
from forumdesk.domain.forum import Forum
from forumdesk.domain.people import Participant

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Agenda:
    """The whole plan as it stands."""

    forum: Forum
    rooms: tuple[Room, ...]
    sessions: tuple[Session, ...]
    steps: Mapping[str, tuple[Step, ...]]
    people: tuple[Participant, ...]
    notes: Mapping[str, int]

    def room_name(self, session: Session) -> str:
        """The name of the room in which a session is held."""
        return next((room.name for room in self.rooms if room.id == session.room), "")

    def person(self, participant: str) -> str:
        """How a participant is shown, empty where there is none."""
        return next((one.label for one in self.people if one.id == participant), "")

    def steps_of(self, session: Session) -> tuple[Step, ...]:
        """The steps of a session, in order."""
        return self.steps.get(session.id, ())

    def length(self, session: Session) -> timedelta:
        """How long a session is planned to take."""
        return length(session, self.steps_of(session))

    def ends(self, session: Session) -> datetime | None:
        """When a session is planned to end."""
        return session.start + self.length(session) if session.start else None

    def day(self, session: Session) -> date | None:
        """The host city's day on which a session is held."""
        return session.start.astimezone(self.forum.zone).date() if session.start else None

    def days(self) -> tuple[date | None, ...]:
        """The days of the plan in order; sessions without a start come last."""
        found = {self.day(session) for session in self.sessions}
        dated = sorted(one for one in found if one is not None)
        return (*dated, None) if None in found else tuple(dated)

    def of_day(self, when: date | None) -> tuple[Session, ...]:
        """The sessions of a day, in order."""
        return tuple(session for session in self.sessions if self.day(session) == when)

    def session(self, session_id: str) -> Session | None:
        """The session with this id."""
        return next((one for one in self.sessions if one.id == session_id), None)

    def clashes(self, session: Session) -> tuple[Session, ...]:
        """The sessions held in the same room at the same time."""
        ends = self.ends(session)
        if not session.room or session.start is None or ends is None:
            return ()
        return tuple(
            other
            for other in self.sessions
            if other.id != session.id
            and other.room == session.room
            and other.start is not None
            and other.start < ends
            and (self.ends(other) or other.start) > session.start
        )


def gather(desk: Desk) -> Agenda:
    """Everything the page shows."""
    counts = desk.finding.by_session()
    return Agenda(
        desk.planning.forum(),
        desk.planning.rooms(),
        desk.planning.sessions(),
        desk.planning.all_steps(),
        desk.people.participants(),
        {session: one.notes for session, one in counts.items()},
    )
