"""Every text can be read on every ground it may stand on, in every theme."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from itertools import product

import pytest

from forumdesk.services.resources import resource
from forumdesk.ui.theme.palette import NAMES, Palette, load_palette

INKS = (
    "ink",
    "soft",
    "faint",
    "accent",
    "danger",
    "warning",
    "ok",
    "doing",
    "commitment",
    "need",
    "experience",
    "question",
    "recommendation",
    "consensus",
    "dissent",
    "parking",
)
GROUNDS = ("window", "surface", "sunken", "accent_soft", "warning_soft", "danger_soft")
PAIRS = (*product(INKS, GROUNDS), ("on_accent", "accent"))


def _luminance(colour: str) -> float:
    shares = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_reckoned_as_wcag_does() -> None:
    assert _contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert _contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("ink", "ground"), PAIRS, ids=[f"{ink} on {ground}" for ink, ground in PAIRS])
def test_text_can_be_read_on_its_ground(name: str, ink: str, ground: str) -> None:
    palette = load_palette(name)
    least = 7.0 if name.startswith("high-contrast") else 4.5
    assert _contrast(getattr(palette, ink), getattr(palette, ground)) >= least


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_the_ring_of_the_keyboard_stands_out(name: str, ground: str) -> None:
    palette = load_palette(name)
    assert _contrast(palette.accent, getattr(palette, ground)) >= 3


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("high-contrast")])
@pytest.mark.parametrize("edge", ["line", "chosen"])
def test_edges_stand_out_in_high_contrast(name: str, edge: str) -> None:
    palette = load_palette(name)
    assert all(_contrast(getattr(palette, edge), getattr(palette, ground)) >= 3 for ground in GROUNDS)


@pytest.mark.parametrize("name", NAMES)
def test_a_theme_gives_each_role_once_and_nothing_else(name: str) -> None:
    said = tomllib.loads(resource("themes", f"{name}.toml").read_text(encoding="utf-8"))
    assert set(said) == {one.name for one in fields(Palette)}
    assert all(re.fullmatch("#[0-9A-F]{6}", colour) for role, colour in said.items() if role != "dark")


@pytest.mark.parametrize("name", NAMES)
def test_a_dark_theme_says_so(name: str) -> None:
    palette = load_palette(name)
    assert palette.dark == (_luminance(palette.window) < _luminance(palette.ink))
