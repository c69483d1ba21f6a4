"""What a forum holds as plain values for machines: the contract of `--json`, one object a record, in a stable order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from importlib import import_module
from typing import Any, TypeVar

from forumdesk.domain.agenda import Room, Session
from forumdesk.domain.ids import RecordId
from forumdesk.domain.listing import Criterion, ListQuery
from forumdesk.domain.notes import Note
from forumdesk.domain.people import Participant
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.records import Record, instant_text
from forumdesk.domain.resolving import resolved
from forumdesk.domain.revisions import Revision
from forumdesk.services.act_words import act_words
from forumdesk.services.grouping import alike_among, candidates_in, pairs_in
from forumdesk.services.handing_in import boards
from forumdesk.services.history import Entry, History, Version, entry_of
from forumdesk.services.likeness import Likeness, Pair, Side
from forumdesk.services.missing import Missing, laptops_in
from forumdesk.services.places import Places
from forumdesk.services.planning import sessions_in_order
from forumdesk.services.preflight import Finding
from forumdesk.services.receipts import Told
from forumdesk.storage import lists
from forumdesk.storage.acts import acts
from forumdesk.storage.database import Database
from forumdesk.storage.groups import by_themselves, grouped, members_of, top_of
from forumdesk.storage.resolving import ends_in
from forumdesk.storage.search import Hit
from forumdesk.storage.snapshots import Snapshot
from forumdesk.storage.work import Reader

R = TypeVar("R", bound=Record)
Plain = dict[str, Any]
PAGE = 500


class Listing:
    """Tells what is there, one plain object at a time, so that a long list is never held whole."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._history = History(database)

    def listed(self, what: str, session: str = "") -> Iterator[Plain]:
        """The objects of one of `LISTS`; `session` is the id of the only session whose notes and the like are meant."""
        with self._database.read() as forum:
            yield from LISTS[what](forum, session)

    def versions(self, record: str) -> Iterator[Plain]:
        """Every revision of a record, the oldest first; it is named by its id, or a recommendation by its number."""
        number = re.fullmatch(r"[Rr]-?(\d{1,9})", record)
        with self._database.read() as forum:
            numbered = forum.all(Recommendation, number=int(number[1])) if number else ()
        for one in numbered or (record,):
            found = one if isinstance(one, str) else one.id
            yield from (plain_version(version) for version in self._history.of_record(found))

    def found(self, hits: tuple[Hit, ...]) -> Iterator[Plain]:
        """What a search found, each with the kind of record in `type`."""
        with self._database.read() as forum:
            names = _Names(forum)
            for hit in hits:
                yield {"id": hit.record.id, "type": hit.kind, **_plain(hit.record, names)}


class _Names:
    """What ids are called, read once."""

    def __init__(self, forum: Reader) -> None:
        self.codes = {one.id: one.code for one in forum.stream(Session)}
        self.rooms = {one.id: one.name for one in forum.stream(Room)}
        self.people = {one.id: one.label for one in forum.stream(Participant)}
        under = grouped(forum)
        self.grouped = {one.id for one in under}
        self.members: dict[str, list[str]] = {}
        for one in under:
            self.members.setdefault(one.group, []).append(one.id)

    def code(self, session: str) -> str:
        return self.codes.get(RecordId(session), "")

    def room(self, room: str) -> str:
        return self.rooms.get(RecordId(room), "")

    def person(self, participant: str) -> str:
        return self.people.get(RecordId(participant), "")


def _plain(record: Record, names: _Names) -> Plain:
    teller = _TELLERS.get(type(record))
    return teller(record, names) if teller else {"title": str(getattr(record, "title", ""))}


def _session(one: Session, names: _Names) -> Plain:
    return {
        "id": one.id,
        "code": one.code,
        "title": one.title,
        "kind": one.kind.value,
        "room": names.room(one.room),
        "start": _instant(one.start),
        "attribution": one.attribution.value,
        "questions": one.questions,
        **{role: names.person(getattr(one, role)) for role in ("chair", "co_chair", "facilitator", "rapporteur")},
        "codes": list(one.codes),
    }


def _note(one: Note, names: _Names) -> Plain:
    return {
        "id": one.id,
        "kind": one.kind.value,
        "text": one.text,
        "source_text": one.typed,
        "session": names.code(one.session),
        "city": one.city,
        "speaker": names.person(one.speaker),
        "instant": _instant(one.instant),
        "language": one.language,
        "codes": list(one.codes),
        "sensitive": one.sensitive,
        "unattributed": one.unattributed,
    }


