"""What every test may lean on: a laptop, a clock moved by hand, an empty forum file, and neither screen nor network."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from forumdesk.domain.devices import Laptop
from forumdesk.storage.database import Database, create, open_file
from tests.builders import a_laptop
from tests.effort import times
from tests.services.hands import HandClock

if TYPE_CHECKING:
    from tests.postgres import TestHub

CLUSTER = "FORUMDESK_TEST_CLUSTER"
"""In the environment of every process of the run: the folder of its PostgreSQL."""
MEMORY, ROOM = Path("/dev/shm"), 2 * 1024**3  # noqa: S108 - asked below whether anybody may write there
"""Where a system keeps files in memory, and how much room the files of a run ask for."""
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_HOMES = count(1)
settings.register_profile("forumdesk", max_examples=times(40))
settings.load_profile("forumdesk")


def pytest_configure(config: pytest.Config) -> None:
    """Say where the files of this run lie, and the one PostgreSQL, which the first test that wants it starts.

    Each act of a forum waits until its disk has it for good: a quarter of the time of the tests, of which none is about
    the disk they happen to run on. Whoever sets TMPDIR has them there.
    """
    if not hasattr(config, "workerinput"):
        if "TMPDIR" not in os.environ and _may_lie_in_memory():
            os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)
        os.environ[CLUSTER] = str(Path(tempfile.gettempdir()) / f"forumdesk-postgres-{os.getpid()}")


def _may_lie_in_memory() -> bool:
    return MEMORY.is_dir() and os.access(MEMORY, os.W_OK | os.X_OK) and shutil.disk_usage(MEMORY).free > ROOM


def pytest_unconfigure(config: pytest.Config) -> None:
    """End it when every process of the run is done."""
    if not hasattr(config, "workerinput") and Path(os.environ[CLUSTER]).exists():
        import_module("tests.postgres").stop()


def pytest_collection_finish() -> None:
    """What was collected stands until the end of the run: no collection of rubbish need look it over again."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def hub() -> TestHub:
    """A hub of its own on a real PostgreSQL, in which nobody is admitted; without PostgreSQL the test fails."""
    made: TestHub = import_module("tests.postgres").a_hub()
    return made


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the folders lie in which one test's laptop remembers things."""
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(autouse=True)
def own_home(homes: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for what this test's laptop remembers: preferences, recent files, the laptop's id."""
    home = homes / str(next(_HOMES))
    monkeypatch.setenv("FORUMDESK_HOME", str(home))
    return home


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuse every connection that would leave this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1"):
            message = f"A test tried to reach {address[0]}; nothing here needs the network."
            raise AssertionError(message)
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def laptop() -> Laptop:
    return a_laptop("Room B", "Rapporteur")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty forum file, made once; it is closed, so copying it is safe."""
    path = tmp_path_factory.mktemp("template") / "template.forum"
    create(path, a_laptop("Laptop 0"), HandClock()).close()
    return path


@pytest.fixture
def forum_path(template: Path, tmp_path: Path) -> Path:
    """An empty forum file for one test."""
    return Path(shutil.copy(template, tmp_path / "forum.forum"))


@pytest.fixture
def database(forum_path: Path, laptop: Laptop, clock: HandClock) -> Iterator[Database]:
    """An empty forum, open to work in."""
    opened = open_file(forum_path, laptop, clock)
    try:
        yield opened
    finally:
        opened.close()
