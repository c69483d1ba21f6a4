"""What was said under the Chatham House Rule tells nobody's name, city or organisation, wherever one looks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from forumdesk.domain.forum import Attribution
from forumdesk.domain.ids import new_id
from forumdesk.domain.initiatives import Signatory
from tests.builders import a_declaration, a_note, a_participant, a_recommendation, a_session, a_step, an_initiative
from tests.exports.sources import MemoryForum, column_of, everything_in, written

TELLING = ("Awa", "Zzdakar", "Fedzzz", "chief zzpilot", "Zzland")
"""Whatever of Awa Diop's must not be found."""
AWA = a_participant(
    name="Awa Diop", city="Zzdakar", organisation="Fedzzz of ports", position="chief zzpilot", country="Zzland"
)
OPEN_ONE = a_participant(name="Olga Mora", city="Quito", organisation="Quito council", position="adviser")
CLOSED = a_session(code="S1", title="Displacement", attribution=Attribution.CHATHAM_HOUSE, chair=AWA.id)
OPEN = a_session(code="S2", title="Employment", attribution=Attribution.NAME, chair=OPEN_ONE.id)
BY_CITY = replace(OPEN, attribution=Attribution.CITY)


def a_forum_where_awa_spoke(**fields: Any) -> MemoryForum:
    """Awa spoke in a closed session; recommendations of that session, of none and of an open one came of it."""
    note = a_note(session=CLOSED.id, speaker=AWA.id, city=AWA.city, text="We let them in.", codes=("sdg 17.10",))
    hers = {"city": AWA.city, "sources": (note.id,)}
    known: dict[str, Any] = {
        "sessions": (CLOSED, OPEN),
        "steps": {CLOSED.id: (a_step(session=CLOSED.id),)},
        "participants": (AWA, OPEN_ONE),
        "said": [note, a_note(session=OPEN.id, speaker=OPEN_ONE.id, city="Quito", text="We opened a desk.")],
        "asked": [
            a_recommendation(number=1, session=CLOSED.id, **hers),
            a_recommendation(number=2, **hers),
            a_recommendation(number=3, session=OPEN.id, **hers),
            a_recommendation(number=4, session=OPEN.id, city="Quito"),
        ],
    }
    return MemoryForum(**{**known, **fields})


def test_nothing_in_the_file_tells_who_was_in_a_closed_room(tmp_path: Path) -> None:
    path = written(a_forum_where_awa_spoke(), tmp_path / "out.xlsx").path
    everything = everything_in(path)
    assert [word for word in TELLING if word.casefold() in everything.casefold()] == []
    assert "We let them in." in everything
    assert column_of(path, "Notes", "Speaker") == ["", "Olga Mora, Quito"]
    assert column_of(path, "Recommendations", "Proposed by") == ["", "", "", "Quito"]
    assert column_of(path, "Participants", "Name") == ["Olga Mora"]
    assert column_of(path, "Sessions", "Chair") == ["", "Olga Mora, Quito"]


def test_nor_by_a_participant_of_a_city_that_only_spoke_there(tmp_path: Path) -> None:
    guest = a_participant(name="", position="driver", city="Zzdakar")
    source = a_forum_where_awa_spoke(participants=(AWA, OPEN_ONE, guest))
    assert "Zzdakar" not in everything_in(written(source, tmp_path / "out.xlsx").path)


def test_whoever_also_spoke_openly_is_listed_but_not_with_the_closed_room(tmp_path: Path) -> None:
    source = a_forum_where_awa_spoke()
    source.said = [*source.said, a_note(session=OPEN.id, speaker=AWA.id, city=AWA.city)]
    path = written(source, tmp_path / "out.xlsx").path
    assert "Awa Diop" in column_of(path, "Participants", "Name")
    assert column_of(path, "Notes", "City")[0] == ""
    assert column_of(path, "Recommendations", "Proposed by")[:3] == ["", "", ""]


