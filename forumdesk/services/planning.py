"""Plan the forum: rooms, sessions and their steps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from forumdesk.domain.agenda import (
    PlannedStep,
    Room,
    Session,
    SessionKind,
    Step,
    in_order,
    planned,
    position_between,
)
from forumdesk.domain.errors import BadInput, NotAllowed, NotFound
from forumdesk.domain.forum import FORUM_ID, Forum
from forumdesk.domain.ids import RecordId, new_id
from forumdesk.domain.notes import Note
from forumdesk.domain.people import Participant
from forumdesk.domain.rules import RULES, RULES_ID, Rules
from forumdesk.domain.text import number_of, one_line
from forumdesk.storage.database import Database
from forumdesk.storage.work import Reader


class Planning:
    """Lay out days, rooms, sessions and steps; times follow by themselves."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def raise_rules(self) -> int:
        """Let the forum go by the newest rules that this program knows; return which these are. Its founder's to do."""
        with self._database.write("raise-rules") as work:
            if work.founder != work.laptop_id:
                raise NotAllowed(
                    "Only the laptop that began this forum raises its rules.", "Ask whoever keeps it to do so."
                )
            if work.rules < RULES:
                work.put(Rules(id=RULES_ID, version=RULES))
            return work.rules

    def forum(self) -> Forum:
        """The forum's own record."""
        with self._database.read() as forum:
            return forum.get(Forum, FORUM_ID) or Forum(id=FORUM_ID)

    def change_forum(self, **fields: Any) -> Forum:
        """Change what the forum is called, where and when it is held."""
        with self._database.write("change-forum") as work:
            return work.put(replace(work.get(Forum, FORUM_ID) or Forum(id=FORUM_ID), **_titled(fields)))

    def rooms(self) -> tuple[Room, ...]:
        """The rooms in their order."""
        with self._database.read() as forum:
            return forum.all(Room, "position")

    def add_room(self, name: str) -> Room:
        """Add a room after the others."""
        with self._database.write("add-room") as work:
            last = work.all(Room, "position")
            return work.put(
                Room(
                    id=new_id(), name=_named(name), position=position_between(last[-1].position, None) if last else 0.0
                )
            )

    def rename_room(self, room_id: str, name: str) -> Room:
        """Give a room another name."""
        with self._database.write("rename-room") as work:
            return work.put(replace(work.require(Room, room_id), name=_named(name)))

    def delete_room(self, room_id: str) -> None:
        """Take a room away; one in which sessions are held stays."""
        with self._database.write("delete-room") as work:
            room = work.require(Room, room_id)
            held = work.count(Session, room=room_id)
            if held:
                raise NotAllowed("Sessions are held in “{room}”.", "Move them to another room first.", room=room.name)
            work.delete(room)

    def sessions(self) -> tuple[Session, ...]:
        """The sessions as they are held: by start, then by room."""
        with self._database.read() as forum:
            return sessions_in_order(forum)

    def session(self, code_or_id: str) -> Session:
        """The session with this code or id; codes are compared without case."""
        with self._database.read() as forum:
            found = forum.get(Session, code_or_id)
            if found is None:
                wanted = code_or_id.casefold()
                found = next((one for one in forum.stream(Session) if one.code.casefold() == wanted), None)
            if found is None:
                codes = ", ".join(one.code for one in sessions_in_order(forum)) or "none"
                raise NotFound("There is no session “{code}”.", "Sessions: {codes}.", code=code_or_id, codes=codes)
            return found

    def add_session(
        self,
        title: str,
        *,
        kind: SessionKind = SessionKind.BREAKOUT,
        room: str = "",
        start: datetime | None = None,
        code: str = "",
        **fields: Any,
    ) -> Session:
        """Add a session; without a code it is given the next free one."""
        with self._database.write("add-session") as work:
            forum = work.get(Forum, FORUM_ID)
            if forum and "attribution" not in fields:
                fields["attribution"] = forum.attribution
            session = Session(
                id=new_id(),
                title=one_line(title),
                kind=kind,
                room=room,
                start=start,
                code=_free_code(work, code),
                **fields,
            )
            return work.put(session)

    def change_session(self, session_id: str, **fields: Any) -> Session:
        """Change anything about a session; its code stays unique."""
        with self._database.write("change-session") as work:
            session = work.require(Session, session_id)
            if "code" in fields and fields["code"] != session.code:
                fields["code"] = _free_code(work, fields["code"], but=session.id)
            for role in ("chair", "co_chair", "facilitator", "rapporteur"):
                if fields.get(role):
                    work.require(Participant, fields[role])
            return work.put(replace(session, **_titled(fields)))

    def delete_session(self, session_id: str) -> None:
        """Take a session and its steps away; one in which notes were kept stays."""
        with self._database.write("delete-session") as work:
            session = work.require(Session, session_id)
            kept = work.count(Note, session=session_id)
            if kept:
                raise NotAllowed(
                    "{count} notes were kept in “{session}”.",
                    "Move or delete them first.",
                    count=kept,
                    session=session.title,
                )
            for step in work.all(Step, session=session_id):
                work.delete(step)
            work.delete(session)

    def steps(self, session_id: str) -> tuple[Step, ...]:
        """A session's steps in order."""
        with self._database.read() as forum:
            return in_order(forum.stream(Step, session=session_id))

    def all_steps(self) -> dict[str, tuple[Step, ...]]:
        """Every session's steps in order, by session id."""
        with self._database.read() as forum:
            by_session: dict[str, list[Step]] = {}
            for step in forum.stream(Step):
                by_session.setdefault(step.session, []).append(step)
        return {session: in_order(steps) for session, steps in by_session.items()}

    def timetable(self, session_id: str) -> tuple[PlannedStep, ...]:
        """A session's steps, each with its planned begin and end."""
        with self._database.read() as forum:
            return planned(forum.require(Session, session_id), forum.stream(Step, session=session_id))

    def add_step(self, session_id: str, title: str, *, minutes: int = 10, at: int | None = None, **fields: Any) -> Step:
        """Add a step, last or at a place among the others."""
        with self._database.write("add-step") as work:
            session = work.require(Session, session_id)
            steps = in_order(work.stream(Step, session=session_id))
            step = Step(
                id=new_id(),
                session=session.id,
                title=one_line(title),
                minutes=0,
                position=_position(steps, len(steps) if at is None else at),
                **fields,
            )
            return work.put(step.timed(minutes=minutes))

    def change_step(self, step_id: str, **fields: Any) -> Step:
        """Change anything about a step."""
        with self._database.write("change-step") as work:
            step = work.require(Step, step_id)
            timed = step.timed(minutes=fields.pop("minutes", step.minutes), minimum=fields.pop("minimum", None))
            return work.put(replace(timed, **_titled(fields)))

    def move_step(self, step_id: str, to: int) -> Step:
        """Move a step to a place among the others of its session, counted from 0."""
        with self._database.write("move-step") as work:
            step = work.require(Step, step_id)
            others = [one for one in in_order(work.stream(Step, session=step.session)) if one.id != step.id]
            return work.put(replace(step, position=_position(others, to)))

    def delete_step(self, step_id: str) -> None:
        """Take a step away; notes kept during it stay with the session."""
        with self._database.write("delete-step") as work:
            work.delete(work.require(Step, step_id))


