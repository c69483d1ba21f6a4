"""Taking an act back: what a laptop says last of an act of its own, and which records of it stay all the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from forumdesk.domain.heads import Circumstances, Counted
from forumdesk.domain.records import JsonValue
from forumdesk.domain.revisions import ACT, Revision


class Turn(NamedTuple):
    """Whether an act is taken back, and the records of it that stay all the same."""

    off: bool
    excepted: frozenset[str] = frozenset()
    spans: tuple[tuple[str, int, int], ...] = ()
    """Where the words of the act lie: branch, first and last number; no word elsewhere is taken back by it."""

    def takes_back(self, one: Revision) -> bool:
        """Whether a word of its laptop and its act does not count."""
        return (
            self.off
            and one.record not in self.excepted
            and any(one.branch == branch and first <= one.number <= last for branch, first, last in self.spans)
        )


Turns = Mapping[tuple[str, str], Turn]
"""By laptop and act: only the laptop that did something takes it back."""


def turn_of(revisions: Iterable[Revision], device: str) -> Turn | None:
    """What a laptop said last of an act of its own; None where it never took it back."""
    counted = Counted([one for one in revisions if one.device == device], of_act=True)
    heads = [one for one, keys in counted.standing() if "off" in keys]
    if not heads or not all(one.fields.get("off") is True for one in heads):
        return Turn(off=False) if heads else None
    excepted = [frozenset(str(one.fields.get("except") or "").split()) for one in heads]
    return Turn(off=True, excepted=frozenset.union(*excepted), spans=tuple(sorted(set(map(span_told, heads)))))


def span_told(turn: Revision) -> tuple[str, int, int]:
    """Branch, first and last number of the words of an act, as a turn of it tells; no number where it tells none."""
    return span_in(turn.fields)


def span_in(said: Mapping[str, JsonValue]) -> tuple[str, int, int]:
    """The same of what such a turn says."""
    parts = str(said.get("of") or "").split()
    if len(parts) != 3 or not all(part.isdecimal() and len(part) < 16 for part in parts[1:]):  # noqa: PLR2004
        return "", 0, -1
    return parts[0], int(parts[1]), int(parts[2])


class Coming:
    """The circumstances as they will be once something has come in: what comes back stands, and turns are known."""

    def __init__(self, now: Circumstances, turns: Turns) -> None:
        self._now = now
        self.turns = dict(turns)
        self.returning: set[str] = set()
        """The ids of what is set aside now and comes back."""

    def copy(self) -> Coming:
        """The same, as it is now: what is learned later leaves it alone."""
        found = Coming(self._now, self.turns)
        found.returning = set(self.returning)
        return found

    def stands(self, one: Revision) -> bool:
        """Whether it stands now, or comes."""
        return one.id in self.returning or self._now.stands(one)

    def is_taken_back(self, one: Revision) -> bool:
        """Whether its act will be taken back by its own laptop, this record not excepted."""
        if not self.turns or one.kind == ACT:
            return False
        turn = self.turns.get((one.device, one.act_id))
        return turn is not None and turn.takes_back(one)

    def learn(self, act: str, said: Iterable[Revision]) -> None:
        """Take in what becomes of an act: all that will be known of its turns."""
        speaking = [one for one in said if one.kind == ACT and self.stands(one)]
        for device in {one.device for one in speaking}:
            turn = turn_of(speaking, device)
            if turn is not None:
                self.turns[(device, act)] = turn
