"""The list of recommendations with its filters, the detail of one and the form for many."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QLabel, QPushButton, QStackedWidget, QTableView, QVBoxLayout, QWidget

from forumdesk.domain.changes import Change
from forumdesk.domain.ids import RecordId
from forumdesk.domain.listing import ListQuery
from forumdesk.domain.recommendations import Recommendation
from forumdesk.ui.models.paged import PagedTableModel
from forumdesk.ui.pages.recommendations.bulk import BulkEdit
from forumdesk.ui.pages.recommendations.detail import Detail, Portrait
from forumdesk.ui.pages.recommendations.filters import Filters
from forumdesk.ui.pages.recommendations.scene import Scene, gather
from forumdesk.ui.pages.recommendations.table import COLUMNS, ROW_HEIGHT, TEXT, WIDTHS, RowDelegate, headings
from forumdesk.ui.widgets.empty import EmptyState
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk

_DETAIL_WIDTH = 400
_SCENERY = {"session", "forum", "framework", "framework-item"}
_SORTED = {"number", "text", "codes", "actor", "action_area", "session", "status"}


class ListPanel(QWidget):
    """One dense table; what is selected stands beside it."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._scene: Scene | None = None
        self._order = ("number",)
        self._wanted = ""
        self._focus_missing = False
        self._kept_keys: array[int] = array("q")
        self._lay_out()
        self._connect()
        self._translate()

    # ---- building

    def _lay_out(self) -> None:
        self.filters = Filters()
        self._said = QLabel()
        self._said.setProperty("role", "small")
        self._said.setContentsMargins(16, 0, 16, 4)
        self._new = QPushButton()
        self._new.setProperty("kind", "primary")
        self.model = PagedTableModel(self._workplace, Recommendation, COLUMNS, self)
        self._delegate = RowDelegate(self)
        self.view = self._made_view()
        self._empty, self._none_fits = EmptyState("recommendations"), EmptyState("filter")
        self._stack = QStackedWidget()
        for part in (self.view, self._empty, self._none_fits):
            self._stack.addWidget(part)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 16, 0)
        top.addWidget(self.filters, 1)
        top.addWidget(self._new, 0, Qt.AlignmentFlag.AlignVCenter)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addLayout(top)
        left.addWidget(self._said)
        left.addWidget(self._stack, 1)
        self.detail, self.bulk, nothing = Detail(), BulkEdit(), QWidget()
        self._side = QStackedWidget()
        self._side.setFixedWidth(_DETAIL_WIDTH)
        for part in (nothing, self.detail, self.bulk):
            self._side.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self._side)

    def _made_view(self) -> QTableView:
        view = QTableView()
        view.setModel(self.model)
        view.setItemDelegate(self._delegate)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setShowGrid(False)
        view.setTabKeyNavigation(False)
        view.setWordWrap(False)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = view.horizontalHeader()
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        for column, width in WIDTHS.items():
            view.setColumnWidth(column, width)
        header.setSectionResizeMode(TEXT, QHeaderView.ResizeMode.Stretch)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        return view

    def _connect(self) -> None:
        self.filters.changed.connect(self._query)
        self._new.clicked.connect(self.add)
        self._empty.action.connect(self.add)
        self._none_fits.action.connect(self.filters.clear)
        self.model.loaded.connect(self._loaded)
        self.model.page_loaded.connect(self._page_loaded)
        self.view.selectionModel().selectionChanged.connect(self._selection_changed)
        self.view.horizontalHeader().sortIndicatorChanged.connect(self._sort)
        self.view.installEventFilter(self)
        self.detail.changed.connect(self._change_one)
        self.detail.tagged.connect(self._tag_one)
        self.detail.source_chosen.connect(self._go_to_note)
        self.detail.source_removed.connect(self._remove_source)
        self.bulk.changed.connect(self._change_selected)
        self.bulk.tagged.connect(self._tag_selected)
        self.bulk.deleted.connect(self.delete)

    def _translate(self) -> None:
        self._new.setText(self.tr("New"))
        self._new.setAccessibleName(self.tr("New recommendation"))
        self.model.set_headings(headings())
        self.view.setAccessibleName(self.tr("Recommendations"))
        self._empty.set_texts(
            self.tr("No recommendation yet"),
            self.tr("Ctrl+Enter on the Room page keeps what was said as a recommendation; it stays linked to its note."),
            self.tr("Write one here"),
        )
        self._none_fits.set_texts(
            self.tr("None fits these filters"), self.tr("Take a filter away to see more."), self.tr("Show all")
        )
        self._show_said()

    # ---- showing

    def show_forum(self) -> None:
        """Show the recommendations of the forum that was opened."""
        self._wanted = ""
        self._side.setCurrentIndex(0)
        self._empty.set_enabled(enabled=not self._workplace.read_only)
        self._new.setEnabled(not self._workplace.read_only)
        self._load_scene()
        self.filters.clear()

    def leave_forum(self) -> None:
        """Show nothing."""
        self.model.clear()
        self._side.setCurrentIndex(0)

    def take_changes(self, changes: Sequence[Change]) -> None:
        """Bring rows, order and counts up to date, no more than what changed."""
        mine = [change for change in changes if change.kind == Recommendation.KIND]
        if mine or any(change.kind in _SCENERY for change in changes):
            self._load_scene()
        if not mine:
            return
        moved = any(change.created or change.deleted for change in mine) or any(
            change.fields & _SORTED for change in mine
        )
        self.model.refresh(change.record for change in mine)
        if moved:
            self._query()
        self._show_selected()

    def show_record(self, record_id: str, *, missing: bool = True) -> None:
        """Choose a recommendation, whatever the filters say, and go to what it lacks."""
        self._wanted, self._focus_missing = record_id, missing
        self.filters.clear()

    def _load_scene(self) -> None:
        self._workplace.ask(gather, self._take_scene)

    @Slot(object)
    def _take_scene(self, scene: Scene) -> None:
        self._scene = self._delegate.scene = scene
        self.filters.show_scene(scene)
        self.view.viewport().update()
        self._show_said()

    @Slot()
    def _query(self) -> None:
        self._kept_keys = self._selected_keys()
        self.model.show(ListQuery(self.filters.criteria(), self._order))

    @Slot(int, Qt.SortOrder)
    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        name = COLUMNS[column].order
        self._order = (f"-{name}" if order is Qt.SortOrder.DescendingOrder else name,)
        self._query()

    @Slot()
    def _loaded(self) -> None:
        count = self.model.rowCount()
        part: QWidget = self.view if count else (self._none_fits if self.filters.is_filtering else self._empty)
        self._stack.setCurrentWidget(part)
        self._show_said()
        if self._wanted:
            self._workplace.ask(partial(_number_of, record_id=self._wanted), self._take_wanted)
        elif self._kept_keys:
            self._reselect()
        elif count and not self.view.selectionModel().hasSelection():
            self.view.selectRow(0)

    def _reselect(self) -> None:
        """Select again, by their keys, the rows that were selected before the list changed."""
        if len(self._kept_keys) > _MOST_KEPT:
            return
        selection = QItemSelection()
        for key in self._kept_keys:
            row = self.model.row_of_key(key)
            if row >= 0:
                selection.select(self.model.index(row, 0), self.model.index(row, len(COLUMNS) - 1))
        if not selection.isEmpty():
            self.view.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    @Slot(object)
    def _take_wanted(self, key: int | None) -> None:
        self._wanted = ""
        row = self.model.row_of_key(key) if key is not None else -1
        if row >= 0:
            self.view.selectRow(row)
            self.view.scrollTo(self.model.index(row, 0))

    @Slot(int)
    def _page_loaded(self, _page: int) -> None:
        if self._side.currentWidget() is not self.bulk:
            self._show_selected()

    def _show_said(self) -> None:
        count = self.model.rowCount()
        self._said.setText(self.tr("%n recommendation(s) shown", "", count) if count else "")

    # ---- the selection

    def _ranges(self) -> list[tuple[int, int]]:
        return [(one.top(), one.bottom()) for one in self.view.selectionModel().selection()]

    def _selected_keys(self) -> array[int]:
        keys = array("q")
        for first, last in self._ranges():
            keys.extend(self.model.keys_of(first, last))
        return keys

    @Slot(QItemSelection, QItemSelection)
    def _selection_changed(self, _now: QItemSelection, _before: QItemSelection) -> None:
        self.detail.keep_typing()
        self._show_selected()

    def _show_selected(self) -> None:
        ranges = self._ranges()
        count = sum(last - first + 1 for first, last in ranges)
        if count == 1:
            record = self.model.record(ranges[0][0])
            if isinstance(record, Recommendation):
                self._workplace.ask(partial(_portrait, record_id=record.id), self._take_portrait)
        elif count > 1 and self._scene is not None:
            self.bulk.show_count(count, self._scene, writable=not self._workplace.read_only)
            self._side.setCurrentWidget(self.bulk)
        else:
            self._side.setCurrentIndex(0)

    @Slot(object)
    def _take_portrait(self, portrait: Portrait | None) -> None:
        ranges = self._ranges()
        if portrait is None or self._scene is None or len(ranges) != 1 or ranges[0][0] != ranges[0][1]:
            return
        shown = self.model.record(ranges[0][0])
        if shown is None or shown.id != portrait.record.id:
            return
        self.detail.show_portrait(portrait, self._scene, writable=not self._workplace.read_only)
        self._side.setCurrentWidget(self.detail)
        if self._focus_missing:
            self._focus_missing = False
            self.detail.focus_first_missing()

    @Slot()
    def next_missing(self) -> None:
        """Go to the next recommendation that lacks something."""
        if self._scene is None:
            return
        lacking = self._scene.counts.lacking
        name = next((name for name, count in lacking.items() if count), "")
        if name:
            self._focus_missing = True
            self.filters.show_lacking(name)

    # ---- acting

    @Slot()
    def add(self) -> None:
        """Write a new recommendation."""
        self._workplace.act(partial(_add, text=""), self._take_new)

    @Slot(object)
    def _take_new(self, record: Recommendation) -> None:
        self.show_record(record.id)

    @Slot()
    def delete(self) -> None:
        """Delete what is selected; undo brings it back."""
        keys = self._selected_keys()
        if keys:
            self._workplace.act(partial(_delete, keys=keys))

    @Slot(str, str, object)
    def _change_one(self, record_id: str, name: str, value: Any) -> None:  # noqa: ANN401
        self._workplace.act(partial(_change, ids=(record_id,), fields={name: value}))

    @Slot(str, tuple, tuple)
    def _tag_one(self, record_id: str, add: tuple[str, ...], remove: tuple[str, ...]) -> None:
        self._workplace.act(partial(_tag, ids=(record_id,), add=add, remove=remove))

    @Slot(dict)
    def _change_selected(self, fields: dict[str, Any]) -> None:
        self._workplace.act(partial(_change_keys, keys=self._selected_keys(), fields=fields))

    @Slot(str)
    def _tag_selected(self, code: str) -> None:
        self._workplace.act(partial(_tag_keys, keys=self._selected_keys(), code=code))

    @Slot(str, str)
    def _remove_source(self, record_id: str, note: str) -> None:
        self._workplace.act(partial(_unlink, record_id=record_id, note=note))

    @Slot(str)
    def _go_to_note(self, note: str) -> None:
        self._workplace.go("room", note)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Delete by key; Enter goes to the detail."""
        if watched is self.view and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Delete:
                self.delete()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2, Qt.Key.Key_F6):
                self.detail.focus_first_missing()
                return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


_MOST_KEPT = 500
"""More selected rows than this are not searched again after the list changed."""


def _number_of(desk: Desk, *, record_id: str) -> int | None:
    return desk.finding.number_of(Recommendation, RecordId(record_id))


def _portrait(desk: Desk, *, record_id: str) -> Portrait | None:
    record = desk.recommending.get(record_id)
    if record is None:
        return None
    return Portrait(record, desk.recommending.wordings(record_id), desk.recommending.lineage(record_id))


def _add(desk: Desk, *, text: str) -> Recommendation:
    return desk.recommending.add(text)


def _ids(desk: Desk, keys: array[int]) -> tuple[str, ...]:
    return tuple(one.id for one in desk.finding.page(Recommendation, keys) if one is not None)


def _delete(desk: Desk, *, keys: array[int]) -> None:
    desk.recommending.delete(_ids(desk, keys))


def _change(desk: Desk, *, ids: tuple[str, ...], fields: dict[str, Any]) -> None:
    desk.recommending.change(ids, **fields)


def _change_keys(desk: Desk, *, keys: array[int], fields: dict[str, Any]) -> None:
    desk.recommending.change(_ids(desk, keys), **fields)


def _tag(desk: Desk, *, ids: tuple[str, ...], add: tuple[str, ...], remove: tuple[str, ...]) -> None:
    desk.recommending.tag(ids, add=add, remove=remove)


def _tag_keys(desk: Desk, *, keys: array[int], code: str) -> None:
    desk.recommending.tag(_ids(desk, keys), add=(code,))


def _unlink(desk: Desk, *, record_id: str, note: str) -> None:
    desk.recommending.remove_source(record_id, note)
