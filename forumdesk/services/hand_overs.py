"""What this laptop handed over before: how far its log had come each time, so that others can tell what they miss."""

from __future__ import annotations

import json

from forumdesk.domain.handover import HandedOver, Manifest
from forumdesk.domain.notes import Note
from forumdesk.domain.records import instant_of, instant_text
from forumdesk.storage.database import Database

_KEPT = "hand-overs"
_MOST = 20


def hand_overs(database: Database, branch: str) -> tuple[HandedOver, ...]:
    """The hand-overs before of one branch of its log, the newest last; what cannot be read counts as none."""
    return tuple(one for of, one in _kept(database) if of == branch)


def _kept(database: Database) -> list[tuple[str, HandedOver]]:
    try:
        said = json.loads(database.remembered(_KEPT) or "[]")
        return [
            (str(branch), HandedOver(int(size), instant_of(str(instant)), int(notes)))
            for branch, size, instant, notes in said
        ]
    except (ValueError, TypeError, OverflowError):
        return []


def remember_hand_over(database: Database, manifest: Manifest) -> None:
    """Remember one more."""
    head = manifest.own_head
    if head is None:
        return
    with database.read() as forum:
        notes = forum.count(Note)
    kept = [*_kept(database), (str(head.branch), HandedOver(head.size, manifest.created, notes))][-_MOST:]
    said = [[branch, one.size, instant_text(one.instant), one.notes] for branch, one in kept]
    database.remember(_KEPT, json.dumps(said))
