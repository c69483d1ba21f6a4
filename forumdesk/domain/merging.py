"""What another laptop's revisions would do to a forum, told before anything is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from forumdesk.domain.devices import Device
from forumdesk.domain.heads import State, kind_of, standing_of, state_of
from forumdesk.domain.ids import RecordId, RevisionId
from forumdesk.domain.kinds import KINDS, differing
from forumdesk.domain.records import DELETED
from forumdesk.domain.resolving import Ends, resolved
from forumdesk.domain.revisions import Revision


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

    @property
    def total(self) -> Weight:
        """All kinds together; what a laptop is called counts as nothing."""
        whole = Weight()
        for kind, weight in self.by_kind.items():
            if kind != Device.KIND:
                whole.add(weight)
        return whole


class Weighing:
    """Weighs sources one after the other, each against the forum and what the sources before it bring."""

    def __init__(
        self,
        held: Callable[[RecordId], Sequence[Revision]],
        holding: Callable[[Iterable[RecordId]], set[str]],
        ends: Ends | None = None,
    ) -> None:
        """`held` gives every revision that the forum has of a record, `holding` of which records it has any.

        `ends` tells where links lead to records that were joined away in it.
        """
        self._ends = ends or {}
        self._held = held
        self._holding = holding
        self._coming: dict[RecordId, list[Revision]] = {}
        self.here: set[str] = set()
        """Of which records of the source that was weighed last the forum has anything."""

    def weigh(self, revisions: Iterable[Revision]) -> Weights:
        """What these revisions bring."""
        brought: dict[RecordId, list[Revision]] = {}
        for one in revisions:
            brought.setdefault(one.record, []).append(one)
        found = Weights()
        here = self.here = self._holding(brought)
        coming, new = self._coming, Counter[str]()
        for record, theirs in brought.items():
            if len(theirs) == 1 and record not in here and record not in coming:
                coming[record] = theirs  # what nearly every record is: one revision, of which nothing is here
                new[theirs[0].kind] += 1
                continue
            held = self._held(record) if record in here else ()
            self._weigh_record(record, theirs, [*held, *self._coming.get(record, ())], found)
        found.fresh += new.total()
        for kind, count in new.items():
            if kind in KINDS:
                found.by_kind.setdefault(kind, Weight()).new += count
            else:
                found.unknown += count
        return found

    def _weigh_record(
        self, record: RecordId, theirs: Sequence[Revision], before: list[Revision], found: Weights
    ) -> None:
        known: set[RevisionId] = {one.id for one in before}
        fresh = list({one.id: one for one in theirs if one.id not in known}.values())
        kind = kind_of(before or fresh)
        if kind not in KINDS:
            found.unknown += 1
            found.fresh += len(fresh)
            self._coming.setdefault(record, []).extend(fresh)
            return
        weight = found.by_kind.setdefault(kind, Weight())
        if not fresh:
            weight.same += 1
            return
        found.fresh += len(fresh)
        self._coming.setdefault(record, []).extend(fresh)
        earlier, later = self._state(before), self._state([*before, *fresh])
        against = {key for key in differing(kind, later) if earlier.conflicts.get(key) != later.conflicts[key]}
        weight.conflicts += len(against)
        weight.deleted_edited += DELETED in against
        if not before:
            weight.new += 1
        elif not against:
            same = (earlier.said, earlier.deleted) == (later.said, later.deleted)
            weight.same += same
            weight.changed += not same

    def _state(self, revisions: Iterable[Revision]) -> State:
        """What these say, links as they are shown: two sides that name the same record do not differ."""
        return state_of(standing_of([resolved(one, self._ends) for one in revisions] if self._ends else [*revisions]))
