"""What two rooms each entered is joined by key after a merge, kept apart, or left for later."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from forumdesk.services.desk import Desk
from tests.journeys.person import CONTROL, Person
from tests.journeys.test_bring_together import drops, room_says, rooms
from tests.services.rooms import Rooms

__all__ = ["rooms"]


@pytest.fixture
def person(rooms: Rooms, sit_down: Callable[..., Person]) -> Person:
    """Somebody who has just merged what two rooms handed in; both had entered the same person."""
    packages = [enters(rooms, name, person) for name, person in (("B", "Ana Núñez"), ("C", "Ana Nunez"))]
    person = sit_down(rooms.prepared)
    person.goes_to("merge")
    drops(person, *packages)
    person.window.activateWindow()
    person.does("merge-now")
    return person


def enters(rooms: Rooms, name: str, person: str) -> Path:
    with rooms.at(name) as desk:
        desk.people.add(name=person, city="Manila", position=f"As {name} has it")
        desk.planning.add_room("Garden" if name == "B" else "garden")
        return desk.packing.pack(rooms.folder / name).path


def names(desk: Desk) -> list[str]:
    return sorted(one.name for one in desk.people.participants() if one.name.startswith("Ana"))


def test_pairs_are_a_queue_that_keys_work_off(person: Person) -> None:
    queue = person.page._queues.alike
    assert person.page.state() == ("2 pairs alike", "")
    assert queue.heading.text().endswith(" · Participant")
    assert queue._cards[0].accessibleName().endswith("Named by 0 records")
    second = queue.current.sides[1].fields["name"]
    person.presses(Qt.Key.Key_2)
    assert person.asks(names) == [second]
    assert queue.heading.text().casefold() == "garden · room"
    person.presses(Qt.Key.Key_N)
    assert person.page.state() == ("", "")
    assert person.reads("Nothing differs")
    person.presses(Qt.Key.Key_Z, CONTROL)
    person.presses(Qt.Key.Key_Z, CONTROL)
    assert person.page.state() == ("2 pairs alike", "")


def test_a_pair_that_is_skipped_is_asked_again_and_stops_nobody(person: Person) -> None:
    queue = person.page._queues.alike
    person.presses(Qt.Key.Key_S)
    assert queue.place.text() == "pair 2 of 2"
    person.clicks(queue._skip)
    assert queue.place.text() == "pair 1 of 2"
    person.does("skip-conflict")
    person.does("clear-packages")
    person.goes_to("room")
    person.goes_to("merge")
    assert queue.place.text() == "pair 2 of 2"
    assert queue.hasFocus()


def test_the_mouse_and_the_palette_join_too(person: Person) -> None:
    queue = person.page._queues.alike
    first, second = (side.fields["name"] for side in queue.current.sides)
    for way, stays in ((queue._first, first), (queue._second, second), (queue._cards[1], second), (None, first)):
        if way is None:
            person.does("take-first")
        else:
            person.clicks(way)
        assert person.asks(names) == [stays]
        person.presses(Qt.Key.Key_Z, CONTROL)
        assert person.page.state() == ("2 pairs alike", "")
        person.presses(Qt.Key.Key_S)  # the other pair stayed on the screen


def test_conflicts_come_first_and_skipping_leads_from_one_queue_to_the_other(person: Person, rooms: Rooms) -> None:
    for name, actor in (("B", "The city"), ("C", "The state")):
        room_says(rooms, name, actor=actor)
    drops(person, *(rooms.folder / f"{name}.forumpack" for name in "BC"))
    person.does("merge-now")
    queues = person.page._queues
    assert queues.currentWidget() is queues.conflicts
    person.presses(Qt.Key.Key_S)
    assert queues.currentWidget() is queues.alike
    person.presses(Qt.Key.Key_S)
    person.presses(Qt.Key.Key_S)
    assert queues.currentWidget() is queues.conflicts
    person.presses(Qt.Key.Key_1)
    assert queues.currentWidget() is queues.alike
    person.presses(Qt.Key.Key_N)
    assert person.page.state() == ("1 pair alike", "")
