"""Laptops exchange at once and are killed at random, twenty in the long run: none loses a word or has one twice."""

from __future__ import annotations

import multiprocessing
import random
import shutil
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

import pytest

from forumdesk.storage.checking import faults
from tests.effort import times
from tests.hub.forked import AT_ONCE, opened, works
from tests.hub.laptops import Laptops, exchange

LAPTOPS = min(20, times(5))
NOTES, KILLS = AT_ONCE, LAPTOPS * 6 // 5


@pytest.fixture
def files(prepared: Path, tmp_path: Path) -> list[Path]:
    """A copy of the forum for each laptop."""
    return [Path(shutil.copy(prepared, tmp_path / f"laptop {number}.forum")) for number in range(LAPTOPS)]


class Fleet:
    """The processes of all laptops; one that was killed begins again where it was."""

    def __init__(self, files: list[Path], address: str) -> None:
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["tests.hub.forked"])
        self._address = address
        self.running: dict[Path, Any] = {path: self._started(path) for path in files}

    def _started(self, path: Path) -> Any:
        process = self._context.Process(target=works, args=(path, self._address, NOTES))
        process.start()
        return process

    def kill(self, path: Path, after: float) -> bool:
        """Kill a laptop in whatever it does by then, and start it again; tell whether it was still at work.

        One that had finished goes to work once more: it exchanges again.
        """
        if not self.running[path].is_alive():
            self.running[path] = self._started(path)
        process = self.running[path]
        wait([process.sentinel], timeout=after)
        process.kill()
        process.join()
        self.running[path] = self._started(path)
        return bool(process.exitcode)

    def ends(self) -> None:
        """Let every laptop finish."""
        for process in self.running.values():
            process.join()
            assert process.exitcode == 0


@pytest.mark.long
def test_laptops_killed_at_random_end_with_the_same_revisions(laptops: Laptops, files: list[Path]) -> None:
    chance = random.Random(20)  # noqa: S311 - any will do, the same in every run
    fleet = Fleet(files, laptops.hub.address())
    killed = 0
    for _ in range(KILLS):
        killed += fleet.kill(chance.choice(files), after=chance.uniform(0, 0.06))
    fleet.ends()
    assert killed > KILLS / 2
    everything = laptops.hub.ids()
    assert len(everything) == len(set(everything))
    for path in files:
        desk = opened(path)
        done = exchange(desk, laptops.hub)
        with desk._database.read() as forum:
            assert sorted(one.id for one in forum.log.all_revisions()) == sorted(everything)
            assert list(faults(forum)) == []
        assert (done.sent, done.refused) == (0, ())
        desk.close()
    desk = opened(files[0])
    said = [one["text"] for one in desk.listing.listed("notes")]
    desk.close()
    assert sorted(said) == sorted(
        ["Quito has a desk", *(f"laptop {one} says {at}" for one in range(LAPTOPS) for at in range(NOTES))]
    )
