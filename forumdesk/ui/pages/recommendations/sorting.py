"""How the list is sorted, in words; the same by key as the headings are by mouse."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from forumdesk.ui.pages.recommendations.table import COLUMNS
from forumdesk.ui.words import field_word


class SortButton(QToolButton):
    """Says what the list is sorted by and offers every other order."""

    chosen = Signal(int, Qt.SortOrder)  #: column and direction, by a person

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column, self._order = 0, Qt.SortOrder.AscendingOrder
        self.setObjectName("chip")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        self.setMenu(menu)
        menu.triggered.connect(self._picked)
        self.translate()

    def translate(self) -> None:
        """Offer the orders in the language of the interface."""
        menu = self.menu()
        menu.clear()
        for place, column in enumerate(COLUMNS):
            if column.order:
                menu.addAction(self._made(field_word(column.name), place))
        menu.addSeparator()
        menu.addAction(self._made(self.tr("Downwards"), -1))
        self._show()

    def _made(self, words: str, column: int) -> QAction:
        action = QAction(words, self.menu())
        action.setData(column)
        action.setCheckable(True)
        return action

    def show_order(self, column: int, order: Qt.SortOrder) -> None:
        """Say what the list is sorted by."""
        self._column, self._order = column, order
        self._show()

    def _show(self) -> None:
        downwards = self._order is Qt.SortOrder.DescendingOrder
        said = self.tr("sorted by {column}, downwards") if downwards else self.tr("sorted by {column}")
        words = said.format(column=field_word(COLUMNS[self._column].name).lower())
        self.setText(f"{words} ▾")
        self.setAccessibleName(words)
        for action in self.menu().actions():
            action.setChecked(downwards if action.data() == -1 else action.data() == self._column)

    @Slot(QAction)
    def _picked(self, action: QAction) -> None:
        column, order = int(action.data()), self._order
        if column < 0:
            column = self._column
            down = self._order is Qt.SortOrder.DescendingOrder
            order = Qt.SortOrder.AscendingOrder if down else Qt.SortOrder.DescendingOrder
        self.chosen.emit(column, order)
