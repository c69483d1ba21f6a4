"""Settle conflicts: say which of the values that stand against each other is meant, or another one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from forumdesk.domain.agenda import Session
from forumdesk.domain.answers import SAID, Answer
from forumdesk.domain.errors import BadInput, NotAllowed, NotFound
from forumdesk.domain.heads import state_of
from forumdesk.domain.ids import RecordId, RevisionId
from forumdesk.domain.kinds import KINDS
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.records import JsonValue, shapes
from forumdesk.domain.revisions import Revision
from forumdesk.services.history import laptop_name, subject_of
from forumdesk.services.packs import last_asked
from forumdesk.storage.database import Database
from forumdesk.storage.undoing import parted_act
from forumdesk.storage.work import Reader, Work


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
    said: tuple[tuple[str, JsonValue], ...] = ()
    """Of an answer that was sent, every field that differs, with what this one says."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field of a record that two sides set differently; the first head is shown until it is settled.

    Answers that were sent and differ are one conflict, on the first field that differs: one of them stands as a whole.
    """

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

    @property
    def is_whole(self) -> bool:
        """Whether one side stands as a whole, so that nothing can be worded anew."""
        return any(one.said for one in self.heads)


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
                for field in _asked(forum, kind, record, fields)
            )

    def settle(self, record: str, field: str, head: str) -> None:
        """Let the value of one head stand; its id may be shortened as long as it is clear."""
        with self._database.write("settle-conflict") as work:
            conflict = _standing(work, record, field)
            found = [one for one in conflict.heads if head and one.id.startswith(head)]
            if len(found) != 1:
                raise NotFound("No value of this conflict is called “{head}”.", head=head)
            work.say(conflict.kind, conflict.record, _standing_for(work, conflict, found[0]))

    def settle_with(self, record: str, field: str, text: str) -> None:
        """Let a text of one's own stand in place of all of them."""
        with self._database.write("settle-conflict") as work:
            conflict = _standing(work, record, field)
            if conflict.is_whole:
                raise NotAllowed(_SENT, _CORRECT)
            shape = shapes(KINDS[conflict.kind]).get(field)
            if shape is None or shape.python is not str or shape.many:
                raise BadInput("“{field}” holds no text, so one of its values must be chosen.", field=field)
            work.say(conflict.kind, conflict.record, {field: text})

    def settle_all(self, laptop: str) -> int:
        """Let what one laptop said stand wherever it stands against others, in one act; return how often."""
        settled = 0
        with self._database.write("settle-conflicts") as work:
            for kind, record, fields in work.conflicts():
                for field in _asked(work, kind, record, fields):
                    conflict = _conflict(work, kind, record, field)
                    theirs = next((one for one in conflict.heads if one.laptop == laptop), None)
                    if theirs is not None and (theirs.said or not conflict.is_whole):
                        work.say(kind, record, _standing_for(work, conflict, theirs))
                        settled += 1
        return settled


def _standing(forum: Reader, record: str, field: str) -> Conflict:
    for kind, found, fields in forum.conflicts():
        if found == record and field in fields:
            return _conflict(forum, kind, found, field)
    raise NotFound("There is no such conflict in this forum any more.")


def _asked(forum: Reader, kind: str, record: RecordId, fields: Sequence[str]) -> Sequence[str]:
    """The fields on which people are asked; of answers that were sent, the first of those that differ."""
    sent = [] if kind != Answer.KIND else [name for name in SAID if name in fields and _sendings(forum, record, name)]
    return [field for field in fields if field not in SAID or field not in sent[1:]] if sent else fields


def _sendings(forum: Reader, record: RecordId, field: str) -> list[Revision]:
    """The revisions that stand against each other in a field of an answer and by which it was sent."""
    standing = forum.log.standing(record)
    heads = state_of(standing).conflicts.get(field, ())
    return [one for one, _ in standing if one.id in heads and one.fields.get("seal")]


def _standing_for(work: Work, conflict: Conflict, head: Head) -> dict[str, JsonValue]:
    """What to say so that a head stands: its value, or all of an answer that was sent."""
    if not conflict.is_whole:
        return {conflict.field: head.value}
    if not head.said:
        raise NotAllowed(_SENT, _CORRECT)
    standing = work.log.standing(conflict.record)
    (sending,) = (one for one, _ in standing if one.id == head.id)
    return {key: sending.fields[key] for key in state_of(standing).conflicts if key in sending.fields}


_SENT, _CORRECT = "What was sent stays as it was sent.", "Let it stand, then correct it: that makes a new answer."


def _conflict(forum: Reader, kind: str, record: RecordId, field: str) -> Conflict:
    standing = forum.log.standing(record)
    revisions = {one.id: one for one, _ in standing}
    conflicts = state_of(standing).conflicts
    differ = [name for name in SAID if name in conflicts] if kind == Answer.KIND and field in SAID else []
    everything = {one.id: one for one in forum.log.revisions(record)}
    heads = tuple(_head(forum, everything, revisions[head], field, differ) for head in conflicts[field])
    subject = _subject(forum, kind, record)
    member = field.partition(":")[2]
    named = _named(forum, kind, field, member) or member
    return Conflict(
        record, kind, _label(forum, kind, record), subject, field, named, heads, _before(forum, record, field, heads)
    )


def _head(
    forum: Reader, everything: Mapping[RevisionId, Revision], one: Revision, field: str, differ: Sequence[str]
) -> Head:
    value = one.fields.get(field)
    first = _first_said(everything, one, field)
    return Head(
        one.id,
        value,
        _named(forum, one.kind, field, value),
        laptop_name(forum, first.device),
        first.author,
        datetime.fromtimestamp(first.wall_ms / 1000, UTC),
        tuple((name, one.fields.get(name)) for name in differ) if one.fields.get("seal") else (),
    )


def _first_said(everything: Mapping[RevisionId, Revision], one: Revision, field: str) -> Revision:
    """By which revision a value was said that an undo or a redo only brought back."""
    if not parted_act(one.act)[2] or field not in one.fields:
        return one
    seen = (everything[each] for each in _ancestors(everything, one.id))
    said = [each for each in seen if field in each.fields and each.fields[field] == one.fields[field]]
    return min(said, key=lambda each: each.order, default=one)


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
