"""The sheet of what was grouped: every wording as its room had it, with a link to the group that it went into."""

from __future__ import annotations

from forumdesk.domain.recommendations import Recommendation
from forumdesk.exports.book import Context
from forumdesk.exports.cells import Value
from forumdesk.exports.records import Column, RecordSheet
from forumdesk.exports.sheet import Cell
from forumdesk.exports.sheets.recommendations import sources


def _group(context: Context, record: Recommendation) -> Value | Cell:
    """The group under which it is shown: the outermost one."""
    row = context.lineage.row(record.id)
    return None if row is None else Cell(context.lineage.label(row), "link", context.link("recommendations", row))


COLUMNS = (
    Column("number", 7, lambda _c, r: r.label, "strong"),
    Column("text", 60, lambda _c, r: r.text),
    Column("in_group", 9, _group),
    Column("room", 14, lambda c, r: c.room_name(r.session)),
    Column("session", 28, lambda c, r: c.session_name(r.session)),
    Column("proposed_by", 16, lambda c, r: c.city(r)),
    Column("status", 11, lambda c, r: c.words.of(r.status)),
    Column("codes", 20, lambda c, r: c.codes(r.codes)),
    Column("action_area", 12, lambda c, r: c.area(r.action_area), "code"),
    Column("actor", 24, lambda _c, r: r.actor),
    Column("level", 13, lambda c, r: c.words.of(r.level)),
    Column("priority", 10, lambda c, r: c.words.of(r.priority)),
    Column("timeframe", 20, lambda _c, r: r.timeframe),
    Column("indicator", 30, lambda _c, r: r.indicator),
    Column("rationale", 40, lambda _c, r: r.rationale),
    Column("partners", 24, lambda _c, r: r.partners),
    Column("resources", 24, lambda _c, r: r.resources),
    Column("tools", 20, lambda _c, r: r.tools),
    Column("agreement", 16, lambda c, r: c.words.of(r.agreement)),
    Column("dissent", 26, lambda _c, r: r.dissent),
    Column("language", 10, lambda _c, r: r.language, "code"),
    Column("sources", 12, sources),
)


def write(context: Context) -> None:
    """Write the members of the groups that the workbook holds; nothing where there are none."""
    if not context.families:
        return
    sheet = RecordSheet(context, "grouped", COLUMNS, table="Grouped")
    sheet.write(context.families.placed(), "empty_recommendations")
    sheet.finish()
