"""The first window fits the laptop that it opens on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize

from forumdesk.ui.window import fills_screen


@pytest.mark.parametrize(
    ("width", "height", "fills"),
    [(1280, 720, True), (1366, 728, True), (1366, 768, True), (1440, 860, False), (1920, 1040, False)],
)
def test_a_window_as_tall_as_the_screen_fills_it(width: int, height: int, *, fills: bool) -> None:
    assert fills_screen(QSize(width, height)) is fills
