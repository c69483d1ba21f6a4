"""When the power goes, whatever the disk held at that instant has every note that was acknowledged."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from forumdesk.domain.devices import Laptop
from forumdesk.domain.notes import Note
from forumdesk.storage.checking import faults
from forumdesk.storage.database import open_file
from tests.builders import a_note
from tests.services.hands import HandClock

TRIALS = 12


def images(path: Path, laptop: Laptop, folder: Path) -> tuple[Path, bytes, list[tuple[int, str]]]:
    """The file as it was, the write-ahead log, and after which length of the log each note was acknowledged."""
    database = open_file(path, laptop, HandClock())
    database.tidy()
    log = path.with_name(path.name + "-wal")
    told = list[tuple[int, str]]()
    for number in range(30):
        with database.write("keep-note") as work:
            note = work.put(a_note(text=f"Note {number} " + "x" * (number * 311 % 5000)))
        told.append((log.stat().st_size, note.id))
    still, written = Path(shutil.copy(path, folder / "still.forum")), log.read_bytes()
    database.close()
    return still, written, told


@pytest.mark.parametrize("lost", ["cut off", "zeros", "rubbish"])
def test_nothing_acknowledged_is_lost_with_the_power(
    forum_path: Path, laptop: Laptop, tmp_path: Path, lost: str
) -> None:
    """The disk keeps what it was told to sync; of what came later it may have kept nothing or anything."""
    still, written, told = images(forum_path, laptop, tmp_path)
    chance = random.Random(lost)  # noqa: S311 - instants, not secrets
    for _ in range(TRIALS):
        at = chance.randrange(told[0][0], len(written))
        acknowledged = {note for size, note in told if size <= at}
        rest = len(written) - at
        later = {"cut off": b"", "zeros": b"\x00" * rest, "rubbish": chance.randbytes(rest)}[lost]
        image = Path(shutil.copy(still, tmp_path / "image.forum"))
        image.with_name("image.forum-wal").write_bytes(written[:at] + later)
        database = open_file(image, laptop, HandClock())
        with database.read() as forum:
            assert acknowledged <= {note.id for note in forum.all(Note)}
            assert list(faults(forum)) == []
        database.close()


def test_the_logical_clock_goes_on_after_a_power_cut(forum_path: Path, laptop: Laptop, tmp_path: Path) -> None:
    database = open_file(forum_path, laptop, HandClock())
    for number in range(3):
        with database.write("keep-note") as work:
            work.put(a_note(text=f"Note {number}"))
    last = database._log.clock.last
    cut = Path(shutil.copy(forum_path, tmp_path / "cut.forum"))
    shutil.copy(forum_path.with_name("forum.forum-wal"), tmp_path / "cut.forum-wal")
    database.close()
    clock = HandClock()
    clock.go(hours=-48)
    again = open_file(cut, laptop, clock)
    with again.write("keep-note") as work:
        work.put(a_note())
        assert work.log.clock.last > last
    again.close()


def test_a_draft_is_durable_when_the_call_returns(forum_path: Path, laptop: Laptop, tmp_path: Path) -> None:
    database = open_file(forum_path, laptop, HandClock())
    database.save_draft("S1", "Half a sen")
    cut = Path(shutil.copy(forum_path, tmp_path / "cut.forum"))
    shutil.copy(forum_path.with_name("forum.forum-wal"), tmp_path / "cut.forum-wal")
    database.close()
    again = open_file(cut, laptop, HandClock())
    assert again.draft("S1") == "Half a sen"
    again.save_draft("S1", "")
    assert again.draft("S1") == ""
    again.close()
