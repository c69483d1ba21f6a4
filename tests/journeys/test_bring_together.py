"""Rooms are brought together in the window: looked at, merged, settled by key, undone; and handed over again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QInputDialog

from forumdesk.domain.handover import fingerprint_of
from forumdesk.domain.recommendations import Level
from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from forumdesk.services.met import Met
from forumdesk.services.packing import Seal
from forumdesk.ui.formats import unbroken
from tests.builders import a_laptop
from tests.journeys.person import CONTROL, ENTER, Person
from tests.services.hands import HandClock
from tests.services.rooms import Rooms

WORDING = "Recognise foreign skills through a municipal skills passport."


@pytest.fixture
def rooms(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rooms:
    """Rooms that begin with the small forum, whose first recommendation has a wording to change."""
    monkeypatch.setenv("FORUMDESK_HOME", str(tmp_path / "home"))
    made = Rooms(small, tmp_path / "rooms")
    made.folder.mkdir()
    with Rooms(small, tmp_path).at("small") as desk:
        desk.recommending.change([first(desk)], text=WORDING)
    return made


def first(desk: Desk) -> str:
    return str(next(one["id"] for one in desk.listing.listed("recommendations") if one["number"] == 1))


def wording(desk: Desk) -> str:
    return str(next(one["text"] for one in desk.listing.listed("recommendations") if one["number"] == 1))


def room_says(rooms: Rooms, name: str, **fields: Any) -> Path:
    """A room changes the first recommendation, takes a note, and hands in."""
    with rooms.at(name) as desk:
        desk.recommending.change([first(desk)], **fields)
        desk.capturing.keep(desk.planning.session("S1").id, f"Said in {name}")
        return desk.packing.pack(rooms.folder / name).path


@pytest.fixture
def person(rooms: Rooms, sit_down: Callable[..., Person]) -> Person:
    """Somebody at the Merge page of the small forum."""
    person = sit_down(rooms.prepared)
    person.goes_to("merge")
    return person


def drops(person: Person, *paths: Path) -> None:
    """Let files fall on the page."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, none, left = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    person.page.dropEvent(QDropEvent(QPoint(5, 5), copy, data, left, none))
    person.settled()


def cards(person: Person) -> list[str]:
    return [card.accessibleName() for card in person.page._side.sources._cards]


def counted(person: Person) -> dict[str, str]:
    return {words.text(): count.text() for words, count in person.page._looked.counts.lines if words.isVisible()}


def a_laptop_reads(name: str) -> str:
    """The fingerprint that is read out from a laptop's screen."""
    return fingerprint_of(a_laptop(name).device)


def notes(desk: Desk) -> int:
    return len(desk.capturing.notes(desk.planning.session("S1").id).notes)


def test_an_empty_page_says_what_it_is_for(person: Person) -> None:
    assert person.reads("Bring the rooms together")
    assert not person.page._side.merge.isVisible()


def test_what_is_dropped_is_looked_at_merged_and_taken_back(person: Person, rooms: Rooms) -> None:
    packages = [room_says(rooms, "B", actor="The city"), room_says(rooms, "C", level=Level.CITY)]
    before = person.asks(notes)
    drops(person, *packages)
    assert len(cards(person)) == 2
    assert cards(person)[0].startswith("B. 3 notes · 2 recommendations\n")
    assert "Vouched for by B (first time), Room A, small\n" in cards(person)[0]
    assert f"B reads {unbroken(a_laptop_reads('B'))}" in cards(person)[0]
    assert counted(person)["New notes"] == "2"
    assert counted(person)["Changed on one side"] == "2"
    assert person.asks(notes) == before
    person.clicks(person.page._side.merge)
    assert person.asks(notes) == before + 2
    assert person.reads("Taken in as one act: Ctrl+Z takes all of it back. A copy of the forum was kept before.")
    assert person.reads("Nothing differs")
    person.presses(Qt.Key.Key_Z, CONTROL)
    assert person.asks(notes) == before


def conflicting(person: Person, rooms: Rooms) -> Any:
    """Two rooms reworded the same recommendation and gave it to two actors; the queue is on the screen."""
    drops(
        person,
        room_says(rooms, "B", text=WORDING.replace("foreign", "prior"), actor="The city"),
        room_says(rooms, "C", text=WORDING.replace("passport.", "passport that employers co-sign."), actor="The state"),
    )
    assert counted(person)["Values that differ"] == "2"
    person.clicks(person.page._side.merge)
    assert person.page.state() == ("2 conflicts", "warning")
    return person.page._queues.conflicts


