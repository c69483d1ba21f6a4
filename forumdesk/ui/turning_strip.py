"""A strip where the eye is while something large is taken back: how far it is, and the way to stop it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from forumdesk.ui.outcome_words import turning_words
from forumdesk.ui.turning import Turning
from forumdesk.ui.widgets.thinbar import ThinBar

_BAR = 160


class TurningStrip(QFrame):
    """Shown while an undo or a redo takes longer than a moment."""

    def __init__(self, turning: Turning, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._turning = turning
        self._told = ("", 0)
        self.words, self.bar, self.stop = QLabel(), ThinBar(), QPushButton()
        self.bar.setRange(0, 0)
        self.bar.setFixedWidth(_BAR)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(12)
        row.addWidget(self.words)
        row.addWidget(self.bar)
        row.addStretch(1)
        row.addWidget(self.stop)
        turning.told.connect(self._show_told)
        self.stop.clicked.connect(turning.stop)
        self.hide()
        self._translate()

    def _translate(self) -> None:
        self.stop.setText(self.tr("Stop"))
        self.bar.setAccessibleName(self.tr("Progress"))
        self._show_told(*self._told)

    @Slot(str, int)
    def _show_told(self, what: str, done: int) -> None:
        self._told = (what, done)
        if what:
            self.words.setText(turning_words(what, done))
            self.setAccessibleName(self.words.text())
        self.setVisible(bool(what))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
