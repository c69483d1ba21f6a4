"""The sheets that serve the way back: long texts that no cell holds, and a very hidden one of ids and fingerprints."""

from __future__ import annotations

from collections.abc import Sequence

from forumdesk.domain.records import instant_text
from forumdesk.domain.revisions import SCHEMA
from forumdesk.exports.book import Context
from forumdesk.exports.records import RecordSheet
from forumdesk.exports.sheet import Cell, SheetWriter

TITLE = "_forumdesk"
FORMAT = "1"


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


def begin(context: Context, sheets: Sequence[RecordSheet]) -> SheetWriter:
    """Make the sheet that nobody sees; a record's id and fingerprints are written into it as the record is."""
    writer = SheetWriter(context.book, context.styles, TITLE, ["code", "code", "code"])
    writer.sheet.sheet_state = "veryHidden"
    writer.write(["format", FORMAT, ""])
    writer.write(["schema", str(SCHEMA), ""])
    writer.write(["forum", context.source.forum.id, ""])
    writer.write(["written", instant_text(context.now), ""])
    for sheet in sheets:
        columns = " ".join(one.key for one in sheet.columns)
        editable = " ".join(one.key for one in sheet.columns if one.editable)
        writer.write(["columns", sheet.key, columns])
        writer.write(["editable", sheet.key, editable])
    context.fingerprint_row = writer.write
    return writer


def finish(context: Context, writer: SheetWriter) -> None:
    """Close the sheet and make it the last one."""
    context.book.move_sheet(writer.title, len(context.book.worksheets))
    context.hashes[writer.title] = writer.finish(printed=False)
