"""Labels and what they stand for, in two columns."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

LABEL_WIDTH = 104


class Facts(QWidget):
    """A grid of facts; each value is a widget or a text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("facts")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._labels: dict[str, QLabel] = {}

    def add(self, name: str, value: QWidget) -> QLabel:
        """Add a fact; its label is the value's buddy."""
        label = QLabel()
        label.setProperty("role", "soft")
        label.setContentsMargins(0, 5, 0, 0)
        label.setBuddy(value)
        row = len(self._labels)
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, row, 1)
        self._labels[name] = label
        return label

    def set_label(self, name: str, text: str) -> None:
        """Give a fact its label in the language of the interface."""
        self._labels[name].setText(text)
