"""Whatever several laptops write, and however it reaches them, they come to show the same and nothing is lost."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forumdesk.domain.errors import BadInput
from forumdesk.domain.heads import Counted, state_of
from forumdesk.domain.ids import RecordId, RevisionId, new_id
from forumdesk.domain.notes import Note
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.revisions import ACT, COUNTER_BITS, DAY_MS, QUARTER_MS, REDACTION, Revision
from forumdesk.storage.search import search
from forumdesk.storage.work import Taken
from tests.builders import a_forum, a_note, a_recommendation
from tests.effort import times
from tests.revisions import redacting, said
from tests.storage.laptops import DOINGS, Desk, delete, keep_note, laptops, redact, reword, undo

NOTHING = Taken(0, 0, ())
doing = st.tuples(st.integers(0, 2), st.sampled_from((*DOINGS, redact)), st.integers(0, 9))
plain_doing = st.tuples(st.integers(0, 2), st.sampled_from(DOINGS), st.integers(0, 9))
handing_over = st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 99))
story = st.lists(st.one_of(doing, doing, handing_over), max_size=14)
plain_story = st.lists(st.one_of(plain_doing, plain_doing, handing_over), max_size=14)
"""A story in which nothing is taken out for good, so that all of it can be undone."""

Step = tuple[int, Callable[[Desk, int], None] | int, int]
"""A laptop, then what is done there or to which laptop it hands over, and a number to choose by."""
Tale = list[Step]
Part = Callable[[list[Revision], int], list[Revision]]


def some_of(revisions: list[Revision], seed: int) -> list[Revision]:
    """A part of what there is, in any order."""
    chance = random.Random(seed)  # noqa: S311 - an order, not a secret
    chance.shuffle(revisions)
    return revisions[: len(revisions) * (seed % 3 + 1) // 3]


def whole_part_of(revisions: list[Revision], seed: int) -> list[Revision]:
    """A part of what there is, with all that it was built on and what became of its acts, as a package has it."""
    known = {one.id: one for one in revisions}
    found: dict[RevisionId, Revision] = {}
    ahead = some_of(list(revisions), seed)
    while ahead:
        one = ahead.pop()
        if one.id not in found:
            found[one.id] = one
            ahead.extend(known[parent] for parent in one.parents if parent in known)
            ahead.extend(turn for turn in revisions if turn.kind == ACT and str(turn.record) == one.act_id)
            ahead.extend(told for told in revisions if told.kind == REDACTION and told.record == one.record)
    return list(found.values())


def live(desks: Sequence[Desk], tale: Sequence[Step], part: Part = some_of) -> None:
    """Do everything that a story tells."""
    for who, what, number in tale:
        if not isinstance(what, int):
            what(desks[who], number)
        elif who != what:
            desks[what].take_in(part(desks[who].handed(), number))


@settings(max_examples=times(4), deadline=None)
@given(tale=story, order=st.permutations([0, 1, 2]))
def test_in_the_end_every_laptop_shows_the_same(template: Path, tale: Tale, order: list[int]) -> None:
    with laptops(template) as desks:
        live(desks, tale)
        for desk in desks:
            assert desk.faults() == []
        for desk in desks:
            for act in desk.acts():
                if act.undone and not act.has_words:
                    desk.redo(act.id)  # what one desk set aside is that desk's own business
        written = [desk.revisions() for desk in desks]
        everything = {one.id for revisions in written for one in revisions}
        for number, desk in enumerate(desks):
            for other in order[number:] + order[:number]:
                desk.take_in(reversed(written[other]))
        shown = [desk.shown() for desk in desks]
        assert shown[0] == shown[1] == shown[2]
        for desk in desks:
            assert {one.id for one in desk.revisions()} == everything
            assert desk.faults() == []
            again = desk.take_in(revision for revisions in written for revision in revisions)
            assert (again.fresh, again.returned) == (0, 0)


@settings(max_examples=times(4), deadline=None)
@given(tale=story, words=st.text(max_size=5))
def test_what_is_said_on_top_of_all_that_stands_is_the_one_head(template: Path, tale: Tale, words: str) -> None:
    with laptops(template) as desks:
        live(desks, tale)
        found = desks[0].nth(0)
        if found is None:
            return
        with desks[0].database.write("edit") as work:
            kept = work.put(replace(found, text=f"{words} at last", city="Manila"))
            heads = [one.fields["text"] for one, keys in work.log.standing(kept.id) if "text" in keys]
        assert heads == [kept.text]


@settings(max_examples=times(4), deadline=None)
@given(tale=story, after=story)
def test_a_laptop_restored_from_a_copy_loses_nothing(template: Path, tale: Tale, after: Tale) -> None:
    """The copy keeps the laptop's id, and both go on writing."""
    with laptops(template) as desks:
        live(desks, tale)
        clone = desks[0].copied(desks[0].path.with_name("clone.forum"))
        try:
            live([desks[0], desks[1], clone], after)
            ours, theirs = desks[0].revisions(), clone.revisions()
            desks[0].take_in(theirs)
            clone.take_in(ours)
            assert desks[0].shown() == clone.shown()
            assert {one.id for one in desks[0].revisions()} == {one.id for one in (*ours, *theirs)}
            assert desks[0].faults() == clone.faults() == []
        finally:
            clone.database.close()


