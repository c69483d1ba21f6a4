"""The rail: one page is chosen, by mouse or by arrow keys, and it stands at the start of the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from forumdesk.ui.theme import colour
from forumdesk.ui.theme.fonts import set_text_scale
from forumdesk.ui.widgets.rail import WIDTH, Rail

PAGES = (("home", "Home"), ("plan", "Plan"), ("room", "Room"))


@pytest.fixture
def rail(qtbot: QtBot) -> Rail:
    made = Rail()
    qtbot.addWidget(made)
    for name, label in PAGES:
        made.add_page(name, name, label)
    made.add_page("export", "export", "Export", at_end=True)
    made.choose("home")
    made.resize(made.width(), 600)
    made.show()
    return made


def _button(rail: Rail, name: str) -> QToolButton:
    return next(one for one in rail.findChildren(QToolButton) if one.property("page") == name)


def test_a_click_chooses_a_page(rail: Rail, qtbot: QtBot) -> None:
    with qtbot.waitSignal(rail.chosen) as chosen:
        qtbot.mouseClick(_button(rail, "room"), Qt.MouseButton.LeftButton)
    assert chosen.args == ["room"]


def test_one_page_is_chosen_at_a_time(rail: Rail) -> None:
    rail.choose("plan")
    assert [one.property("page") for one in rail.findChildren(QToolButton) if one.isChecked()] == ["plan"]


@pytest.mark.parametrize(
    ("start", "key", "end"),
    [
        ("home", Qt.Key.Key_Down, "plan"),
        ("plan", Qt.Key.Key_Up, "home"),
        ("home", Qt.Key.Key_Up, "export"),
        ("export", Qt.Key.Key_Down, "home"),
    ],
    ids=["down goes on", "up goes back", "up from the first reaches the last", "down from the last reaches the first"],
)
def test_arrow_keys_go_from_page_to_page(rail: Rail, qtbot: QtBot, start: str, key: Qt.Key, end: str) -> None:
    _button(rail, start).setFocus()
    qtbot.keyClick(_button(rail, start), key)
    assert rail.focusWidget() is _button(rail, end)


def test_space_chooses_the_page_under_the_keyboard(rail: Rail, qtbot: QtBot) -> None:
    with qtbot.waitSignal(rail.chosen) as chosen:
        qtbot.keyClick(_button(rail, "plan"), Qt.Key.Key_Space)
    assert chosen.args == ["plan"]


def test_a_page_is_told_by_its_label(rail: Rail) -> None:
    rail.set_label("room", "Salle")
    assert (_button(rail, "room").text(), _button(rail, "room").accessibleName()) == ("Salle", "Salle")


def test_what_is_at_the_end_stands_below(rail: Rail) -> None:
    assert _button(rail, "export").y() > _button(rail, "room").geometry().bottom() + 100


@pytest.mark.parametrize(
    ("direction", "edge"),
    [(Qt.LayoutDirection.LeftToRight, WIDTH - 1), (Qt.LayoutDirection.RightToLeft, 0)],
    ids=["at the right of a rail on the left", "at the left of a rail on the right"],
)
def test_the_line_parts_it_from_the_page(rail: Rail, direction: Qt.LayoutDirection, edge: int) -> None:
    rail.setLayoutDirection(direction)
    picture = QImage(rail.size(), QImage.Format.Format_RGB32)
    rail.render(picture)
    assert picture.pixelColor(edge, 550 if edge else 300) == colour("line")
    assert picture.pixelColor(WIDTH - 1 - edge, 300) != colour("line")


def test_a_mirrored_window_has_it_on_the_right(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    row = QHBoxLayout(window)
    row.setContentsMargins(0, 0, 0, 0)
    rail = Rail()
    row.addWidget(rail)
    row.addStretch(1)
    window.resize(800, 400)
    window.show()
    assert rail.x() == 800 - WIDTH


def test_it_grows_with_the_text(rail: Rail) -> None:
    set_text_scale(150)
    try:
        rail.retint()
        assert rail.width() == 108
    finally:
        set_text_scale(100)
    rail.retint()
    assert rail.width() == WIDTH
