"""Chips: one of many or each by itself, by mouse and by key, and never out of the keyboard's hand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from forumdesk.ui.widgets.chip import Chip, ChipRow


def _chips() -> list[Chip]:
    return [
        Chip("Doing", key="doing", glyph="◆"),
        Chip("Need", key="need", glyph="▲", count=3),
        Chip("Question", key="question"),
    ]


def _row(qtbot: QtBot, *, exclusive: bool) -> ChipRow:
    row = ChipRow(exclusive=exclusive)
    qtbot.addWidget(row)
    row.show_chips(_chips(), chosen="doing" if exclusive else None)
    row.resize(600, 40)
    row.show()
    return row


def _chip(row: ChipRow, key: str) -> Chip:
    found = row.chip(key)
    assert found is not None
    return found


def test_a_chip_shows_its_glyph_and_count_and_is_told_without_the_glyph(qtbot: QtBot) -> None:
    chip = Chip("Need", glyph="▲", count=3)
    qtbot.addWidget(chip)
    assert (chip.text(), chip.accessibleName()) == ("▲ Need 3", "Need 3")
    chip.set_words("Needs", 0)
    assert (chip.text(), chip.accessibleName()) == ("▲ Needs 0", "Needs 0")


def test_one_of_many_is_chosen(qtbot: QtBot) -> None:
    row = _row(qtbot, exclusive=True)
    with qtbot.waitSignal(row.chosen) as chosen:
        qtbot.mouseClick(_chip(row, "need"), Qt.MouseButton.LeftButton)
    assert chosen.args == ["need"]
    assert row.chosen_key == "need"


def test_the_chosen_one_of_many_cannot_be_switched_off(qtbot: QtBot) -> None:
    row = _row(qtbot, exclusive=True)
    qtbot.mouseClick(_chip(row, "doing"), Qt.MouseButton.LeftButton)
    assert row.chosen_key == "doing"


def test_each_by_itself_is_switched(qtbot: QtBot) -> None:
    row = _row(qtbot, exclusive=False)
    for expected in (True, False):
        with qtbot.waitSignal(row.toggled) as toggled:
            qtbot.mouseClick(_chip(row, "need"), Qt.MouseButton.LeftButton)
        assert toggled.args == ["need", expected]


def test_choosing_for_the_person_tells_nobody(qtbot: QtBot) -> None:
    row = _row(qtbot, exclusive=True)
    with qtbot.assertNotEmitted(row.chosen):
        row.choose("question")
    assert row.chosen_key == "question"


@pytest.mark.parametrize(
    ("direction", "key", "reached"),
    [
        (Qt.LayoutDirection.LeftToRight, Qt.Key.Key_Right, "need"),
        (Qt.LayoutDirection.LeftToRight, Qt.Key.Key_Left, "question"),
        (Qt.LayoutDirection.RightToLeft, Qt.Key.Key_Left, "need"),
        (Qt.LayoutDirection.RightToLeft, Qt.Key.Key_Right, "question"),
    ],
    ids=["right goes on", "left goes round", "mirrored, left goes on", "mirrored, right goes round"],
)
def test_arrow_keys_go_from_chip_to_chip(
    qtbot: QtBot, direction: Qt.LayoutDirection, key: Qt.Key, reached: str
) -> None:
    row = _row(qtbot, exclusive=True)
    row.setLayoutDirection(direction)
    _chip(row, "doing").setFocus()
    qtbot.keyClick(_chip(row, "doing"), key)
    assert row.focusWidget() is _chip(row, reached)


def test_new_chips_keep_the_keyboard_where_it_was(qtbot: QtBot) -> None:
    row = _row(qtbot, exclusive=True)
    row.activateWindow()
    _chip(row, "need").setFocus()
    qtbot.waitUntil(_chip(row, "need").hasFocus)
    row.show_chips(_chips(), chosen="need")
    assert row.focusWidget() is _chip(row, "need")


def test_a_key_that_is_not_there_is_no_chip(qtbot: QtBot) -> None:
    row = _row(qtbot, exclusive=False)
    assert row.chip("none") is None
    assert row.chosen_key == ""


def test_what_does_not_fit_goes_to_the_next_line(qtbot: QtBot) -> None:
    row = _row(qtbot, exclusive=True)
    row.resize(120, 200)
    assert _chip(row, "question").y() > _chip(row, "doing").y()
    assert row.heightForWidth(120) > row.heightForWidth(600)
