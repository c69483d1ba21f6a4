"""The type: Inter with Noto Sans Arabic, shipped so that every laptop shows the same; three sizes and the clock."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

from forumdesk.services.resources import resource

FAMILIES = ("Inter", "Noto Sans Arabic")
FILES = (
    "Inter-Regular.otf",
    "Inter-Medium.otf",
    "Inter-SemiBold.otf",
    "NotoSansArabic-Regular.ttf",
    "NotoSansArabic-Bold.ttf",
)
BODY, SMALL, BUTTON, SECTION, INPUT = 14, 12, 13, 11, 16
HEADLINE, TIME, FIGURE, CLOCK, LINE = 20, 32, 44, 56, 18
CLOCK_MOST = 64
"""Sizes in pixels at 100 %; LINE is the height of a line in a button."""
_scale = {"per_cent": 100}


def load_fonts() -> None:
    """Make the shipped typefaces known to Qt."""
    for name in FILES:
        QFontDatabase.addApplicationFont(str(resource("fonts", name)))


def set_text_scale(per_cent: int) -> None:
    """Let all text be larger or smaller."""
    _scale["per_cent"] = per_cent


def pixels(size: int) -> int:
    """A size of text at the scale in force."""
    return round(size * _scale["per_cent"] / 100)


def clock_pixels() -> int:
    """The clock's size: large from the start, it grows only as far as its column is wide."""
    return min(pixels(CLOCK), CLOCK_MOST)


def font(size: int = BODY, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """A font of the house with figures of one width."""
    made = QFont(list(FAMILIES))
    made.setPixelSize(pixels(size))
    made.setWeight(weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def body_font(*, strong: bool = False) -> QFont:
    """Running text."""
    return font(BODY, QFont.Weight.DemiBold if strong else QFont.Weight.Normal)


def small_font(*, strong: bool = False) -> QFont:
    """What accompanies running text."""
    return font(SMALL, QFont.Weight.DemiBold if strong else QFont.Weight.Normal)


def headline_font() -> QFont:
    """A page's or a question's own words."""
    return font(HEADLINE, QFont.Weight.DemiBold)


def clock_font() -> QFont:
    """A countdown that is read across a room."""
    made = font(CLOCK, QFont.Weight.DemiBold)
    made.setPixelSize(clock_pixels())
    return made
