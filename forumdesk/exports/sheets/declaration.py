"""The sheet of the declaration and who signed it."""

from __future__ import annotations

from datetime import datetime

from forumdesk.exports.book import Context
from forumdesk.exports.sheet import Cell, SheetWriter, lines_of

_ACROSS = 115
"""Letters of a paragraph across the sheet."""


def write(context: Context) -> None:
    """Write the declaration, where there is one."""
    if not context.source.declarations:
        return
    words = context.words
    writer = SheetWriter(context.book, context.styles, words("declaration"), ["plain", "plain", "plain"])
    writer.widths((70, 30, 14))
    writer.page(footer=words("declaration"), right_to_left=words.right_to_left, landscape=False)
    hidden = context.confidential_people()
    for declaration in context.source.declarations:
        writer.merge(writer.write([Cell(declaration.title, "title")], 30), 0, 2)
        for paragraph in filter(None, declaration.text.split("\n")):
            said = context.fitted("declaration", declaration.id, paragraph)
            writer.merge(writer.write([said], 16 * lines_of(said, _ACROSS)), 0, 2)
        writer.write([])
        writer.write([Cell(words(name), "heading") for name in ("signatory", "for_city", "signed")])
        for one in context.source.signatories:
            if one.declaration != declaration.id or context.preset.chatham_house:
                continue
            person = context.people.get(one.participant)
            name = one.name or (person.name or person.position if person and not hidden(person) else "")
            signed = datetime(one.signed.year, one.signed.month, one.signed.day) if one.signed else None  # noqa: DTZ001
            writer.write([Cell(name, "text"), Cell(one.city, "text"), Cell(signed, "day")])
    context.rows["declaration"] = 0 if context.preset.chatham_house else len(context.source.signatories)
    context.hashes[writer.title] = writer.finish()
