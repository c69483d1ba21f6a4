"""Two rooms made one number final: both are told apart, and the desk gives one of them another in the window."""

from __future__ import annotations

from collections.abc import Callable

from forumdesk.services.desk import Desk
from forumdesk.ui.pages.home.findings import FindingRow
from tests.journeys.person import ENTER, Person
from tests.journeys.test_bring_together import rooms
from tests.services.rooms import Rooms
from tests.services.test_spanning import final_in_two_rooms

__all__ = ["rooms"]


def labels(desk: Desk) -> list[str]:
    return sorted(one["label"] for one in desk.listing.listed("recommendations"))


def test_of_two_finals_with_one_number_the_chosen_one_gets_another(
    rooms: Rooms, sit_down: Callable[..., Person]
) -> None:
    final_in_two_rooms(rooms)
    person = sit_down(rooms.file("A"))
    assert {"R-03a", "R-03b"} <= set(person.asks(labels))
    home = person.goes_to("home")
    (told,) = [one for one in home.findChildren(FindingRow) if "R-03a, R-03b" in one.accessibleName()]
    person.presses(ENTER, where=told)
    page = person.page
    view = page.list.table.view
    (row,) = [row for row in range(view.model().rowCount()) if "R-03b" in str(view.model().index(row, 0).data())]
    view.selectRow(row)
    person.does("renumber-chosen")
    after = person.asks(labels)
    assert "R-03" in after
    assert not {"R-03a", "R-03b"} & set(after)
    person.does("undo")
    assert {"R-03a", "R-03b"} <= set(person.asks(labels))


def test_a_number_that_nobody_shares_stays_and_it_is_said(rooms: Rooms, sit_down: Callable[..., Person]) -> None:
    person = sit_down(rooms.file("A"))
    before = person.asks(labels)
    page = person.goes_to("recommendations")
    page.list.table.view.selectRow(0)
    person.does("renumber-chosen")
    assert person.reads(f"{before[0]} shares its number with no other.")
    assert person.asks(labels) == before
