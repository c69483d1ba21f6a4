"""What was done is taken back: own acts, merges, large ones that are stopped; what stays is said with its reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from forumdesk.services.desk import Desk
from tests.journeys.person import CONTROL, SHIFT, Person
from tests.journeys.test_bring_together import WORDING, drops, first, notes, room_says, rooms, wording
from tests.services.rooms import Rooms

__all__ = ["rooms"]


@pytest.fixture
def person(rooms: Rooms, sit_down: Callable[..., Person]) -> Person:
    """Somebody at the Merge page of the small forum, which was planned on another laptop."""
    person = sit_down(rooms.prepared)
    person.goes_to("merge")
    return person


def merges(person: Person, *packages: Path) -> None:
    drops(person, *packages)
    person.clicks(person.page._side.merge)
    person.does("clear-packages")


def acts(dialog: Any) -> list[tuple[str, str]]:
    """What History lists: each act, and who takes it back."""
    model = dialog._model
    return [(model.item(row, 1).text(), model.item(row, 2).text()) for row in range(model.rowCount())]


def chooses(person: Person, dialog: Any, words: str) -> None:
    row = next(row for row, (said, _) in enumerate(acts(dialog)) if said.startswith(words))
    person.presses(Qt.Key.Key_Home, CONTROL, dialog._view)
    for _ in range(row):
        person.presses(Qt.Key.Key_Down, where=dialog._view)


def test_history_tells_who_can_take_what_back(person: Person, rooms: Rooms) -> None:
    merges(person, room_says(rooms, "B", actor="The city"))
    person.asks(lambda desk: desk.people.add(position="Guest"))
    person.settled()
    person.does("history")
    dialog = person.dialog
    assert acts(dialog)[0][1] == "this laptop"
    assert acts(dialog)[1] == ("Bring together: 2 records", "this desk alone")
    others = [by for _, by in acts(dialog)[2:]]
    assert set(others) == {"small", "Room A"}
    assert dialog._about.text().startswith("Done on this laptop. Taking it back travels to the others")
    assert dialog._turn.isEnabled()
    chooses(person, dialog, "Bring together")
    assert "nothing changes on the laptops that wrote it" in dialog._about.text()
    assert dialog._turn.isEnabled()
    chooses(person, dialog, "Edit recommendation")
    assert dialog._about.text().startswith("Done on small: only that laptop takes it back.")
    assert not dialog._turn.isEnabled()


def test_a_merge_is_taken_back_on_this_desk_alone_and_marked_so(person: Person, rooms: Rooms) -> None:
    before = person.asks(notes)
    merges(person, room_says(rooms, "B", actor="The city"))
    person.does("history")
    dialog = person.dialog
    person.clicks(dialog._turn)
    assert person.asks(notes) == before
    assert dialog._came.text() == "Undone: Bring together. Nothing changes on the laptops that wrote it."
    assert dialog.current.is_merge, "the act that was chosen stays chosen"
    assert acts(dialog)[0][0] == "Undone: Bring together"
    assert acts(dialog)[1] == ("Bring together: 2 records", "taken back")
    assert dialog._about.text().startswith("It was taken back, and nothing of it counts any more.")
    with rooms.at("B") as desk:
        assert notes(desk) == before + 1


def test_what_was_taken_back_is_brought_again_from_the_list_whatever_was_done_since(
    person: Person, rooms: Rooms
) -> None:
    before = person.asks(notes)
    merges(person, room_says(rooms, "B", actor="The city"))
    person.does("undo")
    person.asks(lambda desk: desk.people.add(position="Guest"))
    person.settled()
    person.does("history")
    dialog = person.dialog
    chooses(person, dialog, "Bring together")
    assert dialog._turn.text() == "Bring this again"
    person.presses(Qt.Key.Key_Space, where=dialog._turn)
    assert person.asks(notes) == before + 1
    assert dialog._came.text() == "Done again: Bring together."
    assert dialog._turn.text() == "Take this back"
    assert acts(dialog)[0][0] == "Done again: Bring together"


def test_what_stays_because_of_ones_own_word_can_be_taken_back_too(person: Person, rooms: Rooms) -> None:
    merges(person, room_says(rooms, "B", text=WORDING.replace("foreign", "prior")))
    person.asks(lambda desk: desk.recommending.change([first(desk)], text=WORDING.replace("foreign", "all")))
    person.settled()
    person.does("history")
    dialog = person.dialog
    chooses(person, dialog, "Bring together")
    person.clicks(dialog._turn)
    assert "1 record stays because of what you did at " in dialog._came.text()
    assert "all" in person.asks(wording)
    person.clicks(person.button("Take that back too", dialog))
    assert person.asks(wording) == WORDING
    assert not any(one.isVisible() for one in dialog._too)


def test_the_strip_offers_it_as_well(person: Person, rooms: Rooms) -> None:
    merges(person, room_says(rooms, "B", text=WORDING.replace("foreign", "prior")))
    merge = person.asks(lambda desk: desk.history.entries()[0].id)
    person.asks(lambda desk: desk.recommending.change([first(desk)], text=WORDING.replace("foreign", "all")))
    person.settled()
    person.workplace.turning.undo(merge)
    person.settled()
    assert "1 record stays because of what you did at " in person.banner
    person.clicks(person.button("Take that back too"))
    assert person.asks(wording) == WORDING


def waits_in_line(person: Person) -> Event:
    """Keep the thread of the file busy until the event is set."""
    going_on = Event()

    def busy() -> bool:
        return going_on.wait(5)

    person.workplace.jobs.run(busy)
    return going_on


def test_what_takes_long_says_so_and_stopped_it_changes_nothing(person: Person) -> None:
    person.asks(lambda desk: desk.recommending.change([first(desk)], actor="The city"))
    person.settled()
    strip = person.window._turning
    going_on = waits_in_line(person)
    person.window.actions_.action("undo").trigger()
    person.window.actions_.action("undo").trigger()
    assert not strip.isVisible()
    person.sees(strip.isVisible)
    assert strip.words.text() == "Taking it back…"
    person.qtbot.mouseClick(strip.stop, Qt.MouseButton.LeftButton)
    going_on.set()
    person.settled()
    assert not strip.isVisible()
    assert person.banner == "Stopped: nothing was taken back or brought again."
    assert person.asks(lambda desk: desk.recommending.get(first(desk)).actor) == "The city"  # type: ignore[union-attr]


def test_the_keyboard_stops_it_too_and_history_shows_it_where_the_eye_is(person: Person) -> None:
    person.asks(lambda desk: desk.recommending.change([first(desk)], actor="The city"))
    person.settled()
    person.does("history")
    dialog = person.dialog
    going_on = waits_in_line(person)
    person.qtbot.mouseClick(dialog._turn, Qt.MouseButton.LeftButton)
    person.sees(dialog._strip.isVisible)
    assert not dialog._turn.isEnabled()
    person.window.actions_.action("stop-turning").trigger()
    going_on.set()
    person.settled()
    assert dialog._came.text() == "Stopped: nothing was taken back or brought again."
    assert dialog._turn.isEnabled()


def test_many_records_are_counted_while_they_are_taken_back(person: Person) -> None:
    said: list[str] = []
    strip = person.window._turning
    person.asks(
        lambda desk: desk.capturing.keep_many(desk.planning.session("S1").id, [f"Note {n}" for n in range(450)])
    )
    person.settled()
    person.workplace.turning.told.connect(lambda *_: said.append(strip.words.text()))
    person.does("undo")
    assert "Taking it back: 400 records so far" in said
    person.does("redo")
    assert "Bringing it back: 400 records so far" in said
    assert not strip.isVisible()


def told(dialog: Any) -> list[tuple[str, str, str]]:
    """What the history of one record says: what changed, who vouches, whether it counts."""
    model = dialog._model
    return [tuple(model.item(row, column).text() for column in (1, 2, 3)) for row in range(model.rowCount())]


def test_the_history_of_one_record_says_what_changed_from_what_to_what(person: Person, rooms: Rooms) -> None:
    merges(person, room_says(rooms, "B", actor="The city"))
    person.asks(lambda desk: desk.recommending.change([first(desk)], actor="The state"))
    person.settled()
    page = person.goes_to("recommendations")
    page.list.table.view.selectRow(0)
    person.settled()
    person.clicks(page.list.detail.versions.all)
    dialog = person.dialog
    assert told(dialog)[:2] == [
        ("Responsible: from “The city” to “The state”", "Rapporteur · Room B", ""),
        ("Responsible: “The city”", "Rapporteur of B · B", ""),
    ]
    assert told(dialog)[-1][0].startswith("Begun.\n")
    dialog.reject()
    person.settled()
    person.does("undo")
    person.does("recommendation-history")
    assert told(person.dialog)[0] == (
        "Responsible: from “The city” to “The state”",
        "Rapporteur · Room B",
        "taken back",
    )


def test_a_note_has_its_history_by_key(person: Person) -> None:
    page = person.goes_to("room")
    page.notes.enter()
    page.notes.choose(0)
    person.presses(Qt.Key.Key_F4, where=page.notes)
    begun = told(person.dialog)[-1][0].splitlines()
    assert begun[0] == "Begun."
    assert "Wording: “A one-stop desk”" in begun
    assert "Session: “Employment”" in begun


def hole_in(rooms: Rooms) -> Path:
    """B changed the wording twice; only what it handed over the second time is on the stick."""
    with rooms.at("B") as desk:
        desk.recommending.change([first(desk)], text=WORDING.replace("foreign", "prior"))
        desk.packing.pack(rooms.folder / "lost")
        desk.recommending.change([first(desk)], text=WORDING.replace("foreign", "earlier"))
        return desk.packing.pack(rooms.folder / "came", desk.packing.scope(since_last=True)).path


def test_where_something_has_not_come_nothing_is_asked_and_it_is_said(person: Person, rooms: Rooms) -> None:
    package = hole_in(rooms)
    person.asks(lambda desk: desk.recommending.change([first(desk)], text=WORDING.replace("foreign", "all")))
    person.settled()
    drops(person, package)
    assert person.page._looked.notes.text() == "1 hand-over of B, until 10:00, has not come."
    person.clicks(person.page._side.merge)
    assert person.page.state() == ("", "")
    assert person.reads("1 hand-over of B, until 10:00, has not come.")
    page = person.goes_to("recommendations")
    page.list.table.view.selectRow(0)
    person.settled()
    words = "Wording: cannot tell yet, something of B has not come."
    assert words in [one.text() for one in page.list.detail.findChildren(QLabel) if one.isVisible()]
    person.presses(Qt.Key.Key_Y, CONTROL | SHIFT, person.window)
    assert words in [one.text() for one in person.dialog.findChildren(QLabel) if one.isVisible()]


def begun_and_taken_back(rooms: Rooms) -> tuple[Path, Path]:
    """B began a note and took it back; C, who had it by then, had gone on with it."""
    with rooms.at("B") as desk:
        desk.capturing.keep(desk.planning.session("S1").id, "Begun in B")
        begun = desk.packing.pack(rooms.folder / "begun").path
    with rooms.at("C") as desk:
        desk.merging.merge([begun])
        note = next(
            one for one in desk.capturing.notes(desk.planning.session("S1").id).notes if one.text == "Begun in B"
        )
        desk.capturing.change([note.id], text="Begun in B, and gone on with in C")
        on = desk.packing.pack(rooms.folder / "on").path
    with rooms.at("B") as desk:
        desk.history.undo()
        back = desk.packing.pack(rooms.folder / "back").path
    return on, back


def texts(desk: Desk) -> list[str]:
    return [one.text for one in desk.capturing.notes(desk.planning.session("S1").id).notes]


@pytest.mark.parametrize("keeps", [True, False], ids=["it is kept", "it is let go"])
def test_a_beginning_that_was_taken_back_while_somebody_went_on_is_asked(
    person: Person, rooms: Rooms, *, keeps: bool
) -> None:
    merges(person, *begun_and_taken_back(rooms))
    queue = person.page._queues.conflicts
    assert queue.heading.text().endswith("Begun or taken back")
    said = "Rapporteur of B took back that this was begun; Rapporteur of C went on with it: keep it or let it go?"
    assert queue._question.text() == said
    ways = [card.accessibleName() for card in queue._cards if card.isVisible()]
    assert ways == [
        "B · Rapporteur of B: took back that this was begun. Let it go",
        "C · Rapporteur of C: went on with it. Keep it",
    ]
    queue.setFocus()
    person.presses(Qt.Key.Key_2 if keeps else Qt.Key.Key_1, where=queue)
    assert ("Begun in B, and gone on with in C" in person.asks(texts)) is keeps
    assert person.page.state() == ("", "")
