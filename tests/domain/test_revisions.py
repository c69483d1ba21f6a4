"""A revision is known by its header: any value can be kept back, none can be altered, and the id verifies."""

from __future__ import annotations

import json
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumdesk.domain.errors import BadInput
from forumdesk.domain.ids import BranchId, DeviceId, RecordId, RevisionId
from forumdesk.domain.revisions import (
    ACT,
    AUTHOR,
    COUNTER_BITS,
    DAY_MS,
    HARMLESS,
    QUARTER_MS,
    REDACTION,
    TIMES,
    HybridClock,
    Item,
    Revision,
    canonical,
    check,
    fields_text,
    filled,
    name_of,
    opened,
    places_of,
    redaction_of,
    taken_out,
    without,
)
from forumdesk.domain.turns import Coming, Turn, turn_of
from tests.domain.test_weighing import Known
from tests.revisions import redacting, said, turned

key = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), min_size=1, max_size=8).filter(
    lambda one: name_of(one) not in ("", AUTHOR, TIMES, HARMLESS)
)
scalar = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9)
)
some_fields = st.dictionaries(
    key | st.sampled_from(["codes:sdg 8.5", "codes:a:b", "text", "_deleted"]), scalar, max_size=5
)
NOTE = said({"text": "Said", "city": "Quito", "speaker": "Ana", "round": 2, "codes:sdg 8.5": True}, parents=["1" * 64])
PLACES = range(len(opened(NOTE)))


@st.composite
def revisions(draw: st.DrawFn) -> Revision:
    told = draw(some_fields)
    return said(
        told,
        closed=draw(st.integers(0, len(told))),
        author=draw(st.text(st.characters(min_codepoint=1, exclude_categories=["Cs"]), max_size=5)),
        witnessed=draw(st.text(max_size=5)),
        salt=draw(st.binary(min_size=16, max_size=16)),
        hlc=draw(st.integers(-(2**63), 2**63 - 1)),
        wall_ms=draw(st.integers(0, 2**44)),
        number=7,
    )


@given(one=revisions())
def test_whatever_a_laptop_says_is_sound(one: Revision) -> None:
    check(one)
    assert one.id == sha256(one.header().encode("ascii")).hexdigest()


@given(one=revisions(), data=st.data())
def test_any_value_is_kept_back_and_the_id_verifies(one: Revision, data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.sampled_from([item.name for item in opened(one)])))
    left = without(one, gone.__contains__)
    check(left)
    assert (left.id, left.header()) == (one.id, one.header())
    assert sorted(left.kept_back) == sorted(map(name_of, gone))
    kept = {key: value for key, value in list(one.fields.items())[: one.closed] if key not in gone}
    rest = {} if HARMLESS in gone else dict(list(one.fields.items())[one.closed :])
    assert list(left.fields.items()) == list({**kept, **rest}.items())
    assert (left.author, left.witnessed) == (("", "") if AUTHOR in gone else (one.author, one.witnessed))
    if TIMES in gone:
        assert left.wall_ms <= max(0, one.hlc >> COUNTER_BITS)
    assert (left is one) is (not gone)
    assert without(left, gone.__contains__) is left


@given(one=revisions(), data=st.data())
def test_what_was_kept_back_in_two_ways_is_filled_in_again(one: Revision, data: st.DataObject) -> None:
    places = st.sets(st.sampled_from(range(len(opened(one)))))
    first, second = data.draw(places), data.draw(places)
    mine, theirs = taken_out(one, first), taken_out(one, second)
    whole = filled(mine, theirs)
    check(whole)
    assert whole.header() == one.header()
    expected = taken_out(one, first & second)
    assert (dict(whole.fields), whole.kept_back) == (dict(expected.fields), expected.kept_back)
    assert (whole.author, whole.wall_ms, whole.tz_min) == (expected.author, expected.wall_ms, expected.tz_min)
    assert filled(mine, mine) is mine
    assert filled(one, theirs) is one
    assert filled(mine, one) is (one if first else mine)


@given(one=revisions(), data=st.data())
def test_what_is_kept_back_bit_by_bit_is_kept_back(one: Revision, data: st.DataObject) -> None:
    places = data.draw(st.permutations(range(len(opened(one)))))
    left = one
    for place in places:
        left = taken_out(left, [place])
        check(left)
        assert left.header() == one.header()
    assert (dict(left.fields), left.author, left.tz_min) == ({}, "", 0)
    assert left == taken_out(one, places)
    assert taken_out(left, [0, 99]) is left


def test_what_was_held_to_its_types_is_held_to_its_header_all_the_same() -> None:
    check(NOTE, typed=True)
    with pytest.raises(BadInput, match="altered"):
        check(replace(NOTE, fields={**NOTE.fields, "text": "Forged"}), typed=True)


