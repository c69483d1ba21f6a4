"""The projection: what screens and exports read, derived from the log and rebuilt from it at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any

from forumdesk.domain.heads import Counted, State, state_of
from forumdesk.domain.ids import RecordId
from forumdesk.domain.joining import Joined
from forumdesk.domain.kinds import KINDS, kind_of
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.records import DELETED, JsonValue, Record, changed_fields, derived_fields, record_from
from forumdesk.domain.resolving import reaching
from forumdesk.domain.revisions import ACT, REDACTION, Revision
from forumdesk.storage.circumstances import Known
from forumdesk.storage.layout import LINKED, SEARCH_KINDS, column_names, table_name
from forumdesk.storage.resolving import Affected, Resolving, Weigh
from forumdesk.storage.revision_rows import Branches, revision_of
from forumdesk.storage.rings import Rings
from forumdesk.storage.rows import Row, links_of, record_of, row_alone, row_of, searched_text
from forumdesk.storage.search_index import INSERT_TEXT, search_row
from forumdesk.storage.statements import (
    INSERT_LINK,
    REVISIONS,
    insert_row,
    select_rows,
    update_row,
)
from forumdesk.storage.twins import Twins

_LINKED_KINDS = {kind for kind, _ in LINKED}
_GROUP, _NUMBERED = map(column_names(Recommendation.KIND).index, ("group", "numbered"))
_STEP = 20_000


class Projection:
    """Keeps the derived tables true to the log, one record at a time or all at once."""

    def __init__(self, driver: Any, weigh: Weigh) -> None:  # noqa: ANN401 - the driver's connection has no stubs
        """`weigh` tells what of a record counts."""
        self._driver = driver
        self._weigh = weigh
        self.resolving = Resolving(driver, weigh)
        self._rings = Rings(driver)
        self._twins = Twins(driver)
        self._anew: list[Affected] = []

    def begin(self) -> None:
        """Know the tables as they stand before an act writes: what it changes is told by comparing with that."""
        self.resolving.know()

    def put(self, kind: str, record_id: RecordId, state: State, nr: int, *, new: bool = False) -> Record | None:
        """Write what a record now is; kinds of a later version are kept in the log only.

        A record's row bears the place of its first revision in the log, so that rows lie in the order of arrival.
        """
        row = self._write(kind, record_id, state, nr, new=new) if kind in KINDS else None
        if kind == Joined.KIND or record_id in self.resolving.gone:
            self._spread([(kind, record_id)])
        if row is None:
            return None
        if kind == Recommendation.KIND and (not new or row[_GROUP] or row[_NUMBERED] or self._tangled):
            self._place([record_id])
            row = self._driver.execute(select_rows(kind, "WHERE nr = ?"), (nr,)).fetchone()
        return record_of(kind, row)

    def show(self, kind: str, record_id: RecordId, state: State, nr: int) -> bool:
        """The same, with nothing written where it reads as before; tell whether it reads otherwise."""
        if kind not in KINDS:
            return False
        before = self._driver.execute(select_rows(kind, "WHERE nr = ?"), (nr,)).fetchone()
        if before is not None and _as_said(kind, before) == self._as_shown(kind, record_id, state):
            if record_id not in self.resolving.gone:
                return False
            self._spread([(kind, record_id)])  # whoever lives in a circle reads as before, and may end it all the same
            return bool(self._driver.execute(select_rows(kind, "WHERE nr = ?"), (nr,)).fetchone() != before)
        self.put(kind, record_id, state, nr, new=before is None)
        self._index_later(kind, nr)
        return True

    def _index_later(self, kind: str, nr: int) -> None:
        """Let a search look at a record again that may read otherwise now, without a new revision of its own."""
        if kind in SEARCH_KINDS:
            self._driver.execute("INSERT OR REPLACE INTO unindexed VALUES (?, ?)", (nr, kind))

    @property
    def _tangled(self) -> bool:
        """Whether there are rings of groups, or numbers that several share for good."""
        return bool(self._rings.cut or self._twins.shared)

    def _place(self, written: Sequence[RecordId]) -> None:
        """Give recommendations that were written their places: rings are cut, what shares a number is told apart."""
        counted = self._twins.look([*written, *self._rings.look(written)])
        self._anew.extend(Affected(Recommendation.KIND, RecordId(one), 0) for one in counted if one not in written)

    def _write(self, kind: str, record_id: RecordId, state: State, nr: int, *, new: bool = False) -> Row:
        row = self._as_shown(kind, record_id, state)
        if new or not self._driver.execute(update_row(kind), (*row, nr)).rowcount:
            self._driver.execute(insert_row(kind), (nr, *row))
        if kind in _LINKED_KINDS:
            if not new:
                self._driver.execute("DELETE FROM link WHERE record = ?", (record_id,))
            if not row[-3] and (links := links_of(kind, row)):
                self._driver.executemany(INSERT_LINK, links)
        return row

    def turn(self, kind: str, some: Sequence[tuple[int, RecordId]], *, deleted: bool) -> None:
        """Hide or show rows that are otherwise as they were, together."""
        table = table_name(kind)
        self._driver.executemany(
            f"UPDATE {table} SET deleted = ? WHERE nr = ?",  # noqa: S608
            [(int(deleted), nr) for nr, _ in some],
        )
        if kind in SEARCH_KINDS:
            again = [(nr, kind) for nr, _ in some]
            self._driver.executemany("INSERT OR REPLACE INTO unindexed VALUES (?, ?)", again)
        if kind in _LINKED_KINDS:
            self._driver.executemany("DELETE FROM link WHERE record = ?", [(record,) for _, record in some])
            if not deleted:
                rows = (self._driver.execute(select_rows(kind, "WHERE nr = ?"), (nr,)).fetchone() for nr, _ in some)
                self._driver.executemany(INSERT_LINK, [link for row in rows for link in links_of(kind, row)])
        if kind == Recommendation.KIND:
            self._place([record for _, record in some])

    def _as_shown(self, kind: str, record_id: RecordId, state: State) -> Row:
        row = row_of(kind, record_id, state)
        return self.resolving.shown(kind, row, state) if self.resolving.gone else row

    def saying(self, record: Record, state: State) -> dict[str, JsonValue]:
        """The keys to set on top of what a record is, so that it is shown as it is given."""
        kind = record.KIND
        if not self.resolving.gone:
            before, deleted = record_from(type(record), record.id, state.said), state.deleted
        else:
            row = self._as_shown(kind, record.id, state)
            before, deleted = record_of(kind, row), bool(row[-3])
        said = changed_fields(before, record)
        if deleted:
            said[DELETED] = None
        return reaching(kind, said, state.said, self.resolving.ends) if self.resolving.gone else said

    def _spread(self, written: Iterable[tuple[str, RecordId]]) -> None:
        """Show anew what is shown otherwise, now that joins came, changed or went."""
        for one in self.resolving.heard(written):
            self._write(one.kind, one.record, state_of(self._weigh(one.record)), one.nr)
            if one.turned:
                self._index_later(one.kind, one.nr)
            if one.kind == Recommendation.KIND:
                self._place([one.record])
            self._anew.append(one)

    def shown_anew(self) -> tuple[Affected, ...]:
        """What was shown anew since this was asked last, though nothing of it was written."""
        found = tuple(self._anew)
        self._anew.clear()
        return found

    def forget(self) -> None:
        """Know nothing of what was written since the tables stood as they do: it was taken back."""
        self.resolving.forget()
        self._rings.forget()
        self._twins.forget()
        self._anew.clear()

    def put_alone(self, arrived: Iterable[tuple[int, Revision]]) -> None:
        """Write the rows of new records with a single revision, together; a search finds them once it catches up."""
        batch = Batch(self._driver, self.resolving, searched=False)
        for nr, one in arrived:
            batch.add_alone(nr, one)
        batch.write()
        if batch.heard:
            self._spread(batch.heard)
        if batch.placed or (batch.recommended and self._tangled):
            self._place(batch.placed)

    def remove(self, kind: str, record_id: RecordId, nr: int) -> None:
        """Take a row away that turned out to be of another kind, with what it was linked to."""
        if kind in KINDS:
            removed = self._driver.execute(f"DELETE FROM {table_name(kind)} WHERE nr = ?", (nr,)).rowcount  # noqa: S608
            if removed:  # else its links are those of the kind that it is shown as
                self._driver.execute("DELETE FROM link WHERE record = ?", (record_id,))
        if kind == Joined.KIND or record_id in self.resolving.gone:
            self._spread([(kind, record_id)])
        if kind == Recommendation.KIND:
            self._place([record_id])

    def rebuild(self, known: Known, branches: Branches, progress: Callable[[int], None] | None = None) -> None:
        """Make every derived table anew from the log, inside the caller's transaction."""
        self.drop()
        create_tables(self._driver)
        self.forget()
        self.resolving.read_log()
        batch = Batch(self._driver, self.resolving, known)
        for done, (place, revisions) in enumerate(self._records(branches), 1):
            batch.add(place, revisions)
            if done % _STEP == 0:
                batch.write()
                if progress:
                    progress(done)
        batch.write()
        self._rings.look_everywhere()
        self._twins.look_everywhere()

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

    def drop(self) -> None:
        """Take the derived tables away, those of an older version included."""
        names = self._driver.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND (name LIKE 'at@_%' ESCAPE '@'"
            " OR name IN ('link', 'cut', 'search', 'unindexed'))"
        ).fetchall()
        for (name,) in names:
            self._driver.execute(f'DROP TABLE "{name}"')