@settings(max_examples=times(4), deadline=None)
@given(tale=story)
def test_tables_made_anew_from_the_log_are_the_tables(template: Path, tale: Tale) -> None:
    with laptops(template) as desks:
        live(desks, tale)
        before = [desk.shown() for desk in desks]
        for desk in desks:
            desk.database.rebuild()
        assert [desk.shown() for desk in desks] == before
        assert [desk.faults() for desk in desks] == [[], [], []]


@settings(max_examples=times(4), deadline=None)
@given(tale=story, hours=st.lists(st.integers(-60, 60), min_size=3, max_size=3))
def test_the_logical_clock_never_goes_back_and_is_never_pulled_a_day_ahead(
    template: Path, tale: Tale, hours: list[int]
) -> None:
    with laptops(template, hours) as desks:
        seen = [0, 0, 0]
        for step in tale:
            live(desks, [step])
            for number, desk in enumerate(desks):
                last = desk.database._log.clock.last
                assert last >= seen[number]
                now = int(desk.clock.now().timestamp() * 1000)
                own = max([seen[number], now // QUARTER_MS * QUARTER_MS << COUNTER_BITS])
                assert last <= max(own, (now + DAY_MS + 1) << COUNTER_BITS) + 64
                seen[number] = last


@pytest.mark.parametrize(("ahead", "follows"), [(23, True), (25, False)], ids=["within a day", "more than a day"])
def test_a_clock_that_is_wrong_is_followed_for_a_day_at_most(template: Path, ahead: int, *, follows: bool) -> None:
    with laptops(template, (0, ahead)) as (one, two):
        keep_note(two, 1)
        one.take_in(two.revisions())
        for _ in range(2):
            keep_note(one, 2)
            own = max(found.hlc for found in one.revisions() if found.device == one.laptop.device)
            assert (own > max(found.hlc for found in two.revisions())) is follows
            one.restart()


def test_edits_of_different_fields_of_one_record_both_stand(template: Path) -> None:
    with laptops(template) as (one, two, _):
        keep_note(one, 1)
        two.take_in(one.revisions())
        note = one.kept()[0]
        with one.database.write("edit") as work:
            work.put(replace(note, text="Other words"))
        with two.database.write("edit") as work:
            work.put(replace(note, city="Dakar"))
        one.take_in(two.revisions())
        assert (one.kept()[0].text, one.kept()[0].city, one.shown()[1]) == ("Other words", "Dakar", {})


def test_members_that_two_laptops_add_to_a_set_never_conflict(template: Path) -> None:
    with laptops(template) as (one, two, _):
        keep_note(one, 1)
        two.take_in(one.revisions())
        note = one.kept()[0]
        with one.database.write("tag") as work:
            work.put(replace(note, codes=("sdg 10.7",)))
        with two.database.write("tag") as work:
            work.put(replace(note, codes=("gcm 16", "sdg 8.5")))
        one.take_in(two.revisions())
        assert one.kept()[0].codes == ("gcm 16", "sdg 10.7")
        assert one.shown()[1] == {}


def test_a_conflict_shows_both_wordings_until_one_is_said_on_top_of_both(template: Path) -> None:
    with laptops(template) as (one, two, _):
        keep_note(one, 1)
        two.take_in(one.revisions())
        reword(one, 1)
        reword(two, 1)
        one.take_in(two.revisions())
        assert one.shown()[1] == {one.kept()[0].id: {"text": ["'Words 1 of 0'", "'Words 1 of 1'"]}}
        with one.database.write("settle") as work:
            work.put(replace(one.kept()[0], text="Agreed"))
        two.take_in(one.revisions())
        assert (two.kept()[0].text, two.shown()[1]) == ("Agreed", {})


def test_of_one_record_it_is_told_what_people_are_asked(template: Path) -> None:
    with laptops(template) as (one, two, _):
        keep_note(one, 1)
        two.take_in(one.revisions())
        note = one.kept()[0].id
        one.take_in([said({"text": "x"}, kind="weather-report", record="7" * 32)])
        with one.database.read() as forum:
            assert [forum.conflicts_of(RecordId(each)) for each in (note, "7" * 32, "0" * 32)] == [None, None, None]
        reword(one, 1)
        reword(two, 1)
        one.take_in(two.revisions())
        with one.database.read() as forum:
            assert forum.conflicts_of(note) == ("note", ("text",))


def test_equal_words_on_two_laptops_are_agreement(template: Path) -> None:
    with laptops(template) as (one, two, _):
        keep_note(one, 1)
        two.take_in(one.revisions())
        for desk in (one, two):
            with desk.database.write("edit") as work:
                work.put(replace(desk.kept()[0], text="The same"))
        one.take_in(two.revisions())
        assert one.shown()[1] == {}


def test_a_delete_against_an_edit_is_shown_as_a_conflict_and_the_record_stays(template: Path) -> None:
    with laptops(template) as (one, two, _):
        keep_note(one, 1)
        two.take_in(one.revisions())
        delete(one, 0)
        reword(two, 2)
        one.take_in(two.revisions())
        two.take_in(one.revisions())
        assert one.shown() == two.shown()
        assert [list(keys) for keys in one.shown()[1].values()] == [["_deleted"]]
        assert [note.text for note in one.kept()] == ["Words 2 of 1"]
        reword(one, 3)
        assert [note.text for note in one.kept()] == ["Words 3 of 0"], "an edit must not settle the conflict by itself"


def test_a_delete_that_saw_the_edit_settles_what_another_did_not_see(template: Path) -> None:
    with laptops(template) as (one, two, three):
        keep_note(one, 1)
        two.take_in(one.revisions())
        three.take_in(one.revisions())
        delete(one, 0)
        reword(two, 1)
        three.take_in(two.revisions())
        delete(three, 0)
        one.take_in(two.revisions())
        one.take_in(three.revisions())
        assert (one.kept(), one.shown()[1]) == ([], {})


def test_what_became_of_a_deleted_record_does_not_bring_it_back(template: Path) -> None:
    with laptops(template) as (one, *_):
        keep_note(one, 1)
        reword(one, 2)
        edit = one.acts()[0]
        delete(one, 0)
        one.undo(edit.id)
        assert (one.kept(), one.shown()[1]) == ([], {})
        with one.database.read() as forum:
            gone = forum.get_deleted(Note, one.revisions()[0].record)
        assert gone is not None
        assert gone.text == "Note 1"


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(replace(said({"text": "Said"}), fields={"text": "Forged"}), id="its words were altered"),
        pytest.param(replace(said({"text": "Said"}), id=RevisionId("0" * 64)), id="its id is another's"),
        pytest.param(replace(said({"text": "Said"}), fields={}, closed=0), id="its words are gone unexplained"),
        pytest.param(said({"a\nb": 1}), id="a field has a line break in its name"),
        pytest.param(said({"": 1}), id="a field has no name"),
        pytest.param(said({"x": 1}, parents=("no id",)), id="a parent that is no id"),
        pytest.param(said({"x": 1}, record=""), id="no record"),
        pytest.param(said({"x": 1}, kind="no te"), id="a kind of two words"),
        pytest.param(said({"x": 1}, hlc=2**63), id="a clock beyond all numbers"),
        pytest.param(said({"x": 1}, wall_ms=2**60), id="an instant beyond all dates"),
    ],
)
def test_one_bad_revision_keeps_all_of_them_out(template: Path, bad: Revision) -> None:
    with laptops(template) as (one, two, _):
        keep_note(one, 1)
        keep_note(two, 2)
        before, last = one.revisions(), one.database._log.clock.last
        with pytest.raises(BadInput), one.database.write("merge") as work:
            work.take_in([*two.revisions(), bad, said({"text": "After"}, record="c" * 32)])
        assert one.revisions() == before
        with one.database.write("merge-some") as work:
            with pytest.raises(BadInput):
                work.take_in([*two.revisions(), bad])
            assert work.take_in([]) == NOTHING
        assert (one.revisions(), one.database._log.clock.last, one.faults()) == (before, last, [])


