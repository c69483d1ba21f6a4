"""Which numbers a merge held is kept as spans, and what is done with spans is what is done with their numbers."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from forumdesk.domain.attestation import Left, Reason
from forumdesk.domain.merkle import Span, spans_of
from forumdesk.storage.attestations import left_out
from forumdesk.storage.carried import acts_carrying, carried_at_all, carried_by, carry, parted, set_aside, united
from tests.revisions import said
from tests.storage.laptops import laptops

numbers = st.sets(st.integers(0, 40))
some_spans = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9)).map(lambda one: (one[0], one[0] + one[1])))


def of(spans: list[Span]) -> set[int]:
    return {number for first, last in spans for number in range(first, last + 1)}


@given(spans=some_spans)
def test_spans_united_are_their_numbers(spans: list[Span]) -> None:
    assert united(spans) == list(spans_of(of(spans)))


@given(some=numbers, others=numbers)
def test_spans_parted_are_the_numbers_that_are_left(some: set[int], others: set[int]) -> None:
    assert parted(spans_of(some), spans_of(others)) == list(spans_of(some - others))


@given(size=st.integers(0, 40), here=numbers, scope=numbers, aside=numbers)
def test_every_number_that_is_left_out_has_one_reason(
    size: int, here: set[int], scope: set[int], aside: set[int]
) -> None:
    whole = set(range(size))
    found = left_out(size, spans_of(here & whole), [(spans_of(scope), Reason.SCOPE), (spans_of(aside), Reason.ASIDE)])
    told = [(number, one.reason) for one in found for number in range(one.first, one.last + 1)]
    rest = sorted(whole - here)
    assert told == [
        (one, Reason.SCOPE if one in scope else Reason.ASIDE if one in aside else Reason.LACKING) for one in rest
    ]
    assert list(found) == sorted(found)
    assert all(isinstance(one, Left) for one in found)


def test_a_merge_holds_what_its_parts_held_together(template: Path) -> None:
    with laptops(template) as (desk, *_), desk.database.write("merge") as work:
        carry(work.driver, work.nr, {7: [3, 1], 8: []})
        carry(work.driver, work.nr, {7: [2, 9]})
        assert carried_by(work.driver, work.nr) == {7: [(1, 3), (9, 9)]}
        held = carried_at_all(work.driver, 7)
        assert [number for number in range(12) if number in held] == [1, 2, 3, 9]
        assert set_aside(work.driver) == {}


def test_which_acts_held_a_revision_is_told(template: Path) -> None:
    coming = [said({"text": "Said"}, record=f"{number:032x}", number=number) for number in range(3)]
    with laptops(template) as (desk, *_):
        desk.take_in(coming[:1])
        desk.take_in(coming)
        first, second = reversed(desk.acts())
        desk.undo(first.id)
        with desk.database.read() as forum:
            (nr,) = forum.log.branches_of("d" * 32, "b" * 16)
            assert acts_carrying(forum.driver, nr, 0) == [(first.id, True), (second.id, False)]
            assert acts_carrying(forum.driver, nr, 2) == [(second.id, False)]
            assert acts_carrying(forum.driver, nr, 5) == []
            assert set_aside(forum.driver) == {}
        desk.undo(second.id)
        with desk.database.read() as forum:
            assert set_aside(forum.driver) == {nr: [(0, 2)]}
