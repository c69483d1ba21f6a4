"""Order, numbers and the last check: what is missing is said, and a number that people know stays."""

from __future__ import annotations

from typing import Any

import pytest

from forumdesk.domain.errors import NotAllowed
from forumdesk.domain.recommendations import Level, Recommendation, Status
from forumdesk.services.desk import Desk
from forumdesk.services.finishing import Trouble
from tests.revisions import said

WHOLE: dict[str, Any] = {
    "action_area": "1",
    "codes": ("sdg 8.5",),
    "actor": "City",
    "level": Level.CITY,
    "timeframe": "2027",
    "indicator": "Desks",
}


@pytest.fixture
def asked(desk: Desk) -> list[Recommendation]:
    """Four recommendations, of which the first lacks nothing and the third is final."""
    made = [desk.recommending.add(f"Ask {place}", **(WHOLE if place == 1 else {})) for place in range(1, 5)]
    desk.recommending.change([made[2].id], status=Status.FINAL)
    return made


def numbers(desk: Desk) -> list[tuple[int, str]]:
    return [(one["number"], one["text"]) for one in desk.listing.listed("recommendations")]


def test_the_check_says_of_each_draft_what_is_missing(desk: Desk, asked: list[Recommendation]) -> None:
    desk.recommending.add("", number=4)
    checks = {
        one.record.label + one.record.text: (one.is_ready, one.lacks, one.troubles) for one in desk.finishing.checks()
    }
    everything = ("action_area", "codes", "actor", "level", "timeframe", "indicator")
    assert checks == {
        "R-01Ask 1": (True, (), ()),
        "R-02Ask 2": (False, everything, ()),
        "R-04Ask 4": (False, everything, (Trouble.SAME_NUMBER,)),
        "R-04": (False, ("text", *everything), (Trouble.SAME_NUMBER,)),
    }
    assert [one.record.id for one in desk.finishing.checks([asked[1].id, asked[2].id])] == [asked[1].id]


@pytest.mark.parametrize(
    ("anyway", "final", "left"),
    [
        pytest.param(False, [1, 3], [2, 4, 5], id="those that lack nothing"),
        pytest.param(True, [1, 2, 3, 4], [5], id="anyway, but for one without a wording"),
    ],
)
def test_drafts_become_final_in_one_act(
    desk: Desk, asked: list[Recommendation], final: list[int], left: list[int], *, anyway: bool
) -> None:
    desk.recommending.add("")
    assert [one.record.number for one in desk.finishing.make_final(anyway=anyway)] == left
    found = list(desk.listing.listed("recommendations"))
    assert [one["number"] for one in found if one["status"] == "final"] == final
    desk.history.undo()
    assert desk.recommending.get(asked[0].id) == asked[0]


def test_where_nothing_is_ready_nothing_is_done(desk: Desk, asked: list[Recommendation]) -> None:
    before = desk.history.entries()
    assert len(desk.finishing.make_final([asked[1].id])) == 1
    assert desk.history.entries() == before


def test_a_recommendation_moves_past_a_number_that_is_for_good(desk: Desk, asked: list[Recommendation]) -> None:
    desk.finishing.move(asked[3].id, -1)
    assert numbers(desk) == [(1, "Ask 1"), (2, "Ask 4"), (3, "Ask 3"), (4, "Ask 2")]
    desk.finishing.move(asked[3].id, 1)
    assert numbers(desk) == [(1, "Ask 1"), (2, "Ask 2"), (3, "Ask 3"), (4, "Ask 4")]
    assert desk.finishing.move(asked[3].id, 1).number == 4
    assert desk.history.entries()[0].name == "order-recommendations"


def test_what_may_not_move_is_told(desk: Desk, asked: list[Recommendation]) -> None:
    with pytest.raises(NotAllowed):
        desk.finishing.move(asked[2].id, 1)
    twin = desk.recommending.add("Twin", number=4)
    with pytest.raises(NotAllowed):
        desk.finishing.move(twin.id, -1)


def test_numbers_follow_an_order_where_they_are_free(desk: Desk, asked: list[Recommendation]) -> None:
    other = desk.recommending.add("Ask 5")
    changed = desk.finishing.number_as([other.id, asked[2].id, asked[1].id, asked[3].id])
    assert [one.label for one in changed] == ["R-02", "R-04", "R-05"]
    assert numbers(desk) == [(1, "Ask 1"), (2, "Ask 5"), (3, "Ask 3"), (4, "Ask 2"), (5, "Ask 4")]
    assert desk.finishing.number_as([other.id, asked[1].id]) == ()


def test_a_gap_that_a_group_leaves_is_closed(desk: Desk, asked: list[Recommendation]) -> None:
    group = desk.grouping.group([asked[0].id, asked[1].id])
    desk.finishing.number_as([group.id, asked[3].id])
    shown = [one for one in desk.listing.listed("recommendations") if not one["group"]]
    assert [(one["number"], one["text"]) for one in shown] == [(1, "Ask 1"), (2, "Ask 4"), (3, "Ask 3")]


def test_a_conflict_stands_against_making_final_and_a_withdrawn_twin_does_not(
    desk: Desk, asked: list[Recommendation]
) -> None:
    twin = desk.recommending.add("Twin", number=1)
    desk.recommending.change([twin.id], status=Status.WITHDRAWN)
    with desk._database.write("edit-recommendation") as work:
        seen = work.log.revisions(asked[0].id)
        work.take_in(
            said({"actor": name}, record=asked[0].id, kind="recommendation", parents=seen, device=device * 32)
            for name, device in (("City", "d"), ("State", "e"))
        )
    first = desk.finishing.checks([asked[0].id])[0]
    assert (first.lacks, first.troubles, first.can_be) == ((), (Trouble.CONFLICT,), False)
    assert len(desk.finishing.make_final([asked[0].id], anyway=True)) == 1
