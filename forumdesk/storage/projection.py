"""The projection: what screens and exports read, derived from the log and rebuilt from it at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any

from forumdesk.domain.heads import Counted, State, state_of
from forumdesk.domain.ids import RecordId
from forumdesk.domain.kinds import KINDS, kind_of
from forumdesk.domain.records import DELETED, Record
from forumdesk.domain.revisions import ACT, REDACTION, Revision
from forumdesk.storage.circumstances import Known
from forumdesk.storage.layout import LINKED, SEARCH_KINDS, table_name
from forumdesk.storage.revision_rows import Branches, revision_of
from forumdesk.storage.rows import Row, links_of, record_of, row_alone, row_of, searched_text
from forumdesk.storage.search_index import INSERT_TEXT, search_row
from forumdesk.storage.statements import (
    INSERT_LINK,
    REVISIONS,
    insert_row,
    select_rows,
    update_row,
)

_LINKED_KINDS = {kind for kind, _ in LINKED}
_STEP = 20_000


class Projection:
    """Keeps the derived tables true to the log, one record at a time or all at once."""

    def __init__(self, driver: Any) -> None:  # noqa: ANN401 - the driver's connection has no stubs
        self._driver = driver

    def put(self, kind: str, record_id: RecordId, state: State, nr: int, *, new: bool = False) -> Record | None:
        """Write what a record now is; kinds of a later version are kept in the log only.

        A record's row bears the place of its first revision in the log, so that rows lie in the order of arrival.
        """
        if kind not in KINDS:
            return None
        row = row_of(kind, record_id, state)
        self._write(kind, record_id, row, nr, new=new)
        return record_of(kind, row)

    def show(self, kind: str, record_id: RecordId, state: State, nr: int) -> bool:
        """The same, with nothing written where it reads as before; tell whether it reads otherwise."""
        if kind not in KINDS:
            return False
        row = row_of(kind, record_id, state)
        before = self._driver.execute(select_rows(kind, "WHERE nr = ?"), (nr,)).fetchone()
        if before == row:
            return False
        self._write(kind, record_id, row, nr, new=before is None)
        if kind in SEARCH_KINDS:  # what was indexed before may read otherwise now, without a new revision of its own
            self._driver.execute("INSERT OR REPLACE INTO unindexed VALUES (?, ?)", (nr, kind))
        return True

    def _write(self, kind: str, record_id: RecordId, row: Row, nr: int, *, new: bool) -> None:
        if new or not self._driver.execute(update_row(kind), (*row, nr)).rowcount:
            self._driver.execute(insert_row(kind), (nr, *row))
        if kind in _LINKED_KINDS:
            if not new:
                self._driver.execute("DELETE FROM link WHERE record = ?", (record_id,))
            if not row[-3] and (links := links_of(kind, row)):
                self._driver.executemany(INSERT_LINK, links)

    def turn(self, kind: str, numbers: Sequence[int], *, deleted: bool) -> None:
        """Hide or show rows that are otherwise as they were, together."""
        table = table_name(kind)
        marked = [(int(deleted), nr) for nr in numbers]
        self._driver.executemany(f"UPDATE {table} SET deleted = ? WHERE nr = ?", marked)  # noqa: S608
        if kind in SEARCH_KINDS:
            again = [(nr, kind) for nr in numbers]
            self._driver.executemany("INSERT OR REPLACE INTO unindexed VALUES (?, ?)", again)
        if kind not in _LINKED_KINDS:
            return
        found = f"SELECT id FROM {table} WHERE nr = ?"  # noqa: S608
        self._driver.executemany(f"DELETE FROM link WHERE record = ({found})", [(nr,) for nr in numbers])  # noqa: S608
        if not deleted:
            rows = (self._driver.execute(select_rows(kind, "WHERE nr = ?"), (nr,)).fetchone() for nr in numbers)
            self._driver.executemany(INSERT_LINK, [link for row in rows for link in links_of(kind, row)])

    def put_alone(self, arrived: Iterable[tuple[int, Revision]]) -> None:
        """Write the rows of new records with a single revision, together; a search finds them once it catches up."""
        batch = Batch(self._driver, searched=False)
        for nr, one in arrived:
            batch.add_alone(nr, one)
        batch.write()

    def remove(self, kind: str, record_id: RecordId, nr: int) -> None:
        """Take a row away that turned out to be of another kind, with what it was linked to."""
        if kind in KINDS:
            self._driver.execute(f"DELETE FROM {table_name(kind)} WHERE nr = ?", (nr,))  # noqa: S608
            self._driver.execute("DELETE FROM link WHERE record = ?", (record_id,))

    def rebuild(self, known: Known, branches: Branches, progress: Callable[[int], None] | None = None) -> None:
        """Make every derived table anew from the log, inside the caller's transaction."""
        self.drop()
        self.create()
        batch = Batch(self._driver, known)
        for done, (place, revisions) in enumerate(self._records(branches), 1):
            batch.add(place, revisions)
            if done % _STEP == 0:
                batch.write()
                if progress:
                    progress(done)
        batch.write()

    def _records(self, branches: Branches) -> Iterator[tuple[int, list[Revision]]]:
        """Every record in the order of arrival: its place and all its revisions.

        The log is read as it lies; only records with several revisions are looked up, at the first of them.
        """
        several: dict[str, int] = dict(
            self._driver.execute("SELECT record, MIN(seq) FROM revision GROUP BY record HAVING COUNT(*) > 1")
        )
        for row in self._driver.execute(f"{REVISIONS} ORDER BY seq"):
            first = several.get(row[1])
            if first is None:
                yield row[-1], [revision_of(row, branches)]
            elif first == row[-1]:
                rows = self._driver.execute(f"{REVISIONS} WHERE record = ? ORDER BY seq", (row[1],))
                yield first, [revision_of(one, branches) for one in rows]

    def create(self) -> None:
        """Make the derived tables, empty."""
        for statement in import_module("forumdesk.storage.tables").projection_ddl():
            self._driver.execute(statement)

    def drop(self) -> None:
        """Take the derived tables away, those of an older version included."""
        names = self._driver.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND (name LIKE 'at@_%' ESCAPE '@'"
            " OR name IN ('link', 'search', 'unindexed'))"
        ).fetchall()
        for (name,) in names:
            self._driver.execute(f'DROP TABLE "{name}"')


