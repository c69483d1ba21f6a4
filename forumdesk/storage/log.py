"""The log: revisions are appended and never changed; heads follow from them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from importlib import import_module
from itertools import islice
from typing import Any, NamedTuple

from forumdesk.domain.devices import Laptop
from forumdesk.domain.errors import BadInput
from forumdesk.domain.heads import Standing, State, standing_of, state_of
from forumdesk.domain.ids import DeviceId, RecordId, RevisionId
from forumdesk.domain.records import JsonValue
from forumdesk.domain.revisions import REDACTED, REDACTION, HybridClock, Revision, check, fields_text, redacted
from forumdesk.storage.failures import malformed
from forumdesk.storage.statements import (
    HEADS_OF_RECORD,
    INSERT_HEAD,
    INSERT_REVISION,
    INSERT_REVISION_AT,
    REVISIONS,
    REVISIONS_WITH_PLACE,
)

_ROW = (str, str, str, str, str, str, int, str, str, int, int, int)
"""What the columns of a revision hold."""


def revision_of(row: Sequence[Any]) -> Revision:
    """The revision that a row of the log holds; a row that holds none is told as damage."""
    try:
        fields = json.loads(row[3])
    except (ValueError, TypeError, RecursionError):
        fields = None
    if type(fields) is not dict or tuple(map(type, row[:12])) != _ROW:
        raise malformed()
    return Revision(
        RevisionId(row[0]),
        RecordId(row[1]),
        row[2],
        fields,
        tuple(RevisionId(parent) for parent in row[4].split()),
        row[5],
        row[6],
        DeviceId(row[7]),
        row[8],
        row[9],
        row[10],
        row[11],
    )


def keys_text(keys: Iterable[str]) -> str:
    """Keys as the head table holds them: one a line, sorted."""
    return "\n".join(sorted(keys))


class Place(NamedTuple):
    """What the log says of a record: where its first revision lies, and what stands; a record not there has place 0."""

    seq: int
    standing: Standing


Arrived = tuple[int, Revision]
"""A place in the log, and the revision that lies there."""


class Taking(NamedTuple):
    """How revisions of other laptops are taken in."""

    act: str
    now_ms: int
    alone: Callable[[Sequence[Arrived]], None]
    """Told, as they arrive, of those that are all there is of their record."""
    checked: bool = False
    """Whether each was checked already by whoever read it."""
    here: set[str] | None = None
    """Of which of their records the log has anything, where that was asked just before."""


_TOGETHER, _MOST_MARKS = 1000, 500
"""So many revisions are taken in together, and so many are looked up by one question."""


class Log:
    """The log of one open forum file."""

    def __init__(self, connection: Any) -> None:  # noqa: ANN401 - the driver's connection has no stubs
        self._driver = connection
        # What others wrote is left out: how far the clock went on after it was remembered as it came in.
        newest = connection.execute(
            "SELECT MAX(hlc) FROM (SELECT hlc, taken_by FROM revision ORDER BY seq DESC LIMIT 2000)"
            " WHERE taken_by IS NULL AND typeof(hlc) = 'integer'"
        ).fetchone()[0]
        kept = connection.execute("SELECT value FROM local WHERE key = 'hlc'").fetchone()
        self.clock = HybridClock(max(newest or 0, _whole(kept)))

    def place(self, record: RecordId) -> Place:
        """Where a record begins in the log, and what stands of it."""
        rows = self._driver.execute(_FIRST_TWO, (record,)).fetchall()
        if not rows:
            return Place(0, [])
        if len(rows) == 1:
            return Place(rows[0][12], standing_of([revision_of(rows[0])]))
        heads = self._driver.execute(HEADS_OF_RECORD, (record,))
        return Place(rows[0][12], [(revision_of(row), frozenset(row[12].split("\n"))) for row in heads])

    def standing(self, record: RecordId) -> Standing:
        """The revisions of a record that still stand, each with the keys of which it is a head."""
        return self.place(record).standing

    def state(self, record: RecordId) -> State:
        """The record as its heads say it."""
        return state_of(self.standing(record))

    def append(self, new: Revision, place: Place) -> Place:
        """Append a revision of this laptop, made on top of what stands; return how the record stands then.

        The heads of a record with a single revision are not written down: it stands whole.
        """
        seq = self._insert(new, None)
        mine = frozenset(new.fields)
        left: Standing = []
        for old, keys in place.standing:
            remaining = keys - mine if old.id in new.parents else keys
            if remaining:
                left.append((old, remaining))
        left.append((new, mine))
        if place.seq:
            self.write_heads(new.record, left)
        return Place(place.seq or seq, left)

    def keep(self, new: Revision) -> None:
        """Add a revision that is known to be sound, without working out what stands; a rebuild must follow."""
        self._insert(new, None)

    def write_heads(self, record: RecordId, standing: Standing) -> None:
        """Write down what stands of a record that has several revisions."""
        self._driver.execute("DELETE FROM head WHERE record = ?", (record,))
        self._driver.executemany(INSERT_HEAD, [(record, one.id, keys_text(keys)) for one, keys in standing])

    def _insert(self, new: Revision, taken_by: str | None) -> int:
        inserted = self._driver.execute(INSERT_REVISION, (*as_row(new), taken_by))
        return int(inserted.lastrowid)

    def newest(self) -> int:
        """The place of the revision that arrived last; 0 in an empty log."""
        return int(self._driver.execute("SELECT COALESCE(MAX(seq), 0) FROM revision").fetchone()[0])

    def take_in(self, revisions: Iterable[Revision], taking: Taking) -> tuple[RecordId, ...]:
        """Add revisions of other laptops, in any order; return the records that have several revisions.

        Known ones are passed over. Where one is refused the caller takes back what was added before it.
        """
        before = self.clock.last
        several = self._add(revisions, taking)
        self._check_vouched(several)
        for record in several:
            self._apply_redactions(record)
            self._recompute_heads(record)
        if self.clock.last != before:
            self.remember_clock()
        return several

    def _add(self, revisions: Iterable[Revision], taking: Taking) -> tuple[RecordId, ...]:
        several: dict[RecordId, None] = {}
        waiting, here, spelled = iter(revisions), taking.here, compiled_spelling()
        while chunk := {one.id: one for one in islice(waiting, _TOGETHER)}:
            records = {one.record for one in chunk.values()}
            present = self._among("record", records) if here is None else here
            # An id that is the hash of its content is here only with its record; of others the log is asked.
            doubted = [
                one.id
                for one in chunk.values()
                if one.record in present or REDACTED in one.fields or not taking.checked
            ]
            known = self._among("id", doubted)
            fresh = [one for one in chunk.values() if one.id not in known] if known else list(chunk.values())
            if not taking.checked:
                for one in fresh:
                    check(one)
            self.clock.observe([one.hlc for one in fresh], taking.now_ms)
            arrived = list(enumerate(fresh, self.newest() + 1))
            rows = [(seq, *as_row(one, spelled), taking.act) for seq, one in arrived]
            self._driver.executemany(INSERT_REVISION_AT, rows)
            lone: dict[RecordId, Arrived] = {}
            for each in arrived:
                one = each[1]
                plain = one.kind != REDACTION and REDACTED not in one.fields and bool(one.fields)
                if plain and one.record not in present and one.record not in several and one.record not in lone:
                    lone[one.record] = each
                else:
                    several[one.record] = None
                    lone.pop(one.record, None)
            taking.alone(list(lone.values()))
            if here is not None:
                here.update(records)
        return tuple(several)

    def records(self, most: int) -> set[str] | None:
        """Every record of which the log says anything; nothing where it has more than `most` revisions."""
        if self.newest() > most:
            return None
        return {row[0] for row in self._driver.execute("SELECT record FROM revision")}

    def holding(self, records: Iterable[RecordId]) -> set[str]:
        """Which of these records the log says anything of."""
        return self._among("record", records)

    def _among(self, column: str, values: Iterable[str]) -> set[str]:
        """Which of these values the log has in a column."""
        sought = list(values)
        found: set[str] = set()
        for at in range(0, len(sought), _MOST_MARKS):
            some = sought[at : at + _MOST_MARKS]
            marks = ", ".join("?" * len(some))
            rows = self._driver.execute(f"SELECT {column} FROM revision WHERE {column} IN ({marks})", some)  # noqa: S608
            found.update(row[0] for row in rows)
        return found

    def _check_vouched(self, records: Iterable[RecordId]) -> None:
        """Refuse a revision without its values that no redaction speaks of."""
        for record in records:
            _vouched(self.revisions(record))

    def refuse_unvouched(self, coming: Sequence[Revision]) -> None:
        """Refuse checked revisions, before any of them is written, that `take_in` would refuse at its end."""
        for record in {one.record for one in coming if REDACTED in one.fields}:
            here = self.revisions(record)
            known = {one.id for one in here}
            _vouched([*here, *(one for one in coming if one.record == record and one.id not in known)])

    def _apply_redactions(self, record: RecordId) -> None:
        for one in self.revisions(record):
            if one.kind == REDACTION:
                self.redact(one)

    def append_redaction(self, redaction: Revision) -> None:
        """Append a redaction made on this laptop, and take the values out that it names."""
        self._insert(redaction, None)
        self.redact(redaction)
        self._recompute_heads(redaction.record)

    def redact(self, redaction: Revision) -> None:
        """Take the values that a redaction names out of a revision of the same record, keeping its id."""
        target = redaction.fields.get("revision")
        row = self._driver.execute(
            "SELECT fields FROM revision WHERE id = ? AND record = ? AND kind <> ?",
            (target, redaction.record, REDACTION),
        ).fetchone()
        if row is not None:
            left = redacted(json.loads(row[0]), str(redaction.fields.get("keys", "")).split("\n"))
            self._driver.execute(
                "UPDATE revision SET fields = ? WHERE id = ?", (fields_text(left, readable=True), target)
            )

    def _recompute_heads(self, record: RecordId) -> None:
        """Work out the heads of a record from all its revisions; foreign ones arrive in any order."""
        revisions = self.revisions(record)
        if len(revisions) > 1:
            self.write_heads(record, standing_of(revisions))

    def revisions(self, record: RecordId) -> list[Revision]:
        """Every revision of a record, oldest arrival first."""
        found = self._driver.execute(f"{REVISIONS} WHERE record = ? ORDER BY seq", (record,))
        return [revision_of(row) for row in found]

    def acts_of(self, record: RecordId) -> dict[RevisionId, str]:
        """By which act of this forum each revision of a record came to be here: its own, or the one that took it in."""
        rows = self._driver.execute("SELECT id, COALESCE(taken_by, act) FROM revision WHERE record = ?", (record,))
        return {RevisionId(row[0]): str(row[1]) for row in rows}

    def all_revisions(self) -> Iterator[Revision]:
        """Every revision in order of arrival."""
        return self.revisions_after(0)

    def revisions_after(self, place: int) -> Iterator[Revision]:
        """The revisions that arrived after a place in the log, in order."""
        return (one for _, one in self.placed_after(place))

    def placed_after(self, place: int) -> Iterator[Arrived]:
        """The same, each with its own place."""
        for row in self._driver.execute(f"{REVISIONS_WITH_PLACE} WHERE seq > ? ORDER BY seq", (place,)):
            yield row[12], revision_of(row)

    def remember_taking(self, act: str, laptop: Laptop, now_ms: int) -> None:
        """Keep who took in what others wrote, and when: the revisions themselves tell of those others only."""
        words = json.dumps([laptop.device, laptop.author, now_ms], ensure_ascii=False)
        self._driver.execute("INSERT OR IGNORE INTO local VALUES (?, ?)", (f"taking {act}", words))

    def taking(self, act: str) -> tuple[str, str, int] | None:
        """The laptop and the person who took something in, and when, in milliseconds."""
        row = self._driver.execute("SELECT value FROM local WHERE key = ?", (f"taking {act}",)).fetchone()
        if row is None:
            return None
        try:
            device, author, wall_ms = json.loads(row[0])
        except (ValueError, TypeError) as error:
            raise malformed() from error
        return device, author, wall_ms

    def remember_clock(self) -> None:
        """Keep the clock's last instant with the file, so that it never goes back across restarts."""
        self._driver.execute(
            "INSERT INTO local VALUES ('hlc', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (str(self.clock.last),),
        )


