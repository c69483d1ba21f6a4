"""What of a laptop has not come, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from forumdesk.domain.forum import Forum
from forumdesk.ui.formats import forum_time

if TYPE_CHECKING:
    from forumdesk.services.missing import Missing


def missing_words(one: Missing, forum: Forum) -> str:
    """What has not come: how many hand-overs with how many notes and from when, as far as its laptop told."""
    name = one.laptop or one.device[:8]
    if not one.hand_overs or one.begins is None or one.ends is None:
        said = _tr("%n entry(ies) of {laptop} (have) not come.", one.entries)
        return said.format(laptop=name)
    begins, ends = forum_time(one.begins, forum), forum_time(one.ends, forum)
    if begins == ends or not one.notes:
        said = _tr("%n hand-over(s) of {laptop} (have) not come, from {time}.", one.hand_overs)
        return said.format(laptop=name, time=ends)
    said = _tr("%n hand-over(s) of {laptop} (have) not come: {notes}, {begins} to {ends}.", one.hand_overs)
    return said.format(laptop=name, notes=_tr("%n note(s)", one.notes), begins=begins, ends=ends)


def _tr(text: str, count: int) -> str:
    return QCoreApplication.translate("missing", text, "", count)
