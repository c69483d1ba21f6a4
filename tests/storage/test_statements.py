"""The SQL that is written by hand for speed is what SQLAlchemy writes for the tables that it makes."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.sql.expression import ClauseElement

from forumdesk.domain.kinds import KINDS
from forumdesk.storage.layout import column, column_names, table_name
from forumdesk.storage.statements import (
    ACT_COLUMNS,
    INSERT_ACT,
    INSERT_LINK,
    INSERT_REVISION,
    REVISION_COLUMNS,
    insert_row,
    select_rows,
    update_row,
)
from forumdesk.storage.tables import log_tables, projection_tables

DIALECT = dialect(paramstyle="qmark")


def written(statement: ClauseElement, names: Sequence[str] | None = None) -> str:
    """What SQLAlchemy writes, on one line without quotes around a column that SQLite needs none for."""
    text = str(statement.compile(dialect=DIALECT, column_keys=None if names is None else list(names)))
    return re.sub(r'"(\w+)"', lambda found: column(found[1]), " ".join(text.split()))


def inserted(table: Table, names: Sequence[str]) -> str:
    return written(insert(table).values(dict.fromkeys(names)), names)


@pytest.mark.parametrize(
    ("by_hand", "table", "names"),
    [
        pytest.param(
            INSERT_REVISION.replace("nullif(?, '')", "?"),
            log_tables.tables["revision"],
            ("seq", *REVISION_COLUMNS),
            id="revision",
        ),
        pytest.param(INSERT_ACT, log_tables.tables["act"], ACT_COLUMNS, id="act"),
        pytest.param(INSERT_LINK, projection_tables.tables["link"], ("record", "field", "target"), id="link"),
    ],
)
def test_a_row_of_the_log_is_inserted(by_hand: str, table: Table, names: Sequence[str]) -> None:
    assert by_hand == inserted(table, names)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_record_is_inserted_rewritten_and_read(kind: str) -> None:
    table = projection_tables.tables[table_name(kind)]
    names = column_names(kind)
    assert [column.name for column in table.columns] == ["nr", *names]
    assert insert_row(kind) == inserted(table, ("nr", *names))
    rewriting = update(table).where(table.c.nr == bindparam("nr_")).values({name: bindparam(name) for name in names})
    assert update_row(kind) == written(rewriting).replace(f"{table.name}.nr = ?", "nr=?")
    assert select_rows(kind) == written(select(*(table.c[name] for name in names))).replace(f"{table.name}.", "")
