"""A forum whose index is damaged is told; a taking-in that fills the disk is taken back whole."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as driver

from forumdesk.domain.devices import Laptop
from forumdesk.domain.errors import DiskFull
from forumdesk.domain.revisions import Revision
from forumdesk.storage.checking import faults
from forumdesk.storage.database import Database, create, open_file
from tests.builders import a_note
from tests.revisions import said
from tests.services.hands import HandClock
from tests.storage.disks import small_disk


def test_an_index_that_finds_another_than_was_written_is_told(forum_path: Path, laptop: Laptop) -> None:
    with closing(open_file(forum_path, laptop, HandClock())) as database, database.write("keep-note") as work:
        note = work.put(a_note(text="Quito has a desk"))
    with closing(driver.connect(str(forum_path))) as other:
        (size,) = other.execute("PRAGMA page_size").fetchone()
        (page,) = other.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_revision_record'").fetchone()
    held = bytearray(forum_path.read_bytes())
    at = held.index(note.id.encode(), (page - 1) * size, page * size)
    held[at] ^= 1  # one letter of a record's id, in the index alone
    forum_path.write_bytes(held)
    with closing(open_file(forum_path, laptop, HandClock())) as database, database.read() as forum:
        (said,) = faults(forum)
    assert said == "The file is damaged: row 1 missing from index ix_revision_record."


def said_elsewhere(count: int, length: int) -> list[Revision]:
    """Notes of another laptop, as they come in."""
    return [
        said({"text": f"{number} " + "x" * length}, record=f"{number:032x}", act=f"{number:032x}", number=number)
        for number in range(count)
    ]


def taken_in_until_the_disk_is_full(database: Database) -> None:
    with database.write("merge") as work:
        try:
            work.take_in(said_elsewhere(300, 35_000))
        finally:
            assert not work.driver.in_transaction


def test_a_disk_that_fills_up_while_revisions_are_taken_in_leaves_what_was_there(laptop: Laptop) -> None:
    """The database itself ends the whole act, for it no longer knows what it had written of it."""
    with small_disk(1_000_000) as disk, closing(create(disk / "forum.forum", laptop, HandClock())) as database:
        with database.write("keep-note") as work:
            work.put(a_note(text="Quito has a desk"))
        with pytest.raises(DiskFull, match=r"“forum\.forum” could not be written"):
            taken_in_until_the_disk_is_full(database)
        with database.write("keep-note") as work:
            work.put(a_note(text="There is room"))
        with database.read() as forum:
            assert list(faults(forum)) == []
            assert [row[0] for row in forum.driver.execute("SELECT text FROM at_note ORDER BY text")] == [
                "Quito has a desk",
                "There is room",
            ]


def test_of_a_log_that_is_longer_than_asked_not_every_record_is_named(database: Database) -> None:
    with database.write("keep-note") as work:
        notes = [work.put(a_note(text=f"Said {number}")) for number in range(3)]
    with database.read() as forum:
        length = forum.log.newest()
        named = forum.log.records(length)
        assert named is not None
        assert {note.id for note in notes} <= named
        assert forum.log.records(length - 1) is None
