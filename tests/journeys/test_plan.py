"""A planner's morning: sessions and steps are added and edited where they stand, and the times follow."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from forumdesk.services.desk import Desk
from forumdesk.ui.pages.plan import sessions, steps
from tests.journeys.person import ALT, ENTER, Person


def at_the_plan(person: Person) -> Any:
    """On the plan, the first session's steps beside it."""
    page = person.goes_to("plan")
    person.sees(lambda: page._detail._model.rowCount() == 3)
    return page


def shown_steps(page: Any) -> list[tuple[str, str]]:
    model = page._detail._model
    return [
        (str(model.index(row, steps.TIME).data()), str(model.index(row, steps.TITLE).data()))
        for row in range(model.rowCount())
    ]


def choose_step(page: Any, row: int, column: int = steps.TITLE) -> Any:
    view = page._detail._view
    view.setFocus()
    view.setCurrentIndex(page._detail._model.index(row, column))
    return view


def test_a_session_is_added_after_the_last_and_named_where_it_stands(person: Person) -> None:
    page = at_the_plan(person)
    before = page._model.rowCount()
    person.does("add-session")
    assert page._model.rowCount() == before + 1
    row = page._view.currentIndex().row()
    assert page._model.index(row, sessions.TITLE).data() == "New session"
    assert page._model.index(row, sessions.START).data() == "10:40"
    person.edits(page._view, page._model.index(row, sessions.TITLE), "Closing")
    assert page._detail._title.text() == "Closing"
    titles = person.asks(lambda desk: [one.title for one in desk.planning.sessions()])
    assert "Closing" in titles
    person.does("add-step")
    person.sees(lambda: page._detail._model.rowCount() == 1)


def test_minutes_move_every_step_that_follows(person: Person) -> None:
    page = at_the_plan(person)
    assert shown_steps(page) == [("10:00", "Welcome"), ("10:05", "Doing"), ("10:25", "Distil")]
    person.edits(page._detail._view, page._detail._model.index(0, steps.MINUTES), "10")
    assert shown_steps(page) == [("10:00", "Welcome"), ("10:10", "Doing"), ("10:30", "Distil")]
    assert page._detail._steps_label.text() == "Steps · 45 minutes · ends 10:45"
    person.does("undo")
    assert shown_steps(page)[2] == ("10:25", "Distil")


def test_a_step_goes_down_by_a_key_and_its_times_with_it(person: Person) -> None:
    page = at_the_plan(person)
    view = choose_step(page, 0)
    person.presses(Qt.Key.Key_Down, ALT, where=view)
    assert shown_steps(page) == [("10:00", "Doing"), ("10:20", "Welcome"), ("10:25", "Distil")]
    assert view.currentIndex().data() == "Welcome"
    person.presses(Qt.Key.Key_Down, ALT, where=view)
    assert [title for _, title in shown_steps(page)] == ["Doing", "Distil", "Welcome"]
    person.does("undo")
    person.does("undo")
    assert [title for _, title in shown_steps(page)] == ["Welcome", "Doing", "Distil"]


def test_a_step_is_added_named_and_deleted(person: Person) -> None:
    page = at_the_plan(person)
    choose_step(page, 0)
    person.does("add-step")
    person.sees(lambda: page._detail._model.rowCount() == 4)
    person.types("Framing")
    person.presses(ENTER)
    assert [title for _, title in shown_steps(page)] == ["Welcome", "Framing", "Doing", "Distil"]
    view = choose_step(page, 1)
    person.presses(Qt.Key.Key_Delete, where=view)
    assert [title for _, title in shown_steps(page)] == ["Welcome", "Doing", "Distil"]


def test_questions_are_kept_when_they_are_left(person: Person) -> None:
    page = at_the_plan(person)
    page._detail._questions.setFocus()
    person.types("What is your city doing?")
    choose_step(page, 0)
    person.settled()

    def questions(desk: Desk) -> str:
        return desk.planning.sessions()[0].questions

    assert person.asks(questions) == "What is your city doing?"


def test_the_chosen_session_is_run_in_the_room(person: Person) -> None:
    page = at_the_plan(person)
    title = page._detail._title.text()
    person.does("run-session")
    assert person.page.NAME == "room"
    assert title in person.page.title()


def test_the_chosen_session_is_run_by_its_key(person: Person) -> None:
    page = at_the_plan(person)
    view = choose_step(page, 0)
    person.presses(Qt.Key.Key_F5, where=view)
    assert person.page.NAME == "room"
