"""Measure the list of recommendations while it is scrolled, sorted and filtered: python benchmarks/bench_lists.py."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from forumdesk.domain.devices import Laptop
from forumdesk.domain.ids import DeviceId
from forumdesk.services.clock import SystemClock
from forumdesk.services.forums import Forums
from forumdesk.services.preferences import Preferences, PreferenceStore
from forumdesk.ui.pages.recommendations.page import RecommendationsPage
from forumdesk.ui.theme import Theme
from forumdesk.ui.workplace import Workplace

MOST_PAGE_MS, MOST_MEGABYTES, MOST_BLOCKED_MS = 16.0, 60.0, 50.0
"""What a painted page may take (99th percentile), what the rows may weigh, and how long the window may stand still."""
BEAT_MS = 2
SCROLLS = 1_000


class Heart(QObject):
    """Beats in the window's thread; the longest time between two beats is how long it stood still."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)

    @Slot()
    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, (now - self._last) * 1000 - BEAT_MS)
        self._last = now

    def rest(self) -> float:
        """The longest standstill in milliseconds since the last rest."""
        longest, self.longest, self._last = self.longest, 0.0, time.perf_counter()
        return longest


def megabytes() -> float:
    """Memory of this process now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def settle(workplace: Workplace, seconds: float = 0.3) -> None:
    """Let the event loop run until nothing is asked for any more."""
    quiet = time.perf_counter() + seconds
    while time.perf_counter() < quiet or workplace.jobs.busy:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        if workplace.jobs.busy:
            quiet = time.perf_counter() + seconds


def until(ready: Callable[[], bool]) -> float:
    """Milliseconds until something is there."""
    began = time.perf_counter()
    while not ready():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
    return (time.perf_counter() - began) * 1000


def work(forum: Path, home: Path) -> dict[str, float]:
    """Use the page over a forum, and tell what it took."""
    application = QApplication(["bench"])
    theme = Theme(application, "light")
    workplace = Workplace(_forums, PreferenceStore(home), SystemClock())
    workplace.open(forum)
    until(lambda: workplace.is_open)
    page = RecommendationsPage(workplace)
    page.resize(1294, 692)
    page.show()
    heart = Heart()
    page.show_forum()
    settle(workplace)
    told = {"rows": float(page.list.table.model.rowCount()), "open blocked ms": heart.rest()}
    if told["rows"]:
        told |= scroll(page, workplace, heart) | order(page, workplace, heart)
    told["memory MB"] = megabytes()
    del theme
    workplace.shut()
    return told


def scroll(page: RecommendationsPage, workplace: Workplace, heart: Heart) -> dict[str, float]:
    """Page down through the whole list, some rows at a time, and paint each page."""
    view = page.list.table.view
    bar = view.verticalScrollBar()
    painted = []
    heart.rest()
    for step in range(SCROLLS):
        began = time.perf_counter()
        bar.setValue(bar.maximum() * step // SCROLLS)
        view.viewport().repaint()
        painted.append((time.perf_counter() - began) * 1000)
        QApplication.processEvents()
    for _ in range(SCROLLS // 4):
        bar.setValue(bar.value() - view.viewport().height())
        QApplication.processEvents()
        until(lambda: page.list.table.model.record(view.rowAt(0)) is not None)
        began = time.perf_counter()
        view.viewport().repaint()
        painted.append((time.perf_counter() - began) * 1000)
    settle(workplace)
    painted.sort()
    return {"page p99 ms": painted[len(painted) * 99 // 100], "scroll blocked ms": heart.rest()}


def order(page: RecommendationsPage, workplace: Workplace, heart: Heart) -> dict[str, float]:
    """Sort and filter, with the whole list selected for one of them."""
    told, table = {}, page.list.table
    loaded: list[bool] = []
    table.model.loaded.connect(lambda: loaded.append(True))
    acts: dict[str, Callable[[], object]] = {
        "sort": lambda: table.view.horizontalHeader().setSortIndicator(1, Qt.SortOrder.DescendingOrder),
        "filter": lambda: table.filters.show_lacking("actor"),
        "words": lambda: table.filters.words.setText("housing budget"),
        "all": table.filters.clear,
    }
    for name, act in acts.items():
        heart.rest()
        loaded.clear()
        act()
        told[f"{name} ms"] = until(lambda: bool(loaded))
        settle(workplace)
        told[f"{name} blocked ms"] = heart.rest()
    return told


def _forums(_preferences: Preferences) -> Forums:
    return Forums(Laptop(DeviceId("benchmark")), SystemClock())


def compare(rows: int, seed: int) -> bool:
    """Measure in processes of their own, print, and tell whether every limit holds."""
    with tempfile.TemporaryDirectory(prefix="forumdesk-bench-") as name:
        folder = Path(name)
        large, empty = (measured(folder, count, seed) for count in (rows, 0))
    for what, value in large.items():
        print(f"{what:20} {value:10.1f}")
    blocked = max(value for what, value in large.items() if what.endswith("blocked ms"))
    limits = (
        ("page p99 ms", large["page p99 ms"], MOST_PAGE_MS),
        ("memory over empty MB", large["memory MB"] - empty["memory MB"], MOST_MEGABYTES),
        ("longest standstill ms", blocked, MOST_BLOCKED_MS),
    )
    for what, value, most in limits:
        print(f"{what:24} {value:8.1f}  at most {most}  {'holds' if value <= most else 'DOES NOT HOLD'}")
    return all(value <= most for _, value, most in limits)


def measured(folder: Path, rows: int, seed: int) -> dict[str, float]:
    """What a process of its own took over a forum with so many recommendations."""
    forum = folder / f"{rows}.forum"
    maker = Path(__file__).with_name("make_forum.py")
    sizes = ("--notes", "0", "--recommendations", str(rows), "--seed", str(seed))
    subprocess.run([sys.executable, str(maker), *sizes, str(forum)], check=True, stderr=subprocess.DEVNULL)  # noqa: S603
    said = subprocess.run(  # noqa: S603 - this very program
        [sys.executable, __file__, "--work", str(forum), str(folder / f"home of {rows}")],
        check=True,
        capture_output=True,
        text=True,
    )
    told: dict[str, float] = json.loads(said.stdout.splitlines()[-1])
    return told


def main() -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", nargs=2, help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.work:
        print(json.dumps(work(Path(said.work[0]), Path(said.work[1]))))
        return 0
    return 0 if compare(said.rows, said.seed) else 1


if __name__ == "__main__":
    sys.exit(main())
