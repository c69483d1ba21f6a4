"""The check of a forum file: the file, every revision's hash, every photo, and the projection against the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlcipher3 import dbapi2 as driver

from forumdesk.domain.errors import BadInput, ForumDeskError
from forumdesk.domain.kinds import KINDS
from forumdesk.domain.revisions import check
from forumdesk.storage.blobs import blob, digests
from forumdesk.storage.layout import column, column_names, table_name
from forumdesk.storage.projection import Projection
from forumdesk.storage.revision_rows import revision_of
from forumdesk.storage.statements import REVISION_COLUMNS, REVISIONS
from forumdesk.storage.work import Reader


def faults(forum: Reader, progress: Callable[[int], None] = lambda _: None) -> Iterator[str]:
    """One sentence for each thing that is wrong with the file; none when it is sound."""
    for (said,) in forum.driver.execute("PRAGMA integrity_check(20)").fetchall():
        if said != "ok":
            yield f"The file is damaged: {said}."
            return
    readable = True
    for fault, reads in _altered(forum, progress):
        readable = readable and reads
        yield fault
    yield from _damaged_blobs(forum)
    if readable:
        yield from unproven(forum)
    if readable:
        yield from _differences(forum)


def _altered(forum: Reader, progress: Callable[[int], None]) -> Iterator[tuple[str, bool]]:
    """Each revision that is not as it was written, and whether it can still be read."""
    for count, row in enumerate(forum.driver.execute(f"{REVISIONS} ORDER BY seq"), 1):
        reads, sound = _judged(forum, row)
        if not sound:
            yield f"Revision {_name_of(row[0])} was altered after it was written.", reads
        if count % 5000 == 0:
            progress(count)


def _name_of(entry: object) -> str:
    return entry.hex() if isinstance(entry, bytes) else str(entry)


def _judged(forum: Reader, row: Sequence[Any]) -> tuple[bool, bool]:
    """Whether a row of the log can be read, and whether it is as it was written."""
    try:
        found = revision_of(row, forum.log.branches)
    except driver.DatabaseError:
        return False, False
    try:
        check(found)
    except BadInput:
        return True, False
    return True, True


def unproven(forum: Reader) -> Iterator[str]:
    """One sentence for each branch whose laptop signed something else than what is here."""
    begun = forum.begun
    for nr, (device, branch) in forum.log.branches.items():
        signed = forum.attestations.signed(nr, begun)
        root = forum.attestations.root(nr, signed.head.size) if signed else None
        if signed is not None and root is not None and root != signed.head.root:
            yield f"The log of laptop {device[:8]} ({branch[:4]}) is not what that laptop signed."


def _damaged_blobs(forum: Reader) -> Iterator[str]:
    for digest in digests(forum):
        try:
            blob(forum, digest)
        except ForumDeskError:
            yield f"The photo {digest[:12]} is damaged."


def _differences(forum: Reader) -> Iterator[str]:
    """Where the projection differs from one built from the log at this moment."""
    attached = driver.connect(":memory:", isolation_level=None)
    try:
        _fill(attached, forum)
        for sql, what in _comparisons():
            for mine, fresh in _unequal(forum.driver.execute(sql), attached.execute(sql)):
                which = (mine or fresh)[1]
                yield f"What is shown of a {what} differs from the log ({which}): rebuild the forum's tables."
    finally:
        attached.close()


def _fill(fresh: Any, forum: Reader) -> None:  # noqa: ANN401 - the driver's connection has no stubs
    names = ", ".join(REVISION_COLUMNS)
    fresh.execute(f"CREATE TABLE revision ({names}, seq INTEGER PRIMARY KEY)")
    rows = forum.driver.execute(f"{REVISIONS} ORDER BY seq")
    marks = ", ".join("?" * (len(REVISION_COLUMNS) + 1))
    while batch := rows.fetchmany(5000):
        fresh.executemany(f"INSERT INTO revision VALUES ({marks})", batch)  # noqa: S608
    fresh.execute("CREATE INDEX by_record ON revision (record)")
    Projection(fresh, forum.log.counted).rebuild(forum.log.known, forum.log.branches)


def _comparisons() -> Iterator[tuple[str, str]]:
    yield "SELECT field, record, target FROM link ORDER BY record, field, target", "link"
    yield "SELECT 'cut', record FROM cut ORDER BY record", "ring of groups"
    for kind in KINDS:
        yield f"SELECT nr, {', '.join(map(column, column_names(kind)))} FROM {table_name(kind)} ORDER BY nr", kind  # noqa: S608


def _unequal(mine: Any, fresh: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401
    while True:
        left, right = mine.fetchone(), fresh.fetchone()
        if left is None and right is None:
            return
        if left != right:
            yield left, right
            return
