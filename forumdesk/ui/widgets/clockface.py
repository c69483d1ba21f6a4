"""The clock of a step: big enough to be read across a room, with a thin bar for how much is used."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from forumdesk.domain.timers import Countdown
from forumdesk.ui.formats import clock_text
from forumdesk.ui.widgets.thinbar import LOW, ThinBar


class ClockFace(QWidget):
    """Time left, what it is left of, and a bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._time = QLabel()
        self._time.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._time.setProperty("role", "clock")
        self._of = QLabel()
        self._of.setProperty("role", "small")
        self._of.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._bar = ThinBar(LOW)
        self._bar.setRange(0, 1000)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._time)
        column.addWidget(self._of)
        column.addSpacing(4)
        column.addWidget(self._bar)

    def show_clock(self, clock: Countdown | None, words: str) -> None:
        """Show a countdown and the words beneath it; None for a clock that was not started."""
        self._time.setText("–:––" if clock is None else clock_text(clock.left))
        self._of.setText(words)
        self._bar.setValue(0 if clock is None else round(clock.share * 1000))
        state = "danger" if clock is not None and clock.over else ""
        if self._time.property("state") != state:
            self._time.setProperty("state", state)
            self._time.style().unpolish(self._time)
            self._time.style().polish(self._time)
        self.setAccessibleName(f"{self._time.text()} {words}")

    def time_text(self) -> str:
        """What the big figures say."""
        return self._time.text()
