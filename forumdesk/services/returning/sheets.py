"""Which sheets of an exported workbook can come back, and how each of their columns is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from forumdesk.domain.answers import Answer, Decision
from forumdesk.domain.ids import RecordId
from forumdesk.domain.initiatives import Initiative
from forumdesk.domain.notes import Note, NoteKind
from forumdesk.domain.recommendations import Agreement, Level, Priority, Recommendation
from forumdesk.domain.records import Record
from forumdesk.domain.review import ReviewItem
from forumdesk.exports.records import Column
from forumdesk.exports.sheets import answers, initiatives, notes, recommendations
from forumdesk.services.returning.cells import (
    CellReader,
    area,
    choice,
    codes,
    cost,
    currency,
    day,
    session,
    status,
    text,
    wording,
)


@dataclass(frozen=True, slots=True)
class SheetKind:
    """A sheet of records of one kind."""

    record: type[Record]
    columns: Mapping[str, Column]
    about: str
    """The column without which a row says nothing."""
    readers: Mapping[str, CellReader]
    """How the columns are read that may be edited."""
    begun: Callable[[RecordId, int], Record] | None
    """The record of a row that was added, before its cells are read, told the next free number; none may be added
    where there is nothing."""
    sets: frozenset[str] = frozenset()
    """Columns of lists, whose edit can only be told against the list that was exported."""
    when_added: Mapping[str, CellReader] = field(default_factory=dict)
    """How further columns are read, of rows that were added alone."""
    shown: Callable[[Any], Any] = lambda record: record
    """What a column wants of a record."""


def _by_key(columns: tuple[Column, ...]) -> Mapping[str, Column]:
    return {one.key: one for one in columns}


SHEETS: Mapping[str, SheetKind] = {
    "recommendations": SheetKind(
        Recommendation,
        _by_key(recommendations.COLUMNS),
        "text",
        {
            "text": wording("text"),
            "action_area": area,
            "sdg": codes(only="sdg"),
            "other_codes": codes(but="sdg"),
            "level": choice("level", Level),
            "priority": choice("priority", Priority),
            "agreement": choice("agreement", Agreement),
            "status": status,
            **{
                name: text(name)
                for name in (
                    "actor",
                    "timeframe",
                    "indicator",
                    "rationale",
                    "partners",
                    "resources",
                    "tools",
                    "dissent",
                )
            },
        },
        lambda record, number: Recommendation(id=record, number=number),
        frozenset({"sdg", "other_codes"}),
        {"session": session, "proposed_by": text("city"), "language": text("language")},
    ),
    "notes": SheetKind(
        Note,
        _by_key(notes.COLUMNS),
        "note",
        {"note": wording("text"), "kind": choice("kind", NoteKind), "codes": codes()},
        lambda record, _number: Note(id=record),
        frozenset({"codes"}),
        {"session": session, "city": text("city"), "language": text("language")},
        lambda note: (0, note),
    ),
    "initiatives": SheetKind(
        Initiative,
        _by_key(initiatives.COLUMNS),
        "title",
        {
            "title": wording("title"),
            "starts": day("starts"),
            "ends": day("ends"),
            **{name: text(name) for name in ("scope", "resources", "indicator")},
        },
        lambda record, _number: Initiative(id=record),
        when_added={"lead_city": text("lead_city"), "contact": text("contact")},
    ),
    "answers": SheetKind(
        Answer,
        _by_key(answers.COLUMNS),
        "text",
        {
            "decision": choice("decision", Decision),
            "due": day("due"),
            "cost": cost,
            "currency": currency,
            **{name: text(name) for name in ("wording", "reason", "unit", "indicator", "progress")},
        },
        None,
        shown=lambda answer: answers.AnswerRow(ReviewItem(id=answer.id), answer),
    ),
}
