"""A text that names somebody of a closed room is found, however it is written."""

from __future__ import annotations

import pytest

from forumdesk.domain.disclosure import disclosure, leaks, names_of, told
from forumdesk.domain.forum import Attribution
from tests.builders import a_note, a_participant, a_recommendation, a_session

AWA = a_participant(name="Awa Diop", city="São Paulo", organisation="Mairie")
RABAT = a_participant(name="", city="الرباط", organisation=" Al ")
SESSION = a_session(chair=AWA.id, rapporteur=RABAT.id)
NAMES = names_of(SESSION, [a_note(city="Kampala", speaker="")], {one.id: one for one in (AWA, RABAT)})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("As Awa Diop said", ("Awa Diop",), id="a name"),
        pytest.param("SAO PAULO agreed", ("São Paulo",), id="a city without its accent, in capitals"),
        pytest.param("Sa\u0303o Paulo agreed", ("São Paulo",), id="a city in combining letters"),
        pytest.param("(Kampala), Kampala!", ("Kampala",), id="a city that only a note names, told once"),
        pytest.param("la mairie de Kampala", ("Mairie", "Kampala"), id="an organisation and a city"),
        pytest.param("نعمل في الرباط", ("الرباط",), id="an Arabic city"),
        pytest.param("نعمل بالرباط", ("الرباط",), id="an Arabic city joined with in"),
        pytest.param("والرباط أيضا", ("الرباط",), id="an Arabic city joined with and"),
        pytest.param("نقول للرباط", ("الرباط",), id="an Arabic city joined with to"),
        pytest.param("الرِّبَاط", ("الرباط",), id="an Arabic city with its vowels"),
        pytest.param("Kampalan ways", (), id="a word that only begins so"),
        pytest.param("Al agreed", (), id="a name too short to be sure of"),
        pytest.param("Diop spoke", (), id="part of a name"),
        pytest.param("", (), id="nothing"),
    ],
)
def test_a_text_tells(text: str, words: tuple[str, ...]) -> None:
    assert told(text, NAMES) == words


def test_a_room_where_nobody_is_known_has_nothing_to_tell() -> None:
    assert told("Awa Diop of Kampala", names_of(a_session(), (), {})) == ()


def test_without_a_session_every_participants_name_and_organisation_counts() -> None:
    assert told("Awa Diop, Mairie, Kampala", names_of(None, (), {AWA.id: AWA})) == ("Awa Diop", "Mairie")


def test_every_field_that_leaves_is_looked_at_and_what_was_typed_is_not() -> None:
    note = a_note(text="We said so", source_text="@Kampala We said so")
    asked = a_recommendation(actor="Kampala", dissent="Awa Diop")
    assert [(one.record, one.words) for one in leaks("note", [note], NAMES)] == []
    assert [one.words for one in leaks("recommendation", [asked], NAMES)] == [("Kampala", "Awa Diop")]


@pytest.mark.parametrize(
    ("attribution", "fields", "person", "city"),
    [
        pytest.param(Attribution.NAME, {}, True, True, id="by name"),
        pytest.param(Attribution.CITY, {}, False, True, id="by city"),
        pytest.param(Attribution.CHATHAM_HOUSE, {}, False, False, id="Chatham House"),
        pytest.param(Attribution.NAME, {"unattributed": True}, False, False, id="an unattributed record"),
        pytest.param(Attribution.NAME, {"chatham_house": True}, False, False, id="an export that reveals nobody"),
    ],
)
def test_what_may_be_told(attribution: Attribution, fields: dict[str, bool], *, person: bool, city: bool) -> None:
    allowed = disclosure(attribution, **{"unattributed": False, **fields})
    assert (allowed.person, allowed.city) == (person, city)
