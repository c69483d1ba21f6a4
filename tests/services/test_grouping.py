"""Grouping on a real forum: one act each, nothing lost, everything back when a group is split or undone."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forumdesk.domain.errors import ForumDeskError, NotAllowed
from forumdesk.domain.recommendations import Recommendation, Status
from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from forumdesk.services.grouping import Pair, alike_among
from tests.builders import a_laptop
from tests.effort import times
from tests.services.hands import HandClock
from tests.services.rooms import Rooms

ASKS = (
    "Recognise prior skills through a municipal skills passport that employers co-sign.",
    "Let cities recognise prior skills with a skills passport, co-signed by employers.",
    "Fund local services directly from national budgets.",
    "Recognise skills: a municipal passport for prior skills, which employers sign.",
)


def prepared(desk: Desk) -> list[Recommendation]:
    """Four recommendations from three rooms."""
    sessions = []
    for letter in "ABC":
        room = desk.planning.add_room(f"Room {letter}")
        sessions.append(desk.planning.add_session(f"Session {letter}", code=f"S{letter}", room=room.id))
    return [
        desk.recommending.add(text, session=sessions[place % 3].id, codes=(f"sdg {place + 1}",), city="Quito")
        for place, text in enumerate(ASKS)
    ]


@pytest.fixture
def asked(desk: Desk) -> list[Recommendation]:
    return prepared(desk)


def listed(desk: Desk, what: str = "recommendations", session: str = "") -> list[dict[str, Any]]:
    return list(desk.listing.listed(what, session))


def shown(desk: Desk) -> list[tuple[int, str]]:
    """Number and wording of what stands by itself."""
    return [(one["number"], one["text"]) for one in listed(desk) if not one["group"]]


def pairs(desk: Desk) -> tuple[Pair, ...]:
    return desk.grouping.pairs(alike_among(desk.grouping.candidates()))


def ids(records: Sequence[Recommendation], *places: int) -> list[str]:
    return [records[place].id for place in places]


def test_a_group_stands_for_its_members_everywhere(desk: Desk, asked: list[Recommendation]) -> None:
    group = desk.grouping.group(ids(asked, 1, 0, 3), "Recognise prior skills in a passport")
    assert shown(desk) == [(1, "Recognise prior skills in a passport"), (3, ASKS[2])]
    assert desk.finding.counts().recommendations == desk.finding.totals()[1] == 2
    assert desk.finding.codes_of(Recommendation) == {"sdg 1": 1, "sdg 2": 1, "sdg 4": 1, "sdg 3": 1}
    assert desk.grouping.family(group.id).origin.rooms == ("Room A", "Room B")
    assert [one.record.label for one in desk.grouping.family(group.id).members] == ["R-01", "R-02", "R-04"]
    assert desk.grouping.origins()[group.id].sessions == ("SA", "SB")
    found = {one["id"]: one for one in listed(desk)}
    assert found[group.id]["members"] == ids(asked, 0, 1, 3)
    assert {found[one]["group"] for one in ids(asked, 0, 1, 3)} == {group.id}
    assert [one.kind for one in desk.preflight.findings() if one.kind == "same-number"] == []


def test_each_room_sees_the_group_that_its_recommendation_went_into(desk: Desk, asked: list[Recommendation]) -> None:
    note = desk.capturing.keep(asked[1].session, "Said in B").id
    desk.recommending.add_sources(asked[1].id, (note,))
    group = desk.grouping.group(ids(asked, 0, 1))
    assert [one.id for one in desk.recommending.of_session(asked[1].session)] == [group.id]
    assert [one.id for one in desk.recommending.by_note(asked[1].session)[note]] == [group.id]
    assert [one["id"] for one in listed(desk, session=asked[1].session)] == [group.id, *ids(asked, 0, 1)]
    assert [source.note.id for source in desk.recommending.lineage(group.id)] == [note]
    board = {one.name: one.recommendations for one in desk.handing_in.board()}
    assert board == {"Room A": 2, "Room B": 1, "Room C": 1}


def test_a_search_still_finds_a_member_and_leads_to_its_group(desk: Desk, asked: list[Recommendation]) -> None:
    group = desk.grouping.group(ids(asked, 0, 1), "Passports")
    assert {hit.record.id for hit in desk.finding.search("municipal passport")} == set(ids(asked, 0, 3))
    assert (desk.grouping.shown_as(asked[0].id), desk.grouping.shown_as(asked[3].id)) == (group.id, asked[3].id)
    assert desk.grouping.shown_as("f" * 32) == "f" * 32
    assert dict(desk.grouping.labels_of_members()) == dict.fromkeys(ids(asked, 0, 1), "R-01")
    assert set(desk.recommending.labels()) == {group.id, *ids(asked, 2, 3)}


def test_what_joins_a_group_joins_it_and_several_groups_come_whole_under_a_new_one(
    desk: Desk, asked: list[Recommendation]
) -> None:
    first = desk.grouping.group(ids(asked, 0, 1))
    assert desk.grouping.group([asked[3].id, first.id]).id == first.id
    assert desk.grouping.family(first.id).origin.rooms == ("Room A", "Room B")
    other = desk.recommending.add("Fund services")
    second = desk.grouping.group([asked[2].id, other.id], "Fund cities")
    outer = desk.grouping.group([first.id, second.id])
    assert shown(desk) == [(1, ASKS[0])]
    assert [one.text for one in desk.grouping.family(outer.id).origin.members] == [*ASKS, "Fund services"]
    assert [one["number"] for one in listed(desk)] == [1, 1, 1, 2, 4, 3, 3, 5]
    desk.grouping.split(outer.id)
    assert shown(desk) == [(1, ASKS[0]), (3, "Fund cities")]


def test_a_member_is_taken_out_and_the_last_but_one_ends_the_group(desk: Desk, asked: list[Recommendation]) -> None:
    group = desk.grouping.group(ids(asked, 0, 1, 3))
    desk.grouping.take_out([asked[3].id])
    assert desk.recommending.get(asked[3].id) == asked[3]
    left = desk.recommending.get(group.id)
    assert left is not None
    assert left.codes == ("sdg 1", "sdg 2")
    desk.grouping.take_out([asked[1].id])
    assert [one["id"] for one in listed(desk)] == ids(asked, 0, 1, 2, 3)
    desk.history.undo()
    assert [one.record.id for one in desk.grouping.family(group.id).members] == ids(asked, 0, 1)


REFUSED: dict[str, Callable[[Desk, list[Recommendation], str], object]] = {
    "deleting a group": lambda desk, _asked, group: desk.recommending.delete([group]),
    "splitting what is no group": lambda desk, asked, _group: desk.grouping.split(asked[2].id),
    "taking out of no group": lambda desk, asked, _group: desk.grouping.take_out([asked[2].id]),
    "grouping a member again": lambda desk, asked, _group: desk.grouping.group(ids(asked, 0, 2)),
    "grouping what is gone": lambda desk, _asked, group: desk.grouping.group([group, "f" * 32]),
    "one kept from itself": lambda desk, _asked, group: desk.grouping.keep_apart(group, group),
    "a number that nothing has": lambda desk, _asked, _group: desk.grouping.named("R-99"),
    "a number that two have": lambda desk, _asked, _group: desk.grouping.named("R-03"),
    "a name that nothing has": lambda desk, _asked, _group: desk.grouping.named("nonsense"),
}


@pytest.mark.parametrize("act", REFUSED.values(), ids=REFUSED)
def test_it_is_refused_and_nothing_is_changed(
    desk: Desk, asked: list[Recommendation], act: Callable[[Desk, list[Recommendation], str], object]
) -> None:
    group = desk.grouping.group(ids(asked, 0, 1))
    desk.recommending.add("Another third", number=3)
    before = listed(desk)
    with pytest.raises(ForumDeskError):
        act(desk, asked, group.id)
    assert listed(desk) == before


def test_pairs_are_proposed_until_somebody_keeps_them_apart(desk: Desk, asked: list[Recommendation]) -> None:
    found = pairs(desk)
    assert {(one.first.record.number, one.second.record.number) for one in found} == {(1, 2), (1, 4), (2, 4)}
    assert found[0].first.origin.rooms == ("Room A",)
    desk.grouping.keep_apart(asked[0].id, asked[1].id)
    assert len(pairs(desk)) == len(listed(desk, "duplicates")) == 2
    assert desk.history.entries()[0].subject == "R-01, R-02"
    desk.history.undo()
    assert len(pairs(desk)) == 3
    desk.recommending.change([asked[3].id], status=Status.WITHDRAWN)
    alike = alike_among(desk.grouping.candidates())
    assert len(desk.grouping.pairs(alike)) == 1
    desk.grouping.group(ids(asked, 0, 1))
    assert pairs(desk) == desk.grouping.pairs(alike) == ()


def test_what_was_kept_apart_from_a_member_is_not_proposed_to_its_group(
    desk: Desk, asked: list[Recommendation]
) -> None:
    desk.grouping.keep_apart(asked[0].id, asked[1].id)
    group = desk.grouping.group(ids(asked, 1, 3))
    assert pairs(desk) == ()
    desk.grouping.split(group.id)
    assert {(one.first.record.number, one.second.record.number) for one in pairs(desk)} == {(1, 4), (2, 4)}


def test_the_number_of_a_final_group_is_given_to_nobody_else_after_its_split(
    desk: Desk, asked: list[Recommendation]
) -> None:
    group = desk.grouping.group(ids(asked, 1, 3))
    desk.recommending.change([group.id], number=9)
    desk.recommending.change([group.id], status=Status.FINAL)
    desk.grouping.split(group.id)
    with pytest.raises(NotAllowed):
        desk.recommending.change([asked[0].id], number=9)
    assert desk.recommending.add("Another").number == 10


@pytest.mark.usefixtures("asked")
def test_a_group_without_a_number_takes_the_next_one(desk: Desk) -> None:
    unnumbered = [desk.recommending.add("Open a desk"), desk.recommending.add("Open one desk")]
    with desk._database.write("edit-recommendations") as work:
        for one in unnumbered:
            work.put(one.renumbered(0))
    assert desk.grouping.group(ids(unnumbered, 0, 1)).number == 5


@pytest.fixture
def rooms(blank: Path, forums: Forums, tmp_path: Path) -> Rooms:
    path = Path(shutil.copy(blank, tmp_path / "prepared.forum"))
    with forums.opened(path) as desk:
        prepared(desk)
    return Rooms(path, tmp_path)


def brought(rooms: Rooms, at: str, first: Path, second: Path) -> list[Any]:
    """What a desk shows once it brought two packages together, in this order."""
    with rooms.at(at) as desk:
        desk.merging.merge([first])
        desk.merging.merge([second])
        assert desk.checking.faults() == ()
        return [listed(desk), [(one.record, one.field) for one in desk.settling.conflicts()]]


@pytest.mark.parametrize(
    ("ours", "theirs", "conflicts"),
    [
        pytest.param((0, 1), (0, 1), 0, id="the same group on both"),
        pytest.param((0, 1), (2, 3), 0, id="two groups of others"),
        pytest.param((0, 1), (1, 3), 1, id="one recommendation in two groups: a conflict to settle"),
    ],
)
def test_groups_of_two_desks_come_together_alike_in_either_order(
    rooms: Rooms, ours: tuple[int, int], theirs: tuple[int, int], conflicts: int
) -> None:
    for name, places in (("A", ours), ("B", theirs)):
        with rooms.at(name) as desk:
            desk.grouping.group([listed(desk)[place]["id"] for place in places])
    packages = [rooms.hands_in("A"), rooms.hands_in("B")]
    one, other = brought(rooms, "left", *packages), brought(rooms, "right", *reversed(packages))
    assert one == other
    assert [field for _, field in one[1]] == ["group"] * conflicts


def test_a_conflict_between_two_groups_says_which_is_which_and_is_settled_for_one(rooms: Rooms) -> None:
    for name, places in (("A", (0, 1)), ("B", (0, 3))):
        with rooms.at(name) as desk:
            desk.grouping.group([listed(desk)[place]["id"] for place in places], f"Wording of {name}")
    package = rooms.hands_in("B")
    with rooms.at("A") as desk:
        desk.merging.merge([package])
        (conflict,) = desk.settling.conflicts()
        names = {head.name: head.id for head in conflict.heads}
        assert set(names) == {"R-01 Wording of A", "R-01 Wording of B"}
        desk.settling.settle(conflict.record, conflict.field, names["R-01 Wording of B"])
        tops = {text for _, text in shown(desk)}
        assert tops == {"Wording of A", "Wording of B", ASKS[2]}
        assert sorted(one["text"] for one in listed(desk) if one["group"]) == sorted([ASKS[1], ASKS[0], ASKS[3]])


def test_a_member_that_another_desk_added_to_a_split_group_stands_by_itself(rooms: Rooms) -> None:
    with rooms.at("A") as desk:
        group = desk.grouping.group([one["id"] for one in listed(desk)[:2]])
    package = rooms.hands_in("A")
    with rooms.at("B") as desk:
        desk.merging.merge([package])
        newcomer = listed(desk)[-1]["id"]
        desk.grouping.group([group.id, newcomer])
    package = rooms.hands_in("B")
    with rooms.at("A") as desk:
        desk.grouping.split(group.id)
        desk.merging.merge([package])
        (conflict,) = desk.settling.conflicts()  # the group: split here, changed there
        deleted = next(head.id for head in conflict.heads if head.value is True)
        desk.settling.settle(conflict.record, conflict.field, deleted)
        assert sorted(text for _, text in shown(desk)) == sorted(ASKS)
        assert {one["group"] for one in listed(desk)} == {""}
        assert desk.grouping.shown_as(newcomer) == newcomer
        desk.grouping.take_out([newcomer])  # what it pointed to is gone: it does so no more
        assert desk.grouping.group([newcomer, listed(desk)[0]["id"]]).label == "R-01"


@settings(max_examples=times(3), deadline=None)
@given(
    chosen=st.lists(st.integers(0, 5), min_size=2, max_size=5, unique=True),
    words=st.lists(st.sampled_from(["", "City", "State"]), min_size=6, max_size=6),
    hidden=st.integers(0, 5),
)
def test_a_group_that_is_split_leaves_everything_as_it_was(
    blank: Path, chosen: list[int], words: list[str], hidden: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(blank, Path(folder) / "forum.forum"))
        with Forums(a_laptop("Room B"), HandClock()).opened(path) as desk:
            for place, word in enumerate(words):
                desk.recommending.add(f"Ask {place}", actor=word, city=word, unattributed=place == hidden)
            before = listed(desk)
            group = desk.grouping.group([before[place]["id"] for place in chosen], "One wording")
            grouped = listed(desk)
            assert len([one for one in grouped if not one["group"]]) == len(before) - len(chosen) + 1
            desk.grouping.split(group.id)
            assert listed(desk) == before
            desk.history.undo()
            assert listed(desk) == grouped
