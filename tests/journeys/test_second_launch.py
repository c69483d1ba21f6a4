"""Somebody who cannot find the window starts ForumDesk again, and the window that is open comes forward."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.journeys.person import Person

TOP = Path(__file__).resolve().parents[2]


def launch(*words: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(TOP)}
    command = [sys.executable, str(TOP / "main.py"), *words]
    return subprocess.Popen(command, env=environment, cwd=TOP, stderr=subprocess.PIPE, text=True)  # noqa: S603 - ours


def test_a_second_launch_opens_its_file_in_the_window_there_is(sit_down: Callable[..., Person], small: Path) -> None:
    person = sit_down()
    person.window.hang_doorbell()
    with launch(str(small)) as second:
        person.sees(lambda: second.poll() is not None and person.workplace.path == small)
        assert second.returncode == 0
    person.settled()


def test_a_window_that_was_killed_does_not_keep_the_next_from_opening(sit_down: Callable[..., Person]) -> None:
    person = sit_down()
    person.window.hang_doorbell()
    person.window.close()
    with launch("--quit-when-painted") as next_one:
        assert next_one.wait(30) == 0
