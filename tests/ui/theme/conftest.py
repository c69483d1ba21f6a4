"""The look is the application's: each test gives it back as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from forumdesk.ui.theme import Theme, set_current
from forumdesk.ui.theme.fonts import set_text_scale
from forumdesk.ui.theme.palette import load_palette


@pytest.fixture
def application(qapp: QApplication) -> Iterator[QApplication]:
    font, colours, style = qapp.font(), qapp.palette(), qapp.style().name()
    yield qapp
    qapp.setStyleSheet("")
    qapp.setStyle(style)
    qapp.setPalette(colours)
    qapp.setFont(font)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    set_text_scale(100)
    set_current(load_palette("light"))


@pytest.fixture
def make_theme(application: QApplication) -> Iterator[Callable[..., Theme]]:
    made: list[Theme] = []

    def make(choice: str = "system", text_scale: int = 100) -> Theme:
        made.append(Theme(application, choice, text_scale))
        return made[-1]

    yield make
    for theme in made:
        theme.setParent(None)
    made.clear()
