"""Groups that two laptops put into each other: such a ring is cut at one member, the same on every laptop."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from forumdesk.domain.recommendations import Recommendation
from forumdesk.storage.layout import table_name
from forumdesk.storage.statements import INSERT_CUT

_TABLE = table_name(Recommendation.KIND)
_ABOVE = f'SELECT "group" FROM {_TABLE} WHERE id = ? AND deleted = 0'  # noqa: S608
_GROUPED = f"SELECT id FROM {_TABLE} WHERE \"group\" <> '' AND deleted = 0"  # noqa: S608


class Rings:
    """Knows which recommendation of each ring stands at its top: the one with the least id, as if it had no group."""

    def __init__(self, driver: Any) -> None:  # noqa: ANN401 - the driver's connection has no stubs
        self._driver = driver

    @cached_property
    def cut(self) -> set[str]:
        """The recommendations whose own group does not count."""
        return {row[0] for row in self._driver.execute("SELECT record FROM cut")}

    def forget(self) -> None:
        """Read it anew when it is asked next."""
        self.__dict__.pop("cut", None)

    def look(self, written: Iterable[str]) -> set[str]:
        """Cut what became a ring when these were written, let go of what is none any more, and tell both."""
        found = {min(ring) for one in (*self.cut, *written) if (ring := self._ring(one))}
        self._driver.executemany("DELETE FROM cut WHERE record = ?", [(one,) for one in sorted(self.cut - found)])
        self._driver.executemany(INSERT_CUT, [(one,) for one in sorted(found - self.cut)])
        turned = self.cut ^ found
        self.__dict__["cut"] = found
        return turned

    def look_everywhere(self) -> None:
        """Cut every ring, in tables that were just filled."""
        self.__dict__["cut"] = set()
        self.look([row[0] for row in self._driver.execute(_GROUPED).fetchall()])

    def _ring(self, start: str) -> list[str]:
        """The ring into which the way up from a recommendation leads; nothing where it ends."""
        walked: dict[str, None] = {}
        at = start
        while at not in walked:
            walked[at] = None
            row = self._driver.execute(_ABOVE, (at,)).fetchone()
            if row is None or not row[0]:
                return []
            at = row[0]
        way = list(walked)
        return way[way.index(at) :]
