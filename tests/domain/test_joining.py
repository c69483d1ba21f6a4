"""What looks alike is proposed, and what a join takes over is what only the other one said."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from forumdesk.domain.agenda import Session
from forumdesk.domain.apart import kept_apart
from forumdesk.domain.forum import Attribution
from forumdesk.domain.joining import (
    City,
    alike,
    bucket,
    city_buckets,
    city_of,
    ends,
    enriched,
    joined,
    likely_pairs,
    told_apart,
)
from forumdesk.domain.people import Participant, Role
from forumdesk.domain.records import Record
from tests.builders import a_note, a_participant, a_room, a_session

ANA = a_participant(name="Ana Núñez", position="", city="Quito", place=3652462, organisation="City of Quito")


@pytest.mark.parametrize(
    ("said", "is_alike"),
    [
        pytest.param({"name": "NUÑEZ, Ana"}, True, id="another order of words, other capitals"),
        pytest.param({"name": "Ana Nunez"}, True, id="without accents"),
        pytest.param({"name": "Ana"}, False, id="another name"),
        pytest.param({"city": "San Francisco de Quito"}, True, id="the same place written otherwise"),
        pytest.param({"city": "Dakar", "place": 2253354, "organisation": ""}, False, id="another city"),
        pytest.param({"city": "Dakar", "place": 2253354}, True, id="another city, the same house"),
        pytest.param({"city": "", "place": 0, "organisation": ""}, True, id="from nowhere in particular"),
        pytest.param({"city": "QUITO", "place": 0, "organisation": ""}, True, id="a city without its place"),
    ],
)
def test_people_are_alike_by_name_and_by_where_they_come_from(said: dict[str, object], *, is_alike: bool) -> None:
    other = replace(ANA, **said)  # type: ignore[arg-type]
    assert (bucket(ANA) == bucket(other) and alike(ANA, other) and alike(other, ANA)) is is_alike


def test_people_without_a_name_are_alike_by_position_role_and_city() -> None:
    one = a_participant(position="Mayor", city="Quito")
    assert alike(one, a_participant(position="Mayor", city="quito"))
    assert not alike(one, a_participant(position="Mayor", city="Dakar"))
    assert not alike(one, a_participant(position="Mayor", city="Quito", role=Role.MAYOR))
    assert not alike(one, a_participant(position="Mayor", city="Quito", name="Mayor"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (a_room(name="Room A"), a_room(name="room  a"), True),
        (a_room(name="Room A"), a_room(name="Room B"), False),
        (a_session(code="S1"), a_session(code="s1", title="Housing"), True),
        (a_session(code="S1"), a_session(code="S11"), False),
    ],
    ids=["rooms by name", "other rooms", "sessions by code", "other sessions"],
)
def test_rooms_are_alike_by_name_and_sessions_by_code(one: Record, other: Record, *, same: bool) -> None:
    assert (bucket(one) == bucket(other)) is same
    assert alike(one, other)


def test_what_nobody_joins_is_like_nothing() -> None:
    assert bucket(a_note()) == bucket(a_room(name="")) == ""


def known_as(place: int) -> str:
    return {1: "Łódź", 2: "San José", 3: "San José", 4: "Quezon City"}[place]


def test_cities_are_told_by_place_and_by_name_where_one_place_bears_it() -> None:
    cities = [City("Lodz"), City("Lódz", 1), City("San José", 2), City("San Jose", 3), City("SAN JOSE"), City("Dakar")]
    assert city_buckets([*cities, City("quezon city"), City("QC", 4)], known_as) == {
        1: [City("Lodz"), City("Lódz", 1)],
        2: [City("San José", 2)],
        3: [City("San Jose", 3)],
        4: [City("quezon city"), City("QC", 4)],
        "dakar": [City("Dakar")],
    }


def test_a_key_names_a_city() -> None:
    for city in (City("Quito"), City("Quito", 3652462), City("A: city of two\nlines")):
        assert city_of(city.key) == city
    assert city_of("f" * 32) is None


def test_each_is_proposed_beside_the_first_that_it_may_be() -> None:
    numbers = [1, 2, 3, 4]
    assert list(likely_pairs(numbers, lambda *_: True, lambda *_: False)) == [(1, 2), (1, 3), (1, 4)]
    assert list(likely_pairs(numbers, lambda *_: True, lambda one, other: (one, other) in {(1, 2), (1, 4)})) == [
        (1, 3),
        (2, 4),
    ]


def test_what_only_the_other_said_is_taken_over() -> None:
    stays = a_session(title="", minutes=0, codes=("sdg 8",), attribution=Attribution.NAME, room="a")
    goes = a_session(title="Work", minutes=60, codes=("sdg 10",), attribution=Attribution.CHATHAM_HOUSE, room="b")
    found = enriched(stays, goes, untouched=("minutes",))
    assert (found.title, found.minutes, found.room) == ("Work", 0, "a")
    assert found.codes == ("sdg 10", "sdg 8")
    assert found.attribution is Attribution.CHATHAM_HOUSE
    assert enriched(replace(stays, attribution=Attribution.CHATHAM_HOUSE), goes).attribution is found.attribution


def test_a_place_is_taken_with_its_own_city_alone() -> None:
    def placed(stays: Participant) -> tuple[str, int]:
        found = enriched(stays, ANA)
        return found.city, found.place

    assert placed(replace(ANA, place=0)) == placed(replace(ANA, city="", place=0)) == ("Quito", 3652462)
    assert placed(replace(ANA, city="Dakar", place=0)) == ("Dakar", 0)


def test_what_differs_is_told_but_no_order_among_others() -> None:
    assert told_apart(a_room(name="A", position=1.0), a_room(name="B", position=2.0)) == ("name",)
    assert told_apart(Session(id=ANA.id, code="S1"), Session(id=ANA.id, code="s1", title="Work")) == ("code", "title")


@pytest.mark.parametrize(
    ("onto", "ended"),
    [
        ({"a": "b"}, {"a": "b"}),
        ({"a": "b", "b": "c"}, {"a": "c", "b": "c"}),
        ({"a": "b", "b": "a"}, {"a": "a", "b": "a"}),
        ({"d": "c", "c": "b", "b": "c"}, {"d": "b", "c": "b", "b": "b"}),
    ],
    ids=["once", "twice", "each into the other", "into a circle"],
)
def test_of_records_that_were_joined_one_stays(onto: dict[str, str], ended: dict[str, str]) -> None:
    assert ends(joined("participant", goes, stays) for goes, stays in onto.items()) == ended


def test_a_long_chain_is_followed_at_once() -> None:
    chain = [f"{number:05d}" for number in range(5_000)]
    ended = ends(joined("participant", goes, stays) for goes, stays in itertools.pairwise(chain))
    assert set(ended.values()) == {chain[-1]}


def test_two_laptops_that_keep_the_same_two_apart_say_the_same() -> None:
    assert kept_apart("room", "a", "b") == kept_apart("room", "b", "a")
