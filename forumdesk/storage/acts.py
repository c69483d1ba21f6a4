"""What this desk did, in its order; and taking any of it back, or bringing it again, as often as somebody likes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from forumdesk.domain.errors import NotAllowed
from forumdesk.domain.ids import ActId, DeviceId, RecordId
from forumdesk.domain.records import DELETED, JsonValue
from forumdesk.domain.revisions import ACT, LAST_MS, REDACTION, Revision
from forumdesk.storage.act_rows import turn
from forumdesk.storage.carried import Numbers, carried_by, parted
from forumdesk.storage.failures import malformed
from forumdesk.storage.log import told_of
from forumdesk.storage.statements import ACTS
from forumdesk.storage.work import Reader, Shown, Work

WHOLE = frozenset(
    {
        "group-recommendations",
        "take-from-group",
        "split-group",
        "join-records",
        "number-recommendations",
        "order-recommendations",
    }
)
"""Acts that are taken back whole or not at all: half of one would mean something nobody meant."""
_PLACING = frozenset({"group", "number", DELETED})
"""What such an act says of where records stand, beside the records that it begins."""
Stays = Callable[[RecordId], bool]
"""Tells of a record that an act began whether something else here was built on it."""


@dataclass(frozen=True, slots=True)
class Act:
    """What one user act of this desk did, as the history shows it."""

    nr: int
    id: ActId
    name: str
    target: ActId
    """The act that an undo or a redo speaks of; empty otherwise."""
    device: DeviceId
    author: str
    instant: datetime
    span: tuple[int, int, int]
    """Branch, first and last number of its own words; none where the last is lower."""
    count: int
    """How many records it touched."""
    undone: bool

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

    @property
    def has_words(self) -> bool:
        """Whether it said anything itself; a merge of packages did not."""
        return self.span[2] >= self.span[1] and self.span[0] > 0


def _act(row: Sequence[Any]) -> Act:
    kinds = (int, str, str, str, str, str, int, int, int, int, int, int, int)
    if tuple(map(type, row)) != kinds or not 0 <= row[6] <= LAST_MS:
        raise malformed()
    instant = datetime.fromtimestamp(row[6] / 1000, UTC)
    span = (row[7], row[8], row[9])
    return Act(
        row[0], ActId(row[1]), row[2], ActId(row[3]), DeviceId(row[4]), row[5], instant, span, row[10], row[12] != 0
    )


def acts(forum: Reader, *, before: int | None = None) -> Iterator[Act]:
    """The acts of this desk, newest first."""
    place = before if before is not None else 2**62
    return map(_act, forum.driver.execute(f"{ACTS} WHERE nr < ? ORDER BY nr DESC", (place,)))


def find_act(forum: Reader, act_id: str) -> Act | None:
    """The act with this id."""
    row = forum.driver.execute(f"{ACTS} WHERE id = ? ORDER BY nr LIMIT 1", (act_id,)).fetchone()
    return _act(row) if row else None


def acts_named(forum: Reader, end: str) -> tuple[Act, ...]:
    """The acts whose id ends so, two at most: it begins with the time, and those of one minute look alike."""
    if not end.isalnum():
        return ()
    found = forum.driver.execute(f"{ACTS} WHERE target = '' AND id LIKE ? ORDER BY nr LIMIT 2", (f"%{end}",))
    return tuple(map(_act, found))


def act_at(forum: Reader, nr: int) -> Act | None:
    """The act at a place."""
    row = forum.driver.execute(f"{ACTS} WHERE nr = ?", (nr,)).fetchone()
    return _act(row) if row else None


def next_steps(forum: Reader, device: DeviceId) -> tuple[Act | None, Act | None]:
    """What undo and redo would take next on this laptop.

    Undo takes what took effect last and still has its effect. Redo takes what was undone last, as long as nothing new
    was done since.
    """
    undo = _newest(forum, device, undone=0)
    redo = _newest(forum, device, undone=1)
    if redo is not None:
        turned = forum.driver.execute("SELECT turned FROM act WHERE nr = ?", (redo.nr,)).fetchone()[0]
        if (
            forum.driver.execute("SELECT MAX(nr) FROM act WHERE device = ? AND target = ''", (device,)).fetchone()[0]
            > turned
        ):
            redo = None
    return undo, redo


def _newest(forum: Reader, device: DeviceId, *, undone: int) -> Act | None:
    row = forum.driver.execute(
        f"{ACTS} WHERE device = ? AND undone = ? AND turned > 0 ORDER BY turned DESC LIMIT 1", (device, undone)
    ).fetchone()
    return _act(row) if row else None


def records_of(forum: Reader, act: Act, most: int = 2**62) -> tuple[tuple[str, RecordId], ...]:
    """Kind and id of each record that an act touched, in order, up to so many."""
    found: dict[RecordId, str] = {}
    subject = act if not act.target else find_act(forum, act.target) or act
    for branch, first, last in _spans(forum, subject):
        rows = forum.driver.execute(
            "SELECT record, kind, act FROM revision WHERE branch = ? AND number BETWEEN ? AND ? ORDER BY number",
            (branch, first, last),
        )
        own = subject.id if (branch, first, last) == subject.span else None
        for record, kind, said in rows:
            by, name = told_of(said)
            if kind not in (ACT, REDACTION) and name != "name-laptop" and own in (None, by):
                found.setdefault(RecordId(record), kind)
                if len(found) >= most:
                    return tuple((kind, record) for record, kind in found.items())
    return tuple((kind, record) for record, kind in found.items())


def _spans(forum: Reader, subject: Act) -> Iterator[tuple[int, int, int]]:
    if subject.has_words:
        yield subject.span
    for branch, spans in carried_by(forum.driver, subject.nr).items():
        for first, last in spans:
            yield branch, first, last


def words_of(forum: Reader, act: Act) -> list[Revision]:
    """What an act said itself."""
    if not act.has_words:
        return []
    return [one for one in forum.log.in_branch(*act.span) if one.act_id == act.id]


@dataclass(frozen=True, slots=True)
class Turned:
    """What taking an act back, or bringing it again, came to."""

    changed: int
    stayed: int
    """In how many records something stays because somebody went on with it."""
    held: int = 0
    """Of these, how many a merge had held, which words of this desk keep."""
    holding: tuple[ActId, ...] = ()
    """The acts of this desk that hold them."""


def take_back(
    work: Work, act: Act, *, stays: Stays = lambda _: False, progress: Callable[[int], None] = lambda _: None
) -> Turned:
    """Take an act back: its words no longer count, its merge holds no more, and nothing of either is said anew."""
    records = list(dict.fromkeys(one.record for one in words_of(work, act)))
    excepted = {record for record in records if stays(record) or _is_gone_on_with(work, act, record)}
    if act.name in WHOLE and (excepted or any(_is_placed_anew(work, act, record) for record in records)):
        raise NotAllowed(
            "This is taken back whole or not at all, and somebody went on with a part of it.",
            "Change what it made by words of your own.",
        )
    stayed = sum(record in excepted or _is_built_on(work, act, record) for record in records)
    if len(excepted) < len(records):
        _say_turn(work, act, off=True, excepted=excepted)
    turned = _turned(work, act, records, undone=True, progress=progress)
    return replace(turned, stayed=stayed + turned.held)


def bring_again(work: Work, act: Act, *, progress: Callable[[int], None] = lambda _: None) -> Turned:
    """Bring an act again that was taken back: everything is as it was before that."""
    records = list(dict.fromkeys(one.record for one in words_of(work, act)))
    if work.log.revisions(RecordId(act.id)):
        _say_turn(work, act, off=False, excepted=())
    return _turned(work, act, records, undone=False, progress=progress)


def _say_turn(work: Work, act: Act, *, off: bool, excepted: Collection[RecordId]) -> None:
    branch = work.log.branches[act.span[0]][1]
    said: dict[str, JsonValue] = {
        "off": off,
        "except": " ".join(sorted(excepted)),
        "of": f"{branch} {act.span[1]} {act.span[2]}",
    }
    work.say(ACT, RecordId(act.id), said)


def _turned(
    work: Work, act: Act, records: Sequence[RecordId], *, undone: bool, progress: Callable[[int], None]
) -> Turned:
    """Show anew what an act touched, once the file knows whether it is taken back."""
    turn(work.driver, act.nr, undone=undone, by=work.nr)
    carried = carried_by(work.driver, act.nr)
    shown = Shown(0, 0)
    held, holding = 0, tuple[ActId, ...]()
    if carried:
        before = work.log.known.aside_spans
        work.log.known.refresh_aside()
        after = work.log.known.aside_spans
        moved = _moved(before, after)
        if undone:
            held, holding = _still_held(work, moved)
        shown = work.shift(moved, progress)
    own = work.show(records, progress, shown.changed)
    return Turned(shown.changed + own.changed, 0, held, holding)


def _moved(before: Numbers, after: Numbers) -> dict[int, list[tuple[int, int]]]:
    """The numbers that stand on one side alone."""
    found = {}
    for branch in {*before, *after}:
        ours, theirs = list(before.get(branch, ())), list(after.get(branch, ()))
        spans = sorted([*parted(ours, theirs), *parted(theirs, ours)])
        if spans:
            found[branch] = spans
    return found


def _still_held(work: Work, moved: Numbers) -> tuple[int, tuple[ActId, ...]]:
    """How many records of what a merge held stay because a word that counts here had seen it, and of which acts.

    Only records with words of this laptop can stay so: what others said on top came with the merge, or with another.
    """
    device = work.laptop_id
    own = [nr for nr, (laptop, _) in work.log.branches.items() if laptop == device]
    records: dict[RecordId, None] = {}
    for branch, spans in moved.items():
        for first, last in spans:
            for nr in own:
                rows = work.driver.execute(
                    "SELECT DISTINCT mine.record FROM revision AS theirs JOIN revision AS mine"
                    " ON mine.record = theirs.record AND mine.branch = ?"
                    " WHERE theirs.branch = ? AND theirs.number BETWEEN ? AND ?",
                    (nr, branch, first, last),
                )
                records.update(dict.fromkeys(record for (record,) in rows))
    held = 0
    holding: dict[ActId, None] = {}
    for record in records:
        own_acts = {one.act_id for one in work.log.counted(record).holders() if one.device == device}
        held += bool(own_acts)
        holding.update(dict.fromkeys(sorted(own_acts)))
    return held, tuple(holding)


def _is_built_on(work: Work, act: Act, record: RecordId) -> bool:
    """Whether something that an act said of a record was said otherwise since, and stays so."""
    counted = work.log.counted(record)
    mine = [one for one in counted.chosen(counted.on) if one.act_id == act.id and one.device == act.device]
    held = {key for one, keys in counted.standing() if one in mine for key in keys}
    return any(key not in held for one in mine for key in one.fields)


def _is_placed_anew(work: Work, act: Act, record: RecordId) -> bool:
    """Whether somebody who had seen where an act put a record has put it elsewhere, or made its number final."""
    counted = work.log.counted(record)
    on = counted.chosen(counted.on)
    mine = [one for one in on if one.act_id == act.id and one.device == act.device]
    said = {key for one in mine for key in one.fields} & _PLACING
    if not said:
        return False
    if "number" in said:
        said.add("numbered")
    since = (one for one in on if one not in mine and counted.had_seen(one, mine))
    return any(not said.isdisjoint(one.fields) for one in since)


def _is_gone_on_with(work: Work, act: Act, record: RecordId) -> bool:
    """Whether an act began a record and somebody went on with it otherwise than by taking it away."""
    counted = work.log.counted(record)
    on = counted.chosen(counted.on)
    mine = [one for one in on if one.act_id == act.id and one.device == act.device]
    others = [one for one in on if one not in mine]
    return (
        any(one.begins for one in mine)
        and not any(one.begins for one in others)
        and any(DELETED not in one.fields for one in counted.built_on(mine))
    )


__all__ = [
    "WHOLE",
    "Act",
    "Turned",
    "act_at",
    "acts",
    "acts_named",
    "bring_again",
    "find_act",
    "next_steps",
    "records_of",
    "take_back",
    "words_of",
]
