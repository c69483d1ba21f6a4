"""The list of recommendations with its filters, the detail of one and the form for many."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from forumdesk.domain.changes import Change
from forumdesk.domain.errors import ForumDeskError
from forumdesk.domain.listing import ListQuery
from forumdesk.domain.recommendations import Recommendation
from forumdesk.ui.models.paged import PagedTableModel
from forumdesk.ui.pages.recommendations import acts
from forumdesk.ui.pages.recommendations.bulk import BulkEdit
from forumdesk.ui.pages.recommendations.detail import Detail, Portrait
from forumdesk.ui.pages.recommendations.filters import Filters
from forumdesk.ui.pages.recommendations.scene import Scene, gather
from forumdesk.ui.pages.recommendations.sorting import SortButton
from forumdesk.ui.pages.recommendations.table import COLUMNS, ROW_HEIGHT, TEXT, WIDTHS, RowDelegate, headings
from forumdesk.ui.widgets.empty import EmptyState
from forumdesk.ui.words import error_words
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
        self._kept_row = 0
        self._lay_out()
        self._connect()
        self._translate()

    # ---- building

    def _lay_out(self) -> None:
        self.filters = Filters()
        self._said = QLabel()
        self._said.setProperty("role", "small")
        self._sorting = SortButton()
        self._new = QPushButton()
        self._new.setProperty("kind", "primary")
        self.model = PagedTableModel(self._workplace, Recommendation, COLUMNS, self)
        self._delegate = RowDelegate(self)
        self.view = self._made_view()
        self.empty, self.none_fits = EmptyState("recommendations"), EmptyState("filter")
        self.stack = QStackedWidget()
        for part in (self.view, self.empty, self.none_fits):
            self.stack.addWidget(part)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 16, 0)
        top.addWidget(self.filters, 1)
        top.addWidget(self._new, 0, Qt.AlignmentFlag.AlignVCenter)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addLayout(top)
        told = QHBoxLayout()
        told.setContentsMargins(16, 0, 16, 4)
        told.addWidget(self._said, 1)
        told.addWidget(self._sorting)
        left.addLayout(told)
        left.addWidget(self.stack, 1)
        self.detail, self.bulk, nothing = Detail(), BulkEdit(), QWidget()
        self.side = QStackedWidget()
        self.side.setFixedWidth(_DETAIL_WIDTH)
        for part in (nothing, self.detail, self.bulk):
            self.side.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.side)

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
        self.empty.action.connect(self.add)
        self.none_fits.action.connect(self.filters.clear)
        self.model.loaded.connect(self._loaded)
        self.model.page_loaded.connect(self._page_loaded)
        self.view.selectionModel().selectionChanged.connect(self._selection_changed)
        self.view.horizontalHeader().sortIndicatorChanged.connect(self._sort)
        self._sorting.chosen.connect(self._order_chosen)
        self.view.installEventFilter(self)
        self.detail.changed.connect(self._change_one)
        self.detail.tagged.connect(self._tag_one)
        self.detail.source_chosen.connect(self._go_to_note)
        self.detail.source_removed.connect(self._remove_source)
        self.detail.source_added.connect(self._add_source)
        self.detail.notes_wanted.connect(self._find_notes)
        self.bulk.changed.connect(self._change_selected)
        self.bulk.tagged.connect(self._tag_selected)
        self.bulk.deleted.connect(self.delete)

    def _translate(self) -> None:
        self._new.setText(self.tr("New"))
        self._new.setAccessibleName(self.tr("New recommendation"))
        self.model.set_headings(headings())
        self._sorting.translate()
        self.view.setAccessibleName(self.tr("Recommendations"))
        self.empty.set_texts(
            self.tr("No recommendation yet"),
            self.tr(
                "Ctrl+Enter on the Room page keeps what was said as a recommendation; it stays linked to its note."
            ),
            self.tr("Write one here"),
        )
        self.none_fits.set_texts(
            self.tr("None fits these filters"), self.tr("Take a filter away to see more."), self.tr("Show all")
        )
        self._show_said()

    # ---- showing

    def show_forum(self) -> None:
        """Show the recommendations of the forum that was opened."""
        self._wanted = ""
        self.side.setCurrentIndex(0)
        self.empty.set_enabled(enabled=not self._workplace.read_only)
        self._new.setEnabled(not self._workplace.read_only)
        self._load_scene()
        self.filters.clear()

    def leave_forum(self) -> None:
        """Show nothing."""
        self.model.clear()
        self.side.setCurrentIndex(0)

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
        if self._ranges():
            self._kept_keys, self._kept_row = self.selected_keys(), self._ranges()[0][0]
        self.model.show(ListQuery(self.filters.criteria(), self._order))

    @Slot(int, Qt.SortOrder)
    def _order_chosen(self, column: int, order: Qt.SortOrder) -> None:
        self.view.horizontalHeader().setSortIndicator(column, order)

    @Slot(int, Qt.SortOrder)
    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        self._sorting.show_order(column, order)
        name = COLUMNS[column].order
        self._order = (f"-{name}" if order is Qt.SortOrder.DescendingOrder else name,)
        self._query()

    @Slot()
    def _loaded(self) -> None:
        count = self.model.rowCount()
        part: QWidget = self.view if count else (self.none_fits if self.filters.is_filtering else self.empty)
        self.stack.setCurrentWidget(part)
        self._show_said()
        if self._wanted:
            self._workplace.ask(partial(acts.number_of, record_id=self._wanted), self._take_wanted)
        elif count and not self._reselect():
            self._choose_row(min(self._kept_row, count - 1))
        elif not count:
            self.side.setCurrentIndex(0)

    def _choose_row(self, row: int) -> None:
        self.view.selectRow(row)
        self.view.scrollTo(self.model.index(row, 0))

    def _reselect(self) -> bool:
        """Select again, by their keys, the rows that were selected before the list changed."""
        if self.view.selectionModel().hasSelection():
            return True
        selection = QItemSelection()
        for key in self._kept_keys[:_MOST_KEPT]:
            row = self.model.row_of_key(key)
            if row >= 0:
                selection.select(self.model.index(row, 0), self.model.index(row, len(COLUMNS) - 1))
        if selection.isEmpty():
            return False
        flags = QItemSelectionModel.SelectionFlag
        first = self.model.index(selection.first().top(), 0)
        self.view.selectionModel().setCurrentIndex(first, flags.NoUpdate)
        self.view.selectionModel().select(selection, flags.ClearAndSelect)
        self.view.scrollTo(first)
        return True

    @Slot(object)
    def _take_wanted(self, key: int | None) -> None:
        self._wanted = ""
        row = self.model.row_of_key(key) if key is not None else -1
        if row >= 0:
            self._choose_row(row)

    @Slot(int)
    def _page_loaded(self, _page: int) -> None:
        if self.side.currentWidget() is not self.bulk:
            self._show_selected()

    def _show_said(self) -> None:
        count = self.model.rowCount()
        self._said.setText(self.tr("%n recommendation(s) shown", "", count) if count else "")

    # ---- the selection

    def _ranges(self) -> list[tuple[int, int]]:
        return [(one.top(), one.bottom()) for one in self.view.selectionModel().selection()]

    def selected_keys(self) -> array[int]:
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
                self._workplace.ask(partial(acts.portrait, record_id=record.id), self._take_portrait)
        elif count > 1 and self._scene is not None:
            self.bulk.show_count(count, self._scene, writable=not self._workplace.read_only)
            self.side.setCurrentWidget(self.bulk)
        else:
            self.side.setCurrentIndex(0)

    @Slot(object)
    def _take_portrait(self, portrait: Portrait | None) -> None:
        ranges = self._ranges()
        if portrait is None or self._scene is None or len(ranges) != 1 or ranges[0][0] != ranges[0][1]:
            return
        shown = self.model.record(ranges[0][0])
        if shown is None or shown.id != portrait.record.id:
            return
        self.detail.show_portrait(portrait, self._scene, writable=not self._workplace.read_only)
        self.side.setCurrentWidget(self.detail)
        if self._focus_missing:
            self._focus_missing = False
            self.detail.focus_first_missing()

    @Slot()
    def next_missing(self) -> None:
        """Go to the next recommendation that lacks something, and there to what it lacks."""
        self._go_to_lacking(1)

    @Slot()
    def previous_missing(self) -> None:
        """Go to the recommendation before this one that lacks something."""
        self._go_to_lacking(-1)

    def _go_to_lacking(self, step: int) -> None:
        self.detail.keep_typing()
        ranges = self._ranges()
        after = self.model.keys_of(ranges[0][0], ranges[0][0])[0] if ranges else -1
        self._workplace.ask(
            partial(acts.next_lacking, query=self.model.query, after=after, step=step), self._take_lacking
        )

    @Slot(object)
    def _take_lacking(self, key: int | None) -> None:
        row = self.model.row_of_key(key) if key is not None else -1
        if row < 0:
            return
        self._focus_missing = True
        if self._ranges() == [(row, row)]:
            self._show_selected()
        else:
            self._choose_row(row)

    # ---- acting

    @Slot()
    def add(self) -> None:
        """Write a new recommendation."""
        self._workplace.act(partial(acts.add, text=""), self._take_new)

    @Slot(object)
    def _take_new(self, record: Recommendation) -> None:
        self.show_record(record.id)

    @Slot()
    def delete(self) -> None:
        """Delete what is selected; undo brings it back."""
        keys = self.selected_keys()
        if keys:
            self._act(partial(acts.delete, keys=keys))

    @Slot(str, str, object)
    def _change_one(self, record_id: str, name: str, value: Any) -> None:  # noqa: ANN401
        self._act(partial(acts.change, ids=(record_id,), fields={name: value}))

    @Slot(str, tuple, tuple)
    def _tag_one(self, record_id: str, add: tuple[str, ...], remove: tuple[str, ...]) -> None:
        self._act(partial(acts.tag, ids=(record_id,), add=add, remove=remove))

    @Slot(dict)
    def _change_selected(self, fields: dict[str, Any]) -> None:
        self._act(partial(acts.change_keys, keys=self.selected_keys(), fields=fields))

    @Slot(tuple, tuple)
    def _tag_selected(self, add: tuple[str, ...], remove: tuple[str, ...]) -> None:
        self._act(partial(acts.tag_keys, keys=self.selected_keys(), add=add, remove=remove))

    @Slot(str, str)
    def _add_source(self, record_id: str, note: str) -> None:
        self._act(partial(acts.link, record_id=record_id, note=note))

    @Slot(str)
    def _find_notes(self, words: str) -> None:
        self._workplace.ask(partial(acts.matching_notes, words=words), self._take_notes)

    @Slot(object)
    def _take_notes(self, found: tuple[str, tuple[tuple[str, str], ...]]) -> None:
        self.detail.offer_notes(*found)

    def _act(self, act: Callable[[Desk], None]) -> None:
        for part in (self.detail, self.bulk):
            part.refuse("")
        self._workplace.act(act, self._done, self._refused)

    @Slot(object)
    def _done(self, _nothing: object) -> None:
        """The act is durable; what it changed comes with the changes."""

    @Slot(object)
    def _refused(self, error: BaseException) -> None:
        if not isinstance(error, ForumDeskError):
            self._workplace.trouble.emit(error)
            return
        shown = self.bulk if self.side.currentWidget() is self.bulk else self.detail
        shown.refuse(" ".join(filter(None, error_words(error))))
        self._show_selected()

    @Slot(str, str)
    def _remove_source(self, record_id: str, note: str) -> None:
        self._act(partial(acts.unlink, record_id=record_id, note=note))

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
                self.focus_side()
                return True
        return super().eventFilter(watched, event)

    def focus_side(self) -> None:
        """Go to what stands beside the list."""
        if self.side.currentWidget() is self.bulk:
            self.bulk.focus_first()
        elif self.side.currentWidget() is self.detail:
            self.detail.focus_first_missing()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F6 goes round table, detail and filters; Esc comes back to the table."""
        in_side = self.side.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        if event.key() == Qt.Key.Key_F6 and in_side:
            self.filters.words.setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in (Qt.Key.Key_F6, Qt.Key.Key_Escape):
            self.view.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


_MOST_KEPT = 500
"""More selected rows than this are not searched again after the list changed."""
