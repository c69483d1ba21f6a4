"""Rules that span records: whatever laptops did apart, each shows the same, and each record in exactly one place."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from forumdesk.domain.agenda import NO_SESSION, Session, Step
from forumdesk.domain.errors import BadInput, NotAllowed, NotFound
from forumdesk.domain.joining import joined
from forumdesk.domain.notes import Note
from forumdesk.domain.recommendations import Recommendation, Status
from forumdesk.exports.book import unwritten
from forumdesk.exports.words import Words
from forumdesk.services.desk import Desk
from forumdesk.services.exporting import StoredForum
from forumdesk.storage.groups import by_themselves, groups, members_of
from tests.builders import a_laptop
from tests.effort import times
from tests.services.rooms import Rooms
from tests.storage.laptops import shown_of

NAMES = ("A", "B", "C")


@pytest.fixture
def rooms(blank: Path, tmp_path: Path) -> Rooms:
    """A forum with one session and four recommendations, as every laptop gets it."""
    return prepared(blank, tmp_path)


def prepared(blank: Path, folder: Path) -> Rooms:
    with Rooms(blank, folder).at("prepared") as desk:
        session = desk.planning.add_session("Employment", code="S1")
        for place in range(4):
            desk.recommending.add(f"Ask {place}", session=session.id)
    return Rooms(folder / "prepared.forum", folder)


def asked(desk: Desk) -> list[str]:
    """The ids of the four, in the order of their wording."""
    with desk._database.read() as forum:
        return [one.id for one in forum.stream(Recommendation, "text") if one.text.startswith("Ask ")]


def meet(rooms: Rooms, *names: str) -> list[Any]:
    """Let laptops take in what the others have, and tell what each shows then."""
    packages = {name: rooms.hands_in(name) for name in names}
    seen = []
    for name in names:
        with rooms.at(name) as desk:
            desk.merging.merge([packages[other] for other in names if other != name])
    for name in names:
        with rooms.at(name) as desk:
            assert desk.checking.faults() == ()
            seen.append((labels(desk), shown_of(desk._database)))
    return seen


def labels(desk: Desk) -> dict[str, str]:
    with desk._database.read() as forum:
        return {one.id: one.label for one in forum.stream(Recommendation)}


def in_list(desk: Desk) -> Counter[str]:
    return Counter(one["id"] for one in desk.listing.listed("recommendations"))


def in_workbook(desk: Desk) -> Counter[str]:
    """In which rows of the sheets of notes and recommendations each record lies."""
    with desk._database.read() as forum:
        source = StoredForum(forum, desk.referencing)
        return Counter([one.id for one in (*source.notes(), *source.recommendations(), *source.grouped())])


def alive(desk: Desk, *kinds: type[Note | Recommendation]) -> Counter[str]:
    with desk._database.read() as forum:
        return Counter(one.id for kind in kinds for one in forum.stream(kind))


def is_in_one_place(desk: Desk) -> None:
    """Each recommendation stands by itself or under one group that is reached from the top; each note is there."""
    assert in_list(desk) == alive(desk, Recommendation)
    assert in_workbook(desk) == alive(desk, Note, Recommendation)
    with desk._database.read() as forum:
        reached: list[str] = []
        waiting = [one.id for one in by_themselves(forum)]
        while waiting:
            reached.append(waiting.pop())
            waiting.extend(one.id for one in members_of(forum, reached[-1]))
        assert Counter(reached) == alive(desk, Recommendation)


def heard(desk: Desk, text: str, speaker: str) -> Note:
    """Somebody says something in S1."""
    note = desk.capturing.keep(desk.planning.session("S1").id, text)
    return desk.capturing.change([note.id], speaker=speaker)[0]


# ---- joins


def test_a_merge_and_a_join_write_nothing_but_their_own(rooms: Rooms) -> None:
    with rooms.at("A") as desk:
        ana, other = desk.people.add(name="Ana", city="Quito"), desk.people.add(name="Ana", city="Quito")
        heard(desk, "Said", other.id)
    package = rooms.hands_in("A")
    with rooms.at("B") as desk:
        desk.merging.merge([package])
        before = written(desk)
        desk.joining.join(ana.id, [other.id])
        assert sorted(one.kind for one in written(desk)[len(before) :]) == ["joined", "participant"]
    rooms.says("A", "Said once more @Ana")
    package = rooms.hands_in("A")
    with rooms.at("B") as desk:
        before = written(desk)
        desk.merging.merge([package])
        assert {one.device for one in written(desk)[len(before) :]} == {a_laptop("A").device}


def written(desk: Desk) -> list[Any]:
    with desk._database.read() as forum:
        return [one for one in forum.log.all_revisions() if one.kind != "device"]


def test_a_join_undone_shows_what_came_meanwhile_as_it_was_said(rooms: Rooms) -> None:
    with rooms.at("A") as desk:
        ana, other = desk.people.add(name="Ana", city="Quito"), desk.people.add(name="Ana", city="Lima")
    first = rooms.hands_in("A")
    with rooms.at("desk") as desk:
        desk.merging.merge([first])
        desk.joining.join(ana.id, [other.id])
        joining = desk.history.entries(1)[0].id
    with rooms.at("A") as desk:
        note = heard(desk, "Later", other.id)
    second = rooms.hands_in("A")
    with rooms.at("desk") as desk:
        desk.merging.merge([second])
        (shown,) = desk.capturing.some([note.id])
        assert shown.speaker == ana.id
        desk.capturing.change([note.id], text="Later on")  # an edit of the text rewrites no link
        desk.history.undo(joining)
        (shown,) = desk.capturing.some([note.id])
        assert (shown.text, shown.speaker) == ("Later on", other.id)
        assert desk.checking.faults() == ()


def test_an_edit_takes_a_member_out_by_whichever_name_it_was_put_in(rooms: Rooms) -> None:
    with rooms.at("desk") as desk:
        stays, goes = (desk.planning.add_session("Housing", code=code) for code in ("S2", "S3"))
        preset = desk.exporting.keep_preset(
            replace(desk.exporting.preset(""), name="Both", sessions=(stays.id, goes.id))
        )
        desk.joining.join(stays.id, [goes.id])
        (kept,) = desk.exporting.presets()
        assert kept.sessions == (stays.id,)
        desk.exporting.keep_preset(replace(kept, sessions=()))
        assert [one.sessions for one in desk.exporting.presets()] == [()]
        assert preset.id == kept.id


def test_chains_are_followed_and_shared_by_rebuild(rooms: Rooms) -> None:
    with rooms.at("desk") as desk:
        made = [desk.people.add(name="Ana", city="Quito") for _ in range(4)]
        note = heard(desk, "Said", made[3].id)
        for stays, goes in ((2, 3), (1, 2), (0, 1)):
            desk.joining.join(made[stays].id, [made[goes].id])
        assert desk.capturing.some([note.id])[0].speaker == made[0].id
        before = shown_of(desk._database)
        desk.checking.rebuild()
        assert (shown_of(desk._database), desk.checking.faults()) == (before, ())
        desk.history.undo()
        assert desk.capturing.some([note.id])[0].speaker == made[1].id


def in_a_circle(rooms: Rooms) -> list[str]:
    """Two laptops each join the other's person into their own; return the ids, the least first."""
    with rooms.at("prepared") as desk:
        people = [desk.people.add(name="Ana", city="Quito", organisation=name) for name in ("", "City")]
    again = Rooms(rooms.file("prepared"), rooms.folder)
    for name, stays, goes in (("A", 0, 1), ("B", 1, 0)):
        with again.at(name) as desk:
            desk.joining.join(people[stays].id, [people[goes].id])
    assert len(set(map(repr, meet(again, "A", "B")))) == 1
    return sorted(one.id for one in people)


