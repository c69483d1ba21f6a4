"""Whatever laptops do, in whatever order their packages come: the desk shows the same, and can take all of it back."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forumdesk.domain.devices import Device
from forumdesk.domain.errors import ForumDeskError
from forumdesk.domain.records import DELETED
from forumdesk.services.desk import Desk
from tests.effort import times
from tests.services.hands import HandClock
from tests.services.rooms import Rooms
from tests.storage.laptops import shown_of

LAPTOPS = ("A", "B", "C")
CLONE = "clone of A"
"""The laptop A as it came out of a backup: another file, the same id."""

Doing = Callable[[Desk, int], object]


def _nth(desk: Desk, what: str, number: int) -> str:
    found = sorted(one["id"] for one in desk.listing.listed(what))
    return found[number % len(found)] if found else "f" * 32


def _join(desk: Desk, number: int) -> None:
    pairs = desk.joining.pairs()
    if pairs:
        one, other = pairs[number % len(pairs)].sides
        if number % 3:
            desk.joining.join(one.id, [other.id])
        else:
            desk.joining.keep_apart(one.id, other.id)


def _settle(desk: Desk, number: int) -> None:
    found = desk.settling.conflicts()
    if found:
        one = found[number % len(found)]
        desk.settling.settle(one.record, one.field, one.heads[number % len(one.heads)].id)


DOINGS: tuple[Doing, ...] = (
    lambda desk, n: desk.capturing.keep(desk.planning.session("S1").id, f"Said {n} @Ana"),
    lambda desk, n: desk.recommending.change((_nth(desk, "recommendations", n),), text=f"Asked {n}"),
    lambda desk, n: desk.recommending.tag((_nth(desk, "recommendations", n),), add=(f"sdg {n % 3 + 1}",)),
    lambda desk, n: desk.recommending.delete((_nth(desk, "recommendations", n),)),
    lambda desk, n: desk.people.add(name="Ana", city=("Quito", "QUITO")[n % 2]),
    lambda desk, n: desk.people.change((_nth(desk, "participants", n),), position=f"Office {n % 2}"),
    _join,
    _settle,
    lambda desk, _: desk.history.undo(),
    lambda desk, n: desk.history.undo(desk.history.entries()[n % 3].id),
)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, blank: Path) -> Path:
    """A forum with a session, somebody in it and two recommendations, as every laptop gets it."""
    rooms = Rooms(blank, tmp_path_factory.mktemp("shared"))
    with rooms.at("secretariat") as desk:
        session = desk.planning.add_session("Employment", code="S1")
        desk.people.add(name="Ana", city="Quito")
        for number in range(2):
            desk.recommending.add(text=f"Asked {number}", session=session.id)
    return rooms.file("secretariat")


@contextmanager
def laptops(shared: Path) -> Iterator[Rooms]:
    """Laptops with a copy each, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield Rooms(Path(shutil.copy(shared, folder)), Path(folder))


def shown(desk: Desk) -> Any:
    """Everything that screens can read."""
    return shown_of(desk._database)


def heads(desk: Desk) -> dict[str, set[tuple[str, str]]]:
    """What stands of every record: which value of which field, whoever said it."""
    with desk._database.read() as forum:
        records = [row[0] for row in forum.rows("SELECT DISTINCT record FROM revision WHERE kind <> 'device'")]
        return {
            record: {(key, repr(one.fields[key])) for one, held in forum.log.standing(record) for key in held} - NOTHING
            for record in records
        }


NOTHING = {(DELETED, repr(None))}


def ids(desk: Desk) -> set[str]:
    with desk._database.read() as forum:
        return {one.id for one in forum.log.all_revisions() if one.kind != Device.KIND}


def live(rooms: Rooms, tale: list[tuple[int, int, int]], wrong: list[int]) -> list[Path]:
    """Do what a story tells on each laptop, its clock wrong by some hours, and hand it all in."""
    clocks = {name: HandClock() for name in (*LAPTOPS, CLONE)}
    for name, hours in zip(clocks, wrong, strict=True):
        clocks[name].go(hours=hours)
    for who, what, number in tale:
        name = (*LAPTOPS, CLONE)[who]
        with rooms.at(name, clocks[name], laptop=name.removeprefix("clone of ")) as desk, suppress(ForumDeskError):
            clocks[name].go(seconds=number)
            if what < len(DOINGS):
                DOINGS[what](desk, number)
            else:
                desk.merging.merge([rooms.file(LAPTOPS[number % 3])])
    return [rooms.hands_in(name, clocks[name], laptop=name.removeprefix("clone of ")) for name in clocks]


tales = st.lists(st.tuples(st.integers(0, 3), st.integers(0, len(DOINGS)), st.integers(0, 9)), max_size=10)
hours = st.lists(st.integers(-30, 30), min_size=4, max_size=4)


def merges_of(desk: Desk, name: str) -> list[str]:
    """The merges that brought more to this desk than names of laptops, the newest first."""
    return [
        one.id
        for one in desk.history.entries()
        if (one.name, one.turn, one.laptop) == ("merge", "", name) and one.count
    ]


@settings(max_examples=times(7), deadline=None)
@given(tale=tales, wrong=hours, order=st.permutations(range(4)))
def test_packages_come_to_the_same_in_every_order_and_merges_are_undone_and_redone_exactly(
    shared: Path, tale: list[tuple[int, int, int]], wrong: list[int], order: list[int]
) -> None:
    with laptops(shared) as rooms:
        packages = live(rooms, tale, wrong)
        came: list[tuple[Any, Any, set[str]]] = []
        for name, chosen in (("desk 1", packages), ("desk 2", [packages[place] for place in order])):
            with rooms.at(name) as desk:
                states = [shown(desk)]
                for some in (chosen[:2], chosen[2:]):
                    desk.merging.merge(some)
                    if len(merges_of(desk, name)) == len(states):
                        states.append(shown(desk))
                came.append((states[-1], heads(desk), ids(desk)))
                again = desk.merging.merge(list(reversed(chosen)))
                assert (again.fresh, shown(desk)) == (0, states[-1])
                assert desk.checking.faults() == ()
                for state in reversed(states[:-1]):
                    desk.history.undo()
                    assert shown(desk) == state
                for state in states[1:]:
                    desk.history.redo()
                    assert shown(desk) == state
                for act in reversed(merges_of(desk, name)):
                    desk.history.undo(act)
                assert shown(desk) == states[0]
        assert came[0][0] == came[1][0]
        if not came[0][0][0]["joined"]:  # where a join is followed, each desk says so by itself
            assert came[0][1:] == came[1][1:]
