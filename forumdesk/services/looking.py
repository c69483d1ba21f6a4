"""What is noticed of a file of another laptop while its revisions pass: its begin, its receipt, and its clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from forumdesk.domain.forum import FORUM_ID
from forumdesk.domain.handover import Manifest, mark_of
from forumdesk.domain.ids import RevisionId
from forumdesk.domain.revisions import Revision
from forumdesk.storage.work import Reader

_CLOCK_TOLERANCE = timedelta(minutes=2)
_MARKED = 300_000
"""So many revisions of a file are held by id, to tell its receipt."""
_HELD = 20_000
_TOGETHER = 500
"""So many revisions are noticed together, which takes half as long as one by one."""
_SAMPLE = 500
"""So many revisions are looked up to find the merge that brought them before."""


class Looking:
    """Remembers of passing revisions what is told of their file."""

    def __init__(self, seen: list[RevisionId], forum: Reader, device: str) -> None:
        self._seen = seen
        self._forum = forum
        self._device = device
        self._first: tuple[tuple[int, str, str], str] | None = None
        self._latest_ms = 0
        self._ours = (0, "")
        self._ids: list[RevisionId] = []
        self._count = 0
        self.held: list[Revision] = []
        """All that passed, as long as it was not much: what is taken in need not be read again."""

    def at(self, revisions: Iterator[Revision]) -> Iterator[Revision]:
        """The revisions themselves, remembered as they pass."""
        while some := list(islice(revisions, _TOGETHER)):
            self._notice(some)
            yield from some

    def _notice(self, some: Sequence[Revision]) -> None:
        before, self._count = self._count, self._count + len(some)
        ids = [one.id for one in some[: max(0, _MARKED - before)]]
        self._ids += ids
        self._seen += ids[: max(0, min(_SAMPLE - before, _SAMPLE - len(self._seen)))]
        self._latest_ms = max([self._latest_ms, *[one.wall_ms for one in some]])
        for one in [each for each in some if each.record == FORUM_ID]:
            if self._first is None or one.order < self._first[0]:
                self._first = (one.order, one.id)
        self._ours = max([self._ours, *[(one.wall_ms, one.id) for one in some if one.device == self._device]])
        if self._count <= _HELD:
            self.held += some
        else:
            self.held.clear()

    @property
    def begun(self) -> str:
        """The revision with which the forum of the file began."""
        return self._first[1] if self._first else ""

    def ahead_of(self, now: datetime, manifest: Manifest | None) -> timedelta:
        """How wrong its clock must be: it wrote later than now, or handed over before we wrote what it holds of us."""
        ahead = timedelta(milliseconds=self._latest_ms) - timedelta(seconds=now.timestamp())
        if ahead > _CLOCK_TOLERANCE:
            return ahead
        wrote_ms, revision = self._ours
        if manifest is None or manifest.device == self._device or not revision:
            return timedelta()
        behind = timedelta(milliseconds=wrote_ms) - timedelta(seconds=manifest.created.timestamp())
        # What another file of ours wrote, a copy out of a backup, was written by another clock.
        here = self._forum.rows("SELECT 1 FROM revision WHERE id = ? AND taken_by IS NULL", (revision,))
        return -behind if here and behind > _CLOCK_TOLERANCE else timedelta()

    @property
    def mark(self) -> str:
        """The mark of the receipt that a room would keep which handed all of this over; empty where it is too much."""
        return mark_of(self._ids) if self._count <= _MARKED else ""

    @property
    def brought_by(self) -> str:
        """The act of this forum that took the first of it in."""
        for one in self._ids[:_SAMPLE]:
            found = self._forum.rows("SELECT taken_by FROM revision WHERE id = ? AND taken_by IS NOT NULL", (one,))
            if found:
                return str(found[0][0])
        return ""
