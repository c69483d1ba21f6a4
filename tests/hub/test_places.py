"""Places in a hub's log: however many write at once, who reads on from where it stopped misses nothing."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import psycopg
import pytest

from forumdesk.domain.ids import DeviceId, RecordId
from forumdesk.domain.revisions import Revision, Stamp, revision
from forumdesk.storage.hub.address import address_of
from forumdesk.storage.hub.log import HubLog, hub_log
from forumdesk.storage.log import as_row
from forumdesk.storage.statements import REVISION_COLUMNS
from tests.postgres import LAPTOP, TestHub

FORUM = "e" * 32


@pytest.fixture
def hub(hub: TestHub) -> TestHub:
    hub.admit(FORUM)
    return hub


def a_revision(name: str) -> Revision:
    stamp = Stamp(1, DeviceId("d" * 32), "", 1, 0)
    return revision(record=RecordId(name), kind="note", fields={"text": name}, parents=(), act="a keep", stamp=stamp)


@contextmanager
def talking(hub: TestHub) -> Iterator[HubLog]:
    with hub_log(address_of(hub.address()), FORUM) as log:
        yield log


@contextmanager
def slow_writer(hub: TestHub, name: str) -> Iterator[Any]:
    """A laptop that has added a revision, and whose commit is still under way."""
    rows = json.dumps([dict(zip(REVISION_COLUMNS, as_row(a_revision(name)), strict=True))])
    where = f"host={hub.cluster.folder} port={hub.cluster.port} dbname={hub.database} user={LAPTOP}"
    with psycopg.connect(where) as line:
        line.execute("SELECT forumdesk.append(%s, %s)", (FORUM, rows))
        yield line


def waits(hub: TestHub) -> bool:
    """Whether somebody waits for the row of the forum."""
    return hub.ask("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'") != [(0,)]


def test_who_comes_later_waits_and_gets_a_later_place(hub: TestHub) -> None:
    with ExitStack() as stack:
        reader, writer = stack.enter_context(talking(hub)), stack.enter_context(talking(hub))
        slow = stack.enter_context(slow_writer(hub, "slow"))
        quick = threading.Thread(target=writer.add, args=([a_revision("quick")],))
        quick.start()
        while not waits(hub):
            assert quick.is_alive()
        assert reader.after(0) == []
        slow.commit()
        quick.join()
        found = [(one.place, one.revision.record) for one in reader.after(0) if one.revision is not None]
    assert found == [(1, "slow"), (2, "quick")]


def test_one_who_gave_up_leaves_no_gap(hub: TestHub) -> None:
    with slow_writer(hub, "given up") as line:
        line.rollback()
    with talking(hub) as log:
        assert log.add([a_revision("next")]).place == 1


def test_another_forum_waits_for_nobody(hub: TestHub) -> None:
    other = "c" * 32
    hub.admit(other)
    with slow_writer(hub, "slow"), hub_log(address_of(hub.address()), other) as log:
        assert log.add([a_revision("quick")]).place == 1


def test_a_reader_among_writers_misses_nothing_and_reads_nothing_twice(hub: TestHub) -> None:
    def writes(number: int) -> None:
        with talking(hub) as log:
            for at in range(25):
                log.add([a_revision(f"{number}-{at}-{one}") for one in range(1 + at % 3)])

    writers = [threading.Thread(target=writes, args=(number,)) for number in range(4)]
    for one in writers:
        one.start()
    read: list[tuple[int, str]] = []
    with talking(hub) as log:
        working = True
        while working:
            working = any(one.is_alive() for one in writers)  # asked before the last look
            read += [(one.place, one.id) for one in log.after(read[-1][0] if read else 0)]
    many = len(hub.ids())
    assert many == 4 * sum(1 + at % 3 for at in range(25))
    assert read == list(zip(range(1, many + 1), hub.ids(), strict=True))
