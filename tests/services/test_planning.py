"""The plan is laid out and changed, and times follow by themselves."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from forumdesk.domain.agenda import Session, SessionKind
from forumdesk.domain.errors import BadInput, ForumDeskError, NotAllowed, NotFound
from forumdesk.domain.forum import Attribution
from forumdesk.services.desk import Desk

NINE = datetime(2026, 9, 29, 9, 0, tzinfo=UTC)


def titles(desk: Desk, session: Session) -> list[str]:
    return [step.title for step in desk.planning.steps(session.id)]


def test_later_steps_begin_later_when_a_step_takes_longer(desk: Desk) -> None:
    session = desk.planning.add_session("Employment", start=NINE)
    welcome = desk.planning.add_step(session.id, "Welcome", minutes=5)
    desk.planning.add_step(session.id, "Doing", minutes=20)
    desk.planning.change_step(welcome.id, minutes=15)
    begins = [one.begins for one in desk.planning.timetable(session.id)]
    assert begins == [NINE, NINE.replace(minute=15)]


def test_steps_of_a_session_without_a_start_have_no_times(desk: Desk, session: Session) -> None:
    desk.planning.add_step(session.id, "Welcome")
    assert [(one.begins, one.ends) for one in desk.planning.timetable(session.id)] == [(None, None)]


@pytest.mark.parametrize(
    ("move", "to", "order"),
    [
        pytest.param("A", 2, "BCA", id="to the end"),
        pytest.param("C", 0, "CAB", id="to the front"),
        pytest.param("A", 1, "BAC", id="one further"),
        pytest.param("B", 99, "ACB", id="beyond the end"),
        pytest.param("B", -5, "BAC", id="before the front"),
        pytest.param("B", 1, "ABC", id="to where it is"),
    ],
)
def test_a_step_moves_among_the_others(desk: Desk, session: Session, move: str, to: int, order: str) -> None:
    steps = {title: desk.planning.add_step(session.id, title) for title in "ABC"}
    desk.planning.move_step(steps[move].id, to)
    assert titles(desk, session) == list(order)


def test_a_step_is_added_between_two_others(desk: Desk, session: Session) -> None:
    for title in ("Welcome", "Close"):
        desk.planning.add_step(session.id, title)
    desk.planning.add_step(session.id, "Doing", at=1)
    assert titles(desk, session) == ["Welcome", "Doing", "Close"]


def test_a_step_that_is_gone_is_gone_from_the_timetable(desk: Desk, session: Session) -> None:
    desk.planning.delete_step(desk.planning.add_step(session.id, "Welcome").id)
    assert (titles(desk, session), desk.planning.all_steps()) == ([], {})


@pytest.mark.parametrize("minutes", [-1, 24 * 60 + 1], ids=["less than none", "more than a day"])
def test_a_step_cannot_take(desk: Desk, session: Session, minutes: int) -> None:
    step = desk.planning.add_step(session.id, "Welcome")
    with pytest.raises(NotAllowed, match="minutes"):
        desk.planning.change_step(step.id, minutes=minutes)


def test_sessions_come_by_start_then_room_then_code(desk: Desk) -> None:
    rooms = [desk.planning.add_room(name) for name in ("Hall", "Annex")]
    for code, room, start in (
        ("S10", 0, None),
        ("S9", 0, None),
        ("C", 1, NINE),
        ("B", 0, NINE),
        ("A", 0, NINE.replace(hour=14)),
    ):
        desk.planning.add_session(code, code=code, room=rooms[room].id, start=start)
    assert [one.code for one in desk.planning.sessions()] == ["B", "C", "A", "S9", "S10"]


def test_a_session_without_a_code_is_given_the_next_free_one(desk: Desk) -> None:
    desk.planning.add_session("First", code="s1")
    assert [desk.planning.add_session(title).code for title in ("Second", "Third")] == ["S2", "S3"]


def test_two_sessions_may_have_one_title_but_not_one_code(desk: Desk, session: Session) -> None:
    twin = desk.planning.add_session(session.title)
    with pytest.raises(NotAllowed, match="Another session has the code “s1”"):
        desk.planning.change_session(twin.id, code="s1")
    assert desk.planning.change_session(session.id, code="s1").code == "s1"


def test_a_new_session_begins_with_the_attribution_of_the_forum(desk: Desk) -> None:
    desk.planning.change_forum(attribution=Attribution.CHATHAM_HOUSE)
    assert desk.planning.add_session("Behind closed doors").is_confidential


@pytest.mark.parametrize("named", ["S1", "s1", "id"])
def test_a_session_is_found_by(desk: Desk, session: Session, named: str) -> None:
    assert desk.planning.session(session.id if named == "id" else named) == session


def test_a_session_that_is_not_there_is_answered_with_those_that_are(desk: Desk, session: Session) -> None:
    with pytest.raises(NotFound, match=rf"“S7”\. Sessions: {session.code}\."):
        desk.planning.session("S7")


def test_a_forum_without_sessions_says_so(desk: Desk) -> None:
    with pytest.raises(NotFound, match=r"Sessions: none\."):
        desk.planning.session("S1")


def test_a_chair_must_be_a_participant(desk: Desk, session: Session) -> None:
    with pytest.raises(NotFound):
        desk.planning.change_session(session.id, chair="f" * 32)
    chair = desk.people.add(position="Deputy mayor", city="Dakar")
    assert desk.planning.change_session(session.id, chair=chair.id).chair == chair.id


def test_a_room_with_sessions_and_a_session_with_notes_stay(desk: Desk) -> None:
    room = desk.planning.add_room("Hall")
    session = desk.planning.add_session("Opening", room=room.id, kind=SessionKind.PLENARY)
    desk.capturing.keep(session.id, "Welcome, everybody")
    with pytest.raises(NotAllowed, match="Sessions are held in “Hall”"):
        desk.planning.delete_room(room.id)
    with pytest.raises(NotAllowed, match="1 notes were kept in “Opening”"):
        desk.planning.delete_session(session.id)
    assert [one.id for one in desk.planning.rooms()] == [room.id]


def test_a_session_goes_with_its_steps_and_comes_back_with_them(desk: Desk, session: Session) -> None:
    desk.planning.add_step(session.id, "Welcome")
    desk.planning.delete_session(session.id)
    assert desk.planning.all_steps() == {}
    desk.history.undo()
    assert (desk.planning.sessions(), titles(desk, session)) == ((session,), ["Welcome"])


def test_an_empty_room_goes(desk: Desk) -> None:
    desk.planning.delete_room(desk.planning.add_room("Hall").id)
    assert desk.planning.rooms() == ()


def test_rooms_keep_the_order_in_which_they_were_added(desk: Desk) -> None:
    for name in ("Zebra", "Alpha", "Alpha"):
        desk.planning.add_room(name)
    desk.planning.rename_room(desk.planning.rooms()[0].id, "Hall")
    assert [room.name for room in desk.planning.rooms()] == ["Hall", "Alpha", "Alpha"]


@pytest.mark.parametrize("name", ["", "  \n", "\u202e"], ids=["nothing", "spaces", "a control character"])
def test_a_room_needs_a_name(desk: Desk, name: str) -> None:
    with pytest.raises(BadInput):
        desk.planning.add_room(name)


def test_what_is_gone_cannot_be_changed(desk: Desk, session: Session) -> None:
    step = desk.planning.add_step(session.id, "Welcome")
    desk.planning.delete_step(step.id)
    with pytest.raises(ForumDeskError, match="not in the forum any more"):
        desk.planning.change_step(step.id, minutes=3)
