"""What surrounds the list of recommendations, gathered in one question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forumdesk.domain.agenda import Session
from forumdesk.domain.forum import Forum
from forumdesk.domain.grouping import Origin
from forumdesk.domain.recommendations import Recommendation

if TYPE_CHECKING:
    from forumdesk.services.catalogue import Catalogue
    from forumdesk.services.desk import Desk
    from forumdesk.services.finding import Counts


@dataclass(frozen=True, slots=True)
class Scene:
    """Sessions, frameworks and counts, for chips, tags and cells."""

    forum: Forum
    sessions: Mapping[str, Session]
    catalogue: Catalogue
    in_use: tuple[str, ...]
    counts: Counts
    codes: Mapping[str, int]
    """How many recommendations carry each framework code."""
    groups: Mapping[str, Origin]
    """Where each group comes from, by its id."""
    has_strays: bool = False
    """Whether some belong to no session that is there."""

    def session_code(self, session: str) -> str:
        """The code of a session, empty where there is none."""
        found = self.sessions.get(session)
        return found.code if found else ""


def gather(desk: Desk) -> Scene:
    """Everything around the list."""
    return Scene(
        desk.planning.forum(),
        {session.id: session for session in desk.planning.sessions()},
        desk.referencing.catalogue(),
        desk.referencing.in_use(),
        desk.finding.counts(),
        desk.finding.codes_of(Recommendation),
        desk.grouping.origins(),
        desk.recommending.has_strays(),
    )
