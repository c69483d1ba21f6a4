"""An export under way: how far it is, and the way to stop it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from forumdesk.ui.formats import number
from forumdesk.ui.widgets.thinbar import ThinBar


class ExportProgress(QWidget):
    """A bar, words and a button to stop."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._words = QLabel()
        self._words.setProperty("role", "small")
        self._bar = ThinBar()
        self._stop = QPushButton()
        self._stop.clicked.connect(self.cancelled)
        row = QHBoxLayout()
        row.addWidget(self._words, 1)
        row.addWidget(self._stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._bar)
        column.addLayout(row)
        self._translate()

    def _translate(self) -> None:
        self._stop.setText(self.tr("Stop"))
        self._bar.setAccessibleName(self.tr("Export progress"))

    def begin(self, name: str) -> None:
        """Show that an export begins."""
        self._name = name
        self._bar.setRange(0, 0)
        self._words.setText(self.tr("Writing {name}…").format(name=name))
        self.show()

    def show_progress(self, done: int, total: int, what: str) -> None:
        """Show how far it is; nothing while nothing is counted."""
        if not total:
            return
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if what == "check":
            self._words.setText(self.tr("Reading {name} back…").format(name=self._name))
        else:
            said = self.tr("{done} of {total} rows")
            self._words.setText(said.format(done=number(done), total=number(total)))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
