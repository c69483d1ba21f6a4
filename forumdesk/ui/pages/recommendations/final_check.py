"""The check before drafts become final: what each lacks, one step from where it is mended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QDialogButtonBox, QHeaderView, QTableView, QWidget

from forumdesk.ui.dialogs.frame import Frame, begin_headings
from forumdesk.ui.widgets.rows import choose_row
from forumdesk.ui.words import field_word

if TYPE_CHECKING:
    from forumdesk.services.finishing import Check

_ID = Qt.ItemDataRole.UserRole + 1
_WIDTHS = (70, 300)


class FinalCheckDialog(Frame):
    """The drafts with what is missing of each; Enter leads to one, a button makes them final."""

    wanted = Signal(str)  #: recommendation id that somebody wants to mend
    final_wanted = Signal(tuple, bool)  #: recommendation ids, and whether what is missing does not matter

    def __init__(self, parent: QWidget, checks: Sequence[Check], *, writable: bool) -> None:
        super().__init__(parent)
        self._writable = writable
        self._checks = tuple(checks)
        self._ready = tuple(one.record.id for one in self._checks if one.is_ready)
        self._possible = tuple(one.record.id for one in self._checks if one.is_ready or one.can_be)
        self.build()
        if self._checks:
            choose_row(self._table, 0)
        self._table.setFocus()

    def lay_out(self) -> None:
        """The drafts, each with what it lacks."""
        self.resize(820, 520)
        self._model = QStandardItemModel(self)
        self._table = QTableView()
        self._table.setModel(self._model)
        self._table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self._table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self._table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self._table.setShowGrid(False)
        self._table.setTabKeyNavigation(False)
        self._table.verticalHeader().hide()
        begin_headings(self._table)
        self._final = self.primary_button(QDialogButtonBox.ButtonRole.ActionRole)
        self._anyway = self.buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        self._close = self.buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        for button in (self._final, self._anyway, self._close):
            button.setAutoDefault(False)  # Enter belongs to the row that is chosen
        self.column.addWidget(self._table, 1)

    def connect_parts(self) -> None:
        """A row leads to its recommendation."""
        self._table.activated.connect(self._chosen)
        self._final.clicked.connect(self._make_ready_final)
        self._anyway.clicked.connect(self._make_all_final)

    def translate(self) -> None:
        """Words."""
        self.set_title(self.tr("Make final"))
        said = self.tr("{ready} of {all} drafts lack nothing. Enter leads to the one that is chosen, to mend it.")
        nothing = self.tr("There is no draft: nothing waits to become final.")
        ready, total = len(self._ready), len(self._checks)
        self.set_words(said.format(ready=ready, all=total) if total else nothing)
        self._final.setText(self.tr("Make %n final", "", ready))
        self._final.setEnabled(bool(ready) and self._writable)
        self._anyway.setEnabled(self._writable)
        self._anyway.setText(self.tr("Make %n final anyway", "", len(self._possible)))
        self._anyway.setVisible(len(self._possible) > ready)
        self._close.setText(self.tr("Close"))
        self._table.setAccessibleName(self.tr("Drafts"))
        self._fill()

    def _fill(self) -> None:
        row = self._table.currentIndex().row()
        self._model.clear()
        self._model.setHorizontalHeaderLabels([self.tr("No"), self.tr("Recommendation"), self.tr("Still missing")])
        for one in self._checks:
            cells = [QStandardItem(text) for text in (one.record.label, _line(one.record.text), self._missing(one))]
            cells[0].setData(one.record.id, _ID)
            self._model.appendRow(cells)
        for column, width in enumerate(_WIDTHS):
            self._table.setColumnWidth(column, width)
        self._table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        if row >= 0:
            choose_row(self._table, row)

    def _missing(self, check: Check) -> str:
        """What stands against it, in words."""
        troubles = {
            "same-number": self.tr("a number of its own"),
            "conflict": self.tr("a decision between two versions"),
        }
        words = [field_word(name) for name in check.lacks] + [troubles[one.value] for one in check.troubles]
        return ", ".join(words) or f"✓ {self.tr('ready')}"

    @Slot(QModelIndex)
    def _chosen(self, index: QModelIndex) -> None:
        self.wanted.emit(str(index.siblingAtColumn(0).data(_ID)))
        self.accept()

    @Slot()
    def _make_ready_final(self) -> None:
        self.final_wanted.emit(self._ready, False)
        self.accept()

    @Slot()
    def _make_all_final(self) -> None:
        self.final_wanted.emit(self._possible, True)
        self.accept()


def _line(text: str) -> str:
    return " ".join(text.split())
