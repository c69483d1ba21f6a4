"""What stands where the notes will be: how a session is written down by key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget


class HowTo(QWidget):
    """A heading over the keys in one column and what each does in another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("how")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._heading = QLabel()
        self._heading.setProperty("role", "strong")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        self._keys: list[QLabel] = []
        self._words: list[QLabel] = []
        inner = QWidget()
        inner.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(inner)
        column.setSpacing(14)
        column.addWidget(self._heading)
        column.addLayout(self._grid)
        around = QVBoxLayout(self)
        around.setContentsMargins(24, 12, 24, 12)
        around.addWidget(inner, 0, Qt.AlignmentFlag.AlignCenter)
        self._translate()

    def _translate(self) -> None:
        self._heading.setText(self.tr("No notes yet. Type what is said and press Enter."))
        rows = (
            ("Alt+1 … Alt+9", self.tr("set the kind of the note")),
            ("@", self.tr("names a city or a speaker")),
            ("#", self.tr("gives a framework code")),
            ("Ctrl+Enter", self.tr("keeps a recommendation")),
            ("Ctrl+↑", self.tr("selects notes")),
            ("Ctrl+J", self.tr("chooses another session")),
        )
        while len(self._keys) < len(rows):
            self._add_row()
        for key, words, (named, said) in zip(self._keys, self._words, rows, strict=True):
            key.setText(named)
            words.setText(said)

    def _add_row(self) -> None:
        key, words, at = QLabel(), QLabel(), len(self._keys)
        key.setObjectName("key")
        words.setProperty("role", "soft")
        self._keys.append(key)
        self._words.append(words)
        self._grid.addWidget(key, at, 0, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(words, at, 1)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
