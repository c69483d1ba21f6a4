"""What every page is given: the open forum to ask, what changed, and where to go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from forumdesk.domain.clock import Clock
from forumdesk.domain.errors import ForumDeskError, ForumInUse, Sealed
from forumdesk.domain.forum import FORUM_ID, Forum
from forumdesk.domain.rules import Rules
from forumdesk.ui.collector import Collector
from forumdesk.ui.jobs import Job, Jobs, Then
from forumdesk.ui.turning import Turning

if TYPE_CHECKING:
    from datetime import datetime

    from forumdesk.domain.changes import Change
    from forumdesk.services.desk import Desk
    from forumdesk.services.forums import Forums
    from forumdesk.services.keeping import Snapshot
    from forumdesk.services.preferences import Preferences, PreferenceStore
    from forumdesk.services.progress import Progress

T = TypeVar("T")
AtDesk = Callable[[Callable[["Desk"], Any]], Any]
"""Does a short step with the open forum on its own thread, and waits for the answer."""
QUIET_MS = 5000
"""After so long without work, what waits for a quiet moment is done."""


class Workplace(QObject):
    """The one way from the window to the services, and back."""

    opened = Signal()  #: a forum was opened; `forum`, `path` and `read_only_because` tell of it
    rules_are_newer = Signal(str)  #: the forum goes by rules that this program does not know: what to tell of it
    closed = Signal()  #: no forum is open any more
    changed = Signal(tuple)  #: tuple[Change, ...] of one durable act
    saved = Signal(object)  #: datetime at which an act became durable
    unsaved = Signal()  #: an act is on its way to the disk
    trouble = Signal(object)  #: ForumDeskError for people, or any other exception: a mistake of ours
    in_use = Signal(object, object)  #: Path, ForumInUse: offer to read only
    passphrase_wanted = Signal(object)  #: Sealed: a pack does not open with what was said
    wanted = Signal(str, str)  #: page name, record id or empty: somebody asks to be taken there
    action_wanted = Signal(str)  #: name of an action of the window
    copied = Signal(object)  #: datetime at which a snapshot was finished and checked
    preferences_changed = Signal()
    _announced = Signal(tuple)

    def __init__(self, make_forums: Callable[[Preferences], Forums], store: PreferenceStore, clock: Clock) -> None:
        super().__init__()
        self.clock = clock
        self.preferences = store.load()
        self._store = store
        self._make_forums = make_forums
        self._forums: Forums | None = None
        self._desk: Desk | None = None
        self.jobs = Jobs("forum", self)
        self.aside = Jobs("aside", self)
        self.afar = Jobs("afar", self, awaited=False)
        self._exchange: Job | None = None
        self.turning = Turning(self.watch, self.jobs, self)
        self._collector = Collector(self, (self.jobs, self.aside, self.afar))
        self.forum = Forum(id=FORUM_ID)
        self.path: Path | None = None
        self.read_only_because = ""
        self._at_leisure: dict[Callable[[Desk], Any], Then[Any]] = {}
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._connect()

    def _connect(self) -> None:
        self.opened.connect(self._collector.settle)
        self._announced.connect(self._take_changes, Qt.ConnectionType.QueuedConnection)
        self.jobs.failed.connect(self._take_trouble)
        self.turning.begun.connect(self.unsaved)
        self.turning.failed.connect(self._take_trouble)
        self.aside.failed.connect(self._take_trouble)
        self.afar.failed.connect(self._take_trouble)
        self.jobs.idle.connect(self._quiet.start)
        self.jobs.idle.connect(self._ask_waiting)
        self._quiet.timeout.connect(self._tidy)

    # ---- the file

    def open(self, path: Path) -> None:
        """Open a forum file, closing the one that is open."""
        if path == self.path and not self.read_only:
            return
        self.jobs.run(partial(self._open, path), self._take_forum, partial(self._not_opened, path))

    def open_to_read(self, path: Path, reason: str) -> None:
        """Open a copy of a forum file to read only."""
        self.jobs.run(partial(self._open_to_read, path, reason), self._take_forum)

    def new(self, path: Path, template: str) -> None:
        """Make a new forum from a template and open it."""
        self.jobs.run(partial(self._new, path, template), self._take_forum)

    def from_pack(self, pack: Path, path: Path, passphrase: str = "") -> None:
        """Make a new forum of a pack that was sent to a city, and open it."""
        self.jobs.run(partial(self._from_pack, pack, path, passphrase), self._take_begun, self._not_begun)

    def sample(self, folder: Path) -> None:
        """Make a fresh copy of the sample forum and open it."""
        self.jobs.run(partial(self._sample, folder), self._take_forum)

    def close_forum(self) -> None:
        """Close the open forum; `closed` tells when it is done."""
        if self.path is not None:
            self.jobs.run(self._close_desk, self._take_closed)

    def forums(self) -> Forums:
        """What makes and opens forum files; only on the worker's thread."""
        if self._forums is None:
            self._forums = self._make_forums(self.preferences)
        return self._forums

    def _open(self, path: Path) -> Forum:
        desk = self.forums().open(path)
        return self._take_desk(desk)

    def _open_to_read(self, path: Path, reason: str) -> Forum:
        return self._take_desk(self.forums().open_to_read(path, reason))

    def _new(self, path: Path, template: str) -> Forum:
        return self._take_desk(self.forums().new(path, template=template))

    def _from_pack(self, pack: Path, path: Path, passphrase: str) -> Forum:
        terms = import_module("forumdesk.services.merging").Terms(passphrase)
        return self._take_desk(self.forums().from_pack(pack, path, terms))

    @Slot(object)
    def _take_begun(self, forum: Forum) -> None:
        """Show the city its list first."""
        if self._desk is not None:
            self.prefer(last_page={**self.preferences.last_page, str(self._desk.path): "review"})
        self._take_forum(forum)

    @Slot(object)
    def _not_begun(self, error: BaseException) -> None:
        (self.passphrase_wanted if isinstance(error, Sealed) else self.trouble).emit(error)

    def _sample(self, folder: Path) -> Forum:
        return self._take_desk(self.forums().fresh_sample(folder))

    def _take_desk(self, desk: Desk) -> Forum:
        self._close_desk()
        self._desk = desk
        desk.announce_to(self._announced.emit)
        return desk.planning.forum()

    def _close_desk(self) -> None:
        desk, self._desk = self._desk, None
        if desk is not None:
            desk.close()

    @Slot(object)
    def _take_forum(self, forum: Forum) -> None:
        desk = self._desk
        if desk is None:
            return
        self.forum = forum
        self.path = desk.path
        self.read_only_because = desk.read_only_because if desk.read_only else ""
        self.remember(self.preferences.opened(desk.path))
        self.opened.emit()
        self.ask(_older_rules, self._take_rules)

    def _not_opened(self, path: Path, error: BaseException) -> None:
        if isinstance(error, ForumInUse):
            self.in_use.emit(path, error)
        else:
            self.trouble.emit(error)

    @Slot(object)
    def _take_closed(self, _nothing: object) -> None:
        self.path = None
        self.forum = Forum(id=FORUM_ID)
        self.read_only_because = ""
        self.closed.emit()

    # ---- asking and acting

    @property
    def is_open(self) -> bool:
        """Whether a forum is open."""
        return self.path is not None

    @property
    def read_only(self) -> bool:
        """Whether the open forum may only be read."""
        return bool(self.read_only_because)

    def ask(self, question: Callable[[Desk], T], then: Then[T], trouble: Then[BaseException] | None = None) -> Job:
        """Ask the open forum; `then` (a bound method) is called with the answer on the window's thread."""
        return self.jobs.run(partial(self._with_desk, question), then, trouble, question=True)

    def ask_at_leisure(self, question: Callable[[Desk], T], then: Then[T]) -> None:
        """Ask what no page waits for, once nothing else is asked; wanted several times until then, it is asked once."""
        self._at_leisure[question] = then
        if not self.jobs.busy:
            self._ask_waiting()

    @Slot()
    def _ask_waiting(self) -> None:
        waiting, self._at_leisure = self._at_leisure, {}
        if self.is_open:
            for question, then in waiting.items():
                self.ask(question, then)

    def watch(
        self,
        task: Callable[[Desk, Progress], T],
        then: Then[T] | None = None,
        trouble: Then[BaseException] | None = None,
    ) -> Job:
        """Do long work on the open forum that tells its progress and can be stopped; see `jobs.progressed`."""
        return self.jobs.run_watched(partial(self._with_desk_watched, task), then, trouble)

    def _with_desk_watched(self, task: Callable[[Desk, Progress], T], progress: Progress) -> T:
        return self._with_desk(lambda desk: task(desk, progress))

    def exchange(
        self,
        talk: Callable[[AtDesk, Progress], T],
        then: Then[T],
        trouble: Then[BaseException],
        *,
        interrupt: Callable[[], None],
    ) -> Job:
        """Do what mostly waits for the network, on a thread of its own; the forum is its for short turns in between.

        `interrupt` ends the waiting from the window's thread.
        """
        self._exchange = self.afar.run_watched(partial(talk, partial(self._in_turn, self._desk)), then, trouble)
        self._exchange.interrupt = interrupt
        return self._exchange

    def _in_turn(self, begun_with: Desk | None, step: Callable[[Desk], T]) -> T:
        return self.jobs.lend(partial(self._with_the_same, begun_with, step))

    def _with_the_same(self, begun_with: Desk | None, step: Callable[[Desk], T]) -> T:
        if begun_with is not self._desk:
            raise ForumDeskError("The forum was closed meanwhile.", "What was exchanged until then is kept.")
        return self._with_desk(step)

    def do(
        self, task: Callable[[Desk], T], then: Then[T] | None = None, trouble: Then[BaseException] | None = None
    ) -> Job:
        """Do what is no act of the forum but must be done even while the window closes: a draft, a copy."""
        return self.jobs.run(partial(self._with_desk, task), then, trouble)

    def act(
        self, act: Callable[[Desk], T], then: Then[T] | None = None, trouble: Then[BaseException] | None = None
    ) -> Job:
        """Do something to the open forum; it is durable when `then` is called."""
        self.unsaved.emit()
        return self.jobs.run(partial(self._with_desk, act), then, trouble)

    def _with_desk(self, call: Callable[[Desk], T]) -> T:
        if self._desk is None:
            raise ForumDeskError("No forum is open.", "Open one from Home first.")
        return call(self._desk)

    @Slot(tuple)
    def _take_changes(self, changes: tuple[Change, ...]) -> None:
        self.saved.emit(self.clock.now())
        if any(change.kind == Forum.KIND for change in changes):
            self.ask(_forum_of, self._take_forum_record)
        if any(one.kind == Rules.KIND for one in changes):
            self.ask(_older_rules, self._take_rules)
        self.changed.emit(changes)

    @Slot(object)
    def _take_rules(self, sentence: str) -> None:
        if sentence:
            self.rules_are_newer.emit(sentence)

    @Slot(object)
    def _take_forum_record(self, forum: Forum) -> None:
        self.forum = forum

    @Slot(object)
    def _take_trouble(self, error: BaseException) -> None:
        self.trouble.emit(error)

    def go(self, page: str, record: str = "") -> None:
        """Ask to be taken to a page, and there to a record."""
        self.wanted.emit(page, record)

    def want_action(self, name: str) -> None:
        """Ask the window to do one of its actions."""
        self.action_wanted.emit(name)

    # ---- what this laptop remembers

    def remember(self, preferences: Preferences) -> None:
        """Keep changed preferences."""
        if preferences == self.preferences:
            return
        self.preferences = preferences
        self.jobs.run(partial(self._store.save, preferences))
        self.preferences_changed.emit()

    def prefer(self, **fields: Any) -> None:
        """Change some preferences and keep them."""
        self.remember(replace(self.preferences, **fields))

    @Slot()
    def _tidy(self) -> None:
        if self.is_open and not self.jobs.busy:
            self.jobs.run(self._tidy_desk, self._take_copy)

    def _tidy_desk(self) -> datetime | None:
        return None if self._desk is None else self._desk.tidy()

    @Slot(object)
    def take_snapshot(self, snapshot: Snapshot) -> None:
        """Tell of a snapshot that was taken by name."""
        self.copied.emit(snapshot.instant)

    @Slot(object)
    def open_restored(self, path: Path) -> None:
        """Open a snapshot that was brought back under its new name."""
        self.open(path)

    @Slot(object)
    def _take_copy(self, instant: datetime | None) -> None:
        if instant is not None:
            self.copied.emit(instant)

    def shut(self) -> None:
        """Finish what was begun, close the forum and end the threads."""
        self.jobs.idle.disconnect(self._quiet.start)
        self._quiet.stop()
        self.jobs.leave_questions()
        self.afar.leave_questions()
        if self._exchange is not None:
            self._exchange.cancel()
        self.aside.close()
        self.afar.close()
        self.jobs.run(self._close_desk)
        self.jobs.close()
        self._collector.stop()


def _older_rules(desk: Desk) -> str:
    return desk.older_rules


def _forum_of(desk: Desk) -> Forum:
    return desk.planning.forum()
