"""Places in a hub's log: however many write at once, who reads on from where it stopped misses nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import psycopg
import pytest

from forumdesk.domain.ids import BranchId, DeviceId, RecordId
from forumdesk.domain.revisions import Stamp, revision
from forumdesk.exchange.deliveries import Entry, entry_of
from forumdesk.storage.hub.address import address_of
from forumdesk.storage.hub.log import HubLog, hub_log
from tests.postgres import LAPTOP, TestHub

FORUM = "e" * 64


@pytest.fixture
def hub(hub: TestHub) -> TestHub:
    hub.admit(FORUM)
    return hub


def an_entry(name: str) -> Entry:
    stamp = Stamp(1, DeviceId("d" * 32), BranchId("b" * 16), 0, "", 1, 0, b"s" * 16)
    return entry_of(
        revision(
            record=RecordId(name),
            kind="note",
            fields={"text": name},
            closed=1,
            parents=(),
            act="a keep",
            begins=True,
            stamp=stamp,
        )
    )


def adds(log: HubLog, *names: str, seen: int = 2**40) -> int:
    """The place of the last of these, added together; 0 where somebody was quicker."""
    added = log.add([an_entry(name) for name in names], "heads", seen=seen)
    return added.place if added else 0


@contextmanager
def talking(hub: TestHub) -> Iterator[HubLog]:
    with hub_log(address_of(hub.address()), FORUM) as log:
        yield log


@contextmanager
def slow_writer(hub: TestHub, name: str) -> Iterator[Any]:
    """A laptop that has added a revision, and whose commit is still under way."""
    one = an_entry(name)
    said = (FORUM, 0, one.id, one.header, one.body, "heads")
    where = f"host={hub.cluster.folder} port={hub.cluster.port} dbname={hub.database} user={LAPTOP}"
    with psycopg.connect(where) as line:
        line.execute("SELECT forumdesk.append(%s, %s, %s, %s, %s, %s)", said)
        yield line


def waits(hub: TestHub) -> bool:
    """Whether somebody waits for the row of the forum."""
    return hub.ask("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'") != [(0,)]


def test_who_comes_later_waits_and_gets_a_later_place(hub: TestHub) -> None:
    with ExitStack() as stack:
        reader, writer = stack.enter_context(talking(hub)), stack.enter_context(talking(hub))
        slow = stack.enter_context(slow_writer(hub, "slow"))
        quick = threading.Thread(target=adds, args=(writer, "quick"))
        quick.start()
        while not waits(hub):
            assert quick.is_alive()
        assert reader.after(0) == []
        slow.commit()
        quick.join()
        found = [(row.place, row.id) for one in reader.after(0) for row in one.rows]
    assert found == [(1, an_entry("slow").id), (2, an_entry("quick").id)]


def test_who_was_slower_with_the_very_same_looks_first_at_what_came(hub: TestHub) -> None:
    with talking(hub) as quick, talking(hub) as slow:
        assert adds(quick, "one", "two", seen=0) == 2
        assert adds(slow, "two", "three", seen=0) == 0
        assert [one.last for one in slow.after(0)] == [2]
        assert slow.found([an_entry(name).id for name in ("two", "three")]) == {an_entry("two").id: (2,)}
        assert adds(slow, "three", seen=2) == 3


def test_a_delivery_is_read_whole_or_not_at_all(hub: TestHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forumdesk.storage.hub.log.TOGETHER", 4)
    with talking(hub) as log:
        for together in (("a", "b", "c"), ("d", "e", "f"), ("g",)):
            adds(log, *together)
        assert [(one.first, one.last) for one in log.after(0)] == [(1, 3), (4, 6)]
        assert [(one.first, one.last) for one in log.after(3)] == [(4, 6), (7, 7)]
        assert [(one.first, len(one.rows)) for one in log.at([(2, 2), (7, 7)])] == [(1, 3), (7, 1)]
        monkeypatch.setattr("forumdesk.storage.hub.log._MOST_TOGETHER", 1)
        assert [(one.first, one.last) for one in log.after(0)] == [(1, 3)]


def test_one_who_gave_up_leaves_no_gap(hub: TestHub) -> None:
    with slow_writer(hub, "given up") as line:
        line.rollback()
    with talking(hub) as log:
        assert adds(log, "next") == 1


def test_another_forum_waits_for_nobody(hub: TestHub) -> None:
    other = "c" * 64
    hub.admit(other)
    with slow_writer(hub, "slow"), hub_log(address_of(hub.address()), other) as log:
        assert adds(log, "quick") == 1


def test_a_reader_among_writers_misses_nothing_and_reads_nothing_twice(hub: TestHub) -> None:
    def writes(number: int) -> None:
        with talking(hub) as log:
            for at in range(25):
                adds(log, *(f"{number}-{at}-{one}" for one in range(1 + at % 3)))

    writers = [threading.Thread(target=writes, args=(number,)) for number in range(4)]
    for one in writers:
        one.start()
    read: list[tuple[int, str]] = []
    with talking(hub) as log:
        working = True
        while working:
            working = any(one.is_alive() for one in writers)  # asked before the last look
            came = log.after(read[-1][0] if read else 0)
            read += [(row.place, row.id) for one in came for row in one.rows]
    many = len(hub.ids())
    assert many == 4 * sum(1 + at % 3 for at in range(25))
    assert read == list(zip(range(1, many + 1), hub.ids(), strict=True))
