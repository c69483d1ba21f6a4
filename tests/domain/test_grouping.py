"""What a group starts as, what may be grouped, and what goes when a member leaves."""

from __future__ import annotations

from typing import Any

import pytest

from forumdesk.domain.apart import kept_apart
from forumdesk.domain.errors import BadInput, NotAllowed
from forumdesk.domain.grouping import begun, check_groupable, group_id, joined, leaves, origin, parted
from forumdesk.domain.ids import RecordId, new_id
from forumdesk.domain.recommendations import Agreement, Level, Recommendation, Status
from tests.builders import a_recommendation, a_room, a_session

GROUP = RecordId("9" * 32)


def grouped(*members: dict[str, Any], wording: str = "") -> Recommendation:
    """The group that such recommendations begin."""
    return begun(GROUP, [a_recommendation(**{"number": 5, **said}) for said in members], wording)


@pytest.mark.parametrize(
    ("field", "members", "said"),
    [
        pytest.param("text", ({"text": "One"}, {"text": "Two"}), "One", id="the wording of the first"),
        pytest.param("actor", ({"actor": "City"}, {"actor": "State"}), "City", id="what the first says"),
        pytest.param("actor", ({}, {"actor": "State"}), "State", id="what only one of the others says"),
        pytest.param("actor", ({}, {"actor": "State"}, {"actor": "State"}), "State", id="what the others agree on"),
        pytest.param("actor", ({}, {"actor": "State"}, {"actor": "City"}), "", id="nothing where the others differ"),
        pytest.param("level", ({}, {"level": Level.CITY}), Level.CITY, id="the level of another"),
        pytest.param("codes", ({"codes": ("sdg 8.5",)}, {"codes": ("gcm 6",)}), ("gcm 6", "sdg 8.5"), id="all codes"),
        pytest.param("sources", ({"sources": ("b",)}, {"sources": ("a", "b")}), ("a", "b"), id="all notes"),
        pytest.param(
            "partners", ({"partners": "IOM;; "}, {"partners": "iom; ILO"}), "IOM; ILO", id="all partners, once"
        ),
        pytest.param("dissent", ({"dissent": "Quito"}, {"dissent": "Dakar"}), "Quito\nDakar", id="everybody's dissent"),
        pytest.param("city", ({"city": "Quito"}, {"city": "Quito"}), "Quito", id="the city where it is everyone's"),
        pytest.param("city", ({"city": "Quito"}, {"city": "Dakar"}), "", id="no city where they differ"),
        pytest.param("city", ({"city": "Quito"}, {"city": "Quito", "unattributed": True}), "", id="no hidden city"),
        pytest.param("unattributed", ({}, {"unattributed": True}), True, id="hidden where one of them is"),
        pytest.param("number", ({"number": 7}, {"number": 3}), 3, id="the lowest number"),
        pytest.param("number", ({"number": 7, "numbered": True}, {"number": 3}), 7, id="a number that was final first"),
        pytest.param("numbered", ({"number": 7, "numbered": True}, {}), True, id="a number that stays for good"),
        pytest.param("number", ({"number": 0}, {"number": 0}), 0, id="no number where none has one"),
        pytest.param("status", ({"status": Status.FINAL}, {"status": Status.FINAL}), Status.DRAFT, id="a draft"),
        pytest.param(
            "agreement",
            ({"agreement": Agreement.MIXED}, {}),
            Agreement.MIXED,
            id="the agreement of the only room that was asked",
        ),
        pytest.param(
            "agreement",
            ({"agreement": Agreement.MIXED}, {"agreement": Agreement.BLOCK}),
            Agreement.NONE,
            id="no agreement where the rooms differ",
        ),
    ],
)
def test_a_group_begins_with(field: str, members: tuple[dict[str, Any], ...], said: object) -> None:
    assert getattr(grouped(*members), field) == said


def test_a_wording_of_its_own_takes_the_place_of_the_first() -> None:
    assert grouped({"text": "One"}, {"text": "Two"}, wording="  Both ").text == "Both"


def test_one_partners_text_stays_to_the_letter() -> None:
    assert grouped({"partners": "IOM ;ILO"}, {"partners": ""}).partners == "IOM ;ILO"


@pytest.mark.parametrize(
    ("records", "error"),
    [
        pytest.param([a_recommendation()], BadInput, id="one alone"),
        pytest.param([a_recommendation(id="a" * 32), a_recommendation(id="a" * 32)], BadInput, id="one twice"),
        pytest.param([a_recommendation(), a_recommendation(group=GROUP)], NotAllowed, id="a member of another group"),
        pytest.param([a_recommendation(), a_recommendation(status=Status.WITHDRAWN)], NotAllowed, id="a withdrawn one"),
    ],
)
def test_it_is_refused_to_group(records: list[Recommendation], error: type[Exception]) -> None:
    with pytest.raises(error):
        check_groupable(records)


def test_two_drafts_may_be_grouped() -> None:
    check_groupable([a_recommendation(), a_recommendation()])


def test_a_newcomer_brings_what_the_group_lacked_and_changes_nothing_that_it_says() -> None:
    group = grouped({"actor": "City", "city": "Quito"}, {"city": "Quito"})
    newcomer = a_recommendation(text="Other", actor="State", timeframe="2027", codes=("sdg 1",), city="Dakar")
    after = joined(group, [newcomer])
    assert (after.text, after.actor, after.timeframe, after.codes) == (group.text, "City", "2027", ("sdg 1",))
    assert (after.number, after.city) == (group.number, "")


def test_what_only_the_leaver_brought_goes_with_it() -> None:
    stays = a_recommendation(codes=("sdg 1",), sources=("a",))
    leaver = a_recommendation(codes=("sdg 1", "sdg 2"), sources=("b",))
    group = joined(begun(GROUP, [stays, leaver]), [a_recommendation(codes=("sdg 3",))])
    after = parted(group, leaver, [stays])
    assert (after.codes, after.sources, after.text) == (("sdg 1", "sdg 3"), ("a",), group.text)


def test_two_desks_name_the_same_group_and_the_same_pair_alike() -> None:
    one, other = a_recommendation(), a_recommendation()
    assert group_id([one, other]) == group_id([other, one])
    assert kept_apart(one.KIND, one.id, other.id) == kept_apart(one.KIND, other.id, one.id)


def test_a_group_is_told_with_all_that_it_was_made_of_each_once() -> None:
    deep, near, inner = a_recommendation(number=1), a_recommendation(number=2), a_recommendation(number=3)
    under = {GROUP: [inner, near], inner.id: [deep, a_recommendation(id=GROUP), near]}
    found = leaves(a_recommendation(id=GROUP), lambda group: under.get(group, []))
    assert found == (deep, near)
    assert leaves(near, lambda group: under.get(group, [])) == ()


def test_a_group_comes_from_rooms_sessions_and_the_cities_that_may_be_told() -> None:
    rooms = [a_room(name="Room B"), a_room(name="Room A")]
    sessions = [a_session(code="S2", room=rooms[0].id), a_session(code="S1", room=rooms[1].id), a_session(code="S3")]
    members = [
        a_recommendation(session=sessions[0].id, city="Quito"),
        a_recommendation(session=sessions[1].id, city="Dakar", unattributed=True),
        a_recommendation(session=sessions[2].id, city="Quito"),
        a_recommendation(session=new_id()),
    ]
    found = origin(members, {one.id: one for one in sessions}, {one.id: one for one in rooms})
    assert (found.rooms, found.sessions, found.cities) == (("Room A", "Room B"), ("S1", "S2", "S3"), ("Quito",))
    assert found.members == tuple(members)
