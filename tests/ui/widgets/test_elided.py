"""A text that does not fit is shortened at its own end and told in full on hover."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from forumdesk.ui.widgets.elided import LEAST, ElidedLabel

LONG = "Recognise prior skills locally through a municipal skills passport that employers co-sign"


def _label(qtbot: QtBot, text: str) -> ElidedLabel:
    label = ElidedLabel(text)
    qtbot.addWidget(label)
    label.resize(120, label.sizeHint().height())
    label.show()
    return label


def test_it_wants_room_for_all_and_manages_with_little(qtbot: QtBot) -> None:
    label = _label(qtbot, LONG)
    assert label.sizeHint().width() > 300
    assert label.minimumSizeHint().width() == LEAST


def test_it_asks_for_no_more_than_its_text(qtbot: QtBot) -> None:
    label = _label(qtbot, "i")
    assert label.minimumSizeHint() == label.sizeHint()


@pytest.mark.parametrize(
    ("text", "tip"),
    [
        (LONG, LONG),
        ("a < b", "<span>a &lt; b</span>"),
        ("<b>Loud</b>", "<span>&lt;b&gt;Loud&lt;/b&gt;</span>"),
    ],
    ids=["plain", "a sign", "what looks like markup"],
)
def test_the_whole_is_told_on_hover_as_it_was_typed(qtbot: QtBot, text: str, tip: str) -> None:
    label = _label(qtbot, "")
    label.setText(text)
    assert label.toolTip() == tip


def _drawn(label: ElidedLabel) -> QImage:
    picture = QImage(label.size(), QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    label.render(picture)
    return picture


def test_an_english_text_is_drawn_alike_in_a_mirrored_window(qtbot: QtBot) -> None:
    label = _label(qtbot, LONG)
    straight = _drawn(label)
    label.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert _drawn(label) == straight
