"""Groups as the tables hold them: which recommendations stand by themselves, and which stand under which."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from forumdesk.domain.grouping import leaves
from forumdesk.domain.ids import RecordId
from forumdesk.domain.listing import Criterion
from forumdesk.domain.recommendations import Recommendation
from forumdesk.storage.by_itself import BY_THEMSELVES as BY_THEMSELVES  # noqa: PLC0414 - told with what goes by it
from forumdesk.storage.by_itself import TABLE as TABLE  # noqa: PLC0414
from forumdesk.storage.by_itself import links_to_nothing
from forumdesk.storage.rows import record_of
from forumdesk.storage.statements import select_rows
from forumdesk.storage.work import Reader

BY_ITSELF = Criterion("group", empty=True)
"""The condition that it is in no group, for lists."""
_UNDER = 'held."group" = {over}.id AND held.deleted = 0 AND held.id NOT IN (SELECT record FROM cut)'
IS_NO_GROUP = f"NOT EXISTS (SELECT 1 FROM {TABLE} AS held WHERE {_UNDER.format(over=TABLE)})"  # noqa: S608


def by_themselves(forum: Reader, order: str = "number, id", **equal: str | int) -> Iterator[Recommendation]:
    """The recommendations in no group whose columns equal what is given, in the order of `order`."""
    return (one for one in forum.stream(Recommendation, order, **equal) if not is_member(forum, one))


def is_member(forum: Reader, record: Recommendation) -> bool:
    """Whether a recommendation stands under a group that is there."""
    return group_of(forum, record) is not None


def group_of(forum: Reader, record: Recommendation) -> Recommendation | None:
    """The group under which a recommendation stands; none where its group is not there, or a ring is cut at it."""
    if not record.group or forum.rows("SELECT 1 FROM cut WHERE record = ?", (record.id,)):
        return None
    return forum.get(Recommendation, record.group)


def count_by_themselves(forum: Reader, status: str = "") -> int:
    """How many recommendations are in no group, of one status or of all."""
    chosen, values = (" AND status = ?", (status,)) if status else ("", ())
    return int(forum.rows(f"SELECT COUNT(*) FROM {TABLE} WHERE {BY_THEMSELVES}{chosen}", values)[0][0])  # noqa: S608


def members_of(forum: Reader, group: str) -> tuple[Recommendation, ...]:
    """The members of a group by number; none of a single recommendation."""
    if not group:
        return ()
    cut = {row[0] for row in forum.rows("SELECT record FROM cut")}
    return tuple(one for one in forum.stream(Recommendation, "number, id", group=group) if one.id not in cut)


def leaves_of(forum: Reader, record: Recommendation) -> tuple[Recommendation, ...]:
    """The recommendations that a group was made of, those of its groups included; none of a single one."""
    return leaves(record, lambda group: members_of(forum, group))


def top_of(forum: Reader, record: Recommendation) -> Recommendation:
    """The group under which a recommendation is shown, or itself."""
    seen = {record.id}
    while (above := group_of(forum, record)) is not None and above.id not in seen:
        seen.add(above.id)
        record = above
    return record


def grouped(forum: Reader) -> tuple[Recommendation, ...]:
    """Every recommendation that stands under a group."""
    under = f"NOT {links_to_nothing(Recommendation.KIND, 'group')}"
    where = f"WHERE \"group\" <> '' AND deleted = 0 AND {under} ORDER BY number, id"
    rows = forum.rows(select_rows(Recommendation.KIND, where))
    return tuple(cast("Recommendation", record_of(Recommendation.KIND, row)) for row in rows)


def groups(forum: Reader) -> tuple[RecordId, ...]:
    """The ids of the groups that are there."""
    rows = forum.rows(
        f'SELECT DISTINCT held."group" FROM {TABLE} AS held JOIN {TABLE} AS over ON {_UNDER.format(over="over")}'  # noqa: S608
        " WHERE over.deleted = 0 ORDER BY over.number, over.id"
    )
    return tuple(RecordId(row[0]) for row in rows)
