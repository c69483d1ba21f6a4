"""Text reaches a cell as it was said: never a formula, never unreadable, never cut in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from forumdesk.domain.text import cleaned
from forumdesk.exports.cells import MOST_UNITS, is_right_to_left, parts, units
from tests.builders import a_note
from tests.effort import times
from tests.exports.sources import MemoryForum, column_of, rows_of, written


@pytest.mark.parametrize(
    ("text", "read"),
    [
        pytest.param("=1+1", "=1+1", id="a formula stays its letters"),
        pytest.param("+34 600 123", "+34 600 123", id="a plus"),
        pytest.param("-5 %", "-5 %", id="a minus"),
        pytest.param("@Quito", "@Quito", id="an at sign"),
        pytest.param("\tindented", "\tindented", id="a tab first"),
        pytest.param("17.10", "17.10", id="digits that could be a number"),
        pytest.param("2016-09-29", "2016-09-29", id="digits that could be a date"),
        pytest.param("_x0041_ and _x000D_", "_x0041_ and _x000D_", id="what Excel reads as an escape"),
        pytest.param(" spaces around ", " spaces around ", id="spaces around"),
        pytest.param("two\nlines", "two\nlines", id="two lines"),
        pytest.param("a < b & c > d ]]>", "a < b & c > d ]]>", id="what XML takes for its own"),
        pytest.param("👩🏽‍🚀 ready", "👩🏽‍🚀 ready", id="an emoji of four code points"),
        pytest.param("نحتاج إلى تمويل", "نحتاج إلى تمويل", id="Arabic"),
        pytest.param("a\x00b", "ab", id="NUL is gone"),
        pytest.param("a\x0bb", "a\nb", id="a vertical tab is a new line"),
        pytest.param("a\x1fb", "ab", id="a control character is gone"),
        pytest.param("a\ud83db", "a\ufffdb", id="half a surrogate pair"),
        pytest.param("a\ufffeb", "a\ufffdb", id="no character"),
    ],
)
def test_a_note_reads_back(tmp_path: Path, text: str, read: str) -> None:
    path = written(MemoryForum(said=[a_note(text=text)]), tmp_path / "out.xlsx").path
    assert column_of(path, "Notes", "Note") == [read]
    cell = load_workbook(path)["Notes"]["B2"]
    assert (cell.data_type, cell.number_format) == ("s", "@")


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t"])
def test_a_text_that_looks_like_a_formula_is_marked_as_text(tmp_path: Path, first: str) -> None:
    path = written(MemoryForum(said=[a_note(text=f"{first}SUM(A1)")]), tmp_path / "out.xlsx").path
    assert load_workbook(path)["Notes"]["B2"].quotePrefix


@pytest.mark.parametrize(
    ("text", "order"),
    [
        pytest.param("Open a desk", 1, id="English"),
        pytest.param("نحتاج إلى تمويل", 2, id="Arabic"),
        pytest.param("«نحتاج» SDG 10", 2, id="Arabic that ends in English"),
        pytest.param("IOM: نحتاج", 1, id="English that ends in Arabic"),
    ],
)
def test_each_cell_is_read_in_its_own_direction(tmp_path: Path, text: str, order: int) -> None:
    path = written(MemoryForum(said=[a_note(text=text)]), tmp_path / "out.xlsx").path
    assert load_workbook(path)["Notes"]["B2"].alignment.readingOrder == order


@pytest.mark.parametrize("letter", ["a", "é", "🏙"], ids=["ASCII", "accented", "two units a letter"])
def test_a_long_note_goes_on_visibly_and_whole_in_another_sheet(tmp_path: Path, letter: str) -> None:
    text = letter * 40_000
    note = a_note(text=text)
    path = written(MemoryForum(said=[note, a_note(text="Short")]), tmp_path / "out.xlsx").path
    (first, second) = column_of(path, "Notes", "Note")
    assert units(first) <= MOST_UNITS
    assert "continued on the sheet “Long texts”, row 2" in first
    further = [row for row in rows_of(path, "Long texts")[1:] if row[1] == note.id]
    assert first[: first.index("…")] + "".join(row[3] for row in further) == text
    assert second == "Short"


@given(st.text(max_size=60), st.integers(2, 9))
def test_a_text_in_pieces_is_the_text(text: str, most: int) -> None:
    pieces = parts(text, most)
    assert "".join(pieces) == text
    assert all(units(piece) <= most for piece in pieces)


@given(st.text())
def test_a_direction_is_found_for_any_text(text: str) -> None:
    assert is_right_to_left(text) in (True, False)


@settings(max_examples=times(8), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(codec=None), max_size=30), min_size=1, max_size=8))
def test_any_text_reads_back_as_it_was_cleaned(tmp_path: Path, texts: list[str]) -> None:
    path = written(MemoryForum(said=[a_note(text=text) for text in texts]), tmp_path / "out.xlsx").path
    assert column_of(path, "Notes", "Note") == [cleaned(text) for text in texts]
