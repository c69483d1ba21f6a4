"""When a link leads nowhere, and when a recommendation so stands by itself: conditions on the tables, as SQL."""

from __future__ import annotations

from forumdesk.domain.kinds import KINDS
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.records import shapes
from forumdesk.storage.layout import column, table_name

TABLE = table_name(Recommendation.KIND)
_MAY_BE_CUT = (Recommendation.KIND, "group")


def links_to_nothing(kind: str, field: str) -> str:
    """The condition that a link is empty, or names what is not there any more; a ring of groups has one such member."""
    table, target = table_name(kind), table_name(shapes(KINDS[kind])[field].link)
    found = f"SELECT 1 FROM {target} AS linked WHERE linked.id = {table}.{column(field)} AND linked.deleted = 0"  # noqa: S608
    cut = f" OR {table}.id IN (SELECT record FROM cut)" if (kind, field) == _MAY_BE_CUT else ""  # noqa: S608
    return f"({table}.{column(field)} = '' OR NOT EXISTS ({found}){cut})"


BY_THEMSELVES = f"{TABLE}.deleted = 0 AND {links_to_nothing(Recommendation.KIND, 'group')}"
"""The condition that a recommendation is there and in no group; a group that went leaves its members free."""
