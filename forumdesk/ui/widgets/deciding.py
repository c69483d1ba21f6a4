"""One thing at a time to decide: what it is and which of how many, what there is to choose, and the keys to do so."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from forumdesk.ui.widgets.thinbar import ThinBar


class Deciding(QWidget):
    """Stands around what a queue shows; the first button is what most people want."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.heading, self.place, self.bar = QLabel(), QLabel(), ThinBar()
        self.heading.setProperty("role", "headline")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.place.setProperty("role", "soft")
        top = QHBoxLayout()
        top.addWidget(self.heading)
        top.addWidget(self.place)
        top.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(28, 24, 28, 20)
        self._column.setSpacing(12)
        self._column.addLayout(top)

    def hold(self, *parts: QWidget | QLayout, buttons: tuple[QPushButton, ...]) -> None:
        """Put what there is to choose between the heading and the buttons."""
        row = QHBoxLayout()
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        buttons[0].setProperty("kind", "primary")
        for part in (*parts, row):
            if isinstance(part, QWidget):
                self._column.addWidget(part)
            else:
                self._column.addLayout(part)
        self._column.addStretch(1)
        self._column.addWidget(self.bar)
