"""The log: revisions are appended and never changed; what counts of them follows from it and from what was undone."""

from __future__ import annotations

import os
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from forumdesk.domain.heads import Counted, Standing, State, state_of
from forumdesk.domain.ids import ActId, BranchId, DeviceId, RecordId, RevisionId, new_branch
from forumdesk.domain.revisions import (
    ACT,
    REDACTION,
    SALT_BYTES,
    HybridClock,
    Revision,
    check,
    fields_text,
    filled,
    taken_out,
)
from forumdesk.domain.turns import span_told, turn_of
from forumdesk.storage.carried import carried_at_all
from forumdesk.storage.circumstances import Known
from forumdesk.storage.failures import malformed
from forumdesk.storage.revision_rows import as_row, compiled_spelling, items_text, revision_of
from forumdesk.storage.statements import INSERT_REVISION, REVISIONS

Arrived = tuple[int, Revision]
"""A place in the file, and the revision that lies there."""
Numbered = dict[int, bytes]
"""Ids of revisions by their number in a branch."""
_TOGETHER, _MOST_MARKS, _CLOSE = 1000, 500, 4
"""So many revisions are taken in together, so many are looked up by one question, and so many times as many lie in a
range that is read whole."""
_REMEMBERED = 64
"""So many records are kept in memory with all their revisions: whoever edits one edits it again."""


class Taking(NamedTuple):
    """How revisions of other laptops are taken in."""

    now_ms: int
    alone: Callable[[Sequence[Arrived]], None]
    """Told, as they arrive, of those that are all there is of their record, and count."""
    checked: bool = False
    """Whether each was checked already by whoever read it."""
    here: set[str] | None = None
    """Of which of their records the log has anything, where that was asked just before."""
    leave_aside: bool = False
    """Whether what was set aside here stays so when it comes again."""
    under: Mapping[tuple[str, str], int] = {}
    """The number in this file under which new words of a branch go, where two contents lie under its name."""


class Took(NamedTuple):
    """What was taken in."""

    fresh: int
    """How many revisions the log lacked."""
    several: tuple[RecordId, ...]
    """The records that have to be worked out anew."""
    held: Mapping[int, list[int]]
    """The numbers, by branch, that came and are not the desk's own."""


