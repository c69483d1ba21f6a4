"""What this desk did, act by act, in its own order: its words, its merges, and what of them was taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from forumdesk.domain.ids import ActId
from forumdesk.storage.statements import INSERT_ACT


class Begun(NamedTuple):
    """An act under way."""

    nr: int
    """Its place in what this desk did."""
    id: ActId
    name: str
    target: str = ""
    """The act that an undo or a redo speaks of."""
    is_going_on: bool = False
    """Whether it is a further part of an act that was begun before."""

    @property
    def told(self) -> str:
        """As revisions carry it."""
        return f"{self.id} {self.name}"


def remember_act(driver: Any, row: Sequence[object]) -> None:  # noqa: ANN401 - the driver's connection has no stubs
    """Keep one act."""
    driver.execute(INSERT_ACT, row)


def turn(driver: Any, nr: int, *, undone: bool, by: int) -> None:  # noqa: ANN401
    """Remember that an act was taken back, or brought again, by a later act."""
    driver.execute("UPDATE act SET undone = ?, turned = ? WHERE nr = ?", (int(undone), by, nr))
