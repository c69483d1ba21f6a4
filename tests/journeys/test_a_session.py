"""A rapporteur's hour: the sample is opened, notes are taken by key, undone and redone, and found again tomorrow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt

from forumdesk.domain.notes import Note, NoteKind
from forumdesk.services.desk import Desk
from tests.journeys.person import CONTROL, ENTER, Person

LINES = ("We run a one-stop desk @Quito", "Skills go unrecognised #sdg 8.8", "/c We will open the registry")


def notes_of(session_id: str) -> Callable[[Desk], tuple[Note, ...]]:
    def read(desk: Desk) -> tuple[Note, ...]:
        return desk.capturing.notes(session_id).notes

    return read


def shown(page: Any) -> list[str]:
    return [note.text for note in page.model.notes]


def in_an_empty_room(person: Person) -> tuple[Any, str]:
    """On the Room page, in the second session, where nothing was said yet."""
    second = person.asks(lambda desk: desk.planning.sessions()[1])
    person.workplace.go("room", second.id)
    person.settled()
    return person.page, second.id


def test_the_sample_opens_on_a_room_that_takes_the_first_key(sit_down: Callable[..., Person]) -> None:
    person = sit_down()
    person.waits_for(person.workplace.opened, person.window.actions_.do, "open-sample")
    person.settled()
    page = person.goes_to("room")
    person.sees(lambda: len(page.model.notes) > 3)
    before = len(page.model.notes)
    person.types("Said in the room")
    person.presses(ENTER)
    assert (len(page.model.notes), shown(page)[-1]) == (before + 1, "Said in the room")
    assert person.banner == ""


def test_an_hour_of_notes_is_there_tomorrow(sit_down: Callable[..., Person], small: Any) -> None:
    person = sit_down(small)
    page, session = in_an_empty_room(person)
    for line in LINES:
        person.types(line)
        person.presses(ENTER)
    person.types("Recognise skills locally")
    person.presses(ENTER, CONTROL)
    said = person.asks(notes_of(session))
    assert [(note.text, note.city, note.kind, note.codes) for note in said] == [
        ("We run a one-stop desk", "Quito", NoteKind.DOING, ()),
        ("Skills go unrecognised", "", NoteKind.DOING, ("sdg 8.8",)),
        ("We will open the registry", "", NoteKind.COMMITMENT, ()),
        ("Recognise skills locally", "", NoteKind.RECOMMENDATION, ()),
    ]
    linked = person.asks(lambda desk: desk.recommending.by_note(session))
    assert [one.text for one in linked[said[3].id]] == ["Recognise skills locally"]
    person.does("undo")
    assert shown(page) == [note.text for note in said[:3]]
    person.does("redo")
    assert shown(page) == [note.text for note in said]
    person.types("Half a sent")
    person.leaves()

    tomorrow = sit_down(small)
    page, _ = in_an_empty_room(tomorrow)
    tomorrow.sees(lambda: page.capture.line.text() == "Half a sent")
    assert shown(page) == [note.text for note in said]


def test_history_lists_what_was_done_and_takes_any_of_it_back(person: Person) -> None:
    page, session = in_an_empty_room(person)
    for line in ("first", "second"):
        person.types(line)
        person.presses(ENTER)
    person.does("history")
    dialog = person.dialog
    listed = [dialog._model.item(row, 1).text() for row in range(dialog._model.rowCount())]
    assert len(listed) > 2
    dialog._view.selectRow(1)
    person.clicks(person.button("Take this back", dialog))
    assert [note.text for note in person.asks(notes_of(session))] == ["second"]
    person.presses(Qt.Key.Key_Escape, where=dialog)
    assert shown(page) == ["second"]