def create_tables(driver: Any) -> None:  # noqa: ANN401
    """Make the derived tables, empty."""
    for statement in import_module("forumdesk.storage.tables").projection_ddl():
        driver.execute(statement)


def _as_said(kind: str, row: Row) -> Row:
    """A row without what is derived beside what was said."""
    derived = len(derived_fields(KINDS[kind]))
    return (*row[: -3 - derived], *[0] * derived, *row[-3:]) if derived else row


class Batch:
    """Rows of the projection gathered to be written together."""

    def __init__(self, driver: Any, resolving: Resolving, known: Known | None = None, *, searched: bool = True) -> None:  # noqa: ANN401
        self._driver = driver
        self._resolving = resolving
        self._known = known
        self._gone = resolving.gone
        self._searched = searched
        self.heard: list[tuple[str, RecordId]] = []
        """Joins among what was taken, and what they speak of."""
        self.recommended = False
        self.placed: list[RecordId] = []
        """Recommendations in groups, and those with a number for good."""
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
            self._show(nr, kind, row_of(kind, first.record, state), state)

    def add_alone(self, nr: int, one: Revision) -> None:
        """Take a record with a single revision that counts and begins it."""
        if one.kind == Joined.KIND or one.record in self._gone:
            self.heard.append((one.kind, one.record))
        if one.kind in KINDS and one.fields:
            self._show(nr, one.kind, row_alone(one.kind, one.record, one.fields), None)

    def _show(self, nr: int, kind: str, row: Row, state: State | None) -> None:
        if self._gone:
            row = self._resolving.shown(kind, row, state)
        self._rows[kind].append((nr, *row))
        if row[-3]:
            return
        if kind == Recommendation.KIND:
            self.recommended = True
            if row[_GROUP] or row[_NUMBERED]:
                self.placed.append(row[0])
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
