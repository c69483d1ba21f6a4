"""A line of a package says a revision whose id is the hash of its header, however it is spelled, or it says none."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumdesk.domain.errors import BadInput
from forumdesk.domain.revisions import Revision, check, taken_out
from forumdesk.exchange.lines import line_of, revision_of
from tests.builders import a_revision

ONE = a_revision({"text": "Said: “ñ” مدينة 😀", "order": 1.5, "sensitive": True, "city": None})
LINE = line_of(ONE).decode()
SURROGATE = "\ud800"


def forged(**said: Any) -> bytes:
    """A line whose id is the hash of what it says, as a forger would write it; as it is where it says nothing sound."""
    content = {**json.loads(LINE), **said}
    try:
        bent = replace(ONE, **{**said, "parents": tuple(content["parents"])})
        content["id"] = bent.computed_id()
    except (TypeError, ValueError, KeyError, AttributeError):
        pass
    return json.dumps(content).encode()


def taken(line: bytes) -> Revision | str:
    """What comes of a line."""
    try:
        return revision_of(line)
    except BadInput as error:
        return str(error)


NOT_OURS = "A revision is not written as ForumDesk writes it, so it was refused."
ALTERED = "A revision was altered after it was written, so it was refused."


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "Said"},
        {"text": "\x00\x1f\x7f\u2028😀", "note": "ñ"},
        {"large": 2**80, "small": -0.0, "long": 0.1 + 0.2, "wide": 1e300, "tiny": 1e-7, "is": None},
        {"sensitive": True, "kind": "need", "codes:sdg 10.7": True},
        {},
    ],
    ids=repr,
)
def test_a_line_says_what_it_was_made_of(fields: dict[str, Any]) -> None:
    one = a_revision(fields)
    assert revision_of(line_of(one)) == one
    assert list(revision_of(line_of(one)).fields) == list(one.fields)
    gone = taken_out(one, [2])
    assert revision_of(line_of(gone)) == gone


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(LINE.replace(":", ": ", 1), id="spaces"),
        pytest.param(json.dumps(json.loads(LINE)), id="letters that are escaped"),
        pytest.param(json.dumps(dict(reversed(json.loads(LINE).items()))), id="another order of what it says"),
        pytest.param(LINE[:-1] + ',"z":1}', id="a key of a later version"),
        pytest.param(LINE.replace("1.5", "15e-1"), id="a number written otherwise"),
    ],
)
def test_how_a_line_is_spelled_does_not_matter(line: str) -> None:
    assert taken(line.encode()) == ONE


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        pytest.param(LINE.replace("Said", "Never said"), ALTERED, id="another value"),
        pytest.param(LINE.replace('"author":"Rapporteur"', '"author":"Somebody"'), ALTERED, id="another author"),
        pytest.param(LINE.replace('"wall_ms":1000', '"wall_ms":1001'), ALTERED, id="another time"),
        pytest.param(LINE.replace('"number":0', '"number":1'), ALTERED, id="another number"),
        pytest.param(LINE.replace('"begins":true', '"begins":false'), ALTERED, id="another beginning"),
        pytest.param(LINE.replace('"closed":3', '"closed":2'), ALTERED, id="another border"),
        pytest.param(LINE.replace('"sensitive":true', '"sensitive":1'), ALTERED, id="a number for a truth"),
        pytest.param(LINE.replace("1.5", "NaN"), NOT_OURS, id="no number"),
        pytest.param(LINE[:-1], NOT_OURS, id="torn"),
        pytest.param("", NOT_OURS, id="empty"),
        pytest.param("[]", NOT_OURS, id="a list"),
        pytest.param("[" * 100_000, NOT_OURS, id="a deep list"),
        pytest.param('{"a":' * 100_000, NOT_OURS, id="a deep object"),
    ],
)
def test_what_is_not_what_was_written_is_refused(line: str, sentence: str) -> None:
    assert line != LINE
    assert taken(line.encode()) == sentence


@pytest.mark.parametrize(
    "said",
    [
        {"hlc": 7.0},
        {"hlc": True},
        {"hlc": 2**64},
        {"schema": "1"},
        {"wall_ms": -1},
        {"number": -1},
        {"number": 2**60},
        {"closed": 9},
        {"begins": 1},
        {"record": ""},
        {"record": "two words"},
        {"kind": None},
        {"device": "d" * 31},
        {"device": SURROGATE},
        {"branch": "B" * 16},
        {"salt": "00"},
        {"salt": "zz" * 16},
        {"author": "Ana\x00workbook"},
        {"parents": "f" * 64},
        {"parents": ["f" * 63]},
        {"fields": []},
        {"fields": {"\n": 1}, "closed": 0},
        {"fields": {"": 1}, "closed": 0},
        {"fields": {"_author": "Ana"}, "closed": 0},
        {"fields": {"deep": {}}, "closed": 0},
        {"fields": {"text": SURROGATE}, "closed": 1},
        {"fields": {"endless": float("inf")}, "closed": 0},
        {"items": [["_author", "", ""]]},
        {"salt": " " + "ab" * 16},
        {"salt": "AB" * 16},
    ],
    ids=repr,
)
def test_what_the_log_could_not_hold_is_refused_even_where_its_id_fits(said: dict[str, Any]) -> None:
    assert taken(forged(**said)) == NOT_OURS


@given(place=st.integers(0, len(LINE) - 1), other=st.sampled_from(list('"\\{}[]:,0a ')), data=st.booleans())
def test_a_line_with_one_other_letter_says_the_same_or_nothing(place: int, other: str, *, data: bool) -> None:
    found = taken((LINE[:place] + other + LINE[place + data :]).encode())
    assert found in (ONE, NOT_OURS, ALTERED)


def test_the_rule_of_the_domain_takes_what_a_line_says_and_nothing_else() -> None:
    check(revision_of(LINE.encode()))
    with pytest.raises(BadInput, match="altered"):
        check(replace(ONE, author="Somebody"))
