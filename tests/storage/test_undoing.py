"""Undo takes an act back and says nothing anew: what the act said no longer counts, and all else stands as it did."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forumdesk.domain.errors import NotAllowed
from forumdesk.domain.heads import BEGUN
from forumdesk.domain.ids import ActId, RecordId
from forumdesk.domain.notes import Note
from forumdesk.domain.records import DELETED
from forumdesk.domain.revisions import ACT
from forumdesk.storage.acts import (
    act_at,
    acts,
    bring_again,
    find_act,
    next_steps,
    records_of,
    take_back,
    words_of,
)
from forumdesk.storage.search import search
from tests.builders import a_note
from tests.effort import times
from tests.revisions import said, turned
from tests.storage.laptops import (
    Desk,
    bring_back,
    delete,
    keep_note,
    keep_recommendation,
    laptops,
    many_at_once,
    move,
    redact,
    reword,
    tag,
)
from tests.storage.test_merging import Tale, live, plain_story, whole_part_of

ACTS = (keep_note, keep_recommendation, reword, move, tag, delete, bring_back, many_at_once)


@settings(max_examples=times(5), deadline=None)
@given(tale=plain_story, act=st.sampled_from(ACTS), number=st.integers(0, 9))
def test_an_act_undone_and_redone_is_the_act(
    template: Path, tale: Tale, act: Callable[[Desk, int], None], number: int
) -> None:
    with laptops(template) as desks:
        live(desks, tale, whole_part_of)
        desk = desks[0]
        before, done = desk.shown(), len(desk.acts())
        act(desk, number)
        if len(desk.acts()) == done:
            return
        after = desk.shown()
        for _ in range(2):
            desk.undo()
            assert desk.shown() == before
            desk.redo()
            assert desk.shown() == after
        assert desk.faults() == []


@settings(max_examples=times(5), deadline=None)
@given(tale=plain_story, act=st.sampled_from(ACTS), number=st.integers(0, 9))
def test_an_act_undone_and_redone_is_the_act_on_every_laptop(
    template: Path, tale: Tale, act: Callable[[Desk, int], None], number: int
) -> None:
    with laptops(template) as desks:
        live(desks, tale, whole_part_of)
        one, two, _ = desks
        done = len(one.acts())
        act(one, number)
        if len(one.acts()) == done:  # it had nothing to change: an undo and a redo would be of what came before
            return
        two.take_in(one.handed())
        after = two.shown()
        one.undo()
        two.take_in(one.handed())
        one.redo()
        two.take_in(one.handed())
        assert two.shown() == after
        assert two.faults() == []


@settings(max_examples=times(5), deadline=None)
@given(tale=plain_story, seed=st.integers(0, 99))
def test_a_merge_undone_is_as_if_it_had_never_been(template: Path, tale: Tale, seed: int) -> None:
    with laptops(template) as desks:
        live(desks, tale, whole_part_of)
        one, two, three = desks
        before, elsewhere = one.shown(), (two.shown(), three.shown())
        coming = whole_part_of(two.handed(), seed)
        taken = one.take_in(coming)
        if not taken.fresh and not taken.returned:
            return
        merged = one.shown()
        for _ in range(2):
            one.undo()
            assert one.shown() == before
            one.redo()
            assert one.shown() == merged
        one.undo()
        one.take_in(coming, leave_aside=True)
        assert one.shown() == before, "what was set aside stays so"
        one.take_in(coming)
        assert one.shown() == merged, "or comes back"
        one.undo()
        assert one.shown() == before
        assert (two.shown(), three.shown()) == elsewhere
        assert one.faults() == []


@settings(max_examples=times(5), deadline=None)
@given(tale=plain_story, then=st.lists(st.tuples(st.sampled_from((*ACTS, None)), st.integers(0, 99)), max_size=7))
def test_undo_leads_back_through_acts_and_merges_alike(
    template: Path, tale: Tale, then: list[tuple[Callable[[Desk, int], None] | None, int]]
) -> None:
    with laptops(template) as desks:
        live(desks, tale, whole_part_of)
        one, two, _ = desks
        states = [one.shown()]
        for act, number in then:
            done = len(one.acts())
            if act is None:
                one.take_in(whole_part_of(two.handed(), number))
            else:
                act(one, number)
            if len(one.acts()) > done:
                states.append(one.shown())
        for state in reversed(states[:-1]):
            one.undo()
            assert one.shown() == state
        for state in states[1:]:
            one.redo()
            assert one.shown() == state
        assert one.faults() == []


@settings(max_examples=times(3), deadline=None)
@given(off=st.permutations(range(6)), on=st.permutations(range(9)))
def test_acts_are_undone_in_any_order_and_redone_in_any_other(template: Path, off: list[int], on: list[int]) -> None:
    with laptops(template) as (desk, *_):
        for number in range(3):
            keep_note(desk, number)
        kept, notes = desk.shown(), [act.id for act in desk.acts()]
        for number in range(6):
            (reword, move, tag)[number % 3](desk, number)
        shown, order = desk.shown(), [act.id for act in desk.acts()]
        for place in off:
            desk.undo(order[place])
        assert desk.shown() == kept
        for note in notes:
            desk.undo(note)
        assert desk.kept() == []
        for place in on:
            desk.redo(order[place])
        assert (desk.shown(), desk.faults()) == (shown, [])


def words(desk: Desk) -> list[str]:
    """The words of every note, each with the city."""
    return [f"{note.text} / {note.city}" for note in desk.kept()]


def edited(desk: Desk, **fields: str) -> None:
    with desk.database.write("edit") as work:
        work.put(replace(desk.kept()[0], **fields))  # type: ignore[arg-type]


def newest(desk: Desk) -> ActId:
    return desk.acts()[0].id


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        pytest.param([], "Note 1 / Quito", id="nothing changed since: all of it goes back"),
        pytest.param([{"city": "Manila"}], "Note 1 / Manila", id="one field changed since: it stays, the other goes"),
        pytest.param([{"text": "B", "city": "Manila"}], "B / Manila", id="every field changed since: all of it stays"),
        pytest.param([{"city": "Manila"}, None], "Note 1 / Quito", id="the change since was undone itself"),
        pytest.param([{"language": "fr"}], "Note 1 / Quito", id="another field changed since"),
    ],
)
def test_what_was_changed_since_stays(template: Path, since: list[dict[str, str] | None], expected: str) -> None:
    with laptops(template) as (desk, *_):
        keep_note(desk, 1)
        edited(desk, text="A", city="Dakar")
        act = newest(desk)
        for change in since:
            if change is None:
                desk.undo()
            else:
                edited(desk, **change)
        desk.undo(act)
        assert words(desk) == [expected]


def test_a_kept_note_that_was_reworded_since_stays_and_undo_says_so(template: Path) -> None:
    with laptops(template) as (desk, *_):
        keep_note(desk, 1)
        act = newest(desk)
        reword(desk, 2)
        turned = desk.undo(act)
        assert turned is not None
        assert (turned.changed, turned.stayed) == (0, 1)
        assert words(desk) == ["Words 2 of 0 / Quito"]
        assert desk.faults() == []


def test_notes_kept_together_go_but_for_the_one_that_somebody_went_on_with(template: Path) -> None:
    with laptops(template) as (desk, *_):
        with desk.database.write("import") as work:
            for number in range(3):
                work.put(a_note(id=desk.next_id(), text=f"Note {number}"))
        act = newest(desk)
        reword(desk, 1)
        turned = desk.undo(act)
        assert turned is not None
        assert (turned.changed, turned.stayed) == (2, 1)
        assert words(desk) == ["Words 1 of 0 / Quito"]
        desk.redo(act)
        assert len(desk.kept()) == 3
        assert desk.faults() == []


def test_what_another_reason_keeps_stays(template: Path) -> None:
    with laptops(template) as (desk, *_):
        keep_note(desk, 1)
        act = desk.acts()[0]
        with desk.database.write("undo", target=act.id) as work:
            assert take_back(work, act, stays=lambda _: True).stayed == 1
        assert words(desk) == ["Note 1 / Quito"]
        desk.redo(act.id)
        assert (words(desk), desk.faults()) == (["Note 1 / Quito"], [])


def test_what_is_taken_back_whole_is_refused_where_somebody_went_on_with_a_part(template: Path) -> None:
    with laptops(template) as (desk, *_):
        with desk.database.write("group-recommendations") as work:
            for number in range(2):
                work.put(a_note(id=desk.next_id(), text=f"Note {number}"))
        act = desk.acts()[0]
        reword(desk, 1)
        before, log = desk.shown(), len(desk.revisions())
        with pytest.raises(NotAllowed, match="whole or not at all"):
            desk.undo(act.id)
        assert (desk.shown(), len(desk.revisions()), desk.faults()) == (before, log, [])
        desk.undo()
        desk.undo(act.id)
        assert (desk.kept(), desk.faults()) == ([], [])


def test_where_they_had_not_heard_of_it_people_are_asked_and_nothing_vanishes(template: Path) -> None:
    with laptops(template) as (one, two, _):
        keep_note(one, 1)
        two.take_in(one.handed())
        one.undo()
        reword(two, 2)
        for desk, other in ((one, two), (two, one)):
            desk.take_in(other.handed())
        assert one.shown() == two.shown()
        assert words(one) == ["Words 2 of 1 / Quito"]
        assert [list(keys) for keys in one.shown()[1].values()] == [[BEGUN]]
        edited(one, text="Mine")
        assert [list(keys) for keys in one.shown()[1].values()] == [[BEGUN]], "an edit settles nothing"
        with one.database.write("settle") as work:
            work.begin_anew("note", one.kept()[0].id)
        assert one.shown()[1] == {}
        with two.database.write("settle") as work:
            work.delete(two.kept()[0])
        assert two.shown()[1] == {}
        assert [desk.faults() for desk in (one, two)] == [[], []]


def test_undoing_an_edit_while_another_laptop_edited_too_leaves_theirs(template: Path) -> None:
    with laptops(template) as (one, two, _):
        keep_note(one, 1)
        two.take_in(one.handed())
        reword(one, 1)
        act = newest(one)
        reword(two, 2)
        one.take_in(two.handed())
        assert len(one.shown()[1]) == 1
        one.undo(act)
        assert words(one) == ["Words 2 of 1 / Quito"]
        assert one.shown()[1] == {}


def test_a_neighbours_edit_is_no_conflict_because_somebody_changed_his_mind(template: Path) -> None:
    with laptops(template) as (one, two, _):
        keep_note(one, 1)
        reword(one, 1)
        two.take_in(one.handed())
        reword(two, 2)
        one.undo()
        one.take_in(two.handed())
        assert (words(one), one.shown()[1]) == (["Words 2 of 1 / Quito"], {})
        one.redo(one.acts()[1].id)
        assert (words(one), one.shown()[1]) == (["Words 2 of 1 / Quito"], {})


def test_only_the_laptop_that_did_something_takes_it_back(template: Path) -> None:
    with laptops(template) as (one, two, three):
        keep_note(one, 1)
        words_said = one.handed()
        forged = turned(words_said, device=two.laptop.device)
        lied = turned(words_said, of=f"{'c' * 16} 0 9")
        for strange in (forged, lied, turned(words_said, of="nonsense")):
            for desk in (one, three):
                desk.take_in([*words_said, strange])
                assert (words(desk), desk.faults()) == (["Note 1 / Quito"], [])


def test_a_turn_that_comes_before_the_words_takes_them_back_when_they_come(template: Path) -> None:
    with laptops(template) as (one, two, _):
        keep_note(one, 1)
        said_first = one.handed()
        one.undo()
        turns = [each for each in one.handed() if each.kind == ACT]
        two.take_in(turns)
        two.take_in(said_first)
        assert (two.kept(), two.faults()) == ([], [])
        one.redo()
        two.take_in(one.handed())
        assert (words(two), two.faults()) == (["Note 1 / Quito"], [])


def test_undoing_the_merge_that_settled_a_conflict_brings_the_conflict_back(template: Path) -> None:
    with laptops(template) as (one, two, three):
        keep_note(one, 1)
        two.take_in(one.handed())
        reword(one, 1)
        reword(two, 1)
        for desk in (one, three):
            desk.take_in(two.handed())
        three.take_in(one.handed())
        before = one.shown()
        edited(three, text="Settled")
        one.take_in(three.handed())
        assert words(one) == ["Settled / Quito"]
        one.undo()
        assert one.shown() == before
        two.take_in(one.handed())
        assert two.shown() == one.shown()


def test_undoing_what_settled_a_delete_against_an_edit_brings_that_conflict_back(template: Path) -> None:
    with laptops(template) as (one, two, _):
        keep_note(one, 1)
        two.take_in(one.handed())
        delete(one, 0)
        reword(two, 1)
        one.take_in(two.handed())
        before = one.shown()
        for value in (True, None):
            with one.database.write("settle") as work:
                work.say("note", one.kept()[0].id, {DELETED: value})
            assert one.shown()[1] == {}
            one.undo()
            assert one.shown() == before
            one.redo()
            assert one.shown()[1] == {}
            one.undo()
            assert one.shown() == before
        assert one.faults() == []


def test_what_stays_of_a_merge_because_of_ones_own_words_is_told(template: Path) -> None:
    with laptops(template) as (one, two, _):
        keep_note(two, 1)
        keep_note(two, 2)
        one.take_in(two.handed())
        merge = newest(one)
        reword(one, 0)
        edit = newest(one)
        taken = one.undo(merge)
        assert taken is not None
        assert (taken.held, taken.holding) == (1, (edit,))
        assert len(one.kept()) == 1
        one.undo(edit)
        assert (one.kept(), one.faults()) == ([], [])
        again = one.redo(merge)
        assert again is not None
        assert (again.held, len(one.kept())) == (0, 2)
        retaken = one.undo(merge)
        assert retaken is not None
        assert (retaken.held, retaken.holding) == (0, ()), "what was taken back holds nothing"


def test_what_two_merges_held_goes_with_the_second(template: Path) -> None:
    with laptops(template) as (one, two, three):
        keep_note(three, 1)
        two.take_in(three.handed())
        one.take_in(three.handed())
        first = newest(one)
        keep_note(two, 2)
        one.take_in(two.handed())
        second = newest(one)
        one.undo(first)
        assert len(one.kept()) == 2
        one.undo(second)
        assert one.kept() == []
        assert one.handed() == []
        one.redo(first)
        assert len(one.kept()) == 1
        with one.database.read() as forum:
            assert list(forum.log.known.aside_spans.values()) == [[(0, 0)]]
        assert one.faults() == []


def test_what_was_set_aside_and_built_on_is_handed_on_with_it(template: Path) -> None:
    with laptops(template) as (one, two, three):
        keep_note(two, 1)
        keep_note(two, 2)
        one.take_in(two.handed())
        merge = newest(one)
        reword(one, 0)
        one.undo(merge)
        three.take_in(one.handed())
        assert three.shown() == one.shown()
        assert len(three.revisions()) == 2


def test_a_merge_is_an_act_of_the_laptop_that_took_it_in(template: Path) -> None:
    with laptops(template) as (one, two, _):
        keep_note(two, 1)
        keep_note(two, 2)
        one.take_in(two.handed())
        with one.database.read() as forum:
            act = next_steps(forum, one.laptop.device)[0]
            assert act is not None
            assert (act.name, act.device, act.count, act.instant, act.has_words) == (
                "merge",
                one.laptop.device,
                2,
                one.clock.now(),
                False,
            )
            assert find_act(forum, act.id) == act_at(forum, act.nr) == act
            assert find_act(forum, "0" * 32) is act_at(forum, 99) is None
            assert {record for _, record in records_of(forum, act)} == {note.id for note in two.kept()}
            assert len(records_of(forum, act, most=1)) == 1
            assert words_of(forum, act) == []
            assert next_steps(forum, two.laptop.device)[0] is None


def test_a_merge_that_brings_nothing_is_no_act(template: Path) -> None:
    with laptops(template) as (one, two, _):
        keep_note(two, 1)
        for _ in range(3):
            one.take_in(two.handed())
        assert [act.name for act in one.acts()] == ["merge"]


def test_undo_goes_back_act_by_act_and_a_new_act_ends_redo(template: Path) -> None:
    with laptops(template) as (desk, *_):
        for number in range(3):
            keep_note(desk, number)
        desk.undo()
        desk.undo()
        assert len(desk.kept()) == 1
        desk.redo()
        assert len(desk.kept()) == 2
        keep_note(desk, 9)
        with desk.database.read() as forum:
            assert next_steps(forum, desk.laptop.device)[1] is None
            turns = [(act.name, act.is_undo, act.is_redo) for act in acts(forum)]
            later = list(acts(forum, before=next(acts(forum)).nr))
            undo = next(act for act in acts(forum) if act.is_undo)
            assert undo.subject == undo.target
            assert records_of(forum, undo) == (("note", desk.revisions()[1].record),)
        assert turns[:3] == [("keep-note", False, False), ("redo", False, True), ("undo", True, False)]
        assert len(later) == len(turns) - 1
        desk.undo()
        desk.undo()
        desk.undo()
        assert desk.kept() == []
        assert desk.next_steps()[0] is None
        assert desk.undo() is None


def test_undoing_many_notes_adds_one_revision(template: Path) -> None:
    with laptops(template) as (desk, *_):
        with desk.database.write("import") as work:
            for number in range(100):
                work.put(a_note(id=desk.next_id(), text=f"Note {number}"))
        desk.undo()
        assert (desk.kept(), len(desk.revisions()), desk.faults()) == ([], 101, [])


def test_an_act_that_went_on_is_undone_with_all_its_parts(template: Path) -> None:
    with laptops(template) as (desk, other, _):
        keep_note(desk, 9)
        act = ""
        for number in range(3):
            with desk.database.write("import", going_on=act) as work:
                work.put(a_note(id=desk.next_id(), text=f"Note {number}"))
                act = work.act_id
            keep_recommendation(desk, number)
        assert len(desk.acts()) == 5
        with desk.database.read() as forum:
            found = find_act(forum, act)
            assert found is not None
            assert (found.count, len(words_of(forum, found)), len(records_of(forum, found))) == (3, 3, 3)
        other.take_in(desk.handed())
        desk.undo(act)
        other.take_in(desk.handed())
        for each in (desk, other):
            assert (len(each.kept()), each.faults()) == (4, [])
        desk.redo(act)
        assert (len(desk.kept()), desk.faults()) == (7, [])


def test_what_goes_on_after_a_part_that_did_nothing_or_in_a_new_branch_is_an_act(template: Path) -> None:
    with laptops(template) as (desk, *_):
        with desk.database.write("import") as work:
            act = work.act_id
        with desk.database.write("import", going_on=act) as work:
            work.put(a_note(id=desk.next_id()))
        with desk.database.write("import", going_on=act):
            pass
        desk.database.begin_branch()
        with desk.database.write("import", going_on=act) as work:
            work.put(a_note(id=desk.next_id()))
            assert work.act_id != act
        assert len(desk.acts()) == 2
        desk.undo()
        desk.undo()
        assert (desk.kept(), desk.faults()) == ([], [])


def test_a_clock_put_back_two_days_does_not_confuse_undo(template: Path) -> None:
    """The laptop that undoes has an earlier hour than the one that wrote; what descended from what decides."""
    with laptops(template, (0, 96, 0)) as (one, two, _):
        keep_note(one, 1)
        two.take_in(one.handed())
        reword(one, 1)
        two.take_in(one.handed())
        reword(two, 2)
        one.take_in(two.handed())
        assert words(one) == ["Words 2 of 1 / Quito"]
        one.undo()
        assert words(one) == ["Words 1 of 0 / Quito"]
        one.undo()
        assert words(one) == ["Note 1 / Quito"]
        one.redo()
        one.redo()
        assert words(one) == ["Words 2 of 1 / Quito"]


def test_a_redaction_is_not_taken_back(template: Path) -> None:
    with laptops(template) as (desk, *_):
        keep_note(desk, 1)
        redact(desk, 0)
        desk.undo()
        assert words(desk) == [" / "]


def test_what_was_deleted_can_be_looked_at(template: Path) -> None:
    with laptops(template) as (desk, *_):
        keep_note(desk, 1)
        note = desk.kept()[0]
        delete(desk, 0)
        with desk.database.read() as forum:
            assert forum.get(Note, note.id) is None
            assert forum.get_deleted(Note, note.id) == note
            assert forum.get_deleted(Note, "f" * 32) is None


def found(desk: Desk, query: str) -> int:
    with desk.database.read() as forum:
        return len(search(forum, query))


def test_a_search_finds_what_stands_whatever_was_undone_and_when_it_was_indexed(template: Path) -> None:
    with laptops(template) as (one, two, _):
        keep_note(two, 1)
        one.take_in(two.handed())
        one.undo()
        assert found(one, "note") == 0, "nothing of it was indexed yet"
        one.redo()
        assert found(one, "note") == 1
        one.undo()
        assert found(one, "note") == 0
        one.redo()
        reword(one, 3)
        assert (found(one, "note"), found(one, "words")) == (0, 1)
        one.undo()
        assert (found(one, "note"), found(one, "words")) == (1, 0)


@contextmanager
def breaking() -> Iterator[None]:
    """Whatever was begun fails at its end."""
    yield
    raise ZeroDivisionError


def test_what_fails_in_the_middle_of_an_act_leaves_nothing_half_done(template: Path) -> None:
    with laptops(template) as (one, two, _):
        keep_note(one, 1)
        keep_note(two, 2)
        one.take_in(two.handed())
        before, merge = one.shown(), one.acts()[0]
        own = one.acts()[1]
        for act in (merge, own):
            with pytest.raises(ZeroDivisionError), one.database.write("undo", target=act.id) as work, breaking():
                take_back(work, act)
            assert (one.shown(), one.faults()) == (before, [])
            assert not one.database._log.known.turns
            assert not one.database._log.known.aside
        one.undo(merge.id)
        one.undo(own.id)
        gone = one.shown()
        for act in (merge, own):
            with pytest.raises(ZeroDivisionError), one.database.write("redo", target=act.id) as work, breaking():
                bring_again(work, act)
            assert (one.shown(), one.faults()) == (gone, [])
        one.redo(own.id)
        one.redo(merge.id)
        assert (one.shown(), one.faults()) == (before, [])


def test_a_part_of_an_act_that_failed_leaves_the_rest(template: Path) -> None:
    with laptops(template) as (one, *_):
        with one.database.write("import") as work:
            with pytest.raises(ZeroDivisionError), work.whole(), breaking():
                work.put(a_note(id=one.next_id(), text="Half"))
            work.put(a_note(id=one.next_id(), text="Whole"))
        with one.database.write("nothing") as work, pytest.raises(ZeroDivisionError), work.whole(), breaking():
            work.put(a_note(id=one.next_id(), text="Half"))
        assert [act.name for act in one.acts()] == ["import"]
        with one.database.read() as forum:
            assert [each.fields["text"] for each in words_of(forum, one.acts()[0])] == ["Whole"]
        one.undo()
        assert (one.kept(), one.faults()) == ([], [])


def test_what_a_laptop_said_in_its_own_branch_elsewhere_is_gone_on_from(template: Path) -> None:
    """The file was put back from a copy, and its later words come from a neighbour."""
    with laptops(template) as (one, two, _):
        keep_note(one, 1)
        copy = one.copied(one.path.with_name("copy.forum"))
        try:
            reword(one, 2)
            two.take_in(one.handed())
            copy.take_in(two.handed())
            assert words(copy) == ["Words 2 of 0 / Quito"]
            reword(copy, 3)
            assert (words(copy), copy.faults()) == (["Words 3 of copy / Quito"], [])
        finally:
            copy.database.close()


def test_two_contents_under_one_branch_and_number_are_both_kept(template: Path) -> None:
    firsts = [said({"text": f"First {number}"}, record=f"1{number:031x}", number=number) for number in range(3)]
    others = [said({"text": f"Other {number}"}, record=f"2{number:031x}", number=number) for number in range(1, 4)]
    mixed = [one for pair in zip(firsts, others, strict=True) for one in pair]
    for order in ([firsts, others], [others, firsts], [mixed], [firsts + others], [list(reversed(mixed)), firsts]):
        with laptops(template) as (desk, other, _):
            for some in order:
                desk.take_in(some)
            assert len(desk.revisions()) == len(desk.kept()) == 6
            for some in order:
                assert desk.take_in(some).fresh == 0
            other.take_in(desk.handed())
            assert other.shown() == desk.shown()
            with desk.database.read() as forum:
                assert len(forum.log.branches_of("d" * 32, "b" * 16)) == 2
            while desk.next_steps()[0]:
                desk.undo()
            assert (desk.kept(), desk.handed(), desk.faults()) == ([], [], [])
            desk.restart()
            while desk.next_steps()[1]:
                desk.redo()
            assert (len(desk.kept()), desk.faults()) == (6, [])


def test_what_is_not_here_of_the_past_is_told_and_nobody_is_asked(template: Path) -> None:
    note = said({"text": "First"}, record="7" * 32)
    hole = said({"text": "Between"}, record="7" * 32, parents=[note], hlc=2**17)
    late = said({"text": "Last"}, record="7" * 32, parents=[hole], hlc=2**18)
    with laptops(template) as (desk, *_):
        desk.take_in([note, late])
        with desk.database.read() as forum:
            assert forum.log.state(RecordId("7" * 32)).untold == {"text"}
            assert forum.rows("SELECT text, conflicts, untold FROM at_note") == [("Last", "", "text")]
        desk.take_in([hole])
        with desk.database.read() as forum:
            assert forum.rows("SELECT text, conflicts, untold FROM at_note") == [("Last", "", "")]
        assert desk.faults() == []
