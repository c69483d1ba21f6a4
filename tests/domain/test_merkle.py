"""The tree of a laptop's log: a root vouches for all of it, a few hashes for any part, and nothing else passes."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumdesk.domain.attestation import Given, Head, Heard, Left, Reason, SignedHead, Vouched, newest, vouched
from forumdesk.domain.ids import BranchId, DeviceId
from forumdesk.domain.merkle import (
    EMPTY,
    Peaks,
    Spans,
    Tree,
    hash_of,
    needed,
    node_of,
    peaks,
    proven,
    root_of,
    spans_of,
)


def entries_of(size: int) -> list[bytes]:
    return [sha256(b"%d" % number).digest() for number in range(size)]


def plain_root(entries: list[bytes]) -> bytes:
    """The root as RFC 6962 defines it, with entries that are hashes already."""
    if not entries:
        return EMPTY
    if len(entries) == 1:
        return entries[0]
    half = 1
    while half * 2 < len(entries):
        half *= 2
    return node_of(plain_root(entries[:half]), plain_root(entries[half:]))


@pytest.mark.parametrize("size", range(34))
def test_a_root_is_what_the_standard_says(size: int) -> None:
    entries, growing = entries_of(size), Peaks()
    for entry in entries:
        growing.add(entry)
    assert Tree(entries).root(size) == growing.root == plain_root(entries)
    assert Peaks(growing.size, growing.hashes).root == growing.root
    assert sum(1 << height for height, _ in peaks(size)) == size
    for earlier in range(size + 1):
        assert Tree(entries).root(earlier) == plain_root(entries[:earlier])
    with pytest.raises(LookupError):
        Tree(entries).root(size + 1)


sizes = st.integers(1, 70)


@st.composite
def parts(draw: st.DrawFn) -> tuple[int, list[int], list[int]]:
    size = draw(sizes)
    some = draw(st.sets(st.integers(0, size - 1), min_size=1))
    earlier = draw(st.sets(st.integers(0, size), max_size=3))
    return size, sorted(some), sorted(earlier)


@given(part=parts())
def test_any_part_is_proven_and_so_are_earlier_roots(part: tuple[int, list[int], list[int]]) -> None:
    size, some, earlier = part
    entries = entries_of(size)
    tree = Tree(entries)
    subtrees = list(needed(size, spans_of(some), earlier))
    nodes = {subtree: tree.subtree(*subtree) for subtree in subtrees}
    given_entries = {number: entries[number] for number in some}
    root_at = proven(size, tree.root(size), given_entries, nodes)  # type: ignore[arg-type]
    assert root_at is not None
    for one in (*earlier, size):
        assert root_at(one) == plain_root(entries[:one])
    assert len(set(subtrees)) == len(subtrees)


@given(part=parts(), at=st.integers(0, 1000), other=st.binary(min_size=32, max_size=32))
def test_whatever_is_altered_proves_nothing(part: tuple[int, list[int], list[int]], at: int, other: bytes) -> None:
    size, some, earlier = part
    entries = entries_of(size)
    tree, root = Tree(entries), Tree(entries).root(size)
    nodes = {one: tree.subtree(*one) or b"" for one in needed(size, spans_of(some), earlier)}
    given_entries = {number: entries[number] for number in some}
    number = some[at % len(some)]
    assert proven(size, root, {**given_entries, number: other}, nodes) is None
    assert proven(size, other, given_entries, nodes) is None
    assert proven(size, root, {**given_entries, size: other}, nodes) is None
    assert proven(size, root, given_entries, {**nodes, (0, number): entries[number]}) is None
    assert proven(size, root, given_entries, {**nodes, (size.bit_length(), 0): root}) is None
    assert proven(size, root, {one: entry for one, entry in given_entries.items() if one != number}, nodes) is None
    if nodes:
        one = list(nodes)[at % len(nodes)]
        assert proven(size, root, given_entries, {**nodes, one: other}) is None
        assert proven(size, root, given_entries, {key: node for key, node in nodes.items() if key != one}) is None


def test_an_entry_under_a_hash_that_is_given_is_not_believed() -> None:
    entries = entries_of(4)
    tree = Tree(entries)
    nodes = {(1, 0): tree.subtree(1, 0) or b"", (1, 1): tree.subtree(1, 1) or b""}
    assert proven(4, tree.root(4), {0: b"x" * 32}, nodes) is None


def test_the_root_of_what_is_not_known_is_none() -> None:
    assert root_of(3, lambda _height, _place: None) is None
    assert hash_of((1, 0), lambda height, place: b"x" if (height, place) == (0, 0) else None) is None
    assert root_of(0, lambda _height, _place: None) == EMPTY


def test_a_small_part_of_a_long_log_takes_few_hashes() -> None:
    spread = [number * 2_083 for number in range(48)]
    assert len(list(needed(100_000, spans_of(spread)))) < 600


@given(numbers=st.sets(st.integers(0, 60)), first=st.integers(0, 60), length=st.integers(0, 9))
def test_spans_are_their_numbers(numbers: set[int], first: int, length: int) -> None:
    spans = spans_of(numbers)
    assert [number for one, last in spans for number in range(one, last + 1)] == sorted(numbers)
    looked_up, asked = Spans(spans), set(range(first, first + length + 1))
    assert {number for number in range(70) if number in looked_up} == numbers
    assert looked_up.meets(first, first + length) is bool(asked & numbers)
    assert looked_up.covers(first, first + length) is (asked <= numbers)


# ---- who vouches

ENTRIES = entries_of(20)
TREE = Tree(ENTRIES)


def signed(size: int = 20) -> SignedHead:
    head = Head(
        forum="f" * 64,
        device=DeviceId("d" * 32),
        branch=BranchId("b" * 16),
        size=size,
        root=TREE.root(size).hex(),
        others=(Heard(DeviceId("e" * 32), BranchId("c" * 16), 7),),
    )
    return SignedHead(head=head, key="k", signature="s")


def proof_of(given_: Given) -> list[bytes]:
    return [TREE.subtree(*subtree) or b"" for subtree in given_.proof]


def test_a_head_vouches_for_a_part_and_for_what_was_handed_over_before() -> None:
    part = Given(signed=signed(), spans=((2, 4), (9, 9)), earlier=(6, 13))
    entries = {number: ENTRIES[number] for number in (2, 3, 4, 9)}
    found = vouched(part, entries, proof_of(part))
    assert found is not None
    assert found.roots == {size: TREE.root(size).hex() for size in (6, 13, 20)}
    assert set(found.nodes) == set(part.proof)


@pytest.mark.parametrize(
    "entries",
    [
        {},
        {2: ENTRIES[2]},
        {2: ENTRIES[2], 3: ENTRIES[4]},
        {2: ENTRIES[2], 3: ENTRIES[3], 4: ENTRIES[4]},
        {2: b"", 3: b""},
    ],
    ids=["none", "one less", "one altered", "one more", "empty"],
)
def test_a_head_vouches_for_nothing_else(entries: dict[int, bytes]) -> None:
    part = Given(signed=signed(), spans=((2, 3),))
    assert vouched(part, entries, proof_of(part)) is None


def test_a_proof_of_another_length_proves_nothing() -> None:
    part = Given(signed=signed(), spans=((2, 3),))
    entries = {2: ENTRIES[2], 3: ENTRIES[3]}
    assert vouched(part, entries, proof_of(part)[:-1]) is None
    assert vouched(part, entries, [*proof_of(part), b"x" * 32]) is None


def test_a_head_of_which_nothing_comes_along_vouches_for_itself_alone() -> None:
    alone = Given(signed=signed(), left=(Left(0, 19, Reason.SCOPE),))
    assert (vouched(alone, {}, []), alone.proof) == (Vouched(given=alone), ())
    assert vouched(alone, {1: ENTRIES[1]}, []) is None
    assert vouched(alone, {}, [b"x" * 32]) is None


def test_what_is_signed_says_its_purpose_and_its_forum() -> None:
    message = signed().head.message
    assert b'"purpose":"forumdesk head"' in message
    assert b'"forum":"' + b"f" * 64 in message
    assert message != signed(19).head.message


def test_only_what_somebody_keeps_back_is_withheld() -> None:
    assert [reason for reason in Reason if reason.is_withheld] == [Reason.SCOPE, Reason.ASIDE]


def test_of_each_branch_the_farthest_counts() -> None:
    one, other = DeviceId("1" * 32), DeviceId("2" * 32)
    branch = BranchId("b" * 16)
    heads = [Heard(other, branch, 3), Heard(one, branch, 5), Heard(one, branch, 4), Heard(one, branch, 9)]
    assert newest(heads) == (Heard(one, branch, 9), Heard(other, branch, 3))
