"""What the forum leaves behind besides recommendations: initiatives, the declaration and who signed it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from forumdesk.domain.errors import BadInput
from forumdesk.domain.ids import new_id
from forumdesk.domain.initiatives import DECLARATION_ID, Declaration, Initiative, Signatory
from forumdesk.domain.text import cleaned, one_line
from forumdesk.storage.database import Database


class Outcome:
    """Keep initiatives with their parameters, the declaration and its signatories."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def initiatives(self) -> tuple[Initiative, ...]:
        """The initiatives in the order in which they were launched here."""
        with self._database.read() as forum:
            return forum.all(Initiative)

    def add_initiative(self, title: str, **fields: Any) -> Initiative:
        """Add an initiative."""
        with self._database.write("add-initiative") as work:
            return work.put(_checked(Initiative(id=new_id(), title=one_line(title), **fields)))

    def change_initiative(self, initiative_id: str, **fields: Any) -> Initiative:
        """Change anything about an initiative."""
        with self._database.write("edit-initiative") as work:
            return work.put(_checked(replace(work.require(Initiative, initiative_id), **fields)))

    def delete_initiative(self, initiative_id: str) -> None:
        """Take an initiative away."""
        with self._database.write("delete-initiative") as work:
            work.delete(work.require(Initiative, initiative_id))

    def declaration(self) -> Declaration | None:
        """The declaration, once somebody began it."""
        with self._database.read() as forum:
            return forum.get(Declaration, DECLARATION_ID)

    def change_declaration(self, **fields: Any) -> Declaration:
        """Begin or change the declaration's title, text and language."""
        with self._database.write("edit-declaration") as work:
            found = work.get(Declaration, DECLARATION_ID) or Declaration(id=DECLARATION_ID)
            clean: dict[str, Any] = {
                name: cleaned(value) if isinstance(value, str) else value for name, value in fields.items()
            }
            return work.put(replace(found, **clean))

    def signatories(self) -> tuple[Signatory, ...]:
        """Who signed, by city."""
        with self._database.read() as forum:
            return forum.all(Signatory, "city, name")

    def sign(self, *, city: str = "", participant: str = "", name: str = "", signed: date | None = None) -> Signatory:
        """Add a signature to the declaration, which is begun where there is none."""
        if not (one_line(city) or one_line(name) or participant):
            raise BadInput("A signature needs a city or a name.")
        with self._database.write("sign-declaration") as work:
            declaration = work.get(Declaration, DECLARATION_ID) or work.put(Declaration(id=DECLARATION_ID))
            return work.put(
                Signatory(
                    id=new_id(),
                    declaration=declaration.id,
                    participant=participant,
                    name=one_line(name),
                    city=one_line(city),
                    signed=signed,
                )
            )

    def unsign(self, signatory_id: str) -> None:
        """Take a signature away."""
        with self._database.write("unsign-declaration") as work:
            work.delete(work.require(Signatory, signatory_id))


def _checked(initiative: Initiative) -> Initiative:
    if not one_line(initiative.title):
        raise BadInput("An initiative needs a title.")
    if initiative.starts and initiative.ends and initiative.ends < initiative.starts:
        raise BadInput("The initiative “{title}” ends before it starts.", title=initiative.title)
    return initiative
