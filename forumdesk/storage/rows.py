"""How a record becomes a row of the projection, and a row a record."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from forumdesk.domain.heads import State
from forumdesk.domain.ids import RecordId
from forumdesk.domain.kinds import KINDS, differing
from forumdesk.domain.records import DELETED, FieldShape, JsonValue, Record, derived_fields, instant_text, shapes
from forumdesk.storage.failures import malformed
from forumdesk.storage.layout import LINKED, SEARCHED

Row = tuple[Any, ...]
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a field lies in a row, and how a value from the log becomes what the table holds."""

    column: int
    many: bool
    stored: Callable[[JsonValue], Any]


@dataclass(frozen=True, slots=True)
class _Plan:
    """How rows of a kind are made."""

    blank: Row
    places: Mapping[str, _Place]
    linked: tuple[tuple[str, int], ...]
    searched: tuple[int, ...]


@cache
def _plan(kind: str) -> _Plan:
    found = shapes(KINDS[kind])
    blank = ["[]" if shape.many else _stored(shape.default) for shape in found.values()]
    places = {
        name: _Place(column, shape.many, _storing(shape)) for column, (name, shape) in enumerate(found.items(), 1)
    }
    linked = tuple((field, places[field].column) for linked_kind, field in sorted(LINKED) if linked_kind == kind)
    searched = tuple(places[name].column for name in SEARCHED.get(kind, ()))
    derived = [0] * len(derived_fields(KINDS[kind]))
    return _Plan(("", *blank, *derived, 0, "", ""), places, linked, searched)


def _storing(shape: FieldShape) -> Callable[[JsonValue], Any]:
    if shape.python is str:
        return lambda value: value if type(value) is str else str(value)
    if shape.python is datetime:
        return lambda value: value if _is_written(value) else _stored(shape.lively(value))
    return lambda value: _stored(shape.lively(value))


def _is_written(value: JsonValue) -> bool:
    """Whether a value is an instant as we write it: then there is nothing to work out."""
    return type(value) is str and _is_instant(value)


@lru_cache(maxsize=4096)
def _is_instant(value: str) -> bool:
    """The same of a text; what is kept together bears one instant."""
    if not _INSTANT.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _stored(value: Any) -> Any:  # noqa: ANN401 - whatever a record holds
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    return value if isinstance(value, int | float) or value is None else str(value)


def row_of(kind: str, record_id: RecordId, state: State) -> Row:
    """The row of a record as a state describes it, in the order of `column_names`."""
    row = _written(kind, record_id, state.said)
    row[-3] = int(state.deleted)
    row[-2] = "\n".join(differing(kind, state))
    row[-1] = "\n".join(sorted(state.untold))
    return tuple(row)


def row_alone(kind: str, record_id: RecordId, fields: Mapping[str, JsonValue]) -> Row:
    """The row of a record of which there is one revision, with these fields: what stands need not be worked out."""
    row = _written(kind, record_id, fields)
    row[-3] = int(fields.get(DELETED) is True)
    return tuple(row)


def _written(kind: str, record_id: RecordId, said: Mapping[str, JsonValue]) -> list[Any]:
    """A row with the values of a record; keys that are none of its fields are passed over."""
    row = list(_plan(kind).blank)
    row[0] = record_id
    members: dict[int, list[str]] = {}
    for key, place, member in _cells(kind, tuple(said)):
        value = said[key]
        if value is None:
            continue
        if not place.many:
            row[place.column] = place.stored(value)
        elif value is True:
            members.setdefault(place.column, []).append(member)
    for column, found in members.items():
        row[column] = _json(sorted(found))
    return row


@lru_cache(maxsize=1024)
def _cells(kind: str, keys: tuple[str, ...]) -> tuple[tuple[str, _Place, str], ...]:
    """Where the values of these keys lie in a row, and the member that a key names; most records set the same keys."""
    places, found = _plan(kind).places, []
    for key in keys:
        name, colon, member = key.partition(":")
        place = places.get(name)
        if place is not None and place.many == bool(colon):
            found.append((key, place, member))
    return tuple(found)


@cache
def _reader(kind: str) -> Callable[[Sequence[Any]], Record]:
    record_class = KINDS[kind]
    readers = (
        *((shape.name, _reading(shape)) for shape in shapes(record_class).values()),
        *((name, _whole) for name in derived_fields(record_class)),
    )

    def read(row: Sequence[Any]) -> Record:
        if type(row[0]) is not str:
            raise malformed()
        values = {name: reading(value) for (name, reading), value in zip(readers, row[1:], strict=False)}
        return record_class(id=RecordId(row[0]), **values)

    return read


def _reading(shape: FieldShape) -> Callable[[Any], Any]:
    if shape.many:
        return _members
    if shape.python is str:
        return _same
    return shape.lively


def _same(value: Any) -> Any:  # noqa: ANN401 - text passes through
    if type(value) is not str:
        raise malformed()
    return value


def _whole(value: Any) -> int:  # noqa: ANN401
    if type(value) is not int:
        raise malformed()
    return value


def _members(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    if value == "[]":
        return ()
    try:
        found = tuple(json.loads(value))
    except (ValueError, TypeError, RecursionError):
        found = (None,)
    if not all(type(member) is str for member in found):
        raise malformed()
    return found


def record_of(kind: str, row: Sequence[Any]) -> Record:
    """The record of a row that begins with the columns of `column_names`."""
    return _reader(kind)(row)


def links_of(kind: str, row: Row) -> list[tuple[str, str, str]]:
    """The rows of the link table for a record: (record, field, target)."""
    return [
        (row[0], field, target)
        for field, column in _plan(kind).linked
        if row[column] != "[]"
        for target in _members(row[column])
    ]


def searched_text(kind: str, row: Row) -> str:
    """What a search finds the record by."""
    texts = [row[column] for column in _plan(kind).searched if row[column]]
    if not all(type(text) is str for text in texts):
        raise malformed()
    return "\n".join(texts)
