"""How many cases are made up for a property or a story: some in every run, many times as many in the long one."""

from __future__ import annotations

import os

TIMES = int(os.environ.get("FORUMDESK_TIMES", "1"))
"""In the environment of the long run, which `.ci/run` makes each time: how many times as many."""


def times(few: int) -> int:
    """As many as this run takes of what every run takes few of."""
    return few * TIMES
