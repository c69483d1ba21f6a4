"""What of the log leaves: nothing set aside, nothing that no laptop vouches for, and each gap with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from forumdesk.domain.attestation import Given, Reason, SignedHead
from forumdesk.domain.handover import Scope
from forumdesk.domain.ids import ActId, RecordId
from forumdesk.domain.merkle import Span, spans_of
from forumdesk.domain.revisions import ACT, Revision
from forumdesk.storage.attestations import left_out
from forumdesk.storage.carried import Numbers, parted
from forumdesk.storage.work import Reader


def arrived_since(forum: Reader, place: int, aside: Numbers) -> Iterator[Revision]:
    """What arrived after a place in the file, in order, and what was set aside then and leaves now."""
    if not place or not (aside or forum.log.known.aside):
        yield from forum.log.arrived(place)
        return
    spoken: list[Revision] = []
    for one in chain(came_back(forum, aside), forum.log.arrived(place)):
        spoken.append(one)
        yield one
    yield from built_on(forum, spoken)


def came_back(forum: Reader, aside: Numbers) -> Iterator[Revision]:
    """What was set aside once and stands again, by whichever way: its merge brought again, or another that held it."""
    now = forum.log.known.aside_spans
    for branch, spans in aside.items():
        for first, last in parted(spans, now.get(branch, ())):
            yield from forum.log.in_branch(branch, first, last)


def built_on(forum: Reader, speaking: Iterable[Revision]) -> Iterator[Revision]:
    """What is set aside and leaves all the same, since a word that counts here had seen it.

    Such a word may be among those that are `speaking`, or counts again because they bring its act again; what it had
    seen was not handed on when it came.
    """
    known = forum.log.known
    if not known.aside:
        return
    records: dict[RecordId, None] = {}
    for one in speaking:
        of_act = forum.log.records_of_act(one.device, ActId(one.record)) if one.kind == ACT else ()
        records.update(dict.fromkeys((one.record, *of_act)))
    for record in records:
        counted = forum.log.counted(record)
        yield from (one for one in counted.chosen(counted.present) if not known.stands(one))


class Outgoing:
    """The branches of which something leaves, with who vouches for them."""

    def __init__(self, forum: Reader, scope: Scope, sizes: Sequence[int]) -> None:
        self._forum = forum
        self._scope = scope
        self._sizes = sizes
        self._signed: dict[int, SignedHead] = {}
        self._numbers: dict[int, set[int]] = {}
        self._nr: dict[tuple[str, str], list[int]] = {}
        self._known: dict[int, tuple[Span, ...]] = {}
        begun = forum.begun
        for nr, (device, branch) in forum.log.branches.items():
            signed = forum.attestations.signed(nr, begun)
            self._nr.setdefault((device, branch), []).append(nr)
            if signed is not None and self._is_provable(nr, signed):
                self._signed[nr] = signed
                self._numbers[nr] = set()

    def _is_provable(self, nr: int, signed: SignedHead) -> bool:
        """Whether what is here of a branch can be proven to others; else nothing of it leaves, which is told."""
        spans = tuple(
            (first, min(last, signed.head.size - 1)) for first, last in self._here(nr) if first < signed.head.size
        )
        whole = spans == ((0, signed.head.size - 1),)
        return whole or self._forum.attestations.proof(nr, Given(signed=signed, spans=spans)) is not None

    def _here(self, nr: int) -> tuple[Span, ...]:
        if nr not in self._known:
            self._known[nr] = self._forum.attestations.here(nr)
        return self._known[nr]

    def take(self, one: Revision) -> bool:
        """Whether a revision can leave: its laptop vouched for it, and it was not taken along already."""
        nr = self._branch_of(one)
        signed = self._signed.get(nr)
        if signed is None or one.number >= signed.head.size or one.number in self._numbers[nr]:
            return False
        self._numbers[nr].add(one.number)
        return True

    def _branch_of(self, one: Revision) -> int:
        places = self._nr[(one.device, one.branch)]
        if len(places) == 1:
            return places[0]
        entry = bytes.fromhex(one.id)  # a second content lies under the name of this branch
        return next(
            nr for nr in places if self._forum.log.numbered(nr, one.number, one.number).get(one.number) == entry
        )

    def layer_of(self, one: Revision) -> int:
        """Which of several logs under one name a revision belongs to, where keys were copied; 0 as a rule."""
        places = self._nr[(one.device, one.branch)]
        return [nr for nr in places if nr in self._signed].index(self._branch_of(one)) if len(places) > 1 else 0

    def heads(self) -> tuple[tuple[Given, ...], list[bytes]]:
        """Who vouches for what leaves, and the hashes that prove it."""
        found: list[Given] = []
        hashes: list[bytes] = []
        for nr, signed in self._signed.items():
            given = self._given(nr, signed)
            some = self._forum.attestations.proof(nr, given)
            if some is None:
                raise LookupError(nr)
            found.append(given)
            hashes += some
        return tuple(found), hashes

    def _given(self, nr: int, signed: SignedHead) -> Given:
        forum, size = self._forum, signed.head.size
        spans = spans_of(self._numbers[nr])
        here = self._here(nr)
        back = [span for span, _, _ in forum.attestations.withheld(nr)]
        aside = forum.log.known.aside_spans.get(nr, ())
        reasons = [
            (aside, Reason.ASIDE),
            (here, Reason.SCOPE if self._scope.is_part else Reason.BEFORE),
            (back, Reason.SCOPE),
        ]
        earlier = tuple(sorted({one for one in self._sizes if 0 < one < size})) if forum.log.is_own(nr) else ()
        whole = spans == ((0, size - 1),)
        return Given(
            signed=signed,
            spans=spans,
            left=left_out(size, spans, reasons),
            earlier=() if whole or not spans else earlier,
        )

    def own_head(self, device: str) -> str:
        """How far the log has come with which the laptop goes on: the beginning of its branch, and its entries."""
        own = [(nr, one.head) for nr, one in self._signed.items() if one.head.device == device]
        goes_on = self._forum.log.own_branch if own else 0
        newest = max(own, key=lambda each: (each[0] == goes_on, each[1].size), default=None)
        return f"{newest[1].branch[:4]} {newest[1].size}" if newest else ""