def test_of_a_circle_one_lives_is_found_and_can_be_deleted_and_brought_back(rooms: Rooms) -> None:
    lives, _ = in_a_circle(rooms)
    with rooms.at("A") as desk:
        assert [one.id for one in desk.people.participants()] == [lives]
        assert [hit.record.id for hit in desk.finding.search("Ana")] == [lives]
        desk.people.change([lives], position="Mayor")
        assert [one.position for one in desk.people.participants()] == ["Mayor"]
        before = shown_of(desk._database)
        desk.people.delete([lives])
        assert desk.people.participants() == ()
        desk.history.undo()
        assert shown_of(desk._database) == before
        assert desk.checking.faults() == ()


def test_of_a_circle_one_join_undone_leaves_the_other(rooms: Rooms) -> None:
    in_a_circle(rooms)
    with rooms.at("A") as desk:
        act = next(one.id for one in desk.history.entries() if one.name == "join-records")
        desk.history.undo(act)
        (left,) = desk.people.participants()
        assert left.organisation == "City"
        assert desk.checking.faults() == ()


def test_a_join_whose_records_are_not_here_is_shown_once_they_come(rooms: Rooms) -> None:
    with rooms.at("A") as desk:
        stays, goes = (desk.people.add(name="Ana", city="Quito") for _ in range(2))
        note = heard(desk, "Said", goes.id)
    package = rooms.hands_in("A")
    with rooms.at("B") as desk:
        with desk._database.write("join-records") as work:
            work.put(joined("participant", goes.id, stays.id))
        desk.merging.merge([package])  # the one that goes is there after all: the join has no effect on it
        assert desk.capturing.some([note.id])[0].speaker == goes.id
        desk.people.delete([goes.id])
        assert desk.capturing.some([note.id])[0].speaker == stays.id
        assert desk.checking.faults() == ()


