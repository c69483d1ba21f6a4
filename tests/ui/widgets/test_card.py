"""A card is chosen as a whole, by mouse or by key, where it may be chosen at all."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from forumdesk.ui.widgets.card import Card


def _card(qtbot: QtBot, *, clickable: bool) -> Card:
    card = Card(clickable=clickable)
    qtbot.addWidget(card)
    card.resize(200, 80)
    card.show()
    return card


def test_a_click_chooses_it(qtbot: QtBot) -> None:
    card = _card(qtbot, clickable=True)
    with qtbot.waitSignal(card.clicked):
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_key_chooses_it(qtbot: QtBot, key: Qt.Key) -> None:
    card = _card(qtbot, clickable=True)
    with qtbot.waitSignal(card.clicked):
        qtbot.keyClick(card, key)


def test_a_click_that_ends_elsewhere_does_not(qtbot: QtBot) -> None:
    card = _card(qtbot, clickable=True)
    with qtbot.assertNotEmitted(card.clicked):
        qtbot.mousePress(card, Qt.MouseButton.LeftButton)
        qtbot.mouseRelease(card, Qt.MouseButton.LeftButton, pos=QPoint(-50, -50))


def test_another_button_or_key_does_not(qtbot: QtBot) -> None:
    card = _card(qtbot, clickable=True)
    with qtbot.assertNotEmitted(card.clicked):
        qtbot.mouseClick(card, Qt.MouseButton.RightButton)
        qtbot.keyClick(card, Qt.Key.Key_A)


def test_one_that_only_shows_takes_neither_clicks_nor_the_keyboard(qtbot: QtBot) -> None:
    card = _card(qtbot, clickable=False)
    with qtbot.assertNotEmitted(card.clicked):
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
        qtbot.keyClick(card, Qt.Key.Key_Return)
    assert card.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_its_state_is_told_to_the_style_sheet(qtbot: QtBot) -> None:
    card = _card(qtbot, clickable=False)
    card.set_state("warning")
    assert card.property("state") == "warning"
