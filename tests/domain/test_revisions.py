"""A revision is known by what it says: the same content has the same id, and an altered one is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import blake2b
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumdesk.domain.errors import BadInput
from forumdesk.domain.ids import DeviceId, RecordId, RevisionId
from forumdesk.domain.revisions import (
    COUNTER_BITS,
    DAY_MS,
    REDACTED,
    HybridClock,
    Revision,
    Stamp,
    canonical,
    fields_text,
    redacted,
    revision,
    revision_from,
)

key = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), min_size=1, max_size=8)
scalar = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9)
)


def made(fields: dict[str, Any] | None = None, **changed: Any) -> Revision:
    said = {
        "record": RecordId("a" * 32),
        "kind": "note",
        "fields": {"text": "Said"} if fields is None else fields,
        "parents": [RevisionId("2" * 32), RevisionId("1" * 32)],
        "act": "3 keep-note",
        "stamp": Stamp(7 << COUNTER_BITS, DeviceId("d"), "Rapporteur", 7, 120),
    }
    return revision(**{**said, **changed})


@given(fields=st.dictionaries(key, scalar, max_size=5))
def test_a_revision_comes_back_from_its_text(fields: dict[str, Any]) -> None:
    one = made(fields)
    content = json.loads(json.dumps({"id": one.id, **one.content()}))
    assert revision_from(content) == one


@given(fields=st.dictionaries(key | st.text(max_size=3), scalar, max_size=5), words=st.text(max_size=9))
def test_the_fast_spelling_is_the_canonical_one(fields: dict[str, Any], words: str) -> None:
    one = replace(made(fields), act=words, author=words, device=DeviceId(words), kind=words)
    assert "".join(one.spelled()) == canonical(one.content())
    assert one.spelled().with_id(one.id) == canonical({"id": one.id, **one.content()})
    assert fields_text(fields) == canonical(fields)
    assert json.loads(fields_text(fields, readable=True)) == fields


def test_an_id_is_the_hash_of_the_canonical_json() -> None:
    one = made({"text": "مدينة “ñ” \x7f 😀", "codes:sdg 8.5": True, "order": 1.5})
    assert one.id == blake2b(canonical(one.content()).encode(), digest_size=16).hexdigest()
    assert fields_text({"b": "né", "a": False}, readable=True) == '{"a":false,"b":"né"}'


def test_the_same_content_has_the_same_id_in_whatever_order_it_is_written() -> None:
    assert made({"a": 1, "b": 2}).id == made({"b": 2, "a": 1}).id
    assert made().parents == ("1" * 32, "2" * 32)
    assert made({"a": 1}).id != made({"a": 2}).id
    assert canonical({"b": "é", "a": [1]}) == '{"a":[1],"b":"\\u00e9"}'


CONTENT = {"id": made().id, **made().content()}


@pytest.mark.parametrize("name", sorted(set(CONTENT) - {"id"}))
def test_whatever_is_altered_is_refused(name: str) -> None:
    other: dict[str, Any] = {
        "fields": {"text": "Forged"},
        "parents": ["1" * 32],
        "wall_ms": 8,
        "hlc": 8,
        "schema": 2,
        "tz_min": 0,
    }
    with pytest.raises(BadInput, match="altered"):
        revision_from({**CONTENT, name: other.get(name, "other")})


@pytest.mark.parametrize("name", sorted(CONTENT))
@pytest.mark.parametrize("value", [None, 1.5, [], {}, True, 2**70, "\ud800", ["x"], {"a": {}}], ids=repr)
def test_what_is_no_revision_is_refused(name: str, value: object) -> None:
    with pytest.raises(BadInput):
        revision_from({**CONTENT, name: value})
    with pytest.raises(BadInput):
        revision_from({one: said for one, said in CONTENT.items() if one != name})


def test_a_list_is_no_revision() -> None:
    with pytest.raises(BadInput):
        revision_from([])  # type: ignore[arg-type]


def test_values_taken_out_are_named_and_stay_out() -> None:
    once = redacted({"text": "Said", "city": "Quito", "_deleted": True}, ["text", "unknown", "_deleted"])
    assert once == {"text": None, "city": "Quito", "_deleted": True, REDACTED: "text"}
    assert redacted(once, ["city"]) == {"text": None, "city": None, "_deleted": True, REDACTED: "city\ntext"}
    assert redacted(once, ["text"]) == once
    assert redacted({"text": "Said"}, ["city"]) == {"text": "Said"}


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
