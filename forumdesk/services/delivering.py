"""Deliveries as they leave a forum file and come into one: each with the signed heads that vouch for all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from forumdesk.domain.attestation import Given, Vouched
from forumdesk.domain.errors import BadInput
from forumdesk.domain.merkle import Span, spans_of
from forumdesk.domain.revisions import NOT_OURS, Revision
from forumdesk.exchange.deliveries import (
    Entry,
    Numbered,
    checked_revision,
    entry_of,
    heads_from,
    heads_text,
    numbered,
)
from forumdesk.exchange.vouching import Name, NotVouched, prove
from forumdesk.services.trust import Trust
from forumdesk.storage.attestations import Subtrees
from forumdesk.storage.work import Reader, Work

FORGED = "A delivery holds words that the laptops it names did not sign for this forum, so it was refused."
Sizes = Mapping[str, int]
"""How far branches had come when something of them was delivered last, by the name of the branch."""


class Leaving(NamedTuple):
    """A revision that is to be sent, as the file and as the hub knows it."""

    revision: Revision
    entry: Entry


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is sent together, and who vouches for it."""

    entries: tuple[Entry, ...]
    heads: str
    sizes: Sizes


def leaving(one: Revision) -> Leaving:
    """A revision made ready to be sent; one that does not fit its id any more is refused."""
    return Leaving(one, entry_of(one))


class Delivering:
    """Vouches for what leaves a forum, with the newest head of each laptop that is known here."""

    def __init__(self, forum: Reader) -> None:
        self._newest = forum.log.newest()
        self._known: dict[int, Subtrees] = {}

    def holds_for(self, forum: Reader) -> bool:
        """Whether the forum is still as it was, so that what was worked out of its log holds."""
        return forum.log.newest() == self._newest

    def vouched(
        self, forum: Reader, some: Iterable[Leaving], before: Sizes
    ) -> tuple[tuple[Delivery, ...], tuple[Leaving, ...]]:
        """Deliveries of these revisions, and those for which nobody vouches.

        Of two logs under one name each goes by itself: no delivery names a laptop's log twice.
        """
        parts: list[dict[int, list[Leaving]]] = []
        left: list[Leaving] = []
        begun = forum.begun
        for one in some:
            nr, fork = _lies(forum, one.revision)
            signed = forum.attestations.signed(nr, begun) if nr else None
            if signed is None or one.revision.number >= signed.head.size:
                left.append(one)
                continue
            parts += [{} for _ in range(len(parts), fork + 1)]
            parts[fork].setdefault(nr, []).append(one)
        made = []
        for part in filter(None, parts):
            heads, hashes, sizes = list[Given](), list[bytes](), dict[str, int]()
            for nr, revisions in list(part.items()):
                given = self._given(forum, nr, revisions, before)
                some_hashes = forum.attestations.proof(nr, given, self._subtrees(forum, nr))
                if some_hashes is None:
                    left += part.pop(nr)
                    continue
                heads.append(given)
                hashes += some_hashes
                sizes[given.signed.head.branch] = given.signed.head.size
            if part:
                entries = tuple(one.entry for revisions in part.values() for one in revisions)
                made.append(Delivery(entries, heads_text(heads, hashes), sizes))
        return tuple(made), tuple(left)

    def _given(self, forum: Reader, nr: int, revisions: Sequence[Leaving], before: Sizes) -> Given:
        signed = forum.attestations.signed(nr, forum.begun)
        if signed is None:
            raise LookupError(nr)
        size = before.get(signed.head.branch, 0)  # whoever met us there can tell at a glance that it is the same log
        spans = spans_of([one.revision.number for one in revisions])
        return Given(signed=signed, spans=spans, earlier=(size,) if 0 < size < signed.head.size else ())

    def _subtrees(self, forum: Reader, nr: int) -> Subtrees:
        if nr not in self._known:
            self._known[nr] = forum.attestations.subtrees(nr)
        return self._known[nr]


def _lies(forum: Reader, one: Revision) -> tuple[int, int]:
    """The number in this file of the branch that a revision lies in, and at which place among those of its name."""
    places = forum.log.branches_of(one.device, one.branch)
    if len(places) == 1:
        return places[0], 0
    entry = bytes.fromhex(one.id)
    for fork, nr in enumerate(places):
        if forum.log.numbered(nr, one.number, one.number).get(one.number) == entry:
            return nr, fork
    return 0, 0


# ---- what comes


class Refused(NamedTuple):
    """A revision that cannot be taken in, why, and where it says that it stands; nowhere where it says nothing."""

    place: int
    id: str
    sentence: str
    numbered: Numbered | None


@dataclass(frozen=True, slots=True)
class Arrival:
    """A delivery that came from a hub, what of it is proven, and what is not taken."""

    span: Span
    """Its places in the hub."""
    revisions: tuple[tuple[int, Revision], ...] = ()
    """What is sound, each with its place."""
    refused: tuple[Refused, ...] = ()
    proven: tuple[Vouched, ...] = ()
    entries: Mapping[Name, Mapping[int, bytes]] = field(default_factory=dict)
    """All that the heads vouch for, what is refused by itself included."""


