"""The log's grain: a revision says which fields of a record an act set, and which revisions it saw before it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import Any, NamedTuple

from forumdesk.domain.errors import BadInput
from forumdesk.domain.ids import DeviceId, RecordId, RevisionId
from forumdesk.domain.records import DELETED, JsonValue

SCHEMA = 1
"""Version of what revisions may say; a file that holds a higher one is only read."""
COUNTER_BITS = 16
DAY_MS = 24 * 60 * 60 * 1000

_dumps = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode


def canonical(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """The one JSON text of a value: keys sorted, no spaces, ASCII only."""
    return _dumps(value)


def fields_text(fields: Mapping[str, JsonValue], *, readable: bool = False) -> str:
    """The canonical JSON of a revision's fields, made in a third of the time; `readable` leaves letters as they are."""
    quoted = encode_basestring if readable else encode_basestring_ascii
    named = _key_text if readable else _key_text_ascii
    said = []
    for key in sorted(fields):
        value = fields[key]
        said.append(named(key) + (quoted(value) if type(value) is str else _value_text(value)))
    return f"{{{','.join(said)}}}"


@lru_cache(maxsize=1024)
def _key_text(key: str) -> str:
    return f"{encode_basestring(key)}:"


@lru_cache(maxsize=1024)
def _key_text_ascii(key: str) -> str:
    return f"{encode_basestring_ascii(key)}:"


def _value_text(value: JsonValue) -> str:
    return "true" if value is True else "false" if value is False else "null" if value is None else _dumps(value)


class Spelled(NamedTuple):
    """The canonical JSON of all that a revision says, in two parts: its id has its place between them."""

    before: str
    after: str

    def hashed(self) -> RevisionId:
        """The id that this content must have."""
        return RevisionId(blake2b(f"{self.before}{self.after}".encode("ascii"), digest_size=16).hexdigest())

    def with_id(self, revision: RevisionId) -> str:
        """The canonical JSON with the id in its place."""
        return f'{self.before}"id":{encode_basestring_ascii(revision)},{self.after}'


@dataclass(frozen=True, slots=True)
class Revision:
    """One entry of the log, never changed after it was written."""

    id: RevisionId
    record: RecordId
    kind: str
    fields: Mapping[str, JsonValue]
    parents: tuple[RevisionId, ...]
    act: str
    """`<act id> <name>`, and for an undo or a redo the id of the act it speaks of."""
    hlc: int
    device: DeviceId
    author: str
    schema: int
    wall_ms: int
    tz_min: int

    def content(self) -> dict[str, Any]:
        """Everything but the id, as JSON values."""
        return {
            "record": self.record,
            "kind": self.kind,
            "fields": dict(self.fields),
            "parents": list(self.parents),
            "act": self.act,
            "hlc": self.hlc,
            "device": self.device,
            "author": self.author,
            "schema": self.schema,
            "wall_ms": self.wall_ms,
            "tz_min": self.tz_min,
        }

    def spelled(self) -> Spelled:
        """The canonical JSON of `content`, made in a third of the time that `canonical` takes."""
        quoted = encode_basestring_ascii
        parents = ",".join([quoted(parent) for parent in self.parents])
        return Spelled(
            f'{{"act":{quoted(self.act)},"author":{quoted(self.author)},"device":{quoted(self.device)},'
            f'"fields":{fields_text(self.fields)},"hlc":{self.hlc},',
            f'"kind":{quoted(self.kind)},"parents":[{parents}],"record":{quoted(self.record)},'
            f'"schema":{self.schema},"tz_min":{self.tz_min},"wall_ms":{self.wall_ms}}}',
        )

    def computed_id(self) -> RevisionId:
        """The id that this content must have."""
        return self.spelled().hashed()

    @property
    def order(self) -> tuple[int, str, str]:
        """What breaks a tie between heads: the clock, then the laptop, then the id."""
        return (self.hlc, self.device, self.id)


