"""SQL text for the paths where every microsecond is paid per note; a test holds it to what SQLAlchemy would write."""

from __future__ import annotations

from functools import cache

from forumdesk.storage.layout import column, column_names, table_name


def _insert(table: str, names: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(map(column, names))}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - our own names


REVISION_COLUMNS = (
    "id",
    "record",
    "kind",
    "fields",
    "closed",
    "parents",
    "act",
    "hlc",
    "branch",
    "number",
    "begins",
    "author",
    "witnessed",
    "schema",
    "wall_ms",
    "tz_min",
    "salt",
    "items",
)
INSERT_REVISION = f"{_insert('revision', ('seq', *REVISION_COLUMNS)).removesuffix('?)')}nullif(?, ''))"
"""Takes rows as `as_row` makes them: an empty text for items stands for none."""
ACT_COLUMNS = (
    "nr",
    "id",
    "name",
    "target",
    "device",
    "author",
    "wall_ms",
    "branch",
    "first",
    "last",
    "records",
    "turned",
    "undone",
)
INSERT_ACT = _insert("act", ACT_COLUMNS)
ACTS = f"SELECT {', '.join(ACT_COLUMNS)} FROM act"  # noqa: S608
INSERT_LINK = _insert("link", ("record", "field", "target"))
INSERT_CUT = _insert("cut", ("record",))


@cache
def insert_row(kind: str) -> str:
    """Insert one record of a kind into its projection table: its row number, then the columns in order."""
    return _insert(table_name(kind), ("nr", *column_names(kind)))


@cache
def update_row(kind: str) -> str:
    """Rewrite the row of a record of a kind; parameters are the columns in order, then the row number."""
    settings = ", ".join(f"{column(name)}=?" for name in column_names(kind))
    return f"UPDATE {table_name(kind)} SET {settings} WHERE nr=?"  # noqa: S608 - names come from our own tables


@cache
def select_rows(kind: str, where: str = "") -> str:
    """Select whole records of a kind, their columns in the order of `column_names`."""
    names = ", ".join(map(column, column_names(kind)))
    return f"SELECT {names} FROM {table_name(kind)} {where}".rstrip()  # noqa: S608


REVISIONS = f"SELECT {', '.join(REVISION_COLUMNS)}, seq FROM revision"  # noqa: S608
"""Whole revisions, each with its place in the file."""