class Batch:
    """Rows of the projection gathered to be written together."""

    def __init__(self, driver: Any, known: Known | None = None, *, searched: bool = True) -> None:  # noqa: ANN401
        self._driver = driver
        self._known = known
        self._searched = searched
        self._clear()

    def _clear(self) -> None:
        self._links: list[tuple[str, str, str]] = []
        self._texts: list[tuple[int, str]] = []
        self._rows: dict[str, list[tuple[Any, ...]]] = {kind: [] for kind in KINDS}

    def add(self, nr: int, revisions: Sequence[Revision]) -> None:
        """Take one record."""
        first, known = revisions[0], self._known
        plain = len(revisions) == 1 and first.begins and first.fields and not first.items
        if plain and (known is None or known.is_plain):
            self.add_alone(nr, first)
            return
        speaking = [one for one in revisions if one.kind not in (REDACTION, ACT)]
        if not speaking:
            return
        kind = kind_of(speaking)
        if kind in KINDS:
            state = state_of(Counted(speaking, known) if known else Counted(speaking))
            self._show(nr, kind, row_of(kind, first.record, state), deleted=state.deleted)

    def add_alone(self, nr: int, one: Revision) -> None:
        """Take a record with a single revision that counts and begins it."""
        if one.kind in KINDS and one.fields:
            row = row_alone(one.kind, one.record, one.fields)
            self._show(nr, one.kind, row, deleted=one.fields.get(DELETED) is True)

    def _show(self, nr: int, kind: str, row: Row, *, deleted: bool) -> None:
        self._rows[kind].append((nr, *row))
        if deleted:
            return
        if kind in _LINKED_KINDS:
            self._links.extend(links_of(kind, row))
        if self._searched and kind in SEARCH_KINDS and (text := searched_text(kind, row)):
            self._texts.append((search_row(kind, nr), text))

    def write(self) -> None:
        """Write what was gathered."""
        self._driver.executemany(INSERT_LINK, self._links)
        for kind, rows in self._rows.items():
            self._driver.executemany(insert_row(kind), rows)
        self._driver.executemany(INSERT_TEXT, self._texts)
        self._clear()
