"""The sheet of recommendations."""

from __future__ import annotations

from collections.abc import Iterator

from forumdesk.domain.recommendations import Recommendation
from forumdesk.exports.book import Context
from forumdesk.exports.cells import Value
from forumdesk.exports.records import Column, RecordSheet
from forumdesk.exports.sheet import Cell
from forumdesk.exports.sheets.lists import choose_from_lists

LISTED = ("status", "level", "priority", "action_area")
"""Columns whose cells are chosen from a list."""


def sources(context: Context, record: Recommendation) -> Value | Cell:
    """How many notes it comes from, those of its members included, with a link to the first of them."""
    everybody = (record, *context.families.leaves(record))
    rows = sorted({row for one in everybody for row in context.lineage.rows_of_notes(one)})
    if not rows:
        return None
    said = context.words("one_note") if len(rows) == 1 else context.words("many_notes", count=len(rows))
    return Cell(said, "link", context.link("notes", rows[0]))


def _rooms(context: Context, record: Recommendation) -> Value | Cell:
    """The rooms that its members come from, or its own room."""
    members = context.families.leaves(record)
    rooms = sorted({name for one in members or (record,) if (name := context.room_name(one.session))})
    if len(rooms) < 2:  # noqa: PLR2004
        return rooms[0] if rooms else None
    return context.words("rooms_of", count=len(rooms), rooms=", ".join(rooms))


def _wordings(context: Context, record: Recommendation) -> Value | Cell:
    """What each member says, with a link to the first of them."""
    members = context.families.members(record.id)
    row = context.families.row(members[0].id) if members else None
    if row is None:
        return None
    said = "\n".join(f"{one.label}: {one.text}" for one in members)
    return Cell(context.fitted("recommendations", record.id, said), "link", context.link("grouped", row))


def _lacks(context: Context, record: Recommendation) -> Value | Cell:
    missing = ", ".join(context.words(name) for name in record.lacks)
    return Cell(missing, "missing") if missing else None


COLUMNS = (
    Column("number", 7, lambda _c, r: r.label, "strong"),
    Column("text", 60, lambda _c, r: r.text, editable=True),
    Column("action_area", 12, lambda c, r: c.area(r.action_area), "code", editable=True),
    Column("sdg", 14, lambda c, r: c.codes(r.codes, only="sdg"), "code", editable=True),
    Column("other_codes", 20, lambda c, r: c.codes(r.codes, but="sdg"), "text", editable=True),
    Column("actor", 24, lambda _c, r: r.actor, editable=True),
    Column("level", 13, lambda c, r: c.words.of(r.level), editable=True),
    Column("priority", 10, lambda c, r: c.words.of(r.priority), editable=True),
    Column("timeframe", 20, lambda _c, r: r.timeframe, editable=True),
    Column("indicator", 30, lambda _c, r: r.indicator, editable=True),
    Column("status", 11, lambda c, r: c.words.of(r.status), editable=True),
    Column("rationale", 40, lambda _c, r: r.rationale, editable=True),
    Column("partners", 24, lambda _c, r: r.partners, editable=True),
    Column("resources", 24, lambda _c, r: r.resources, editable=True),
    Column("tools", 20, lambda _c, r: r.tools, editable=True),
    Column("agreement", 16, lambda c, r: c.words.of(r.agreement), editable=True),
    Column("dissent", 26, lambda _c, r: r.dissent, editable=True),
    Column("proposed_by", 16, lambda c, r: c.city(r)),
    Column("session", 28, lambda c, r: c.session_name(r.session)),
    Column("language", 10, lambda _c, r: r.language, "code"),
    Column("from_rooms", 24, _rooms),
    Column("wordings", 44, _wordings),
    Column("sources", 12, sources),
    Column("lacks", 24, _lacks),
)


def covered(context: Context) -> Iterator[Recommendation]:
    """The recommendations that the preset covers."""
    preset = context.preset
    for record in context.source.recommendations():
        sessions = [record.session, *(one.session for one in context.families.leaves(record))]
        if any(preset.holds_recommendation(one, record.status.value) for one in sessions):
            yield record


def begin(context: Context) -> RecordSheet:
    """Make the sheet, to be written once the notes are."""
    return RecordSheet(context, "recommendations", COLUMNS, table="Recommendations")


def write(context: Context, sheet: RecordSheet) -> None:
    """Write the recommendations with the lists that their cells are chosen from."""
    sheet.write(covered(context), "empty_recommendations")
    choose_from_lists(sheet, LISTED)
    sheet.finish()
