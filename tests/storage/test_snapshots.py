"""Snapshots are whole, checked and thinned; restoring one never touches what is there."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from forumdesk.domain.errors import CannotWrite, DiskFull, ForumDeskError, NotAForum, NotFound
from forumdesk.domain.notes import Note
from forumdesk.storage import snapshots
from forumdesk.storage.blobs import put_blob
from forumdesk.storage.database import Database, open_file
from tests.builders import MORNING, a_note
from tests.services.hands import HandClock
from tests.storage.disks import small_disk


def taken(database: Database, *, reason: str = "named", minutes: float = 0) -> snapshots.Snapshot:
    with database.read() as forum:
        now = MORNING + timedelta(minutes=minutes)
        return snapshots.take(forum.driver, database.path, reason=reason, now=now)


def test_a_snapshot_holds_what_was_kept_and_restores_to_a_new_file(database: Database, tmp_path: Path) -> None:
    with database.write("keep-note") as work:
        note = work.put(a_note())
    snapshot = taken(database, reason="Before: lunch/room?")
    assert (snapshot.reason, snapshot.instant) == ("Before lunch room", MORNING)
    assert snapshots.listed(database.path) == (snapshot,)
    assert snapshot.name == "2026-09-29T08-00-00-000Z Before lunch room"
    target = tmp_path / "restored.forum"
    snapshots.restore(snapshot.path, target)
    again = open_file(target, database.laptop, HandClock())
    with again.read() as forum:
        assert forum.get(Note, note.id) == note
    again.close()
    with pytest.raises(CannotWrite, match="exists already"):
        snapshots.restore(snapshot.path, target)
    with pytest.raises(CannotWrite, match="does not exist"):
        snapshots.restore(snapshot.path, tmp_path / "nowhere" / "restored.forum")


def test_a_reason_of_signs_only_is_called_named(database: Database) -> None:
    assert taken(database, reason="///").reason == "named"


def test_a_damaged_snapshot_is_not_restored(database: Database, tmp_path: Path) -> None:
    snapshot = taken(database)
    content = bytearray(snapshot.path.read_bytes())
    content[4096:8192] = b"\xff" * 4096
    snapshot.path.write_bytes(content)
    with pytest.raises(ForumDeskError):
        snapshots.restore(snapshot.path, tmp_path / "restored.forum")
    assert not (tmp_path / "restored.forum").exists()
    snapshot.path.write_bytes(b"Dear mayors,")
    with pytest.raises(NotAForum):
        snapshots.restore(snapshot.path, tmp_path / "restored.forum")


def test_what_is_no_snapshot_is_not_listed(database: Database) -> None:
    assert snapshots.listed(database.path) == ()
    snapshot = taken(database)
    (snapshot.path.parent / "letter.txt").write_text("Dear mayors,")
    assert snapshots.listed(database.path) == (snapshot,)
    with pytest.raises(NotFound):
        snapshots._snapshot(snapshot.path.parent / "letter.txt")


def test_a_snapshot_that_does_not_fit_leaves_nothing_behind(forum_path: Path, database: Database) -> None:
    size = forum_path.stat().st_size
    with small_disk(size * 2) as disk:
        full = open_file(Path(shutil.copy(forum_path, disk / "full.forum")), database.laptop, HandClock())
        (disk / "film").write_bytes(b"x" * (size - 40_000))
        with pytest.raises(DiskFull):
            taken(full)
        (disk / "copy").mkdir()
        with full.read() as forum, pytest.raises(DiskFull):
            snapshots.copy_into(forum.driver, full.path, disk / "copy")
        assert snapshots.listed(full.path) == ()
        (disk / "film").unlink()
        full.close()


def test_a_snapshot_beside_a_file_of_the_same_name_is_told(database: Database) -> None:
    snapshots.folder_of(database.path).write_text("Not a folder")
    with pytest.raises(CannotWrite, match="beside the forum"):
        taken(database)


def test_a_copy_for_an_export_is_whole(database: Database, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    with database.read() as forum:
        copy = snapshots.copy_into(forum.driver, database.path, tmp_path / "copy")
    open_file(copy, database.laptop, HandClock()).close()


def test_automatic_snapshots_are_thinned_as_they_age_and_named_ones_stay(database: Database) -> None:
    folder = snapshots.folder_of(database.path)
    folder.mkdir()
    named = taken(database, reason="Before lunch")
    for number in range(600):
        instant = MORNING + timedelta(minutes=10 * number)
        (folder / f"{instant:%Y-%m-%dT%H-%M-%S}-000Z automatic.forum").write_bytes(b"")
    snapshots.thin(database.path)
    left = [one for one in snapshots.listed(database.path) if one.reason == "automatic"]
    assert named in snapshots.listed(database.path)
    newest = left[0].instant
    assert newest == MORNING + timedelta(minutes=5990)
    assert sum(newest - one.instant < timedelta(hours=2) for one in left) == 12
    assert 35 <= len(left) <= 12 + 24 + 14 + 8
    assert newest - left[-1].instant > timedelta(days=3)
    snapshots.thin(database.path)
    assert [one for one in snapshots.listed(database.path) if one.reason == "automatic"] == left


def test_a_copy_that_is_not_whole_is_thrown_away(database: Database) -> None:
    with database.write("pin") as work:
        put_blob(work, b"x" * 50_000)
    copy = taken(database).path
    content = bytearray(copy.read_bytes())
    content[-8192:] = b"\x00" * 8192
    copy.write_bytes(content)
    with pytest.raises(DiskFull, match="not written whole"):
        snapshots._check(copy)


def test_a_disk_that_does_not_answer_leaves_no_half_restored_file(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = taken(database)

    def does_not_answer(_handle: int) -> None:
        raise OSError

    monkeypatch.setattr(os, "fsync", does_not_answer)
    with pytest.raises(CannotWrite, match="could not be written"):
        snapshots.restore(snapshot.path, tmp_path / "restored.forum")
    assert not list(tmp_path.glob("restored*"))
    with pytest.raises(CannotWrite, match="beside the forum"):
        taken(database, minutes=1)
    assert snapshots.listed(database.path) == (snapshot,)
