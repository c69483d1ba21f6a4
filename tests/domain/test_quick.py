"""The capture line's quick syntax: what is plainly syntax sets a field, everything else stays text, word for word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumdesk.domain.notes import NoteKind
from forumdesk.domain.quick import KIND_WORDS, Captured, Vocabulary, Who, read_line, spans
from forumdesk.domain.text import cleaned

DAKAR, QUEZON, AWA = Who("Dakar", 1), Who("Quezon City", 2), Who("Dakar", 1, "awa")
PLACES = {"Quito": Who("Quito", 3), "San José": Who("San José", 4)}
CODES = {
    "10.7": "sdg 10.7",
    "8.5": "sdg 8.5",
    "sdg 8.5": "sdg 8.5",
    "gcm 16": "gcm 16",
    "gcm16": "gcm 16",
    "10.c": "sdg 10.c",
}
VOCABULARY = Vocabulary(
    {
        "dakar": DAKAR,
        "quezon city": QUEZON,
        "quezon": QUEZON,
        "awa diop": AWA,
        "mayor, dakar": AWA,
        "team #8.5": Who("Quito", 3),
    },
    PLACES.get,
    CODES.get,
)


def said(line: str) -> Captured:
    return read_line(line, VOCABULARY)


@pytest.mark.parametrize(("word", "kind"), KIND_WORDS.items())
def test_a_slash_and_a_word_set_the_kind(word: str, kind: NoteKind) -> None:
    assert (said(f"/{word} Open a desk").kind, said(f"/{word} Open a desk").text) == (kind, "Open a desk")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        pytest.param("/C Open a desk", "Open a desk", id="the case of the letter does not matter"),
        pytest.param("@Dakar /c Open a desk", "/c Open a desk", id="a kind after something else is text"),
        pytest.param("Open a desk /c", "Open a desk /c", id="a kind at the end is text"),
        pytest.param("/z Open a desk", "/z Open a desk", id="a letter that is no kind is text"),
        pytest.param("/ c Open", "/ c Open", id="a slash alone is text"),
        pytest.param("and/or", "and/or", id="a slash within a word is text"),
    ],
)
def test_a_kind_is_only_at_the_beginning(line: str, text: str) -> None:
    assert said(line).text == text


@pytest.mark.parametrize(
    ("line", "text", "who"),
    [
        pytest.param("@Dakar Open a desk", "Open a desk", DAKAR, id="a city of the forum"),
        pytest.param("@dákar Open a desk", "Open a desk", DAKAR, id="without regard to case and accents"),
        pytest.param("@Quezon City Open a desk", "Open a desk", QUEZON, id="the longest name that fits"),
        pytest.param("@Quezon Open a desk", "Open a desk", QUEZON, id="a shorter name"),
        pytest.param("@San José Open a desk", "Open a desk", PLACES["San José"], id="a city of the world"),
        pytest.param("@Awa Diop Open a desk", "Open a desk", AWA, id="a speaker"),
        pytest.param("@Mayor, Dakar Open a desk", "Open a desk", AWA, id="a label with a comma"),
        pytest.param("@Dakar, open a desk", "open a desk", DAKAR, id="a comma behind the name goes with it"),
        pytest.param("/c @Dakar: open a desk", "open a desk", DAKAR, id="a colon behind the name goes with it"),
        pytest.param("Open a desk @Dakar", "Open a desk", DAKAR, id="at the end"),
        pytest.param(
            "Open a desk like @Dakar does", "Open a desk like @Dakar does", DAKAR, id="amid a sentence it stays"
        ),
        pytest.param("@Atlantis Open a desk", "@Atlantis Open a desk", Who(), id="a city nobody knows is text"),
        pytest.param("mail awa@dakar.sn", "mail awa@dakar.sn", Who(), id="an address is text"),
        pytest.param("@ Dakar", "@ Dakar", Who(), id="an at sign alone is text"),
        pytest.param("@Dakar @Quito Twinned", "Twinned", DAKAR, id="the first of two counts"),
    ],
)
def test_an_at_sign_names_who_speaks(line: str, text: str, who: Who) -> None:
    assert (said(line).text, said(line).who) == (text, who)


@pytest.mark.parametrize(
    ("line", "text", "codes"),
    [
        pytest.param("Open a desk #10.7", "Open a desk", ("sdg 10.7",), id="a code"),
        pytest.param("Open a desk #10.c", "Open a desk", ("sdg 10.c",), id="a code with a letter"),
        pytest.param("Open a desk #10.7.", "Open a desk #10.7.", ("sdg 10.7",), id="with a full stop behind it"),
        pytest.param("#sdg 8.5 Open a desk", "Open a desk", ("sdg 8.5",), id="a framework and a code"),
        pytest.param("Open #gcm16 #10.7 #10.7", "Open", ("gcm 16", "sdg 10.7"), id="several, each once"),
        pytest.param("Open #10.7 desks", "Open #10.7 desks", ("sdg 10.7",), id="amid a sentence it stays"),
        pytest.param("We are #1", "We are #1", (), id="a number that is no code is text"),
        pytest.param("#migration matters", "#migration matters", (), id="a hashtag is text"),
    ],
)
def test_a_hash_ties_to_a_code(line: str, text: str, codes: tuple[str, ...]) -> None:
    assert (said(line).text, said(line).codes) == (text, codes)


@pytest.mark.parametrize(
    ("line", "text", "flags"),
    [
        pytest.param("Open a desk /sensitive", "Open a desk", (True, False), id="sensitive"),
        pytest.param("/unattributed Open a desk", "Open a desk", (False, True), id="unattributed"),
        pytest.param("/c /sensitive /unattributed Open", "Open", (True, True), id="both behind a kind"),
        pytest.param(
            "This is /sensitive data", "This is /sensitive data", (True, False), id="amid a sentence it stays"
        ),
        pytest.param("insensitive/sensitive", "insensitive/sensitive", (False, False), id="within a word it is text"),
    ],
)
def test_a_slash_and_a_word_set_a_flag(line: str, text: str, flags: tuple[bool, bool]) -> None:
    found = said(line)
    assert (found.text, (found.sensitive, found.unattributed)) == (text, flags)


def test_everything_at_once() -> None:
    found = said("/c @Awa Diop We fund two desks #8.5 #gcm 16 /unattributed")
    assert found == Captured(
        text="We fund two desks",
        typed="/c @Awa Diop We fund two desks #8.5 #gcm 16 /unattributed",
        kind=NoteKind.COMMITMENT,
        who=AWA,
        codes=("sdg 8.5", "gcm 16"),
        unattributed=True,
    )


@pytest.mark.parametrize("line", ["", "  ", "/c", "@Dakar,", "/c @Dakar #10.7 /sensitive", "\x00"])
def test_a_line_of_syntax_alone_has_no_text(line: str) -> None:
    assert said(line).text == ""


@given(st.text())
def test_what_was_typed_is_kept_word_for_word_and_the_text_is_part_of_it(line: str) -> None:
    found = said(line)
    assert found.typed == cleaned(line).strip()
    assert found.text in found.typed


@given(st.text(alphabet=st.characters(exclude_characters="@#/")))
def test_a_line_without_marks_is_all_text(line: str) -> None:
    assert said(line) == Captured(text=cleaned(line).strip(), typed=cleaned(line).strip())


@given(st.text())
def test_reading_the_text_again_changes_no_word(line: str) -> None:
    assert said(f"x {said(line).text} x").text == f"x {said(line).text} x".strip()


@pytest.mark.parametrize(
    ("line", "marked"),
    [
        ("/sensitive We heard of raids #10.7", ["/sensitive", "#10.7"]),
        ("@Dakar asks for desks", ["@Dakar"]),
        ("a slash / alone, a hash # alone and #nothing known", []),
        ("/", []),
        ("#", []),
        ("#, and so on", []),
        ("@Team #8.5 asks for desks", ["@Team #8.5"]),
    ],
)
def test_what_is_syntax_is_marked_while_it_is_typed(line: str, marked: list[str]) -> None:
    assert [line[begin:end] for begin, end in spans(line, VOCABULARY)] == marked
