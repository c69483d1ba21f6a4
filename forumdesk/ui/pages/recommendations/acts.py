"""What the list of recommendations asks and does, on the worker's thread."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

from forumdesk.domain.ids import RecordId
from forumdesk.domain.listing import Criterion, ListQuery
from forumdesk.domain.notes import Note
from forumdesk.domain.recommendations import NEEDED, Recommendation
from forumdesk.ui.pages.recommendations.detail import Portrait

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk

_AT_ONCE = 500


def number_of(desk: Desk, *, record_id: str) -> int | None:
    """The row number of a recommendation, or of the group that it is in."""
    return desk.finding.number_of(Recommendation, RecordId(desk.grouping.shown_as(record_id)))


def portrait(desk: Desk, *, record_id: str) -> Portrait | None:
    """A recommendation with all that stands beside it."""
    record = desk.recommending.get(record_id)
    if record is None:
        return None
    return Portrait(
        record,
        desk.recommending.wordings(record_id),
        desk.recommending.lineage(record_id),
        desk.history.of_record(record_id),
        desk.grouping.family(record_id),
        desk.settling.untold(record_id),
    )


def add(desk: Desk, *, text: str) -> Recommendation:
    """A new recommendation, to be worded."""
    return desk.recommending.add(text)


def ids_of(desk: Desk, keys: array[int]) -> tuple[str, ...]:
    """The ids of the recommendations in some rows."""
    pages = (
        desk.finding.page(Recommendation, keys[begin : begin + _AT_ONCE]) for begin in range(0, len(keys), _AT_ONCE)
    )
    return tuple(one.id for page in pages for one in page if one is not None)


def delete(desk: Desk, *, keys: array[int]) -> None:
    """Take recommendations away."""
    desk.recommending.delete(ids_of(desk, keys))


def renumber(desk: Desk, *, keys: array[int]) -> None:
    """Give recommendations other numbers, because several were final under theirs."""
    desk.finishing.renumber(ids_of(desk, keys))


def change(desk: Desk, *, ids: tuple[str, ...], fields: dict[str, Any]) -> None:
    """Change fields of recommendations."""
    desk.recommending.change(ids, **fields)


def change_keys(desk: Desk, *, keys: array[int], fields: dict[str, Any]) -> None:
    """Change the same fields of many."""
    desk.recommending.change(ids_of(desk, keys), **fields)


def tag(desk: Desk, *, ids: tuple[str, ...], add: tuple[str, ...], remove: tuple[str, ...]) -> None:
    """Give codes and take others away."""
    desk.recommending.tag(ids, add=add, remove=remove)


def tag_keys(desk: Desk, *, keys: array[int], add: tuple[str, ...], remove: tuple[str, ...]) -> None:
    """Give codes to many and take others away."""
    desk.recommending.tag(ids_of(desk, keys), add=add, remove=remove)


def unlink(desk: Desk, *, record_id: str, note: str) -> None:
    """Take the link to a note away."""
    desk.recommending.remove_source(record_id, note)


def link(desk: Desk, *, record_id: str, note: str) -> None:
    """Say that a recommendation also comes from a note."""
    desk.recommending.add_sources(record_id, (note,))


def matching_notes(desk: Desk, *, words: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The words that were asked for, and the notes that hold them: ids and texts."""
    hits = desk.finding.search(words, limit=8, kinds=(Note.KIND,)) if any(map(str.isalnum, words)) else ()
    return words, tuple((hit.record.id, str(getattr(hit.record, "text", ""))) for hit in hits)


def next_lacking(desk: Desk, *, query: ListQuery, after: int, step: int) -> int | None:
    """The row number of the next recommendation of a list that lacks something; the list goes round."""
    standing = Criterion("status", among=("draft", "final", "adopted"))
    lacking: set[int] = set()
    for name in NEEDED:
        lacking.update(desk.finding.keys(Recommendation, ListQuery((Criterion(name, empty=True), standing))))
    keys = desk.finding.keys(Recommendation, query)
    try:
        at = keys.index(after)
    except ValueError:
        at = -1 if step > 0 else 0
    count = len(keys)
    around = (keys[(at + step * distance) % count] for distance in range(1, count + 1))
    return next((key for key in around if key in lacking), None)
