"""One unit of work: what a service reads and writes while an act is under way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import fields as dataclass_fields
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar, cast

from forumdesk.domain.changes import Change
from forumdesk.domain.clock import Clock
from forumdesk.domain.devices import Laptop
from forumdesk.domain.errors import NotFound
from forumdesk.domain.heads import Standing, kind_of, state_of
from forumdesk.domain.ids import RecordId, RevisionId
from forumdesk.domain.joining import Joined
from forumdesk.domain.kinds import KINDS
from forumdesk.domain.records import DELETED, JsonValue, Record, plain_fields
from forumdesk.domain.resolving import links
from forumdesk.domain.revisions import REDACTION, Revision, Stamp, revision
from forumdesk.domain.text import cleaned, one_line
from forumdesk.storage.failures import malformed
from forumdesk.storage.layout import column, table_name
from forumdesk.storage.log import Arrived, Log, Place, Taking
from forumdesk.storage.projection import Projection
from forumdesk.storage.rows import record_of
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

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Rows of a query over the projection, for the lists."""
        return cast("list[tuple[Any, ...]]", self.driver.execute(sql, tuple(parameters)).fetchall())


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


class Saying(NamedTuple):
    """What a revision shall set, and the revisions that it names as those it saw."""

    said: dict[str, JsonValue]
    parents: Sequence[RevisionId]
    on_top: bool = False
    """Whether it also saw what was said before it in the same breath."""


def parents_of(said: Iterable[str], standing: Standing) -> list[RevisionId]:
    """What a revision that sets these keys on top of what stands must name: all of it, to tell what was seen.

    Only a delete that stands against an edit is left out, unless the delete itself is meant: to edit is not to settle.
    """
    keys = set(said)
    if DELETED in keys or not any(DELETED in held for _, held in standing) or state_of(standing).deleted:
        return [one.id for one, _ in standing]
    return [
        one.id
        for one, held in standing
        if not (DELETED in held and one.fields[DELETED] is True and held.isdisjoint(keys))
    ]


