"""The way to the search, in the top bar: looks like a field, opens the search."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

WIDTH = 280


class SearchBox(QPushButton):
    """A wide, quiet button with its shortcut at the end."""

    activated = Signal()  #: the search is wanted

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchbox")
        self.setFixedSize(WIDTH, 32)
        self._key = QLabel()
        self._key.setObjectName("key")
        self._key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 8, 0)
        row.addStretch(1)
        row.addWidget(self._key, 0, Qt.AlignmentFlag.AlignVCenter)
        self.clicked.connect(self.activated)

    def set_text(self, words: str, shortcut: str) -> None:
        """Show what it is for and its shortcut."""
        self.setText(words)
        self.setAccessibleName(words)
        self._key.setText(shortcut)
        self._key.setVisible(bool(shortcut))
