"""The clock shows what a countdown says, and turns red once the time is over."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from forumdesk.domain.timers import Countdown
from forumdesk.ui.widgets.clockface import ClockFace


@pytest.fixture
def face(qtbot: QtBot) -> ClockFace:
    made = ClockFace()
    qtbot.addWidget(made)
    return made


def _countdown(left: int, total: int = 1200) -> Countdown:
    return Countdown(left, total, None, paused=False)


def _bar(face: ClockFace) -> int:
    bar = face.findChild(QProgressBar)
    assert isinstance(bar, QProgressBar)
    return bar.value()


def _figures(face: ClockFace) -> QLabel:
    return next(one for one in face.findChildren(QLabel) if one.text() == face.time_text())


def test_it_shows_what_is_left_and_how_much_is_used(face: ClockFace) -> None:
    face.show_clock(_countdown(761), "left of 20:00")
    assert face.time_text() == "12:41"
    assert _bar(face) == 366
    assert face.accessibleName() == "12:41 left of 20:00"


def test_a_clock_that_was_not_started_shows_no_figures(face: ClockFace) -> None:
    face.show_clock(None, "no steps in the plan")
    assert not any(letter.isdigit() for letter in face.time_text())
    assert _bar(face) == 0


def test_when_the_time_is_over_it_says_so_and_goes_back_when_time_is_given(face: ClockFace) -> None:
    for left, state in ((-5, "danger"), (60, "")):
        face.show_clock(_countdown(left), "")
        assert _figures(face).property("state") == state
    face.show_clock(_countdown(-5), "")
    assert _bar(face) == 1000


def test_its_figures_do_not_move_as_they_count(face: ClockFace) -> None:
    face.show()
    widths = set()
    for left in (671, 688, 700):
        face.show_clock(_countdown(left), "")
        widths.add(_figures(face).sizeHint().width())
    assert max(widths) - min(widths) <= 1
