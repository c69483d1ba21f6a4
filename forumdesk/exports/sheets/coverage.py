"""The sheet of coverage: action areas by Sustainable Development Goal, as a coloured matrix."""

from __future__ import annotations

from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.utils import get_column_letter

from forumdesk.domain.frameworks import code_key
from forumdesk.exports.book import Context
from forumdesk.exports.sheet import Cell, SheetWriter

GOALS = tuple(str(number) for number in range(1, 18))
FIRST_ROW = 3


def areas_of(context: Context) -> tuple[str, ...]:
    """The codes of the action areas, in order."""
    framework = next((one for one in context.source.frameworks if one.key == "qla"), None)
    listed = [item.code for item in framework.items] if framework else []
    used = {area for area, _ in context.matrix if area}
    return tuple(sorted({*listed, *used}, key=code_key))


def write(context: Context) -> None:
    """Write how many recommendations each area has for each goal, and which goals have none."""
    words, counts = context.words, context.matrix
    areas = (*areas_of(context), "")
    writer = SheetWriter(context.book, context.styles, words("coverage"), ["label", *["matrix"] * len(GOALS), "total"])
    writer.widths((26, *[7] * len(GOALS), 9))
    writer.page(title_rows=f"{FIRST_ROW}:{FIRST_ROW}", footer=words("coverage"), right_to_left=words.right_to_left)
    writer.sheet.freeze_panes = f"B{FIRST_ROW + 1}"
    writer.write([Cell(words("coverage_title"), "section")])
    writer.write([])
    headings = (words("area"), *(words("goal", number=goal) for goal in GOALS), words("total"))
    writer.write([Cell(heading, "heading") for heading in headings])
    for area in areas:
        writer.write([_named(context, area), *(counts[area, goal] for goal in GOALS), context.by_area[area]])
    totals = [sum(counts[area, goal] for area in areas) for goal in GOALS]
    everything = context.by_area.total()
    writer.write([Cell(words("total"), "total"), *(Cell(total, "total") for total in totals), everything])
    last = get_column_letter(len(GOALS) + 1)
    cells = f"B{FIRST_ROW + 1}:{last}{FIRST_ROW + len(areas)}"
    rule = ColorScaleRule(start_type="num", start_value=0, start_color="FFFFFF", end_type="max", end_color="6FB7BD")  # type: ignore[no-untyped-call]
    writer.sheet.conditional_formatting.add(cells, rule)
    gaps = ", ".join(goal for goal, total in zip(GOALS, totals, strict=True) if not total)
    writer.write([])
    writer.merge(writer.write([Cell(words("gaps", goals=gaps or words("none")), "soft")], 16), 0, len(GOALS) + 1)
    context.rows["coverage"] = len(areas)
    context.hashes[writer.title] = writer.finish()


def _named(context: Context, area: str) -> str:
    if not area:
        return context.words("no_area")
    framework = next((one for one in context.source.frameworks if one.key == "qla"), None)
    item = next((one for one in framework.items if one.code == area), None) if framework else None
    label = item.label(context.words.language) if item else ""
    return f"{context.area(area)} · {label}" if label else context.area(area)