def _tidy(said: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """What a person said as it can be kept: text cleaned, members of sets on one line."""
    tidy: dict[str, JsonValue] = {}
    for key, value in said.items():
        name, colon, member = key.partition(":")
        kept = f"{name}:{one_line(member)}" if colon else key
        if not kept.endswith(":"):
            tidy[kept] = cleaned(value) if isinstance(value, str) else value
    return tidy


class Work(Reader):
    """A reader that also writes; everything it writes is one act, durable together or not at all."""

    def __init__(
        self,
        driver: Any,  # noqa: ANN401
        log: Log,
        projection: Projection,
        *,
        act: str,
        laptop: Laptop,
        clock: Clock,
    ) -> None:
        super().__init__(driver, log)
        self._projection = projection
        self._laptop = laptop
        self._clock = clock
        self._places: dict[RecordId, Place] = {}
        self._changes: dict[RecordId, Change] = {}
        projection.shown_anew()  # what an act before this one left unasked
        self.act = act

    @property
    def changes(self) -> tuple[Change, ...]:
        """What this act changed so far."""
        for one in self._projection.shown_anew():
            keys = {*links(one.kind), *([DELETED] if one.turned else [])}
            self._note(one.kind, one.record, keys, created=False, deleted=False)
        return tuple(self._changes.values())

    def put(self, record: R) -> R:
        """Keep the record as it is given, writing only what differs; return it as it now reads."""
        place = self._place(record.id)
        if place.standing:
            said = _tidy(self._projection.saying(record, state_of(place.standing)))
        else:
            said = _tidy(plain_fields(record))
        if not said and place.standing:
            return record
        return cast("R", self.say(record.KIND, record.id, said or {DELETED: None}))

    def delete(self, record: Record) -> None:
        """Take the record away; it stays in the log and can be brought back."""
        for one in self._projection.resolving.holding_back(record.id):
            self.say(Joined.KIND, one, {DELETED: True})
        self.say(record.KIND, record.id, {DELETED: True})

    def say(self, kind: str, record_id: RecordId, said: dict[str, JsonValue]) -> Record | None:
        """Append a revision that sets these keys on top of what stands, and show the record as it is then."""
        return self.say_beside(kind, record_id, [Saying(said, parents_of(said, self._place(record_id).standing))])

    def say_beside(self, kind: str, record_id: RecordId, sayings: Sequence[Saying]) -> Record | None:
        """Append revisions, each with its parents; those that do not name one another stand side by side."""
        place = self._place(record_id)
        created = not place.seq
        beside: list[RevisionId] = []
        for said, named, on_top in sayings:
            parents = [*named, *beside] if on_top else named
            new = revision(record=record_id, kind=kind, fields=said, parents=parents, act=self.act, stamp=self._stamp())
            place = self.log.append(new, place)
            beside.append(new.id)
        self._places[record_id] = place
        state = state_of(place.standing)
        record = self._projection.put(kind, record_id, state, place.seq, new=created)
        self._note(
            kind, record_id, {key for one in sayings for key in one.said}, created=created, deleted=state.deleted
        )
        return record

    def redact(self, record_id: RecordId, keys: Sequence[str]) -> None:
        """Take what the record ever said under these keys out of the log for good; the revisions keep their ids."""
        for one in self.log.revisions(record_id):
            named = [key for key in keys if one.fields.get(key) is not None and not key.startswith("_")]
            if named and one.kind != REDACTION:
                fields = {"revision": one.id, "keys": "\n".join(named)}
                self.log.append_redaction(
                    revision(
                        record=record_id,
                        kind=REDACTION,
                        fields=fields,
                        parents=[one.id],
                        act=self.act,
                        stamp=self._stamp(),
                    )
                )
        self.show([record_id])

    def take_in(
        self, revisions: Iterable[Revision], *, checked: bool = False, here: set[str] | None = None
    ) -> tuple[RecordId, ...]:
        """Take in revisions of other laptops, in any order, all or none; return the records they touch.

        Each is checked, and what came before one that is refused is taken back. A caller who has `checked` them does so
        himself where it must be: a savepoint copies every page that is written, which is dear in a large forum. `here`
        are the records of which the log has anything, where it was asked just before.
        """
        now_ms = int(self._clock.now().timestamp() * 1000)
        new: dict[RecordId, None] = {}

        def alone(arrived: Sequence[Arrived]) -> None:
            self._projection.put_alone(arrived)
            changes = self._changes
            for _, one in arrived:
                fields, deleted = _names_of(tuple(one.fields)), one.fields.get(DELETED) is True
                changes[one.record] = Change(one.record, one.kind, fields, created=True, deleted=deleted)
            new.update(dict.fromkeys([one.record for _, one in arrived]))

        with nullcontext() if checked else self.whole():
            several = self.log.take_in(revisions, Taking(self.act, now_ms, alone, checked, here))
            if new or several:
                self.log.remember_taking(self.act, self._laptop, now_ms)
            self.show(several)
        return tuple({**new, **dict.fromkeys(several)})

    @contextmanager
    def whole(self) -> Iterator[None]:
        """What a block does stands altogether or not at all, whatever else the act does."""
        before, last = self._changes, self.log.clock.last
        self._changes = {}
        self.driver.execute("SAVEPOINT whole")
        try:
            yield
        except BaseException:
            self._projection.forget()
            self._changes, self.log.clock.last = before, last
            self._places.clear()
            if self.driver.in_transaction:  # a full disk ends the whole transaction by itself
                self.driver.execute("ROLLBACK TO whole")
                self.driver.execute("RELEASE whole")
            raise
        self.driver.execute("RELEASE whole")
        for record_id, change in self._changes.items():
            before[record_id] = change.after(before[record_id]) if record_id in before else change
        self._changes = before

    def show(self, records: Iterable[RecordId]) -> None:
        """Bring the projection of records up to date with the log."""
        for record_id in records:
            self._places.pop(record_id, None)
            place = self._place(record_id)
            if not place.standing:
                continue
            revisions = self.log.revisions(record_id)
            kind = kind_of(revisions)
            for other in {one.kind for one in revisions} - {kind}:
                self._projection.remove(other, record_id, place.seq)
            state = state_of(place.standing)
            self._projection.put(kind, record_id, state, place.seq)
            self._note(
                kind, record_id, {key for one in revisions for key in one.fields}, created=False, deleted=state.deleted
            )

    def _place(self, record_id: RecordId) -> Place:
        if record_id not in self._places:
            self._places[record_id] = self.log.place(record_id)
        return self._places[record_id]

    def _stamp(self) -> Stamp:
        now = self._clock.now()
        wall_ms = int(now.timestamp() * 1000)
        return Stamp(
            self.log.clock.tick(wall_ms),
            self._laptop.device,
            self._laptop.author,
            wall_ms,
            self._clock.offset_minutes(),
        )

    def _note(self, kind: str, record_id: RecordId, keys: Iterable[str], *, created: bool, deleted: bool) -> None:
        change = Change(record_id, kind, _names_of(tuple(keys)), created, deleted)
        before = self._changes.get(record_id)
        self._changes[record_id] = change.after(before) if before else change


@lru_cache(maxsize=256)
def _names_of(keys: tuple[str, ...]) -> frozenset[str]:
    """The fields that these keys speak of; thousands of records that arrive together set the same ones."""
    return frozenset(key.partition(":")[0] for key in keys)
