"""Nothing is missing unnoticed: what has not come is told by hand-over and time, what stays away on purpose is not."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from forumdesk.domain.handover import Scope
from forumdesk.services.desk import Desk
from forumdesk.services.merging import Merged
from forumdesk.services.missing import Missing
from tests.builders import a_laptop
from tests.services.hands import HandClock
from tests.services.rooms import Rooms

LINES = {"10:02": 3, "10:31": 14, "11:05": 2}
"""How many notes Room B took until it handed over at a time of the day."""


@pytest.fixture
def rooms(blank: Path, tmp_path: Path) -> Rooms:
    """A forum with two rooms of one session each, and a recommendation."""
    with Rooms(blank, tmp_path).at("prepared") as desk:
        for name, code in (("Room A", "S2"), ("Room B", "S1")):
            room = desk.planning.add_room(name)
            desk.planning.add_session(f"Session {code}", code=code, room=room.id)
        desk.recommending.add("Recognise foreign skills", session=desk.planning.session("S1").id)
    return Rooms(tmp_path / "prepared.forum", tmp_path)


def texts(desk: Desk) -> list[str]:
    return sorted(one.text for one in desk.capturing.notes(desk.planning.session("S1").id).notes)


def asked(desk: Desk) -> str:
    (one,) = desk.listing.listed("recommendations")
    return str(one["id"])


def at_time(told: str) -> HandClock:
    clock = HandClock()
    hour, minute = map(int, told.split(":"))
    clock.instant = datetime(2026, 9, 29, hour, minute, tzinfo=UTC)
    return clock


@pytest.fixture
def since_last(rooms: Rooms) -> list[Path]:
    """Three packages of Room B, each with what it did not hand over before."""
    found = []
    for told, many in LINES.items():
        clock = at_time(told)
        with rooms.at("Room B", clock) as desk:
            for number in range(many):
                desk.capturing.keep(desk.planning.session("S1").id, f"Said {number} until {told}")
            desk.recommending.change([asked(desk)], text=f"Worded at {told}")
            scope = desk.packing.scope(since_last=True)
            found.append(desk.packing.pack(rooms.folder / f"until {told[:2]}{told[3:]}", scope).path)
    return found


def sentences(merged: Merged) -> list[str]:
    return [one.sentence for one in merged.missing]


def test_a_hand_over_lost_in_the_middle_is_told_with_its_notes_and_its_time(
    rooms: Rooms, since_last: list[Path]
) -> None:
    with rooms.at("desk") as desk:
        assert desk.merging.merge([since_last[0]]).missing == ()
        merged = desk.merging.merge([since_last[2]])
        assert sentences(merged) == ["1 hand-over of “Room B”, 14 notes between 10:02 and 10:31, has not come."]
        (one,) = merged.missing
        assert (one.device, one.hand_overs, one.notes) == (a_laptop("Room B").device, 1, 14)
        assert one.entries >= 15
        assert [told.missing for told in desk.handing_in.board()] == [(), (one,)]
        assert desk.checking.faults() == ()
        (oddity,) = desk.checking.oddities()  # as the clocks of the host city showed it
        assert oddity.startswith("1 hand-over of “Room B”, 14 notes between 12:02 and 12:31, has not come. Ask")
        assert desk.merging.merge([since_last[1]]).missing == ()
        assert len(texts(desk)) == 19
        assert all(told.missing == () for told in desk.handing_in.board())


def test_several_hand_overs_that_are_lost_are_told_together(rooms: Rooms, since_last: list[Path]) -> None:
    with rooms.at("desk") as desk:
        merged = desk.merging.merge([since_last[2]])
        assert sentences(merged) == ["2 hand-overs of “Room B” until 10:31 have not come."]


@pytest.mark.parametrize("order", [(0, 2, 1), (2, 0, 1), (2, 1, 0)])
def test_nobody_is_asked_to_choose_between_the_first_and_the_third_word(
    rooms: Rooms, since_last: list[Path], order: tuple[int, ...]
) -> None:
    with rooms.at("desk") as desk:
        for place in order[:2]:
            desk.merging.merge([since_last[place]])
            assert desk.settling.conflicts() == ()
        desk.merging.merge([since_last[order[2]]])
        assert desk.settling.conflicts() == ()
        assert desk.recommending.get(asked(desk)).text == "Worded at 11:05"  # type: ignore[union-attr]


def test_before_anything_is_done_it_is_told_what_would_be_missing(rooms: Rooms, since_last: list[Path]) -> None:
    with rooms.at("desk") as desk:
        desk.merging.merge([since_last[0]])
        told = sentences(desk.merging.look([since_last[2]]))
        assert told == ["1 hand-over of “Room B”, 14 notes between 10:02 and 10:31, has not come."]
        assert sentences(desk.merging.look([since_last[2], since_last[1]])) == []
        assert desk.merging.look([since_last[1]]).missing == ()


def test_what_a_third_laptop_had_heard_of_and_did_not_bring_is_told(rooms: Rooms, since_last: list[Path]) -> None:
    with rooms.at("Room A") as desk:
        desk.merging.merge(since_last[:2])
        desk.capturing.keep(desk.planning.session("S2").id, "Said in Room A")
        part = desk.packing.pack(rooms.folder / "S2", desk.packing.scope(sessions=["S2"])).path
    with rooms.at("desk") as desk:
        assert desk.merging.merge([part]).missing == ()  # it lies outside of what Room A handed over
        (log,) = [one for one in desk.listing.listed("laptops") if one["name"] == "Room B"]
        assert log["withheld"] > 0
        assert log["withheld_by"] == ["Room A"]
        assert log["missing"] == 0


def test_what_was_handed_over_by_another_room_in_a_package_that_was_lost_is_told(rooms: Rooms) -> None:
    rooms.says("Room B", "One")
    first = rooms.hands_in("Room B").rename(rooms.folder / "first.forumpack")
    with rooms.at("Room A") as desk:
        desk.merging.merge([first])
        earlier = desk.packing.pack(rooms.folder / "earlier").path
    rooms.says("Room B", "Two", "Three")
    with rooms.at("Room A") as desk:
        desk.merging.merge([rooms.hands_in("Room B")])
        desk.packing.pack(rooms.folder / "lost", desk.packing.scope(since_last=True))
        desk.capturing.keep(desk.planning.session("S2").id, "Said in Room A")
        last = desk.packing.pack(rooms.folder / "last", desk.packing.scope(since_last=True)).path
    with rooms.at("desk") as desk:
        desk.merging.merge([first, earlier])
        told = [one for one in desk.merging.look([last]).missing if one.laptop == "Room B"]
        merged = [one for one in desk.merging.merge([last]).missing if one.laptop == "Room B"]
        assert (merged, [one.entries for one in merged]) == (told, [2])
        assert desk.checking.oddities()


def test_a_lost_hand_over_is_told_by_a_later_one_that_holds_nothing_of_its_own_laptop(rooms: Rooms) -> None:
    rooms.says("Room B", "One")
    first = rooms.hands_in("Room B").rename(rooms.folder / "first.forumpack")
    rooms.says("Room B", "Two", "Three")
    rooms.says("Room C", "Four")
    with rooms.at("Room B") as desk:
        lost = desk.packing.pack(rooms.folder / "lost", desk.packing.scope(since_last=True)).path
        desk.merging.merge([rooms.hands_in("Room C")])
        last = desk.packing.pack(rooms.folder / "last", desk.packing.scope(since_last=True)).path
    with rooms.at("desk") as desk:
        desk.merging.merge([first])
        looked = desk.merging.look([last]).missing
        merged = desk.merging.merge([last]).missing
        assert (merged, [(one.laptop, one.entries, one.notes) for one in merged]) == (looked, [("Room B", 2, 2)])
        assert len(desk.checking.oddities()) == 1
        assert desk.merging.merge([lost]).missing == ()
        assert desk.checking.oddities() == ()


def test_what_was_set_aside_is_withheld_and_not_missing(rooms: Rooms, since_last: list[Path]) -> None:
    with rooms.at("Room A") as desk:
        desk.merging.merge(since_last[:1])
        desk.merging.merge(since_last[1:2])
        desk.history.undo()
    with rooms.at("desk") as desk:
        assert desk.merging.merge([rooms.hands_in("Room A")]).missing == ()
        (log,) = [one for one in desk.listing.listed("laptops") if one["name"] == "Room B"]
        assert (log["withheld"] > 0, log["withheld_by"], log["missing"]) == (True, ["Room A"], 0)


def test_the_receipt_names_how_far_the_log_has_come(rooms: Rooms) -> None:
    rooms.says("Room B", "One")
    with rooms.at("Room B") as desk:
        first = desk.packing.pack(rooms.folder / "first").receipt.head
        desk.capturing.keep(desk.planning.session("S1").id, "Two")
        second = desk.packing.pack(rooms.folder / "second", Scope(sessions=("S2",))).receipt.head
    (branch, size), (again, more) = first.split(), second.split()
    assert (branch == again, int(more) - int(size)) == (True, 1)


def test_what_the_file_remembers_wrongly_of_hand_overs_counts_as_nothing(rooms: Rooms, since_last: list[Path]) -> None:
    with rooms.at("desk") as desk:
        desk.merging.merge([since_last[0]])
        desk.merging.merge([since_last[2]])
        for wrong in ("[", "[[1]]", '[[1, "yesterday", 2]]'):
            with desk._database.read() as forum:
                ((key,),) = forum.rows("SELECT key FROM local WHERE key LIKE 'handed %'")
            desk._database.remember(key, wrong)
            (told,) = desk.handing_in.board()[1].missing
            assert told.sentence == f"{told.entries} entries of “Room B” have not come."


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        (Missing("e" * 32, "", 1), "1 entry of “eeeeeeee” has not come."),
        (Missing("e" * 32, "Room B", 7), "7 entries of “Room B” have not come."),
        (
            Missing("e" * 32, "Room B", 7, 1, ends=at_time("10:31").instant),
            "1 hand-over of “Room B” until 10:31 has not come.",
        ),
        (
            Missing("e" * 32, "Room B", 7, 1, 1, at_time("10:02").instant, at_time("10:31").instant),
            "1 hand-over of “Room B”, 1 note between 10:02 and 10:31, has not come.",
        ),
        (
            Missing("e" * 32, "Room B", 20, 2, 14, at_time("10:02").instant, at_time("10:31").instant),
            "2 hand-overs of “Room B”, 14 notes between 10:02 and 10:31, have not come.",
        ),
    ],
)
def test_a_sentence_tells_how_much_has_not_come(missing: Missing, sentence: str) -> None:
    assert missing.sentence == sentence


# ---- photos


def test_a_photo_that_is_pinned_anew_comes_along(rooms: Rooms) -> None:
    rooms.says("Room B", "Said")
    with rooms.at("Room B") as desk:
        session = desk.planning.session("S1").id
        pinned = desk.pinning.pin(session, "Flipchart.png", b"\x89PNG one")
        desk.packing.pack(rooms.folder / "first", desk.packing.scope(since_last=True))
        desk.pinning.unpin([pinned.id])
        desk.pinning.pin(session, "Flipchart.png", b"\x89PNG one")
        second = desk.packing.pack(rooms.folder / "second", desk.packing.scope(since_last=True)).path
    with rooms.at("desk") as desk:
        (source,) = desk.merging.merge([second]).sources
        (shown,) = desk.pinning.pinned(desk.planning.session("S1").id)
        assert (desk.pinning.content(shown.id), source.photos_lacking) == (b"\x89PNG one", 0)


def test_a_photo_whose_undoing_was_undone_comes_along_and_one_that_does_not_is_told(rooms: Rooms) -> None:
    with rooms.at("Room B") as desk:
        session = desk.planning.session("S1").id
        desk.pinning.pin(session, "Flipchart.png", b"\x89PNG one")
        desk.history.undo()
        first = desk.packing.pack(rooms.folder / "first", desk.packing.scope(since_last=True)).path
        desk.history.redo()
        second = desk.packing.pack(rooms.folder / "second", desk.packing.scope(since_last=True)).path
    with rooms.at("desk") as desk:
        desk.merging.merge([first])
        assert desk.pinning.pinned(desk.planning.session("S1").id) == ()
        (source,) = desk.merging.merge([second]).sources
        (shown,) = desk.pinning.pinned(desk.planning.session("S1").id)
        assert (desk.pinning.content(shown.id), source.photos_lacking) == (b"\x89PNG one", 0)
