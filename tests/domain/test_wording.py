"""What changed between two wordings is told word by word, and loses no letter."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forumdesk.domain.wording import Change, Piece, word_diff

SAME, GONE, NEW = Change.SAME, Change.GONE, Change.NEW
LONG = "word " * 2500


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("Open a desk", "Open a desk", [(SAME, "Open a desk")]),
        ("Open a desk", "Open one desk", [(SAME, "Open "), (GONE, "a"), (NEW, "one"), (SAME, " desk")]),
        ("Open", "Open desks", [(SAME, "Open"), (NEW, " desks")]),
        ("Open desks", "Open", [(SAME, "Open"), (GONE, " desks")]),
        ("افتح مكتبا", "افتح مكاتب", [(SAME, "افتح "), (GONE, "مكتبا"), (NEW, "مكاتب")]),
        ("", "", []),
        ("", "Open", [(NEW, "Open")]),
    ],
)
def test_each_word_stays_goes_or_comes(before: str, after: str, pieces: list[tuple[Change, str]]) -> None:
    assert word_diff(before, after) == tuple(Piece(change, text) for change, text in pieces)


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        (LONG, LONG, [(SAME, LONG)]),
        (LONG, "short", [(GONE, LONG), (NEW, "short")]),
        ("", LONG, [(NEW, LONG)]),
        (LONG, "", [(GONE, LONG)]),
    ],
    ids=["unchanged", "replaced", "written", "emptied"],
)
def test_a_very_long_wording_is_shown_whole(before: str, after: str, pieces: list[tuple[Change, str]]) -> None:
    assert word_diff(before, after) == tuple(Piece(change, text) for change, text in pieces)


@given(st.text(), st.text())
@example(LONG, LONG + "more")
def test_both_wordings_can_be_read_back_from_the_pieces(before: str, after: str) -> None:
    pieces = word_diff(before, after)

    assert "".join(one.text for one in pieces if one.change is not NEW) == before
    assert "".join(one.text for one in pieces if one.change is not GONE) == after
