"""The search for near-duplicates, beside the worker that owns the forum, so that no page waits for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from forumdesk.ui.pages.recommendations import grouping
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk
    from forumdesk.services.grouping import Alike, Candidates, Pair


class PairSearch(QObject):
    """Reads the wordings, compares them elsewhere, and reads whose they are; only the last search counts."""

    found = Signal(tuple)  #: tuple[Pair, ...]

    def __init__(self, workplace: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._begun = 0

    def begin(self) -> None:
        """Search the open forum; `found` tells what reads alike."""
        self._begun += 1
        self._workplace.ask(partial(_numbered, number=self._begun), self._take_candidates)

    def forget(self) -> None:
        """Let a search that is under way tell nothing."""
        self._begun += 1

    @Slot(object)
    def _take_candidates(self, answer: tuple[int, Candidates]) -> None:
        number, candidates = answer
        if number == self._begun:
            self._workplace.aside.run(partial(_compared, number, candidates), self._take_alike, question=True)

    @Slot(object)
    def _take_alike(self, answer: tuple[int, tuple[Alike, ...]]) -> None:
        number, alike = answer
        if number == self._begun:
            self._workplace.ask(partial(_told, number=number, alike=alike), self._take_pairs)

    @Slot(object)
    def _take_pairs(self, answer: tuple[int, tuple[Pair, ...]]) -> None:
        number, pairs = answer
        if number == self._begun:
            self.found.emit(pairs)


def _numbered(desk: Desk, *, number: int) -> tuple[int, Candidates]:
    return number, grouping.candidates(desk)


def _compared(number: int, candidates: Candidates) -> tuple[int, tuple[Alike, ...]]:
    return number, grouping.compared(candidates)


def _told(desk: Desk, *, number: int, alike: tuple[Alike, ...]) -> tuple[int, tuple[Pair, ...]]:
    return number, grouping.pairs(desk, alike=alike)