ALTERED: dict[str, Any] = {
    "id": "0" * 64,
    "record": "other",
    "kind": "step",
    "fields": {**NOTE.fields, "text": "Forged"},
    "closed": 0,
    "parents": ("2" * 64,),
    "act": "other",
    "hlc": 8,
    "device": "e" * 32,
    "branch": "c" * 16,
    "number": NOTE.number + 1,
    "begins": True,
    "author": "Somebody",
    "witnessed": "workbook",
    "schema": 3,
    "wall_ms": NOTE.wall_ms + 1,
    "tz_min": 0,
    "salt": "0" * 32,
}


@pytest.mark.parametrize("name", sorted(ALTERED))
@pytest.mark.parametrize("kept_back", [(), (3,), (4, 5)], ids=["whole", "words kept back", "more kept back"])
def test_whatever_is_altered_is_refused(name: str, kept_back: tuple[int, ...]) -> None:
    left = taken_out(NOTE, kept_back)
    if name == "fields":
        forged = replace(left, fields=dict.fromkeys(left.fields, "Forged"))
    else:
        forged = replace(left, **{name: ALTERED[name]})
    with pytest.raises(BadInput):
        check(forged)


def test_every_part_of_a_revision_is_tried() -> None:
    assert {*ALTERED, "items"} == {one.name for one in dataclass_fields(Revision)}


@pytest.mark.parametrize(
    "key",
    [pytest.param("text", id="other words"), pytest.param("round", id="another harmless value")],
)
def test_one_value_altered_is_refused(key: str) -> None:
    for left in (NOTE, taken_out(NOTE, [0]), taken_out(NOTE, [1, 3])):
        with pytest.raises(BadInput, match="altered"):
            check(replace(left, fields={**left.fields, key: "Forged"}))


def test_values_that_change_places_are_refused() -> None:
    one = said({"a": 1, "b": 2}, kind="later")
    for forged in (
        replace(one, fields={"b": 2, "a": 1}),
        replace(one, fields={"a": 2, "b": 1}),
        replace(one, fields={"a": "1", "b": 2}),
        replace(one, fields={"a": 1.5, "b": 2}),
    ):
        with pytest.raises(BadInput):
            check(forged)
    with pytest.raises(BadInput):
        check(replace(said({"round": 1, "language": "fr"}), fields={"round": 1, "language": "fr"}))


def other_items(place: int, **changed: str) -> Revision:
    left = taken_out(NOTE, [0, 3])
    items = list(left.items)
    items[place] = items[place]._replace(**changed)
    return replace(left, items=tuple(items))


@pytest.mark.parametrize(
    "forged",
    [
        pytest.param(other_items(3, commitment="0" * 64), id="another commitment"),
        pytest.param(other_items(3, commitment=""), id="no commitment"),
        pytest.param(other_items(4, salt="0" * 32), id="another salt"),
        pytest.param(other_items(4, salt="0" * 30), id="a short salt"),
        pytest.param(other_items(3, name="speaker"), id="another name"),
        pytest.param(other_items(3, name="text:member"), id="a member that it is said to be of"),
        pytest.param(other_items(4, commitment="0" * 64), id="both a salt and a commitment"),
        pytest.param(other_items(0, name=TIMES), id="the author is called the time"),
        pytest.param(replace(taken_out(NOTE, [0]), items=()), id="what was kept back is not told"),
        pytest.param(replace(taken_out(NOTE, [0]), items=taken_out(NOTE, [0]).items[:-1]), id="one commitment less"),
        pytest.param(replace(taken_out(NOTE, [0]), items=taken_out(NOTE, [0]).items[:2]), id="two commitments"),
        pytest.param(
            replace(taken_out(NOTE, [0]), items=(*taken_out(NOTE, [0]).items, Item("x", "", "0" * 64))),
            id="one commitment more",
        ),
        pytest.param(replace(taken_out(NOTE, [0]), author="Somebody"), id="an author in place of one kept back"),
        pytest.param(replace(taken_out(NOTE, [0]), witnessed="x"), id="a witness in place of one kept back"),
        pytest.param(replace(taken_out(NOTE, [1]), wall_ms=2), id="a time in place of one kept back"),
        pytest.param(replace(taken_out(NOTE, [1]), tz_min=1), id="a zone in place of one kept back"),
        pytest.param(replace(taken_out(NOTE, [0]), salt="0" * 32), id="a salt beside"),
        pytest.param(replace(taken_out(NOTE, [3]), fields={**NOTE.fields}), id="words in place of those kept back"),
        pytest.param(
            replace(taken_out(NOTE, [2]), fields={**taken_out(NOTE, [2]).fields, "round": 9}),
            id="a value in place of the harmless ones kept back",
        ),
        pytest.param(replace(NOTE, items=taken_out(NOTE, [0]).items), id="items and a salt"),
    ],
)
def test_nothing_that_a_revision_says_of_itself_makes_it_exempt(forged: Revision) -> None:
    with pytest.raises(BadInput):
        check(forged)


