"""What stands of a record follows from who had seen what; the clock only breaks ties."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumdesk.domain.heads import BEGUN, Counted, standing_of, state_of
from forumdesk.domain.kinds import kind_of
from forumdesk.domain.records import DELETED
from forumdesk.domain.revisions import ACT, REDACTION, Revision, taken_out, without
from tests import revisions as laptops
from tests.revisions import redacting, said, turned


def one(fields: dict[str, str], *parents: Revision, hlc: int = 1, **how: str) -> Revision:
    return laptops.said(fields, parents=parents, hlc=hlc << 16, **how)  # type: ignore[arg-type]


def gone(*parents: Revision, hlc: int, back: bool = False) -> Revision:
    return said({DELETED: None if back else True}, parents=parents, hlc=hlc << 16, begins=False)


FIRST = one({"text": "A", "city": "Quito"})
ONE = one({"text": "B"}, FIRST, hlc=2)
TWO = one({"text": "C"}, FIRST, hlc=3)
SAME = one({"text": "B"}, FIRST, hlc=4)
BOTH = one({"text": "D"}, ONE, TWO, hlc=1)
DELETE = gone(FIRST, hlc=5)
DELETE_TOO = gone(FIRST, hlc=6)
AFTER_ALL = gone(FIRST, ONE, hlc=4)
UNDELETE = gone(FIRST, DELETE, hlc=7, back=True)
KNOWING = one({"text": "E"}, FIRST, DELETE, hlc=8)
STRAY = one({"text": "F"}, ONE, hlc=9)


@pytest.mark.parametrize(
    ("revisions", "text", "conflicts", "deleted"),
    [
        pytest.param([FIRST], "A", set(), False, id="one revision stands whole"),
        pytest.param([FIRST, ONE], "B", set(), False, id="a revision takes the place of those it saw"),
        pytest.param([FIRST, ONE, TWO], "C", {"text"}, False, id="two that did not see each other: the later is shown"),
        pytest.param([FIRST, ONE, SAME], "B", set(), False, id="two that say the same agree"),
        pytest.param([FIRST, ONE, TWO, BOTH], "D", set(), False, id="one that saw both settles it, whatever its clock"),
        pytest.param([FIRST, ONE, STRAY], "F", set(), False, id="what was seen through another was seen"),
        pytest.param([FIRST, DELETE], "A", set(), True, id="a delete"),
        pytest.param([FIRST, DELETE, ONE], "B", {DELETED}, False, id="a delete against an edit"),
        pytest.param([FIRST, DELETE, DELETE_TOO], "A", set(), True, id="two deletes agree"),
        pytest.param([FIRST, DELETE, ONE, AFTER_ALL], "B", set(), True, id="somebody who saw the edit deleted too"),
        pytest.param([FIRST, DELETE, UNDELETE], "A", set(), False, id="a delete taken back"),
        pytest.param(
            [FIRST, DELETE, UNDELETE, DELETE_TOO], "A", {DELETED}, False, id="taken back against another delete"
        ),
        pytest.param(
            [FIRST, DELETE, KNOWING],
            "E",
            {DELETED},
            False,
            id="an edit by somebody who knew of the delete: it is asked",
        ),
        pytest.param([gone(hlc=1)], None, set(), True, id="a delete of what has not come yet"),
        pytest.param([ONE], "B", set(), True, id="an edit of what has not come yet"),
        pytest.param([], None, set(), True, id="nothing at all"),
        pytest.param(
            [said({"text": "A", DELETED: True})], "A", set(), True, id="one that begins and is deleted at once"
        ),
    ],
)
def test_a_state_is_the_same_in_whatever_order_revisions_come(
    revisions: Sequence[Revision], text: str | None, conflicts: set[str], *, deleted: bool
) -> None:
    for order in permutations(revisions):
        state = state_of(Counted(order))
        assert (state.said.get("text"), set(state.conflicts), state.deleted) == (text, conflicts, deleted)
        assert state.untold == frozenset()


def test_a_conflict_names_its_heads_the_shown_one_first() -> None:
    assert state_of(Counted([FIRST, ONE, TWO])).conflicts == {"text": (TWO.id, ONE.id)}
    against = state_of(Counted([FIRST, ONE, DELETE, DELETE_TOO])).conflicts
    assert against == {DELETED: (DELETE_TOO.id, DELETE.id, ONE.id)}


def test_what_speaks_of_others_never_stands_and_empty_revisions_say_nothing() -> None:
    act = said({"text": "x", DELETED: True}, kind=ACT, begins=True)
    assert standing_of([FIRST, redacting(FIRST, "3"), act]) == [(FIRST, frozenset({"text", "city"}))]
    assert standing_of([redacting(FIRST, "3")]) == standing_of([act]) == []
    assert standing_of([said({})]) == []
    assert state_of(Counted([said({})])).deleted is False
    assert [found for found, _ in Counted([act], of_act=True).standing()] == [act]


@pytest.mark.parametrize(
    ("revisions", "untold", "conflicts"),
    [
        pytest.param([FIRST, STRAY], {"text"}, set(), id="what is between is not here"),
        pytest.param([FIRST, STRAY, ONE], set(), set(), id="and comes"),
        pytest.param([FIRST, STRAY, TWO], {"text"}, set(), id="one of two has a hole in its past"),
        pytest.param([FIRST, STRAY, TWO, ONE], set(), {"text"}, id="until it comes"),
        pytest.param([FIRST, AFTER_ALL], set(), set(), id="who deleted had seen something more"),
        pytest.param([FIRST, DELETE, STRAY], {"text"}, {DELETED}, id="a delete against an edit with a hole"),
    ],
)
def test_where_something_of_the_past_is_not_here_nobody_is_asked(
    revisions: Sequence[Revision], untold: set[str], conflicts: set[str]
) -> None:
    for order in permutations(revisions):
        state = state_of(Counted(order))
        assert (set(state.untold), set(state.conflicts)) == (untold, conflicts)


def test_a_value_that_was_kept_back_still_takes_the_place_of_what_it_saw() -> None:
    hidden = without(ONE, {"text"}.__contains__)
    assert state_of(Counted([FIRST, hidden])).said == {"text": None, "city": "Quito"}
    assert state_of(Counted([hidden, FIRST, TWO])).conflicts == {"text": (TWO.id, ONE.id)}
    unnamed = taken_out(said({"text": "A"}), [0, 1, 2, 3])
    assert state_of(Counted([unnamed])).said == {"text": None}


class Circumstances:
    """Which revisions are set aside, and which are taken back."""

    def __init__(self, aside: Sequence[Revision] = (), off: Sequence[Revision] = ()) -> None:
        self._aside = {each.id for each in aside}
        self._off = {each.id for each in off}

    def stands(self, one: Revision) -> bool:
        return one.id not in self._aside

    def is_taken_back(self, one: Revision) -> bool:
        return one.id in self._off


@pytest.mark.parametrize(
    ("revisions", "aside", "off", "text", "conflicts", "tips"),
    [
        pytest.param(
            [FIRST, ONE], [], [ONE], "A", set(), [ONE], id="an edit taken back: what was before, on top of all"
        ),
        pytest.param([FIRST, ONE, TWO], [], [TWO], "B", set(), [ONE, TWO], id="one of two taken back: no conflict"),
        pytest.param([FIRST, ONE, TWO, BOTH], [], [BOTH], "C", {"text"}, [BOTH], id="what settled it taken back"),
        pytest.param(
            [FIRST, ONE, STRAY], [], [ONE], "F", set(), [STRAY], id="what is seen through what does not count"
        ),
        pytest.param([FIRST, ONE], [ONE], [], "A", set(), [FIRST], id="an edit set aside"),
        pytest.param([FIRST, ONE], [FIRST], [], "B", set(), [ONE], id="what somebody built on is held"),
        pytest.param([FIRST], [FIRST], [], None, None, [], id="a note set aside"),
        pytest.param([FIRST, ONE], [FIRST], [ONE], None, None, [ONE], id="what was taken back holds nothing"),
        pytest.param(
            [FIRST, ONE], [], [FIRST], "B", {BEGUN}, [ONE], id="a beginning taken back that somebody went on with"
        ),
        pytest.param([FIRST, DELETE], [], [FIRST], None, None, [DELETE], id="a beginning taken back, and deleted"),
        pytest.param([FIRST, ONE], [], [FIRST, ONE], None, None, [ONE], id="both taken back"),
    ],
)
def test_what_counts_follows_from_what_was_taken_back_and_set_aside(
    revisions: Sequence[Revision],
    aside: Sequence[Revision],
    off: Sequence[Revision],
    text: str | None,
    conflicts: set[str] | None,
    tips: Sequence[Revision],
) -> None:
    for order in permutations(revisions):
        counted = Counted(order, Circumstances(aside, off))
        state = state_of(counted)
        assert set(counted.tips) == {each.id for each in tips}
        assert state.deleted is (conflicts is None)
        if conflicts is not None:
            assert (state.said["text"], set(state.conflicts)) == (text, conflicts)


def test_whose_words_hold_what_was_set_aside() -> None:
    assert Counted([FIRST, ONE, TWO], Circumstances([FIRST])).holders() == [ONE, TWO]
    assert Counted([FIRST, ONE, TWO], Circumstances([FIRST, TWO])).holders() == [ONE]
    assert Counted([FIRST, ONE], Circumstances([FIRST], [ONE])).holders() == []
    assert Counted([FIRST, ONE]).holders() == []


def test_who_is_asked_about_a_beginning_is_told_of_both_sides() -> None:
    state = state_of(Counted([FIRST, ONE], Circumstances(off=[FIRST])))
    assert state.conflicts == {BEGUN: (FIRST.id, ONE.id)}


@pytest.mark.parametrize(
    ("revisions", "kind"),
    [
        pytest.param([FIRST], "note", id="what is said"),
        pytest.param([said(kind="step", hlc=9), said(kind="note", hlc=8)], "note", id="the first in clock order"),
        pytest.param([said(kind="step", hlc=0, begins=False), FIRST], "note", id="what begins it"),
        pytest.param([said(kind="weather", hlc=0), FIRST], "note", id="a kind that is known here"),
        pytest.param([said(kind="weather", hlc=0, begins=False)], "weather", id="a kind that is not known here"),
        pytest.param([said({}, kind=ACT, hlc=0, begins=True), FIRST], "note", id="not that of an act"),
        pytest.param([redacting(FIRST, "3"), FIRST], "note", id="not that of a request"),
        pytest.param([turned([FIRST])], ACT, id="an act alone"),
        pytest.param([redacting(FIRST, "3")], REDACTION, id="a request alone"),
        pytest.param([], REDACTION, id="nothing"),
    ],
)
def test_the_kind_of_a_record(revisions: Sequence[Revision], kind: str) -> None:
    for order in permutations(revisions):
        assert kind_of(order) == kind


@given(seed=st.integers(0, 10_000))
def test_the_heads_are_those_that_nobody_saw(seed: int) -> None:
    """Held to the definition, on any graph."""
    chance = random.Random(seed)  # noqa: S311 - a graph, not a secret
    made: list[Revision] = []
    seen: dict[str, set[str]] = {}
    for number in range(chance.randrange(1, 9)):
        parents = chance.sample(made, min(len(made), chance.randrange(3)))
        new = one({chance.choice(["text", "city"]): str(number)}, *parents, hlc=chance.randrange(4))
        made.append(new)
        seen[new.id] = {each.id for each in parents}.union(*(seen[each.id] for each in parents))
    order = list(made)
    chance.shuffle(order)
    counted = Counted(order)
    for key in ("text", "city"):
        saying = [each for each in order if key in each.fields]
        expected = {each.id for each in saying if not any(each.id in seen[other.id] for other in saying)}
        assert {each.id for each, keys in counted.standing() if key in keys} == expected
    assert set(counted.tips) == {each.id for each in made} - set().union(*seen.values())
    assert standing_of(order) == counted.standing()
