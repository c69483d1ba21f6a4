"""The clock of the step under way, what can be done with it, and the session's steps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QTextLayout
from PySide6.QtWidgets import (
    QLabel,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from forumdesk.domain.agenda import PlannedStep, Step, planned
from forumdesk.domain.forum import FORUM_ID, Forum
from forumdesk.domain.text import one_line
from forumdesk.domain.timers import Countdown
from forumdesk.ui.formats import clock_text, forum_time
from forumdesk.ui.models import Index
from forumdesk.ui.theme import colour
from forumdesk.ui.theme.fonts import font
from forumdesk.ui.widgets.clockface import ClockFace
from forumdesk.ui.widgets.flow import FlowLayout
from forumdesk.ui.widgets.section import SectionLabel

if TYPE_CHECKING:
    from forumdesk.services.running import Progression

STEP_ROLE = Qt.ItemDataRole.UserRole + 1
STATE_ROLE = Qt.ItemDataRole.UserRole + 2
TIME_ROLE = Qt.ItemDataRole.UserRole + 3
DONE, NOW, LATER = "done", "now", "later"
_LEFT, _TIME, _GAP, _AROUND = 8, 44, 8, 18
"""What stands around a step's words, in pixels."""


class StepsModel(QAbstractListModel):
    """The steps in order, each done, under way or still ahead."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[PlannedStep, ...] = ()
        self._current = -1
        self._finished = False
        self._forum = Forum(id=FORUM_ID)

    def show(self, forum: Forum, progress: Progression | None) -> None:
        """Show where a session stands."""
        steps = planned(progress.session, progress.steps) if progress else ()
        same = [one.step.id for one in steps] == [one.step.id for one in self._steps]
        if not same:
            self.beginResetModel()
        self._steps, self._forum = steps, forum
        current = progress.current.id if progress and progress.current else ""
        self._current = next((at for at, one in enumerate(steps) if one.step.id == current), -1)
        self._finished = progress is not None and progress.run.finished is not None
        if not same:
            self.endResetModel()
        elif steps:
            self.dataChanged.emit(self.index(0), self.index(len(steps) - 1))

    @property
    def current(self) -> int:
        """The row of the step under way, or -1."""
        return self._current

    def state(self, row: int) -> str:
        """Whether a step is done, under way or ahead."""
        if row == self._current:
            return NOW
        return DONE if self._finished or row < self._current else LATER

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many steps there are."""
        return 0 if parent.isValid() else len(self._steps)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own
        """A step, its state, its planned time or its title."""
        if not index.isValid() or index.row() >= len(self._steps):
            return None
        one = self._steps[index.row()]
        step, state = one.step, self.state(index.row())
        told = {
            STEP_ROLE: step,
            STATE_ROLE: state,
            TIME_ROLE: forum_time(one.begins, self._forum),
            Qt.ItemDataRole.DisplayRole: step.title,
            Qt.ItemDataRole.ToolTipRole: "\n".join(filter(None, (step.title, step.question))),
            Qt.ItemDataRole.AccessibleTextRole: f"{forum_time(one.begins, self._forum)} {step.title} {state}",
        }
        return told.get(role)


