"""A laptop that was lost: what it says from then on is left out, and all the rest is handed on as ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from forumdesk.services.forums import Forums
from forumdesk.services.trust import Trusting
from tests.builders import a_laptop
from tests.services.hands import HandClock
from tests.services.rooms import Rooms


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    """Rooms of a forum with one session."""
    path = tmp_path / "prepared.forum"
    desk = Forums(a_laptop("secretariat"), HandClock()).new(path)
    desk.planning.add_session("Employment", code="S1")
    desk.close()
    return Rooms(path, tmp_path)


def test_who_left_out_what_a_lost_laptop_says_can_still_hand_over(rooms: Rooms) -> None:
    rooms.says("A", "One")
    with rooms.at("desk") as desk:
        desk.merging.merge([rooms.hands_in("A")])
        Trusting(desk._database).distrust(a_laptop("A").device[:8])
    rooms.says("A", "Stolen")
    with rooms.at("desk") as desk:
        (source,) = desk.merging.merge([rooms.hands_in("A")]).sources
        assert (source.refused, source.distrusted) == (None, 1)
    with rooms.at("C") as desk:
        (source,) = desk.merging.merge([rooms.hands_in("desk")]).sources
        assert source.refused is None
        assert [one["text"] for one in desk.listing.listed("notes")] == ["One"]
