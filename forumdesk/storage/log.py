"""The log: revisions are appended and never changed; heads follow from them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from forumdesk.domain.errors import BadInput
from forumdesk.domain.heads import Standing, State, standing_of, state_of
from forumdesk.domain.ids import DeviceId, RecordId, RevisionId
from forumdesk.domain.revisions import (
    REDACTED,
    REDACTION,
    HybridClock,
    Revision,
    redacted,
)
from forumdesk.storage.rows import said_json
from forumdesk.storage.statements import HEADS_OF_RECORD, INSERT_HEAD, INSERT_REVISION, REVISIONS


def revision_of(row: Sequence[Any]) -> Revision:
    """The revision that a row of the log holds."""
    return Revision(
        RevisionId(row[0]),
        RecordId(row[1]),
        row[2],
        json.loads(row[3]),
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


class Log:
    """The log of one open forum file."""

    def __init__(self, driver: Any) -> None:  # noqa: ANN401 - the driver's connection has no stubs
        self._driver = driver
        newest = driver.execute(
            "SELECT COALESCE(MAX(hlc), 0) FROM (SELECT hlc FROM revision ORDER BY seq DESC LIMIT 2000)"
        )
        kept = driver.execute("SELECT value FROM local WHERE key = 'hlc'").fetchone()
        self.clock = HybridClock(max(newest.fetchone()[0], int(kept[0]) if kept else 0))

    def standing(self, record: RecordId) -> Standing:
        """The revisions of a record that still stand, each with the keys of which it is a head."""
        return [
            (revision_of(row), frozenset(row[12].split("\n")))
            for row in self._driver.execute(HEADS_OF_RECORD, (record,))
        ]

    def state(self, record: RecordId) -> State:
        """The record as its heads say it."""
        return state_of(self.standing(record))

    def append(self, new: Revision, standing: Standing) -> Standing:
        """Append a revision of this laptop, made on top of `standing`; return what stands then."""
        self._insert(new, None)
        left: Standing = []
        for old, keys in standing:
            if old.id in new.parents and not keys.isdisjoint(new.fields):
                remaining = keys.difference(new.fields)
                self._rewrite_head(old, remaining)
                if remaining:
                    left.append((old, remaining))
            else:
                left.append((old, keys))
        mine = frozenset(new.fields)
        self._driver.execute(INSERT_HEAD, (new.record, new.id, keys_text(mine)))
        return [*left, (new, mine)]

    def _rewrite_head(self, old: Revision, remaining: frozenset[str]) -> None:
        if remaining:
            self._driver.execute(
                "UPDATE head SET keys = ? WHERE record = ? AND revision = ?",
                (keys_text(remaining), old.record, old.id),
            )
        else:
            self._driver.execute("DELETE FROM head WHERE record = ? AND revision = ?", (old.record, old.id))

    def _insert(self, new: Revision, taken_by: str | None) -> None:
        self._driver.execute(
            INSERT_REVISION,
            (
                new.id,
                new.record,
                new.kind,
                said_json(new.fields),
                " ".join(new.parents),
                new.act,
                new.hlc,
                new.device,
                new.author,
                new.schema,
                new.wall_ms,
                new.tz_min,
                taken_by,
            ),
        )

    def keep(self, new: Revision) -> None:
        """Add a revision that is known to be sound, without working out what stands; a rebuild must follow."""
        self._insert(new, None)

    def holds(self, revision: RevisionId) -> bool:
        """Whether the log has this revision."""
        return self._driver.execute("SELECT 1 FROM revision WHERE id = ?", (revision,)).fetchone() is not None

    def take_in(self, revisions: Iterable[Revision], *, act: str, now_ms: int) -> tuple[RecordId, ...]:
        """Add revisions of other laptops, in any order; return the records they touch. Known ones are passed over."""
        touched: dict[RecordId, None] = {}
        redactions = []
        for new in revisions:
            if self.holds(new.id):
                continue
            if REDACTED not in new.fields and new.computed_id() != new.id:
                raise BadInput("A revision was altered after it was written, so nothing was taken in.")
            self._insert(new, act)
            self.clock.observe(new.hlc, now_ms)
            touched[new.record] = None
            if new.kind == REDACTION:
                redactions.append(new)
        for redaction in redactions:
            self.redact(redaction)
        self._check_vouched(touched)
        for record in touched:
            self._apply_redactions(record)
            self.recompute_heads(record)
        return tuple(touched)

    def _check_vouched(self, records: Iterable[RecordId]) -> None:
        """Refuse a revision without its values that no redaction speaks of."""
        for record in records:
            vouched = {str(one.fields.get("revision")) for one in self._redactions(record)}
            for one in self.revisions(record):
                if REDACTED in one.fields and one.id not in vouched:
                    raise BadInput("A revision came without its values and nobody took them out, so it was refused.")

    def _redactions(self, record: RecordId) -> list[Revision]:
        return [one for one in self.revisions(record) if one.kind == REDACTION]

    def _apply_redactions(self, record: RecordId) -> None:
        for one in self._redactions(record):
            self.redact(one)

    def redact(self, redaction: Revision) -> None:
        """Take the values that a redaction names out of the log, keeping the revision's id."""
        target = redaction.fields.get("revision")
        row = self._driver.execute("SELECT fields FROM revision WHERE id = ?", (target,)).fetchone()
        if row is None:
            return
        left = redacted(json.loads(row[0]), str(redaction.fields.get("keys", "")).split())
        self._driver.execute("UPDATE revision SET fields = ? WHERE id = ?", (said_json(left), target))

    def recompute_heads(self, record: RecordId) -> None:
        """Work out the heads of a record from all its revisions; foreign ones arrive in any order."""
        heads = standing_of(self.revisions(record))
        self._driver.execute("DELETE FROM head WHERE record = ?", (record,))
        self._driver.executemany(INSERT_HEAD, [(record, one.id, keys_text(keys)) for one, keys in heads])

    def revisions(self, record: RecordId) -> list[Revision]:
        """Every revision of a record, oldest arrival first."""
        found = self._driver.execute(f"{REVISIONS} WHERE record = ? ORDER BY seq", (record,))
        return [revision_of(row) for row in found]

    def all_revisions(self) -> Iterator[Revision]:
        """Every revision in order of arrival."""
        for row in self._driver.execute(f"{REVISIONS} ORDER BY seq"):
            yield revision_of(row)

    def remember_clock(self) -> None:
        """Keep the clock's last instant with the file, so that it never goes back across restarts."""
        self._driver.execute(
            "INSERT INTO local VALUES ('hlc', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (str(self.clock.last),),
        )
