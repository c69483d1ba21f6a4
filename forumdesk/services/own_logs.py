"""How far this laptop's own logs have come, remembered beside its keys: so that a copy never goes on in their name.

A file that was copied, moved, restored or put on another machine together with the keys begins a branch of its own,
silently. Only where two files went on at the same time, each unknown to the other, two contents come under one name.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from forumdesk.domain.errors import CannotWrite
from forumdesk.services.preferences import home
from forumdesk.storage.database import Database
from forumdesk.storage.work import Reader

_FILE = "own-logs.json"
_MOST = 500
"""So many branches are remembered; whoever comes back to an older one begins a new one."""


@dataclass(frozen=True, slots=True)
class OwnLog:
    """How far one branch had come, in which file, on which machine."""

    size: int
    last: str
    """The id of its last entry."""
    path: str
    machine: str


class OwnLogs:
    """The branches of this laptop."""

    def __init__(self, folder: Path | None = None) -> None:
        self._path = (folder or home()) / _FILE

    def find(self, branch: str) -> OwnLog | None:
        """What is remembered of a branch."""
        said = self._read().get(branch)
        if not isinstance(said, dict):
            return None
        try:
            return OwnLog(int(said["size"]), str(said["last"]), str(said["path"]), str(said["machine"]))
        except (KeyError, TypeError, ValueError):
            return None

    def remember(self, branch: str, size: int, last: str, path: Path) -> None:
        """Remember how far a branch has come; where that cannot be kept, the next opening begins a new one."""
        known = self._read()
        one = OwnLog(size, last, str(path.resolve()), this_machine())
        if self.find(branch) == one:
            return
        known.pop(branch, None)
        kept = dict([*known.items(), (branch, asdict(one))][-_MOST:])
        unfinished = self._path.with_suffix(".part")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_text(json.dumps(kept, indent=1), encoding="utf-8")
            unfinished.replace(self._path)
        except OSError as error:
            raise CannotWrite(
                "How far this laptop's log has come could not be kept in “{folder}”.",
                "The forum itself is safe.",
                folder=self._path.parent,
            ) from error

    def _read(self) -> dict[str, Any]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


def this_machine() -> str:
    """What tells this machine from one whose disk was copied from it."""
    node = uuid.getnode()
    return "" if node >> 40 & 1 else f"{node:012x}"  # drawn at random where the machine has no address


def take_up(database: Database, logs: OwnLogs) -> None:
    """Go on in this laptop's branch of a file that was opened to work in; in a new one where it is another file."""
    if database.is_new:
        return
    with database.read() as forum:
        if not forum.log.has_own_branch:
            return
        own = forum.log.own_branch
        known = logs.find(forum.log.branches[own][1])
        size = forum.log.size_of(own)
        goes_on = (
            known is not None
            and (known.path, known.machine) == (str(database.path.resolve()), this_machine())
            and bool(known.size) == bool(size)  # one that was begun and never written in may be copied as well
            and known.size <= size
            and (not size or _entry(forum, own, known.size - 1) == known.last)
        )
    if not goes_on:
        database.begin_branch()


def _entry(forum: Reader, branch: int, number: int) -> str:
    return forum.log.numbered(branch, number, number).get(number, b"").hex()
