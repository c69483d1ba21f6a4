"""A secretariat that asks cities, and the cities' own laptops, each with keys of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from forumdesk.domain.answers import Decision
from forumdesk.domain.people import Role
from forumdesk.domain.recommendations import Status
from forumdesk.services.answering import Review
from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from forumdesk.services.identity import Identity
from forumdesk.services.places import Places
from forumdesk.services.reviewing import Order
from tests.builders import a_laptop
from tests.services.hands import HandClock

CITIES = (("Dakar", "SN", "fr"), ("Quito", "EC", "es"), ("Manila", "PH", "en"))
TEXTS = ("Open a one-stop desk.", "Recognise foreign skills.", "Publish local data.")


class Secretariat:
    """One forum with three final recommendations and three cities, and what comes and goes around it."""

    def __init__(self, folder: Path, world: Places) -> None:
        self.folder = folder
        self.clock = HandClock()
        self._world = world
        self.file = folder / "forum.forum"
        self._prepare()

    def _forums(self, name: str) -> Forums:
        made = Forums(a_laptop(name, f"Officer of {name}"), self.clock)
        made._places = self._world
        return made

    def _prepare(self) -> None:
        desk = self._forums("secretariat").new(self.file, title="Test forum")
        for city, country, language in CITIES:
            desk.people.add(position="Mayor", city=city, country=country, language=language, role=Role.MAYOR)
        session = desk.planning.add_session("Employment", code="S1")
        desk.capturing.keep(session.id, "A secret of the room @Quito")
        for text in TEXTS:
            made = desk.recommending.add(text, session=session.id, codes=("sdg 8.5",), city="Quito")
            desk.recommending.change([made.id], status=Status.FINAL)
        desk.close()

    @contextmanager
    def at(self, name: str = "secretariat", file: Path | None = None) -> Iterator[Desk]:
        """A laptop with its forum open."""
        with self._forums(name).opened(file or self.file) as desk:
            desk.identity = Identity(self.folder / f"home of {name}", a_laptop(name).secret)
            yield desk

    def sends(self, *cities: str, **order: Any) -> dict[str, Path]:
        """Packs of cities, by city."""
        self.clock.go(hours=1)
        packs = self.folder / "packs"
        packs.mkdir(exist_ok=True)
        with self.at() as desk:
            sent = desk.reviewing.send(Order(cities or tuple(city for city, _, _ in CITIES), **order), packs)
        return {one.pack.city: one.path for one in sent}

    def opens(self, laptop: str, pack: Path) -> Path:
        """A forum file that a city makes of its pack."""
        file = self.folder / f"{laptop}.forum"
        self._forums(laptop).from_pack(pack, file).close()
        return file

    def answers(self, laptop: str, city: str, **decisions: Any) -> None:
        """A city's laptop answers by number: `R1=Decision.ACCEPT` or a mapping of fields."""
        self.clock.go(minutes=1)
        with self.at(laptop, self.folder / f"{laptop}.forum") as desk:
            answer(desk, city, **decisions)

    def returns(self, laptop: str, city: str) -> Path:
        """The package that a city sends back."""
        self.clock.go(minutes=1)
        with self.at(laptop, self.folder / f"{laptop}.forum") as desk:
            return desk.answering.send(desk.reviewing.city(city), self.folder / f"from {laptop}.forumpack").packed.path


def answer(desk: Desk, city: str, **decisions: Any) -> None:
    """Answer by number."""
    for label, said in decisions.items():
        fields = {"decision": said} if isinstance(said, Decision) else said
        desk.answering.answer(desk.reviewing.city(city), asked(desk, city, int(label[1:])), **fields)


def asked(desk: Desk, city: str, number: int) -> str:
    """The recommendation of this number as the city was asked about it."""
    return next(str(one.item.recommendation) for one in review(desk, city).questions if one.item.number == number)


def review(desk: Desk, city: str) -> Review:
    """The city's list."""
    return desk.answering.review(desk.reviewing.city(city))


def decisions(desk: Desk) -> dict[str, dict[int, str]]:
    """What each city decided, by number."""
    found = desk.responses.matrix()
    return {
        city.name: {
            row.item.number: row.answers[city.key].decision.value for row in found.rows if city.key in row.answers
        }
        for city in found.cities
    }
