"""What the Review page asks of the forum, and what it asks to be done."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forumdesk.domain.cities import City
from forumdesk.domain.initiatives import Initiative
from forumdesk.domain.responses import CityChange, Matrix

if TYPE_CHECKING:
    from forumdesk.services.answering import Returned, Review
    from forumdesk.services.desk import Desk
    from forumdesk.services.progress import Progress
    from forumdesk.services.reviewing import SentPack


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that the page shows: all cities side by side, and the one whose list is open."""

    matrix: Matrix
    changes: tuple[CityChange, ...]
    review: Review | None
    offered: int
    """How many recommendations a pack would hold now."""
    takes_part: int
    """How many cities could be asked."""
    packs: int
    """The highest number of a pack that any city has."""
    codes: dict[str, tuple[str, str]]
    """How each framework code is shown, and what it says."""


@dataclass(frozen=True, slots=True)
class Sending:
    """What is sent to whom, and how."""

    folder: Path
    cities: tuple[str, ...]
    language: str = ""
    workbook: bool = False
    passphrase: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be sent: the cities, how many recommendations, and which of them name somebody of a closed room."""

    cities: tuple[City, ...]
    recommendations: int
    cautions: tuple[str, ...]


ALL = "*"
"""In place of a city: all of them, also where only one was asked."""


def scene(desk: Desk, *, city: str, since: int = 0) -> Scene:
    """What the page shows; the list of one city where one is named or only one was asked."""
    found, changes = desk.responses.overview(since)
    chosen = next((one for one in found.cities if one.key == city), None)
    if chosen is None and city != ALL and len(found.cities) == 1 and not desk.reviewing.offered():
        chosen = found.cities[0]
    review = desk.answering.review(chosen) if chosen else None
    used = {code for row in found.rows for code in row.item.codes}
    catalogue = desk.referencing.catalogue()
    shown = {code: (catalogue.shown(code), catalogue.label(code)) for code in used}
    packs = max((pack.number for one in found.cities for pack in desk.reviewing.packs(one)), default=0)
    return Scene(found, changes, review, len(desk.reviewing.offered()), len(desk.reviewing.cities()), packs, shown)


def offer(desk: Desk) -> Offer:
    """What can be sent to whom."""
    return Offer(desk.reviewing.cities(), len(desk.reviewing.offered()), desk.reviewing.cautions())


def answer(desk: Desk, *, city: City, recommendation: str, fields: dict[str, Any]) -> None:
    """Say something to a recommendation."""
    desk.answering.answer(city, recommendation, **fields)


def correct(desk: Desk, *, city: City, recommendation: str) -> None:
    """Begin a new answer in place of the sent one."""
    desk.answering.correct(city, recommendation)


def send_answers(desk: Desk, *, city: City, path: Path) -> Returned:
    """Send what is complete."""
    return desk.answering.send(city, path)


def write_workbook(desk: Desk, *, city: City, path: Path) -> Path:
    """Write a city's list as a workbook."""
    return desk.reviewing.write_workbook(desk.reviewing.packs(city)[-1], path)


def send_packs(desk: Desk, progress: Progress, *, sending: Sending) -> tuple[SentPack, ...]:
    """Send cities their packs."""
    services = import_module("forumdesk.services.reviewing")
    sealed = import_module("forumdesk.services.packing").Seal(passphrase=sending.passphrase)
    order = services.Order(sending.cities, language=sending.language)
    sent: tuple[SentPack, ...] = desk.reviewing.send(
        order, sending.folder, workbook=sending.workbook, sealed=sealed, progress=progress
    )
    return sent


def form_initiative(desk: Desk, *, recommendation: str) -> Initiative:
    """Begin an initiative of the cities that said yes."""
    return desk.responses.form_initiative(recommendation)
