"""The reference frameworks of a forum: which are in use, what their items are called, and the organiser's own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListView,
    QPushButton,
    QTableView,
    QVBoxLayout,
)

from forumdesk.domain.frameworks import Framework
from forumdesk.ui.dialogs.frame import Dialog, begin_headings
from forumdesk.ui.dialogs.framework_import import FrameworkImportDialog

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk
    from forumdesk.services.referencing import FrameworkPreview

_KEY = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class _Frameworks:
    frameworks: tuple[Framework, ...]
    in_use: tuple[str, ...]
    own: tuple[str, ...]


class FrameworksDialog(Dialog):
    """A list of frameworks to tick, and the items of the chosen one."""

    def lay_out(self) -> None:
        """List and table."""
        self._found: _Frameworks | None = None
        self._filling = False
        self._import_dialog: FrameworkImportDialog | None = None
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setProperty("role", "soft")
        self._frameworks, self._items = QStandardItemModel(self), QStandardItemModel(0, 2, self)
        self._list = QListView()
        self._list.setModel(self._frameworks)
        self._list.setFixedWidth(280)
        self._table = QTableView()
        self._table.setModel(self._items)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setShowGrid(False)
        self._table.setWordWrap(False)
        self._table.verticalHeader().hide()
        begin_headings(self._table)
        self._table.setColumnWidth(0, 80)
        self._table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self._import, self._remove = QPushButton(), QPushButton()
        below = QHBoxLayout()
        below.addWidget(self._import)
        below.addWidget(self._remove)
        below.addStretch(1)
        left = QVBoxLayout()
        left.addWidget(self._list, 1)
        left.addLayout(below)
        row = QHBoxLayout()
        row.addLayout(left)
        row.addWidget(self._table, 1)
        self.column.addWidget(self._words)
        self.column.addLayout(row, 1)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Close)
        self.resize(920, 560)
        self._load()

    def connect_parts(self) -> None:
        """Tick, title, import, remove."""
        self._frameworks.itemChanged.connect(self._ticked)
        self._items.itemChanged.connect(self._titled)
        self._list.selectionModel().currentChanged.connect(self._chosen)
        self._import.clicked.connect(self._import_clicked)
        self._remove.clicked.connect(self._remove_clicked)
        self.workplace.changed.connect(self._load)

    def translate(self) -> None:
        """Words."""
        self.set_title(self.tr("Reference frameworks"))
        self._words.setText(
            self.tr(
                "Tick what this forum uses. Items without a verified title are titled here, from the document in hand."
            )
        )
        self._list.setAccessibleName(self.tr("Frameworks"))
        self._table.setAccessibleName(self.tr("Items"))
        self._items.setHorizontalHeaderLabels([self.tr("Code"), self.tr("What it says")])
        self._import.setText(self.tr("Import from a file…"))
        self._remove.setText(self.tr("Remove"))

    @Slot()
    def _load(self) -> None:
        self.workplace.ask(_gather, self._show)

    @Slot(object)
    def _show(self, found: _Frameworks) -> None:
        self._found = found
        self._filling = True
        row = max(0, self._list.currentIndex().row())
        self._frameworks.clear()
        for framework in found.frameworks:
            item = QStandardItem(framework.title(self.workplace.preferences.language or "en"))
            item.setData(framework.key, _KEY)
            item.setEditable(False)
            item.setCheckable(not self.workplace.read_only)
            item.setCheckState(Qt.CheckState.Checked if framework.key in found.in_use else Qt.CheckState.Unchecked)
            self._frameworks.appendRow(item)
        self._filling = False
        self._import.setEnabled(not self.workplace.read_only)
        self._list.setCurrentIndex(self._frameworks.index(min(row, len(found.frameworks) - 1), 0))

    def _framework(self) -> Framework | None:
        item = self._frameworks.itemFromIndex(self._list.currentIndex())
        if item is None or self._found is None:
            return None
        return next((one for one in self._found.frameworks if one.key == item.data(_KEY)), None)

    @Slot(QModelIndex, QModelIndex)
    def _chosen(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        framework = self._framework()
        self._filling = True
        self._items.removeRows(0, self._items.rowCount())
        for one in framework.items if framework else ():
            code = QStandardItem(one.code)
            code.setEditable(False)
            label = QStandardItem(one.label(self.workplace.preferences.language or "en"))
            label.setEditable(one.editable and not self.workplace.read_only)
            self._items.appendRow([code, label])
        self._filling = False
        own = framework is not None and self._found is not None and framework.key in self._found.own
        self._remove.setEnabled(own and not self.workplace.read_only)

    @Slot(QStandardItem)
    def _ticked(self, _item: QStandardItem) -> None:
        if self._filling:
            return
        items = [self._frameworks.item(row) for row in range(self._frameworks.rowCount())]
        keys = tuple(str(item.data(_KEY)) for item in items if item.checkState() == Qt.CheckState.Checked)
        self.workplace.act(partial(_use, keys=keys))

    @Slot(QStandardItem)
    def _titled(self, item: QStandardItem) -> None:
        framework = self._framework()
        if self._filling or framework is None or item.column() != 1:
            return
        code = self._items.item(item.row(), 0).text()
        self.workplace.act(partial(_title, key=framework.key, code=code, label=item.text()))

    @Slot()
    def _import_clicked(self) -> None:
        dialog = QFileDialog(self, self.tr("Import a framework"), str(Path.home()))
        dialog.setNameFilters([self.tr("Workbooks and tables (*.xlsx *.csv *.tsv *.txt)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._file_chosen)
        dialog.open()

    @Slot(str)
    def _file_chosen(self, path: str) -> None:
        self.import_file(Path(path))

    def import_file(self, path: Path) -> None:
        """Show what a file holds before anything of it is kept."""
        self.workplace.ask(partial(_preview, path=path), self._show_preview)

    @Slot(object)
    def _show_preview(self, preview: FrameworkPreview) -> None:
        self._import_dialog = FrameworkImportDialog(self, self.workplace, self.actions_, self.theme)
        self._import_dialog.show_preview(preview)
        self._import_dialog.open()

    @Slot()
    def _remove_clicked(self) -> None:
        framework = self._framework()
        if framework is not None:
            self.workplace.act(partial(_remove, key=framework.key))


def _gather(desk: Desk) -> _Frameworks:
    catalogue = desk.referencing.catalogue()
    return _Frameworks(catalogue.frameworks(), desk.referencing.in_use(), catalogue.own_keys)


def _use(desk: Desk, *, keys: tuple[str, ...]) -> None:
    desk.referencing.use(keys)


def _title(desk: Desk, *, key: str, code: str, label: str) -> None:
    desk.referencing.title_item(key, code, label)


def _remove(desk: Desk, *, key: str) -> None:
    desk.referencing.remove_own(key)


def _preview(desk: Desk, *, path: Path) -> FrameworkPreview:
    return desk.referencing.preview(path)
