"""Measure the log against the bare driver: keep a note, rebuild the tables, fetch keys and pages.

python benchmarks/bench_log.py [--notes N] [--recommendations M]
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as driver

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.make_forum import make
from forumdesk.domain.ids import new_id
from forumdesk.domain.kinds import KINDS
from forumdesk.domain.listing import Criterion, ListQuery
from forumdesk.domain.notes import Note, NoteKind
from forumdesk.domain.recommendations import Recommendation
from forumdesk.services.clock import SystemClock
from forumdesk.storage.connection import connect
from forumdesk.storage.database import Database, open_file
from forumdesk.storage.layout import table_name
from forumdesk.storage.lists import keys, page
from forumdesk.storage.search_index import catch_up
from forumdesk.storage.statements import INSERT_REVISION, REVISIONS
from forumdesk.storage.tables import projection_ddl
from tests.builders import a_laptop

LAPTOP = a_laptop("Bench", "Rapporteur")
TURNS, EACH = 20, 50
MOST_KEEP, MOST_KEEP_MS, MOST_REBUILD, MOST_PAGE_MS = 2.5, 5.0, 5.0, 16.0


def timed(act: Callable[[], object]) -> float:
    """How many milliseconds an act takes."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def quantile(found: list[float], part: float) -> float:
    """The value below which this part of the measurements lies."""
    return sorted(found)[min(len(found) - 1, int(len(found) * part))]


def a_note(number: int, session: str) -> Note:
    """A note as somebody takes it down."""
    return Note(
        id=new_id(),
        session=session,
        kind=list(NoteKind)[number % 9],
        text=f"The desk helped {number} people find papers, and the council will pay for two more years.",
        city="Quito",
        codes=("sdg 8.5",) if number % 3 == 0 else (),
        instant=SystemClock().now(),
    )


def keep_notes(path: Path, bare_path: Path) -> tuple[list[float], list[float]]:
    """Keep notes in one file and insert their revisions bare into its twin, turn by turn."""
    database = open_file(path, LAPTOP, SystemClock())
    with database.read() as forum:
        session = forum.rows("SELECT id FROM at_session LIMIT 1")[0][0]
    bare: Any = connect(bare_path)
    ours, theirs = list[float](), list[float]()
    for turn in range(TURNS):
        notes = [a_note(turn * EACH + number, session) for number in range(EACH)]
        for note in notes:
            ours.append(timed(lambda note=note: keep(database, note)))  # type: ignore[misc]
        with database.read() as forum:
            rows = forum.rows(f"{REVISIONS} ORDER BY seq DESC LIMIT {EACH}")
        for row in rows:
            theirs.append(timed(lambda row=row: insert(bare, row)))  # type: ignore[misc]
    database.close()
    bare.close()
    return ours, theirs


def keep(database: Database, note: Note) -> None:
    """Keep one note, durably."""
    with database.write("keep-note") as work:
        work.put(note)


def insert(bare: Any, row: tuple[Any, ...]) -> None:  # noqa: ANN401 - the driver's connection has no stubs
    """Insert one revision with the driver alone, durably."""
    bare.execute("BEGIN IMMEDIATE")
    bare.execute(INSERT_REVISION, (row[-1], *row[:-1]))
    bare.execute("COMMIT")


def rebuild(path: Path) -> tuple[float, float]:
    """Rebuild the tables from the log, and insert the same rows bare into a file beside it."""
    database = open_file(path, LAPTOP, SystemClock())
    ours = min(timed(database.rebuild) for _ in range(2))
    with database.read() as forum:
        tables = {name: forum.rows(f"SELECT * FROM {name}") for name in _tables()}  # noqa: S608 - our own names
    database.close()
    theirs = min(timed(lambda: insert_all(path.with_name("bare"), tables)) for _ in range(2))
    return ours, theirs


def _tables() -> list[str]:
    return ["link", *(table_name(kind) for kind in KINDS)]


