"""Files on their way into the forum: handed in, looked at, taken in as one act, or put aside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from forumdesk.domain.errors import BadInput, Cancelled
from forumdesk.ui.jobs import Job
from forumdesk.ui.pages.merge.reading import Wish, look, merge
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.services.merging import Merged


class Bringing(QObject):
    """Where the files stand that were handed in, and what is done with them next."""

    told = Signal(object)  #: Merged: what the files bring, or brought; None where there is none
    moved = Signal()  #: something is under way, or over
    merged = Signal()  #: they were taken in
    progressed = Signal(int, int)  #: done, of how many; of 0 where nobody knows

    def __init__(self, workplace: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self.wish = Wish()
        self._job: Job | None = None
        self.found: Merged | None = None
        """What the files bring, as it was told last."""
        self.done = False
        """Whether they were taken in."""
        workplace.jobs.progressed.connect(self._progressed)

    @property
    def busy(self) -> bool:
        """Whether the files are being looked at or taken in."""
        return self._job is not None

    @property
    def any_files(self) -> bool:
        """Whether files were handed in."""
        return bool(self.wish.paths)

    @property
    def looked(self) -> bool:
        """Whether it is known what they would bring, and they are not taken in yet."""
        return self.found is not None and not self.done

    @property
    def can_merge(self) -> bool:
        """Whether there is anything to take in, and it may be."""
        return self.looked and self.brings and not self.busy and not self._workplace.read_only

    @property
    def brings(self) -> bool:
        """Whether a merge would change anything, in the way that was chosen."""
        found = self.found
        return found is not None and (found.fresh > 0 or (found.aside > 0 and self.wish.bring_back))

    def take_files(self, paths: Sequence[Path]) -> None:
        """Look at more files, beside those that were handed in before."""
        if self.busy or not self._workplace.is_open:
            return
        before = () if self.done else self.wish.paths
        own = self._workplace.path
        if own is not None and own in paths:
            self._workplace.trouble.emit(
                BadInput("“{name}” is the forum that is open.", "Drop what the others wrote.", name=own.name)
            )
        more = tuple(path for path in dict.fromkeys(paths) if path not in (*before, own))
        self.wish = replace(self.wish, paths=(*before, *more))
        self._look()

    def bring_back(self, *, wanted: bool) -> None:
        """Let what was set aside here come back, or leave it aside; and look again."""
        self._choose(replace(self.wish, bring_back=wanted))

    def witness(self, *, wanted: bool) -> None:
        """Take in what nobody signed, in this laptop's name, or leave it out; and look again."""
        self._choose(replace(self.wish, witness=wanted))

    def _choose(self, wish: Wish) -> None:
        if wish != self.wish and not self.busy:
            self.wish = wish
            self._look()

    def open_with(self, passphrase: str) -> None:
        """Look again with a passphrase."""
        self.wish = replace(self.wish, passphrase=passphrase)
        self._look()

    def merge(self) -> None:
        """Take in what was looked at."""
        if self.can_merge:
            self._run(partial(merge, wish=self.wish), self._take_merged)

    def cancel(self) -> None:
        """Stop what is under way; nothing is changed."""
        if self._job is not None:
            self._job.cancel()

    def clear(self) -> None:
        """Put the files aside that were handed in."""
        if not self.busy:
            self.wish, self.done = Wish(), False
            self._tell(None)

    def _look(self) -> None:
        self.done = False
        if self.wish.paths:
            self._run(partial(look, wish=self.wish), self._take_looked)

    def _run(self, task: Callable[..., Merged], then: Callable[[Merged], None]) -> None:
        self.progressed.emit(0, 0)
        self._job = self._workplace.watch(task, then, self._failed)
        self.moved.emit()

    def _tell(self, found: Merged | None) -> None:
        self._job, self.found = None, found
        self.told.emit(found)
        self.moved.emit()

    @Slot(object)
    def _take_looked(self, found: Merged) -> None:
        self._tell(found)

    @Slot(object)
    def _take_merged(self, found: Merged) -> None:
        self.done = True
        self._tell(found)
        self.merged.emit()

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self._job = None
        self.moved.emit()
        if not isinstance(error, Cancelled):
            self._workplace.trouble.emit(error)

    @Slot(object, int, int, str)
    def _progressed(self, job: Job, done: int, total: int, what: str) -> None:
        if job is self._job and what in ("look", "merge") and total:
            self.progressed.emit(done, total)
