"""A laptop's log as a tree of hashes (RFC 6962): one root vouches for every entry, and a few hashes for some of them.

The entries are revision ids. They are hashes of headers already, which never begin with the byte that begins an inner
node, so an id stands in the tree as it is. Only whole subtrees are handed out: they are the same in every later tree.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from hashlib import sha256

Span = tuple[int, int]
"""Numbers from the first to the last, both included."""
Subtree = tuple[int, int]
"""A whole subtree: its height, and its place from the left among those of its height."""
EMPTY = sha256(b"").digest()
"""The root of a log without an entry."""


def node_of(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


def spans_of(numbers: Collection[int]) -> tuple[Span, ...]:
    """Numbers in any order as spans, in order."""
    found: list[Span] = []
    for number in sorted(numbers):
        if found and number <= found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return tuple(found)


class Spans:
    """Numbers that are looked up fast."""

    def __init__(self, spans: Sequence[Span]) -> None:
        """`spans` in order, none touching another."""
        self._firsts = [first for first, _ in spans]
        self._lasts = [last for _, last in spans]

    def __contains__(self, number: int) -> bool:
        """Whether a number is among them."""
        at = bisect_right(self._firsts, number) - 1
        return at >= 0 and number <= self._lasts[at]

    def meets(self, first: int, last: int) -> bool:
        """Whether any number from `first` to `last` is among them."""
        at = bisect_left(self._lasts, first)
        return at < len(self._firsts) and self._firsts[at] <= last

    def covers(self, first: int, last: int) -> bool:
        """Whether every number from `first` to `last` is among them."""
        at = bisect_left(self._lasts, last)
        return at < len(self._firsts) and self._firsts[at] <= first


class Tree:
    """A log of which everything is known: its root at every size, and proofs for parts of it."""

    def __init__(self, entries: Sequence[bytes]) -> None:
        self._levels = [list(entries)]
        while len(self._levels[-1]) > 1:
            below = self._levels[-1]
            self._levels.append([node_of(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)])

    def subtree(self, height: int, place: int) -> bytes | None:
        """The hash of a whole subtree; None where the log is too short for it."""
        if height >= len(self._levels) or place >= len(self._levels[height]):
            return None
        return self._levels[height][place]

    def root(self, size: int) -> bytes:
        """The root of the first `size` entries."""
        found = root_of(size, self.subtree)
        if found is None:
            raise LookupError(size)
        return found


Known = Callable[[int, int], bytes | None]
"""Gives the hash of a whole subtree by height and place, where it is known."""


def peaks(size: int) -> Iterator[Subtree]:
    """The whole subtrees that a log of this size is made of, from the left."""
    first = 0
    for height in range(size.bit_length() - 1, -1, -1):
        if size >> height & 1:
            yield height, first >> height
            first += 1 << height


def root_of(size: int, known: Known) -> bytes | None:
    """The root of a log of this size, from subtrees that are known; None where one of them is not."""
    root = b""
    for subtree in reversed(tuple(peaks(size))):
        peak = hash_of(subtree, known)
        if peak is None:
            return None
        root = node_of(peak, root) if root else peak
    return root or EMPTY


def hash_of(subtree: Subtree, known: Known) -> bytes | None:
    """The hash of a whole subtree, worked out of smaller ones where it is not known itself."""
    height, place = subtree
    found = known(height, place)
    if found is not None or not height:
        return found
    left = hash_of((height - 1, 2 * place), known)
    if left is None:
        return None
    right = hash_of((height - 1, 2 * place + 1), known)
    return None if right is None else node_of(left, right)


def needed(size: int, given: Sequence[Span], earlier: Collection[int] = ()) -> Iterator[Subtree]:
    """The subtrees that prove the entries `given`, and the roots at `earlier` sizes, in the order of a proof."""
    wanted, cuts = Spans(given), sorted(one for one in earlier if 0 < one < size)

    def below(height: int, place: int) -> Iterator[Subtree]:
        first, after = place << height, (place + 1) << height
        if not wanted.meets(first, after - 1):
            at = bisect_right(cuts, first)
            if at == len(cuts) or cuts[at] >= after:
                yield height, place
                return
        if height and not wanted.covers(first, after - 1):
            yield from below(height - 1, 2 * place)
            yield from below(height - 1, 2 * place + 1)

    for subtree in peaks(size):
        yield from below(*subtree)


def proven(
    size: int, root: bytes, entries: Mapping[int, bytes], nodes: Mapping[Subtree, bytes]
) -> Callable[[int], bytes | None] | None:
    """Where the entries with these nodes make the root of a log of this size, what tells its root at earlier sizes.

    None where they do not. Of an earlier size that cannot be worked out of them the root is None.
    """

    def known(height: int, place: int) -> bytes | None:
        return nodes.get((height, place)) or (entries.get(place) if not height else None)

    if any(number >= size for number in entries) or any((0, number) in nodes for number in entries):
        return None
    if any(place + 1 << height > size for height, place in nodes):
        return None
    if not nodes and len(entries) == size:  # all of it is here: worked out level by level, in half the time
        tree = Tree([entries[number] for number in range(size)])
        return tree.root if tree.root(size) == root else None
    covered = Spans(spans_of(entries))
    if any(height and covered.meets(place << height, (place + 1 << height) - 1) for height, place in nodes):
        return None  # an entry under a node that is given would not be asked for
    if root_of(size, known) != root:
        return None
    return lambda earlier: root_of(earlier, known)


class Peaks:
    """The whole subtrees of a log that grows at its end: enough to tell its root, whatever its size."""

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        self.size = size
        self.hashes = list(hashes)

    def add(self, entry: bytes) -> None:
        """Append an entry."""
        size, found = self.size, entry
        while size & 1:
            found = node_of(self.hashes.pop(), found)
            size >>= 1
        self.hashes.append(found)
        self.size += 1

    @property
    def root(self) -> bytes:
        """The root of the log as it is."""
        root = b""
        for peak in reversed(self.hashes):
            root = node_of(peak, root) if root else peak
        return root or EMPTY
