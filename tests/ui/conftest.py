"""A workplace over a small forum, on a clock that the test moves."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from forumdesk.domain.people import Role
from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from forumdesk.services.places import Places
from forumdesk.services.preferences import PreferenceStore
from forumdesk.ui.i18n import Languages
from forumdesk.ui.theme import Theme
from forumdesk.ui.window import Window
from forumdesk.ui.workplace import Workplace
from tests.builders import a_laptop
from tests.services.hands import HandClock

T = TypeVar("T")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(scope="session")
def world() -> Places:
    """The cities of the world, read once and not once a test."""
    return Places()


@pytest.fixture
def forums(clock: HandClock, world: Places) -> Forums:
    made = Forums(a_laptop("Room B", "Rapporteur"), clock)
    made._places = world
    return made


@pytest.fixture(scope="session")
def small_forum(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sessions, the first with three steps; a mayor from Dakar and an official from Quito. It is made once."""
    path, clock = tmp_path_factory.mktemp("small") / "small.forum", HandClock()
    desk = Forums(a_laptop("Room B", "Rapporteur"), clock).new(path, title="Small forum")
    room = desk.planning.add_room("Room A")
    first = desk.planning.add_session("Employment", code="S1", room=room.id, start=clock.now())
    for title, minutes, question in (
        ("Welcome", 5, ""),
        ("Doing", 20, "What is your city doing?"),
        ("Distil", 15, ""),
    ):
        desk.planning.add_step(first.id, title, minutes=minutes, question=question)
    desk.planning.add_session("Housing", code="S2", room=room.id)
    desk.people.add(position="Mayor", city="Dakar", role=Role.MAYOR)
    desk.people.add(position="Official", city="Quito", role=Role.CITY_OFFICIAL)
    desk.referencing.use(("sdg", "gcm"))
    desk.close()
    return path


@pytest.fixture
def forum_path(tmp_path: Path, small_forum: Path) -> Path:
    """The small forum, for one test."""
    return Path(shutil.copy(small_forum, tmp_path / "small.forum"))


@pytest.fixture
def make_workplace(
    qtbot: QtBot, forums: Forums, clock: HandClock, tmp_path: Path
) -> Iterator[Callable[[Path], Workplace]]:
    """Open workplaces; each is shut after the test."""
    made: list[Workplace] = []

    def make(path: Path) -> Workplace:
        one = Workplace(lambda _preferences: forums, PreferenceStore(tmp_path / "home"), clock)
        made.append(one)
        with qtbot.waitSignal(one.opened, timeout=10_000):
            one.open(path)
        return one

    yield make
    for one in made:
        one.shut()


@pytest.fixture
def workplace(make_workplace: Callable[[Path], Workplace], forum_path: Path) -> Workplace:
    return make_workplace(forum_path)


@pytest.fixture
def asked(qtbot: QtBot, workplace: Workplace) -> Callable[[Callable[[Desk], T]], T]:
    """Ask the open forum and wait for the answer."""

    def ask(question: Callable[[Desk], T]) -> T:
        answers: list[T] = []
        workplace.ask(question, answers.append)
        qtbot.waitUntil(lambda: bool(answers), timeout=10_000)
        return answers[0]

    return ask


@pytest.fixture
def languages(qapp: QApplication) -> Iterator[Languages]:
    """The interface's languages, in English again after the test."""
    spoken = Languages(qapp)
    spoken.use("en")
    yield spoken
    spoken.use("en")


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, "light")


@pytest.fixture
def window(qtbot: QtBot, languages: Languages, theme: Theme, workplace: Workplace) -> Iterator[Window]:
    """The real window on the small forum, at the smallest size that everything must fit."""
    assert languages.current == "en"
    shown = Window(workplace, theme)
    shown.resize(1280, 720)
    shown.show()
    workplace.opened.emit()
    qtbot.waitUntil(lambda: not workplace.jobs.busy)
    yield shown
    qtbot.waitUntil(lambda: not workplace.jobs.busy)
    shown.hide()
    delete(shown)
