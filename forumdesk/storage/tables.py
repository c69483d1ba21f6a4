"""The tables of a forum file as SQLAlchemy describes them, and the statements that make them.

Loaded when tables are made or made anew: opening a file whose tables stand needs their names alone (`layout.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache

from sqlalchemy import BLOB, REAL, Column, Index, Integer, MetaData, Table, Text, UniqueConstraint
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from forumdesk.domain.kinds import KINDS
from forumdesk.domain.records import FieldShape, Record, derived_fields, shapes
from forumdesk.storage.layout import INDEXED, SEARCH_DDL, table_name

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
}
log_tables = MetaData(naming_convention=NAMES)
projection_tables = MetaData(naming_convention=NAMES)

branch_table = Table(
    "branch",
    log_tables,
    Column("nr", Integer, primary_key=True),
    Column("device", Text, nullable=False),
    Column("branch", Text, nullable=False),
    Column("fork", Integer, nullable=False),  # above 0 where a second content came under the same name
    UniqueConstraint("device", "branch", "fork"),
)
revision_table = Table(
    "revision",
    log_tables,
    Column("seq", Integer, primary_key=True),
    Column("id", BLOB, nullable=False),
    Column("record", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("fields", Text, nullable=False),
    Column("closed", Integer, nullable=False),
    Column("parents", BLOB, nullable=False),
    Column("act", Text, nullable=False),
    Column("hlc", Integer, nullable=False),
    Column("branch", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("begins", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("witnessed", Text, nullable=False),
    Column("schema", Integer, nullable=False),
    Column("wall_ms", Integer, nullable=False),
    Column("tz_min", Integer, nullable=False),
    Column("salt", BLOB, nullable=False),
    Column("items", Text),  # what became of each commitment, once something was kept back
    Index(None, "record"),
    Index(None, "branch", "number", unique=True),
    Index("ix_revision_kept_back", "branch", "number", sqlite_where=Column("items").is_not(None)),
    Index("ix_revision_beside", "kind", sqlite_where=Column("kind").in_(("act", "redaction"))),
)
# What this desk did, in its order; which merges held what others wrote; what laptops signed of their logs.
act_table = Table(
    "act",
    log_tables,
    Column("nr", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("target", Text, nullable=False),  # the act that an undo or a redo speaks of
    Column("device", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("wall_ms", Integer, nullable=False),
    Column("branch", Integer, nullable=False),
    Column("first", Integer, nullable=False),  # of its own revisions; none where `last` is lower
    Column("last", Integer, nullable=False),
    Column("records", Integer, nullable=False),  # how many it touched
    Column("turned", Integer, nullable=False),  # where it took effect last, or was taken back; 0 of an undo
    Column("undone", Integer, nullable=False),
    Index(None, "id"),
    Index(None, "device", "undone", "turned"),
    Index(None, "device", "target", "nr"),
)
carried_table = Table(
    "carried",
    log_tables,
    Column("branch", Integer, primary_key=True),
    Column("first", Integer, primary_key=True),
    Column("act", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
    Index(None, "act"),
    sqlite_with_rowid=False,
)
signed_table = Table(
    "signed",
    log_tables,
    Column("branch", Integer, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("root", BLOB, nullable=False),
    Column("key", BLOB, nullable=False),
    Column("others", Text, nullable=False),  # the newest heads of other laptops that it held, as it signed them
    Column("signature", BLOB, nullable=False),
    Column("peaks", BLOB, nullable=False),  # of our own branch, so that its next root costs what is new alone
)
node_table = Table(
    "node",
    log_tables,
    Column("branch", Integer, primary_key=True),
    Column("height", Integer, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("hash", BLOB, nullable=False),
    sqlite_with_rowid=False,
)
heard_table = Table(
    "heard",
    log_tables,
    Column("device", Text, primary_key=True),
    Column("branch", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    sqlite_with_rowid=False,
)
withheld_table = Table(
    "withheld",
    log_tables,
    Column("branch", Integer, primary_key=True),
    Column("first", Integer, primary_key=True),
    Column("last", Integer, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("sender", Text, nullable=False),
    sqlite_with_rowid=False,
)
blob_table = Table(
    "blob",
    log_tables,
    Column("digest", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("bytes", BLOB, nullable=False),
    sqlite_with_rowid=True,
)
draft_table = Table(
    "draft",
    log_tables,
    Column("place", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("saved_ms", Integer, nullable=False),
    sqlite_with_rowid=False,
)
local_table = Table(
    "local",
    log_tables,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_with_rowid=False,
)

link_table = Table(
    "link",
    projection_tables,
    Column("record", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("target", Text, primary_key=True),
    Index(None, "field", "target"),
    sqlite_with_rowid=False,
)
cut_table = Table(
    "cut",
    projection_tables,
    Column("record", Text, primary_key=True),  # a recommendation in a ring of groups that stands at its top
    sqlite_with_rowid=False,
)


unindexed_table = Table(
    "unindexed",
    projection_tables,
    Column("nr", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
)


def _column(shape: FieldShape) -> Column[object]:
    if shape.many:
        return Column(shape.name, Text, nullable=False)
    if shape.python in (datetime, date):
        return Column(shape.name, Text)
    sort = {int: Integer, bool: Integer, float: REAL}.get(shape.python, Text)
    return Column(shape.name, sort, nullable=False)


def _projected(record_class: type[Record]) -> Table:
    kind = record_class.KIND
    return Table(
        table_name(kind),
        projection_tables,
        Column("nr", Integer, primary_key=True),
        Column("id", Text, nullable=False, unique=True),
        *(_column(shape) for shape in shapes(record_class).values()),
        *(Column(name, Integer, nullable=False) for name in derived_fields(record_class)),
        Column("deleted", Integer, nullable=False),
        Column("conflicts", Text, nullable=False),
        Column("untold", Text, nullable=False),
        *(Index(f"ix_{table_name(kind)}_{'_'.join(names)}", *names) for names in INDEXED.get(kind, ())),
    )


PROJECTED = tuple(_projected(record_class) for record_class in KINDS.values())
_DIALECT = dialect()


@cache
def log_ddl() -> tuple[str, ...]:
    """The statements that make the log and its local companions."""
    return tuple(_ddl(log_tables))


@cache
def projection_ddl() -> tuple[str, ...]:
    """The statements that make the derived tables."""
    return (*_ddl(projection_tables), SEARCH_DDL)


def _ddl(tables: MetaData) -> Iterator[str]:
    for table in tables.sorted_tables:
        yield str(CreateTable(table).compile(dialect=_DIALECT))
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            yield str(CreateIndex(index).compile(dialect=_DIALECT))