def test_what_a_join_shows_anew_is_announced(rooms: Rooms) -> None:
    with rooms.at("desk") as desk:
        ana, other = (desk.people.add(name="Ana", city="Quito") for _ in range(2))
        note = heard(desk, "Said", other.id)
        told: list[Any] = []
        desk._database.announce = told.extend
        assert desk.joining.join(ana.id, [other.id]) == 1
        assert note.id in {one.record for one in told}


def test_a_failed_act_leaves_no_join_behind(rooms: Rooms) -> None:
    with rooms.at("desk") as desk:
        ana, other = (desk.people.add(name="Ana", city="Quito") for _ in range(2))
        note = heard(desk, "Said", other.id)

        def fail() -> None:
            with desk._database.write("join-records") as work:
                work.delete(other)
                work.put(joined("participant", other.id, ana.id))
                raise NotAllowed("Nothing of it.")

        with pytest.raises(NotAllowed):
            fail()
        desk.capturing.change([note.id], text="Said anew")
        assert desk.capturing.some([note.id])[0].speaker == other.id
        assert desk.checking.faults() == ()


def test_the_merge_that_is_looked_at_counts_no_conflict_between_two_names_of_one(rooms: Rooms) -> None:
    with rooms.at("prepared") as desk:
        people = [desk.people.add(name="Ana", city="Quito") for _ in range(2)]
    again = Rooms(rooms.file("prepared"), rooms.folder)
    for name, person in zip("AB", people, strict=True):
        with again.at(name) as desk:
            desk.planning.change_session(desk.planning.session("S1").id, chair=person.id)
    package = again.hands_in("B")
    with again.at("A") as desk:
        desk.joining.join(people[0].id, [people[1].id])
        assert desk.merging.look([package]).sources[0].weights.total.conflicts == 0
        desk.merging.merge([package])
        assert desk.settling.conflicts() == ()
        assert desk.planning.session("S1").chair == people[0].id
        desk.history.undo(next(one.id for one in desk.history.entries() if one.name == "join-records"))
        assert [one.field for one in desk.settling.conflicts()] == ["chair"]


def test_of_two_sessions_the_clock_that_runs_is_found_and_one_is_under_way(rooms: Rooms) -> None:
    with rooms.at("desk") as desk:
        held = [desk.planning.add_session("Housing", code=code) for code in ("S2", "S3")]
        for one in held:
            desk.running.start(one.id, desk.planning.add_step(one.id, "Doing").id)
        desk.joining.join(held[0].id, [held[1].id])
        assert [run.session for run in desk.running.under_way()] == [held[0].id]
        assert desk.running.pause(held[0].id).run.paused is not None
        assert desk.running.finish(held[0].id).run.finished is not None
        assert desk.running.under_way() == ()


# ---- one declaration


def test_two_laptops_that_each_begin_the_declaration_meet_on_one(rooms: Rooms) -> None:
    for name, said in (("A", {"title": "Commitment"}), ("B", {"text": "We, the mayors"})):
        with rooms.at(name) as desk:
            desk.outcome.change_declaration(**said)
            desk.outcome.sign(city=f"City {name}")
    first, second = meet(rooms, "A", "B")
    assert first == second
    with rooms.at("A") as desk:
        found = desk.outcome.declaration()
        assert found is not None
        assert (found.title, found.text) == ("Commitment", "We, the mayors")
        assert {one.declaration for one in desk.outcome.signatories()} == {found.id}


