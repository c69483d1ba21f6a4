"""Search: every word must be there, the last may be half typed; case and accents do not matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from forumdesk.domain.records import Record
from forumdesk.storage.rows import record_of
from forumdesk.storage.search_index import catch_up, searched_record
from forumdesk.storage.statements import select_rows
from forumdesk.storage.work import Reader


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that a search found, best first."""

    kind: str
    record: Record


def match_expression(query: str) -> str:
    """What people type as the search index reads it: each word quoted, the last as a beginning."""
    words = re.findall(r"\w+", query)
    if not words:
        return ""
    quoted = [f'"{word}"' for word in words]
    return " ".join([*quoted[:-1], quoted[-1] + "*"])


def search(forum: Reader, query: str, *, limit: int = 50, kinds: Sequence[str] = ()) -> tuple[Hit, ...]:
    """The records that hold every word of the query, best first."""
    expression = match_expression(query)
    if not expression:
        return ()
    catch_up(forum.driver)
    rows = forum.driver.execute("SELECT rowid FROM search WHERE search MATCH ? ORDER BY rank, rowid", (expression,))
    hits: list[Hit] = []
    for (row,) in rows:
        kind, nr = searched_record(row)
        if kinds and kind not in kinds:
            continue
        found = forum.driver.execute(select_rows(kind, "WHERE nr = ? AND deleted = 0"), (nr,)).fetchone()
        if found is not None:
            hits.append(Hit(kind, record_of(kind, found)))
        if len(hits) == limit:
            break
    return tuple(hits)
