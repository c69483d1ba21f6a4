"""Everything that was done, by name; and undo and redo of any of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import islice

from forumdesk.domain.answers import Answer
from forumdesk.domain.apart import KeptApart
from forumdesk.domain.devices import Device, device_record
from forumdesk.domain.errors import NotAllowed, NotFound
from forumdesk.domain.handover import fingerprint_of
from forumdesk.domain.heads import Counted
from forumdesk.domain.ids import ActId, DeviceId, RecordId, RevisionId
from forumdesk.domain.kinds import KINDS
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.records import DELETED, JsonValue, Record, shapes
from forumdesk.domain.review import ReviewItem, ReviewPack
from forumdesk.domain.revisions import ACT, REDACTION, Revision, redaction_of
from forumdesk.domain.witnessing import witnessed_of
from forumdesk.services.act_words import LASTING
from forumdesk.services.met import name_met
from forumdesk.services.progress import Progress, unwatched
from forumdesk.storage.acts import (
    Act,
    Turned,
    acts,
    acts_named,
    bring_again,
    find_act,
    next_steps,
    records_of,
    take_back,
    words_of,
)
from forumdesk.storage.database import Database
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
    is_own: bool = True
    """Whether this laptop did it: no other one takes it back."""
    reads: bool = False
    """Whether it read words of others, as from a workbook, for which this laptop vouches: they travel like its own."""

    @property
    def is_merge(self) -> bool:
        """Whether it held what others wrote: then taking it back changes nothing on the laptops that wrote it."""
        return self.name in MERGES

    @property
    def may_be_undone(self) -> bool:
        """Whether it can be taken back here."""
        return self.is_own and not self.undone and not self.turn and self.name not in LASTING

    @property
    def may_be_redone(self) -> bool:
        """Whether it was taken back and can be brought again here, whatever was done since."""
        return self.is_own and self.undone and not self.turn


@dataclass(frozen=True, slots=True)
class Step:
    """What the next undo or redo is about."""

    act: ActId
    name: str
    subject: str
    instant: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an undo or redo did: how many records went back, and how many had changed since and stayed."""

    name: str
    subject: str
    changed: int
    stayed: int
    is_merge: bool = False
    """Whether it was a merge: then nothing changes on the laptops that wrote what it held."""
    held: int = 0
    """Of what a merge had held, how many records stay because of words of this laptop."""
    holding: tuple[Step, ...] = ()
    """The acts of this laptop that hold them, each of which can be taken back too."""
    reads: bool = False
    """Whether it had read words, as from a workbook, for which this laptop vouches: these go off elsewhere, too."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One field that a version set: from what, to what."""

    field: str
    member: str
    """Of a set: what the member in question is called."""
    before: JsonValue
    """What it had seen the field say; nothing where it was not said yet."""
    after: JsonValue
    before_name: str = ""
    """What the value names, where it is the id of another record; empty otherwise."""
    after_name: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One revision of a record as its history shows it."""

    id: RevisionId
    instant: datetime
    laptop: str
    author: str
    act: str
    fields: dict[str, JsonValue]
    device: DeviceId
    """The laptop that vouches for it."""
    taken_in_by: str = ""
    """Where these are somebody else's words: the laptop that took them in."""
    is_counted: bool = True
    """Whether it counts: its act was not taken back, and no merge that held it."""
    kept_back: tuple[str, ...] = ()
    """What of it was taken out for good or withheld."""
    kind: str = ""
    begins: bool = False
    """Whether the record began with it, or began anew."""
    changed: tuple[Changed, ...] = ()
    """What it set, field by field; nothing where it only says what became of others."""
    taken_out: tuple[str, ...] = ()
    """Of what is kept back, what was taken out for good."""

    @property
    def vouched_by(self) -> str:
        """The laptop that vouches for it, by name: who wrote it, or who took it in."""
        return self.taken_in_by or self.laptop


