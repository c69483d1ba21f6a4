"""A part that is dropped is gone at once, without waiting for the collector."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget

from forumdesk.ui.widgets.banner import Banner
from forumdesk.ui.widgets.card import Card
from forumdesk.ui.widgets.chip import Chip, ChipRow
from forumdesk.ui.widgets.clockface import ClockFace
from forumdesk.ui.widgets.elided import ElidedLabel
from forumdesk.ui.widgets.empty import EmptyState
from forumdesk.ui.widgets.facts import Facts
from forumdesk.ui.widgets.growing import GrowingText
from forumdesk.ui.widgets.keyhint import KeyHint
from forumdesk.ui.widgets.pill import Pill
from forumdesk.ui.widgets.rail import Rail
from forumdesk.ui.widgets.searchbox import SearchBox
from forumdesk.ui.widgets.section import SectionLabel
from forumdesk.ui.widgets.tag import TagLabel


def _banner() -> QWidget:
    made = Banner()
    made.show_message("info", "Said.")
    made.add_action("Do", "do")
    return made


def _chips() -> QWidget:
    made = ChipRow(exclusive=True)
    made.show_chips([Chip("One", key="1"), Chip("Two", key="2")], chosen="1")
    return made


def _facts() -> QWidget:
    made = Facts()
    made.add("actor", QLineEdit())
    return made


def _rail() -> QWidget:
    made = Rail()
    made.add_page("home", "home", "Home")
    made.choose("home")
    return made


PARTS: dict[str, Callable[[], QWidget]] = {
    "banner": _banner,
    "card": lambda: Card(clickable=True),
    "chips": _chips,
    "clock": ClockFace,
    "elided label": lambda: ElidedLabel("Long"),
    "empty state": lambda: EmptyState("note"),
    "facts": _facts,
    "growing text": GrowingText,
    "key": lambda: KeyHint("Enter", "keep"),
    "pill": Pill,
    "rail": _rail,
    "search box": SearchBox,
    "heading": lambda: SectionLabel("Steps"),
    "tag": lambda: TagLabel("10.7"),
}


@pytest.fixture
def _uncollected() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("qapp", "_uncollected")
@pytest.mark.parametrize("make", PARTS.values(), ids=PARTS.keys())
def test_a_part_is_freed_when_it_is_dropped(make: Callable[[], QWidget]) -> None:
    part = make()
    part.show()
    part.hide()
    watched = weakref.ref(part)
    del part
    assert watched() is None
