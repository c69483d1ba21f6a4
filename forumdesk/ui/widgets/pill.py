"""A pill: one state in a few words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


class Pill(QLabel):
    """Words in a rounded field of the state's colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pill")
        self.setTextFormat(Qt.TextFormat.PlainText)

    def show_state(self, text: str, state: str = "") -> None:
        """Show a state, `warning`, `danger` or none; an empty text hides the pill."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        if self.property("state") != state:
            self.setProperty("state", state)
            self.style().unpolish(self)
            self.style().polish(self)
