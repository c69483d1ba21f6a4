"""What a merge held that stands no more, or stands again: records of one revision together, the others one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from forumdesk.domain.ids import RecordId
from forumdesk.domain.joining import Joined
from forumdesk.domain.kinds import KINDS
from forumdesk.storage.carried import Numbers
from forumdesk.storage.log import Log
from forumdesk.storage.revision_rows import revision_of
from forumdesk.storage.statements import REVISIONS

_TOGETHER = 2000
_SOME = f"{REVISIONS} WHERE branch = ? AND number BETWEEN ? AND ? ORDER BY number LIMIT ?"


class Shifting:
    """The records of some numbers of branches."""

    def __init__(self, driver: Any, log: Log, numbers: Numbers, joined: Collection[str]) -> None:  # noqa: ANN401
        """`joined` are the records of which a join says that they go: how they are shown depends on it."""
        self._joined = joined
        self._driver = driver
        self._log = log
        self._spans = [(branch, first, last) for branch, spans in numbers.items() for first, last in spans]
        self._several: dict[RecordId, None] = {}

    def alone(self) -> Iterator[tuple[str, list[tuple[int, RecordId]], bool]]:
        """Records that are one revision each, many of a kind at a time: place and id, and whether they are gone now."""
        for branch, begin, last in self._spans:
            first = begin
            many = {
                row[0]
                for row in self._driver.execute(
                    "SELECT record FROM revision WHERE record IN"
                    " (SELECT record FROM revision WHERE branch = ? AND number BETWEEN ? AND ?)"
                    " GROUP BY record HAVING COUNT(*) > 1",
                    (branch, first, last),
                )
            }
            while rows := self._driver.execute(_SOME, (branch, first, last, _TOGETHER)).fetchall():
                yield from self._some(branch, rows, many)
                first = rows[-1][9] + 1

    def _some(
        self, branch: int, rows: Sequence[Any], many: set[str]
    ) -> Iterator[tuple[str, list[tuple[int, RecordId]], bool]]:
        known = self._log.known
        found: dict[tuple[str, bool], list[tuple[int, RecordId]]] = {}
        for row in rows:
            record, kind = RecordId(row[1]), row[2]
            gone = branch in known.aside and row[9] in known.aside[branch]
            # How other records are shown depends on what was joined.
            alone = record not in many and record not in self._joined and kind in KINDS and kind != Joined.KIND
            whole = row[10] == 1 and '"_deleted"' not in row[3] and row[17] is None
            off = not gone and known.turns and known.is_taken_back(revision_of(row, self._log.branches))
            if not alone or not whole or off:
                self._several[record] = None
            else:
                found.setdefault((kind, gone), []).append((row[-1], record))
        for (kind, gone), some in found.items():
            yield kind, some, gone

    def several(self) -> tuple[RecordId, ...]:
        """The records that have to be worked out one by one; known once `alone` has come to its end."""
        return tuple(self._several)
