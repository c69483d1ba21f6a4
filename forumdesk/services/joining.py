"""Join what is the same under two ids into one, so that whatever points to either is shown with the one that stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from forumdesk.domain.agenda import Session, Step, in_order
from forumdesk.domain.apart import kept_apart
from forumdesk.domain.errors import BadInput, NotFound
from forumdesk.domain.ids import RecordId
from forumdesk.domain.joining import (
    CITY,
    JOINABLE,
    City,
    Joined,
    city_of,
    enriched,
    joined,
    words,
)
from forumdesk.domain.records import Record, shapes
from forumdesk.services.likeness import Likeness, Pair, naming, written
from forumdesk.services.places import Places
from forumdesk.storage.database import Database
from forumdesk.storage.resolving import ends_in
from forumdesk.storage.work import Reader, Work


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

    def shown_as(self, record: str) -> str:
        """The id under which a record is shown: that of the one into which it was joined, else its own."""
        with self._database.read() as forum:
            return ends_in(forum).get(record, record)

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
    """Join one record into another of its kind, and with a session its steps of the same title.

    Nothing else is written: whatever spoke of the one that goes is shown with the one that stays, its clock too.
    """
    same = _same_steps(work, stays.id, goes.id) if isinstance(stays, Session) else ()
    work.delete(goes)
    work.put(enriched(stays, goes, work.log.state(stays.id).conflicts))
    work.put(joined(goes.KIND, goes.id, stays.id))
    for ours, theirs in same:
        join(work, ours, theirs)


def _same_steps(forum: Reader, stays: RecordId, goes: RecordId) -> tuple[tuple[Step, Step], ...]:
    """The steps of equal title of two sessions, two at a time, each once."""
    ours, found = list(in_order(forum.stream(Step, session=stays))), []
    for step in in_order(forum.stream(Step, session=goes)):
        same = next((one for one in ours if words(one.title) == words(step.title)), None)
        if same is not None:
            ours.remove(same)
            found.append((same, step))
    return tuple(found)
