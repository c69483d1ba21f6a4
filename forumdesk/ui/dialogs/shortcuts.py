"""Keyboard shortcuts: all of them, each to be changed."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QKeySequence, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QPushButton,
    QTableView,
)

from forumdesk.ui.dialogs.frame import Dialog, begin_headings
from forumdesk.ui.widgets.rows import choose_row

_NAME = Qt.ItemDataRole.UserRole + 1


class ShortcutsDialog(Dialog):
    """Lists every action; a new shortcut is typed, a taken one is named."""

    def lay_out(self) -> None:
        """A table and an editor."""
        self._changed = dict(self.workplace.preferences.shortcuts)
        self._model = QStandardItemModel(0, 2, self)
        self._view = QTableView()
        self._view.setModel(self._model)
        self._view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._view.setShowGrid(False)
        self._view.verticalHeader().hide()
        begin_headings(self._view)
        self._view.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._view.setColumnWidth(1, 180)
        self._label = QLabel()
        self._editor = QKeySequenceEdit()
        self._editor.setMaximumSequenceLength(1)
        self._label.setBuddy(self._editor)
        self._reset = QPushButton()
        self._words = QLabel()
        self._words.setProperty("role", "small")
        self._words.setProperty("state", "warning")
        row = QHBoxLayout()
        row.addWidget(self._label)
        row.addWidget(self._editor, 1)
        row.addWidget(self._reset)
        self.column.addWidget(self._view, 1)
        self.column.addLayout(row)
        self.column.addWidget(self._words)
        self._keep = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self._keep.setProperty("kind", "primary")
        self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.resize(620, 520)

    def connect_parts(self) -> None:
        """Choose, type, keep."""
        self._view.selectionModel().currentRowChanged.connect(self._chosen)
        self._editor.editingFinished.connect(self._typed)
        self._reset.clicked.connect(self._reset_clicked)
        self.buttons.accepted.connect(self._keep_all)

    def translate(self) -> None:
        """Words."""
        self.set_title(self.tr("Keyboard shortcuts"))
        self._model.setHorizontalHeaderLabels([self.tr("Action"), self.tr("Shortcut")])
        self._view.setAccessibleName(self.tr("Actions and their shortcuts"))
        self._label.setText(self.tr("New &shortcut"))
        self._editor.setAccessibleName(self.tr("New shortcut"))
        self._reset.setText(self.tr("As it was"))
        self._keep.setText(self.tr("Keep"))
        self._show()

    def _show(self) -> None:
        row = max(0, self._view.currentIndex().row())
        self._model.removeRows(0, self._model.rowCount())
        for name, spec in self.actions_.specs.items():
            words = QStandardItem(self.actions_.text(name).replace("&", ""))
            words.setData(name, _NAME)
            keys = QKeySequence(self._changed.get(name, spec.shortcut)).toString(QKeySequence.SequenceFormat.NativeText)
            self._model.appendRow([words, QStandardItem(keys)])
        choose_row(self._view, row)

    def _name(self) -> str:
        item = self._model.item(self._view.currentIndex().row(), 0)
        return str(item.data(_NAME)) if item is not None else ""

    @Slot(QModelIndex, QModelIndex)
    def _chosen(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        name = self._name()
        if name:
            spec = self.actions_.specs[name]
            self._editor.setEnabled(not spec.keys_only)
            self._editor.setKeySequence(QKeySequence(self._changed.get(name, spec.shortcut)))
            self._words.setText(self.tr("This key belongs to the page and stays.") if spec.keys_only else "")

    @Slot()
    def _typed(self) -> None:
        name = self._name()
        keys = self._editor.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        taken = self._taken(keys, name)
        if taken:
            self._words.setText(
                self.tr("{keys} belongs to “{action}” already.").format(keys=keys, action=self.actions_.text(taken))
            )
            return
        self._words.clear()
        if keys == self.actions_.specs[name].shortcut:
            self._changed.pop(name, None)
        else:
            self._changed[name] = keys
        self._show()

    def _taken(self, keys: str, but: str) -> str:
        if not keys:
            return ""
        return next(
            (
                name
                for name, spec in self.actions_.specs.items()
                if name != but and self._changed.get(name, spec.shortcut) == keys
            ),
            "",
        )

    @Slot()
    def _reset_clicked(self) -> None:
        self._changed.pop(self._name(), None)
        self._show()
        self._chosen(QModelIndex(), QModelIndex())

    @Slot()
    def _keep_all(self) -> None:
        self.workplace.prefer(shortcuts=self._changed)
        self.accept()
