"""The declaration that the forum leaves behind, and who signed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from forumdesk.domain.changes import Change
from forumdesk.domain.initiatives import Declaration, Signatory
from forumdesk.domain.people import Participant
from forumdesk.ui.formats import day
from forumdesk.ui.widgets.growing import GrowingText
from forumdesk.ui.widgets.section import SectionLabel
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk

_ID = Qt.ItemDataRole.UserRole + 1


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


def _signed(desk: Desk) -> _Signed:
    people: dict[str, Participant] = {one.id: one for one in desk.people.participants()}
    return _Signed(desk.outcome.declaration(), desk.outcome.signatories(), people)


def _change_declaration(desk: Desk, *, fields: dict[str, Any]) -> None:
    desk.outcome.change_declaration(**fields)


def _sign(desk: Desk, *, city: str, name: str, signed: date) -> None:
    desk.outcome.sign(city=city, name=name, signed=signed)


def _unsign(desk: Desk, *, signatory: str) -> None:
    desk.outcome.unsign(signatory)
