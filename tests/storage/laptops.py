"""Several laptops that work on one forum, each with its own file and clock, and hand each other what they wrote."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any

from forumdesk.domain.devices import Laptop
from forumdesk.domain.heads import BEGUN, Counted, state_of
from forumdesk.domain.ids import RecordId
from forumdesk.domain.kinds import KINDS
from forumdesk.domain.notes import Note
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.records import DELETED
from forumdesk.domain.revisions import Revision
from forumdesk.storage.acts import Act, Turned, acts, bring_again, find_act, next_steps, take_back
from forumdesk.storage.checking import faults
from forumdesk.storage.database import Database, open_file
from forumdesk.storage.statements import select_rows
from forumdesk.storage.work import Taken
from tests.builders import a_laptop, a_note, a_recommendation
from tests.services.hands import HandClock

Kept = Note | Recommendation


@dataclass
class Desk:
    """A laptop with its file open."""

    path: Path
    laptop: Laptop
    clock: HandClock = field(default_factory=HandClock)
    database: Database = field(init=False)
    made: int = 0

    def __post_init__(self) -> None:
        self.database = open_file(self.path, self.laptop, self.clock)

    def next_id(self) -> RecordId:
        """An id that looks drawn at random and is the same in every run."""
        self.made += 1
        return RecordId(blake2b(f"{self.path.name} {self.made}".encode(), digest_size=16).hexdigest())

    def restart(self) -> None:
        """Close the file and open it again."""
        self.database.close()
        self.database = open_file(self.path, self.laptop, self.clock)

    def copied(self, path: Path) -> Desk:
        """The laptop as it would come out of a backup: the same file and the same id."""
        self.database.close()
        copy = Desk(Path(shutil.copy(self.path, path)), self.laptop)
        copy.clock.instant = self.clock.instant
        self.database = open_file(self.path, self.laptop, self.clock)
        return copy

    def kept(self) -> list[Kept]:
        """Every note and recommendation that is not deleted, in an order that all laptops share."""
        with self.database.read() as forum:
            found: list[Kept] = [*forum.all(Note), *forum.all(Recommendation)]
        return sorted(found, key=lambda one: one.id)

    def nth(self, number: int) -> Kept | None:
        found = self.kept()
        return found[number % len(found)] if found else None

    def revisions(self) -> list[Revision]:
        with self.database.read() as forum:
            return list(forum.log.all_revisions())

    def handed(self) -> list[Revision]:
        """What this desk would hand on."""
        with self.database.read() as forum:
            return list(forum.log.arrived())

    def take_in(self, revisions: Iterable[Revision], *, leave_aside: bool = False) -> Taken:
        with self.database.write("merge") as work:
            return work.take_in(revisions, leave_aside=leave_aside)

    def acts(self) -> list[Act]:
        """What this desk did itself or took in, newest first; undo and redo left out."""
        with self.database.read() as forum:
            return [act for act in acts(forum) if not act.target]

    def next_steps(self) -> tuple[Act | None, Act | None]:
        """What undo and redo would take."""
        with self.database.read() as forum:
            return next_steps(forum, self.laptop.device)

    def undo(self, act_id: str = "") -> Turned | None:
        """Undo the newest act or another; tell what it came to, or that there was none."""
        with self.database.read() as forum:
            act = find_act(forum, act_id) if act_id else next_steps(forum, self.laptop.device)[0]
        if act is None:
            return None
        with self.database.write("undo", target=act.id) as work:
            return take_back(work, act)

    def redo(self, act_id: str = "") -> Turned | None:
        with self.database.read() as forum:
            act = find_act(forum, act_id) if act_id else next_steps(forum, self.laptop.device)[1]
        if act is None:
            return None
        with self.database.write("redo", target=act.id) as work:
            return bring_again(work, act)

    def faults(self) -> list[str]:
        with self.database.read() as forum:
            return list(faults(forum))

    def shown(self) -> Any:
        """Everything that screens can read."""
        return shown_of(self.database)


def shown_of(database: Database) -> Any:
    """Everything that screens can read: every row, conflicts with their values, deleted records left out."""
    with database.read() as forum:
        rows = {
            kind: forum.rows(select_rows(kind, "WHERE deleted = 0 ORDER BY id")) for kind in KINDS if kind != "device"
        }
        differing = {
            record: _values(forum.log.counted(record)) for kind, record, _ in forum.conflicts() if kind != "device"
        }
    return rows, differing


def _values(counted: Counted) -> Mapping[str, Any]:
    """The keys in conflict with the values that stand against each other."""
    said = {one.id: one.fields for one in counted.revisions}
    return {
        key: True if key in (DELETED, BEGUN) else sorted({repr(said[head].get(key)) for head in heads})
        for key, heads in state_of(counted).conflicts.items()
    }


def hours(desk: Desk, wrong: float) -> Desk:
    """The laptop with a clock that goes wrong by so many hours."""
    desk.clock.instant += timedelta(hours=wrong)
    return desk


def some_laptops(template: Path, folder: Path, wrong: Iterable[float] = (0, 24, -24)) -> list[Desk]:
    """Laptops with one empty forum and clocks that are wrong by so many hours."""
    return [
        hours(
            Desk(Path(shutil.copy(template, folder / f"{number}.forum")), replace(a_laptop(str(number)), name="")), one
        )
        for number, one in enumerate(wrong)
    ]


@contextmanager
def laptops(template: Path, wrong: Sequence[float] = (0, 24, -24)) -> Iterator[list[Desk]]:
    """Laptops in a folder of their own that are shut at the end."""
    with tempfile.TemporaryDirectory() as folder:
        desks = some_laptops(template, Path(folder), wrong)
        try:
            yield desks
        finally:
            for desk in desks:
                desk.database.close()


def _edit(desk: Desk, number: int, change: Callable[[Kept], Kept]) -> None:
    found = desk.nth(number)
    if found is not None:
        with desk.database.write("edit") as work:
            work.put(change(found))


def keep_note(desk: Desk, number: int) -> None:
    codes = ("sdg 8.5",) if number % 2 else ()
    with desk.database.write("keep-note") as work:
        work.put(a_note(id=desk.next_id(), text=f"Note {number}", instant=desk.clock.now(), codes=codes))


def keep_recommendation(desk: Desk, number: int) -> None:
    with desk.database.write("add-recommendation") as work:
        work.put(a_recommendation(id=desk.next_id(), text=f"Ask {number}", number=number))


def reword(desk: Desk, number: int) -> None:
    _edit(desk, number, lambda one: replace(one, text=f"Words {number} of {desk.path.stem}"))


def move(desk: Desk, number: int) -> None:
    _edit(desk, number, lambda one: replace(one, city=("Dakar", "Quito", "")[number % 3], text=f"Moved {number % 4}"))


def tag(desk: Desk, number: int) -> None:
    def tagged(one: Kept) -> Kept:
        code = f"sdg {number % 3 + 1}"
        return replace(one, codes=tuple(sorted({*one.codes} ^ {code})))

    _edit(desk, number, tagged)


def delete(desk: Desk, number: int) -> None:
    found = desk.nth(number)
    if found is not None:
        with desk.database.write("delete") as work:
            work.delete(found)


def bring_back(desk: Desk, number: int) -> None:
    with desk.database.write("bring-back") as work:
        rows = work.rows("SELECT id FROM at_note WHERE deleted = 1 ORDER BY id")
        if rows:
            gone = work.get_deleted(Note, rows[number % len(rows)][0])
            assert gone is not None
            work.put(gone)


def many_at_once(desk: Desk, number: int) -> None:
    """One act over several records, that also touches one of them twice."""
    with desk.database.write("change-many") as work:
        for place, one in enumerate(desk.kept()[:3]):
            work.put(replace(one, city=f"City {number}"))
            if place == number % 3:
                work.delete(one)


def redact(desk: Desk, number: int) -> None:
    found = desk.nth(number)
    if found is not None:
        with desk.database.write("redact") as work:
            work.redact(found.id, ("text", "city"))


def undo(desk: Desk, _number: int) -> None:
    desk.undo()


def redo(desk: Desk, _number: int) -> None:
    desk.redo()


def undo_an_older_act(desk: Desk, number: int) -> None:
    if done := desk.acts():
        desk.undo(done[number % len(done)].id)


def redo_an_older_act(desk: Desk, number: int) -> None:
    if done := [act for act in desk.acts() if act.undone]:
        desk.redo(done[number % len(done)].id)


def restart(desk: Desk, _number: int) -> None:
    desk.restart()


def pass_time(desk: Desk, number: int) -> None:
    desk.clock.go(seconds=number - 5)


DOINGS: tuple[Callable[[Desk, int], None], ...] = (
    keep_note,
    keep_recommendation,
    reword,
    move,
    tag,
    delete,
    bring_back,
    many_at_once,
    undo,
    redo,
    undo_an_older_act,
    redo_an_older_act,
    restart,
    pass_time,
)
