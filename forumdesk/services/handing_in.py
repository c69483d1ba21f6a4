"""The hand-in board: which rooms' work is in this forum, from which laptops, and which room's is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from forumdesk.domain.agenda import Room, Session, SessionKind
from forumdesk.domain.ids import DeviceId, RecordId
from forumdesk.domain.notes import Note
from forumdesk.domain.recommendations import Recommendation
from forumdesk.services.history import laptop_name
from forumdesk.services.planning import sessions_in_order
from forumdesk.storage.database import Database
from forumdesk.storage.groups import IS_NO_GROUP
from forumdesk.storage.layout import table_name
from forumdesk.storage.work import Reader

_NO_NOTES = (SessionKind.BREAK, SessionKind.CEREMONY)
"""Sessions in which nobody is expected to take notes."""


@dataclass(frozen=True, slots=True)
class RoomBoard:
    """What one room brought: nothing yet, where `laptops` is empty."""

    room: RecordId
    name: str
    sessions: tuple[str, ...]
    """Codes of the sessions in which notes are expected, in order."""
    silent: tuple[str, ...]
    """Of these, those without a note and without a recommendation."""
    notes: int
    recommendations: int
    laptops: tuple[str, ...]
    """The laptops that wrote in these sessions, by name; one without a name by the beginning of its id."""
    last_edit: datetime | None

    @property
    def is_missing(self) -> bool:
        """Whether nothing of this room is here."""
        return not self.laptops


class HandingIn:
    """Looks over what the rooms brought."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def board(self) -> tuple[RoomBoard, ...]:
        """The rooms in which notes are expected, in the order of the plan."""
        with self._database.read() as forum:
            return tuple(boards(forum))


def boards(forum: Reader) -> Iterator[RoomBoard]:
    """The same, from a forum that is being read."""
    said = {kind: _said(forum, kind) for kind in (Note, Recommendation)}
    by_room: dict[str, list[Session]] = {}
    for session in sessions_in_order(forum):
        if session.kind not in _NO_NOTES:
            by_room.setdefault(session.room, []).append(session)
    for room in forum.all(Room, "position"):
        sessions = by_room.get(room.id, [])
        if not sessions:
            continue
        found = {kind: [one for session in sessions for one in rows.get(session.id, ())] for kind, rows in said.items()}
        everything = [*found[Note], *found[Recommendation]]
        devices = sorted({one.device for one in everything})
        latest = max((one.latest_ms for one in everything), default=0)
        yield RoomBoard(
            room.id,
            room.name,
            tuple(session.code for session in sessions),
            tuple(one.code for one in sessions if not any(one.id in rows for rows in said.values())),
            sum(one.count for one in found[Note]),
            sum(one.count for one in found[Recommendation]),
            tuple(sorted(laptop_name(forum, one) or one[:8] for one in devices)),
            datetime.fromtimestamp(latest / 1000, UTC) if everything else None,
        )


@dataclass(frozen=True, slots=True)
class _Said:
    """What one laptop began in one session: how many records, and when it last wrote in one."""

    device: DeviceId
    count: int
    latest_ms: int


def _said(forum: Reader, kind: type[Note | Recommendation]) -> dict[str, list[_Said]]:
    """By session: what is there, by the laptop that began it; a row bears the place of its first revision.

    A group is no room's work but the desk's: its members count.
    """
    own = f" AND {IS_NO_GROUP}" if kind is Recommendation else ""
    rows = forum.rows(
        f"SELECT session, device, COUNT(*), MAX(wall_ms) FROM {table_name(kind.KIND)} JOIN revision ON seq = nr"  # noqa: S608
        f" WHERE deleted = 0{own} GROUP BY session, device"
    )
    found: dict[str, list[_Said]] = {}
    for session, device, count, latest in rows:
        found.setdefault(session, []).append(_Said(device, count, latest))
    return found
