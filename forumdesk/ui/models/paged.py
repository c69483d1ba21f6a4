"""A long list of records: only keys are held, pages of rows come from the worker when they are looked at."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal, Slot

from forumdesk.domain.ids import RecordId
from forumdesk.domain.listing import ListQuery
from forumdesk.domain.records import Record
from forumdesk.ui.models import Index
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk

PAGE = 100
PAGES_KEPT = 16
IN_FLIGHT = 2
"""So many pages are asked for at a time; what is looked at last comes first."""
LATER = 4
"""Pages that were passed by longer ago than this are not asked for any more."""
RECORD_ROLE = Qt.ItemDataRole.UserRole + 1
"""The record of a row, or None while its page is on the way."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column as it is declared: its heading (translated by the model's owner), its text, and what sorts it."""

    name: str
    heading: str
    text: Callable[[Any], str]
    order: str = ""
    """The field that sorts it; empty where it cannot be sorted by."""
    alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeading


@dataclass(frozen=True, slots=True)
class _Answer:
    generation: int
    keys: array[int]


class PagedTableModel(QAbstractTableModel):
    """Shows the records of a query; keys in order, an LRU of pages, placeholders while a page is on the way."""

    loaded = Signal()  #: the keys of the query that was asked last are there
    page_loaded = Signal(int)  #: a page's rows came

    def __init__(
        self, workplace: Workplace, record_class: type[Record], columns: Sequence[Column], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._class = record_class
        self.columns = tuple(columns)
        self._headings = [column.heading for column in columns]
        self.query = ListQuery()
        self._keys: array[int] = array("q")
        self._pages: OrderedDict[int, tuple[Record | None, ...]] = OrderedDict()
        self._asked: set[int] = set()
        self._later: list[int] = []
        self._generation = 0

    # ---- what is shown

    def show(self, query: ListQuery) -> None:
        """Show another query: the old rows stay until the new keys are there."""
        self.query = query
        self._generation += 1
        self._workplace.ask(partial(_keys, self._class, query, self._generation), self._take_keys)

    def clear(self) -> None:
        """Show nothing."""
        self._generation += 1
        self.beginResetModel()
        self._keys, self._asked = array("q"), set()
        self._pages.clear()
        self._later.clear()
        self.endResetModel()

    @Slot(object)
    def _take_keys(self, answer: _Answer) -> None:
        if answer.generation != self._generation:
            return
        if answer.keys != self._keys:
            self.beginResetModel()
            self._keys = answer.keys
            self._pages.clear()
            self._asked.clear()
            self._later.clear()
            self.endResetModel()
        self.loaded.emit()

    def refresh(self, records: Iterable[RecordId]) -> None:
        """Rows of these records changed but stay where they are: read their pages again when they are looked at."""
        wanted = set(records)
        for number in [
            n for n, rows in self._pages.items() if any(row is not None and row.id in wanted for row in rows)
        ]:
            self._ask_for(number)

    # ---- pages

    def record(self, row: int) -> Record | None:
        """The record of a row, or None while its page is on the way."""
        number, place = divmod(row, PAGE)
        page = self._pages.get(number)
        if page is None:
            self._ask_for(number)
            return None
        self._pages.move_to_end(number)
        return page[place] if place < len(page) else None

    def _ask_for(self, number: int) -> None:
        if number in self._asked or not 0 <= number * PAGE < max(1, len(self._keys)):
            return
        if len(self._asked) >= IN_FLIGHT:
            self._later = [*(one for one in self._later if one != number), number][-LATER:]
            return
        self._asked.add(number)
        keys = self._keys[number * PAGE : (number + 1) * PAGE]
        question = partial(_page, self._class, keys, self._generation, number)
        self._workplace.ask(question, self._take_page, self._page_failed)

    @Slot(object)
    def _page_failed(self, error: BaseException) -> None:
        self._asked.clear()
        self._workplace.trouble.emit(error)

    @Slot(object)
    def _take_page(self, answer: tuple[int, int, array[int], tuple[Record | None, ...]]) -> None:
        generation, number, keys, rows = answer
        self._asked.discard(number)
        if self._later:
            self._ask_for(self._later.pop())
        if generation != self._generation and keys != self._keys[number * PAGE : (number + 1) * PAGE]:
            return
        self._pages[number] = rows
        self._pages.move_to_end(number)
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        last = min(len(self._keys), (number + 1) * PAGE) - 1
        if last >= number * PAGE:
            self.dataChanged.emit(self.index(number * PAGE, 0), self.index(last, len(self.columns) - 1))
        self.page_loaded.emit(number)
        if len(self._pages) == 1:  # the neighbour is wanted next: ask for it while nobody waits
            self._ask_for(number + 1)

    def row_of_key(self, key: int) -> int:
        """The row that shows a record's local number, or -1."""
        try:
            return self._keys.index(key)
        except ValueError:
            return -1

    def ranges_of(self, keys: Iterable[int]) -> list[tuple[int, int]]:
        """The rows that show these local numbers, as ranges with both ends included."""
        wanted = set(keys)
        ranges: list[tuple[int, int]] = []
        for row in (place for place, key in enumerate(self._keys) if key in wanted):
            if ranges and ranges[-1][1] == row - 1:
                ranges[-1] = (ranges[-1][0], row)
            else:
                ranges.append((row, row))
        return ranges

    def keys_of(self, first: int, last: int) -> array[int]:
        """The local numbers of a range of rows, both ends included."""
        return self._keys[first : last + 1]

    # ---- Qt's model

    def set_headings(self, headings: Sequence[str]) -> None:
        """Put the headings in the language of the interface."""
        self._headings = list(headings)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many records the query has."""
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns are declared."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own
        """A cell's text, its record or its alignment."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            record = self.record(index.row())
            return "…" if record is None else self.columns[index.column()].text(record)
        if role == RECORD_ROLE:
            return self.record(index.row())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """A column's heading."""
        if (
            orientation is Qt.Orientation.Horizontal
            and role == Qt.ItemDataRole.DisplayRole
            and 0 <= section < len(self._headings)
        ):
            return self._headings[section]
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, in the database."""
        if 0 <= column < len(self.columns) and (name := self.columns[column].order):
            term = f"-{name}" if order is Qt.SortOrder.DescendingOrder else name
            self.show(ListQuery(self.query.criteria, (term,)))


def _keys(record_class: type[Record], query: ListQuery, generation: int, desk: Desk) -> _Answer:
    return _Answer(generation, desk.finding.keys(record_class, query))


def _page(
    record_class: type[Record], keys: array[int], generation: int, number: int, desk: Desk
) -> tuple[int, int, array[int], tuple[Record | None, ...]]:
    return generation, number, keys, desk.finding.page(record_class, keys)
