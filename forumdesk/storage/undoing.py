"""Undo: append the inverse of an act, for whatever nobody has changed since."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from forumdesk.domain.devices import Device
from forumdesk.domain.heads import kind_of
from forumdesk.domain.ids import ActId, DeviceId, RecordId, RevisionId
from forumdesk.domain.revisions import LAST_MS, REDACTION, Revision
from forumdesk.storage.failures import malformed
from forumdesk.storage.inverse import inverse, parted_act, repeated
from forumdesk.storage.log import revision_of
from forumdesk.storage.statements import REVISIONS
from forumdesk.storage.work import Reader, Work

__all__ = [
    "Act",
    "acts",
    "bring_again",
    "deciding",
    "find_act",
    "next_steps",
    "parted_act",
    "revisions_of_act",
    "take_back",
    "undone_acts",
]


@dataclass(frozen=True, slots=True)
class Act:
    """What one user act wrote, as the history shows it."""

    id: ActId
    name: str
    target: ActId
    """The act that an undo or a redo speaks of; empty otherwise."""
    device: DeviceId
    author: str
    instant: datetime
    records: tuple[tuple[str, RecordId], ...]
    """Kind and id of each record it touched, in order."""

    @property
    def is_undo(self) -> bool:
        """Whether it took another act back."""
        return self.name == "undo"

    @property
    def is_redo(self) -> bool:
        """Whether it brought an undone act back."""
        return self.name == "redo"

    @property
    def subject(self) -> ActId:
        """The act whose effect it decides: the one it names, else itself."""
        return self.target or self.id


IN_PARTS = "sync"
"""The act that becomes durable part by part, with other acts in between: what a hub brings takes its time."""


def acts(forum: Reader, *, before: int | None = None) -> Iterator[tuple[int, Act]]:
    """The acts of the log, newest first, each with the place from which to go on."""
    place = before if before is not None else 2**62
    told: set[ActId] = set()
    rows = forum.driver.execute(f"{_ACT_ROWS} WHERE seq < ? ORDER BY seq DESC", (place,))
    for begins, act in _gathered(forum, rows):
        if act.name == IN_PARTS:  # told once, as a whole, where its newest part lies
            if act.id not in told:
                told.add(act.id)
                yield begins, find_act(forum, act.id) or act
        else:
            yield begins, act


def _acts_of(forum: Reader, device: DeviceId) -> Iterator[Act]:
    """The acts of one laptop, newest first; what others wrote is passed over by the database, which is much faster."""
    rows = forum.driver.execute(f"{_ACT_ROWS} WHERE device = ? OR taken_by IS NOT NULL ORDER BY seq DESC", (device,))
    return (act for _, act in _gathered(forum, rows) if act.device == device)


def _gathered(forum: Reader, rows: Iterable[Sequence[Any]]) -> Iterator[tuple[int, Act]]:
    gathered: list[Sequence[Any]] = []
    for row in rows:
        if gathered and row[0] != gathered[0][0]:
            yield gathered[-1][6], _act(forum, gathered)
            gathered = []
        gathered.append(row)
    if gathered:
        yield gathered[-1][6], _act(forum, gathered)


_ACT_ROWS = "SELECT COALESCE(taken_by, act), record, kind, device, author, wall_ms, seq, taken_by FROM revision"


def _act(forum: Reader, rows: Sequence[Sequence[Any]]) -> Act:
    if type(rows[0][0]) is not str:
        raise malformed()
    act_id, name, target = parted_act(rows[0][0])
    touched = {RecordId(row[1]): row[2] for row in reversed(rows) if row[2] not in (Device.KIND, REDACTION)}
    own = [row for row in rows if row[7] is None]
    taking = None if own else forum.log.taking(rows[0][0])
    device, author, wall_ms = taking or (own or rows)[0][3:6]
    if (type(device), type(author), type(wall_ms)) != (str, str, int) or not 0 <= wall_ms <= LAST_MS:
        raise malformed()
    return Act(
        act_id,
        name,
        target,
        DeviceId(device),
        author,
        datetime.fromtimestamp(wall_ms / 1000, UTC),
        tuple((kind, record) for record, kind in touched.items()),
    )


def next_steps(forum: Reader, device: DeviceId) -> tuple[Act | None, Act | None]:
    """What undo and redo would take next on this laptop, found in one look.

    Undo takes the newest act that still has its effect: one never undone, or the redo that brought it back. Redo takes
    the newest undo, as long as nothing new was done since.
    """
    undo = redo = None
    nothing_new = True
    decided: set[ActId] = set()
    for act in _acts_of(forum, device):
        if act.subject in decided or _brought_nothing(act):
            continue
        decided.add(act.subject)
        if act.is_undo:
            redo = redo or (act if nothing_new else None)
        else:
            undo = undo or act
            nothing_new = nothing_new and act.is_redo
        if undo and (redo or not nothing_new):
            break
    return undo, redo


def _brought_nothing(act: Act) -> bool:
    """Whether a merge brought nothing but what laptops are called, which is nothing that a person did."""
    return act.name == "merge" and not act.records


def deciding(forum: Reader, subject: ActId) -> Act | None:
    """The newest act that decides whether `subject` has its effect: its last undo or redo, else itself."""
    return next((act for _, act in acts(forum) if act.subject == subject), None)


def undone_acts(forum: Reader) -> frozenset[ActId]:
    """Every act that was taken back here and not brought again since, found in one look."""
    rows = forum.driver.execute(
        "SELECT act, MAX(seq) FROM revision WHERE taken_by IS NULL AND (act LIKE '% undo %' OR act LIKE '% redo %')"
        " GROUP BY act ORDER BY 2"
    )
    undone: set[ActId] = set()
    for act, _ in rows:
        _, turn, subject = parted_act(act)
        (undone.add if turn == "undo" else undone.discard)(subject)
    return frozenset(undone)


def find_act(forum: Reader, act_id: str) -> Act | None:
    """The act with this id."""
    rows = forum.driver.execute(
        f"{_ACT_ROWS} WHERE seq IN ({_SEQS_OF_ACT}) ORDER BY seq DESC", _bounds(act_id) * 2
    ).fetchall()
    return _act(forum, rows) if rows else None


_SEQS_OF_ACT = (
    "SELECT seq FROM revision WHERE act >= ? AND act < ? AND taken_by IS NULL"
    " UNION SELECT seq FROM revision WHERE taken_by >= ? AND taken_by < ?"
)


def _bounds(act_id: str) -> tuple[str, str]:
    return (f"{act_id} ", f"{act_id}!")


def revisions_of_act(forum: Reader, act_id: str) -> list[Revision]:
    """What the act wrote or took in."""
    rows = forum.driver.execute(f"{REVISIONS} WHERE seq IN ({_SEQS_OF_ACT}) ORDER BY seq", _bounds(act_id) * 2)
    return [revision_of(row) for row in rows]


Toggled = tuple[tuple[RecordId, ...], tuple[RecordId, ...]]
"""The records that an undo or a redo changed, and those that had changed since and stayed."""


def take_back(work: Work, subject: ActId) -> Toggled:
    """Append the inverse of an act: every record stands as if it had never been, but for what was built on it."""
    return _without(work, subject, {*undone_acts(work), subject})


def bring_again(work: Work, subject: ActId) -> Toggled:
    """Append what an act that was taken back had said: every record stands as if it had never been undone."""
    return _without(work, subject, undone_acts(work) - {subject})


def _without(work: Work, subject: ActId, undone: Collection[ActId]) -> Toggled:
    own: dict[RecordId, list[RevisionId]] = {}
    for one in revisions_of_act(work, subject):
        if one.kind != Device.KIND:  # a laptop's name is not part of what a person did
            own.setdefault(one.record, []).append(one.id)
    changed, stayed = [], []
    for record in own:
        revisions = work.log.revisions(record)
        sayings, kept = inverse(revisions, work.log.acts_of(record), subject, undone)
        if sayings:
            work.say_beside(kind_of(revisions), record, sayings)
            changed.append(record)
        if kept:
            stayed.append(record)
    if not changed:
        _leave_a_trace(work, own)
    return tuple(changed), tuple(stayed)


def _leave_a_trace(work: Work, own: Mapping[RecordId, Collection[RevisionId]]) -> None:
    """Say something as it is: an act of which all stays, or that said what others had said, is taken back all the same.

    What stays for what was built on it goes with that.
    """
    for record, ids in own.items():
        revisions = work.log.revisions(record)
        sayings = repeated(revisions, ids)
        if sayings:
            work.say_beside(kind_of(revisions), record, sayings)
            return
