"""Numbers that were final in several rooms: each who bears one is told apart, in an order that all laptops share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from forumdesk.storage.by_itself import BY_THEMSELVES, TABLE

_MOST_MARKS = 400
_BEARING = f"SELECT id, number, twin, numbered AND {BY_THEMSELVES} FROM {TABLE}"  # noqa: S608
_SHARED = f"SELECT DISTINCT number FROM {TABLE} WHERE twin > 0"  # noqa: S608
_TWICE = f"SELECT number FROM {TABLE} WHERE numbered = 1 AND number > 0 GROUP BY number HAVING COUNT(*) > 1"  # noqa: S608
_TOUCHED = (
    f"SELECT number FROM {TABLE} WHERE id = ? AND numbered = 1"  # noqa: S608
    f' UNION SELECT number FROM {TABLE} WHERE "group" = ? AND numbered = 1'
)


class Twins:
    """Counts the recommendations that share a number for good, the one that was begun first as the first."""

    def __init__(self, driver: Any) -> None:  # noqa: ANN401 - the driver's connection has no stubs
        self._driver = driver

    @cached_property
    def shared(self) -> set[int]:
        """The numbers that several share for good."""
        return {row[0] for row in self._driver.execute(_SHARED)}

    def forget(self) -> None:
        """Read it anew when it is asked next."""
        self.__dict__.pop("shared", None)

    def look(self, written: Iterable[str]) -> list[str]:
        """Count anew wherever these, or what stands under them, may share a number; tell whose count is another now."""
        touched = {row[0] for one in written for row in self._driver.execute(_TOUCHED, (one, one))}
        return self._count(touched | self.shared)

    def look_everywhere(self) -> None:
        """Count everywhere, in tables that were just filled."""
        self.__dict__["shared"] = set()
        self._count(row[0] for row in self._driver.execute(_TWICE).fetchall())

    def _count(self, numbers: Iterable[int]) -> list[str]:
        bearing: dict[int, list[str]] = {}
        told: dict[str, int] = {}
        for record, number, twin, is_final in self._rows(sorted({one for one in numbers if one > 0})):
            if twin:
                told[record] = twin
            if is_final:
                bearing.setdefault(number, []).append(record)
        several = {number: found for number, found in bearing.items() if len(found) > 1}
        wanted = {one: place for found in several.values() for place, one in enumerate(sorted(found), 1)}
        changed = [
            (wanted.get(one, 0), one) for one in told.keys() | wanted.keys() if wanted.get(one, 0) != told.get(one)
        ]
        self._driver.executemany(f"UPDATE {TABLE} SET twin = ? WHERE id = ?", sorted(changed))  # noqa: S608
        self.__dict__["shared"] = set(several)
        return [record for _, record in changed]

    def _rows(self, numbers: list[int]) -> Iterator[tuple[str, int, int, int]]:
        for at in range(0, len(numbers), _MOST_MARKS):
            some = numbers[at : at + _MOST_MARKS]
            marks = ",".join("?" * len(some))
            yield from self._driver.execute(f"{_BEARING} WHERE number IN ({marks})", some).fetchall()
