"""The hand-in board: whose work is here, from which laptops, and whose is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from forumdesk.domain.agenda import SessionKind
from forumdesk.services.desk import Desk
from forumdesk.services.handing_in import RoomBoard
from tests.services.hands import HandClock
from tests.services.rooms import Rooms


@pytest.fixture
def rooms(blank: Path, tmp_path: Path) -> Rooms:
    """Two rooms with two sessions each, and a garden in which there is only coffee."""
    with Rooms(blank, tmp_path).at("prepared") as desk:
        for name, codes in (("Room A", ("S1", "S2")), ("Room B", ("S3", "S4"))):
            room = desk.planning.add_room(name)
            for code in codes:
                desk.planning.add_session(f"Session {code}", code=code, room=room.id)
        garden = desk.planning.add_room("Garden")
        desk.planning.add_session("Coffee", code="C", room=garden.id, kind=SessionKind.BREAK)
        desk.planning.add_room("Store")
    return Rooms(tmp_path / "prepared.forum", tmp_path)


def says(desk: Desk, code: str, line: str) -> None:
    desk.capturing.keep(desk.planning.session(code).id, line)


def board(desk: Desk) -> dict[str, RoomBoard]:
    return {one.name: one for one in desk.handing_in.board()}


def test_a_room_in_which_nobody_said_a_word_is_missing(rooms: Rooms) -> None:
    with rooms.at("desk") as desk:
        found = board(desk)
        assert list(found) == ["Room A", "Room B"]
        assert all(one.is_missing for one in found.values())
        assert (found["Room B"].sessions, found["Room B"].silent) == (("S3", "S4"), ("S3", "S4"))


def test_a_room_tells_what_it_brought_from_which_laptops_and_when(rooms: Rooms) -> None:
    later = HandClock()
    later.go(minutes=40)
    for name, code, clock in (("Laptop 1", "S1", HandClock()), ("Laptop 2", "S2", later)):
        with rooms.at(name, clock) as desk:
            says(desk, code, f"Said at {name}")
            desk.recommending.add("Asked", session=desk.planning.session(code).id)
    with rooms.at("desk") as desk:
        desk.merging.merge([rooms.hands_in("Laptop 1"), rooms.hands_in("Laptop 2", later)])
        one = board(desk)["Room A"]
        assert (one.notes, one.recommendations, one.laptops) == (2, 2, ("Laptop 1", "Laptop 2"))
        assert (one.silent, one.last_edit, one.is_missing) == ((), later.instant, False)
        assert board(desk)["Room B"].is_missing


def test_a_session_without_a_word_is_named(rooms: Rooms) -> None:
    with rooms.at("desk") as desk:
        says(desk, "S4", "Said in the afternoon")
        one = board(desk)["Room B"]
        assert (one.silent, one.notes, one.laptops) == (("S3",), 1, ("desk",))
        desk.history.undo()
        assert board(desk)["Room B"].is_missing
