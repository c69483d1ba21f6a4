"""Things that wait for somebody to decide them, one shown at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Queue(Generic[T]):
    """What waits, and which of it is shown: the same one for as long as it waits."""

    def __init__(self, key: Callable[[T], object]) -> None:
        """`key` tells whether two are the same, also after they were read again."""
        self._key = key
        self._waiting: tuple[T, ...] = ()
        self._at = 0
        self._most = 0

    def __len__(self) -> int:
        """How many wait."""
        return len(self._waiting)

    def take(self, waiting: Sequence[T]) -> bool:
        """Let these wait from now on; tell whether what was shown is shown still."""
        shown = self.current
        self._waiting = tuple(waiting)
        self._most = max(self._most, len(self)) if waiting else 0
        same = [place for place, one in enumerate(waiting) if shown is not None and self._key(one) == self._key(shown)]
        self._at = same[0] if same else min(self._at, max(0, len(self) - 1))
        return bool(same)

    @property
    def current(self) -> T | None:
        """What is shown."""
        return self._waiting[self._at] if self._at < len(self) else None

    @property
    def number(self) -> int:
        """Its place, counted from 1."""
        return self._at + 1

    @property
    def most(self) -> int:
        """How many there were when there were most since the queue was empty."""
        return self._most

    @property
    def decided(self) -> int:
        """How many of these wait no more."""
        return self._most - len(self)

    def skip(self) -> bool:
        """Show the next one; tell whether that is the first again."""
        if self._waiting:
            self._at = (self._at + 1) % len(self)
        return not self._at