def sessions_in_order(forum: Reader) -> tuple[Session, ...]:
    """The sessions as they are held: by start, then by room, then by code."""
    places = {room.id: index for index, room in enumerate(forum.all(Room, "position"))}
    far = len(places)

    def order(session: Session) -> tuple[bool, datetime | None, int, tuple[int, str], str]:
        digits = re.search(r"\d+", session.code)
        code = (number_of(digits[0]) if digits else 0, session.code)
        return (session.start is None, session.start, places.get(RecordId(session.room), far), code, session.id)

    with_start = sorted((one for one in forum.stream(Session) if one.start is not None), key=order)
    without = sorted((one for one in forum.stream(Session) if one.start is None), key=lambda one: order(one)[2:])
    return (*with_start, *without)


def _position(others: Sequence[Step], at: int) -> float:
    place = max(0, min(at, len(others)))
    before = others[place - 1].position if place else None
    after = others[place].position if place < len(others) else None
    return position_between(before, after)


def _named(name: str) -> str:
    said = one_line(name)
    if not said:
        raise BadInput("A name is needed.", "Type what people call it.")
    return said


def _titled(fields: dict[str, Any]) -> dict[str, Any]:
    return {**fields, "title": one_line(fields["title"])} if "title" in fields else fields


def _free_code(forum: Reader, wanted: str, *, but: str = "") -> str:
    taken = {one.code.casefold() for one in forum.stream(Session) if one.id != but}
    code = one_line(wanted).replace(" ", "-")
    if code:
        if code.casefold() in taken:
            raise NotAllowed("Another session has the code “{code}”.", "Choose another code.", code=code)
        return code
    number = 1
    while f"s{number}" in taken:
        number += 1
    return f"S{number}"
