"""Home: begin or open a forum; once one is open, what is ready and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QStackedLayout, QWidget

from forumdesk.domain.changes import Change
from forumdesk.ui.pages import Page
from forumdesk.ui.pages.home.start import StartPanel
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.ui.pages.home.forum import ForumPanel
    from forumdesk.ui.pages.home.overview import Overview

_GATHER_MS = 400
"""Many acts in a row make one new overview."""


class HomePage(Page):
    """The first page."""

    NAME = "home"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self._start = StartPanel()
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._start)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_GATHER_MS)
        self._connect()
        self._start.show_recent(workplace.preferences.recent)

    def _connect(self) -> None:
        self._later.timeout.connect(self._gather)
        self._start.wanted.connect(self._wanted)
        self._start.recent_chosen.connect(self._open)
        self.workplace.preferences_changed.connect(self._show_recent)

    @cached_property
    def _forum(self) -> ForumPanel:
        """What tells of the open forum, made with the first one: the first picture has no need of it."""
        panel: ForumPanel = import_module("forumdesk.ui.pages.home.forum").ForumPanel()
        self._stack.addWidget(panel)
        panel.wanted.connect(self._wanted)
        panel.go.connect(self.workplace.go)
        return panel

    def title(self) -> str:
        """What stands in the top bar."""
        return self.tr("Home")

    def show_forum(self) -> None:
        """Look the opened forum over, if somebody looks."""
        if self.isVisible():
            self._gather()

    def leave_forum(self) -> None:
        """Offer what can be opened."""
        self._later.stop()
        self._stack.setCurrentWidget(self._start)

    def take_changes(self, changes: Sequence[Change]) -> None:
        """Look again, once for many acts in a row, and only while somebody looks."""
        if self.isVisible():
            self._later.start()

    def entered(self) -> None:
        """Look again."""
        if self.workplace.is_open:
            self._gather()

    @Slot()
    def _gather(self) -> None:
        if self.workplace.is_open:
            gather = import_module("forumdesk.ui.pages.home.overview").gather
            self.workplace.ask(partial(gather, now=self.workplace.clock.now()), self._take_overview)

    @Slot(object)
    def _take_overview(self, overview: Overview) -> None:
        if self.workplace.is_open:
            self._forum.show_overview(overview)
            self._stack.setCurrentWidget(self._forum)

    @Slot()
    def _show_recent(self) -> None:
        self._start.show_recent(self.workplace.preferences.recent)

    @Slot(str)
    def _wanted(self, action: str) -> None:
        self.workplace.want_action(action)

    @Slot(str)
    def _open(self, path: str) -> None:
        self.workplace.open(Path(path))
