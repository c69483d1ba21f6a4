"""Long lists: only the keys of what a screen shows, then one page at a time."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TypeVar, cast

from forumdesk.domain.ids import RecordId
from forumdesk.domain.kinds import KINDS
from forumdesk.domain.listing import Criterion, ListQuery
from forumdesk.domain.records import Record, shapes
from forumdesk.storage.by_itself import links_to_nothing
from forumdesk.storage.layout import SEARCH_KINDS, column, column_names, table_name
from forumdesk.storage.rows import record_of
from forumdesk.storage.search import match_expression
from forumdesk.storage.search_index import catch_up
from forumdesk.storage.work import Reader

R = TypeVar("R", bound=Record)


def condition(criterion: Criterion, table: str, kind: str) -> tuple[str, list[str | int]]:
    """A condition as SQL and its parameters."""
    name = column(criterion.field)
    if criterion.words:
        expression = match_expression(criterion.words)
        if not expression:
            return "0", []
        place, count = SEARCH_KINDS.index(kind), len(SEARCH_KINDS)
        found = "SELECT rowid / ? FROM search WHERE search MATCH ? AND rowid % ? = ?"
        return f"{table}.nr IN ({found})", [count, expression, count, place]
    if criterion.holds:
        return _holding(criterion, table)
    if criterion.among:
        return f"{name} IN ({','.join('?' * len(criterion.among))})", list(criterion.among)
    if criterion.empty is not None:
        blank = _blank(kind, criterion.field)
        return (blank if criterion.empty else f"NOT {blank}"), []
    return f"{name} = ?", [criterion.equals if criterion.equals is not None else ""]


def _blank(kind: str, field: str) -> str:
    shape = shapes(KINDS[kind]).get(field)
    if shape is not None and shape.link and not shape.many:
        return links_to_nothing(kind, field)
    return f"({column(field)} IS NULL OR {column(field)} IN ('', '[]', 0))"


def _holding(criterion: Criterion, table: str) -> tuple[str, list[str | int]]:
    if criterion.holds.endswith(" "):
        test, values = "target >= ? AND target < ?", [criterion.holds, criterion.holds[:-1] + "!"]
    elif criterion.holds.endswith("*"):
        code = criterion.holds[:-1]
        test, values = "(target = ? OR (target >= ? AND target < ?))", [code, f"{code}.", f"{code}/"]
    else:
        test, values = "target = ?", [criterion.holds]
    sql = f"{table}.id IN (SELECT record FROM link WHERE field = ? AND {test})"  # noqa: S608
    return sql, [criterion.field, *values]


def strays(forum: Reader, record_class: type[Record]) -> tuple[str, ...]:
    """What records name as their session that is none, or none any more; read from an index alone."""
    table = table_name(record_class.KIND)
    # From name to name, each by one step in the index: DISTINCT reads a hundred thousand entries to find twenty.
    named = (
        f"WITH RECURSIVE named (session) AS (SELECT MIN(session) FROM {table} UNION ALL"  # noqa: S608
        f" SELECT (SELECT MIN(session) FROM {table} WHERE session > named.session) FROM named"
        " WHERE named.session IS NOT NULL)"
    )
    live = f"EXISTS (SELECT 1 FROM {table} AS one WHERE one.session = named.session AND one.deleted = 0)"  # noqa: S608
    known = f"SELECT id FROM {table_name('session')} WHERE deleted = 0"  # noqa: S608
    rows = forum.rows(f"{named} SELECT session FROM named WHERE {live} AND session NOT IN ({known}) ORDER BY session")  # noqa: S608
    return tuple(row[0] for row in rows)


def keys(forum: Reader, record_class: type[Record], query: ListQuery) -> array[int]:
    """The local row numbers of what the list shows, in order; 8 bytes each."""
    table = table_name(record_class.KIND)
    conditions, values = ["deleted = 0"], list[str | int]()
    for criterion in query.criteria:
        _known(record_class, criterion.field)
        sql, parameters = condition(criterion, table, record_class.KIND)
        conditions.append(sql)
        values.extend(parameters)
    order = ", ".join([_term(record_class, name) for name in query.order] + ["nr"])
    if any(criterion.words for criterion in query.criteria):
        catch_up(forum.driver)
    sql = f"SELECT nr FROM {table} WHERE {' AND '.join(conditions)} ORDER BY {order}"  # noqa: S608
    return array("q", (row[0] for row in forum.driver.execute(sql, values)))


def page(forum: Reader, record_class: type[R], numbers: Sequence[int]) -> tuple[R | None, ...]:
    """The records behind row numbers, in their order; None where one went meanwhile."""
    kind = record_class.KIND
    marks = ",".join("?" * len(numbers))
    sql = f"SELECT {', '.join(map(column, column_names(kind)))}, nr FROM {table_name(kind)} WHERE nr IN ({marks})"  # noqa: S608
    found = {row[-1]: cast("R", record_of(kind, row[:-1])) for row in forum.driver.execute(sql, tuple(numbers))}
    return tuple(found.get(number) for number in numbers)


def numbers_of(forum: Reader, record_class: type[Record], records: Sequence[RecordId]) -> dict[RecordId, int]:
    """The local row number of each record."""
    name = table_name(record_class.KIND)
    marks = ",".join("?" * len(records))
    rows = forum.driver.execute(f"SELECT id, nr FROM {name} WHERE id IN ({marks})", tuple(records))  # noqa: S608
    return {RecordId(row[0]): row[1] for row in rows}


def _known(record_class: type[Record], name: str) -> None:
    if name not in column_names(record_class.KIND):
        raise LookupError(name)


def _term(record_class: type[Record], name: str) -> str:
    bare = name.lstrip("-")
    if bare != "nr":
        _known(record_class, bare)
    return f"{column(bare)} COLLATE NOCASE{' DESC' if name.startswith('-') else ''}"
