"""Rubbish is collected on the window's thread only: a widget thrown away by another thread ends the program."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Slot

EVERY_MS = 2000


class Work(Protocol):
    """What is done on another thread."""

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        ...


class Collector(QObject):
    """Keeps Python from collecting wherever it happens to be, and collects here, the young more often.

    While other threads are at work it rests: what they make by the hundred thousand goes again by itself, and looking
    it over meanwhile would halt the window.
    """

    def __init__(self, parent: QObject, work: Sequence[Work] = ()) -> None:
        super().__init__(parent)
        self._work = work
        self._was_on = gc.isenabled()
        gc.disable()
        self._settled = False
        """Whether what stands now was left out of collecting already."""
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    @Slot()
    def collect(self) -> None:
        """Collect the generations whose turn it is, by Python's own thresholds."""
        if not self._settled:
            # The pages and catalogues stay; looking them over at every full collection would halt the window for 45 ms.
            self._settled = True
            gc.freeze()
            return
        if any(one.busy for one in self._work):
            return
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return

    @Slot()
    def settle(self) -> None:
        """Leave what stands at the next turn out of all collecting: a forum has just been opened."""
        self._settled = False

    def stop(self) -> None:
        """Leave collecting to Python again."""
        self._timer.stop()
        if self._was_on:
            gc.enable()
