"""The index that searches read: fed when somebody searches or nobody waits, never while a note is kept."""

from __future__ import annotations

from typing import Any

from forumdesk.storage.layout import SEARCH_KINDS
from forumdesk.storage.rows import searched_text
from forumdesk.storage.statements import select_rows

INSERT_TEXT = "INSERT INTO search (rowid, text) VALUES (?, ?)"


def search_row(kind: str, nr: int) -> int:
    """The row of the search index that stands for a record."""
    return nr * len(SEARCH_KINDS) + SEARCH_KINDS.index(kind)


def searched_record(row: int) -> tuple[str, int]:
    """Kind and local row number of the record that a row of the search index stands for."""
    return SEARCH_KINDS[row % len(SEARCH_KINDS)], row // len(SEARCH_KINDS)


def catch_up(driver: Any) -> None:  # noqa: ANN401 - the driver's connection has no stubs
    """Index what was written since the last time, as one transaction unless one is under way."""
    newest = driver.execute("SELECT COALESCE(MAX(seq), 0) FROM revision").fetchone()[0]
    indexed = _indexed(driver)
    again = driver.execute("SELECT nr, kind FROM unindexed").fetchall()
    if indexed >= newest and not again:
        return
    own = not driver.in_transaction
    if own:
        driver.execute("BEGIN IMMEDIATE")
    try:
        for record, kind in driver.execute(_WRITTEN_SINCE, (indexed, *SEARCH_KINDS)).fetchall():
            first = "SELECT MIN(seq) FROM revision WHERE record = ?"
            _index(driver, kind, driver.execute(first, (record,)).fetchone()[0])
        for nr, kind in again:
            _index(driver, kind, nr)
        driver.execute("DELETE FROM unindexed")
        remember_indexed(driver, newest)
    except BaseException:
        if own and driver.in_transaction:  # pragma: no branch - a full disk ends the transaction by itself
            driver.execute("ROLLBACK")
        raise
    if own:
        driver.execute("COMMIT")


def remember_indexed(driver: Any, newest: int) -> None:  # noqa: ANN401
    """Keep with the file up to which place of the log the index goes."""
    driver.execute(
        "INSERT INTO local VALUES ('indexed', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (str(newest),)
    )


def _indexed(driver: Any) -> int:  # noqa: ANN401
    kept = driver.execute("SELECT CAST(value AS INTEGER) FROM local WHERE key = 'indexed'").fetchone()
    return int(kept[0]) if kept else 0


_WRITTEN_SINCE = (
    f"SELECT DISTINCT record, kind FROM revision WHERE seq > ? AND kind IN ({', '.join('?' * len(SEARCH_KINDS))})"  # noqa: S608
)


def _index(driver: Any, kind: str, nr: int) -> None:  # noqa: ANN401
    row = search_row(kind, nr)
    driver.execute("DELETE FROM search WHERE rowid = ?", (row,))
    found = driver.execute(select_rows(kind, "WHERE nr = ? AND deleted = 0"), (nr,)).fetchone()
    if found is not None and (text := searched_text(kind, found)):
        driver.execute(INSERT_TEXT, (row, text))
