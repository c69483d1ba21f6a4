"""What is the same under two ids is proposed, joined as one act or kept apart, and neither is done silently."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forumdesk.domain.agenda import Session, Step
from forumdesk.domain.errors import BadInput, NotFound
from forumdesk.domain.forum import Attribution
from forumdesk.domain.ids import new_act_id, new_id
from forumdesk.domain.joining import City, Joined
from forumdesk.domain.notes import Note
from forumdesk.domain.people import Participant, Role
from forumdesk.domain.presets import Preset
from forumdesk.domain.recommendations import Recommendation
from forumdesk.services.delivering import Arrival
from forumdesk.services.desk import Desk
from forumdesk.services.likeness import Pair
from forumdesk.services.syncing import Reached
from tests.effort import times
from tests.services.rooms import Rooms
from tests.storage.laptops import shown_of


def shown(desk: Desk) -> Any:
    """Everything that screens can read."""
    return shown_of(desk._database)


@pytest.fixture
def rooms(blank: Path, tmp_path: Path) -> Rooms:
    """A forum with one session in one room, as every laptop gets it."""
    with Rooms(blank, tmp_path).at("prepared") as desk:
        room = desk.planning.add_room("Room A")
        desk.planning.add_session("Employment", code="S1", room=room.id)
    return Rooms(tmp_path / "prepared.forum", tmp_path)


def meets(rooms: Rooms, at: str, **fields: Any) -> Participant:
    """Somebody is entered on a laptop, chairs S1 and says something there."""
    with rooms.at(at) as desk:
        person = desk.people.add(**{"name": "Ana Núñez", "city": "Quito", **fields})
        session = desk.planning.session("S1")
        desk.planning.change_session(session.id, chair=person.id)
        desk.capturing.keep(session.id, f"Said at {at} @{person.name}")
    return person


def speakers(desk: Desk) -> set[str]:
    with desk._database.read() as forum:
        return {str(one.speaker) for one in forum.all(Note)}


def the_pair(desk: Desk) -> Pair:
    (pair,) = desk.joining.pairs()
    return pair


def test_what_two_laptops_entered_is_proposed_with_what_differs_and_what_points_to_it(rooms: Rooms) -> None:
    meets(rooms, "A", position="Mayor", role=Role.MAYOR)
    meets(rooms, "B", name="Ana Nunez")
    rooms.says("B", "Once more @Ana Nunez")
    with rooms.at("desk") as desk:
        assert desk.joining.pairs() == ()
        desk.merging.merge([rooms.hands_in("A"), rooms.hands_in("B")])
        pair = the_pair(desk)
        assert (pair.kind, set(pair.differing)) == ("participant", {"name", "position", "role"})
        assert [side.label for side in pair.sides] == ["Ana Nunez, Quito", "Ana Núñez, Quito"]
        assert pair.sides[0].pointing["note"] == 2
        assert pair.sides[1].fields["position"] == "Mayor"


def test_a_join_shows_everything_with_the_one_that_stays_and_is_undone_as_one_act(rooms: Rooms) -> None:
    ana, other = meets(rooms, "A", position="Mayor"), meets(rooms, "B", name="Ana Nunez", organisation="City of Quito")
    with rooms.at("desk") as desk:
        desk.merging.merge([rooms.hands_in("A"), rooms.hands_in("B")])
        before = shown(desk)
        assert desk.settling.conflicts()[0].field == "chair"
        desk.joining.join(ana.id, [other.id])
        (person,) = desk.people.participants()
        assert (person.id, person.position, person.organisation) == (ana.id, "Mayor", "City of Quito")
        assert speakers(desk) == {ana.id}
        assert (desk.planning.session("S1").chair, desk.settling.conflicts()) == (ana.id, ())
        assert desk.joining.pairs() == ()
        assert desk.history.entries(1)[0].subject == "Ana Nunez, Quito"
        after = shown(desk)
        desk.history.undo()
        assert shown(desk) == before
        desk.history.redo()
        assert shown(desk) == after
        assert desk.checking.faults() == ()


def test_a_conflict_with_a_third_stays_open_after_a_join(rooms: Rooms) -> None:
    ana, other = meets(rooms, "A"), meets(rooms, "B", name="Ana Nunez")
    third = meets(rooms, "C", name="Diallo", city="Dakar")
    with rooms.at("desk") as desk:
        desk.merging.merge([rooms.hands_in(name) for name in "ABC"])
        desk.joining.join(ana.id, [other.id])
        (conflict,) = desk.settling.conflicts()
        assert {head.value for head in conflict.heads} == {ana.id, third.id}


def test_what_is_kept_apart_is_not_proposed_again_on_any_laptop(rooms: Rooms) -> None:
    ana, other = meets(rooms, "A"), meets(rooms, "B")
    with rooms.at("desk") as desk:
        desk.merging.merge([rooms.hands_in("A"), rooms.hands_in("B")])
        desk.joining.keep_apart(other.id, ana.id)
        assert desk.joining.pairs() == ()
        desk.history.undo()
        assert the_pair(desk).differing == ()
        desk.history.redo()
    with rooms.at("A") as desk:
        desk.merging.merge([rooms.hands_in("desk")])
        assert desk.joining.pairs() == ()


def test_sessions_are_joined_with_their_steps_their_clock_and_the_stricter_attribution(rooms: Rooms) -> None:
    sessions = {}
    for name, attribution in (("A", Attribution.CITY), ("B", Attribution.CHATHAM_HOUSE)):
        with rooms.at(name) as desk:
            session = desk.planning.add_session("Housing", code="S2", attribution=attribution)
            step = desk.planning.add_step(session.id, "Doing", minutes=20)
            desk.planning.add_step(session.id, f"Only in {name}")
            desk.running.start(session.id, step.id)
            note = desk.capturing.keep(session.id, f"Said at {name}")
            desk.pinning.pin(session.id, f"{name}.png", name.encode())
            desk.recommending.from_notes([note.id])
            sessions[name] = session.id
    with rooms.at("desk") as desk:
        desk.merging.merge([rooms.hands_in("B")])
        desk.merging.merge([rooms.hands_in("A")])
        before = shown(desk)
        desk.joining.join(sessions["A"], [sessions["B"]])
        joined = desk.planning.session("S2")
        assert (joined.id, joined.attribution) == (sessions["A"], Attribution.CHATHAM_HOUSE)
        assert sorted(step.title for step in desk.planning.steps(joined.id)) == ["Doing", "Only in A", "Only in B"]
        assert len(desk.capturing.notes(joined.id).notes) == len(desk.pinning.pinned(joined.id)) == 2
        with desk._database.read() as forum:
            steps = {step.id for step in forum.all(Step)}
            assert {note.step for note in forum.all(Note, session=joined.id)} <= steps
            assert forum.count(Recommendation, session=joined.id) == 2
        assert desk.joining.pairs() == ()
        desk.history.undo()
        assert shown(desk) == before


def test_the_clock_of_a_session_that_goes_is_found_by_the_one_that_stays(rooms: Rooms) -> None:
    with rooms.at("desk") as desk:
        stays, goes = (desk.planning.add_session("Housing", code=code) for code in ("S2", "S3"))
        step = desk.planning.add_step(goes.id, "Doing", minutes=20)
        desk.running.start(goes.id, step.id)
        desk.joining.join(stays.id, [goes.id])
        assert desk.running.progression(stays.id).run.step == step.id


def test_rooms_of_one_name_are_joined_and_what_comes_back_later_shows_the_one_that_stays(rooms: Rooms) -> None:
    with rooms.at("A") as desk:
        first, second = desk.planning.add_room("Garden"), desk.planning.add_room("garden")
        session = desk.planning.add_session("Coffee", code="C", room=second.id)
        desk.planning.delete_session(session.id)
        assert the_pair(desk).kind == "room"
        desk.joining.join(first.id, [second.id])
        desk.history.undo(desk.history.entries()[1].id)
        assert desk.planning.session("C").room == first.id


@pytest.mark.parametrize("which", ["stays", "goes"])
def test_a_city_is_written_as_the_one_that_stays_wherever_it_is_named(rooms: Rooms, which: str) -> None:
    with rooms.at("desk") as desk:
        session = desk.planning.session("S1")
        for name, city in (("Ana", "Quezon City"), ("Omar", "Quezon-city"), ("Awa", "Dakar")):
            desk.people.add(name=name, city=city)
            desk.recommending.add(text="Asked", session=session.id, city=city)
            desk.outcome.add_initiative(f"Begun by {city}", lead_city=city, partner_cities=(city, "Lagos"))
        before = shown(desk)
        pair = the_pair(desk)
        known, other = City("Quezon City", 1692192).key, City("Quezon-city").key
        assert (pair.kind, [side.id for side in pair.sides]) == ("city", [known, other])
        assert pair.sides[0].fields["country"] == "Philippines"
        assert pair.sides[1].pointing == {"participant": 1, "recommendation": 1, "initiative": 1}
        stays, goes = (known, other) if which == "stays" else (other, known)
        desk.joining.join(stays, [goes])
        assert desk.joining.pairs() == ()
        name = "Quezon City" if which == "stays" else "Quezon-city"
        people = [one for one in desk.people.participants() if one.city == name]
        assert max(one.place for one in people) == 1692192
        cities = {city for one in desk.outcome.initiatives() for city in (one.lead_city, *one.partner_cities)}
        assert cities == {name, "Dakar", "Lagos"}
        desk.history.undo()
        assert shown(desk) == before


def test_a_city_on_which_two_sides_differ_is_left_until_that_is_settled(rooms: Rooms) -> None:
    with rooms.at("prepared") as desk:
        session = desk.planning.session("S1")
        asked = desk.recommending.add(text="Asked", session=session.id)
    again = Rooms(rooms.file("prepared"), rooms.folder)
    for name, city in (("A", "São Paulo"), ("B", "Sao Paulo")):
        with again.at(name) as desk:
            desk.recommending.change([asked.id], city=city)
            desk.recommending.add(text=f"Asked in {name}", session=session.id, city=city)
    with again.at("desk") as desk:
        desk.merging.merge([again.hands_in("A"), again.hands_in("B")])
        sides = the_pair(desk).sides
        desk.joining.join(sides[0].id, [sides[1].id])
        assert [one.field for one in desk.settling.conflicts()] == ["city"]


@pytest.mark.parametrize("act", ["join", "keep_apart"])
def test_only_two_of_one_kind_are_joined_or_kept_apart(rooms: Rooms, act: str) -> None:
    with rooms.at("desk") as desk:
        session, (room,) = desk.planning.session("S1"), desk.planning.rooms()
        before = len(desk.history.entries())

        def do(one: str, other: str) -> None:
            if act == "join":
                desk.joining.join(one, [other])
            else:
                desk.joining.keep_apart(one, other)

        for one, other in ((session.id, room.id), (room.id, room.id)):
            with pytest.raises(BadInput, match="Only two of one kind"):
                do(one, other)
        for name in ("nobody", "city:Nowhere"):
            with pytest.raises(NotFound, match=f"is called “{name}”"):
                do(room.id, name)
        assert len(desk.history.entries()) == before


# ---- what laptops bring that had not heard of a join


def joined_at_the_desk(rooms: Rooms) -> tuple[Participant, Participant]:
    """A and B entered the same person; the desk has joined B's into A's."""
    ana, other = meets(rooms, "A"), meets(rooms, "B", name="Ana Nunez")
    with rooms.at("desk") as desk:
        desk.merging.merge([rooms.hands_in("A"), rooms.hands_in("B")])
        desk.joining.join(ana.id, [other.id])
    return ana, other


def test_the_same_package_again_brings_nobody_back(rooms: Rooms) -> None:
    ana, _ = joined_at_the_desk(rooms)
    with rooms.at("desk") as desk:
        before = shown(desk)
        desk.merging.merge([rooms.file("B"), rooms.hands_in("B")])
        assert [one.id for one in desk.people.participants()] == [ana.id]
        assert shown(desk) == before


def test_what_a_laptop_says_of_the_one_that_went_is_shown_with_the_one_that_stays(rooms: Rooms) -> None:
    ana, other = joined_at_the_desk(rooms)
    rooms.says("B", "Said after the join @Ana Nunez")
    with rooms.at("desk") as desk:
        before = shown(desk)
        desk.merging.merge([rooms.hands_in("B")])
        assert speakers(desk) == {ana.id}
        assert [one.id for one in desk.people.participants()] == [ana.id]
        desk.history.undo()
        assert shown(desk) == before
        desk.history.redo()
        assert speakers(desk) == {ana.id}
    with rooms.at("B") as desk:
        desk.merging.merge([rooms.hands_in("A"), rooms.hands_in("desk")])
        assert speakers(desk) == {ana.id}
        assert other.id not in {one.id for one in desk.people.participants()}


def test_what_comes_from_a_hub_is_shown_so_too(rooms: Rooms) -> None:
    ana, _ = joined_at_the_desk(rooms)
    rooms.says("B", "Said after the join @Ana Nunez")
    with rooms.at("B") as desk, desk._database.read() as forum:
        written = list(forum.log.all_revisions())
    with rooms.at("desk") as desk:
        arrived = Arrival((1, len(written)), tuple(enumerate(written, 1)))
        desk.syncing.take("hub", Reached(), [arrived], new_act_id())
        assert speakers(desk) == {ana.id}
        assert [one.id for one in desk.people.participants()] == [ana.id]


def test_where_the_one_that_went_was_edited_elsewhere_people_are_asked(rooms: Rooms) -> None:
    ana, other = joined_at_the_desk(rooms)
    with rooms.at("B") as desk:
        desk.people.change([other.id], position="Deputy mayor")
        desk.capturing.keep(desk.planning.session("S1").id, "Said after @Ana Nunez")
    with rooms.at("desk") as desk:
        desk.merging.merge([rooms.hands_in("B")])
        (conflict,) = desk.settling.conflicts()
        assert (conflict.record, conflict.field) == (other.id, "_deleted")
        assert {side.id for side in the_pair(desk).sides} == {ana.id, other.id}
        assert speakers(desk) == {ana.id}
        desk.joining.join(ana.id, [other.id])
        (person,) = desk.people.participants()
        assert (person.id, person.position) == (ana.id, "Deputy mayor")
        assert (desk.settling.conflicts(), desk.joining.pairs()) == ((), ())


def test_two_laptops_that_each_joined_the_other_ones_away_keep_one(rooms: Rooms) -> None:
    ana, other = meets(rooms, "A", position="Mayor"), meets(rooms, "B", organisation="City of Quito")
    for name, stays, goes in (("one", ana, other), ("two", other, ana)):
        with rooms.at(name) as desk:
            desk.merging.merge([rooms.hands_in("A"), rooms.hands_in("B")])
            desk.joining.join(stays.id, [goes.id])
    stays = min(ana, other, key=lambda person: person.id)
    packages = [rooms.hands_in("one"), rooms.hands_in("two")]
    seen = []
    for name, package in zip(("one", "two"), reversed(packages), strict=True):
        with rooms.at(name) as desk:
            desk.merging.merge([package])
            assert [one.id for one in desk.people.participants()] == [stays.id]
            assert speakers(desk) == {stays.id}
            assert (desk.settling.conflicts(), desk.joining.pairs()) == ((), ())
            seen.append(shown(desk))
    assert seen[0] == seen[1]
    with rooms.at("one") as desk:
        desk.merging.merge([rooms.hands_in("two")])
        assert (shown(desk), desk.checking.faults()) == (seen[1], ())


def test_a_join_of_a_kind_of_a_later_version_is_kept_and_left_alone(rooms: Rooms) -> None:
    with rooms.at("A") as desk:
        with desk._database.write("join-records") as work:
            work.put(Joined(id="e" * 32, of="delegation", goes="a" * 32, stays="b" * 32))  # type: ignore[arg-type]
        desk.capturing.keep(desk.planning.session("S1").id, "Said")
    with rooms.at("desk") as desk:
        desk.merging.merge([rooms.hands_in("A")])
        assert desk.checking.faults() == ()


def test_an_export_that_holds_one_of_two_sessions_holds_the_one_that_stays(rooms: Rooms) -> None:
    with rooms.at("desk") as desk:
        stays, goes = (desk.planning.add_session("Housing", code=code) for code in ("S2", "S3"))
        with desk._database.write("keep-preset") as work:
            work.put(Preset(id=new_id(), name="Housing", sessions=(goes.id,)))
        desk.joining.join(stays.id, [goes.id])
        with desk._database.read() as forum:
            (preset,) = forum.all(Preset)
        assert preset.sessions == (stays.id,)


# ---- whatever was there

Step_ = tuple[int, int, int]


def _prepare(desk: Desk, steps: list[Step_]) -> None:
    """People, rooms and sessions that look alike, that point to each other, and of which some are gone."""
    for what, one, other in steps:
        people = [person.id for person in desk.people.participants()]
        held, sessions = [room.id for room in desk.planning.rooms()], [one.id for one in desk.planning.sessions()]
        if what == 0 or not people:
            desk.people.add(name=("Ana", "Omar")[one % 2], city=("Quito", "QUITO", "")[other % 3])
        elif what == 1 or not held:
            desk.planning.add_room(("Garden", "garden")[one % 2])
        elif what == 2 or not sessions:
            added = desk.planning.add_session(f"Session {other}", room=held[one % len(held)])
            desk.planning.add_step(added.id, ("Doing", "Asking")[other % 2])
        elif what == 3:
            chair = {("chair", "co_chair")[other % 2]: people[one % len(people)]}
            desk.planning.change_session(sessions[other % len(sessions)], **chair)
        elif what == 4:
            desk.capturing.keep(sessions[one % len(sessions)], f"Said @{('Ana', 'Omar')[other % 2]}")
        elif what == 5:
            desk.people.delete([people[one % len(people)]])
        elif what == 6:
            pairs = desk.joining.pairs()
            if pairs:
                chosen = pairs[one % len(pairs)].sides
                desk.joining.join(chosen[other % 2].id, [chosen[1 - other % 2].id])


steps = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 5), st.integers(0, 5)), min_size=4, max_size=9)


@settings(max_examples=times(7), deadline=None)
@given(before=steps, here=steps, there=steps, choice=st.tuples(st.integers(0, 9), st.integers(0, 9)))
def test_a_join_undone_leaves_everything_as_it_was(
    blank: Path, before: list[Step_], here: list[Step_], there: list[Step_], choice: tuple[int, int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        rooms = Rooms(Path(shutil.copy(blank, folder)), Path(folder))
        for name, doing in (("A", before), ("A", here), ("B", there)):
            if name == "B":
                rooms.prepared = rooms.file("A")
            with rooms.at(name) as desk:
                _prepare(desk, doing)
        with rooms.at("A") as desk:
            desk.merging.merge([rooms.file("B")])
            listed = [desk.people.participants(), desk.planning.rooms(), desk.planning.sessions()]
            found = [one for one in listed if len(one) > 1]
            if not found:
                return
            some = found[choice[0] % len(found)]
            stays, goes = some[choice[1] % len(some)], some[(choice[1] + 1) % len(some)]
            state = shown(desk)
            desk.joining.join(stays.id, [goes.id])
            with desk._database.read() as forum:
                assert forum.get(type(goes), goes.id) is None
                if isinstance(goes, Session):
                    assert forum.count(Note, session=goes.id) == forum.count(Step, session=goes.id) == 0
            joined = shown(desk)
            desk.history.undo()
            assert shown(desk) == state
            desk.history.redo()
            assert shown(desk) == joined
            assert desk.checking.faults() == ()
