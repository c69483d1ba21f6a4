"""Codes sort as people count, and the frameworks that ship hold what was checked against their sources."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumdesk.domain.frameworks import Framework, Item, code_key, full_code, parted
from forumdesk.services.resources import resource

# Goal by goal: how many targets are numbered, and how many means of implementation are lettered.
TARGETS = {
    1: (5, 2), 2: (5, 3), 3: (9, 4), 4: (7, 3), 5: (6, 3), 6: (6, 2), 7: (3, 2), 8: (10, 2), 9: (5, 3),
    10: (7, 3), 11: (7, 3), 12: (8, 3), 13: (3, 2), 14: (7, 3), 15: (9, 3), 16: (10, 2), 17: (19, 0),
}  # fmt: skip
MIGRATION = {"4.b", "5.2", "8.5", "8.7", "8.8", "10.7", "10.c", "16.2", "17.18"}
SHIPPED = ("sdg", "gcm", "barcelona", "qla", "quito-themes", "nua", "addis")
LANGUAGES = {"en", "fr", "es", "ar"}
LONGEST = 70


def shipped(key: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resource("frameworks", f"{key}.json").read_text(encoding="utf-8"))
    return found


def items(key: str) -> dict[str, dict[str, Any]]:
    return {item["code"]: item for item in shipped(key)["items"]}


@pytest.mark.parametrize(
    ("first", "then"),
    [
        pytest.param("17.9", "17.10", id="ten comes after nine"),
        pytest.param("17.1", "17.10", id="17.10 is not 17.1"),
        pytest.param("10.7", "10.a", id="letters come after numbers"),
        pytest.param("10.a", "10.c", id="letters come in their order"),
        pytest.param("9", "10", id="goals count as numbers"),
        pytest.param("8", "8.1", id="a goal comes before its targets"),
        pytest.param("8.b", "9", id="a goal's last target comes before the next goal"),
        pytest.param("A2", "A10", id="letters may lead"),
        pytest.param("9" * 17, "9" * 5000, id="more digits than anybody numbers with"),
        pytest.param("2", "²", id="what looks like a number and is none"),
    ],
)
def test_codes_sort_as_people_count(first: str, then: str) -> None:
    assert code_key(first) < code_key(then)


def test_a_code_sorts_alike_in_either_case() -> None:
    assert code_key("10.C") == code_key("10.c")


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=4), st.lists(st.integers(0, 10**6), min_size=1, max_size=4))
def test_numbered_codes_sort_as_their_numbers_do(one: list[int], other: list[int]) -> None:
    def key(numbers: list[int]) -> object:
        return code_key(".".join(map(str, numbers)))

    assert (code_key(".".join(map(str, one))) < code_key(".".join(map(str, other)))) == (one < other)
    assert (key(one) == key(other)) == (one == other)


def test_a_full_code_comes_apart_where_it_was_joined() -> None:
    assert parted(full_code("quito-themes", "1 b")) == ("quito-themes", "1 b")


@pytest.mark.parametrize(
    ("labels", "language", "shown"),
    [
        pytest.param({"en": "Data", "fr": "Données"}, "fr", "Données", id="its own language first"),
        pytest.param({"en": "Data", "fr": "Données"}, "ar", "Data", id="English where the language has none"),
        pytest.param({"es": "Datos"}, "fr", "Datos", id="whatever there is where English has none either"),
        pytest.param({}, "en", "", id="nothing where nobody titled it"),
    ],
)
def test_an_item_is_shown_in_a_language_it_has(labels: dict[str, str], language: str, shown: str) -> None:
    assert Item("1", labels).label(language) == shown


def test_a_framework_without_a_title_is_called_by_its_key() -> None:
    assert Framework("region", "REG", {}).title("fr") == "region"
    assert Framework("region", "REG", {"es": "Región"}).title("fr") == "Región"


def test_every_goal_has_its_targets_and_no_others() -> None:
    expected = [str(goal) for goal in TARGETS]
    for goal, (numbers, letters) in TARGETS.items():
        expected += [f"{goal}.{number}" for number in range(1, numbers + 1)]
        expected += [f"{goal}.{letter}" for letter in "abcd"[:letters]]
    codes = [item["code"] for item in shipped("sdg")["items"]]
    assert codes == sorted(expected, key=code_key)
    assert len(codes) == 17 + 169


def test_targets_stand_under_their_goal_and_goals_under_nothing() -> None:
    for code, item in items("sdg").items():
        goal, _, target = code.partition(".")
        assert item.get("parent", "") == (goal if target else "")


def test_nine_targets_refer_to_migration_and_speak_four_languages() -> None:
    sdg = items("sdg")
    assert {code for code, item in sdg.items() if item.get("migration")} == MIGRATION
    for code in MIGRATION | {str(goal) for goal in TARGETS}:
        assert set(sdg[code]["labels"]) == LANGUAGES, code


@pytest.mark.parametrize(
    ("key", "codes"),
    [
        pytest.param("gcm", range(1, 24), id="the Global Compact has 23 objectives"),
        pytest.param("barcelona", range(1, 7), id="the Call of Barcelona has six asks"),
        pytest.param("qla", range(1, 12), id="the Quito Local Agenda has 11 areas"),
        pytest.param("quito-themes", range(1, 4), id="Quito 2015 had three themes"),
        pytest.param("nua", (20, 28, 29, 34, 42, 57, 59), id="seven paragraphs of the New Urban Agenda"),
        pytest.param("addis", (40, 78, 111, 112), id="four paragraphs of Addis Ababa"),
    ],
)
def test_the_other_frameworks_hold_their_items_in_order(key: str, codes: range | tuple[int, ...]) -> None:
    assert list(items(key)) == [str(code) for code in codes]


def test_only_the_first_area_of_quito_is_titled_and_every_area_can_be() -> None:
    areas = items("qla")
    assert [code for code, area in areas.items() if any(area["labels"].values())] == ["1"]
    assert areas["1"]["links"] == ["sdg 1", "sdg 5", "sdg 11", "sdg 16"]
    assert all(area["editable"] for area in areas.values())


@pytest.mark.parametrize(
    ("key", "unverified"),
    [("sdg", set()), ("gcm", set()), ("nua", {"20", "34", "42", "57"}), ("addis", {"40", "78", "111", "112"})],
)
def test_what_is_not_verified_can_be_edited(key: str, unverified: set[str]) -> None:
    assert {code for code, item in items(key).items() if item.get("unverified")} == unverified
    assert {code for code, item in items(key).items() if item.get("editable")} == unverified


@pytest.mark.parametrize("key", SHIPPED)
def test_a_framework_is_whole(key: str) -> None:
    framework = shipped(key)
    assert framework["key"] == key
    assert set(framework["titles"]) == LANGUAGES
    assert framework["source"]
    for item in framework["items"]:
        assert isinstance(item["code"], str)
        assert item.get("editable") or item["labels"].get("en")


@pytest.mark.parametrize("key", SHIPPED)
def test_labels_are_short_plain_and_never_said_twice(key: str) -> None:
    for language in LANGUAGES:
        labels = [item["labels"][language] for item in shipped(key)["items"] if item["labels"].get(language)]
        assert len({label.casefold() for label in labels}) == len(labels)
        for label in labels:
            assert label == " ".join(label.split())
            assert len(label) <= (LONGEST if language == "en" else 90)
            assert label[-1] not in ".,;:"


@pytest.mark.parametrize("key", SHIPPED)
def test_every_link_leads_to_an_item_and_stands_in_order(key: str) -> None:
    known = {full_code(one, code) for one in SHIPPED for code in items(one)}
    for item in shipped(key)["items"]:
        links = item.get("links", [])
        assert set(links) <= known
        assert all(code_key(parted(one)[1]) < code_key(parted(other)[1]) for one, other in pairwise(links))
