"""Notes are kept as fast as people speak, word for word, and tidied afterwards."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forumdesk.domain.agenda import Session
from forumdesk.domain.errors import BadInput, NotFound
from forumdesk.domain.notes import Note, NoteKind
from forumdesk.services.capturing import MOST_CHARACTERS
from forumdesk.services.desk import Desk
from tests.services.hands import HandClock

Keep = Callable[[str], str]


def shown(desk: Desk, session: Session) -> list[str]:
    return [note.text for note in desk.capturing.notes(session.id).notes]


def test_a_line_becomes_a_note_of_now(desk: Desk, session: Session, clock: HandClock) -> None:
    note = desk.capturing.keep(session.id, "We run a one-stop desk")
    assert (note.text, note.kind, note.instant, note.source_text) == (
        "We run a one-stop desk",
        NoteKind.DOING,
        clock.now(),
        "",
    )


def test_syntax_sets_the_fields_and_what_was_typed_stays_word_for_word(desk: Desk, session: Session) -> None:
    desk.referencing.use(("sdg",))
    desk.people.add(position="Deputy mayor", city="Dakar")
    typed = "/c @Dakar Budget for a desk #10.7 /sensitive /unattributed"
    note = desk.capturing.keep(session.id, typed)
    assert (note.kind, note.city, note.text, note.codes, note.sensitive, note.unattributed, note.typed) == (
        NoteKind.COMMITMENT,
        "Dakar",
        "Budget for a desk",
        ("sdg 10.7",),
        True,
        True,
        typed,
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("mail me at @nobody-we-know, or #hashtag", id="an at sign and a hash that name nothing"),
        pytest.param("and/or 24/7", id="a slash amid words"),
        pytest.param("=SUM(A1:A9)", id="a formula"),
        pytest.param("المدن تستقبل المهاجرين", id="Arabic"),
        pytest.param("👩🏽‍🚀 first to arrive", id="an emoji of several parts"),
        pytest.param("x" * 40_000, id="40,000 characters"),
        pytest.param("/slashes/are/paths", id="a path"),
    ],
)
def test_what_is_not_plainly_syntax_stays_text(desk: Desk, session: Session, text: str) -> None:
    desk.capturing.keep(session.id, text)
    assert shown(desk, session) == [text]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("one\x00two", "onetwo", id="NUL goes"),
        pytest.param("one\ud800two", "one\ufffdtwo", id="a lone surrogate is marked"),
        pytest.param("one\r\ntwo\u2028three", "one\ntwo\nthree", id="line breaks become one kind"),
        pytest.param("  spaced  ", "spaced", id="spaces around go"),
    ],
)
def test_text_is_made_safe_to_keep(desk: Desk, session: Session, typed: str, kept: str) -> None:
    desk.capturing.keep(session.id, typed)
    assert shown(desk, session) == [kept]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("", id="nothing"),
        pytest.param(" \t ", id="spaces"),
        pytest.param("/c", id="syntax alone"),
        pytest.param("\x00", id="NUL alone"),
        pytest.param("x" * (MOST_CHARACTERS + 1), id="more than a note holds"),
    ],
)
def test_a_line_without_a_note_is_refused_and_nothing_is_kept(desk: Desk, session: Session, line: str) -> None:
    with pytest.raises(BadInput):
        desk.capturing.keep(session.id, line)
    assert shown(desk, session) == []


def test_many_lines_are_one_act_and_one_bad_line_keeps_none(desk: Desk, session: Session) -> None:
    desk.capturing.keep_many(session.id, ("One", "Two"))
    with pytest.raises(BadInput):
        desk.capturing.keep_many(session.id, ("Three", "/c"))
    assert shown(desk, session) == ["One", "Two"]
    desk.history.undo()
    assert shown(desk, session) == []


def test_a_note_needs_a_session_that_is_there(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.capturing.keep("f" * 32, "Hello")


def test_a_recommendation_and_its_note_are_one_act(desk: Desk, session: Session) -> None:
    note, recommendation = desk.capturing.keep_as_recommendation(session.id, "Recognise skills across borders")
    assert (note.kind, recommendation.sources, recommendation.text) == (NoteKind.RECOMMENDATION, (note.id,), note.text)
    desk.history.undo()
    assert (shown(desk, session), desk.recommending.of_session(session.id)) == ([], ())


def test_a_note_is_written_anew_and_keeps_what_the_line_does_not_mention(desk: Desk, session: Session) -> None:
    desk.people.add(city="Dakar", position="Mayor")
    note = desk.capturing.keep(session.id, "/n @Dakar Mony for a desk /sensitive")
    again = desk.capturing.reword(note.id, "Money for a desk")
    assert (again.text, again.kind, again.city, again.sensitive) == ("Money for a desk", NoteKind.NEED, "Dakar", True)
    assert desk.capturing.reword(note.id, "/c Money for a desk").kind is NoteKind.COMMITMENT


def test_a_split_note_becomes_two_and_the_first_keeps_its_links(desk: Desk, session: Session, keep: Keep) -> None:
    note = keep("Open a desk. Train the staff.")
    recommendation = desk.recommending.from_notes((note,))
    first, second = desk.capturing.split(note, len("Open a desk."))
    assert shown(desk, session) == ["Open a desk.", "Train the staff."]
    assert desk.recommending.lineage(recommendation.id)[0].note.text == "Open a desk."
    assert (first.id, first.typed) == (note, "Open a desk. Train the staff.")
    assert second.instant == first.instant


@pytest.mark.parametrize("at", [0, 11, 99], ids=["before the first word", "after the last", "beyond the end"])
def test_a_note_is_not_split(desk: Desk, session: Session, keep: Keep, at: int) -> None:
    note = keep("Open a desk")
    with pytest.raises(BadInput):
        desk.capturing.split(note, at)
    assert shown(desk, session) == ["Open a desk"]


def test_many_notes_are_changed_and_deleted_in_one_act_each(desk: Desk, session: Session, keep: Keep) -> None:
    both = [keep("One"), keep("Two")]
    desk.capturing.change(both, kind=NoteKind.NEED, sensitive=True)
    desk.capturing.delete(both)
    assert shown(desk, session) == []
    desk.history.undo()
    assert {(note.kind, note.sensitive) for note in desk.capturing.notes(session.id).notes} == {(NoteKind.NEED, True)}
    desk.history.undo()
    assert {(note.kind, note.sensitive) for note in desk.capturing.notes(session.id).notes} == {(NoteKind.DOING, False)}


@pytest.mark.parametrize("text", ["", " ", "\x00"], ids=["nothing", "a space", "NUL"])
def test_a_note_is_never_emptied(desk: Desk, session: Session, keep: Keep, text: str) -> None:
    with pytest.raises(BadInput, match="needs words"):
        desk.capturing.change([keep("One")], text=text)
    assert shown(desk, session) == ["One"]


def test_the_newest_notes_come_and_the_earlier_ones_are_counted(desk: Desk, session: Session, clock: HandClock) -> None:
    for number in range(5):
        desk.capturing.keep(session.id, f"Note {number}")
        clock.go(seconds=1)
    page = desk.capturing.notes(session.id, last=2)
    assert ([note.text for note in page.notes], page.earlier) == (["Note 3", "Note 4"], 3)


def test_what_is_typed_and_not_kept_is_there_again_until_it_is_emptied(desk: Desk, session: Session) -> None:
    desk.capturing.save_draft(session.id, "We are ope\ud800")
    assert desk.capturing.draft(session.id) == "We are ope?"
    desk.capturing.save_draft(session.id, "")
    assert desk.capturing.draft(session.id) == ""


def test_a_city_that_is_also_somebodys_name_means_the_city(desk: Desk, session: Session) -> None:
    desk.people.add(name="Santiago", city="Quito")
    desk.people.add(position="Mayor", city="Santiago")
    note: Note = desk.capturing.keep(session.id, "@santiago We are open")
    assert (note.city, note.speaker) == ("Santiago", "")


def test_somebody_named_speaks_for_their_city(desk: Desk, session: Session) -> None:
    person = desk.people.add(name="Awa Diop", city="Dakar")
    note = desk.capturing.keep(session.id, "@Awa Diop, we are open")
    assert (note.city, note.speaker) == ("Dakar", person.id)
