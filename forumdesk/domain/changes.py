"""What an act changed, told once after it is durable."""

from __future__ import annotations

from dataclasses import dataclass

from forumdesk.domain.ids import RecordId


@dataclass(frozen=True, slots=True)
class Change:
    """One record that an act touched: which fields, and whether it came or went."""

    record: RecordId
    kind: str
    fields: frozenset[str] = frozenset()
    created: bool = False
    deleted: bool = False
