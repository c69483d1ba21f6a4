"""The pages of the window: each shows one part of the forum and asks for actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from forumdesk.domain.changes import Change
from forumdesk.ui.widgets.growing import GrowingText
from forumdesk.ui.workplace import Workplace


class Page(QWidget):
    """One page; built on its first visit, told when a forum opens and when something changed."""

    NAME: ClassVar[str] = ""
    ready = Signal()  #: the page would take a keystroke; told once
    state_changed = Signal()  #: `state` says something else

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workplace = workplace

    def title(self) -> str:
        """What stands in the top bar after the forum's name."""
        return ""

    def state(self) -> tuple[str, str]:
        """What the pill in the top bar says, and its state: `warning`, `danger` or none."""
        return "", ""

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """The actions that this page does, by name."""
        return {}

    def show_forum(self) -> None:
        """Show the forum that was opened."""

    def leave_forum(self) -> None:
        """Show nothing of the forum that was closed."""

    def take_changes(self, changes: Sequence[Change]) -> None:
        """Bring what is shown up to date; called for every durable act, also while another page is shown."""

    def show_record(self, record_id: str) -> None:
        """Go to a record; empty for the page as it is."""

    def take_files(self, paths: Sequence[Path]) -> None:
        """Look at files that were handed in, on the page that is for them."""

    def entered(self) -> None:
        """The page is the one that is shown now."""

    def leaving(self) -> None:
        """The window is being closed: keep what is being typed."""
        for text in self.findChildren(GrowingText):
            if text.keeps_when_left:
                text.keep()
