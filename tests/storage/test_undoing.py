"""Undo appends the inverse of an act: what the act did goes, what somebody changed since stays, and undo says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forumdesk.domain.ids import ActId
from forumdesk.domain.notes import Note
from forumdesk.domain.records import DELETED
from forumdesk.storage.undoing import acts, deciding, find_act, next_steps, parted_act
from tests.storage.laptops import (
    Desk,
    bring_back,
    delete,
    keep_note,
    keep_recommendation,
    many_at_once,
    move,
    redact,
    reword,
    tag,
)
from tests.storage.test_merging import Tale, laptops, live, plain_story, whole_part_of

ACTS = (keep_note, keep_recommendation, reword, move, tag, delete, bring_back, many_at_once)


@settings(max_examples=15, deadline=None)
@given(tale=plain_story, act=st.sampled_from(ACTS), number=st.integers(0, 9))
def test_an_act_undone_and_redone_is_the_act(
    template: Path, tale: Tale, act: Callable[[Desk, int], None], number: int
) -> None:
    with laptops(template) as desks:
        live(desks, tale, whole_part_of)
        desk = desks[0]
        before, written = desk.shown(), len(desk.revisions())
        act(desk, number)
        if len(desk.revisions()) == written:
            return
        after = desk.shown()
        for _ in range(2):
            assert desk.undo() == ()
            assert desk.shown() == before
            assert desk.redo() == ()
            assert desk.shown() == after
        assert desk.faults() == []


@settings(max_examples=15, deadline=None)
@given(tale=plain_story, seed=st.integers(0, 99))
def test_a_merge_undone_is_as_if_it_had_never_been(template: Path, tale: Tale, seed: int) -> None:
    with laptops(template) as desks:
        live(desks, tale, whole_part_of)
        one, two, _ = desks
        before = one.shown()
        coming = whole_part_of(two.revisions(), seed)
        if not one.take_in(coming):
            return
        merged = one.shown()
        one.undo()
        assert one.shown() == before
        assert one.take_in(coming) == (), "the same package again must add nothing"
        one.redo()
        assert one.shown() == merged
        one.undo()
        assert one.shown() == before
        assert one.faults() == []


@settings(max_examples=15, deadline=None)
@given(tale=plain_story, then=st.lists(st.tuples(st.sampled_from((*ACTS, None)), st.integers(0, 99)), max_size=7))
def test_undo_leads_back_through_acts_and_merges_alike(
    template: Path, tale: Tale, then: list[tuple[Callable[[Desk, int], None] | None, int]]
) -> None:
    with laptops(template) as desks:
        live(desks, tale, whole_part_of)
        one, two, _ = desks
        states = [one.shown()]
        for act, number in then:
            written = len(one.revisions())
            if act is None:
                one.take_in(whole_part_of(two.revisions(), number))
            else:
                act(one, number)
            if len(one.revisions()) > written:
                states.append(one.shown())
        for state in reversed(states[:-1]):
            assert one.undo() == ()
            assert one.shown() == state
        for state in states[1:]:
            assert one.redo() == ()
            assert one.shown() == state
        assert one.faults() == []


def words(desk: Desk) -> list[str]:
    """The words of every note, each with the city."""
    return [f"{note.text} / {note.city}" for note in desk.kept()]


def edited(desk: Desk, **fields: str) -> None:
    with desk.database.write("edit") as work:
        work.put(replace(desk.kept()[0], **fields))  # type: ignore[arg-type]


def newest_act(desk: Desk) -> ActId:
    with desk.database.read() as forum:
        return next(acts(forum))[1].id


@pytest.mark.parametrize(
    ("since", "expected", "stays"),
    [
        pytest.param([], "Note 1 / Quito", False, id="nothing changed since: all of it goes back"),
        pytest.param(
            [{"city": "Manila"}], "Note 1 / Manila", True, id="one field changed since: it stays, the other goes"
        ),
        pytest.param(
            [{"text": "B", "city": "Manila"}], "B / Manila", True, id="every field changed since: all of it stays"
        ),
        pytest.param([{"city": "Manila"}, None], "Note 1 / Quito", False, id="the change since was undone itself"),
        pytest.param([{"language": "fr"}], "Note 1 / Quito", False, id="another field changed since"),
    ],
)
def test_what_was_changed_since_stays_and_undo_says_so(
    template: Path, since: list[dict[str, str] | None], expected: str, *, stays: bool
) -> None:
    with laptops(template) as (desk, *_):
        keep_note(desk, 1)
        edited(desk, text="A", city="Dakar")
        act = newest_act(desk)
        for change in since:
            if change is None:
                desk.undo()
            else:
                edited(desk, **change)
        assert bool(desk.undo(act)) is stays
        assert words(desk) == [expected]


def test_a_kept_note_that_was_reworded_since_stays(template: Path) -> None:
    with laptops(template) as (desk, *_):
        keep_note(desk, 1)
        act = newest_act(desk)
        reword(desk, 2)
        assert desk.undo(act) == (desk.kept()[0].id,)
        assert words(desk) == ["Words 2 of 0 / Quito"]


def test_undoing_an_edit_while_another_laptop_edited_too_leaves_theirs(template: Path) -> None:
    with laptops(template) as (one, two, _):
        keep_note(one, 1)
        two.take_in(one.revisions())
        reword(one, 1)
        act = newest_act(one)
        reword(two, 2)
        one.take_in(two.revisions())
        assert one.undo(act) == ()
        assert words(one) == ["Words 2 of 1 / Quito"]
        assert one.shown()[1] == {}


def test_undoing_the_merge_that_settled_a_conflict_brings_the_conflict_back(template: Path) -> None:
    with laptops(template) as (one, two, three):
        keep_note(one, 1)
        two.take_in(one.revisions())
        reword(one, 1)
        reword(two, 1)
        for desk in (one, three):
            desk.take_in(two.revisions())
        three.take_in(one.revisions())
        before = one.shown()
        edited(three, text="Settled")
        one.take_in(three.revisions())
        assert words(one) == ["Settled / Quito"]
        one.undo()
        assert one.shown() == before
        two.take_in(one.revisions())
        assert two.shown() == one.shown()


def test_undoing_what_settled_a_delete_against_an_edit_brings_that_conflict_back(template: Path) -> None:
    with laptops(template) as (one, two, _):
        keep_note(one, 1)
        two.take_in(one.revisions())
        delete(one, 0)
        reword(two, 1)
        one.take_in(two.revisions())
        before = one.shown()
        for value in (True, None):
            with one.database.write("settle") as work:
                work.say("note", one.kept()[0].id, {DELETED: value})
            assert one.shown()[1] == {}
            assert one.undo() == ()
            assert one.shown() == before
            one.redo()
            assert one.shown()[1] == {}
            one.undo()
            assert one.shown() == before
        assert one.faults() == []


def test_a_merge_is_an_act_of_the_laptop_that_took_it_in(template: Path) -> None:
    with laptops(template) as (one, two, _):
        keep_note(two, 1)
        keep_note(two, 2)
        one.take_in(two.revisions())
        with one.database.read() as forum:
            act = next_steps(forum, one.laptop.device)[0]
            assert act is not None
            assert (act.name, act.device, len(act.records), act.instant) == (
                "merge",
                one.laptop.device,
                2,
                one.clock.now(),
            )
            assert find_act(forum, act.id) == act
            assert deciding(forum, act.id) == act
            assert find_act(forum, "0" * 32) is None
            assert next_steps(forum, two.laptop.device)[0] is None


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
            turns = [(act.name, act.is_undo, act.is_redo) for _, act in acts(forum)]
            later = list(acts(forum, before=next(acts(forum))[0]))
        assert turns[:3] == [("keep-note", False, False), ("redo", False, True), ("undo", True, False)]
        assert len(later) == len(turns) - 1
        desk.undo()
        desk.undo()
        desk.undo()
        assert desk.kept() == []
        with desk.database.read() as forum:
            assert next_steps(forum, desk.laptop.device)[0] is None


def test_a_clock_put_back_two_days_does_not_confuse_undo(template: Path) -> None:
    """The laptop that undoes has an earlier hour than the one that wrote; what descended from what decides."""
    with laptops(template, (0, 96, 0)) as (one, two, _):
        keep_note(one, 1)
        two.take_in(one.revisions())
        reword(one, 1)
        two.take_in(one.revisions())
        reword(two, 2)
        one.take_in(two.revisions())
        assert words(one) == ["Words 2 of 1 / Quito"]
        assert one.undo() == ()
        assert words(one) == ["Words 1 of 0 / Quito"]
        assert one.undo() == ()
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


def test_the_name_and_target_of_an_act() -> None:
    assert parted_act("a1 undo b2") == ("a1", "undo", "b2")
    assert parted_act("a1 keep-note") == ("a1", "keep-note", "")


def test_what_was_deleted_can_be_looked_at(template: Path) -> None:
    with laptops(template) as (desk, *_):
        keep_note(desk, 1)
        note = desk.kept()[0]
        delete(desk, 0)
        with desk.database.read() as forum:
            assert forum.get(Note, note.id) is None
            assert forum.get_deleted(Note, note.id) == note
            assert forum.get_deleted(Note, "f" * 32) is None
