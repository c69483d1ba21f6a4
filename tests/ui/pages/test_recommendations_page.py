"""The Recommendations page brings what was asked for into one shape: filtered, worded, completed, many at once."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from forumdesk.domain.notes import NoteKind
from forumdesk.domain.recommendations import Level, Recommendation, Status
from forumdesk.services.desk import Desk
from forumdesk.ui.pages.recommendations.page import RecommendationsPage
from forumdesk.ui.workplace import Workplace

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support propagateSizeHints")

Asked = Callable[[Callable[[Desk], Any]], Any]
Made = Callable[..., RecommendationsPage]
CONTROL = Qt.KeyboardModifier.ControlModifier


def settled(qtbot: QtBot, workplace: Workplace) -> None:
    """Wait until everything asked for came back, and what that asked for too."""
    for _ in range(5):
        qtbot.waitUntil(lambda: not workplace.jobs.busy, timeout=10_000)
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def fill(desk: Desk) -> None:
    """Three recommendations; the second lacks its actor, the third comes from a note and lacks almost all."""
    session = desk.planning.sessions()[0]
    whole: dict[str, Any] = {
        "action_area": "1",
        "codes": ("sdg 10.7",),
        "actor": "City",
        "level": Level.CITY,
        "timeframe": "2027",
        "indicator": "Cards issued",
        "session": session.id,
    }
    desk.recommending.add("Issue a municipal card", **whole)
    desk.recommending.add("Recognise skills locally", **{**whole, "actor": ""})
    note = desk.capturing.keep(session.id, "Nobody signs diplomas", kind=NoteKind.NEED)
    desk.recommending.from_notes((note.id,))


@pytest.fixture
def made(qtbot: QtBot, workplace: Workplace, asked: Asked) -> Made:
    """Show the page over a forum that was filled as asked."""

    def make(prepare: Callable[[Desk], None] | None = fill) -> RecommendationsPage:
        if prepare is not None:
            asked(prepare)
        page = RecommendationsPage(workplace)
        qtbot.addWidget(page)
        workplace.changed.connect(page.take_changes)
        page.resize(1294, 692)
        page.show()
        page.show_forum()
        page.entered()
        settled(qtbot, workplace)
        return page

    return make


def stored(asked: Asked) -> tuple[Recommendation, ...]:
    """What the forum holds, by number."""

    def read(desk: Desk) -> list[Recommendation | None]:
        return [desk.recommending.get(one) for one in desk.recommending.labels()]

    return tuple(asked(read))


def select_rows(page: RecommendationsPage, first: int, last: int) -> None:
    model, view = page.list.table.model, page.list.table.view
    chosen = QItemSelection(model.index(first, 0), model.index(last, model.columnCount() - 1))
    view.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def shown_texts(qtbot: QtBot, page: RecommendationsPage) -> list[str]:
    model = page.list.table.model
    rows = range(model.rowCount())
    qtbot.waitUntil(lambda: all(model.record(row) is not None for row in rows), timeout=10_000)
    return [model.index(row, 1).data() for row in rows]


def test_an_empty_forum_says_what_the_page_is_for_and_offers_the_first_step(
    qtbot: QtBot, made: Made, workplace: Workplace, asked: Asked
) -> None:
    page = made(None)
    assert page.list.table.stack.currentWidget() is page.list.table.empty
    page.list.table.empty.action.emit()
    settled(qtbot, workplace)
    assert [one.number for one in stored(asked)] == [1]
    assert page.list.table.stack.currentWidget() is page.list.table.view


def test_the_chip_of_a_gap_shows_who_lacks_it(qtbot: QtBot, made: Made, workplace: Workplace) -> None:
    page = made()
    chip = page.list.table.filters.chips.chip("lacks actor")
    assert chip is not None
    assert chip.text() == "No actor 2"
    chip.click()
    settled(qtbot, workplace)
    assert shown_texts(qtbot, page) == ["Recognise skills locally", "Nobody signs diplomas"]


def test_what_belongs_to_no_session_has_a_choice_of_its_own(qtbot: QtBot, made: Made, workplace: Workplace) -> None:
    def some(desk: Desk) -> None:
        fill(desk)
        desk.recommending.add("Of nobody's session")
        gone = desk.planning.add_session("Gone", code="X")
        desk.recommending.add("Of a session that went", session=gone.id)
        desk.planning.delete_session(gone.id)

    page = made(some)
    menu = page.list.table.filters._buttons["session"].menu()
    next(action for action in menu.actions() if action.text() == "No session").trigger()
    settled(qtbot, workplace)
    assert shown_texts(qtbot, page) == ["Of nobody's session", "Of a session that went"]


def test_words_that_fit_nothing_leave_a_way_back(qtbot: QtBot, made: Made, workplace: Workplace) -> None:
    page = made()
    qtbot.keyClicks(page.list.table.filters.words, "zeppelin")
    settled(qtbot, workplace)
    assert page.list.table.stack.currentWidget() is page.list.table.none_fits
    page.list.table.none_fits.action.emit()
    settled(qtbot, workplace)
    assert page.list.table.model.rowCount() == 3
    assert page.list.table.filters.words.text() == ""


def test_many_are_changed_in_one_act_and_undone_in_one(
    qtbot: QtBot, made: Made, workplace: Workplace, asked: Asked
) -> None:
    page = made()
    select_rows(page, 0, 2)
    qtbot.keyClicks(page.list.bulk.lines["timeframe"], "By 2028")
    page.list.bulk.apply.click()
    settled(qtbot, workplace)
    assert {one.timeframe for one in stored(asked)} == {"By 2028"}
    assert len(page.list.table.selected_keys()) == 3, "what was selected stays so"
    workplace.turning.undo()
    settled(qtbot, workplace)
    assert [one.timeframe for one in stored(asked)] == ["2027", "2027", ""]


def test_codes_are_given_to_many_and_taken_from_many(
    qtbot: QtBot, made: Made, workplace: Workplace, asked: Asked
) -> None:
    page = made()
    select_rows(page, 0, 1)
    page.list.bulk.tagged.emit(("gcm 16",), ())
    settled(qtbot, workplace)
    assert [one.codes for one in stored(asked)] == [("gcm 16", "sdg 10.7"), ("gcm 16", "sdg 10.7"), ()]
    page.list.bulk.tagged.emit((), ("sdg 10.7",))
    settled(qtbot, workplace)
    assert [one.codes for one in stored(asked)] == [("gcm 16",), ("gcm 16",), ()]


def test_what_one_of_many_may_not_become_changes_none_and_is_said_there(
    qtbot: QtBot, made: Made, workplace: Workplace, asked: Asked
) -> None:
    page = made()
    first = stored(asked)[0]
    asked(lambda desk: desk.recommending.change((first.id,), status=Status.WITHDRAWN))
    settled(qtbot, workplace)
    select_rows(page, 0, 1)
    box = page.list.bulk.boxes["status"]
    box.setCurrentIndex(box.findData(Status.FINAL.value))
    page.list.bulk.apply.click()
    settled(qtbot, workplace)
    assert [one.status for one in stored(asked)] == [Status.WITHDRAWN, Status.DRAFT, Status.DRAFT]
    assert "cannot become" in page.list.bulk.refused.text()
    assert page.list.bulk.refused.isVisible()


def test_a_wording_is_kept_by_key_and_its_history_is_stepped_through(
    qtbot: QtBot, made: Made, workplace: Workplace, asked: Asked
) -> None:
    page = made()
    text = page.list.detail.text
    text.setFocus()
    text.selectAll()
    qtbot.keyClicks(text, "Issue a municipal identity card")
    qtbot.keyClick(text, Qt.Key.Key_Return, CONTROL)
    settled(qtbot, workplace)
    assert stored(asked)[0].text == "Issue a municipal identity card"
    wording = page.list.detail.wording
    assert wording.isVisible()
    assert "identity" in wording.text.text()
    assert "2 of 2" in wording.when.text()
    wording.earlier.click()
    assert "1 of 2" in wording.when.text()


def test_escape_puts_back_the_wording_that_was_there(qtbot: QtBot, made: Made, asked: Asked) -> None:
    page = made()
    text = page.list.detail.text
    text.setFocus()
    qtbot.keyClicks(text, "never mind ")
    qtbot.keyClick(text, Qt.Key.Key_Escape)
    assert text.toPlainText() == "Issue a municipal card"
    assert stored(asked)[0].text == "Issue a municipal card"


def test_the_next_gap_is_one_key_away_and_the_list_goes_round(qtbot: QtBot, made: Made, workplace: Workplace) -> None:
    page = made()
    reached = []
    for go in (page.next_missing, page.next_missing, page.next_missing, page.previous_missing):
        go()
        settled(qtbot, workplace)
        reached.append(page.list.table.view.selectionModel().selectedRows()[0].row())
    assert reached == [1, 2, 1, 2]
    page.previous_missing()
    settled(qtbot, workplace)
    assert QApplication.focusWidget() is page.list.detail.texts["actor"]


def test_it_is_shown_which_note_it_comes_from_and_enter_goes_there(
    qtbot: QtBot, made: Made, workplace: Workplace, asked: Asked
) -> None:
    page = made()
    page.show_record(stored(asked)[2].id)
    settled(qtbot, workplace)
    rows = page.list.detail.lineage.rows
    assert len(rows) == 1
    with qtbot.waitSignal(workplace.wanted, timeout=5_000) as wanted:
        qtbot.keyClick(rows[0], Qt.Key.Key_Return)
    assert wanted.args[0] == "room"
    qtbot.keyClick(rows[0], Qt.Key.Key_Delete)
    settled(qtbot, workplace)
    assert stored(asked)[2].sources == ()


def test_f6_goes_round_the_parts_of_the_page(qtbot: QtBot, made: Made) -> None:
    page = made()
    page.list.table.view.setFocus()
    qtbot.keyClick(page.list.table.view, Qt.Key.Key_F6)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert page.list.side.isAncestorOf(focused)
    qtbot.keyClick(focused, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is page.list.table.filters.words
    qtbot.keyClick(page.list.table.filters.words, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is page.list.table.view


def test_what_was_deleted_leaves_its_place_to_the_next(
    qtbot: QtBot, made: Made, workplace: Workplace, asked: Asked
) -> None:
    page = made()
    page.list.table.view.selectRow(1)
    settled(qtbot, workplace)
    qtbot.keyClick(page.list.table.view, Qt.Key.Key_Delete)
    settled(qtbot, workplace)
    assert [one.text for one in stored(asked)] == ["Issue a municipal card", "Nobody signs diplomas"]
    assert page.list.detail.text.toPlainText() == "Nobody signs diplomas"


def test_ten_thousand_rows_are_scrolled_and_only_pages_looked_at_are_read(qtbot: QtBot, made: Made) -> None:
    page = made(many)
    model = page.list.table.model
    pages: list[int] = []
    model.page_loaded.connect(pages.append)
    assert model.rowCount() == 10_000
    for row in (2_500, 5_000, 9_999):
        page.list.table.view.scrollTo(model.index(row, 0))
        qtbot.waitUntil(partial(there, page, row), timeout=10_000)
    assert len(pages) < 12


def there(page: RecommendationsPage, row: int) -> bool:
    return page.list.table.model.record(row) is not None


def many(desk: Desk) -> None:
    """Ten thousand drafts in one act."""
    texts = [f"Ask number {number}" for number in range(10_000)]
    with desk._database.write("build-forum") as work:
        for number, text in enumerate(texts, 1):
            work.put(Recommendation(id=f"{number:032x}", number=number, text=text))  # type: ignore[arg-type]


def test_the_page_is_freed_when_it_is_left(qtbot: QtBot, made: Made, workplace: Workplace) -> None:
    page = made()
    workplace.changed.disconnect(page.take_changes)
    settled(qtbot, workplace)
    page.close()
    page.deleteLater()
    dead = weakref.ref(page.list.table.model)
    del page
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    assert dead() is None
