"""What looks alike in a forum: people, cities, rooms and sessions that several laptops may each have made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from forumdesk.domain.apart import KeptApart, apart_id
from forumdesk.domain.ids import RecordId
from forumdesk.domain.joining import (
    CITY,
    JOINABLE,
    City,
    alike,
    bucket,
    city_buckets,
    likely_pairs,
    told_apart,
)
from forumdesk.domain.kinds import KINDS
from forumdesk.domain.records import ANY, FieldShape, JsonValue, Record, shapes
from forumdesk.services.history import subject_of
from forumdesk.services.places import Places
from forumdesk.storage.layout import table_name
from forumdesk.storage.work import Reader

Counts = dict[str, int]
"""How many records of each kind."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two that look alike."""

    id: str
    """The record's id, or the key of a city."""
    label: str
    fields: Mapping[str, JsonValue]
    """What it says, field by field, links by what they are called; what it leaves empty is left out."""
    pointing: Mapping[str, int]
    """How many records point to it, or name it, by their kind."""

    @property
    def weight(self) -> int:
        """How many records point to it."""
        return sum(self.pointing.values())


@dataclass(frozen=True, slots=True)
class Pair:
    """Two that may be the same; the first is the one to which more points."""

    kind: str
    """The kind of record, or `city`."""
    sides: tuple[Side, Side]
    differing: tuple[str, ...]
    """The fields in which they differ."""

    @property
    def id(self) -> str:
        """What tells the pair from every other, whichever of the two is named first."""
        return apart_id(self.sides[0].id, self.sides[1].id)


class Likeness:
    """Looks for what is alike in a forum that is being read."""

    def __init__(self, forum: Reader, places: Places) -> None:
        self._forum = forum
        self._places = places
        self._apart = {one.id for one in forum.stream(KeptApart)}

    def pairs(self) -> Iterator[Pair]:
        """Every pair that may be joined."""
        for record_class in JOINABLE:
            yield from self._records(record_class)
        yield from self._cities()

    def _kept_apart(self, one: str, other: str) -> bool:
        return bool(self._apart) and apart_id(one, other) in self._apart

    def _records(self, record_class: type[Record]) -> Iterator[Pair]:
        buckets: dict[str, list[Record]] = {}
        for one in self._forum.stream(record_class):
            if key := bucket(one):
                buckets.setdefault(key, []).append(one)
        several = [members for members in buckets.values() if len(members) > 1]
        if not several:
            return
        pointing = _pointing(self._forum, record_class.KIND, [one.id for members in several for one in members])

        def rank(one: Record) -> tuple[int, RecordId]:
            return -sum(pointing[one.id].values()), one.id

        for members in several:
            found = likely_pairs(
                sorted(members, key=rank), alike, lambda one, other: self._kept_apart(one.id, other.id)
            )
            for one, other in found:
                sides = self._side(one, pointing[one.id]), self._side(other, pointing[other.id])
                yield Pair(record_class.KIND, sides, told_apart(one, other))

    def _side(self, one: Record, pointing: Counts) -> Side:
        fields: dict[str, JsonValue] = {}
        for name, shape in shapes(type(one)).items():
            value = getattr(one, name)
            if value == shape.default or not value or shape.python is float or name == "place":
                continue
            fields[name] = ", ".join(value) if shape.many else self._said(shape, shape.plain(value))
        return Side(one.id, subject_of(self._forum, ((one.KIND, one.id),)), fields, pointing)

    def _said(self, shape: FieldShape, value: JsonValue) -> JsonValue:
        return subject_of(self._forum, ((shape.link, RecordId(str(value))),)) if shape.link else value

    def _cities(self) -> Iterator[Pair]:
        found = written(self._forum)
        several = [one for one in city_buckets(found, self._known_as).values() if len(one) > 1]

        def rank(one: City) -> tuple[bool, bool, int, str]:
            """The name that a place has in the list of cities first, then one with a place, then what is used most."""
            return self._known_as(one.place) != one.name, not one.place, -sum(found[one].values()), one.name

        for members in several:
            pairs = likely_pairs(
                sorted(members, key=rank), _of_one_place, lambda one, other: self._kept_apart(one.key, other.key)
            )
            for one, other in pairs:
                sides = self._city(one, found[one]), self._city(other, found[other])
                yield Pair(CITY, sides, (CITY,))

    def _city(self, one: City, pointing: Counts) -> Side:
        place = self._places.place(one.place) if one.place else None
        fields: dict[str, JsonValue] = {CITY: one.name}
        if place is not None:
            fields["country"] = place.country_name
        return Side(one.key, one.name, fields, pointing)

    def _known_as(self, place: int) -> str:
        found = self._places.place(place) if place else None
        return found.name if found else ""


