"""Parts side by side that wrap, from the right in a mirrored window."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from forumdesk.ui.widgets.flow import FlowLayout


@dataclass
class Parts:
    """Three parts of 100 by 20 in a flow with gaps of 10, and what holds them."""

    holder: QWidget
    flow: FlowLayout
    widgets: list[QWidget]

    def set_width(self, width: int) -> None:
        self.holder.resize(width, 200)
        self.flow.activate()

    def places(self) -> list[tuple[int, int]]:
        return [(one.x(), one.y()) for one in self.widgets]


@pytest.fixture
def parts(qtbot: QtBot) -> Parts:
    holder = QWidget()
    qtbot.addWidget(holder)
    made = Parts(holder, FlowLayout(holder, spacing=10), [QWidget() for _ in range(3)])
    for one in made.widgets:
        one.setFixedSize(100, 20)
        made.flow.addWidget(one)
    holder.show()
    return made


@pytest.mark.parametrize(
    ("width", "places"),
    [
        (400, [(0, 0), (110, 0), (220, 0)]),
        (320, [(0, 0), (110, 0), (220, 0)]),
        (319, [(0, 0), (110, 0), (0, 30)]),
        (100, [(0, 0), (0, 30), (0, 60)]),
    ],
    ids=["with room to spare", "just fitting", "one pixel short", "one on each line"],
)
def test_where_parts_stand(parts: Parts, width: int, places: list[tuple[int, int]]) -> None:
    parts.set_width(width)
    assert parts.places() == places


def test_a_mirrored_window_begins_at_the_right(parts: Parts) -> None:
    parts.holder.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    parts.set_width(319)
    assert parts.places() == [(219, 0), (109, 0), (219, 30)]


def test_its_height_follows_from_its_width(parts: Parts) -> None:
    flow = parts.flow
    assert flow.hasHeightForWidth()
    assert [flow.heightForWidth(width) for width in (400, 319, 100)] == [20, 50, 80]
    assert flow.sizeHint().width() == 320
    assert flow.minimumSize().width() == 100


def test_parts_are_counted_found_and_given_back(parts: Parts) -> None:
    flow = parts.flow
    assert flow.count() == 3
    assert flow.itemAt(3) is None
    assert flow.takeAt(7) is None
    taken = flow.takeAt(0)
    assert taken is not None
    assert taken.widget() is parts.widgets[0]
    assert flow.count() == 2
    assert flow.expandingDirections() == Qt.Orientation(0)
