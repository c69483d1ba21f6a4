"""Rules that span records, where acts are taken back and merges undone: all of it goes and comes back together."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forumdesk.domain.agenda import NO_SESSION
from forumdesk.domain.errors import ForumDeskError, NotAllowed
from forumdesk.domain.ids import RecordId
from forumdesk.domain.joining import Joined, joined
from forumdesk.domain.recommendations import Recommendation, Status
from forumdesk.services.desk import Desk
from forumdesk.services.reviewing import Order
from forumdesk.storage.groups import by_themselves, members_of
from tests.effort import times
from tests.services.rooms import Rooms
from tests.services.test_spanning import (
    DOINGS,
    asked,
    final_in_two_rooms,
    heard,
    is_in_one_place,
    labels,
    members,
    prepared,
    ring,
)
from tests.storage.laptops import shown_of


@pytest.fixture
def rooms(blank: Path, tmp_path: Path) -> Rooms:
    """A forum with one session and four recommendations, as every laptop gets it."""
    return prepared(blank, tmp_path)


def is_sound(desk: Desk) -> None:
    """Projection and rebuild agree, and each record is in one place."""
    assert desk.checking.faults() == ()
    is_in_one_place(desk)


def act_of(desk: Desk, name: str) -> str:
    """The newest act of this name that was not taken back."""
    return next(one.id for one in desk.history.entries() if one.name == name and not one.turn and not one.undone)


def shown(desk: Desk) -> Any:
    is_sound(desk)
    return shown_of(desk._database)


# ---- joins


def test_a_join_goes_and_comes_back_whole_with_what_came_meanwhile(rooms: Rooms) -> None:
    with rooms.at("A") as desk:
        ana = desk.people.add(name="Ana", city="Quito")
        other = desk.people.add(name="Ana", city="Quito", position="Mayor")
    package = rooms.hands_in("A")
    with rooms.at("desk") as desk:
        desk.merging.merge([package])
        apart = shown(desk)
        desk.joining.join(ana.id, [other.id])
        joining = act_of(desk, "join-records")
        together = shown(desk)
        assert desk.history.undo().changed == 3
        assert shown(desk) == apart
        desk.history.redo()
        assert shown(desk) == together
    with rooms.at("A") as desk:
        notes = [heard(desk, f"Said of {one.position}", one.id) for one in (ana, other)]
    package = rooms.hands_in("A")
    with rooms.at("desk") as desk:
        desk.merging.merge([package])
        assert {one.speaker for one in desk.capturing.some([one.id for one in notes])} == {ana.id}
        desk.history.undo(joining)
        assert [one.speaker for one in desk.capturing.some([one.id for one in notes])] == [ana.id, other.id]
        assert {one.id: one.position for one in desk.people.participants()} == {ana.id: "", other.id: "Mayor"}
        is_sound(desk)
        desk.history.redo()
        assert {one.speaker for one in desk.capturing.some([one.id for one in notes])} == {ana.id}
        assert [(one.id, one.position) for one in desk.people.participants()] == [(ana.id, "Mayor")]
        is_sound(desk)


def joined_elsewhere(rooms: Rooms) -> tuple[Path, str, str, Path]:
    """Two people with a note each, whom another room joined and took a third note of: what was before, and after."""
    with rooms.at("A") as desk:
        ana = desk.people.add(name="Ana", city="Quito")
        other = desk.people.add(name="Ana", city="Quito", position="Mayor")
        heard(desk, "First", ana.id)
        heard(desk, "Second", other.id)
    before = rooms.hands_in("A").rename(rooms.folder / "before.forumpack")
    with rooms.at("A") as desk:
        desk.joining.join(ana.id, [other.id])
        heard(desk, "Third", ana.id)
    return before, ana.id, other.id, rooms.hands_in("A")


def test_a_join_that_came_by_a_merge_goes_and_comes_back_with_it(rooms: Rooms) -> None:
    before, ana, other, after = joined_elsewhere(rooms)
    with rooms.at("desk") as desk:
        desk.merging.merge([before])
        own = heard(desk, "Said at the desk", other)
        apart = shown(desk)
        desk.merging.merge([after])
        together = shown(desk)
        assert desk.capturing.some([own.id])[0].speaker == ana
        for _ in range(2):
            desk.history.undo()
            assert shown(desk) == apart
            assert desk.capturing.some([own.id])[0].speaker == other
            assert [hit.record.id for hit in desk.finding.search("Third")] == []
            desk.history.redo()
            assert shown(desk) == together
        desk.history.undo()
        desk.merging.merge([after])  # the same once more, instead of a redo
        assert shown(desk) == together


def test_a_join_and_its_people_that_came_by_one_merge_go_and_come_back(rooms: Rooms) -> None:
    before, ana, _, after = joined_elsewhere(rooms)
    with rooms.at("desk") as desk:
        nobody = shown(desk)
        desk.merging.merge([after])
        together = shown(desk)
        assert [one.id for one in desk.people.participants()] == [ana]
        desk.history.undo()
        assert shown(desk) == nobody
        desk.merging.merge([before])
        assert len(desk.people.participants()) == 2
        is_sound(desk)
        desk.history.undo()
        desk.merging.merge([after])
        assert shown(desk) == together


@pytest.mark.parametrize("step", [1, -1], ids=["the newest first", "the oldest first"])
def test_a_person_of_a_circle_comes_back_where_its_delete_alone_is_taken_back(rooms: Rooms, step: int) -> None:
    with rooms.at("desk") as desk:
        made = sorted((desk.people.add(name="Ana", city="Quito", position=str(place)) for place in range(2)), key=_id)
        notes = [heard(desk, "Said", one.id).id for one in made]
        for goes in made:
            desk.people.delete([goes.id])
            with desk._database.write("join-records") as work:
                work.put(_joined(goes.id, made[0].id if goes is made[1] else made[1].id))
        assert [one.id for one in desk.people.participants()] == [made[0].id]
        is_sound(desk)
        deletes = [one.id for one in desk.history.entries() if one.name == "delete-participant"]
        for act in deletes[::step]:
            desk.history.undo(act)
            is_sound(desk)
        assert {one.id for one in desk.people.participants()} == {one.id for one in made}
        assert [one.speaker for one in desk.capturing.some(notes)] == [one.id for one in made]
        for _ in deletes:
            desk.history.redo()
            is_sound(desk)
        assert [one.id for one in desk.people.participants()] == [made[0].id]


def _id(one: Any) -> str:
    return str(one.id)


def _joined(goes: str, stays: str) -> Joined:
    return joined("participant", RecordId(goes), RecordId(stays))


def test_who_lives_because_joins_met_in_a_circle_is_deleted_and_comes_back(rooms: Rooms) -> None:
    with rooms.at("desk") as desk:
        first, second = sorted((desk.people.add(name="Ana", city="Quito") for _ in range(2)), key=_id)
        desk.people.delete([second.id])
        with desk._database.write("join-records") as work:
            work.put(_joined(first.id, second.id))  # it has no effect while the one that goes is there
            work.put(_joined(second.id, first.id))
        before = shown(desk)
        desk.people.delete([first.id])
        assert desk.people.participants() == ()
        is_sound(desk)
        desk.history.undo()
        assert shown(desk) == before


def test_the_preview_knows_a_join_that_the_same_package_brings(rooms: Rooms) -> None:
    with rooms.at("prepared") as desk:
        people = [desk.people.add(name="Ana", city="Quito") for _ in range(2)]
    again = Rooms(rooms.file("prepared"), rooms.folder)
    for name, person in zip(("desk", "B"), people, strict=True):
        with again.at(name) as desk:
            desk.planning.change_session(desk.planning.session("S1").id, chair=person.id)
    apart = again.hands_in("B").rename(again.folder / "apart.forumpack")
    with again.at("B") as desk:
        desk.joining.join(people[0].id, [people[1].id])
    package = again.hands_in("B")
    with again.at("desk") as desk:
        assert desk.merging.look([apart]).sources[0].weights.total.conflicts == 1
        assert desk.merging.look([package]).sources[0].weights.total.conflicts == 0
        assert [one.weights.total.conflicts for one in desk.merging.look([apart, package]).sources] == [1, 0]
        desk.merging.merge([package])
        assert desk.settling.conflicts() == ()
    with again.at("B") as desk:
        desk.history.undo(act_of(desk, "join-records"))
    package = again.hands_in("B")
    with again.at("desk") as desk:
        assert desk.merging.look([package]).sources[0].weights.total.conflicts == 1
        desk.merging.merge([package])
        assert [one.field for one in desk.settling.conflicts()] == ["chair"]
        is_sound(desk)


# ---- groups and numbers


def _group(desk: Desk) -> object:
    return desk.grouping.group(asked(desk)[:3], "One wording")


def _take_out(desk: Desk) -> None:
    desk.grouping.take_out(asked(desk)[:1])


def _split(desk: Desk) -> object:
    return desk.grouping.split(_the_group(desk))


def _number_anew(desk: Desk) -> object:
    return desk.recommending.number_anew()


def _order(desk: Desk) -> object:
    return desk.finishing.number_as(asked(desk)[::-1])


def _the_group(desk: Desk) -> str:
    with desk._database.read() as forum:
        return next(one.id for one in by_themselves(forum) if members_of(forum, one.id))


def _regroup(desk: Desk) -> object:
    return desk.grouping.group([asked(desk)[0], asked(desk)[3]], "Another")


def _reword_group(desk: Desk) -> object:
    return desk.recommending.change([_the_group(desk)], text="Reworded")


def _leave(desk: Desk) -> None:
    desk.grouping.take_out(asked(desk)[1:2])


def _exchange(desk: Desk) -> object:
    return desk.finishing.number_as(asked(desk))


def _finish_all(desk: Desk) -> object:
    return desk.recommending.change(asked(desk), status=Status.FINAL)


def _twin(desk: Desk) -> object:
    return desk.recommending.add("Ask 9", number=1)


Step = Callable[[Desk], object]
SPANNING = [
    pytest.param([], _group, "group-recommendations", _reword_group, id="a group that was reworded"),
    pytest.param([], _group, "group-recommendations", _leave, id="a group that somebody left"),
    pytest.param([_group], _take_out, "take-from-group", _regroup, id="one taken out and put in another group"),
    pytest.param([_group], _split, "split-group", _regroup, id="a split group of which one is in another"),
    pytest.param([_twin], _number_anew, "number-recommendations", _order, id="numbers in another order since"),
    pytest.param([_twin], _number_anew, "number-recommendations", _finish_all, id="numbers that are for good since"),
    pytest.param([], _order, "order-recommendations", _exchange, id="an order in another order since"),
]


@pytest.mark.parametrize(("before", "act", "name", "since"), SPANNING)
def test_what_spans_records_goes_whole_and_comes_back_whole(
    rooms: Rooms, before: list[Step], act: Step, name: str, since: Step
) -> None:
    with rooms.at("A") as desk:
        for step in before:
            step(desk)
        without = shown(desk)
        act(desk)
        done = act_of(desk, name)
        with_it = shown(desk)
        assert with_it != without
        for _ in range(2):
            desk.history.undo()
            assert shown(desk) == without
            desk.history.redo()
            assert shown(desk) == with_it
        since(desk)
        now = shown(desk)
        with pytest.raises(NotAllowed, match="whole or not at all"):
            desk.history.undo(done)
        assert shown(desk) == now
        desk.history.undo()
        desk.history.undo(done)
        assert shown(desk) == without


@pytest.mark.parametrize(("before", "act", "name", "since"), SPANNING)
def test_what_another_room_went_on_with_is_not_taken_back_either(
    rooms: Rooms, before: list[Step], act: Step, name: str, since: Step
) -> None:
    with rooms.at("A") as desk:
        for step in before:
            step(desk)
        without = shown(desk)
        act(desk)
    package = rooms.hands_in("A")
    with rooms.at("B") as desk:
        desk.merging.merge([package])
        since(desk)
    package = rooms.hands_in("B")
    with rooms.at("A") as desk:
        done = act_of(desk, name)
        desk.merging.merge([package])
        now = shown(desk)
        with pytest.raises(NotAllowed, match="whole or not at all"):
            desk.history.undo(done)
        assert shown(desk) == now
        desk.history.undo()  # what came, and then the act itself
        desk.history.undo()
        assert shown(desk) == without
        desk.history.redo()
        desk.history.redo()
        assert shown(desk) == now


def test_a_group_that_is_set_aside_lets_go_of_the_member_that_the_desk_reworded(rooms: Rooms) -> None:
    with rooms.at("A") as desk:
        ids = asked(desk)
        group = desk.grouping.group(ids[:2], "One wording").id
    package = rooms.hands_in("A")
    with rooms.at("desk") as desk:
        desk.merging.merge([package])
        merge = act_of(desk, "merge")
        desk.recommending.change([ids[0]], text="Asked at the desk")
        together = shown(desk)
        outcome = desk.history.undo(merge)
        assert (outcome.held, [one.name for one in outcome.holding]) == (1, ["edit-recommendation"])
        assert group not in labels(desk)
        with desk._database.read() as forum:
            assert {one.id for one in by_themselves(forum)} == set(ids)
            assert forum.require(Recommendation, ids[0]).group == group
        is_sound(desk)
        desk.history.redo()
        assert shown(desk) == together
        assert {one.id for one in members(desk, group)} == set(ids[:2])


def test_a_ring_opens_where_its_merge_is_undone_and_closes_again(rooms: Rooms) -> None:
    top, under = ring(rooms)
    with rooms.at("A") as desk:
        closed = shown(desk)
        desk.history.undo()
        assert desk.checking.oddities() == ()
        with desk._database.read() as forum:
            assert len(list(by_themselves(forum))) == 1
        is_sound(desk)
        desk.history.redo()
        assert shown(desk) == closed
        assert desk.grouping.shown_as(under) == top


def test_finals_of_one_number_are_told_apart_only_while_both_are_there(rooms: Rooms) -> None:
    first, second = final_in_two_rooms(rooms)
    with rooms.at("A") as desk:
        mine = next(one for one in (first, second) if desk.history.of_record(one)[0].device == desk.identity.device)
        for _ in range(2):
            desk.history.undo()
            assert {one: label for one, label in labels(desk).items() if one in (first, second)} == {mine: "R-05"}
            is_sound(desk)
            desk.history.redo()
            assert (labels(desk)[first], labels(desk)[second]) == ("R-05a", "R-05b")
            is_sound(desk)


def test_a_number_given_to_a_twin_is_given_back_with_its_letter(rooms: Rooms) -> None:
    first, second = final_in_two_rooms(rooms)
    with rooms.at("A") as desk:
        desk.finishing.renumber([second])
        desk.history.undo()
        assert (labels(desk)[first], labels(desk)[second]) == ("R-05a", "R-05b")
        desk.history.redo()
        assert (labels(desk)[first], labels(desk)[second]) == ("R-05", "R-06")
        is_sound(desk)


def test_cities_are_asked_about_twins_by_their_letters(rooms: Rooms) -> None:
    final_in_two_rooms(rooms)
    with rooms.at("A") as desk:
        desk.people.add(name="Ana", city="Quito")
        desk.reviewing.send(Order(("Quito",)), rooms.folder)
        city = desk.reviewing.city("Quito")
        assert [one.item.label for one in desk.answering.review(city).questions] == ["R-05a", "R-05b"]
        assert desk.reviewing.changes(city).changes == ()


# ---- a session that was deleted


def test_a_session_that_another_room_deleted_is_back_once_that_is_set_aside(rooms: Rooms) -> None:
    with rooms.at("A") as desk:
        desk.planning.delete_session(desk.planning.session("S1").id)
    package = rooms.hands_in("A")
    with rooms.at("desk") as desk:
        session = desk.planning.session("S1")
        note = desk.capturing.keep(session.id, "Heard at the desk")
        before = shown(desk)
        desk.merging.merge([package])
        after = shown(desk)
        assert [one.id for one in desk.capturing.notes(NO_SESSION).notes] == [note.id]
        for _ in range(2):
            desk.history.undo()
            assert shown(desk) == before
            assert [one.id for one in desk.capturing.notes(session.id).notes] == [note.id]
            assert not desk.capturing.has_strays()
            desk.history.redo()
            assert shown(desk) == after


def test_a_session_that_came_and_is_set_aside_leaves_what_was_said_in_it_to_be_found(rooms: Rooms) -> None:
    with rooms.at("A") as desk:
        desk.planning.add_session("Housing", code="S2")
    package = rooms.hands_in("A")
    with rooms.at("desk") as desk:
        desk.merging.merge([package])
        merge = act_of(desk, "merge")
        note = desk.capturing.keep(desk.planning.session("S2").id, "Heard")
        before = shown(desk)
        desk.history.undo(merge)
        assert [one.id for one in desk.capturing.notes(NO_SESSION).notes] == [note.id]
        is_sound(desk)
        desk.history.redo()
        assert shown(desk) == before


# ---- whatever was done


def _undo_some(desk: Desk, one: int, other: int) -> None:
    done = [act.id for act in desk.history.entries() if not act.turn and not act.undone]
    if done:
        before = shown(desk)
        try:
            desk.history.undo(done[(one + other) % len(done)])
        except NotAllowed:
            assert shown(desk) == before


def _redo(desk: Desk, _one: int, _other: int) -> None:
    with suppress(ForumDeskError):  # where there is nothing to bring back
        desk.history.redo()


def _split_some(desk: Desk, one: int, _other: int) -> None:
    found = sorted(desk.grouping.origins())
    if found:
        desk.grouping.split(found[one % len(found)])


ALSO = (*DOINGS, _undo_some, _undo_some, _redo, _split_some)
doings = st.lists(st.tuples(st.integers(0, len(ALSO) - 1), st.integers(0, 7), st.integers(0, 7)), max_size=6)


@contextmanager
def some_rooms(blank: Path) -> Iterator[Rooms]:
    with tempfile.TemporaryDirectory() as folder:
        yield prepared(blank, Path(folder))


def in_conflict(desk: Desk) -> set[tuple[str, ...]]:
    return {(one.record, one.field, one.member) for one in desk.settling.conflicts()}


@settings(max_examples=times(5), deadline=None)
@given(theirs=doings, more=doings, ours=doings)
def test_a_merge_undone_and_redone_shows_what_was_there_whatever_rooms_did(
    blank: Path, theirs: list[tuple[int, int, int]], more: list[tuple[int, int, int]], ours: list[tuple[int, int, int]]
) -> None:
    with some_rooms(blank) as rooms:
        packages = []
        for name, done in (("A", theirs), ("B", more)):
            with rooms.at(name) as desk:
                for what, one, other in done:
                    ALSO[what](desk, one, other)
                is_sound(desk)
            packages.append(rooms.hands_in(name))
        with rooms.at("desk") as desk:
            for what, one, other in ours:
                ALSO[what](desk, one, other)
            states = [shown(desk)]
            brought = 0
            for package in packages:
                at_odds, expected = in_conflict(desk), desk.merging.look([package]).sources[0].weights.total.conflicts
                brought += desk.merging.merge([package]).brings
                assert at_odds or len(in_conflict(desk)) == expected  # one more side of a conflict counts as well
                if len(states) <= brought:
                    states.append(shown(desk))
            for state in states[-2::-1]:
                desk.history.undo()
                assert shown(desk) == state
            for state in states[1:]:
                desk.history.redo()
                assert shown(desk) == state
