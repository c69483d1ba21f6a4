"""What was said of one record, the newest first: what changed, from what to what, and who vouches for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from forumdesk.ui.dialogs.frame import Frame, begin_headings
from forumdesk.ui.formats import day, forum_time
from forumdesk.ui.theme import colour
from forumdesk.ui.untold_words import untold_words
from forumdesk.ui.version_words import state_words, what_words, who_words
from forumdesk.ui.widgets.rows import choose_row, fit_columns

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk
    from forumdesk.services.history import Version
    from forumdesk.services.settling import Untold
    from forumdesk.ui.workplace import Workplace

_WHEN, _WHAT, _WHO, _STATE = range(4)


class _Paragraphs(QStyledItemDelegate):
    """Makes a row as high as its paragraphs, which the style sheet sets narrower than Qt thinks when it measures."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as the text needs in the width that its column leaves it."""
        view = self.parent()
        wide = view.columnWidth(index.column()) if isinstance(view, QTableView) else option.rect.width()
        room = QRect(0, 0, max(1, wide - _INSET), 100_000)
        text = str(index.data() or "")
        needed = option.fontMetrics.boundingRect(room, Qt.TextFlag.TextWordWrap, text)
        return QSize(wide, needed.height() + _ABOVE)


_INSET, _ABOVE = 28, 14


class RecordHistoryDialog(Frame):
    """Lists the versions of one record."""

    def __init__(self, parent: QWidget, workplace: Workplace, record: str, subject: str) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._record = record
        self._subject = subject
        self._told: tuple[tuple[Version, ...], Untold] | None = None
        self.build()

    def lay_out(self) -> None:
        """A table whose rows are as high as what they say."""
        self._model = QStandardItemModel(0, 4, self)
        self._view = QTableView()
        self._view.setModel(self._model)
        self._view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._view.setShowGrid(False)
        self._view.setItemDelegate(_Paragraphs(self._view))
        self._view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._view.verticalHeader().hide()
        begin_headings(self._view)
        header = self._view.horizontalHeader()
        header.setSectionResizeMode(_WHAT, QHeaderView.ResizeMode.Stretch)
        header.sectionResized.connect(self._view.resizeRowsToContents)
        self._untold = QLabel()
        self._untold.setProperty("state", "warning")
        self._untold.setTextFormat(Qt.TextFormat.PlainText)
        self._untold.setWordWrap(True)
        self._untold.hide()
        self.column.addWidget(self._untold)
        self.column.addWidget(self._view, 1)
        self.buttons.setStandardButtons(QDialogButtonBox.StandardButton.Close)
        self.resize(900, 520)
        self._load()

    def connect_parts(self) -> None:
        """Follow what is done meanwhile."""
        self._workplace.changed.connect(self._load)

    def translate(self) -> None:
        """Words."""
        self.set_title(self.tr("What was said of it"), self._subject)
        self._model.setHorizontalHeaderLabels(
            [self.tr("When"), self.tr("What changed"), self.tr("Who vouches for it"), ""]
        )
        self._view.setAccessibleName(self.tr("What was said of it"))
        if self._told is not None:
            self._show(self._told)

    @Slot()
    def _load(self) -> None:
        self._workplace.ask(partial(_told, record=self._record), self._show)

    @Slot(object)
    def _show(self, told: tuple[tuple[Version, ...], Untold]) -> None:
        self._told = told
        versions, untold = told
        self._untold.setText(untold_words(untold))
        self._untold.setVisible(bool(untold.fields))
        self._model.removeRows(0, self._model.rowCount())
        forum = self._workplace.forum
        for one in reversed(versions):
            when = f"{day(one.instant, forum, form='d MMM')} {forum_time(one.instant, forum)}"
            cells = [
                QStandardItem(words) for words in (when, "\n".join(what_words(one)), who_words(one), state_words(one))
            ]
            for cell in cells:
                cell.setTextAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
                if not one.is_counted:
                    cell.setForeground(colour("soft"))
            self._model.appendRow(cells)
        fit_columns(self._view, (_WHEN, _WHO, _STATE))
        self._view.resizeRowsToContents()
        if versions:
            choose_row(self._view, 0)


def _told(desk: Desk, *, record: str) -> tuple[tuple[Version, ...], Untold]:
    return desk.history.of_record(record), desk.settling.untold(record)
