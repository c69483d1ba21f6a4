"""The Plan page: days, sessions and their steps, edited where they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QInputDialog,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from forumdesk.domain.agenda import Room, Session, Step
from forumdesk.domain.changes import Change
from forumdesk.domain.forum import Forum
from forumdesk.domain.people import Participant
from forumdesk.ui.formats import day
from forumdesk.ui.pages import Page
from forumdesk.ui.pages.plan.agenda import Agenda, gather
from forumdesk.ui.pages.plan.detail import SessionDetail
from forumdesk.ui.pages.plan.sessions import CODE, ENDS, KIND, NOTES, ROOM, START, TITLE, SessionDelegate, SessionModel
from forumdesk.ui.widgets.chip import Chip, ChipRow
from forumdesk.ui.widgets.empty import EmptyState
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk

_SHOWN = {Forum.KIND, Room.KIND, Session.KIND, Step.KIND, Participant.KIND}
_WIDTHS = {START: 76, ENDS: 76, CODE: 76, ROOM: 120, KIND: 112, NOTES: 68}


class PlanPage(Page):
    """The plan of the forum."""

    NAME = "plan"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self._agenda: Agenda | None = None
        self._day: date | None = None
        self._chosen = ""
        self._new_step = ""
        self._lay_out()
        self._connect()
        self._translate()

    def _lay_out(self) -> None:
        self._days = ChipRow(exclusive=True)
        self._add = QPushButton()
        self._add_room = QPushButton()
        self._run = QPushButton()
        self._run.setProperty("kind", "primary")
        top = QHBoxLayout()
        top.setContentsMargins(16, 8, 16, 8)
        top.setSpacing(8)
        top.addWidget(self._days)
        top.addStretch(1)
        for button in (self._add, self._add_room, self._run):
            top.addWidget(button)
        self._model = SessionModel(self)
        self._view = self._made_view()
        self._empty = EmptyState("plan")
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self._view)
        self._stack.addWidget(self._empty)
        self._detail = SessionDetail()
        self._detail.setMinimumWidth(400)
        self._detail.hide()
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.addWidget(holder)
        self._split.addWidget(self._detail)
        self._split.setStretchFactor(0, 1)
        self._split.setChildrenCollapsible(False)
        self._split.setSizes([820, 474])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._split, 1)

    def _made_view(self) -> QTableView:
        view = QTableView()
        view.setModel(self._model)
        view.setItemDelegate(SessionDelegate(view))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setShowGrid(False)
        view.setTabKeyNavigation(False)
        view.setWordWrap(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(44)
        for column, width in _WIDTHS.items():
            view.setColumnWidth(column, width)
        view.horizontalHeader().setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        view.horizontalHeader().setHighlightSections(False)
        view.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        return view

    def _connect(self) -> None:
        self._days.chosen.connect(self._day_chosen)
        self._add.clicked.connect(self.add_session)
        self._add_room.clicked.connect(self.add_room)
        self._run.clicked.connect(self.run_session)
        self._empty.action.connect(self.add_session)
        self._model.edited.connect(self._session_edited)
        self._view.selectionModel().currentRowChanged.connect(self._row_chosen)
        self._detail.changed.connect(self._session_edited)
        self._detail.step_changed.connect(self._step_edited)
        self._detail.step_moved.connect(self._step_moved)
        self._detail.step_added.connect(self._step_added)
        self._detail.step_deleted.connect(self._step_deleted)

    def _translate(self) -> None:
        self._add.setText(self.tr("Add session"))
        self._add_room.setText(self.tr("Add room"))
        self._run.setText(self.tr("Run this session"))
        self._view.setAccessibleName(self.tr("Sessions"))
        self._days.setAccessibleName(self.tr("Days"))
        self._empty.set_texts(
            self.tr("Nothing is planned yet"),
            self.tr("Sessions and their steps stand here; times follow by themselves when you move a step."),
            self.tr("Add the first session"),
        )
        self._show_days()

    def title(self) -> str:
        """What stands in the top bar."""
        return self.tr("Plan")

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """The actions that this page does."""
        return {
            "add-session": self.add_session,
            "delete-session": self.delete_session,
            "add-step": self._detail.add_step,
            "move-step-up": self._detail.move_up,
            "move-step-down": self._detail.move_down,
            "delete-step": self._detail.delete_step,
            "add-room": self.add_room,
            "run-session": self.run_session,
        }

    # ---- showing

    def show_forum(self) -> None:
        """Show the plan of the forum that was opened, from its first day on."""
        self._agenda, self._chosen, self._day = None, "", None
        self._load()

    def leave_forum(self) -> None:
        """Show nothing."""
        self._agenda = None
        self._detail.hide()

    def take_changes(self, changes: Sequence[Change]) -> None:
        """Read the plan again when it changed."""
        if any(change.kind in _SHOWN for change in changes):
            self._load()

    def show_record(self, record_id: str) -> None:
        """Choose a session."""
        self._chosen = record_id
        self._load()

    def leaving(self) -> None:
        """Keep the questions that are being typed."""
        self._detail.keep_questions()

    def _load(self) -> None:
        self.workplace.ask(gather, self._take_agenda)

    @Slot(object)
    def _take_agenda(self, agenda: Agenda) -> None:
        is_first = self._agenda is None
        self._agenda = agenda
        chosen = agenda.session(self._chosen)
        days = agenda.days()
        if chosen is not None:
            self._day = agenda.day(chosen)
        elif is_first or self._day not in days:
            self._day = days[0] if days else None
        self._show_days()
        self._show_sessions()

    def _show_days(self) -> None:
        if self._agenda is None:
            return
        chips = [
            Chip(day(when) if when else self.tr("No day yet"), key=when.isoformat() if when else "")
            for when in self._agenda.days()
        ]
        self._days.show_chips(chips, chosen=self._day.isoformat() if self._day else "")

    def _show_sessions(self) -> None:
        agenda = self._agenda
        if agenda is None:
            return
        writable = not self.workplace.read_only
        self._model.writable = writable
        for button in (self._add, self._add_room):
            button.setEnabled(writable)
            button.setToolTip(self.workplace.read_only_because)
        sessions = agenda.of_day(self._day)
        self._model.show(agenda, sessions)
        self._stack.setCurrentWidget(self._view if sessions else self._empty)
        if agenda.session(self._chosen) is None:
            held = [one for one in sessions if agenda.steps_of(one)] or sessions
            self._chosen = held[0].id if held else ""
        row = self._model.row_of(self._chosen)
        if row >= 0 and self._view.currentIndex().row() != row:
            self._view.selectionModel().setCurrentIndex(
                self._model.index(row, TITLE),
                QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
            )
        self._show_detail()

    def _show_detail(self) -> None:
        if self._agenda is None:
            return
        session = self._agenda.session(self._chosen)
        self._detail.show_session(self._agenda, session, writable=not self.workplace.read_only)
        self._run.setEnabled(session is not None)
        if self._new_step:
            self._detail.choose_step(self._new_step, edit=True)
            self._new_step = ""

    @Slot(str)
    def _day_chosen(self, key: str) -> None:
        self._day = date.fromisoformat(key) if key else None
        self._chosen = ""
        self._show_sessions()

    @Slot(QModelIndex, QModelIndex)
    def _row_chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        session = self._model.session(current.row())
        if session is not None and session.id != self._chosen:
            self._detail.keep_questions()
            self._chosen = session.id
            self._show_detail()

    # ---- acting

    @Slot()
    def add_session(self) -> None:
        """Add a session after the last one of the day that is shown."""
        if self._agenda is None:
            return
        sessions = self._agenda.of_day(self._day)
        start = self._agenda.ends(sessions[-1]) if sessions else None
        room = sessions[-1].room if sessions else (self._agenda.rooms[0].id if self._agenda.rooms else "")
        self.workplace.act(
            partial(_add_session, title=self.tr("New session"), room=room, start=start), self._take_new_session
        )

    @Slot(object)
    def _take_new_session(self, session: Session) -> None:
        self._chosen = session.id
        self._load()

    @Slot()
    def delete_session(self) -> None:
        """Delete the chosen session; undo brings it back."""
        if self._chosen:
            self.workplace.act(partial(_delete_session, session_id=self._chosen))

    @Slot()
    def add_room(self) -> None:
        """Ask for the name of a room and add it."""
        dialog = QInputDialog(self)
        dialog.setWindowTitle(self.tr("Add room"))
        dialog.setLabelText(self.tr("What is the room called?"))
        dialog.textValueSelected.connect(self._room_named)
        dialog.open()

    @Slot(str)
    def _room_named(self, name: str) -> None:
        self.workplace.act(partial(_add_room, name=name))

    @Slot()
    def run_session(self) -> None:
        """Go to the room with the chosen session."""
        if self._chosen:
            self.workplace.go("room", self._chosen)

    @Slot(str, str, object)
    def _session_edited(self, session_id: str, field: str, value: Any) -> None:  # noqa: ANN401
        self.workplace.act(partial(_change_session, session_id=session_id, fields={field: value}))

    @Slot(str, str, object)
    def _step_edited(self, step_id: str, field: str, value: Any) -> None:  # noqa: ANN401
        self.workplace.act(partial(_change_step, step_id=step_id, fields={field: value}))

    @Slot(str, int)
    def _step_moved(self, step_id: str, to: int) -> None:
        self.workplace.act(partial(_move_step, step_id=step_id, to=to))

    @Slot(str, int)
    def _step_added(self, session_id: str, at: int) -> None:
        self.workplace.act(
            partial(_add_step, session_id=session_id, title=self.tr("New step"), at=at), self._take_new_step
        )

    @Slot(object)
    def _take_new_step(self, step: Step) -> None:
        self._new_step = step.id

    @Slot(str)
    def _step_deleted(self, step_id: str) -> None:
        self.workplace.act(partial(_delete_step, step_id=step_id))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


def _add_session(desk: Desk, *, title: str, room: str, start: Any) -> Session:  # noqa: ANN401
    return desk.planning.add_session(title, room=room, start=start)


def _delete_session(desk: Desk, *, session_id: str) -> None:
    desk.planning.delete_session(session_id)


def _change_session(desk: Desk, *, session_id: str, fields: dict[str, Any]) -> Session:
    return desk.planning.change_session(session_id, **fields)


def _add_room(desk: Desk, *, name: str) -> Room:
    return desk.planning.add_room(name)


def _add_step(desk: Desk, *, session_id: str, title: str, at: int) -> Step:
    return desk.planning.add_step(session_id, title, at=at)


def _change_step(desk: Desk, *, step_id: str, fields: dict[str, Any]) -> Step:
    return desk.planning.change_step(step_id, **fields)


def _move_step(desk: Desk, *, step_id: str, to: int) -> Step:
    return desk.planning.move_step(step_id, to)


def _delete_step(desk: Desk, *, step_id: str) -> None:
    desk.planning.delete_step(step_id)
