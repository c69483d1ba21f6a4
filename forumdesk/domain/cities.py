"""A city that is asked what it does with a recommendation."""

from __future__ import annotations

from dataclasses import dataclass

from forumdesk.domain.answers import city_key


@dataclass(frozen=True, slots=True)
class City:
    """A city, its country where it is known, and the language in which its people are written to."""

    name: str
    place: int
    country: str = ""
    language: str = ""

    @property
    def key(self) -> str:
        """What tells it from every other."""
        return city_key(self.name, self.place)

    @property
    def label(self) -> str:
        """The city with its country, such as Quito, Ecuador."""
        return f"{self.name}, {self.country}" if self.country else self.name
