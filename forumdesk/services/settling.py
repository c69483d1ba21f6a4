"""Settle conflicts: say which of the values that stand against each other is meant, or another one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from forumdesk.domain.agenda import Session
from forumdesk.domain.answers import Answer
from forumdesk.domain.errors import BadInput, NotFound
from forumdesk.domain.heads import state_of
from forumdesk.domain.ids import RecordId, RevisionId
from forumdesk.domain.kinds import KINDS
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.records import JsonValue, shapes
from forumdesk.domain.revisions import Revision
from forumdesk.services.history import laptop_name, subject_of
from forumdesk.services.packs import last_asked
from forumdesk.storage.database import Database
from forumdesk.storage.work import Reader


@dataclass(frozen=True, slots=True)
class Head:
    """One of the values that stand against each other: what, by whom, on which laptop and when."""

    id: RevisionId
    value: JsonValue
    name: str
    """What the value names, where it is the id of another record; empty otherwise."""
    laptop: str
    author: str
    instant: datetime


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field of a record that two sides set differently; the first head is shown until it is settled."""

    record: RecordId
    kind: str
    label: str
    """What the record is numbered or coded, such as `R-07`; empty where it bears none."""
    subject: str
    """The record in a few words."""
    field: str
    member: str
    """Of a set: what the member in question is called."""
    heads: tuple[Head, ...]
    before: JsonValue
    """What both sides began with, where the log still tells."""


class Settling:
    """Lists the conflicts of an open forum and settles them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def conflicts(self) -> tuple[Conflict, ...]:
        """Every conflict, by kind of record and then in a stable order."""
        with self._database.read() as forum:
            return tuple(
                _conflict(forum, kind, record, field)
                for kind, record, fields in sorted(forum.conflicts())
                for field in fields
            )

    def settle(self, record: str, field: str, head: str) -> None:
        """Let the value of one head stand; its id may be shortened as long as it is clear."""
        with self._database.write("settle-conflict") as work:
            conflict = _standing(work, record, field)
            found = [one for one in conflict.heads if head and one.id.startswith(head)]
            if len(found) != 1:
                raise NotFound("No value of this conflict is called “{head}”.", head=head)
            value = found[0].value
            work.say(conflict.kind, conflict.record, {field: value})

    def settle_with(self, record: str, field: str, text: str) -> None:
        """Let a text of one's own stand in place of all of them."""
        with self._database.write("settle-conflict") as work:
            conflict = _standing(work, record, field)
            shape = shapes(KINDS[conflict.kind]).get(field)
            if shape is None or shape.python is not str or shape.many:
                raise BadInput("“{field}” holds no text, so one of its values must be chosen.", field=field)
            work.say(conflict.kind, conflict.record, {field: text})

    def settle_all(self, laptop: str) -> int:
        """Let what one laptop said stand wherever it stands against others, in one act; return how often."""
        settled = 0
        with self._database.write("settle-conflicts") as work:
            for kind, record, fields in work.conflicts():
                for field in fields:
                    conflict = _conflict(work, kind, record, field)
                    theirs = next((one for one in conflict.heads if one.laptop == laptop), None)
                    if theirs is not None:
                        work.say(kind, record, {field: theirs.value})
                        settled += 1
        return settled


def _standing(forum: Reader, record: str, field: str) -> Conflict:
    for kind, found, fields in forum.conflicts():
        if found == record and field in fields:
            return _conflict(forum, kind, found, field)
    raise NotFound("There is no such conflict in this forum any more.")


def _conflict(forum: Reader, kind: str, record: RecordId, field: str) -> Conflict:
    standing = forum.log.standing(record)
    revisions = {one.id: one for one, _ in standing}
    heads = tuple(
        Head(
            head,
            revisions[head].fields.get(field),
            _named(forum, kind, field, revisions[head].fields.get(field)),
            laptop_name(forum, revisions[head].device),
            revisions[head].author,
            datetime.fromtimestamp(revisions[head].wall_ms / 1000, UTC),
        )
        for head in state_of(standing).conflicts[field]
    )
    subject = _subject(forum, kind, record)
    member = field.partition(":")[2]
    named = _named(forum, kind, field, member) or member
    return Conflict(
        record, kind, _label(forum, kind, record), subject, field, named, heads, _before(forum, record, field, heads)
    )


def _subject(forum: Reader, kind: str, record: RecordId) -> str:
    """The record in a few words: of a recommendation or an answer its wording, for its number is told beside it."""
    found = forum.get_deleted(KINDS[kind], record)
    if isinstance(found, Answer):
        asked = last_asked(forum, found)
        return asked.text if asked else ""
    return found.text if isinstance(found, Recommendation) else subject_of(forum, ((kind, record),))


def _label(forum: Reader, kind: str, record: RecordId) -> str:
    found = forum.get_deleted(KINDS[kind], record)
    if isinstance(found, Recommendation):
        return found.label
    if isinstance(found, Answer):
        asked = last_asked(forum, found)
        return f"{asked.label} · {found.city}" if asked else found.city
    return found.code if isinstance(found, Session) else ""


def _named(forum: Reader, kind: str, field: str, value: JsonValue) -> str:
    """What an id is the id of, in a few words."""
    shape = shapes(KINDS[kind]).get(field.partition(":")[0])
    if shape is None or not shape.link or not isinstance(value, str) or not value:
        return ""
    if shape.link == Recommendation.KIND:  # two groups of the same members bear the same number
        linked = forum.get_deleted(Recommendation, value)
        return f"{linked.label} {linked.text}".strip() if linked else ""
    return subject_of(forum, ((shape.link, RecordId(value)),))


def _before(forum: Reader, record: RecordId, field: str, heads: tuple[Head, ...]) -> JsonValue:
    """The newest value that every head had seen."""
    everything = {one.id: one for one in forum.log.revisions(record)}
    seen = [_ancestors(everything, head.id) for head in heads]
    shared = set.intersection(*seen) if seen else set()
    saying = [everything[one] for one in shared if field in everything[one].fields]
    return max(saying, key=lambda one: one.order).fields[field] if saying else None


def _ancestors(everything: Mapping[RevisionId, Revision], of: RevisionId) -> set[RevisionId]:
    """What a revision had seen, and what that had seen, as far as it is here."""
    found: set[RevisionId] = set()
    waiting = [of]
    while waiting:
        for parent in everything[waiting.pop()].parents:
            if parent in everything and parent not in found:
                found.add(parent)
                waiting.append(parent)
    return found
