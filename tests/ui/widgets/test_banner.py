"""A banner says one thing, offers what can be done about it, and goes when it is closed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from forumdesk.ui.widgets.banner import Banner


@pytest.fixture
def banner(qtbot: QtBot) -> Banner:
    made = Banner()
    qtbot.addWidget(made)
    made.show_message("warning", "The memory stick is gone.")
    made.add_action("Try again", "again")
    return made


def test_it_says_its_sentence(banner: Banner) -> None:
    assert banner.message() == "The memory stick is gone."
    assert banner.accessibleName() == "The memory stick is gone."
    assert banner.property("state") == "warning"


def test_an_action_is_told_by_its_name(banner: Banner, qtbot: QtBot) -> None:
    with qtbot.waitSignal(banner.action_chosen) as chosen:
        qtbot.mouseClick(banner.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert chosen.args == ["again"]


def test_closing_hides_it(banner: Banner, qtbot: QtBot) -> None:
    with qtbot.waitSignal(banner.closed):
        qtbot.mouseClick(banner.findChild(QToolButton), Qt.MouseButton.LeftButton)
    assert not banner.isVisible()
    assert banner.message() == ""


def test_another_message_brings_its_own_actions(banner: Banner, qtbot: QtBot) -> None:
    banner.show_message("info", "A newer copy is there.")
    qtbot.waitUntil(lambda: not banner.findChildren(QPushButton))
    assert banner.message() == "A newer copy is there."


def test_it_shows_what_was_typed_not_markup(banner: Banner) -> None:
    banner.show_message("danger", "<b>Loud</b>")
    [words] = banner.findChildren(QLabel)
    assert words.textFormat() is Qt.TextFormat.PlainText


def test_it_never_takes_the_keyboard_by_itself(banner: Banner) -> None:
    assert banner.focusPolicy() == Qt.FocusPolicy.NoFocus


@pytest.mark.parametrize("change", [QEvent.Type.LanguageChange, QEvent.Type.PaletteChange])
def test_it_keeps_a_name_and_a_picture_for_closing(banner: Banner, change: QEvent.Type) -> None:
    QCoreApplication.sendEvent(banner, QEvent(change))
    [close] = banner.findChildren(QToolButton)
    assert close.accessibleName() == "Close this message"
    assert not close.icon().isNull()
