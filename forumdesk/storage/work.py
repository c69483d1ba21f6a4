"""One unit of work: what a service reads and writes while an act is under way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import fields as dataclass_fields
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar, cast

from forumdesk.domain.changes import Change
from forumdesk.domain.clock import Clock
from forumdesk.domain.closing import arranged
from forumdesk.domain.devices import Device, Laptop
from forumdesk.domain.errors import NotAllowed, NotFound
from forumdesk.domain.forum import FORUM_ID
from forumdesk.domain.heads import Counted, state_of
from forumdesk.domain.ids import ActId, DeviceId, RecordId, RevisionId, new_act_id
from forumdesk.domain.joining import Joined
from forumdesk.domain.kinds import KINDS, kind_of
from forumdesk.domain.merkle import spans_of
from forumdesk.domain.records import DELETED, JsonValue, Record, plain_fields
from forumdesk.domain.resolving import links
from forumdesk.domain.revisions import ACT, REDACTION, Revision, Stamp, places_of, redaction_of, revision
from forumdesk.domain.rules import PLAIN, RULES, RULES_ID, rules_told
from forumdesk.domain.text import cleaned, one_line
from forumdesk.domain.turns import span_in
from forumdesk.storage.act_rows import Begun, remember_act
from forumdesk.storage.attestations import Attestations
from forumdesk.storage.carried import Numbers, carry, hold_only_new
from forumdesk.storage.failures import malformed
from forumdesk.storage.layout import column, table_name
from forumdesk.storage.log import Arrived, Log, Taking
from forumdesk.storage.projection import Projection
from forumdesk.storage.rows import record_of
from forumdesk.storage.shifting import Shifting
from forumdesk.storage.statements import select_rows

R = TypeVar("R", bound=Record)


class Reader:
    """Reads the forum as it stands; nothing live leaves it."""

    def __init__(self, driver: Any, log: Log) -> None:  # noqa: ANN401 - the driver's connection has no stubs
        self.driver = driver
        self.log = log

    def get(self, record_class: type[R], record_id: str) -> R | None:
        """The record, or None where there is none or it was deleted."""
        found = self.driver.execute(
            select_rows(record_class.KIND, "WHERE id = ? AND deleted = 0"), (record_id,)
        ).fetchone()
        return None if found is None else cast("R", record_of(record_class.KIND, found))

    def get_deleted(self, record_class: type[R], record_id: str) -> R | None:
        """The record as it was when it was deleted."""
        found = self.driver.execute(select_rows(record_class.KIND, "WHERE id = ?"), (record_id,)).fetchone()
        return None if found is None else cast("R", record_of(record_class.KIND, found))

    def require(self, record_class: type[R], record_id: str) -> R:
        """The record; its absence is an error for people."""
        found = self.get(record_class, record_id)
        if found is None:
            raise NotFound("This {kind} is not in the forum any more.", kind=record_class.KIND.replace("-", " "))
        return found

    def all(self, record_class: type[R], order: str = "nr", **equal: str | int) -> tuple[R, ...]:
        """The records whose columns equal what is given, in the order of `order` (column names)."""
        return tuple(self.stream(record_class, order, **equal))

    def stream(self, record_class: type[R], order: str = "nr", **equal: str | int) -> Iterator[R]:
        """The same, one at a time, for lists too long to hold."""
        clauses = "".join(f" AND {_column(record_class, name)} = ?" for name in equal)
        rows = self.driver.execute(
            select_rows(record_class.KIND, f"WHERE deleted = 0{clauses} ORDER BY {_order(record_class, order)}"),
            tuple(equal.values()),
        )
        for row in rows:
            yield cast("R", record_of(record_class.KIND, row))

    def count(self, record_class: type[R], **equal: str | int) -> int:
        """How many records have columns equal to what is given."""
        clauses = "".join(f" AND {_column(record_class, name)} = ?" for name in equal)
        sql = f"SELECT COUNT(*) FROM {table_name(record_class.KIND)} WHERE deleted = 0{clauses}"  # noqa: S608
        return int(self.driver.execute(sql, tuple(equal.values())).fetchone()[0])

    def linked(self, field: str, target: str) -> tuple[RecordId, ...]:
        """The records whose set field `field` holds `target`."""
        rows = self.driver.execute(
            "SELECT record FROM link WHERE field = ? AND target = ? ORDER BY record", (field, target)
        )
        return tuple(RecordId(row[0]) for row in rows)

    @property
    def begun(self) -> str:
        """The revision with which this forum began, equal in every copy of it; empty in a file without one."""
        kept = self.driver.execute("SELECT value FROM local WHERE key = 'begun'").fetchone()
        if kept is not None:
            return str(kept[0])
        first = _first(self.log.revisions(FORUM_ID))
        return first.id if first else ""

    @property
    def founder(self) -> str:
        """The laptop that founded the forum: who wrote its first word."""
        begun = self.begun
        return next((one.device for one in self.log.revisions(FORUM_ID) if one.id == begun), "")

    @property
    def rules(self) -> int:
        """Which rules this forum goes by."""
        said = self.log.revisions(RULES_ID)
        return rules_told(said, self.founder) if said else 1

    @property
    def attestations(self) -> Attestations:
        """Who vouches for what is here, and what is missing."""
        return Attestations(self.driver, self.log)

    def conflicts(self) -> tuple[tuple[str, RecordId, tuple[str, ...]], ...]:
        """Every record with a conflict: its kind, its id and the keys in conflict."""
        found: list[tuple[str, RecordId, tuple[str, ...]]] = []
        for kind in KINDS:
            rows = self.driver.execute(f"SELECT id, conflicts FROM {table_name(kind)} WHERE conflicts <> ''")  # noqa: S608
            for record, keys in rows:
                if not isinstance(keys, str):
                    raise malformed()
                found.append((kind, RecordId(record), tuple(keys.split("\n"))))
        return tuple(found)

    def conflicts_of(self, record_id: RecordId) -> tuple[str, tuple[str, ...]] | None:
        """The kind of one record and its keys in conflict; None where it has none."""
        kind = kind_of(self.log.revisions(record_id))
        if kind not in KINDS:
            return None
        sql = f"SELECT conflicts FROM {table_name(kind)} WHERE id = ?"  # noqa: S608
        row = self.driver.execute(sql, (record_id,)).fetchone()
        return (kind, tuple(str(row[0]).split("\n"))) if row and row[0] else None

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Rows of a query over the projection, for the lists."""
        return cast("list[tuple[Any, ...]]", self.driver.execute(sql, tuple(parameters)).fetchall())


