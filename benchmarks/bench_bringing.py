"""How long the window stands still while a hundred packages are looked at and merged on its page."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication

from benchmarks.bench_lists import Heart, settle, until
from benchmarks.bench_merging import prepare
from forumdesk.services.clock import SystemClock
from forumdesk.services.forums import Forums
from forumdesk.services.preferences import Preferences, PreferenceStore
from forumdesk.ui.theme import Theme
from forumdesk.ui.window import Window
from forumdesk.ui.workplace import Workplace
from tests.builders import a_laptop

MOST_MS = 50.0


def measure(forum: Path, packages: list[Path], home: Path) -> tuple[float, float]:
    """The longest standstill in milliseconds while the packages are looked at, and while they are merged."""
    application = QApplication(["bench"])
    theme = Theme(application, "light")
    workplace = Workplace(_forums, PreferenceStore(home), SystemClock())
    window = Window(workplace, theme)
    window.resize(1366, 768)
    window.show()
    workplace.open(forum)
    until(lambda: workplace.is_open)
    window.go("merge")
    settle(workplace)
    page = window.page("merge")
    found = []
    for act in (partial(page.take_files, packages), partial(window.actions_.do, "merge-now")):
        heart = Heart()
        act()
        settle(workplace)
        found.append(heart.rest())
    window.close()
    return found[0], found[1]


def _forums(preferences: Preferences) -> Forums:
    del preferences
    return Forums(a_laptop("Secretariat"), SystemClock())


def main() -> int:
    """Make packages, bring them together in the window, and say how long it stood still."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=int, default=100)
    parser.add_argument("--records", type=int, default=1000)
    said = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="forumdesk-bench-") as name:
        folder = Path(name)
        os.environ["FORUMDESK_HOME"] = str(folder / "home")
        packages = prepare(folder, said.packages, said.records)
        looking, merging = measure(folder / "base.forum", packages, folder / "home")
    for what, longest in (("looking at", looking), ("merging", merging)):
        verdict = "holds" if longest <= MOST_MS else "falls short"
        told = f"longest standstill while {what} {said.packages} packages"
        print(f"{told}: {longest:.1f} ms, at most {MOST_MS} ms: {verdict}")
    return 0 if max(looking, merging) <= MOST_MS else 1


if __name__ == "__main__":
    sys.exit(main())
