"""The tables of a forum file as SQLAlchemy describes them, and the statements that make them.

Loaded when tables are made or made anew: opening a file whose tables stand needs their names alone (`layout.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache

from sqlalchemy import BLOB, REAL, Column, Index, Integer, MetaData, Table, Text
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

revision_table = Table(
    "revision",
    log_tables,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("record", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("fields", Text, nullable=False),
    Column("parents", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("hlc", Integer, nullable=False),
    Column("device", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("schema", Integer, nullable=False),
    Column("wall_ms", Integer, nullable=False),
    Column("tz_min", Integer, nullable=False),
    Column("taken_by", Text),  # local: the act that brought a revision of another laptop here
    Index(None, "record"),
    Index("ix_revision_taken_by", "taken_by", sqlite_where=Column("taken_by").is_not(None)),
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

head_table = Table(
    "head",
    projection_tables,
    Column("record", Text, primary_key=True),
    Column("revision", Text, primary_key=True),
    Column("keys", Text, nullable=False),
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
