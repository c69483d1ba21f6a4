"""Participants are known by role, city and organisation; a name may stay empty."""

from __future__ import annotations

import pytest

from forumdesk.domain.errors import BadInput
from forumdesk.domain.people import Role
from forumdesk.services.desk import Desk


@pytest.mark.parametrize("field", ["name", "position", "city", "organisation"])
def test_one_of_four_is_enough(desk: Desk, field: str) -> None:
    desk.people.add(role=Role.MAYOR, **{field: "Dakar"})
    assert [getattr(one, field) for one in desk.people.participants()] == ["Dakar"]


@pytest.mark.parametrize(
    "said", [{}, {"name": " \n"}, {"country": "SN", "language": "fr"}], ids=["nothing", "blanks", "a country"]
)
def test_nobody_is_added_by(desk: Desk, said: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        desk.people.add(**said)
    assert desk.people.participants() == ()


def test_a_city_of_the_world_is_recognised_with_its_country(desk: Desk) -> None:
    person = desk.people.add(position="Mayor", city="Dakar")
    assert (person.place > 0, person.country) == (True, "SN")


def test_a_district_is_free_text(desk: Desk) -> None:
    person = desk.people.add(position="Chair", city="Upper District of Nowhere", country="Nowhere")
    assert (person.city, person.place, person.country) == ("Upper District of Nowhere", 0, "Nowhere")


@pytest.mark.parametrize(
    ("city", "country", "known"),
    [
        pytest.param("Upper District of Nowhere", "", False, id="one that no list knows"),
        pytest.param("Quezon City", "PH", True, id="one of another country"),
    ],
)
def test_a_city_that_is_changed_is_another_place(desk: Desk, city: str, country: str, *, known: bool) -> None:
    person = desk.people.add(position="Mayor", city="Dakar")
    changed = desk.people.change((person.id,), city=city)[0]
    assert (changed.place not in (0, person.place), changed.country) == (known, country)


def test_two_people_may_have_one_name(desk: Desk) -> None:
    for _ in range(2):
        desk.people.add(name="Maria Garcia", city="Quito")
    assert [one.name for one in desk.people.participants()] == ["Maria Garcia"] * 2


def test_names_are_one_line_without_hidden_marks(desk: Desk) -> None:
    assert desk.people.add(name="Awa\n \u202eDiop\x00").name == "Awa Diop"


def test_everybody_comes_by_city_then_role_and_many_change_in_one_act(desk: Desk) -> None:
    ids = [desk.people.add(city=city, position="Head").id for city in ("Quito", "Dakar")]
    desk.people.change(ids, role=Role.CITY_OFFICIAL, language="fr")
    assert [(one.city, one.role) for one in desk.people.participants()] == [
        ("Dakar", Role.CITY_OFFICIAL),
        ("Quito", Role.CITY_OFFICIAL),
    ]
    desk.history.undo()
    assert {one.language for one in desk.people.participants()} == {""}


def test_who_leaves_the_list_leaves_what_they_said(desk: Desk) -> None:
    session = desk.planning.add_session("Employment")
    person = desk.people.add(name="Awa Diop", city="Dakar")
    desk.capturing.keep(session.id, "@Awa Diop We are open")
    desk.people.delete((person.id,))
    assert [note.text for note in desk.capturing.notes(session.id).notes] == ["We are open"]
    desk.history.undo()
    assert [one.name for one in desk.people.participants()] == ["Awa Diop"]
