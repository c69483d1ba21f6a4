"""The cover: which forum, how to read the workbook, how much there is, and a picture of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.chart import BarChart, Reference

from forumdesk.exports.book import Context
from forumdesk.exports.cells import Value
from forumdesk.exports.sheet import Cell, SheetWriter, lines_of
from forumdesk.exports.sheets import coverage
from forumdesk.exports.styles import ACCENT

_CONTENTS = (
    "recommendations",
    "grouped",
    "notes",
    "sessions",
    "participants",
    "initiatives",
    "matrix",
    "commitments",
    "changes",
    "declaration",
    "coverage",
    "frameworks",
    "lists",
    "long",
)


def begin(context: Context) -> SheetWriter:
    """Make the sheet, so that it is the first one; it is written last, when everything is counted."""
    return SheetWriter(context.book, context.styles, context.words("cover"), ["plain", "plain", "plain"])


def write(context: Context, writer: SheetWriter) -> None:
    """Write the cover."""
    words, forum = context.words, context.source.forum
    writer.widths(WIDTHS)
    writer.page(footer=forum.title or "ForumDesk", right_to_left=words.right_to_left, landscape=False)
    writer.sheet.page_setup.fitToHeight = 1
    writer.write([Cell("", "band")] * len(WIDTHS), 8)
    writer.write([])
    across(writer, forum.title or "ForumDesk", "title", 54, 28)
    across(writer, _where(context), "subtitle", 90, 18)
    writer.write([])
    for key, said in _facts(context):
        if said:
            _beside(writer, words(key), said)
    writer.write([])
    _glance(context, writer)
    _areas(context, writer)
    writer.write([Cell(words("how_to_read"), "section")], 20)
    for number in range(1, 7 if context.families else 6):
        across(writer, words(f"read_{number}"), "plain", 110, 14)
    writer.write([])
    writer.write([Cell(words("contents"), "section")], 20)
    for key in _CONTENTS:
        if words(key) in context.book.sheetnames:
            writer.write([Cell(words(key), "plain-link", context.link(key, 1)), _rows(context, key)])
    writer.write([])
    across(writer, words("credit"), "soft", 110, 14)
    context.hashes[writer.title] = writer.finish()


def across(writer: SheetWriter, said: str, look: str, fits: int, height: float) -> None:
    """Write a text across the page."""
    _joined(writer, [Cell(said, look)], 0, height * lines_of(said, fits))


def _beside(writer: SheetWriter, name: str, said: str) -> None:
    """Write a text beside its name."""
    _joined(writer, [Cell(name, "soft"), said], 1, 14 * lines_of(said, 78))


def _joined(writer: SheetWriter, cells: Sequence[Value | Cell], first: int, height: float) -> None:
    writer.merge(writer.write(cells, height), first, len(WIDTHS) - 1)


def _rows(context: Context, key: str) -> Value | Cell:
    count = context.rows.get(key)
    return None if count is None else Cell(count, "count")


def _where(context: Context) -> str:
    forum, words = context.source.forum, context.words
    dates = ""
    if forum.starts:
        first = forum.starts.isoformat()
        last = forum.ends.isoformat() if forum.ends and forum.ends != forum.starts else ""
        dates = words("day_span", first=first, last=last) if last else first
    edition = words("edition", number=forum.edition) if forum.edition else ""
    return " · ".join(filter(None, (edition, ", ".join(filter(None, (forum.host_city, forum.country))), dates)))


def _facts(context: Context) -> tuple[tuple[str, str], ...]:
    forum = context.source.forum
    local = context.local(context.now)
    return (
        ("theme", forum.theme),
        ("objectives", forum.objectives),
        ("hosted_by", ", ".join(forum.hosts)),
        ("with_partners", ", ".join(forum.partners)),
        ("written_at", f"{local:%Y-%m-%d %H:%M}"),
    )


def _glance(context: Context, writer: SheetWriter) -> None:
    words = context.words
    writer.write([Cell(words("at_a_glance"), "section")], 20)
    for key in ("recommendations", "notes", "sessions", "participants", "initiatives"):
        writer.write([Cell(words(key), "label"), Cell(context.rows.get(key, 0), "figure")])
    total = context.rows.get("recommendations", 0)
    writer.write([Cell(words("complete"), "label"), Cell(context.complete / total if total else 0, "share")])
    writer.write([])


def _areas(context: Context, writer: SheetWriter) -> None:
    """A chart of recommendations by action area, from the totals of the coverage."""
    words, areas = context.words, len(coverage.areas_of(context)) + 1
    first = coverage.FIRST_ROW + 1
    overview = context.book[words("coverage")]
    chart: Any = BarChart()  # the types know whole centimetres only
    chart.type, chart.style, chart.legend = "bar", 10, None
    chart.title = words("by_area")
    chart.y_axis.majorGridlines = None
    chart.y_axis.delete = chart.x_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"
    total = len(coverage.GOALS) + 2
    chart.add_data(Reference(overview, min_col=total, min_row=first, max_row=first + areas - 1))
    chart.set_categories(Reference(overview, min_col=1, min_row=first, max_row=first + areas - 1))
    chart.series[0].graphicalProperties.solidFill = ACCENT
    chart.gapWidth = 40
    rows = max(12, areas + 5)
    chart.width = 18.5
    chart.height = 0.52 * rows
    writer.sheet.add_chart(chart, f"A{writer.rows + 1}")
    for _ in range(rows + 1):
        writer.write([])


WIDTHS = (30, 58, 14)
"""How wide the columns of a cover are."""
