"""Pages and dialogs are let go by reference alone: what the collector would have to find, it might find too late."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from forumdesk.services.desk import Desk
from forumdesk.ui.dialogs.record_history import RecordHistoryDialog
from forumdesk.ui.registry import PAGES, PageSpec
from forumdesk.ui.window import Window
from forumdesk.ui.workplace import Workplace
from tests.ui import looking

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support propagateSizeHints")


@pytest.fixture
def no_collector() -> Iterator[None]:
    """Python's collector of cycles does nothing during the test."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collector", "languages", "theme")
@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.name)
def test_a_page_is_freed_when_it_is_dropped(qtbot: QtBot, workplace: Workplace, spec: PageSpec) -> None:
    page = spec.page_class()(workplace)
    workplace.changed.connect(page.take_changes)
    page.show()
    page.show_forum()
    page.entered()
    qtbot.waitUntil(lambda: not workplace.jobs.busy, timeout=10_000)
    page.close()
    gone = weakref.ref(page)
    del page
    assert gone() is None


@pytest.mark.usefixtures("no_collector")
@pytest.mark.parametrize("name", looking.DIALOGS)
def test_a_dialog_is_freed_when_it_is_closed(qtbot: QtBot, window: Window, name: str) -> None:
    dialog = looking.dialog(qtbot, window, name)
    dialog.close()
    dialog.setParent(None)
    gone = weakref.ref(dialog)
    del dialog
    assert gone() is None


@pytest.mark.usefixtures("no_collector")
def test_the_history_of_one_record_is_freed_when_it_is_closed(
    qtbot: QtBot, window: Window, asked: Callable[[Callable[[Desk], str]], str]
) -> None:
    room = asked(lambda desk: desk.planning.rooms()[0].id)
    dialog = RecordHistoryDialog(window, window.workplace, room, "Room A")
    dialog.open()
    looking.settled(qtbot, window)
    assert dialog._model.rowCount() == 1
    dialog.close()
    dialog.setParent(None)
    gone = weakref.ref(dialog)
    del dialog
    assert gone() is None
