"""The clock of a step follows from instants: it goes on, stands, is given minutes, runs over, outlives a restart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumdesk.domain.ids import RecordId
from forumdesk.domain.timers import Countdown, Run, countdown

NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)
STEP = RecordId("step")


def after(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


IDLE = Run(id=RecordId("run"))
GOING = IDLE.begun(STEP, at=NINE)


@pytest.mark.parametrize(
    ("run", "minutes", "now", "left"),
    [
        (IDLE, 10, after(3), 10),
        (GOING, 10, after(3), 7),
        (GOING, 10, after(12), -2),
        (GOING.given(5), 10, after(12), 3),
        (GOING.given(-5), 10, after(3), 2),
        (GOING.held(at=after(3)), 10, after(50), 7),
        (GOING.held(at=after(3)).held(at=after(4)), 10, after(50), 7),
        (GOING.held(at=after(3)).resumed(at=after(50)), 10, after(51), 6),
        (GOING.resumed(at=after(3)), 10, after(4), 6),
        (GOING, 10, after(-3), 10),
    ],
    ids=[
        "not begun",
        "under way",
        "over",
        "given minutes",
        "cut short",
        "standing",
        "held twice",
        "gone on",
        "not held",
        "clock set back",
    ],
)
def test_the_minutes_that_are_left(run: Run, minutes: int, now: datetime, left: int) -> None:
    shown = countdown(run, minutes, now)

    assert shown.left == left * 60
    assert shown.over == (left < 0)


def test_a_clock_that_has_not_begun_cannot_be_held() -> None:
    assert IDLE.held(at=NINE) is IDLE


def test_the_end_is_told_only_while_the_clock_goes() -> None:
    assert countdown(GOING, 10, after(3)).ends == after(10)
    assert countdown(GOING.held(at=after(3)), 10, after(5)).ends is None
    assert countdown(IDLE, 10, after(5)).ends is None


@pytest.mark.parametrize(("left", "total", "share"), [(600, 600, 0.0), (150, 600, 0.75), (-60, 600, 1.0), (0, 0, 1.0)])
def test_the_share_that_is_used(left: int, total: int, share: float) -> None:
    assert Countdown(left, total, None, paused=False).share == share


def test_a_next_step_begins_with_a_whole_clock() -> None:
    used = GOING.given(5).held(at=after(3)).resumed(at=after(8))

    assert countdown(used.begun(RecordId("next"), at=after(9)), 10, after(9)).left == 600


def test_an_ended_run_stands_no_more() -> None:
    ended = GOING.held(at=after(3)).ended(at=after(9))

    assert (ended.finished, ended.paused) == (after(9), None)


@given(st.lists(st.integers(0, 600), min_size=2, max_size=12))
def test_however_often_it_is_held_only_the_going_seconds_count(spells: list[int]) -> None:
    run, now, going = GOING, NINE, 0
    for turn, seconds in enumerate(spells):
        now += timedelta(seconds=seconds)
        if turn % 2:
            run = run.resumed(at=now)
        else:
            going += seconds
            run = run.held(at=now)

    assert countdown(run, 120, now).left == 120 * 60 - going
