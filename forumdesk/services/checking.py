"""Check a forum file through and through."""

from __future__ import annotations

from datetime import UTC

from forumdesk.domain.forum import FORUM_ID, Forum
from forumdesk.services.missing import missing_in
from forumdesk.services.progress import Progress, unwatched
from forumdesk.storage.checking import faults
from forumdesk.storage.database import Database
from forumdesk.storage.oddities import oddities

_ASK = "Ask its room to hand all of it over again."


class Checking:
    """Verify the file, every revision, every photo, and what is shown against the log."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def faults(self, progress: Progress = unwatched) -> tuple[str, ...]:
        """One sentence for each thing that is wrong; empty when the file is sound."""
        with self._database.read() as forum:
            return tuple(faults(forum, lambda done: progress(done, 0)))

    def oddities(self) -> tuple[str, ...]:
        """One sentence for each thing that laptops which worked apart left behind, with its way out; no damage."""
        with self._database.read() as forum:
            record = forum.get(Forum, FORUM_ID)
            zone = record.zone if record else UTC
            return (*oddities(forum), *(f"{one.told(zone)} {_ASK}" for one in missing_in(forum)))

    def rebuild(self, progress: Progress = unwatched) -> None:
        """Make the tables that screens read anew from the log."""
        self._database.rebuild(lambda done: progress(done, 0))
