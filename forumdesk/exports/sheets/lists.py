"""The sheet of lists: what the cells of a recommendation are chosen from."""

from __future__ import annotations

from itertools import zip_longest

from openpyxl.workbook.defined_name import DefinedName

from forumdesk.domain.recommendations import Level, Priority, Status
from forumdesk.exports.book import Context
from forumdesk.exports.sheet import Cell, SheetWriter
from forumdesk.exports.sheets.coverage import areas_of

NAMES = ("status", "level", "priority", "action_area")


def write(context: Context) -> None:
    """Write the lists and give each a name that the validation of cells refers to."""
    words = context.words
    lists = (
        [words.of(one) for one in Status],
        [words.of(one) for one in Level if one.value],
        [words.of(one) for one in Priority if one.value],
        [context.area(code) for code in areas_of(context)] or [words("none")],
    )
    writer = SheetWriter(context.book, context.styles, words("lists"), ["text"] * len(NAMES))
    writer.widths([22] * len(NAMES))
    writer.page(title_rows="1:1", footer=words("lists"), right_to_left=words.right_to_left, landscape=False)
    writer.write([Cell(words(name), "heading") for name in NAMES])
    for row in zip_longest(*lists):
        writer.write(row)
    for place, (name, members) in enumerate(zip(NAMES, lists, strict=True)):
        letter = writer.letter(place)
        ref = f"'{words('lists')}'!${letter}$2:${letter}${len(members) + 1}"
        context.book.defined_names[f"List_{name}"] = DefinedName(f"List_{name}", attr_text=ref)
    context.rows["lists"] = max(map(len, lists))
    context.hashes[writer.title] = writer.finish()