# ---- groups


def ring(rooms: Rooms) -> list[str]:
    """Two desks each put the other's group under their own."""
    with rooms.at("prepared") as desk:
        ids = asked(desk)
        made = [desk.grouping.group(ids[:2], "First").id, desk.grouping.group(ids[2:], "Second").id]
    again = Rooms(rooms.file("prepared"), rooms.folder)
    for name, inner, outer in (("A", 0, 1), ("B", 1, 0)):
        with again.at(name) as desk, desk._database.write("group-recommendations") as work:
            work.put(replace(work.require(Recommendation, made[inner]), group=made[outer]))
    first, second = meet(again, "A", "B")
    assert first == second
    return sorted(made)


def test_a_ring_of_groups_hides_nothing_and_is_cut_alike_everywhere(rooms: Rooms) -> None:
    top, under = ring(rooms)
    with rooms.at("A") as desk:
        is_in_one_place(desk)
        assert [one["id"] for one in desk.listing.listed("recommendations") if not one["group"]] == [top]
        assert desk.grouping.shown_as(under) == top
        (told,) = desk.checking.oddities()
        assert f"“forumdesk split FILE {under} --only {top}”" in told
        assert desk.grouping.names(top, under)
        desk.grouping.take_out([top])
        assert desk.checking.oddities() == ()
        is_in_one_place(desk)
        assert desk.checking.faults() == ()
        desk.history.undo()
        assert len(desk.checking.oddities()) == 1
        desk.grouping.split(top)
        is_in_one_place(desk)


def test_a_group_in_itself_stands_by_itself(rooms: Rooms) -> None:
    with rooms.at("desk") as desk:
        ids = asked(desk)
        with desk._database.write("group-recommendations") as work:
            work.put(replace(work.require(Recommendation, ids[0]), group=ids[0]))
        is_in_one_place(desk)
        before = shown_of(desk._database)
        desk.checking.rebuild()
        assert shown_of(desk._database) == before


def test_a_member_of_a_group_is_not_moved_but_its_group(rooms: Rooms) -> None:
    with rooms.at("desk") as desk:
        ids = asked(desk)
        desk.grouping.group(ids[:2])
        with pytest.raises(NotAllowed, match="R-02 is in a group"):
            desk.finishing.move(ids[1], 1)


def test_what_is_regrouped_from_a_sessions_package_leaves_a_group_of_one_that_is_told(
    blank: Path, rooms: Rooms
) -> None:
    with rooms.at("desk") as desk:
        ids = asked(desk)
        other = desk.planning.add_session("Housing", code="S2")
        lone = desk.recommending.add("Elsewhere", session=other.id)
        group = desk.grouping.group([ids[0], lone.id], "One wording")
        package = desk.packing.pack(rooms.folder / "S2.forumpack", desk.packing.scope(sessions=["S2"])).path
    with Rooms(blank, rooms.folder).at("away") as desk:
        desk.merging.merge([package])
        more = desk.recommending.add("More")
        is_in_one_place(desk)
        regrouped = desk.grouping.group([lone.id, more.id], "Away")
    package = rooms.hands_in("away")
    with rooms.at("desk") as desk:
        desk.merging.merge([package])
        is_in_one_place(desk)
        assert [one.id for one in members(desk, group.id)] == [ids[0]]
        assert {one.id for one in members(desk, regrouped.id)} == {lone.id, more.id}
        assert any(f"“forumdesk split FILE {group.id}”" in one for one in desk.checking.oddities())
        desk.grouping.split(group.id)
        assert not any("group of one" in one for one in desk.checking.oddities())
        is_in_one_place(desk)


def members(desk: Desk, group: str) -> tuple[Recommendation, ...]:
    with desk._database.read() as forum:
        return members_of(forum, group)


