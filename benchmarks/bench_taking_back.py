"""What taking back, settling, joining and partial packages cost: python benchmarks/bench_taking_back.py [--notes N].

Each figure is a ratio against the bare or the earlier thing, taken in the same run.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from forumdesk.domain.ids import new_id
from forumdesk.domain.notes import Note
from forumdesk.domain.people import Participant
from forumdesk.services.clock import SystemClock
from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from tests.builders import a_laptop

MOST_UNDO, MOST_LOG, MOST_DRIFT, MOST_JOINED, MOST_BYTES, MOST_PARTIAL = 1.0, 0.01, 1.2, 1.2, 1024, 60 * 1024
TIDY_EVERY, ROUNDS = 50, 5
"""After so many undos the file is tidied, as it is whenever nobody waits."""
LOG = ("revision", "act", "carried", "branch")


def timed(act: Callable[[], object]) -> float:
    """Seconds that an act takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def at(name: str, path: Path) -> AbstractContextManager[Desk]:
    """A laptop with a forum open."""
    return Forums(a_laptop(name), SystemClock()).opened(path)


def prepared(folder: Path, notes: int) -> Path:
    """A forum with a session, and so many notes in it."""
    path = folder / f"base {notes}.forum"
    if path.exists():
        return path
    desk = Forums(a_laptop("Secretariat"), SystemClock()).new(path)
    session = desk.planning.add_session("Employment", code="S1")
    if notes:
        desk.capturing.keep_many(session.id, [f"The council pays for place {one}." for one in range(notes)])
    desk.close()
    return path


def copy_of(path: Path, name: str) -> Path:
    """The file of another laptop."""
    return Path(shutil.copy(path, path.with_name(f"{name}.forum")))


def rows(desk: Desk) -> int:
    """How many rows the log and what belongs to it has."""
    with desk._database.read() as forum:  # noqa: SLF001 - what is measured lies inside
        return sum(int(forum.rows(f"SELECT COUNT(*) FROM {name}")[0][0]) for name in LOG)  # noqa: S608 - our own names


