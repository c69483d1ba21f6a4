"""Participants as a table that is edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QCompleter, QLineEdit, QStyleOptionViewItem, QWidget

from forumdesk.domain.marking import QT_TRANSLATE_NOOP
from forumdesk.domain.people import Participant, Role
from forumdesk.domain.text import folded
from forumdesk.ui.models import Index
from forumdesk.ui.models.rows import RowsModel
from forumdesk.ui.widgets.cells import CellDelegate, chooser
from forumdesk.ui.words import word

FIELDS = ("name", "role", "position", "city", "country", "organisation", "language")
ROLE, CITY = FIELDS.index("role"), FIELDS.index("city")
HEADINGS = (
    QT_TRANSLATE_NOOP("people", "Name"),
    QT_TRANSLATE_NOOP("people", "Role"),
    QT_TRANSLATE_NOOP("people", "Position"),
    QT_TRANSLATE_NOOP("people", "City"),
    QT_TRANSLATE_NOOP("people", "Country"),
    QT_TRANSLATE_NOOP("people", "Organisation"),
    QT_TRANSLATE_NOOP("people", "Language"),
)


class ParticipantModel(RowsModel):
    """The participants that pass the filter."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__("people", HEADINGS, parent)
        self._all: tuple[Participant, ...] = ()
        self._words = ""
        self._role: Role | None = None
        self._order: tuple[int, bool] = (CITY, False)

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
        self.put(found)

    def _passes(self, person: Participant) -> bool:
        if self._role is not None and person.role is not self._role:
            return False
        said = folded(f"{person.name} {person.position} {person.city} {person.organisation} {person.country}")
        return all(part in said for part in self._words.split())

    def participant(self, row: int) -> Participant | None:
        """The participant of a row."""
        found: Participant | None = self.at(row)
        return found

    @property
    def everybody(self) -> tuple[Participant, ...]:
        """Everybody, whether shown or not."""
        return self._all

    # ---- Qt's model

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


class ParticipantDelegate(CellDelegate):
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
            return chooser(parent, [(role.value, word(role)) for role in Role])
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

    def typed(self, text: str) -> str:
        """The city alone, where one was completed with its country."""
        return text.split(" · ", maxsplit=1)[0]
