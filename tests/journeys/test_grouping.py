"""What several rooms asked for is grouped, looked at, taken apart and made final, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from forumdesk.domain.recommendations import Recommendation, Status
from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from tests.journeys.person import CONTROL, ENTER, SHIFT, Person

ASKS = (
    "Recognise prior skills through a municipal skills passport.",
    "Let cities recognise prior skills with a municipal skills passport.",
    "Fund local services directly from national budgets.",
    "National budgets fund local services directly.",
)


def shown(desk: Desk) -> list[tuple[int, str]]:
    """Number and wording of what stands by itself."""
    return [(one["number"], one["text"]) for one in desk.listing.listed("recommendations") if not one["group"]]


def everything(desk: Desk) -> list[dict[str, Any]]:
    return list(desk.listing.listed("recommendations"))


def final(desk: Desk) -> list[int]:
    return [one["number"] for one in desk.listing.listed("recommendations") if one["status"] == "final"]


@pytest.fixture
def rapporteur(small: Path, forums: Forums, sit_down: Callable[..., Person]) -> Person:
    """Somebody before four recommendations of two rooms, of which two and two ask the same."""
    with forums.opened(small) as desk:
        sessions = [one.id for one in desk.planning.sessions()]
        second = desk.planning.add_room("Room B")
        desk.planning.change_session(sessions[1], room=second.id)
        desk.recommending.delete([one["id"] for one in everything(desk)])
        for place, text in enumerate(ASKS):
            desk.recommending.add(text, session=sessions[place % 2], city=("Dakar", "Quito")[place % 2])
    return sit_down(small)


def test_near_duplicates_are_worked_off_as_a_queue(rapporteur: Person) -> None:
    queue = rapporteur.goes_to("recommendations").duplicates
    rapporteur.does("show-duplicates")
    rapporteur.sees(lambda: rapporteur.reads("pair 1 of 2"))
    assert rapporteur.reads("R-03 · Room A · S1 · Dakar")
    assert rapporteur.reads("Both say: ")
    assert queue.hasFocus()
    rapporteur.presses(Qt.Key.Key_S)
    assert rapporteur.reads("R-01 · Room A · S1 · Dakar")
    rapporteur.presses(Qt.Key.Key_N)
    rapporteur.sees(lambda: rapporteur.reads("pair 1 of 1"))
    rapporteur.presses(Qt.Key.Key_E)
    queue.own.selectAll()
    rapporteur.types("Fund services", queue.own)
    rapporteur.presses(ENTER, CONTROL, queue.own)
    rapporteur.sees(lambda: rapporteur.reads("No two recommendations read alike"))
    assert rapporteur.asks(shown) == [(1, ASKS[0]), (2, ASKS[1]), (3, "Fund services")]
    for _ in range(2):
        rapporteur.does("undo")
    rapporteur.sees(lambda: rapporteur.reads("of 2"))
    assert [text for _, text in rapporteur.asks(shown)] == list(ASKS)
    rapporteur.presses(Qt.Key.Key_E, where=queue)
    rapporteur.presses(Qt.Key.Key_Escape, where=queue)
    assert not queue.own.isVisible()
    rapporteur.presses(Qt.Key.Key_2, where=queue)
    rapporteur.sees(lambda: rapporteur.reads("pair 1 of 1"))
    rapporteur.clicks(queue.cards[0])
    rapporteur.sees(lambda: rapporteur.reads("No two recommendations read alike"))
    assert sorted(number for number, _ in rapporteur.asks(shown)) == [1, 3]


def test_rows_are_grouped_shown_from_their_rooms_and_split(rapporteur: Person) -> None:
    before = rapporteur.asks(everything)
    page = rapporteur.goes_to("recommendations")
    view = page.list.table.view
    page.list.table.choose_row(0)
    rapporteur.presses(Qt.Key.Key_Down, SHIFT, view)
    rapporteur.does("group-recommendations")
    dialog = rapporteur.dialog
    dialog._choices.button(1).click()
    assert dialog.text.toPlainText() == ASKS[1]
    rapporteur.clicks(dialog.group)
    assert rapporteur.asks(shown) == [(1, ASKS[1]), (3, ASKS[2]), (4, ASKS[3])]
    assert page.list.detail.family._section.text() == "⧉ From 2 rooms"
    rows = page.list.detail.family.rows
    assert [one.accessibleName() for one in rows] == [
        f"{ASKS[0]} R-01 · Room A · S1 · Dakar",
        f"{ASKS[1]} R-02 · Room B · S2 · Quito",
    ]
    assert page.list.table.model.rowCount() == 3
    rapporteur.does("split-group")
    assert rapporteur.asks(everything) == before
    rapporteur.does("undo")
    page.list.table.choose_row(0)
    rapporteur.settled()
    rapporteur.presses(Qt.Key.Key_Delete, where=page.list.detail.family.rows[0])
    assert rapporteur.asks(everything) == before
    assert not page.list.detail.family.isVisible()


def test_a_search_for_a_member_leads_to_its_group(rapporteur: Person) -> None:
    def grouped(desk: Desk) -> str:
        found = everything(desk)
        desk.grouping.group([found[0]["id"], found[1]["id"]], "One passport")
        return str(found[1]["id"])

    page = rapporteur.goes_to("recommendations")
    member = rapporteur.asks(grouped)
    page.show_record(member)
    rapporteur.settled()
    chosen = page.list.table.selected()
    assert isinstance(chosen, Recommendation)
    assert chosen.text == "One passport"


def test_recommendations_are_brought_into_order_by_key(rapporteur: Person) -> None:
    page = rapporteur.goes_to("recommendations")
    view = page.list.table.view
    page.list.table.choose_row(3)
    rapporteur.presses(Qt.Key.Key_Up, CONTROL | SHIFT, view)
    assert rapporteur.asks(shown)[2] == (3, ASKS[3])
    rapporteur.does("move-up")
    rapporteur.does("move-down")
    assert rapporteur.asks(shown)[2] == (3, ASKS[3])
    page.list.table._order_chosen(1, Qt.SortOrder.DescendingOrder)
    rapporteur.settled()
    rapporteur.does("number-as-listed")
    assert [text for _, text in rapporteur.asks(shown)] == sorted(ASKS, reverse=True)


def test_drafts_are_made_final_after_a_look_at_what_is_missing(rapporteur: Person) -> None:
    page = rapporteur.goes_to("recommendations")
    rapporteur.does("make-final")
    dialog = rapporteur.dialog
    assert dialog.words.text().startswith("0 of 4 drafts lack nothing.")
    assert dialog._model.item(0, 2).text() == "Action area, Frameworks, Actor, Level, By when, Indicator"
    dialog._table.setCurrentIndex(dialog._model.index(1, 0))
    rapporteur.presses(ENTER, where=dialog._table)
    assert not rapporteur.is_asked
    chosen = page.list.table.selected()
    assert chosen is not None
    assert (chosen.label, chosen.status) == ("R-02", Status.DRAFT)
    page.list.table.choose_row(0)
    rapporteur.presses(Qt.Key.Key_Down, SHIFT, page.list.table.view)
    rapporteur.does("make-final")
    rapporteur.clicks(rapporteur.button("Make 2 final anyway", rapporteur.dialog))
    assert rapporteur.asks(final) == [1, 2]
