"""An open forum for each test: a copy of one empty file, and a clock that the test moves."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from forumdesk.domain.agenda import Session
from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from forumdesk.services.places import Places
from tests.builders import a_laptop
from tests.services.cities import Secretariat
from tests.services.hands import HandClock


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("blank") / "blank.forum"
    Forums(a_laptop("Template"), HandClock()).new(path).close()
    return path


@pytest.fixture
def forums(clock: HandClock) -> Forums:
    return Forums(a_laptop("Room B", "Rapporteur"), clock)


@pytest.fixture
def path(blank: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(blank, tmp_path / "forum.forum"))


@pytest.fixture
def desk(path: Path, forums: Forums) -> Iterator[Desk]:
    with forums.opened(path) as opened:
        yield opened


@pytest.fixture
def session(desk: Desk) -> Session:
    return desk.planning.add_session("Employment and decent work", code="S1")


@pytest.fixture
def keep(desk: Desk, session: Session, clock: HandClock) -> Callable[[str], str]:
    """Keep a line in the session, a second after the last one, and return the note's id."""

    def keep_line(line: str) -> str:
        clock.go(seconds=1)
        return desk.capturing.keep(session.id, line).id

    return keep_line


@pytest.fixture(scope="session")
def world() -> Places:
    """The cities of the world, read once and not once a test."""
    return Places()


@pytest.fixture
def secretariat(tmp_path: Path, world: Places) -> Secretariat:
    """A forum whose recommendations cities are asked about."""
    return Secretariat(tmp_path, world)
