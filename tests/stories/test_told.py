"""Stories that once went wrong, as short as they became."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from forumdesk.domain.handover import Scope
from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from tests.builders import a_laptop
from tests.services.hands import HandClock
from tests.services.rooms import Rooms


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    """A forum with a session, as every laptop gets it."""
    Forums(a_laptop("secretariat"), HandClock()).new(tmp_path / "blank.forum").close()
    with Rooms(tmp_path / "blank.forum", tmp_path).at("prepared") as desk:
        desk.planning.add_session("Employment", code="S1")
    return Rooms(tmp_path / "prepared.forum", tmp_path)


def texts(desk: Desk) -> list[str]:
    return [one["text"] for one in desk.listing.listed("notes")]


def hand_over(rooms: Rooms, desk: Desk, *, since_last: bool = False, session: str = "") -> Path:
    scope = desk.packing.scope(since_last=since_last, sessions=[session] if session else [])
    return desk.packing.pack(rooms.folder / "handed.forumpack", scope).path


@pytest.mark.parametrize(
    "scope", [{}, {"since_last": True}, {"session": "S1"}], ids=["all", "since the last", "a session"]
)
def test_an_act_taken_back_and_brought_again_is_heard_of_elsewhere(rooms: Rooms, scope: dict[str, object]) -> None:
    rooms.says("A", "Said once")
    with rooms.at("A") as mine, rooms.at("B") as other:
        for does, shown in ((None, ["Said once"]), (mine.history.undo, []), (mine.history.redo, ["Said once"])):
            if does is not None:
                does()
            package = hand_over(rooms, mine, **scope)  # type: ignore[arg-type]
            other.merging.merge([package])
            assert texts(other) == shown
            with other._database.read() as forum:
                assert list(forum.attestations.missing()) == []


def test_a_copy_of_a_file_in_which_nothing_was_written_yet_raises_no_alarm(rooms: Rooms) -> None:
    """A copy is opened, and begins a branch of its own; before its first word it is copied once more."""
    rooms.says("A", "Said at first")
    first = Path(shutil.copy(rooms.file("A"), rooms.folder / "first.forum"))
    with rooms.at("first", laptop="A"):
        pass
    shutil.copy(first, rooms.folder / "second.forum")
    packages = []
    for name in ("first", "second"):
        rooms_said = f"Said in the {name} copy"
        with rooms.at(name, laptop="A") as desk:
            desk.capturing.keep(desk.planning.session("S1").id, rooms_said)
            packages.append(desk.packing.pack(rooms.folder / f"{name}.forumpack", Scope()).path)
    with rooms.at("desk") as desk:
        merged = desk.merging.merge(packages)
        assert [one.doubled for one in merged.sources] == [(), ()]
        assert sorted(texts(desk)) == ["Said at first", "Said in the first copy", "Said in the second copy"]


def test_likely_duplicates_of_one_number_are_paired_alike_on_every_laptop(rooms: Rooms) -> None:
    packages = []
    for name in ("A", "B"):
        with rooms.at(name) as desk:
            desk.recommending.add(text="Open a one-stop desk for all.", session=desk.planning.session("S1").id)
            packages.append(desk.packing.pack(rooms.folder / f"{name}.forumpack").path)
    pairs = []
    for name, package in (("A", packages[1]), ("B", packages[0])):
        with rooms.at(name) as desk:
            desk.merging.merge([package])
            pairs.append(list(desk.listing.listed("duplicates")))
    assert len(pairs[0]) == 1
    assert pairs[0] == pairs[1]


def asked_whether_it_stays(rooms: Rooms) -> Path:
    """A takes a note back, unheard by B, who had gone on with it: the package of A with which B is asked."""
    rooms.says("A", "Said once @Quito")
    package = rooms.hands_in("A")
    with rooms.at("B") as other:
        other.merging.merge([package])
        other.capturing.change([one["id"] for one in other.listing.listed("notes")], codes=("sdg 8.5",))
    with rooms.at("A") as mine:
        mine.history.undo()
        return hand_over(rooms, mine)


def test_a_note_whose_beginning_was_taken_back_stays_with_all_its_words_where_somebody_says_so(rooms: Rooms) -> None:
    package = asked_whether_it_stays(rooms)
    with rooms.at("B") as other:
        before = list(other.listing.listed("notes"))
        other.merging.merge([package])
        (asked,) = other.settling.conflicts()
        other.settling.settle(asked.record, asked.field, asked.heads[-1].id)
        assert list(other.listing.listed("notes")) == before
        assert other.settling.conflicts() == ()


def test_a_settlement_that_let_a_record_stay_is_undone_and_asked_again(rooms: Rooms) -> None:
    package = asked_whether_it_stays(rooms)
    with rooms.at("B") as other:
        other.merging.merge([package])
        before = [list(other.listing.listed(what)) for what in ("notes", "conflicts")]
        (asked,) = other.settling.conflicts()
        other.settling.settle(asked.record, asked.field, asked.heads[-1].id)
        assert other.history.undo().stayed == 0
        assert [list(other.listing.listed(what)) for what in ("notes", "conflicts")] == before
        other.history.redo()
        assert other.settling.conflicts() == ()
        assert other.checking.faults() == ()
