"""Cities of the world to complete from; free text is always allowed beside them."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

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


class Places:
    """The list of cities, read when it is first needed."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._keys: list[str] = []
        """Every name from each of its words on, folded and sorted."""
        self._ranks: list[int] = []
        """Beside each key its city's place in the list; one that begins inside a name counts after all others."""
        self._by_id: dict[int, int] = {}
        self._countries: dict[str, str] = {}

    def load(self) -> None:
        """Read the list now, where somebody waits for nothing."""
        if self._lines:
            return
        countries = resource("places", "countries.tsv").read_text(encoding="utf-8")
        for line in countries.splitlines():
            code, _, name = line.partition("\t")
            self._countries[code] = name
        lines = resource("places", "cities.tsv").read_text(encoding="utf-8").splitlines()
        keys, ranks = [], []
        for rank, line in enumerate(lines):
            name = folded_name(line.split("\t", 2)[1])
            keys.append(name)
            ranks.append(rank)
            for word in _WORD.finditer(name):
                keys.append(name[word.end() :])
                ranks.append(len(lines) + rank)
        order = sorted(range(len(keys)), key=keys.__getitem__)
        self._keys = [keys[at] for at in order]
        self._ranks = [ranks[at] for at in order]
        self._lines = lines

    def complete(self, typed: str, limit: int = 8) -> tuple[Place, ...]:
        """The cities with a word that begins like this: names that begin so first, the largest before the others."""
        self.load()
        wanted = folded_name(typed.strip())
        if not wanted:
            return ()
        found: dict[int, None] = {}
        for rank in sorted(self._between(wanted, wanted + _LAST)):
            found.setdefault(rank % len(self._lines))
            if len(found) >= limit:
                break
        return tuple(self._place(at) for at in found)[:limit]

    def _between(self, first: str, beyond: str) -> list[int]:
        return self._ranks[bisect_left(self._keys, first) : bisect_left(self._keys, beyond)]

    def named(self, name: str, country: str = "") -> Place | None:
        """The city of exactly this name; without its country, as code or name, only where it is the only one."""
        self.load()
        wanted = folded_name(name.strip())
        if not wanted:
            return None
        exact = [rank for rank in sorted(self._between(wanted, wanted + "\x00")) if rank < len(self._lines)]
        found = [self._place(at) for at in exact]
        if country:
            of = folded(country.strip())
            return next((one for one in found if of in (one.country.casefold(), folded(one.country_name))), None)
        return found[0] if len(found) == 1 else None

    def place(self, number: int) -> Place | None:
        """The city with this GeoNames id."""
        self.load()
        if not self._by_id:
            self._by_id = {int(line.partition("\t")[0]): at for at, line in enumerate(self._lines)}
        at = self._by_id.get(number)
        return None if at is None else self._place(at)

    def country(self, code: str) -> str:
        """A country's name, or the text itself where it is no code."""
        self.load()
        return self._countries.get(code, code)

    def _place(self, at: int) -> Place:
        number, name, country, people = self._lines[at].split("\t")
        return Place(int(number), name, country, int(people), self._countries.get(country, country))