class Log:
    """The log of one open forum file."""

    def __init__(self, driver: Any, device: DeviceId) -> None:  # noqa: ANN401 - the driver's connection has no stubs
        self._driver = driver
        self._device = device
        self._remembered: OrderedDict[str, list[Revision]] = OrderedDict()
        self.branches: dict[int, tuple[str, str]] = {}
        self._forks: dict[int, int] = {}
        self._places: dict[tuple[str, str], list[int]] = {}
        self._read_branches()
        self.known = Known(driver, self._places)
        self.known.refresh_aside()
        self._read_turns()
        self._own: tuple[int, BranchId] | None = None
        self._next_number = 0
        self._next_act = 0
        kept = driver.execute("SELECT value FROM local WHERE key = 'hlc'").fetchone()
        newest = driver.execute(
            "SELECT MAX(hlc) FROM (SELECT hlc FROM revision WHERE typeof(hlc) = 'integer' AND branch IN"
            " (SELECT nr FROM branch WHERE device = ?) ORDER BY seq DESC LIMIT 1)",
            (device,),
        ).fetchone()[0]
        self.clock = HybridClock(max(newest or 0, _whole(kept)))

    # ---- branches

    def _read_branches(self) -> None:
        for row in self._driver.execute("SELECT nr, device, branch, fork FROM branch ORDER BY fork"):
            self._know_branch(*row)

    def _know_branch(self, nr: int, device: str, branch: str, fork: int) -> None:
        if (type(device), type(branch), type(fork)) != (str, str, int):
            raise malformed()
        self.branches[nr] = (device, branch)
        self._forks[nr] = fork
        self._places.setdefault((device, branch), []).append(nr)

    def branches_of(self, device: str, branch: str) -> list[int]:
        """The numbers in this file of a branch: several where different contents came under its name."""
        return list(self._places.get((device, branch), ()))

    def branch(self, device: str, branch: str, *, fork: int = 0) -> int:
        """The number in this file of a branch, which is made known where it was not."""
        for nr in self._places.get((device, branch), ()):
            if self._forks[nr] == fork:
                return nr
        self._driver.execute("INSERT INTO branch (device, branch, fork) VALUES (?, ?, ?)", (device, branch, fork))
        nr = int(self._driver.execute("SELECT last_insert_rowid()").fetchone()[0])
        self._know_branch(nr, device, branch, fork)
        return nr

    @property
    def own_branch(self) -> int:
        """The branch that this laptop goes on with in this file; a new one where it has none here."""
        if self._own is None:
            kept = self._driver.execute("SELECT value FROM local WHERE key = 'own branch'").fetchone()
            branch = BranchId(str(kept[0])) if kept else BranchId("")
            if (self._device, branch) not in self._places:
                branch = self.begin_branch()
            self._own = (self.branch(self._device, branch), branch)
            self._next_number = self.size_of(self._own[0])
        return self._own[0]

    @property
    def own_branches(self) -> tuple[int, ...]:
        """Every branch of this laptop's log of which this file holds all, the one that goes on included."""
        own = {self.own_branch} if self.has_own_branch else set()
        for nr in sorted(self.branches):
            if self.is_own(nr) and not self._forks[nr] and nr not in own:
                count = self._driver.execute("SELECT COUNT(*) FROM revision WHERE branch = ?", (nr,)).fetchone()[0]
                if count and count == self.size_of(nr):
                    own.add(nr)
        return tuple(sorted(own))

    @property
    def device(self) -> DeviceId:
        """The laptop in use."""
        return self._device

    @property
    def has_own_branch(self) -> bool:
        """Whether this laptop wrote in this file."""
        return any(device == self._device for device, _ in self.branches.values())

    def begin_branch(self) -> BranchId:
        """Begin a new branch of this laptop's log, with its next word."""
        branch = new_branch()
        self.branch(self._device, branch)
        own = "INSERT INTO local VALUES ('own branch', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
        self._driver.execute(own, (branch,))
        self._own = None
        return branch

    def forget_transaction(self) -> None:
        """Know again what the file says, after a transaction was taken back."""
        self._remembered.clear()
        self._own = None
        self._next_act = 0
        self.branches.clear()
        self._forks.clear()
        self._places.clear()
        self._read_branches()
        self.known.refresh_aside()
        self._read_turns()

    def size_of(self, branch: int) -> int:
        """The number after the highest that is here of a branch."""
        row = self._driver.execute("SELECT MAX(number) FROM revision WHERE branch = ?", (branch,)).fetchone()
        return 0 if row[0] is None else int(row[0]) + 1

    def numbered(self, branch: int, first: int = 0, last: int = 2**40) -> Numbered:
        """The ids that are here of a branch, by number."""
        rows = self._driver.execute(
            "SELECT number, id FROM revision WHERE branch = ? AND number BETWEEN ? AND ? AND typeof(id) = 'blob'",
            (branch, first, last),
        )
        return dict(rows.fetchall())

    def numbered_among(self, branch: int, numbers: Sequence[int]) -> Numbered:
        """The same of some numbers: as one range where they lie close together, each by itself where they do not."""
        if max(numbers) - min(numbers) < _CLOSE * len(numbers):
            return self.numbered(branch, min(numbers), max(numbers))
        found: Numbered = {}
        for at in range(0, len(numbers), _MOST_MARKS):
            some = numbers[at : at + _MOST_MARKS]
            marks = ", ".join("?" * len(some))
            rows = self._driver.execute(
                f"SELECT number, id FROM revision WHERE branch = ? AND number IN ({marks})",  # noqa: S608
                (branch, *some),
            )
            found.update(rows.fetchall())
        return found

    # ---- acts

    def next_act(self) -> int:
        """The place of the next act in what this desk did."""
        if not self._next_act:
            self._next_act = int(self._driver.execute("SELECT COALESCE(MAX(nr), 0) FROM act").fetchone()[0])
        self._next_act += 1
        return self._next_act

    def _read_turns(self) -> None:
        self.known.turns.clear()
        self.known.turned.clear()
        said: dict[RecordId, list[Revision]] = {}
        # Words that the index of acts and redactions bears: SQLite takes such an index for nothing less.
        beside = f"{REVISIONS} WHERE kind IN ('{ACT}', '{REDACTION}') AND kind = '{ACT}' ORDER BY seq"
        for row in self._driver.execute(beside):
            said.setdefault(RecordId(row[1]), []).append(revision_of(row, self.branches))
        for act, turns in said.items():
            self._learn(act, turns)

    def learn_turns(self, acts: Iterable[RecordId]) -> None:
        """Know again what became of these acts."""
        for act in acts:
            self._learn(act, [one for one in self.revisions(act) if one.kind == ACT])

    def _learn(self, act: RecordId, said: Sequence[Revision]) -> None:
        standing = [one for one in said if self.known.stands(one)]
        for device in {one.device for one in said}:
            self.known.turned.add((device, act))
            turn = turn_of(standing, device)
            if turn is not None and turn.off:
                self.known.turns[(device, act)] = turn
            else:
                self.known.turns.pop((device, act), None)

    def records_of_act(self, device: str, act: ActId) -> tuple[RecordId, ...]:
        """The records of which anything is here that an act said: its turns tell where its words lie."""
        found: dict[RecordId, None] = {}
        for turn in self.revisions(RecordId(act)):
            if turn.kind != ACT or turn.device != device:
                continue
            branch, first, last = span_told(turn)
            for nr in self._places.get((device, branch), ()):
                rows = self._driver.execute(
                    "SELECT record, act FROM revision WHERE branch = ? AND number BETWEEN ? AND ? ORDER BY number",
                    (nr, first, last),
                )
                found.update({RecordId(record): None for record, said in rows if said.partition(" ")[0] == act})
        return tuple(found)

    # ---- reading

    def counted(self, record: RecordId) -> Counted:
        """The revisions of a record, weighed."""
        return Counted(self.revisions(record), self.known)

    def standing(self, record: RecordId) -> Standing:
        """The revisions of a record that still stand, each with the keys of which it is a head."""
        return self.counted(record).standing()

    def state(self, record: RecordId) -> State:
        """The record as its heads say it."""
        return state_of(self.counted(record))

    def revisions(self, record: RecordId) -> list[Revision]:
        """Every revision of a record that is here, oldest arrival first."""
        found = self._remembered.get(record)
        if found is None:
            rows = self._driver.execute(f"{REVISIONS} WHERE record = ? ORDER BY seq", (record,))
            found = [revision_of(row, self.branches) for row in rows]
            if found:  # of what is not here yet, nothing is remembered: it may come together with much else
                self._remember(record, found)
        else:
            self._remembered.move_to_end(record)
        return list(found)

    def _remember(self, record: RecordId, found: list[Revision]) -> None:
        self._remembered[record] = found
        if len(self._remembered) > _REMEMBERED:
            self._remembered.popitem(last=False)

    def place(self, record: RecordId) -> int:
        """Where the first revision of a record lies; 0 where there is none."""
        row = self._driver.execute("SELECT MIN(seq) FROM revision WHERE record = ?", (record,)).fetchone()
        return int(row[0] or 0)

    def is_gone_on_with(self, record: RecordId, place: int, act: ActId) -> bool:
        """Whether anybody said something of a record after a place in the file, by another act, and it counts."""
        rows = self._driver.execute(
            "SELECT id FROM revision WHERE record = ? AND seq > ? AND act NOT LIKE ?", (record, place, f"{act} %")
        ).fetchall()
        counted = self.counted(record) if rows else None
        return counted is not None and not {one.id for one in counted.chosen(counted.on)}.isdisjoint(
            row[0].hex() for row in rows
        )

    def newest(self) -> int:
        """The place of the revision that arrived last; 0 in an empty log."""
        return int(self._driver.execute("SELECT COALESCE(MAX(seq), 0) FROM revision").fetchone()[0])

    def all_revisions(self) -> Iterator[Revision]:
        """Every revision in order of arrival."""
        return (one for _, one in self.placed_after(0))

    def placed_after(self, place: int) -> Iterator[Arrived]:
        """The revisions that arrived after a place in the file, in order, each with its own place."""
        for row in self._driver.execute(f"{REVISIONS} WHERE seq > ? ORDER BY seq", (place,)):
            yield row[-1], revision_of(row, self.branches)

    def in_branch(self, branch: int, first: int, last: int) -> Iterator[Revision]:
        """The revisions of a branch from one number to another, in order."""
        rows = self._driver.execute(
            f"{REVISIONS} WHERE branch = ? AND number BETWEEN ? AND ? ORDER BY number", (branch, first, last)
        )
        return (revision_of(row, self.branches) for row in rows)

    def records(self, most: int) -> set[str] | None:
        """Every record of which the log says anything; nothing where it has more than `most` revisions."""
        if self.newest() > most:
            return None
        return {row[0] for row in self._driver.execute("SELECT record FROM revision")}

    def holding(self, records: Iterable[RecordId]) -> set[str]:
        """Which of these records the log says anything of."""
        sought = list(records)
        found: set[str] = set()
        for at in range(0, len(sought), _MOST_MARKS):
            some = sought[at : at + _MOST_MARKS]
            marks = ", ".join("?" * len(some))
            rows = self._driver.execute(f"SELECT record FROM revision WHERE record IN ({marks})", some)  # noqa: S608
            found.update(row[0] for row in rows)
        return found

    # ---- writing

    def stamp_number(self) -> tuple[BranchId, int]:
        """The branch of this laptop's log, and the number of its next word."""
        nr = self.own_branch
        return BranchId(self.branches[nr][1]), self._next_number

    def append(self, new: Revision) -> int:
        """Append a word of this laptop; return its place in the file."""
        seq = self.newest() + 1
        self._driver.execute(INSERT_REVISION, (seq, *as_row(new, self.own_branch)))
        self._next_number = new.number + 1
        self._remembered.get(new.record, []).append(new)
        return seq

    def keep(self, new: Revision) -> None:
        """Add a revision that is known to be sound, without working out what stands; a rebuild must follow."""
        nr = self.branch(new.device, new.branch)
        self._driver.execute(INSERT_REVISION, (self.newest() + 1, *as_row(new, nr)))
        self._remembered.pop(new.record, None)
        self._own = None

    def take_in(self, revisions: Iterable[Revision], taking: Taking) -> Took:
        """Add revisions of other laptops, in any order.

        Known ones are passed over. Where one is refused the caller takes back what was added before it.
        """
        arriving = _Arriving(self, taking)
        before = self.clock.last
        waiting = iter(revisions)
        while chunk := {one.id: one for one in islice(waiting, _TOGETHER)}:
            arriving.add(list(chunk.values()))
        if self.clock.last != before:
            self.remember_clock()
        if self._own is not None and self._own[0] in arriving.held:  # own words that another file had kept
            self._next_number = self.size_of(self._own[0])
        return Took(arriving.fresh, tuple(arriving.several), arriving.held)

    def forget(self, record: str) -> None:
        """Read a record anew the next time."""
        self._remembered.pop(record, None)

    def redact(self, record: RecordId, target: str, places: Iterable[int]) -> bool:
        """Take out of a revision of a record what stands at these places of its header; tell whether it is here."""
        row = self._driver.execute(
            f"{REVISIONS} WHERE record = ? AND id = ? AND kind NOT IN (?, ?)",
            (record, bytes.fromhex(target) if _ID.fullmatch(target) else b"", REDACTION, ACT),
        ).fetchone()
        if row is None:
            return False
        before = revision_of(row, self.branches)
        left = taken_out(before, places)
        if left is not before:
            self._restate(row[-1], left)
        return True

    def fill(self, branch: int, more: Revision) -> bool:
        """Take from a revision that is here with values kept back what it tells elsewhere; tell whether it did."""
        found = f"{REVISIONS} WHERE branch = ? AND number = ?"
        row = self._driver.execute(found, (branch, more.number)).fetchone()
        before = revision_of(row, self.branches)
        after = filled(before, more)
        if after is not before:
            self._restate(row[-1], after)
        return after is not before

    def _restate(self, seq: int, one: Revision) -> None:
        self._driver.execute(
            "UPDATE revision SET fields = ?, closed = ?, author = ?, witnessed = ?, wall_ms = ?, tz_min = ?,"
            " salt = ?, items = ? WHERE seq = ?",
            (
                fields_text(one.fields),
                one.closed,
                one.author,
                one.witnessed,
                one.wall_ms,
                one.tz_min,
                bytes.fromhex(one.salt),
                items_text(one.items) if one.items else None,
                seq,
            ),
        )
        self.forget(one.record)

    def redactions(self, record: RecordId) -> list[Revision]:
        """The requests to take something of a record out, in the order they came."""
        return [one for one in self.revisions(record) if one.kind == REDACTION]

    def remember_clock(self) -> None:
        """Keep the clock's last instant with the file, so that it never goes back across restarts."""
        self._driver.execute(
            "INSERT INTO local VALUES ('hlc', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (str(self.clock.last),),
        )

    def arrived(self, place: int = 0) -> Iterator[Revision]:
        """What arrived after a place and stands, or was seen by a word that counts here; nothing else is handed on."""
        return (one for _, one in self.leaving(place))

    def leaving(self, place: int) -> Iterator[Arrived]:
        """The same, each with its own place."""
        present: dict[RecordId, frozenset[RevisionId]] = {}
        several: set[str] | None = None
        for seq, one in self.placed_after(place):
            if self.known.stands(one):
                yield seq, one
                continue
            if several is None:  # nothing of a record that is one revision can have been seen by another
                many = "SELECT record FROM revision GROUP BY record HAVING COUNT(*) > 1"
                several = {row[0] for row in self._driver.execute(many)}
            if one.kind in (ACT, REDACTION) or one.record not in several:
                continue
            if one.record not in present:
                counted = self.counted(one.record)
                present[one.record] = frozenset(each.id for each in counted.chosen(counted.present))
            if one.id in present[one.record]:
                yield seq, one

    def is_own(self, branch: int) -> bool:
        """Whether a branch is of this laptop."""
        return self.branches[branch][0] == self._device

    def salt(self) -> bytes:
        """What the salts of a new revision follow from."""
        return os.urandom(SALT_BYTES)


