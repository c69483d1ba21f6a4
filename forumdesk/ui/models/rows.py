"""A table of rows held in memory: an edit of a cell is asked for, and shown when it is durable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, Qt, Signal

from forumdesk.ui.models import Index


class RowsModel(QAbstractTableModel):
    """Rows under translated headings; rows that only changed are kept, with what is chosen and edited of them."""

    edited = Signal(str, str, object)  #: id of the row's record, field name, value

    def __init__(self, context: str, headings: Sequence[str], parent: QObject | None = None) -> None:
        """`context` is where the headings are translated."""
        super().__init__(parent)
        self._context = context
        self._headings = tuple(headings)
        self._rows: tuple[Any, ...] = ()
        self.writable = True

    def id_of(self, row: Any) -> str:  # noqa: ANN401 - whatever the rows are
        """The id of the record that a row shows."""
        return str(row.id)

    def put(self, rows: Sequence[Any]) -> None:
        """Show these rows."""
        if list(map(self.id_of, rows)) == list(map(self.id_of, self._rows)):
            self._rows = tuple(rows)
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self._headings) - 1))
            return
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def at(self, row: int) -> Any:  # noqa: ANN401
        """What a row shows; nothing where there is no such row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, record: str) -> int:
        """The row of a record, or -1."""
        return next((place for place, row in enumerate(self._rows) if self.id_of(row) == record), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """A column's heading."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return QCoreApplication.translate(self._context, self._headings[section])
        return None
