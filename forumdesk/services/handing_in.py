"""The hand-in board: which rooms' work is in this forum, from which laptops, and which room's is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from forumdesk.domain.agenda import Room, Session, SessionKind
from forumdesk.domain.errors import NotFound, ReadOnlyForum
from forumdesk.domain.ids import DeviceId, RecordId
from forumdesk.domain.notes import Note
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.text import folded
from forumdesk.services.history import laptop_name
from forumdesk.services.met import Met, met, remember_met
from forumdesk.services.missing import Missing, missing_in
from forumdesk.services.planning import sessions_in_order
from forumdesk.services.receipts import Told, expect, forget, mark_from, told
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
    receipts: tuple[Told, ...] = ()
    """What the receipts come to that this room read out."""
    met: tuple[Met, ...] = ()
    """What was noticed of its laptops: a clock that is wrong, a file that was refused."""
    missing: tuple[Missing, ...] = ()
    """What of its laptops has not come."""

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

    def beside(self, rooms: Sequence[RoomBoard] | None = None) -> Beside:
        """What belongs to none of the rooms, which are looked over unless they were before."""
        with self._database.read() as forum:
            rooms = tuple(boards(forum)) if rooms is None else rooms
            here = {one.device for room in rooms for one in room.met}
            told_of = {one.device for room in rooms for one in room.missing}
            named = {room.room for room in rooms}
            receipts = told(forum, [room.room for room in rooms if not room.is_missing])
            return Beside(
                tuple(one for one in receipts if one.room not in named),
                tuple(one for one in met(forum).values() if one.is_worth_telling and one.device not in here),
                tuple(one for one in missing_in(forum) if one.device not in told_of),
            )

    def receive(self, typed: str, room: str = "") -> Told:
        """What a receipt comes to, read out by a room or by nobody in particular; until it comes, it is expected."""
        mark = mark_from(typed)
        self._check_writable()
        with self._database.read() as forum:
            named = _room_named(forum, room) if room else ""
        expect(self._database, mark, named)
        with self._database.read() as forum:
            begun = [one.room for one in boards(forum) if not one.is_missing]
            return next(one for one in told(forum, begun) if one.mark == mark)

    def forget(self, typed: str) -> None:
        """Expect a receipt no more."""
        self._check_writable()
        forget(self._database, mark_from(typed))

    def notice(self, found: Iterable[Met]) -> None:
        """Remember what was noticed of laptops whose files were only looked at, where anything can be remembered."""
        if not self._database.read_only:
            remember_met(self._database, found)

    def _check_writable(self) -> None:
        if self._database.read_only:
            raise ReadOnlyForum(
                "“{name}” can only be read here, so a receipt cannot be remembered.", name=self._database.path.name
            )


@dataclass(frozen=True, slots=True)
class Beside:
    """What belongs to no room of the plan: receipts that nobody in particular read out, and laptops."""

    receipts: tuple[Told, ...] = ()
    met: tuple[Met, ...] = ()
    missing: tuple[Missing, ...] = ()


def _room_named(forum: Reader, name: str) -> str:
    rooms = forum.all(Room, "position")
    found = next((one for one in rooms if name == one.id or folded(one.name) == folded(name.strip())), None)
    if found is None:
        names = ", ".join(one.name for one in rooms) or "none"
        raise NotFound("There is no room “{room}”.", "Rooms: {names}.", room=name, names=names)
    return found.id


def boards(forum: Reader) -> Iterator[RoomBoard]:
    """The same, from a forum that is being read."""
    found_rooms = tuple(_brought(forum))
    begun = [one.room for one in found_rooms if not one.is_missing]
    receipts = told(forum, begun)
    for one in found_rooms:
        yield replace(one, receipts=tuple(told for told in receipts if told.room == one.room))


def _brought(forum: Reader) -> Iterator[RoomBoard]:
    noticed = {device: one for device, one in met(forum).items() if one.is_worth_telling}
    lacking = {one.device: one for one in missing_in(forum)}
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
            met=tuple(noticed[one] for one in devices if one in noticed),
            missing=tuple(lacking[one] for one in devices if one in lacking),
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
    table = table_name(kind.KIND)
    rows = forum.rows(
        f"SELECT session, device, COUNT(*), MAX(wall_ms) FROM {table} JOIN revision ON seq = {table}.nr"  # noqa: S608
        f" JOIN branch ON branch.nr = revision.branch WHERE deleted = 0{own} GROUP BY session, device"
    )
    found: dict[str, list[_Said]] = {}
    for session, device, count, latest in rows:
        found.setdefault(session, []).append(_Said(device, count, latest))
    return found