class _Arriving:
    """Revisions of other laptops as they come in, many at a time."""

    def __init__(self, log: Log, taking: Taking) -> None:
        self._log = log
        self._driver = log._driver  # noqa: SLF001 - the other half of the log
        self._taking = taking
        self._spelled = compiled_spelling()
        self._carried: dict[int, Any] = {}
        self._at: dict[tuple[str, str], int] = {}
        """The number in this file under which the last word of a branch was found, or went."""
        self.several: dict[RecordId, None] = {}
        self.held: dict[int, list[int]] = {}
        self.fresh = 0

    def add(self, chunk: Sequence[Revision]) -> None:
        """Take some of them in."""
        placed: dict[tuple[str, str], list[Revision]] = {}
        for one in chunk:
            placed.setdefault((one.device, one.branch), []).append(one)
        fresh: list[tuple[int, Revision]] = []
        for (device, branch), some in placed.items():
            fresh += self._lacking(device, branch, some)
        if len(placed) > 1:  # in the order in which they came, for a record's row bears the place of its first revision
            order = {one.id: at for at, one in enumerate(chunk)}
            fresh.sort(key=lambda each: order[each[1].id])
        self._insert(fresh)

    def _lacking(self, device: str, branch: str, some: Sequence[Revision]) -> list[tuple[int, Revision]]:
        """Which of these the log lacks, each with its branch; the numbers of all but the desk's own are held."""
        log, numbers = self._log, [one.number for one in some]
        first = log.branch(device, branch)
        known = {nr: log.numbered_among(nr, numbers) for nr in log.branches_of(device, branch)}
        lacked = {nr: self._kept_back(nr, min(numbers), max(numbers)) for nr in known if known[nr]}
        at = self._at.get((device, branch)) or self._taking.under.get((device, branch), first)
        if not any(known.values()) and len(set(numbers)) == len(
            numbers
        ):  # nothing of it is here, as of most that comes
            self.held.setdefault(at, []).extend(numbers)
            return [(at, one) for one in some]
        fresh: list[tuple[int, Revision]] = []
        for one in some:
            entry = bytes.fromhex(one.id)
            nr = next((nr for nr in (at, *known) if known[nr].get(one.number) == entry), 0)
            if nr:
                at = nr
                if one.number in lacked.get(nr, ()):
                    self._fill(nr, one)
                if not self._is_held(nr, one.number):
                    continue
                if self._taking.leave_aside and nr in log.known.aside and one.number in log.known.aside[nr]:
                    continue
            else:
                free = (nr for nr in (at, *known) if one.number not in known[nr])
                at = next(free, 0) or log.branch(device, branch, fork=len(known))
                known.setdefault(at, {})[one.number] = entry
                fresh.append((at, one))
            self.held.setdefault(at, []).append(one.number)
        self._at[(device, branch)] = at
        return fresh

    def _kept_back(self, nr: int, first: int, last: int) -> set[int]:
        """Which numbers of a branch are here with something of them kept back."""
        rows = self._driver.execute(
            "SELECT number FROM revision WHERE branch = ? AND number BETWEEN ? AND ? AND items IS NOT NULL",
            (nr, first, last),
        )
        return {number for (number,) in rows}

    def _fill(self, nr: int, one: Revision) -> None:
        if not self._taking.checked:
            check(one)
        if self._log.fill(nr, one):
            self.several[one.record] = None

    def _is_held(self, nr: int, number: int) -> bool:
        """Whether some merge held a number that is here; else it is the desk's own, whoever wrote it."""
        if nr not in self._carried:
            self._carried[nr] = carried_at_all(self._driver, nr)
        return number in self._carried[nr]

    def _insert(self, fresh: Sequence[tuple[int, Revision]]) -> None:
        taking, known = self._taking, self._log.known
        if not fresh:
            return
        if not taking.checked:
            for _, one in fresh:
                check(one)
        self.fresh += len(fresh)
        revisions = [one for _, one in fresh]
        self._log.clock.observe([one.hlc for one in revisions], taking.now_ms)
        records = {one.record for one in revisions}
        present = self._log.holding(records) if taking.here is None else taking.here
        begin = self._log.newest() + 1
        rows = [(seq, *as_row(one, nr, self._spelled)) for seq, (nr, one) in enumerate(fresh, begin)]
        self._driver.executemany(INSERT_REVISION, rows)
        lone: dict[RecordId, Arrived] = {}
        for seq, one in enumerate(revisions, begin):
            record = one.record
            plain = one.begins and one.kind not in (REDACTION, ACT) and not known.is_taken_back(one) and one.fields
            if plain and record not in present and record not in self.several and record not in lone:
                lone[record] = (seq, one)
            else:
                self.several[record] = None
                lone.pop(record, None)
                self._log.forget(record)
        taking.alone(list(lone.values()))
        if taking.here is not None:
            taking.here.update(records)


_ID = re.compile(r"[0-9a-f]{64}")


def _whole(kept: tuple[object] | None) -> int:
    """The instant that was remembered; what cannot be one counts as none."""
    text = str(kept[0]) if kept else ""
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else 0


def told_of(act: str) -> tuple[ActId, str]:
    """Id and name of an act as a revision carries it."""
    act_id, _, name = act.partition(" ")
    return ActId(act_id), name


__all__ = ["Arrived", "Log", "Numbered", "Taking", "Took", "told_of"]
