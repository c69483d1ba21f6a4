"""The type ships with the program: the same on every laptop, with figures of one width."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetricsF, QTextLayout
from PySide6.QtWidgets import QApplication

from forumdesk.services.resources import resource
from forumdesk.ui.theme.fonts import (
    FAMILIES,
    FILES,
    body_font,
    clock_font,
    font,
    headline_font,
    load_fonts,
    set_text_scale,
    small_font,
)


@pytest.fixture(autouse=True)
def _loaded(application: QApplication) -> None:
    assert application is QApplication.instance()
    load_fonts()


def test_both_typefaces_are_known() -> None:
    assert set(FAMILIES) <= set(QFontDatabase.families())


@pytest.mark.parametrize("weight", [QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold])
def test_each_weight_is_drawn_in_inter(weight: QFont.Weight) -> None:
    shown = QFontInfo(font(14, weight))
    assert shown.family().startswith("Inter")
    assert shown.weight() == weight


@pytest.mark.parametrize(
    ("made", "size"),
    [(body_font, 14), (small_font, 12), (headline_font, 20)],
    ids=["body", "small", "headline"],
)
def test_sizes_are_the_house_s_and_grow_together(made: Callable[[], QFont], size: int) -> None:
    assert made().pixelSize() == size
    set_text_scale(150)
    assert made().pixelSize() == size * 3 // 2


def test_the_clock_grows_as_far_as_its_column_is_wide() -> None:
    assert clock_font().pixelSize() == 56
    set_text_scale(150)
    assert clock_font().pixelSize() == 64
    assert QFontMetricsF(clock_font()).horizontalAdvance("−24:58") < 234


def test_figures_are_of_one_width() -> None:
    metrics = QFontMetricsF(clock_font())
    widths = [metrics.horizontalAdvance(figure) for figure in "0123456789"]
    assert max(widths) - min(widths) < 0.1  # Inter's own 4 is a twentieth of a pixel narrower than its other figures


@pytest.mark.parametrize("letter", "مقعلإ")
def test_arabic_amid_inter_is_drawn_in_noto(letter: str) -> None:
    line = QTextLayout(letter, body_font())
    line.beginLayout()
    line.createLine()
    line.endLayout()
    assert [run.rawFont().familyName() for run in line.glyphRuns()] == ["Noto Sans Arabic"]


def test_the_files_and_their_licences_ship() -> None:
    assert all(resource("fonts", name).stat().st_size > 100_000 for name in FILES)
    assert sum(resource("fonts", name).stat().st_size for name in FILES) < 2_500_000
    for name in ("Inter-licence.txt", "Noto-licence.txt"):
        assert "SIL" in resource("fonts", name).read_text(encoding="utf-8").upper()
