"""The cover: which forum, how to read the workbook, how much there is, and a picture of it."""

from __future__ import annotations

from openpyxl.chart import BarChart, Reference

from forumdesk.exports.book import Context
from forumdesk.exports.sheet import Cell, SheetWriter
from forumdesk.exports.sheets.coverage import areas_of

_CONTENTS = (
    "recommendations",
    "notes",
    "sessions",
    "participants",
    "initiatives",
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
    writer.widths((30, 58, 14))
    writer.page(footer=forum.title or "ForumDesk", right_to_left=words.right_to_left, landscape=False)
    writer.write([])
    writer.write([Cell(forum.title or "ForumDesk", "title")])
    writer.write([Cell(_where(context), "subtitle")])
    writer.write([])
    for key, said in _facts(context):
        if said:
            writer.write([Cell(words(key), "soft"), said])
    writer.write([])
    _glance(context, writer)
    _areas(context, writer)
    writer.write([])
    writer.write([Cell(words("how_to_read"), "section")])
    for number in range(1, 5):
        writer.write([Cell(str(number), "soft"), words(f"read_{number}")])
    writer.write([])
    writer.write([Cell(words("contents"), "section")])
    for key in _CONTENTS:
        if words(key) in context.book.sheetnames:
            writer.write([Cell(words(key), "plain-link", context.link(key, 1)), None, context.rows.get(key)])
    writer.write([])
    writer.write([Cell(words("credit"), "soft")])
    context.hashes[writer.title] = writer.finish()


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
    return (
        ("theme", forum.theme),
        ("objectives", forum.objectives),
        ("hosted_by", ", ".join(forum.hosts)),
        ("with_partners", ", ".join(forum.partners)),
    )


def _glance(context: Context, writer: SheetWriter) -> None:
    words = context.words
    writer.write([Cell(words("at_a_glance"), "section")])
    for key in ("recommendations", "notes", "sessions", "participants", "initiatives"):
        writer.write([Cell(words(key), "label"), None, Cell(context.rows.get(key, 0), "number")])
    total = context.rows.get("recommendations", 0)
    writer.write([Cell(words("complete"), "label"), None, Cell(context.complete / total if total else 0, "share")])
    local = context.local(context.now)
    writer.write([Cell(words("written", time=f"{local:%Y-%m-%d %H:%M}"), "soft")])
    writer.write([])


def _areas(context: Context, writer: SheetWriter) -> None:
    """Recommendations by action area, as figures and as a chart."""
    words = context.words
    writer.write([Cell(words("by_area"), "section")])
    first = writer.write([Cell(words("area"), "heading"), Cell("", "heading"), Cell(words("count"), "heading")])
    for area in (*areas_of(context), ""):
        name = context.area(area) or words("no_area")
        writer.write([Cell(name, "label"), Cell("", "label"), Cell(context.by_area[area], "number")])
    chart = BarChart()
    chart.type, chart.style, chart.legend = "bar", 10, None
    chart.title = words("by_area")
    chart.height, chart.width = 9.5, 17
    chart.y_axis.majorGridlines = None
    chart.y_axis.delete = chart.x_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"
    sheet = writer.sheet
    chart.add_data(Reference(sheet, min_col=3, min_row=first, max_row=writer.rows), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=first + 1, max_row=writer.rows))
    chart.series[0].graphicalProperties.solidFill = "1B6B73"
    chart.gapWidth = 40
    sheet.add_chart(chart, f"E{max(2, first - 8)}")