class History:
    """Undo, redo and the list of acts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def entries(self, limit: int = 200) -> tuple[Entry, ...]:
        """The newest acts of this desk, the newest first."""
        with self._database.read() as forum:
            return tuple(entry_of(forum, act) for act in islice(acts(forum), limit))

    def next_steps(self) -> tuple[Step | None, Step | None]:
        """What Undo would take back, and what Redo would bring back."""
        with self._database.read() as forum:
            undo, redo = next_steps(forum, self._database.laptop.device)
            return _step(forum, undo), _step(forum, redo)

    def undo(self, act_id: str = "", *, progress: Progress = unwatched) -> Outcome:
        """Take back the newest act of this laptop, or any act of its own by its id or the end of it."""
        with self._database.read() as forum:
            act = self._chosen(forum, act_id, undone=False)
            words = _words(forum, act)
            if words.name in LASTING:
                raise NotAllowed(*LASTING[words.name])
        with self._database.write("undo", target=act.id) as work:
            turned = take_back(work, act, stays=partial(_is_answered, work, act.id), progress=_told(progress))
        with self._database.read() as forum:
            return _outcome(forum, words, act, turned)

    def _chosen(self, forum: Reader, act_id: str, *, undone: bool) -> Act:
        """The act of this id, or the next one, where it stands as it must to be turned."""
        if not act_id:
            act = next_steps(forum, self._database.laptop.device)[int(undone)]
            if act is None:
                raise NotFound(NOTHING_LEFT[undone])
            return act
        found = acts_named(forum, act_id)
        if len(found) > 1:
            raise NotFound("The ids of several acts end with “{act}”.", "Write more of it.", act=act_id)
        act = found[0] if found else None
        if act is None or act.undone != undone:
            raise NotFound(NOT_SO[undone])
        if act.device != self._database.laptop.device:
            raise NotAllowed(
                "This was done on another laptop, and only that one takes it back.",
                "Change what it made by words of your own.",
            )
        return act

    def redo(self, act_id: str = "", *, progress: Progress = unwatched) -> Outcome:
        """Bring again what was undone last, or any undone act of this laptop by its id or the end of it."""
        with self._database.read() as forum:
            act = self._chosen(forum, act_id, undone=True)
            words = _words(forum, act)
        with self._database.write("redo", target=act.id) as work:
            turned = bring_again(work, act, progress=_told(progress))
        with self._database.read() as forum:
            return _outcome(forum, words, act, turned)

    def of_record(self, record_id: str) -> tuple[Version, ...]:
        """Every revision of a record, the oldest first."""
        with self._database.read() as forum:
            found = forum.log.revisions(RecordId(record_id))
            if not found:
                raise NotFound("There is no record “{record}” in this forum.", record=record_id)
            counted = forum.log.counted(RecordId(record_id))
            counts = {one.id for one in counted.chosen(counted.on)}
            earlier = _Earlier(forum, counted)
            gone: dict[str, frozenset[int]] = {}
            for target, places in (redaction_of(one.fields) for one in found if one.kind == REDACTION):
                gone[target] = gone.get(target, frozenset()) | places
            return tuple(
                Version(
                    one.id,
                    datetime.fromtimestamp(one.wall_ms / 1000, UTC),
                    source_name(forum, one),
                    one.author,
                    one.act_name,
                    dict(one.fields),
                    one.device,
                    laptop_name(forum, one.device) or one.device[:8] if one.witnessed else "",
                    one.id in counts or one.kind in (REDACTION, ACT),
                    one.kept_back,
                    one.kind,
                    one.begins,
                    earlier.changed(one),
                    _taken_out(one, gone.get(one.id, frozenset())),
                )
                for one in found
            )


def _taken_out(one: Revision, places: frozenset[int]) -> tuple[str, ...]:
    """What was taken out of a version at these places of its header."""
    return tuple(item.name for place, item in enumerate(one.items) if place in places and item.is_kept_back)


class _Earlier:
    """Tells what each version of a record had seen its fields say."""

    def __init__(self, forum: Reader, counted: Counted) -> None:
        self._forum = forum
        self._past = dict(zip((one.id for one in counted.revisions), counted.past, strict=True))
        self._place = {one.id: 1 << place for place, one in enumerate(counted.revisions)}
        self._saying: dict[str, list[Revision]] = {}
        for one in sorted(counted.revisions, key=lambda one: one.order, reverse=True):
            for name in one.fields:
                self._saying.setdefault(name, []).append(one)

    def changed(self, one: Revision) -> tuple[Changed, ...]:
        """What a version set, in the order of the fields."""
        if one.id not in self._past or one.kind not in KINDS:
            return ()
        return tuple(self._field(one, name) for name in one.fields if name[0] != "_" or name == DELETED)

    def _field(self, one: Revision, name: str) -> Changed:
        past = self._past[one.id]
        before = next((each.fields[name] for each in self._saying[name] if past & self._place[each.id]), None)
        after = one.fields[name]
        member = name.partition(":")[2]
        return Changed(
            name,
            named_value(self._forum, one.kind, name, member) or member,
            before,
            after,
            named_value(self._forum, one.kind, name, before),
            named_value(self._forum, one.kind, name, after),
        )


def _told(progress: Progress) -> Callable[[int], None]:
    """Progress of an undo, told now and then; it can be stopped, and then nothing was done."""

    def tell(done: int) -> None:
        if done % _EVERY == 0:
            progress(done, 0, "undo")

    return tell


_EVERY = 200
NOTHING_LEFT = ("There is nothing to undo.", "There is nothing to redo.")
NOT_SO = (
    "This act was undone already or is not in the forum.",
    "This act was not undone or is not in the forum.",
)
"""What is told of an act that is to be undone, and of one that is to be redone."""


def _outcome(forum: Reader, words: Step, act: Act, turned: Turned) -> Outcome:
    holding = [find_act(forum, one) for one in turned.holding[:_MOST_TOLD]]
    return Outcome(
        words.name,
        words.subject,
        turned.changed,
        turned.stayed,
        act.name in MERGES,
        turned.held,
        tuple(_words(forum, one) for one in holding if one is not None),
        _reads(forum, act),
    )


def _reads(forum: Reader, act: Act | None) -> bool:
    """Whether an act said words that it had read, and that nobody else signed."""
    return act is not None and act.name in MERGES and any(one.witnessed for one in words_of(forum, act))


MERGES = ("merge", "sync")
"""Acts that hold what others wrote."""
_MOST_TOLD = 5


def _is_answered(forum: Reader, act: ActId, record: RecordId) -> bool:
    """Whether a city answered to a pack since an act sent it: then it was sent for good, with all that it asks."""
    packs = [one for one in (forum.get(ReviewPack, record),) if one is not None]
    if not packs and forum.get(ReviewItem, record) is not None:
        packs = [one for one in forum.stream(ReviewPack) if record in one.items]
    blank = forum.get(Answer, record)
    if blank is not None and not blank.is_begun:
        packs = [one for one in forum.stream(ReviewPack) if one.key == blank.key]
    for pack in packs:
        asked = {
            item.recommendation for one in pack.items for item in (forum.get(ReviewItem, one),) if item is not None
        }
        place = forum.log.place(pack.id)
        for one in forum.stream(Answer):
            answers = one.key == pack.key and one.is_begun and one.recommendation in asked
            if answers and forum.log.is_gone_on_with(one.id, place, act):
                return True
    return False


def entry_of(forum: Reader, act: Act) -> Entry:
    """An act as the history shows it."""
    words = _words(forum, act)
    turn = act.name if act.is_undo or act.is_redo else ""
    subject = find_act(forum, act.target) if act.target else act
    return Entry(
        act.subject,
        words.name,
        turn,
        words.subject,
        act.count,
        act.instant,
        laptop_name(forum, act.device),
        act.author,
        subject is not None and subject.undone,
        act.device == forum.log.device,
        _reads(forum, subject),
    )


def _words(forum: Reader, act: Act) -> Step:
    original = find_act(forum, act.target) if act.target else act
    name, subject = original.name if original else act.name, subject_of(forum, records_of(forum, act, 5))
    return Step(act.subject, name, subject, (original or act).instant)


def _step(forum: Reader, act: Act | None) -> Step | None:
    return None if act is None else _words(forum, act)


def source_name(forum: Reader, one: Revision) -> str:
    """Whose words a revision carries: a laptop's, or those of whoever saved a workbook, by its name."""
    by = witnessed_of(one.witnessed)
    if by is None:
        return laptop_name(forum, one.device)
    return by.name or laptop_name(forum, by.device) or by.device[:8]


def laptop_name(forum: Reader, device: str) -> str:
    """What a laptop is called in this forum; two of one name are told apart by the beginning of their fingerprints.

    Where the word that names it has not come, it is called as it called itself when it handed over; empty where nobody
    gave it a name.
    """
    record = device_record(DeviceId(device))
    found = forum.get(Device, record)
    name = found.name if found is not None and found.name else name_met(forum, device)
    others = [one for one in forum.all(Device, name=name) if one.id != record] if name else []
    return f"{name} ({fingerprint_of(device)[:4]})" if others else name


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


def named_value(forum: Reader, kind: str, field: str, value: JsonValue) -> str:
    """What an id is the id of, in a few words; empty where a value is no id."""
    shape = shapes(KINDS[kind]).get(field.partition(":")[0])
    if shape is None or not shape.link or not isinstance(value, str) or not value:
        return ""
    if shape.link == Recommendation.KIND:  # two groups of the same members bear the same number
        linked = forum.get_deleted(Recommendation, value)
        return f"{linked.label} {linked.text}".strip() if linked else ""
    return subject_of(forum, ((shape.link, RecordId(value)),))


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
