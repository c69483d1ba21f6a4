"""What an exported workbook carries reads the same whoever saved it, and tells every edit."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumdesk.domain.workbooks import headings_of, headings_text, mark, parted_marks, spoken


@pytest.mark.parametrize(
    ("value", "said"),
    [
        pytest.param(None, "", id="nothing"),
        pytest.param("17.10", "17.10", id="a code stays as it was typed"),
        pytest.param(2027.0, "2027", id="a whole number has no point"),
        pytest.param(8.5, "8.5", id="another one keeps it"),
        pytest.param(date(2027, 3, 1), "2027-03-01 00:00:00", id="a day is the beginning of it"),
        pytest.param(datetime(2027, 3, 1), "2027-03-01 00:00:00", id="the same day with hours"),  # noqa: DTZ001
        pytest.param(datetime(2027, 3, 1, 9, 59, 59, 999_900), "2027-03-01 10:00:00", id="what a program rounded"),  # noqa: DTZ001
    ],
)
def test_a_cell_says_the_same_whichever_program_saved_it(value: object, said: str) -> None:
    assert spoken(value) == said


@given(st.lists(st.tuples(st.text(max_size=60), st.booleans()), max_size=12))
def test_the_marks_of_a_row_are_told_apart_again(cells: list[tuple[str, bool]]) -> None:
    marks = [mark(said, is_open=is_open) for said, is_open in cells]
    assert parted_marks("".join(marks), [is_open for _, is_open in cells]) == marks


@given(st.lists(st.text()))
def test_headings_come_out_of_their_cell_as_they_went_in(headings: list[str]) -> None:
    assert headings_of(headings_text(headings)) == headings


@pytest.mark.parametrize(
    "text", ["", "no list", '{"a": 1}', "[" * 100_000], ids=["empty", "words", "a mapping", "deep"]
)
def test_what_is_no_list_of_headings_is_none(text: str) -> None:
    assert headings_of(text) == []
