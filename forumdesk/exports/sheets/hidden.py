"""The sheets that serve the way back: long texts that no cell holds, and a very hidden one of ids and marks."""

from __future__ import annotations

from forumdesk.domain.records import instant_text
from forumdesk.domain.revisions import SCHEMA
from forumdesk.domain.workbooks import FORMAT, UNSEEN
from forumdesk.exports.book import Context
from forumdesk.exports.sheet import Cell, SheetWriter


def write_long_texts(context: Context) -> None:
    """Write the continuations of long texts, where there are any."""
    if not context.long_texts:
        return
    words = context.words
    writer = SheetWriter(context.book, context.styles, words("long"), ["text", "code", "number", "text"])
    writer.widths((18, 34, 8, 100))
    writer.page(title_rows="1:1", footer=words("long"), right_to_left=words.right_to_left)
    writer.write([Cell(words(name), "heading") for name in ("sheet", "record", "part", "body")])
    for sheet, record, part, text in context.long_texts:
        writer.write([words(sheet), record, part, text])
    context.hashes[writer.title] = writer.finish()


def begin(context: Context) -> SheetWriter:
    """Make the sheet that nobody sees; each sheet and its records write themselves into it as they are written."""
    writer = SheetWriter(context.book, context.styles, UNSEEN, ["code", "code", "code"])
    writer.sheet.sheet_state = "veryHidden"
    writer.write(["format", FORMAT, ""])
    writer.write(["schema", str(SCHEMA), ""])
    writer.write(["begun", context.source.begun, ""])
    writer.write(["written", instant_text(context.now), ""])
    writer.write(["language", context.words.language, ""])
    context.unseen_row = writer.write
    return writer


def finish(context: Context, writer: SheetWriter) -> None:
    """Close the sheet and make it the last one."""
    context.book.move_sheet(writer.title, len(context.book.worksheets))
    context.hashes[writer.title] = writer.finish(printed=False)
