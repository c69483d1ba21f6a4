"""The sheet of participants: who took part in the forum, never in which confidential session."""

from __future__ import annotations

from forumdesk.exports.book import Context
from forumdesk.exports.records import Column, RecordSheet

COLUMNS = (
    Column("name", 26, lambda _c, p: p.name, "strong"),
    Column("role", 24, lambda c, p: c.words.of(p.role)),
    Column("position", 32, lambda _c, p: p.position),
    Column("city", 20, lambda _c, p: p.city),
    Column("country", 10, lambda _c, p: p.country, "code"),
    Column("organisation", 36, lambda _c, p: p.organisation),
    Column("language", 10, lambda _c, p: p.language, "code"),
)


def write(context: Context) -> None:
    """Write the participants who may be named: nobody who took part in a confidential session."""
    hidden = context.confidential_people()
    sheet = RecordSheet(context, "participants", COLUMNS, table="Participants")
    sheet.write((one for one in context.source.participants if not hidden(one)), "empty_participants")
    sheet.finish()
