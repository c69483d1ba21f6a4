"""What another laptop's revisions would do to a forum, told before anything is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Protocol

from forumdesk.domain.devices import Device
from forumdesk.domain.heads import Circumstances, Counted, State, state_of
from forumdesk.domain.ids import ActId, RecordId, RevisionId
from forumdesk.domain.joining import Joined
from forumdesk.domain.kinds import KINDS, differing, kind_of
from forumdesk.domain.records import DELETED, record_from
from forumdesk.domain.resolving import Joins, is_whole, joins_of, resolved
from forumdesk.domain.revisions import ACT, REDACTION, Revision
from forumdesk.domain.turns import Coming, Turns


@dataclass(slots=True)
class Weight:
    """How many records of one kind are new, changed here, the same on both sides, and how many values now differ."""

    new: int = 0
    changed: int = 0
    same: int = 0
    conflicts: int = 0
    """Values that were set differently on two sides, deletes against edits included."""
    deleted_edited: int = 0
    """Of these, deletes against edits."""

    @property
    def records(self) -> int:
        """How many records there are, but for those in conflict alone."""
        return self.new + self.changed + self.same

    def add(self, other: Weight) -> None:
        """Add what another kind weighs."""
        self.new += other.new
        self.changed += other.changed
        self.same += other.same
        self.conflicts += other.conflicts
        self.deleted_edited += other.deleted_edited


@dataclass(slots=True)
class Weights:
    """What one source would bring, by the kind of record."""

    by_kind: dict[str, Weight] = field(default_factory=dict)
    unknown: int = 0
    """Records of a kind that this version does not know; they are kept, and shown by a later one."""
    fresh: int = 0
    """Revisions that this forum lacks."""
    aside: int = 0
    """Revisions that are set aside here and come again."""

    @property
    def total(self) -> Weight:
        """All kinds together; what a laptop is called counts as nothing."""
        whole = Weight()
        for kind, weight in self.by_kind.items():
            if kind != Device.KIND:
                whole.add(weight)
        return whole


class Held(Protocol):
    """What a forum knows, as far as weighing asks."""

    @property
    def known(self) -> Weighed:
        """Which acts are taken back, and what is set aside."""
        ...

    def revisions(self, record: RecordId, /) -> Sequence[Revision]:
        """Every revision that it has of a record."""
        ...

    def records_of_act(self, device: str, act: ActId, /) -> Sequence[RecordId]:
        """The records of which it has what an act said."""
        ...


class Weighed(Circumstances, Protocol):
    """The circumstances of a forum, with the acts that are taken back in it."""

    @property
    def turns(self) -> Turns:
        """By laptop and act."""
        ...


class Weighing:
    """Weighs sources one after the other, each against the forum and what the sources before it bring."""

    def __init__(
        self,
        forum: Held,
        holding: Callable[[Iterable[RecordId]], set[str]],
        joins: Mapping[Joined, bool] = MappingProxyType({}),
        *,
        leave_aside: bool = False,
    ) -> None:
        """`holding` tells of which records the forum has anything.

        `joins` are those that stand in it, and of each whether the one that goes is away: worked out anew for each
        file, a forum with many joins would weigh them all for every note that comes.
        """
        self._said = {one.id: one for one in joins}
        self._away = {RecordId(one.goes): is_away for one, is_away in joins.items()}
        self._forum = forum
        self._holding = holding
        self._leave_aside = leave_aside
        self._coming: dict[RecordId, list[Revision]] = {}
        self._then = Coming(forum.known, forum.known.turns)
        self._joins = self._counting()
        self.here: set[str] = set()
        """Of which records of the source that was weighed last the forum has anything."""

    def weigh(self, revisions: Iterable[Revision]) -> Weights:
        """What these revisions bring."""
        brought: dict[RecordId, list[Revision]] = {}
        acts: dict[RecordId, list[Revision]] = {}
        for one in revisions:
            (acts if one.kind == ACT else brought).setdefault(one.record, []).append(one)
        found = Weights()
        here = self.here = self._holding([*brought, *acts])
        now, joins = self._then.copy(), self._joins
        for record in self._turned(acts, found):
            brought.setdefault(record, [])
        coming, new, gone = self._coming, Counter[str](), self._then.is_taken_back
        several: dict[RecordId, _Weighed] = {}
        for record, theirs in brought.items():
            alone = len(theirs) == 1 and record not in here and record not in coming
            if alone and theirs[0].begins and not gone(theirs[0]):  # what nearly every record is
                coming[record] = theirs
                new[theirs[0].kind] += 1
                continue
            several[record] = self._come(record, theirs, found)
        for record in self._away.keys() & brought.keys():
            del self._away[record]
        self._join(brought if new[Joined.KIND] else several, several)
        for weighed in several.values():
            self._weigh_record(weighed, (now, joins), found)
        found.fresh += new.total()
        for kind, count in new.items():
            if kind in KINDS:
                found.by_kind.setdefault(kind, Weight()).new += count
            else:
                found.unknown += count
        return found

    def _come(self, record: RecordId, theirs: Sequence[Revision], found: Weights) -> _Weighed:
        before = [*self._forum.revisions(record), *self._coming.get(record, ())]
        aside = found.aside
        fresh = self._fresh(theirs, before, found)
        if fresh:
            self._coming.setdefault(record, []).extend(fresh)
        return _Weighed(before, [*before, *fresh], not fresh and found.aside == aside and bool(theirs))

    def _turned(self, acts: Mapping[RecordId, Sequence[Revision]], found: Weights) -> Iterator[RecordId]:
        """The records here that read otherwise once it is known what became of acts."""
        turned: set[tuple[str, str]] = set()
        for act, theirs in acts.items():
            held = [*self._forum.revisions(act), *self._coming.get(act, ())]
            fresh = self._fresh(theirs, held, found)
            if fresh:
                self._coming.setdefault(act, []).extend(fresh)
                self._then.learn(act, [*held, *fresh])
                turned.update((one.device, act) for one in fresh)
        for device, of_act in turned:
            yield from self._forum.records_of_act(device, ActId(of_act))
        if turned:  # and what the sources before it bring
            for record, coming in self._coming.items():
                if any((one.device, one.act_id) in turned for one in coming):
                    yield record

    def _fresh(self, theirs: Sequence[Revision], held: Sequence[Revision], found: Weights) -> list[Revision]:
        """What is not here, or was set aside here and comes back."""
        known: set[RevisionId] = {one.id for one in held}
        fresh = list({one.id: one for one in theirs if one.id not in known}.values())
        aside = {one.id for one in theirs if one.id in known and not self._then.stands(one)}
        found.aside += len(aside)
        if not self._leave_aside:
            self._then.returning |= aside
        found.fresh += len(fresh)
        return fresh

    def _join(self, brought: Iterable[RecordId], several: Mapping[RecordId, _Weighed]) -> None:
        """Know what the joins come to, once what is brought is as it will be."""
        for record in brought:
            said = several[record].after if record in several else self._coming[record]
            if any(one.kind == Joined.KIND for one in said):
                self._said.pop(record, None)
                state = state_of(Counted(said, self._then))
                one = record_from(Joined, record, state.said)
                if kind_of(said) == Joined.KIND and not state.deleted and is_whole(one):
                    self._said[record] = one
        self._joins = self._counting()

    def _counting(self) -> Joins:
        return joins_of(one for one in self._said.values() if self._is_away(RecordId(one.goes)))

    def _is_away(self, record: RecordId) -> bool:
        if record not in self._away:
            state = state_of(Counted([*self._forum.revisions(record), *self._coming.get(record, ())], self._then))
            self._away[record] = state.deleted or DELETED in state.conflicts
        return self._away[record]

    def _weigh_record(self, one: _Weighed, earlier: tuple[Coming, Joins], found: Weights) -> None:
        kind = kind_of(one.after)
        if kind in (REDACTION, ACT):
            return
        if kind not in KINDS:
            found.unknown += 1
            return
        weight = found.by_kind.setdefault(kind, Weight())
        if one.is_same and earlier[1] == self._joins:
            weight.same += 1
            return
        was, will = _state(one.before, *earlier), _state(one.after, self._then, self._joins)
        against = {key for key in differing(kind, will) if was.conflicts.get(key) != will.conflicts[key]}
        weight.conflicts += len(against)
        weight.deleted_edited += DELETED in against
        if not one.before:
            weight.new += 1
        elif not against:
            same = (was.said, was.deleted) == (will.said, will.deleted)
            weight.same += same
            weight.changed += not same


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A record of which something is here: what is said of it, what will be, and whether that is the same."""

    before: list[Revision]
    after: list[Revision]
    is_same: bool


def _state(revisions: Sequence[Revision], known: Circumstances, joins: Joins) -> State:
    """What these say, as it is shown: two links that lead to one record do not differ, and a circle asks nothing."""
    if not joins.ends:
        return state_of(Counted(revisions, known))
    shown = [resolved(one, joins.ends) for one in revisions]
    state = state_of(Counted(shown, known))
    heads = {one.id: one for one in revisions}
    disputed = [heads[one] for one in state.conflicts.get(DELETED, ())]
    if not disputed or not joins.settle(disputed[0].record, disputed):
        return state
    left = {key: said for key, said in state.conflicts.items() if key != DELETED}
    return replace(state, conflicts=left, deleted=disputed[0].record not in joins.living)
