"""The queue of duplicates, a group's members and the dialogs: whole in a long language, named, and let go."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from forumdesk.domain.recommendations import Status
from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from forumdesk.ui.i18n import PSEUDO, Languages
from forumdesk.ui.pages.recommendations.final_check import FinalCheckDialog
from forumdesk.ui.pages.recommendations.group_dialog import GroupDialog
from forumdesk.ui.widgets.diff import marked_html
from forumdesk.ui.window import Window
from tests.builders import a_recommendation
from tests.ui import looking
from tests.ui.test_accessible import nameless
from tests.ui.test_pseudo import cut, narrow, outside, untranslated

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support propagateSizeHints")


@pytest.fixture
def forum_path(forum_path: Path, forums: Forums) -> Path:
    """The small forum with a group of two and two more that read alike, worded without a letter."""
    with forums.opened(forum_path) as desk:
        sessions = [one.id for one in desk.planning.sessions()]
        made = [
            desk.recommending.add(text, session=session)
            for text, session in zip(("12345 1", "12345 2", "777 888 9", "777 888 8"), sessions * 2, strict=True)
        ]
        desk.grouping.group([made[0].id, made[1].id])
    return forum_path


def group_shown(qtbot: QtBot, window: Window) -> Any:
    """The page with the group chosen, its members beside it."""
    page: Any = looking.page(qtbot, window, "recommendations")
    page.show_record(page.list.table.model.record(0).id)
    looking.settled(qtbot, window)
    page.list.table.choose_row(0)
    looking.settled(qtbot, window)
    assert page.list.detail.family.isVisible()
    return page


def pair_shown(qtbot: QtBot, window: Window) -> Any:
    """The queue with its pair, and the field for another wording."""
    page: Any = looking.page(qtbot, window, "recommendations")
    page.show_duplicates()
    qtbot.waitUntil(lambda: page.duplicates.current is not None)
    page.duplicates.edit()
    return page


def opened(qtbot: QtBot, window: Window, action: str) -> QDialog:
    """A dialog of the page, over two rows that are chosen."""
    page = group_shown(qtbot, window)
    flags = QItemSelectionModel.SelectionFlag
    page.list.table.view.selectionModel().select(page.list.table.model.index(1, 0), flags.Select | flags.Rows)
    window.actions_.action(action).trigger()
    looking.settled(qtbot, window)
    return next(one for one in window.findChildren(QDialog) if one.isVisible())


def test_every_part_is_whole_named_and_translated_in_a_long_language(
    qtbot: QtBot, window: Window, languages: Languages
) -> None:
    for shown in (group_shown, pair_shown):
        languages.use("en")
        shown(qtbot, window)
        assert nameless(window) == []
        languages.use(PSEUDO)
        QApplication.sendPostedEvents()
        looking.settled(qtbot, window)
        assert (cut(window), outside(window), narrow(window), untranslated(window)) == ([], [], [], [])
    for action in ("group-recommendations", "make-final"):
        dialog = opened(qtbot, window, action)
        assert (nameless(dialog), cut(dialog), untranslated(dialog)) == ([], [], [])
        dialog.reject()
        looking.settled(qtbot, window)


@pytest.mark.parametrize("kind", [GroupDialog, FinalCheckDialog])
def test_a_dialog_is_freed_when_it_is_dropped(qtbot: QtBot, kind: type[Any]) -> None:
    beside = QWidget()
    qtbot.addWidget(beside)
    gc.collect()
    gc.disable()
    checks = {"writable": True} if kind is FinalCheckDialog else {}
    dialog = kind(beside, [] if checks else [a_recommendation(), a_recommendation()], **checks)
    dialog.open()
    dialog.close()
    dialog.setParent(None)
    gone = weakref.ref(dialog)
    del dialog
    gc.enable()
    assert gone() is None


def test_a_group_that_cannot_be_is_told_and_nothing_changes(qtbot: QtBot, window: Window) -> None:
    page = group_shown(qtbot, window)
    told: list[object] = []
    window.workplace.trouble.connect(told.append)
    window.workplace.act(_withdraw_the_second)
    looking.settled(qtbot, window)
    page.list.table.view.selectAll()
    page.group()
    looking.settled(qtbot, window)
    dialog = next(one for one in window.findChildren(GroupDialog) if one.isVisible())
    dialog.group.click()
    looking.settled(qtbot, window)
    assert [str(one) for one in told] == [
        "R-03 was withdrawn, so it is not grouped. Make it a draft again first.",
    ]


def _withdraw_the_second(desk: Desk) -> None:
    second = [one for one in desk.listing.listed("recommendations") if not one["group"]][1]
    desk.recommending.change([second["id"]], status=Status.WITHDRAWN)


@pytest.mark.parametrize(
    ("text", "beside", "marked"),
    [
        pytest.param("Open a desk", "Open a door", 'Open a <span style="{}">desk</span>', id="a word of its own"),
        pytest.param("Open", "Open wide", "Open", id="nothing of its own"),
        pytest.param("a <b>\nc", "a c", 'a <span style="{}">&lt;b&gt;</span><br>c', id="signs and lines"),
    ],
)
def test_what_one_wording_has_of_its_own_is_marked(text: str, beside: str, marked: str) -> None:
    html = marked_html(text, beside)
    style = html.split('"')[1] if '"' in html else ""
    assert html == marked.replace("{}", style)
