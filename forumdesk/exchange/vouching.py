"""Who vouches for what passes: the revisions of a file against the heads that came with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from forumdesk.domain.attestation import Given, Head, Heard, Left, Reason, SignedHead, Vouched, vouched
from forumdesk.domain.ids import BranchId, DeviceId
from forumdesk.domain.merkle import spans_of
from forumdesk.domain.revisions import MOST_NUMBER, Revision
from forumdesk.exchange.signing import is_vouched

HASH = 32
_MOST_HEADS, _MOST_SPANS, _TOGETHER = 2000, 200_000, 500
Name = tuple[str, str]
"""Laptop and branch."""


class NotVouched(ValueError):
    """What came is not what its laptops signed."""


class Passing:
    """The ids of revisions by branch and number, gathered while they pass.

    Where keys were copied, several logs come under one name: all of the first, then all of the next.
    """

    def __init__(self, heads: Sequence[Given]) -> None:
        self._layers = _layers(heads)
        self._entries: list[dict[Name, dict[int, bytes]]] = [{} for _ in self._layers]

    @property
    def count(self) -> int:
        """How many passed."""
        return sum(len(entries) for layer in self._entries for entries in layer.values())

    def watched(self, revisions: Iterable[Revision]) -> Iterator[Revision]:
        """The revisions themselves; two under one number of one log are not vouched for."""
        waiting = iter(revisions)
        while some := list(islice(waiting, _TOGETHER)):
            for name in {(one.device, one.branch) for one in some}:
                numbered = [(one.number, bytes.fromhex(one.id)) for one in some if (one.device, one.branch) == name]
                if len(self._layers) == 1:
                    self._add(self._entries[0].setdefault(name, {}), numbered)
                else:
                    self._add_by_layer(name, numbered)
            yield from some

    def _add(self, entries: dict[int, bytes], numbered: Sequence[tuple[int, bytes]]) -> None:
        before = len(entries)
        entries.update(numbered)
        if len(entries) != before + len(numbered):
            raise NotVouched

    def _add_by_layer(self, name: Name, numbered: Sequence[tuple[int, bytes]]) -> None:
        left = list(numbered)
        for layer, passed in zip(self._layers, self._entries, strict=True):
            entries = passed.setdefault(name, {})
            room = sum(last - first + 1 for first, last in layer[name].spans) - len(entries) if name in layer else 0
            self._add(entries, left[:room])
            left = left[room:]
        if left:
            raise NotVouched

    def proven(self, hashes: bytes, forum: str) -> tuple[Vouched, ...]:
        """What the heads vouch for of all that passed."""
        found: list[Vouched] = []
        at = 0
        for layer, passed in zip(self._layers, self._entries, strict=True):
            many = sum(_hashes_of(given, passed.get(name, {})) for name, given in layer.items()) * HASH
            entries = {name: each for name, each in passed.items() if each}
            found += prove(tuple(layer.values()), hashes[at : at + many], entries, forum)
            at += many
        if at != len(hashes):
            raise NotVouched
        return tuple(found)


def _layers(heads: Sequence[Given]) -> list[dict[Name, Given]]:
    """Heads in as many layers as there are logs under one name, each name once in a layer."""
    found: list[dict[Name, Given]] = [{}]
    for one in heads:
        name = (one.signed.head.device, one.signed.head.branch)
        layer = next((each for each in found if name not in each), None)
        if layer is None:
            found.append({name: one})
        else:
            layer[name] = one
    return found


def _hashes_of(given: Given, entries: Mapping[int, bytes]) -> int:
    """How many hashes prove what came of a branch."""
    return len(given.proof) if len(entries) < given.signed.head.size or given.earlier else 0


def prove(
    heads: Sequence[Given], hashes: bytes, passed: Mapping[Name, Mapping[int, bytes]], forum: str
) -> tuple[Vouched, ...]:
    """What the heads of a package vouch for: each signed by its laptop, for this forum, and all that passed under one.

    Raises NotVouched where anything of that does not hold.
    """
    named = {(one.signed.head.device, one.signed.head.branch): one for one in heads}
    if len(named) != len(heads) or set(passed) - set(named) or len(hashes) % HASH:
        raise NotVouched
    found, at = [], 0
    for name, given in named.items():
        entries = passed.get(name, {})
        if given.signed.head.forum != forum or spans_of(entries) != given.spans or not is_vouched(given.signed):
            raise NotVouched
        count = _hashes_of(given, entries)
        some = [hashes[place : place + HASH] for place in range(at, at + count * HASH, HASH)]
        at += count * HASH
        one = vouched(given, entries, some) if at <= len(hashes) else None
        if one is None:
            raise NotVouched
        found.append(one)
    if at != len(hashes):
        raise NotVouched
    return tuple(found)


# ---- as a manifest says it


def plain(one: Given) -> dict[str, object]:
    """What a manifest says of a branch."""
    head = one.signed.head
    return {
        "device": head.device,
        "branch": head.branch,
        "size": head.size,
        "root": head.root,
        "others": [list(each) for each in head.others],
        "key": one.signed.key,
        "signature": one.signed.signature,
        "spans": [list(each) for each in one.spans],
        "left": [[each.first, each.last, each.reason.value] for each in one.left],
        "earlier": list(one.earlier),
    }


def given_of(said: Mapping[str, object], forum: str) -> Given:
    """The same read back; TypeError, KeyError or ValueError where it is none."""
    head = Head(
        forum=forum,
        device=DeviceId(_hex(said["device"], 16)),
        branch=BranchId(_hex(said["branch"], 8)),
        size=_number(said["size"]),
        root=_hex(said["root"], 32),
        others=tuple(_heard(each) for each in _list(said["others"])),
    )
    spans = tuple((_number(first), _number(last)) for first, last in map(_list, _list(said["spans"])))
    for before, after in zip(((-2, -2), *spans), spans, strict=False):
        if not before[1] + 1 < after[0] <= after[1] < head.size:
            raise ValueError
    left = tuple(Left(_number(one[0]), _number(one[1]), Reason(str(one[2]))) for one in map(_list, _list(said["left"])))
    return Given(
        signed=SignedHead(head=head, key=_hex(said["key"], 32), signature=_hex(said["signature"], 64)),
        spans=spans,
        left=left,
        earlier=tuple(map(_number, _list(said["earlier"]))),
    )


def heads_of(said: object, forum: str) -> tuple[Given, ...]:
    """Every head that a manifest names."""
    found = _list(said)
    if len(found) > _MOST_HEADS:
        raise ValueError
    return tuple(given_of(_object(one), forum) for one in found)


def _heard(said: object) -> Heard:
    device, branch, size = _list(said)
    return Heard(DeviceId(_hex(device, 16)), BranchId(_hex(branch, 8)), _number(size))


def _object(said: object) -> Mapping[str, object]:
    if not isinstance(said, dict):
        raise TypeError
    return said


def _list(said: object) -> list[object]:
    if not isinstance(said, list) or len(said) > _MOST_SPANS:
        raise TypeError
    return said


def _number(said: object) -> int:
    if type(said) is not int or not 0 <= said < MOST_NUMBER:
        raise ValueError
    return said


def _hex(said: object, size: int) -> str:
    if not isinstance(said, str) or len(said) != 2 * size or bytes.fromhex(said).hex() != said:
        raise ValueError
    return said
