"""The register of every kind of record that a forum holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from forumdesk.domain.agenda import Room, Session, Step
from forumdesk.domain.answers import Answer
from forumdesk.domain.apart import KeptApart
from forumdesk.domain.attachments import Attachment
from forumdesk.domain.devices import Device
from forumdesk.domain.forum import Forum
from forumdesk.domain.frameworks import OwnFramework, OwnItem
from forumdesk.domain.heads import State
from forumdesk.domain.initiatives import Declaration, Initiative, Signatory
from forumdesk.domain.joining import Joined
from forumdesk.domain.notes import Note
from forumdesk.domain.people import Participant
from forumdesk.domain.presets import Preset
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.records import Record, shapes
from forumdesk.domain.review import ReviewItem, ReviewPack
from forumdesk.domain.revisions import ACT, REDACTION, Revision
from forumdesk.domain.rules import Rules
from forumdesk.domain.timers import Run

KINDS: Mapping[str, type[Record]] = {
    record_class.KIND: record_class
    for record_class in (
        Forum,
        Participant,
        Room,
        Session,
        Step,
        Run,
        Note,
        Recommendation,
        Initiative,
        Declaration,
        Signatory,
        OwnFramework,
        OwnItem,
        Attachment,
        Preset,
        Device,
        Answer,
        ReviewItem,
        ReviewPack,
        Joined,
        KeptApart,
        Rules,
    )
}


def kind_of(revisions: Iterable[Revision]) -> str:
    """The kind of a record: what its revisions say; where they differ, what began it first in clock order.

    A kind that this version knows goes before one that it does not, and what begins the record before what does not,
    so that no stray revision hides it. What speaks of others, acts and redactions, says no kind where others do.
    """
    said = list(revisions)
    speaking = [one for one in said if one.kind not in (ACT, REDACTION)]
    found = min(speaking or said, key=lambda one: (one.kind not in KINDS, not one.begins, one.order), default=None)
    return found.kind if found else REDACTION


def differing(kind: str, state: State) -> tuple[str, ...]:
    """The keys of a record on which people are asked: those in conflict, but for fields that go with others."""
    if not state.conflicts or kind not in KINDS:
        return tuple(state.conflicts)
    known = shapes(KINDS[kind])
    return tuple(key for key in state.conflicts if not (key in known and known[key].beside))