def _recommendation(one: Recommendation, names: _Names) -> Plain:
    members = names.members.get(one.id, ())
    texts = (
        "rationale",
        "action_area",
        "actor",
        "partners",
        "timeframe",
        "resources",
        "tools",
        "indicator",
        "city",
        "dissent",
        "language",
    )
    return {
        "id": one.id,
        "number": one.number,
        "label": one.label,
        "text": one.text,
        "status": one.status.value,
        "codes": list(one.codes),
        "sources": list(one.sources),
        "group": one.group if one.id in names.grouped else "",
        "members": list(members),
        "session": names.code(one.session),
        "level": one.level.value,
        "priority": one.priority.value,
        "agreement": one.agreement.value,
        "unattributed": one.unattributed,
        **{name: getattr(one, name) for name in texts},
        "lacks": list(one.lacks),
    }


def _participant(one: Participant, _names: _Names) -> Plain:
    texts = ("name", "position", "city", "organisation", "country", "language")
    return {"id": one.id, "label": one.label, "role": one.role.value, **{name: getattr(one, name) for name in texts}}


_TELLERS: Mapping[type[Record], Callable[[Any, _Names], Plain]] = {
    Session: _session,
    Note: _note,
    Recommendation: _recommendation,
    Participant: _participant,
}


def _sessions(forum: Reader, session: str) -> Iterator[Plain]:
    names = _Names(forum)
    return (_session(one, names) for one in sessions_in_order(forum) if session in ("", one.id))


def _paged(forum: Reader, record_class: type[R], query: ListQuery) -> Iterator[Plain]:
    names = _Names(forum)
    numbers = lists.keys(forum, record_class, query)
    for begin in range(0, len(numbers), PAGE):
        for record in lists.page(forum, record_class, numbers[begin : begin + PAGE]):
            if record is not None:
                yield _plain(record, names)


def _notes(forum: Reader, session: str) -> Iterator[Plain]:
    return _paged(forum, Note, ListQuery(_within(session), ("instant",)))


def _recommendations(forum: Reader, session: str) -> Iterator[Plain]:
    """Those in no group, by number, each group followed by its members; of a session, where any of it is."""
    names = _Names(forum)
    if session:
        tops = [top_of(forum, one) for one in forum.stream(Recommendation, session=session)]
        shown: Iterable[Recommendation] = sorted({one.id: one for one in tops}.values(), key=lambda one: one.number)
    else:
        shown = by_themselves(forum)
    for one in shown:
        yield from _with_members(forum, one, names)


def _with_members(forum: Reader, record: Recommendation, names: _Names) -> Iterator[Plain]:
    yield _recommendation(record, names)
    if record.id in names.members:
        for member in members_of(forum, record.id):
            yield from _with_members(forum, member, names)


def _duplicates(forum: Reader, _session: str) -> Iterator[Plain]:
    for pair in pairs_in(forum, alike_among(candidates_in(forum))):
        records = [pair.first.record, pair.second.record]
        yield {
            "id": " ".join(one.id for one in records),
            "score": round(pair.score, 3),
            "shared": list(pair.shared),
            "recommendations": [{"id": one.id, "number": one.number, "text": one.text} for one in records],
        }


def _participants(forum: Reader, _session_id: str) -> Iterator[Plain]:
    return _paged(forum, Participant, ListQuery((), ("city", "role", "name")))


def _within(session: str) -> tuple[Criterion, ...]:
    return (Criterion("session", equals=session),) if session else ()


def _conflicts(forum: Reader, _session_id: str) -> Iterator[Plain]:
    leading = ends_in(forum)
    for kind, record, fields in sorted(forum.conflicts()):
        revisions = {one.id: resolved(one, leading) for one in forum.log.revisions(record)}
        conflicts = forum.log.state(record).conflicts
        for field in fields:
            yield {
                "id": f"{record}:{field}",
                "record": record,
                "kind": kind,
                "field": field,
                "heads": [_head(revisions[head], field) for head in conflicts[field]],
            }


def _head(one: Revision, field: str) -> Plain:
    instant = datetime.fromtimestamp(one.wall_ms / 1000, UTC)
    return {
        "id": one.id,
        "value": one.fields.get(field),
        "device": one.device,
        "author": one.author,
        "instant": instant_text(instant),
    }


def _acts(forum: Reader, _session_id: str) -> Iterator[Plain]:
    return (plain_entry(entry_of(forum, act)) for act in acts(forum))


def _laptops(forum: Reader, _session_id: str) -> Iterator[Plain]:
    for one in laptops_in(forum):
        yield {
            "id": one.device,
            "name": one.name,
            "fingerprint": one.fingerprint,
            "branches": one.branches,
            "here": one.here,
            "taken_out": one.taken_out,
            "withheld": one.withheld,
            "withheld_by": list(one.withheld_by),
            "missing": one.missing,
            "lost": one.lost,
        }