def test_kinds_and_fields_of_a_later_version_are_kept_and_handed_on_unchanged(template: Path) -> None:
    later = [
        said({"text": "Said", "mood": "calm", "weights:a": 0.5, "big": 10**30}, record=new_id()),
        said({"mood": True}, kind="weather-report", record=new_id()),
    ]
    with laptops(template) as (one, two, _):
        one.take_in(later)
        with one.database.write("edit") as work:
            note = work.require(Note, later[0].record)
            work.put(replace(note, text="Said better"))
        two.take_in(one.revisions())
        assert [found for found in two.revisions() if found.device == "d" * 32] == later
        assert (two.kept()[0].text, two.faults()) == ("Said better", [])
        assert state_of(Counted(two.revisions()[:1])).said["mood"] == "calm"


def test_a_record_that_two_laptops_take_for_different_kinds_is_shown_once(template: Path) -> None:
    record = new_id()
    with laptops(template) as (one, two, _):
        for desk, what in ((one, a_note(id=record)), (two, a_recommendation(id=record))):
            with desk.database.write("keep") as work:
                work.put(what)
        ours, theirs = one.revisions(), two.revisions()
        one.take_in(theirs)
        two.take_in(ours)
        assert one.shown() == two.shown()
        assert (len(one.kept()), one.faults(), two.faults()) == (1, [], [])


