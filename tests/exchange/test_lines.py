"""A line of a package is read fast where it is as we write it, and never taken where the rule would refuse it."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.json import Encoder

from forumdesk.domain.errors import BadInput
from forumdesk.domain.ids import DeviceId, RecordId
from forumdesk.domain.revisions import Stamp, revision, revision_from
from forumdesk.exchange.lines import line_of, revision_of

ONE = revision(
    record=RecordId("a" * 32),
    kind="note",
    fields={"text": "Said: “ñ” مدينة 😀", "order": 1.5, "sensitive": True, "city": None},
    parents=[],
    act=f"{'b' * 32} keep-note",
    stamp=Stamp(7, DeviceId("d" * 32), "Rapporteur", 1_000, 120),
)
LINE = line_of(ONE).decode()
SURROGATE = "\ud800"


def forged(**said: Any) -> str:
    """A line whose id is the hash of what it says, whatever that is, as a forger would write it."""
    content = {name: value for name, value in {**json.loads(LINE), **said}.items() if name != "id"}
    written = json.dumps(content, sort_keys=True, separators=(",", ":"))
    found = blake2b(written.encode(), digest_size=16).hexdigest()
    return written.replace('"kind":', f'"id":"{found}","kind":', 1)


def outcome(read: Any, line: bytes) -> str:
    """What comes of a line: the revision with the kinds of its values, or why there is none."""
    try:
        return repr(read(line))
    except (BadInput, ValueError) as error:
        return str(error) if isinstance(error, BadInput) else "no JSON"


def by_the_rule(line: bytes) -> object:
    return revision_from(json.loads(line))


def test_a_line_says_what_it_was_made_of() -> None:
    assert revision_of(LINE.encode()) == ONE
    assert json.loads(LINE) == {"id": ONE.id, **ONE.content()}


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(LINE.replace(":", ": "), id="spaces"),
        pytest.param(LINE.replace("\\u00f1", "ñ"), id="letters as they are"),
        pytest.param(LINE.replace('"act":', '"act":"before","act":', 1), id="a key twice"),
        pytest.param(json.dumps(dict(reversed(json.loads(LINE).items()))), id="another order"),
        pytest.param(LINE[:-1] + ',"z":1}', id="a key of a later version"),
        pytest.param(LINE.replace("Said", "Never said"), id="altered"),
        pytest.param(LINE.replace('"text":', '"_redacted":"city","text":'), id="altered and called redacted"),
        pytest.param(LINE.replace("1.5", "NaN"), id="no number"),
        pytest.param(LINE.replace("1.5", "15e-1"), id="a number written otherwise"),
        pytest.param(LINE[:-1], id="torn"),
        pytest.param("", id="empty"),
    ],
)
def test_a_line_that_is_written_otherwise_is_taken_or_refused_by_the_rule(line: str) -> None:
    assert outcome(revision_of, line.encode()) == outcome(by_the_rule, line.encode())


@pytest.mark.parametrize(
    "said",
    [
        {"hlc": 7.0},
        {"hlc": True},
        {"hlc": 2**64},
        {"schema": "1"},
        {"wall_ms": -1},
        {"wall_ms": -0.0},
        {"record": ""},
        {"record": "two words"},
        {"kind": None},
        {"device": SURROGATE},
        {"author": "\x7f"},
        {"parents": "f" * 32},
        {"parents": ["f" * 31]},
        {"fields": []},
        {"fields": {"\n": 1}},
        {"fields": {"": 1}},
        {"fields": {"deep": {}}},
        {"fields": {"text": SURROGATE}},
        {"fields": {"text": "\x00\x1f\x7f\u2028😀"}},
        {"fields": {"large": 2**80, "small": -0.0, "long": 0.1 + 0.2, "wide": 1e300, "is": None}},
        {"fields": {"endless": float("inf")}},
    ],
    ids=repr,
)
def test_a_forged_line_is_taken_or_refused_by_the_rule(said: dict[str, Any]) -> None:
    line = forged(**said).encode()
    assert outcome(revision_of, line) == outcome(by_the_rule, line)


@pytest.mark.parametrize(
    "fields",
    [{"text": "deleted\x7f"}, {"text": "ñ"}, {"order": 1e16}, {"order": 1e-7}, {"order": 1.5}, {"id": "f" * 32}],
    ids=repr,
)
def test_a_line_in_the_spelling_of_compiled_code_is_taken_or_refused_by_the_rule(fields: dict[str, Any]) -> None:
    content = {**ONE.content(), "fields": fields}
    written = Encoder(order="sorted").encode(content)
    found = blake2b(written, digest_size=16).hexdigest().encode()
    line = written.replace(b'"kind":', b'"id":"' + found + b'","kind":', 1)
    assert outcome(revision_of, line) == outcome(by_the_rule, line)


@given(place=st.integers(0, len(LINE) - 1), other=st.sampled_from(list('"\\{}[]:,0a ')), data=st.booleans())
def test_a_line_with_one_other_letter_is_taken_or_refused_by_the_rule(place: int, other: str, *, data: bool) -> None:
    line = (LINE[:place] + other + LINE[place + data :]).encode()
    assert outcome(revision_of, line) == outcome(by_the_rule, line)


@pytest.mark.parametrize("line", [b"[]", b"1", b"[" * 100_000, b'{"a":' * 100_000], ids=["list", "number", "deep", "x"])
def test_what_is_no_object_says_no_revision(line: bytes) -> None:
    with pytest.raises((ValueError, RecursionError)):
        revision_of(line)
