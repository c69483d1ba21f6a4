"""Find things: search over everything, long lists with filters, and what a forum counts."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from forumdesk.domain.agenda import Session
from forumdesk.domain.ids import RecordId
from forumdesk.domain.listing import ListQuery
from forumdesk.domain.notes import Note
from forumdesk.domain.recommendations import NEEDED, Recommendation, Status
from forumdesk.domain.records import Record
from forumdesk.storage import lists, search
from forumdesk.storage.database import Database
from forumdesk.storage.groups import BY_THEMSELVES, count_by_themselves
from forumdesk.storage.layout import table_name
from forumdesk.storage.search import Hit as Hit  # noqa: PLC0414 - for the window, which may not look further down
from forumdesk.storage.work import Reader

R = TypeVar("R", bound=Record)
_RECOMMENDATIONS = table_name(Recommendation.KIND)
_NOTES = table_name(Note.KIND)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is, and how much of it is ready."""

    notes: int
    recommendations: int
    """Withdrawn ones left out, and those that are in a group: the group is counted."""
    complete: int
    by_status: Mapping[Status, int]
    lacking: Mapping[str, int]
    """For each needed field: how many recommendations have it empty."""
    conflicts: int

    @property
    def ready(self) -> float:
        """The share of recommendations that lack nothing, from 0.0 to 1.0; 0 where there are none."""
        return self.complete / self.recommendations if self.recommendations else 0.0


@dataclass(frozen=True, slots=True)
class SessionCounts:
    """What a session brought."""

    notes: int
    recommendations: int


class Finding:
    """Reads for lists, searches and overviews."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def search(self, query: str, *, limit: int = 50, kinds: Sequence[str] = ()) -> tuple[Hit, ...]:
        """The records that hold every word of the query, best first."""
        with self._database.read() as forum:
            return search.search(forum, query, limit=limit, kinds=kinds)

    def keys(self, record_class: type[Record], query: ListQuery) -> array[int]:
        """The row numbers of what a list shows, in order."""
        with self._database.read() as forum:
            return lists.keys(forum, record_class, query)

    def page(self, record_class: type[R], numbers: Sequence[int]) -> tuple[R | None, ...]:
        """The records behind row numbers, in their order."""
        with self._database.read() as forum:
            return lists.page(forum, record_class, numbers)

    def number_of(self, record_class: type[Record], record_id: RecordId) -> int | None:
        """The row number of one record."""
        with self._database.read() as forum:
            return lists.numbers_of(forum, record_class, (record_id,)).get(record_id)

    def counts(self) -> Counts:
        """What the whole forum counts."""
        with self._database.read() as forum:
            return counts_of(forum)

    def totals(self) -> tuple[int, int]:
        """How many notes and how many recommendations there are."""
        with self._database.read() as forum:
            return forum.count(Note), count_by_themselves(forum)

    def by_session(self) -> Mapping[RecordId, SessionCounts]:
        """Notes and recommendations of each session."""
        with self._database.read() as forum:
            notes = dict(forum.rows(f"SELECT session, COUNT(*) FROM {_NOTES} WHERE deleted = 0 GROUP BY session"))  # noqa: S608
            recommendations = dict(
                forum.rows(f"SELECT session, COUNT(*) FROM {_RECOMMENDATIONS} WHERE {BY_THEMSELVES} GROUP BY session")  # noqa: S608
            )
            return {
                session.id: SessionCounts(notes.get(session.id, 0), recommendations.get(session.id, 0))
                for session in forum.stream(Session)
            }

    def codes_of(self, record_class: type[Record]) -> Mapping[str, int]:
        """How many records of a kind carry each framework code."""
        with self._database.read() as forum:
            table = table_name(record_class.KIND)
            shown = BY_THEMSELVES if record_class is Recommendation else "deleted = 0"
            sql = (
                f"SELECT target, COUNT(*) FROM link JOIN {table} ON id = record"  # noqa: S608
                f" WHERE field = 'codes' AND {shown} GROUP BY target"
            )
            return dict(forum.rows(sql))


def counts_of(forum: Reader) -> Counts:
    """What the forum counts, from its tables."""
    by_status = Counter(
        {
            Status(row[0]): row[1]
            for row in forum.rows(
                f"SELECT status, COUNT(*) FROM {_RECOMMENDATIONS} WHERE {BY_THEMSELVES} GROUP BY status"  # noqa: S608
            )
        }
    )
    empties = [f"{name} IN ('', '[]')" for name in NEEDED]
    live = f"FROM {_RECOMMENDATIONS} WHERE {BY_THEMSELVES} AND status <> 'withdrawn'"
    sums = ", ".join(f"COALESCE(SUM({empty}), 0)" for empty in (*empties, " OR ".join(empties)))
    row = forum.rows(f"SELECT COUNT(*), {sums} {live}")[0]
    return Counts(
        notes=forum.count(Note),
        recommendations=row[0],
        complete=row[0] - row[-1],
        by_status=dict(by_status),
        lacking=dict(zip(NEEDED, row[1:-1], strict=True)),
        conflicts=len(forum.conflicts()),
    )
