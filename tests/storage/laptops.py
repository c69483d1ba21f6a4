"""Several laptops that work on one forum, each with its own file and clock, and hand each other what they wrote."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any

from forumdesk.domain.devices import Laptop
from forumdesk.domain.errors import ForumDeskError
from forumdesk.domain.heads import state_of
from forumdesk.domain.ids import DeviceId, RecordId
from forumdesk.domain.kinds import KINDS
from forumdesk.domain.notes import Note
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.records import DELETED
from forumdesk.domain.revisions import Revision
from forumdesk.storage.checking import faults
from forumdesk.storage.database import Database, open_file
from forumdesk.storage.statements import select_rows
from forumdesk.storage.undoing import bring_again, deciding, next_steps, take_back
from tests.builders import a_note, a_recommendation
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

    def take_in(self, revisions: Iterable[Revision]) -> tuple[RecordId, ...]:
        with self.database.write("merge") as work:
            return work.take_in(revisions)

    def undo(self, act_id: str = "") -> tuple[RecordId, ...]:
        """Undo the newest act or another; return the records that had changed since and stayed."""
        with self.database.read() as forum:
            device = self.laptop.device
            act = deciding(forum, act_id) if act_id else next_steps(forum, device)[0]  # type: ignore[arg-type]
        if act is None:
            return ()
        with self.database.write(f"undo {act.subject}") as work:
            return take_back(work, act.subject)[1]

    def redo(self) -> tuple[RecordId, ...]:
        with self.database.read() as forum:
            act = next_steps(forum, self.laptop.device)[1]
        if act is None:
            return ()
        with self.database.write(f"redo {act.subject}") as work:
            return bring_again(work, act.subject)[1]

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
            record: _values(forum.log.standing(record)) for kind, record, _ in forum.conflicts() if kind != "device"
        }
    return rows, differing


def _values(standing: Any) -> Mapping[str, Any]:
    """The keys in conflict with the values that stand against each other."""
    conflicts = state_of(standing).conflicts
    said = {one.id: one.fields for one, _ in standing}
    return {
        key: True if key == DELETED else sorted({repr(said[head].get(key)) for head in heads})
        for key, heads in conflicts.items()
    }


def hours(desk: Desk, wrong: float) -> Desk:
    """The laptop with a clock that goes wrong by so many hours."""
    desk.clock.instant += timedelta(hours=wrong)
    return desk


def some_laptops(template: Path, folder: Path, wrong: Iterable[float] = (0, 24, -24)) -> list[Desk]:
    """Laptops with one empty forum and clocks that are wrong by so many hours."""
    return [
        hours(Desk(Path(shutil.copy(template, folder / f"{number}.forum")), Laptop(DeviceId(f"{number}" * 32))), one)
        for number, one in enumerate(wrong)
    ]


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
    _edit(desk, number, lambda one: replace(one, text=f"Words {number} of {desk.laptop.device[0]}"))


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
    acts = list(dict.fromkeys(one.act.partition(" ")[0] for one in desk.revisions() if " undo" not in one.act))
    if acts:
        with suppress(ForumDeskError):
            desk.undo(acts[number % len(acts)])


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
    restart,
    pass_time,
)
