"""Lists read well in a terminal, and machines get one array."""

from __future__ import annotations

import json

import pytest

from forumdesk.services.lines import Column, json_array, table

COLUMNS = (Column("Who", "who", 8), Column("What", "what"))


def test_columns_are_as_wide_as_what_they_hold() -> None:
    rows = [{"who": "Awa", "what": "One"}, {"who": "Quezon", "what": "Two"}]
    assert list(table(rows, COLUMNS)) == ["Who     What", "Awa     One", "Quezon  Two"]


@pytest.mark.parametrize(
    ("who", "line"),
    [
        pytest.param("東京", "東京  x", id="letters that are twice as wide"),
        pytest.param("e\u0301te\u0301", "e\u0301te\u0301   x", id="letters that take no room"),
        pytest.param("two\nlines", "two lines  x", id="what is longer than its column is not cut"),
        pytest.param("", "      x", id="nothing"),
    ],
)
def test_a_column_counts_what_a_terminal_shows(who: str, line: str) -> None:
    assert list(table([{"who": who, "what": "x"}, {"who": "abcd", "what": "y"}], COLUMNS))[1].rstrip() in (
        line,
        line.rstrip(),
    )


@pytest.mark.parametrize("what", ["word " * 40, "東京" * 60, "x" * 300])
def test_a_line_is_cut_only_where_a_terminal_ends(what: str) -> None:
    rows = [{"who": "Awa", "what": what}]
    assert list(table(rows, COLUMNS))[1].endswith(what.rsplit(maxsplit=1)[-1])
    cut = list(table(rows, COLUMNS, wide=40))[1]
    assert cut.endswith("…")
    assert len(cut) <= 40


def test_nothing_has_no_heading() -> None:
    assert list(table([], COLUMNS)) == []


def test_a_long_list_begins_before_it_ends() -> None:
    taken = []

    def rows() -> object:
        for number in range(1000):
            taken.append(number)
            yield {"who": str(number), "what": ""}

    first = next(iter(table(rows(), COLUMNS)))  # type: ignore[arg-type]
    assert (first, len(taken) < 1000) == ("Who  What", True)


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_an_array_has_one_object_a_line(count: int) -> None:
    rows = [{"id": str(number), "text": "مرحبا\n"} for number in range(count)]
    lines = list(json_array(rows))
    assert json.loads("\n".join(lines)) == rows
    assert len(lines) == max(1, count)
