"""A line to type in and what it finds beneath: the body of the palette and of the search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QTableView, QVBoxLayout, QWidget

from forumdesk.ui.widgets.rows import choose_row

KEY = Qt.ItemDataRole.UserRole + 1
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was found: its key, its words, and a few words at the end."""

    key: str
    words: str
    aside: str = ""
    enabled: bool = True


class Finder(QWidget):
    """The keyboard stays in the line; arrows move in the list, Enter chooses."""

    typed = Signal(str)  #: what stands in the line
    chosen = Signal(str)  #: key of a line

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setClearButtonEnabled(True)
        self._model = QStandardItemModel(0, 2, self)
        self.view = QTableView()
        self.view.setModel(self._model)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setShowGrid(False)
        self.view.setWordWrap(False)
        self.view.horizontalHeader().hide()
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(34)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.line)
        column.addWidget(self.view, 1)
        self.line.textChanged.connect(self.typed)
        self.line.installEventFilter(self)
        self.view.clicked.connect(self._clicked)
        self.setFocusProxy(self.line)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show what was found, the first one chosen."""
        self._model.removeRows(0, self._model.rowCount())
        for line in lines:
            words, aside = QStandardItem(line.words), QStandardItem(line.aside)
            words.setData(line.key, KEY)
            words.setToolTip(line.words)
            for item in (words, aside):
                item.setEnabled(line.enabled)
            aside.setTextAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
            self._model.appendRow([words, aside])
        self.view.setColumnWidth(0, max(200, self.view.viewport().width() - 170))
        self.view.setColumnWidth(1, 160)
        if lines:
            choose_row(self.view, 0)

    def lines(self) -> list[str]:
        """The words of what is shown."""
        return [self._model.item(row, 0).text() for row in range(self._model.rowCount())]

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        self._choose(index.row())

    def _choose(self, row: int) -> None:
        item = self._model.item(row, 0)
        if item is not None and item.isEnabled():
            self.chosen.emit(str(item.data(KEY)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move and choose without leaving the line."""
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _MOVES and self._model.rowCount():
                row = self.view.currentIndex().row() + _MOVES[Qt.Key(event.key())]
                choose_row(self.view, max(0, min(row, self._model.rowCount() - 1)))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self.view.currentIndex().row())
                return True
        return super().eventFilter(watched, event)
