"""Initiatives: what several cities agreed to do together, each with its parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, QEvent, QModelIndex, Qt, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDateEdit,
    QHBoxLayout,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from forumdesk.domain.changes import Change
from forumdesk.domain.initiatives import Initiative
from forumdesk.ui.widgets.facts import Facts
from forumdesk.ui.widgets.growing import GrowingText
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk

_ID = Qt.ItemDataRole.UserRole + 1
FIELDS = (
    "title",
    "lead_city",
    "partner_cities",
    "scope",
    "starts",
    "ends",
    "resources",
    "indicator",
    "contact",
    "recommendations",
)


@dataclass(frozen=True, slots=True)
class _Initiatives:
    initiatives: tuple[Initiative, ...]
    labels: Mapping[str, str]
    grouped: Mapping[str, str]
    """Of a recommendation that is in a group since: its group's label."""

    def label(self, recommendation: str) -> str:
        """The number under which a recommendation is shown."""
        return self.labels.get(recommendation) or self.grouped.get(recommendation, "")


class InitiativesPanel(QWidget):
    """A list of initiatives and the parameters of one."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._found: _Initiatives | None = None
        self._chosen = ""
        self._lay_out()
        self._connect()
        self._translate()

    def _lay_out(self) -> None:
        self._model = QStandardItemModel(self)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setFixedWidth(420)
        self._add, self._delete = QPushButton(), QPushButton()
        self._add.setProperty("kind", "primary")
        buttons = QHBoxLayout()
        buttons.addWidget(self._add)
        buttons.addWidget(self._delete)
        buttons.addStretch(1)
        left = QVBoxLayout()
        left.addWidget(self._list, 1)
        left.addLayout(buttons)
        self._facts = Facts()
        self._texts = {name: GrowingText() for name in FIELDS if name not in ("starts", "ends")}
        self._days = {name: QDateEdit() for name in ("starts", "ends")}
        for name in FIELDS:
            widget: QWidget = self._days[name] if name in self._days else self._texts[name]
            widget.setProperty("field", name)
            self._facts.add(name, widget)
        for one in self._days.values():
            one.setCalendarPopup(True)
        right = QVBoxLayout()
        right.addWidget(self._facts)
        right.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 16, 24, 16)
        row.setSpacing(24)
        row.addLayout(left)
        row.addLayout(right, 1)

    def _connect(self) -> None:
        self._list.selectionModel().currentChanged.connect(self._row_chosen)
        self._add.clicked.connect(self.add)
        self._delete.clicked.connect(self._delete_clicked)
        for text in self._texts.values():
            text.kept.connect(self._kept)
        for one in self._days.values():
            one.editingFinished.connect(self._day_kept)

    def _translate(self) -> None:
        self._add.setText(self.tr("New initiative"))
        self._delete.setText(self.tr("Delete"))
        self._list.setAccessibleName(self.tr("Initiatives"))
        words = {
            "title": self.tr("Title"),
            "lead_city": self.tr("Lead city"),
            "partner_cities": self.tr("Partner cities"),
            "scope": self.tr("Scope"),
            "starts": self.tr("Starts"),
            "ends": self.tr("Ends"),
            "resources": self.tr("Resources"),
            "indicator": self.tr("Indicator"),
            "contact": self.tr("Contact"),
            "recommendations": self.tr("Serves"),
        }
        for name, said in words.items():
            self._facts.set_label(name, said)
            (self._days.get(name) or self._texts[name]).setAccessibleName(said)
        self._texts["recommendations"].setPlaceholderText(self.tr("numbers, such as R-07, R-12"))
        self._texts["partner_cities"].setPlaceholderText(self.tr("cities, with commas between them"))

    def load(self) -> None:
        """Read the initiatives."""
        self._workplace.ask(_initiatives, self._show)

    def take_changes(self, changes: Sequence[Change]) -> None:
        """Read them again when they changed."""
        if any(change.kind == Initiative.KIND for change in changes):
            self.load()

    @Slot(object)
    def _show(self, found: _Initiatives) -> None:
        self._found = found
        self._model.clear()
        for one in found.initiatives:
            item = QStandardItem(f"{one.title}\n{one.lead_city}")
            item.setData(one.id, _ID)
            self._model.appendRow(item)
        row = next((place for place, one in enumerate(found.initiatives) if one.id == self._chosen), 0)
        self._list.setCurrentIndex(self._model.index(row, 0))
        self._show_chosen()

    def _initiative(self) -> Initiative | None:
        found = self._found.initiatives if self._found else ()
        return next((one for one in found if one.id == self._chosen), None)

    @Slot(QModelIndex, QModelIndex)
    def _row_chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        item = self._model.itemFromIndex(current)
        if item is not None:
            self._chosen = str(item.data(_ID))
            self._show_chosen()

    def _show_chosen(self) -> None:
        one = self._initiative()
        self._facts.setVisible(one is not None)
        writable = not self._workplace.read_only
        self._add.setEnabled(writable)
        self._delete.setEnabled(writable and one is not None)
        if one is None or self._found is None:
            return
        for name, text in self._texts.items():
            text.show_text(self._words(one, name), keep_typing=True)
            text.setReadOnly(not writable)
        for name, box in self._days.items():
            when = getattr(one, name) or self._workplace.forum.ends or date(2016, 9, 30)
            box.setDate(QDate(when.year, when.month, when.day))
            box.setEnabled(writable)

    def _words(self, one: Initiative, name: str) -> str:
        value = getattr(one, name)
        if name == "recommendations" and self._found is not None:
            return ", ".join(sorted({self._found.label(key) for key in value}))
        return ", ".join(value) if isinstance(value, tuple) else str(value)

    @Slot(str)
    def _kept(self, text: str) -> None:
        name = str(self.sender().property("field"))
        value: Any = text
        if name == "partner_cities":
            value = tuple(sorted({part.strip() for part in text.split(",") if part.strip()}))
        if name == "recommendations" and self._found is not None:
            wanted = {part.strip().casefold() for part in text.split(",")}
            value = tuple(sorted(key for key, label in self._found.labels.items() if label.casefold() in wanted))
        self._workplace.act(partial(_change_initiative, initiative=self._chosen, fields={name: value}))

    @Slot()
    def _day_kept(self) -> None:
        box = self.sender()
        one = self._initiative()
        if isinstance(box, QDateEdit) and one is not None:
            name, value = str(box.property("field")), box.date().toPython()
            if value != getattr(one, name):
                self._workplace.act(partial(_change_initiative, initiative=one.id, fields={name: value}))

    @Slot()
    def add(self) -> None:
        """Begin an initiative."""
        self._workplace.act(partial(_add_initiative, title=self.tr("New initiative")), self._take_new)

    @Slot(object)
    def _take_new(self, one: Initiative) -> None:
        self._chosen = one.id
        self.load()

    @Slot()
    def _delete_clicked(self) -> None:
        if self._chosen:
            self._workplace.act(partial(_delete_initiative, initiative=self._chosen))

    def choose(self, initiative: str) -> None:
        """Show one initiative."""
        self._chosen = initiative
        self.load()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


def _initiatives(desk: Desk) -> _Initiatives:
    return _Initiatives(desk.outcome.initiatives(), desk.recommending.labels(), desk.grouping.labels_of_members())


def _add_initiative(desk: Desk, *, title: str) -> Initiative:
    return desk.outcome.add_initiative(title)


def _change_initiative(desk: Desk, *, initiative: str, fields: dict[str, Any]) -> None:
    desk.outcome.change_initiative(initiative, **fields)


def _delete_initiative(desk: Desk, *, initiative: str) -> None:
    desk.outcome.delete_initiative(initiative)
