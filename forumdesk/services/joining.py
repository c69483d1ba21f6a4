"""Join what is the same under two ids into one, so that whatever pointed to either points to the one that stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from forumdesk.domain.agenda import Session, Step, in_order
from forumdesk.domain.apart import kept_apart
from forumdesk.domain.errors import BadInput, NotFound
from forumdesk.domain.heads import Standing, state_of
from forumdesk.domain.ids import RecordId
from forumdesk.domain.joining import (
    CITY,
    JOINABLE,
    City,
    Joined,
    city_of,
    ends,
    enriched,
    joined,
    words,
)
from forumdesk.domain.kinds import KINDS
from forumdesk.domain.records import ANY, DELETED, FieldShape, JsonValue, Record, shapes
from forumdesk.domain.timers import Run
from forumdesk.services.likeness import Likeness, Pair, naming, written
from forumdesk.services.places import Places
from forumdesk.services.running import run_id
from forumdesk.storage.database import Database
from forumdesk.storage.layout import table_name
from forumdesk.storage.work import Reader, Saying, Work, parents_of


class Joining:
    """Proposes what looks alike, joins it or keeps it apart, as somebody says."""

    def __init__(self, database: Database, places: Places) -> None:
        self._database = database
        self._places = places

    def pairs(self) -> tuple[Pair, ...]:
        """What looks alike and was not kept apart: people, cities, rooms and sessions, two at a time."""
        with self._database.read() as forum:
            return tuple(Likeness(forum, self._places).pairs())

    def join(self, stays: str, goes: Sequence[str]) -> int:
        """Join records or cities into the one that stays, in one act; return how many others that changed."""
        with self._database.write("join-records") as work:
            kept, others = _named(work, stays), [_named(work, one) for one in dict.fromkeys(goes)]
            for one in others:
                if type(one) is not type(kept) or one == kept:
                    raise BadInput("Only two of one kind are joined.", "“forumdesk list FILE alike” names some.")
                if isinstance(kept, City) and isinstance(one, City):
                    self._rewrite(work, kept, one)
                elif isinstance(kept, Record) and isinstance(one, Record):
                    join(work, work.require(type(kept), kept.id), one)
            return sum(one.kind != Joined.KIND and one.record not in (stays, *goes) for one in work.changes)

    def keep_apart(self, one: str, other: str) -> None:
        """Say of two that they are not the same; they are not proposed again."""
        with self._database.write("keep-apart") as work:
            first, second = _named(work, one), _named(work, other)
            if type(first) is not type(second) or first == second:
                raise BadInput("Only two of one kind are kept apart.", "“forumdesk list FILE alike” names some.")
            of = CITY if isinstance(first, City) else first.KIND
            work.put(kept_apart(of, one, other))

    def _rewrite(self, work: Work, stays: City, goes: City) -> None:
        """Write a city everywhere as the one that stays; where two sides differ on it, that is settled first.

        Which place it is stays known, whichever way of writing it is chosen.
        """
        place = self._places.place(stays.place or goes.place)
        differing = {record: fields for _, record, fields in work.conflicts()}
        for one, said in naming(work, goes):
            fields: dict[str, Any] = {}
            for name in said:
                held = getattr(one, name)
                many = isinstance(held, tuple)
                fields[name] = tuple(sorted({*held, stays.name} - {goes.name})) if many else stays.name
            if "place" in shapes(type(one)) and CITY in said:
                fields["place"] = stays.place or goes.place
                if place is not None and not getattr(one, "country", place.country):
                    fields["country"] = place.country
            if not any(key.partition(":")[0] in fields for key in differing.get(one.id, ())):
                work.put(replace(one, **fields))


def _named(forum: Reader, name: str) -> Record | City:
    """The record with this id, or the city with this key."""
    city = city_of(name)
    if city is not None and city in written(forum):
        return city
    for record_class in JOINABLE:
        found = forum.get(record_class, name)
        if found is not None:
            return found
    raise NotFound("No participant, city, room or session of this forum is called “{name}”.", name=name)


def join(work: Work, stays: Record, goes: Record) -> None:
    """Join one record into another of its kind, and with a session its steps of the same title and its clock."""
    work.delete(goes)
    kept = work.put(enriched(stays, goes, work.log.state(stays.id).conflicts))
    work.put(joined(goes.KIND, goes.id, stays.id))
    if isinstance(kept, Session):
        _join_steps(work, kept.id, goes.id)
    point(work, goes.KIND, goes.id, stays.id)
    if isinstance(kept, Session):
        _hand_on_clock(work, kept.id, goes.id)


def _join_steps(work: Work, stays: RecordId, goes: RecordId) -> None:
    ours = list(in_order(work.stream(Step, session=stays)))
    for step in in_order(work.stream(Step, session=goes)):
        same = next((one for one in ours if words(one.title) == words(step.title)), None)
        if same is not None:
            ours.remove(same)
            join(work, same, step)


def _hand_on_clock(work: Work, stays: RecordId, goes: RecordId) -> None:
    """A clock is found by its session, so one that ran in the other session goes on in the one that stays."""
    theirs = work.get(Run, run_id(goes))
    if theirs is None:
        return
    if work.get(Run, run_id(stays)) is None:
        work.put(replace(theirs, id=run_id(stays), session=stays))
    work.delete(theirs)


# ---- pointing


def point(work: Work, kind: str, goes: str, stays: str) -> None:
    """Let every field of every record, deleted ones included, that points to one record point to another instead."""
    for linking, fields in linking_to(kind):
        for record in _perhaps_pointing(work, linking, fields, goes):
            sayings = _pointed(work.log.standing(record), fields, goes, stays)
            if sayings:
                work.say_beside(linking, record, sayings)


def linking_to(kind: str) -> Iterator[tuple[str, Mapping[str, FieldShape]]]:
    """Every kind of record that may point to one of `kind`, with the fields that may."""
    for linking, record_class in KINDS.items():
        fields = {name: shape for name, shape in shapes(record_class).items() if shape.link in (kind, ANY)}
        if fields:
            yield linking, fields


def _perhaps_pointing(forum: Reader, kind: str, fields: Mapping[str, FieldShape], target: str) -> list[RecordId]:
    """The records that show the target, and those in which two sides differ: one of them may say it."""
    clauses = " OR ".join(f"{name} LIKE ?" if shape.many else f"{name} = ?" for name, shape in fields.items())
    sought = [f'%"{target}"%' if shape.many else target for shape in fields.values()]
    rows = forum.rows(f"SELECT id FROM {table_name(kind)} WHERE {clauses} OR conflicts <> ''", sought)  # noqa: S608
    return [RecordId(row[0]) for row in rows]


def _pointed(standing: Standing, fields: Mapping[str, FieldShape], goes: str, stays: str) -> list[Saying]:
    """What to say of a record so that it points to another; what two sides differ on stays open between the two."""
    shown = state_of(standing).said
    said: dict[str, JsonValue] = {}
    beside: list[Saying] = []
    for key in sorted({key for _, held in standing for key in held}):
        name, colon, member = key.partition(":")
        shape = fields.get(name)
        if shape is None or shape.many != bool(colon):
            continue
        if shape.many:
            if member == goes and shown.get(key) is True:
                said |= {key: False, f"{name}:{stays}": True}
            continue
        heads = [one for one, held in standing if key in held]
        if all(one.fields[key] != goes for one in heads):
            continue
        against = {one.id for one in heads if one.fields[key] not in (goes, stays)}
        if against:
            beside.append(Saying({key: stays}, [one for one in parents_of((key,), standing) if one not in against]))
        else:
            said[key] = stays
    return [*([Saying(said, parents_of(said, standing))] if said else ()), *beside]


def follow(work: Work) -> None:
    """Point on whatever still speaks of a record that was joined away, as laptops do that had not heard of it."""
    found = {str(one.goes): one for one in work.all(Joined) if one.of in KINDS}
    ended = ends(found.values())
    circles = sorted({stays for stays in ended.values() if stays in found})
    for stays in circles:
        _bring_back(work, KINDS[found[stays].of], found[stays])
    for goes, stays in sorted(ended.items()):
        if stays in circles and goes != stays:
            _join_again(work, KINDS[found[goes].of], goes, stays)
    for goes, stays in ended.items():
        if goes != stays and _is_gone(work, KINDS[found[goes].of], goes):
            point(work, found[goes].of, goes, stays)


def _bring_back(work: Work, record_class: type[Record], circle: Joined) -> None:
    """Of two that were each joined into the other, on two laptops, the one that stays comes back."""
    work.delete(circle)
    work.say(record_class.KIND, RecordId(circle.goes), {DELETED: None})


def _join_again(work: Work, record_class: type[Record], goes: str, stays: str) -> None:
    ours, theirs = work.get(record_class, stays), work.get(record_class, goes)
    if ours is not None and theirs is not None:
        join(work, ours, theirs)
    work.put(joined(record_class.KIND, goes, stays))


def _is_gone(work: Work, record_class: type[Record], record: str) -> bool:
    """Whether it is deleted, or would be if an edit did not stand against that."""
    return work.get(record_class, record) is None or DELETED in work.log.state(RecordId(record)).conflicts
