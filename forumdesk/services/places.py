"""Cities of the world to complete from; free text is always allowed beside them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from forumdesk.domain.text import folded
from forumdesk.services.resources import resource


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
        self._rows: list[tuple[int, str, str, int]] = []
        self._folded: list[tuple[str, int]] = []
        self._by_id: dict[int, int] = {}
        self._countries: dict[str, str] = {}

    def load(self) -> None:
        """Read the list now, where somebody waits for nothing."""
        if self._rows:
            return
        countries = resource("places", "countries.tsv").read_text(encoding="utf-8")
        self._countries = dict(line.split("\t") for line in countries.splitlines())  # type: ignore[misc]
        for line in resource("places", "cities.tsv").read_text(encoding="utf-8").splitlines():
            number, name, country, people = line.split("\t")
            self._rows.append((int(number), name, country, int(people)))
        self._by_id = {row[0]: place for place, row in enumerate(self._rows)}
        self._folded = sorted(
            (key, place) for place, row in enumerate(self._rows) for key in _beginnings(folded(row[1]))
        )

    def complete(self, typed: str, limit: int = 8) -> tuple[Place, ...]:
        """The cities with a word that begins like this: names that begin so first, the largest before the others."""
        self.load()
        wanted = folded(typed.strip())
        if not wanted:
            return ()
        found = dict.fromkeys(self._beginning(wanted))
        ranked = sorted(found, key=lambda place: (not folded(self._rows[place][1]).startswith(wanted), place))
        return tuple(self._place(place) for place in ranked[:limit])

    def _beginning(self, wanted: str) -> Iterator[int]:
        at = bisect_left(self._folded, (wanted, -1))
        while at < len(self._folded) and self._folded[at][0].startswith(wanted):
            yield self._folded[at][1]
            at += 1

    def named(self, name: str, country: str = "") -> Place | None:
        """The city of exactly this name; without its country only where it is the only one."""
        self.load()
        wanted = folded(name.strip())
        if not wanted:
            return None
        exact = sorted({place for place in self._beginning(wanted) if folded(self._rows[place][1]) == wanted})
        if country:
            exact = [place for place in exact if country in (self._rows[place][2], self._countries[self._rows[place][2]])]
            return self._place(exact[0]) if exact else None
        if len(exact) == 1:
            return self._place(exact[0])
        return None

    def place(self, number: int) -> Place | None:
        """The city with this GeoNames id."""
        self.load()
        at = self._by_id.get(number)
        return None if at is None else self._place(at)

    def country(self, code: str) -> str:
        """A country's name, or the text itself where it is no code."""
        self.load()
        return self._countries.get(code, code)

    def _place(self, at: int) -> Place:
        number, name, country, people = self._rows[at]
        return Place(number, name, country, people, self._countries.get(country, country))


def _beginnings(name: str) -> Iterator[str]:
    """The name from each of its words on, so that `sebastian` finds San Sebastián."""
    yield name
    for at, letter in enumerate(name):
        if letter in " -'" and at + 1 < len(name) and len(name) - at > 3:
            yield name[at + 1 :]