def insert_all(path: Path, tables: dict[str, list[tuple[Any, ...]]]) -> None:
    """Make the same tables in a new file and insert the same rows with the driver alone."""
    path.unlink(missing_ok=True)
    bare = connect(path)
    assert bare is not None  # noqa: S101 - it was opened on the line before
    bare.execute("BEGIN IMMEDIATE")
    for statement in projection_ddl():
        bare.execute(statement)
    for name, rows in tables.items():
        if rows:
            bare.executemany(f"INSERT INTO {name} VALUES ({','.join('?' * len(rows[0]))})", rows)  # noqa: S608 - our own names
    bare.execute("COMMIT")
    bare.close()


LISTS = {
    "all, by number": ListQuery(order=("number",)),
    "all, by text, downwards": ListQuery(order=("-text",)),
    "drafts, by actor": ListQuery((Criterion("status", equals="draft"),), ("actor",)),
    "without an indicator": ListQuery((Criterion("indicator", empty=True),), ("number",)),
    "with a goal": ListQuery((Criterion("codes", holds="sdg 8*"),), ("number",)),
    "holding two words": ListQuery((Criterion("text", words="budget school"),), ("number",)),
}


def lists(path: Path) -> tuple[dict[str, float], list[float]]:
    """How long the keys of each list take, and each of many pages at random places."""
    database = open_file(path, LAPTOP, SystemClock())
    chance = random.Random(1)  # noqa: S311 - places to look at, not secrets
    with database.read() as forum:
        catch_up(forum.driver)
        found = {
            name: min(timed(lambda query=query: keys(forum, Recommendation, query)) for _ in range(2))  # type: ignore[misc]
            for name, query in LISTS.items()
        }
        numbers = keys(forum, Recommendation, LISTS["all, by text, downwards"])
        pages = []
        for _ in range(300):
            at = chance.randrange(max(1, len(numbers) - 100))
            pages.append(timed(lambda at=at: page(forum, Recommendation, numbers[at : at + 100])))  # type: ignore[misc]
    database.close()
    return found, pages


def row(what: str, ours: str, against: str, ratio: str, at_most: str) -> None:
    """Print one line of the table."""
    print(f"| {what} | {ours} | {against} | {ratio} | {at_most} |")


def main() -> None:
    """Measure everything and print one table."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=20_000)
    parser.add_argument("--recommendations", type=int, default=20_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="forumdesk-bench-") as folder:
        path = Path(folder) / "large.forum"
        make(path, notes=given.notes, recommendations=given.recommendations, seed=1)
        twin = Path(shutil.copy(path, path.with_name("twin.forum")))
        print(f"\n{given.notes} notes, {given.recommendations} recommendations; SQLite {driver.sqlite_version}\n")
        row("", "ForumDesk", "bare driver", "ratio", "at most")
        row("---", "---", "---", "---", "---")
        ours, theirs = keep_notes(path, twin)
        half = [quantile(found, 0.5) for found in (ours, theirs)]
        row("keep a note, p50", f"{half[0]:.3f} ms", f"{half[1]:.3f} ms", f"{half[0] / half[1]:.2f}", str(MOST_KEEP))
        last = [quantile(found, 0.99) for found in (ours, theirs)]
        row("keep a note, p99", f"{last[0]:.2f} ms", f"{last[1]:.2f} ms", "", f"{MOST_KEEP_MS} ms")
        made, bare = rebuild(path)
        row("rebuild", f"{made:.0f} ms", f"{bare:.0f} ms", f"{made / bare:.2f}", str(MOST_REBUILD))
        found, pages = lists(path)
        row("page of 100, p50", f"{quantile(pages, 0.5):.2f} ms", "", "", "")
        row("page of 100, p99", f"{quantile(pages, 0.99):.2f} ms", "", "", f"{MOST_PAGE_MS} ms")
        for name, milliseconds in found.items():
            row(f"keys: {name}", f"{milliseconds:.0f} ms", "", "", "")


if __name__ == "__main__":
    main()
