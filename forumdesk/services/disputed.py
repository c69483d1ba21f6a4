"""A record in conflict, read once: what differs, who said what, and what lets one side stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from forumdesk.domain.agenda import Session
from forumdesk.domain.answers import SAID, Answer
from forumdesk.domain.errors import NotAllowed
from forumdesk.domain.heads import BEGUN
from forumdesk.domain.ids import RecordId, RevisionId
from forumdesk.domain.kinds import KINDS
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.records import DELETED, JsonValue
from forumdesk.domain.resolving import links
from forumdesk.domain.revisions import Revision
from forumdesk.services.history import named_value, source_name, subject_of
from forumdesk.services.packs import last_asked
from forumdesk.storage.resolving import ends_in
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
    said: tuple[tuple[str, JsonValue], ...] = ()
    """Of an answer that was sent, every field that differs, with what this one says."""
    took_back: bool = False
    """Whether it is the beginning that was taken back, where people are asked about that."""


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


class Disputed:
    """One record of which some fields are in conflict."""

    def __init__(self, forum: Reader, kind: str, record: RecordId, fields: Sequence[str]) -> None:
        self._forum = forum
        self._kind = kind
        self._record = record
        self._fields = tuple(fields)
        self._everything = {one.id: one for one in forum.log.revisions(record)}
        self._heads = forum.log.state(record).conflicts
        self._ends = ends_in(forum)
        self._label, self._subject = _told(forum, kind, record)

    def conflicts(self) -> tuple[Conflict, ...]:
        """What people are asked; of answers that were sent, only which of them stands."""
        sent = [name for name in self._said if self._sendings(name)]
        return tuple(self.conflict(field) for field in self._fields if field not in self._said or field not in sent[1:])

    def conflict(self, field: str) -> Conflict:
        """What differs in a field, and whoever said it."""
        member = field.partition(":")[2]
        return Conflict(
            self._record,
            self._kind,
            self._label,
            self._subject,
            field,
            self._named(field, member) or member,
            tuple(self._head(self._everything[head], field) for head in self._sides(field)),
            self._leading(field, self._before(field)),
        )

    def standing_for(self, conflict: Conflict, head: Head) -> dict[str, JsonValue]:
        """What to say so that one side stands: its value, or all of an answer that was sent."""
        if conflict.field == BEGUN:
            return {DELETED: True} if self._everything[head.id].begins else self._all_that_was_taken_back()
        if not conflict.is_whole:
            return {conflict.field: head.value}
        if not head.said:
            raise NotAllowed(*SENT_STAYS)
        sending = self._everything[head.id].fields
        return {key: sending[key] for key in self._heads if key in sending}

    def _all_that_was_taken_back(self) -> dict[str, JsonValue]:
        """What stands because people are asked: whoever lets the record stay says it, and nothing of it is lost."""
        log = self._forum.log
        standing = log.counted(self._record).standing()
        said: dict[str, JsonValue] = {DELETED: None}
        for one, keys in standing:
            if log.known.is_taken_back(one):
                said.update((key, one.fields[key]) for key in keys if key in one.fields and not key.startswith("_"))
        for one, keys in standing:
            if not log.known.is_taken_back(one):
                for key in keys:
                    said.pop(key, None)
        return {DELETED: None, **said}

    @property
    def _said(self) -> tuple[str, ...]:
        """The fields in conflict that stand or fall together once an answer was sent."""
        return tuple(name for name in SAID if name in self._fields) if self._kind == Answer.KIND else ()

    def _sides(self, field: str) -> list[RevisionId]:
        """The heads of a field that differ: of links that lead to one record the newest stands for all."""
        heads = self._heads[field]
        if not self._ends or field not in links(self._kind):
            return list(heads)
        sides: dict[JsonValue, RevisionId] = {}
        for head in heads:
            sides.setdefault(self._leading(field, self._everything[head].fields.get(field)), head)
        return list(sides.values())

    def _leading(self, field: str, value: JsonValue) -> JsonValue:
        """A value as it is shown: a link to a record that was joined away as one to the record that stays."""
        return self._ends.get(value, value) if isinstance(value, str) and field in links(self._kind) else value

    def _sendings(self, field: str) -> list[Revision]:
        heads = (self._everything[head] for head in self._heads[field])
        return [one for one in heads if one.fields.get("seal")]

    def _head(self, one: Revision, field: str) -> Head:
        value = self._leading(field, one.fields.get(field))
        is_sent = field in self._said and one.fields.get("seal")
        return Head(
            one.id,
            value,
            self._named(field, value),
            source_name(self._forum, one),
            one.author,
            datetime.fromtimestamp(one.wall_ms / 1000, UTC),
            tuple((name, one.fields.get(name)) for name in self._said) if is_sent else (),
            field == BEGUN and one.begins,
        )

    def _before(self, field: str) -> JsonValue:
        """The newest value that every head had seen."""
        shared = set.intersection(*(_ancestors(self._everything, head) for head in self._heads[field]))
        saying = [one for one in map(self._everything.__getitem__, shared) if field in one.fields]
        return max(saying, key=lambda one: one.order).fields.get(field) if saying else None

    def _named(self, field: str, value: JsonValue) -> str:
        return named_value(self._forum, self._kind, field, value)


def _told(forum: Reader, kind: str, record: RecordId) -> tuple[str, str]:
    """The record's number or code, and what it is about; of a recommendation its wording, for the number is told."""
    found = forum.get_deleted(KINDS[kind], record)
    if isinstance(found, Answer):
        asked = last_asked(forum, found)
        return (f"{asked.label} · {found.city}", asked.text) if asked else (found.city, "")
    if isinstance(found, Recommendation):
        return found.label, found.text
    return found.code if isinstance(found, Session) else "", subject_of(forum, ((kind, record),))


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


SENT_STAYS = ("What was sent stays as it was sent.", "Let it stand, then correct it: that makes a new answer.")