def test_a_group_that_two_desks_emptied_stands_by_itself_and_is_told(rooms: Rooms) -> None:
    with rooms.at("prepared") as desk:
        ids = asked(desk)
        group = desk.grouping.group(ids, "All")
    again = Rooms(rooms.file("prepared"), rooms.folder)
    for name, out in (("A", ids[:2]), ("B", ids[2:])):
        with again.at(name) as desk:
            desk.grouping.take_out(out)
    first, second = meet(again, "A", "B")
    assert first == second
    with again.at("A") as desk:
        is_in_one_place(desk)
        assert any(f"({group.id}) was a group" in one for one in desk.checking.oddities())


# ---- numbers


def final_in_two_rooms(rooms: Rooms) -> list[str]:
    """Two rooms that each made another R-05 final; return the ids, the one begun first in front."""
    made = []
    for name in "AB":
        with rooms.at(name) as desk:
            made.append(desk.recommending.add(f"Of {name}").id)
            desk.recommending.change([made[-1]], status=Status.FINAL)
    first, second = meet(rooms, "A", "B")
    assert first == second
    return sorted(made)


def test_two_finals_with_one_number_are_told_apart_and_mended(rooms: Rooms) -> None:
    first, second = final_in_two_rooms(rooms)
    with rooms.at("A") as desk:
        assert {one: labels(desk)[one] for one in (first, second)} == {first: "R-05a", second: "R-05b"}
        assert (desk.grouping.named("R-05b").id, desk.grouping.named("r-5A").id) == (second, first)
        with pytest.raises(BadInput, match="R-05a, R-05b"):
            desk.grouping.named("R-05")
        assert any("R-05a, R-05b were final under one number" in one for one in desk.checking.oddities())
        assert desk.recommending.number_anew() == ()
        assert desk.finishing.final_twice() == (("R-05a", "R-05b"),)
        with pytest.raises(BadInput, match="shares its number with no other"):
            desk.finishing.renumber([asked(desk)[0]])
        before = shown_of(desk._database)
        (changed,) = desk.finishing.renumber([second, first])
        assert (changed.id, changed.label, labels(desk)[first]) == (second, "R-06", "R-05")
        assert (desk.checking.oddities(), desk.checking.faults()) == ((), ())
        desk.history.undo()
        assert shown_of(desk._database) == before
        desk.recommending.change([first], number=9)
        assert (labels(desk)[first], labels(desk)[second]) == ("R-09", "R-05")
        with pytest.raises(NotAllowed):
            desk.recommending.change([second], number=10)


def test_finals_that_two_desks_mended_into_each_other_are_mended_by_one_more(rooms: Rooms) -> None:
    first, second = final_in_two_rooms(rooms)
    for name, record in (("A", first), ("B", second)):
        with rooms.at(name) as desk:
            desk.finishing.renumber([record])
    meet(rooms, "A", "B")
    with rooms.at("A") as desk:
        assert {labels(desk)[one] for one in (first, second)} == {"R-06a", "R-06b"}
        desk.finishing.renumber([second])
        assert {labels(desk)[one] for one in (first, second)} == {"R-06", "R-07"}


def test_a_final_that_two_desks_renumbered_differently_is_left_to_people(rooms: Rooms) -> None:
    _, second = final_in_two_rooms(rooms)
    for name, extra in (("A", 0), ("B", 2)):
        with rooms.at(name) as desk:
            for place in range(extra):
                desk.recommending.add(f"More {place}")
            desk.finishing.renumber([second])
    first, other = meet(rooms, "A", "B")
    assert first == other
    with rooms.at("A") as desk:
        assert [one.field for one in desk.settling.conflicts()] == ["number"]
        desk.recommending.number_anew()
        assert [one.field for one in desk.settling.conflicts()] == ["number"]
        assert desk.recommending.add("The next").number > 8


def test_two_finals_are_told_before_an_export_by_the_names_they_bear(rooms: Rooms) -> None:
    final_in_two_rooms(rooms)
    with rooms.at("A") as desk:
        (told,) = [one.detail for one in desk.preflight.findings() if one.kind == "same-number"]
        assert told == "R-05a, R-05b"
        desk.exporting.export(rooms.folder / "outcome.xlsx")
    sheet = load_workbook(rooms.folder / "outcome.xlsx")["Recommendations"]
    assert {"R-05a", "R-05b"} <= {row[0].value for row in sheet.iter_rows()}