def _first(revisions: Sequence[Revision]) -> Revision | None:
    return min(revisions, key=lambda one: (not one.begins, one.order), default=None)


def _column(record_class: type[Record], name: str) -> str:
    if name not in {one.name for one in dataclass_fields(record_class)}:
        raise LookupError(name)
    return column(name)


def _order(record_class: type[Record], order: str) -> str:
    names = [name.strip() for name in order.split(",")]
    for name in names:
        if name.split(" ", maxsplit=1)[0] != "nr":
            _column(record_class, name.split(" ", maxsplit=1)[0])
    return ", ".join([*names, "nr"])


def _tidy(said: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """What a person said as it can be kept: text cleaned, members of sets on one line."""
    tidy: dict[str, JsonValue] = {}
    for key, value in said.items():
        name, colon, member = key.partition(":")
        kept = f"{name}:{one_line(member)}" if colon else key
        if not kept.endswith(":"):
            tidy[kept] = cleaned(value) if isinstance(value, str) else value
    return tidy


class _By(NamedTuple):
    """Who said something, and whose words it only carries."""

    author: str
    witnessed: str
    hlc: int = 0
    """When somebody else said it, by the clock that orders; 0 of what is said now."""


class Shown(NamedTuple):
    """What working out records anew came to: how many read otherwise than before, and how many as before."""

    changed: int
    same: int


class Work(Reader):
    """A reader that also writes; everything it writes is one act, durable together or not at all."""

    def __init__(
        self,
        driver: Any,  # noqa: ANN401 - the driver's connection has no stubs
        log: Log,
        projection: Projection,
        *,
        act: Begun,
        laptop: Laptop,
        clock: Clock,
    ) -> None:
        super().__init__(driver, log)
        self._projection = projection
        self._laptop = laptop
        self._clock = clock
        self._changes: dict[RecordId, Change] = {}
        projection.shown_anew()  # what an act before this one left unasked
        self._begun = act
        self._first = self._last = -1
        self._carries = False
        self._goes_by: int | None = None
        """The rules of the forum when this act first asked for them."""
        self._touched: set[RecordId] = set()
        """The records of which this act says or brings anything but what a laptop is called."""

    @property
    def act(self) -> str:
        """The id of this act, and its name."""
        return self._begun.told

    @property
    def act_id(self) -> ActId:
        """The id of this act."""
        return self._begun.id

    @property
    def nr(self) -> int:
        """The place of this act in what this desk did."""
        return self._begun.nr

    @property
    def laptop_id(self) -> DeviceId:
        """The laptop that writes."""
        return self._laptop.device

    @property
    def changes(self) -> tuple[Change, ...]:
        """What this act changed so far."""
        for one in self._projection.shown_anew():
            keys = {*links(one.kind), *([DELETED] if one.turned else [])}
            self._note(one.kind, one.record, keys, created=False, deleted=False)
        return tuple(self._changes.values())

    @property
    def now_ms(self) -> int:
        """What the laptop's clock shows, in milliseconds."""
        return int(self._clock.now().timestamp() * 1000)

    # ---- one's own words

    def put(self, record: R) -> R:
        """Keep the record as it is given, writing only what differs; return it as it now reads."""
        counted = self.log.counted(record.id)
        if counted.begun:
            said = _tidy(self._projection.saying(record, state_of(counted)))
        else:
            said = _tidy(plain_fields(record))
        if not said and counted.begun:
            return record
        return cast("R", self.say(record.KIND, record.id, said or {DELETED: None}))

    def delete(self, record: Record) -> None:
        """Take the record away; it stays in the log and can be brought back."""
        self.say(record.KIND, record.id, {DELETED: True})
        for one in self._projection.resolving.holding_back(record.id):  # with its delete a circle may just have closed
            self.say(Joined.KIND, one, {DELETED: True})

    def begin_anew(self, kind: str, record_id: RecordId, said: dict[str, JsonValue] | None = None) -> Record | None:
        """Let a record begin with this act, whatever became of its beginning before."""
        return self._say(kind, record_id, said or {DELETED: None}, begins=True)

    def say(self, kind: str, record_id: RecordId, said: dict[str, JsonValue]) -> Record | None:
        """Append a revision that sets these keys on top of all that is here, and show the record as it is then."""
        begins = kind not in (ACT, REDACTION) and said != {DELETED: True} and not self.log.counted(record_id).begun
        return self._say(kind, record_id, said, begins=begins)

    def witness(self, one: Revision) -> Record | None:
        """Say in this laptop's name what somebody else said who had seen no more of the record than `one` tells."""
        by = _By(one.author, one.witnessed, one.hlc)
        return self._say(one.kind, one.record, one.fields, begins=one.begins, by=by, seen=one.parents)

    def _say(  # noqa: PLR0913 - all that is said, and in whose name
        self,
        kind: str,
        record_id: RecordId,
        said: Mapping[str, JsonValue],
        *,
        begins: bool,
        by: _By | None = None,
        seen: Sequence[RevisionId] | None = None,
        act: str = "",
    ) -> Record | None:
        self._check_rules(kind, said)
        known = self.log.revisions(record_id)
        if seen is None:
            seen = Counted(known, self.log.known, of_act=kind == ACT).tips if known else ()
        fields, closed = arranged(kind, said)
        stamp = self._stamp(by or _By(self._laptop.author, ""))
        new = revision(
            record=record_id,
            kind=kind,
            fields=fields,
            closed=closed,
            parents=seen,
            act=act or self.act,
            begins=begins,
            stamp=stamp,
        )
        seq = self.log.append(new)
        if not act:
            self._first = stamp.number if self._first < 0 else self._first
            self._last = stamp.number
            self._touched.add(record_id)
        if kind == ACT:
            self.log.learn_turns([record_id])
            return None
        if kind == REDACTION:
            return None
        if not known:
            state = state_of(Counted([new], self.log.known))
            record = self._projection.put(kind, record_id, state, seq, new=True)
            self._note(kind, record_id, said, created=True, deleted=state.deleted)
            return record
        shown, place = kind_of([*known, new]), self.log.place(record_id)
        state = self.log.state(record_id)
        for other in {one.kind for one in (*known, new)} - {shown}:
            self._projection.remove(other, record_id, place)
            self._projection.show(shown, record_id, state, place)
        record = self._projection.put(shown, record_id, state, place)
        self._note(shown, record_id, said, created=False, deleted=state.deleted)
        return record

    def _check_rules(self, kind: str, said: Mapping[str, JsonValue]) -> None:
        """Refuse what a laptop with older rules than the forum's might do otherwise than all others understand it."""
        if kind in PLAIN:
            return
        if self._goes_by is None:
            self._goes_by = self.rules
        if self._goes_by <= RULES:
            return
        if kind == ACT:
            branch, first, last = span_in(said)
            own = self.log.branches_of(self._laptop.device, branch)
            kinds = {one.kind for nr in own for one in self.log.in_branch(nr, first, last)}
            if kinds <= PLAIN:
                return
        raise NotAllowed(
            "This forum goes by newer rules than this ForumDesk knows, so only plain notes can be taken here.",
            "Install the newer ForumDesk for everything else.",
        )

    def name_laptop(self, record: Record) -> None:
        """Say what this laptop is called, as no part of what a person did."""
        if self.get(type(record), record.id) != record:
            said = plain_fields(record)
            begins = not self.log.counted(record.id).begun
            self._say(record.KIND, record.id, said, begins=begins, act=f"{new_act_id()} name-laptop")

    def redact(self, record_id: RecordId, keys: Sequence[str]) -> None:
        """Ask to take what the record ever said under these keys out of the log for good, and do it where one may.

        The revisions keep their headers and ids.
        """
        for one in self.log.revisions(record_id):
            places = places_of(one, keys) if one.kind not in (REDACTION, ACT) else ()
            if places:
                said: dict[str, JsonValue] = {"revision": one.id, "items": " ".join(map(str, places))}
                self._say(REDACTION, record_id, said, begins=False)
        self._take_out(record_id)
        self.show([record_id])

    def _take_out(self, record_id: RecordId) -> None:
        """Carry out the requests of a record that have authority: of who wrote the words, or who founded the forum."""
        requests = [one for one in self.log.redactions(record_id) if self.log.known.stands(one)]
        if not requests:
            return
        # Who only took in somebody else's words did not write them.
        wrote = {one.id: one.device for one in self.log.revisions(record_id) if not one.witnessed}
        founder = self.founder
        for one in requests:
            target, places = redaction_of(one.fields)
            if one.device in (founder, wrote.get(RevisionId(target))):
                self.log.redact(record_id, target, places)

    # ---- the words of others

    def take_in(
        self,
        revisions: Iterable[Revision],
        *,
        checked: bool = False,
        here: set[str] | None = None,
        leave_aside: bool = False,
        under: Mapping[tuple[str, str], int] | None = None,
    ) -> Taken:
        """Take in revisions of other laptops, in any order, all or none.

        Each is checked, and what came before one that is refused is taken back. A caller who has `checked` them does so
        himself where it must be: a savepoint copies every page that is written, which is dear in a large forum. `here`
        are the records of which the log has anything, where it was asked just before; `under` the number in this file
        of each branch, where two contents lie under its name.
        """
        alone: dict[RecordId, None] = {}

        def put_alone(arrived: Sequence[Arrived]) -> None:
            self._projection.put_alone(arrived)
            changes = self._changes
            for _, one in arrived:
                fields, deleted = _names_of(tuple(one.fields)), one.fields.get(DELETED) is True
                changes[one.record] = Change(one.record, one.kind, fields, created=True, deleted=deleted)
            alone.update(dict.fromkeys([one.record for _, one in arrived]))

        with nullcontext() if checked else self.whole():
            took = self.log.take_in(revisions, Taking(self.now_ms, put_alone, checked, here, leave_aside, under or {}))
            aside = self.log.known.aside
            back = {
                branch: spans_of([number for number in numbers if branch in aside and number in aside[branch]])
                for branch, numbers in took.held.items()
            }
            returned = sum(last - first + 1 for spans in back.values() for first, last in spans)
            if took.fresh or returned:
                carry(self.driver, self._begun.nr, took.held)
                self._carries = True
                self._touched.update(one for one in alone if self._changes[one].kind != Device.KIND)
                self._touched.update(one for one in took.several if self._kind_of(one) != Device.KIND)
            if returned:
                self.log.known.refresh_aside()
                self.shift(back)
                self._touched.update(one.record for one in self.changes if one.kind != Device.KIND)
            self.show(self._touched_by(took.several))
        return Taken(took.fresh, returned, tuple({**alone, **dict.fromkeys(took.several)}))

    def _kind_of(self, record_id: RecordId) -> str:
        return kind_of(self.log.revisions(record_id))

    def _touched_by(self, several: Iterable[RecordId]) -> Iterator[RecordId]:
        """These records, and those whose acts were taken back or brought again, once each."""
        told: dict[RecordId, None] = dict.fromkeys(several)
        acts = [record for record in told if any(one.kind == ACT for one in self.log.revisions(record))]
        self.log.learn_turns(acts)
        for act in acts:
            for device in {one.device for one in self.log.revisions(act)}:
                told.update(dict.fromkeys(self.log.records_of_act(device, ActId(act))))
        for record in told:
            self._take_out(record)
        return iter(told)

    def shift(self, numbers: Numbers, progress: Callable[[int], None] = lambda _: None) -> Shown:
        """Show anew what was set aside or came back, wherever numbers of branches stand or stand no more."""
        shifting = Shifting(self.driver, self.log, numbers, self._projection.resolving.gone)
        changed = 0
        for kind, some, deleted in shifting.alone():
            self._projection.turn(kind, some, deleted=deleted)
            for _, record in some:
                self._note(kind, record, (DELETED,), created=False, deleted=deleted)
            changed += len(some)
            progress(changed)
        shown = self.show(self._touched_by(shifting.several()), progress, changed)
        return Shown(changed + shown.changed, shown.same)

    @contextmanager
    def whole(self) -> Iterator[None]:
        """What a block does stands altogether or not at all, whatever else the act does."""
        before, last = self._changes, self.log.clock.last
        said = self._first, self._last, self._carries, set(self._touched)
        self._changes = {}
        self.driver.execute("SAVEPOINT whole")
        try:
            yield
        except BaseException:
            self._projection.forget()
            self._changes, self.log.clock.last = before, last
            self._first, self._last, self._carries, self._touched = said
            if self.driver.in_transaction:  # a full disk ends the whole transaction by itself
                self.driver.execute("ROLLBACK TO whole")
                self.driver.execute("RELEASE whole")
                self.log.forget_transaction()
            raise
        self.driver.execute("RELEASE whole")
        for record_id, change in self._changes.items():
            before[record_id] = change.after(before[record_id]) if record_id in before else change
        self._changes = before

    def show(
        self, records: Iterable[RecordId], progress: Callable[[int], None] = lambda _: None, done: int = 0
    ) -> Shown:
        """Bring the projection of records up to date with the log."""
        changed = same = 0
        for record_id in records:
            revisions = self.log.revisions(record_id)
            place = self.log.place(record_id)
            kinds = {one.kind for one in revisions} - {REDACTION, ACT}
            if not kinds:
                continue
            kind = kind_of(revisions)
            for other in kinds - {kind}:
                self._projection.remove(other, record_id, place)
            state = self.log.state(record_id)
            if self._projection.show(kind, record_id, state, place):
                changed += 1
                keys = {key for one in revisions for key in one.fields}
                self._note(kind, record_id, {*keys, DELETED}, created=False, deleted=state.deleted)
            else:
                same += 1
            progress(done + changed + same)
        return Shown(changed, same)

    def close_act(self) -> None:
        """Remember what was done, in the order of this desk."""
        act = self._begun
        if FORUM_ID in self._changes:  # whatever comes later, it is known from now on with which word the forum began
            self.driver.execute("INSERT OR IGNORE INTO local SELECT 'begun', ? WHERE ? <> ''", (self.begun, self.begun))
        if act.is_going_on:
            self.driver.execute(
                "UPDATE act SET records = records + ?, turned = CASE WHEN ? > 0 THEN nr ELSE turned END WHERE nr = ?",
                (len(self._touched), len(self._touched), act.nr),
            )
            if self._last >= 0:
                first = "CASE WHEN last < first THEN ? ELSE first END"
                spoken = f"UPDATE act SET first = {first}, branch = ?, last = ? WHERE nr = ?"  # noqa: S608 - our own words
                self.driver.execute(spoken, (self._first, self.log.own_branch, self._last, act.nr))
            return
        if self._last < 0 and not self._carries and not act.target:
            return
        if self._carries and not self._touched:
            # Nobody sees that it brought a laptop's name, so undo passes it over: nothing else may stay because of it.
            hold_only_new(self.driver, act.nr)
        laptop = self._laptop
        branch = self.log.own_branch if self._last >= 0 else 0
        span = (branch, max(self._first, 0), self._last)
        who = (laptop.device, laptop.author, self.now_ms)
        turned = act.nr if self._touched and not act.target else 0
        row = (act.nr, act.id, act.name, act.target, *who, *span, len(self._touched), turned, 0)
        remember_act(self.driver, row)

    def _stamp(self, by: _By) -> Stamp:
        now = self._clock.now()
        wall_ms = int(now.timestamp() * 1000)
        branch, number = self.log.stamp_number()
        return Stamp(
            by.hlc or self.log.clock.tick(wall_ms),
            self._laptop.device,
            branch,
            number,
            by.author,
            wall_ms,
            self._clock.offset_minutes(),
            self.log.salt(),
            by.witnessed,
        )

    def _note(self, kind: str, record_id: RecordId, keys: Iterable[str], *, created: bool, deleted: bool) -> None:
        change = Change(record_id, kind, _names_of(tuple(keys)), created, deleted)
        before = self._changes.get(record_id)
        self._changes[record_id] = change.after(before) if before else change


class Taken(NamedTuple):
    """What came in: how many revisions were new, how many that were set aside came back, and the records touched."""

    fresh: int
    returned: int
    records: tuple[RecordId, ...]


@lru_cache(maxsize=256)
def _names_of(keys: tuple[str, ...]) -> frozenset[str]:
    """The fields that these keys speak of; thousands of records that arrive together set the same ones."""
    return frozenset(key.partition(":")[0] for key in keys)
