"""Measure the export against a bare openpyxl loop over the same cells: python benchmarks/bench_export.py."""

from __future__ import annotations

import argparse
import json
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook
from python_calamine import CalamineWorkbook

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk

MOST_TIME, MOST_MEMORY, MOST_GROWTH = 1.5, 2.0, 11.0
"""What the export may take: times the bare loop's time and memory, and times its own time for ten times the rows."""
FEWER = 10


def export(forum: Path, book: Path) -> float:
    """Seconds that an export of the forum takes, its check by reading back included."""
    with _opened(forum) as desk:
        began = time.perf_counter()
        desk.exporting.export(book)
        return time.perf_counter() - began


def idle(forum: Path, book: Path) -> float:
    """Open the forum and export nothing: what the program itself weighs."""
    with _opened(forum):
        return 0.0 * book.exists()


def _opened(forum: Path) -> AbstractContextManager[Desk]:
    # Loaded only where a forum is opened, so that the bare loop's process holds openpyxl and nothing of the program.
    from forumdesk.domain.devices import Laptop  # noqa: PLC0415
    from forumdesk.domain.ids import DeviceId  # noqa: PLC0415
    from forumdesk.services.clock import SystemClock  # noqa: PLC0415
    from forumdesk.services.forums import Forums  # noqa: PLC0415

    return Forums(Laptop(DeviceId("benchmark")), SystemClock()).opened(forum, to_read=True)


def cells_of(book: Path, cells: Path) -> float:
    """Put the cells of a workbook into a file, row by row, for the bare loop."""
    read = CalamineWorkbook.from_path(book)
    with cells.open("wb") as out:
        for title in read.sheet_names:
            pickle.dump(title, out)
            for row in read.get_sheet_by_name(title).to_python(skip_empty_area=False):
                pickle.dump(row, out)
    return 0.0


def bare(cells: Path, book: Path) -> float:
    """Seconds that openpyxl takes to write the same cells without any look; having them read is not counted."""
    for _ in _rows(cells):
        pass
    began = time.perf_counter()
    for _ in _rows(cells):
        pass
    reading = time.perf_counter() - began
    began = time.perf_counter()
    plain = Workbook(write_only=True)
    sheet = plain.create_sheet("Sheet")
    for row in _rows(cells):
        if isinstance(row, str):
            sheet = plain.create_sheet(row)
        else:
            sheet.append(row)
    plain.save(book)
    return time.perf_counter() - began - reading


def _rows(cells: Path) -> Iterator[str | list[object]]:
    with cells.open("rb") as read:
        while True:
            try:
                yield pickle.load(read)  # noqa: S301 - what this program wrote itself a moment ago
            except EOFError:
                return


WORKS = {"export": export, "idle": idle, "cells": cells_of, "bare": bare}


def measured(work: str, source: Path, target: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of one piece of work in a process of its own."""
    said = subprocess.run(  # noqa: S603 - this very program
        [sys.executable, __file__, "--work", work, str(source), str(target)], check=True, capture_output=True, text=True
    )
    seconds, peak = json.loads(said.stdout)
    return seconds, peak


def compare(notes: int, recommendations: int, seed: int, rounds: int) -> bool:
    """Measure, print the table, and tell whether every limit holds."""
    with tempfile.TemporaryDirectory(prefix="forumdesk-bench-") as name:
        folder = Path(name)
        large, small = folder / "large.forum", folder / "small.forum"
        for forum, share in ((large, 1), (small, FEWER)):
            _make(forum, notes // share, recommendations // share, seed)
        book, cells = folder / "book.xlsx", folder / "cells"
        measured("export", large, book)
        measured("cells", book, cells)
        _, weight = measured("idle", large, book)
        ours, plain, tenth = [], [], []
        for _ in range(rounds):
            plain.append(measured("bare", cells, folder / "bare.xlsx"))
            ours.append(measured("export", large, book))
            tenth.append(measured("export", small, folder / "small.xlsx"))
    (bare_time, bare_peak), (time_taken, peak), (tenth_time, tenth_peak) = map(_best, (plain, ours, tenth))
    print(f"{notes} notes and {recommendations} recommendations, the best of {rounds}")
    print(f"bare openpyxl loop   {bare_time:7.2f} s  {bare_peak:6.0f} MB")
    print(f"export and check     {time_taken:7.2f} s  {peak:6.0f} MB")
    print(f"forum only opened             {weight:6.0f} MB")
    print(f"a tenth of the rows  {tenth_time:7.2f} s  {tenth_peak:6.0f} MB")
    ratios = (
        ("time against bare", time_taken / bare_time, MOST_TIME),
        ("peak memory against bare", peak / bare_peak, MOST_MEMORY),
        ("time for ten times the rows", time_taken / tenth_time, MOST_GROWTH),
    )
    for what, ratio, most in ratios:
        print(f"{what:28} {ratio:5.2f}x  at most {most}x  {'holds' if ratio <= most else 'DOES NOT HOLD'}")
    return all(ratio <= most for _, ratio, most in ratios)


def _best(runs: list[tuple[float, float]]) -> tuple[float, float]:
    return min(seconds for seconds, _ in runs), max(peak for _, peak in runs)


def _make(forum: Path, notes: int, recommendations: int, seed: int) -> None:
    sizes = ("--notes", str(notes), "--recommendations", str(recommendations), "--seed", str(seed))
    maker = Path(__file__).with_name("make_forum.py")
    subprocess.run([sys.executable, str(maker), *sizes, str(forum)], check=True, stderr=subprocess.DEVNULL)  # noqa: S603


def main() -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=100_000)
    parser.add_argument("--recommendations", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", nargs=3, help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.work:
        work, source, target = said.work
        seconds = WORKS[work](Path(source), Path(target))
        print(json.dumps((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)))
        return 0
    return 0 if compare(said.notes, said.recommendations, said.seed, said.rounds) else 1


if __name__ == "__main__":
    sys.exit(main())