@pytest.mark.parametrize(
    ("session", "fields", "speaker", "city"),
    [
        pytest.param(OPEN, {}, "Olga Mora, Quito", "Quito", id="by name: everything"),
        pytest.param(BY_CITY, {}, "Quito council", "Quito", id="by city: the organisation and the city"),
        pytest.param(replace(OPEN, attribution=Attribution.CHATHAM_HOUSE), {}, "", "", id="Chatham House: nothing"),
        pytest.param(OPEN, {"unattributed": True}, "", "", id="an unattributed note: nothing"),
    ],
)
def test_a_note_tells_of_its_speaker(
    tmp_path: Path, session: Any, fields: dict[str, bool], speaker: str, city: str
) -> None:
    note = a_note(session=session.id, speaker=OPEN_ONE.id, city="Quito", **fields)
    source = MemoryForum(sessions=(session,), participants=(OPEN_ONE,), said=[note])
    path = written(source, tmp_path / "out.xlsx").path
    assert (column_of(path, "Notes", "Speaker"), column_of(path, "Notes", "City")) == ([speaker], [city])


@pytest.mark.parametrize(
    ("note", "record"),
    [
        pytest.param({"unattributed": True}, {}, id="the note may not be attributed"),
        pytest.param({}, {"unattributed": True}, id="the recommendation may not be attributed"),
    ],
)
def test_a_link_between_a_note_and_a_recommendation_tells_no_more_than_either(
    tmp_path: Path, note: dict[str, bool], record: dict[str, bool]
) -> None:
    said = a_note(session=OPEN.id, speaker=OPEN_ONE.id, city="Quito", **note)
    asked = a_recommendation(session=OPEN.id, city="Quito", sources=(said.id,), **record)
    source = MemoryForum(sessions=(OPEN,), participants=(OPEN_ONE,), said=[said], asked=[asked])
    path = written(source, tmp_path / "out.xlsx").path
    assert column_of(path, "Notes", "City") == column_of(path, "Notes", "Speaker") == [""]
    assert column_of(path, "Recommendations", "Proposed by") == [""]


def test_an_export_that_reveals_nobody_reveals_nobody(tmp_path: Path) -> None:
    declaration = a_declaration()
    signed = Signatory(id=new_id(), declaration=declaration.id, participant=AWA.id, city=AWA.city)
    source = a_forum_where_awa_spoke(
        sessions=(replace(CLOSED, attribution=Attribution.NAME), OPEN),
        initiatives=(an_initiative(lead_city="Zzdakar", partner_cities=("Quito",), contact="Fedzzz"),),
        declarations=(declaration,),
        signatories=(signed, replace(signed, id=new_id(), name="Awa Diop")),
    )
    everything = everything_in(written(source, tmp_path / "out.xlsx", chatham_house=True).path)
    assert [word for word in (*TELLING, "Olga", "Quito council") if word in everything] == []
    assert "We, the mayors, commit." in everything


def test_a_signature_is_public_but_not_what_is_known_of_who_only_spoke_behind_closed_doors(tmp_path: Path) -> None:
    declaration = a_declaration()
    signatories = (
        Signatory(id=new_id(), declaration=declaration.id, participant=AWA.id, city="Port city"),
        Signatory(id=new_id(), declaration=declaration.id, participant=OPEN_ONE.id, city="Quito"),
        Signatory(id=new_id(), declaration=new_id(), name="Signed elsewhere"),
    )
    source = a_forum_where_awa_spoke(declarations=(declaration,), signatories=signatories)
    everything = everything_in(written(source, tmp_path / "out.xlsx").path)
    assert [word for word in ("Awa", "zzpilot", "Signed elsewhere") if word in everything] == []
    assert ("Port city" in everything, "Olga Mora" in everything) == (True, True)


@pytest.mark.parametrize("wanted", [False, True], ids=["unless it is asked for", "where it is asked for"])
def test_a_sensitive_note_stays_out(tmp_path: Path, *, wanted: bool) -> None:
    source = MemoryForum(said=[a_note(text="Quiet please", sensitive=True), a_note(text="Loud")])
    path = written(source, tmp_path / "out.xlsx", with_sensitive=wanted).path
    assert ("Quiet please" in everything_in(path)) is wanted
    assert column_of(path, "Notes", "Note") == (["Quiet please", "Loud"] if wanted else ["Loud"])
