"""Which values of a revision are committed to by themselves: every one that is not declared harmless."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from forumdesk.domain.kinds import KINDS
from forumdesk.domain.records import DELETED, JsonValue, shapes
from forumdesk.domain.revisions import ACT, REDACTION, name_of

_NEITHER = frozenset({ACT, REDACTION})
"""Kinds that speak of other revisions, and of nobody."""


class Arranged(NamedTuple):
    """Fields in the order in which they are committed to, and how many of them each by itself."""

    fields: dict[str, JsonValue]
    closed: int


def arranged(kind: str, fields: Mapping[str, JsonValue]) -> Arranged:
    """The fields of a revision in their order: those that may tell something first, each by its key."""
    told, rest = _parted(kind, tuple(fields))
    return Arranged({key: fields[key] for key in (*told, *rest)}, len(told))


@lru_cache(maxsize=1024)
def _parted(kind: str, keys: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    ordered = sorted(keys)
    told = tuple(key for key in ordered if not is_harmless(kind, key))
    return told, tuple(key for key in ordered if is_harmless(kind, key))


def is_harmless(kind: str, key: str) -> bool:
    """Whether a key can tell nothing; of a kind or a field that nobody declared, nobody knows."""
    if key == DELETED or kind in _NEITHER:
        return True
    record_class = KINDS.get(kind)
    shape = shapes(record_class).get(name_of(key)) if record_class else None
    return shape is not None and shape.harmless
