"""How far something is, as a thin line."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QWidget

HIGH, LOW = 6, 4
"""Pixels: a line of its own, and one inside a card."""


class ThinBar(QProgressBar):
    """A line without words; a screen reader is told its name and its share."""

    def __init__(self, height: int = HIGH, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextVisible(False)
        self.setFixedHeight(height)

    def show_share(self, done: int, most: int) -> None:
        """Show how many of so many are done; of a single one there is nothing to show."""
        self.setRange(0, most)
        self.setValue(done)
        self.setVisible(most > 1)
