"""The smallest parts: pills, tags, keys, headings and the way to the search."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from forumdesk.ui.theme import colour
from forumdesk.ui.widgets.keyhint import KeyHint
from forumdesk.ui.widgets.pill import Pill
from forumdesk.ui.widgets.searchbox import SearchBox
from forumdesk.ui.widgets.section import SectionLabel
from forumdesk.ui.widgets.tag import HEIGHT, TagLabel, paint_tag, tag_width


def test_a_pill_shows_its_state(qtbot: QtBot) -> None:
    pill = Pill()
    qtbot.addWidget(pill)
    pill.show_state("3 min behind", "warning")
    assert (pill.text(), pill.accessibleName(), pill.property("state")) == ("3 min behind", "3 min behind", "warning")
    assert pill.isVisible()


def test_a_pill_with_nothing_to_say_is_not_there(qtbot: QtBot) -> None:
    pill = Pill()
    qtbot.addWidget(pill)
    pill.show_state("")
    assert not pill.isVisible()


@pytest.mark.parametrize(("tip", "told"), [("", "10.7"), ("Orderly migration", "Orderly migration")])
def test_a_tag_is_told_by_what_it_stands_for(qtbot: QtBot, tip: str, told: str) -> None:
    tag = TagLabel("10.7", tip)
    qtbot.addWidget(tag)
    assert (tag.text(), tag.accessibleName()) == ("10.7", told)


@pytest.mark.usefixtures("qapp")
def test_a_painted_tag_is_as_wide_as_it_says() -> None:
    picture = QImage(200, 40, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    width = paint_tag(painter, 10, 5, "QLA 1")
    painter.end()
    assert width == tag_width("QLA 1")
    middle = 5 + HEIGHT // 2
    assert picture.pixelColor(12, middle) == colour("sunken")
    assert picture.pixelColor(10 + round(width) + 1, middle) == Qt.GlobalColor.white


def test_a_longer_tag_is_wider(qapp: object) -> None:
    assert qapp
    assert tag_width("17.18") > tag_width("1")


def test_a_key_is_told_with_what_it_does(qtbot: QtBot) -> None:
    hint = KeyHint("Enter", "keep")
    qtbot.addWidget(hint)
    assert hint.accessibleName() == "Enter keep"
    hint.set_texts("Esc", "")
    assert hint.accessibleName() == "Esc"


def test_a_heading_is_in_capitals_on_screen_only(qtbot: QtBot) -> None:
    label = SectionLabel("Steps")
    qtbot.addWidget(label)
    assert label.text() == "Steps"
    assert label.font().capitalization() is QFont.Capitalization.AllUppercase


def test_the_search_is_wanted_by_click_or_key(qtbot: QtBot) -> None:
    box = SearchBox()
    qtbot.addWidget(box)
    box.set_text("Search everything", "Ctrl K")
    box.show()
    with qtbot.waitSignal(box.activated):
        qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(box.activated):
        qtbot.keyClick(box, Qt.Key.Key_Space)
    assert box.accessibleName() == "Search everything"


def test_the_key_of_the_search_stands_inside_its_box(qtbot: QtBot) -> None:
    box = SearchBox()
    qtbot.addWidget(box)
    box.set_text("Search everything", "Ctrl K")
    box.show()
    [key] = box.findChildren(QLabel)
    assert key.height() < box.height() - 8
    box.set_text("Search everything", "")
    assert not key.isVisible()
