"""Keep copies: snapshots by themselves every ten minutes and by name, and a way back to each."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from forumdesk.domain.clock import Clock
from forumdesk.domain.errors import NotFound
from forumdesk.storage import snapshots
from forumdesk.storage.database import Database
from forumdesk.storage.snapshots import Snapshot as Snapshot  # noqa: PLC0414 - for the window, which may not look further down


class Keeping:
    """The snapshots of an open forum."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        with database.read() as forum:
            self._copied_at = _newest(forum.driver)
        self._last: datetime | None = None

    def take(self, reason: str) -> Snapshot:
        """Copy the forum as it is now, under a reason that names the copy."""
        with self._database.read() as forum:
            taken = snapshots.take(forum.driver, self._database.path, reason=reason, now=self._clock.now())
            self._copied_at = _newest(forum.driver)
        self._last = taken.instant
        return taken

    def take_if_due(self) -> Snapshot | None:
        """Take the automatic snapshot where ten minutes have passed and something changed; thin out the old ones."""
        if self._database.read_only:
            return None
        now = self._clock.now()
        if self._last is None:
            self._last = now
        with self._database.read() as forum:
            changed = _newest(forum.driver) != self._copied_at
        if not changed or now - self._last < snapshots.EVERY:
            return None
        taken = self.take(snapshots.AUTOMATIC)
        snapshots.thin(self._database.path)
        return taken

    def take_before(self) -> None:
        """Take the automatic snapshot before something comes in, where the newest there is is ten minutes old.

        It asks the folder and not this program, which may have been started just now.
        """
        newest = next(iter(self.listed()), None)
        if newest is None or self._clock.now() - newest.instant >= snapshots.EVERY:
            self.take(snapshots.AUTOMATIC)
            snapshots.thin(self._database.path)

    def listed(self) -> tuple[Snapshot, ...]:
        """The forum's snapshots, newest first."""
        return snapshots.listed(self._database.path)

    def restore(self, name: str, target: Path) -> Path:
        """Put a snapshot of this forum under a new name, and return where it lies."""
        restore(self._database.path, name, target)
        return target


def listed(path: Path) -> tuple[Snapshot, ...]:
    """The snapshots of a forum file that need not be open, newest first."""
    if not path.exists() and not snapshots.folder_of(path).is_dir():
        raise NotFound("“{name}” is not there.", "Look whether it was moved or renamed.", name=path.name)
    return snapshots.listed(path)


def restore(path: Path, name: str, target: Path) -> Snapshot:
    """Put a snapshot of a forum file under a new name; `name` may be shortened as long as it is clear."""
    found = [one for one in listed(path) if one.name.startswith(name)]
    if not found:
        raise NotFound("There is no snapshot “{snapshot}”.", "List them with “forumdesk snapshots”.", snapshot=name)
    if len(found) > 1 and not any(one.name == name for one in found):
        raise NotFound(
            "“{snapshot}” names {count} snapshots.", "Write more of its name.", snapshot=name, count=len(found)
        )
    chosen = next((one for one in found if one.name == name), found[0])
    snapshots.restore(chosen.path, target)
    return chosen


def _newest(driver: object) -> int:
    return int(driver.execute("SELECT COALESCE(MAX(seq), 0) FROM revision").fetchone()[0])  # type: ignore[attr-defined]