def test_conflicts_are_a_queue_that_keys_work_off(person: Person, rooms: Rooms) -> None:
    queue = conflicting(person, rooms)
    assert queue.heading.text() == "R-01 · Responsible"
    queue.setFocus()
    person.presses(Qt.Key.Key_S, where=queue)
    assert queue.heading.text() == "R-01 · Wording"
    assert queue._before.text() == WORDING
    assert "prior" in queue._suggested.text()
    assert "co-sign" in queue._suggested.text()
    person.presses(Qt.Key.Key_B, where=queue)
    both = "Recognise prior skills through a municipal skills passport that employers co-sign."
    assert person.asks(wording) == both
    assert queue.heading.text() == "R-01 · Responsible"
    chosen = queue.current.heads[1].value
    person.presses(Qt.Key.Key_2, where=queue)
    assert person.asks(lambda desk: next(desk.listing.listed("recommendations"))["actor"]) == chosen
    assert person.page.state() == ("", "")
    assert person.reads("Nothing differs")
    person.presses(Qt.Key.Key_Z, CONTROL)
    assert person.page.state() == ("1 conflict", "warning")


def test_after_a_merge_the_keys_settle_at_once(person: Person, rooms: Rooms) -> None:
    changed = (WORDING.replace("foreign", "prior"), WORDING.replace("passport.", "passport that employers co-sign."))
    drops(person, *(room_says(rooms, name, text=text) for name, text in zip("BC", changed, strict=True)))
    person.window.activateWindow()
    person.does("merge-now")
    person.presses(Qt.Key.Key_B)
    assert person.page.state() == ("", "")
    assert "prior skills" in person.asks(wording)
    assert "co-sign" in person.asks(wording)


def test_a_conflict_is_worded_anew_and_esc_leaves_it_as_it_is(person: Person, rooms: Rooms) -> None:
    queue = conflicting(person, rooms)
    person.presses(Qt.Key.Key_S, where=queue)
    person.presses(Qt.Key.Key_E, where=queue)
    own = queue._own
    assert own.isVisible()
    own.setPlainText("Recognise skills.")
    person.presses(ENTER, CONTROL, own)
    assert person.asks(wording) == "Recognise skills."
    assert person.page.state() == ("1 conflict", "warning")


def test_a_wording_that_was_begun_and_skipped_settles_nothing(person: Person, rooms: Rooms) -> None:
    queue = conflicting(person, rooms)
    person.presses(Qt.Key.Key_S, where=queue)
    person.presses(Qt.Key.Key_E, where=queue)
    queue._own.setPlainText("Half a senten")
    person.clicks(queue._skip)
    assert person.page.state() == ("2 conflicts", "warning")
    assert not queue._own.isVisible()


def test_all_of_one_laptop_is_taken_in_one_act(person: Person, rooms: Rooms) -> None:
    queue = conflicting(person, rooms)
    laptop = queue.current.heads[0].laptop
    person.clicks(queue._all)
    assert person.page.state() == ("", "")
    assert ("prior" in person.asks(wording)) == (laptop == "B")
    person.presses(Qt.Key.Key_Z, CONTROL)
    assert person.page.state() == ("2 conflicts", "warning")


def test_a_click_on_a_side_takes_it(person: Person, rooms: Rooms) -> None:
    queue = conflicting(person, rooms)
    value = queue.current.heads[0].value
    person.clicks(queue._cards[0])
    assert person.asks(lambda desk: next(desk.listing.listed("recommendations"))["actor"]) == value


def test_what_is_refused_says_why_and_the_others_are_merged(person: Person, rooms: Rooms, tmp_path: Path) -> None:
    good = room_says(rooms, "B", actor="The city")
    torn = tmp_path / "torn.forumpack"
    torn.write_bytes(good.read_bytes()[:400])
    drops(person, torn, good)
    assert "is damaged or is not a package of ForumDesk" in cards(person)[0]
    assert counted(person)["Files refused"] == "1"
    person.clicks(person.page._side.merge)
    assert person.banner == ""
    assert person.asks(lambda desk: next(desk.listing.listed("recommendations"))["actor"]) == "The city"


