"""The hand-in board: whose work is here, from which laptops, and whose is missing."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

from forumdesk.domain.agenda import SessionKind
from forumdesk.domain.errors import BadInput, NotFound, ReadOnlyForum
from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from forumdesk.services.handing_in import Beside, RoomBoard
from forumdesk.services.merging import Terms
from forumdesk.services.receipts import Here, Told, mark_from
from tests.builders import a_laptop
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


def says_at(rooms: Rooms, name: str, code: str) -> Path:
    with rooms.at(name) as desk:
        says(desk, code, f"Said at {name}")
    return rooms.hands_in(name)


def mark_of(rooms: Rooms, name: str) -> str:
    with rooms.at(name) as desk:
        return desk.packing.pack(rooms.folder / "again").receipt.mark


def states(desk: Desk) -> dict[str, list[str]]:
    return {one.name: [told.state.value for told in one.receipts] for one in desk.handing_in.board()}


def test_a_receipt_is_missing_until_exactly_what_it_speaks_of_comes(rooms: Rooms) -> None:
    early = says_at(rooms, "Laptop 1", "S1").rename(rooms.folder / "early.forumpack")
    late = says_at(rooms, "Laptop 1", "S2")
    mark = mark_of(rooms, "Laptop 1")
    with rooms.at("desk") as desk:
        assert desk.handing_in.receive(mark.replace("-", " ").lower(), "room a").state is Here.NOTHING
        assert states(desk) == {"Room A": ["missing"], "Room B": []}
        desk.merging.merge([early])
        assert states(desk)["Room A"] == ["older"]
    with rooms.at("desk") as desk:
        desk.merging.merge([late])
        (told,) = board(desk)["Room A"].receipts
        assert (told.mark, told.state, told.laptop) == (mark, Here.ALL, "Laptop 1")
        desk.history.undo()
        assert states(desk)["Room A"] == ["older"]
        desk.history.redo()
        desk.handing_in.forget(mark)
        assert states(desk)["Room A"] == []
        assert desk.handing_in.receive(mark).state is Here.ALL


@pytest.mark.parametrize("way", ["its forum file", "through another desk", "after the same from its file"])
def test_a_receipt_is_here_whichever_way_it_came(rooms: Rooms, way: str) -> None:
    package = says_at(rooms, "Laptop 1", "S1")
    mark = mark_of(rooms, "Laptop 1")
    with rooms.at("desk") as desk:
        if way == "its forum file":
            desk.merging.merge([rooms.file("Laptop 1")])
        elif way == "through another desk":
            with rooms.at("other") as other:
                other.merging.merge([package])
            desk.merging.merge([rooms.hands_in("other")])
            assert desk.handing_in.receive(mark).state is Here.NOTHING  # nobody told it which part came from whom
            desk.merging.merge([package])
        else:
            says(desk, "S3", "Said here")
            desk.merging.merge([rooms.file("Laptop 1")])
            desk.merging.merge([package])
        assert desk.handing_in.receive(mark).state is Here.ALL
        desk.history.undo()
        assert desk.handing_in.receive(mark).state is Here.NOTHING


def test_a_receipt_of_our_own_hand_over_is_here(rooms: Rooms) -> None:
    with rooms.at("desk") as desk:
        mark = desk.packing.pack(rooms.folder / "own").receipt.mark
        assert desk.handing_in.receive(mark) == Told(mark, Here.ALL, "", "desk")
        assert [one.mark for one in desk.handing_in.beside().receipts] == [mark]


@pytest.mark.parametrize(
    ("typed", "mark"),
    [
        ("abcd-efgh", "ABCD-EFGH"),
        (" ABCDEFGH ", "ABCD-EFGH"),
        ("0bc1–e8gh", "OBCI-EBGH"),
        ("A B C D E F G 2", "ABCD-EFG2"),
    ],
)
def test_a_mark_is_understood_however_it_is_typed(typed: str, mark: str) -> None:
    assert mark_from(typed) == mark


def test_what_is_no_mark_and_no_room_is_told(rooms: Rooms) -> None:
    with rooms.at("desk") as desk:
        for typed in ("", "ABCD", "ABCD-EFG9", "ABCD-EFGHI", "мост-мост"):
            with pytest.raises(BadInput, match="is not the mark of a receipt"):
                desk.handing_in.receive(typed)
        with pytest.raises(NotFound, match=r"no room “Room Z”\. Rooms: Room A, Room B, Garden, Store"):
            desk.handing_in.receive("ABCD-EFGH", "Room Z")
        assert desk.handing_in.beside() == Beside()


def test_what_the_file_remembers_wrongly_counts_as_nothing(rooms: Rooms) -> None:
    with rooms.at("desk") as desk:
        for key, value in (("receipt ABCD-EFGH", "["), ("expected ABCD-EFGH", "7"), ("met x", "{}")):
            desk._database.remember(key, value)
        assert desk.handing_in.beside() == Beside()
        assert desk.handing_in.receive("ABCD-EFGH").state is Here.NOTHING


def test_in_a_forum_that_is_only_read_no_receipt_is_remembered(rooms: Rooms) -> None:
    laptop = a_laptop("desk")
    desk = Forums(laptop, HandClock()).open_to_read(rooms.file("desk"), "For the test.")
    try:
        with pytest.raises(ReadOnlyForum, match="can only be read here"):
            desk.handing_in.receive("ABCD-EFGH")
        with pytest.raises(ReadOnlyForum):
            desk.handing_in.forget("ABCD-EFGH")
    finally:
        desk.close()


def altered(package: Path) -> Path:
    """The package with a word of it changed, its manifest and signature left."""
    with ZipFile(package) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    with ZipFile(package, "w") as packed:
        for name, held in members.items():
            packed.writestr(name, held.replace(b"Said at", b"Seid at") if name == "revisions.jsonl" else held)
    return package


def test_a_file_that_was_altered_and_a_wrong_clock_are_told_of_their_room(rooms: Rooms) -> None:
    first = says_at(rooms, "Laptop 1", "S1")
    with rooms.at("desk") as desk:
        desk.merging.merge([first])
        assert board(desk)["Room A"].met == ()
    ahead = HandClock()
    ahead.go(hours=3)
    with rooms.at("Laptop 1", ahead) as desk:
        says(desk, "S2", "Said at Laptop 1")
    bad = altered(rooms.hands_in("Laptop 1", ahead))
    stranger = altered(says_at(rooms, "Laptop 2", "S3"))
    with rooms.at("desk") as desk:
        desk.merging.merge([bad, stranger])
        (met,) = board(desk)["Room A"].met
        assert (met.laptop, met.refused) == ("Laptop 1", "Laptop 1.forumpack")
        assert [one.laptop for one in desk.handing_in.beside().met] == ["Laptop 2"]
        desk.merging.merge([rooms.hands_in("Laptop 1", ahead)])
        (met,) = board(desk)["Room A"].met
        assert (met.ahead_minutes, met.refused) == (180, "")


def test_a_receipt_that_several_merges_brought_is_here_while_all_of_it_stands(rooms: Rooms) -> None:
    packages = []
    with rooms.at("Laptop 1") as desk:
        for number in range(2):
            says(desk, "S1", f"Said {number}")
            packages.append(desk.packing.pack(rooms.folder / str(number), desk.packing.scope(since_last=True)).path)
    whole, mark = rooms.hands_in("Laptop 1"), mark_of(rooms, "Laptop 1")
    with rooms.at("desk") as desk:
        for package in (*packages, whole):
            desk.merging.merge([package])
        assert desk.handing_in.receive(mark, "Room A").state is Here.ALL
        for undone in desk.history.entries()[:2]:
            desk.history.undo(undone.id)
            assert states(desk)["Room A"] == ["older"]
            desk.history.redo()
            assert states(desk)["Room A"] == ["here"]


def test_a_receipt_stays_here_where_another_merge_that_held_it_stands(rooms: Rooms) -> None:
    first, mark = says_at(rooms, "Laptop 1", "S1").rename(rooms.folder / "first.forumpack"), mark_of(rooms, "Laptop 1")
    second = says_at(rooms, "Laptop 1", "S2")
    with rooms.at("desk") as desk:
        desk.merging.merge([first])
        earlier = desk.history.entries()[0].id
        desk.merging.merge([second])
        desk.history.undo(earlier)
        assert desk.handing_in.receive(mark, "Room A").state is Here.ALL
        desk.history.undo()
        assert states(desk)["Room A"] == ["missing"]


def test_a_receipt_of_which_something_is_left_aside_is_not_here_until_it_comes_back(rooms: Rooms) -> None:
    first = says_at(rooms, "Laptop 1", "S1").rename(rooms.folder / "first.forumpack")
    second, mark = says_at(rooms, "Laptop 1", "S2"), mark_of(rooms, "Laptop 1")
    with rooms.at("desk") as desk:
        desk.merging.merge([first])
        desk.history.undo()
        desk.merging.merge([second], Terms(bring_back=False))
        assert desk.handing_in.receive(mark, "Room A").state is Here.OLDER
        desk.merging.merge([second])
        assert states(desk)["Room A"] == ["here"]
