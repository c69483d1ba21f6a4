"""What changed between two wordings is told word by word, and loses no letter."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forumdesk.domain.wording import Change, Piece, both_wordings, word_diff

SAME, GONE, NEW = Change.SAME, Change.GONE, Change.NEW
LONG = "word " * 2500


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("Open a desk", "Open a desk", [(SAME, "Open a desk")]),
        ("Open a desk", "Open one desk", [(SAME, "Open "), (GONE, "a"), (NEW, "one"), (SAME, " desk")]),
        ("a b c d", "a x y d", [(SAME, "a "), (GONE, "b c"), (NEW, "x y"), (SAME, " d")]),
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


BASE = "Recognise foreign skills through a municipal skills passport."


@pytest.mark.parametrize(
    ("before", "one", "other", "both"),
    [
        pytest.param(
            BASE,
            "Recognise prior skills locally through a municipal skills passport.",
            "Recognise foreign skills through a municipal skills passport that employers co-sign.",
            "Recognise prior skills locally through a municipal skills passport that employers co-sign.",
            id="in two places",
        ),
        pytest.param("a b c", "x b c", "a b y", "x b y", id="at both ends"),
        pytest.param("a b", "x a b", "a b", "x a b", id="on one side alone"),
        pytest.param("a b c", "a c", "a c", "a c", id="the same on both"),
        pytest.param("a b", "a x b", "a y b", None, id="put in at one place"),
        pytest.param("a b", "x b", "y b", None, id="one word, two ways"),
        pytest.param("a b c d", "a d", "a b x d", None, id="struck here, reworded there"),
        pytest.param("", "x", "y", None, id="nothing to begin with"),
        pytest.param("أ ب ج", "د ب ج", "أ ب ه", "د ب ه", id="Arabic"),
    ],
)
def test_two_wordings_are_joined_where_they_touch_no_word_in_common(
    before: str, one: str, other: str, both: str | None
) -> None:
    assert both_wordings(before, one, other) == both
    assert both_wordings(before, other, one) == both


@given(st.text("ab .,", max_size=30), st.text("ab .,", max_size=30))
def test_a_change_of_one_side_alone_is_that_change(before: str, after: str) -> None:
    assert both_wordings(before, after, before) == after
    assert both_wordings(before, after, after) == after


def test_wordings_too_long_to_be_compared_are_left_to_people() -> None:
    long = "word " * 3000
    assert both_wordings(long, f"One {long}", f"{long} more") is None
