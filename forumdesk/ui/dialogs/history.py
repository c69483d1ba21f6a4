"""Everything that was done, the newest first; any of it can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QDialogButtonBox, QHeaderView, QTableView

from forumdesk.ui.act_words import act_text
from forumdesk.ui.dialogs.frame import Dialog, begin_headings
from forumdesk.ui.formats import day, laptop_time
from forumdesk.ui.widgets.rows import choose_row

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk
    from forumdesk.services.history import Entry

_ACT = Qt.ItemDataRole.UserRole + 1
_UNDOABLE = Qt.ItemDataRole.UserRole + 2
MOST = 500


class HistoryDialog(Dialog):
    """Lists the acts of the forum."""

    def lay_out(self) -> None:
        """A table."""
        self._model = QStandardItemModel(0, 3, self)
        self._view = QTableView()
        self._view.setModel(self._model)
        self._view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._view.setShowGrid(False)
        self._view.setWordWrap(False)
        self._view.verticalHeader().hide()
        begin_headings(self._view)
        self._view.setColumnWidth(0, 170)
        self._view.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self._view.setColumnWidth(2, 160)
        self.column.addWidget(self._view, 1)
        self._undo = self.buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        self._undo.setProperty("kind", "primary")
        self._undo.setEnabled(False)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Close)
        self.resize(760, 520)
        self._load()

    def connect_parts(self) -> None:
        """Choose, take back, and follow what is done meanwhile."""
        self._view.selectionModel().currentRowChanged.connect(self._chosen)
        self._undo.clicked.connect(self._undo_clicked)
        self.workplace.changed.connect(self._load)

    def translate(self) -> None:
        """Words."""
        self.set_title(self.tr("History"))
        self._model.setHorizontalHeaderLabels([self.tr("When"), self.tr("What"), self.tr("Where")])
        self._view.setAccessibleName(self.tr("What was done"))
        self._undo.setText(self.tr("Take this back"))

    @Slot()
    def _load(self) -> None:
        self.workplace.ask(_entries, self._show)

    @Slot(object)
    def _show(self, entries: tuple[Entry, ...]) -> None:
        row = max(0, self._view.currentIndex().row())
        self._model.removeRows(0, self._model.rowCount())
        for entry in entries:
            said = act_text(entry.name, entry.subject)
            if entry.turn:
                said = (self.tr("Undone: {act}") if entry.turn == "undo" else self.tr("Done again: {act}")).format(
                    act=said
                )
            elif entry.undone:
                said = self.tr("{act} (taken back)").format(act=said)
            when = QStandardItem(f"{day(entry.instant)} {laptop_time(entry.instant, seconds=True)}")
            when.setData(entry.id, _ACT)
            when.setData(not entry.undone and not entry.turn, _UNDOABLE)
            self._model.appendRow(
                [when, QStandardItem(said), QStandardItem(" · ".join(filter(None, (entry.laptop, entry.author))))]
            )
        if entries:
            choose_row(self._view, min(row, len(entries) - 1))

    @Slot(QModelIndex, QModelIndex)
    def _chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        item = self._model.item(current.row(), 0)
        self._undo.setEnabled(item is not None and bool(item.data(_UNDOABLE)) and not self.workplace.read_only)

    @Slot()
    def _undo_clicked(self) -> None:
        item = self._model.item(self._view.currentIndex().row(), 0)
        if item is not None:
            self.workplace.undo(str(item.data(_ACT)))


def _entries(desk: Desk) -> tuple[Entry, ...]:
    return desk.history.entries(MOST)
