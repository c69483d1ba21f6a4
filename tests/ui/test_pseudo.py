"""Every screen in a language that is long, accented and mirrored: nothing is cut, and nothing was left untranslated."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from forumdesk.services.desk import Desk
from forumdesk.ui.dialogs.record_history import RecordHistoryDialog
from forumdesk.ui.i18n import PSEUDO, Languages
from forumdesk.ui.registry import PAGES
from forumdesk.ui.widgets.elided import ElidedLabel
from forumdesk.ui.window import Window
from tests.ui import looking

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support propagateSizeHints")
DATA = re.compile(
    r"Small forum|Room [AB]|Employment|Housing|Dakar|Quito|Rapporteur|small\.forum|S[12]\b|ForumDesk|English|\.forum"
    r"|Enter|(Ctrl|Alt)[+ ]\S+|[A-Z][a-z]+ \d+ [A-Z][a-z]+"
)
"""What the small forum holds, and names that are the same everywhere."""
RAIL = "rail"
"""Its buttons show what fits and say the rest in their tips."""


@pytest.fixture
def pseudo(languages: Languages, window: Window) -> Window:
    languages.use(PSEUDO)
    QApplication.sendPostedEvents()
    return window


def texts(screen: QWidget) -> Iterator[tuple[QWidget, str]]:
    """Every visible label and button with what it says."""
    for one in screen.findChildren(QWidget):
        if isinstance(one, QLabel | QAbstractButton) and one.isVisible() and one.text().strip():
            yield one, plain(one.text())


def plain(text: str) -> str:
    """What stands there, without tags and mnemonics."""
    if re.search(r"</?\w+[^<>]*>", text):
        document = QTextDocument()
        document.setHtml(text)
        text = document.toPlainText()
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def cut(screen: QWidget) -> list[str]:
    """The labels and buttons whose text is wider than they are."""
    found = []
    for one, text in texts(screen):
        if isinstance(one, ElidedLabel) or (isinstance(one, QLabel) and one.wordWrap()):
            continue
        if not isinstance(one, QLabel | QPushButton | QCheckBox | QRadioButton):
            continue
        if any(parent.objectName() == RAIL for parent in parents(one)):
            continue
        wide = max(one.fontMetrics().horizontalAdvance(line) for line in text.splitlines())
        if isinstance(one, QPushButton):
            wide = one.sizeHint().width()
        if wide > one.contentsRect().width() + 1:
            found.append(f"{type(one.parentWidget()).__name__}: {text} is {wide} wide in {one.width()}")
    return found


def parents(widget: QWidget) -> Iterator[QWidget]:
    one: QWidget | None = widget
    while one is not None:
        yield one
        one = one.parentWidget()


def narrow(screen: QWidget) -> list[str]:
    """What scrolls up and down only, and is wider than what is seen of it."""
    return [
        f"{type(area.parentWidget()).__name__}: {inside.width()} in {area.viewport().width()}"
        for area in screen.findChildren(QScrollArea)
        if area.isVisible()
        and (inside := area.widget()) is not None
        and area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        and inside.width() > area.viewport().width()
    ]


def outside(screen: QWidget) -> list[str]:
    """The controls that lie beyond the edge of their window."""
    edge = screen.window().rect()
    return [
        f"{type(one).__name__} {one.accessibleName()}"
        for one in looking.controls(screen)
        if not one.visibleRegion().isEmpty() and not edge.contains(one.mapTo(screen.window(), one.rect().center()))
    ]


def untranslated(screen: QWidget) -> list[str]:
    """Words that are neither ours in the pseudo-locale nor the forum's own."""
    return [text for _, text in texts(screen) if "[" not in text and re.search(r"[A-Za-z]{3}", DATA.sub("", text))]


@pytest.mark.parametrize("name", [spec.name for spec in PAGES])
def test_a_page_is_whole_in_a_long_language(qtbot: QtBot, pseudo: Window, name: str) -> None:
    looking.page(qtbot, pseudo, name)
    assert pseudo.width() <= 1280, "the page is wider than a small screen"
    assert (cut(pseudo), outside(pseudo), narrow(pseudo)) == ([], [], [])


@pytest.mark.parametrize("name", [spec.name for spec in PAGES])
def test_every_word_on_a_page_is_translated(qtbot: QtBot, pseudo: Window, name: str) -> None:
    looking.page(qtbot, pseudo, name)
    assert untranslated(pseudo) == []


@pytest.mark.parametrize("name", looking.DIALOGS)
def test_a_dialog_is_whole_and_translated(qtbot: QtBot, pseudo: Window, name: str) -> None:
    dialog = looking.dialog(qtbot, pseudo, name)
    assert dialog.width() <= 1280
    assert dialog.height() <= 720
    assert (cut(dialog), untranslated(dialog)) == ([], [])


def test_the_history_of_one_record_is_whole_and_translated(
    qtbot: QtBot, pseudo: Window, asked: Callable[[Callable[[Desk], str]], str]
) -> None:
    dialog = RecordHistoryDialog(pseudo, pseudo.workplace, asked(lambda desk: desk.planning.rooms()[0].id), "Room A")
    qtbot.addWidget(dialog)
    dialog.open()
    looking.settled(qtbot, pseudo)
    assert dialog._model.item(0, 1).text().startswith("[Bégûñ")
    assert (cut(dialog), untranslated(dialog)) == ([], [])


@pytest.mark.parametrize("name", [spec.name for spec in PAGES])
def test_a_page_follows_a_change_of_language_and_back(
    qtbot: QtBot, window: Window, languages: Languages, name: str
) -> None:
    looking.page(qtbot, window, name)
    before = [text for _, text in texts(window)]
    languages.use(PSEUDO)
    QApplication.sendPostedEvents()
    looking.settled(qtbot, window)
    assert untranslated(window) == []
    assert window.isRightToLeft()
    languages.use("en")
    QApplication.sendPostedEvents()
    looking.settled(qtbot, window)
    assert sorted(text for _, text in texts(window)) == sorted(before)
