"""Rooms that work on copies of one forum, each on a laptop with keys of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from forumdesk.services.identity import Identity
from forumdesk.services.places import Places
from tests.builders import a_laptop
from tests.services.hands import HandClock

PLACES = Places()
"""The list of cities, read once for all of them."""


class Rooms:
    """Makes rooms from one forum that was prepared for all of them."""

    def __init__(self, prepared: Path, folder: Path) -> None:
        self.prepared = prepared
        self.folder = folder

    def file(self, name: str) -> Path:
        """The room's own copy of the forum."""
        path = self.folder / f"{name}.forum"
        return path if path.exists() else Path(shutil.copy(self.prepared, path))

    @contextmanager
    def at(self, name: str, clock: HandClock | None = None, laptop: str = "") -> Iterator[Desk]:
        """The room's laptop with its forum open; another file may be of the same laptop."""
        who = laptop or name
        signer = a_laptop(who, f"Rapporteur of {who}")
        forums = Forums(signer, clock or HandClock())
        forums._places = PLACES
        with forums.opened(self.file(name)) as desk:
            desk.identity = Identity(self.folder / f"home of {who}", signer.secret)
            yield desk

    def says(self, name: str, *lines: str, clock: HandClock | None = None) -> None:
        """Notes are taken in a room, in session S1."""
        with self.at(name, clock) as desk:
            session = desk.planning.session("S1")
            for line in lines:
                desk.capturing.keep(session.id, line)

    def hands_in(self, name: str, clock: HandClock | None = None, laptop: str = "") -> Path:
        """The room's package."""
        with self.at(name, clock, laptop) as desk:
            return desk.packing.pack(self.folder / f"{name}.forumpack").path
