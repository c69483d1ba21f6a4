"""Long lists: only the keys of what a screen shows, then one page at a time."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

from forumdesk.domain.ids import RecordId
from forumdesk.domain.records import Record
from forumdesk.storage.rows import record_of
from forumdesk.storage.tables import PROJECTED, column_names
from forumdesk.storage.work import Reader

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition of a list: a column equals a value, is empty, is not, or a set field holds a member."""

    field: str
    equals: str | int | None = None
    empty: bool | None = None
    holds: str = ""
    """A member of a linked set field; one that ends in a space asks for any member that begins with it."""
    among: tuple[str, ...] = ()

    def sql(self, table: str) -> tuple[str, list[str | int]]:
        """The condition as SQL and its parameters."""
        if self.holds:
            return self._holding(table)
        if self.among:
            return f"{self.field} IN ({','.join('?' * len(self.among))})", list(self.among)
        if self.empty is not None:
            blank = f"({self.field} IS NULL OR {self.field} IN ('', '[]', 0))"
            return (blank if self.empty else f"NOT {blank}"), []
        return f"{self.field} = ?", [self.equals if self.equals is not None else ""]

    def _holding(self, table: str) -> tuple[str, list[str | int]]:
        if self.holds.endswith(" "):
            test, values = "target >= ? AND target < ?", [self.holds, self.holds[:-1] + "!"]
        else:
            test, values = "target = ?", [self.holds]
        sql = f"{table}.id IN (SELECT record FROM link WHERE field = ? AND {test})"  # noqa: S608
        return sql, [self.field, *values]


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Which records a list shows and in which order; `-number` sorts downwards."""

    criteria: tuple[Criterion, ...] = ()
    order: tuple[str, ...] = ("nr",)
    text: str = ""
    """Words that the record must hold, as the search finds them."""


def keys(forum: Reader, record_class: type[Record], query: ListQuery) -> array[int]:
    """The local row numbers of what the list shows, in order; 8 bytes each."""
    table = PROJECTED[record_class.KIND].name
    conditions, values = ["deleted = 0"], list[str | int]()
    for criterion in query.criteria:
        _known(record_class, criterion.field)
        sql, parameters = criterion.sql(table)
        conditions.append(sql)
        values.extend(parameters)
    order = ", ".join([_term(record_class, name) for name in query.order] + ["nr"])
    sql = f"SELECT nr FROM {table} WHERE {' AND '.join(conditions)} ORDER BY {order}"  # noqa: S608
    return array("q", (row[0] for row in forum.driver.execute(sql, values)))


def page(forum: Reader, record_class: type[R], numbers: Sequence[int]) -> tuple[R | None, ...]:
    """The records behind row numbers, in their order; None where one went meanwhile."""
    kind = record_class.KIND
    marks = ",".join("?" * len(numbers))
    sql = f"SELECT {', '.join(column_names(kind))}, nr FROM {PROJECTED[kind].name} WHERE nr IN ({marks})"  # noqa: S608
    found = {row[-1]: cast("R", record_of(kind, row[:-1])) for row in forum.driver.execute(sql, tuple(numbers))}
    return tuple(found.get(number) for number in numbers)


def numbers_of(forum: Reader, record_class: type[Record], records: Sequence[RecordId]) -> dict[RecordId, int]:
    """The local row number of each record."""
    name = PROJECTED[record_class.KIND].name
    marks = ",".join("?" * len(records))
    rows = forum.driver.execute(f"SELECT id, nr FROM {name} WHERE id IN ({marks})", tuple(records))  # noqa: S608
    return {RecordId(row[0]): row[1] for row in rows}


def _known(record_class: type[Record], name: str) -> None:
    if name not in column_names(record_class.KIND):
        raise LookupError(name)


def _term(record_class: type[Record], name: str) -> str:
    column = name.lstrip("-")
    if column != "nr":
        _known(record_class, column)
    return f"{column} COLLATE NOCASE{' DESC' if name.startswith('-') else ''}"
