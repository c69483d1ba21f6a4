"""The sheet of lists: what the cells of a recommendation or of an answer are chosen from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from forumdesk.domain.recommendations import Level, Priority, Status
from forumdesk.exports.book import Context
from forumdesk.exports.records import RecordSheet
from forumdesk.exports.sheet import Cell, SheetWriter
from forumdesk.exports.sheets.coverage import areas_of


def write(context: Context) -> None:
    """Write the lists of recommendations."""
    words = context.words
    write_lists(
        context,
        {
            "status": [words.of(one) for one in Status],
            "level": [words.of(one) for one in Level if one.value],
            "priority": [words.of(one) for one in Priority if one.value],
            "action_area": [context.area(code) for code in areas_of(context)] or [words("none")],
        },
    )


def choose_from_lists(sheet: RecordSheet, keys: Sequence[str]) -> None:
    """Let the cells of these columns be chosen from the list of the same key."""
    for place, column in enumerate(sheet.columns):
        if column.key in keys:
            letter = sheet.writer.letter(place)
            choice = DataValidation(type="list", formula1=f"List_{column.key}", allow_blank=True, showErrorMessage=True)
            choice.add(f"{letter}2:{letter}{max(2, sheet.writer.rows)}")
            sheet.writer.sheet.data_validations.append(choice)


def write_lists(context: Context, lists: Mapping[str, Sequence[str]]) -> None:
    """Write lists side by side and give each a name that the validation of cells refers to."""
    words = context.words
    writer = SheetWriter(context.book, context.styles, words("lists"), ["text"] * len(lists))
    writer.widths([22] * len(lists))
    writer.page(title_rows="1:1", footer=words("lists"), right_to_left=words.right_to_left, landscape=False)
    writer.write([Cell(words(name), "heading") for name in lists])
    for row in zip_longest(*lists.values()):
        writer.write(row)
    for place, (name, members) in enumerate(lists.items()):
        letter = writer.letter(place)
        ref = f"'{words('lists')}'!${letter}$2:${letter}${len(members) + 1}"
        context.book.defined_names[f"List_{name}"] = DefinedName(f"List_{name}", attr_text=ref)
    context.rows["lists"] = max(map(len, lists.values()))
    context.hashes[writer.title] = writer.finish()
