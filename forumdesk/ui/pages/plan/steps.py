"""A session's steps as a table: edited in place, dragged or moved by keys, times recomputed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QLineEdit, QSpinBox, QStyleOptionViewItem, QWidget

from forumdesk.domain.agenda import MOST_MINUTES, PlannedStep, Technique
from forumdesk.domain.forum import Forum
from forumdesk.domain.marking import QT_TRANSLATE_NOOP
from forumdesk.ui.formats import forum_time
from forumdesk.ui.models import Index
from forumdesk.ui.models.rows import RowsModel
from forumdesk.ui.widgets.cells import CellDelegate, chooser
from forumdesk.ui.words import word

TIME, TITLE, MINUTES, MINIMUM, OPTIONAL, TECHNIQUE, QUESTION = range(7)
HEADINGS = (
    QT_TRANSLATE_NOOP("plan", "Time"),
    QT_TRANSLATE_NOOP("plan", "Step"),
    QT_TRANSLATE_NOOP("plan", "Min"),
    QT_TRANSLATE_NOOP("plan", "At least"),
    QT_TRANSLATE_NOOP("plan", "Optional"),
    QT_TRANSLATE_NOOP("plan", "Technique"),
    QT_TRANSLATE_NOOP("plan", "Guiding question"),
)
FIELDS = {
    TITLE: "title",
    MINUTES: "minutes",
    MINIMUM: "minimum",
    OPTIONAL: "optional",
    TECHNIQUE: "technique",
    QUESTION: "question",
}
_ROWS = "application/x-forumdesk-step"


class StepModel(RowsModel):
    """The steps of a session with the times that follow from them."""

    moved = Signal(str, int)  #: step id, its new place

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__("plan", HEADINGS, parent)
        self._forum: Forum | None = None

    def id_of(self, row: PlannedStep) -> str:
        """The id of the step that a row shows."""
        return row.step.id

    def show(self, forum: Forum, steps: Sequence[PlannedStep]) -> None:
        """Show these steps."""
        self._forum = forum
        self.put(steps)

    def step(self, row: int) -> PlannedStep | None:
        """The step of a row."""
        found: PlannedStep | None = self.at(row)
        return found

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What can be edited, ticked and dragged."""
        found = super().flags(index)
        if not self.writable:
            return found
        if not index.isValid():
            return found | Qt.ItemFlag.ItemIsDropEnabled
        found |= Qt.ItemFlag.ItemIsDragEnabled
        if index.column() == OPTIONAL:
            return found | Qt.ItemFlag.ItemIsUserCheckable
        return found | Qt.ItemFlag.ItemIsEditable if index.column() in FIELDS else found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """A cell as it is shown, edited or ticked."""
        planned = self.step(index.row())
        if planned is None:
            return None
        step, column = planned.step, index.column()
        if role == Qt.ItemDataRole.CheckStateRole and column == OPTIONAL:
            return Qt.CheckState.Checked if step.optional else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.EditRole:
            return None if column not in FIELDS else getattr(step, FIELDS[column])
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(planned, column)
        if role == Qt.ItemDataRole.ToolTipRole and column in (TITLE, QUESTION):
            return step.question or step.title
        return None

    def _shown(self, planned: PlannedStep, column: int) -> str:
        step = planned.step
        if column == TIME:
            return forum_time(planned.begins, self._forum) if self._forum else ""
        return {
            TITLE: step.title,
            MINUTES: f"{step.minutes}′",
            MINIMUM: f"{step.minimum}′" if step.minimum else "",
            TECHNIQUE: word(step.technique),
            QUESTION: step.question,
        }.get(column, "")

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401
        """Ask for an edit or a tick."""
        planned = self.step(index.row())
        if planned is None:
            return False
        if role == Qt.ItemDataRole.CheckStateRole:
            self.edited.emit(planned.step.id, "optional", Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        name = FIELDS.get(index.column())
        if name is None or value == getattr(planned.step, name):
            return False
        self.edited.emit(planned.step.id, name, Technique(value) if name == "technique" else value)
        return True

    # ---- dragging a step to another place

    def supportedDropActions(self) -> Qt.DropAction:
        """Steps are moved, never copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """What a dragged step is called."""
        return [_ROWS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The id of the dragged step."""
        data = QMimeData()
        planned = self.step(indexes[0].row()) if indexes else None
        if planned is not None:
            data.setData(_ROWS, planned.step.id.encode("ascii"))
        return data

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Ask for a step's new place."""
        step_id = bytes(data.data(_ROWS).data()).decode("ascii")
        was = self.row_of(step_id)
        to = row if row >= 0 else (parent.row() if parent.isValid() else self.rowCount())
        if was < 0:
            return False
        self.moved.emit(step_id, to - 1 if to > was else to)
        return False  # the row moves when the move is durable


class StepDelegate(CellDelegate):
    """Edits a step's cell with what fits it: minutes, a technique, or a line."""

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        """The editor of a cell."""
        if index.column() in (MINUTES, MINIMUM):
            box = QSpinBox(parent)
            box.setRange(0, MOST_MINUTES)
            return box
        if index.column() == TECHNIQUE:
            return chooser(parent, [(technique.value, word(technique)) for technique in Technique])
        return QLineEdit(parent)