def test_numbered_anew_on_two_desks_at_once_comes_to_the_same(rooms: Rooms) -> None:
    for name in "AB":
        with rooms.at(name) as desk:
            desk.recommending.add(f"Of {name}")
    meet(rooms, "A", "B")
    for name in "AB":
        with rooms.at(name) as desk:
            desk.recommending.number_anew()
    first, second = meet(rooms, "A", "B")
    assert first == second
    assert sorted(first[0].values()) == [f"R-0{number}" for number in range(1, 7)]


def test_numbered_anew_on_desks_that_knew_different_things_is_mended_by_one_more(rooms: Rooms) -> None:
    with rooms.at("prepared") as desk:
        twin = desk.recommending.add("Twin", number=4).id
    again = Rooms(rooms.file("prepared"), rooms.folder)
    for name, extra in (("A", 0), ("B", 2)):
        with again.at(name) as desk:
            for place in range(extra):
                desk.recommending.add(f"More {place}")
            desk.recommending.number_anew()
    meet(again, "A", "B")
    with again.at("A") as desk:
        assert [one.field for one in desk.settling.conflicts()] == ["number"]
        desk.recommending.number_anew()
        assert desk.settling.conflicts() == ()
        assert len(set(labels(desk).values())) == len(labels(desk))
        assert desk.recommending.number_anew() == ()
        assert twin in labels(desk)


# ---- what is not there


def orphaned(rooms: Rooms) -> tuple[str, str]:
    """A note and a recommendation that one room made in a session which another one deleted meanwhile."""
    with rooms.at("A") as desk:
        desk.planning.delete_session(desk.planning.session("S1").id)
    with rooms.at("B") as desk:
        note = desk.capturing.keep(desk.planning.session("S1").id, "Heard late")
        record = desk.recommending.from_notes([note.id])
    meet(rooms, "A", "B")
    return note.id, record.id


def test_what_was_said_in_a_deleted_session_is_found_everywhere(rooms: Rooms) -> None:
    note, record = orphaned(rooms)
    with rooms.at("A") as desk:
        assert desk.planning.sessions() == ()
        (plain,) = desk.listing.listed("notes")
        assert (plain["id"], plain["session"]) == (note, "")
        assert {hit.record.id for hit in desk.finding.search("Heard late")} == {note, record}
        is_in_one_place(desk)
        assert [one.id for one in desk.capturing.notes(NO_SESSION).notes] == [note]
        assert record in {one.id for one in desk.recommending.of_session(NO_SESSION)}
        assert (desk.capturing.has_strays(), desk.recommending.has_strays()) == (True, True)
        told = desk.checking.oddities()
        assert [one.partition(":")[0] for one in told] == [
            "1 note of a session that is not here",
            "5 recommendations of a session that is not here",
        ]


def test_where_nobody_knows_what_a_session_allowed_the_workbook_names_nobody(rooms: Rooms) -> None:
    orphaned(rooms)
    with rooms.at("A") as desk, desk._database.read() as forum:
        context = unwritten(StoredForum(forum, desk.referencing), Words(), datetime(2026, 9, 29, tzinfo=UTC))
        for one in forum.stream(Note):
            assert not context.may_tell(one).city
            assert context.may_tell(replace(one, session="")).city


def test_a_link_to_nobody_is_told_and_shows_none(rooms: Rooms) -> None:
    with rooms.at("desk") as desk:
        person = desk.people.add(name="Ana", city="Quito")
        desk.planning.change_session(desk.planning.session("S1").id, chair=person.id)
        note = heard(desk, "Said", person.id)
        drafted = desk.recommending.from_notes([note.id])
        with desk._database.write("delete") as work:
            work.delete(note)
            work.delete(person)
        (plain,) = desk.listing.listed("sessions")
        assert plain["chair"] == ""
        assert desk.recommending.lineage(drafted.id) == ()
        assert [one.partition(":")[0] for one in desk.checking.oddities()] == [
            "1 session naming as chair what is not here",
            "1 recommendation naming as sources what is not here",
        ]


def test_drafts_that_share_a_number_are_told_with_their_way_out(rooms: Rooms) -> None:
    with rooms.at("desk") as desk:
        twin = desk.recommending.add("Twin", number=1)
        assert desk.checking.oddities() == (
            "R-01 is the number of 2 recommendations: “forumdesk renumber FILE” mends it.",
        )
        (changed,) = desk.finishing.renumber([twin.id])
        assert (changed.label, desk.checking.oddities()) == ("R-05", ())


