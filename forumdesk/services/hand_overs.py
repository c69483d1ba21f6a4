"""What this laptop handed over before: how far its log had come each time, so that others can tell what they miss."""

from __future__ import annotations

import json

from forumdesk.domain.handover import HandedOver, Manifest
from forumdesk.domain.notes import Note
from forumdesk.domain.records import instant_of, instant_text
from forumdesk.storage.database import Database

_KEPT = "hand-overs"
_MOST = 20


def hand_overs(database: Database) -> tuple[HandedOver, ...]:
    """The hand-overs before, the newest last; what cannot be read counts as none."""
    try:
        said = json.loads(database.remembered(_KEPT) or "[]")
        return tuple(HandedOver(int(size), instant_of(str(instant)), int(notes)) for size, instant, notes in said)
    except (ValueError, TypeError, OverflowError):
        return ()


def remember_hand_over(database: Database, manifest: Manifest) -> None:
    """Remember one more."""
    own = [one.signed.head for one in manifest.heads if one.signed.head.device == manifest.device]
    if not own:
        return
    with database.read() as forum:
        notes = forum.count(Note)
    size = max(own, key=lambda head: head.size).size
    kept = [*hand_overs(database), HandedOver(size, manifest.created, notes)][-_MOST:]
    said = [[one.size, instant_text(one.instant), one.notes] for one in kept]
    database.remember(_KEPT, json.dumps(said))
