"""Who vouches for a log: a laptop signs the root of its branch, and what else it held at that moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from forumdesk.domain.ids import BranchId, DeviceId
from forumdesk.domain.merkle import Span, Subtree, needed, proven
from forumdesk.domain.revisions import canonical


class Heard(NamedTuple):
    """How far a branch had come that somebody held, whoever wrote it."""

    device: DeviceId
    branch: BranchId
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """How far a laptop's own branch has come, and what it holds; a later head of the branch takes its place."""

    forum: str
    """The revision with which the forum began, so that no head counts in another forum."""
    device: DeviceId
    branch: BranchId
    size: int
    root: str
    """Of the first `size` revisions of the branch, in hexadecimal digits."""
    others: tuple[Heard, ...] = ()
    """The newest heads of other branches that it held."""

    @property
    def message(self) -> bytes:
        """What is signed, its purpose said first, so that no signature of another kind counts as one."""
        said = {
            "purpose": "forumdesk head",
            "forum": self.forum,
            "device": self.device,
            "branch": self.branch,
            "size": self.size,
            "root": self.root,
            "others": [list(one) for one in self.others],
        }
        return canonical(said).encode("ascii")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedHead:
    """A head with the key and the signature of its laptop."""

    head: Head
    key: str
    signature: str


class Reason(StrEnum):
    """Why a number of a laptop's log does not come along."""

    SCOPE = "scope"
    """It lies outside of what is handed over."""
    ASIDE = "aside"
    """Its merge was taken back there."""
    BEFORE = "before"
    """It was handed over before."""
    LACKING = "lacking"
    """It is not there either."""

    @property
    def is_withheld(self) -> bool:
        """Whether it is known to stay away, so that nobody misses it."""
        return self in (Reason.SCOPE, Reason.ASIDE)


class Left(NamedTuple):
    """Numbers of a branch that do not come along, and why."""

    first: int
    last: int
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a package holds of one branch: which numbers, what proves them, and what it leaves out."""

    signed: SignedHead
    spans: tuple[Span, ...] = ()
    left: tuple[Left, ...] = ()
    earlier: tuple[int, ...] = ()
    """Sizes at which its laptop handed over before: the proof holds for the roots at these, too."""

    @property
    def proof(self) -> tuple[Subtree, ...]:
        """The subtrees that the proof gives, in order."""
        if not self.spans:
            return ()
        return tuple(needed(self.signed.head.size, self.spans, self.earlier))


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """A branch that was proven: its head, the hashes that prove what is not here, and its roots at earlier sizes."""

    given: Given
    nodes: Mapping[Subtree, bytes] = field(default_factory=dict)
    roots: Mapping[int, str] = field(default_factory=dict)


def vouched(given: Given, entries: Mapping[int, bytes], hashes: Sequence[bytes]) -> Vouched | None:
    """What a head vouches for, where these entries and hashes make its root; None where they do not."""
    head = given.signed.head
    if not given.spans:
        return Vouched(given=given) if not entries and not hashes else None
    subtrees = given.proof
    if len(subtrees) != len(hashes):
        return None
    nodes = dict(zip(subtrees, hashes, strict=True))
    root_at = proven(head.size, bytes.fromhex(head.root), entries, nodes)
    if root_at is None:
        return None
    roots = {size: found.hex() for size in given.earlier if (found := root_at(size)) is not None}
    return Vouched(given=given, nodes=nodes, roots={**roots, head.size: head.root})


def newest(heads: Iterable[Heard]) -> tuple[Heard, ...]:
    """Of each branch the farthest, in a stable order."""
    found: dict[tuple[DeviceId, BranchId], Heard] = {}
    for one in heads:
        key = (one.device, one.branch)
        if key not in found or one.size > found[key].size:
            found[key] = one
    return tuple(sorted(found.values()))
