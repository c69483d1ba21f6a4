"""Participants as a table that is edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from forumdesk.domain.marking import QT_TRANSLATE_NOOP
from forumdesk.domain.people import Participant, Role
from forumdesk.domain.text import folded
from forumdesk.ui.models import Index
from forumdesk.ui.words import word

FIELDS = ("name", "role", "position", "city", "country", "organisation", "language")
ROLE, CITY = FIELDS.index("role"), FIELDS.index("city")
_FILLED = "filled"
HEADINGS = (
    QT_TRANSLATE_NOOP("people", "Name"),
    QT_TRANSLATE_NOOP("people", "Role"),
    QT_TRANSLATE_NOOP("people", "Position"),
    QT_TRANSLATE_NOOP("people", "City"),
    QT_TRANSLATE_NOOP("people", "Country"),
    QT_TRANSLATE_NOOP("people", "Organisation"),
    QT_TRANSLATE_NOOP("people", "Language"),
)


class ParticipantModel(QAbstractTableModel):
    """The participants that pass the filter; an edit is asked for, and shown when it is durable."""

    edited = Signal(str, str, object)  #: participant id, field name, value

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Participant, ...] = ()
        self._shown: tuple[Participant, ...] = ()
        self._words = ""
        self._role: Role | None = None
        self._order: tuple[int, bool] = (CITY, False)
        self.writable = True

    # ---- what is shown

    def show(self, people: Sequence[Participant]) -> None:
        """Show these participants."""
        self._all = tuple(people)
        self._refresh()

    def filter(self, *, words: str | None = None, role: Role | str | None = "") -> None:
        """Show only those whose words and role match; `role` None is every role."""
        if words is not None:
            self._words = folded(words)
        if role is None or isinstance(role, Role):
            self._role = role
        self._refresh()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column."""
        self._order = (column, order is Qt.SortOrder.DescendingOrder)
        self._refresh()

    def _refresh(self) -> None:
        found = [one for one in self._all if self._passes(one)]
        column, down = self._order
        found.sort(key=lambda one: (folded(self._text(one, column)), folded(one.label), one.id), reverse=down)
        found.sort(key=lambda one: not self._text(one, column))  # what is empty comes last, whatever the direction
        if [one.id for one in found] == [one.id for one in self._shown]:
            self._shown = tuple(found)
            if found:
                self.dataChanged.emit(self.index(0, 0), self.index(len(found) - 1, len(FIELDS) - 1))
            return
        self.beginResetModel()
        self._shown = tuple(found)
        self.endResetModel()

    def _passes(self, person: Participant) -> bool:
        if self._role is not None and person.role is not self._role:
            return False
        said = folded(f"{person.name} {person.position} {person.city} {person.organisation} {person.country}")
        return all(part in said for part in self._words.split())

    def participant(self, row: int) -> Participant | None:
        """The participant of a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, participant_id: str) -> int:
        """The row of a participant, or -1."""
        return next((row for row, one in enumerate(self._shown) if one.id == participant_id), -1)

    @property
    def everybody(self) -> tuple[Participant, ...]:
        """Everybody, whether shown or not."""
        return self._all

    # ---- Qt's model

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many participants are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns there are."""
        return 0 if parent.isValid() else len(FIELDS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """A column's heading."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return QCoreApplication.translate("people", HEADINGS[section])
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be edited in place."""
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsEditable if self.writable and index.isValid() else found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """A cell as it is shown or edited."""
        person = self.participant(index.row())
        if person is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(person, index.column())
        if role == Qt.ItemDataRole.EditRole:
            return str(getattr(person, FIELDS[index.column()]))
        return None

    def _text(self, person: Participant, column: int) -> str:
        return word(person.role) if column == ROLE else str(getattr(person, FIELDS[column]))

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401
        """Ask for an edit."""
        person = self.participant(index.row())
        if person is None or role != Qt.ItemDataRole.EditRole or value == str(getattr(person, FIELDS[index.column()])):
            return False
        self.edited.emit(person.id, FIELDS[index.column()], Role(value) if index.column() == ROLE else value)
        return True


class ParticipantDelegate(QStyledItemDelegate):
    """Edits a cell with what fits it: a list of roles, a city to complete, or a line."""

    wanted_cities = Signal(str)  #: what was typed so far in a city cell

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editor: QLineEdit | None = None

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        """The editor of a cell."""
        if index.column() == ROLE:
            box = QComboBox(parent)
            for role in Role:
                box.addItem(word(role), role.value)
            return box
        line = QLineEdit(parent)
        if index.column() == CITY:
            completer = QCompleter([], line)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
            line.setCompleter(completer)
            line.textEdited.connect(self.wanted_cities)
            self._editor = line
        return line

    def offer_cities(self, names: Sequence[str]) -> None:
        """Offer cities to complete the one that is being typed."""
        line = self._editor
        if line is None or line.completer() is None:
            return
        model = line.completer().model()
        if hasattr(model, "setStringList"):
            model.setStringList(list(names))
            line.completer().complete()

    def destroyEditor(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Forget the editor."""
        self._editor = None
        super().destroyEditor(editor, index)

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Put the cell's value into its editor, once: what is being typed stays, whatever changes meanwhile."""
        if editor.property(_FILLED):
            return
        editor.setProperty(_FILLED, True)
        value = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(value)))
        elif isinstance(editor, QLineEdit):
            editor.setText(value)

    def setModelData(self, editor: QWidget, model: Any, index: QModelIndex | QPersistentModelIndex) -> None:  # noqa: ANN401
        """Ask for what the editor holds."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text().split(" · ")[0])
