"""How long work tells how far it is and hears that it should stop."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told about twenty times a second; raises `Cancelled` where the person asked to stop."""

    def __call__(self, done: int, total: int, what: str = "") -> None:
        """`done` of `total` steps are made; a total of 0 means that nobody knows how many there are."""
        ...


def unwatched(done: int, total: int, what: str = "") -> None:
    """Progress that nobody watches and nobody stops."""
