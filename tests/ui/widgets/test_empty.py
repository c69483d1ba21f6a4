"""An empty page says what it is for and offers the first step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from forumdesk.ui.theme import set_current
from forumdesk.ui.theme.palette import load_palette
from forumdesk.ui.widgets.empty import EmptyState


@pytest.fixture
def empty(qtbot: QtBot) -> EmptyState:
    made = EmptyState("note")
    qtbot.addWidget(made)
    made.set_texts("No notes yet", "Type what is said and press Enter.", "Take the first note")
    made.show()
    return made


def test_it_says_its_words(empty: EmptyState) -> None:
    shown = [one.text() for one in empty.findChildren(QLabel)]
    assert "No notes yet" in shown
    assert "Type what is said and press Enter." in shown
    assert empty.accessibleName() == "No notes yet"


def test_its_button_is_the_first_step(empty: EmptyState, qtbot: QtBot) -> None:
    with qtbot.waitSignal(empty.action):
        qtbot.mouseClick(empty.findChild(QPushButton), Qt.MouseButton.LeftButton)


def test_a_step_that_may_not_be_taken_is_not(empty: EmptyState, qtbot: QtBot) -> None:
    empty.set_enabled(enabled=False)
    with qtbot.assertNotEmitted(empty.action):
        qtbot.mouseClick(empty.findChild(QPushButton), Qt.MouseButton.LeftButton)


def test_without_a_word_for_it_there_is_no_button(empty: EmptyState) -> None:
    empty.set_texts("No notes", "None fits these filters.")
    [button] = empty.findChildren(QPushButton)
    assert not button.isVisible()


def test_its_picture_follows_the_theme(empty: EmptyState) -> None:
    picture = next(one for one in empty.findChildren(QLabel) if not one.pixmap().isNull())
    before = picture.pixmap().toImage()
    set_current(load_palette("dark"))
    try:
        QCoreApplication.sendEvent(empty, QEvent(QEvent.Type.PaletteChange))
        assert picture.pixmap().toImage() != before
    finally:
        set_current(load_palette("light"))
