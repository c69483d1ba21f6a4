"""Measure the hub: python benchmarks/bench_hub.py [--laptops N] [--revisions N].

Laptops exchange at once through a PostgreSQL of their own; the bare things copy and insert the same rows into a table
with the same columns and indexes, and read them out again.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import psycopg

from forumdesk.domain.attestation import Given, Head, SignedHead
from forumdesk.domain.ids import BranchId, DeviceId
from forumdesk.domain.merkle import Tree, needed, spans_of
from forumdesk.domain.revisions import Revision
from forumdesk.exchange.deliveries import Entry, entry_of, heads_text, revision_of
from forumdesk.services.clock import SystemClock
from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from forumdesk.services.hub import Exchange
from forumdesk.services.syncing import Exchanged
from forumdesk.storage.hub.address import address_of
from forumdesk.storage.hub.log import TOGETHER, hub_log
from tests import postgres
from tests.builders import a_laptop
from tests.hub.laptops import beside

LEAST_OF_COPY, LEAST_OF_INSERT, LEAST_OF_READING, MOST_AGAIN = 1 / 4, 2 / 3, 1 / 8, 1 / 10
COLUMNS = "forum, place, id, header, body"


def timed(act: Callable[[], object]) -> float:
    """Seconds that an act takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


@contextmanager
def opened(path: Path) -> Iterator[Desk]:
    """The forum of a laptop, which is named as its file is."""
    with Forums(a_laptop(path.stem), SystemClock()).opened(path) as desk:
        yield desk


def prepare(folder: Path, laptops: int, revisions: int) -> list[Path]:
    """A forum, and a copy for each laptop with so many notes of its own."""
    base = folder / "base.forum"
    Forums(a_laptop("base"), SystemClock()).new(base).close()
    with opened(base) as desk:
        desk.planning.add_session("Employment", code="S1")
    made = []
    for number in range(laptops):
        made.append(folder / f"laptop {number}.forum")
        made[-1].write_bytes(base.read_bytes())
        with opened(made[-1]) as desk:
            session = desk.planning.session("S1").id
            desk.capturing.keep_many(session, [f"Laptop {number} says {one}" for one in range(revisions - 1)])
    return made


def exchanged(path: Path, address: str) -> Exchanged:
    """One exchange of one laptop."""
    with opened(path) as desk:
        return Exchange(address, beside(desk)).run()


def log_of(path: Path) -> list[Revision]:
    """Every revision of a laptop."""
    with opened(path) as desk, desk._database.read() as forum:  # noqa: SLF001 - what is compared
        return list(forum.log.all_revisions())


def everybody(paths: list[Path], address: str) -> float:
    """Seconds until every laptop, all at once, has sent its own and received everybody's."""
    with ProcessPoolExecutor(len(paths), mp_context=get_context("forkserver")) as pool:
        list(pool.map(log_of, paths))  # every process has loaded what it needs

        def meet() -> None:
            for _ in range(2):  # the second time for what came after somebody was done
                list(pool.map(exchanged, paths, [address] * len(paths)))

        return timed(meet)


def vouched(revisions: list[Revision]) -> list[tuple[list[Revision], str]]:
    """These revisions in deliveries, each with heads as a laptop would send them; they were signed before."""
    numbers: dict[tuple[str, str], int] = {}
    for one in revisions:
        numbers[(one.device, one.branch)] = max(numbers.get((one.device, one.branch), 0), one.number + 1)
    entries = {name: [bytes(32)] * size for name, size in numbers.items()}
    for one in revisions:
        entries[(one.device, one.branch)][one.number] = bytes.fromhex(one.id)
    trees = {name: Tree(ids) for name, ids in entries.items()}
    found = []
    for at in range(0, len(revisions), TOGETHER):
        some = revisions[at : at + TOGETHER]
        heads, hashes = list[Given](), list[bytes]()
        for name in {(one.device, one.branch): None for one in some}:
            size, tree = numbers[name], trees[name]
            head = Head(
                forum="b" * 64,
                device=DeviceId(name[0]),
                branch=BranchId(name[1]),
                size=size,
                root=tree.root(size).hex(),
            )
            spans = spans_of([one.number for one in some if (one.device, one.branch) == name])
            heads.append(Given(signed=SignedHead(head=head, key="a" * 64, signature="a" * 128), spans=spans))
            hashes += [tree.subtree(*each) or b"" for each in needed(size, spans)]
        found.append((some, heads_text(heads, hashes)))
    return found


def added(hub: postgres.TestHub, forum: str, revisions: list[Revision]) -> float:
    """Seconds in which one laptop's way adds these to a forum: asked first, written as a hub keeps them, and added."""
    hub.admit(forum)
    deliveries = vouched(revisions)
    with hub_log(address_of(hub.address()), forum) as log:

        def add() -> None:
            place = 0
            for some, heads in deliveries:
                log.found([one.id for one in some])
                done = log.add([entry_of(one) for one in some], heads, seen=place)
                place = done.place if done else place

        return timed(add)


