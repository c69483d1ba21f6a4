"""What a merge leaves to be decided, worked off by key: values that differ, and then what looks alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from forumdesk.ui.pages.merge.alike import AlikePanel
from forumdesk.ui.pages.merge.conflict import ConflictPanel
from forumdesk.ui.pages.merge.reading import Standing, join, keep_apart, settle, settle_all, settle_with
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.services.disputed import Conflict


class Queues(QStackedWidget):
    """Shows the conflicts, and after them the pairs; whoever skips all of one comes to the other."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._standing = Standing()
        self.conflicts, self.alike = ConflictPanel(), AlikePanel()
        for panel in (self.conflicts, self.alike):
            self.addWidget(panel)
        self.conflicts.settled.connect(self._settle)
        self.conflicts.worded.connect(self._settle_with)
        self.conflicts.all_wanted.connect(self._settle_all)
        self.conflicts.through.connect(self._show_pairs)
        self.alike.join_wanted.connect(self._join)
        self.alike.apart_wanted.connect(self._keep_apart)
        self.alike.through.connect(self._show_conflicts)

    def show_standing(self, found: Standing) -> None:
        """Show what is to be decided."""
        before, self._standing = self._standing, found
        writable = not self._workplace.read_only
        self.conflicts.show_conflicts(found.conflicts, self._workplace.forum, writable=writable)
        self.alike.show_pairs(found.alike, writable=writable)
        begun = not before.conflicts and bool(found.conflicts)
        if begun or not found.alike:
            self._change_to(self.conflicts)
        elif not found.conflicts:
            self._change_to(self.alike)

    @property
    def _panel(self) -> ConflictPanel | AlikePanel:
        return self.alike if self.currentWidget() is self.alike else self.conflicts

    def _change_to(self, panel: ConflictPanel | AlikePanel) -> None:
        """Show a panel, which takes the keys over where the other one had them."""
        had = self._panel.hasFocus()
        self.setCurrentWidget(panel)
        if had:
            panel.setFocus()

    def take_keys(self) -> None:
        """Let the keys decide what is shown."""
        self._panel.setFocus()

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """The actions that decide what is shown."""
        return {
            "take-first": self._take_first,
            "take-second": self._take_second,
            "take-both": self.conflicts.take_both,
            "edit-conflict": self.conflicts.edit,
            "keep-two-apart": self.alike.keep_apart,
            "skip-conflict": self._skip,
        }

    def _take(self, place: int) -> None:
        if self.currentWidget() is self.alike:
            self.alike.join(place)
        else:
            self.conflicts.take(place)

    @Slot()
    def _take_first(self) -> None:
        self._take(0)

    @Slot()
    def _take_second(self) -> None:
        self._take(1)

    @Slot()
    def _skip(self) -> None:
        self._panel.skip()

    @Slot()
    def _show_pairs(self) -> None:
        if self._standing.alike:
            self._change_to(self.alike)

    @Slot()
    def _show_conflicts(self) -> None:
        if self._standing.conflicts:
            self._change_to(self.conflicts)

    @Slot(object, str)
    def _settle(self, conflict: Conflict, head: str) -> None:
        self._workplace.act(partial(settle, conflict=conflict, head=head))

    @Slot(object, str)
    def _settle_with(self, conflict: Conflict, text: str) -> None:
        self._workplace.act(partial(settle_with, conflict=conflict, text=text))

    @Slot(str)
    def _settle_all(self, laptop: str) -> None:
        self._workplace.act(partial(settle_all, laptop=laptop))

    @Slot(str, str)
    def _join(self, stays: str, goes: str) -> None:
        self._workplace.act(partial(join, stays=stays, goes=goes))

    @Slot(str, str)
    def _keep_apart(self, one: str, other: str) -> None:
        self._workplace.act(partial(keep_apart, one=one, other=other))
