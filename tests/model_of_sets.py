"""The log as sets of revisions: what counts, what heads are, what taking back means. Slow, and short enough to be read.

The fast code is held to it by `storage/test_model.py`. Left out are signatures, what is kept back, acts that stand or
fall as a whole, and what spans records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count

_ids = count(1)
Value = str | bool | None
Shown = dict[str, dict[str, tuple[str, ...]]]
Questions = set[tuple[str, str]]
DELETED, BEGUN = "_deleted", "_begun"


@dataclass(frozen=True, eq=False)
class Said:
    """What one act said about one record, on top of the tips of that record that its laptop had."""

    id: int
    record: str
    fields: Mapping[str, Value]
    parents: frozenset[int]
    act: str
    laptop: str
    begins: bool = False


def _turns(act: str) -> str:
    """The record on which an act is taken back and brought again; it travels with the revisions of its act."""
    return f"act:{act}"


@dataclass
class Copy:
    """One laptop's copy of the forum."""

    name: str
    known: dict[int, Said] = field(default_factory=dict)
    carriers: dict[int, frozenset[str]] = field(default_factory=dict)
    """The merges of this desk that held what others said."""
    undone_merges: set[str] = field(default_factory=set)

    # ---- what counts

    def of(self, record: str) -> list[Said]:
        """All that is known of a record."""
        return [one for one in self.known.values() if one.record == record]

    def records(self) -> list[str]:
        """Every record, acts left out."""
        return sorted({one.record for one in self.known.values() if not one.record.startswith("act:")})

    def past(self, one: Said) -> set[int]:
        """All that somebody had seen of a record, near and far."""
        seen: set[int] = set()
        ahead = list(one.parents)
        while ahead:
            parent = ahead.pop()
            if parent in self.known and parent not in seen:
                seen.add(parent)
                ahead.extend(self.known[parent].parents)
        return seen

    def heads(self, key: str, among: Iterable[Said]) -> list[Said]:
        """Those that say the key and that no other one which says it had seen."""
        saying = [one for one in among if key in one.fields]
        return [one for one in saying if not any(one.id in self.past(other) for other in saying)]

    def stands(self, one: Said) -> bool:
        """Own words stand; others' as long as one merge that held them stands."""
        return one.id not in self.carriers or bool(self.carriers[one.id] - self.undone_merges)

    def is_taken_back(self, act: str, record: str) -> bool:
        """Whether the act's own laptop took it back, and did not except this record."""
        heads = self.heads("off", (one for one in self.of(_turns(act)) if self.stands(one)))
        return bool(heads) and all(
            one.fields["off"] is True and record not in str(one.fields["except"]).split() for one in heads
        )

    def present(self, record: str) -> list[Said]:
        """What stands, and all that a word which counts had seen: the rest is set aside, on this desk alone."""
        here = {one.id for one in self.of(record) if self.stands(one)}
        for one in self.of(record):
            if self.stands(one) and not self.is_taken_back(one.act, record):
                here |= self.past(one)
        return [one for one in self.of(record) if one.id in here]

    def counted(self, record: str) -> tuple[list[Said], bool]:
        """What counts of a record, and whether people are asked: nothing that counts began it, yet somebody went on."""
        here = self.present(record)
        on = [one for one in here if not self.is_taken_back(one.act, record)]
        asked = not any(one.begins for one in on) and any(DELETED not in one.fields for one in on)
        if asked:
            heard = set.union(*(self.past(one) for one in on))
            begun = [one for one in here if one.begins]
            beginners = {one.act for one in begun if one.id in heard} or {one.act for one in begun}
            on = [one for one in here if one in on or one.act in beginners]
        return on, asked and any(one.begins for one in on)

    def is_begun(self, record: str) -> bool:
        """Whether something that counts begins the record."""
        return any(one.begins for one in self.counted(record)[0])

    def shown(self) -> Shown:
        """Each live record, each field, the values of its heads."""
        found: Shown = {}
        for record in self.records():
            on, _ = self.counted(record)
            if not self.is_begun(record):
                continue
            keys = sorted({key for one in on for key in one.fields})
            values = {key: tuple(sorted({repr(one.fields[key]) for one in self.heads(key, on)})) for key in keys}
            if values.get(DELETED) != ("True",) or self._is_deleted_unheard(on):
                found[record] = values
        return found

    def _is_deleted_unheard(self, on: list[Said]) -> bool:
        """Whether somebody went on with a record of whom nobody who deleted it had heard."""
        heard = set.union(*({one.id} | self.past(one) for one in self.heads(DELETED, on)))
        return any(one.id not in heard and DELETED not in one.fields for one in on)

    def questions(self) -> Questions:
        """What people are asked."""
        shown = self.shown()
        found = {(record, key) for record, values in shown.items() for key, heads in values.items() if len(heads) > 1}
        found |= {(record, DELETED) for record, values in shown.items() if "True" in values.get(DELETED, ())}
        return found | {(record, BEGUN) for record in shown if self.counted(record)[1]}

    # ---- what people do

    def say(self, record: str, act: str, fields: Mapping[str, Value], *, begins: bool = False) -> None:
        """Say something of a record, on top of all that is present."""
        here = self.of(record) if record.startswith("act:") else self.present(record)
        tips = frozenset(one.id for one in here if not any(one.id in self.past(other) for other in here))
        new = Said(next(_ids), record, fields, tips, act, self.name, begins)
        self.known[new.id] = new

    def undo(self, act: str) -> None:
        """Take an own act back; the records stay with which somebody went on who built on what it began."""
        records = {one.record for one in self.known.values() if one.act == act}
        stay = {record for record in records if self._is_gone_on_with(record, act)}
        if stay < records:
            self.say(_turns(act), f"undo {act}", {"off": True, "except": " ".join(sorted(stay))})

    def _is_gone_on_with(self, record: str, act: str) -> bool:
        on, _ = self.counted(record)
        others = [one for one in on if one.act != act]
        return (
            any(one.act == act and one.begins for one in on)
            and not any(one.begins for one in others)
            and any(DELETED not in one.fields for one in others)
        )

    def redo(self, act: str) -> None:
        """Bring an own act again."""
        if self.of(_turns(act)):
            self.say(_turns(act), f"redo {act}", {"off": False, "except": ""})

    def package(self) -> list[Said]:
        """What is handed on: nothing that was set aside, and what became of each act in it."""
        records = [one for record in self.records() for one in self.present(record)]
        acts = dict.fromkeys(_turns(one.act) for one in records)
        return [*records, *(turn for act in acts for turn in self.of(act) if self.stands(turn))]

    def merge(self, package: Iterable[Said], merge: str) -> bool:
        """Take a package in; where it brings anything, all that it held is known to have been in it."""
        coming = list(package)
        if all(one.id in self.known and self.stands(one) for one in coming):
            return False
        for one in coming:
            if one.id not in self.known or one.id in self.carriers:
                self.carriers[one.id] = self.carriers.get(one.id, frozenset()) | {merge}
            self.known.setdefault(one.id, one)
        return True
