"""What all cities answered, side by side: the matrix, its gaps, and commitments by date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from forumdesk.domain.answers import Answer
from forumdesk.domain.cities import City
from forumdesk.domain.review import ItemChange, ReviewItem


@dataclass(frozen=True, slots=True)
class Row:
    """A recommendation as cities were last asked about it, with each city's answer by the city's key."""

    item: ReviewItem
    answers: Mapping[str, Answer]

    @property
    def yes(self) -> tuple[Answer, ...]:
        """The answers of cities that will do it, the earliest date first."""
        found = [one for one in self.answers.values() if one.decision.is_yes]
        return tuple(sorted(found, key=lambda one: (one.due or date.max, one.city)))


@dataclass(frozen=True, slots=True)
class Matrix:
    """Recommendations by cities."""

    cities: tuple[City, ...] = ()
    rows: tuple[Row, ...] = ()
    conflicts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The fields on which people of one city disagree, by answer."""

    @property
    def unwanted(self) -> tuple[Row, ...]:
        """The recommendations that no city accepts, once somebody decided on them."""
        return tuple(row for row in self.rows if not row.yes and any(one.decision for one in row.answers.values()))

    @property
    def silent(self) -> tuple[City, ...]:
        """The cities that were asked and have decided on nothing."""
        return tuple(
            city
            for city in self.cities
            if not any(row.answers[city.key].decision for row in self.rows if city.key in row.answers)
        )

    @property
    def loose(self) -> tuple[tuple[ReviewItem, Answer], ...]:
        """What was accepted without a responsible unit or without a date."""
        return tuple((row.item, one) for row in self.rows for one in row.yes if one.open_ends)

    @property
    def commitments(self) -> tuple[tuple[ReviewItem, Answer], ...]:
        """What cities said yes to, by date; what has none comes last."""
        found = [(row.item, one) for row in self.rows for one in row.yes]
        return tuple(sorted(found, key=lambda pair: (pair[1].due or date.max, pair[0].number, pair[1].city)))

    def answered(self, city: City) -> tuple[int, int]:
        """On how many a city decided, and about how many it was asked."""
        asked = [row.answers[city.key] for row in self.rows if city.key in row.answers]
        return sum(bool(one.decision) for one in asked), len(asked)


@dataclass(frozen=True, slots=True)
class CityChange:
    """Something that changed for one city since the pack before its newest."""

    id: str
    city: City
    pack: int
    change: ItemChange
