"""Who has a forum file open: a lock beside it that names the person's laptop and since when."""

from __future__ import annotations

import json
import os
import socket
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from forumdesk.domain.clock import Clock
from forumdesk.domain.devices import Laptop
from forumdesk.domain.errors import CannotWrite, DiskFull, ForumInUse
from forumdesk.domain.records import instant_of, instant_text

_OFFSET = 1
"""The first byte is what the system locks, so the words begin after it."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the file open, on which machine and since when."""

    laptop: str = ""
    author: str = ""
    machine: str = ""
    since: datetime | None = None

    def complaint(self, path: Path) -> ForumInUse:
        """The error that names the file and who holds it."""
        who = " · ".join(filter(None, (self.author, self.laptop, self.machine)))
        advice = "Close it there, or open it here to read only."
        if who and self.since:
            sentence, since = (
                "“{name}” is already open ({who}) since {since}.",
                f"{self.since.astimezone():%H:%M on %d %B}",
            )
            return ForumInUse(sentence, advice, name=path.name, who=who, since=since)
        return ForumInUse("“{name}” is already open.", advice, name=path.name)


def lock_path(path: Path) -> Path:
    """The lock file beside a forum file."""
    return path.with_name(path.name + ".lock")


def hold(path: Path, laptop: Laptop, clock: Clock) -> FileLock:
    """Take the file for this program, or say who has it."""
    lock = FileLock(lock_path(path), timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise holder_of(path).complaint(path) from error
    except OSError as error:
        raise CannotWrite(
            "“{name}” lies in a folder that cannot be written.",
            "Open it to read only, or copy it to a folder of your own.",
            name=path.name,
        ) from error
    words = {
        "laptop": laptop.name,
        "author": laptop.author,
        "machine": socket.gethostname(),
        "since": instant_text(clock.now()),
    }
    try:
        with lock_path(path).open("r+b", buffering=0) as file:
            file.truncate(0)
            file.write(b"\n" + json.dumps(words).encode())
    except OSError as error:
        release(path, lock)
        raise DiskFull(
            "“{name}” cannot be opened to work in: the disk is full or does not answer.",
            "Everything kept before is safe. Free some space, then open it again.",
            name=path.name,
        ) from error
    return lock


def release(path: Path, lock: FileLock) -> None:
    """Give the file free and leave no lock file behind."""
    posix = os.name == "posix"
    if posix:  # pragma: no branch - elsewhere a file that is locked cannot be taken away
        lock_path(path).unlink(missing_ok=True)
    lock.release()
    if not posix:  # pragma: no cover
        lock_path(path).unlink(missing_ok=True)


def holder_of(path: Path) -> Holder:
    """Who holds the file, as far as the lock file tells."""
    try:
        with lock_path(path).open("rb") as file:
            file.seek(_OFFSET)
            words = json.loads(file.read(4096))
        return Holder(str(words["laptop"]), str(words["author"]), str(words["machine"]), instant_of(words["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Holder()
