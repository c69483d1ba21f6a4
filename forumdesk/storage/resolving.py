"""Joins as the projection resolves them: no link is rewritten, each is shown as the record with which it now stands."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Protocol

from forumdesk.domain.heads import Counted, State, state_of
from forumdesk.domain.ids import RecordId, RevisionId
from forumdesk.domain.joining import Joined
from forumdesk.domain.kinds import KINDS, kind_of
from forumdesk.domain.records import DELETED, record_from
from forumdesk.domain.resolving import Ends, Joins, is_whole, joins_of, links
from forumdesk.domain.revisions import Revision
from forumdesk.storage.layout import column, column_names, table_name
from forumdesk.storage.log import Log
from forumdesk.storage.rows import Row, record_of
from forumdesk.storage.statements import select_rows

_MOST_MARKS = 400
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


Weigh = Callable[[RecordId], Counted]
"""Tells what of a record counts."""


class Weighed(Protocol):
    """A forum that is read."""

    driver: Any
    log: Log


@dataclass(frozen=True, slots=True)
class Affected:
    """A record that is shown otherwise now, by its kind, its id and its place."""

    kind: str
    record: RecordId
    nr: int
    turned: bool = False
    """Whether it may have come or gone with that."""


class Resolving:
    """Knows which records were joined away, and shows what speaks of them with the ones that stay."""

    def __init__(self, driver: Any, weigh: Weigh) -> None:  # noqa: ANN401 - the driver's connection has no stubs
        """`weigh` tells what of a record counts."""
        self._driver = driver
        self._weigh = weigh

    # ---- what is known; read from the tables when it is first asked

    @cached_property
    def _said(self) -> dict[RecordId, Joined]:
        """Every join that stands, by the id of its record."""
        rows = self._driver.execute(select_rows(Joined.KIND, "WHERE deleted = 0"))
        return {one.id: one for row in rows if isinstance(one := record_of(Joined.KIND, row), Joined) and is_whole(one)}

    @cached_property
    def _counting(self) -> dict[RecordId, Joined]:
        """Of these, the joins of which the one that goes did not come back since."""
        away: set[str] = set()
        for kind in {one.of for one in self._said.values()}:
            among = f"SELECT goes FROM {table_name(Joined.KIND)} WHERE deleted = 0"  # noqa: S608
            sql = f"SELECT id FROM {table_name(kind)} WHERE id IN ({among}) AND deleted = 1"  # noqa: S608
            away.update(row[0] for row in self._driver.execute(sql))
        return {key: one for key, one in self._said.items() if one.goes in away or self._is_away(str(one.goes))}

    @property
    def said(self) -> tuple[Joined, ...]:
        """Every join that stands."""
        return tuple(self._said.values())

    @property
    def counting(self) -> tuple[Joined, ...]:
        """Of these, the ones that count."""
        return tuple(self._counting.values())

    @cached_property
    def gone(self) -> frozenset[str]:
        """The records of which a join says that they go, whether they came back or not."""
        return frozenset(str(one.goes) for one in self._said.values())

    @cached_property
    def joins(self) -> Joins:
        """What the joins come to."""
        return joins_of(self._counting.values())

    @property
    def ends(self) -> Ends:
        """Where each link to a record that was joined away leads."""
        return self.joins.ends

    def know(self) -> None:
        """Read what joins come to, before anything stands in the log of which the tables do not know yet."""
        _ = self.joins

    def forget(self) -> None:
        """Read everything anew when it is asked next: what was written was taken back."""
        for name in ("_said", "_counting", "gone", "joins"):
            self.__dict__.pop(name, None)

    def read_log(self) -> None:
        """Know the joins from the log alone, before any table is filled."""
        self.forget()
        rows = self._driver.execute("SELECT DISTINCT record FROM revision WHERE kind = ?", (Joined.KIND,)).fetchall()
        said: dict[RecordId, Joined] = {}
        for (record,) in rows:
            counted = self._weigh(RecordId(record))
            state = state_of(counted)
            one = record_from(Joined, record, state.said)
            if kind_of(counted.revisions) == Joined.KIND and not state.deleted and is_whole(one):
                said[record] = one
        self.__dict__["_said"] = said
        self.__dict__["_counting"] = {key: one for key, one in said.items() if self._is_away(str(one.goes))}

    def _is_away(self, record: str) -> bool:
        """Whether a record is not there, as far as the log says; a delete in dispute counts."""
        state = state_of(self._weigh(RecordId(record)))
        return state.deleted or DELETED in state.conflicts

    # ---- what a record is shown as

    def shown(self, kind: str, row: Row, state: State | None) -> Row:
        """A row with its links as they lead; `state` is there where anything of it may differ on two sides."""
        found = self._linked(kind, row)
        if state is not None and found[-2]:
            found = (*found[:-2], self._differing(kind, found, state), found[-1])
        return self._in_circle(found, state) if row[0] in self.joins.circles else found

    def _linked(self, kind: str, row: Row) -> Row:
        leading, changed = self.joins.ends, list[Any]()
        for at, many in _places(kind):
            if not many:
                if row[at] in leading:
                    changed = changed or list(row)
                    changed[at] = leading[row[at]]
            elif row[at] != "[]" and not leading.keys().isdisjoint(members := json.loads(row[at])):
                changed = changed or list(row)
                changed[at] = _json(sorted({leading.get(one, one) for one in members}))
        return tuple(changed) if changed else row

    def _differing(self, kind: str, row: Row, state: State) -> str:
        """The keys in conflict, but for links of which every side leads to the same record."""
        leading, single = self.joins.ends, {name for name, shape in links(kind).items() if not shape.many}
        left = []
        for key in row[-2].split("\n"):
            if key in single:
                said = {one.fields.get(key) for one in self._heads(row[0], state.conflicts[key])}
                if len({leading.get(str(one), one) for one in said}) == 1:
                    continue
            left.append(key)
        return "\n".join(left)

    def _in_circle(self, row: Row, state: State | None) -> Row:
        """Of records that were each joined into the next, one lives, whatever deletes the joins wrote."""
        conflicts = row[-2].split("\n") if row[-2] else []
        lives = row[0] in self.joins.living
        if state is not None and DELETED in conflicts and self._settles(row[0], state):
            conflicts.remove(DELETED)
            return (*row[:-3], int(not lives), "\n".join(conflicts), row[-1])
        return (*row[:-3], 0 if lives else row[-3], *row[-2:])

    def _settles(self, record: str, state: State) -> bool:
        return self.joins.settle(record, self._heads(record, state.conflicts[DELETED]))

    def _heads(self, record: str, heads: Sequence[RevisionId]) -> list[Revision]:
        wanted = frozenset(heads)
        return [one for one in self._weigh(RecordId(record)).revisions if one.id in wanted]

    def holding_back(self, record: str) -> tuple[RecordId, ...]:
        """The joins against which a record lives: with them it would be gone, so they go where it is deleted."""
        if record not in self.joins.living:
            return ()
        return tuple(sorted(key for key, one in self._said.items() if one.goes == record))

    # ---- what a change of a join shows anew

    def heard(self, records: Iterable[tuple[str, RecordId]]) -> tuple[Affected, ...]:
        """What has to be shown anew after these records were written, joins or such as were joined away."""
        before = self.joins
        said, counting = dict(self._said), dict(self._counting)
        away = set[str]()
        for kind, record in records:
            if kind != Joined.KIND:
                away.add(record)
                continue
            said.pop(record, None)
            counting.pop(record, None)
            row = self._driver.execute(select_rows(Joined.KIND, "WHERE id = ? AND deleted = 0"), (record,)).fetchone()
            one = record_of(Joined.KIND, row) if row is not None else None
            if isinstance(one, Joined) and is_whole(one):
                said[record] = one
                away.add(str(one.goes))
        for key, one in said.items():
            if one.goes in away:
                counting.pop(key, None)
                if self._is_away(str(one.goes)):
                    counting[key] = one
        self.forget()
        self.__dict__.update(_said=said, _counting=counting)
        return tuple(self._affected(before, self.joins))

    def _affected(self, before: Joins, after: Joins) -> Iterator[Affected]:
        was, now = before.ends, after.ends
        moved = {was.get(one, one) for one in was.keys() | now.keys() if was.get(one, one) != now.get(one, one)}
        turned = (before.circles ^ after.circles) | (before.living ^ after.living)
        found: dict[str, Affected] = {}
        for kind in KINDS:
            fields = [(column(name), shape.many) for name, shape in links(kind).items()]
            for wheres, sought in (([("id", False)], turned), (fields, moved)):
                for record, nr in self._holding(kind, wheres, sorted(sought)) if wheres else ():
                    found[record] = Affected(kind, record, nr, record in turned)
        yield from (found[record] for record in sorted(found))

    def _holding(
        self, kind: str, wheres: Sequence[tuple[str, bool]], targets: Sequence[str]
    ) -> Iterator[tuple[RecordId, int]]:
        """The records that show one of the targets, and those in which two sides differ: one of them may say it."""
        for at in range(0, len(targets), _MOST_MARKS):
            some = targets[at : at + _MOST_MARKS]
            marks = ",".join("?" * len(some))
            clauses = " OR ".join(
                f"EXISTS (SELECT 1 FROM json_each({name}) AS said WHERE said.value IN ({marks}))"  # noqa: S608
                if many
                else f"{name} IN ({marks})"
                for name, many in wheres
            )
            sql = f"SELECT id, nr FROM {table_name(kind)} WHERE {clauses} OR conflicts <> ''"  # noqa: S608
            yield from self._driver.execute(sql, list(some) * len(wheres)).fetchall()


def joins_in(forum: Weighed) -> dict[Joined, bool]:
    """The joins that stand in the forum that is read, and of each whether the one that goes did not come back since."""
    found = Resolving(forum.driver, forum.log.counted)
    counting = {one.id for one in found.counting}
    return {one: one.id in counting for one in found.said}


def ends_in(forum: Weighed) -> Ends:
    """Where each link to a record that was joined away leads, in the forum that is read."""
    return Resolving(forum.driver, forum.log.counted).ends


@cache
def _places(kind: str) -> tuple[tuple[int, bool], ...]:
    """Where the links of a kind lie in a row, and whether one holds several."""
    names, found = column_names(kind), links(kind)
    return tuple((names.index(name), shape.many) for name, shape in found.items())
