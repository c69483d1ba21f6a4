"""Cities of the world to complete from; free text is always allowed beside them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from forumdesk.domain.text import folded, folded_name
from forumdesk.services.resources import resource

_WORD = re.compile(r"[ '/(](?=\w{2})")
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Place:
    """A city by its GeoNames id, for names collide: 624 exist in more than one country."""

    id: int
    name: str
    country: str
    """ISO 3166-1 alpha-2 code."""
    population: int
    country_name: str

    @property
    def label(self) -> str:
        """The city with its country, such as Quezon City, Philippines."""
        return f"{self.name}, {self.country_name}"


@dataclass(frozen=True, slots=True)
class _World:
    """The shipped list as it is looked up; it never changes, so one reading serves the whole program."""

    lines: Sequence[str]
    keys: Sequence[str]
    """Every name from each of its words on, folded and sorted."""
    ranks: Sequence[int]
    """Beside each key its city's place in the list; one that begins inside a name counts after all others."""
    by_id: Mapping[int, int]
    countries: Mapping[str, str]


@cache
def _world() -> _World:
    countries = resource("places", "countries.tsv").read_text(encoding="utf-8")
    named = dict(line.split("\t", 1) for line in countries.splitlines())
    lines = resource("places", "cities.tsv").read_text(encoding="utf-8").splitlines()
    keys, ranks, by_id = [], [], {}
    for rank, line in enumerate(lines):
        number, said, _ = line.split("\t", 2)
        by_id[int(number)] = rank
        name = folded_name(said)
        keys.append(name)
        ranks.append(rank)
        for word in _WORD.finditer(name):
            keys.append(name[word.end() :])
            ranks.append(len(lines) + rank)
    order = sorted(range(len(keys)), key=keys.__getitem__)
    return _World(lines, [keys[at] for at in order], [ranks[at] for at in order], by_id, named)


class Places:
    """The list of cities, read when it is first needed."""

    def load(self) -> None:
        """Read the list now, where somebody waits for nothing."""
        _world()

    def complete(self, typed: str, limit: int = 8) -> tuple[Place, ...]:
        """The cities with a word that begins like this: names that begin so first, the largest before the others."""
        world = _world()
        wanted = folded_name(typed.strip())
        if not wanted:
            return ()
        found: dict[int, None] = {}
        for rank in sorted(self._between(wanted, wanted + _LAST)):
            found.setdefault(rank % len(world.lines))
            if len(found) >= limit:
                break
        return tuple(self._place(at) for at in found)[:limit]

    def _between(self, first: str, beyond: str) -> list[int]:
        world = _world()
        return list(world.ranks[bisect_left(world.keys, first) : bisect_left(world.keys, beyond)])

    def named(self, name: str, country: str = "") -> Place | None:
        """The city of exactly this name; without its country, as code or name, only where it is the only one."""
        world = _world()
        wanted = folded_name(name.strip())
        if not wanted:
            return None
        exact = [rank for rank in sorted(self._between(wanted, wanted + "\x00")) if rank < len(world.lines)]
        found = [self._place(at) for at in exact]
        if country:
            of = folded(country.strip())
            return next((one for one in found if of in (one.country.casefold(), folded(one.country_name))), None)
        return found[0] if len(found) == 1 else None

    def place(self, number: int) -> Place | None:
        """The city with this GeoNames id."""
        at = _world().by_id.get(number)
        return None if at is None else self._place(at)

    def country(self, code: str) -> str:
        """A country's name, or the text itself where it is no code."""
        return _world().countries.get(code, code)

    def _place(self, at: int) -> Place:
        world = _world()
        number, name, country, people = world.lines[at].split("\t")
        return Place(int(number), name, country, int(people), world.countries.get(country, country))
