"""Choosing a row of a table, also in a mirrored window."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QTableView


def choose_row(table: QTableView, row: int) -> None:
    """Make a row the one that is chosen, and let it be seen."""
    # QTableView.selectRow looks for a column at the left edge; in a mirrored window there may be none.
    index = table.model().index(row, 0)
    flags = QItemSelectionModel.SelectionFlag
    table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
    table.scrollTo(index)


def fit_columns(table: QTableView, columns: Iterable[int]) -> None:
    """Make columns as wide as what stands in them, up to a quarter of the table; the style sheet's padding counts."""
    model, header = table.model(), table.horizontalHeader()
    most = max(_LEAST, table.width() // 4)
    for column in columns:
        cells = [str(model.index(row, column).data() or "") for row in range(min(model.rowCount(), _LOOKED_AT))]
        lines = [line for cell in cells for line in cell.split("\n")]
        heading = header.fontMetrics().horizontalAdvance(str(model.headerData(column, Qt.Orientation.Horizontal) or ""))
        wide = max([heading, *map(table.fontMetrics().horizontalAdvance, lines)])
        header.resizeSection(column, min(most, wide + _PADDING))


_PADDING = 28
_LEAST = 160
_LOOKED_AT = 200
"""So many rows tell how wide a column has to be."""
