"""The workbook of one city: how to answer, a row for each recommendation, and the frameworks, in its language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from openpyxl.workbook import Workbook

from forumdesk.domain.answers import Decision
from forumdesk.domain.currencies import CURRENCIES
from forumdesk.domain.presets import Preset
from forumdesk.exports.book import Context
from forumdesk.exports.sheet import Cell, SheetWriter
from forumdesk.exports.sheets import answers, frameworks, hidden, lists
from forumdesk.exports.sheets.answers import AnswerRow
from forumdesk.exports.sheets.cover import WIDTHS, across
from forumdesk.exports.source import ForumSource
from forumdesk.exports.styles import Styles
from forumdesk.exports.words import Words
from forumdesk.exports.workbook import Progress, Written, describe, written

_STEPS = 5
_CONTENTS = ("answers", "frameworks", "lists")


@dataclass(frozen=True, slots=True)
class CityReview:
    """What one city is asked, as its workbook shows it."""

    city: str
    """With its country."""
    pack: int
    sent: datetime | None
    rows: tuple[AnswerRow, ...]


def write_review(
    source: ForumSource, review: CityReview, path: Path, *, preset: Preset, now: datetime, progress: Progress
) -> Written:
    """Write a city's workbook in the language of the preset, read it back, and give it its name."""
    words = Words(preset.language)

    def compose(book: Workbook) -> Context:
        describe(book, source, now)
        context = Context(book, source, preset, words, Styles(book), now, lambda _sheet: None)
        front = SheetWriter(book, context.styles, words("cover"), ["plain"] * len(WIDTHS))
        for row in review.rows:
            context.codes_in_recommendations.update(row.item.codes)
        sheet = answers.begin(context)
        unseen = hidden.begin(context)
        answers.write(sheet, review.rows)
        frameworks.write(context)
        decisions = [words.of(one) for one in Decision if one.value]
        lists.write_lists(context, {"decision": decisions, "currency": sorted(CURRENCIES)})
        hidden.write_long_texts(context)
        hidden.finish(context, unseen)
        _write_cover(context, front, review)
        return context

    return written(path, compose, progress)


def _write_cover(context: Context, writer: SheetWriter, review: CityReview) -> None:
    words, forum = context.words, context.source.forum
    writer.widths(WIDTHS)
    writer.page(footer=forum.title or "ForumDesk", right_to_left=words.right_to_left, landscape=False)
    writer.sheet.page_setup.fitToHeight = 1
    writer.write([Cell("", "band")] * len(WIDTHS), 8)
    writer.write([])
    across(writer, forum.title or "ForumDesk", "title", 54, 28)
    across(writer, words("review_by", city=review.city), "subtitle", 90, 18)
    sent = context.local(review.sent)
    across(writer, words("pack_of", number=review.pack, day=f"{sent:%Y-%m-%d}" if sent else ""), "soft", 110, 14)
    writer.write([])
    writer.write([Cell(words("at_a_glance"), "section")], 20)
    done = sum(bool(row.answer.decision) for row in review.rows)
    for key, figure in (("asked", len(review.rows)), ("answered", done)):
        writer.write([Cell(words(key), "label"), Cell(figure, "figure")])
    writer.write([])
    writer.write([Cell(words("how_to_answer"), "section")], 20)
    for number in range(1, _STEPS + 1):
        across(writer, f"{number}. {words(f'answer_{number}')}", "plain", 110, 14)
    writer.write([])
    writer.write([Cell(words("contents"), "section")], 20)
    for key in _CONTENTS:
        writer.write([Cell(words(key), "plain-link", context.link(key, 1))])
    writer.write([])
    across(writer, words("credit"), "soft", 110, 14)
    context.hashes[writer.title] = writer.finish()
