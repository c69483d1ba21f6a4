"""What of each laptop's log is here, kept back or missing: told by hand-over and by time."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from forumdesk.domain.attestation import Given, Head, Heard
from forumdesk.domain.handover import HandedOver, Manifest, fingerprint_of
from forumdesk.domain.ids import BranchId, DeviceId
from forumdesk.domain.merkle import Span
from forumdesk.domain.records import instant_of, instant_text
from forumdesk.services.history import laptop_name
from forumdesk.services.met import met
from forumdesk.services.trust import lost_laptops
from forumdesk.storage.database import Database
from forumdesk.storage.work import Reader

_HANDED = "handed "
"""Before the ids of a laptop and a branch, where the forum remembers which hand-overs that laptop told of."""
_MOST = 50


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
    """How many notes these brought; none where a first one is among them, which counts what it had of others too."""
    begins: datetime | None = None
    """When it handed over last before these; None where they were its first."""
    ends: datetime | None = None
    """When it handed the last of these over."""

    @property
    def sentence(self) -> str:
        """The same in words, times in UTC."""
        return self.told(UTC)

    def told(self, zone: tzinfo) -> str:
        """The same in words, times as they are in a zone."""
        name = self.laptop or self.device[:8]
        if not self.hand_overs or self.ends is None:
            many = f"1 entry of “{name}” has" if self.entries == 1 else f"{self.entries} entries of “{name}” have"
            return f"{many} not come."
        handed = "1 hand-over" if self.hand_overs == 1 else f"{self.hand_overs} hand-overs"
        verb = "has" if self.hand_overs == 1 else "have"
        ends = self.ends.astimezone(zone)
        if self.begins is None:
            return f"{handed} of “{name}” until {ends:%H:%M} {verb} not come."
        notes = "1 note" if self.notes == 1 else f"{self.notes} notes"
        begins = self.begins.astimezone(zone)
        day = "%H:%M" if begins.date() == ends.date() else "%Y-%m-%d %H:%M"
        between = f"between {begins.strftime(day)} and {ends.strftime(day)}"
        return f"{handed} of “{name}”, {notes} {between}, {verb} not come."


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


def missing_in(forum: Reader, manifests: Sequence[Manifest] = (), coming: Sequence[Given] = ()) -> tuple[Missing, ...]:
    """What has not come, by laptop; or what will not have come once something has, of which manifests tell."""
    spans: dict[str, list[tuple[str, Span]]] = {}
    for one in forum.attestations.missing(coming):
        spans.setdefault(one.device, []).extend((one.branch, span) for span in one.missing)
    handed = _Handed(forum, manifests)
    return tuple(_told(handed, device, found) for device, found in sorted(spans.items()))


def _told(handed: _Handed, device: str, spans: Sequence[tuple[str, Span]]) -> Missing:
    entries, name = sum(last - first + 1 for _, (first, last) in spans), handed.name_of(device)
    lost: list[tuple[HandedOver | None, HandedOver]] = []
    for branch in sorted({branch for branch, _ in spans}):
        before: HandedOver | None = None
        for one in handed.of(device, branch):
            begin = before.size if before else 0
            if any(of == branch and first < one.size and last >= begin for of, (first, last) in spans):
                lost.append((before, one))
            before = one
    if not lost:
        return Missing(device, name, entries)
    known = [(earlier, one) for earlier, one in lost if earlier]
    is_told = len(known) == len(lost)
    notes = sum(max(0, one.notes - earlier.notes) for earlier, one in known) if is_told else 0
    first = min(earlier.instant for earlier, _ in known) if is_told else None
    return Missing(device, name, entries, len(lost), notes, first, max(one.instant for _, one in lost))


class _Handed:
    """The hand-overs that laptops told of, by what the file remembers and by packages that are only looked at."""

    def __init__(self, forum: Reader, manifests: Sequence[Manifest]) -> None:
        self._forum = forum
        self._manifests = manifests

    def of(self, device: str, branch: str) -> list[HandedOver]:
        """Those of a branch, by how far it had come; two at the same place are one."""
        found = {one.size: one for one in _remembered(self._forum, device, branch)}
        for one in self._manifests:
            head = one.own_head
            if head is not None and (one.device, head.branch) == (device, branch):
                found.update({each.size: each for each in told_by(one, head)})
        return [each for _, each in sorted(found.items())]

    def name_of(self, device: str) -> str:
        """What a laptop is called in the forum, or calls itself in what it handed over."""
        called = [one.laptop for one in self._manifests if one.device == device]
        noticed = met(self._forum).get(device)
        return laptop_name(self._forum, device) or next(iter(called), "") or (noticed.laptop if noticed else "")


def told_by(manifest: Manifest, head: Head) -> tuple[HandedOver, ...]:
    """The hand-overs of a laptop up to one of its packages; of a part it cannot be told how many notes there were.

    One that came to the same place of its log as the one before brought no words of its own.
    """
    if manifest.scope.is_part or (manifest.handed and manifest.handed[-1].size == head.size):
        return manifest.handed
    notes = manifest.handed[-1].notes if manifest.handed else 0
    more = manifest.receipt.notes if manifest.scope.since else max(0, manifest.receipt.notes - notes)
    return (*manifest.handed, HandedOver(head.size, manifest.created, notes + more))


def remember_told(database: Database, manifests: Iterable[Manifest]) -> None:
    """Remember which hand-overs laptops told of when they handed over."""
    for one in manifests:
        head = one.own_head
        if head is None:
            continue
        with database.read() as forum:
            known = {each.size: each for each in _remembered(forum, one.device, head.branch)}
        known.update({each.size: each for each in told_by(one, head)})
        said = [[each.size, instant_text(each.instant), each.notes] for _, each in sorted(known.items())]
        database.remember(f"{_HANDED}{one.device} {head.branch}", json.dumps(said[-_MOST:]))


def _remembered(forum: Reader, device: str, branch: str) -> tuple[HandedOver, ...]:
    """What the file remembers of a branch; what cannot be read counts as none."""
    rows = forum.rows("SELECT value FROM local WHERE key = ?", (f"{_HANDED}{device} {branch}",))
    try:
        said = json.loads(rows[0][0]) if rows else []
        return tuple(HandedOver(int(size), instant_of(str(instant)), int(notes)) for size, instant, notes in said)
    except (ValueError, TypeError, OverflowError):
        return ()


def laptops_in(forum: Reader) -> Iterator[LaptopLog]:
    """Every laptop that wrote in a forum, by name."""
    lost = lost_laptops(forum)
    branches: dict[DeviceId, set[BranchId]] = {}
    sizes = {(one.device, one.branch): one for one in forum.attestations.heard()}
    for device, branch in [*forum.log.branches.values(), *sizes]:
        branches.setdefault(DeviceId(device), set()).add(BranchId(branch))
    handed = _Handed(forum, ())
    found = [_log_of(forum, handed, device, own, sizes, lost) for device, own in branches.items()]
    return iter(sorted(found, key=lambda one: (one.name, one.device)))


def _log_of(
    forum: Reader,
    handed: _Handed,
    device: DeviceId,
    branches: set[BranchId],
    sizes: Mapping[tuple[DeviceId, BranchId], Heard],
    lost: Collection[str],
) -> LaptopLog:
    attestations, log = forum.attestations, forum.log
    here = taken_out = withheld = missing = 0
    senders: set[str] = set()
    for branch in branches:
        for nr in log.branches_of(device, branch):
            taken_out += attestations.kept_back(nr)
            senders.update(sender for _, _, sender in attestations.withheld(nr) if sender)
            here += sum(last - first + 1 for first, last in attestations.here(nr))
        if (device, branch) in sizes:
            standing = attestations.standing_of(sizes[device, branch])
            withheld += sum(last - first + 1 for first, last in standing.withheld)
            missing += standing.lacks
    names = tuple(sorted(handed.name_of(one) or one[:8] for one in senders)) if withheld else ()
    name = handed.name_of(device)
    return LaptopLog(device, name, len(branches), here, taken_out, withheld, names, missing, device in lost)
