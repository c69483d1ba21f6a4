"""The sheets of what cities answered: the matrix, commitments by date, and what changed since the last pack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from forumdesk.domain.answers import GLYPHS, Answer, Decision
from forumdesk.domain.responses import CityChange, Row
from forumdesk.domain.review import ReviewItem
from forumdesk.exports.book import Context
from forumdesk.exports.cells import Value
from forumdesk.exports.records import Column, RecordSheet
from forumdesk.exports.sheet import Cell, SheetWriter
from forumdesk.exports.sheets.initiatives import day_cell

_DECIDED = tuple(one for one in Decision if one is not Decision.NONE)


def write(context: Context) -> None:
    """Write what cities answered, where any was asked."""
    if not context.source.responses.cities:
        return
    _write_matrix(context)
    _write_commitments(context)
    changes = RecordSheet(context, "changes", CHANGE_COLUMNS, table="Changes")
    changes.write(context.source.changes, "empty_changes")
    changes.finish()


# ---- the matrix


def _write_matrix(context: Context) -> None:
    """A row a recommendation: how often each decision was taken, and what each city said, unless none may be named."""
    words, found = context.words, context.source.responses
    cities = () if context.preset.chatham_house else found.cities
    looks = ["strong", "text", *["matrix"] * (len(_DECIDED) + 1), *["text"] * len(cities)]
    writer = SheetWriter(context.book, context.styles, words("matrix"), looks)
    writer.widths((7, 60, *[11] * (len(_DECIDED) + 1), *[16] * len(cities)))
    writer.page(title_rows="1:1", footer=words("matrix"), right_to_left=words.right_to_left)
    writer.sheet.freeze_panes = "C2"
    decided = [words.of(one) for one in _DECIDED]
    headings = (words("number"), words("text"), *decided, words("not_yet"), *(one.label for one in cities))
    writer.write([Cell(heading, "heading") for heading in headings])
    for row in found.rows:
        counted = Counter(one.decision for one in row.answers.values())
        counts: list[Value | Cell] = [counted[one] for one in (*_DECIDED, Decision.NONE)]
        writer.write([row.item.label, row.item.text, *counts, *(_decided(context, row, one.key) for one in cities)])
    if not found.rows:
        writer.write([Cell(words("empty_matrix"), "plain")])
    context.rows["matrix"] = len(found.rows)
    context.hashes[writer.title] = writer.finish()


def _decided(context: Context, row: Row, key: str) -> str:
    answer = row.answers.get(key)
    if answer is None:
        return ""
    if not answer.decision:
        return f"{GLYPHS[Decision.NONE]} {context.words('not_yet')}"
    return f"{GLYPHS[answer.decision]} {context.words.of(answer.decision)}"


# ---- commitments


@dataclass(frozen=True, slots=True)
class _Commitment:
    item: ReviewItem
    answer: Answer

    @property
    def id(self) -> str:
        return self.answer.id


def _named(context: Context, said: str) -> str:
    """A city or an office, unless the export reveals nobody."""
    return "" if context.preset.chatham_house else said


COMMITMENT_COLUMNS = (
    Column("due", 12, lambda _c, one: day_cell(one.answer.due), "day"),
    Column("number", 7, lambda _c, one: one.item.label, "strong"),
    Column("text", 50, lambda _c, one: one.item.text),
    Column("city", 18, lambda c, one: _named(c, one.answer.city)),
    Column("decision", 12, lambda c, one: c.words.of(one.answer.decision)),
    Column("wording", 40, lambda _c, one: one.answer.wording),
    Column("unit", 26, lambda c, one: _named(c, one.answer.unit)),
    Column("cost", 14, lambda _c, one: one.answer.cost, "code"),
    Column("currency", 10, lambda _c, one: one.answer.currency, "code"),
    Column("indicator", 30, lambda _c, one: one.answer.indicator),
    Column("progress", 30, lambda _c, one: one.answer.progress),
)


def _write_commitments(context: Context) -> None:
    sheet = RecordSheet(context, "commitments", COMMITMENT_COLUMNS, table="Commitments")
    pairs = context.source.responses.commitments
    sheet.write([_Commitment(item, answer) for item, answer in pairs], "empty_commitments")
    sheet.finish()


# ---- changes


def _before(_context: Context, one: CityChange) -> str:
    return one.change.before.text if one.change.before else ""


CHANGE_COLUMNS: Sequence[Column] = (
    Column("number", 7, lambda _c, one: one.change.item.label, "strong"),
    Column("change", 14, lambda c, one: c.words.of(one.change.kind)),
    Column("city", 18, lambda c, one: _named(c, one.city.label)),
    Column("pack", 8, lambda _c, one: one.pack, "number"),
    Column("text", 60, lambda _c, one: one.change.item.text),
    Column("before", 60, _before),
)
