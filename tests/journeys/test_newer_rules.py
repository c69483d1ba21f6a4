"""A forum that goes by newer rules than this program says so above the page, and still takes notes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from forumdesk.domain.handover import Scope
from forumdesk.services.desk import OLDER_RULES
from tests.journeys.person import ENTER, Person
from tests.journeys.test_bring_together import drops, rooms
from tests.services.rooms import Rooms
from tests.services.test_rules import ONLY_NOTES, raised

__all__ = ["rooms"]


@pytest.fixture
def package(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the laptop that began the forum hands over after its newer program raised the rules."""
    with rooms.at("founder", laptop="Room A") as desk:
        raised(desk, monkeypatch)
        return desk.packing.pack(rooms.folder / "raised", Scope()).path


@pytest.mark.usefixtures("package")
def test_opening_tells_and_notes_are_taken_all_the_same(rooms: Rooms, sit_down: Callable[..., Person]) -> None:
    person = sit_down(rooms.file("founder"))
    assert person.banner == OLDER_RULES
    page = person.goes_to("room")
    before = len(page.model.notes)
    person.types("Said in the room")
    person.presses(ENTER)
    assert len(page.model.notes) == before + 1
    person.goes_to("recommendations")
    person.does("new-recommendation")
    assert person.banner.endswith(ONLY_NOTES)


def test_a_merge_that_brings_newer_rules_tells(rooms: Rooms, package: Path, sit_down: Callable[..., Person]) -> None:
    person = sit_down(rooms.prepared)
    assert person.banner == ""
    person.goes_to("merge")
    drops(person, package)
    person.clicks(person.page._side.merge)
    assert person.banner == OLDER_RULES
