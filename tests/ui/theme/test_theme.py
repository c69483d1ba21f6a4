"""The theme is the system's, or the one that was chosen, and what is seen follows it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from forumdesk.ui.theme import CHOICES, Theme, colour, current, palette_name
from forumdesk.ui.theme.fonts import pixels
from forumdesk.ui.theme.palette import load_palette

MakeTheme = Callable[..., Theme]


@pytest.mark.parametrize(
    ("choice", "dark", "contrast", "shown"),
    [
        ("system", False, False, "light"),
        ("system", True, False, "dark"),
        ("system", False, True, "high-contrast"),
        ("system", True, True, "high-contrast-dark"),
        ("light", True, True, "light"),
        ("dark", False, True, "dark"),
        ("high-contrast", False, False, "high-contrast"),
        ("high-contrast", True, False, "high-contrast-dark"),
    ],
    ids=[
        "light as the system",
        "dark as the system",
        "strong contrast as the system",
        "dark with strong contrast as the system",
        "light by choice",
        "dark by choice",
        "strong contrast by choice",
        "strong contrast by choice on a dark system",
    ],
)
def test_which_palette_is_shown(choice: str, *, dark: bool, contrast: bool, shown: str) -> None:
    assert palette_name(choice, dark=dark, contrast=contrast) == shown


@pytest.mark.parametrize("choice", CHOICES)
def test_what_was_chosen_is_in_force(choice: str, make_theme: MakeTheme, application: QApplication) -> None:
    theme = make_theme(choice)
    assert current() is theme.palette
    assert colour("accent") == QColor(theme.palette.accent)
    assert theme.palette.window in application.styleSheet()


def test_a_choice_that_is_not_known_follows_the_system(make_theme: MakeTheme) -> None:
    assert make_theme("mauve").palette == make_theme("system").palette


def _system_changes(application: QApplication) -> None:
    application.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)


def test_when_the_system_changes_its_colours_are_looked_up_again(
    make_theme: MakeTheme, application: QApplication, qtbot: QtBot
) -> None:
    theme = make_theme("system")
    with qtbot.waitSignal(theme.changed):
        _system_changes(application)


def test_when_the_system_wants_more_contrast_it_is_heard(
    make_theme: MakeTheme, application: QApplication, qtbot: QtBot
) -> None:
    theme = make_theme("system")
    with qtbot.waitSignal(theme.changed):
        application.styleHints().accessibility().contrastPreferenceChanged.emit(Qt.ContrastPreference.HighContrast)


def test_a_chosen_theme_stays_whatever_the_system_does(
    make_theme: MakeTheme, application: QApplication, qtbot: QtBot
) -> None:
    theme = make_theme("light")
    with qtbot.assertNotEmitted(theme.changed):
        _system_changes(application)


def test_text_keeps_its_size_when_the_system_changes(make_theme: MakeTheme, application: QApplication) -> None:
    make_theme("system", 130)
    _system_changes(application)
    assert pixels(100) == 130


def test_choosing_says_so_and_sets_the_size(make_theme: MakeTheme, qtbot: QtBot) -> None:
    theme = make_theme("light")
    with qtbot.waitSignal(theme.changed):
        theme.choose("dark", 150)
    assert theme.palette == load_palette("dark")
    assert pixels(14) == 21


def test_qt_draws_in_the_same_colours(make_theme: MakeTheme, application: QApplication) -> None:
    theme = make_theme("dark")
    roles = QPalette.ColorRole
    shown = application.palette()
    assert shown.color(roles.Window) == QColor(theme.palette.window)
    assert shown.color(roles.Text) == QColor(theme.palette.ink)
    assert shown.color(QPalette.ColorGroup.Disabled, roles.Text) == QColor(theme.palette.faint)
