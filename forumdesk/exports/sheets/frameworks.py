"""The sheet of frameworks in use: what each code that was used says, and how often it was."""

from __future__ import annotations

from dataclasses import dataclass

from forumdesk.domain.frameworks import Framework, Item, full_code
from forumdesk.exports.book import Context
from forumdesk.exports.records import Column, RecordSheet


@dataclass(frozen=True, slots=True)
class _Used:
    framework: Framework
    item: Item
    notes: int
    recommendations: int

    @property
    def id(self) -> str:
        return full_code(self.framework.key, self.item.code)


COLUMNS = (
    Column("framework", 34, lambda c, u: u.framework.title(c.words.language), "strong"),
    Column("code", 10, lambda _c, u: u.item.code, "code"),
    Column("label", 66, lambda c, u: u.item.label(c.words.language)),
    Column("recommendation_count", 17, lambda _c, u: u.recommendations, "number"),
    Column("note_count", 9, lambda _c, u: u.notes, "number"),
    Column("links", 24, lambda c, u: ", ".join(c.shown(link) for link in u.item.links)),
)


def write(context: Context) -> None:
    """Write every code of the frameworks in use that was used, and the items one level up."""
    used = [
        _Used(framework, item, context.codes_in_notes[code], context.codes_in_recommendations[code])
        for framework in context.source.frameworks
        for item in framework.items
        if (code := full_code(framework.key, item.code)) in context.codes_in_notes
        or code in context.codes_in_recommendations
        or not item.parent
    ]
    sheet = RecordSheet(context, "frameworks", COLUMNS, table="Frameworks")
    sheet.write(used, "empty_frameworks")
    sheet.finish()