@pytest.mark.parametrize("first", ["redaction", "words"])
def test_a_redaction_takes_the_words_out_in_whatever_order_it_comes(template: Path, first: str) -> None:
    with laptops(template) as (one, two, three):
        keep_note(one, 1)
        words = one.revisions()
        two.take_in(words)
        reword(two, 5)
        redact(one, 0)
        told = [request for request in one.revisions() if request.kind == REDACTION]
        three.take_in(words if first == "words" else told)
        assert bool(three.kept()) is (first == "words")
        three.take_in(told if first == "words" else words)
        two.take_in(told)
        assert three.shown() == one.shown()
        for desk in (one, three):
            assert "Note 1" not in str(desk.revisions())
            assert (desk.kept()[0].text, desk.faults()) == ("", [])
        assert "Note 1" not in str(two.revisions())
        assert (two.kept()[0].text, two.faults()) == ("Words 5 of 1", [])
        undo(one, 0)
        assert "Note 1" not in str(one.revisions())
        one.take_in(words)
        assert "Note 1" not in str(one.revisions())


def founded(desk: Desk) -> None:
    with desk.database.write("found") as work:
        work.put(a_forum())


def test_only_who_wrote_it_or_founded_the_forum_takes_words_out(template: Path) -> None:
    with laptops(template) as (founder, writer, other):
        founded(founder)
        for desk in (writer, other):
            desk.take_in(founder.handed())
        keep_note(writer, 1)
        for desk in (other, founder):
            desk.take_in(writer.handed())
        redact(other, 0)
        for desk in (writer, founder):
            desk.take_in(other.handed())
        for desk in (founder, writer, other):
            assert [note.text for note in desk.kept()] == ["Note 1"]
            with desk.database.read() as forum:
                assert len(forum.log.redactions(desk.kept()[0].id)) == 1, "it is kept, and can be asked about"
                assert forum.founder == founder.laptop.device
        redact(founder, 0)
        for desk in (writer, other):
            desk.take_in(founder.handed())
        for desk in (founder, writer, other):
            assert [note.text for note in desk.kept()] == [""]
            assert desk.faults() == []


