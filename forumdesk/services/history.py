"""Everything that was done, by name; and undo and redo of any of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from forumdesk.domain.apart import KeptApart
from forumdesk.domain.devices import Device, device_record
from forumdesk.domain.errors import NotAllowed, NotFound
from forumdesk.domain.ids import ActId, RecordId, RevisionId
from forumdesk.domain.kinds import KINDS
from forumdesk.domain.records import JsonValue, Record
from forumdesk.services.act_words import LASTING
from forumdesk.storage.database import Database
from forumdesk.storage.undoing import Act, acts, bring_again, deciding, find_act, next_steps, parted_act, take_back
from forumdesk.storage.work import Reader


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as the history shows it."""

    id: ActId
    name: str
    """Key of its words in `act_words`; for an undo or a redo, of the act it speaks of."""
    turn: str
    """`undo`, `redo`, or empty for an act of its own."""
    subject: str
    """What it was done to, in a few words; empty where nothing is left of it."""
    count: int
    """How many records it touched."""
    instant: datetime
    laptop: str
    author: str
    undone: bool


@dataclass(frozen=True, slots=True)
class Step:
    """What the next undo or redo is about."""

    act: ActId
    name: str
    subject: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an undo or redo did: how many records went back, and how many had changed since and stayed."""

    name: str
    subject: str
    changed: int
    stayed: int


@dataclass(frozen=True, slots=True)
class Version:
    """One revision of a record as its history shows it."""

    id: RevisionId
    instant: datetime
    laptop: str
    author: str
    act: str
    fields: dict[str, JsonValue]


class History:
    """Undo, redo and the list of acts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def entries(self, limit: int = 200) -> tuple[Entry, ...]:
        """The newest acts, the newest first."""
        with self._database.read() as forum:
            found: list[Entry] = []
            undone: dict[ActId, bool] = {}
            for _, act in islice(acts(forum), limit):
                undone.setdefault(act.subject, act.is_undo)
                found.append(entry_of(forum, act, undone=undone[act.subject]))
            return tuple(found)

    def next_steps(self) -> tuple[Step | None, Step | None]:
        """What Undo would take back, and what Redo would bring back."""
        with self._database.read() as forum:
            undo, redo = next_steps(forum, self._database.laptop.device)
            return _step(forum, undo), _step(forum, redo)

    def undo(self, act_id: str = "") -> Outcome:
        """Take back the newest act of this laptop, or any act by its id."""
        with self._database.read() as forum:
            act = self._chosen(forum, act_id)
            words = _words(forum, act)
            if words.name in LASTING:
                raise NotAllowed("What was sent stays as it was sent.", "Correct it: that makes a new answer.")
        with self._database.write(f"undo {act.subject}") as work:
            back, stayed = take_back(work, act.subject)
        return Outcome(words.name, words.subject, len(back), len(stayed))

    def _chosen(self, forum: Reader, act_id: str) -> Act:
        if act_id:
            act = deciding(forum, ActId(act_id))
            if act is None or act.is_undo:
                raise NotFound("This act was undone already or is not in the forum.")
            return act
        act = next_steps(forum, self._database.laptop.device)[0]
        if act is None:
            raise NotFound("There is nothing to undo.")
        return act

    def redo(self) -> Outcome:
        """Bring back what was undone last."""
        with self._database.read() as forum:
            act = next_steps(forum, self._database.laptop.device)[1]
            if act is None:
                raise NotFound("There is nothing to redo.")
            words = _words(forum, act)
        with self._database.write(f"redo {act.subject}") as work:
            back, stayed = bring_again(work, act.subject)
        return Outcome(words.name, words.subject, len(back), len(stayed))

    def of_record(self, record_id: str) -> tuple[Version, ...]:
        """Every revision of a record, the oldest first."""
        with self._database.read() as forum:
            found = forum.log.revisions(RecordId(record_id))
            if not found:
                raise NotFound("There is no record “{record}” in this forum.", record=record_id)
            return tuple(
                Version(
                    one.id,
                    datetime.fromtimestamp(one.wall_ms / 1000, UTC),
                    laptop_name(forum, one.device),
                    one.author,
                    parted_act(one.act)[1],
                    dict(one.fields),
                )
                for one in found
            )


def entry_of(forum: Reader, act: Act, *, undone: bool) -> Entry:
    """An act as the history shows it."""
    words = _words(forum, act)
    turn = act.name if act.is_undo or act.is_redo else ""
    return Entry(
        act.subject,
        words.name,
        turn,
        words.subject,
        len(act.records),
        act.instant,
        laptop_name(forum, act.device),
        act.author,
        undone,
    )


def _words(forum: Reader, act: Act) -> Step:
    name = act.name
    if act.target:
        original = find_act(forum, act.target)
        name = original.name if original else act.name
    return Step(act.subject, name, subject_of(forum, act.records))


def _step(forum: Reader, act: Act | None) -> Step | None:
    return None if act is None else _words(forum, act)


def laptop_name(forum: Reader, device: str) -> str:
    """What a laptop is called in this forum; empty where nobody gave it a name."""
    found = forum.get(Device, device_record(device))  # type: ignore[arg-type]
    return found.name if found else ""


def subject_of(forum: Reader, records: tuple[tuple[str, RecordId], ...]) -> str:
    """The first record of an act in a few words, one that was deleted included."""
    for kind, record_id in records:
        if kind not in KINDS:
            continue
        if kind == KeptApart.KIND:
            return _pair(forum, record_id)
        names = [name for name in ("label", "title", "name", "text", "code", "position") if hasattr(KINDS[kind], name)]
        record = _with_deleted(forum, kind, record_id)
        said = next((str(getattr(record, name)) for name in names if getattr(record, name)), "") if record else ""
        if said:
            return said.split("\n", maxsplit=1)[0][:80]
    return ""


def _pair(forum: Reader, record_id: RecordId) -> str:
    """The two that were kept apart; cities by their names."""
    pair = _with_deleted(forum, KeptApart.KIND, record_id)
    if not isinstance(pair, KeptApart):
        return ""
    both = (pair.first, pair.second)
    if pair.of not in KINDS:
        return ", ".join(sorted(one.rpartition(":")[2] for one in both))
    return ", ".join(sorted(subject_of(forum, ((pair.of, RecordId(one)),)) for one in both))


def _with_deleted(forum: Reader, kind: str, record_id: RecordId) -> Record | None:
    found = forum.get(KINDS[kind], record_id)
    if found is not None or kind not in KINDS:
        return found
    return forum.get_deleted(KINDS[kind], record_id)
