"""The tables of the Review page: recommendations by cities, and lists of gaps, commitments and changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

from forumdesk.domain.answers import GLYPHS, Answer, Decision, grouped_cost
from forumdesk.domain.responses import CityChange, Matrix, Row
from forumdesk.domain.review import ReviewItem
from forumdesk.ui.models import Index
from forumdesk.ui.pages.review.days import day_shown
from forumdesk.ui.pages.review.questions import COLOURS
from forumdesk.ui.theme import colour
from forumdesk.ui.words import word

FROZEN = 380
"""How wide the recommendations stand, which stay in view however far one goes to the side."""
_CITY, _ROW = 132, 40


@dataclass(frozen=True, slots=True)
class Target:
    """Where a row or a cell leads."""

    recommendation: str = ""
    city: str = ""
    """The key of a city."""


class MatrixModel(QAbstractTableModel):
    """A row a recommendation, a column a city; the recommendations are the rows' headings, so they stay in view."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._matrix = Matrix()

    def show(self, matrix: Matrix) -> None:
        """Show these answers."""
        before = self._matrix
        same = [one.key for one in before.cities] == [one.key for one in matrix.cities] and [
            row.item.id for row in before.rows
        ] == [row.item.id for row in matrix.rows]
        if same:
            self._matrix = matrix
            if matrix.rows and matrix.cities:
                self.dataChanged.emit(self.index(0, 0), self.index(len(matrix.rows) - 1, len(matrix.cities) - 1))
            return
        self.beginResetModel()
        self._matrix = matrix
        self.endResetModel()

    def row(self, place: int) -> Row | None:
        """The recommendation of a row with its answers."""
        return self._matrix.rows[place] if 0 <= place < len(self._matrix.rows) else None

    def target(self, index: Index) -> Target:
        """Where a cell leads: a city's answer to a recommendation."""
        row = self.row(index.row())
        if row is None or not 0 <= index.column() < len(self._matrix.cities):
            return Target()
        return Target(row.item.recommendation, self._matrix.cities[index.column()].key)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many recommendations cities were asked about."""
        return 0 if parent.isValid() else len(self._matrix.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many cities were asked."""
        return 0 if parent.isValid() else len(self._matrix.cities)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """A city, with how many it answered; or a recommendation."""
        if orientation is Qt.Orientation.Horizontal:
            return self._city_heading(section, role)
        row = self.row(section)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row.item.label}  {' '.join(row.item.text.split())}"
        return row.item.text if role == Qt.ItemDataRole.ToolTipRole else None

    def _city_heading(self, section: int, role: int) -> str | None:
        if not 0 <= section < len(self._matrix.cities):
            return None
        city = self._matrix.cities[section]
        done, asked = self._matrix.answered(city)
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{city.name} {done}/{asked}"
        if role == Qt.ItemDataRole.ToolTipRole:
            said = QCoreApplication.translate("review", "{city}: {done} of {asked} answered")
            return said.format(city=city.label, done=done, asked=asked)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """A decision as sign and word; a colour besides; and all of it in words for a screen reader."""
        row, target = self.row(index.row()), self.target(index)
        if row is None or not target.city:
            return None
        answer = row.answers.get(target.city)
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if answer is None else self._decided(answer)
        if role == Qt.ItemDataRole.ForegroundRole:
            decision = answer.decision if answer else Decision.NONE
            differs = answer is not None and self._is_doubtful(answer)
            return colour("warning" if differs else COLOURS[decision])
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._told(row, index.column(), answer)
        return None

    def _is_doubtful(self, answer: Answer) -> bool:
        return bool(self._matrix.conflicts.get(answer.id)) or (answer.is_sent and not answer.is_as_sent)

    def _decided(self, answer: Answer) -> str:
        said = f"{GLYPHS[answer.decision]} {word(answer.decision)}"
        return f"⚠ {said}" if self._is_doubtful(answer) else said

    def _told(self, row: Row, column: int, answer: Answer | None) -> str:
        city = self._matrix.cities[column].label
        if answer is None:
            said = QCoreApplication.translate("review", "{city} was not asked about {label}.")
            return said.format(city=city, label=row.item.label)
        parts = [f"{city}, {row.item.label}: {word(answer.decision)}"]
        parts.extend(filter(None, (answer.wording, answer.reason, answer.unit, day_shown(answer.due))))
        if answer.cost:
            parts.append(grouped_cost(answer.cost, answer.currency))
        if self._matrix.conflicts.get(answer.id):
            parts.append(QCoreApplication.translate("review", "people of this city say different things"))
        elif answer.is_sent and not answer.is_as_sent:
            parts.append(QCoreApplication.translate("review", "changed after it was sent"))
        return ". ".join(parts)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list: its cells and where it leads."""

    cells: tuple[str, ...]
    target: Target


class LinesModel(QAbstractTableModel):
    """Lines under headings."""

    def __init__(self, columns: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings = ("",) * columns
        self._lines: tuple[Line, ...] = ()

    def show(self, headings: Sequence[str], lines: Sequence[Line]) -> None:
        """Show these lines."""
        self.beginResetModel()
        self._headings, self._lines = tuple(headings), tuple(lines)
        self.endResetModel()

    def target(self, index: Index) -> Target:
        """Where a line leads."""
        return self._lines[index.row()].target if 0 <= index.row() < len(self._lines) else Target()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many lines there are."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many cells a line has."""
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """A heading."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section] if section < len(self._headings) else None
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """A cell, its whole text on hover."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) or not index.isValid():
            return None
        cells = self._lines[index.row()].cells
        return cells[index.column()] if index.column() < len(cells) else None


