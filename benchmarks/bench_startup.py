"""Start-up: whole processes until the first picture and until a keystroke is taken, against a bare Qt window."""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Bare(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, self.close)
application = QApplication([])
window = Bare()
window.resize(1366, 768)
window.show()
application.exec()
"""
BOUNDS = {"first picture": 2.0, "ready, empty forum": 4.0, "ready, 100,000 notes": 4.0, "large against empty": 1.2}


def seconds(command: Sequence[str], home: Path) -> float:
    """How long a whole process takes, from its start to its end."""
    environment = {**os.environ, "FORUMDESK_HOME": str(home), "PYTHONPATH": str(TOP)}
    # An installed program has its byte code beside it; here it is kept in the folder of the measurement.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = str(home.parent / "bytecode")
    if not environment.get("DISPLAY"):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    begun = time.perf_counter()
    subprocess.run(command, check=True, env=environment, cwd=TOP, stderr=subprocess.DEVNULL)  # noqa: S603 - our own program
    return time.perf_counter() - begun


def measure(runs: int, notes: int, recommendations: int) -> dict[str, float]:
    """Medians in seconds, the programs started in turn so that a slow moment of the machine meets them all."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        forums = {"empty": (0, 0), "large": (notes, recommendations)}
        for name, (some, more) in forums.items():
            make = [sys.executable, "benchmarks/make_forum.py", "--notes", str(some), "--recommendations", str(more)]
            seconds([*make, f"{folder}/{name}.forum"], home)
        window = [sys.executable, "main.py"]
        programs = {
            "bare": [sys.executable, "-c", BARE],
            "first picture": [*window, "--quit-when-painted"],
            "ready, empty forum": [*window, "--quit-when-ready", f"{folder}/empty.forum"],
            "ready, 100,000 notes": [*window, "--quit-when-ready", f"{folder}/large.forum"],
        }
        for command in programs.values():
            seconds(command, home)
        taken: dict[str, list[float]] = {name: [] for name in programs}
        for _ in range(runs):
            for name, command in programs.items():
                taken[name].append(seconds(command, home))
    return {name: statistics.median(times) for name, times in taken.items()}


def main() -> None:
    """Measure and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--notes", type=int, default=100_000)
    parser.add_argument("--recommendations", type=int, default=20_000)
    said = parser.parse_args()
    medians = measure(said.runs, said.notes, said.recommendations)
    bare = medians["bare"]
    ratios = {name: taken / bare for name, taken in medians.items() if name != "bare"}
    ratios["large against empty"] = medians["ready, 100,000 notes"] / medians["ready, empty forum"]
    print(f"bare Qt window: {bare:.2f} s")
    for name, ratio in ratios.items():
        print(f"{name}: {ratio:.2f} (bound {BOUNDS[name]})")


if __name__ == "__main__":
    main()
