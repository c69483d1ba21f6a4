"""Joins as three laptops show them are what a slow model makes of the log, after every step and however it arrived."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forumdesk.domain.agenda import Session
from forumdesk.domain.attachments import Attachment
from forumdesk.domain.errors import NotAllowed
from forumdesk.domain.heads import Circumstances, Counted, State, state_of
from forumdesk.domain.ids import RecordId
from forumdesk.domain.joining import Joined, joined
from forumdesk.domain.kinds import KINDS, kind_of
from forumdesk.domain.notes import Note
from forumdesk.domain.people import Participant
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.records import DELETED, JsonValue, Record, shapes
from forumdesk.domain.resolving import joins_of, reaching
from forumdesk.domain.revisions import ACT, Revision
from forumdesk.storage.layout import table_name
from tests.effort import times
from tests.storage.laptops import Desk, redo_an_older_act, some_laptops, undo_an_older_act

PEOPLE = [RecordId(f"{number}" * 32) for number in range(4)]
NOTES = [RecordId(letter * 32) for letter in "abcd"]
OTHERS = [RecordId(letter * 32) for letter in "ef"]


# ---- the model

States = dict[RecordId, tuple[str, State, dict[str, set[Any]]]]
"""Of each record its kind, what it says, and every value that stands under each key."""


def _states(revisions: Iterable[Revision], known: Circumstances) -> States:
    by_record: dict[RecordId, list[Revision]] = {}
    for one in revisions:
        by_record.setdefault(one.record, []).append(one)
    found: States = {}
    for record, said in by_record.items():
        counted = Counted(said, known)
        values: dict[str, set[Any]] = {}
        for one, keys in counted.standing():
            for key in keys:
                values.setdefault(key, set()).add(one.fields[key])
        if kind_of(said) != ACT:
            found[record] = (kind_of(said), state_of(counted), values)
    return found


def model(desk: Desk) -> dict[RecordId, tuple[dict[str, Any], set[str], bool]]:
    """Of each record that is shown: its links, the links on which sides differ, and whether it is there."""
    states = _states(desk.revisions(), desk.database._log.known)
    onto = _onto(states)
    shown = {}
    for record, (kind, state, values) in states.items():
        links: dict[str, Any] = {}
        differing = set()
        for name, shape in shapes(KINDS[kind]).items() if kind in KINDS else ():
            if shape.link and shape.many:
                held = [
                    key.partition(":")[2] for key, said in state.said.items() if key.startswith(f"{name}:") and said
                ]
                links[name] = tuple(sorted({_end(onto, one) for one in held}))
            elif shape.link:
                links[name] = _end(onto, str(state.said.get(name) or ""))
                if len({_end(onto, str(one)) for one in values.get(name, ())}) > 1:
                    differing.add(name)
        lives = record in onto and _end(onto, record) == record
        shown[record] = (links, differing, lives or not state.deleted)
    return shown


def _onto(states: States) -> dict[str, str]:
    """What goes and where: the join with the least id counts, as long as the one that goes is gone or in dispute."""
    onto: dict[str, str] = {}
    for record in sorted(states, reverse=True):
        kind, state, _ = states[record]
        of, goes, stays = (str(state.said.get(name, "")) for name in ("of", "goes", "stays"))
        if kind != Joined.KIND or of not in KINDS or state.deleted or not goes or not stays or goes == stays:
            continue
        other = states.get(RecordId(goes))
        if other is None or other[1].deleted or DELETED in other[1].conflicts:
            onto[goes] = stays
    return onto


def _end(onto: Mapping[str, str], link: str) -> str:
    seen: list[str] = []
    while link in onto and link not in seen:
        seen.append(link)
        link = onto[link]
    return min(seen[seen.index(link) :]) if link in seen else link


def as_shown(desk: Desk) -> dict[RecordId, tuple[dict[str, Any], set[str], bool]]:
    """The same as the tables have it."""
    found = {}
    with desk.database.read() as forum:
        differing = {record: set(keys) for _, record, keys in forum.conflicts()}
        for kind, record_class in KINDS.items():
            fields = [name for name, shape in shapes(record_class).items() if shape.link]
            alive = {one.id for one in forum.stream(record_class)}
            for (record,) in forum.rows(f"SELECT id FROM {table_name(kind)}"):  # noqa: S608
                one: Any = forum.get_deleted(record_class, record)
                links = {name: getattr(one, name) for name in fields}
                found[RecordId(record)] = (links, differing.get(record, set()) & set(fields), record in alive)
    return found


# ---- what laptops do


def _put(desk: Desk, record: Record) -> None:
    with desk.database.write("put") as work:
        work.put(record)


def person(desk: Desk, one: int, other: int) -> None:
    _put(desk, Participant(id=PEOPLE[one], name=f"Person {other}"))


def note(desk: Desk, one: int, other: int) -> None:
    _put(desk, Note(id=NOTES[one], text="Said", speaker=PEOPLE[other]))


def session(desk: Desk, one: int, other: int) -> None:
    _put(desk, Session(id=OTHERS[0], code="S1", chair=PEOPLE[one], rapporteur=PEOPLE[other]))


def asked(desk: Desk, one: int, other: int) -> None:
    _put(desk, Recommendation(id=OTHERS[1], text="Asked", sources=tuple(sorted({NOTES[one], NOTES[other]}))))


def pinned(desk: Desk, one: int, other: int) -> None:
    _put(desk, Attachment(id=RecordId("9" * 32), record=(*PEOPLE, *NOTES)[one + other]))


def reword(desk: Desk, one: int, other: int) -> None:
    with desk.database.write("edit") as work:
        found = work.get(Note, NOTES[one])
        if found is not None:
            work.put(replace(found, text=f"Reworded {other}"))


def unsource(desk: Desk, one: int, _other: int) -> None:
    with desk.database.write("edit") as work:
        found = work.get(Recommendation, OTHERS[1])
        if found is not None:
            left = tuple(each for each in found.sources if each != NOTES[one])
            assert work.put(replace(found, sources=left)).sources == left


def _join(desk: Desk, record_class: type[Record], ids: list[RecordId], one: int, other: int) -> None:
    with desk.database.write("join-records") as work:
        goes = work.get(record_class, ids[one])
        if goes is not None and one != other:
            work.delete(goes)
            work.put(joined(record_class.KIND, goes.id, ids[other]))


def join_people(desk: Desk, one: int, other: int) -> None:
    _join(desk, Participant, PEOPLE, one, other)


def join_notes(desk: Desk, one: int, other: int) -> None:
    _join(desk, Note, NOTES, one, other)


def join_what_is_not_here(desk: Desk, one: int, other: int) -> None:
    """A join alone, as a partial package or a careless laptop brings it, under an id of its own or the usual one."""
    made = joined(("participant", "note", "delegation")[other % 3], PEOPLE[one], (*PEOPLE, *NOTES)[one + other])
    _put(desk, replace(made, id=RecordId(f"{other}f" * 16)) if one % 2 else made)


def part(desk: Desk, one: int, _other: int) -> None:
    with desk.database.write("delete") as work:
        found = sorted(work.all(Joined), key=lambda each: each.id)
        if found:
            work.delete(found[one % len(found)])


def delete(desk: Desk, one: int, other: int) -> None:
    record_class, ids = ((Participant, PEOPLE), (Note, NOTES))[other % 2]
    with desk.database.write("delete") as work:
        found = work.get(record_class, ids[one])
        if found is not None:
            work.delete(found)
            assert work.get(record_class, ids[one]) is None


def undo(desk: Desk, _one: int, _other: int) -> None:
    desk.undo()


def redo(desk: Desk, _one: int, _other: int) -> None:
    desk.redo()


def fail(desk: Desk, one: int, other: int) -> None:
    """An act that is taken back altogether, after it was shown."""
    with suppress(LookupError), desk.database.write("fail") as work:
        work.put(joined("participant", PEOPLE[one], PEOPLE[other]))
        raise LookupError


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
    person,
    person,
    note,
    note,
    session,
    asked,
    pinned,
    reword,
    unsource,
    join_people,
    join_people,
    join_notes,
    join_what_is_not_here,
    part,
    delete,
    undo,
    redo,
    undo_any,
    undo_any,
    redo_any,
    fail,
    restart,
)
steps = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from([*DOINGS, None]), st.integers(0, 3), st.integers(0, 3)),
    min_size=3,
    max_size=20,
)


def begin(laptops: list[Desk]) -> None:
    """Let everybody have the same people, of whom each said something."""
    for one in range(4):
        person(laptops[0], one, one)
        note(laptops[0], one, one)
    session(laptops[0], 0, 1)
    for desk in laptops[1:]:
        desk.take_in(laptops[0].revisions())


@settings(max_examples=times(20), deadline=None)
@given(steps=steps)
def test_what_is_shown_is_what_the_model_says(
    template: Path, steps: list[tuple[int, Callable[[Desk, int, int], None] | None, int, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        laptops = some_laptops(template, Path(folder))
        begin(laptops)
        for number, do, one, other in steps:
            desk = laptops[number]
            if do is None:
                desk.take_in(_some(laptops[(number + 1 + one % 2) % 3].revisions(), other))
            else:
                do(desk, one, other)
            assert as_shown(desk) == model(desk)
            assert desk.faults() == []
        everything = [one for desk in laptops for one in desk.revisions()]
        for number, desk in enumerate(laptops):
            desk.take_in(everything[number:] + everything[:number])
            assert as_shown(desk) == model(desk)
            assert desk.faults() == []
            desk.database.close()


def _some(revisions: list[Revision], part: int) -> list[Revision]:
    """All of them, or a part, forwards or backwards: what a package may hold."""
    return (revisions, revisions[::-1], revisions[::2], revisions[1::3])[part]


@pytest.mark.parametrize(
    ("onto", "ends", "living"),
    [
        ({"a": "b", "b": "c"}, {"a": "c", "b": "c"}, set()),
        ({"b": "c", "c": "b", "d": "c"}, {"c": "b", "d": "b"}, {"b"}),
        ({"a": "b", "b": "a", "c": "d", "d": "c"}, {"b": "a", "d": "c"}, {"a", "c"}),
    ],
    ids=["a chain", "into a circle", "two circles"],
)
def test_joins_come_to_ends_and_one_of_each_circle(
    onto: dict[str, str], ends: dict[str, str], living: set[str]
) -> None:
    found = joins_of(joined("participant", goes, stays) for goes, stays in onto.items())
    assert (dict(found.ends), set(found.living)) == (ends, living)


def test_a_member_is_taken_out_under_each_of_its_names() -> None:
    held: dict[str, JsonValue] = {"sources:x": True, "sources:y": True, "sources:z": False, "text": "Asked"}
    leading = {"x": "y", "z": "y"}
    said = reaching("recommendation", {"sources:y": False, "text": "Else"}, held, leading)
    assert said == {"sources:y": False, "sources:x": False, "text": "Else"}
    assert reaching("recommendation", {"text": "Else"}, held, leading) == {"text": "Else"}


def test_a_note_that_arrives_costs_the_same_whatever_was_joined(template: Path, tmp_path: Path) -> None:
    asked = []
    for joins in (0, 40):
        folder = tmp_path / str(joins)
        folder.mkdir()
        desk, other, _ = some_laptops(template, folder)
        with desk.database.write("join-records") as work:
            people = [work.put(Participant(id=desk.next_id(), name="Ana")) for _ in range(80)]
            for goes, stays in zip(people[:joins], people[40:], strict=False):
                work.delete(goes)
                work.put(joined("participant", goes.id, stays.id))
        note(other, 0, 0)
        reword(other, 0, 0)
        note(other, 1, 0)
        desk.take_in(other.revisions()[:1])  # what is known of joins is read once
        told: list[str] = []
        desk.database._driver.set_trace_callback(told.append)
        desk.take_in(other.revisions())
        desk.database._driver.set_trace_callback(None)
        asked.append(len(told))
        for one in (desk, other):
            one.database.close()
    assert asked[0] == asked[1]


@pytest.mark.parametrize("hidden", [0, 1], ids=["the one that goes", "the one that stays"])
def test_two_sides_that_name_one_record_differ_no_more_whichever_is_hidden(
    template: Path, tmp_path: Path, hidden: int
) -> None:
    laptops = some_laptops(template, tmp_path, (0, 1, 2))
    begin(laptops)
    for desk, chair in zip(laptops[1:], (hidden + 2, 3 - hidden), strict=True):
        with desk.database.write("edit") as work:
            work.put(replace(work.require(Session, OTHERS[0]), chair=PEOPLE[chair]))
        laptops[0].take_in(desk.revisions())
    desk = laptops[0]
    with desk.database.read() as forum:
        assert forum.require(Session, OTHERS[0]).chair == PEOPLE[3 - hidden]
        assert forum.conflicts() == (("session", OTHERS[0], ("chair",)),)
    join_people(desk, 2, 3)
    with desk.database.read() as forum:
        assert (forum.require(Session, OTHERS[0]).chair, forum.conflicts()) == (PEOPLE[3], ())
    desk.undo()
    with desk.database.read() as forum:
        assert forum.conflicts() == (("session", OTHERS[0], ("chair",)),)
    assert desk.faults() == []
    for one in laptops:
        one.database.close()


def test_a_join_that_arrives_shows_what_was_there_before_it(template: Path, tmp_path: Path) -> None:
    laptops = some_laptops(template, tmp_path)
    begin(laptops)
    join_people(laptops[1], 0, 1)
    laptops[0].take_in(laptops[1].revisions())
    with laptops[0].database.read() as forum:
        assert forum.require(Note, NOTES[0]).speaker == PEOPLE[1]
    assert laptops[0].faults() == []
    for one in laptops:
        one.database.close()


@pytest.mark.parametrize("stumbles", [restart, fail], ids=["a restart", "an act that failed"])
def test_the_first_act_after_something_was_forgotten_shows_what_a_deletion_ends(
    template: Path, tmp_path: Path, stumbles: Callable[[Desk, int, int], None]
) -> None:
    laptops = some_laptops(template, tmp_path)
    begin(laptops)
    desk = laptops[0]
    join_what_is_not_here(desk, 1, 3)  # a join alone: the one that goes is there still
    with desk.database.read() as forum:
        assert forum.require(Note, NOTES[1]).speaker == PEOPLE[1]
    stumbles(desk, 0, 0)
    delete(desk, 1, 0)
    assert as_shown(desk) == model(desk)
    assert desk.faults() == []
    for one in laptops:
        one.database.close()
