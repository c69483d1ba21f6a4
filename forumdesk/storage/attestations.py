"""What a file knows of who vouches for its log: signed heads, the hashes that prove the rest, and what is missing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forumdesk.domain.attestation import Given, Head, Heard, Left, Reason, SignedHead, Vouched, newest
from forumdesk.domain.ids import BranchId, DeviceId
from forumdesk.domain.merkle import Peaks, Span, Spans, Subtree, Tree, hash_of, root_of, spans_of
from forumdesk.storage.carried import parted, united
from forumdesk.storage.failures import malformed, typed
from forumdesk.storage.log import Log

_HASH = 32


class Attestations:
    """The heads of one open file."""

    def __init__(self, driver: Any, log: Log) -> None:  # noqa: ANN401 - the driver's connection has no stubs
        self._driver = driver
        self._log = log

    # ---- what laptops signed

    def signed(self, branch: int, forum: str) -> SignedHead | None:
        """The newest head of a branch that was proven here."""
        rows = self._driver.execute("SELECT size, root, key, others, signature FROM signed WHERE branch = ?", (branch,))
        row = next(typed(rows, int, bytes, bytes, str, bytes), None)
        if row is None:
            return None
        device, name = self._log.branches[branch]
        try:
            others = tuple(Heard(DeviceId(one[0]), BranchId(one[1]), int(one[2])) for one in json.loads(row[3]))
        except (ValueError, TypeError, IndexError, RecursionError) as error:
            raise malformed() from error
        head = Head(
            forum=forum,
            device=DeviceId(device),
            branch=BranchId(name),
            size=row[0],
            root=row[1].hex(),
            others=others,
        )
        return SignedHead(head=head, key=row[2].hex(), signature=row[4].hex())

    def keep(self, branch: int, signed: SignedHead, peaks: Peaks | None = None) -> None:
        """Keep the head of a branch in place of an earlier one."""
        head = signed.head
        others = json.dumps([list(one) for one in head.others])
        hashes = b"".join(peaks.hashes) if peaks else b""
        self._driver.execute(
            "INSERT OR REPLACE INTO signed VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                branch,
                head.size,
                bytes.fromhex(head.root),
                bytes.fromhex(signed.key),
                others,
                bytes.fromhex(signed.signature),
                hashes,
            ),
        )
        self.hear([Heard(head.device, head.branch, head.size), *head.others])

    def hear(self, heads: Iterable[Heard]) -> None:
        """Remember how far branches had come, wherever that was said."""
        self._driver.executemany(
            "INSERT INTO heard VALUES (?, ?, ?) ON CONFLICT (device, branch) DO UPDATE"
            " SET size = excluded.size WHERE excluded.size > size",
            [tuple(one) for one in heads],
        )

    def heard(self) -> tuple[Heard, ...]:
        """How far each branch is known to have come."""
        rows = self._driver.execute("SELECT device, branch, size FROM heard ORDER BY device, branch")
        return tuple(Heard(DeviceId(row[0]), BranchId(row[1]), row[2]) for row in typed(rows, str, str, int))

    def own_peaks(self, branch: int) -> Peaks:
        """The tree of this laptop's branch as it is now; what is new since the last head is added to it."""
        found = self._driver.execute("SELECT size, peaks FROM signed WHERE branch = ?", (branch,))
        size, kept = next(typed(found, int, bytes), (0, b""))
        if size.bit_count() * _HASH != len(kept):
            size, kept = 0, b""
        peaks = Peaks(size, [kept[at : at + _HASH] for at in range(0, len(kept), _HASH)])
        rows = self._driver.execute(
            "SELECT number, id FROM revision WHERE branch = ? AND number >= ? ORDER BY number", (branch, size)
        )
        for number, entry in typed(rows, int, bytes):
            if number != peaks.size:  # what comes after a hole is not vouched for until the hole is filled
                break
            peaks.add(entry)
        return peaks

    # ---- proofs

    def keep_nodes(self, branch: int, nodes: Mapping[Subtree, bytes]) -> None:
        """Keep the hashes that prove what is here of a branch that is not whole."""
        self._driver.executemany(
            "INSERT OR IGNORE INTO node VALUES (?, ?, ?, ?)",
            [(branch, height, place, found) for (height, place), found in nodes.items()],
        )

    def nodes(self, branch: int) -> dict[Subtree, bytes]:
        """These hashes."""
        rows = self._driver.execute("SELECT height, place, hash FROM node WHERE branch = ?", (branch,))
        return {(height, place): found for height, place, found in typed(rows, int, int, bytes)}

    def subtrees(self, branch: int) -> Subtrees:
        """Every subtree of a branch that is known here; whoever proves much of one branch asks once."""
        return Subtrees(self._log.numbered(branch), self.nodes(branch))

    def proof(self, branch: int, given: Given, known: Subtrees | None = None) -> list[bytes] | None:
        """The hashes of a proof; None where this file does not know enough for it."""
        known = known or self.subtrees(branch)
        found = [hash_of(subtree, known.subtree) for subtree in given.proof]
        return None if None in found else found  # type: ignore[return-value]

    def root(self, branch: int, size: int) -> str | None:
        """The root of a branch at a size; None where this file does not know enough for it."""
        found = root_of(size, Subtrees(self._log.numbered(branch, 0, size - 1), self.nodes(branch)).subtree)
        return found.hex() if found is not None else None

    def contradicts(self, branch: int, found: Vouched) -> bool:
        """Whether a proven head and the one that is kept here cannot be of one log."""
        rows = self._driver.execute("SELECT size, root FROM signed WHERE branch = ?", (branch,))
        row = next(typed(rows, int, bytes), None)
        if row is None:
            return False
        size, root = int(row[0]), str(row[1].hex())
        head = found.given.signed.head
        if size in found.roots:
            return found.roots[size] != root
        if head.size <= size:
            ours = self.root(branch, head.size)
            return ours is not None and ours != head.root
        return False

    def agrees(self, branch: int, found: Vouched, entries: Mapping[int, bytes]) -> bool:
        """Whether what is known of a branch, and a proven head with the entries that made its root, can be one log."""
        here = self._log.numbered_among(branch, list(entries)) if entries else {}
        if any(here[number] != entry for number, entry in entries.items() if number in here):
            return False
        rows = self._driver.execute("SELECT size, root FROM signed WHERE branch = ?", (branch,))
        row = next(typed(rows, int, bytes), None)
        if row is not None and row[0] in found.roots:
            return found.roots[row[0]] == str(row[1].hex())
        known = self.subtrees(branch)
        return all(hash_of(subtree, known.subtree) in (None, node) for subtree, node in found.nodes.items())

    # ---- what does not come

    def withhold(self, branch: int, left: Iterable[Left], sender: str) -> None:
        """Remember what a sender said it keeps back, and why."""
        self._driver.executemany(
            "INSERT OR IGNORE INTO withheld VALUES (?, ?, ?, ?, ?)",
            [(branch, one.first, one.last, one.reason.value, sender) for one in left if one.reason.is_withheld],
        )

    def withheld(self, branch: int) -> list[tuple[Span, str, str]]:
        """What is known to be kept back of a branch: span, reason and sender."""
        rows = self._driver.execute(
            "SELECT first, last, reason, sender FROM withheld WHERE branch = ? ORDER BY first", (branch,)
        )
        return [((row[0], row[1]), row[2], row[3]) for row in typed(rows, int, int, str, str)]

    def kept_back(self, branch: int) -> int:
        """How many entries of a branch are here without some of their values."""
        sql = "SELECT COUNT(*) FROM revision WHERE branch = ? AND items IS NOT NULL"
        return int(self._driver.execute(sql, (branch,)).fetchone()[0])

    def here(self, branch: int) -> tuple[Span, ...]:
        """Which numbers of a branch are in this file."""
        whole = self._driver.execute(  # as nearly every branch is: told in a sixth of the time
            "SELECT MIN(number), MAX(number) FROM revision WHERE branch = ?"
            " HAVING SUM(typeof(number) = 'integer') = MAX(number) - MIN(number) + 1",
            (branch,),
        ).fetchall()
        if whole:
            return tuple((first, last) for first, last in typed(whole, int, int))
        rows = self._driver.execute(
            "SELECT MIN(number), MAX(number) FROM (SELECT number, number - ROW_NUMBER() OVER (ORDER BY number) AS run"
            " FROM revision WHERE branch = ?) GROUP BY run ORDER BY 1",
            (branch,),
        )
        return tuple((first, last) for first, last in typed(rows, int, int))

    def standing_of(self, heard: Heard, coming: Iterable[Given] = ()) -> Coverage:
        """What of a branch is here, kept back, and missing; or what will be once something has come."""
        places = self._log.branches_of(heard.device, heard.branch)
        here = [span for nr in places for span in self.here(nr)]
        back = [span for nr in places for span, _, _ in self.withheld(nr)]
        for one in coming:
            if (one.signed.head.device, one.signed.head.branch) == (heard.device, heard.branch):
                here += one.spans
                back += [(left.first, left.last) for left in one.left if left.reason.is_withheld]
        here, back = united(here), united(back)
        whole = [(0, heard.size - 1)] if heard.size else []
        return Coverage(
            heard.device,
            heard.branch,
            heard.size,
            tuple(here),
            tuple(parted(parted(back, here), [(heard.size, 2**62)])),
            tuple(parted(parted(whole, here), back)),
        )

    def missing(self, coming: Sequence[Given] = ()) -> Iterator[Coverage]:
        """The branches of which something is missing, or will be once something has come."""
        told = [one.signed.head for one in coming]
        others = [Heard(one.device, one.branch, one.size) for one in told]
        for heard in newest([*self.heard(), *others, *(each for one in told for each in one.others)]):
            found = self.standing_of(heard, coming)
            if found.missing:
                yield found


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is known of one branch."""

    device: DeviceId
    branch: BranchId
    size: int
    here: tuple[Span, ...]
    withheld: tuple[Span, ...]
    missing: tuple[Span, ...]

    @property
    def lacks(self) -> int:
        """How many entries are missing."""
        return sum(last - first + 1 for first, last in self.missing)


class Subtrees:
    """Subtrees of a branch, made of what is here and of the hashes that came with proofs."""

    def __init__(self, entries: Mapping[int, bytes], nodes: Mapping[Subtree, bytes]) -> None:
        self._entries = entries
        self._nodes = nodes
        unbroken = 0
        while unbroken in entries:
            unbroken += 1
        self._tree = Tree([entries[number] for number in range(unbroken)])

    def subtree(self, height: int, place: int) -> bytes | None:
        """The hash of a whole subtree, as far as it is known."""
        return (
            self._tree.subtree(height, place)
            or self._nodes.get((height, place))
            or (self._entries.get(place) if not height else None)
        )


def left_out(size: int, given: Sequence[Span], reasons: Sequence[tuple[Sequence[Span], Reason]]) -> tuple[Left, ...]:
    """What is left out of a branch of this size, each number with the first reason that speaks of it."""
    found: list[Left] = []
    rest = parted([(0, size - 1)] if size else [], list(given))
    for spans, reason in reasons:
        some = parted(rest, parted([(0, 2**62)], list(spans)))
        found += [Left(first, last, reason) for first, last in some]
        rest = parted(rest, list(spans))
    found += [Left(first, last, Reason.LACKING) for first, last in rest]
    return tuple(sorted(found))


__all__ = ["Attestations", "Coverage", "Spans", "left_out", "spans_of"]
