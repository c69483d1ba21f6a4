"""The sheet of sessions, each with its steps."""

from __future__ import annotations

from collections.abc import Callable

from forumdesk.domain.agenda import Session, length
from forumdesk.exports.book import Context
from forumdesk.exports.records import Column, RecordSheet


def _minutes(context: Context, session: Session) -> int:
    return int(length(session, tuple(context.source.steps.get(session.id, ()))).total_seconds() // 60)


def _steps(context: Context, session: Session) -> str:
    return "\n".join(f"{step.minutes}′ {step.title}" for step in context.source.steps.get(session.id, ()))


def _person(role: str) -> Callable[[Context, Session], str]:
    def value(context: Context, session: Session) -> str:
        person = context.people.get(getattr(session, role))
        if person is None or context.is_confidential(session):
            return ""
        return person.label

    return value


COLUMNS = (
    Column("code", 9, lambda _c, s: s.code, "strong"),
    Column("title", 40, lambda _c, s: s.title),
    Column("kind", 13, lambda c, s: c.words.of(s.kind)),
    Column("room", 16, lambda c, s: c.room_name(s.id)),
    Column("start", 17, lambda c, s: c.local(s.start), "instant"),
    Column("start_utc", 17, lambda c, s: c.utc(s.start), "instant"),
    Column("minutes", 9, _minutes, "number"),
    Column("step_list", 34, _steps),
    Column("questions", 44, lambda _c, s: s.questions),
    Column("chair", 24, _person("chair")),
    Column("co_chair", 24, _person("co_chair")),
    Column("facilitator", 24, _person("facilitator")),
    Column("rapporteur", 24, _person("rapporteur")),
    Column("attribution", 18, lambda c, s: c.words.of(s.attribution)),
    Column("about", 18, lambda c, s: c.codes(s.codes)),
)


def write(context: Context) -> None:
    """Write the sessions that the preset covers."""
    sheet = RecordSheet(context, "sessions", COLUMNS, table="Sessions")
    sheet.write((one for one in context.source.sessions if context.preset.covers(one.id)), "empty_sessions")
    sheet.finish()
