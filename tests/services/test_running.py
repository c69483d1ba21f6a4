"""A room's clock: what it shows is derived from instants, so a restart goes on where the room is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from forumdesk.domain.agenda import Session
from forumdesk.domain.errors import NotAllowed
from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from forumdesk.services.running import Progression
from tests.services.hands import HandClock


@pytest.fixture
def breakout(desk: Desk, session: Session, clock: HandClock) -> Session:
    for title, minutes in (("Welcome", 5), ("Doing", 20), ("Commit", 15)):
        desk.planning.add_step(session.id, title, minutes=minutes)
    return desk.planning.change_session(session.id, start=clock.now())


def title(progression: Progression) -> str:
    return progression.current.title if progression.current else ""


def left(progression: Progression, clock: HandClock) -> int:
    shown = progression.clock(clock.now())
    assert shown is not None
    return shown.left


def test_a_session_goes_through_its_steps_and_ends(desk: Desk, breakout: Session) -> None:
    walked = [title(desk.running.progression(breakout.id))]
    walked += [title(desk.running.next(breakout.id)) for _ in range(4)]
    assert walked == ["", "Welcome", "Doing", "Commit", ""]
    assert desk.running.progression(breakout.id).run.finished


def test_going_back_from_the_first_step_begins_it_anew(desk: Desk, breakout: Session, clock: HandClock) -> None:
    desk.running.start(breakout.id)
    clock.go(minutes=3)
    again = desk.running.previous(breakout.id)
    assert (title(again), left(again, clock)) == ("Welcome", 300)


def test_the_countdown_survives_a_restart(forums: Forums, path: Path, clock: HandClock) -> None:
    with forums.opened(path) as before:
        session = before.planning.add_session("Employment")
        before.planning.add_step(session.id, "Welcome", minutes=5)
        before.running.start(session.id)
    clock.go(minutes=2)
    with forums.opened(path) as after:
        assert left(after.running.progression(session.id), clock) == 180


def test_a_held_clock_stands_and_goes_on(desk: Desk, breakout: Session, clock: HandClock) -> None:
    desk.running.start(breakout.id)
    desk.running.pause(breakout.id)
    clock.go(minutes=10)
    assert left(desk.running.resume(breakout.id), clock) == 300
    clock.go(minutes=1)
    assert left(desk.running.progression(breakout.id), clock) == 240


def test_minutes_are_given_and_taken(desk: Desk, breakout: Session, clock: HandClock) -> None:
    desk.running.start(breakout.id)
    desk.running.give(breakout.id, 5)
    assert left(desk.running.give(breakout.id, -3), clock) == 7 * 60


@pytest.mark.parametrize(
    ("minutes", "late"),
    [
        pytest.param(0, 0, id="on time at the start"),
        pytest.param(5, 0, id="on time when the step is used up"),
        pytest.param(9, 4, id="late by what the step ran over"),
    ],
)
def test_a_session_is(desk: Desk, breakout: Session, clock: HandClock, minutes: int, late: int) -> None:
    desk.running.start(breakout.id)
    clock.go(minutes=minutes)
    assert desk.running.progression(breakout.id).behind(clock.now()) == timedelta(minutes=late)


def test_a_session_not_begun_is_not_late(desk: Desk, breakout: Session, clock: HandClock) -> None:
    clock.go(hours=3)
    assert desk.running.progression(breakout.id).behind(clock.now()) == timedelta()


def test_a_session_without_steps_cannot_be_run(desk: Desk, session: Session) -> None:
    with pytest.raises(NotAllowed, match="no steps"):
        desk.running.next(session.id)


def test_a_note_knows_during_which_step_it_was_said(desk: Desk, breakout: Session) -> None:
    before = desk.capturing.keep(breakout.id, "Before")
    step = desk.running.start(breakout.id).current
    during = desk.capturing.keep(breakout.id, "During")
    desk.running.finish(breakout.id)
    after = desk.capturing.keep(breakout.id, "After")
    assert step is not None
    assert (before.step, during.step, after.step) == ("", step.id, "")


def test_moving_on_is_undone_like_anything_else(desk: Desk, breakout: Session, clock: HandClock) -> None:
    desk.running.start(breakout.id)
    clock.go(minutes=1)
    desk.running.next(breakout.id)
    desk.history.undo()
    back = desk.running.progression(breakout.id)
    assert (title(back), left(back, clock)) == ("Welcome", 240)


def test_undoing_the_start_leaves_a_session_not_begun(desk: Desk, breakout: Session) -> None:
    desk.running.start(breakout.id)
    desk.history.undo()
    assert title(desk.running.progression(breakout.id)) == ""


def test_a_step_deleted_while_under_way_leaves_the_session_without_one(desk: Desk, breakout: Session) -> None:
    step = desk.running.start(breakout.id).current
    assert step is not None
    desk.planning.delete_step(step.id)
    assert title(desk.running.progression(breakout.id)) == ""
    assert title(desk.running.next(breakout.id)) == "Doing"
