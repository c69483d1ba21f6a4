"""The other two parts of the outcome: initiatives with their parameters, and the declaration with its signatories."""

from __future__ import annotations

from collections.abc import Sequence
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
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from forumdesk.domain.changes import Change
from forumdesk.domain.initiatives import Declaration, Initiative, Signatory
from forumdesk.domain.people import Participant
from forumdesk.ui.formats import day
from forumdesk.ui.widgets.facts import Facts
from forumdesk.ui.widgets.growing import GrowingText
from forumdesk.ui.widgets.section import SectionLabel
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
    labels: dict[str, str]


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
            return ", ".join(sorted(self._found.labels.get(key, "") for key in value))
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


@dataclass(frozen=True, slots=True)
class _Signed:
    declaration: Declaration | None
    signatories: tuple[Signatory, ...]
    people: dict[str, Participant]


class DeclarationPanel(QWidget):
    """The declaration's title and text, and who signed it."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._lay_out()
        self._connect()
        self._translate()

    def _lay_out(self) -> None:
        self._title, self._text = GrowingText(headline=True), GrowingText(least=12)
        self._title_section, self._text_section, self._signed_section = (SectionLabel() for _ in range(3))
        self._model = QStandardItemModel(0, 3, self)
        self._table = QTableView()
        self._table.setModel(self._model)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setShowGrid(False)
        self._table.verticalHeader().hide()
        self._table.horizontalHeader().setStretchLastSection(True)
        self._table.setColumnWidth(0, 160)
        self._table.setColumnWidth(1, 180)
        self._city, self._name = QLineEdit(), QLineEdit()
        self._sign, self._unsign = QPushButton(), QPushButton()
        signing = QHBoxLayout()
        parts: tuple[QWidget, ...] = (self._city, self._name, self._sign, self._unsign)
        for part in parts:
            signing.addWidget(part)
        left, right = QVBoxLayout(), QVBoxLayout()
        for text_part in (self._title_section, self._title, self._text_section, self._text):
            left.addWidget(text_part)
        left.addStretch(1)
        right.addWidget(self._signed_section)
        right.addWidget(self._table, 1)
        right.addLayout(signing)
        self._hint = QLabel()
        self._hint.setProperty("role", "small")
        left.addWidget(self._hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 16, 24, 16)
        row.setSpacing(24)
        row.addLayout(left, 3)
        row.addLayout(right, 2)

    def _connect(self) -> None:
        for name, text in (("title", self._title), ("text", self._text)):
            text.setProperty("field", name)
            text.kept.connect(self._kept)
        self._sign.clicked.connect(self._sign_clicked)
        self._name.returnPressed.connect(self._sign_clicked)
        self._city.returnPressed.connect(self._sign_clicked)
        self._unsign.clicked.connect(self._unsign_clicked)

    def _translate(self) -> None:
        self._title_section.setText(self.tr("Title"))
        self._text_section.setText(self.tr("Text of the declaration"))
        self._signed_section.setText(self.tr("Signed by"))
        self._title.setAccessibleName(self.tr("Title"))
        self._text.setAccessibleName(self.tr("Text of the declaration"))
        self._table.setAccessibleName(self.tr("Signatories"))
        self._model.setHorizontalHeaderLabels([self.tr("City"), self.tr("Who"), self.tr("When")])
        self._city.setPlaceholderText(self.tr("City"))
        self._name.setPlaceholderText(self.tr("Name (may stay empty)"))
        self._city.setAccessibleName(self.tr("City that signs"))
        self._name.setAccessibleName(self.tr("Who signs"))
        self._sign.setText(self.tr("Sign"))
        self._unsign.setText(self.tr("Remove"))
        self._hint.setText(self.tr("Leaving a field keeps it; Ctrl+Z takes it back."))

    def load(self) -> None:
        """Read the declaration."""
        self._workplace.ask(_signed, self._show)

    def take_changes(self, changes: Sequence[Change]) -> None:
        """Read it again when it changed."""
        if any(change.kind in (Declaration.KIND, Signatory.KIND) for change in changes):
            self.load()

    @Slot(object)
    def _show(self, signed: _Signed) -> None:
        declaration = signed.declaration
        writable = not self._workplace.read_only
        self._title.show_text(declaration.title if declaration else "", keep_typing=True)
        self._text.show_text(declaration.text if declaration else "", keep_typing=True)
        for text in (self._title, self._text):
            text.setReadOnly(not writable)
        for part in (self._sign, self._unsign, self._city, self._name):
            part.setEnabled(writable)
        self._model.removeRows(0, self._model.rowCount())
        for one in signed.signatories:
            person = signed.people.get(one.participant)
            city = QStandardItem(one.city)
            city.setData(one.id, _ID)
            who = one.name or (person.name or person.position if person else "")
            self._model.appendRow([city, QStandardItem(who), QStandardItem(day(one.signed, form="d MMM yyyy"))])

    @Slot(str)
    def _kept(self, text: str) -> None:
        name = str(self.sender().property("field"))
        self._workplace.act(partial(_change_declaration, fields={name: text}))

    @Slot()
    def _sign_clicked(self) -> None:
        city, name = self._city.text().strip(), self._name.text().strip()
        if city or name:
            today = self._workplace.clock.now().astimezone(self._workplace.forum.zone).date()
            self._workplace.act(partial(_sign, city=city, name=name, signed=today))
            self._city.clear()
            self._name.clear()
            self._city.setFocus()

    @Slot()
    def _unsign_clicked(self) -> None:
        item = self._model.item(self._table.currentIndex().row(), 0)
        if item is not None:
            self._workplace.act(partial(_unsign, signatory=str(item.data(_ID))))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


def _initiatives(desk: Desk) -> _Initiatives:
    return _Initiatives(desk.outcome.initiatives(), desk.recommending.labels())


def _add_initiative(desk: Desk, *, title: str) -> Initiative:
    return desk.outcome.add_initiative(title)


def _change_initiative(desk: Desk, *, initiative: str, fields: dict[str, Any]) -> None:
    desk.outcome.change_initiative(initiative, **fields)


def _delete_initiative(desk: Desk, *, initiative: str) -> None:
    desk.outcome.delete_initiative(initiative)


def _signed(desk: Desk) -> _Signed:
    people: dict[str, Participant] = {one.id: one for one in desk.people.participants()}
    return _Signed(desk.outcome.declaration(), desk.outcome.signatories(), people)


def _change_declaration(desk: Desk, *, fields: dict[str, Any]) -> None:
    desk.outcome.change_declaration(**fields)


def _sign(desk: Desk, *, city: str, name: str, signed: date) -> None:
    desk.outcome.sign(city=city, name=name, signed=signed)


def _unsign(desk: Desk, *, signatory: str) -> None:
    desk.outcome.unsign(signatory)