def ends(rounds: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Seconds of the first and of the last hundredth, the best round of each: without what the machine did besides."""
    times = [min(some) for some in zip(*rounds, strict=True)]
    size = max(1, len(times) // 100)
    return statistics.median(times[:size]), statistics.median(times[-size:])


def undo_of_a_merge(folder: Path, notes: int) -> tuple[float, float]:
    """Seconds of an undo against those of its merge, and rows of the log that it writes against those of the merge."""
    base = prepared(folder, 0)
    with at("Room", copy_of(base, "room")) as desk:
        session = desk.planning.session("S1").id
        desk.capturing.keep_many(session, [f"Somebody says {one}" for one in range(notes)])
        package = desk.packing.pack(folder / "room").path
    with at("Desk", copy_of(base, "desk")) as desk:
        before = rows(desk)
        merged = timed(lambda: desk.merging.merge([package]))
        brought = rows(desk) - before
        undone = timed(desk.history.undo)
        written = rows(desk) - before - brought
        again = timed(desk.history.redo)
    print(f"merge of {notes} {merged:.2f} s, undo {undone:.2f} s, redo {again:.2f} s; rows {brought}, {written}")
    return max(undone, again) / merged, written / brought


def undos_in_a_row(folder: Path, acts: int) -> tuple[float, float]:
    """The last hundredth of so many undos against the first, and bytes that an undo and a redo add to the file."""
    with at("Desk", copy_of(prepared(folder, 0), "undos")) as desk:
        session = desk.planning.session("S1").id
        for one in range(acts):
            desk.capturing.keep(session, f"Somebody says {one}")
        rounds = [undone_and_redone(desk, acts) for _ in range(ROUNDS)]
    size = (folder / "undos.forum").stat().st_size
    with at("Desk", folder / "undos.forum") as desk:
        desk.history.undo()
        desk.history.redo()
        for _ in range(200):
            desk.history.undo()
        for _ in range(200):
            desk.history.redo()
    first, last = ends(rounds)
    return last / first, ((folder / "undos.forum").stat().st_size - size) / 402


def undone_and_redone(desk: Desk, acts: int) -> list[float]:
    """Seconds of each of so many undos in a row, all of which are redone after it."""
    desk.tidy()
    times = []
    for one in range(acts):
        times.append(timed(desk.history.undo))
        if not (one + 1) % TIDY_EVERY:
            desk.tidy()  # as whenever nobody waits
    for _ in range(acts):
        desk.history.redo()
    return times


def bytes_of_a_large_undo(folder: Path, notes: int) -> float:
    """Bytes that undo and redo of an act of many notes add to the file, each."""
    path = copy_of(prepared(folder, 0), "large")
    with at("Desk", path) as desk:
        session = desk.planning.session("S1").id
        desk.capturing.keep_many(session, [f"Somebody says {one}" for one in range(notes)])
    with at("Desk", path) as desk:
        desk.history.undo()
        desk.history.redo()
    size = path.stat().st_size
    with at("Desk", path) as desk:
        for _ in range(20):
            desk.history.undo()
            desk.history.redo()
    return (path.stat().st_size - size) / 40


def conflicts_one_by_one(folder: Path, conflicts: int) -> float:
    """The last hundredth of so many conflicts settled one by one against the first."""
    base = prepared(folder, conflicts)
    packages = []
    for name in ("North", "South"):
        with at(name, copy_of(base, name)) as desk:
            with desk._database.write("edit-notes") as work:  # noqa: SLF001 - the edit is not what is measured
                for note in work.all(Note):
                    work.put(replace(note, text=f"{name}: {note.text}"))
            packages.append(desk.packing.pack(folder / name).path)
    first, last = ends([settled(copy_of(base, f"settling {number}"), packages) for number in range(ROUNDS)])
    print(f"{conflicts} conflicts, one settled in {first * 1000:.2f} ms at first, {last * 1000:.2f} ms at last")
    return last / first


def settled(path: Path, packages: Sequence[Path]) -> list[float]:
    """Seconds of each conflict that two packages lead to, settled one after the other."""
    with at("Desk", path) as desk:
        desk.merging.merge(packages)
        found = desk.settling.conflicts()
        return [timed(lambda one=one: desk.settling.settle(one.record, one.field, one.heads[0].id)) for one in found]  # type: ignore[misc]


def merge_beside_joins(folder: Path, notes: int, joins: int) -> float:
    """Seconds to merge one note into many, with earlier joins against without, the median of several."""
    base = prepared(folder, notes)
    people = folder / "people.forum"
    shutil.copy(base, people)
    with at("Secretariat", people) as desk, desk._database.write("add-participant") as work:  # noqa: SLF001
        for one in range(joins):
            for city in ("Quito", "Dakar"):
                work.put(Participant(id=new_id(), name=f"Person {one}", city=city))
    joined = copy_of(people, "joined")
    with at("Desk", joined) as desk:
        named: dict[str, list[str]] = {}
        for person in desk.people.participants():
            named.setdefault(person.name, []).append(person.id)
        for stays, goes in named.values():
            desk.joining.join(stays, [goes])
    apart = copy_of(people, "apart")
    packages = []
    with at("Room", copy_of(people, "room with one")) as desk:
        session = desk.planning.session("S1").id
        for one in range(31):
            desk.capturing.keep(session, f"One more: {one}")
            packages.append(desk.packing.pack(folder / f"one {one}", desk.packing.scope(since_last=one > 0)).path)
    times: dict[Path, list[float]] = {joined: [], apart: []}
    for package in packages:
        for path, found in times.items():
            with at("Desk", path) as desk:
                found.append(timed(lambda package=package, desk=desk: desk.merging.merge([package])))  # type: ignore[misc]
    return statistics.median(times[joined][1:]) / statistics.median(times[apart][1:])


def partial_package(folder: Path, notes: int) -> float:
    """Bytes that a package of one session with 48 notes, out of so many revisions, has beside its words."""
    path = copy_of(prepared(folder, 0), "partial")
    with at("Desk", path) as desk:
        other = desk.planning.add_session("Protection", code="S2").id
        session = desk.planning.session("S1").id
        step = max(1, notes // 48)
        for begin in range(0, notes, step):
            some = min(step, notes - begin)
            desk.capturing.keep(session, f"Somebody says {begin}")
            desk.capturing.keep_many(other, [f"Somebody else says {begin + one}" for one in range(1, some)])
        part = desk.packing.pack(folder / "part", desk.packing.scope(sessions=["S1"]))
    words = sum(len(f"Somebody says {begin}") for begin in range(0, notes, step))
    return part.path.stat().st_size - words


def main() -> int:
    """Measure and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=100_000)
    parser.add_argument("--undos", type=int, default=2000)
    parser.add_argument("--conflicts", type=int, default=5000)
    parser.add_argument("--beside", type=int, default=20_000)
    said = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="forumdesk-bench-") as name:
        folder = Path(name)
        os.environ["FORUMDESK_HOME"] = str(folder / "home")
        undone, written = undo_of_a_merge(folder, said.notes)
        drift, each = undos_in_a_row(folder, said.undos)
        large = bytes_of_a_large_undo(folder, 5000)
        settled = conflicts_one_by_one(folder, said.conflicts)
        joined = merge_beside_joins(folder, said.beside, 200)
        beside = partial_package(folder, said.notes)
    ratios = (
        ("undo or redo of a merge, against it", undone, MOST_UNDO),
        ("its rows of the log, against the merge's", written, MOST_LOG),
        ("undos in a row, last against first", drift, MOST_DRIFT),
        ("bytes an undo or a redo adds", each, MOST_BYTES),
        ("the same, of an act of 5,000 notes", large, MOST_BYTES),
        ("conflicts settled, last against first", settled, MOST_DRIFT),
        ("one note merged beside 200 joins", joined, MOST_JOINED),
        ("48 records of many: bytes beside words", beside, MOST_PARTIAL),
    )
    for what, ratio, bound in ratios:
        print(f"{what:42} {ratio:9.3f}  at most {bound:9.2f}  {'holds' if ratio <= bound else 'DOES NOT HOLD'}")
    return 0 if all(ratio <= bound for _, ratio, bound in ratios) else 1


if __name__ == "__main__":
    sys.exit(main())