def arrival(span: Span, placed: Sequence[tuple[int, Entry]], heads: str, forum: str) -> Arrival:
    """Judge a delivery: all of it is refused where its heads do not vouch for it, else each revision by itself."""
    said = [_numbered(one) for _, one in placed]
    entries: dict[Name, dict[int, bytes]] = {}
    for (_, one), at in zip(placed, said, strict=True):
        if at is not None:
            entries.setdefault(at[:2], {})[at.number] = bytes.fromhex(one.id)
    try:
        given, hashes = heads_from(heads, forum)
        proven = prove(given, hashes, entries, forum)
    except NotVouched:
        proven = ()
    if not sum(map(len, entries.values())) == len(placed) == span[1] - span[0] + 1 or not proven:
        found = tuple(
            Refused(place, one.id, FORGED if at else NOT_OURS, at)
            for (place, one), at in zip(placed, said, strict=True)
        )
        return Arrival(span, refused=found or (Refused(span[1], "", FORGED, None),))
    sound: list[tuple[int, Revision]] = []
    refused: list[Refused] = []
    for (place, entry), at in zip(placed, said, strict=True):
        try:
            sound.append((place, checked_revision(entry)))
        except BadInput as error:
            refused.append(Refused(place, entry.id, str(error), at))
    return Arrival(span, tuple(sound), tuple(refused), proven, entries)


def _numbered(one: Entry) -> Numbered | None:
    try:
        return numbered(one.header)
    except BadInput:
        return None


class Came(NamedTuple):
    """What became of a delivery."""

    fresh: int
    aside: int
    """How many of its revisions are set aside here, and stay so."""
    left: tuple[int, ...]
    """Places of what was left out, for its laptop is not trusted any more, or tells less than we know of the same."""
    doubled: tuple[str, ...]
    """Laptops of which another log is here under the same name: their keys were copied."""


def take_delivery(work: Work, one: Arrival, trust: Trust) -> Came:
    """Take in what is sound and trusted of a delivery, and keep who vouches for it."""
    kept = list(trust.kept([each for _, each in one.revisions]))
    ids = {each.id for each in kept}
    placed = [(_name(proven), _place(work, proven, one)) for proven in one.proven]
    under = {name: nr for name, nr in placed if nr}
    aside = sum(_is_aside(work, each) for each in kept) if work.log.known.aside else 0
    taken = work.take_in(kept, checked=True, leave_aside=True, under=under)
    for proven in one.proven:
        _keep(work, proven, one.entries.get(_name(proven), {}), under.get(_name(proven), 0))
    doubled = {str(name[0]) for name in one.entries if taken.fresh and len(work.log.branches_of(*name)) > 1}
    left = tuple(place for place, each in one.revisions if each.id not in ids or _tells_less(work, each))
    return Came(taken.fresh, aside, left, tuple(sorted(doubled)))


def _tells_less(work: Work, one: Revision) -> bool:
    """Whether something of a revision was kept back that is known here, so that others may have it from us."""
    if not one.items:
        return False
    ours = next((each for each in work.log.revisions(one.record) if each.id == one.id), one)
    return len(ours.kept_back) < len(one.kept_back)


def is_here(forum: Reader, device: str, branch: str, number: int, revision: str) -> bool:
    """Whether a revision is in the file, set aside or not."""
    return any(
        forum.log.numbered(nr, number, number).get(number, b"").hex() == revision
        for nr in forum.log.branches_of(device, branch)
    )


def _name(proven: Vouched) -> Name:
    head = proven.given.signed.head
    return head.device, head.branch


def _place(work: Work, proven: Vouched, one: Arrival) -> int:
    """The number in this file of the log that a head is of; a new one where what lies there cannot be of it."""
    device, branch = _name(proven)
    places = work.log.branches_of(device, branch)
    entries = one.entries.get((device, branch), {})
    agreeing = (nr for nr in places if work.attestations.agrees(nr, proven, entries))
    found = next(agreeing, 0)
    return found if found or not places or not entries else work.log.branch(device, branch, fork=len(places))


def _is_aside(work: Work, one: Revision) -> bool:
    """Whether a revision is here and set aside."""
    entry, aside = bytes.fromhex(one.id), work.log.known.aside
    return any(
        nr in aside
        and one.number in aside[nr]
        and work.log.numbered(nr, one.number, one.number).get(one.number) == entry
        for nr in work.log.branches_of(one.device, one.branch)
    )


def _keep(work: Work, proven: Vouched, entries: Mapping[int, bytes], under: int) -> None:
    """Keep a head with all that proves it, the ids of what was not taken in included: so it can be handed on."""
    head, attestations = proven.given.signed.head, work.attestations
    places = work.log.branches_of(head.device, head.branch)
    if not places or not entries:
        return
    nr = under or places[0]
    here = work.log.numbered_among(nr, list(entries))
    attestations.keep_nodes(nr, {**proven.nodes, **dict(_leaves(entries, here))})
    before = attestations.signed(nr, head.forum)
    if before is None or before.head.size < head.size:
        attestations.keep(nr, proven.given.signed)
    attestations.hear(head.others)


def _leaves(entries: Mapping[int, bytes], here: Mapping[int, bytes]) -> Iterator[tuple[tuple[int, int], bytes]]:
    for number, entry in entries.items():
        if number not in here:
            yield (0, number), entry


__all__ = ["FORGED", "Arrival", "Came", "Delivering", "Delivery", "Leaving", "arrival", "leaving", "take_delivery"]
