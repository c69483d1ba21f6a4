"""What was kept back of a revision is filled in when it comes, unless it was taken out for good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from forumdesk.domain.agenda import Room, Session
from forumdesk.domain.devices import Device, device_record
from forumdesk.domain.errors import BadInput
from forumdesk.domain.ids import RecordId
from forumdesk.domain.notes import Note
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.revisions import ACT, AUTHOR, REDACTION, Revision, without
from forumdesk.domain.witnessing import LAPTOP, WORKBOOK, Witnessed, witnessed_of
from forumdesk.storage.search import search
from tests.builders import a_note, a_recommendation, a_room, a_session
from tests.revisions import said, turned
from tests.storage.laptops import Desk, keep_note, laptops, redact, reword

NOTE = said({"text": "Said by Ana", "city": "Quito", "speaker": "Ana"}, record="7" * 32, number=0)


def hidden(*names: str) -> Revision:
    return without(NOTE, names.__contains__)


def read(desk: Desk) -> list[tuple[str, str]]:
    return [(note.text, note.city) for note in desk.kept()]


def test_what_was_kept_back_is_filled_in_when_it_comes(template: Path) -> None:
    with laptops(template) as (desk, other, _):
        desk.take_in([hidden("text", AUTHOR)])
        assert (read(desk), desk.faults()) == ([("", "Quito")], [])
        desk.take_in([hidden("text", AUTHOR)])
        desk.take_in([hidden("city", AUTHOR)])
        assert read(desk) == [("Said by Ana", "Quito")]
        assert (desk.revisions()[0].author, desk.revisions()[0].kept_back) == ("", (AUTHOR,))
        with desk.database.read() as forum:
            assert len(search(forum, "ana")) == 1
        desk.take_in([NOTE])
        assert desk.revisions() == [NOTE]
        other.take_in(desk.handed())
        desk.take_in([hidden("text")])
        assert desk.revisions() == other.revisions() == [NOTE]
        assert desk.faults() == other.faults() == []


def test_what_was_taken_out_for_good_is_not_filled_in(template: Path) -> None:
    with laptops(template) as (desk, other, third):
        keep_note(desk, 1)
        written = desk.handed()
        redact(desk, 0)
        told = [one for one in desk.handed() if one.kind == REDACTION]
        other.take_in([without(one, {"text"}.__contains__) for one in written])
        other.take_in(told)
        for one in (desk, other):
            one.take_in(written)
            assert ("Note 1" in str(one.revisions()), one.faults()) == (False, [])
        third.take_in([*written, *told])
        assert third.shown() == other.shown()


def test_words_that_do_not_fit_their_commitments_fill_nothing_in(template: Path) -> None:
    with laptops(template) as (desk, *_):
        desk.take_in([hidden("text")])
        with pytest.raises(BadInput):
            desk.take_in([replace(NOTE, fields={**NOTE.fields, "text": "Forged"})])
        assert (read(desk), desk.faults()) == ([("", "Quito")], [])


def test_words_that_a_caller_has_checked_fill_in_as_well(template: Path) -> None:
    with laptops(template) as (desk, *_):
        desk.take_in([hidden("text")])
        with desk.database.write("merge") as work:
            here = work.log.records(100)
            work.take_in([NOTE, said({"text": "New"}, record="8" * 32)], checked=True, here=here)
            assert here == {"7" * 32, "8" * 32}
            assert work.log.records(0) is None
        assert (read(desk), desk.faults()) == ([("Said by Ana", "Quito"), ("New", "")], [])


# ---- what is set aside


def build(desk: Desk) -> None:
    """One of every sort of record: searched, linked, both and neither; one that is edited, and one of two acts."""
    with desk.database.write("build") as work:
        work.put(a_room(id=desk.next_id()))
        work.put(a_session(id=desk.next_id(), codes=("sdg 8.5",)))
        note = work.put(a_note(id=desk.next_id(), text="Desk", codes=("sdg 8.5",)))
        work.put(a_recommendation(id=desk.next_id(), sources=(note.id,)))
        work.put(Device(id=device_record(desk.laptop.device), name="Room"))
        work.say("weather-report", desk.next_id(), {"text": "Rain"})
    reword(desk, 0)
    keep_note(desk, 5)
    desk.undo()


def links(desk: Desk) -> list[tuple[object, ...]]:
    with desk.database.read() as forum:
        return forum.rows("SELECT record, field, target FROM link ORDER BY 1, 2, 3")


def test_records_of_every_sort_are_set_aside_and_brought_again(template: Path) -> None:
    with laptops(template) as (desk, other, _):
        build(other)
        desk.take_in(other.handed())
        shown, linked = desk.shown(), links(desk)
        assert (shown, linked) == (other.shown(), links(other))
        told: list[int] = []
        for _ in range(2):
            desk.undo()
            with desk.database.read() as forum:
                assert [forum.count(kind) for kind in (Room, Session, Note, Recommendation, Device)] == [0] * 5
            assert (links(desk), desk.handed(), desk.faults()) == ([], [], [])
            desk.redo()
            assert (desk.shown(), links(desk), desk.faults()) == (shown, linked, [])
        assert told == []


def test_what_its_own_laptop_took_back_stays_so_when_its_merge_comes_again(template: Path) -> None:
    with laptops(template) as (desk, other, _):
        keep_note(other, 1)
        desk.take_in(other.handed())
        first = desk.acts()[0]
        other.undo()
        desk.take_in(other.handed())
        second = desk.acts()[0]
        assert desk.kept() == []
        desk.undo(first.id)
        desk.redo(first.id)
        assert (desk.kept(), desk.faults()) == ([], [])
        desk.undo(second.id)
        assert (len(desk.kept()), desk.faults()) == (1, [])


def test_a_turn_of_its_own_laptop_stands_while_the_words_come_and_go(template: Path) -> None:
    with laptops(template) as (desk, other, _):
        keep_note(other, 1)
        keep_note(other, 2)
        desk.take_in(other.handed())
        first = desk.acts()[0]
        other.undo()
        desk.take_in([one for one in other.handed() if one.kind == ACT])
        for _ in range(2):
            assert (len(desk.kept()), desk.faults()) == (1, [])
            desk.undo(first.id)
            assert (desk.kept(), desk.faults()) == ([], [])
            desk.redo(first.id)
        desk.undo(first.id)
        desk.take_in(other.handed(), leave_aside=True)
        assert (desk.kept(), desk.faults()) == ([], [])


def test_a_room_that_is_renamed_elsewhere_is_renamed(template: Path) -> None:
    room = said({"name": "Room"}, kind="room", record="5" * 32)
    with laptops(template) as (desk, *_):
        desk.take_in([room])
        desk.take_in([said({"name": "Room of many"}, kind="room", record="5" * 32, parents=[room])])
        with desk.database.read() as forum:
            assert forum.rows("SELECT name FROM at_room") == [("Room of many",)]


def test_of_a_record_in_part_set_aside_only_what_was_built_on_is_handed_on(template: Path) -> None:
    with laptops(template) as (desk, other, third):
        keep_note(other, 1)
        reword(other, 1)
        reword(other, 2)
        desk.take_in(other.handed())
        reword(desk, 3)
        keep_note(third, 1)
        desk.take_in(third.handed())
        for act in desk.acts():
            if not act.has_words:
                desk.undo(act.id)
        assert len(desk.handed()) == 4
        other.undo()
        desk.take_in(other.handed())
        desk.undo()
        assert [one for one in desk.handed() if one.kind == ACT] == []


def test_words_taken_in_by_a_witness_are_its_own(template: Path) -> None:
    read_of = Witnessed(WORKBOOK, "e" * 32, 1_000, "Notes of Ana")
    with laptops(template) as (desk, other, _):
        keep_note(desk, 1)
        first = desk.revisions()[0]
        told = said(
            {"text": "From a workbook"}, record=first.record, parents=[first], author="Ana", witnessed=read_of.told
        )
        reword(desk, 2)
        with desk.database.write("merge") as work:
            work.witness(told)
        kept = desk.revisions()[-1]
        assert (kept.device, kept.author, witnessed_of(kept.witnessed)) == (desk.laptop.device, "Ana", read_of)
        assert kept.parents == (first.id,)
        assert [list(keys) for keys in desk.shown()[1].values()] == [["text"]]
        other.take_in([one for one in desk.handed() if one != kept])
        other.take_in([turned([told])])
        other.take_in(desk.handed())
        assert other.shown() == desk.shown()
        desk.undo()
        assert (desk.shown()[1], desk.faults()) == ({}, [])


@pytest.mark.parametrize("told", ["", "workbook", "workbook x 1 y", f"laptop {'e' * 32} -1 y", f"paper {'e' * 32} 1 y"])
def test_what_tells_of_no_witness_tells_of_none(told: str) -> None:
    assert witnessed_of(told) is None


def test_a_witness_tells_of_a_laptop_that_died() -> None:
    one = Witnessed(LAPTOP, "e" * 32, 5, "Room B\nof two lines")
    assert witnessed_of(one.told) == one


TWO_KINDS: dict[str, Callable[[Desk, RecordId], None]] = {
    "as it is said": lambda desk, record: put(desk, a_recommendation(id=record, text="Ask")),
    "as it comes": lambda desk, record: _take(
        desk, said({"text": "Ask"}, kind="recommendation", record=record, hlc=2**60)
    ),
}


def put(desk: Desk, record: Recommendation) -> None:
    with desk.database.write("put") as work:
        work.say(record.KIND, record.id, {"text": record.text})


def _take(desk: Desk, one: Revision) -> None:
    desk.take_in([one])


@pytest.mark.parametrize("how", TWO_KINDS.values(), ids=TWO_KINDS)
def test_a_record_whose_beginning_comes_late_changes_its_kind(
    template: Path, how: Callable[[Desk, RecordId], None]
) -> None:
    """Of a note there was an edit alone, when somebody began a recommendation under its id."""
    stray = said({"text": "Edit"}, record="7" * 32, parents=["1" * 64], hlc=0)
    with laptops(template) as (desk, *_):
        desk.take_in([stray])
        how(desk, RecordId("7" * 32))
        assert [type(one) for one in desk.kept()] == [Recommendation]
        assert desk.faults() == []
        with desk.database.read() as forum:
            assert len(search(forum, "ask")) == 1


def test_what_is_numbered_far_apart_is_looked_up_one_by_one(template: Path) -> None:
    coming = [said({"text": "Far"}, record=f"{number:032x}", number=number * 1_000_000) for number in range(600)]
    with laptops(template) as (desk, *_):
        assert desk.take_in(coming).fresh == 600
        assert desk.take_in(coming).fresh == 0
        desk.undo()
        assert (desk.kept(), desk.faults()) == ([], [])
