"""A key and what it does, as one reads it under the capture line."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget


class KeyHint(QWidget):
    """One or several keys in boxes, followed by words."""

    def __init__(self, keys: str = "", words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = QLabel()
        self._key.setObjectName("key")
        self._words = QLabel()
        self._words.setProperty("role", "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._key)
        row.addWidget(self._words)
        self.set_texts(keys, words)

    def set_texts(self, keys: str, words: str) -> None:
        """Show another key and other words."""
        self._key.setText(keys)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self.setAccessibleName(f"{keys} {words}".strip())


def keyed(words: str, key: str) -> str:
    """What a button does and the key that does it, which no language changes."""
    return f"{words} ({key})"
