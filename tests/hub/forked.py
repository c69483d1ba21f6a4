"""A laptop as a process of its own, without a window: it takes notes and exchanges them, and may be killed any time."""

from __future__ import annotations

import os
from pathlib import Path

from forumdesk.services.clock import SystemClock
from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from forumdesk.services.hub import Exchange
from tests.builders import a_laptop
from tests.hub.laptops import beside

AT_ONCE = 3


def opened(path: Path) -> Desk:
    """The forum of a laptop, which is named as its file is, and has its key from its name."""
    return Forums(a_laptop(path.stem), SystemClock()).open(path)


def written(desk: Desk, name: str) -> int:
    """How many notes this laptop has taken."""
    return sum(one["text"].startswith(f"{name} says") for one in desk.listing.listed("notes"))


def works(path: Path, address: str, notes: int) -> None:
    """Take notes and exchange them, until there are so many of this laptop's own and all are exchanged."""
    os.environ["FORUMDESK_HOME"] = str(path.with_suffix(".home"))
    desk = opened(path)
    session = desk.planning.session("S1").id
    while True:
        made = written(desk, path.stem)
        Exchange(address, beside(desk)).run()
        if made == notes:
            break
        desk.capturing.keep_many(session, [f"{path.stem} says {made + one}" for one in range(AT_ONCE)])
    desk.close()
