"""The secretariat's view: recommendations by cities, what is missing, commitments by date, and what changed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QStackedLayout, QTableView, QVBoxLayout, QWidget

from forumdesk.domain.responses import Matrix, Row
from forumdesk.ui.pages.review.reading import Scene
from forumdesk.ui.pages.review.tables import (
    LinesModel,
    MatrixModel,
    Target,
    change_lines,
    commitment_lines,
    gap_lines,
    lines_view,
    matrix_view,
)
from forumdesk.ui.widgets.chip import Chip, ChipRow

VIEWS = ("matrix", "gaps", "commitments", "changes")
_WIDTHS = {"gaps": (260, 200), "commitments": (150, 140, 70, 220, 160), "changes": (120, 70, 140, 90, 420)}
"""Of all columns but the last, which takes what is left."""


class Overview(QWidget):
    """Four views of what cities answered."""

    opened = Signal(object)  #: Target of the cell or line that was opened
    moved = Signal()  #: another recommendation is chosen
    since_chosen = Signal(int)  #: number of the pack since which changes are told; 0 for the one before the newest

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._lay_out()
        self._connect()
        self._translate()

    def _lay_out(self) -> None:
        self._chips = ChipRow(exclusive=True)
        self._words = QLabel()
        self._words.setProperty("role", "soft")
        self._since = QComboBox()
        self._since.hide()
        self.matrix = MatrixModel(self)
        self._lines = {name: LinesModel(len(widths) + 1, self) for name, widths in _WIDTHS.items()}
        self._views: dict[str, QTableView] = {"matrix": matrix_view(self.matrix)}
        self._views.update({name: lines_view(model) for name, model in self._lines.items()})
        for name, widths in _WIDTHS.items():
            for place, width in enumerate(widths):
                self._views[name].setColumnWidth(place, width)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        for view in self._views.values():
            self._stack.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(16, 0, 16, 8)
        top.setSpacing(6)
        top.addWidget(self._chips)
        told = QHBoxLayout()
        told.addWidget(self._words)
        told.addWidget(self._since)
        told.addStretch(1)
        top.addLayout(told)
        column.addLayout(top)
        column.addWidget(holder, 1)

    def _connect(self) -> None:
        self._chips.chosen.connect(self.choose)
        self._since.activated.connect(self._since_picked)
        for view in self._views.values():
            view.activated.connect(self._activated)
        self._views["matrix"].selectionModel().currentChanged.connect(self._moved)

    def _translate(self) -> None:
        self._chips.setAccessibleName(self.tr("Views"))
        self._since.setAccessibleName(self.tr("Since which pack"))
        self._views["matrix"].setAccessibleName(self.tr("Recommendations by cities"))
        self._views["gaps"].setAccessibleName(self.tr("Gaps"))
        self._views["commitments"].setAccessibleName(self.tr("Commitments by date"))
        self._views["changes"].setAccessibleName(self.tr("Changes since the last pack"))
        if self._scene is not None:
            self.show_scene(self._scene)
        else:
            self._show_chips(Matrix(), (0, 0, 0))

    def show_scene(self, scene: Scene) -> None:
        """Show what cities answered."""
        self._scene = scene
        matrix = scene.matrix
        self.matrix.show(matrix)
        gaps, commitments = gap_lines(matrix), commitment_lines(matrix)
        changes = change_lines(scene.changes)
        self._lines["gaps"].show((self.tr("Gap"), self.tr("City"), self.tr("Recommendation")), gaps)
        headings = (self.tr("Until"), self.tr("City"), self.tr("No."), self.tr("Responsible unit"), self.tr("Cost"))
        self._lines["commitments"].show((*headings, self.tr("What")), commitments)
        told = (self.tr("Change"), self.tr("No."), self.tr("City"), self.tr("Since"), self.tr("Now"), self.tr("Before"))
        self._lines["changes"].show(told, changes)
        self._show_chips(matrix, (len(gaps), len(commitments), len(changes)))
        self._fill_since(scene.packs)

    def _fill_since(self, packs: int) -> None:
        chosen = self._since.currentData() or 0
        self._since.clear()
        self._since.addItem(self.tr("since the pack before the newest"), 0)
        for number in range(1, packs + 1):
            self._since.addItem(self.tr("since pack {number}").format(number=number), number)
        self._since.setCurrentIndex(max(0, self._since.findData(chosen)))

    @Slot(int)
    def _since_picked(self, _place: int) -> None:
        self.since_chosen.emit(self._since.currentData())

    def _show_chips(self, matrix: Matrix, counts: tuple[int, int, int]) -> None:
        chosen = self.chosen
        names = (self.tr("Matrix"), self.tr("Gaps"), self.tr("Commitments"), self.tr("Changes"))
        chips = [Chip(names[0], key="matrix")]
        chips.extend(
            Chip(words, key=key, count=count) for words, key, count in zip(names[1:], VIEWS[1:], counts, strict=True)
        )
        self._chips.show_chips(chips, chosen=chosen)
        cities = self.tr("%n city(ies) asked", "", len(matrix.cities))
        silent = self.tr("%n silent so far", "", len(matrix.silent))
        self._words.setText(f"{cities} · {silent}")

    @property
    def chosen(self) -> str:
        """Which view is shown."""
        return self._chips.chosen_key or VIEWS[0]

    @Slot(str)
    def choose(self, name: str) -> None:
        """Show a view."""
        self._chips.choose(name)
        self._stack.setCurrentWidget(self._views[name])
        self._since.setVisible(name == "changes")
        self.moved.emit()

    def view(self) -> QTableView:
        """The table that is shown."""
        return self._views[self.chosen]

    @property
    def row(self) -> Row | None:
        """The recommendation of the chosen cell or line, with the answers to it."""
        target = self._target(self.view().currentIndex())
        rows = self._scene.matrix.rows if self._scene else ()
        return next((row for row in rows if row.item.recommendation == target.recommendation), None)

    def _target(self, index: QModelIndex) -> Target:
        name = self.chosen
        return self.matrix.target(index) if name == "matrix" else self._lines[name].target(index)

    @Slot(QModelIndex)
    def _activated(self, index: QModelIndex) -> None:
        self.opened.emit(self._target(index))

    @Slot(QModelIndex, QModelIndex)
    def _moved(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self.moved.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
