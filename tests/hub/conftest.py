"""A forum that was prepared for every laptop, and a hub that it was admitted to."""

from __future__ import annotations

from pathlib import Path

import pytest

from forumdesk.services.forums import Forums
from tests.builders import a_laptop
from tests.hub.laptops import Laptops
from tests.postgres import TestHub
from tests.services.hands import HandClock
from tests.services.rooms import Rooms


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A forum with one session, one note and one recommendation, as every laptop gets it."""
    folder = tmp_path_factory.mktemp("prepared")
    Forums(a_laptop("secretariat", "Rapporteur of secretariat"), HandClock()).new(folder / "blank.forum").close()
    rooms = Rooms(folder / "blank.forum", folder)
    with rooms.at("secretariat") as desk:
        session = desk.planning.add_session("Employment", code="S1")
        desk.capturing.keep(session.id, "Quito has a desk")
        desk.recommending.add(text="Recognise foreign skills", session=session.id)
    return rooms.file("secretariat")


@pytest.fixture
def rooms(prepared: Path, tmp_path: Path) -> Rooms:
    return Rooms(prepared, tmp_path)


@pytest.fixture
def forum(rooms: Rooms) -> str:
    """The forum as hubs call it."""
    with rooms.at("secretariat") as desk:
        return desk.syncing.key()


@pytest.fixture
def laptops(rooms: Rooms, hub: TestHub, forum: str) -> Laptops:
    """Laptops whose role was admitted."""
    hub.admit(forum)
    return Laptops(rooms, hub)
