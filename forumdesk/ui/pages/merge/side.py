"""The side of the Merge page: who handed in, what a merge would do, and the buttons that begin it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from forumdesk.ui.pages.merge.board import HandInBoard
from forumdesk.ui.pages.merge.handed_in import SourceList
from forumdesk.ui.pages.merge.receiving import Receiving
from forumdesk.ui.widgets.scroll import Scroll
from forumdesk.ui.widgets.section import SectionLabel
from forumdesk.ui.widgets.thinbar import ThinBar

if TYPE_CHECKING:
    from forumdesk.domain.forum import Forum
    from forumdesk.services.merging import Merged

_WIDTH = 312


@dataclass(frozen=True, slots=True)
class SideState:
    """Where a merge stands, as far as the side shows it."""

    files: bool = False
    """Whether files were handed in."""
    looked: bool = False
    """Whether what they would bring is known, and not yet taken in."""
    busy: bool = False
    can_merge: bool = False
    hint: str = ""


class MergeSide(QWidget):
    """Shows the board of rooms, or the files that were handed in and what they would bring."""

    merge_wanted = Signal()
    stop_wanted = Signal()
    clear_wanted = Signal()
    choose_wanted = Signal()
    hand_over_wanted = Signal()
    exchange_wanted = Signal()
    passphrase_wanted = Signal()
    left_out_wanted = Signal(object)  #: Brought

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lay_out()
        self._connect()
        self._translate()
        self.show_state(SideState())

    def _lay_out(self) -> None:
        self.setFixedWidth(_WIDTH)
        self._section = SectionLabel()
        self.sources, self.board = SourceList(), HandInBoard()
        self._listed = QStackedWidget()
        for listed in (self.board, self.sources):
            scroll = Scroll(listed)
            self._listed.addWidget(scroll)
        self.receiving = Receiving()
        self._bar = ThinBar()
        self.merge, self._stop, self._choose, self._clear, self._hand_over = (QPushButton() for _ in range(5))
        self.exchange = QPushButton()
        self.merge.setProperty("kind", "primary")
        self._hint = QLabel()
        self._hint.setProperty("role", "small")
        self._hint.setWordWrap(True)
        first = QHBoxLayout()
        for button in (self.merge, self._stop, self._clear):
            first.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 20, 16, 16)
        column.setSpacing(8)
        column.addWidget(self._section)
        column.addWidget(self._listed, 1)
        column.addWidget(self.receiving)
        column.addWidget(self._bar)
        column.addLayout(first)
        for below in (self._hint, self._choose, self._hand_over, self.exchange):
            column.addWidget(below)

    def _connect(self) -> None:
        self.merge.clicked.connect(self.merge_wanted)
        self._stop.clicked.connect(self.stop_wanted)
        self._clear.clicked.connect(self.clear_wanted)
        self._choose.clicked.connect(self.choose_wanted)
        self._hand_over.clicked.connect(self.hand_over_wanted)
        self.exchange.clicked.connect(self.exchange_wanted)
        self.sources.passphrase_wanted.connect(self.passphrase_wanted)
        self.sources.left_out_wanted.connect(self.left_out_wanted)

    def _translate(self) -> None:
        self._section.setText(self.tr("Handed in"))
        self.merge.setText(self.tr("Merge now"))
        self._stop.setText(self.tr("Stop"))
        self._clear.setText(self.tr("Put aside"))
        self._choose.setText(self.tr("Choose files…"))
        self._hand_over.setText(self.tr("Hand over…"))
        self.exchange.setText(self.tr("Exchange with a hub…"))
        self._bar.setAccessibleName(self.tr("Progress"))

    def show_state(self, state: SideState) -> None:
        """Show what can be done at the moment."""
        self._listed.setCurrentIndex(1 if state.files else 0)
        for part in (self.receiving, self._hand_over, self.exchange):
            part.setVisible(not state.files)
        self._bar.setVisible(state.busy)
        self._stop.setVisible(state.busy)
        self._clear.setVisible(state.files and not state.busy)
        self.merge.setVisible(state.looked and not state.busy)
        self.merge.setEnabled(state.can_merge)
        self._hint.setText(state.hint)

    def show_merged(self, merged: Merged | None, forum: Forum) -> None:
        """Show what each file brings."""
        self.sources.show_merged(merged, forum)

    def show_progress(self, done: int, total: int) -> None:
        """Show how far it is; a total of 0 means that nobody knows."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
