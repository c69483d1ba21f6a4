"""Whatever was done, undoing all of it leads back through every state, and redoing all of it leads there again."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from forumdesk.domain.errors import ForumDeskError
from forumdesk.domain.notes import NoteKind
from forumdesk.domain.recommendations import Status
from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from tests.builders import a_laptop
from tests.effort import times
from tests.services.hands import HandClock

WHAT = ("sessions", "notes", "recommendations", "participants")


def state(desk: Desk) -> Any:
    """Everything that people see of the forum."""
    steps = {step.id: step for steps in desk.planning.all_steps().values() for step in steps}
    return [sorted(desk.listing.listed(what), key=lambda one: one["id"]) for what in WHAT], steps, desk.planning.forum()


@dataclass(frozen=True, slots=True)
class Room:
    """A desk with what the acts need to find something to work on."""

    desk: Desk
    session: str

    def note(self, place: int) -> str:
        return self._one("notes", place)

    def recommendation(self, place: int) -> str:
        return self._one("recommendations", place)

    def _one(self, what: str, place: int) -> str:
        found = [one["id"] for one in self.desk.listing.listed(what)]
        return found[place % len(found)] if found else "f" * 32


Act = Callable[[Room, int], object]
ACTS: tuple[Act, ...] = (
    lambda room, n: room.desk.capturing.keep(room.session, f"Note {n}. And more."),
    lambda room, n: room.desk.capturing.keep_as_recommendation(room.session, f"Ask {n}"),
    lambda room, n: room.desk.capturing.change((room.note(n),), text=f"Other {n}", kind=NoteKind.NEED),
    lambda room, n: room.desk.capturing.reword(room.note(n), f"/q Again {n} /sensitive"),
    lambda room, n: room.desk.capturing.split(room.note(n), 7),
    lambda room, n: room.desk.capturing.delete((room.note(n),)),
    lambda room, n: room.desk.recommending.from_notes((room.note(n), room.note(n + 1))),
    lambda room, n: room.desk.recommending.tag((room.recommendation(n),), add=("sdg 8.5", f"gcm {n % 23}")),
    lambda room, n: room.desk.recommending.tag((room.recommendation(n),), remove=("sdg 8.5",)),
    lambda room, n: room.desk.recommending.change((room.recommendation(n),), status=list(Status)[n % 4]),
    lambda room, n: room.desk.recommending.change((room.recommendation(n),), actor=f"Office {n % 3}", number=n + 1),
    lambda room, n: room.desk.recommending.delete((room.recommendation(n),)),
    lambda room, n: room.desk.grouping.group((room.recommendation(n), room.recommendation(n + 1)), f"Both {n % 2}"),
    lambda room, n: room.desk.grouping.split(room.recommendation(n)),
    lambda room, n: room.desk.people.add(name=f"Person {n}", city="Dakar"),
    lambda room, n: room.desk.planning.add_step(room.session, f"Step {n}", at=n % 3),
    lambda room, n: room.desk.planning.change_session(room.session, title=f"Session {n % 3}"),
)


UNDO, REDO = len(ACTS), len(ACTS) + 1
"""What may be chosen besides the acts."""


class Walk:
    """A person at a desk, beside the pile of states that undo and redo must lead through."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.states = [state(room.desk)]
        self.at = 0

    def go(self, choice: int, number: int) -> None:
        """Do one thing and compare what is there with what must be."""
        if choice == UNDO:
            if self.at:
                self.room.desk.history.undo()
                self.at -= 1
        elif choice == REDO:
            if self.at < len(self.states) - 1:
                self.room.desk.history.redo()
                self.at += 1
        else:
            self._act(ACTS[choice], number)
        assert state(self.room.desk) == self.states[self.at]

    def _act(self, act: Act, number: int) -> None:
        newest = self.room.desk.history.entries(1)
        with suppress(ForumDeskError):  # a refusal must leave nothing, which is what is compared
            act(self.room, number)
        if self.room.desk.history.entries(1) != newest:
            self.at += 1
            self.states[self.at :] = [state(self.room.desk)]


@settings(max_examples=times(8), deadline=None)
@given(chosen=st.lists(st.tuples(st.integers(0, REDO), st.integers(0, 30)), max_size=14))
@example(chosen=[(16, 0), (16, 1), (UNDO, 0), (UNDO, 0), (REDO, 0), (REDO, 0)])
def test_undo_and_redo_lead_through_every_state(blank: Path, chosen: list[tuple[int, int]]) -> None:
    clock = HandClock()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(blank, Path(folder) / "forum.forum"))
        with Forums(a_laptop("Room B"), clock).opened(path) as desk:
            walk = Walk(Room(desk, desk.planning.add_session("Employment").id))
            for choice, number in chosen:
                clock.go(seconds=number % 2)
                walk.go(choice, number)
            for choice in [UNDO] * walk.at + [REDO] * (len(walk.states) - 1):
                walk.go(choice, 0)
            assert desk.checking.faults() == ()
