"""The Room page takes what is said: by key alone, in order, and without losing a letter."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from forumdesk.domain.agenda import Session
from forumdesk.domain.notes import Note, NoteKind
from forumdesk.services.desk import Desk
from forumdesk.ui.pages.room.page import RoomPage
from forumdesk.ui.workplace import Workplace
from tests.services.hands import HandClock

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support propagateSizeHints")

Asked = Callable[[Callable[[Desk], Any]], Any]
CONTROL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
ENTER = Qt.Key.Key_Return


def shown_page(qtbot: QtBot, workplace: Workplace) -> RoomPage:
    """The page as the window shows it, ready for a keystroke."""
    page = RoomPage(workplace)
    qtbot.addWidget(page)
    workplace.changed.connect(page.take_changes)
    page.resize(1294, 692)
    with qtbot.waitSignal(page.ready, timeout=10_000):
        page.show()
        page.show_forum()
        page.entered()
    qtbot.waitUntil(lambda: not workplace.jobs.busy, timeout=10_000)
    return page


@pytest.fixture
def page(qtbot: QtBot, workplace: Workplace) -> RoomPage:
    return shown_page(qtbot, workplace)


@pytest.fixture
def take(qtbot: QtBot, page: RoomPage, workplace: Workplace) -> Callable[..., None]:
    """Type a line, press Enter (or another key) and wait until it is durable."""

    def type_and_keep(line: str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        qtbot.keyClicks(page.capture.line, line)
        qtbot.keyClick(page.capture.line, ENTER, held)
        settled(qtbot, workplace)

    return type_and_keep


def settled(qtbot: QtBot, workplace: Workplace) -> None:
    """Wait until everything asked for came back, and what that asked for too."""
    for _ in range(3):
        qtbot.waitUntil(lambda: not workplace.jobs.busy, timeout=10_000)
        QApplication.sendPostedEvents()
        qtbot.waitUntil(lambda: not workplace.jobs.busy, timeout=10_000)


def texts(page: RoomPage) -> list[str]:
    return [note.text for note in page.model.notes]


def kept(asked: Asked) -> tuple[Note, ...]:
    found: tuple[Note, ...] = asked(lambda desk: desk.capturing.notes(desk.planning.sessions()[0].id).notes)
    return found


def test_enter_keeps_the_note_and_stays_in_the_line(page: RoomPage, take: Callable[..., None]) -> None:
    take("We run a one-stop desk")
    assert texts(page) == ["We run a one-stop desk"]
    assert (page.capture.line.text(), page.capture.said()) == ("", "Kept 10:00")
    assert QApplication.focusWidget() is page.capture.line


def test_notes_kept_in_quick_succession_stay_in_order(qtbot: QtBot, page: RoomPage, asked: Asked) -> None:
    for word in ("one", "two", "three", "four", "five"):
        qtbot.keyClicks(page.capture.line, word)
        qtbot.keyClick(page.capture.line, ENTER)
    qtbot.waitUntil(lambda: len(texts(page)) == 5)
    assert texts(page) == [note.text for note in kept(asked)] == ["one", "two", "three", "four", "five"]


def test_control_enter_keeps_a_recommendation_beside_its_note(page: RoomPage, take: Callable[..., None]) -> None:
    take("Recognise skills locally", CONTROL)
    card = page.cards.model.card(0)
    assert card is not None
    assert (card.recommendation.label, card.lacks, page.model.notes[0].kind) == (
        "R-01",
        True,
        NoteKind.RECOMMENDATION,
    )


@pytest.mark.parametrize(("digit", "kind"), list(enumerate(NoteKind, start=1)), ids=str)
def test_alt_and_a_digit_set_the_kind(
    qtbot: QtBot, page: RoomPage, take: Callable[..., None], digit: int, kind: NoteKind
) -> None:
    qtbot.keyClick(page.capture.line, Qt.Key(Qt.Key.Key_0.value + digit), ALT)
    take("Said")
    assert page.model.notes[0].kind is kind


def test_a_line_that_is_refused_comes_back_before_what_was_typed_since(qtbot: QtBot, page: RoomPage) -> None:
    qtbot.keyClicks(page.capture.line, "/sensitive")
    qtbot.keyClick(page.capture.line, ENTER)
    qtbot.keyClicks(page.capture.line, "typed since")
    qtbot.waitUntil(lambda: page.capture.line.text() == "/sensitive\ntyped since")
    assert page.capture.said().startswith("There is nothing to keep")


def test_up_edits_the_last_note_and_escape_leaves_it(qtbot: QtBot, page: RoomPage, take: Callable[..., None]) -> None:
    take("Frist words")
    qtbot.keyClick(page.capture.line, Qt.Key.Key_Up)
    assert (page.capture.line.text(), page.keeper.editing) == ("Frist words", True)
    assert page.capture.editing_words() == "Editing note 10:00: Enter keeps, Esc leaves"
    qtbot.keyClick(page.capture.line, Qt.Key.Key_Escape)
    assert (page.capture.line.text(), page.keeper.editing) == ("", False)
    qtbot.keyClick(page.capture.line, Qt.Key.Key_Up)
    page.capture.line.selectAll()
    take("First words")
    assert texts(page) == ["First words"]


def test_undo_takes_back_text_first_and_then_the_last_note(
    qtbot: QtBot, page: RoomPage, workplace: Workplace, take: Callable[..., None]
) -> None:
    take("Kept by mistake")
    qtbot.keyClicks(page.capture.line, "half")
    qtbot.keyClick(page.capture.line, Qt.Key.Key_Z, CONTROL)
    assert (page.capture.line.text(), texts(page)) == ("", ["Kept by mistake"])
    qtbot.keyClick(page.capture.line, Qt.Key.Key_Z, CONTROL)
    settled(qtbot, workplace)
    assert texts(page) == []


def test_what_was_typed_survives_a_crash(qtbot: QtBot, page: RoomPage, workplace: Workplace) -> None:
    qtbot.keyClicks(page.capture.line, "Half a thou")
    with qtbot.waitSignal(page.capture.drafted, timeout=1000):
        qtbot.keyClicks(page.capture.line, "ght")
    settled(qtbot, workplace)
    page.hide()
    again = shown_page(qtbot, workplace)
    assert again.capture.line.text() == "Half a thought"


def test_a_note_half_written_anew_survives_a_crash(
    qtbot: QtBot, page: RoomPage, workplace: Workplace, take: Callable[..., None]
) -> None:
    take("First")
    qtbot.keyClick(page.capture.line, Qt.Key.Key_Up)
    qtbot.keyClicks(page.capture.line, " and more")
    page.leaving()
    settled(qtbot, workplace)
    page.hide()
    again = shown_page(qtbot, workplace)
    assert (again.capture.line.text(), again.keeper.editing) == ("First and more", True)


def test_a_kept_line_is_no_draft_any_more(
    qtbot: QtBot, page: RoomPage, workplace: Workplace, take: Callable[..., None]
) -> None:
    qtbot.keyClicks(page.capture.line, "Said ")
    page.leaving()
    take("and kept")
    page.hide()
    assert shown_page(qtbot, workplace).capture.line.text() == ""


def paste(page: RoomPage, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    page.capture.line.insertFromMimeData(data)


@pytest.mark.parametrize(
    ("answer", "notes"),
    [
        pytest.param(Qt.Key.Key_1, ["one\ntwo\nthree"], id="one note"),
        pytest.param(Qt.Key.Key_2, ["one", "two", "three"], id="a note a line"),
    ],
)
def test_a_paste_of_many_lines_asks_once(
    qtbot: QtBot, page: RoomPage, workplace: Workplace, answer: Qt.Key, notes: list[str]
) -> None:
    paste(page, "one\n\ntwo\nthree")
    assert page.capture.question.message()
    assert page.capture.line.text() == ""
    qtbot.keyClick(page.capture.line, answer)
    if answer == Qt.Key.Key_1:
        qtbot.keyClick(page.capture.line, ENTER)
    settled(qtbot, workplace)
    assert [text.replace("\n\n", "\n") for text in texts(page)] == notes
    assert not page.capture.question.message()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("x" * 400_000, id="a run without a break"),
        pytest.param("word \n" * 200_001, id="too many characters"),
    ],
)
def test_a_huge_paste_is_kept_as_a_file_and_never_cut(
    qtbot: QtBot, page: RoomPage, workplace: Workplace, text: str, asked: Asked
) -> None:
    paste(page, text)
    assert page.capture.line.text() == ""
    qtbot.keyClick(page.capture.line, Qt.Key.Key_2)
    settled(qtbot, workplace)
    assert page.photos.names == ("Text " + page.photos.names[0][5:9] + ".txt",)
    content = asked(lambda desk: desk.pinning.content(desk.pinning.pinned(desk.planning.sessions()[0].id)[0].id))
    assert content.decode() == text


def test_a_long_run_can_be_kept_as_several_notes(
    qtbot: QtBot, page: RoomPage, workplace: Workplace, asked: Asked
) -> None:
    paste(page, "x" * 50_000)
    qtbot.keyClick(page.capture.line, Qt.Key.Key_1)
    settled(qtbot, workplace)
    assert [len(note.text) for note in kept(asked)] == [20_000, 20_000, 10_000]


def test_a_pasted_picture_is_pinned_to_the_session(qtbot: QtBot, page: RoomPage, workplace: Workplace) -> None:
    picture = QImage(64, 48, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    QGuiApplication.clipboard().setImage(picture)
    page.capture.line.paste()
    settled(qtbot, workplace)
    assert len(page.photos.names) == 1
    assert page.photos.isVisible()


def test_a_file_that_is_too_large_is_refused_in_words(
    qtbot: QtBot, page: RoomPage, workplace: Workplace, tmp_path: Path
) -> None:
    large = tmp_path / "large.jpg"
    with large.open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    page.capture.line.files_pasted.emit([str(large)])
    settled(qtbot, workplace)
    assert "20 MB" in page.capture.said()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        pytest.param("@Da", "@Dakar", id="a city of the forum before the world's"),
        pytest.param("@Quezon", "@Quezon City", id="a city of the world"),
        pytest.param("#10.", "#10.1", id="a code"),
        pytest.param("/sens", "/sensitive", id="a flag"),
        pytest.param("/", "/d", id="a kind"),
    ],
)
def test_the_line_completes_without_taking_the_keyboard(qtbot: QtBot, page: RoomPage, typed: str, first: str) -> None:
    qtbot.keyClicks(page.capture.line, typed)
    assert page.completion.offers[0].inserted == first
    qtbot.keyClick(page.capture.line, Qt.Key.Key_Tab)
    assert (page.capture.line.text(), page.completion.offers) == (first + " ", ())
    assert QApplication.focusWidget() is page.capture.line


def test_enter_keeps_the_note_where_nothing_was_chosen_from_what_is_offered(
    page: RoomPage, take: Callable[..., None]
) -> None:
    take("A desk @Da")
    assert texts(page) == ["A desk @Da"]


def test_down_and_enter_choose_from_what_is_offered(qtbot: QtBot, page: RoomPage) -> None:
    qtbot.keyClicks(page.capture.line, "A desk @Qui")
    qtbot.keyClick(page.capture.line, Qt.Key.Key_Down)
    qtbot.keyClick(page.capture.line, ENTER)
    assert (page.capture.line.text(), texts(page)) == ("A desk @Quito ", [])


def test_a_session_is_worked_through_by_key_alone(
    qtbot: QtBot, page: RoomPage, workplace: Workplace, take: Callable[..., None]
) -> None:
    for line in ("first @Dakar", "second #10.7", "third"):
        take(line)
    qtbot.keyClick(page.capture.line, Qt.Key.Key_Up, CONTROL)
    assert page.notes.hasFocus()
    qtbot.keyClick(page.notes, Qt.Key.Key_Up, SHIFT)
    qtbot.keyClick(page.notes, Qt.Key.Key_R)
    settled(qtbot, workplace)
    card = page.cards.model.card(0)
    assert card is not None
    assert (card.recommendation.text, len(card.recommendation.sources)) == ("second\nthird", 2)
    qtbot.keyClick(page.notes, Qt.Key.Key_3)
    qtbot.keyClick(page.notes, Qt.Key.Key_S)
    settled(qtbot, workplace)
    assert [(note.kind, note.sensitive) for note in page.model.notes[1:]] == [(NoteKind.NEED, True)] * 2
    qtbot.keyClick(page.notes, Qt.Key.Key_Delete)
    settled(qtbot, workplace)
    assert (texts(page), page.capture.line.hasFocus()) == (["first"], True)


def test_what_means_nothing_in_the_list_is_typed_into_the_line(
    qtbot: QtBot, page: RoomPage, take: Callable[..., None]
) -> None:
    take("first")
    page.handling.select()
    qtbot.keyClicks(page.notes, "H")
    assert (page.capture.line.text(), page.capture.line.hasFocus()) == ("H", True)


def test_the_clock_is_derived_from_the_moment_a_step_began(
    qtbot: QtBot, page: RoomPage, workplace: Workplace, clock: HandClock
) -> None:
    assert page.clock.face.time_text() == "5:00"
    page.timing.pause()
    settled(qtbot, workplace)
    page.timing.next_step()
    settled(qtbot, workplace)
    assert (page.clock.face.time_text(), page.header.question.text()) == ("20:00", "What is your city doing?")
    clock.go(minutes=7, seconds=19)
    page.timing.tick()
    assert page.clock.face.time_text() == "12:41"
    page.timing.give_minute()
    settled(qtbot, workplace)
    assert page.clock.face.time_text() == "13:41"
    clock.go(minutes=14, seconds=19)
    page.timing.tick()
    assert page.clock.face.time_text() == "−0:38"
    assert "over" in page.clock.face.accessibleName()
    page.hide()
    assert shown_page(qtbot, workplace).clock.face.time_text() == "−0:38"


def test_the_line_grows_with_what_comes_into_it(page: RoomPage) -> None:
    line = page.capture.line
    before = line.height()
    line.set_text("said in the room " * 12)
    assert line.height() > before
    line.set_text("")
    assert line.height() == before


def test_few_notes_stand_at_the_foot_of_the_list(qtbot: QtBot, page: RoomPage, take: Callable[..., None]) -> None:
    take("one")
    qtbot.waitUntil(lambda: page.notes.viewport().height() < page.notes.height() // 2)
    last = page.notes.visualRect(page.model.index(0))
    foot = page.notes.viewport().mapTo(page.notes, last.bottomLeft()).y()
    assert foot >= page.notes.height() - 2
    assert page.notes.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("width", [1294, 1208], ids=["a window 1366 wide", "a window 1280 wide"])
def test_all_kinds_stand_in_one_row_and_keep_their_names(qtbot: QtBot, page: RoomPage, width: int) -> None:
    page.resize(width, 692)
    chips = [page.capture.kinds.chip(kind.value) for kind in NoteKind]
    qtbot.waitUntil(lambda: len({chip.y() for chip in chips if chip}) == 1)
    assert [chip.accessibleName() for chip in chips if chip][1] == "Commitment"


def test_being_behind_is_told_to_the_window(
    qtbot: QtBot, page: RoomPage, workplace: Workplace, clock: HandClock
) -> None:
    clock.go(minutes=3)
    page.timing.pause()
    settled(qtbot, workplace)
    assert "3 min behind" in page.state()[0]


def test_older_notes_come_when_they_are_looked_for(
    qtbot: QtBot, page: RoomPage, workplace: Workplace, asked: Asked
) -> None:
    asked(lambda desk: desk.capturing.keep_many(desk.planning.sessions()[0].id, [f"note {n}" for n in range(450)]))
    settled(qtbot, workplace)
    page.show_record(page._session.id if page._session else "")
    settled(qtbot, workplace)
    assert (page.model.rowCount(), page.model.earlier) == (200, 250)
    page.notes.verticalScrollBar().setValue(0)
    qtbot.waitUntil(lambda: page.model.rowCount() == 400)
    assert texts(page)[0] == "note 50"


def test_another_session_has_its_own_line(qtbot: QtBot, page: RoomPage, workplace: Workplace, asked: Asked) -> None:
    qtbot.keyClicks(page.capture.line, "unfinished")
    first, second = asked(lambda desk: [one.id for one in desk.planning.sessions()])
    page.show_record(second)
    settled(qtbot, workplace)
    assert (page.title(), page.capture.line.text()) == ("S2 · Housing", "")
    page.show_record(first)
    settled(qtbot, workplace)
    assert page.capture.line.text() == "unfinished"


def test_a_forum_to_read_only_says_why_nothing_can_be_typed(
    qtbot: QtBot, workplace: Workplace, forum_path: Path
) -> None:
    with qtbot.waitSignal(workplace.opened):
        workplace.open_to_read(forum_path, "Somebody else has it open.")
    page = shown_page(qtbot, workplace)
    qtbot.keyClicks(page.capture.line, "lost")
    assert page.capture.line.text() == ""
    assert page.capture.line.placeholderText()


@pytest.mark.parametrize("name", ["model", "cards", "steps", "offers"])
def test_the_models_keep_their_promises(
    qtmodeltester: ModelTester, page: RoomPage, take: Callable[..., None], name: str
) -> None:
    model = {
        "model": page.model,
        "cards": page.cards.model,
        "steps": page.clock.steps,
        "offers": page.completion.model(),
    }[name]
    qtmodeltester.check(model)
    take("one", CONTROL)
    take("two @Da", CONTROL)
    page.model.take_away(page.model.notes[0].id)


def test_the_page_is_freed_when_it_is_dropped(qtbot: QtBot, workplace: Workplace) -> None:
    page = RoomPage(workplace)
    page.show_forum()
    settled(qtbot, workplace)
    gone = weakref.ref(page)
    gc.collect()
    gc.disable()
    try:
        page.close()
        del page
        assert gone() is None
    finally:
        gc.enable()


def test_what_was_said_in_a_session_that_is_gone_is_shown_under_no_session(
    qtbot: QtBot, page: RoomPage, take: Callable[..., None], workplace: Workplace, asked: Asked
) -> None:
    take("Said before it went")

    def delete(desk: Desk) -> str:
        with desk._database.write("delete-session") as work:
            work.delete(work.require(Session, desk.planning.sessions()[0].id))
        return desk.finding.search("before it went")[0].record.id

    note = asked(delete)
    page.show_record(note)
    settled(qtbot, workplace)
    assert (page.title(), texts(page)) == ("No session", ["Said before it went"])
    assert page.header.sessions.currentText() == "No session"
    take("Said of no session")
    assert texts(page) == ["Said before it went", "Said of no session"]


def test_the_room_goes_on_in_the_session_into_which_its_own_was_joined(
    qtbot: QtBot, page: RoomPage, take: Callable[..., None], workplace: Workplace, asked: Asked
) -> None:
    take("Said in the first")

    def join(desk: Desk) -> str:
        first, second = desk.planning.sessions()[:2]
        desk.joining.join(second.id, [first.id])
        return second.code

    code = asked(join)
    page.show_forum()
    settled(qtbot, workplace)
    assert page.title().startswith(code)
    assert texts(page) == ["Said in the first"]
