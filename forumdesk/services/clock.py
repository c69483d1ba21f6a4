"""The laptop's own clock, the one place where the hour comes in."""

from __future__ import annotations

from datetime import UTC, datetime


class SystemClock:
    """Tells the time as the laptop has it."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)

    def offset_minutes(self) -> int:
        """How many minutes the laptop's local time is ahead of UTC."""
        offset = datetime.now(UTC).astimezone().utcoffset()
        return round(offset.total_seconds() / 60) if offset else 0
