"""A framework from a file, looked at before it is kept: the rows that will be, and complaints about the others."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QDialogButtonBox, QFormLayout, QHeaderView, QLabel, QLineEdit, QPlainTextEdit, QTableView

from forumdesk.domain.frameworks import Item
from forumdesk.ui.dialogs.frame import Dialog, begin_headings

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk
    from forumdesk.services.referencing import FrameworkPreview


class FrameworkImportDialog(Dialog):
    """A preview with a name to give."""

    def lay_out(self) -> None:
        """Names, rows, complaints."""
        self._rows: tuple[Item, ...] = ()
        self._title, self._key = QLineEdit(), QLineEdit()
        self._labels = (QLabel(), QLabel())
        form = QFormLayout()
        for label, line in zip(self._labels, (self._title, self._key), strict=True):
            label.setBuddy(line)
            form.addRow(label, line)
        self._summary = QLabel()
        self._summary.setProperty("role", "strong")
        self._model = QStandardItemModel(0, 3, self)
        self._table = QTableView()
        self._table.setModel(self._model)
        self._table.setShowGrid(False)
        self._table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self._table.verticalHeader().hide()
        begin_headings(self._table)
        self._table.setColumnWidth(0, 90)
        self._table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self._complaints = QPlainTextEdit()
        self._complaints.setReadOnly(True)
        self._complaints.setTabChangesFocus(True)
        self._complaints.setMaximumHeight(140)
        self.column.addLayout(form)
        self.column.addWidget(self._summary)
        self.column.addWidget(self._table, 1)
        self.column.addWidget(self._complaints)
        self._keep = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self._keep.setProperty("kind", "primary")
        self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.resize(680, 560)

    def connect_parts(self) -> None:
        """Keep."""
        self.buttons.accepted.connect(self._import)

    def translate(self) -> None:
        """Words."""
        self.set_title(self.tr("Import a framework"))
        for label, words in zip(self._labels, (self.tr("&Title"), self.tr("&Short key")), strict=True):
            label.setText(words)
        self._title.setAccessibleName(self.tr("Title"))
        self._key.setAccessibleName(self.tr("Short key"))
        self._key.setPlaceholderText(self.tr("a few letters, shown before each code"))
        self._table.setAccessibleName(self.tr("Rows to import"))
        self._complaints.setAccessibleName(self.tr("What is wrong with the other rows"))
        self._model.setHorizontalHeaderLabels([self.tr("Code"), self.tr("What it says"), self.tr("Linked to")])
        self._keep.setText(self.tr("Import"))

    def show_preview(self, preview: FrameworkPreview) -> None:
        """Show what a file holds."""
        self._rows = preview.rows
        self._title.setText(preview.title)
        self._key.setText("".join(letter for letter in preview.title.casefold() if letter.isalnum())[:8])
        for item in preview.rows:
            cells = (item.code, item.label(), ", ".join(item.links))
            self._model.appendRow([QStandardItem(cell) for cell in cells])
        ready = self.tr("%n row(s) ready", "", len(preview.rows))
        wrong = self.tr("%n complaint(s)", "", len(preview.complaints))
        self._summary.setText(f"{ready} · {wrong}")
        lines = [
            self.tr("Row {row}: ").format(row=one.row)
            + QCoreApplication.translate("complaints", one.sentence).format(**dict(one.values))
            for one in preview.complaints
        ]
        self._complaints.setPlainText("\n".join(lines))
        self._complaints.setVisible(bool(lines))
        self._keep.setEnabled(bool(preview.rows))

    @Slot()
    def _import(self) -> None:
        self.workplace.act(partial(_keep, key=self._key.text(), title=self._title.text(), rows=self._rows))
        self.accept()


def _keep(desk: Desk, *, key: str, title: str, rows: tuple[Item, ...]) -> None:
    desk.referencing.import_own(key, title, rows)