@pytest.mark.parametrize(
    ("author", "witnessed"),
    [("Ana\0x", ""), ("Ana\0", "x")],
    ids=["the end of an author", "the end of an author, and more"],
)
def test_an_author_is_never_taken_for_whose_words_they_are(author: str, witnessed: str) -> None:
    with pytest.raises(BadInput):
        check(said(author=author, witnessed=witnessed))


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(said({AUTHOR: "x"}), id="a field that is called the author"),
        pytest.param(said({TIMES: 1}), id="a field that is called the times"),
        pytest.param(said({HARMLESS: 1}), id="a field that is called the rest"),
        pytest.param(said({f"{AUTHOR}:x": "x"}), id="a member of the author"),
        pytest.param(said({":x": 1}), id="a member of nothing"),
        pytest.param(said({"a\nb": 1}), id="a line break in a name"),
        pytest.param(said({"": 1}), id="a field without a name"),
        pytest.param(said(kind="no te"), id="a kind of two words"),
        pytest.param(said(kind=""), id="no kind"),
        pytest.param(said(record="no te"), id="a record of two words"),
        pytest.param(said(device="d"), id="a laptop that is none"),
        pytest.param(said(branch="b"), id="a branch that is none"),
        pytest.param(said(number=-1), id="a number below none"),
        pytest.param(said(number=2**40), id="a number beyond all logs"),
        pytest.param(said(parents=["x"]), id="a parent that is none"),
        pytest.param(said(hlc=2**63), id="a clock beyond all numbers"),
        pytest.param(said(wall_ms=2**45), id="an instant beyond all dates"),
        pytest.param(said(wall_ms=-1), id="an instant before all dates"),
        pytest.param(replace(said(), salt="5" * 30), id="a short salt"),
        pytest.param(replace(said(), closed=7), id="more closed than there is"),
        pytest.param(replace(said(), closed=-1), id="fewer closed than none"),
    ],
)
def test_what_the_log_could_not_hold_is_refused(one: Revision) -> None:
    with pytest.raises(BadInput):
        check(one)


@pytest.mark.parametrize("name", sorted({*ALTERED} - {"fields"}))
@pytest.mark.parametrize("value", [None, 1.5, [], {}, True, 2**70, "\ud800", ["x"], {"a": {}}, b"x"], ids=repr)
def test_what_is_no_revision_is_refused(name: str, value: Any) -> None:
    with pytest.raises(BadInput):
        check(replace(NOTE, **{name: value}))


@pytest.mark.parametrize("value", [[], {}, float("nan"), float("inf"), "\ud800", b"x", ["x"]], ids=repr)
def test_a_value_that_no_json_has_is_refused(value: Any) -> None:
    with pytest.raises(BadInput):
        check(replace(NOTE, fields={**NOTE.fields, "text": value}))
    with pytest.raises(BadInput):
        check(replace(NOTE, fields={**NOTE.fields, "round": value}))


@given(told=some_fields)
def test_fields_are_spelled_as_they_stand(told: dict[str, Any]) -> None:
    assert list(json.loads(fields_text(told)).items()) == list(told.items())


def test_text_is_spelled_once() -> None:
    assert fields_text({"b": "né", "a": False, "c": None, "d": 1.5, "e": True}) == (
        '{"b":"né","a":false,"c":null,"d":1.5,"e":true}'
    )
    assert canonical({"b": "é", "a": [1]}) == '{"a":[1],"b":"\\u00e9"}'


def test_the_same_is_said_in_whatever_order_it_is_given() -> None:
    one = said({"text": "A", "city": "B", "round": 1}, parents=["2" * 64, "1" * 64], number=1)
    other = said({"round": 1, "city": "B", "text": "A"}, parents=["1" * 64, "2" * 64], number=1)
    assert one == other
    assert one.parents == ("1" * 64, "2" * 64)
    assert said({"text": "A"}, number=1).id != said({"text": "B"}, number=1).id


def test_a_header_tells_no_value() -> None:
    header = NOTE.header()
    for told in ("Said", "Quito", "Ana", "Rapporteur", str(NOTE.wall_ms), "sdg 8.5"):
        assert told not in header


def test_an_act_is_parted_into_id_and_name() -> None:
    assert (NOTE.act_id, NOTE.act_name) == ("f" * 32, "keep-note")
    assert NOTE.order == (NOTE.hlc, NOTE.device, NOTE.id)


