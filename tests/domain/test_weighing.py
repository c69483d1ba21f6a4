"""What another laptop's revisions would do is weighed record by record, and nothing is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from forumdesk.domain.ids import ActId, RecordId
from forumdesk.domain.joining import Joined
from forumdesk.domain.merging import Weighing, Weight, Weights
from forumdesk.domain.revisions import Revision
from forumdesk.domain.turns import Turn, turn_of
from tests.revisions import redacting, said, turned


@dataclass
class Known:
    """What is set aside, and which acts are taken back."""

    aside: frozenset[str] = frozenset()
    turns: Mapping[tuple[str, str], Turn] = field(default_factory=dict)

    def stands(self, one: Revision) -> bool:
        return one.id not in self.aside

    def is_taken_back(self, one: Revision) -> bool:
        turn = self.turns.get((one.device, one.act_id))
        return turn is not None and turn.takes_back(one)


class Forum:
    """A forum in memory."""

    def __init__(self, *revisions: Revision, known: Known | None = None) -> None:
        self._revisions = revisions
        self.known = known or Known()

    def revisions(self, record: RecordId) -> Sequence[Revision]:
        return [one for one in self._revisions if one.record == record]

    def records_of_act(self, device: str, act: ActId) -> Sequence[RecordId]:
        return list({one.record: None for one in self._revisions if (one.device, one.act_id) == (device, act)})

    def holding(self, records: Iterable[RecordId]) -> set[str]:
        here: set[str] = {one.record for one in self._revisions}
        return here & set(records)


def weighed(forum: Forum, *coming: Revision, leave_aside: bool = False) -> Weights:
    return Weighing(forum, forum.holding, leave_aside=leave_aside).weigh(coming)


NOTE = said({"text": "First", "city": "Quito"})
EDIT = said({"text": "Second"}, parents=[NOTE])
OTHER = said({"text": "Third"}, parents=[NOTE], device="e" * 32)
DELETE = said({"_deleted": True}, parents=[NOTE], device="e" * 32)


@pytest.mark.parametrize(
    ("here", "coming", "expected"),
    [
        pytest.param([], [NOTE], Weight(new=1), id="a note that is not here"),
        pytest.param([], [NOTE, EDIT], Weight(new=1), id="a note with its rewording"),
        pytest.param([NOTE], [NOTE], Weight(same=1), id="the same again"),
        pytest.param([NOTE], [EDIT], Weight(changed=1), id="a rewording"),
        pytest.param([NOTE], [EDIT, OTHER], Weight(conflicts=1), id="two rewordings against each other"),
        pytest.param([NOTE, EDIT], [OTHER], Weight(conflicts=1), id="a rewording against one's own"),
        pytest.param([NOTE, EDIT, OTHER], [EDIT], Weight(same=1), id="one side of a conflict that is here"),
        pytest.param([NOTE], [DELETE], Weight(changed=1), id="a note that goes"),
        pytest.param([NOTE, EDIT], [DELETE], Weight(conflicts=1, deleted_edited=1), id="a delete against an edit"),
        pytest.param([NOTE], [said({"text": "First"}, parents=[NOTE])], Weight(same=1), id="the same words said anew"),
        pytest.param([NOTE], [redacting(NOTE, "3")], Weight(changed=0, same=1), id="a request to take words out"),
        pytest.param([NOTE], [turned([NOTE])], Weight(changed=1), id="its act was taken back"),
        pytest.param([NOTE], [turned([NOTE], device="e" * 32)], Weight(), id="somebody else says it was taken back"),
        pytest.param([], [turned([NOTE]), NOTE], Weight(new=1), id="a note with its act taken back"),
        pytest.param([], [NOTE, redacting(NOTE, "3")], Weight(new=1), id="a note with a request to take words out"),
    ],
)
def test_what_comes_is_weighed(here: list[Revision], coming: list[Revision], expected: Weight) -> None:
    assert weighed(Forum(*here), *coming).total == expected


def test_what_speaks_of_others_alone_weighs_nothing() -> None:
    assert weighed(Forum(), redacting(NOTE, "3")).by_kind == {}
    off = turned([NOTE])
    again = weighed(Forum(NOTE, off), off)
    assert (again.by_kind, again.fresh) == ({}, 0)


def test_records_of_a_later_version_are_counted_once_and_their_revisions_each() -> None:
    polls = [
        said({"text": "Yes"}, record="a" * 32, kind="poll"),
        said({"text": "No"}, record="a" * 32, kind="poll"),
        said({}, record="c" * 32, kind="poll"),
    ]
    forum = Forum()
    weighing = Weighing(forum, forum.holding)
    found = weighing.weigh(polls)
    assert (found.unknown, found.fresh, found.total.new) == (2, 3, 0)
    again = weighing.weigh(polls[:1])
    assert (again.unknown, again.fresh) == (1, 0)


def test_sources_are_weighed_one_after_the_other() -> None:
    forum = Forum()
    weighing = Weighing(forum, forum.holding)
    assert weighing.weigh([NOTE]).total == Weight(new=1)
    assert weighing.weigh([NOTE, EDIT]).total == Weight(changed=1)
    assert weighing.weigh([OTHER]).total == Weight(conflicts=1)
    assert weighing.here == set()


def test_what_one_source_begins_and_a_later_one_takes_back_is_weighed_anew() -> None:
    forum = Forum()
    weighing = Weighing(forum, forum.holding)
    assert weighing.weigh([NOTE]).total == Weight(new=1)
    assert weighing.weigh([turned([NOTE])]).total == Weight(changed=1)


def test_what_was_set_aside_comes_back_or_stays_aside() -> None:
    forum = Forum(NOTE, known=Known(frozenset({NOTE.id})))
    back = weighed(forum, NOTE)
    assert (back.aside, back.fresh, back.total.changed) == (1, 0, 1)
    left = weighed(forum, NOTE, leave_aside=True)
    assert (left.aside, left.fresh, left.total.same) == (1, 0, 1)


def test_what_was_set_aside_and_is_built_on_is_shown_all_the_same() -> None:
    forum = Forum(NOTE, known=Known(frozenset({NOTE.id})))
    assert weighed(forum, NOTE, EDIT, leave_aside=True).total == Weight(changed=1)


def test_an_act_that_is_brought_again_changes_what_it_said() -> None:
    off = turned([NOTE])
    turn = turn_of([off], NOTE.device)
    assert turn is not None
    forum = Forum(NOTE, off, known=Known(turns={(NOTE.device, NOTE.act_id): turn}))
    assert weighed(forum, turned([NOTE], off=False, parents=[off])).total == Weight(changed=1)
    assert weighed(forum, said({"text": "New"}, record="c" * 32)).total == Weight(new=1)


def test_what_a_laptop_is_called_counts_for_nothing() -> None:
    named = said({"name": "Room B"}, kind="device", record="c" * 32)
    found = weighed(Forum(), named, NOTE)
    assert found.by_kind["device"] == Weight(new=1)
    assert (found.total, found.total.records) == (Weight(new=1), 1)


FIRST, SECOND, PLENARY = "1" * 32, "2" * 32, "3" * 32
PEOPLE = [said({"name": "Ana"}, record=one, kind="participant") for one in (FIRST, SECOND)]
SESSION = said({"code": "S1"}, record=PLENARY, kind="session")


def a_join(goes: str, stays: str, **how: Any) -> list[Revision]:
    """What one act says that joins a person into another: the delete, what the other takes over, and the join."""
    before = {one.record: one for one in PEOPLE}
    of_act: dict[str, Any] = {"name": "join-records", "act": goes, **how}
    return [
        said({"_deleted": True}, record=goes, kind="participant", parents=[before[RecordId(goes)]], **of_act),
        said({"position": goes[:3]}, record=stays, kind="participant", parents=[before[RecordId(stays)]], **of_act),
        said(
            {"of": "participant", "goes": goes, "stays": stays},
            record=f"{goes[:16]}{stays[:16]}",
            kind="joined",
            **of_act,
        ),
    ]


def test_a_join_that_comes_settles_what_two_names_of_one_were_asked_about_and_undone_asks_again() -> None:
    chairs = [
        said({"chair": one}, record=PLENARY, kind="session", parents=[SESSION], device=device * 32)
        for one, device in ((FIRST, "d"), (SECOND, "e"))
    ]
    join = a_join(SECOND, FIRST, device="e" * 32)
    forum = Forum(*PEOPLE, SESSION, chairs[0])
    assert weighed(forum, chairs[1]).total.conflicts == 1
    assert weighed(forum, chairs[1], *join).total.conflicts == 0
    weighing = Weighing(forum, forum.holding)
    assert [weighing.weigh(some).total.conflicts for some in ([chairs[1]], join)] == [1, 0]
    assert weighing.weigh([*chairs, turned(join)]).total.conflicts == 1


def test_joins_that_meet_in_a_circle_ask_about_no_delete() -> None:
    here, coming = a_join(FIRST, SECOND), a_join(SECOND, FIRST, device="e" * 32)
    forum = Forum(*PEOPLE, *here)
    one = Joined(id=here[2].record, of="participant", goes=RecordId(FIRST), stays=RecordId(SECOND))
    weights = Weighing(forum, forum.holding, {one: True}).weigh(coming)
    assert (weights.by_kind["participant"].conflicts, weights.by_kind["joined"].new) == (0, 1)
    edit = said({"name": "Anna"}, record=SECOND, kind="participant", parents=[PEOPLE[1]])
    forum = Forum(*PEOPLE, *here, edit)
    weights = Weighing(forum, forum.holding, {one: True}).weigh(coming)
    assert weights.total.deleted_edited == 1, "somebody went on with her"
