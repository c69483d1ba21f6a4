"""The sheet that a city fills in: a row for each recommendation it was asked about, with its answer so far."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.worksheet.datavalidation import DataValidation

from forumdesk.domain.answers import Answer
from forumdesk.domain.review import ChangeKind, ReviewItem
from forumdesk.exports.book import Context
from forumdesk.exports.records import Column, RecordSheet
from forumdesk.exports.sheets.initiatives import day_cell
from forumdesk.exports.sheets.lists import choose_from_lists

LISTED = ("decision", "currency")
"""Columns whose cells are chosen from a list."""
_FIRST_DAY = "36526"
"""The first of January 2000 as Excel counts days: an answer's date is later."""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A recommendation and a city's answer to it; the row is the answer's."""

    item: ReviewItem
    answer: Answer
    since: ChangeKind | None = None
    """What became of the recommendation since the pack before."""

    @property
    def id(self) -> str:
        """The answer's id, also of one that was not begun."""
        return self.answer.id


def _sent(context: Context, row: AnswerRow) -> str:
    local = context.local(row.answer.sent)
    return f"{local:%Y-%m-%d %H:%M}" if local else ""


COLUMNS = (
    Column("number", 7, lambda _c, r: r.item.label, "strong"),
    Column("text", 54, lambda _c, r: r.item.text),
    Column("sdg", 12, lambda c, r: c.codes(r.item.codes, only="sdg"), "code"),
    Column("other_codes", 18, lambda c, r: c.codes(r.item.codes, but="sdg")),
    Column("timeframe", 18, lambda _c, r: r.item.timeframe),
    Column("since_pack", 12, lambda c, r: c.words.of(r.since) if r.since else ""),
    Column("decision", 13, lambda c, r: c.words.of(r.answer.decision), "strong", editable=True),
    Column("wording", 46, lambda _c, r: r.answer.wording, editable=True),
    Column("reason", 36, lambda _c, r: r.answer.reason, editable=True),
    Column("unit", 26, lambda _c, r: r.answer.unit, editable=True),
    Column("due", 13, lambda _c, r: day_cell(r.answer.due), "day", editable=True),
    Column("cost", 14, lambda _c, r: r.answer.cost, "code", editable=True),
    Column("currency", 10, lambda _c, r: r.answer.currency, "code", editable=True),
    Column("indicator", 28, lambda _c, r: r.answer.indicator, editable=True),
    Column("progress", 28, lambda _c, r: r.answer.progress, editable=True),
    Column("sent", 17, _sent, "code"),
)


def begin(context: Context) -> RecordSheet:
    """Make the sheet."""
    return RecordSheet(context, "answers", COLUMNS, table="Answers")


def write(sheet: RecordSheet, rows: tuple[AnswerRow, ...]) -> None:
    """Write the rows; decisions and currencies are chosen from lists, and a date must be one."""
    sheet.write(rows, "empty_answers")
    choose_from_lists(sheet, LISTED)
    letter = next(sheet.writer.letter(place) for place, one in enumerate(sheet.columns) if one.key == "due")
    dated = DataValidation(type="date", operator="greaterThan", formula1=_FIRST_DAY, allow_blank=True)
    dated.showErrorMessage = True
    dated.add(f"{letter}2:{letter}{max(2, sheet.writer.rows)}")
    sheet.writer.sheet.data_validations.append(dated)
    sheet.finish()