# ---- whatever was done

Doing = Callable[[Desk, int, int], object]


def _nth(desk: Desk, number: int, kind: type[Any] = Recommendation) -> Any:
    with desk._database.read() as forum:
        found = sorted(forum.all(kind), key=lambda one: one.id)
    return found[number % len(found)] if found else None


def _group(desk: Desk, one: int, other: int) -> None:
    some, more = _nth(desk, one), _nth(desk, other)
    if some is not None and some.id != more.id:
        with desk._database.write("group-recommendations") as work:
            work.put(replace(some, group=more.id))


def _delete(desk: Desk, one: int, other: int) -> None:
    found = _nth(desk, one, (Recommendation, Session, Step, Note)[other % 4])
    if found is not None:
        with desk._database.write("delete") as work:
            work.delete(found)


def _finish(desk: Desk, one: int, _other: int) -> None:
    found = _nth(desk, one)
    if found is not None and found.status is Status.DRAFT:
        desk.recommending.change([found.id], status=Status.FINAL)


def _keep(desk: Desk, one: int, other: int) -> None:
    session = _nth(desk, one, Session)
    if session is not None:
        desk.capturing.keep(session.id, f"Said {other}")


def _join(desk: Desk, one: int, other: int) -> None:
    pairs = desk.joining.pairs()
    if pairs:
        sides = pairs[one % len(pairs)].sides
        desk.joining.join(sides[other % 2].id, [sides[1 - other % 2].id])


def _plan(desk: Desk, one: int, other: int) -> None:
    with desk._database.write("add-session") as work:
        session = Session(id=f"{one}{other}" * 16, code=f"S{one % 2}")  # type: ignore[arg-type]
        if work.get_deleted(Session, session.id) is None:
            work.put(session)


def _anew(desk: Desk, one: int, other: int) -> None:
    if one % 2:
        desk.recommending.number_anew()
    elif (found := _nth(desk, other)) and found.twin:
        desk.finishing.renumber([found.id])


def _undo(desk: Desk, _one: int, _other: int) -> None:
    with suppress(NotFound):  # where there is nothing to undo
        desk.history.undo()


DOINGS: tuple[Doing, ...] = (
    lambda desk, one, _other: desk.recommending.add(f"Added {one}"),
    _group,
    _group,
    _delete,
    _finish,
    _keep,
    _plan,
    _join,
    _anew,
    _undo,
)
doings = st.lists(st.tuples(st.integers(0, len(DOINGS) - 1), st.integers(0, 7), st.integers(0, 7)), max_size=7)


@settings(max_examples=times(5), deadline=None)
@given(stories=st.lists(st.tuples(doings, doings, doings), min_size=1, max_size=2))
def test_three_laptops_show_the_same_and_each_record_in_one_place(
    blank: Path, stories: list[tuple[list[tuple[int, int, int]], ...]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        rooms = prepared(Path(shutil.copy(blank, folder)), Path(folder))
        for story in stories:
            for name, done in zip(NAMES, story, strict=True):
                with rooms.at(name) as desk:
                    for what, one, other in done:
                        DOINGS[what](desk, one, other)
                    is_in_one_place(desk)
                    assert desk.checking.faults() == ()
            seen = meet(rooms, *NAMES)
            assert seen[0] == seen[1] == seen[2]
            with rooms.at("A") as desk:
                is_in_one_place(desk)
                _numbers_can_be_mended(desk)


def _numbers_can_be_mended(desk: Desk) -> None:
    """Clashes are visible, and numbering anew with the finals that share one leaves each number once."""
    with desk._database.read() as forum:
        numbers = Counter(one.number for one in by_themselves(forum) if one.numbered)
        marked = {one.number for one in by_themselves(forum) if one.twin}
        assert marked == {number for number, many in numbers.items() if many > 1}
        twins = [one.id for one in by_themselves(forum) if one.twin > 1]
    if twins:
        desk.finishing.renumber(twins)
    desk.recommending.number_anew()
    with desk._database.read() as forum:
        numbers = Counter(one.number for one in by_themselves(forum))
        assert set(numbers.values()) <= {1}
        assert all(len({one.id for one in members_of(forum, group)}) for group in groups(forum))
