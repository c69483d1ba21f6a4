"""What of an edited workbook was not taken, or not sent: where it stands, what it says, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QDialogButtonBox, QHeaderView, QTableView, QWidget

from forumdesk.services.returning.told import LACKING
from forumdesk.ui.dialogs.frame import Frame, begin_headings
from forumdesk.ui.errors import error_words
from forumdesk.ui.formats import number
from forumdesk.ui.widgets.rows import choose_row

if TYPE_CHECKING:
    from forumdesk.services.returning.told import Returned, Unsent

_WIDTHS = (150, 60, 130, 190)


class LeftOutDialog(Frame):
    """Lists what was left out of one workbook or is not sent yet, row by row, so that its writer can be told."""

    def __init__(self, parent: QWidget, name: str, told: Returned) -> None:
        super().__init__(parent)
        self._name = name
        self._told = told
        self.build()

    def lay_out(self) -> None:
        """Every cell in a row of its own."""
        self._model = QStandardItemModel(0, len(_WIDTHS) + 1, self)
        self._table = QTableView()
        self._table.setModel(self._model)
        self._table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self._table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self._table.setShowGrid(False)
        self._table.verticalHeader().hide()
        begin_headings(self._table)
        for place, width in enumerate(_WIDTHS):
            self._table.setColumnWidth(place, width)
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(len(_WIDTHS), QHeaderView.ResizeMode.Stretch)
        self._table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.buttons.setStandardButtons(QDialogButtonBox.StandardButton.Close)
        self.column.addWidget(self._table, 1)
        self.resize(920, 460)

    def translate(self) -> None:
        """Words."""
        left_out, unsent = self._told.left_out, self._told.unsent
        title = self.tr("Left out of “{name}”") if left_out else self.tr("Not sent yet in “{name}”")
        title = title.format(name=self._name)
        self.set_title(title)
        said = [self.tr("Everything else of the workbook is taken.")]
        if left_out:
            said.append(self.tr("What is left out changed nothing here."))
        if unsent:
            said.append(self.tr("An answer that is not sent yet comes as a draft."))
        self.set_words(" ".join(said))
        self._table.setAccessibleName(title)
        self._model.setHorizontalHeaderLabels(
            [self.tr("Sheet"), self.tr("Row"), self.tr("Column"), self.tr("What it says"), self.tr("Why")]
        )
        self._model.setRowCount(0)
        rows = [
            (one.sheet, one.row, one.column, one.said, " ".join(filter(None, error_words(one.why)))) for one in left_out
        ]
        rows += [(one.sheet, one.row, "", one.label, unsent_words(one)) for one in unsent]
        for sheet, row, *words in rows:
            cells = (sheet, number(row) if row else "", *words)
            self._model.appendRow([QStandardItem(cell) for cell in cells])
        choose_row(self._table, 0)


def unsent_words(one: Unsent) -> str:
    """Why an answer is not sent yet."""
    lacks = ", ".join(QCoreApplication.translate("lacking", LACKING[name]) for name in one.lacks)
    said = QCoreApplication.translate("merge", "{label} lacks {what}, so it is not sent yet.")
    return said.format(label=one.label, what=lacks)
