"""How long the window stands still while notes are typed and kept in a large forum."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.bench_lists import Heart, settle, until
from benchmarks.make_forum import make
from forumdesk.domain.devices import Laptop
from forumdesk.domain.ids import DeviceId
from forumdesk.services.clock import SystemClock
from forumdesk.services.forums import Forums
from forumdesk.services.preferences import Preferences, PreferenceStore
from forumdesk.ui.pages.room.page import RoomPage
from forumdesk.ui.theme import Theme
from forumdesk.ui.workplace import Workplace

NOTES_KEPT = 60
MOST_MS = 16.0
SAID = "Evening classes at sites @Dakar #8.8"


def measure(forum: Path, home: Path) -> tuple[float, float]:
    """The longest standstill in milliseconds, and how long a note takes from Enter to durable, at the median."""
    application = QApplication(["bench"])
    theme = Theme(application, "light")
    workplace = Workplace(_forums, PreferenceStore(home), SystemClock())
    workplace.open(forum)
    until(lambda: workplace.is_open)
    page = RoomPage(workplace)
    page.resize(1294, 692)
    page.show()
    page.show_forum()
    page.entered()
    settle(workplace)
    heart = Heart()
    taken = []
    for _ in range(NOTES_KEPT):
        for letter in SAID:
            QTest.keyClicks(page.capture.line, letter)
            QApplication.processEvents()
        begun = time.perf_counter()
        QTest.keyClick(page.capture.line, Qt.Key.Key_Return)
        until(lambda: not workplace.jobs.busy)
        taken.append((time.perf_counter() - begun) * 1000)
    longest = heart.rest()
    del theme
    workplace.shut()
    return longest, sorted(taken)[len(taken) // 2]


def _forums(preferences: Preferences) -> Forums:
    del preferences
    return Forums(Laptop(DeviceId("bench")), SystemClock())


def main() -> int:
    """Make a forum, keep notes in it, and say how long the window stood still."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=100_000)
    parser.add_argument("--recommendations", type=int, default=20_000)
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        forum = Path(folder) / "large.forum"
        make(forum, notes=said.notes, recommendations=said.recommendations, seed=1)
        longest, median = measure(forum, Path(folder) / "home")
    verdict = "holds" if longest <= MOST_MS else "falls short"
    print(f"longest standstill while {NOTES_KEPT} notes are kept: {longest:.1f} ms, at most {MOST_MS} ms: {verdict}")
    print(f"from Enter to durable and shown, median: {median:.1f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
