"""What of each laptop's log is here, kept back or missing: told by hand-over and by time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from forumdesk.domain.handover import HandedOver, Manifest, fingerprint_of
from forumdesk.domain.merkle import Span
from forumdesk.domain.records import instant_of, instant_text
from forumdesk.services.history import laptop_name
from forumdesk.services.trust import lost_laptops
from forumdesk.storage.database import Database
from forumdesk.storage.work import Reader

_HANDED = "handed "
"""Before the id of a laptop, where the forum remembers which hand-overs that laptop told of."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What of one laptop has not come."""

    device: str
    laptop: str
    entries: int
    """How many entries of its log."""
    hand_overs: int = 0
    """In how many hand-overs they were, as far as the laptop told."""
    notes: int = 0
    """How many notes these brought."""
    begins: datetime | None = None
    ends: datetime | None = None

    @property
    def sentence(self) -> str:
        """The same in words, times in UTC."""
        name = self.laptop or self.device[:8]
        if not self.hand_overs or self.begins is None or self.ends is None:
            entries = "1 entry" if self.entries == 1 else f"{self.entries} entries"
            return f"{entries} of “{name}” {'has' if self.entries == 1 else 'have'} not come."
        handed = "1 hand-over" if self.hand_overs == 1 else f"{self.hand_overs} hand-overs"
        notes = "1 note" if self.notes == 1 else f"{self.notes} notes"
        verb = "has" if self.hand_overs == 1 else "have"
        return f"{handed} of “{name}”, {notes} between {self.begins:%H:%M} and {self.ends:%H:%M}, {verb} not come."


@dataclass(frozen=True, slots=True)
class LaptopLog:
    """What is known of one laptop's log."""

    device: str
    name: str
    branches: int
    here: int
    taken_out: int
    """Of what is here, how many entries lack a value."""
    withheld: int
    withheld_by: tuple[str, ...]
    missing: int
    lost: bool

    @property
    def fingerprint(self) -> str:
        """How its key is read out."""
        return fingerprint_of(self.device)


def missing_in(forum: Reader) -> tuple[Missing, ...]:
    """What has not come, by laptop."""
    spans: dict[str, list[tuple[str, Span]]] = {}
    for one in forum.attestations.missing():
        spans.setdefault(one.device, []).extend((one.branch, span) for span in one.missing)
    return tuple(_told(forum, device, found) for device, found in sorted(spans.items()))


def _told(forum: Reader, device: str, spans: Sequence[tuple[str, Span]]) -> Missing:
    entries = sum(last - first + 1 for _, (first, last) in spans)
    name = laptop_name(forum, device)
    lost: list[tuple[HandedOver, HandedOver]] = []
    handed = told_hand_overs(forum, device)
    for place, one in enumerate(handed):
        before = handed[place - 1] if place else HandedOver(0, one.instant, 0)
        if before.size < one.size and any(first < one.size and last >= before.size for _, (first, last) in spans):
            lost.append((before, one))
    if not lost:
        return Missing(device, name, entries)
    notes = sum(max(0, one.notes - earlier.notes) for earlier, one in lost)
    return Missing(device, name, entries, len(lost), notes, lost[0][0].instant, lost[-1][1].instant)


def remember_told(database: Database, manifests: Iterable[Manifest]) -> None:
    """Remember which hand-overs laptops told of when they handed over."""
    for one in manifests:
        own = [given.signed.head.size for given in one.heads if given.signed.head.device == one.device]
        if not own:
            continue
        with database.read() as forum:
            known = {each.size: each for each in told_hand_overs(forum, one.device)}
        known.update({each.size: each for each in one.handed})
        known[max(own)] = HandedOver(max(own), one.created, one.receipt.notes)
        said = [[each.size, instant_text(each.instant), each.notes] for _, each in sorted(known.items())]
        database.remember(f"{_HANDED}{one.device}", json.dumps(said[-50:]))


def told_hand_overs(forum: Reader, device: str) -> tuple[HandedOver, ...]:
    """The hand-overs that a laptop told of, by how far its log had come; what cannot be read counts as none."""
    rows = forum.rows("SELECT value FROM local WHERE key = ?", (f"{_HANDED}{device}",))
    try:
        said = json.loads(rows[0][0]) if rows else []
        return tuple(HandedOver(int(size), instant_of(str(instant)), int(notes)) for size, instant, notes in said)
    except (ValueError, TypeError, OverflowError):
        return ()


def laptops_in(forum: Reader) -> Iterator[LaptopLog]:
    """Every laptop that wrote in a forum, by name."""
    lost = lost_laptops(forum)
    heard: dict[str, list[tuple[str, int]]] = {}
    for device, branch in forum.log.branches.values():
        size = max((forum.log.size_of(nr) for nr in forum.log.branches_of(device, branch)), default=0)
        heard.setdefault(device, []).append((branch, size))
    known = {(one.device, one.branch): one for one in forum.attestations.heard()}
    found = []
    for device, branches in heard.items():
        here = taken_out = withheld = missing = 0
        senders: set[str] = set()
        for branch, _ in sorted(set(branches)):
            for nr in forum.log.branches_of(device, branch):
                taken_out += forum.attestations.kept_back(nr)
                senders.update(sender for _, _, sender in forum.attestations.withheld(nr) if sender)
                here += sum(last - first + 1 for first, last in forum.attestations.here(nr))
            told = known.get((device, branch))  # type: ignore[call-overload]
            if told is not None:
                standing = forum.attestations.standing_of(told)
                withheld += sum(last - first + 1 for first, last in standing.withheld)
                missing += standing.lacks
        names = tuple(sorted(laptop_name(forum, one) or one[:8] for one in senders))
        name = laptop_name(forum, device)
        found.append(
            LaptopLog(device, name, len(set(branches)), here, taken_out, withheld, names, missing, device in lost)
        )
    return iter(sorted(found, key=lambda one: (one.name, one.device)))
