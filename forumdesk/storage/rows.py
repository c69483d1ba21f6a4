"""How a record becomes a row of the projection, and a row a record."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from forumdesk.domain.heads import State
from forumdesk.domain.ids import RecordId
from forumdesk.domain.kinds import KINDS
from forumdesk.domain.records import FieldShape, JsonValue, Record, record_from, shapes
from forumdesk.storage.tables import LINKED, SEARCHED

Row = tuple[Any, ...]


def row_of(kind: str, record_id: RecordId, state: State) -> tuple[Record, Row]:
    """The record that a state describes, and its row in the order of `column_names`."""
    record = record_from(KINDS[kind], record_id, state.said)
    values = [_stored(getattr(record, name), many=many) for name, many in _columns(kind)]
    return record, (record_id, *values, int(state.deleted), "\n".join(state.conflicts))


@cache
def _columns(kind: str) -> tuple[tuple[str, bool], ...]:
    return tuple((shape.name, shape.many) for shape in shapes(KINDS[kind]).values())


def _stored(value: Any, *, many: bool) -> Any:  # noqa: ANN401 - whatever a record holds
    if many:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else "[]"
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int | float) or value is None else str(value)


@cache
def _reader(kind: str) -> Callable[[Sequence[Any]], Record]:
    record_class = KINDS[kind]
    readers = tuple((shape.name, _reading(shape)) for shape in shapes(record_class).values())

    def read(row: Sequence[Any]) -> Record:
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
    return value


def _members(value: str) -> tuple[str, ...]:
    return () if value == "[]" else tuple(json.loads(value))


def record_of(kind: str, row: Sequence[Any]) -> Record:
    """The record of a row that begins with the columns of `column_names`."""
    return _reader(kind)(row)


def links_of(kind: str, record: Record) -> list[tuple[str, str, str]]:
    """The rows of the link table for a record: (record, field, target)."""
    return [
        (record.id, field, target)
        for linked_kind, field in LINKED
        if linked_kind == kind
        for target in getattr(record, field)
    ]


def searched_text(kind: str, record: Record) -> str:
    """What a search finds the record by."""
    return "\n".join(filter(None, (getattr(record, name) for name in SEARCHED.get(kind, ()))))


def said_json(fields: Mapping[str, JsonValue]) -> str:
    """Fields as they are stored in the log."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