def test_where_values_stand_is_told_until_they_are_out() -> None:
    places = places_of(NOTE, ["text", "city", "unknown", "round"])
    left = taken_out(NOTE, places)
    assert "text" not in left.fields
    assert left.fields["speaker"] == "Ana"
    assert places_of(left, ["text", "city"]) == ()


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"revision": "1" * 64, "items": "3 4"}, ("1" * 64, {3, 4})),
        ({"revision": 7, "items": "x 3 99999 -1 ³"}, ("7", {3})),
        ({}, ("", set())),
    ],
)
def test_a_request_is_read(told: dict[str, Any], expected: tuple[str, set[int]]) -> None:
    revision, places = redaction_of(told)
    assert (revision, set(places)) == expected


def test_a_request_speaks_of_a_revision() -> None:
    assert redaction_of(redacting(NOTE, "3").fields) == (NOTE.id, frozenset({3}))
    assert redacting(NOTE, "3").kind == REDACTION


# ---- turns

OFF = turned([NOTE], number=900)
ON = turned([NOTE], off=False, parents=[OFF], number=901)
PARTLY = turned([NOTE], excepted=[NOTE.record], number=902)


@pytest.mark.parametrize(
    ("turns", "taken_back"),
    [
        pytest.param([], None, id="nothing was said"),
        pytest.param([OFF], True, id="it was taken back"),
        pytest.param([OFF, ON], False, id="and brought again"),
        pytest.param([OFF, ON, turned([NOTE], parents=[ON], number=903)], True, id="and taken back again"),
        pytest.param([PARTLY], False, id="but for this record"),
        pytest.param([OFF, PARTLY], False, id="two copies of a laptop took it back: what either kept stays"),
        pytest.param([OFF, turned([NOTE], off=False, number=904)], False, id="one copy brought it again"),
        pytest.param([turned([NOTE], device="e" * 32)], None, id="another laptop says so"),
        pytest.param([turned([NOTE], of=f"{NOTE.branch} 0 {NOTE.number - 1}")], False, id="it speaks of other numbers"),
        pytest.param([turned([NOTE], of=f"{'c' * 16} 0 99999")], False, id="it speaks of another branch"),
        pytest.param([turned([NOTE], of="nonsense")], False, id="it speaks of nothing"),
        pytest.param([said({"off": True}, kind=ACT, record=NOTE.act_id)], False, id="it does not say of what"),
        pytest.param([said({"except": ""}, kind=ACT, record=NOTE.act_id)], None, id="it says nothing"),
    ],
)
def test_only_a_laptop_itself_takes_its_act_back(turns: list[Revision], taken_back: bool | None) -> None:  # noqa: FBT001
    for order in (turns, turns[::-1]):
        turn = turn_of(order, NOTE.device)
        assert (turn.takes_back(NOTE) if turn else None) is taken_back


def test_what_is_to_come_is_known_beside_what_is() -> None:
    coming = Coming(Known(frozenset({NOTE.id})), {})
    earlier = coming.copy()
    assert not coming.stands(NOTE)
    coming.returning.add(NOTE.id)
    coming.learn(RecordId(NOTE.act_id), [OFF, NOTE, turned([NOTE], device="e" * 32)])
    assert (coming.stands(NOTE), coming.is_taken_back(NOTE), coming.is_taken_back(OFF)) == (True, True, False)
    assert (earlier.stands(NOTE), earlier.is_taken_back(NOTE)) == (False, False)
    coming.learn(RecordId(NOTE.act_id), [said({"except": ""}, kind=ACT, record=NOTE.act_id)])
    assert coming.turns[(NOTE.device, NOTE.act_id)].off
    assert not Turn(off=False).takes_back(NOTE)


# ---- the clock


@given(walls=st.lists(st.integers(0, 2**41), min_size=1), seen=st.lists(st.integers(0, 2**58)))
def test_the_logical_clock_only_goes_forward(walls: list[int], seen: list[int]) -> None:
    clock = HybridClock(5)
    last = clock.last
    for place, wall in enumerate(walls):
        for hlc in seen[place : place + 1]:
            clock.observe([hlc], wall)
            assert clock.last >= last
            assert clock.last == last or clock.last >> COUNTER_BITS <= wall + DAY_MS
            last = clock.last
        assert clock.tick(wall) > last
        last = clock.last


def test_the_clock_tells_no_more_than_the_quarter_of_an_hour() -> None:
    clock = HybridClock()
    first = clock.tick(QUARTER_MS * 7 + 12_345)
    assert first == QUARTER_MS * 7 << COUNTER_BITS
    assert clock.tick(QUARTER_MS * 7 + 12_399) == first + 1


def test_ids_are_of_their_kind() -> None:
    assert (RevisionId(NOTE.id), DeviceId(NOTE.device), BranchId(NOTE.branch)) == (NOTE.id, NOTE.device, NOTE.branch)
