"""The laptops of a story, their files, and what lies on the stick that they hand round."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from forumdesk.domain.people import Role
from forumdesk.domain.recommendations import Status
from forumdesk.domain.revisions import Revision
from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from forumdesk.services.identity import Identity
from forumdesk.services.places import Places
from forumdesk.services.reviewing import Order
from tests.builders import a_laptop
from tests.postgres import TestHub, a_hub
from tests.services.hands import HandClock
from tests.stories.drawing import Drawing, drawn

PLACES = Places()
"""The list of cities, read once for all of them."""
CITY = "Quito"
"""The city that is asked."""
LAPTOPS = ("desk", "A", "B", "C")
MOST = 6
"""So many files are worked in at the same time; a clone more would only take time."""


class Broken(AssertionError):
    """A promise that a story found broken."""

    def __init__(self, promise: str, detail: object = "") -> None:
        super().__init__(f"{promise}: {detail}")
        self.promise = promise


def holds(promise: str, detail: object = "") -> None:
    """Fail where anything is told against a promise."""
    if detail:
        raise Broken(promise, detail)


def prepare(path: Path) -> Path:
    """A small forum as every laptop gets it: two sessions, and a little of everything."""
    with drawn():
        desk = _forums("desk", HandClock()).new(path)
        hall = desk.planning.add_room("Hall")
        for name, city in (("Ana", "Quito"), ("Ana", "QUITO")):
            desk.people.add(name=name, city=city, role=Role.MAYOR)
        asked = []
        for code in ("S1", "S2"):
            made = desk.planning.add_session(f"Session {code}", code=code, room=hall.id)
            desk.planning.add_step(made.id, "Opening")
            desk.capturing.keep(made.id, f"Said in {code}. By somebody @Ana")
            asked += [desk.recommending.add(f"Ask {number} of {code}", session=made.id).id for number in range(2)]
        desk.recommending.change(asked[:1], status=Status.FINAL)
        desk.grouping.group(asked[1:3], "Two in one")
        desk.reviewing.send_to(Order((CITY,)), path.with_suffix(".forumpack"))
        desk.close()
        for name in LAPTOPS[1:]:  # what each is called is known to all from the beginning
            with _forums(name, HandClock()).opened(path) as other:
                other.planning.change_session(made.id, questions=f"What does {name} ask?")
    return path


def _forums(laptop: str, clock: HandClock) -> Forums:
    forums = Forums(a_laptop(laptop, f"Rapporteur of {laptop}"), clock)
    forums._places = PLACES
    return forums


@dataclass
class Copy:
    """A forum file on a laptop, open to work in."""

    laptop: str
    path: Path
    clock: HandClock
    is_city: bool = False
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.open()

    def open(self) -> None:
        self._settle_in(_forums(self.laptop, self.clock).open(self.path))

    def _settle_in(self, desk: Desk) -> None:
        self.desk = desk
        self.desk.identity = Identity(self.path.parent / f"home of {self.laptop}", a_laptop(self.laptop).secret)

    @contextmanager
    def shut(self) -> Iterator[Path]:
        """The file while nobody has it open."""
        self.desk.close()
        try:
            yield self.path
        finally:
            self.open()

    @property
    def newest(self) -> int:
        """How far its log goes, of whomever."""
        with self.desk._database.read() as forum:
            return forum.log.newest()

    @property
    def acts(self) -> int:
        """How much was done at it."""
        with self.desk._database.read() as forum:
            return int(forum.rows("SELECT COALESCE(MAX(nr), 0) FROM act")[0][0])

    def since(self, place: int) -> list[Revision]:
        """What lies in the file after a place."""
        with self.desk._database.read() as forum:
            return [one for _, one in forum.log.placed_after(place)]


@dataclass
class World:
    """Everything that there is in one story."""

    folder: Path
    drawing: Drawing
    copies: list[Copy] = field(default_factory=list)
    stick: list[Path] = field(default_factory=list)
    """What was handed over, the oldest first; nothing of it is ever thrown away."""
    packs: list[Path] = field(default_factory=list)
    """Review packs that were sent to the city."""
    aside: list[Path] = field(default_factory=list)
    """Files in whose place a snapshot was put; nobody works in them any more."""
    said: dict[str, Revision] = field(default_factory=dict)
    """Every revision as it was when it was written, by id."""
    clocks: dict[str, HandClock] = field(default_factory=dict)
    _hub: TestHub | None = None

    @property
    def hub(self) -> TestHub:
        """The hub of the story, empty until somebody gives it something."""
        if self._hub is None:
            self._hub = a_hub()
            self._hub.admit(self.copies[0].desk.syncing.key())
        return self._hub

    @classmethod
    def begin(cls, prepared: Path, folder: Path, drawing: Drawing, wrong: Mapping[str, int]) -> World:
        """A world of laptops whose clocks are wrong by so many hours."""
        world = cls(folder, drawing)
        for name in LAPTOPS:
            copied = Path(shutil.copy(prepared, folder / f"{name}.forum"))
            world.add(Copy(name, copied, world.clock(name, wrong.get(name, 0))))
        world.hear(world.copies[0].since(0))
        world.packs.append(Path(shutil.copy(prepared.with_suffix(".forumpack"), folder)))
        return world

    def clock(self, laptop: str, wrong: int = 0) -> HandClock:
        """A laptop's clock, the same for every file that it opens."""
        if laptop not in self.clocks:
            self.clocks[laptop] = HandClock()
            self.clocks[laptop].go(hours=wrong)
        return self.clocks[laptop]

    def add(self, copy: Copy) -> Copy:
        self.copies.append(copy)
        return copy

    def hear(self, words: Iterable[Revision]) -> None:
        """Remember words as they were written."""
        self.said.update((one.id, one) for one in words)

    def file(self, name: str) -> Path:
        """A new file on the stick."""
        folder = self.folder / "stick"
        folder.mkdir(exist_ok=True)
        return folder / name

    def put(self, path: Path) -> Path:
        """Leave a file on the stick."""
        self.stick.append(path)
        return path

    def close(self) -> None:
        for one in self.copies:
            one.desk.close()

    def city(self, pack: Path) -> Copy:
        """The city's laptop, which makes a file of its own from the first pack that comes."""
        path = self.folder / "city.forum"
        _forums("city", self.clock("city")).from_pack(pack, path).close()
        return self.add(Copy("city", path, self.clock("city"), is_city=True))
