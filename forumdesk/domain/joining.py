"""The same thing under two ids: what looks alike, what was said of it, and what the one that stays takes over."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, TypeVar

from forumdesk.domain.agenda import Room, Session
from forumdesk.domain.forum import Attribution
from forumdesk.domain.ids import RecordId, natural_id
from forumdesk.domain.people import Participant
from forumdesk.domain.records import Record, shapes
from forumdesk.domain.text import folded_name

R = TypeVar("R", bound=Record)
T = TypeVar("T")
JOINABLE: tuple[type[Record], ...] = (Participant, Room, Session)
"""The kinds of record of which two laptops each make one of their own; steps follow their session."""
CITY = "city"
"""What stands for a kind where the names of cities are meant, which are no records."""
_WORD = re.compile(r"\w+")
_CITY_KEY = re.compile(r"city:(?:(\d{1,9}):)?(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined(Record):
    """That a record was joined into another: whoever still speaks of the one means the other."""

    KIND: ClassVar[str] = "joined"

    of: str = ""
    """The kind of both."""
    goes: RecordId | str = ""
    stays: RecordId | str = ""


def joined(of: str, goes: str, stays: str) -> Joined:
    """What a join leaves behind: the same record on every laptop that joins this one away."""
    return Joined(id=natural_id(Joined.KIND, goes), of=of, goes=goes, stays=stays)


@dataclass(frozen=True, slots=True)
class City:
    """A city as it is written in the forum, with its GeoNames id where it has one."""

    name: str
    place: int = 0

    @property
    def key(self) -> str:
        """How it is named where a record would have its id."""
        return f"{CITY}:{self.place}:{self.name}" if self.place else f"{CITY}:{self.name}"


def city_of(key: str) -> City | None:
    """The city that a key names; None where it is no such key."""
    found = _CITY_KEY.fullmatch(key)
    return City(found[2], int(found[1] or 0)) if found else None


# ---- what looks alike


def words(name: str) -> str:
    """A name by its words in any order, without case, accents and what stands between them."""
    return " ".join(sorted(_WORD.findall(folded_name(name))))


def bucket(record: Record) -> str:
    """What records must share to be compared at all; empty for one that is like no other."""
    match record:
        case Participant():
            return words(record.name) or words(record.position)
        case Room():
            return words(record.name)
        case Session():
            return folded_name(record.code)
    return ""


def alike(one: Record, other: Record) -> bool:
    """Whether two records of one bucket may well be the same thing."""
    if not isinstance(one, Participant) or not isinstance(other, Participant):
        return True
    near = _same_city(one, other) or _same(one.organisation, other.organisation)
    if not one.name or not other.name:
        return near and not (one.name or other.name) and one.role is other.role
    return near or any(not (person.city or person.organisation) for person in (one, other))


def _same_city(one: Participant, other: Participant) -> bool:
    if one.place and other.place:
        return one.place == other.place
    return _same(one.city, other.city)


def _same(one: str, other: str) -> bool:
    return bool(one) and words(one) == words(other)


def city_buckets(cities: Iterable[City], known_as: Callable[[int], str]) -> dict[str | int, list[City]]:
    """The ways in which each city is written; `known_as` gives the name of a place, which alone tells who is meant."""
    found: dict[str | int, list[City]] = {}
    names: dict[str, set[int]] = {}
    listed = list(cities)
    for one in listed:
        if one.place:
            names.setdefault(words(one.name), set()).add(one.place)
            names.setdefault(words(known_as(one.place)), set()).add(one.place)
    for one in listed:
        places = names.get(words(one.name), set())
        if one.place:
            found.setdefault(one.place, []).append(one)
        elif not places:
            found.setdefault(words(one.name), []).append(one)
        elif places == {(place := min(places))}:  # a name that two places bear says nothing of which is meant
            found.setdefault(place, []).append(one)
    return found


def likely_pairs(
    members: Sequence[T], agree: Callable[[T, T], bool], apart: Callable[[T, T], bool]
) -> Iterator[tuple[T, T]]:
    """Two at a time, each that may go beside the one that may stay: the first of those that agree with it."""
    staying: list[T] = []
    for one in members:
        stays = next((other for other in staying if agree(other, one) and not apart(other, one)), None)
        if stays is None:
            staying.append(one)
        else:
            yield stays, one


# ---- what a join does


def told_apart(one: Record, other: Record) -> tuple[str, ...]:
    """The fields in which two records differ; an order among others is none."""
    return tuple(
        name for name, shape in shapes(type(one)).items()
        if shape.python is not float and getattr(one, name) != getattr(other, name)
    )  # fmt: skip


def enriched(stays: R, goes: Record, untouched: Collection[str] = ()) -> R:
    """The record that stays, with what only the other one said; `untouched` are fields that nothing is done to.

    A place is taken with its own city alone, and of two attributions the one that reveals less.
    """
    taken: dict[str, Any] = {}
    for name, shape in shapes(type(stays)).items():
        ours, theirs = getattr(stays, name), getattr(goes, name)
        if name in untouched or shape.python is float or ours == theirs:
            continue
        if isinstance(ours, Attribution):
            taken[name] = max(ours, theirs, key=list(Attribution).index)
        elif shape.many:
            taken[name] = tuple(sorted({*ours, *theirs}))
        elif ours == shape.default and (name != "place" or _of_one_city(stays, goes, taken)):
            taken[name] = theirs
    return replace(stays, **taken)


def _of_one_city(stays: Record, goes: Record, taken: Mapping[str, Any]) -> bool:
    return words(taken.get("city", getattr(stays, "city", ""))) == words(getattr(goes, "city", ""))


def ends(found: Iterable[Joined]) -> dict[str, str]:
    """Where each record that was joined away is now to be found.

    Two laptops may each have joined the other's into their own: of such a circle the least id stays.
    """
    onto = {str(one.goes): str(one.stays) for one in found}
    ended: dict[str, str] = {}
    for goes in onto:
        walked: dict[str, None] = {}
        at = goes
        while at in onto and at not in walked and at not in ended:
            walked[at] = None
            at = onto[at]
        way = list(walked)
        end = min(way[way.index(at) :]) if at in walked else ended.get(at, at)
        ended.update(dict.fromkeys(way, end))
    return ended
