"""Everything without a mouse: the palette, the pages' keys, a shortcut of one's own, and Tab."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from forumdesk.ui.registry import ACTIONS, PAGES
from tests.journeys.person import CONTROL, ENTER, SHIFT, Person


def test_the_palette_lists_every_action_and_does_one(person: Person) -> None:
    person.presses(Qt.Key.Key_P, CONTROL | SHIFT, where=person.window)
    dialog = person.dialog
    listed = dialog.finder.lines()
    assert len(listed) == len(ACTIONS) == len(set(listed))
    person.types("go people", dialog.finder.line)
    assert dialog.finder.lines()[0] == "Go to People"
    person.presses(ENTER, where=dialog.finder.line)
    assert person.page.NAME == "people"


@pytest.mark.parametrize(("place", "page"), list(enumerate((spec.name for spec in PAGES), start=1)))
def test_every_page_is_a_key_away(person: Person, place: int, page: str) -> None:
    person.presses(Qt.Key(Qt.Key.Key_0.value + place), CONTROL, where=person.window)
    assert page == person.page.NAME
    assert person.window.isAncestorOf(person.focus)


def test_a_shortcut_of_ones_own_works_tomorrow(sit_down: Callable[..., Person], small: Path) -> None:
    person = sit_down(small)
    person.does("shortcuts")
    dialog = person.dialog
    row = next(row for row, name in enumerate(person.window.actions_.specs) if name == "go-people")
    dialog._view.selectRow(row)
    dialog._editor.setKeySequence(QKeySequence("Ctrl+Alt+P"))
    dialog._editor.editingFinished.emit()
    person.clicks(person.button("Keep", dialog))
    person.leaves()
    tomorrow = sit_down(small)
    assert tomorrow.window.actions_.shortcut("go-people") == "Ctrl+Alt+P"
    tomorrow.presses(Qt.Key.Key_P, CONTROL | Qt.KeyboardModifier.AltModifier, where=tomorrow.window)
    assert tomorrow.page.NAME == "people"


def test_a_shortcut_that_is_taken_is_refused_by_name(person: Person) -> None:
    person.does("shortcuts")
    dialog = person.dialog
    dialog._view.selectRow(0)
    dialog._editor.setKeySequence(QKeySequence("Ctrl+K"))
    dialog._editor.editingFinished.emit()
    assert dialog._words.text() == "Ctrl+K belongs to “Search everything” already."


@pytest.mark.parametrize("page", [spec.name for spec in PAGES])
def test_tab_goes_round_the_page_and_comes_back(person: Person, page: str) -> None:
    person.goes_to(page)
    person.window.activateWindow()
    seen = []
    for _ in range(120):
        person.qtbot.keyClick(QApplication.focusWidget() or person.window, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None
        if now in seen:
            break
        seen.append(now)
    assert any(person.page.isAncestorOf(one) for one in seen)
    assert any(person.window._rail.isAncestorOf(one) for one in seen)


def test_undo_says_what_it_would_take_back(sit_down: Callable[..., Person], small: Path) -> None:
    person = sit_down(small)
    session = person.asks(lambda desk: desk.planning.sessions()[0])
    person.workplace.act(lambda desk: desk.capturing.keep(session.id, "Said by mistake"))
    person.sees(lambda: person.window.actions_.text("undo") == "Undo: Keep note “Said by mistake”")
    person.does("undo")
    person.sees(lambda: person.window.actions_.text("redo") == "Redo: Keep note “Said by mistake”")
    person.settled()
