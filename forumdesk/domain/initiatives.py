"""What cities launch and sign: initiatives with their parameters, the declaration and its signatories."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from forumdesk.domain.ids import RecordId, natural_id
from forumdesk.domain.records import Record, many, one

DECLARATION_ID = natural_id("declaration")
"""A forum has one declaration: two laptops that each begin it meet on this record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Initiative(Record):
    """Something that several cities agreed to do together."""

    KIND: ClassVar[str] = "initiative"

    title: str = ""
    lead_city: str = ""
    partner_cities: tuple[str, ...] = many()
    scope: str = ""
    starts: date | None = None
    ends: date | None = None
    resources: str = ""
    indicator: str = ""
    contact: str = ""
    """An office, never a private address."""
    recommendations: tuple[str, ...] = many(link="recommendation", harmless=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration(Record):
    """The text that the forum leaves behind."""

    KIND: ClassVar[str] = "declaration"

    title: str = ""
    text: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory(Record):
    """Somebody who signed the declaration, for a city or an organisation."""

    KIND: ClassVar[str] = "signatory"

    declaration: RecordId | str = one("declaration", harmless=True)
    participant: RecordId | str = one("participant")
    name: str = ""
    city: str = ""
    signed: date | None = None
