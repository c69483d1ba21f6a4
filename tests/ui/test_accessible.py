"""A screen reader finds a name for everything that can be used."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from forumdesk.ui.registry import PAGES
from forumdesk.ui.window import Window
from tests.ui import looking

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support propagateSizeHints")


def nameless(screen: QWidget) -> list[str]:
    return [
        f"{type(one).__name__} {one.objectName()} in {type(one.parentWidget()).__name__}"
        for one in looking.controls(screen)
        if not one.accessibleName() and not (isinstance(one, QAbstractButton) and one.text())
    ]


@pytest.mark.parametrize("name", [spec.name for spec in PAGES])
def test_everything_on_a_page_has_a_name(qtbot: QtBot, window: Window, name: str) -> None:
    looking.page(qtbot, window, name)
    assert nameless(window) == []


@pytest.mark.parametrize("name", looking.DIALOGS)
def test_everything_in_a_dialog_has_a_name(qtbot: QtBot, window: Window, name: str) -> None:
    assert nameless(looking.dialog(qtbot, window, name)) == []
