"""Words that a laptop did not write but read: from an edited workbook, or from the file of a laptop that died.

Whoever took them in vouches for having read them, and for nothing more: it may not undo or take out in their name.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_TOLD = re.compile(r"(workbook|laptop) ([0-9a-f]{32}) ([0-9]{1,16}) (.*)", re.DOTALL)
WORKBOOK, LAPTOP = "workbook", "laptop"


class Witnessed(NamedTuple):
    """Whose words a laptop took in."""

    source: str
    """`workbook`, or `laptop`."""
    device: str
    """The laptop that died, or what stands for whoever saved a workbook: the same for every save of one person."""
    wall_ms: int
    """When it was saved or written there, in milliseconds."""
    name: str
    """What the workbook or the laptop is called."""

    @property
    def told(self) -> str:
        """As a revision carries it."""
        return f"{self.source} {self.device} {self.wall_ms} {self.name}"


def witnessed_of(told: str) -> Witnessed | None:
    """What a revision says of whose words it carries; None where they are its laptop's own."""
    found = _TOLD.fullmatch(told)
    return Witnessed(found[1], found[2], int(found[3]), found[4]) if found else None
