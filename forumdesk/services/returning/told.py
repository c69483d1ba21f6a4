"""What a workbook brings, and what of it is not taken."""

from __future__ import annotations

from dataclasses import dataclass, field

from forumdesk.domain.errors import ForumDeskError
from forumdesk.domain.marking import QT_TRANSLATE_NOOP
from forumdesk.domain.revisions import Revision


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What of a workbook is not taken, where it stands, and why."""

    sheet: str
    row: int
    """0 where a whole sheet or column is meant."""
    column: str
    """Its heading; empty where a whole row or sheet is meant."""
    said: str
    """What stands in the cell."""
    why: ForumDeskError


@dataclass(frozen=True, slots=True)
class Unsent:
    """An answer that came as a draft, where it stands, and what it lacks."""

    sheet: str
    row: int
    label: str
    """Of the recommendation, such as `R-012`."""
    lacks: tuple[str, ...]
    """The fields that must be filled in, or that hold what cannot be taken."""


@dataclass(slots=True)
class Returned:
    """What a workbook brings."""

    revisions: list[Revision] = field(default_factory=list)
    edits: int = 0
    """Cells that were edited and are taken."""
    agreed: int = 0
    """Cells that were edited to what the forum says by now."""
    added: int = 0
    """Rows that were added."""
    damaged: int = 0
    """Rows whose id was damaged."""
    absent: int = 0
    """Rows that are gone from the workbook; nothing is deleted for that."""
    left_out: list[LeftOut] = field(default_factory=list)
    sent: int = 0
    """Answers that it sends."""
    unsent: list[Unsent] = field(default_factory=list)
    overtaken: int = 0
    """Answers that a later save of the same person, which came first, says otherwise."""

    @property
    def refused_cells(self) -> int:
        """Cells that are not taken."""
        return sum(bool(one.column and one.row) for one in self.left_out)


NOT_HERE = "The record is not in this forum; bring in the package that it comes from, then this workbook again."
LACKING = {
    "decision": QT_TRANSLATE_NOOP("lacking", "a decision"),
    "wording": QT_TRANSLATE_NOOP("lacking", "a wording"),
    "reason": QT_TRANSLATE_NOOP("lacking", "a reason"),
    "unit": QT_TRANSLATE_NOOP("lacking", "a responsible unit"),
    "due": QT_TRANSLATE_NOOP("lacking", "a date"),
    "cost": QT_TRANSLATE_NOOP("lacking", "a cost"),
    "currency": QT_TRANSLATE_NOOP("lacking", "a currency"),
    "indicator": QT_TRANSLATE_NOOP("lacking", "an indicator"),
    "progress": QT_TRANSLATE_NOOP("lacking", "its progress"),
}
"""What an answer lacks, as it stands after “lacks”."""
