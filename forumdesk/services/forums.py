"""Begin a forum, open it, and close it: what happens to the file as a whole."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forumdesk.domain.clock import Clock
from forumdesk.domain.devices import Laptop
from forumdesk.domain.errors import BadInput, CannotWrite, ForumDeskError
from forumdesk.services.beginning import begin_from
from forumdesk.services.building import build_from_template, build_sample
from forumdesk.services.catalogue import Catalogue
from forumdesk.services.desk import Desk
from forumdesk.services.places import Places
from forumdesk.storage import database as files

if TYPE_CHECKING:
    from forumdesk.services.merging import Terms

SUFFIX = ".forum"
AHEAD = timedelta(weeks=4)


class Forums:
    """Makes and opens forum files; each open one is a desk."""

    def __init__(self, laptop: Laptop, clock: Clock) -> None:
        self.laptop = laptop
        self.clock = clock
        self._places = Places()
        self._shipped = Catalogue()

    def new(self, path: Path, *, template: str = "blank", starts: date | None = None, **forum: Any) -> Desk:
        """Make a new forum file from a template; what exists is never overwritten.

        Without `starts` the days of the template are laid four weeks ahead, where the plan shows them and they can be
        changed; `forum` gives fields of the forum's own record.
        """
        target = _with_suffix(path)
        database = files.create(target, self.laptop, self.clock)
        first_day = starts or (self.clock.now() + AHEAD).date()
        if starts:
            forum.setdefault("starts", starts)
        try:
            build_from_template(
                database, template, self._places, first_day=first_day, utc_offset=self.clock.offset_minutes(), **forum
            )
        except BaseException:
            database.close()
            target.unlink(missing_ok=True)
            raise
        return self._desk(database)

    def sample(self, path: Path) -> Desk:
        """Make a fresh copy of the sample forum."""
        target = _with_suffix(path)
        database = files.create(target, self.laptop, self.clock)
        try:
            build_sample(database, self._places)
        except BaseException:
            database.close()
            target.unlink(missing_ok=True)
            raise
        return self._desk(database)

    def fresh_sample(self, folder: Path) -> Desk:
        """Make a fresh copy of the sample forum in a folder; a copy in which somebody worked is never replaced."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotWrite(
                "The sample cannot be put into “{folder}”.", "Look whether the folder can be written.", folder=folder
            ) from error
        path = folder / f"Sample forum{SUFFIX}"
        number = 2
        while path.exists() and not self._is_untouched(path):
            path = folder / f"Sample forum {number}{SUFFIX}"
            number += 1
        path.unlink(missing_ok=True)
        return self.sample(path)

    def _is_untouched(self, path: Path) -> bool:
        """Whether nothing was done in a copy of the sample since it was made, and nobody has it open."""
        try:
            with self.opened(path) as desk:
                return len(desk.history.entries(2)) == 1
        except ForumDeskError:
            return False

    def open(self, path: Path) -> Desk:
        """Open a forum file to work in; one of a newer ForumDesk opens to read only, and says so."""
        return self._desk(files.open_file(path, self.laptop, self.clock))

    def open_to_read(self, path: Path, reason: str = "") -> Desk:
        """Open a copy of a forum file as it is now, to read only."""
        return self._desk(files.open_to_read(path, self.laptop, self.clock, reason))

    def from_pack(self, pack: Path, path: Path, terms: Terms | None = None) -> Desk:
        """Make a new forum file from a pack that was sent to a city; what exists is never overwritten."""
        target = _with_suffix(path)
        desk = self._desk(files.create(target, self.laptop, self.clock))
        try:
            begin_from(desk, pack, terms)
        except BaseException:
            desk.close()
            target.unlink(missing_ok=True)
            raise
        return desk

    def _desk(self, database: files.Database) -> Desk:
        return Desk(database, self.clock, self._shipped, self._places)

    @contextmanager
    def opened(self, path: Path, *, to_read: bool = False) -> Iterator[Desk]:
        """A forum file open for the length of a block."""
        desk = self.open_to_read(path) if to_read else self.open(path)
        try:
            yield desk
        finally:
            desk.close()

    @contextmanager
    def temporary_sample(self) -> Iterator[Desk]:
        """A fresh copy of the sample forum that is gone after the block."""
        with tempfile.TemporaryDirectory(prefix="forumdesk-") as folder:
            desk = self.sample(Path(folder) / f"sample{SUFFIX}")
            try:
                yield desk
            finally:
                desk.close()


def _with_suffix(path: Path) -> Path:
    if not path.name.strip():
        raise BadInput("A forum file needs a name.")
    return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
