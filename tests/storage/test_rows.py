"""A record reads the same from its row as from what the log says of it, whatever the log says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as driver

from forumdesk.domain.heads import State
from forumdesk.domain.ids import RecordId
from forumdesk.domain.kinds import KINDS
from forumdesk.domain.records import record_from, shapes
from forumdesk.storage.layout import LINKED, SEARCHED, column_names
from forumdesk.storage.rows import links_of, record_of, row_alone, row_of, searched_text

value: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=20),
    st.sampled_from(
        ["2016-09-29T02:05:00.000Z", "2016-09-29T10:05:00+08:00", "2016-09-29", "0001-01-01T00:00:00+23:00"]
    ),
    st.sampled_from(["need", "draft", "city", "chatham-house", "mayor", "high"]),
)


@given(data=st.data(), kind=st.sampled_from(sorted(KINDS)))
def test_a_row_reads_as_the_record(data: st.DataObject, kind: str) -> None:
    names = [f"{name}:{member}" for name in shapes(KINDS[kind]) for member in ("sdg 8.5", "a:b", "é")]
    keys = st.sampled_from([*shapes(KINDS[kind]), *names, "unknown", "unknown:member"])
    said = data.draw(st.dictionaries(keys, value, max_size=8))
    record = record_from(KINDS[kind], RecordId("a" * 32), said)
    row = row_of(kind, record.id, State(said))
    assert len(row) == len(column_names(kind))
    assert record_of(kind, row) == record
    assert searched_text(kind, row) == "\n".join(
        filter(None, (getattr(record, name) for name in SEARCHED.get(kind, ())))
    )
    assert sorted(links_of(kind, row)) == sorted(
        (record.id, field, member) for one, field in LINKED if one == kind for member in getattr(record, field)
    )
    for cell in row:
        assert type(cell) in (str, int, float, type(None))
        assert not isinstance(cell, int) or -(2**63) <= cell < 2**63


def test_a_date_is_kept_as_its_day() -> None:
    row = row_of("forum", RecordId("a" * 32), State({"starts": "2016-09-29"}))
    assert "2016-09-29" in row


def test_a_deleted_record_and_its_conflicts_are_in_the_row() -> None:
    row = row_of("note", RecordId("a" * 32), State({"text": "Said"}, {"text": (), "city": ()}, deleted=True))
    assert row[-3:] == (1, "text\ncity", "")


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("id", 1),
        ("text", b"bytes"),
        ("text", None),
        ("codes", "no list"),
        ("codes", "[1]"),
        ("codes", 7),
        ("codes", "{"),
    ],
)
def test_a_cell_that_no_row_of_ours_holds_is_damage(column: str, cell: object) -> None:
    row = list(row_of("note", RecordId("a" * 32), State({})))
    row[column_names("note").index(column)] = cell
    with pytest.raises(driver.DatabaseError, match="malformed"):
        record_of("note", row)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        pytest.param("2016-09-29T02:05:00.000Z", "2016-09-29T02:05:00.000Z", id="as we write it"),
        pytest.param("2016-09-29T04:05:00+02:00", "2016-09-29T02:05:00.000Z", id="in another zone"),
        pytest.param("2016-13-45T99:99:99.000Z", None, id="no instant, in the shape of one"),
        pytest.param(20160929, None, id="a number"),
    ],
)
def test_an_instant_is_kept_as_we_write_it_or_not_at_all(said: Any, kept: str | None) -> None:
    row = row_alone("note", RecordId("a" * 32), {"instant": said})
    assert row[column_names("note").index("instant")] == kept
