"""The copies that were made by themselves and by name, and the way back to each under a new name."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QDialogButtonBox, QFileDialog, QLabel, QTableView

from forumdesk.ui.dialogs.frame import Dialog, begin_headings
from forumdesk.ui.formats import day, laptop_time, number
from forumdesk.ui.widgets.rows import choose_row

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk
    from forumdesk.services.keeping import Snapshot

_NAME = Qt.ItemDataRole.UserRole + 1


class SnapshotsDialog(Dialog):
    """Lists the copies, newest first."""

    def lay_out(self) -> None:
        """A table."""
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setProperty("role", "soft")
        self._model = QStandardItemModel(0, 3, self)
        self._view = QTableView()
        self._view.setModel(self._model)
        self._view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._view.setShowGrid(False)
        self._view.verticalHeader().hide()
        begin_headings(self._view)
        self._view.setColumnWidth(0, 200)
        self._view.setColumnWidth(1, 260)
        self._view.horizontalHeader().setStretchLastSection(True)
        self.column.addWidget(self._words)
        self.column.addWidget(self._view, 1)
        self._restore = self.buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        self._restore.setProperty("kind", "primary")
        self._restore.setEnabled(False)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Close)
        self.resize(640, 460)
        self.workplace.ask(_listed, self._show)

    def connect_parts(self) -> None:
        """Choose, and bring back."""
        self._view.selectionModel().currentRowChanged.connect(self._chosen)
        self._view.activated.connect(self._restore_clicked)
        self._restore.clicked.connect(self._restore_clicked)

    def translate(self) -> None:
        """Words."""
        self.set_title(self.tr("Snapshots"))
        self._show_words()
        self._model.setHorizontalHeaderLabels([self.tr("Taken"), self.tr("Why"), self.tr("Size")])
        self._view.setAccessibleName(self.tr("Snapshots"))
        self._restore.setText(self.tr("Bring back as…"))

    def _show_words(self) -> None:
        if self._model.rowCount():
            words = self.tr("A copy comes back as a forum of its own, under a new name; this forum stays as it is.")
        else:
            words = self.tr("No copy yet: one is made by itself every ten minutes of work, or when you name one.")
        self._words.setText(words)

    @Slot(object)
    def _show(self, found: tuple[Snapshot, ...]) -> None:
        self._model.removeRows(0, self._model.rowCount())
        for one in found:
            when = QStandardItem(f"{day(one.instant)} {laptop_time(one.instant, seconds=True)}")
            when.setData(one.name, _NAME)
            reason = self.tr("by itself") if one.reason == "automatic" else one.reason
            size = self.tr("{count} KB").format(count=number(max(1, one.size // 1024)))
            self._model.appendRow([when, QStandardItem(reason), QStandardItem(size)])
        self._show_words()
        if found:
            choose_row(self._view, 0)

    @Slot(QModelIndex, QModelIndex)
    def _chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self._restore.setEnabled(current.isValid())

    @Slot()
    def _restore_clicked(self) -> None:
        path = self.workplace.path
        if path is None or not self._view.currentIndex().isValid():
            return
        dialog = QFileDialog(self, self.tr("Bring the snapshot back as"), str(path.with_stem(path.stem + " (copy)")))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("forum")
        dialog.fileSelected.connect(self._place_chosen)
        dialog.open()

    @Slot(str)
    def _place_chosen(self, target: str) -> None:
        name = str(self._model.item(self._view.currentIndex().row(), 0).data(_NAME))
        self.workplace.do(partial(_restored, name=name, target=Path(target)), self.workplace.open_restored)
        self.accept()


def _listed(desk: Desk) -> tuple[Snapshot, ...]:
    return desk.keeping.listed()


def _restored(desk: Desk, *, name: str, target: Path) -> Path:
    return desk.keeping.restore(name, target)
