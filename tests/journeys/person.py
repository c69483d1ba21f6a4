"""Somebody at the window: presses keys, chooses actions, looks at what is shown, and waits for nothing but that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from forumdesk.services.desk import Desk
from forumdesk.ui.pages import Page
from forumdesk.ui.widgets.chip import Chip
from forumdesk.ui.window import Window

T = TypeVar("T")
PATIENCE = 5_000
"""Milliseconds until something that was waited for is taken as never coming."""
CONTROL, ALT, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)
ENTER = Qt.Key.Key_Return


class Person:
    """Uses one window."""

    def __init__(self, window: Window, qtbot: QtBot) -> None:
        self.window = window
        self.workplace = window.workplace
        self.qtbot = qtbot
        self._left = False

    # ---- doing

    def does(self, action: str) -> None:
        """Choose an action, as its shortcut or the palette would, and wait until it is done."""
        self.window.actions_.action(action).trigger()
        self.settled()

    def goes_to(self, page: str) -> Any:
        """Go to a page by its key."""
        self.window.go(page)
        self.settled()
        return self.page

    def presses(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE, where: QWidget | None = None) -> None:
        """Press a key where the keyboard is."""
        self.qtbot.keyClick(where or self.focus, key, held)
        self.settled()

    def types(self, text: str, where: QWidget | None = None) -> None:
        """Type letters where the keyboard is."""
        self.qtbot.keyClicks(where or self.focus, text)

    def clicks(self, button: QWidget) -> None:
        """Press a button with the mouse."""
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settled()

    def edits(self, view: QAbstractItemView, index: QModelIndex, text: str) -> None:
        """Begin to edit a cell by F2, write over what it holds, and press Enter."""
        view.setFocus()
        view.setCurrentIndex(index)
        self.qtbot.keyClick(view, Qt.Key.Key_F2)
        editor = view.viewport().findChild(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        assert editor is not None, "the cell is not edited"
        if hasattr(editor, "selectAll"):
            editor.selectAll()
        self.qtbot.keyClicks(editor, text)
        self.qtbot.keyClick(editor, ENTER)
        self.settled()

    def leaves(self) -> None:
        """Close the window; it is gone at once, so that no other thread ever collects a part of it."""
        if not self._left:
            self._left = True
            self.window.close()
            for part in (self.window, self.workplace):
                delete(part)

    # ---- looking

    @property
    def focus(self) -> QWidget:
        """What has the keyboard."""
        return QApplication.focusWidget() or self.window

    @property
    def page(self) -> Any:
        """The page that is shown."""
        page = self.window.current_page
        assert isinstance(page, Page)
        return page

    @property
    def dialog(self) -> Any:
        """The dialog that is open."""
        shown = [one for one in self.window.findChildren(QDialog) if one.isVisible()]
        assert shown, "no dialog is open"
        return shown[-1]

    @property
    def is_asked(self) -> bool:
        """Whether a dialog is open."""
        return any(one.isVisible() for one in self.window.findChildren(QDialog))

    @property
    def banner(self) -> str:
        """What the banner says; empty when there is none."""
        return self.window._banner.message()

    def button(self, text: str, inside: QWidget | None = None) -> QPushButton:
        """The visible button that says this."""
        found = [
            one
            for one in (inside or self.window).findChildren(QPushButton)
            if one.isVisible() and one.text().replace("&", "") == text
        ]
        assert len(found) == 1, f"{len(found)} buttons say {text}"
        return found[0]

    def part(self, name: str, kind: type[QWidget] = QWidget) -> Any:
        """The visible part of the page that a screen reader calls this; of a kind, where others share the name."""
        found = [one for one in self.page.findChildren(kind) if one.isVisible() and one.accessibleName() == name]
        assert len(found) == 1, f"{len(found)} parts are called {name}"
        return found[0]

    def chip(self, words: str) -> str:
        """The chip that begins with these words, with its count; empty where there is none."""
        return next((one.accessibleName() for one in self._chips() if one.accessibleName().startswith(words)), "")

    def chooses_chip(self, words: str) -> None:
        """Choose the chip that begins with these words."""
        self.clicks(next(one for one in self._chips() if one.accessibleName().startswith(words)))

    def _chips(self) -> list[Chip]:
        return [one for one in self.page.findChildren(Chip) if one.isVisible()]

    def reads(self, words: str) -> bool:
        """Whether these words stand on the page."""
        return any(words in one.text() for one in self.page.findChildren(QLabel) if one.isVisible())

    # ---- waiting

    def settled(self) -> None:
        """Wait until everything asked for came back, and what that asked for too."""
        for _ in range(3):
            self.sees(lambda: not self.workplace.jobs.busy and not self.workplace.aside.busy)
            QApplication.sendPostedEvents()

    def sees(self, shown: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(shown, timeout=PATIENCE)

    def waits_for(self, signal: Any, call: Callable[..., object], *given: object) -> None:
        """Do something and wait for what it leads to."""
        with self.qtbot.waitSignal(signal, timeout=PATIENCE):
            call(*given)

    def asks(self, question: Callable[[Desk], T]) -> T:
        """Read the forum itself, on the thread that owns it."""
        answers: list[T] = []
        self.workplace.ask(question, answers.append)
        self.sees(lambda: bool(answers))
        return answers[0]
