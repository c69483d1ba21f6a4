"""What a workbook brings, and what of it is not taken."""

from __future__ import annotations

from dataclasses import dataclass, field

from forumdesk.domain.errors import ForumDeskError
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

    @property
    def refused_cells(self) -> int:
        """Cells that are not taken."""
        return sum(bool(one.column and one.row) for one in self.left_out)
