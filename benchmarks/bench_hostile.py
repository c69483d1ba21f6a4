"""Measure what harmful files cost a merge desk: python benchmarks/bench_hostile.py [--tries N].

Packages, workbooks and forum files that were made to grow, torn, flipped or forged are looked at one by one.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from forumdesk.domain.handover import Scope
from forumdesk.exchange.package import opened
from forumdesk.exchange.passphrase import encrypted
from forumdesk.services.clock import SystemClock
from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from forumdesk.services.merging import Terms
from tests.builders import a_laptop
from tests.exchange.test_package import chance, packed, rebuilt
from tests.exchange.test_workbook_in import repacked
from tests.services.test_hostile import bend_lines, bend_manifest, bend_members, bombs

MOST_SECONDS, MOST_MB = 5.0, 512
SWOLLEN = 80_000_000


class Harm(NamedTuple):
    """A file that means harm."""

    name: str
    suffix: str
    content: bytes


def growing(book: bytes, begun: str) -> Iterator[Harm]:
    """Small files that would grow, the packages among them of the forum that began so."""
    for name, content in bombs(begun):
        yield Harm(f"package, {name}", ".forumpack", content)
    yield Harm("package, under another passphrase", ".forumpack", encrypted(packed(), "tulip market"))
    yield Harm("workbook, swollen part", ".xlsx", repacked(book, partial(_swollen, "xl/worksheets/sheet3.xml")))
    yield Harm("workbook, entities", ".xlsx", repacked(book, _entities))
    yield Harm("workbook, cell far away", ".xlsx", repacked(book, _far_away))


def _swollen(part: str, name: str, was: bytes) -> bytes:
    return b" " * SWOLLEN if name == part else was


def _entities(name: str, was: bytes) -> bytes:
    if name != "docProps/core.xml":
        return was
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    kind = f'<!DOCTYPE a [<!ENTITY e0 "more">{levels}]>'.encode()
    return kind + was.replace(
        b"</cp:coreProperties>", b"<cp:lastModifiedBy>&e9;</cp:lastModifiedBy></cp:coreProperties>"
    )


def _far_away(name: str, was: bytes) -> bytes:
    return was.replace(b' r="A2"', b' r="XFD1048576"') if name.endswith("sheet2.xml") else was


def damaged(forum: bytes, book: bytes, package: bytes, tries: int) -> Iterator[Harm]:
    """Files that were torn, flipped, or forged by somebody who knows how they are written."""
    for number in range(tries):
        dice = chance(number)
        for suffix, whole in ((".forumpack", package), (".xlsx", book), (".forum", forum)):
            yield Harm("torn or flipped", suffix, _spoilt(whole, dice))
        bend = dice.choice((bend_lines, bend_manifest, bend_members))
        yield Harm("forged", ".forumpack", rebuilt(partial(bend, dice=dice), package))


def _spoilt(whole: bytes, dice: random.Random) -> bytes:
    held = bytearray(whole)
    if not dice.randrange(5):
        del held[dice.randrange(len(held)) :]
    else:
        held[dice.randrange(len(held))] ^= 1 << dice.randrange(8)
    return bytes(held)


def looked_at(desk: Desk, harms: Iterator[Harm], folder: Path) -> tuple[int, int, float, str]:
    """How many files there were, how many were refused, and the longest look with what it was."""
    count, refused, longest, what = 0, 0, 0.0, ""
    terms = Terms("rose market")
    for one in harms:
        count += 1
        path = folder / f"harm{one.suffix}"
        path.write_bytes(one.content)
        began = time.perf_counter()
        (source,) = desk.merging.look([path], terms).sources
        taken = time.perf_counter() - began
        refused += source.refused is not None
        if taken > longest:
            longest, what = taken, f"{one.name} ({one.suffix})"
    return count, refused, longest, what


def peak_mb() -> int:
    """The most memory that this process held by itself since that was last reset."""
    (line,) = (one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM:"))
    return int(line.split()[1]) // 1024


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=300, help="so many of each kind are torn, flipped and forged")
    tries = parser.parse_args().tries
    with tempfile.TemporaryDirectory(prefix="forumdesk-bench-") as name:
        folder = Path(name)
        os.environ["FORUMDESK_HOME"] = str(folder / "home")
        forums = Forums(a_laptop("Secretariat"), SystemClock())
        with closing(forums.new(folder / "here.forum")) as desk:
            session = desk.planning.add_session("Employment", code="S1").id
            desk.capturing.keep_many(session, [f"Said {number}" for number in range(200)])
            desk.recommending.add(text="Recognise prior skills", session=session)
            book = desk.exporting.export(folder / "outcome.xlsx").path.read_bytes()
            package = desk.packing.pack(folder / "here", Scope()).path.read_bytes()
            with opened(io.BytesIO(package), "here.forumpack") as read:
                begun = read.manifest.begun
        forum = (folder / "here.forum").read_bytes()
        with forums.opened(folder / "here.forum") as desk:
            made = list(growing(book, begun))
            Path("/proc/self/clear_refs").write_text("5")  # what made them is not what they cost
            before = peak_mb()
            grown = looked_at(desk, iter(made), folder)
            after = looked_at(desk, damaged(forum, book, package, tries), folder)
    holds = []
    for kind, (count, refused, longest, what) in (("made to grow", grown), ("torn, flipped, forged", after)):
        holds.append(longest <= MOST_SECONDS)
        print(f"{count} files {kind}, {refused} of them refused")
        print(f"{'the longest look, seconds':30} {longest:7.2f}  bound {MOST_SECONDS:.2f}  {_word(holds[-1])}  {what}")
    peak = peak_mb()
    holds.append(peak <= MOST_MB)
    print(f"{'peak memory, MB':30} {peak:7d}  bound {MOST_MB}  {_word(holds[-1])}  {before} MB before the first look")
    return 0 if all(holds) else 1


def _word(holds: bool) -> str:  # noqa: FBT001 - it is what is told
    return "holds" if holds else "DOES NOT HOLD"


if __name__ == "__main__":
    sys.exit(main())
