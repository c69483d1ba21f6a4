"""The style sheet knows roles and sizes, no colours of its own, and grows with the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from forumdesk.services.resources import resource
from forumdesk.ui.theme.fonts import set_text_scale
from forumdesk.ui.theme.palette import NAMES, load_palette
from forumdesk.ui.theme.stylesheet import stylesheet
from tests.ui.theme.test_palette import GROUNDS, INKS

RULES = resource("themes", "window.qss").read_text(encoding="utf-8")


@pytest.fixture
def large_text() -> Iterator[None]:
    set_text_scale(150)
    yield
    set_text_scale(100)


@pytest.mark.parametrize("name", NAMES)
def test_every_role_and_size_is_filled_in(name: str) -> None:
    assert "$" not in stylesheet(load_palette(name))


def test_the_rules_name_no_colour_themselves() -> None:
    assert not re.search(r":[^;{}]*(#[0-9a-fA-F]{3,8}\b|rgb|hsl)", RULES)


def test_text_is_set_only_in_inks_that_are_held_to_their_contrast() -> None:
    assert set(re.findall(r"(?<![\w-])(?:selection-|placeholder-text-)?color: \$(\w+)", RULES)) <= {*INKS, "on_accent"}


def test_text_stands_only_on_grounds_that_are_held_to_their_contrast() -> None:
    grounds = set(re.findall(r"(?:background|background-color): \$(\w+)", RULES))
    assert grounds - {"accent", "line", "faint"} <= set(GROUNDS)  # bars and handles bear no text


def test_what_stands_on_the_accent_is_set_in_its_own_ink() -> None:
    on_accent = [
        rule for rule in re.findall(r"\{[^}]*\}", RULES) if re.search(r"background: \$accent;.*(?<!-)color:", rule)
    ]
    assert on_accent
    assert all("color: $on_accent" in rule for rule in on_accent)


def test_every_size_of_text_grows() -> None:
    assert not re.search(r"font-size: *\d", RULES)


@pytest.mark.usefixtures("large_text")
def test_half_as_large_again_makes_the_body_21_pixels_and_the_clock_64() -> None:
    made = stylesheet(load_palette("light"))
    assert "QWidget { color: #1E2328; font-size: 21px; }" in made
    assert 'QLabel[role="clock"] { font-size: 64px' in made


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_it_asks_for_ships(name: str) -> None:
    shown = re.findall(r"url\(([^)]+)\)", stylesheet(load_palette(name)))
    assert shown
    assert all(resource("icons", path.rsplit("/", 1)[-1]).is_file() for path in shown)
