"""Undo: append the inverse of an act, for whatever nobody has changed since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from forumdesk.domain.devices import Device
from forumdesk.domain.heads import Standing, standing_of, state_of
from forumdesk.domain.ids import ActId, DeviceId, RecordId, RevisionId
from forumdesk.domain.records import DELETED, JsonValue
from forumdesk.domain.revisions import Revision
from forumdesk.storage.log import revision_of
from forumdesk.storage.statements import REVISIONS
from forumdesk.storage.work import Reader, Work


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


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did: how many records went back, and which had been changed since and stayed."""

    act: ActId
    name: str
    taken_back: tuple[RecordId, ...]
    stayed: tuple[RecordId, ...]


def parted_act(act: str) -> tuple[ActId, str, ActId]:
    """Id, name and target of an act as a revision carries it."""
    act_id, _, rest = act.partition(" ")
    name, _, target = rest.partition(" ")
    return ActId(act_id), name, ActId(target)


def acts(forum: Reader, *, before: int | None = None) -> Iterator[tuple[int, Act]]:
    """The acts of the log, newest first, each with the place from which to go on."""
    gathered: list[Sequence[Any]] = []
    rows = forum.driver.execute(
        "SELECT COALESCE(taken_by, act), record, kind, device, author, wall_ms, seq FROM revision"
        " WHERE seq < ? ORDER BY seq DESC",
        (before if before is not None else 2**62,),
    )
    for row in rows:
        if gathered and row[0] != gathered[0][0]:
            yield gathered[-1][6], _act(gathered)
            gathered = []
        gathered.append(row)
    if gathered:
        yield gathered[-1][6], _act(gathered)


def _act(rows: Sequence[Sequence[Any]]) -> Act:
    act_id, name, target = parted_act(rows[0][0])
    touched = {RecordId(row[1]): row[2] for row in reversed(rows) if row[2] != Device.KIND}
    newest = rows[0]
    return Act(
        act_id,
        name,
        target,
        DeviceId(newest[3]),
        newest[4],
        datetime.fromtimestamp(newest[5] / 1000, UTC),
        tuple((kind, record) for record, kind in touched.items()),
    )


def next_to_undo(forum: Reader, device: DeviceId) -> Act | None:
    """The newest act of this laptop that still has its effect: one never undone, or the redo that brought it back."""
    decided: set[ActId] = set()
    for _, act in acts(forum):
        if act.device != device or act.subject in decided:
            continue
        decided.add(act.subject)
        if not act.is_undo:
            return act
    return None


def next_to_redo(forum: Reader, device: DeviceId) -> Act | None:
    """The newest undo of this laptop, as long as nothing new was done since."""
    decided: set[ActId] = set()
    for _, act in acts(forum):
        if act.device != device or act.subject in decided:
            continue
        decided.add(act.subject)
        if act.is_undo:
            return act
        if not act.is_redo:
            return None
    return None


def deciding(forum: Reader, subject: ActId) -> Act | None:
    """The newest act that decides whether `subject` has its effect: its last undo or redo, else itself."""
    return next((act for _, act in acts(forum) if act.subject == subject), None)


def find_act(forum: Reader, act_id: str) -> Act | None:
    """The act with this id."""
    rows = forum.driver.execute(
        "SELECT COALESCE(taken_by, act), record, kind, device, author, wall_ms, seq FROM revision"  # noqa: S608 - our own text
        f" WHERE seq IN ({_SEQS_OF_ACT}) ORDER BY seq DESC",
        _bounds(act_id) * 2,
    ).fetchall()
    return _act(rows) if rows else None


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


def take_back(work: Work, act_id: ActId) -> tuple[tuple[RecordId, ...], tuple[RecordId, ...]]:
    """Append the inverse of what an act wrote; return the records that went back and those that stayed."""
    own: dict[RecordId, set[RevisionId]] = {}
    for one in revisions_of_act(work, act_id):
        if one.kind == Device.KIND:  # a laptop's name is not part of what a person did
            continue
        own.setdefault(one.record, set()).add(one.id)
    back, stayed = [], []
    for record, theirs in own.items():
        revisions = work.log.revisions(record)
        said, kept = inverse(revisions, theirs)
        if said:
            kind = next(one.kind for one in revisions if one.id in theirs)
            work.say(kind, record, said)
            back.append(record)
        if kept:
            stayed.append(record)
    return tuple(back), tuple(stayed)


def inverse(revisions: Sequence[Revision], theirs: set[RevisionId]) -> tuple[dict[str, JsonValue], bool]:
    """What to say to take the revisions `theirs` of one record back, and whether something changed since stays."""
    later = _built_on(revisions, theirs)
    neutral = _neutral(revisions, later)
    changed = {key for one in revisions if one.id in later and one.id not in neutral for key in one.fields}
    before = [one for one in revisions if one.id not in theirs and one.id not in later]
    if not before:
        return ({}, True) if changed else ({DELETED: True}, False)
    touched = {key for one in revisions if one.id in theirs for key in one.fields if key == DELETED or key[0] != "_"}
    ours = theirs | (later & neutral)
    held = {key for one, keys in standing_of(revisions) if one.id in ours for key in keys}
    values = _values(standing_of(before))
    free = (touched & held) - changed
    return {key: values.get(key) for key in sorted(free)}, free != touched


def _built_on(revisions: Sequence[Revision], theirs: set[RevisionId]) -> set[RevisionId]:
    """The revisions made by somebody who had seen `theirs`, directly or through others."""
    children: dict[RevisionId, list[RevisionId]] = {}
    for one in revisions:
        for parent in one.parents:
            children.setdefault(parent, []).append(one.id)
    found: set[RevisionId] = set()
    ahead = list(theirs)
    while ahead:
        for child in children.get(ahead.pop(), ()):
            if child not in found and child not in theirs:
                found.add(child)
                ahead.append(child)
    return found


def _neutral(revisions: Sequence[Revision], later: set[RevisionId]) -> set[RevisionId]:
    """The revisions among `later` that add up to nothing: of each act whose effect is afterwards what it was before."""
    by_subject: dict[ActId, list[Revision]] = {}
    for one in sorted(revisions, key=lambda one: one.order):
        act_id, _, target = parted_act(one.act)
        by_subject.setdefault(target or act_id, []).append(one)
    neutral: set[RevisionId] = set()
    for chain in by_subject.values():
        since = [one for one in chain if one.id in later]
        before = [one for one in chain if one.id not in later]
        last_act = chain[-1].act
        unchanged = _has_effect(before) == _has_effect(chain)
        neutral.update(one.id for one in since if unchanged or one.act != last_act)
    return neutral


def _has_effect(chain: Sequence[Revision]) -> bool:
    """Whether an act has its effect after this chain of itself, its undos and its redos."""
    return bool(chain) and parted_act(chain[-1].act)[1] != "undo"


def _values(standing: Standing) -> dict[str, JsonValue]:
    state = state_of(standing)
    said = dict(state.said)
    for one, keys in standing:
        if DELETED in keys:
            said[DELETED] = one.fields[DELETED]
    return said
