"""The sheet of initiatives with their parameters."""

from __future__ import annotations

from datetime import date, datetime

from forumdesk.domain.initiatives import Initiative
from forumdesk.exports.book import Context
from forumdesk.exports.cells import Value
from forumdesk.exports.records import Column, RecordSheet
from forumdesk.exports.sheet import Cell


def day_cell(when: date | None) -> Value:
    """A day as a cell holds it."""
    return datetime(when.year, when.month, when.day) if when else None  # noqa: DTZ001 - a day has no zone


def _serves(context: Context, record: Initiative) -> Value | Cell:
    rows = sorted(row for one in record.recommendations if (row := context.lineage.row(one)))
    if not rows:
        return None
    return Cell(", ".join(context.lineage.label(row) for row in rows), "link", context.link("recommendations", rows[0]))


def _named(context: Context, said: str) -> str:
    """A city or an office, unless the export reveals nobody."""
    return "" if context.preset.chatham_house else said


COLUMNS = (
    Column("title", 40, lambda _c, i: i.title, "strong", editable=True),
    Column("lead_city", 18, lambda c, i: _named(c, i.lead_city)),
    Column("partner_cities", 30, lambda c, i: _named(c, ", ".join(i.partner_cities))),
    Column("scope", 46, lambda _c, i: i.scope, editable=True),
    Column("starts", 12, lambda _c, i: day_cell(i.starts), "day", editable=True),
    Column("ends", 12, lambda _c, i: day_cell(i.ends), "day", editable=True),
    Column("resources", 28, lambda _c, i: i.resources, editable=True),
    Column("indicator", 30, lambda _c, i: i.indicator, editable=True),
    Column("contact", 26, lambda c, i: _named(c, i.contact)),
    Column("serves", 18, _serves),
)


def write(context: Context) -> None:
    """Write the initiatives."""
    sheet = RecordSheet(context, "initiatives", COLUMNS, table="Initiatives")
    sheet.write(context.source.initiatives, "empty_initiatives")
    sheet.finish()
