"""What of an edited workbook was not taken: where it stands, what it says, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QDialogButtonBox, QHeaderView, QTableView, QWidget

from forumdesk.ui.dialogs.frame import Frame, begin_headings
from forumdesk.ui.errors import error_words
from forumdesk.ui.formats import number
from forumdesk.ui.widgets.rows import choose_row

if TYPE_CHECKING:
    from forumdesk.services.returning.told import LeftOut

_WIDTHS = (150, 60, 130, 190)


class LeftOutDialog(Frame):
    """Lists what was left out of one workbook, row by row, so that its writer can be told."""

    def __init__(self, parent: QWidget, name: str, left_out: Sequence[LeftOut]) -> None:
        super().__init__(parent)
        self._name = name
        self._left_out = tuple(left_out)
        self.build()

    def lay_out(self) -> None:
        """Every cell in a row of its own."""
        self._model = QStandardItemModel(0, len(_WIDTHS) + 1, self)
        self._table = QTableView()
        self._table.setModel(self._model)
        self._table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self._table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self._table.setShowGrid(False)
        self._table.verticalHeader().hide()
        begin_headings(self._table)
        for place, width in enumerate(_WIDTHS):
            self._table.setColumnWidth(place, width)
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(len(_WIDTHS), QHeaderView.ResizeMode.Stretch)
        self._table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.buttons.setStandardButtons(QDialogButtonBox.StandardButton.Close)
        self.column.addWidget(self._table, 1)
        self.resize(920, 460)

    def translate(self) -> None:
        """Words."""
        title = self.tr("Left out of “{name}”").format(name=self._name)
        self.set_title(title)
        self.set_words(self.tr("Everything else of the workbook is taken. Nothing of this was changed here."))
        self._table.setAccessibleName(title)
        self._model.setHorizontalHeaderLabels(
            [self.tr("Sheet"), self.tr("Row"), self.tr("Column"), self.tr("What it says"), self.tr("Why")]
        )
        self._model.setRowCount(0)
        for one in self._left_out:
            why = " ".join(filter(None, error_words(one.why)))
            cells = (one.sheet, number(one.row) if one.row else "", one.column, one.said, why)
            self._model.appendRow([QStandardItem(cell) for cell in cells])
        choose_row(self._table, 0)