class StepDelegate(QStyledItemDelegate):
    """A time, a title, minutes; the one under way stands out."""

    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self._view = parent

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """One line, or two for a long title."""
        metrics = QFontMetrics(_title_font())
        step = index.data(STEP_ROLE)
        lines = _title_lines(step, _title_room(step, self._view.viewport().width())) if step is not None else ("",)
        return QSize(200, _AROUND + len(lines) * metrics.height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a step."""
        step, state = index.data(STEP_ROLE), index.data(STATE_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect
        if state == NOW:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("accent_soft"))
            painter.drawRoundedRect(box, 8, 8)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 8, 8)
        painter.setFont(_title_font() if state == NOW else font(13))
        soft = "soft" if step.optional else "ink"
        painter.setPen(colour({DONE: "faint", NOW: "accent"}.get(state, soft)))
        line = painter.fontMetrics().height()
        room = _title_room(step, box.width())
        lines = _title_lines(step, room)
        top = box.y() + (box.height() - len(lines) * line) // 2
        title = [f"✓ {lines[0]}", *lines[1:]] if state == DONE else lines
        _put(painter, option, QRect(box.x() + _LEFT, top, _TIME, line), index.data(TIME_ROLE))
        for at, said in enumerate(title):
            _put(painter, option, QRect(box.x() + _LEFT + _TIME + _GAP, top + at * line, room, line), said)
        trailing = Qt.AlignmentFlag.AlignTrailing
        _put(painter, option, QRect(box.x() + _LEFT, top, box.width() - 2 * _LEFT, line), _minutes(step), trailing)
        painter.restore()


def _put(
    painter: QPainter,
    option: QStyleOptionViewItem,
    where: QRect,
    said: str,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeading,
) -> None:
    aligned = QStyle.visualAlignment(option.direction, side) | Qt.AlignmentFlag.AlignAbsolute
    uncut = aligned.value | Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextDontClip.value
    if side == Qt.AlignmentFlag.AlignTrailing:
        uncut |= Qt.TextFlag.TextForceLeftToRight.value  # minutes keep their sign behind them when mirrored
    painter.drawText(QStyle.visualRect(option.direction, option.rect, where), uncut, said)


def _minutes(step: Step) -> str:
    return f"{step.minutes}'"


def _title_font() -> QFont:
    return font(13, QFont.Weight.DemiBold)


def _title_room(step: Step, width: int) -> int:
    minutes = QFontMetrics(_title_font()).horizontalAdvance(_minutes(step))
    return max(60, width - 2 * _LEFT - _TIME - 2 * _GAP - minutes)


def _title_lines(step: Step, room: int) -> Sequence[str]:
    """The title in at most two lines; it is measured as the step under way shows it, so that no row changes height."""
    tick, metrics = "✓ ", QFontMetrics(_title_font())
    text = tick + one_line(step.title)
    layout = QTextLayout(text, _title_font())
    layout.beginLayout()
    first = layout.createLine()
    first.setLineWidth(room)
    layout.endLayout()
    end = first.textLength()
    lines = [text[len(tick) : end].strip()]
    if end < len(text):
        lines.append(metrics.elidedText(text[end:].strip(), Qt.TextElideMode.ElideRight, room))
    return lines


class StepsView(QListView):
    """Enter or a click begins a step."""

    chosen = Signal(str)  #: id of a step to begin

    def __init__(self, model: StepsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("steps")
        self.setModel(model)
        self.setItemDelegate(StepDelegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QListView#steps { background: transparent; }")
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.clicked.connect(self._chosen)

    @Slot(QModelIndex)
    def _chosen(self, index: QModelIndex) -> None:
        step = index.data(STEP_ROLE)
        if step is not None and self.isEnabled():
            self.chosen.emit(step.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin the step that is marked."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._chosen(self.currentIndex())
            return
        super().keyPressEvent(event)


class ClockPanel(QWidget):
    """The left column."""

    wanted = Signal(str)  #: start, pause, resume, next, give or take
    step_chosen = Signal(str)  #: id of a step to begin

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._forum = Forum(id=FORUM_ID)
        self._progress: Progression | None = None
        self._writable = True
        self.face = ClockFace()
        self.steps = StepsModel(self)
        self.view = StepsView(self.steps)
        self._heading = SectionLabel()
        self._buttons = {name: QPushButton() for name in ("take", "give", "run", "next")}
        self._lay_out()
        self._translate()

    def _lay_out(self) -> None:
        self.setObjectName("clock-column")
        self.setFixedWidth(264)
        row = FlowLayout(spacing=8)  # in a long language the buttons need two lines
        for name, button in self._buttons.items():
            button.setObjectName(name)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(self._clicked)
            row.addWidget(button)
        self._buttons["run"].setProperty("kind", "primary")
        self.view.chosen.connect(self.step_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 8)
        column.setSpacing(8)
        column.addWidget(self.face)
        column.addLayout(row)
        column.addSpacing(8)
        column.addWidget(self._heading)
        column.addWidget(self.view, 1)

    def _translate(self) -> None:
        self._heading.setText(self.tr("Steps"))
        self._buttons["take"].setText("\N{LEFT-TO-RIGHT ISOLATE}−1\N{POP DIRECTIONAL ISOLATE}")
        self._buttons["give"].setText("\N{LEFT-TO-RIGHT ISOLATE}+1\N{POP DIRECTIONAL ISOLATE}")
        self._buttons["next"].setText(self.tr("Next"))
        for name, said in (
            ("take", self.tr("Take a minute from the step")),
            ("give", self.tr("Give the step a minute")),
            ("next", self.tr("Next step")),
        ):
            self._buttons[name].setAccessibleName(said)
            self._buttons[name].setToolTip(said)
        self.view.setAccessibleName(self.tr("Steps of this session"))
        self._show_buttons()

    def show_progress(self, forum: Forum, progress: Progression | None, now: datetime, *, writable: bool) -> None:
        """Show where a session stands."""
        self._forum, self._progress, self._writable = forum, progress, writable
        self.steps.show(forum, progress)
        self.view.setEnabled(writable)
        if self.steps.current >= 0:
            self.view.scrollTo(self.steps.index(self.steps.current))
        self._show_buttons()
        self.tick(now)

    def _show_buttons(self) -> None:
        progress = self._progress
        begun = progress is not None and progress.current is not None
        paused = begun and progress is not None and progress.run.paused is not None
        run = self._buttons["run"]
        run.setText(self.tr("Resume") if paused else self.tr("Pause") if begun else self.tr("Start"))
        run.setProperty("does", "resume" if paused else "pause" if begun else "start")
        run.setEnabled(self._writable and progress is not None and bool(progress.steps))
        for name in ("take", "give", "next"):
            self._buttons[name].setEnabled(self._writable and begun)

    def run_action(self) -> str:
        """What the main button does: start, pause or resume."""
        return str(self._buttons["run"].property("does")) if self._buttons["run"].isEnabled() else ""

    def tick(self, now: datetime) -> None:
        """Show the clock as it stands at an instant."""
        progress = self._progress
        clock = progress.clock(now) if progress else None
        self._show_waiting(waiting=clock is None)
        if progress is None or clock is None:
            self.face.show_clock(self._first(), self._words_before())
            return
        of = clock_text(clock.total)
        if clock.over:
            words = self.tr("over {total}").format(total=of)
        elif clock.paused:
            words = self.tr("left of {total} · paused").format(total=of)
        else:
            words = self.tr("left of {total} · ends {time}").format(total=of, time=forum_time(clock.ends, self._forum))
        self.face.show_clock(clock, words)

    def _first(self) -> Countdown | None:
        """The minutes of the first step, as long as none was begun."""
        progress = self._progress
        if progress is None or not progress.steps or progress.run.finished is not None:
            return None
        seconds = progress.steps[0].minutes * 60
        return Countdown(seconds, seconds, None, paused=True)

    def _show_waiting(self, *, waiting: bool) -> None:
        if self.face.property("waiting") != waiting:
            self.face.setProperty("waiting", waiting)
            for label in self.face.findChildren(QLabel):
                label.style().unpolish(label)
                label.style().polish(label)

    def _words_before(self) -> str:
        progress = self._progress
        if progress is None:
            return ""
        if progress.run.finished is not None:
            return self.tr("ended at {time}").format(time=forum_time(progress.run.finished, self._forum))
        if not progress.steps:
            return self.tr("no steps in the plan")
        if progress.session.start is None:
            return self.tr("not begun")
        return self.tr("planned for {time}").format(time=forum_time(progress.session.start, self._forum))

    @Slot()
    def _clicked(self) -> None:
        button = self.sender()
        if button is not None:
            self.wanted.emit(str(button.property("does") or button.objectName()))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
