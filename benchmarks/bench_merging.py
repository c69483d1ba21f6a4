"""Measure bringing together: python benchmarks/bench_merging.py [--packages N] [--records N].

Packages of one forum, each from a laptop of its own, are weighed and merged; the bare thing inserts the same revisions.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from forumdesk.services.clock import SystemClock
from forumdesk.services.forums import Forums
from forumdesk.storage.connection import connect
from forumdesk.storage.statements import INSERT_REVISION, REVISIONS
from forumdesk.storage.tables import log_ddl
from tests.builders import a_laptop

LEAST_RATE, MOST_GROWTH, MOST_AGAIN, MOST_LOOK, MOST_MB = 0.18, 11.0, 1 / 10, 2.5, 300


def timed(act: Callable[[], object]) -> float:
    """Seconds that an act takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def prepare(folder: Path, packages: int, records: int) -> list[Path]:
    """A forum, and packages of as many laptops, each with so many notes of its own."""
    clock = SystemClock()
    base = Forums(a_laptop("Secretariat"), clock).new(folder / "base.forum")
    base.planning.add_session("Employment", code="S1")
    base.close()
    made = []
    for number in range(packages):
        copy = folder / f"room {number}.forum"
        copy.write_bytes((folder / "base.forum").read_bytes())
        with Forums(a_laptop(f"Room {number}"), clock).opened(copy) as desk:
            desk.packing.scope()
            session = desk.planning.session("S1").id
            desk.capturing.keep_many(session, [f"Room {number} says {one}" for one in range(records)])
            made.append(desk.packing.pack(folder / f"room {number}").path)
        copy.unlink()
    return made


def bare(copy: Path, merged: Path) -> float:
    """Seconds that the driver takes to insert the same revisions, with the same settings, in one transaction."""
    source = connect(merged)
    rows = [(row[-1], *row[:-1]) for row in source.execute(f"{REVISIONS} ORDER BY seq")]
    source.close()
    target = connect(copy)
    for statement in log_ddl():
        target.execute(statement)

    def insert() -> None:
        target.execute("BEGIN IMMEDIATE")
        target.executemany(INSERT_REVISION, rows)
        target.execute("COMMIT")

    taken = timed(insert)
    target.close()
    return taken


def merge(folder: Path, name: str, packages: list[Path]) -> tuple[float, float, float]:
    """Seconds to look, to merge, and to merge again."""
    copy = folder / f"{name}.forum"
    copy.write_bytes((folder / "base.forum").read_bytes())
    with Forums(a_laptop("Desk"), SystemClock()).opened(copy) as desk:
        looked = timed(lambda: desk.merging.look(packages))
        merged = timed(lambda: desk.merging.merge(packages))
        again = timed(lambda: desk.merging.merge(packages))
    return looked, merged, again


def tenths(folder: Path, number: int, packages: list[Path]) -> float:
    """Seconds to merge a tenth of the packages, the mean of all ten: as long at work as the whole, and in its noise."""
    size = max(1, len(packages) // 10)
    parts = [packages[at : at + size] for at in range(0, len(packages), size)]
    return sum(merge(folder, f"tenth {number} {at}", part)[1] for at, part in enumerate(parts)) / len(parts)


def main() -> int:
    """Measure and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=int, default=100)
    parser.add_argument("--records", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5, help="the best of so many is told, in turn")
    said = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="forumdesk-bench-") as name:
        folder = Path(name)
        os.environ["FORUMDESK_HOME"] = str(folder / "home")
        packages = prepare(folder, said.packages, said.records)
        rounds = []
        for number in range(said.rounds):
            tenth = tenths(folder, number, packages)
            whole = merge(folder, f"all {number}", packages)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            rounds.append((tenth, *whole, bare(folder / f"bare {number}.forum", folder / f"all {number}.forum")))
        tenth, looked, merged, again, plain = map(min, zip(*rounds, strict=True))
    print(f"{said.packages} packages of {said.records} records, the best of {said.rounds}")
    print(f"looked {looked:.2f} s, merged {merged:.2f} s, again {again:.2f} s")
    print(f"the same revisions inserted bare: {plain:.2f} s; peak memory {peak:.0f} MB")
    ratios = (
        ("rate against bare inserts", plain / merged, LEAST_RATE, plain / merged >= LEAST_RATE),
        ("ten times the packages", merged / tenth, MOST_GROWTH, merged / tenth <= MOST_GROWTH),
        ("again, against the first time", again / merged, MOST_AGAIN, again / merged <= MOST_AGAIN),
        ("look, against bare inserts", looked / plain, MOST_LOOK, looked / plain <= MOST_LOOK),
        ("peak memory, MB", peak, MOST_MB, peak <= MOST_MB),
    )
    for what, ratio, bound, holds in ratios:
        print(f"{what:30} {ratio:7.2f}  bound {bound:.2f}  {'holds' if holds else 'DOES NOT HOLD'}")
    return 0 if all(holds for *_, holds in ratios) else 1


if __name__ == "__main__":
    sys.exit(main())
