"""What an export needs to know of a forum, without knowing how the forum is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from forumdesk.domain.agenda import Room, Session, Step
from forumdesk.domain.forum import Forum
from forumdesk.domain.frameworks import Framework
from forumdesk.domain.initiatives import Declaration, Initiative, Signatory
from forumdesk.domain.notes import Note
from forumdesk.domain.people import Participant
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.responses import CityChange, Matrix


class ForumSource(Protocol):
    """A forum as it is exported; notes and recommendations are streamed, for there may be a hundred thousand."""

    forum: Forum
    begun: str
    """The revision with which the forum began: equal in every copy of it."""
    rooms: Sequence[Room]
    sessions: Sequence[Session]
    """As they are held."""
    steps: Mapping[str, Sequence[Step]]
    """By session, in order."""
    participants: Sequence[Participant]
    initiatives: Sequence[Initiative]
    declarations: Sequence[Declaration]
    signatories: Sequence[Signatory]
    frameworks: Sequence[Framework]
    """Those in use."""

    @property
    def responses(self) -> Matrix:
        """What cities answered; without a city where none was asked."""
        ...

    @property
    def changes(self) -> Sequence[CityChange]:
        """What changed for each city since the pack before its newest."""
        ...

    def notes(self) -> Iterator[Note]:
        """Notes session by session as they are held, each session's in the order in which they were said."""
        ...

    def recommendations(self) -> Iterator[Recommendation]:
        """Recommendations by number, those left out that stand under a group."""
        ...

    def grouped(self) -> Iterator[Recommendation]:
        """The recommendations that stand under a group, by number; not among `recommendations`."""
        ...

    def counts(self) -> tuple[int, int]:
        """How many notes and how many recommendations there are."""
        ...
