"""The plug is pulled at any instant while somebody takes notes: nothing that was acknowledged is lost."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from tests.journeys import plug

TOP = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.skipif(os.name != "posix", reason="only there a process is killed without a word")

IN_CI = bool(os.environ.get("CI"))
BATCHES, TRIALS = (10, 29) if IN_CI else (2, 8)
THROUGH_THE_SHELL = 10 if IN_CI else 2
"""So many trials start a fresh interpreter; the others fork one that has everything loaded, which takes a hundredth."""
LONGEST = 0.1
"""Seconds of work within which the plug is pulled."""
IN_THE_DARK = 5
"""Every so many trials the plug is pulled without waiting for a first note, so that beginnings are cut as well."""
GLANCE = 0.002
LAPTOP: Any = get_context("forkserver" if os.name == "posix" else "spawn")
LAPTOP.set_forkserver_preload(["__main__", "tests.journeys.plug"])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    desk = plug.forums().new(tmp_path_factory.mktemp("made") / "made.forum", template="breakout-60")
    desk.close()
    return desk.path


@pytest.fixture
def file(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "forum.forum"))


def acknowledged(told: Path) -> int:
    """How many notes were told to be kept so far."""
    return told.read_text("utf-8").count("kept ") if told.exists() else 0


def nothing_is_lost(file: Path, told: Path, *, cuts: int) -> int:
    """Hold the reopened file against what was acknowledged before each of the cuts; return how many notes there are."""
    said = told.read_text("utf-8").splitlines() if told.exists() else []
    kept_ids = {line.split()[1] for line in said if line.startswith("kept ")}
    drafts = [line.removeprefix("draft ") for line in said if line.startswith("draft ")]
    with plug.forums().opened(file) as desk:
        kept = {note["id"] for note in desk.listing.listed("notes")}
        assert desk.checking.faults() == ()
        found = desk.capturing.draft(desk.planning.session("S1").id)
    assert kept_ids <= kept
    assert len(kept) <= len(kept_ids) + cuts, "more was kept than one note that nobody could be told of"
    assert not drafts or numbers(found) >= numbers(drafts[-1])
    return len(kept)


def numbers(draft: str) -> list[int]:
    return [int(part) for part in draft.split()]


@pytest.mark.parametrize("batch", range(BATCHES))
def test_pulling_the_plug_loses_nothing(file: Path, tmp_path: Path, batch: int) -> None:
    chance = random.Random(batch)  # noqa: S311 - instants, not secrets
    told, kept = tmp_path / "told", 0
    for trial in range(TRIALS):
        work = LAPTOP.Process(target=(plug.capture, plug.type_and_keep)[trial % 2], args=(file, told))
        before = acknowledged(told)
        work.start()
        while trial % IN_THE_DARK and work.is_alive() and acknowledged(told) == before:
            work.join(GLANCE)
        work.join(chance.uniform(0, LONGEST))
        assert work.is_alive(), "it ended by itself"
        work.kill()
        work.join()
        kept = nothing_is_lost(file, told, cuts=trial + 1)
    assert kept >= TRIALS - TRIALS // IN_THE_DARK - 1


def test_pulling_the_plug_of_the_command_loses_nothing(file: Path, tmp_path: Path) -> None:
    chance = random.Random(1)  # noqa: S311 - instants, not secrets
    (tmp_path / "lines").write_text(plug.LINES, encoding="utf-8")
    command = [sys.executable, str(TOP / "main.py"), "capture", str(file), "--session", "S1"]
    home = {**os.environ, "FORUMDESK_HOME": str(tmp_path / "home")}
    told, kept = tmp_path / "told", 0
    for trial in range(THROUGH_THE_SHELL):
        with (tmp_path / "lines").open() as lines, told.open("a") as paper:
            work = subprocess.Popen(command, stdin=lines, stdout=paper, env=home)  # noqa: S603 - our own command
            before = acknowledged(told)
            while trial % IN_THE_DARK and work.poll() is None and acknowledged(told) == before:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    work.wait(GLANCE)
            with pytest.raises(subprocess.TimeoutExpired):
                work.wait(chance.uniform(0, LONGEST))
            work.kill()
            work.wait()
        kept = nothing_is_lost(file, told, cuts=trial + 1)
    assert kept >= THROUGH_THE_SHELL - THROUGH_THE_SHELL // IN_THE_DARK - 1
