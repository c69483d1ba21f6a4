"""What the forum leaves behind besides its recommendations: initiatives, and a signed declaration."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt

from forumdesk.domain.initiatives import Declaration, Initiative, Signatory
from forumdesk.services.desk import Desk
from tests.journeys.person import CONTROL, ENTER, Person


def initiatives(desk: Desk) -> tuple[Initiative, ...]:
    return desk.outcome.initiatives()


def declaration(desk: Desk) -> Declaration | None:
    return desk.outcome.declaration()


def signatories(desk: Desk) -> tuple[Signatory, ...]:
    return desk.outcome.signatories()


@pytest.fixture
def panel(person: Person) -> Any:
    """The initiatives, with one that was just begun."""
    page = person.goes_to("recommendations")
    person.does("show-initiatives")
    person.clicks(person.button("New initiative", page))
    return page.initiatives


def writes(person: Person, field: Any, text: str) -> None:
    """Write over what a field holds, and keep it."""
    field.setFocus()
    field.selectAll()
    person.types(text, field)
    person.presses(ENTER, CONTROL, field)


def test_an_initiative_is_begun_named_and_given_its_parameters(person: Person, panel: Any) -> None:
    writes(person, panel._texts["title"], "Skills passport")
    writes(person, panel._texts["lead_city"], "Dakar")
    writes(person, panel._texts["partner_cities"], "Quito, Manila ,,Quito")
    writes(person, panel._texts["recommendations"], "r-02, R-01, R-99")
    panel._days["starts"].setDate(QDate(2027, 1, 4))
    panel._days["starts"].editingFinished.emit()
    person.settled()
    (kept,) = person.asks(initiatives)
    assert (kept.title, kept.lead_city, kept.partner_cities) == ("Skills passport", "Dakar", ("Manila", "Quito"))
    assert (len(kept.recommendations), kept.starts) == (2, date(2027, 1, 4))
    assert panel._texts["recommendations"].toPlainText() == "R-01, R-02"
    assert panel._model.item(0).text() == "Skills passport\nDakar"


def test_an_initiative_is_deleted_and_brought_back(person: Person, panel: Any) -> None:
    person.clicks(panel._delete)
    assert person.asks(initiatives) == ()
    assert not panel._facts.isVisible()
    person.does("undo")
    assert [one.title for one in person.asks(initiatives)] == ["New initiative"]


def test_one_of_several_initiatives_is_chosen_by_key(person: Person, panel: Any) -> None:
    writes(person, panel._texts["title"], "First")
    person.clicks(panel._add)
    writes(person, panel._texts["title"], "Second")
    panel._list.setFocus()
    titles = [panel._model.item(row).text().strip() for row in range(2)]
    panel._list.setCurrentIndex(panel._model.index(0, 0))
    assert panel._texts["title"].toPlainText() == titles[0]
    person.presses(Qt.Key.Key_Down, where=panel._list)
    assert panel._texts["title"].toPlainText() == titles[1]
    assert set(titles) == {"First", "Second"}


@pytest.fixture
def signing(person: Person) -> Any:
    """The declaration."""
    page = person.goes_to("recommendations")
    person.does("show-declaration")
    return page.declaration


def test_a_declaration_is_written_and_signed(person: Person, signing: Any) -> None:
    writes(person, signing._title, "Declaration of the mayors")
    writes(person, signing._text, "We, the mayors, commit.")
    person.types("Dakar", signing._city)
    person.types("Awa Diop", signing._name)
    person.presses(ENTER, where=signing._name)
    person.types("Quito", signing._city)
    person.clicks(signing._sign)
    written = person.asks(declaration)
    assert written is not None
    assert (written.title, written.text) == ("Declaration of the mayors", "We, the mayors, commit.")
    assert [(one.city, one.name) for one in person.asks(signatories)] == [("Dakar", "Awa Diop"), ("Quito", "")]
    assert signing._model.item(0, 1).text() == "Awa Diop"
    assert signing._city.hasFocus()


def test_a_signature_is_removed_and_brought_back(person: Person, signing: Any) -> None:
    person.clicks(signing._sign)
    assert person.asks(signatories) == ()
    person.types("Dakar", signing._city)
    person.presses(ENTER, where=signing._city)
    person.clicks(signing._unsign)
    assert len(person.asks(signatories)) == 1
    signing._table.selectRow(0)
    person.clicks(signing._unsign)
    assert person.asks(signatories) == ()
    person.does("undo")
    assert [one.city for one in person.asks(signatories)] == ["Dakar"]


def test_what_is_being_typed_is_kept_when_the_window_closes(
    person: Person, signing: Any, sit_down: Callable[..., Person], small: Path
) -> None:
    signing._text.setFocus()
    person.types("We, the mayors", signing._text)
    person.leaves()
    tomorrow = sit_down(small)
    written = tomorrow.asks(declaration)
    assert written is not None
    assert written.text == "We, the mayors"


def test_an_initiative_under_way_is_kept_when_the_window_closes(
    person: Person, panel: Any, sit_down: Callable[..., Person], small: Path
) -> None:
    panel._texts["scope"].setFocus()
    person.types("Twelve cities", panel._texts["scope"])
    person.leaves()
    assert [one.scope for one in sit_down(small).asks(initiatives)] == ["Twelve cities"]