def test_a_package_dropped_anywhere_is_looked_at_on_its_page(person: Person, rooms: Rooms) -> None:
    package = room_says(rooms, "B", actor="The city")
    person.goes_to("home")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(package))])
    copy, none, left = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    person.window.dropEvent(QDropEvent(QPoint(5, 5), copy, data, left, none))
    person.settled()
    assert person.page.NAME == "merge"
    assert cards(person)[0].startswith("B. ")


def test_where_everything_is_refused_there_is_nothing_to_merge(person: Person, tmp_path: Path) -> None:
    other = tmp_path / "minutes.docx"
    other.write_text("Minutes")
    drops(person, other)
    assert person.reads("None of this can be taken in.")
    assert not person.page._side.merge.isEnabled()
    person.does("clear-packages")
    assert cards(person) == []


def test_a_passphrase_is_asked_for_where_one_is_needed(
    person: Person, rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forumdesk.exchange.passphrase.WORK", 10)  # a second each time else
    with rooms.at("B") as desk:
        desk.capturing.keep(desk.planning.session("S1").id, "Said in B")
        packed = desk.packing.pack(rooms.folder / "B", sealed=Seal(passphrase="jacaranda"))  # noqa: S106
    drops(person, packed.path)
    assert "is encrypted, and not for this laptop" in cards(person)[0]
    person.clicks(person.button("Say the passphrase…", person.page))
    (dialog,) = (one for one in person.page.findChildren(QInputDialog) if one.isVisible())
    person.types("jacaranda", dialog.focusWidget())
    person.presses(ENTER, where=dialog.focusWidget())
    assert counted(person)["New notes"] == "1"


def test_two_laptops_of_one_name_are_told_apart(person: Person, rooms: Rooms) -> None:
    drops(person, room_says(rooms, "B", actor="The city"))
    person.clicks(person.page._side.merge)
    with rooms.at("C") as desk:
        desk.people.add(position="Guest")
    named_b = Forums(replace(a_laptop("another B"), name="B"), HandClock())
    with named_b.opened(rooms.file("C")) as desk:
        desk.capturing.keep(desk.planning.session("S1").id, "Said by the other B")
        package = desk.packing.pack(rooms.folder / "other B").path
    drops(person, package)
    other = a_laptop_reads("another B")
    assert f"Vouched for by B ({other[:4]}) (first time), " in cards(person)[0]
    assert f"B ({other[:4]}) reads {unbroken(other)}" in cards(person)[0]


def test_the_forum_is_handed_over_with_a_receipt(person: Person, rooms: Rooms, tmp_path: Path) -> None:
    person.does("hand-over")
    dialog = person.dialog
    assert dialog._what.count() == len(("whole", "since", "S1", "S2", "Dakar", "Quito"))
    person.clicks(dialog._start)
    (chooser,) = (one for one in dialog.findChildren(QFileDialog) if one.isVisible())
    chooser.close()
    dialog._place_chosen(str(tmp_path / "out.forumpack"))
    person.settled()
    lines = dialog._receipt.text().splitlines()
    assert lines[0] == "Written and read again: out.forumpack"
    assert dialog._mark.text().startswith("Receipt ")
    assert lines[1] == "2 notes · 2 recommendations"
    assert lines[2].startswith("last edit ")
    assert dialog._receipt.height() >= dialog._receipt.sizeHint().height()
    assert lines[3] == f"This laptop signs as {person.asks(lambda desk: desk.identity.fingerprint)}"
    with rooms.at("B") as desk:
        assert desk.merging.look([tmp_path / "out.forumpack"]).sources[0].refused is None
    dialog.reject()
    person.settled()


def test_a_stick_on_which_nothing_can_be_written_is_told(person: Person, tmp_path: Path) -> None:
    person.does("hand-over")
    person.dialog.write(tmp_path / "no such folder" / "out.forumpack")
    person.settled()
    assert person.banner == "“out.forumpack” could not be written there. Choose another folder or stick."


def test_the_board_says_which_rooms_brought_what(person: Person, rooms: Rooms) -> None:
    lines = [line.accessibleName() for line in person.page._side.board.lines if line.isVisible()]
    assert len(lines) == 1
    assert lines[0].startswith("Room A. 2 notes · 2 recommendations · ")
    assert "nothing from S2" in lines[0]
    with rooms.at("B") as desk:
        desk.capturing.keep(desk.planning.session("S2").id, "Said in the second session")
        desk.packing.pack(rooms.folder / "B")
    drops(person, rooms.folder / "B.forumpack")
    person.clicks(person.page._side.merge)
    person.does("clear-packages")
    (line,) = (line.accessibleName() for line in person.page._side.board.lines if line.isVisible())
    assert line.startswith("Room A. 3 notes · 2 recommendations · ")
    assert line.endswith("B, Room A")


def test_the_forum_that_is_open_is_not_brought_into_itself_and_the_others_are(person: Person, rooms: Rooms) -> None:
    drops(person, rooms.prepared, room_says(rooms, "B", actor="The city"))
    assert person.banner == "“small.forum” is the forum that is open. Drop what the others wrote."
    assert len(cards(person)) == 1


def test_a_forum_without_a_plan_says_what_will_stand_on_the_board(person: Person, tmp_path: Path) -> None:
    person.waits_for(person.workplace.opened, person.workplace.new, tmp_path / "new.forum", "blank")
    person.goes_to("merge")
    assert person.reads("Once sessions are planned in rooms, what each room brought stands here.")


def board(person: Person) -> list[str]:
    return [line.accessibleName() for line in person.page._side.board.lines if line.isVisible()]


def test_a_receipt_is_typed_as_it_is_read_out_and_expected_until_it_comes(person: Person, rooms: Rooms) -> None:
    package = room_says(rooms, "B", actor="The city")
    with rooms.at("B") as desk:
        mark = desk.packing.pack(rooms.folder / "again").receipt.mark
    receiving = person.page._side.receiving
    receiving.room.setCurrentIndex(1)
    person.types(mark.replace("-", " ").lower(), receiving.mark)
    person.presses(ENTER, where=receiving.mark)
    assert receiving.answer.text() == f"! {mark}: what is here of the room is older."
    shown = unbroken(mark)
    assert f"older than its receipt {shown}" in board(person)[0]
    drops(person, package)
    assert f"receipt {shown}" in cards(person)[0]
    person.clicks(person.page._side.merge)
    person.does("clear-packages")
    assert f"exactly as its receipt {shown} says" in board(person)[0]
    receiving.room.setCurrentIndex(0)
    person.types("ABCD-EFGH", receiving.mark)
    person.clicks(receiving._compare)
    assert board(person)[1] == "Receipt ABCD-EFGH. not here yet"
    person.clicks(person.page._side.board.lines[1]._forget)
    assert len(board(person)) == 1
    person.types("no mark", receiving.mark)
    person.presses(ENTER, where=receiving.mark)
    assert person.banner.startswith("“no mark” is not the mark of a receipt.")


def test_the_board_tells_a_file_that_was_altered_and_a_clock_that_is_wrong(person: Person, rooms: Rooms) -> None:
    late = HandClock()
    late.go(hours=-26)
    with rooms.at("B", late) as desk:
        desk.capturing.keep(desk.planning.session("S1").id, "Said in B")
    package = rooms.hands_in("B", late)
    members = {name: held.replace(b"Said in B", b"Seid in B") for name, held in members_of(package).items()}
    torn = package.with_name("torn.forumpack")
    with ZipFile(torn, "w") as packed:
        for name, held in members.items():
            packed.writestr(name, held)
    drops(person, torn)
    person.does("clear-packages")
    assert board(person)[1] == "B. “torn.forumpack” was altered, so it was refused"
    drops(person, package)
    person.clicks(person.page._side.merge)
    person.does("clear-packages")
    (line,) = board(person)
    assert "torn" not in line


def members_of(package: Path) -> dict[str, bytes]:
    with ZipFile(package) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_a_wrong_clock_is_told_in_words(person: Person) -> None:
    words = {
        1: "clock 1 minute ahead",
        -119: "clock 119 minutes behind",
        180: "clock 3 hours ahead",
        -1560: "clock 26 hours behind",
    }
    for ahead, said in words.items():
        person.asks(partial(notices, met=Met("c" * 32, "Laptop C", ahead)))
        person.page.entered()
        person.settled()
        assert board(person)[1] == f"Laptop C. Laptop C: {said}"


def notices(desk: Desk, *, met: Met) -> None:
    desk.handing_in.notice([met])
