"""One session beside the plan: its roles, its rule of attribution, its questions and its steps."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from forumdesk.domain.agenda import Session, planned
from forumdesk.domain.forum import Attribution
from forumdesk.ui.formats import forum_time
from forumdesk.ui.pages.plan.agenda import Agenda
from forumdesk.ui.pages.plan.steps import MINUTES, OPTIONAL, QUESTION, TECHNIQUE, TIME, TITLE, StepDelegate, StepModel
from forumdesk.ui.widgets.section import SectionLabel
from forumdesk.ui.words import word

ROLES = ("chair", "co_chair", "facilitator", "rapporteur")
_WIDTHS = {TIME: 72, MINUTES: 50, OPTIONAL: 74, TECHNIQUE: 106}


class SessionDetail(QWidget):
    """Shows a session and asks for every change of it."""

    changed = Signal(str, str, object)  #: session id, field name, value
    step_changed = Signal(str, str, object)  #: step id, field name, value
    step_moved = Signal(str, int)  #: step id, its new place
    step_added = Signal(str, int)  #: session id, place
    step_deleted = Signal(str)  #: step id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self._agenda: Agenda | None = None
        self._filling = False
        self._lay_out()
        self._connect()
        self._translate()

    def _lay_out(self) -> None:
        self.setObjectName("side")
        self._where = QLabel()
        self._where.setProperty("role", "soft")
        self._title = QLabel()
        self._title.setProperty("role", "headline")
        self._title.setWordWrap(True)
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(6)
        self._labels = {name: QLabel() for name in (*ROLES, "attribution")}
        self._people = {role: QComboBox() for role in ROLES}
        self._attribution = QComboBox()
        for rule in Attribution:
            self._attribution.addItem("", rule.value)
        for role, box in self._people.items():
            box.setEditable(False)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            self._labels[role].setBuddy(box)
            self._form.addRow(self._labels[role], box)
        self._labels["attribution"].setBuddy(self._attribution)
        self._form.addRow(self._labels["attribution"], self._attribution)
        self._questions_label = SectionLabel()
        self._questions = QPlainTextEdit()
        self._questions.setTabChangesFocus(True)
        self._questions.setFixedHeight(76)
        self._questions_label.setBuddy(self._questions)
        self._steps_label = SectionLabel()
        self._lay_out_steps()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(self._where)
        column.addWidget(self._title)
        column.addLayout(self._form)
        column.addWidget(self._questions_label)
        column.addWidget(self._questions)
        column.addWidget(self._steps_label)
        column.addWidget(self._view, 1)
        column.addLayout(self._buttons)

    def _lay_out_steps(self) -> None:
        self._model = StepModel(self)
        self._view = QTableView()
        self._view.setModel(self._model)
        self._view.setItemDelegate(StepDelegate(self._view))
        self._view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._view.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self._view.setDragDropOverwriteMode(False)
        self._view.setShowGrid(False)
        self._view.setTabKeyNavigation(False)
        self._view.setWordWrap(False)
        self._view.verticalHeader().hide()
        self._view.verticalHeader().setDefaultSectionSize(34)
        header = self._view.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        for column, width in _WIDTHS.items():
            self._view.setColumnWidth(column, width)
        header.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        self._view.setColumnHidden(3, True)
        self._view.setColumnHidden(QUESTION, True)
        self._buttons = QHBoxLayout()
        self._add, self._up, self._down, self._remove = (QPushButton() for _ in range(4))
        for button in (self._add, self._up, self._down, self._remove):
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)

    def _connect(self) -> None:
        for role, box in self._people.items():
            box.setProperty("field", role)
            box.activated.connect(self._person_chosen)
        self._attribution.activated.connect(self._attribution_chosen)
        self._questions.installEventFilter(self)
        self._view.installEventFilter(self)
        self._model.edited.connect(self.step_changed)
        self._model.moved.connect(self.step_moved)
        self._add.clicked.connect(self.add_step)
        self._up.clicked.connect(self.move_up)
        self._down.clicked.connect(self.move_down)
        self._remove.clicked.connect(self.delete_step)

    def _translate(self) -> None:
        names = {
            "chair": self.tr("Chair"),
            "co_chair": self.tr("Co-chair"),
            "facilitator": self.tr("Facilitator"),
            "rapporteur": self.tr("Rapporteur"),
            "attribution": self.tr("Attribution"),
        }
        for name, label in self._labels.items():
            label.setText(names[name])
            (self._people.get(name) or self._attribution).setAccessibleName(names[name])
        for place, rule in enumerate(Attribution):
            self._attribution.setItemText(place, word(rule))
        self._questions_label.setText(self.tr("Guiding questions, one a line"))
        self._questions.setAccessibleName(self.tr("Guiding questions"))
        self._view.setAccessibleName(self.tr("Steps"))
        self._add.setText(self.tr("Add step"))
        self._up.setText(self.tr("Up"))
        self._down.setText(self.tr("Down"))
        self._remove.setText(self.tr("Delete"))
        self._show_minutes()

    # ---- showing

    def show_session(self, agenda: Agenda, session: Session | None, *, writable: bool) -> None:
        """Show a session as it stands; what is being typed stays."""
        other = session is None or self._session is None or session.id != self._session.id
        self._agenda, self._session = agenda, session
        self.setVisible(session is not None)
        if session is None:
            return
        self._filling = True
        self._where.setText(f"{session.code} · {agenda.room_name(session)}".strip(" ·"))
        self._title.setText(session.title)
        for role, box in self._people.items():
            self._fill_people(box, agenda, getattr(session, role))
            box.setEnabled(writable)
        self._attribution.setCurrentIndex(self._attribution.findData(session.attribution.value))
        self._attribution.setEnabled(writable)
        if other or not self._questions.hasFocus():
            self._questions.setPlainText(session.questions)
        self._questions.setReadOnly(not writable)
        self._model.writable = writable
        step = None if other else self._model.step(self._chosen())
        self._model.show(agenda.forum, planned(session, agenda.steps_of(session)))
        if step is not None and not self._view.currentIndex().isValid():
            self.choose_step(step.step.id)
        for button in (self._add, self._up, self._down, self._remove):
            button.setEnabled(writable)
        self._show_minutes()
        self._filling = False

    def _fill_people(self, box: QComboBox, agenda: Agenda, chosen: str) -> None:
        if box.count() != len(agenda.people) + 1:
            box.clear()
            box.addItem("—", "")
            for person in agenda.people:
                box.addItem(person.label, person.id)
        box.setCurrentIndex(max(0, box.findData(chosen)))

    def _show_minutes(self) -> None:
        if self._agenda is None or self._session is None:
            self._steps_label.setText(self.tr("Steps"))
            return
        minutes = int(self._agenda.length(self._session).total_seconds() // 60)
        ends = forum_time(self._agenda.ends(self._session), self._agenda.forum)
        said = self.tr("Steps · {minutes} minutes · ends {time}") if ends else self.tr("Steps · {minutes} minutes")
        self._steps_label.setText(said.format(minutes=minutes, time=ends))

    # ---- asking

    @Slot(int)
    def _person_chosen(self, _place: int) -> None:
        box = self.sender()
        if isinstance(box, QComboBox) and self._session is not None and not self._filling:
            self.changed.emit(self._session.id, str(box.property("field")), box.currentData())

    @Slot(int)
    def _attribution_chosen(self, _place: int) -> None:
        if self._session is not None and not self._filling:
            self.changed.emit(self._session.id, "attribution", Attribution(self._attribution.currentData()))

    def keep_questions(self) -> None:
        """Keep the guiding questions as they are typed."""
        session = self._session
        if session is not None and not self._questions.isReadOnly():
            text = self._questions.toPlainText().strip()
            if text != session.questions:
                self.changed.emit(session.id, "questions", text)

    def _chosen(self) -> int:
        return self._view.currentIndex().row()

    @Slot()
    def add_step(self) -> None:
        """Add a step after the chosen one, or last."""
        if self._session is not None:
            row = self._chosen()
            self.step_added.emit(self._session.id, row + 1 if row >= 0 else self._model.rowCount())

    @Slot()
    def delete_step(self) -> None:
        """Delete the chosen step; undo brings it back."""
        step = self._model.step(self._chosen())
        if step is not None:
            self.step_deleted.emit(step.step.id)

    @Slot()
    def move_up(self) -> None:
        """Move the chosen step one place earlier."""
        self._move(-1)

    @Slot()
    def move_down(self) -> None:
        """Move the chosen step one place later."""
        self._move(+1)

    def _move(self, by: int) -> None:
        row = self._chosen()
        step = self._model.step(row)
        if step is not None and 0 <= row + by < self._model.rowCount():
            self.step_moved.emit(step.step.id, row + by)

    def choose_step(self, step_id: str, *, edit: bool = False) -> None:
        """Choose a step, and begin to edit its title where asked."""
        row = self._model.row_of(step_id)
        if row < 0:
            return
        index = self._model.index(row, TITLE)
        self._view.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        )
        if edit:
            self._view.setFocus()
            self._view.edit(index)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Keep the questions when they are left; delete a step by its key."""
        if watched is self._questions and event.type() == QEvent.Type.FocusOut:
            self.keep_questions()
        if (
            watched is self._view
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Delete
        ):
            self.delete_step()
            return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