def _of_one_place(one: City, other: City) -> bool:
    return not (one.place and other.place) or one.place == other.place


def _pointing(forum: Reader, kind: str, ids: Sequence[str]) -> dict[str, Counts]:
    """How many records point to each of these, by their kind."""
    found: dict[str, Counts] = {one: {} for one in ids}
    for linking, record_class in KINDS.items():
        for shape in shapes(record_class).values():
            if shape.link not in (kind, ANY):
                continue
            for target, count in _targets(forum, linking, shape, ids):
                found[target][linking] = found[target].get(linking, 0) + count
    return found


def _targets(forum: Reader, kind: str, shape: FieldShape, ids: Sequence[str]) -> Iterable[tuple[str, int]]:
    table = table_name(kind)
    if shape.many:
        for one in ids:
            sql = f"SELECT COUNT(*) FROM {table} WHERE deleted = 0 AND {shape.name} LIKE ?"  # noqa: S608
            ((count,),) = forum.rows(sql, (f'%"{one}"%',))
            if count:
                yield one, count
        return
    wanted = set(ids)
    sql = f"SELECT {shape.name}, COUNT(*) FROM {table} WHERE deleted = 0 AND {shape.name} <> '' GROUP BY 1"  # noqa: S608
    yield from ((target, count) for target, count in forum.rows(sql) if target in wanted)


# ---- cities, which are no records but are named by many


@dataclass(slots=True)
class _Naming:
    """Where a kind of record names cities: in which fields, and whether one of them has a place beside it."""

    record_class: type[Record]
    fields: tuple[str, ...]
    placed: bool = field(default=False)


def _namings() -> Iterator[_Naming]:
    for record_class in KINDS.values():
        names = [name for name in shapes(record_class) if name == CITY or name.endswith(("_city", "_cities"))]
        if names:
            yield _Naming(record_class, tuple(names), CITY in names and "place" in shapes(record_class))


def written(forum: Reader) -> dict[City, Counts]:
    """Every city as it is written, with the number of records that name it so, by their kind.

    Where there is no place beside a name, it is that of the one place which is written like this, if it is but one.
    """
    found: dict[City, Counts] = {}
    bare: list[tuple[str, str, int]] = []
    for one in _namings():
        kind = one.record_class.KIND
        if one.placed:
            sql = f"SELECT city, place, COUNT(*) FROM {table_name(kind)} WHERE deleted = 0 AND city <> ''"  # noqa: S608
            for city, place, count in forum.rows(f"{sql} GROUP BY 1, 2"):
                if place:
                    _count(found, City(city, place), kind, count)
                else:
                    bare.append((city, kind, count))
        bare.extend((city, kind, 1) for city in _named_without_place(forum, one))
    by_name = _by_name(found)
    for city, kind, count in bare:
        _count(found, by_name.get(city) or City(city), kind, count)
    return found


def _count(found: dict[City, Counts], city: City, kind: str, count: int) -> None:
    counts = found.setdefault(city, {})
    counts[kind] = counts.get(kind, 0) + count


def _by_name(found: Iterable[City]) -> dict[str, City]:
    """The one city that bears each name, where no two do."""
    named: dict[str, list[City]] = {}
    for one in found:
        named.setdefault(one.name, []).append(one)
    return {name: cities[0] for name, cities in named.items() if len(cities) == 1}


def _named_without_place(forum: Reader, where: _Naming) -> Iterator[str]:
    """The cities that each record names in fields that have no place beside them."""
    fields = [name for name in where.fields if not (where.placed and name == CITY)]
    for one in forum.stream(where.record_class) if fields else ():
        said = [getattr(one, name) for name in fields]
        yield from {city for names in said for city in (names if isinstance(names, tuple) else (names,)) if city}


def naming(forum: Reader, city: City) -> Iterator[tuple[Record, tuple[str, ...]]]:
    """Every record that names a city as it is written here, with the fields in which it does."""
    meant = not city.place or sum(one.name == city.name for one in written(forum)) == 1
    for where in _namings():
        found: dict[RecordId, tuple[Record, list[str]]] = {}
        for name in where.fields:
            for one in _saying(forum, where, name, city, meant=meant):
                found.setdefault(one.id, (one, []))[1].append(name)
        yield from ((one, tuple(fields)) for one, fields in found.values())


def _saying(forum: Reader, where: _Naming, name: str, city: City, *, meant: bool) -> Iterable[Record]:
    if where.placed and name == CITY:
        here = forum.all(where.record_class, city=city.name, place=city.place)
        return (*here, *forum.all(where.record_class, city=city.name, place=0)) if city.place and meant else here
    if not meant:
        return ()
    if shapes(where.record_class)[name].many:
        return [one for one in forum.stream(where.record_class) if city.name in getattr(one, name)]
    return forum.all(where.record_class, **{name: city.name})
