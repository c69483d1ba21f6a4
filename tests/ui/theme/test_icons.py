"""Icons are ours, one colour, one stroke, each told from every other, and turn with a mirrored window."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from forumdesk.services.resources import resource
from forumdesk.ui.theme import set_current
from forumdesk.ui.theme.icons import POINTING, icon, pixmap
from forumdesk.ui.theme.palette import load_palette

NAMES = sorted(
    path.stem for path in resource("icons").glob("*.svg") if not path.stem.startswith(("arrow-", "tick-"))
)  # arrows and ticks are parts of controls, drawn by the style sheet
pytestmark = pytest.mark.usefixtures("application")


def _drawn(name: str, role: str = "ink", size: int = 40) -> QImage:
    return pixmap(name, role, size).toImage().convertToFormat(QImage.Format.Format_ARGB32)


def _solid(picture: QImage) -> list[QColor]:
    seen = (picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height()))
    return [one for one in seen if one.alpha() == 255]


def _apart(one: QImage, other: QImage) -> float:
    """How far two pictures are apart on average, of 255; smoothing alone stays below 1."""
    places = [(x, y) for x in range(one.width()) for y in range(one.height())]
    return sum(abs(one.pixelColor(*at).alpha() - other.pixelColor(*at).alpha()) for at in places) / len(places)


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_is_drawn_by_the_rules(name: str) -> None:
    source = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    assert 'viewBox="0 0 20 20"' in source
    dots = name in ("drag", "more")
    assert f'stroke-width="{2.6 if dots else 1.6}"' in source
    assert 'stroke-linecap="round"' in source
    assert set(re.findall(r'(?:stroke|fill)="([^"]+)"', source)) <= {"none", "currentColor"}


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_can_be_seen(name: str) -> None:
    assert len(_solid(_drawn(name))) > 20


def test_no_two_icons_look_the_same() -> None:
    pictures = {name: bytes(_drawn(name).constBits()) for name in NAMES}
    assert len(set(pictures.values())) == len(NAMES)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("role", ["ink", "accent", "danger"])
def test_an_icon_takes_its_role_s_colour_in_the_theme_in_force(theme: str, role: str) -> None:
    palette = load_palette(theme)
    set_current(palette)
    assert {one.name().upper() for one in _solid(_drawn("home", role))} == {getattr(palette, role)}


@pytest.mark.parametrize("name", ["next", "undo", "chevron-right"])
def test_what_points_turns_round_in_a_mirrored_window(name: str, application: QApplication) -> None:
    straight = _drawn(name)
    application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert name in POINTING
    assert _apart(_drawn(name), straight.flipped(Qt.Orientation.Horizontal)) < 1
    assert _apart(_drawn(name), straight) > 5


def test_what_does_not_point_stays(application: QApplication) -> None:
    straight = _drawn("note")
    application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert _drawn("note") == straight


def test_an_icon_is_made_once_for_a_theme() -> None:
    assert icon("home").cacheKey() == icon("home").cacheKey()


@pytest.mark.parametrize("size", [20, 30, 40, 60], ids=["100 %", "150 %", "200 %", "300 %"])
def test_there_is_a_picture_for_each_screen(size: int) -> None:
    assert pixmap("home", size=size).width() == size
