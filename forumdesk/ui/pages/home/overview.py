"""What Home shows of an open forum, gathered in one question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from forumdesk.domain.agenda import Room, Session, SessionKind, length
from forumdesk.domain.forum import Forum
from forumdesk.domain.ids import RecordId
from forumdesk.domain.timers import Countdown

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk
    from forumdesk.services.finding import Counts, SessionCounts
    from forumdesk.services.history import Entry
    from forumdesk.services.preflight import Finding


class Stage(StrEnum):
    """How far a session is."""

    AHEAD = "ahead"
    NOW = "now"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class SessionCard:
    """A session as its card shows it."""

    session: Session
    room: str
    stage: Stage
    notes: int
    recommendations: int
    share: float
    """How much of its time is used, from 0.0 to 1.0."""


@dataclass(frozen=True, slots=True)
class Now:
    """The session under way: its step, its clock and how much it is behind."""

    session: Session
    room: str
    step: str
    clock: Countdown
    behind: timedelta


@dataclass(frozen=True, slots=True)
class Asked:
    """How far the cities came that answer in this file."""

    cities: tuple[str, ...]
    questions: int
    answered: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything Home shows."""

    forum: Forum
    day: date | None
    day_number: int
    day_count: int
    now: Now | None
    cards: tuple[SessionCard, ...]
    findings: tuple[Finding, ...]
    counts: Counts
    entries: tuple[Entry, ...]
    copies: tuple[datetime, ...]
    asked: Asked | None
    """Who is asked here, in a forum that holds nothing but a review."""


def gather(desk: Desk, *, now: datetime) -> Overview:
    """Look the whole forum over."""
    forum = desk.planning.forum()
    sessions = desk.planning.sessions()
    days = sorted({one.start.astimezone(forum.zone).date() for one in sessions if one.start})
    under_way = _under_way(desk, sessions, now)
    day = _day(days, under_way, forum, now)
    return Overview(
        forum,
        day,
        days.index(day) + 1 if day in days else 0,
        len(days),
        under_way,
        _cards(desk, forum, sessions, day, under_way, now),
        desk.preflight.findings(),
        desk.finding.counts(),
        desk.history.entries(4),
        tuple(one.instant for one in desk.keeping.listed()),
        None if sessions else _asked(desk),
    )


def _asked(desk: Desk) -> Asked | None:
    reviews = [desk.answering.review(city) for city in desk.answering.asked()]
    if not reviews:
        return None
    cities = tuple(one.city.name for one in reviews)
    return Asked(cities, sum(len(one.questions) for one in reviews), sum(one.answered for one in reviews))


def _under_way(desk: Desk, sessions: Sequence[Session], now: datetime) -> Now | None:
    """The session whose clock was started last and has not ended."""
    rooms = {room.id: room.name for room in desk.planning.rooms()}
    newest: tuple[datetime, Now] | None = None
    for run in desk.running.under_way():
        session = next((one for one in sessions if one.id == run.session), None)
        if session is None or run.started is None:
            continue
        found = desk.running.progression(session.id)
        clock = found.clock(now)
        if clock is not None and found.current is not None and (newest is None or run.started > newest[0]):
            newest = (
                run.started,
                Now(session, rooms.get(RecordId(session.room), ""), found.current.title, clock, found.behind(now)),
            )
    return newest[1] if newest else None


def _day(days: Sequence[date], under_way: Now | None, forum: Forum, now: datetime) -> date | None:
    """The day to show: the one of the session under way, today if it is one of the forum's, else the first."""
    if under_way and under_way.session.start:
        return under_way.session.start.astimezone(forum.zone).date()
    today = now.astimezone(forum.zone).date()
    return today if today in days else (days[0] if days else None)


def _cards(
    desk: Desk, forum: Forum, sessions: Sequence[Session], day: date | None, under_way: Now | None, now: datetime
) -> tuple[SessionCard, ...]:
    rooms: Mapping[str, Room] = {room.id: room for room in desk.planning.rooms()}
    steps = desk.planning.all_steps()
    counts: Mapping[str, SessionCounts] = {str(key): one for key, one in desk.finding.by_session().items()}
    cards = []
    for session in sessions:
        if session.kind in (SessionKind.BREAK, SessionKind.CEREMONY) or session.start is None:
            continue
        if session.start.astimezone(forum.zone).date() != day:
            continue
        planned = length(session, steps.get(session.id, ()))
        counted = counts.get(session.id)
        share = 0.0 if not planned else max(0.0, min(1.0, (now - session.start) / planned))
        is_now = under_way is not None and under_way.session.id == session.id
        stage = Stage.NOW if is_now else Stage.DONE if share >= 1 else Stage.AHEAD
        room = rooms.get(session.room)
        cards.append(
            SessionCard(
                session,
                room.name if room else "",
                stage,
                counted.notes if counted else 0,
                counted.recommendations if counted else 0,
                share,
            )
        )
    return tuple(cards)
