"""A card: a surface that holds a few things that belong together, and may be chosen as one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget


class Card(QFrame):
    """A rounded surface."""

    clicked = Signal()  #: it was chosen, by mouse or by key

    def __init__(self, *, clickable: bool = False, state: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clickable = clickable
        self.setObjectName("card")
        self.setProperty("clickable", "true" if clickable else "false")
        self.setProperty("state", state)
        if clickable:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_state(self, state: str) -> None:
        """Show a state: `warning`, `accent` or none."""
        self.setProperty("state", state)
        self.style().unpolish(self)
        self.style().polish(self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the card."""
        super().mouseReleaseEvent(event)
        inside = self.rect().contains(event.position().toPoint())
        if self._clickable and event.button() == Qt.MouseButton.LeftButton and inside:
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the card by key."""
        if self._clickable and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
            return
        super().keyPressEvent(event)


class KeyedCard(Card):
    """A card that a key takes as well: whose or which it is, and the key; the rest stands below in its column."""

    def __init__(self, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(clickable=True, parent=parent)
        self.title, self.key = QLabel(), QLabel(key)
        self.title.setProperty("role", "strong")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.key.setObjectName("key")
        self.top = QHBoxLayout()
        self.top.addWidget(self.title, 1)
        self.top.addWidget(self.key, 0, Qt.AlignmentFlag.AlignTop)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 12, 16, 12)
        self.column.setSpacing(8)
        self.column.addLayout(self.top)