def test_two_requests_for_the_same_make_no_difference(template: Path) -> None:
    with laptops(template) as (one, two, three):
        founded(one)
        keep_note(two, 1)
        one.take_in(two.handed())
        two.take_in(one.handed())
        redact(two, 0)
        alone = two.kept()
        redact(one, 0)
        one.take_in(two.handed())
        three.take_in(one.handed())
        assert one.kept() == three.kept() == alone
        assert [desk.faults() for desk in (one, two, three)] == [[], [], []]


def test_a_merge_that_brought_a_request_brings_nothing_destroyed_back_when_it_is_undone(template: Path) -> None:
    with laptops(template) as (one, two, _):
        keep_note(two, 1)
        two.take_in(one.take_in(two.handed()) and [])
        redact(two, 0)
        one.take_in(two.handed())
        one.undo()
        assert [note.text for note in one.kept()] == [""]
        assert "Note 1" not in str(one.revisions())
        one.undo()
        one.redo()
        assert ([note.text for note in one.kept()], one.faults()) == ([""], [])


def test_a_redaction_of_another_record_takes_nothing_out(template: Path) -> None:
    with laptops(template) as (one, *_):
        keep_note(one, 1)
        words = one.revisions()[0]
        elsewhere = replace(words, record=RecordId("c" * 32))
        one.take_in([redacting(elsewhere, "3 4", device=one.laptop.device, branch="c" * 16)])
        for places in ("x", "99", "3 4 99999"):
            one.take_in([redacting(replace(words, id=RevisionId("no id")), places, device=one.laptop.device)])
        one.take_in([redacting(words, "77", device=one.laptop.device)])
        assert (one.kept()[0].text, one.faults()) == ("Note 1", [])


def test_neither_an_act_nor_a_request_can_be_taken_out(template: Path) -> None:
    with laptops(template) as (one, *_):
        keep_note(one, 1)
        one.undo()
        turn = one.revisions()[-1]
        one.take_in([redacting(turn, "2", device=one.laptop.device)])
        assert (one.kept(), one.faults()) == ([], [])


HOSTILE = {
    "of a later kind, before all clocks": said({"text": "x"}, kind="weather-report", record="7" * 32, hlc=0),
    "of a later kind that deletes": said({"_deleted": True}, kind="weather-report", record="7" * 32, hlc=0),
    "of an act": said({"text": "x"}, kind=ACT, record="7" * 32, hlc=0, begins=True),
    "of an act that deletes": said({"_deleted": True}, kind=ACT, record="7" * 32, begins=True),
    "of a request": said({"text": "x"}, kind=REDACTION, record="7" * 32, hlc=0, begins=True),
    "that says nothing": said({}, record="7" * 32, hlc=0),
}


@pytest.mark.parametrize("when", ["before", "after", "together"])
@pytest.mark.parametrize("stray", HOSTILE.values(), ids=HOSTILE)
def test_no_stray_revision_hides_a_record(template: Path, stray: Revision, when: str) -> None:
    note = said({"text": "Said", "city": "Quito"}, record="7" * 32, device="e" * 32)
    coming = {"before": [[stray], [note]], "after": [[note], [stray]], "together": [[note, stray]]}[when]
    with laptops(template) as (one, *_):
        for some in coming:
            one.take_in(some)
        assert [(found.id, found.text, found.city) for found in one.kept()] == [("7" * 32, "Said", "Quito")]
        assert one.faults() == []
        with one.database.write("edit") as work:
            work.put(replace(one.kept()[0], text="Mine"))
        assert ([found.text for found in one.kept()], one.faults()) == (["Mine"], [])
        with one.database.read() as forum:
            assert len(search(forum, "mine")) == 1


def test_the_tables_keep_the_order_of_arrival_when_made_anew(template: Path) -> None:
    with laptops(template) as (one, *_):
        for number in range(20):
            keep_note(one, number)
        reword(one, 3)
        with one.database.read() as forum:
            before = [note.id for note in forum.all(Note)]
        one.database.rebuild()
        with one.database.read() as forum:
            assert [note.id for note in forum.all(Note)] == before


def test_a_record_with_nothing_to_say_is_kept_all_the_same(template: Path) -> None:
    with laptops(template) as (one, two, _):
        with one.database.write("keep") as work:
            work.put(Recommendation(id=RecordId("e" * 32)))
        two.take_in(one.revisions())
        assert one.kept() == two.kept() == [Recommendation(id=RecordId("e" * 32))]
