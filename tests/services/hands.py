"""What tests hold in their hands: a clock that goes when it is told to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class HandClock:
    """A clock that stands until a test moves it."""

    def __init__(self) -> None:
        self.instant = datetime(2026, 9, 29, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.instant

    def offset_minutes(self) -> int:
        return 120

    def go(self, **step: float) -> None:
        self.instant += timedelta(**step)