def _vouched(revisions: Sequence[Revision]) -> None:
    vouched = {one.fields.get("revision") for one in revisions if one.kind == REDACTION}
    if any(REDACTED in one.fields and one.id not in vouched for one in revisions):
        raise BadInput("A revision came without its values and nobody took them out, so it was refused.")


Spelling = Callable[[Mapping[str, JsonValue]], str]
"""How fields become the text that a row holds."""
_spelled: Spelling = partial(fields_text, readable=True)


def compiled_spelling() -> Spelling:
    """The same made by compiled code, which is loaded with the first of many revisions."""
    encode: Callable[[object], bytes] = import_module("msgspec.json").Encoder(order="sorted").encode
    return lambda fields: encode(fields).decode()


def as_row(one: Revision, spelled: Spelling = _spelled) -> tuple[object, ...]:
    """A revision as its row of the log holds it, but for how it came here."""
    return (
        one.id,
        one.record,
        one.kind,
        spelled(one.fields),
        " ".join(one.parents),
        one.act,
        one.hlc,
        one.device,
        one.author,
        one.schema,
        one.wall_ms,
        one.tz_min,
    )


_FIRST_TWO = f"{REVISIONS_WITH_PLACE} WHERE record = ? ORDER BY seq LIMIT 2"


def _whole(kept: tuple[object] | None) -> int:
    """The instant that was remembered; what cannot be one counts as none."""
    text = str(kept[0]) if kept else ""
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else 0
