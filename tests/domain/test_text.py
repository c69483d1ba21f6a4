"""Text from people is made safe to keep, and nothing that anyone could read is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumdesk.domain.text import cleaned, folded, one_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("Said.", "Said.", id="plain text"),
        pytest.param("a\x00b", "ab", id="NUL goes"),
        pytest.param("a\x07\x1fb\x7f", "ab", id="control characters go"),
        pytest.param("a\tb\nc", "a\tb\nc", id="tab and line break stay"),
        pytest.param(
            "a\r\nb\rc\u2028d\u2029e\x0bf\x0cg\x85h", "a\nb\nc\nd\ne\nf\ng\nh", id="line breaks become one kind"
        ),
        pytest.param("a\ud800b\udfffc", "a\ufffdb\ufffdc", id="half characters are marked"),
        pytest.param("a\ufffe\uffffb", "a\ufffd\ufffdb", id="what is no character is marked"),
        pytest.param("\u202eabc\u202c", "\u202eabc\u202c", id="bidirectional controls stay in bodies"),
        pytest.param("👩🏽‍🌾 مرحبا", "👩🏽‍🌾 مرحبا", id="emoji and Arabic"),
    ],
)
def test_text_is_cleaned(typed: str, kept: str) -> None:
    assert cleaned(typed) == kept


@given(st.text(st.characters()))
def test_cleaned_text_can_always_be_kept_and_stays_as_it_is(typed: str) -> None:
    kept = cleaned(typed)
    kept.encode()
    assert "\x00" not in kept
    assert cleaned(kept) == kept


def test_a_name_is_one_line_without_hidden_controls() -> None:
    assert one_line("  Quezon\n\u202eCity\u200f \x00") == "Quezon City"


@pytest.mark.parametrize(
    ("one", "other"), [("Médellín", "medellin"), ("STRASSE", "straße"), ("مَدِينَة", "مدينة"), ("ﬁn", "fin")]
)
def test_texts_that_read_alike_are_folded_alike(one: str, other: str) -> None:
    assert folded(one) == folded(other)
