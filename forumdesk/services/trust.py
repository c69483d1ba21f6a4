"""Whom a desk trusts: laptops that were lost or stolen, from a moment on, and what others vouch for, kept for later."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from forumdesk.domain.attestation import Heard, Vouched
from forumdesk.domain.errors import NotFound
from forumdesk.domain.handover import Manifest
from forumdesk.domain.revisions import Revision
from forumdesk.services.history import laptop_name
from forumdesk.storage.database import Database
from forumdesk.storage.work import Reader, Work

_LOST = "lost "
"""Before the id of a laptop, where the forum remembers how far its logs had come when it was last trusted."""


class Trust:
    """Leaves out what laptops wrote after they were lost."""

    def __init__(self, forum: Reader) -> None:
        self._lost = lost_laptops(forum)
        self.left_out = 0
        """How many revisions were left out."""
        self.entries: dict[tuple[str, str], dict[int, bytes]] = {}
        """Their ids, by laptop and branch, and number: without them nothing of these branches could be handed on."""

    def kept(self, revisions: Iterable[Revision]) -> Iterator[Revision]:
        """The revisions but for what came after the last word that is trusted of its laptop."""
        if not self._lost:
            yield from revisions
            return
        for one in revisions:
            sizes = self._lost.get(one.device)
            if sizes is None or one.number < sizes.get(one.branch, 0):
                yield one
            else:
                self.left_out += 1
                self.entries.setdefault((one.device, one.branch), {})[one.number] = bytes.fromhex(one.id)


def lost_laptops(forum: Reader) -> dict[str, Mapping[str, int]]:
    """By laptop that was lost: how far each of its branches is trusted; what cannot be read counts as not at all."""
    found: dict[str, Mapping[str, int]] = {}
    for key, value in forum.rows("SELECT key, value FROM local WHERE key >= ? AND key < ?", (_LOST, _LOST + "~")):
        try:
            said = json.loads(value)
            sizes = {str(branch): int(size) for branch, size in said.items()}
        except (ValueError, TypeError, AttributeError):
            sizes = {}
        if value:
            found[str(key).removeprefix(_LOST)] = sizes
    return found


@dataclass(frozen=True, slots=True)
class Trusted:
    """Another laptop that wrote in a forum, and whether what it writes is still taken."""

    device: str
    name: str
    """What it is called; one without a name by the beginning of its id."""
    is_lost: bool


class Trusting:
    """Says which laptops are trusted no more."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def distrust(self, laptop: str) -> str:
        """Take nothing of a laptop any more that is not here now; return its id."""
        with self._database.read() as forum:
            device = self._named(forum, laptop)
            sizes = {
                branch: forum.log.size_of(nr) for nr, (owner, branch) in forum.log.branches.items() if owner == device
            }
        self._database.remember(f"{_LOST}{device}", json.dumps(sizes))
        return device

    def trust(self, laptop: str) -> str:
        """Trust a laptop again that was found; return its id."""
        with self._database.read() as forum:
            device = self._named(forum, laptop)
        self._database.remember(f"{_LOST}{device}", "")
        return device

    def lost(self) -> tuple[str, ...]:
        """The laptops that are not trusted any more."""
        with self._database.read() as forum:
            return tuple(sorted(lost_laptops(forum)))

    def laptops(self) -> tuple[Trusted, ...]:
        """The other laptops that wrote in this forum, by name."""
        with self._database.read() as forum:
            lost = lost_laptops(forum)
            devices = {device for device, _ in forum.log.branches.values()} - {forum.log.device}
            found = [Trusted(one, laptop_name(forum, one) or one[:8], one in lost) for one in devices]
        return tuple(sorted(found, key=lambda one: (one.name, one.device)))

    def _named(self, forum: Reader, laptop: str) -> str:
        """The laptop with this name, or whose id begins so; several of one name have to be told apart by their id."""
        devices = sorted({device for device, _ in forum.log.branches.values()})
        found = [one for one in devices if laptop and (one.startswith(laptop) or laptop_name(forum, one) == laptop)]
        if len(found) != 1:
            known = ", ".join(f"{laptop_name(forum, one) or '?'} ({one[:8]})" for one in devices)
            raise NotFound(
                "No one laptop of this forum is called “{laptop}”.", "Known: {known}.", laptop=laptop, known=known
            )
        return found[0]


def keep_vouched(
    work: Work,
    proven: Sequence[Vouched],
    manifest: Manifest | None,
    left_out: Mapping[tuple[str, str], Mapping[int, bytes]] | None = None,
) -> None:
    """Keep who vouches for what came in, what proves it, and what its sender keeps back.

    Of what was proven and `left_out` all the same the ids are kept.
    """
    sender = manifest.device if manifest else ""
    for one in proven:
        head = one.given.signed.head
        places = work.log.branches_of(head.device, head.branch)
        if not places:
            if not one.given.left:
                continue
            places = [work.log.branch(head.device, head.branch)]
        nr = places[0]
        attestations = work.attestations
        if attestations.contradicts(nr, one):
            nr = places[-1]
        before = attestations.signed(nr, head.forum)
        leaves = {**_begun_alike(work, places[0], nr, one), **(left_out or {}).get((head.device, head.branch), {})}
        nodes = {**one.nodes, **{(0, number): entry for number, entry in leaves.items()}}
        if nodes:
            attestations.keep_nodes(nr, nodes)
        if before is None or (one.given.spans and before.head.size < head.size):
            attestations.keep(nr, one.given.signed)
        # Also where none of it came along: it may have come with a hand-over before this one, which was lost.
        attestations.hear([Heard(head.device, head.branch, head.size), *head.others])
        attestations.withhold(nr, one.given.left, sender)


def _begun_alike(work: Work, first: int, nr: int, one: Vouched) -> Mapping[int, bytes]:
    """What two logs under one name begin with alike lies in the first of them, and proves the second."""
    if first == nr:
        return {}
    here = work.log.numbered(nr)
    came = {number for begin, end in one.given.spans for number in range(begin, end + 1)}
    return {
        number: entry for number, entry in work.log.numbered(first).items() if number in came and number not in here
    }
