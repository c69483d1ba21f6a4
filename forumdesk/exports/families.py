"""Which recommendations stand under which in one workbook, and where each of them has its row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from forumdesk.domain.grouping import leaves
from forumdesk.domain.recommendations import Recommendation


class Families:
    """The groups of a forum with their members, and the rows of those that the workbook holds."""

    def __init__(self, members: Iterable[Recommendation]) -> None:
        self._under: dict[str, list[Recommendation]] = {}
        for one in members:
            self._under.setdefault(one.group, []).append(one)
        self._rows: dict[str, int] = {}
        self._placed: list[Recommendation] = []

    def __bool__(self) -> bool:
        return bool(self._placed)

    def members(self, group: str) -> Sequence[Recommendation]:
        """The members of a group by number; none of a single recommendation."""
        return self._under.get(group, ())

    def leaves(self, record: Recommendation) -> tuple[Recommendation, ...]:
        """The recommendations that a group was made of; none of a single one."""
        return leaves(record, self.members) if record.id in self._under else ()

    def place(self, group: Recommendation) -> Sequence[Recommendation]:
        """Give each member of a group, and of its groups, the next row, and return them."""
        if group.id not in self._under:
            return ()
        members = tuple(self._within(group, {group.id}))
        for one in members:
            self._placed.append(one)
            self._rows[one.id] = len(self._placed) + 1
        return members

    def _within(self, group: Recommendation, seen: set[str]) -> Iterator[Recommendation]:
        for one in self.members(group.id):
            if one.id not in seen:
                seen.add(one.id)
                yield one
                yield from self._within(one, seen)

    def placed(self) -> Sequence[Recommendation]:
        """The members that the workbook holds, in the order of their rows."""
        return self._placed

    def row(self, member: str) -> int | None:
        """The row of a member, where the workbook holds it."""
        return self._rows.get(member)
