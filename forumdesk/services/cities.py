"""The cities of a forum: who may be asked, each told from every other of the same name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from forumdesk.domain.answers import Answer
from forumdesk.domain.cities import City
from forumdesk.domain.errors import BadInput, NotFound
from forumdesk.domain.people import Participant
from forumdesk.domain.review import ReviewPack
from forumdesk.domain.text import folded
from forumdesk.services.places import Places
from forumdesk.storage.work import Reader


def cities_in(forum: Reader, places: Places) -> tuple[City, ...]:
    """Every city that takes part, was asked or answered, by name."""
    found: dict[str, City] = {}
    languages: dict[str, Counter[str]] = {}
    for name, place, country, language in _named(forum):
        known = places.place(place) if place else None
        city = City(name, place, known.country_name if known else places.country(country))
        found.setdefault(city.key, city)
        if language:
            languages.setdefault(city.key, Counter())[language] += 1
    spoken = {key: counted.most_common(1)[0][0] for key, counted in languages.items()}
    made = (City(one.name, one.place, one.country, spoken.get(key, "")) for key, one in found.items())
    return tuple(sorted(made, key=lambda one: (folded(one.name), one.label, one.key)))


def _named(forum: Reader) -> Iterator[tuple[str, int, str, str]]:
    for pack in forum.stream(ReviewPack, "number"):
        yield pack.city, pack.place, "", pack.language
    for person in forum.stream(Participant):
        if person.city:
            yield person.city, person.place, person.country, person.language
    for answer in forum.stream(Answer):
        yield answer.city, answer.place, "", ""


def city_named(cities: Iterable[City], name: str) -> City:
    """The one city that is meant by a name, a name with its country, or its key."""
    every = tuple(cities)
    wanted = folded(name.strip())
    for spelled in ("key", "label", "name"):
        meant = [one for one in every if folded(getattr(one, spelled)) == wanted]
        if len(meant) == 1:
            return meant[0]
        if meant:
            raise BadInput(
                "More than one city is called “{name}”.",
                "Say its country too: {cities}.",
                name=name,
                cities=" / ".join(one.label for one in meant),
            )
    raise NotFound(
        "“{name}” is no city of this forum.",
        "Cities: {cities}.",
        name=name,
        cities=", ".join(one.name for one in every) or "none yet; list who takes part on People",
    )
