"""Everything that was done, the newest first: what this laptop did is taken back, or brought again, from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QModelIndex, Qt, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
)

from forumdesk.services.act_words import LASTING
from forumdesk.ui.act_words import act_text
from forumdesk.ui.dialogs.frame import Dialog, begin_headings
from forumdesk.ui.formats import day, laptop_time
from forumdesk.ui.outcome_words import holding_words, redone_words, stopped_words, undone_words
from forumdesk.ui.theme import colour
from forumdesk.ui.turning_strip import TurningStrip
from forumdesk.ui.widgets.rows import choose_row, fit_columns

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk
    from forumdesk.services.history import Entry, Outcome

_WHEN, _WHAT, _KIND, _WHERE = range(4)
MOST = 500
_OFFERS = 5
"""So many acts are offered to be taken back too."""


class HistoryDialog(Dialog):
    """Lists the acts of the forum, says of each what taking it back means, and takes it back or brings it again."""

    def lay_out(self) -> None:
        """A table, what is said of the chosen row, and what came of taking it back."""
        self._entries: tuple[Entry, ...] = ()
        came = self.workplace.turning.came
        self._outcome = came if came is not None and came.holding else None
        self._model = QStandardItemModel(0, 4, self)
        self._view = QTableView()
        self._view.setModel(self._model)
        self._view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._view.setShowGrid(False)
        self._view.setWordWrap(False)
        self._view.verticalHeader().hide()
        begin_headings(self._view)
        header = self._view.horizontalHeader()
        header.setSectionResizeMode(_WHAT, QHeaderView.ResizeMode.Stretch)
        self._about, self._came = QLabel(), QLabel()
        for label in (self._about, self._came):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._about.setProperty("role", "soft")
        self._came.hide()
        self._strip = TurningStrip(self.workplace.turning)
        self._too = [self._offer() for _ in range(_OFFERS)]
        self.column.addWidget(self._strip)
        self.column.addWidget(self._view, 1)
        self.column.addWidget(self._about)
        self.column.addWidget(self._came)
        offers = QVBoxLayout()
        offers.setSpacing(0)
        for button in self._too:
            offers.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        self.column.addLayout(offers)
        self._turn = self.primary_button(QDialogButtonBox.ButtonRole.ActionRole)
        self._turn.setEnabled(False)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Close)
        self.resize(960, 600)
        self._load()

    def _offer(self) -> QPushButton:
        button = QPushButton()
        button.setProperty("kind", "link")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(self._too_clicked)
        button.hide()
        return button

    def connect_parts(self) -> None:
        """Choose, take back, and follow what is done meanwhile."""
        self._view.selectionModel().currentRowChanged.connect(self._chosen)
        self._turn.clicked.connect(self._turn_clicked)
        self.workplace.changed.connect(self._load)
        turning = self.workplace.turning
        turning.undone.connect(self._take_outcome)
        turning.redone.connect(self._take_redone)
        turning.stopped.connect(self._take_stopped)
        turning.told.connect(self._show_about)

    def translate(self) -> None:
        """Words."""
        self.set_title(self.tr("History"))
        self._model.setHorizontalHeaderLabels(
            [self.tr("When"), self.tr("What"), self.tr("Can take it back"), self.tr("Where")]
        )
        self._view.setAccessibleName(self.tr("What was done"))
        self._show(self._entries)
        self._show_outcome()

    # ---- showing

    @Slot()
    def _load(self) -> None:
        self.workplace.ask(_entries, self._show)

    @Slot(object)
    def _show(self, entries: tuple[Entry, ...]) -> None:
        row, chosen = max(0, self._view.currentIndex().row()), self.current
        if chosen is not None:  # what is done meanwhile comes above it
            row = next((at for at, one in enumerate(entries) if (one.id, one.turn) == (chosen.id, chosen.turn)), row)
        self._entries = entries
        self._model.removeRows(0, self._model.rowCount())
        for entry in entries:
            when = QStandardItem(f"{day(entry.instant)} {laptop_time(entry.instant, seconds=True)}")
            where = QStandardItem(" · ".join(filter(None, (entry.laptop, entry.author))))
            what = QStandardItem(entry_words(entry))
            cells = [when, what, QStandardItem(kind_of_entry(entry)), where]
            for cell in cells:
                cell.setToolTip(cell.text())
            if entry.undone or entry.turn:
                for cell in cells:
                    cell.setForeground(colour("soft"))
            self._model.appendRow(cells)
        fit_columns(self._view, (_WHEN, _KIND, _WHERE))
        if entries:
            choose_row(self._view, min(row, len(entries) - 1))
        self._show_about()

    @property
    def current(self) -> Entry | None:
        """The act that is chosen."""
        row = self._view.currentIndex().row()
        return self._entries[row] if 0 <= row < len(self._entries) else None

    @Slot(QModelIndex, QModelIndex)
    def _chosen(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._show_about()

    @Slot()
    def _show_about(self) -> None:
        entry = self.current
        self._about.setText(about_entry(entry) if entry else "")
        again = entry is not None and entry.may_be_redone
        may = again or (entry is not None and entry.may_be_undone)
        self._turn.setText(self.tr("Bring this again") if again else self.tr("Take this back"))
        self._turn.setEnabled(may and not self.workplace.read_only and not self.workplace.turning.is_under_way)

    def _show_outcome(self) -> None:
        outcome = self._outcome
        self._came.setText(undone_words(outcome) if outcome else "")
        self._came.setVisible(outcome is not None)
        steps = outcome.holding if outcome else ()
        for place, button in enumerate(self._too):
            button.setVisible(place < len(steps))
            if outcome is not None and place < len(steps):
                button.setText(holding_words(outcome, steps[place]))

    # ---- taking back, and bringing again

    @Slot()
    def _turn_clicked(self) -> None:
        if self.current is not None:
            turning = self.workplace.turning
            (turning.redo if self.current.may_be_redone else turning.undo)(self.current.id)

    @Slot()
    def _too_clicked(self) -> None:
        place = next((place for place, one in enumerate(self._too) if one is self.sender()), -1)
        if self._outcome is not None and 0 <= place < len(self._outcome.holding):
            self.workplace.turning.undo(self._outcome.holding[place].act)

    @Slot(object)
    def _take_outcome(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self._show_outcome()

    @Slot(object)
    def _take_redone(self, outcome: Outcome) -> None:
        self._say(redone_words(outcome))

    @Slot()
    def _take_stopped(self) -> None:
        self._say(stopped_words())

    def _say(self, words: str) -> None:
        self._outcome = None
        self._show_outcome()
        self._came.setText(words)
        self._came.show()


def entry_words(entry: Entry) -> str:
    """What was done."""
    said = act_text(entry.name, "" if entry.is_merge else entry.subject)
    if entry.is_merge and not entry.turn:
        said = _tr("{act}: %n record(s)", entry.count).format(act=said)
    if entry.turn:
        undone, again = _tr("Undone: {act}"), _tr("Done again: {act}")
        return (undone if entry.turn == "undo" else again).format(act=said)
    return said


def kind_of_entry(entry: Entry) -> str:
    """Who can take it back, in a word or two."""
    if entry.turn:
        return ""
    if entry.undone:
        return _tr("taken back")
    if not entry.is_own:
        return entry.laptop or _tr("another laptop")
    if entry.name in LASTING:
        return _tr("nobody")
    return _tr("this desk alone") if entry.is_merge else _tr("this laptop")


def about_entry(entry: Entry) -> str:
    """What taking it back would mean, or why it cannot be taken back here."""
    if entry.turn:
        undone = _tr("An act was taken back. Where it stands in this list it can be brought again.")
        return undone if entry.turn == "undo" else _tr("An act was brought back. It can be taken back where it stands.")
    if not entry.is_own:
        said = _tr("Done on {laptop}: only that laptop takes it back. Here, change what it made by words of your own.")
        return said.format(laptop=entry.laptop or _tr("another laptop"))
    if entry.undone:
        return _tr("It was taken back, and nothing of it counts any more. Brought again, it is as it was before that.")
    if entry.name in LASTING:
        return " ".join(QCoreApplication.translate("errors", text) for text in LASTING[entry.name])
    if entry.is_merge:
        alone = _tr(
            "What others wrote came in with it. It is taken back on this desk alone: nothing changes on the laptops "
            "that wrote it, and what is set aside here can be brought back."
        )
        travels = _tr(
            "What it read from a workbook was said by this laptop: that travels with what you hand over next."
        )
        return f"{alone} {travels}" if entry.reads else alone
    return _tr("Done on this laptop. Taking it back travels to the others with what you hand over next.")


def _tr(text: str, count: int = -1) -> str:
    return QCoreApplication.translate("history", text, "", count)


def _entries(desk: Desk) -> tuple[Entry, ...]:
    return desk.history.entries(MOST)
