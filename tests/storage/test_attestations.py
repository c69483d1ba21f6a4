"""What a file knows of who vouches for its log, and what of it is missing."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from forumdesk.domain.attestation import Given, Head, Heard, Left, Reason, SignedHead, Vouched, vouched
from forumdesk.domain.ids import BranchId, DeviceId
from forumdesk.domain.merkle import Tree
from forumdesk.domain.revisions import Revision
from forumdesk.storage.foreign import foreign_forum
from tests.builders import a_forum
from tests.revisions import said
from tests.storage.laptops import Desk, keep_note, laptops, reword

KEY = b"k" * 32
DEVICE, BRANCH = DeviceId("d" * 32), BranchId("b" * 16)
LOG = [said({"text": f"Note {number}"}, record=f"{number:032x}", number=number) for number in range(11)]
TREE = Tree([bytes.fromhex(one.id) for one in LOG])


def sign(message: bytes) -> bytes:
    return sha256(message).digest()


def signed(desk: Desk) -> SignedHead | None:
    return desk.database.sign_log(KEY, sign)


def founded(desk: Desk) -> None:
    with desk.database.write("found") as work:
        work.put(a_forum())


def root_of(desk: Desk, size: int) -> str:
    own = [one for one in desk.revisions() if one.device == desk.laptop.device]
    return Tree([bytes.fromhex(one.id) for one in own]).root(size).hex()


def test_a_laptop_signs_how_far_its_log_has_come(template: Path) -> None:
    with laptops(template) as (desk, other, _):
        assert signed(desk) is None, "a file without a forum"
        keep_note(desk, 1)
        assert signed(desk) is None
        founded(desk)
        first = signed(desk)
        assert first is not None
        assert (first.head.size, first.head.root, first.head.device) == (2, root_of(desk, 2), desk.laptop.device)
        assert first.signature == sign(first.head.message).hex()
        assert signed(desk) == first, "nothing new, nothing signed"
        for number in range(5):
            keep_note(desk, number)
        second = signed(desk)
        assert second is not None
        assert (second.head.size, second.head.root) == (7, root_of(desk, 7))
        assert desk.faults() == []
        keep_note(other, 1)
        with desk.database.write("merge") as work:
            work.take_in(other.handed())
            work.attestations.hear([Heard(other.laptop.device, BranchId("c" * 16), 9)])
        third = signed(desk)
        assert third is not None
        assert (third.head.size, third.head.others) == (7, (Heard(other.laptop.device, BranchId("c" * 16), 9),))


def test_every_branch_that_is_whole_is_signed(template: Path) -> None:
    with laptops(template) as (desk, *_):
        founded(desk)
        first = signed(desk)
        keep_note(desk, 1)
        desk.database.begin_branch()
        keep_note(desk, 2)
        second = signed(desk)
        assert first is not None
        assert second is not None
        assert (second.head.size, second.head.branch != first.head.branch) == (1, True)
        with desk.database.read() as forum:
            heads = [forum.attestations.signed(nr, forum.begun) for nr in forum.log.own_branches]
        assert [one.head.size for one in heads if one] == [2, 1]
        assert signed(desk) == second
        desk.restart()
        assert signed(desk) == second


def test_a_branch_of_which_a_part_is_missing_is_not_signed(template: Path) -> None:
    with laptops(template) as (desk, other, _):
        founded(desk)
        keep_note(desk, 1)
        written = desk.handed()
        desk.database.begin_branch()
        keep_note(desk, 2)
        other.take_in([one for one in desk.handed() if one != written[0]])
        other.laptop = desk.laptop  # a file of a neighbour, opened by whoever lost his own
        other.restart()
        founded(other)
        head = signed(other)
        assert head is not None
        assert head.head.size == 1
        with other.database.read() as forum:
            own = {forum.log.branches[nr][1] for nr in forum.log.own_branches}
        assert written[0].branch not in own


def test_what_comes_after_a_hole_in_ones_own_branch_is_not_signed(template: Path) -> None:
    with laptops(template) as (desk, *_):
        founded(desk)
        branch = desk.revisions()[0].branch
        ahead = [
            said(device=desk.laptop.device, branch=branch, number=number, record=f"{number:032x}") for number in (1, 3)
        ]
        desk.take_in(ahead)
        head = signed(desk)
        assert head is not None
        assert (head.head.size, head.head.root) == (
            2,
            Tree([bytes.fromhex(one.id) for one in desk.revisions()]).root(2).hex(),
        )
        assert desk.faults() == []
        reword(desk, 0)
        assert desk.faults() == []


def given(size: int, *spans: tuple[int, int], **more: object) -> Given:
    head = Head(forum="f" * 64, device=DEVICE, branch=BRANCH, size=size, root=TREE.root(size).hex())
    return Given(signed=SignedHead(head=head, key="aa", signature="bb"), spans=spans, **more)  # type: ignore[arg-type]


def proof(part: Given) -> list[bytes]:
    return [TREE.subtree(*subtree) or b"" for subtree in part.proof]


def taken(desk: Desk, part: Given) -> Vouched:
    """Take in what a package holds of the branch, with who vouches for it."""
    numbers = [number for first, last in part.spans for number in range(first, last + 1)]
    found = vouched(part, {number: bytes.fromhex(LOG[number].id) for number in numbers}, proof(part))
    assert found is not None
    with desk.database.write("merge") as work:
        work.take_in([LOG[number] for number in numbers])
        nr = work.log.branch(DEVICE, BRANCH)
        work.attestations.keep(nr, part.signed)
        work.attestations.keep_nodes(nr, found.nodes)
        work.attestations.withhold(nr, part.left, "sender")
    return found


def test_a_part_can_be_handed_on_with_its_proof(template: Path) -> None:
    part = given(11, (2, 3), (8, 8))
    with laptops(template) as (desk, *_):
        taken(desk, part)
        with desk.database.read() as forum:
            (nr,) = forum.log.branches_of(DEVICE, BRANCH)
            known = forum.attestations
            assert known.signed(nr, "f" * 64) == part.signed
            assert known.signed(nr + 1, "f" * 64) is None
            assert known.proof(nr, part) == proof(part)
            assert known.proof(nr, given(11, (2, 2))) == proof(given(11, (2, 2))), "a smaller part as well"
            assert known.proof(nr, given(11, (5, 5))) is None, "but none of what is not known"
            assert known.root(nr, 11) == TREE.root(11).hex()
            assert known.root(nr, 7) is None
            assert known.here(nr) == ((2, 3), (8, 8))
        assert desk.faults() == []


def test_a_later_head_extends_the_earlier_one_or_contradicts_it(template: Path) -> None:
    with laptops(template) as (desk, *_):
        with desk.database.read() as forum:
            assert not forum.attestations.contradicts(1, taken(desk, given(5, (0, 4))))
        (nr,) = desk.database._log.branches_of(DEVICE, BRANCH)
        later = given(11, (0, 10), earlier=(5,))
        entries = {number: bytes.fromhex(one.id) for number, one in enumerate(LOG)}
        found = vouched(later, entries, [])
        assert found is not None
        forged = replace(found, roots={**found.roots, 5: "0" * 64})
        earlier = Vouched(given=given(3, (0, 2)))
        other = replace(given(3).signed, head=replace(given(3).signed.head, root="0" * 64))
        with desk.database.read() as forum:
            known = forum.attestations
            assert not known.contradicts(nr, found)
            assert not known.contradicts(nr + 1, forged), "of a branch of which nothing was signed"
            assert known.contradicts(nr, forged)
            assert not known.contradicts(nr, earlier)
            assert known.contradicts(nr, Vouched(given=Given(signed=other)))
            assert not known.contradicts(nr, Vouched(given=given(11))), "nothing tells how the two go together"


@pytest.mark.parametrize(
    ("spans", "left", "expected"),
    [
        (((0, 10),), (), ()),
        (((0, 3), (7, 10)), (), ((4, 6),)),
        (((0, 3), (7, 10)), (Left(4, 6, Reason.SCOPE),), ()),
        (((0, 3), (7, 10)), (Left(4, 4, Reason.ASIDE), Left(5, 6, Reason.LACKING)), ((5, 6),)),
        (((2, 3),), (Left(0, 1, Reason.BEFORE),), ((0, 1), (4, 10))),
    ],
    ids=["all of it", "a gap", "kept back", "a part kept back", "handed over before, and never here"],
)
def test_nothing_is_missing_unnoticed(
    template: Path, spans: tuple[tuple[int, int], ...], left: tuple[Left, ...], expected: tuple[tuple[int, int], ...]
) -> None:
    with laptops(template) as (desk, *_):
        taken(desk, given(11, *spans, left=left))
        with desk.database.read() as forum:
            missing = list(forum.attestations.missing())
            assert tuple(one for each in missing for one in each.missing) == expected
            assert sum(each.lacks for each in missing) == sum(last - first + 1 for first, last in expected)
            (nr,) = forum.log.branches_of(DEVICE, BRANCH)
            withheld = [(span, reason) for span, reason, _ in forum.attestations.withheld(nr)]
            assert withheld == [((one.first, one.last), one.reason.value) for one in left if one.reason.is_withheld]


def test_how_far_a_branch_is_known_to_have_come_never_goes_back(template: Path) -> None:
    with laptops(template) as (desk, *_), desk.database.write("hear") as work:
        work.attestations.hear([Heard(DEVICE, BRANCH, 5)])
        work.attestations.hear([Heard(DEVICE, BRANCH, 3)])
        assert work.attestations.heard() == (Heard(DEVICE, BRANCH, 5),)
        (found,) = work.attestations.missing()
        assert (found.here, found.withheld, found.missing) == ((), (), ((0, 4),))


def test_a_log_that_is_not_what_its_laptop_signed_is_found(template: Path) -> None:
    forged: list[Revision] = [said({"text": "Forged"}, record="e" * 32, number=0), *LOG[1:5]]
    with laptops(template) as (desk, *_):
        with desk.database.write("merge") as work:
            work.take_in(forged)
            work.attestations.keep(work.log.branch(DEVICE, BRANCH), given(5, (0, 4)).signed)
        assert desk.faults() == [f"The log of laptop {DEVICE[:8]} ({BRANCH[:4]}) is not what that laptop signed."]


def test_a_foreign_file_gives_its_heads_with_their_proofs(template: Path) -> None:
    with laptops(template) as (desk, *_):
        founded(desk)
        own = signed(desk)
        keep_note(desk, 1)
        taken(desk, given(11, (2, 3)))
        with desk.database.write("merge") as work:
            unsigned = said(branch="c" * 16, record="e" * 32, number=0)
            unproven = said(branch="9" * 16, record="1" * 32, number=0)
            work.take_in([unsigned, unproven])
            head = replace(given(11).signed.head, branch=BranchId("9" * 16))
            work.attestations.keep(work.log.branch(DEVICE, "9" * 16), SignedHead(head=head, key="aa", signature="bb"))
        desk.database.tidy()
        with foreign_forum(desk.path) as forum:
            found = list(forum.heads())
        assert own is not None
        assert [(one.signed.head.size, one.spans) for one, _, _ in found] == [(1, ((0, 0),)), (11, ((2, 3),))]
        for one, entries, hashes in found:
            assert vouched(one, entries, hashes) is not None
