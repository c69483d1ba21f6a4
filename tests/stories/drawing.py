"""Chance as a story draws it: ids, salts and branches are the same in every run, so a failing story fails again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock


class Drawing:
    """What programs draw at random, drawn from a seed; each step of a story begins anew with a seed of its own."""

    def __init__(self) -> None:
        self._random = random.Random(0)  # noqa: S311 - a story, not a secret

    def begin(self, *seed: object) -> None:
        """Draw from this seed on: a step that is cut out of a story changes nothing of what the others draw."""
        self._random = random.Random(repr(seed))  # noqa: S311

    def octets(self, many: int) -> bytes:
        return self._random.randbytes(many)

    def digits(self) -> str:
        """An id of a record or an act, in no order: laptops count from where they like."""
        return f"{self._random.getrandbits(128):032x}"


@contextmanager
def drawn() -> Iterator[Drawing]:
    """Everything that is drawn within the block comes from seeds."""
    made = Drawing()
    with mock.patch("os.urandom", made.octets), mock.patch("forumdesk.domain.ids._timed_uuid", made.digits):
        yield made
