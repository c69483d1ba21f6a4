"""How a forum file is laid out: its mark, the tables of the projection, and what of them is indexed and searched.

Plain names alone, so that an existing file opens without the library that makes tables; `tables.py` makes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import blake2b

from forumdesk.domain.kinds import KINDS
from forumdesk.domain.records import derived_fields, shapes
from forumdesk.domain.revisions import SCHEMA

APPLICATION_ID = 0x464F5255
"""`FORU`, so that a forum file is told from any other SQLite file."""

INDEXED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "note": (("session", "deleted", "instant"),),  # counts are read from it alone, without touching a text
    "recommendation": (("number",), ("session", "deleted"), ("status", "deleted"), ("group",)),
    "step": (("session",),),
    "attachment": (("record",),),
    "answer": (("recommendation",),),
    "session": (("code",),),
}
LINKED = {
    ("note", "codes"),
    ("recommendation", "codes"),
    ("recommendation", "sources"),
    ("initiative", "recommendations"),
    ("session", "codes"),
}
"""Set fields whose members are looked up from the other side."""
SEARCHED: Mapping[str, tuple[str, ...]] = {
    "note": ("text", "city"),
    "recommendation": ("text", "rationale", "actor", "city", "indicator", "dissent"),
    "session": ("code", "title", "questions"),
    "participant": ("name", "position", "city", "organisation"),
    "initiative": ("title", "scope", "lead_city"),
    "declaration": ("title", "text"),
}
SEARCH_DDL = (
    "CREATE VIRTUAL TABLE search USING fts5(text, content='', contentless_delete=1, "
    'tokenize="unicode61 remove_diacritics 2")'
)
SEARCH_KINDS = tuple(SEARCHED)


@cache
def table_name(kind: str) -> str:
    """The projection table of a kind of record."""
    return "at_" + kind.replace("-", "_")


_RESERVED = frozenset({"group"})
"""Names of columns that SQL takes for words of its own."""


def column(name: str) -> str:
    """A column as SQL names it."""
    return f'"{name}"' if name in _RESERVED else name


@cache
def column_names(kind: str) -> tuple[str, ...]:
    """The columns of a projection table in order, its local row number left out."""
    return ("id", *shapes(KINDS[kind]), *derived_fields(KINDS[kind]), "deleted", "conflicts", "untold")


@cache
def projection_mark() -> str:
    """What the projection's tables follow from, in a few letters: where a file bears another one they are made anew."""
    said = [
        (kind, column_names(kind), sorted(map(repr, shapes(found).values()))) for kind, found in sorted(KINDS.items())
    ]
    told = repr((said, sorted(INDEXED.items()), sorted(LINKED), sorted(SEARCHED.items()), SEARCH_DDL, SCHEMA))
    return blake2b(told.encode(), digest_size=8).hexdigest()
