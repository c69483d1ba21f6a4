"""An editor's afternoon: gaps are found and filled, wordings changed, many set together, sources traced back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLabel, QLineEdit, QWidget

from forumdesk.domain.recommendations import Recommendation, Status
from forumdesk.services.desk import Desk
from forumdesk.ui.widgets.growing import GrowingText
from tests.journeys.person import CONTROL, ENTER, Person


def recommendations(desk: Desk) -> tuple[Recommendation, ...]:
    return desk.recommending.of_session(desk.planning.sessions()[0].id)


def at_the_list(person: Person) -> QAbstractItemView:
    """Before the list, its first recommendation beside it."""
    person.goes_to("recommendations")
    person.sees(lambda: person.reads("R-01"))
    person.settled()
    view: QAbstractItemView = person.part("Recommendations", QAbstractItemView)
    return view


def writes(person: Person, name: str, text: str) -> None:
    """Write over a field of the detail and keep it by Ctrl+Enter."""
    field = person.part(name, GrowingText)
    field.setFocus()
    field.selectAll()
    person.types(text, field)
    person.presses(ENTER, CONTROL, where=field)


def test_what_has_no_actor_is_found_and_completed(person: Person) -> None:
    view = at_the_list(person)
    assert person.chip("No actor") == "No actor 2"
    person.chooses_chip("No actor")
    assert view.model().rowCount() == 2
    view.setFocus()
    person.presses(ENTER, where=view)
    assert person.page.isAncestorOf(person.focus)
    assert person.focus is not view
    writes(person, "Actor", "Ministry of Labour")
    assert person.chip("No actor") == "No actor 1"
    assert view.model().rowCount() == 1
    assert [one.actor for one in person.asks(recommendations)] == ["Ministry of Labour", ""]


def test_the_next_one_that_lacks_something_is_a_key_away(person: Person) -> None:
    view = at_the_list(person)
    person.presses(Qt.Key.Key_J, CONTROL | Qt.KeyboardModifier.ShiftModifier, where=person.window)
    person.sees(lambda: person.focus is not view and person.page.isAncestorOf(person.focus))


def test_two_are_set_together_and_one_undo_takes_both_back(person: Person) -> None:
    view = at_the_list(person)
    view.setFocus()
    view.selectAll()
    person.settled()
    assert person.reads("2 selected")
    line = person.part("By when", QLineEdit)
    line.setFocus()
    person.types("by 2028", line)
    box = person.part("Status", QComboBox)
    box.setCurrentIndex(box.findData("final"))
    person.clicks(person.button("Set on all"))
    assert [(one.timeframe, one.status) for one in person.asks(recommendations)] == [("by 2028", Status.FINAL)] * 2
    person.does("undo")
    assert [(one.timeframe, one.status) for one in person.asks(recommendations)] == [("", Status.DRAFT)] * 2


def test_a_new_wording_stands_beside_the_old_one(person: Person) -> None:
    at_the_list(person)
    assert not person.reads("1 of 2")
    writes(person, "Wording", "Open a one-stop desk in every city")
    person.sees(lambda: person.reads("2 of 2"))
    person.clicks(person.part("Earlier wording"))
    assert person.reads("1 of 2")


def test_a_status_offers_only_what_may_follow(person: Person) -> None:
    at_the_list(person)
    box = person.part("Status", QComboBox)
    assert [box.itemData(place) for place in range(box.count())] == ["draft", "final", "withdrawn"]
    box.setFocus()
    box.setCurrentIndex(1)
    box.activated.emit(1)
    person.settled()
    assert person.asks(recommendations)[0].status is Status.FINAL
    assert person.chip("Final") == "Final 1"


def test_a_recommendation_leads_to_the_note_it_comes_from(person: Person) -> None:
    at_the_list(person)
    (row,) = (
        one
        for one in person.page.findChildren(QWidget)
        if one.isVisible() and one.accessibleName().startswith("A one-stop desk") and not isinstance(one, QLabel)
    )
    row.setFocus()
    person.presses(ENTER, where=row)
    assert person.page.NAME == "room"
    notes = person.page.notes
    person.sees(lambda: notes.currentIndex().isValid())
    assert person.page.model.notes[notes.currentIndex().row()].text == "A one-stop desk"


def test_words_filter_and_none_that_fits_says_so(person: Person) -> None:
    view = at_the_list(person)
    person.does("filter-recommendations")
    person.types("skills")
    person.sees(lambda: view.model().rowCount() == 1)
    person.types(" nowhere")
    person.sees(lambda: person.reads("None fits these filters"))
    person.clicks(person.button("Show all"))
    assert view.model().rowCount() == 2


def test_one_is_written_deleted_and_brought_back(person: Person) -> None:
    view = at_the_list(person)
    person.does("new-recommendation")
    person.sees(lambda: view.model().rowCount() == 3 and person.focus.accessibleName() == "Wording")
    person.types("Fund it")
    person.presses(ENTER, CONTROL)
    view.setFocus()
    person.presses(Qt.Key.Key_Delete, where=view)
    assert view.model().rowCount() == 2
    person.does("undo")
    assert view.model().rowCount() == 3


def test_the_selection_stays_while_others_change(person: Person) -> None:
    view = at_the_list(person)
    view.setCurrentIndex(view.model().index(1, 0))
    person.settled()
    first, _ = person.asks(recommendations)
    person.workplace.act(lambda desk: desk.recommending.change((first.id,), actor="Somebody else"))
    person.settled()
    assert [index.row() for index in view.selectionModel().selectedRows()] == [1]
