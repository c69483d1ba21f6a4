"""Records and the fields of their revisions say the same thing, whichever way they are turned."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumdesk.domain.agenda import MOST_MINUTES, Step
from forumdesk.domain.forum import FORUM_ID, Forum
from forumdesk.domain.ids import RecordId, natural_id, new_act_id, new_id
from forumdesk.domain.notes import Note, NoteKind
from forumdesk.domain.recommendations import Recommendation, Status
from forumdesk.domain.records import (
    Record,
    changed_fields,
    instant_of,
    instant_text,
    plain_fields,
    record_from,
    shapes,
    sorted_members,
)

ID = RecordId("a" * 32)
words = st.text(max_size=12)
codes = st.sets(st.sampled_from(["sdg 8.5", "sdg 17.10", "gcm 16", "a:b", "é"])).map(sorted_members)
instants = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001 - bounds
    lambda instant: instant.replace(microsecond=instant.microsecond // 1000 * 1000)
)
notes = st.builds(
    Note,
    id=st.just(ID),
    text=words,
    round=st.integers(-5, 5),
    kind=st.sampled_from(NoteKind),
    codes=codes,
    instant=st.none() | instants,
    sensitive=st.booleans(),
)


@given(note=notes)
def test_a_record_comes_back_from_its_fields(note: Note) -> None:
    assert record_from(Note, ID, plain_fields(note)) == note


@given(before=notes, after=notes)
def test_what_differs_turns_one_record_into_the_other(before: Note, after: Note) -> None:
    said: dict[str, Any] = {**plain_fields(before), **changed_fields(before, after)}
    assert record_from(Note, ID, said) == after
    assert changed_fields(after, after) == {}


def test_members_of_a_set_are_keys_of_their_own() -> None:
    before = Note(id=ID, codes=("gcm 16", "sdg 8.5"))
    after = replace(before, codes=("sdg 10.7", "sdg 8.5"))
    assert changed_fields(before, after) == {"codes:sdg 10.7": True, "codes:gcm 16": False}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param({"mood": "calm"}, {}, id="a field of a later version"),
        pytest.param({"text:member": True}, {}, id="a member of what is no set"),
        pytest.param({"codes": "sdg 8"}, {}, id="a set said like a plain field"),
        pytest.param({"codes:sdg 8": "yes"}, {}, id="a member that is neither in nor out"),
        pytest.param({"codes:sdg 8": False}, {}, id="a member taken out"),
        pytest.param({"kind": "shrug"}, {}, id="a kind of note of a later version"),
        pytest.param({"round": "two"}, {}, id="a number in words"),
        pytest.param({"round": 10**30}, {}, id="a number that no table holds"),
        pytest.param({"round": "3"}, {"round": 3}, id="a number as text"),
        pytest.param({"instant": "yesterday"}, {}, id="no instant"),
        pytest.param({"instant": "0001-01-01T00:00:00+23:00"}, {}, id="an instant before all dates"),
        pytest.param({"round": 2**31}, {}, id="a number that no window shows"),
        pytest.param({"instant": "3000-01-01T00:00:00Z"}, {}, id="an instant that is none a while later"),
        pytest.param({"instant": ""}, {}, id="an empty instant"),
        pytest.param({"instant": 5}, {}, id="an instant as a number"),
        pytest.param({"text": None}, {}, id="nothing"),
        pytest.param({"text": 5}, {"text": "5"}, id="text as a number"),
        pytest.param({"sensitive": 1}, {"sensitive": True}, id="yes as a number"),
    ],
)
def test_what_this_version_cannot_read_becomes_the_default(said: dict[str, Any], expected: dict[str, Any]) -> None:
    assert record_from(Note, ID, said) == Note(id=ID, **expected)


@pytest.mark.parametrize(("said", "read"), [(-1, 0), (90, 90), (10**6, MOST_MINUTES)])
def test_a_number_beyond_its_bounds_is_read_as_the_bound(said: int, read: int) -> None:
    assert record_from(Step, ID, {"minutes": said}).minutes == read


@pytest.mark.parametrize("position", [1e308, -1e308, 1e15])
def test_a_position_beside_which_none_could_be_found_is_read_as_the_first(position: float) -> None:
    assert record_from(Step, ID, {"position": position}).position == 0.0


def test_dates_and_states_are_written_as_text() -> None:
    forum = Forum(id=FORUM_ID, starts=date(2016, 9, 29))
    assert plain_fields(forum) == {"starts": "2016-09-29"}
    assert record_from(Forum, FORUM_ID, plain_fields(forum)) == forum
    assert plain_fields(Recommendation(id=ID, status=Status.FINAL)) == {"status": "final"}


def test_an_instant_is_written_in_utc_with_milliseconds() -> None:
    noon = datetime(2016, 9, 29, 12, 0, tzinfo=timezone(timedelta(hours=8)))
    assert instant_text(noon) == "2016-09-29T04:00:00.000Z"
    assert instant_of("2016-09-29T04:00:00.000Z") == noon
    assert instant_of("2016-09-29T04:00:00") == noon, "without a zone it is in UTC, on every laptop"


def test_links_are_known_by_kind() -> None:
    found = shapes(Recommendation)
    assert (found["sources"].link, found["session"].link, found["text"].link) == ("note", "session", "")
    assert "id" not in found
    assert all(issubclass(shape.python, object) for shape in shapes(Record).values())


def test_members_are_sorted_and_each_is_there_once() -> None:
    assert sorted_members(["b", "a", "b"]) == ("a", "b")


def test_ids_are_drawn_or_follow_from_names() -> None:
    assert len({new_id(), new_id(), new_act_id(), new_act_id()}) == 4
    assert natural_id("device", "a") == natural_id("device", "a") != natural_id("device", "b")
    assert natural_id("a", "b") != natural_id("ab")


def test_the_forum_has_the_same_id_in_every_file() -> None:
    assert natural_id("forum") == FORUM_ID
