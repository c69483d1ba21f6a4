"""Who takes part: participants by role, city and organisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from forumdesk.domain.errors import BadInput
from forumdesk.domain.ids import new_id
from forumdesk.domain.people import Participant
from forumdesk.domain.text import one_line
from forumdesk.services.places import Places
from forumdesk.storage.database import Database

_TEXTS = ("name", "position", "city", "organisation", "country", "language")


class People:
    """Keep the list of participants."""

    def __init__(self, database: Database, places: Places) -> None:
        self._database = database
        self._places = places

    def participants(self) -> tuple[Participant, ...]:
        """Everybody, by city, then role."""
        with self._database.read() as forum:
            return forum.all(Participant, "city, role, name")

    def add(self, **fields: Any) -> Participant:
        """Add somebody; a name, a position, a city or an organisation is enough."""
        with self._database.write("add-participant") as work:
            return work.put(self._checked(Participant(id=new_id(), **fields)))

    def change(self, ids: Sequence[str], **fields: Any) -> tuple[Participant, ...]:
        """Change the same fields of one or many participants in one act."""
        with self._database.write("edit-participant" if len(ids) == 1 else "edit-participants") as work:
            return tuple(work.put(self._checked(replace(work.require(Participant, one), **fields))) for one in ids)

    def delete(self, ids: Sequence[str]) -> None:
        """Take participants away; what they said stays."""
        with self._database.write("delete-participant" if len(ids) == 1 else "delete-participants") as work:
            for one in ids:
                work.delete(work.require(Participant, one))

    def _checked(self, person: Participant) -> Participant:
        texts: dict[str, Any] = {name: one_line(getattr(person, name)) for name in _TEXTS}
        clean = replace(person, **texts)
        if not (clean.name or clean.position or clean.city or clean.organisation):
            raise BadInput("A participant needs a name, a position, a city or an organisation.")
        return self._placed(clean)

    def _placed(self, person: Participant) -> Participant:
        """The person with the city of the world that is meant, where there is one; a country of before goes with it."""
        before = self._places.place(person.place) if person.place else None
        if before is not None and before.name == person.city:
            return replace(person, country=person.country or before.country)
        country = "" if before is not None and before.country == person.country else person.country
        known = self._places.named(person.city, country) if person.city else None
        if known is None or known.name != person.city:
            return replace(person, place=0, country=country)
        return replace(person, place=known.id, country=country or known.country)
