"""Where a forum comes from: equal in every copy of it, however it was carried."""

from __future__ import annotations

from forumdesk.domain.forum import FORUM_ID
from forumdesk.storage.work import Reader


def begun(forum: Reader) -> str:
    """The revision with which this forum began; empty in a file without one."""
    first = min(forum.log.revisions(FORUM_ID), key=lambda one: one.order, default=None)
    return first.id if first else ""
