"""Every action once, every key once, and README's keys are the keys."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence

from forumdesk.ui.actions import ActionSpec
from forumdesk.ui.registry import ACTIONS, PAGES
from forumdesk.ui.window import Window

README = Path(__file__).parent.parent.parent / "README.md"
KEY = re.compile(r"\b(?:Ctrl|Alt)\+[A-Za-z0-9+]+|\bF\d+\b")
OF_THE_LINE = {"Ctrl+Enter"}
"""Keys of the line in the Room, which belong to no action of their own."""
QTS_NAME = {"Enter": "Return"}


def keys_of(specs: tuple[ActionSpec, ...]) -> list[str]:
    return [QKeySequence(spec.shortcut).toString() for spec in specs if spec.shortcut]


def test_no_two_actions_have_one_name() -> None:
    assert [name for name, count in Counter(spec.name for spec in ACTIONS).items() if count > 1] == []


@pytest.mark.parametrize("page", ["", *(spec.name for spec in PAGES)])
def test_no_two_actions_that_meet_share_a_key(page: str) -> None:
    met = tuple(spec for spec in ACTIONS if not spec.keys_only or spec.page == page)
    assert [key for key, count in Counter(keys_of(met)).items() if count > 1] == []


@pytest.mark.parametrize("spec", [spec for spec in ACTIONS if spec.shortcut], ids=lambda spec: spec.name)
def test_a_key_is_written_so_that_qt_reads_it(spec: ActionSpec) -> None:
    assert QKeySequence(spec.shortcut).toString() == spec.shortcut


def test_an_action_of_a_page_names_a_page_that_there_is() -> None:
    pages = {spec.name for spec in PAGES}
    assert {spec.page for spec in ACTIONS if spec.page} <= pages


def test_every_action_is_done_by_somebody(window: Window) -> None:
    served = set(window._commands.handlers())
    for spec in PAGES:
        served |= set(window.page(spec.name).handlers())
    assert {spec.name for spec in ACTIONS} == served


def test_readme_names_only_keys_that_there_are() -> None:
    section = README.read_text("utf-8").split("## Keys")[1].split("\n## ")[0]
    said = {found.group() for found in KEY.finditer(section)} - OF_THE_LINE
    assert said
    assert sorted(said - set(keys_of(ACTIONS))) == []


def test_no_action_of_the_window_takes_the_key_that_keeps_what_is_typed() -> None:
    assert [
        spec.name for spec in ACTIONS if spec.shortcut in ("Ctrl+Return", "Ctrl+Enter") and not spec.keys_only
    ] == []
