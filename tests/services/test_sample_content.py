"""The sample forum's own words: complete, consistent and true to how a forum is held, by its data files alone."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from forumdesk.domain.agenda import SessionKind, Technique
from forumdesk.domain.forum import Attribution
from forumdesk.domain.notes import NoteKind
from forumdesk.domain.people import Role
from forumdesk.domain.recommendations import Agreement, Level, Priority, Status

RESOURCES = Path(__file__).parents[2] / "resources"
ROLES = ("chair", "co_chair", "facilitator", "rapporteur")
COUNTRY = re.compile(r"[A-Z]{2}")
ARABIC = re.compile(r"[\u0600-\u06ff]")


def read(*parts: str) -> Any:
    return json.loads(RESOURCES.joinpath(*parts).read_text(encoding="utf-8"))


SCRIPT = read("sample", "forum.json")
FORUM = SCRIPT["forum"]
NOTES = read("sample", "notes.json")
RECOMMENDATIONS = read("sample", "recommendations.json")
OUTCOME = read("sample", "outcome.json")
PEOPLE = {one["key"]: one for one in SCRIPT["participants"]}
SESSIONS = {one["key"]: one for one in SCRIPT["sessions"]}
BREAKOUTS = [one for one in SESSIONS.values() if one["kind"] == SessionKind.BREAKOUT]


def minutes(session: dict[str, Any]) -> int:
    return sum(step["minutes"] for step in session["steps"]) or int(session["minutes"])


def hours(session: dict[str, Any]) -> tuple[datetime, datetime]:
    start = datetime.fromisoformat(session["start"])
    return start, start + timedelta(minutes=minutes(session))


def overlapping() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for one, other in combinations(SESSIONS.values(), 2):
        if hours(one)[0] < hours(other)[1] and hours(other)[0] < hours(one)[1]:
            yield one, other


def present(session: dict[str, Any]) -> set[str]:
    speakers = {note["speaker"] for note in NOTES if note["session"] == session["key"]}
    return {one for one in speakers | {session[role] for role in ROLES} if one}


def codes_of(records: Sequence[dict[str, Any]]) -> set[str]:
    return {code for one in records for code in one["codes"]}


def test_it_is_the_third_forum_in_quezon_city() -> None:
    assert (FORUM["edition"], FORUM["host_city"], FORUM["country"]) == (3, "Quezon City", "PH")
    assert (FORUM["starts"], FORUM["ends"], FORUM["utc_offset"]) == ("2016-09-29", "2016-09-30", 480)
    assert len(FORUM["objectives"]) == 6
    assert FORUM["languages"] == ["en", "es", "fr", "ar"]
    assert {path.stem for path in (RESOURCES / "frameworks").glob("*.json")} == set(FORUM["frameworks"])


def test_there_is_as_much_as_a_forum_of_two_days_brings() -> None:
    assert 45 <= len(PEOPLE) <= 60
    assert len(BREAKOUTS) >= 6
    assert {one["room"] for one in BREAKOUTS} == {room["key"] for room in SCRIPT["rooms"]} - {"plenary"}
    assert len(NOTES) >= 200
    assert len(RECOMMENDATIONS) >= 48
    assert 4 <= len(OUTCOME["initiatives"]) <= 6
    assert len(OUTCOME["signatories"]) >= 10


@pytest.mark.parametrize("key", ["s1", "s2", "s3", "s4", "s5", "s6"])
def test_a_main_breakout_fills_its_page(key: str) -> None:
    assert 25 <= sum(note["session"] == key for note in NOTES) <= 35


@pytest.mark.parametrize(
    ("used", "words"),
    [
        pytest.param([one["role"] for one in PEOPLE.values()], Role, id="roles of participants"),
        pytest.param([one["kind"] for one in SESSIONS.values()], SessionKind, id="kinds of session"),
        pytest.param([one["attribution"] for one in SESSIONS.values()], Attribution, id="rules of attribution"),
        pytest.param(
            [step["technique"] for one in SESSIONS.values() for step in one["steps"]], Technique, id="techniques"
        ),
        pytest.param([one["kind"] for one in NOTES], NoteKind, id="kinds of note"),
        pytest.param([one["level"] for one in RECOMMENDATIONS], [one for one in Level if one], id="levels"),
        pytest.param(
            [one["priority"] for one in RECOMMENDATIONS if one["priority"]], list(Priority)[1:], id="priorities"
        ),
        pytest.param([one["agreement"] for one in RECOMMENDATIONS], list(Agreement)[1:], id="gradients"),
        pytest.param([one["status"] for one in RECOMMENDATIONS], Status, id="statuses"),
        pytest.param([one["action_area"] for one in RECOMMENDATIONS], map(str, range(1, 12)), id="action areas"),
    ],
)
def test_every_word_of_a_list_is_in_use_and_no_other(used: list[str], words: Sequence[str]) -> None:
    assert set(used) == set(words)


def test_every_key_leads_somewhere() -> None:
    rooms = {room["key"] for room in SCRIPT["rooms"]}
    assert len(PEOPLE) == len(SCRIPT["participants"])
    assert len(SESSIONS) == len(SCRIPT["sessions"]) == len({one["code"] for one in SESSIONS.values()})
    assert {one["room"] for one in SESSIONS.values()} <= rooms
    assert {one[role] for one in SESSIONS.values() for role in ROLES} - {""} <= set(PEOPLE)
    assert {one["speaker"] for one in NOTES} - {""} <= set(PEOPLE)
    assert {one["session"] for one in [*NOTES, *RECOMMENDATIONS]} <= set(SESSIONS)
    assert {one["participant"] for one in OUTCOME["signatories"]} <= set(PEOPLE)


def test_participants_have_a_role_and_a_place_and_no_name() -> None:
    assert not any(one.get("name") for one in PEOPLE.values())
    assert [
        one["key"] for one in PEOPLE.values() if not one["position"] or not (one["city"] or one["organisation"])
    ] == []
    assert [one["key"] for one in PEOPLE.values() if not COUNTRY.fullmatch(one["country"])] == []


def test_nobody_and_no_room_is_in_two_sessions_at_once() -> None:
    assert [(one["key"], other["key"]) for one, other in overlapping() if one["room"] == other["room"]] == []
    assert [present(one) & present(other) for one, other in overlapping() if present(one) & present(other)] == []


def test_every_framework_is_used_and_every_code_is_one_of_its_own() -> None:
    for records in ([*NOTES], [*NOTES, *RECOMMENDATIONS, *SESSIONS.values()]):
        used = codes_of(records)
        assert {code.split(" ")[0] for code in used} == set(FORUM["frameworks"])
        known = {
            f"{key} {item['code']}"
            for key in FORUM["frameworks"]
            for item in read("frameworks", f"{key}.json")["items"]
        }
        assert used - known == set()


def test_every_note_is_taken_during_its_step() -> None:
    for note in NOTES:
        steps = SESSIONS[note["session"]]["steps"]
        begin = sum(step["minutes"] for step in steps[: note["step"]])
        assert begin <= note["minute"] <= begin + steps[note["step"]]["minutes"], note["text"]


def test_a_note_carries_the_city_of_who_spoke() -> None:
    assert [one["text"] for one in NOTES if one["speaker"] and one["city"] != PEOPLE[one["speaker"]]["city"]] == []


def test_what_was_typed_holds_what_was_said() -> None:
    typed = [one for one in NOTES if one.get("typed")]
    assert len(typed) >= 40
    assert [one["typed"] for one in typed if one["text"] not in one["typed"] or one["text"] == one["typed"]] == []


@pytest.mark.parametrize(("language", "least", "most"), [("en", 55, 65), ("es", 14, 20), ("fr", 12, 18), ("ar", 6, 10)])
def test_notes_are_taken_in_four_languages(language: str, least: int, most: int) -> None:
    assert least <= 100 * sum(one["language"] == language for one in NOTES) / len(NOTES) <= most


@pytest.mark.parametrize(("language", "least"), [("en", 25), ("es", 5), ("fr", 5), ("ar", 3)])
def test_recommendations_are_made_in_four_languages(language: str, least: int) -> None:
    assert sum(one["language"] == language for one in RECOMMENDATIONS) >= least


def test_a_text_is_in_the_script_of_its_language() -> None:
    for one in [*NOTES, *RECOMMENDATIONS]:
        assert bool(ARABIC.search(one["text"])) is (one["language"] == "ar"), one["text"]


def test_nothing_is_said_twice_in_the_same_words() -> None:
    for records in (NOTES, RECOMMENDATIONS):
        assert [text for text, times in Counter(one["text"] for one in records).items() if times > 1] == []


def test_notes_are_long_and_short_as_people_are() -> None:
    lengths = [len(one["text"]) for one in NOTES]
    assert sum(one < 50 for one in lengths) >= 15
    assert sum(one > 160 for one in lengths) >= 5


def test_every_kind_of_note_is_there_in_number() -> None:
    assert min(Counter(one["kind"] for one in NOTES).values()) >= 8


def test_some_things_must_stay_in_the_room() -> None:
    confidential = {key for key, one in SESSIONS.items() if one["attribution"] == Attribution.CHATHAM_HOUSE}
    for flag in ("sensitive", "unattributed"):
        assert {one["session"] in confidential for one in NOTES if one[flag]} == {True, False}
    for key in confidential:
        cities = {PEOPLE[one]["city"] for one in present(SESSIONS[key])} - {""}
        telling = [one for one in NOTES if one["session"] == key and any(city in one["text"] for city in cities)]
        assert len(telling) >= 2
    organisations = {one["organisation"] for one in PEOPLE.values()} - {""}
    elsewhere = [one["text"] for one in NOTES if one["unattributed"] and one["session"] not in confidential]
    assert any(organisation in text for organisation in organisations for text in elsewhere)


def test_recommendations_are_numbered_from_one() -> None:
    assert [one["number"] for one in RECOMMENDATIONS] == list(range(1, len(RECOMMENDATIONS) + 1))


def test_every_recommendation_comes_from_one_to_four_notes() -> None:
    for one in RECOMMENDATIONS:
        assert 1 <= len(one["sources"]) == len(set(one["sources"])) <= 4, one["number"]
        assert set(one["sources"]) <= set(range(len(NOTES))), one["number"]


def test_a_few_recommendations_lack_something_and_the_rest_are_whole() -> None:
    lacking = [one for one in RECOMMENDATIONS if not (one["actor"] and one["timeframe"] and one["indicator"])]
    assert 5 <= len(lacking) <= 7
    assert {one["status"] for one in lacking} <= {Status.DRAFT, Status.WITHDRAWN}


def test_who_disagreed_is_written_beside_less_than_full_agreement() -> None:
    against = [one for one in RECOMMENDATIONS if one["dissent"]]
    assert len(against) >= 5
    assert [one["number"] for one in against if one["agreement"] == Agreement.ENDORSE] == []


def test_initiatives_have_parameters_and_serve_recommendations_that_stand() -> None:
    standing = {one["number"] for one in RECOMMENDATIONS if one["status"] != Status.WITHDRAWN}
    for one in OUTCOME["initiatives"]:
        assert all(one[name] for name in ("title", "lead_city", "scope", "resources", "indicator", "contact"))
        assert date.fromisoformat(one["starts"]) < date.fromisoformat(one["ends"])
        assert one["partner_cities"]
        assert one["lead_city"] not in one["partner_cities"]
        assert set(one["recommendations"]) <= standing
        assert {one["lead_city"], *one["partner_cities"]} <= {person["city"] for person in PEOPLE.values()}


def test_the_commitment_is_signed_in_quezon_city_by_cities_that_were_there() -> None:
    assert OUTCOME["declaration"]["title"] == "Quezon City Commitment to Action"
    assert len(OUTCOME["declaration"]["text"]) >= 4
    for one in OUTCOME["signatories"]:
        assert one["city"] == PEOPLE[one["participant"]]["city"]
        assert FORUM["starts"] <= one["signed"] <= FORUM["ends"]
