"""The projection: what screens and exports read, derived from the log and rebuilt from it at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import MetaData
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from forumdesk.domain.heads import Standing, State, standing_of, state_of
from forumdesk.domain.ids import RecordId
from forumdesk.domain.kinds import KINDS
from forumdesk.domain.records import Record
from forumdesk.domain.revisions import REDACTION, Revision
from forumdesk.storage.log import keys_text, revision_of
from forumdesk.storage.rows import links_of, row_of, searched_text
from forumdesk.storage.statements import INSERT_HEAD, INSERT_LINK, REVISIONS, insert_row, update_row
from forumdesk.storage.tables import LINKED, PROJECTED, SEARCH_DDL, SEARCH_KINDS, projection_tables

_LINKED_KINDS = {kind for kind, _ in LINKED}
_STEP = 20_000
_DIALECT = dialect()


class Projection:
    """Keeps the derived tables true to the log, one record at a time or all at once."""

    def __init__(self, driver: Any) -> None:  # noqa: ANN401 - the driver's connection has no stubs
        self._driver = driver

    def put(self, kind: str, record_id: RecordId, state: State, *, new: bool = False) -> Record | None:
        """Write what a record now is; kinds of a later version are kept in the log only."""
        if kind not in KINDS:
            return None
        record, row = row_of(kind, record_id, state)
        if new:
            nr = self._driver.execute(insert_row(kind), row).lastrowid
        else:
            nr = self._rewrite(kind, record_id, row)
            if kind in _LINKED_KINDS:
                self._driver.execute("DELETE FROM link WHERE record = ?", (record_id,))
        if not state.deleted:
            self._link_and_index(kind, nr, record)
        return record

    def _rewrite(self, kind: str, record_id: RecordId, row: tuple[Any, ...]) -> int:
        name = PROJECTED[kind].name
        found = self._driver.execute(f"SELECT nr FROM {name} WHERE id = ?", (record_id,)).fetchone()  # noqa: S608
        if found is None:
            return int(self._driver.execute(insert_row(kind), row).lastrowid)
        self._driver.execute(update_row(kind), (*row, record_id))
        if kind in SEARCH_KINDS:
            self._driver.execute("DELETE FROM search WHERE rowid = ?", (search_row(kind, found[0]),))
        return int(found[0])

    def _link_and_index(self, kind: str, nr: int, record: Record) -> None:
        if kind in _LINKED_KINDS and (links := links_of(kind, record)):
            self._driver.executemany(INSERT_LINK, links)
        if kind in SEARCH_KINDS and (text := searched_text(kind, record)):
            self._driver.execute("INSERT INTO search (rowid, text) VALUES (?, ?)", (search_row(kind, nr), text))

    def rebuild(self, progress: Callable[[int], None] | None = None) -> None:
        """Make every derived table anew from the log, inside the caller's transaction."""
        self.drop()
        self.create()
        batch = Batch(self._driver)
        for done, (record_id, kind, standing) in enumerate(self._folded(), 1):
            batch.add(record_id, kind, standing)
            if done % _STEP == 0:
                batch.write()
                if progress:
                    progress(done)
        batch.write()

    def _folded(self) -> Iterator[tuple[RecordId, str, Standing]]:
        """Each record with what stands of it, read from the log ordered by record."""
        rows = self._driver.execute(f"{REVISIONS} ORDER BY record, seq")
        for record_id, group in groupby(rows, key=lambda row: row[1]):
            revisions = [revision_of(row) for row in group]
            standing = standing_of(revisions)
            if standing:
                yield RecordId(record_id), kind_of(revisions), standing

    def create(self) -> None:
        """Make the derived tables, empty."""
        for statement in ddl():
            self._driver.execute(statement)

    def drop(self) -> None:
        """Take the derived tables away, those of an older version included."""
        names = self._driver.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND (name LIKE 'at@_%' ESCAPE '@'"
            " OR name IN ('head', 'link', 'search'))"
        ).fetchall()
        for (name,) in names:
            self._driver.execute(f'DROP TABLE "{name}"')


class Batch:
    """Rows of the projection gathered to be written together."""

    def __init__(self, driver: Any) -> None:  # noqa: ANN401
        self._driver = driver
        self._numbers = dict.fromkeys(KINDS, 0)
        self._clear()

    def _clear(self) -> None:
        self._heads: list[tuple[str, str, str]] = []
        self._links: list[tuple[str, str, str]] = []
        self._texts: list[tuple[int, str]] = []
        self._rows: dict[str, list[tuple[Any, ...]]] = {kind: [] for kind in KINDS}

    def add(self, record_id: RecordId, kind: str, standing: Standing) -> None:
        """Take one record."""
        self._heads.extend((record_id, one.id, keys_text(keys)) for one, keys in standing)
        if kind not in KINDS:
            return
        state = state_of(standing)
        record, row = row_of(kind, record_id, state)
        self._rows[kind].append(row)
        self._numbers[kind] += 1
        if state.deleted:
            return
        if kind in _LINKED_KINDS:
            self._links.extend(links_of(kind, record))
        if kind in SEARCH_KINDS and (text := searched_text(kind, record)):
            self._texts.append((search_row(kind, self._numbers[kind]), text))

    def write(self) -> None:
        """Write what was gathered."""
        self._driver.executemany(INSERT_HEAD, self._heads)
        self._driver.executemany(INSERT_LINK, self._links)
        for kind, rows in self._rows.items():
            self._driver.executemany(insert_row(kind), rows)
        self._driver.executemany("INSERT INTO search (rowid, text) VALUES (?, ?)", self._texts)
        self._clear()


def kind_of(revisions: Iterable[Revision]) -> str:
    """The kind of a record: what its revisions say, redactions aside; the first in clock order where they differ."""
    speaking = [one for one in revisions if one.kind != REDACTION]
    return min(speaking, key=lambda one: one.order).kind if speaking else REDACTION


def search_row(kind: str, nr: int) -> int:
    """The row of the search index that stands for a record."""
    return nr * len(SEARCH_KINDS) + SEARCH_KINDS.index(kind)


def searched_record(row: int) -> tuple[str, int]:
    """Kind and local row number of the record that a row of the search index stands for."""
    return SEARCH_KINDS[row % len(SEARCH_KINDS)], row // len(SEARCH_KINDS)


def ddl() -> list[str]:
    """The statements that make the derived tables."""
    return [*statements_of(projection_tables), SEARCH_DDL]


def statements_of(tables: MetaData) -> list[str]:
    """The statements that make tables and their indexes."""
    made = []
    for table in tables.sorted_tables:
        made.append(str(CreateTable(table).compile(dialect=_DIALECT)))
        made.extend(
            str(CreateIndex(index).compile(dialect=_DIALECT))
            for index in sorted(table.indexes, key=lambda index: str(index.name))
        )
    return made
