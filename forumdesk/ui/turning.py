"""Undo and redo on their way: large ones take a while, say how far they are, and can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from forumdesk.domain.errors import Cancelled
from forumdesk.ui.jobs import Job, Jobs

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk
    from forumdesk.services.history import Outcome
    from forumdesk.services.progress import Progress

Watch = Callable[[Callable[["Desk", "Progress"], Any], Callable[[Any], None], Callable[[BaseException], None]], Job]
"""Does long work on the open forum, and calls one of two bound methods with what came of it."""
PATIENCE_MS = 400
"""So long nobody is told: most are done by then, and what comes and goes at once only flickers."""


class Turning(QObject):
    """Takes acts back and brings them again, one after the other."""

    undone = Signal(object)  #: Outcome of an undo
    redone = Signal(object)  #: Outcome of a redo
    told = Signal(str, int)  #: `undo` or `redo` takes a while, and how many records are done; empty once it is over
    stopped = Signal()  #: it was stopped: nothing was changed

    begun = Signal()  #: an act is on its way to the disk
    failed = Signal(object)  #: BaseException

    def __init__(self, watch: Watch, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._watch = watch
        self._job: Job | None = None
        self._next: list[tuple[str, str]] = []
        """What was asked for meanwhile, by a key that is pressed several times."""
        self.came: Outcome | None = None
        """What the last undo came to, until something else is taken back or brought again."""
        self._what = ""
        self._done = 0
        self.waiting = QTimer(self)
        self.waiting.setSingleShot(True)
        self.waiting.setInterval(PATIENCE_MS)
        self.waiting.timeout.connect(self._tell)
        jobs.progressed.connect(self._progressed)

    @property
    def is_under_way(self) -> bool:
        """Whether something is being taken back or brought again."""
        return self._job is not None

    def undo(self, act_id: str = "") -> None:
        """Take back the newest act, or any act of this laptop by its id."""
        self._begin("undo", act_id)

    def redo(self, act_id: str = "") -> None:
        """Bring again what was undone last, or any undone act of this laptop by its id."""
        self._begin("redo", act_id)

    def stop(self) -> None:
        """Ask it to stop; it changes nothing then, and what was asked for after it is left as well."""
        self._next.clear()
        if self._job is not None:
            self._job.cancel()

    def _begin(self, what: str, act_id: str = "") -> None:
        if self._job is not None:
            self._next.append((what, act_id))
            return
        self._what, self._done = what, 0
        self.begun.emit()
        if what == "undo":
            self._job = self._watch(partial(_undo, act_id=act_id), self._take_undone, self._take_trouble)
        else:
            self._job = self._watch(partial(_redo, act_id=act_id), self._take_redone, self._take_trouble)
        self.waiting.start()

    @Slot()
    def _tell(self) -> None:
        self.told.emit(self._what, self._done)

    @Slot(object, int, int, str)
    def _progressed(self, job: Job, done: int, _total: int, _what: str) -> None:
        if job is self._job and done:
            self._done = done
            self._tell()

    def _end(self) -> None:
        self._job = None
        self.waiting.stop()
        self.told.emit("", 0)
        if self._next:
            self._begin(*self._next.pop(0))

    @Slot(object)
    def _take_undone(self, outcome: Outcome) -> None:
        self.came = outcome
        self._end()
        self.undone.emit(outcome)

    @Slot(object)
    def _take_redone(self, outcome: Outcome) -> None:
        self.came = None
        self._end()
        self.redone.emit(outcome)

    @Slot(object)
    def _take_trouble(self, error: BaseException) -> None:
        self._end()
        if isinstance(error, Cancelled):
            self.stopped.emit()
        else:
            self.failed.emit(error)


def _undo(desk: Desk, progress: Progress, *, act_id: str) -> Outcome:
    return desk.history.undo(act_id, progress=progress)


def _redo(desk: Desk, progress: Progress, *, act_id: str) -> Outcome:
    return desk.history.redo(act_id, progress=progress)
