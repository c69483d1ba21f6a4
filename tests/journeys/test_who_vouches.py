"""Before and after a merge it is said who vouches, what is missing, set aside or unsigned, and who is not trusted."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication

from forumdesk.services.desk import Desk
from tests.journeys.person import CONTROL, Person
from tests.journeys.test_bring_together import board, cards, drops, first, notes, room_says, rooms
from tests.services.rooms import Rooms

__all__ = ["rooms"]


@pytest.fixture
def person(rooms: Rooms, sit_down: Callable[..., Person]) -> Person:
    """Somebody at the Merge page of the small forum."""
    person = sit_down(rooms.prepared)
    person.goes_to("merge")
    return person


def actor(desk: Desk) -> str:
    record = desk.recommending.get(first(desk))
    assert record is not None
    return record.actor


def test_what_was_set_aside_comes_again_as_a_choice(person: Person, rooms: Rooms) -> None:
    package = room_says(rooms, "B", actor="The city")
    before = person.asks(notes)
    drops(person, package)
    assert not person.page._looked.aside.isVisible()
    person.clicks(person.page._side.merge)
    person.presses(Qt.Key.Key_Z, CONTROL)
    drops(person, package)
    choice = person.page._looked.aside
    assert choice.title.text() == "3 entries come again that you set aside here"
    assert choice.first.accessibleName() == "Bring back the 3 that were set aside when a merge was taken back"
    assert choice.first.isChecked()
    assert person.reads("All of it was brought in before and taken back since. Merging brings it back.")
    person.clicks(choice.words[1])
    assert choice.second.isChecked()
    assert not person.page._side.merge.isEnabled()
    assert person.reads("Nothing new: what you set aside here stays aside.")
    person.presses(Qt.Key.Key_Up, where=choice.second)
    assert choice.first.isChecked()
    person.clicks(person.page._side.merge)
    assert person.asks(notes) == before + 1
    assert person.asks(actor) == "The city"


def test_what_is_left_aside_stays_so_while_what_is_new_comes(person: Person, rooms: Rooms) -> None:
    before = person.asks(notes)
    drops(person, room_says(rooms, "B", actor="The city"))
    person.clicks(person.page._side.merge)
    person.presses(Qt.Key.Key_Z, CONTROL)
    with rooms.at("B") as desk:
        desk.capturing.keep(desk.planning.session("S2").id, "Said later in B")
        package = desk.packing.pack(rooms.folder / "later").path
    drops(person, package)
    person.clicks(person.page._looked.aside.second)
    person.clicks(person.page._side.merge)
    assert person.asks(notes) == before
    assert person.asks(actor) == ""
    assert [
        one.text for one in person.asks(lambda desk: desk.capturing.notes(desk.planning.session("S2").id)).notes
    ] == ["Said later in B"]


def file_of_a_laptop_that_died(rooms: Rooms) -> Path:
    """B's own file, as it was on its disk before it could sign the last note."""
    died = rooms.folder / "died.forum"
    with rooms.at("B") as desk:
        desk.capturing.keep(desk.planning.session("S1").id, "The last words of B")
        desk._database.tidy()
        shutil.copy(rooms.file("B"), died)
    return died


def last_words(desk: Desk) -> list[tuple[str, str]]:
    """The note that nobody signed, with who vouches for it."""
    found = [
        one for one in desk.capturing.notes(desk.planning.session("S1").id).notes if one.text.startswith("The last")
    ]
    return [(desk.history.of_record(one.id)[0].laptop, desk.history.of_record(one.id)[0].taken_in_by) for one in found]


def test_words_that_nobody_signed_are_taken_in_once_somebody_says_so(person: Person, rooms: Rooms) -> None:
    drops(person, file_of_a_laptop_that_died(rooms))
    choice = person.page._looked.unsigned
    assert choice.title.text() == "Nobody signed 2 entries of a forum file"
    assert choice.second.isChecked()
    assert not person.page._side.merge.isEnabled()
    person.clicks(choice.first)
    person.clicks(person.page._side.merge)
    assert [by for _, by in person.asks(last_words)] == ["Room B"]


def test_copied_keys_are_told_in_a_plain_sentence(person: Person, rooms: Rooms, tmp_path: Path) -> None:
    logs = tmp_path / "home" / "own-logs.json"
    rooms.says("B", "Begun in B")
    kept = [(path, path.read_bytes()) for path in (rooms.file("B"), logs)]
    rooms.says("B", "Said on one laptop")
    one = shutil.copy(rooms.hands_in("B"), rooms.folder / "one.forumpack")
    for path, content in kept:
        path.write_bytes(content)
    rooms.says("B", "Said on the other")
    drops(person, Path(one))
    person.clicks(person.page._side.merge)
    drops(person, rooms.hands_in("B"))
    said = "Two laptops write as B, for its keys were copied: both are kept. Give one of them new keys."
    assert person.page._looked.notes.text() == said
    person.clicks(person.page._side.merge)
    assert person.reads(said)


@pytest.mark.qt_log_ignore("^This plugin does not support (propagateSizeHints|raise|grabbing the keyboard)")
def test_a_lost_laptop_is_trusted_no_more_and_again_by_key(person: Person, rooms: Rooms) -> None:
    drops(person, room_says(rooms, "B", actor="The city"))
    person.clicks(person.page._side.merge)
    person.does("clear-packages")
    line = person.page._side.board.lines[0]
    assert line.more.accessibleName() == "Laptops of Room A"
    line.more.setFocus()
    person.presses(Qt.Key.Key_Space, where=line.more)
    assert [one.text() for one in line.menu.actions()] == [
        "B was lost: trust it no more",
        "Room A was lost: trust it no more",
    ]
    person.presses(Qt.Key.Key_Down, where=line.menu)
    person.presses(Qt.Key.Key_Return, where=line.menu)
    assert "B is not trusted any more" in board(person)[0]
    drops(person, room_says(rooms, "B", actor="A thief"))
    assert person.page._looked.notes.text().startswith("2 entries of laptops that you trust no more are left out.")
    assert not person.page._side.merge.isEnabled()
    person.does("clear-packages")
    QApplication.sendEvent(
        line, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), line.mapToGlobal(QPoint(5, 5)))
    )
    person.presses(Qt.Key.Key_Down, where=line.menu)
    person.presses(Qt.Key.Key_Return, where=line.menu)
    assert "not trusted" not in board(person)[0]
    drops(person, rooms.folder / "B.forumpack")
    person.clicks(person.page._side.merge)
    assert person.asks(actor) == "A thief"


def test_what_is_refused_stands_first(person: Person, rooms: Rooms, tmp_path: Path) -> None:
    minutes = tmp_path / "minutes.docx"
    minutes.write_text("Minutes")
    drops(person, room_says(rooms, "B", actor="The city"), minutes)
    assert cards(person)[0].startswith("minutes.docx. “minutes.docx” is neither a package")
    assert cards(person)[0].endswith("Choose a file that ends in .forumpack, .forum or .xlsx.")
    assert cards(person)[1].startswith("B. ")
