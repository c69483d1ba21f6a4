"""The People page: who takes part, edited where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from forumdesk.domain.changes import Change
from forumdesk.domain.people import Participant, Role
from forumdesk.ui.pages import Page
from forumdesk.ui.pages.people.model import CITY, ParticipantDelegate, ParticipantModel
from forumdesk.ui.widgets.chip import Chip, ChipRow
from forumdesk.ui.widgets.empty import EmptyState
from forumdesk.ui.words import word
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk

_WIDTHS = (180, 180, 220, 150, 90, 230, 90)
_CITIES_OFFERED = 8


class PeoplePage(Page):
    """The participants of the forum."""

    NAME = "people"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self._chosen = ""
        self._new = ""
        self._role: Role | None = None
        self._lay_out()
        self._connect()
        self._translate()

    def _lay_out(self) -> None:
        self._roles = ChipRow(exclusive=True)
        self._filter = QLineEdit()
        self._filter.setClearButtonEnabled(True)
        self._filter.setMaximumWidth(260)
        self._add = QPushButton()
        self._add.setProperty("kind", "primary")
        self._delete = QPushButton()
        self._count = QLabel()
        self._count.setProperty("role", "soft")
        top = QHBoxLayout()
        top.setContentsMargins(16, 8, 16, 8)
        top.setSpacing(8)
        top.addWidget(self._filter)
        top.addWidget(self._count)
        top.addStretch(1)
        top.addWidget(self._delete)
        top.addWidget(self._add)
        chips = QHBoxLayout()
        chips.setContentsMargins(16, 0, 16, 8)
        chips.addWidget(self._roles)
        chips.addStretch(1)
        self._model = ParticipantModel(self)
        self._delegate = ParticipantDelegate(self)
        self._view = self._made_view()
        self._empty = EmptyState("people")
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self._view)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(chips)
        column.addWidget(holder, 1)

    def _made_view(self) -> QTableView:
        view = QTableView()
        view.setModel(self._model)
        view.setItemDelegate(self._delegate)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setShowGrid(False)
        view.setTabKeyNavigation(False)
        view.sortByColumn(CITY, Qt.SortOrder.AscendingOrder)
        view.setSortingEnabled(True)
        view.setWordWrap(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(40)
        for column, width in enumerate(_WIDTHS):
            view.setColumnWidth(column, width)
        view.horizontalHeader().setStretchLastSection(True)
        view.horizontalHeader().setHighlightSections(False)
        view.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        return view

    def _connect(self) -> None:
        self._filter.textChanged.connect(self._filter_typed)
        self._roles.chosen.connect(self._role_chosen)
        self._add.clicked.connect(self.add)
        self._delete.clicked.connect(self.delete)
        self._empty.action.connect(self.add)
        self._model.edited.connect(self._edited)
        self._delegate.wanted_cities.connect(self._cities_wanted)
        self._view.installEventFilter(self)

    def _translate(self) -> None:
        self._filter.setPlaceholderText(self.tr("Filter by name, city or organisation"))
        self._filter.setAccessibleName(self.tr("Filter people"))
        self._add.setText(self.tr("Add participant"))
        self._delete.setText(self.tr("Delete"))
        self._roles.setAccessibleName(self.tr("Roles"))
        self._view.setAccessibleName(self.tr("Participants"))
        self._empty.set_texts(
            self.tr("Nobody is listed yet"),
            self.tr("List who takes part by role and city; @ on the Room page then completes their cities."),
            self.tr("Add the first participant"),
        )
        self._show_roles()

    def title(self) -> str:
        """What stands in the top bar."""
        return self.tr("People")

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """The actions that this page does."""
        return {"add-participant": self.add, "delete-participants": self.delete, "filter-people": self.filter}

    # ---- showing

    def show_forum(self) -> None:
        """Show the participants of the forum that was opened."""
        self._chosen = ""
        self._load()

    def leave_forum(self) -> None:
        """Show nobody."""
        self._model.show(())

    def take_changes(self, changes: Sequence[Change]) -> None:
        """Read the list again when it changed."""
        if any(change.kind == Participant.KIND for change in changes):
            self._load()

    def show_record(self, record_id: str) -> None:
        """Choose a participant."""
        self._chosen = record_id
        self._load()

    def _load(self) -> None:
        self.workplace.ask(_participants, self._take_people)

    @Slot(object)
    def _take_people(self, people: tuple[Participant, ...]) -> None:
        writable = not self.workplace.read_only
        self._model.writable = writable
        for button in (self._add, self._delete):
            button.setEnabled(writable)
            button.setToolTip(self.workplace.read_only_because)
        self._model.show(people)
        self._stack.setCurrentWidget(self._view if people else self._empty)
        self._show_roles()
        row = self._model.row_of(self._new or self._chosen)
        if row >= 0:
            index = self._model.index(row, 0)
            self._view.selectionModel().setCurrentIndex(
                index, QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            )
            self._view.scrollTo(index)
            if self._new:
                self._view.setFocus()
                self._view.edit(self._model.index(row, 2))
        self._new = self._chosen = ""

    def _show_roles(self) -> None:
        counts = Counter(person.role for person in self._model.everybody)
        chips = [Chip(self.tr("Everybody"), key="", count=len(self._model.everybody))]
        chips.extend(Chip(word(role), key=role.value, count=counts[role]) for role in Role if counts[role])
        self._roles.show_chips(chips, chosen=self._role.value if self._role else "")
        shown = self._model.rowCount()
        cities = len({person.city for person in self._model.everybody if person.city})
        self._count.setText(
            self.tr("%n participant(s)", "", shown) + " · " + self.tr("%n city(ies)", "", cities) if shown else ""
        )

    # ---- acting

    @Slot(str)
    def _filter_typed(self, words: str) -> None:
        self._model.filter(words=words)
        self._show_roles()

    @Slot(str)
    def _role_chosen(self, key: str) -> None:
        self._role = Role(key) if key else None
        self._model.filter(role=self._role)

    @Slot()
    def filter(self) -> None:
        """Go to the filter."""
        self._filter.setFocus()

    @Slot()
    def add(self) -> None:
        """Add a participant and begin to say who it is."""
        self._filter.clear()
        self.workplace.act(partial(_add, position=self.tr("New participant")), self._take_new)

    @Slot(object)
    def _take_new(self, person: Participant) -> None:
        self._new = person.id
        self._load()

    @Slot()
    def delete(self) -> None:
        """Delete whoever is selected; undo brings them back."""
        rows = {index.row() for index in self._view.selectionModel().selectedRows()}
        people = [person.id for row in sorted(rows) if (person := self._model.participant(row))]
        if people:
            self.workplace.act(partial(_delete, ids=tuple(people)))

    @Slot(str, str, object)
    def _edited(self, participant_id: str, field: str, value: Any) -> None:  # noqa: ANN401
        self._chosen = participant_id
        self.workplace.act(partial(_change, participant_id=participant_id, fields={field: value}))

    @Slot(str)
    def _cities_wanted(self, typed: str) -> None:
        if len(typed) > 1:
            self.workplace.ask(partial(_cities, typed=typed), self._take_cities)

    @Slot(object)
    def _take_cities(self, names: tuple[str, ...]) -> None:
        self._delegate.offer_cities(names)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Delete by the key, and let typing begin the filter."""
        if watched is self._view and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Delete:
                self.delete()
                return True
            if event.key() == Qt.Key.Key_F and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
                self.filter()
                return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


def _participants(desk: Desk) -> tuple[Participant, ...]:
    return desk.people.participants()


def _add(desk: Desk, *, position: str) -> Participant:
    return desk.people.add(position=position)


def _delete(desk: Desk, *, ids: tuple[str, ...]) -> None:
    desk.people.delete(ids)


def _change(desk: Desk, *, participant_id: str, fields: dict[str, Any]) -> None:
    desk.people.change((participant_id,), **fields)


def _cities(desk: Desk, *, typed: str) -> tuple[str, ...]:
    return tuple(f"{place.name} · {place.label}" for place in desk.places.complete(typed, _CITIES_OFFERED))
