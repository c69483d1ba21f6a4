"""A new forum begins from a template, its days counted from the first."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from forumdesk.domain.agenda import SessionKind
from forumdesk.domain.errors import BadInput, CannotWrite, NotFound
from forumdesk.services.building import templates
from forumdesk.services.forums import Forums
from tests.services.hands import HandClock

FIRST = date(2027, 3, 1)


def test_three_templates_ship() -> None:
    assert templates() == ("blank", "breakout-60", "mayoral-forum")


@pytest.mark.parametrize("template", templates())
def test_a_template_has_steps_that_follow_each_other_and_a_room_for_each_session(
    forums: Forums, tmp_path: Path, template: str
) -> None:
    desk = forums.new(tmp_path / "new", template=template, starts=FIRST)
    taken: dict[str, datetime] = {}
    for session in desk.planning.sessions():
        assert session.start is not None
        assert session.start >= taken.get(session.room, session.start)
        minutes = sum(step.minutes for step in desk.planning.steps(session.id)) or session.minutes
        assert minutes > 0
        taken[session.room] = session.start + timedelta(minutes=minutes)
    assert desk.planning.forum().starts == FIRST
    assert {"gcm", "qla", "sdg"} < set(desk.planning.forum().frameworks)
    desk.close()


def test_the_mayoral_forum_takes_two_days_with_three_breakouts_in_three_rooms(forums: Forums, tmp_path: Path) -> None:
    desk = forums.new(tmp_path / "new", template="mayoral-forum", starts=FIRST, title="Seventh Mayoral Forum")
    breakouts = [one for one in desk.planning.sessions() if one.kind is SessionKind.BREAKOUT]
    assert (len(breakouts), len({one.start for one in breakouts}), len({one.room for one in breakouts})) == (9, 3, 3)
    assert [step.title for step in desk.planning.steps(breakouts[0].id)][1:4] == [
        "What the city is doing",
        "What it further commits to",
        "What support it needs",
    ]
    kept = desk.planning.forum()
    assert (kept.title, kept.ends, kept.utc_offset) == ("Seventh Mayoral Forum", date(2027, 3, 2), 120)
    assert desk.planning.session("B1A").start == datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
    desk.close()


def test_without_a_day_the_plan_begins_in_four_weeks(forums: Forums, tmp_path: Path, clock: HandClock) -> None:
    desk = forums.new(tmp_path / "new", template="breakout-60")
    assert desk.planning.forum().starts == (clock.now() + timedelta(weeks=4)).date()
    desk.close()


def test_a_template_that_is_not_there_leaves_no_file(forums: Forums, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"no template “\.\./blank”\. Templates: blank, breakout-60, mayoral-forum\."):
        forums.new(tmp_path / "new", template="../blank")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["new", "new.forum"])
def test_what_exists_is_never_overwritten(forums: Forums, tmp_path: Path, name: str) -> None:
    forums.new(tmp_path / "new").close()
    before = (tmp_path / "new.forum").read_bytes()
    with pytest.raises(CannotWrite, match=r"“new\.forum” exists already"):
        forums.new(tmp_path / name)
    assert (tmp_path / "new.forum").read_bytes() == before


def test_a_forum_file_needs_a_name_and_a_folder(forums: Forums, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="needs a name"):
        forums.new(Path("/"))
    with pytest.raises(CannotWrite, match="does not exist"):
        forums.new(tmp_path / "nowhere" / "new")
