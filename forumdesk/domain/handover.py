"""What one laptop hands to another: what a package says of itself, and the receipt that its room keeps."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b, sha256
from typing import NamedTuple

from forumdesk.domain.attestation import Given, Head
from forumdesk.domain.ids import DeviceId, RevisionId

SUFFIX = ".forumpack"
FORMAT = 2
"""Version of what a package holds; one of a later version is refused with advice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a room handed in, short enough to be printed or read out."""

    notes: int
    recommendations: int
    last_edit: datetime | None
    head: str = ""
    """How far the laptop's log had come: its branch by its beginning, and the number of its entries."""
    mark: str
    """Eight letters and digits that are equal where exactly the same was handed in."""


class Errand(StrEnum):
    """What a package of one city is for."""

    NONE = ""
    REVIEW = "review"
    """To ask the city: its packs, and its answers so far."""
    ANSWERS = "answers"
    """To bring back what the city answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which part of a forum is handed over; the whole of it where nothing is said."""

    sessions: tuple[str, ...] = ()
    """Codes of the only sessions whose notes, recommendations, steps and photos go along."""
    city: str = ""
    """The only city whose recommendations go along, without any note."""
    place: int = 0
    """The GeoNames id of that city, where it has one."""
    errand: Errand = Errand.NONE
    """Why a package of that city travels; without an errand it holds what the city proposed."""
    since: int = 0
    """Place in the file after which revisions go along."""

    @property
    def is_part(self) -> bool:
        """Whether some of what is there stays there on purpose, whenever it was written."""
        return bool(self.sessions or self.city or self.errand is not Errand.NONE)


class HandedOver(NamedTuple):
    """A hand-over of a laptop's own words: how far its log had come, when, and how many notes it had then."""

    size: int
    instant: datetime
    notes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a package says of itself, under its signature."""

    begun: str
    """The revision with which the forum began: equal in every copy of one forum."""
    title: str
    device: DeviceId
    laptop: str
    author: str
    created: datetime
    scope: Scope
    receipt: Receipt
    revisions: int
    members: Mapping[str, str]
    """SHA-256 by name of everything else in the package."""
    key: str
    """The public key of the laptop, in hexadecimal digits."""
    heads: tuple[Given, ...] = ()
    """Of each branch that is known there: who vouches, what comes along and what does not."""
    handed: tuple[HandedOver, ...] = ()
    """The hand-overs of the laptop before this one, the newest last."""
    sealed_for: tuple[str, ...] = ()
    """Keys that can open the package, or `passphrase`; empty where it is not encrypted."""

    @property
    def own_head(self) -> Head | None:
        """How far the log has come with which its laptop goes on; None where nothing is told of it."""
        branch, _, _ = self.receipt.head.partition(" ")
        own = [one.signed.head for one in self.heads if one.signed.head.device == self.device]
        return max(own, key=lambda head: (head.branch[:4] == branch, head.size), default=None)


def mark_of(revisions: Iterable[RevisionId]) -> str:
    """Eight letters and digits for a set of revisions, whatever their order."""
    found = blake2b(digest_size=5)
    for one in sorted(revisions):
        found.update(one.encode("ascii", "replace"))
    return _grouped(found.digest())


def fingerprint(key: bytes) -> str:
    """A public key as people read it to each other: four groups of four letters and digits."""
    return _grouped(sha256(key).digest()[:10])


def fingerprint_of(device: str) -> str:
    """The same from a laptop's id, which is the beginning of the hash of its key."""
    try:
        return _grouped(bytes.fromhex(device)[:10])
    except ValueError:
        return device[:8]


def _grouped(digest: bytes) -> str:
    letters = base64.b32encode(digest).decode("ascii")
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))
