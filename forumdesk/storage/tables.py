"""The tables of a forum file: the log and its local companions, and the projection made from the record classes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache

from sqlalchemy import BLOB, REAL, Column, Index, Integer, MetaData, Table, Text

from forumdesk.domain.kinds import KINDS
from forumdesk.domain.records import FieldShape, Record, shapes

APPLICATION_ID = 0x464F5255
"""`FORU`, so that a forum file is told from any other SQLite file."""
PROJECTION = 3
"""Raised whenever the projection's tables change; the projection is then rebuilt from the log."""

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

INDEXED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "note": (("session", "deleted", "instant"),),  # counts are read from it alone, without touching a text
    "recommendation": (("number",), ("session", "deleted"), ("status", "deleted")),
    "step": (("session",),),
    "attachment": (("record",),),
    "session": (("code",),),
}
LINKED = {
    ("note", "codes"),
    ("recommendation", "codes"),
    ("recommendation", "sources"),
    ("initiative", "recommendations"),
    ("session", "codes"),
}
"""Set fields whose members are looked up from the other side."""
SEARCHED: Mapping[str, tuple[str, ...]] = {
    "note": ("text", "city"),
    "recommendation": ("text", "rationale", "actor", "city", "indicator", "dissent"),
    "session": ("code", "title", "questions"),
    "participant": ("name", "position", "city", "organisation"),
    "initiative": ("title", "scope", "lead_city"),
    "declaration": ("title", "text"),
}
SEARCH_DDL = (
    "CREATE VIRTUAL TABLE search USING fts5(text, content='', contentless_delete=1, "
    'tokenize="unicode61 remove_diacritics 2")'
)
SEARCH_KINDS = tuple(SEARCHED)


def table_name(kind: str) -> str:
    """The projection table of a kind of record."""
    return "at_" + kind.replace("-", "_")


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
        Column("deleted", Integer, nullable=False),
        Column("conflicts", Text, nullable=False),
        *(Index(f"ix_{table_name(kind)}_{'_'.join(names)}", *names) for names in INDEXED.get(kind, ())),
    )


PROJECTED: Mapping[str, Table] = {kind: _projected(record_class) for kind, record_class in KINDS.items()}


@cache
def column_names(kind: str) -> tuple[str, ...]:
    """The columns of a projection table in order, its local row number left out."""
    return tuple(column.name for column in PROJECTED[kind].columns if column.name != "nr")
