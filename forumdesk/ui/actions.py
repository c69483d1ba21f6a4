"""Everything that can be done, by name: for menus, the palette, shortcuts and the pages' own keys."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """An action as it is declared: its text is marked for translation under the context `actions`."""

    name: str
    text: str
    shortcut: str = ""
    page: str = ""
    """The page it belongs to; empty for the whole window."""
    needs_forum: bool = False
    writes: bool = False
    keys_only: bool = False
    """Handled by the page's own keys (typing contexts), shown in the palette and the shortcut list all the same."""


class Actions(QObject):
    """The actions of the window, each with its shortcut and whoever serves it at the moment."""

    page_wanted = Signal(str, str)  #: page name, action name: the action lives on a page that is not shown
    changed = Signal()  #: a shortcut or what is enabled changed

    def __init__(self, specs: Iterable[ActionSpec], parent: QObject) -> None:
        super().__init__(parent)
        self.specs: Mapping[str, ActionSpec] = {spec.name: spec for spec in specs}
        self._handlers: dict[str, weakref.WeakMethod[Callable[[], None]]] = {}
        self._actions = {name: self._made(spec) for name, spec in self.specs.items()}
        self._forum_open = False
        self._writable = False

    def _made(self, spec: ActionSpec) -> QAction:
        action = QAction(self)
        action.setObjectName(spec.name)
        action.triggered.connect(self._triggered)
        if not spec.keys_only:
            action.setShortcut(QKeySequence(spec.shortcut))
        return action

    def translate(self) -> None:
        """Give every action its words in the language of the interface."""
        for name, action in self._actions.items():
            action.setText(QCoreApplication.translate("actions", self.specs[name].text))

    def action(self, name: str) -> QAction:
        """The action of this name."""
        return self._actions[name]

    def all(self) -> tuple[QAction, ...]:
        """Every action, in the order of declaration."""
        return tuple(self._actions.values())

    def text(self, name: str) -> str:
        """What the action is called."""
        return self._actions[name].text()

    def shortcut(self, name: str) -> str:
        """Its shortcut as this system writes it."""
        spec = self.specs[name]
        keys = QKeySequence(spec.shortcut) if spec.keys_only else self._actions[name].shortcut()
        return keys.toString(QKeySequence.SequenceFormat.NativeText)

    def set_shortcuts(self, changed: Mapping[str, str]) -> None:
        """Use the shortcuts that the person chose; the others are as declared."""
        for name, spec in self.specs.items():
            if not spec.keys_only:
                self._actions[name].setShortcut(QKeySequence(changed.get(name, spec.shortcut)))
        self.changed.emit()

    def taken_by(self, shortcut: str, but: str) -> str:
        """The name of another action that has this shortcut, or empty."""
        wanted = QKeySequence(shortcut)
        if wanted.isEmpty():
            return ""
        return next((n for n, a in self._actions.items() if n != but and a.shortcut() == wanted), "")

    def serve(self, handlers: Mapping[str, Callable[[], None]]) -> None:
        """Let bound methods do what actions stand for; a page that is gone serves nothing."""
        for name, handler in handlers.items():
            self._handlers[name] = weakref.WeakMethod(handler)
        self._enable()

    def set_forum(self, *, is_open: bool, writable: bool) -> None:
        """Enable what can be done to the forum that is open, or to none."""
        self._forum_open, self._writable = is_open, writable
        self._enable()

    def _enable(self) -> None:
        for name, action in self._actions.items():
            spec = self.specs[name]
            needs = spec.needs_forum or bool(spec.page)
            action.setEnabled((self._forum_open or not needs) and (self._writable or not spec.writes))
        self.changed.emit()

    def can(self, name: str) -> bool:
        """Whether the action can be done at the moment."""
        return self._actions[name].isEnabled()

    @Slot()
    def _triggered(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.do(sender.objectName())

    def do(self, name: str) -> None:
        """Do what the action stands for; one of a page that is not there yet asks for the page first."""
        handler = self._handlers.get(name)
        serve = handler() if handler else None
        if serve is not None:
            serve()
        elif self.specs[name].page:
            self.page_wanted.emit(self.specs[name].page, name)
