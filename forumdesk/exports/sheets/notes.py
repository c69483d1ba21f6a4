"""The sheet of notes."""

from __future__ import annotations

from collections.abc import Iterator

from forumdesk.domain.notes import Note
from forumdesk.exports.book import Context
from forumdesk.exports.cells import Value
from forumdesk.exports.records import Column, RecordSheet
from forumdesk.exports.sheet import Cell


def _flags(context: Context, note: Note) -> str:
    return ", ".join(context.words(name) for name in ("sensitive", "unattributed") if getattr(note, name))


def _step(context: Context, note: Note) -> str:
    step = context.steps.get(note.step)
    return step.title if step else ""


def _recommendations(context: Context, note: Note) -> Value | Cell:
    rows = context.lineage.rows_from(note.id)
    if not rows:
        return None
    return Cell(", ".join(map(context.lineage.label, rows)), "link", context.link("recommendations", rows[0]))


COLUMNS = (
    Column("number", 9, lambda _c, n: f"N-{n[0]:04d}", "code"),
    Column("note", 64, lambda _c, n: n[1].text, editable=True),
    Column("kind", 15, lambda c, n: c.words.of(n[1].kind), editable=True),
    Column("city", 18, lambda c, n: c.city(n[1])),
    Column("speaker", 26, lambda c, n: c.speaker(n[1])),
    Column("codes", 18, lambda c, n: c.codes(n[1].codes), editable=True),
    Column("session", 28, lambda c, n: c.session_name(n[1].session)),
    Column("room", 14, lambda c, n: c.room_name(n[1].session)),
    Column("step", 20, lambda c, n: _step(c, n[1])),
    Column("local", 17, lambda c, n: c.local(n[1].instant), "instant"),
    Column("utc", 17, lambda c, n: c.utc(n[1].instant), "instant"),
    Column("language", 10, lambda _c, n: n[1].language, "code"),
    Column("flags", 16, lambda c, n: _flags(c, n[1])),
    Column("in_recommendations", 18, lambda c, n: _recommendations(c, n[1])),
)


class _Numbered(tuple[int, Note]):
    """A note with its number in the workbook, which has the note's id."""

    __slots__ = ()

    @property
    def id(self) -> str:
        """The note's id."""
        return self[1].id


def covered(context: Context) -> Iterator[Note]:
    """The notes that the preset covers; sensitive ones only where it says so."""
    preset = context.preset
    for note in context.source.notes():
        context.heard(note)
        if preset.holds_note(note.session, sensitive=note.sensitive):
            yield note


def _numbered(context: Context) -> Iterator[_Numbered]:
    for number, note in enumerate(covered(context), 1):
        context.codes_in_notes.update(note.codes)
        context.lineage.note_stands(note.id, number + 1)
        yield _Numbered((number, note))


def write(context: Context, sheet: RecordSheet) -> None:
    """Write the notes, and remember where those stand that recommendations come from."""
    sheet.write(_numbered(context), "empty_notes")
    sheet.finish()


def begin(context: Context) -> RecordSheet:
    """Make the sheet."""
    return RecordSheet(context, "notes", COLUMNS, table="Notes")