def gap_lines(matrix: Matrix) -> tuple[Line, ...]:
    """What is missing: cities that said nothing, recommendations nobody wants, acceptances without unit or date."""
    unwanted = QCoreApplication.translate("review", "No city says yes")
    silent = QCoreApplication.translate("review", "Has not answered")
    unit = QCoreApplication.translate("review", "Yes, but no responsible unit")
    due = QCoreApplication.translate("review", "Yes, but no date")
    lines = [Line((silent, one.label, ""), Target(city=one.key)) for one in matrix.silent]
    lines.extend(Line((unwanted, "", _named(row.item)), Target(row.item.recommendation)) for row in matrix.unwanted)
    for item, answer in matrix.loose:
        said = " / ".join(words for name, words in (("unit", unit), ("due", due)) if name in answer.open_ends)
        lines.append(Line((said, answer.city, _named(item)), Target(item.recommendation, answer.key)))
    return tuple(lines)


def commitment_lines(matrix: Matrix) -> tuple[Line, ...]:
    """What cities said yes to, by date."""
    none = QCoreApplication.translate("review", "no date")
    return tuple(
        Line(
            (
                day_shown(answer.due) or none,
                answer.city,
                item.label,
                answer.unit,
                grouped_cost(answer.cost, answer.currency) if answer.cost else "",
                answer.wording or item.text,
            ),
            Target(item.recommendation, answer.key),
        )
        for item, answer in matrix.commitments
    )


def change_lines(changes: Sequence[CityChange]) -> tuple[Line, ...]:
    """What changed for each city since the pack before its newest."""
    pack = QCoreApplication.translate("review", "pack {number}")
    return tuple(
        Line(
            (
                word(one.change.kind),
                one.change.item.label,
                one.city.name,
                pack.format(number=one.pack),
                one.change.item.text,
                one.change.before.text if one.change.before else "",
            ),
            Target(one.change.item.recommendation, one.city.key),
        )
        for one in changes
    )


def _named(item: ReviewItem) -> str:
    return f"{item.label}  {item.text}"


def matrix_view(model: MatrixModel) -> QTableView:
    """A table whose first column is frozen: the headings of its rows, as Qt keeps them in view by itself."""
    view = _view(model)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
    header = view.verticalHeader()
    header.show()
    header.setFixedWidth(FROZEN)
    header.setTextElideMode(Qt.TextElideMode.ElideRight)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    view.horizontalHeader().setDefaultSectionSize(_CITY)
    view.horizontalHeader().setStretchLastSection(False)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    return view


def lines_view(model: LinesModel) -> QTableView:
    """A table of lines."""
    view = _view(model)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    return view


def _view(model: QAbstractTableModel) -> QTableView:
    view = QTableView()
    view.setModel(model)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(_ROW)
    header = view.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    header.setStretchLastSection(True)
    return view
