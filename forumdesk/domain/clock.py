"""Where time comes in: everything that needs the hour asks a clock it was given."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...

    def offset_minutes(self) -> int:
        """How many minutes the laptop's own local time is ahead of UTC."""
        ...