def revision(
    *,
    record: RecordId,
    kind: str,
    fields: Mapping[str, JsonValue],
    parents: Iterable[RevisionId],
    act: str,
    stamp: Stamp,
) -> Revision:
    """A new revision with its id computed."""
    draft = Revision(
        RevisionId(""),
        record,
        kind,
        fields,
        tuple(sorted(parents)),
        act,
        stamp.hlc,
        stamp.device,
        stamp.author,
        SCHEMA,
        stamp.wall_ms,
        stamp.tz_min,
    )
    return Revision(
        draft.computed_id(),
        record,
        kind,
        fields,
        draft.parents,
        act,
        stamp.hlc,
        stamp.device,
        stamp.author,
        SCHEMA,
        stamp.wall_ms,
        stamp.tz_min,
    )


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who wrote a revision, where and when."""

    hlc: int
    device: DeviceId
    author: str
    wall_ms: int
    tz_min: int


class HybridClock:
    """Instants that never go back and that order what several laptops wrote."""

    def __init__(self, last: int = 0) -> None:
        self.last = last

    def tick(self, wall_ms: int) -> int:
        """The next instant on this laptop."""
        self.last = max(self.last + 1, wall_ms << COUNTER_BITS)
        return self.last

    def observe(self, instants: Iterable[int], wall_ms: int) -> None:
        """Go on after instants seen elsewhere, never pulled more than a day ahead of our own clock."""
        most = (wall_ms + DAY_MS + 1) << COUNTER_BITS
        self.last = max([self.last, *[hlc for hlc in instants if hlc < most]])


def revision_from(content: Mapping[str, Any]) -> Revision:
    """The revision that came from elsewhere, its shape and its id checked."""
    try:
        found = Revision(
            RevisionId(_text(content["id"])),
            RecordId(_text(content["record"])),
            _text(content["kind"]),
            dict(content["fields"]),
            tuple(RevisionId(_text(parent)) for parent in content["parents"]),
            _text(content["act"]),
            content["hlc"],
            DeviceId(_text(content["device"])),
            _text(content["author"]),
            content["schema"],
            content["wall_ms"],
            content["tz_min"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(_NOT_OURS) from error
    check(found)
    return found


_NOT_OURS = "A revision is not written as ForumDesk writes it, so it was refused."
LAST_MS = 32_503_679_999_999
"""The last instant that is taken, the end of the year 2999: of a date much later, the day in another zone is none."""
_ID = re.compile(r"[0-9a-f]{32}")
_NAME = re.compile(r"[^\s\x00-\x1f\ud800-\udfff]+")
_KEY = re.compile(r"[^\x00-\x1f\ud800-\udfff]+")
_PLAIN = frozenset({int, float, bool, type(None)})
_MOST = 2**63
"""Below this is every whole number that SQLite holds."""


def check(one: Revision, spelled: Spelled | None = None) -> None:
    """Refuse a revision from elsewhere that the log could not hold, or that was altered after it was written.

    `spelled` is what `one.spelled()` gives, where that is at hand.
    """
    try:
        f"{one.act}{one.device}{one.author}".encode()
        _check_values(one)
        sound = _ID.fullmatch(one.id) is not None and is_sound(one)
        altered = (spelled or one.spelled()).hashed() != one.id and REDACTED not in one.fields
    except (TypeError, ValueError) as error:
        raise BadInput(_NOT_OURS) from error
    if not sound:
        raise BadInput(_NOT_OURS)
    if altered:
        raise BadInput("A revision was altered after it was written, so it was refused.")


def is_sound(one: Revision) -> bool:
    """Whether the log could hold a revision, where its id is one, all it says of the right kind, and its text text."""
    return (
        (not one.parents or all(map(_ID.fullmatch, one.parents)))
        and _NAME.fullmatch(one.record) is not None
        and _is_kind(one.kind)
        and 0 <= one.wall_ms <= LAST_MS
        and -_MOST <= one.hlc < _MOST
        and -_MOST <= one.schema < _MOST
        and -_MOST <= one.tz_min < _MOST
        and all(map(_is_key, one.fields))
    )


REDACTED = "_redacted"
"""In the fields of a revision: the keys whose values were taken out for good."""
REDACTION = "redaction"
"""Kind of the revision that takes values of another out; its fields are `revision` and `keys` (one a line)."""


def redacted(fields: Mapping[str, JsonValue], keys: Iterable[str]) -> dict[str, JsonValue]:
    """The fields with the values of `keys` taken out and the keys named."""
    gone = {key for key in keys if key in fields and not key.startswith("_")}
    before = str(fields.get(REDACTED, "") or "").split("\n") if fields.get(REDACTED) else []
    left = {key: (None if key in gone else value) for key, value in fields.items() if key != REDACTED}
    return {**left, REDACTED: "\n".join(sorted({*before, *gone}))} if gone or before else dict(fields)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


@lru_cache(maxsize=1024)
def _is_key(key: str) -> bool:
    """Whether a key can be one; the same few come again and again."""
    return _KEY.fullmatch(key) is not None


@lru_cache(maxsize=1024)
def _is_kind(kind: str) -> bool:
    return _NAME.fullmatch(kind) is not None


def _check_values(one: Revision) -> None:
    for number in (one.hlc, one.schema, one.wall_ms, one.tz_min):
        if type(number) is not int:
            raise TypeError
    for said in one.fields.values():
        if type(said) is str:
            said.encode()
        elif type(said) not in _PLAIN:
            raise TypeError


__all__ = [
    "DELETED",
    "LAST_MS",
    "SCHEMA",
    "HybridClock",
    "Revision",
    "Spelled",
    "Stamp",
    "canonical",
    "check",
    "fields_text",
    "is_sound",
    "redacted",
    "revision",
    "revision_from",
]
