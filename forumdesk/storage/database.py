"""An open forum file: one connection, one thread; every act is one transaction, acknowledged when it is durable."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from forumdesk.domain.attestation import Head, SignedHead
from forumdesk.domain.changes import Change
from forumdesk.domain.clock import Clock
from forumdesk.domain.devices import Device, Laptop, device_record
from forumdesk.domain.errors import (
    CannotWrite,
    DiskFull,
    ForumInUse,
    ReadOnlyForum,
)
from forumdesk.domain.forum import FORUM_ID, Forum
from forumdesk.domain.ids import ActId, BranchId, new_act_id
from forumdesk.domain.revisions import SCHEMA
from forumdesk.storage.act_rows import Begun
from forumdesk.storage.connection import MERGING_CACHE, READING_CACHE, WORKING_CACHE, connect
from forumdesk.storage.copying import check_there, folder_for_copy, still_copy
from forumdesk.storage.failures import damaged, guarded, sentence_for, told
from forumdesk.storage.holder import hold, release
from forumdesk.storage.layout import APPLICATION_ID, projection_mark
from forumdesk.storage.log import Log
from forumdesk.storage.projection import Projection, create_tables
from forumdesk.storage.search_index import catch_up, remember_indexed
from forumdesk.storage.work import Reader, Work

SMALL_FILE = 4 * 1024 * 1024
"""Below this a file is checked in full when it is opened: it takes a few milliseconds."""


@dataclass(frozen=True, slots=True)
class Access:
    """How a file was opened: to read only, and the sentence that says why."""

    read_only: bool = False
    reason: str = ""


class Database:
    """A forum file that this program holds."""

    def __init__(self, path: Path, laptop: Laptop, clock: Clock, access: Access, close: Callable[[], None]) -> None:
        """Use `create`, `open_file` or `open_to_read`."""
        self.path = path
        self.laptop = laptop
        self.clock = clock
        self.access = access
        self._close = close
        self._driver: Any = None
        self._named = False
        self.is_new = False
        """Whether it was made just now, by this program."""
        self.announce: Callable[[tuple[Change, ...]], None] | None = None

    @property
    def read_only(self) -> bool:
        """Whether nothing may be written."""
        return self.access.read_only

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Read the forum as it stands."""
        with told(self.path):
            yield Reader(self._driver, self._log)

    @contextmanager
    def write(self, name: str, *, target: str = "", going_on: str = "") -> Iterator[Work]:
        """One act under this name: all of it is durable when the block has ended, or none of it happened.

        `target` is the act that an undo or a redo speaks of; `going_on` the id of the act of which this is a further
        part, durable by itself, undone with the others.
        """
        if self.read_only:
            raise ReadOnlyForum(
                "“{name}” is open to read only, so nothing can be written.",
                "{reason}",
                name=self.path.name,
                reason=self.access.reason,
            )
        with told(self.path):
            self._driver.execute("BEGIN IMMEDIATE")
            try:
                self._projection.begin()
                act = self._begun(name, target, going_on)
                work = Work(self._driver, self._log, self._projection, act=act, laptop=self.laptop, clock=self.clock)
                yield work
                work.close_act()
                self._name_laptop(work)
                self._driver.execute("COMMIT")
            except BaseException as error:
                self._undo_transaction(error)
                raise
        if self.announce and work.changes:
            self.announce(work.changes)

    @contextmanager
    def roomy(self) -> Iterator[None]:
        """Hold more of the file in memory for the length of a block that writes all over it."""
        driver = self._driver
        driver.execute(f"PRAGMA cache_size = -{MERGING_CACHE}")
        try:
            yield
        finally:
            if driver is self._driver:  # one that was connected anew on the way is set up as always
                driver.execute(f"PRAGMA cache_size = -{WORKING_CACHE}")

    def _begun(self, name: str, target: str, going_on: str) -> Begun:
        if not going_on:
            return Begun(self._log.next_act(), new_act_id(), name, target)
        row = self._driver.execute("SELECT nr, branch FROM act WHERE id = ?", (going_on,)).fetchone()
        if row is None:  # its first part touched nothing
            return Begun(self._log.next_act(), ActId(going_on), name)
        if row[1] not in (0, self._log.own_branch):  # what is said in a new branch is an act by itself
            return Begun(self._log.next_act(), new_act_id(), name)
        return Begun(int(row[0]), ActId(going_on), name, is_going_on=True)

    def _name_laptop(self, work: Work) -> None:
        """Say the laptop's name in the log the first time it writes, and whenever the name changed."""
        if not self._named and work.changes:
            self._named = True
            if self.laptop.name:
                work.name_laptop(Device(id=device_record(self.laptop.device), name=self.laptop.name))

    def _undo_transaction(self, error: BaseException) -> None:
        self._named = False
        self._projection.forget()
        try:
            if self._driver.in_transaction:
                self._driver.execute("ROLLBACK")
            self._log.forget_transaction()
        finally:
            if isinstance(sentence_for(error, self.path), DiskFull):
                # After a failed sync nothing the connection remembers may be trusted: begin again from the file.
                self._reconnect()

    def save_draft(self, place: str, text: str) -> None:
        """Keep what is being typed at a place; an empty text forgets it."""
        if self.read_only:
            return
        with told(self.path):
            if text:
                self._driver.execute(
                    "INSERT INTO draft VALUES (?, ?, ?) ON CONFLICT (place) DO UPDATE SET text = excluded.text, "
                    "saved_ms = excluded.saved_ms",
                    (place, text.encode("utf-8", "replace").decode(), int(self.clock.now().timestamp() * 1000)),
                )
            else:
                self._driver.execute("DELETE FROM draft WHERE place = ?", (place,))

    def draft(self, place: str) -> str:
        """What was being typed at a place, empty if nothing was."""
        with told(self.path):
            row = self._driver.execute("SELECT text FROM draft WHERE place = ?", (place,)).fetchone()
        return row[0] if row and isinstance(row[0], str) else ""

    def remember(self, key: str, value: str) -> None:
        """Keep something with the file that stays on this laptop."""
        with told(self.path):
            self._remember(key, value)

    def remembered(self, key: str) -> str:
        """What was kept under a key, empty if nothing was."""
        with told(self.path):
            row = self._driver.execute("SELECT value FROM local WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def rebuild(self, progress: Callable[[int], None] | None = None) -> None:
        """Make the projection anew from the log."""
        with self._transaction():
            self._projection.rebuild(self._log.known, self._log.branches, progress)
            remember_indexed(self._driver, self._log.newest())
            self._remember("projection", projection_mark())

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """What a block writes that is no act: all of it or nothing."""
        with told(self.path):
            self._driver.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._driver.execute("COMMIT")
            except BaseException as error:
                self._undo_transaction(error)
                raise

    def sign_log(self, key: bytes, sign: Callable[[bytes], bytes]) -> SignedHead | None:
        """Sign how far this laptop's own branches have come, in place of what was signed before.

        Returns the head of the branch that goes on; None in a file without one. Nothing new, nothing written.
        """
        with self.read() as forum:
            if not forum.log.has_own_branch or not forum.begun:
                return None
            with self._transaction():
                signed = {nr: self._signed(forum, nr, key, sign) for nr in forum.log.own_branches}
            return signed[forum.log.own_branch]

    def _signed(self, forum: Reader, own: int, key: bytes, sign: Callable[[bytes], bytes]) -> SignedHead:
        attestations, branch = forum.attestations, BranchId(forum.log.branches[own][1])
        before = attestations.signed(own, forum.begun)
        others = tuple(one for one in attestations.heard() if one.branch != branch)
        is_new = own == forum.log.own_branch and before is not None and before.head.others != others
        if before and before.head.size == forum.log.size_of(own) and not is_new:
            return before
        peaks = attestations.own_peaks(own)
        head = Head(
            forum=forum.begun,
            device=self.laptop.device,
            branch=branch,
            size=peaks.size,
            root=peaks.root.hex(),
            others=others,
        )
        signed = SignedHead(head=head, key=key.hex(), signature=sign(head.message).hex())
        attestations.keep(own, signed, peaks)
        return signed

    def begin_branch(self) -> None:
        """Go on in a new branch of this laptop's log: this file was copied, restored, or is behind what was signed."""
        with self._transaction():
            self._log.begin_branch()

    def tidy(self) -> None:
        """Feed the search index and fold the write-ahead log into the file; called when nobody waits."""
        with told(self.path):
            catch_up(self._driver)
            self._driver.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def close(self) -> None:
        """Leave one whole file behind that can be carried away, and give it free."""
        try:
            with told(self.path):
                if not self.read_only:
                    self._driver.execute("BEGIN IMMEDIATE")
                    catch_up(self._driver)
                    self._log.remember_clock()
                    self._driver.execute("COMMIT")
                    self._driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except (DiskFull, CannotWrite, ForumInUse):
            pass  # what was acknowledged lies safely in the write-ahead log; an unread list keeps it from folding in
        finally:
            self.disconnect()
            self._close()

    def connect(self, file: Path) -> None:
        """Connect to `file` and bring up what works on it."""
        self._file = file
        with told(self.path):
            self._driver = connect(file, cache_kib=READING_CACHE if self.read_only else WORKING_CACHE)

    def make_tables(self) -> None:
        """Give a new file its tables and its marks."""
        self._driver.execute("BEGIN IMMEDIATE")
        for statement in import_module("forumdesk.storage.tables").log_ddl():
            self._driver.execute(statement)
        create_tables(self._driver)
        self._driver.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        self._driver.execute(f"PRAGMA user_version = {SCHEMA}")
        self._remember("projection", projection_mark())
        self._driver.execute("COMMIT")
        # The file itself must bear its mark from now on, not only the log beside it: it is read before it is opened.
        self._driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def bring_up(self) -> None:
        """Check that the file is whole and make it ready."""
        with told(self.path):
            if self._file.stat().st_size <= SMALL_FILE:
                self._check_whole()
            self._named = False
            self._log = Log(self._driver, self.laptop.device)
            self._projection = Projection(self._driver, self._log.counted)
            kept = self._driver.execute("SELECT value FROM local WHERE key = 'projection'").fetchone()
        if kept is None or kept[0] != projection_mark():
            self.rebuild()

    def _check_whole(self) -> None:
        if self._driver.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise damaged(self.path)

    @property
    def schema(self) -> int:
        """The version of the log that the file was last written with."""
        with told(self.path):
            return self._pragma("user_version")

    def _pragma(self, name: str) -> int:
        return int(self._driver.execute(f"PRAGMA {name}").fetchone()[0])

    def _remember(self, key: str, value: str) -> None:
        self._driver.execute(
            "INSERT INTO local VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, value)
        )

    def disconnect(self) -> None:
        """Let go of the file, whatever state it is in."""
        if self._driver is not None:
            self._driver.close()
            self._driver = None

    def _reconnect(self) -> None:
        self.disconnect()
        self.connect(self._file)
        self.bring_up()


def create(path: Path, laptop: Laptop, clock: Clock) -> Database:
    """Make a new, empty forum file and hold it; an existing file is never touched."""
    if any(one.exists() for one in _files_of(path)):
        raise CannotWrite("“{name}” exists already.", "Choose another name; nothing was changed.", name=path.name)
    if not path.parent.is_dir():
        raise CannotWrite("The folder “{folder}” does not exist.", "Choose a folder that is there.", folder=path.parent)
    lock = hold(path, laptop, clock)
    database = Database(path, laptop, clock, Access(), lambda: release(path, lock))
    database.is_new = True
    try:
        database.connect(path)
        with told(path):
            database.make_tables()
        database.bring_up()
    except BaseException:
        _abandon(database, path, lock)
        raise
    return database


def _files_of(path: Path) -> tuple[Path, ...]:
    """The file and what the database keeps beside it while it works."""
    return (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-journal"))


def _abandon(database: Database, path: Path, lock: Any) -> None:  # noqa: ANN401
    database.disconnect()
    for leftover in _files_of(path):
        leftover.unlink(missing_ok=True)
    release(path, lock)


def open_file(path: Path, laptop: Laptop, clock: Clock) -> Database:
    """Open a forum file to work in; one written by a newer ForumDesk is opened to read only."""
    check_there(path)
    lock = hold(path, laptop, clock)
    database = Database(path, laptop, clock, Access(), lambda: release(path, lock))
    try:
        _check_writable(path)
        database.connect(path)
        newer = database.schema > SCHEMA
        if not newer:
            database.bring_up()
            return database
        database.disconnect()
    except BaseException:
        database.disconnect()
        release(path, lock)
        raise
    release(path, lock)
    return open_to_read(path, laptop, clock, "It was written by a newer ForumDesk; install that one to work in it.")


def open_to_read(path: Path, laptop: Laptop, clock: Clock, reason: str) -> Database:
    """Open a copy of the file as it is now, to read only; the file itself is not touched, not even its folder."""
    check_there(path)
    folder = folder_for_copy(path)
    database = Database(
        path, laptop, clock, Access(read_only=True, reason=reason), lambda: shutil.rmtree(folder, ignore_errors=True)
    )
    try:
        copy = still_copy(path, folder)
        database.connect(copy)
        if database.schema > SCHEMA:
            database._remember("projection", "")  # noqa: SLF001 - the copy's tables may differ from ours
        database.bring_up()
    except BaseException:
        database.disconnect()
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return database


def _check_writable(path: Path) -> None:
    try:
        path.open("r+b").close()
    except OSError as error:
        raise guarded(path) from error


def title_of(database: Database) -> str:
    """The forum's title as it is shown in lists of recent files."""
    with database.read() as forum:
        found = forum.get(Forum, FORUM_ID)
    return found.title if found else ""
