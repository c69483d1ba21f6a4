"""Laptops that exchange one forum with a hub, each with a copy of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from forumdesk.services.desk import Desk
from forumdesk.services.hub import Exchange
from forumdesk.services.progress import Progress, unwatched
from forumdesk.services.syncing import Exchanged, Syncing
from tests.postgres import LAPTOP, TestHub
from tests.services.hands import HandClock
from tests.services.rooms import Rooms

T = TypeVar("T")


class Laptops:
    """Laptops by name, and the hub that they exchange with."""

    def __init__(self, rooms: Rooms, hub: TestHub) -> None:
        self.rooms = rooms
        self.hub = hub

    @contextmanager
    def at(self, name: str, clock: HandClock | None = None) -> Iterator[Desk]:
        with self.rooms.at(name, clock) as desk:
            yield desk

    def says(self, name: str, *lines: str) -> None:
        self.rooms.says(name, *lines)

    def exchange(self, name: str, **asked: Any) -> Exchanged:
        """The laptop exchanges what there is, and closes its file."""
        with self.at(name) as desk:
            return exchange(desk, self.hub, **asked)

    def ids(self, name: str) -> list[str]:
        """Every revision of the laptop, in order of arrival."""
        with self.at(name) as desk, desk._database.read() as forum:
            return [one.id for one in forum.log.all_revisions()]

    def texts(self, name: str) -> list[str]:
        """What every note of the laptop says."""
        with self.at(name) as desk:
            return sorted(one["text"] for one in desk.listing.listed("notes"))


def exchange(
    desk: Desk, hub: TestHub, *, role: str = LAPTOP, watched: Progress = unwatched, at_file: Any = None
) -> Exchanged:
    """One exchange of an open forum."""
    return Exchange(hub.address(role), at_file or beside(desk)).run(watched)


def beside(desk: Desk) -> Any:
    """The way to the file where nothing else happens at the same time."""

    def at_file(step: Callable[[Syncing], T]) -> T:
        return step(desk.syncing)

    return at_file
