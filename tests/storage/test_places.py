"""Rings of groups and numbers that several share: three laptops show what a slow model makes of the log."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as driver

from forumdesk.domain.errors import NotAllowed
from forumdesk.domain.heads import Counted, State, state_of
from forumdesk.domain.ids import RecordId
from forumdesk.domain.joining import Joined, joined
from forumdesk.domain.notes import Note
from forumdesk.domain.people import Participant
from forumdesk.domain.recommendations import Recommendation, label_of
from forumdesk.domain.records import JsonValue
from forumdesk.domain.revisions import Revision
from forumdesk.storage.groups import by_themselves, members_of, top_of
from forumdesk.storage.layout import column_names
from forumdesk.storage.rows import record_of, row_alone
from tests.effort import times
from tests.revisions import said
from tests.storage.laptops import Desk, redo_an_older_act, some_laptops, undo_an_older_act

IDS = [RecordId(f"{number}" * 32) for number in range(6)]


# ---- the model


def model(desk: Desk) -> tuple[set[str], dict[str, int]]:
    """Which recommendations stand by themselves, and which one each is of those that were final under its number."""
    by_record: dict[RecordId, list[Revision]] = {}
    for one in desk.revisions():
        by_record.setdefault(one.record, []).append(one)
    alive: dict[str, State] = {}
    for record, words in by_record.items():
        state = state_of(Counted(words, desk.database._log.known))
        if words[0].kind == Recommendation.KIND and not state.deleted:
            alive[record] = state
    above = {one: str(state.said.get("group") or "") for one, state in alive.items()}
    alone = {one for one, group in above.items() if group not in alive or _is_cut(one, above)}
    twins: dict[str, int] = {}
    for number in range(1, 4):
        finals = [
            one for one in sorted(alone) if alive[one].said.get("numbered") and alive[one].said["number"] == number
        ]
        if len(finals) > 1:
            twins.update({one: place for place, one in enumerate(finals, 1)})
    return alone, twins


def _is_cut(one: str, above: dict[str, str]) -> bool:
    """Whether the way up from one leads back to it, past none with a lesser id."""
    at, way = above[one], [one]
    while at in above and at not in way:
        way.append(at)
        at = above[at]
    return at == one and one == min(way)


def as_shown(desk: Desk) -> tuple[set[str], dict[str, int]]:
    """The same as the tables have it; whatever does not stand by itself is reached from what does."""
    with desk.database.read() as forum:
        alone = {one.id: one for one in by_themselves(forum)}
        reached = list[str]()
        waiting = list(alone)
        while waiting:
            reached.append(waiting.pop())
            waiting.extend(one.id for one in members_of(forum, reached[-1]))
        everything = forum.all(Recommendation)
        assert sorted(reached) == sorted(one.id for one in everything)
        assert {top_of(forum, one).id for one in everything} <= set(alone)
        return set(alone), {one.id: one.twin for one in everything if one.twin}


# ---- what laptops do


def put(desk: Desk, one: int, number: int, *, numbered: bool = False, group: str = "") -> None:
    with desk.database.write("put") as work:
        work.put(Recommendation(id=IDS[one], number=number, numbered=numbered, text="Ask", group=group))


def draft(desk: Desk, one: int, other: int) -> None:
    put(desk, one, other % 3 + 1)


def final(desk: Desk, one: int, other: int) -> None:
    put(desk, one, other % 3 + 1, numbered=True)


def under(desk: Desk, one: int, other: int) -> None:
    put(desk, one, other % 3 + 1, group=IDS[other])


def final_under(desk: Desk, one: int, other: int) -> None:
    put(desk, one, one % 3 + 1, numbered=True, group=IDS[other])


def delete(desk: Desk, one: int, _other: int) -> None:
    with desk.database.write("delete") as work:
        found = work.get(Recommendation, IDS[one])
        if found is not None:
            work.delete(found)


def undo(desk: Desk, _one: int, _other: int) -> None:
    desk.undo()


def redo(desk: Desk, _one: int, _other: int) -> None:
    desk.redo()


def undo_any(desk: Desk, one: int, other: int) -> None:
    """Any act or merge is taken back, or it is refused and nothing changed."""
    before = desk.shown()
    try:
        undo_an_older_act(desk, one + 4 * other)
    except NotAllowed:
        assert desk.shown() == before


def redo_any(desk: Desk, one: int, other: int) -> None:
    redo_an_older_act(desk, one + 4 * other)


def restart(desk: Desk, _one: int, _other: int) -> None:
    desk.restart()


DOINGS: tuple[Callable[[Desk, int, int], None], ...] = (
    draft,
    final,
    final,
    under,
    under,
    final_under,
    delete,
    undo,
    redo,
    undo_any,
    undo_any,
    redo_any,
    restart,
)
steps = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from([*DOINGS, None]), st.integers(0, 5), st.integers(0, 5)), max_size=25
)


@settings(max_examples=times(20), deadline=None)
@given(steps=steps)
def test_each_is_in_one_place_and_the_same_on_every_laptop(
    template: Path, steps: list[tuple[int, Callable[[Desk, int, int], None] | None, int, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        laptops = some_laptops(template, Path(folder))
        for number, do, one, other in steps:
            desk = laptops[number]
            if do is None:
                theirs = laptops[(number + 1 + one % 2) % 3].revisions()
                desk.take_in((theirs, theirs[::-1], theirs[::2], theirs[1::2])[other % 4])
            else:
                do(desk, one, other)
            assert as_shown(desk) == model(desk)
            assert desk.faults() == []
        everything = [one for desk in laptops for one in desk.revisions()]
        for desk in laptops:
            desk.take_in(everything)
            assert as_shown(desk) == model(desk)
            assert desk.faults() == []
            desk.database.close()


@pytest.mark.parametrize("kind", [Joined.KIND, Recommendation.KIND])
def test_what_turns_out_to_be_of_another_kind_spans_nothing_any_more(template: Path, tmp_path: Path, kind: str) -> None:
    desk, _, _ = some_laptops(template, tmp_path)
    with desk.database.write("put") as work:
        work.put(Note(id=IDS[0], text="Said", speaker=IDS[1]))
        work.put(Recommendation(id=IDS[4], number=7, numbered=True))
    fields: dict[str, JsonValue] = (
        {"of": Participant.KIND, "goes": IDS[1], "stays": IDS[2]}
        if kind == Joined.KIND
        else {"number": 7, "numbered": True}
    )
    desk.take_in([said(fields, record=IDS[5], kind=kind, hlc=9)])
    with desk.database.read() as forum:
        assert forum.all(Note)[0].speaker == (IDS[2] if kind == Joined.KIND else IDS[1])
        assert next(one.label for one in forum.stream(Recommendation, "id")) == (
            "R-07" if kind == Joined.KIND else "R-07a"
        )
    desk.take_in([said({"name": "Ana"}, record=IDS[5], kind=Participant.KIND, hlc=8)])
    with desk.database.read() as forum:
        assert forum.all(Note)[0].speaker == IDS[1]
        assert [one.label for one in forum.all(Recommendation)] == ["R-07"]
    assert desk.faults() == []
    desk.database.close()


@pytest.mark.parametrize(
    ("twin", "label"), [(0, "R-07"), (1, "R-07a"), (26, "R-07z"), (27, "R-07.27")], ids=["alone", "first", "z", "many"]
)
def test_a_number_that_several_share_says_which_one_is_meant(twin: int, label: str) -> None:
    assert label_of(7, twin) == label


def test_a_count_that_is_none_is_told_as_damage() -> None:
    row = list(row_alone(Recommendation.KIND, IDS[0], {"number": 7}))
    row[column_names(Recommendation.KIND).index("twin")] = "two"
    with pytest.raises(driver.DatabaseError):
        record_of(Recommendation.KIND, row)


def test_a_join_of_recommendations_moves_their_groups(template: Path, tmp_path: Path) -> None:
    desk, _, _ = some_laptops(template, tmp_path)
    under(desk, 0, 1)
    draft(desk, 2, 0)
    draft(desk, 1, 0)
    with desk.database.write("join-records") as work:
        work.delete(work.require(Recommendation, IDS[1]))
        work.put(joined(Recommendation.KIND, IDS[1], IDS[2]))
        assert [one.id for one in members_of(work, IDS[2])] == [IDS[0]]
        assert members_of(work, "") == ()
    assert desk.faults() == []
    desk.database.close()
