"""Editors of cells: what is being typed stays, whatever changes meanwhile."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QStyledItemDelegate, QTimeEdit, QWidget

_FILLED = "filled"


class CellDelegate(QStyledItemDelegate):
    """Fills an editor once and asks for what it holds then; which editor a cell has, a page decides."""

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Put the cell's value into its editor, once."""
        if editor.property(_FILLED):
            return
        editor.setProperty(_FILLED, True)
        value = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, QTimeEdit):
            editor.setTime(value)
        elif isinstance(editor, QSpinBox):
            editor.setValue(int(value))
        elif isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(str(value))))
        elif isinstance(editor, QLineEdit):
            editor.setText(value)

    def setModelData(self, editor: QWidget, model: Any, index: QModelIndex | QPersistentModelIndex) -> None:  # noqa: ANN401
        """Ask for what the editor holds."""
        if isinstance(editor, QTimeEdit):
            model.setData(index, editor.time())
        elif isinstance(editor, QSpinBox):
            editor.interpretText()
            model.setData(index, editor.value())
        elif isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        elif isinstance(editor, QLineEdit):
            model.setData(index, self.typed(editor.text()))

    def typed(self, text: str) -> str:
        """What is meant by the text of a line."""
        return text


def chooser(parent: QWidget, choices: Any) -> QComboBox:  # noqa: ANN401 - pairs of a value and its name
    """A list to choose a cell's value from."""
    box = QComboBox(parent)
    for value, name in choices:
        box.addItem(name, value)
    return box
