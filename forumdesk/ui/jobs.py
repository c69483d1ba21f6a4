"""Work that the window never waits for: one thread for the forum file, another for what needs no file of ours."""

from __future__ import annotations

import inspect
import weakref
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from threading import Event, Thread
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from forumdesk.domain.errors import Cancelled
from forumdesk.services.progress import Progress

T = TypeVar("T")
Then = Callable[[T], None]


class Job:
    """One piece of work on its way; can be asked to stop."""

    def __init__(self, work: Callable[[], Any], then: Then[Any] | None, trouble: Then[BaseException] | None) -> None:
        self.work = work
        self._then = _weak(then)
        self._trouble = _weak(trouble)
        self.is_question = False
        self.result: Any = None
        self.error: BaseException | None = None
        self._stop = Event()
        self.interrupt: Callable[[], None] = _nothing
        """Ends what the work waits for, where it waits for something outside."""

    def cancel(self) -> None:
        """Ask the work to stop; it stops at its next step and changes nothing."""
        self._stop.set()
        self.interrupt()

    @property
    def cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()

    def deliver(self) -> BaseException | None:
        """Hand the result to who asked, if they are still there; return an error that nobody took."""
        if self.error is None:
            if self._then and (then := self._then()):
                then(self.result)
            return None
        trouble = self._trouble() if self._trouble else None
        if trouble is None:
            return self.error
        trouble(self.error)
        return None


def _weak(receiver: Then[Any] | None) -> Callable[[], Then[Any] | None] | None:
    """A way back to the receiver that does not keep its page alive."""
    if receiver is None:
        return None
    if inspect.ismethod(receiver):
        return weakref.WeakMethod(receiver)
    return lambda: receiver


class Jobs(QObject):
    """Runs jobs one after the other and brings their results back to the window's thread."""

    _done = Signal(object)  #: Job
    _progressed = Signal(object, int, int, str)  #: Job, done, total, what
    failed = Signal(object)  #: BaseException that nobody took
    progressed = Signal(object, int, int, str)  #: Job, done, total, what
    idle = Signal()  #: nothing is left to do

    def __init__(self, name: str, parent: QObject | None = None, *, awaited: bool = True) -> None:
        """Threads that are not `awaited` wait for the network: at the end they are left to it after a moment."""
        super().__init__(parent)
        self._executor: Executor = (
            ThreadPoolExecutor(max_workers=1, thread_name_prefix=name) if awaited else _Unawaited(name)
        )
        self._waiting = 0
        self._closing = False
        self._done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._progressed.connect(self._tell_progress, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether a job is on its way."""
        return self._waiting > 0

    def run(
        self,
        work: Callable[[], T],
        then: Then[T] | None = None,
        trouble: Then[BaseException] | None = None,
        *,
        question: bool = False,
    ) -> Job:
        """Do `work` on the thread; call `then` with its result, or `trouble` with its error, on the window's thread.

        A question only reads: once the window is closing nobody waits for its answer, and it is left out.
        """
        job = Job(work, then, trouble)
        job.is_question = question
        self._waiting += 1
        self._executor.submit(self._perform, job)
        return job

    def run_watched(
        self,
        work: Callable[[Progress], T],
        then: Then[T] | None = None,
        trouble: Then[BaseException] | None = None,
    ) -> Job:
        """The same for long work that is given a way to tell its progress and to hear that it should stop."""
        job = Job(_nothing, then, trouble)

        def go_on() -> None:
            if job.cancelled:
                raise Cancelled("Stopped; nothing was changed.")

        def report(done: int, total: int, what: str = "") -> None:
            go_on()
            self._progressed.emit(job, done, total, what)

        def watched() -> T:
            go_on()  # it may have been stopped while it waited for its turn
            return work(report)

        job.work = watched
        self._waiting += 1
        self._executor.submit(self._perform, job)
        return job

    def lend(self, work: Callable[[], T]) -> T:
        """Do `work` on the thread for another thread, which waits for it: never for the window's own."""
        return self._executor.submit(work).result()

    def _perform(self, job: Job) -> None:
        if self._closing and job.is_question:
            return
        try:
            job.result = job.work()
        except Exception as error:  # noqa: BLE001 - the one place where a job's error is taken to the window
            job.error = error
        job.work = _nothing
        if not (self._closing and isinstance(self._executor, _Unawaited)):  # nobody is left to be told
            self._done.emit(job)

    @Slot(object)
    def _deliver(self, job: Job) -> None:
        self._waiting -= 1
        error = job.deliver()
        if error is not None and not isinstance(error, Cancelled):
            self.failed.emit(error)
        if not self._waiting:
            self.idle.emit()

    @Slot(object, int, int, str)
    def _tell_progress(self, job: Job, done: int, total: int, what: str) -> None:
        self.progressed.emit(job, done, total, what)

    def leave_questions(self) -> None:
        """Leave out every question that was not begun: the window is closing."""
        self._closing = True

    def close(self) -> None:
        """Finish what was begun and end the thread."""
        self._executor.shutdown(wait=True)


class _Unawaited(Executor):
    """A thread for each piece of work; one that still waits for the network at the end is left to it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._threads: list[Thread] = []

    def submit(self, work: Callable[..., T], /, *given: Any, **named: Any) -> Future[T]:
        """Begin the work at once."""
        future: Future[T] = Future()

        def perform() -> None:
            future.set_result(work(*given, **named))

        self._threads = [one for one in self._threads if one.is_alive()]
        self._threads.append(Thread(target=perform, name=f"{self._name}_{len(self._threads)}", daemon=True))
        self._threads[-1].start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as declared
        """Give what was told to stop a moment to end."""
        for one in self._threads:
            one.join(_MOMENT)


_MOMENT = 1.0
"""Seconds; a conversation that is cut ends in a few milliseconds, only a name that is looked up takes longer."""


def _nothing() -> None:
    """What a job has left to do once it was done."""
