"""What the forum leaves behind: initiatives with their parameters, the declaration and who signed it."""

from __future__ import annotations

from datetime import date

import pytest

from forumdesk.domain.errors import BadInput
from forumdesk.services.desk import Desk


def test_an_initiative_carries_its_parameters(desk: Desk) -> None:
    served = desk.recommending.add("Recognise skills")
    desk.outcome.add_initiative(
        "Skills passport",
        lead_city="Dakar",
        partner_cities=("Quito",),
        starts=date(2027, 1, 1),
        ends=date(2027, 6, 30),
        indicator="Cards issued",
        recommendations=(served.id,),
    )
    kept = desk.outcome.initiatives()[0]
    assert (kept.title, kept.lead_city, kept.partner_cities, kept.starts, kept.recommendations) == (
        "Skills passport",
        "Dakar",
        ("Quito",),
        date(2027, 1, 1),
        (served.id,),
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        pytest.param({"title": " "}, "needs a title", id="without a title"),
        pytest.param(
            {"title": "A", "starts": date(2027, 2, 1), "ends": date(2027, 1, 1)}, "before it starts", id="ending early"
        ),
    ],
)
def test_an_initiative_is_refused(desk: Desk, fields: dict[str, object], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        desk.outcome.add_initiative(**fields)  # type: ignore[arg-type]
    assert desk.outcome.initiatives() == ()


def test_an_initiative_is_changed_and_taken_away(desk: Desk) -> None:
    kept = desk.outcome.add_initiative("Skills passport")
    assert desk.outcome.change_initiative(kept.id, scope="Two corridors").scope == "Two corridors"
    desk.outcome.delete_initiative(kept.id)
    assert desk.outcome.initiatives() == ()


def test_the_declaration_is_one_however_often_it_is_written(desk: Desk) -> None:
    assert desk.outcome.declaration() is None
    desk.outcome.change_declaration(title="Commitment to Action", language="en")
    desk.outcome.change_declaration(text="We, the mayors\r\ngathered here")
    kept = desk.outcome.declaration()
    assert kept is not None
    assert (kept.title, kept.text) == ("Commitment to Action", "We, the mayors\ngathered here")


def test_the_first_signature_begins_the_declaration(desk: Desk) -> None:
    desk.outcome.sign(city="Quito", signed=date(2026, 9, 30))
    desk.outcome.sign(city="Dakar", name="Awa Diop")
    assert [one.city for one in desk.outcome.signatories()] == ["Dakar", "Quito"]
    declaration = desk.outcome.declaration()
    assert declaration is not None
    assert {one.declaration for one in desk.outcome.signatories()} == {declaration.id}


def test_a_signature_needs_somebody(desk: Desk) -> None:
    with pytest.raises(BadInput):
        desk.outcome.sign(city=" ")
    assert desk.outcome.declaration() is None


def test_a_signature_is_taken_away_and_brought_back(desk: Desk) -> None:
    signature = desk.outcome.sign(city="Quito")
    desk.outcome.unsign(signature.id)
    assert desk.outcome.signatories() == ()
    desk.history.undo()
    assert desk.outcome.signatories() == (signature,)
