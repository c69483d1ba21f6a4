"""A sheet of records: columns as they are declared, a real table, and what brings an edited one back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from forumdesk.domain.workbooks import ID_HEADING, NOTHING, headings_text, mark, spoken
from forumdesk.exports.book import Context
from forumdesk.exports.cells import Value
from forumdesk.exports.sheet import Cell, SheetWriter


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key (heading and preset), its width in characters, its look, and what it says of a record."""

    key: str
    width: float
    value: Callable[[Context, Any], Value | Cell]
    look: str = "text"
    editable: bool = False


def chosen_columns(context: Context, sheet: str, columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns that the preset keeps; the first one always stays."""
    hidden = context.preset.hidden_columns
    return tuple(one for place, one in enumerate(columns) if place == 0 or f"{sheet}.{one.key}" not in hidden)


class RecordSheet:
    """Writes records of one kind into a sheet of their own."""

    def __init__(self, context: Context, key: str, columns: Sequence[Column], *, table: str) -> None:
        self.key = key
        self.columns = chosen_columns(context, key, columns)
        self._context = context
        self._table = table
        self.returns = any(one.editable for one in self.columns)
        looks = [*(one.look for one in self.columns), *(["code"] if self.returns else [])]
        self.writer = SheetWriter(context.book, context.styles, context.words(key), looks)

    def write(self, records: Iterable[Any], empty: str) -> None:
        """Write the headings and a row a record; where there is none, a sentence says so."""
        context, words = self._context, self._context.words
        writer = self.writer
        title = context.source.forum.title or "ForumDesk"
        writer.widths([one.width for one in self.columns])
        if self.returns:
            writer.sheet.column_dimensions[writer.letter(len(self.columns))].hidden = True
        writer.page(
            title_rows="1:1",
            footer=words("footer", title=title, sheet=words(self.key)),
            right_to_left=words.right_to_left,
        )
        writer.sheet.freeze_panes = "C2" if len(self.columns) > _NARROW else "A2"
        headings = [words(one.key) for one in self.columns]
        looks = ["heading" if one.editable or not self.returns else "told" for one in self.columns]
        if self.returns:
            self._tell_of_itself(headings)
            headings.append(ID_HEADING)
            looks.append("told")
        writer.write([Cell(heading, look) for heading, look in zip(headings, looks, strict=True)])
        count = 0
        for record in records:
            self._record(record)
            count += 1
            context.report(self.key)
        if not count:
            self._write([Cell(words(empty), "plain"), *([None] * (len(self.columns) - 1))], NOTHING)
        context.rows[self.key] = count
        writer.table(self._table, headings, 1)

    def _tell_of_itself(self, headings: Sequence[str]) -> None:
        """Tell, where nobody sees it, what the columns are, which of them may be edited, and what stands over them."""
        tell, columns = self._context.unseen_row, self.columns
        tell(("columns", self.key, " ".join(one.key for one in columns)))
        tell(("open", self.key, " ".join(one.key for one in columns if one.editable)))
        tell(("headings", self.key, headings_text(headings)))

    def _record(self, record: Any) -> None:  # noqa: ANN401 - a record of the sheet's kind
        context = self._context
        values = [one.value(context, record) for one in self.columns]
        values = [
            context.fitted(self.key, record.id, value) if isinstance(value, str) and len(value) > _LONG else value
            for value in values
        ]
        self._write(values, record.id)

    def _write(self, values: Sequence[Value | Cell], record: str) -> None:
        """Write a row, and what brings it back."""
        if not self.returns:
            self.writer.write(values)
            return
        self.writer.write([*values, record])
        marks = "".join(
            mark(value if type(value) is str else spoken(_said(value)), is_open=one.editable)
            for value, one in zip(values, self.columns, strict=True)
        )
        self._context.unseen_row((self.key, record, marks))

    def finish(self) -> None:
        """Close the sheet."""
        self._context.hashes[self.writer.title] = self.writer.finish()


_NARROW = 6
"""A sheet of more columns keeps its first two in view."""
_LONG = 16_000
"""Only a text this long can take more UTF-16 units than a cell holds."""


def _said(value: Value | Cell) -> Value:
    return value.value if isinstance(value, Cell) else value
