"""What of a laptop has not come, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from forumdesk.domain.forum import Forum
from forumdesk.ui.formats import day, forum_time

if TYPE_CHECKING:
    from forumdesk.services.missing import Missing


def missing_words(one: Missing, forum: Forum) -> str:
    """What has not come: how many hand-overs with how many notes and from when, as far as its laptop told."""
    name = one.laptop or one.device[:8]
    if not one.hand_overs or one.ends is None:
        said = _tr("%n entry(ies) of {laptop} (have) not come.", one.entries)
        return said.format(laptop=name)
    notes, ends = _tr("%n note(s)", one.notes), forum_time(one.ends, forum)
    if one.begins is None:  # a first hand-over counts what it had of others too: how many were its own, nobody can tell
        return _tr("%n hand-over(s) of {laptop}, until {ends}, (have) not come.", one.hand_overs).format(
            laptop=name, ends=ends
        )
    said = _tr("%n hand-over(s) of {laptop} (have) not come: {notes}, {begins} to {ends}.", one.hand_overs)
    begins = forum_time(one.begins, forum)
    if one.begins.astimezone(forum.zone).date() != one.ends.astimezone(forum.zone).date():
        begins, ends = (f"{day(when, forum)} {forum_time(when, forum)}" for when in (one.begins, one.ends))
    return said.format(laptop=name, notes=notes, begins=begins, ends=ends)


def _tr(text: str, count: int) -> str:
    return QCoreApplication.translate("missing", text, "", count)
