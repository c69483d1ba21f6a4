"""A registration desk: people are listed, filtered, corrected where they stand, deleted and brought back."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from forumdesk.domain.people import Participant, Role
from forumdesk.services.desk import Desk
from forumdesk.ui.pages.people.model import CITY, FIELDS
from tests.journeys.person import ENTER, Person


def everybody(desk: Desk) -> tuple[Participant, ...]:
    return desk.people.participants()


def at_the_desk(person: Person) -> Any:
    page = person.goes_to("people")
    person.sees(lambda: page._model.rowCount() == 3)
    return page


def shown_cities(page: Any) -> list[str]:
    return [str(page._model.index(row, CITY).data()) for row in range(page._model.rowCount())]


def test_somebody_is_added_and_named_at_once(person: Person) -> None:
    page = at_the_desk(person)
    person.does("add-participant")
    person.sees(lambda: page._model.rowCount() == 4)
    person.types("Minister")
    person.presses(ENTER)
    assert "Minister" in [one.position for one in person.asks(everybody)]


def test_a_city_is_corrected_where_it_stands(person: Person) -> None:
    page = at_the_desk(person)
    assert shown_cities(page) == ["Dakar", "Freetown", "Quito"]
    person.edits(page._view, page._model.index(1, CITY), "Nairobi")
    assert shown_cities(page) == ["Dakar", "Nairobi", "Quito"]
    person.does("undo")
    assert shown_cities(page) == ["Dakar", "Freetown", "Quito"]


def test_typing_and_a_chip_leave_only_who_fits(person: Person) -> None:
    page = at_the_desk(person)
    person.does("filter-people")
    person.types("mayor")
    assert shown_cities(page) == ["Dakar", "Freetown"]
    assert page._count.text() == "2 participants · 3 cities"
    page._filter.clear()
    person.clicks(page._roles.chip(Role.CITY_OFFICIAL.value))
    assert shown_cities(page) == ["Quito"]


def test_headings_sort(person: Person) -> None:
    page = at_the_desk(person)
    page._view.sortByColumn(CITY, Qt.SortOrder.DescendingOrder)
    assert shown_cities(page) == ["Quito", "Freetown", "Dakar"]
    assert FIELDS[CITY] == "city"


def test_several_are_deleted_and_one_undo_brings_all_back(person: Person) -> None:
    page = at_the_desk(person)
    page._view.setFocus()
    page._view.selectAll()
    person.presses(Qt.Key.Key_Delete, where=page._view)
    assert person.asks(everybody) == ()
    assert page._stack.currentWidget() is page._empty
    person.does("undo")
    assert shown_cities(page) == ["Dakar", "Freetown", "Quito"]
