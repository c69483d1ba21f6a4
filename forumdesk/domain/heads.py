"""What currently stands: which revisions of a record count, the heads of every field, and what people are asked.

Whether an act was taken back and which merges hold a revision is told from outside (`Circumstances`); everything else
follows from the revisions of the record alone, in whatever order they came.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from forumdesk.domain.ids import RevisionId
from forumdesk.domain.records import DELETED, JsonValue
from forumdesk.domain.revisions import ACT, REDACTION, Revision

BEGUN = "_begun"
"""What people are asked where the beginning of a record was taken back by who had not heard that somebody went on."""


class Circumstances(Protocol):
    """What is known of revisions beside what they say."""

    def stands(self, one: Revision) -> bool:
        """Whether it is this desk's own word, or some merge that was not taken back held it."""
        ...

    def is_taken_back(self, one: Revision) -> bool:
        """Whether its act was taken back by its own laptop, this record not excepted."""
        ...


class Plainly:
    """Where no merge and no act was taken back."""

    def stands(self, one: Revision) -> bool:
        """Every revision stands."""
        del one
        return True

    def is_taken_back(self, one: Revision) -> bool:
        """None was taken back."""
        del one
        return False


PLAINLY = Plainly()
Standing = list[tuple[Revision, frozenset[str]]]
"""The revisions of a record that still stand, each with the keys of which it is a head."""


def keys_of(one: Revision) -> Iterable[str]:
    """The keys that a revision sets, those whose value was kept back included."""
    return one.fields if not one.items else [*one.fields, *(name for name in one.kept_back if name[0] != "_")]


class Counted:
    """The revisions of one record, weighed: what is present, what of it counts, and who had seen what."""

    def __init__(
        self, revisions: Sequence[Revision], circumstances: Circumstances = PLAINLY, *, of_act: bool = False
    ) -> None:
        """`revisions` are all that is known of the record, in any order.

        What speaks of others says nothing of a record: redactions, and what became of acts, unless asked `of_act`.
        """
        self.revisions = [one for one in revisions if (one.kind == ACT) is of_act and one.kind != REDACTION]
        self._place = {one.id: 1 << place for place, one in enumerate(self.revisions)}
        self._past: list[int] | None = None
        whole = (1 << len(self.revisions)) - 1
        stands = self._mask(circumstances.stands)
        off = self._mask(circumstances.is_taken_back)
        present = stands
        if stands != whole:
            for place, one in enumerate(self.past):
                if stands & ~off & 1 << place:
                    present |= one
        self.present = present
        self.stands = stands
        begins = self._mask(lambda one: one.begins)
        on = present & ~off
        self.asked = False
        if not on & begins and any(not _is_delete(one) for one in self.chosen(on)):
            heard = 0
            for place in range(len(self.revisions)):
                if on >> place & 1:
                    heard |= self.past[place]
            # A beginning of which nobody who went on had heard, such as a settlement that was taken back, asks nothing.
            asking = present & begins & heard or present & begins
            acts = {(one.device, one.act_id) for one in self.chosen(asking)}
            on |= self._mask(lambda one: (one.device, one.act_id) in acts) & present
            self.asked = bool(on & begins)
        self.on = on
        self.begun = bool(on & begins)
        """Whether anything that counts begins the record: else it is not shown."""

    def _mask(self, holds: Callable[[Revision], bool]) -> int:
        return sum(1 << place for place, one in enumerate(self.revisions) if holds(one))

    def chosen(self, mask: int) -> list[Revision]:
        """The revisions of a mask."""
        return [one for place, one in enumerate(self.revisions) if mask >> place & 1]

    @property
    def past(self) -> list[int]:
        """Of each revision, what it had seen, near and far."""
        if self._past is None:
            self._past = self._pasts()
        return self._past

    def _pasts(self) -> list[int]:
        past: list[int | None] = [None] * len(self.revisions)
        for start in range(len(past)):
            ahead = [start]
            while ahead:
                at = ahead[-1]
                if past[at] is not None:
                    ahead.pop()
                    continue
                seen, missing = 0, []
                for parent in self.revisions[at].parents:
                    bit = self._place.get(parent, 0)
                    if bit:
                        known = past[bit.bit_length() - 1]
                        if known is None:
                            missing.append(bit.bit_length() - 1)
                        else:
                            seen |= bit | known
                if missing:
                    ahead.extend(missing)
                else:
                    past[at] = seen
                    ahead.pop()
        return [one or 0 for one in past]

    @property
    def tips(self) -> list[RevisionId]:
        """What a word said now has to name as seen: all that is present and that nothing present had seen."""
        if len(self.revisions) == 1:
            return [self.revisions[0].id] if self.present else []
        seen = 0
        for place, past in enumerate(self.past):
            if self.present >> place & 1:
                seen |= past
        return [one.id for one in self.chosen(self.present & ~seen)]

    def standing(self, mask: int | None = None) -> Standing:
        """The heads of every field among what counts, or among the revisions of a mask, in the order they came."""
        mask = self.on if mask is None else mask
        chosen = [place for place in range(len(self.revisions)) if mask >> place & 1]
        if len(chosen) == 1:
            only = self.revisions[chosen[0]]
            keys = frozenset(keys_of(only))
            return [(only, keys)] if keys else []
        seen: dict[str, int] = {}
        for place in chosen:
            for key in keys_of(self.revisions[place]):
                seen[key] = seen.get(key, 0) | self.past[place]
        found: Standing = []
        for place in chosen:
            one = self.revisions[place]
            keys = frozenset(key for key in keys_of(one) if not seen[key] >> place & 1)
            if keys:
                found.append((one, keys))
        return found

    def holders(self) -> list[Revision]:
        """What counts and had seen something that stands no more: because of it, that is present all the same."""
        aside = self.present & ~self.stands
        if not aside:
            return []
        return [one for one in self.chosen(self.on & self.stands) if self.past[self._at(one)] & aside]

    def built_on(self, some: Iterable[Revision]) -> list[Revision]:
        """What counts and had seen any of these."""
        seen = sum({self._place[one.id] for one in some})
        return [one for one in self.chosen(self.on & ~seen) if self.past[self._at(one)] & seen]

    def _at(self, one: Revision) -> int:
        return self._place[one.id].bit_length() - 1

    def had_seen(self, one: Revision, others: Iterable[Revision]) -> bool:
        """Whether a revision was said by who had seen any of these, near or far."""
        return any(self.past[self._at(one)] & self._place[other.id] for other in others)

    def has_hole(self, one: Revision) -> bool:
        """Whether something that a revision had seen, near or far, is not here: then nobody can tell what it saw."""
        return any(
            parent not in self._place
            for each in self.chosen(self._place[one.id] | self.past[self._at(one)])
            for parent in each.parents
        )

    def heard(self, deletes: Sequence[Revision]) -> int:
        """What any of these had seen, itself included."""
        found = 0
        for one in deletes:
            found |= self._place[one.id] | self.past[self._at(one)]
        return found

    def unheard(self, standing: Standing) -> list[Revision]:
        """The heads that went on with the record without that anybody who deleted it had heard of it."""
        saying = [one for one, keys in standing if DELETED in keys]
        heard = self.heard(saying)
        return [one for one, _ in standing if not heard & self._place[one.id] and DELETED not in set(keys_of(one))]


