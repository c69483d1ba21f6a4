"""Run every benchmark, one after the other: python benchmarks/run.py. Each prints ratios taken within its own run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
BENCHMARKS = (
    "bench_log.py",
    "bench_keeping.py",
    "bench_startup.py",
    "bench_lists.py",
    "bench_export.py",
    "bench_merging.py",
    "bench_taking_back.py",
    "bench_hostile.py",
    "bench_similarity.py",
    "bench_returning.py",
    "bench_hub.py",
    "bench_bringing.py",
)


def main() -> int:
    """Run all; the exit code is that of the first that failed."""
    environment = {**os.environ, "PYTHONPATH": str(FOLDER.parent)}
    if not environment.get("DISPLAY"):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    worst = 0
    for name in BENCHMARKS:
        print(f"\n== {name}", flush=True)
        code = subprocess.call([sys.executable, str(FOLDER / name)], env=environment, cwd=FOLDER.parent)  # noqa: S603
        worst = worst or code
    return worst


if __name__ == "__main__":
    sys.exit(main())
