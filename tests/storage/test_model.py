"""The log in a file shows and asks what the log as sets of revisions does, after every step of any story."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from forumdesk.domain.ids import RecordId
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.records import DELETED, JsonValue
from forumdesk.storage.acts import Act, bring_again, find_act, take_back
from forumdesk.storage.work import Work
from tests.effort import times
from tests.model_of_sets import Copy, Questions, Shown, Value
from tests.storage.laptops import Desk, laptops


class Both:
    """One laptop twice: as it is, and as the model has it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.copy = Copy(desk.laptop.device)
        self.acts: list[str] = []
        self.merges: list[str] = []

    def said(self, fields: Mapping[str, JsonValue], records: Sequence[str], *, begins: bool = False) -> None:
        """Say the same of some records, as one act."""
        with self.desk.database.write("edit") as work:
            for record in records:
                work.say(Recommendation.KIND, RecordId(record), dict(fields))
            act = work.act_id
        for record in records:
            self.copy.say(record, act, {key: _value(one) for key, one in fields.items()}, begins=begins)
        self.acts.append(act)

    def take_in(self, other: Both) -> None:
        """Merge all that another laptop would hand on."""
        with self.desk.database.write("merge") as work:
            work.take_in(other.desk.handed())
            act = work.act_id
        brought = self.copy.merge(other.copy.package(), act)
        with self.desk.database.read() as forum:
            assert (find_act(forum, act) is not None) is brought
        if brought:
            self.merges.append(act)

    def turn(self, act: str, what: str, turning: Callable[[Work, Act], object]) -> None:
        """Take an act back, or bring it again."""
        with self.desk.database.read() as forum:
            found = find_act(forum, act)
        assert found is not None
        with self.desk.database.write(what, target=act) as work:
            turning(work, found)

    def shown(self) -> tuple[Shown, Questions]:
        """What the file shows and asks."""
        shown: Shown = {}
        asked: Questions = set()
        with self.desk.database.read() as forum:
            for record, keys in forum.rows("SELECT id, conflicts FROM at_recommendation WHERE deleted = 0"):
                values: dict[str, set[str]] = {}
                for one, heads in forum.log.standing(record):
                    for key in heads:
                        values.setdefault(key, set()).add(repr(one.fields[key]))
                shown[record] = {key: tuple(sorted(values[key])) for key in sorted(values)}
                asked |= {(record, key) for key in keys.split("\n") if key}
        return shown, asked

    def check(self) -> None:
        """Compare."""
        assert self.shown() == (self.copy.shown(), self.copy.questions())


def _value(said: JsonValue) -> Value:
    assert said is None or isinstance(said, str | bool)
    return said


def new(me: Both, number: int, _other: Both) -> None:
    me.said({"text": f"New {number}", "actor": "City"}, [me.desk.next_id()], begins=True)


def edit(me: Both, number: int, _other: Both) -> None:
    if live := sorted(me.copy.shown()):
        me.said({("text", "actor")[number % 2]: f"{me.desk.laptop.name} {number}"}, [live[number % len(live)]])


def bulk(me: Both, number: int, _other: Both) -> None:
    if live := sorted(me.copy.shown()):
        me.said({"actor": f"{me.desk.laptop.name} {number}"}, live[number % len(live) :][:3])


def delete(me: Both, number: int, _other: Both) -> None:
    if live := sorted(me.copy.shown()):
        me.said({DELETED: True}, [live[number % len(live)]])


def bring_back(me: Both, number: int, _other: Both) -> None:
    live = me.copy.shown()
    if gone := [one for one in me.copy.records() if one not in live and me.copy.is_begun(one)]:
        me.said({DELETED: None, "text": f"Back {number}"}, [gone[number % len(gone)]])


def begin_anew(me: Both, number: int, _other: Both) -> None:
    if gone := [one for one in me.copy.records() if not me.copy.is_begun(one)]:
        me.said({"text": f"Anew {number}"}, [gone[number % len(gone)]], begins=True)


def undo(me: Both, number: int, _other: Both) -> None:
    if me.acts:
        act = me.acts[-1 - number % len(me.acts)]
        me.turn(act, "undo", take_back)
        me.copy.undo(act)


def undo_and_redo(me: Both, number: int, _other: Both) -> None:
    if me.acts:
        act = me.acts[-1 - number % len(me.acts)]
        if not me.copy.of(f"act:{act}"):
            before = me.shown()
            me.turn(act, "undo", take_back)
            me.turn(act, "redo", bring_again)
            assert me.shown() == before
            me.copy.undo(act)
            me.copy.redo(act)


def redo(me: Both, number: int, _other: Both) -> None:
    if me.acts:
        act = me.acts[number % len(me.acts)]
        me.turn(act, "redo", bring_again)
        me.copy.redo(act)


def merge(me: Both, _number: int, other: Both) -> None:
    if me is other:
        return
    before, merges = me.shown(), len(me.merges)
    me.take_in(other)
    me.check()
    after = me.shown()
    me.take_in(other)
    assert me.shown() == after, "the same again is not nothing"
    if len(me.merges) > merges:
        me.turn(me.merges[-1], "undo", take_back)
        assert me.shown() == before, "undo of a merge is not the state before"
        me.turn(me.merges[-1], "redo", bring_again)
        assert me.shown() == after, "redo of a merge is not the state after"


def unmerge(me: Both, number: int, other: Both) -> None:
    if me.merges:
        act, elsewhere = me.merges[-1 - number % len(me.merges)], other.shown()
        me.turn(act, "undo", take_back)
        me.copy.undone_merges.add(act)
        assert me is other or other.shown() == elsewhere


def remerge(me: Both, number: int, _other: Both) -> None:
    if me.merges:
        act = me.merges[-1 - number % len(me.merges)]
        me.turn(act, "redo", bring_again)
        me.copy.undone_merges.discard(act)


def restart(me: Both, _number: int, _other: Both) -> None:
    me.desk.restart()


DOINGS = (
    *(new, new, edit, edit, edit, bulk, delete, bring_back, begin_anew),
    *(undo, undo, undo_and_redo, redo, merge, merge, merge, unmerge, remerge, restart),
)
LAPTOPS = 3
step = st.tuples(st.sampled_from(DOINGS), st.integers(0, LAPTOPS - 1), st.integers(0, 9), st.integers(0, LAPTOPS - 1))
Step = tuple[Callable[[Both, int, Both], None], int, int, int]


@settings(max_examples=times(8), deadline=None)
@given(tale=st.lists(step, min_size=4, max_size=30))
def test_every_step_of_a_story_reads_as_the_model_has_it(template: Path, tale: list[Step]) -> None:
    with laptops(template, (0,) * LAPTOPS) as desks:
        people = [Both(desk) for desk in desks]
        for what, who, number, whom in tale:
            what(people[who], number, people[whom])
            people[who].check()
        for one in people:
            assert one.desk.faults() == []
            for merge_act in one.merges:
                one.turn(merge_act, "redo", bring_again)
                one.copy.undone_merges.discard(merge_act)
        for _ in range(2):
            for one in people:
                for other in people:
                    one.take_in(other)
        for one in people:
            one.check()
            assert one.shown() == people[0].shown()
            assert one.desk.faults() == []
