"""The table of recommendations: filters, order and selection; which rows are chosen is told, not what they hold."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from forumdesk.domain.changes import Change
from forumdesk.domain.listing import Criterion, ListQuery
from forumdesk.domain.recommendations import Recommendation
from forumdesk.ui.models.paged import PAGE, PagedTableModel
from forumdesk.ui.pages.recommendations import acts
from forumdesk.ui.pages.recommendations.filters import Filters
from forumdesk.ui.pages.recommendations.scene import Scene
from forumdesk.ui.pages.recommendations.sorting import SortButton
from forumdesk.ui.pages.recommendations.table import COLUMNS, ROW_HEIGHT, TEXT, WIDTHS, RowDelegate, headings
from forumdesk.ui.widgets.elided import ElidedLabel
from forumdesk.ui.widgets.empty import EmptyState
from forumdesk.ui.workplace import Workplace

_SORTED = {"number", "text", "codes", "actor", "action_area", "session", "status", "group"}
_BY_ITSELF = Criterion("group", empty=True)
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_MOVING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_MOST_RANGES = 500
"""A selection in more pieces than this is not selected again after the list changed."""


class ListTable(QWidget):
    """A dense table under its filters; what was selected stays selected by its keys."""

    leaving = Signal()  #: other rows are about to be shown as selected: keep what is being typed
    chosen = Signal()  #: other rows are selected, or the selected row came
    new_wanted = Signal()
    delete_wanted = Signal()
    side_wanted = Signal()
    move_wanted = Signal(int)  #: one place down, or up by -1

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._order = ("number",)
        self._wanted = ""
        self._kept_keys: array[int] = array("q")
        self._kept_row = 0
        self._lay_out()
        self._connect()
        self._translate()

    def _lay_out(self) -> None:
        self.filters = Filters()
        self._said, self._sorting = ElidedLabel(), SortButton()
        self._said.setProperty("role", "small")
        self.filters.row.addWidget(self._sorting)
        self.filters.row.addWidget(self._said, 1)
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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.stack, 1)

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
        self._new.clicked.connect(self.new_wanted)
        self.empty.action.connect(self.new_wanted)
        self.none_fits.action.connect(self.filters.clear)
        self.model.loaded.connect(self._loaded)
        self.model.page_loaded.connect(self._page_loaded)
        self.view.selectionModel().selectionChanged.connect(self._selection_changed)
        self.view.horizontalHeader().sortIndicatorChanged.connect(self._sort)
        self._sorting.chosen.connect(self._order_chosen)
        self.view.installEventFilter(self)

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
        self.empty.set_enabled(enabled=not self._workplace.read_only)
        self._new.setEnabled(not self._workplace.read_only)
        self.filters.clear()

    def show_scene(self, scene: Scene) -> None:
        """Offer what the forum holds."""
        self._delegate.scene = scene
        self.filters.show_scene(scene)
        self.view.viewport().update()

    def take_changes(self, mine: Sequence[Change]) -> None:
        """Read changed rows again, and the order where it may be another."""
        moved = any(change.moves or change.fields & _SORTED for change in mine)
        self.model.refresh(change.record for change in mine)
        if moved:
            self._query()

    def show_record(self, record_id: str) -> None:
        """Choose a recommendation, whatever the filters say."""
        self._wanted = record_id
        self.filters.clear()

    @Slot()
    def _query(self) -> None:
        if self._ranges():
            self._kept_keys, self._kept_row = self.selected_keys(), self._ranges()[0][0]
        self.model.show(ListQuery((_BY_ITSELF, *self.filters.criteria()), self._order))

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
        part: QWidget = self.view
        if not count:
            part = self.none_fits if self.filters.is_filtering else self.empty
        self.stack.setCurrentWidget(part)
        self._show_said()
        if self._wanted:
            self._workplace.ask(partial(acts.number_of, record_id=self._wanted), self._take_wanted)
        elif not count:
            self.chosen.emit()
        elif not self._reselect():
            self.choose_row(min(self._kept_row, count - 1))

    @property
    def is_seeking(self) -> bool:
        """Whether a record that was asked for is still to be chosen."""
        return bool(self._wanted)

    @Slot(object)
    def _take_wanted(self, key: int | None) -> None:
        self._wanted = ""
        if key is not None:
            self.choose_row(self.model.row_of_key(key))

    def choose_row(self, row: int) -> None:
        """Select one row and let it be seen."""
        if row >= 0:
            flags = QItemSelectionModel.SelectionFlag
            index = self.model.index(row, 0)  # QTableView.selectRow finds no column in a mirrored window
            self.view.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.view.scrollTo(index)

    def _reselect(self) -> bool:
        if self.view.selectionModel().hasSelection():
            return True
        last_column = len(COLUMNS) - 1
        selection = QItemSelection()
        for first, last in self.model.ranges_of(self._kept_keys)[:_MOST_RANGES]:
            selection.select(self.model.index(first, 0), self.model.index(last, last_column))
        if selection.isEmpty():
            return False
        flags = QItemSelectionModel.SelectionFlag
        top = self.model.index(selection.first().top(), 0)
        self.view.selectionModel().setCurrentIndex(top, flags.NoUpdate)
        self.view.selectionModel().select(selection, flags.ClearAndSelect)
        self.view.scrollTo(top)
        return True

    @Slot(int)
    def _page_loaded(self, page: int) -> None:
        row = self.selected_row()
        if row >= 0 and row // PAGE == page:
            self.chosen.emit()

    def _show_said(self) -> None:
        count = self.model.rowCount()
        self._said.setText(self.tr("%n recommendation(s)", "", count) if count else "")

    # ---- the selection

    def _ranges(self) -> list[tuple[int, int]]:
        selection = self.view.selectionModel().selection()
        return [(selection.at(place).top(), selection.at(place).bottom()) for place in range(selection.count())]

    def selected_count(self) -> int:
        """How many rows are selected."""
        return sum(last - first + 1 for first, last in self._ranges())

    def selected_row(self) -> int:
        """The row that is selected alone, or -1."""
        ranges = self._ranges()
        return ranges[0][0] if len(ranges) == 1 and ranges[0][0] == ranges[0][1] else -1

    def selected(self) -> Recommendation | None:
        """The recommendation that is selected alone, once its page is there."""
        row = self.selected_row()
        record = self.model.record(row) if row >= 0 else None
        return record if isinstance(record, Recommendation) else None

    def selected_keys(self) -> array[int]:
        """The local numbers of what is selected."""
        keys = array("q")
        for first, last in self._ranges():
            keys.extend(self.model.keys_of(first, last))
        return keys

    @Slot(QItemSelection, QItemSelection)
    def _selection_changed(self, _now: QItemSelection, _before: QItemSelection) -> None:
        self.leaving.emit()
        self.chosen.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Delete by key; Enter goes to the detail."""
        if watched is self.view and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Delete:
                self.delete_wanted.emit()
                return True
            if event.key() in _MOVES and event.modifiers() == _MOVING:
                self.move_wanted.emit(_MOVES[Qt.Key(event.key())])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2, Qt.Key.Key_F6):
                self.side_wanted.emit()
                return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
