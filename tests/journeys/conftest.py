"""The real window over real files: what a person's whole task is done with."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from forumdesk.domain.people import Role
from forumdesk.services.forums import Forums
from forumdesk.services.places import Places
from forumdesk.services.preferences import Preferences, PreferenceStore
from forumdesk.ui.i18n import Languages
from forumdesk.ui.theme import Theme
from forumdesk.ui.window import Window
from forumdesk.ui.workplace import Workplace
from tests.builders import a_laptop
from tests.journeys.person import Person
from tests.services.hands import HandClock

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Offscreen, Qt says at every dialog that sizes are not handed on to a window manager."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support propagateSizeHints"))


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
    """Two sessions, the first with three steps; three participants; two recommendations from notes."""
    path = tmp_path_factory.mktemp("small") / "small.forum"
    clock = HandClock()
    with Forums(a_laptop("Room A", "Planner"), clock).opened(_begun(path, clock)) as desk:
        room = desk.planning.add_room("Room A")
        first = desk.planning.add_session("Employment", code="S1", room=room.id, start=clock.now())
        for title, minutes in (("Welcome", 5), ("Doing", 20), ("Distil", 15)):
            desk.planning.add_step(first.id, title, minutes=minutes)
        desk.planning.add_session("Housing", code="S2", room=room.id)
        desk.people.add(position="Mayor", city="Dakar", role=Role.MAYOR)
        desk.people.add(position="Official", city="Quito", role=Role.CITY_OFFICIAL)
        desk.people.add(position="Mayor", city="Freetown", role=Role.MAYOR)
        desk.referencing.use(("sdg", "gcm", "qla"))
        for line in ("A one-stop desk @Dakar", "Skills are not recognised @Quito"):
            clock.go(seconds=30)
            desk.capturing.keep(first.id, line)
        notes = desk.capturing.notes(first.id).notes
        desk.recommending.from_notes([notes[0].id])
        desk.recommending.from_notes([notes[1].id])
    return path


def _begun(path: Path, clock: HandClock) -> Path:
    desk = Forums(a_laptop("Room A", "Planner"), clock).new(path, title="Small forum")
    desk.close()
    return path


@pytest.fixture
def small(small_forum: Path, tmp_path: Path) -> Path:
    """A copy of the small forum, for one test."""
    return Path(shutil.copy(small_forum, tmp_path / "small.forum"))


@pytest.fixture
def store(tmp_path: Path) -> PreferenceStore:
    return PreferenceStore(tmp_path / "home")


@pytest.fixture
def sit_down(
    qtbot: QtBot, qapp: QApplication, forums: Forums, store: PreferenceStore, clock: HandClock
) -> Iterator[Callable[..., Person]]:
    """Start the program as a person does, on a file or on Home; its window is closed after the test."""
    seated: list[Person] = []
    languages = Languages(qapp)
    languages.use("en")

    def made(_preferences: Preferences) -> Forums:
        return forums

    def sit(path: Path | None = None) -> Person:
        workplace = Workplace(made, store, clock)
        window = Window(workplace, Theme(qapp, "light"))
        window.resize(1366, 768)
        person = Person(window, qtbot)
        seated.append(person)
        window.show()
        person.sees(lambda: window.current_page is not None)
        if path is not None:
            person.waits_for(workplace.opened, workplace.open, path)
            person.settled()
        return person

    yield sit
    for person in seated:
        person.leaves()


@pytest.fixture
def person(sit_down: Callable[..., Person], small: Path) -> Person:
    """Somebody before the small forum."""
    return sit_down(small)


@pytest.fixture(autouse=True)
def nothing_left_behind(tmp_path: Path) -> Iterator[None]:
    """After a journey no window is shown, no thread of ours runs, and no file is held or has a log beside it."""
    yield
    assert [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()] == []
    assert [
        thread.name for thread in threading.enumerate() if thread.name.startswith(("forum_", "aside_", "afar_"))
    ] == []
    assert [path.name for path in tmp_path.rglob("*") if path.name.endswith(("-wal", "-shm"))] == []
