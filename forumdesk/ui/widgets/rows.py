"""Choosing a row of a table, also in a mirrored window."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QTableView


def choose_row(table: QTableView, row: int) -> None:
    """Make a row the one that is chosen, and let it be seen."""
    # QTableView.selectRow looks for a column at the left edge; in a mirrored window there may be none.
    index = table.model().index(row, 0)
    flags = QItemSelectionModel.SelectionFlag
    table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
    table.scrollTo(index)
