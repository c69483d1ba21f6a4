"""How a revision becomes a row of the log, and a row a revision."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

from forumdesk.domain.ids import BranchId, DeviceId, RecordId, RevisionId
from forumdesk.domain.records import JsonValue
from forumdesk.domain.revisions import Item, Revision, fields_text
from forumdesk.storage.failures import malformed

_ROW = (bytes, str, str, str, int, bytes, str, int, int, int, int, str, str, int, int, int, bytes)
"""What the columns of a revision hold, the last one aside."""
_ID_BYTES = 32
Branches = Mapping[int, tuple[str, str]]
"""Laptop and name of each branch by its number in the file."""
Spelling = Callable[[Mapping[str, JsonValue]], str]
"""How fields become the text that a row holds: in their own order."""


def compiled_spelling() -> Spelling:
    """The same made by compiled code, which is loaded with the first of many revisions."""
    encode: Callable[[object], bytes] = import_module("msgspec.json").Encoder().encode
    return lambda fields: encode(fields).decode()


def as_row(one: Revision, branch: int, spelled: Spelling = fields_text) -> tuple[object, ...]:
    """A revision as its row of the log is inserted; `branch` is the number of its branch in the file.

    Only what the driver binds as it is: of bytes, a truth or a None it asks first what to adapt it to, which takes
    longer than all the rest of an insert.
    """
    return (
        bytearray.fromhex(one.id),
        one.record,
        one.kind,
        spelled(one.fields),
        one.closed,
        bytearray.fromhex("".join(one.parents)),
        one.act,
        one.hlc,
        branch,
        one.number,
        int(one.begins),
        one.author,
        one.witnessed,
        one.schema,
        one.wall_ms,
        one.tz_min,
        bytearray.fromhex(one.salt),
        items_text(one.items) if one.items else "",
    )


def items_text(items: Sequence[Item]) -> str:
    """What was kept back of a revision, as a row holds it."""
    return json.dumps([list(item) for item in items], ensure_ascii=False, separators=(",", ":"))


def items_of(text: str) -> tuple[Item, ...]:
    """The same read back; ValueError or TypeError where it is none."""
    return tuple(Item(*map(_text, item)) for item in json.loads(text))


def _text(value: object) -> str:
    if type(value) is not str:
        raise TypeError
    return value


def revision_of(row: Sequence[Any], branches: Branches) -> Revision:
    """The revision that a row of the log holds; a row that holds none is told as damage."""
    try:
        fields = json.loads(row[3])
        device, branch = branches[row[8]]
        items = items_of(row[17]) if row[17] is not None else ()
    except (ValueError, TypeError, RecursionError, KeyError):
        fields = None
    if type(fields) is not dict or tuple(map(type, row[:17])) != _ROW or len(row[0]) != _ID_BYTES:
        raise malformed()
    if not 0 <= row[4] <= len(fields):
        raise malformed()
    parents = row[5].hex()
    return Revision(
        RevisionId(row[0].hex()),
        RecordId(row[1]),
        row[2],
        fields,
        row[4],
        tuple(RevisionId(parents[at : at + 64]) for at in range(0, len(parents), 64)) if parents else (),
        row[6],
        row[7],
        DeviceId(device),
        BranchId(branch),
        row[9],
        row[10] != 0,
        row[11],
        row[12],
        row[13],
        row[14],
        row[15],
        row[16].hex(),
        items,
    )
