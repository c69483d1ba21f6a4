"""Beginning, opening, dragging in and sharing a forum file, also one that somebody else has open."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from forumdesk.services.desk import Desk
from forumdesk.ui.pages.room.page import RoomPage
from tests.journeys.person import NONE, Person

TOP = Path(__file__).parent.parent.parent
HOLDER = """
import sys
from pathlib import Path
from forumdesk.services.forums import Forums
from forumdesk.services.clock import SystemClock
from tests.builders import a_laptop
desk = Forums(a_laptop("Room C", "Somebody"), SystemClock()).open(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
desk.close()
"""


@contextmanager
def held_by_another(path: Path) -> Iterator[None]:
    """The file is open in another program for the length of the block."""
    with subprocess.Popen(  # noqa: S603 - this Python and a program of ours
        [sys.executable, "-c", HOLDER, str(path)], cwd=TOP, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        yield
        other.stdin.close()


def drop(where: QWidget, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    entering = QDragEnterEvent(QPointF(9, 9).toPoint(), copy, data, left, NONE)
    QApplication.sendEvent(where, entering)
    if entering.isAccepted():
        QApplication.sendEvent(where, QDropEvent(QPointF(9, 9), copy, data, left, NONE))


def test_a_new_forum_is_begun_from_a_template(sit_down: Callable[..., Person], tmp_path: Path) -> None:
    person = sit_down()
    person.does("new-forum")
    dialog = person.dialog
    dialog._templates[1].setChecked(True)
    dialog._place.setText(str(tmp_path / "mine.forum"))
    person.waits_for(person.workplace.opened, person.clicks, person.button("Begin", dialog))
    person.settled()
    assert person.workplace.path == tmp_path / "mine.forum"
    assert person.asks(lambda desk: len(desk.planning.sessions())) == 1


def test_a_recent_forum_is_opened_from_home(sit_down: Callable[..., Person], small: Path) -> None:
    sit_down(small).leaves()
    person = sit_down()
    person.settled()
    (recent,) = (
        one
        for one in person.page.findChildren(QPushButton)
        if one.isVisible() and (small.stem in one.text() or small.stem in one.accessibleName())
    )
    person.waits_for(person.workplace.opened, person.clicks, recent)
    assert person.workplace.path == small


def test_a_forum_is_opened_by_dropping_its_file(sit_down: Callable[..., Person], small: Path) -> None:
    person = sit_down()
    person.waits_for(person.workplace.opened, drop, person.window, small)
    assert person.workplace.path == small


def test_another_file_that_is_dropped_is_left_alone(sit_down: Callable[..., Person], tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear mayors", "utf-8")
    person = sit_down()
    drop(person.window, tmp_path / "letter.txt")
    person.settled()
    assert (person.workplace.path, person.banner) == (None, "")


ON_THE_PAGE: dict[str, Callable[[RoomPage], QWidget]] = {
    "the line": lambda room: room.capture.line.viewport(),
    "the notes": lambda room: room.notes.viewport(),
    "the clock": lambda room: room.clock,
}


@pytest.mark.parametrize("where", ON_THE_PAGE.values(), ids=ON_THE_PAGE)
def test_a_photo_of_the_flipchart_dropped_in_the_room_is_kept_with_the_session(
    sit_down: Callable[..., Person], small: Path, tmp_path: Path, where: Callable[[RoomPage], QWidget]
) -> None:
    photo = tmp_path / "flipchart.png"
    picture = QImage(640, 480, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    assert picture.save(str(photo))
    person = sit_down(small)
    room = person.goes_to("room")
    drop(where(room), photo)
    person.settled()
    assert room.photos.names == ("flipchart.png",)
    assert room.photos.isVisible()
    assert room.capture.line.text() == ""
    assert person.asks(_contents_of_the_session_on_screen(room)) == [photo.read_bytes()]


@pytest.mark.parametrize("where", ON_THE_PAGE.values(), ids=ON_THE_PAGE)
def test_a_forum_dropped_in_the_room_is_opened_and_not_pinned(
    sit_down: Callable[..., Person], small: Path, tmp_path: Path, where: Callable[[RoomPage], QWidget]
) -> None:
    other = tmp_path / "Other.FORUM"
    shutil.copyfile(small, other)
    person = sit_down(small)
    room = person.goes_to("room")
    person.waits_for(person.workplace.opened, drop, where(room), other)
    assert person.workplace.path == other


def _contents_of_the_session_on_screen(room: RoomPage) -> Callable[[Desk], list[bytes]]:
    ids = [one.id for one in room.photos._pinned]
    return lambda desk: [desk.pinning.content(one) for one in ids]


@pytest.mark.parametrize("page", ["plan", "room", "recommendations", "people", "export"])
def test_a_forum_to_read_only_says_why_and_takes_nothing(
    sit_down: Callable[..., Person], small: Path, page: str
) -> None:
    person = sit_down()
    person.waits_for(
        person.workplace.opened, person.workplace.open_to_read, small, "It lies on a stick that is locked."
    )
    person.settled()
    person.goes_to(page)
    assert person.banner == "It lies on a stick that is locked."
    writing = [spec.name for spec in person.window.actions_.specs.values() if spec.writes]
    assert [name for name in writing if person.window.actions_.can(name)] == []
    for one in person.page.findChildren(QPushButton):
        assert not (one.isVisible() and one.isEnabled() and one.text().startswith(("Add", "New"))), one.text()


def test_a_forum_that_is_open_elsewhere_is_offered_to_read(sit_down: Callable[..., Person], small: Path) -> None:
    person = sit_down()
    with held_by_another(small):
        person.waits_for(person.workplace.in_use, person.workplace.open, small)
        person.settled()
        assert "Room C" in person.banner
        person.waits_for(
            person.workplace.opened, person.clicks, person.button("Open to read only", person.window._banner)
        )
        person.settled()
        assert person.workplace.read_only
        assert person.banner == "It is open in another program, so it can only be read here."
        assert person.asks(lambda desk: len(desk.planning.sessions())) == 2


def test_what_is_not_a_forum_says_so_and_leaves_the_open_one(person: Person, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.forum"
    wrong.write_bytes(b"Dear mayors")
    was = person.workplace.path
    person.waits_for(person.workplace.trouble, person.workplace.open, wrong)
    assert "wrong" in person.banner
    assert person.workplace.path == was
    assert person.asks(lambda desk: len(desk.planning.sessions())) == 2


def test_closing_the_forum_goes_home(person: Person) -> None:
    person.goes_to("room")
    person.waits_for(person.workplace.closed, person.does, "close-forum")
    assert (person.page.NAME, person.workplace.is_open) == ("home", False)
    assert not person.window.actions_.can("undo")
