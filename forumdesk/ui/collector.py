"""Rubbish is collected on the window's thread only: a widget thrown away by another thread ends the program."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

EVERY_MS = 2000


class Collector(QObject):
    """Stops Python from collecting wherever it happens to be, and collects here instead, the young more often."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
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
