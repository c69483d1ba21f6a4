"""Who is in the room: participants by role, city and organisation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from forumdesk.domain.records import Record


class Role(StrEnum):
    """In which capacity somebody takes part."""

    MAYOR = "mayor"
    CITY_OFFICIAL = "city-official"
    CIVIL_SOCIETY = "civil-society"
    INTERNATIONAL = "international-organisation"
    ACADEMIA = "academia"
    DIASPORA = "diaspora-association"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant(Record):
    """Somebody who takes part; the name may stay empty where role and city are enough."""

    KIND: ClassVar[str] = "participant"

    name: str = ""
    role: Role = Role.OTHER
    position: str = ""
    """What they do, in their own words: deputy mayor, head of the labour office."""
    city: str = ""
    place: int = 0
    """GeoNames id of the city, 0 when it is free text."""
    organisation: str = ""
    country: str = ""
    """ISO 3166-1 alpha-2 code, or free text."""
    language: str = ""

    @property
    def label(self) -> str:
        """How the person is shown in a list: the name, else position or role, with the city or organisation."""
        who = self.name or self.position or self.role.value.replace("-", " ")
        where = self.city or self.organisation
        return f"{who}, {where}" if where else who
