"""A text that is edited where it stands: kept by key or by leaving, put back by Esc, as high as its words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from forumdesk.ui.widgets.growing import GrowingText

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support propagateSizeHints")
CONTROL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


class Sheet(QWidget):
    """A field with another beside it, and what was asked to be kept."""

    def __init__(self) -> None:
        super().__init__()
        self.field, self.other = GrowingText(), QLineEdit()
        self.kept: list[str] = []
        self.field.kept.connect(self.kept.append)
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        column.addWidget(self.other)


@pytest.fixture
def sheet(qtbot: QtBot) -> Sheet:
    made = Sheet()
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show()
    made.field.show_text("Open a desk", keep_typing=False)
    made.field.setFocus()
    made.field.moveCursor(made.field.textCursor().MoveOperation.End)
    return made


@pytest.mark.parametrize(
    ("key", "held"),
    [
        pytest.param(Qt.Key.Key_Return, CONTROL, id="by Ctrl+Enter"),
        pytest.param(Qt.Key.Key_Enter, CONTROL | Qt.KeyboardModifier.KeypadModifier, id="by the number pad"),
        pytest.param(Qt.Key.Key_Tab, NONE, id="by going on"),
    ],
)
def test_what_was_typed_is_kept(qtbot: QtBot, sheet: Sheet, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    qtbot.keyClicks(sheet.field, " today")
    qtbot.keyClick(sheet.field, key, held)
    assert sheet.kept == ["Open a desk today"]


def test_what_did_not_change_is_not_kept_again(qtbot: QtBot, sheet: Sheet) -> None:
    qtbot.keyClick(sheet.field, Qt.Key.Key_Return, CONTROL)
    sheet.other.setFocus()
    assert sheet.kept == []


def test_esc_puts_back_what_was_there(qtbot: QtBot, sheet: Sheet) -> None:
    qtbot.keyClicks(sheet.field, " today")
    qtbot.keyClick(sheet.field, Qt.Key.Key_Escape)
    sheet.other.setFocus()
    assert (sheet.field.toPlainText(), sheet.kept) == ("Open a desk", [])


def test_its_key_is_its_own_whatever_the_window_does_by_it(sheet: Sheet) -> None:
    override = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Return, CONTROL)
    override.ignore()
    QApplication.sendEvent(sheet.field, override)
    assert override.isAccepted()


def test_what_is_being_typed_stays_when_the_text_is_shown_again(qtbot: QtBot, sheet: Sheet) -> None:
    qtbot.keyClicks(sheet.field, " today")
    sheet.field.show_text("Open two desks", keep_typing=True)
    assert sheet.field.toPlainText() == "Open a desk today"
    sheet.field.show_text("Open two desks", keep_typing=False)
    assert sheet.field.toPlainText() == "Open two desks"


def test_a_field_to_read_only_keeps_nothing(sheet: Sheet) -> None:
    sheet.field.setPlainText("Something else")
    sheet.field.setReadOnly(True)
    sheet.field.keep()
    assert sheet.kept == []


def test_it_is_as_high_as_its_words(qtbot: QtBot, sheet: Sheet) -> None:
    one = sheet.field.height()
    sheet.field.show_text("word " * 60, keep_typing=False)
    qtbot.waitUntil(lambda: sheet.field.height() > 3 * one // 2)
    sheet.field.show_text("word", keep_typing=False)
    qtbot.waitUntil(lambda: sheet.field.height() == one)


def test_a_text_from_the_right_begins_at_the_right(sheet: Sheet) -> None:
    sheet.field.show_text("افتح مكتبا", keep_typing=False)
    assert sheet.field.document().defaultTextOption().textDirection() is Qt.LayoutDirection.RightToLeft
