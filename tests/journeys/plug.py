"""What goes on at a laptop when its plug is pulled: run in a process of its own, which is then killed."""

from __future__ import annotations

import os
import sys
from itertools import count
from pathlib import Path

from forumdesk.cli import run
from forumdesk.services.clock import SystemClock
from forumdesk.services.forums import Forums
from tests.builders import a_laptop

LINES = "".join(f"/c Note {number}: we keep what was said {'x' * (number * 37 % 900)}\n" for number in range(5000))


def forums() -> Forums:
    """The forums of this laptop."""
    return Forums(a_laptop("Room B"), SystemClock())


def capture(file: Path, told: Path) -> None:
    """Take notes through the command line without a pause; what it acknowledges goes to `told`."""
    os.environ["FORUMDESK_HOME"] = str(file.parent / "home")
    (file.parent / "lines").write_text(LINES, encoding="utf-8")
    with (file.parent / "lines").open() as lines, told.open("a") as acknowledged:
        sys.stdin, sys.stdout = lines, acknowledged
        run(["capture", str(file), "--session", "S1"])


def type_and_keep(file: Path, told: Path) -> None:
    """Type and keep as the window does: a draft while a line grows, then the note; each is told once it is safe.

    Numbers go on after what was told before, so that a later draft is always the higher one.
    """
    first = len(told.read_text("utf-8").splitlines()) if told.exists() else 0
    with forums().opened(file) as desk, told.open("a") as acknowledged:
        session = desk.planning.session("S1").id
        for number in count(first):
            for typed in range(1, 4):
                desk.capturing.save_draft(session, f"{number} {typed}")
                print(f"draft {number} {typed}", file=acknowledged, flush=True)
            print(f"kept {desk.capturing.keep(session, f'Note {number}').id}", file=acknowledged, flush=True)
