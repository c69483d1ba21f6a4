"""Measure how an edited workbook is read back and compared: python benchmarks/bench_returning.py [--recommendations N].

The bare thing is openpyxl's read-only loop over the same workbook, which only reads.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from openpyxl import load_workbook

from forumdesk.services.clock import SystemClock
from forumdesk.services.forums import Forums
from tests.builders import a_laptop

MOST = 2.0
EVERY = 20
"""One row in so many is edited."""


def timed(act: Callable[[], object]) -> float:
    """Seconds that an act takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def bare(book: Path) -> int:
    """Read every cell of the workbook, and count them."""
    read = load_workbook(book, read_only=True)
    cells = sum(len(row) for sheet in read.worksheets for row in sheet.iter_rows(values_only=True))
    read.close()
    return cells


def edit(book: Path) -> None:
    """Edit the text and the level of some rows."""
    opened = load_workbook(book)
    sheet: Any = opened["Recommendations"]
    headings = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1, EVERY):
        sheet.cell(row, headings["Recommendation"]).value = f"Edited {row}"
        sheet.cell(row, headings["Level"]).value = "National"
    opened.save(book)


def main() -> int:
    """Measure and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recommendations", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    said = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="forumdesk-bench-") as name:
        folder = Path(name)
        os.environ["FORUMDESK_HOME"] = str(folder / "home")
        forum, book = folder / "large.forum", folder / "book.xlsx"
        sizes = ("--notes", "100", "--recommendations", str(said.recommendations), "--seed", "1")
        maker = Path(__file__).with_name("make_forum.py")
        subprocess.run([sys.executable, str(maker), *sizes, str(forum)], check=True, stderr=subprocess.DEVNULL)  # noqa: S603
        with _opened(forum) as desk:
            desk.exporting.export(book)
        edited = Path(shutil.copy(book, folder / "edited.xlsx"))
        edit(edited)
        with _opened(forum) as desk:
            plain, same, some = [], [], []
            for _ in range(said.rounds):
                plain.append(timed(lambda: bare(book)))
                same.append(timed(lambda: desk.merging.look([book])))
                some.append(timed(lambda: desk.merging.look([edited])))
            cells, returned = bare(book), desk.merging.look([edited]).sources[0].returned
    edits = returned.edits if returned else 0
    print(f"{said.recommendations} recommendations, {cells} cells, {edits} of them edited; the best of {said.rounds}")
    print(f"bare openpyxl read-only loop {min(plain):.2f} s")
    ratios = (("nothing edited", min(same) / min(plain)), ("edits matched and weighed", min(some) / min(plain)))
    for what, ratio in ratios:
        print(f"{what:30} {ratio:5.2f}x  at most {MOST}x  {'holds' if ratio <= MOST else 'DOES NOT HOLD'}")
    return 0 if all(ratio <= MOST for _, ratio in ratios) else 1


def _opened(forum: Path) -> Any:  # noqa: ANN401
    return Forums(a_laptop("Desk"), SystemClock()).opened(forum)


if __name__ == "__main__":
    sys.exit(main())