def read(hub: postgres.TestHub, forum: str) -> float:
    """Seconds in which one laptop's way reads all of it, each made a revision again."""
    with hub_log(address_of(hub.address()), forum) as log:

        def follow() -> None:
            place = 0
            while deliveries := log.after(place):
                for one in deliveries:
                    for row in one.rows:
                        revision_of(Entry(row.id, row.header, row.body))
                place = deliveries[-1].last

        return timed(follow)


def bare(hub: postgres.TestHub, revisions: list[Revision]) -> tuple[float, float, float]:
    """Seconds to COPY the rows in, to INSERT them by executemany, and to read them out, each in one transaction."""
    entries = [entry_of(one) for one in revisions]
    rows: list[tuple[Any, ...]] = [
        ("b" * 64, place, bytes.fromhex(one.id), one.header, one.body) for place, one in enumerate(entries, 1)
    ]
    where = f"host={hub.cluster.folder} port={hub.cluster.port} dbname={hub.database} user=root"
    taken = []
    with psycopg.connect(where) as line:
        for table in ("copied", "inserted"):
            line.execute(f"CREATE TABLE {table} (LIKE forumdesk.revision INCLUDING ALL)")
        line.commit()

        def copy() -> None:
            with line.cursor().copy(f"COPY copied ({COLUMNS}) FROM STDIN") as stream:
                for row in rows:
                    stream.write_row(row)
            line.commit()

        def insert() -> None:
            marks = ", ".join(["%s"] * len(rows[0]))
            line.cursor().executemany(f"INSERT INTO inserted ({COLUMNS}) VALUES ({marks})", rows)  # noqa: S608
            line.commit()

        taken = [timed(act) for act in (copy, insert)]
        taken.append(timed(lambda: line.execute(f"SELECT {COLUMNS} FROM copied ORDER BY place").fetchall()))  # noqa: S608
    return taken[0], taken[1], taken[2]


def measure(folder: Path, laptops: int, revisions: int) -> bool:
    """Measure and print the ratios; tell whether all hold."""
    hub = postgres.a_hub(durable=True)
    paths = prepare(folder, laptops, revisions)
    with opened(paths[0]) as desk:
        hub.admit(desk.syncing.key())
    together = everybody(paths, hub.address())
    again = timed(lambda: exchanged(paths[0], hub.address()))
    whole = sorted(hub.ids())
    lost = sum(sorted(one.id for one in log_of(path)) != whole for path in paths)
    sample = log_of(paths[0])
    adding = added(hub, "a" * 64, sample)
    reading = read(hub, "a" * 64)
    copying, inserting, fetching = bare(hub, sample)
    many = len(whole)
    print(f"{laptops} laptops with {revisions} revisions each, {many} on the hub in the end, {lost} laptops lack some")
    print(
        f"all at once, until each has everybody's: {together:.1f} s, {many * laptops / together:.0f} revisions a second"
    )
    print(f"added {many / adding:.0f} a second; COPY {many / copying:.0f}, INSERT {many / inserting:.0f}")
    print(
        f"read {many / reading:.0f} a second; bare SELECT {many / fetching:.0f}; once more, nothing new: {again:.3f} s"
    )
    ratios = (
        ("adding, rate against COPY", copying / adding, LEAST_OF_COPY, copying / adding >= LEAST_OF_COPY),
        ("adding, rate against INSERT", inserting / adding, LEAST_OF_INSERT, inserting / adding >= LEAST_OF_INSERT),
        ("reading, rate against SELECT", fetching / reading, LEAST_OF_READING, fetching / reading >= LEAST_OF_READING),
        ("nothing new, against adding", again / adding, MOST_AGAIN, again / adding <= MOST_AGAIN),
        ("laptops that lack something", lost, 0, not lost),
    )
    for what, ratio, bound, holds in ratios:
        print(f"{what:30} {ratio:7.2f}  bound {bound:.2f}  {'holds' if holds else 'DOES NOT HOLD'}")
    return all(holds for *_, holds in ratios)


def main() -> int:
    """Start a PostgreSQL, measure, and end it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--laptops", type=int, default=20)
    parser.add_argument("--revisions", type=int, default=1000)
    said = parser.parse_args()
    if not postgres.is_installed():
        print("There is no PostgreSQL here: apt-get install postgresql.")
        return 1
    with tempfile.TemporaryDirectory(prefix="forumdesk-bench-") as name:
        folder = Path(name)
        os.environ["FORUMDESK_HOME"] = str(folder / "home")
        os.environ[postgres.FOLDER] = f"{name}-postgres"
        try:
            return 0 if measure(folder, said.laptops, said.revisions) else 1
        finally:
            postgres.stop()


if __name__ == "__main__":
    sys.exit(main())