def plain_entry(one: Entry) -> Plain:
    """An act of the history as a plain object."""
    return {
        "id": one.id,
        "name": one.name,
        "words": act_words(one.name),
        "turn": one.turn,
        "subject": one.subject,
        "records": one.count,
        "instant": _instant(one.instant),
        "laptop": one.laptop,
        "author": one.author,
        "undone": one.undone,
    }


def plain_version(one: Version) -> Plain:
    """A revision of a record as a plain object."""
    return {
        "id": one.id,
        "act": one.act,
        "words": act_words(one.act),
        "instant": _instant(one.instant),
        "laptop": one.laptop,
        "author": one.author,
        "device": one.device,
        "taken_in_by": one.taken_in_by,
        "counts": one.is_counted,
        "kept_back": list(one.kept_back),
        "fields": one.fields,
    }


def plain_snapshot(one: Snapshot) -> Plain:
    """A snapshot as a plain object; its name is its id."""
    return {"id": one.name, "instant": instant_text(one.instant), "reason": one.reason, "bytes": one.size}


def plain_finding(one: Finding) -> Plain:
    """Something to look at before an export, as a plain object."""
    return {
        "id": f"{one.kind} {one.detail}".rstrip(),
        "kind": one.kind,
        "count": one.count,
        "weight": one.weight.value,
        "sentence": one.sentence,
        "records": list(one.records),
    }


def _instant(instant: datetime | None) -> str | None:
    return instant_text(instant) if instant else None


def _rooms(forum: Reader, _session_id: str) -> Iterator[Plain]:
    for room in boards(forum):
        yield {
            "id": room.room,
            "name": room.name,
            "sessions": list(room.sessions),
            "silent": list(room.silent),
            "notes": room.notes,
            "recommendations": room.recommendations,
            "laptops": list(room.laptops),
            "last_edit": _instant(room.last_edit),
            "receipts": [plain_told(one) for one in room.receipts],
            "missing": [plain_missing(one) for one in room.missing],
            "clocks": [
                {"id": one.device, "laptop": one.laptop, "ahead_minutes": one.ahead_minutes}
                for one in room.met
                if one.ahead_minutes
            ],
            "refused": [
                {"id": one.device, "laptop": one.laptop, "file": one.refused} for one in room.met if one.refused
            ],
        }


def plain_missing(one: Missing) -> Plain:
    """What of a laptop has not come as a plain object."""
    return {
        "id": one.device,
        "laptop": one.laptop,
        "entries": one.entries,
        "hand_overs": one.hand_overs,
        "notes": one.notes,
        "begins": _instant(one.begins),
        "ends": _instant(one.ends),
        "sentence": one.sentence,
    }


def _of_cities(name: str) -> Callable[[Reader, str], Iterator[Plain]]:
    """A list of what cities answered; what reads it is loaded when it is wanted."""

    def listed(forum: Reader, session: str) -> Iterator[Plain]:
        found: Iterator[Plain] = getattr(import_module("forumdesk.services.answer_lists"), name)(forum, session)
        return found

    return listed


def plain_told(one: Told) -> Plain:
    """What a receipt comes to as a plain object."""
    return {"id": one.mark, "state": one.state.value, "laptop": one.laptop}


def _alike(forum: Reader, _session_id: str) -> Iterator[Plain]:
    return map(plain_pair, Likeness(forum, Places()).pairs())


def plain_pair(one: Pair) -> Plain:
    """Two that look alike as a plain object."""
    return {
        "id": one.id,
        "kind": one.kind,
        "sides": [_side(side) for side in one.sides],
        "differing": list(one.differing),
    }


def _side(one: Side) -> Plain:
    return {"id": one.id, "label": one.label, "fields": dict(one.fields), "pointing": dict(one.pointing)}


LISTS: Mapping[str, Callable[[Reader, str], Iterator[Plain]]] = {
    "sessions": _sessions,
    "notes": _notes,
    "recommendations": _recommendations,
    "duplicates": _duplicates,
    "participants": _participants,
    "rooms": _rooms,
    "conflicts": _conflicts,
    "laptops": _laptops,
    "alike": _alike,
    "acts": _acts,
    "answers": _of_cities("listed_answers"),
    "matrix": _of_cities("listed_matrix"),
    "commitments": _of_cities("listed_commitments"),
    "gaps": _of_cities("listed_gaps"),
}
"""What can be listed, and how it is read."""
