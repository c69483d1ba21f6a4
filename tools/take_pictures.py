"""Take the pictures under docs/images: every page over the sample, light and dark, and some mirrored or empty."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from forumdesk.cli.frame import this_laptop
from forumdesk.services.clock import SystemClock
from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from forumdesk.services.preferences import Preferences, PreferenceStore
from forumdesk.services.reviewing import Order
from forumdesk.ui.i18n import PSEUDO, Languages
from forumdesk.ui.pages.review.form import DECISIONS
from forumdesk.ui.pages.review.page import ReviewPage
from forumdesk.ui.pages.room.page import RoomPage
from forumdesk.ui.theme import Theme
from forumdesk.ui.window import Window
from forumdesk.ui.workplace import Workplace

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
PAGES = ("home", "plan", "room", "recommendations", "merge", "review", "people", "export")
SIZE = (1366, 768)
TYPED = "Evening language classes at construction sites, paid by the employer @Dakar #8.8"
SETTLE_MS = 700


class Studio:
    """A window over a forum, and pictures of it."""

    def __init__(self, application: QApplication, folder: Path) -> None:
        os.environ["FORUMDESK_HOME"] = str(folder)
        store = PreferenceStore(folder)
        store.save(Preferences(device="a" * 32, laptop_name="Room B laptop"))
        self.languages = Languages(application)
        self.languages.use("en")
        self.theme = Theme(application, "light")
        self.workplace = Workplace(_forums, store, SystemClock())
        self.window = Window(self.workplace, self.theme)
        self.window.resize(*SIZE)
        self.window.show()
        self.settle()

    def settle(self) -> None:
        """Let everything that is asked for come back and be painted."""
        loop = QEventLoop()
        QTimer.singleShot(SETTLE_MS, loop.quit)
        loop.exec()

    def does(self, act: Callable[[Desk], object]) -> None:
        """Do something to the forum."""
        self.workplace.act(act)
        self.settle()

    def takes(self, page: str, name: str) -> None:
        """Take a picture of a page."""
        self.window.go(page)
        self.settle()
        self.window.grab().save(str(FOLDER / f"{name}.png"))


def _forums(preferences: Preferences) -> Forums:
    return Forums(preferences.laptop, SystemClock())


def _begin_session(studio: Studio) -> None:
    """The second room's session under way, its second step begun, a line half typed."""
    begun: list[str] = []

    def begin(desk: Desk) -> None:
        session = desk.planning.session("S2")
        desk.running.start(session.id, desk.planning.steps(session.id)[1].id)
        begun.append(session.id)

    studio.does(begin)
    studio.window.go_to("room", begun[0])
    studio.settle()
    page = studio.window.page("room")
    if isinstance(page, RoomPage):
        page.capture.line.setPlainText(TYPED)
    studio.settle()


WORDINGS = {
    "Room B": ("the district hall", "every district hall"),
    "Room C": ("in their language", "in their language, free of charge"),
}
"""What two rooms made of the same recommendation."""


def _bring_together(studio: Studio, place: Path) -> None:
    """Two rooms worked on copies of the forum, and both came back."""
    packages = []
    for room, reword in WORDINGS.items():
        copy = place / f"{room}.forum"
        studio.does(partial(_copy, target=copy))
        os.environ["FORUMDESK_HOME"] = str(place / room)
        with this_laptop().opened(copy) as desk:
            found = next(one for one in desk.listing.listed("recommendations") if "district hall" in one["text"])
            desk.recommending.change([found["id"]], text=found["text"].replace(*reword))
            desk.capturing.keep(desk.planning.session("S1").id, f"Said in {room} @Dakar")
            packages.append(desk.packing.pack(place / room).path)
    os.environ["FORUMDESK_HOME"] = str(place)
    page = studio.window.page("merge")
    studio.window.go("merge")
    studio.settle()
    page.take_files(packages)
    studio.settle()
    studio.window.actions_.do("merge-now")
    studio.settle()


ASKED = ("Dakar", "Quito", "Amman", "Barcelona", "Manila", "Nairobi", "Medellín", "Lisbon")
"""Cities that are asked; the first five answer."""


def _ask_cities(studio: Studio, place: Path) -> None:
    """Cities were asked and some answered; Dakar's list is open, and the matrix in another picture."""
    studio.does(partial(_answer, folder=place))
    studio.theme.choose("dark")
    studio.takes("review", "review-matrix-dark")
    page = studio.window.page("review")
    studio.window.go_to("review", "")
    if isinstance(page, ReviewPage):
        page.show_city("Dakar", row=7)
    studio.settle()


def _answer(desk: Desk, *, folder: Path) -> None:
    desk.reviewing.send(Order(ASKED), folder)
    for place, name in enumerate(ASKED[:5]):
        city = desk.reviewing.city(name)
        for number, one in enumerate(desk.answering.review(city).questions[:24]):
            if (number + place) % 4:
                decision = DECISIONS[(number * (place + 1)) % len(DECISIONS)]
                fields = {"unit": "Directorate of employment", "due": date(2017, 6, 1 + number)}
                desk.answering.answer(city, one.item.recommendation, decision=decision, **fields)
    first = desk.reviewing.offered()[0]
    desk.recommending.change([first.id], text=first.text.replace("every city", "each city"))
    desk.reviewing.send(Order(ASKED[:1]), folder)


def _group(studio: Studio) -> None:
    """Two rooms asked nearly the same as two others; one pair was grouped, the other waits."""
    studio.does(_ask_again)
    studio.window.go_to("recommendations", "")
    studio.settle()
    studio.window.actions_.do("show-duplicates")
    studio.settle()
    studio.window.grab().save(str(FOLDER / "duplicates-light.png"))
    studio.window.actions_.do("show-list")
    studio.settle()


def _ask_again(desk: Desk) -> None:
    sessions = [one for one in desk.planning.sessions() if one.code in ("S3", "S4")]
    pairs = []
    for session in sessions:
        alike = desk.recommending.of_session(session.id)[0]
        again = desk.recommending.add(f"{alike.text.rstrip('.')}, in every district.", session=sessions[0].id)
        pairs.append((alike.id, again.id))
    desk.grouping.group(pairs[0])


def _copy(desk: Desk, *, target: Path) -> None:
    taken = desk.keeping.take("to be handed out")
    shutil.copy(taken.path, target)


def main() -> None:
    """Take all of them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    application = QApplication(sys.argv)
    with tempfile.TemporaryDirectory() as place:
        studio = Studio(application, Path(place))
        studio.takes("home", "start-light")
        studio.workplace.new(Path(place) / "empty.forum", "blank")
        studio.settle()
        for page in ("home", "room", "recommendations"):
            studio.takes(page, f"{page}-empty-light")
        studio.workplace.sample(Path(place) / "sample")
        studio.settle()
        _begin_session(studio)
        _bring_together(studio, Path(place))
        _ask_cities(studio, Path(place))
        studio.theme.choose("light")
        _group(studio)
        for theme in ("light", "dark"):
            studio.theme.choose(theme)
            for page in PAGES:
                studio.takes(page, f"{page}-{theme}")
        studio.theme.choose("high-contrast")
        studio.takes("room", "room-high-contrast")
        studio.theme.choose("light")
        studio.languages.use(PSEUDO)
        studio.takes("room", "room-mirrored")
        studio.window.close()


if __name__ == "__main__":
    main()