def _is_delete(one: Revision) -> bool:
    return DELETED in set(keys_of(one))


def standing_of(revisions: Sequence[Revision], circumstances: Circumstances = PLAINLY) -> Standing:
    """What stands among all the revisions of one record, in whatever order they come."""
    return Counted(revisions, circumstances).standing()


@dataclass(frozen=True, slots=True)
class State:
    """A record as its heads say it: values, the keys in conflict with their heads, and whether it is deleted."""

    said: Mapping[str, JsonValue]
    conflicts: Mapping[str, tuple[RevisionId, ...]] = field(default_factory=dict)
    deleted: bool = False
    """Whether it is not shown: deleted, or with nothing that counts and begins it."""
    untold: frozenset[str] = frozenset()
    """The keys of which nobody can tell yet whether people differ, for something in their past has not come."""


def state_of(counted: Counted) -> State:
    """The state of one record, the same in whatever order its revisions came."""
    if not counted.begun:
        shown = _shown(counted.standing(counted.present or (1 << len(counted.revisions)) - 1))
        return State({key: value for key, value in shown.items() if key[0] != "_"}, {}, deleted=True)
    found = counted.standing()
    if len(found) == 1 and not counted.asked:
        only, keys = found[0]
        said = {key: only.fields.get(key) for key in keys if key[0] != "_"}
        if DELETED not in keys or only.fields.get(DELETED) is not True:
            return State(said)
    said = _shown(found)
    conflicts, untold = _differences(counted, found, said)
    against = _against_deletes(counted, found)
    if against:
        conflicts[DELETED] = against
        untold.discard(DELETED)
    deleted = said.get(DELETED) is True and not against
    if counted.asked and not deleted:
        conflicts[BEGUN] = _asked_about(counted)
    return State({key: value for key, value in said.items() if key[0] != "_"}, conflicts, deleted, frozenset(untold))


def _differences(
    counted: Counted, found: Standing, said: Mapping[str, JsonValue]
) -> tuple[dict[str, tuple[RevisionId, ...]], set[str]]:
    """The keys whose heads differ, with them; and those of which nobody can tell yet."""
    by_key: dict[str, list[Revision]] = {}
    for one, keys in found:
        for key in keys:
            by_key.setdefault(key, []).append(one)
    differ = {key: heads for key, heads in by_key.items() if any(one.fields.get(key) != said[key] for one in heads)}
    untold = {key for key, heads in differ.items() if any(map(counted.has_hole, heads))}
    return {key: _ids(heads) for key, heads in sorted(differ.items()) if key not in untold}, untold


def _against_deletes(counted: Counted, found: Standing) -> tuple[RevisionId, ...]:
    """The deletes, and then what speaks against them: who brought it back, and who went on and was not heard of."""
    saying = [one for one, keys in found if DELETED in keys]
    deletes = [one for one in saying if one.fields.get(DELETED) is True]
    if not deletes:
        return ()
    others, unheard = [one for one in saying if one not in deletes], counted.unheard(found)
    return (*_ids(deletes), *_ids(others), *_ids(unheard)) if others or unheard else ()


def _asked_about(counted: Counted) -> tuple[RevisionId, ...]:
    """The beginnings that were taken back, and then what went on with them."""
    begins = [one for one in counted.chosen(counted.on) if one.begins]
    heads = [one for one, _ in counted.standing() if not one.begins]
    return (*_ids(begins), *_ids(heads))


def _shown(standing: Standing) -> dict[str, JsonValue]:
    """The value of each key that is shown: what was said last."""
    found: dict[str, Revision] = {}
    for one, keys in standing:
        for key in keys:
            if key not in found or one.order > found[key].order:
                found[key] = one
    return {key: one.fields.get(key) for key, one in sorted(found.items())}


def _ids(revisions: Iterable[Revision]) -> tuple[RevisionId, ...]:
    return tuple(one.id for one in sorted(revisions, key=lambda one: one.order, reverse=True))
