"""One unit of work: what is kept is there afterwards, and only if all of it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from forumdesk.domain.changes import Change
from forumdesk.domain.devices import Device, Laptop, device_record
from forumdesk.domain.errors import CannotWrite, ForumInUse, NotAForum, NotFound
from forumdesk.domain.ids import DeviceId
from forumdesk.domain.notes import Note
from forumdesk.domain.recommendations import Recommendation
from forumdesk.storage.blobs import blob, digest_of, digests, put_blob
from forumdesk.storage.checking import faults
from forumdesk.storage.database import Database, create, open_file
from forumdesk.storage.holder import hold, holder_of, lock_path, release
from tests.builders import a_note, a_recommendation, a_session, at
from tests.services.hands import HandClock


def test_what_was_kept_is_there(database: Database) -> None:
    note = a_note(codes=("sdg 8.5",))
    with database.write("keep-note") as work:
        assert work.put(note) == note
        assert work.get(Note, note.id) == note
    with database.read() as forum:
        assert forum.get(Note, note.id) == forum.require(Note, note.id) == note
        assert forum.get(Recommendation, note.id) is None
        with pytest.raises(NotFound, match="This recommendation is not in the forum"):
            forum.require(Recommendation, note.id)


def test_an_act_that_fails_in_the_middle_never_happened(database: Database) -> None:
    told: list[tuple[Change, ...]] = []
    database.announce = told.append

    def give_up() -> None:
        with database.write("keep-note") as work:
            work.put(a_note())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        give_up()
    with database.read() as forum:
        assert (forum.count(Note), list(faults(forum)), told) == (0, [], [])


def test_each_act_is_told_once_with_what_it_changed(database: Database) -> None:
    told: list[tuple[Change, ...]] = []
    database.announce = told.append
    note = a_note(text="A", city="", instant=None)
    with database.write("keep-note") as work:
        work.put(note)
        work.put(replace(note, city="Dakar", codes=("sdg 8", "gcm 1")))
    with database.write("nothing") as work:
        work.put(replace(note, city="Dakar", codes=("sdg 8", "gcm 1")))
    with database.write("delete") as work:
        work.delete(note)
    changes = [[change for change in act if change.kind == "note"] for act in told]
    assert changes == [
        [Change(note.id, "note", frozenset({"text", "city", "codes"}), created=True)],
        [Change(note.id, "note", frozenset({"_deleted"}), deleted=True)],
    ]


def test_only_what_differs_is_written(database: Database) -> None:
    with database.write("keep-note") as work:
        note = work.put(a_note(text="A"))
    with database.write("edit") as work:
        work.put(replace(note, text="B"))
    with database.read() as forum:
        assert [sorted(one.fields) for one in forum.log.revisions(note.id)][1:] == [["text"]]


def test_the_laptop_signs_with_its_name_once(forum_path: Path, clock: HandClock) -> None:
    for name in ("Room A", "Room A", "Hall"):
        laptop = Laptop(DeviceId("c" * 32), name)
        database = open_file(forum_path, laptop, clock)
        for _ in range(2):
            with database.write("keep-note") as work:
                work.put(a_note())
        with database.read() as forum:
            record = device_record(laptop.device)
            assert forum.require(Device, record).name == name
            written = len(forum.log.revisions(record))
        database.close()
    assert written == 2


def test_records_are_read_in_order_and_by_what_they_hold(database: Database) -> None:
    session = a_session()
    notes = [a_note(session=session.id, city=city, instant=at(place)) for place, city in enumerate("CAB")]
    with database.write("build") as work:
        for one in (session, *notes, a_note(city="A")):
            work.put(one)
        work.put(a_recommendation(sources=(notes[0].id, notes[1].id)))
        work.delete(notes[2])
    with database.read() as forum:
        assert [note.city for note in forum.all(Note, session=session.id)] == ["C", "A"]
        assert [note.city for note in forum.all(Note, "city", session=session.id)] == ["A", "C"]
        assert [note.city for note in forum.all(Note, "city desc, instant", session=session.id)] == ["C", "A"]
        assert (forum.count(Note), forum.count(Note, city="A")) == (3, 2)
        assert len(forum.linked("sources", notes[0].id)) == 1
        assert forum.linked("sources", "f" * 32) == ()
        assert forum.rows("SELECT COUNT(*) FROM at_note WHERE city = ?", ("A",)) == [(2,)]
        assert forum.conflicts() == ()
        assert forum.log.state(notes[2].id).deleted


def test_bytes_are_kept_once_and_verified(database: Database) -> None:
    with database.write("pin") as work:
        digest = put_blob(work, b"a photo")
        assert put_blob(work, b"a photo") == digest == digest_of(b"a photo")
    with database.read() as forum:
        assert (blob(forum, digest), digests(forum)) == (b"a photo", (digest,))
        with pytest.raises(NotFound, match="has not reached this laptop"):
            blob(forum, "0" * 64)
        forum.driver.execute("UPDATE blob SET bytes = x'00'")
        with pytest.raises(NotAForum, match="damaged"):
            blob(forum, digest)
        assert [fault for fault in faults(forum) if "photo" in fault] == [f"The photo {digest[:12]} is damaged."]


def test_a_new_forum_never_takes_the_place_of_a_file(forum_path: Path, laptop: Laptop, clock: HandClock) -> None:
    before = forum_path.read_bytes()
    with pytest.raises(CannotWrite, match="exists already"):
        create(forum_path, laptop, clock)
    with pytest.raises(CannotWrite, match="does not exist"):
        create(forum_path.parent / "nowhere" / "new.forum", laptop, clock)
    assert forum_path.read_bytes() == before
    assert list(forum_path.parent.iterdir()) == [forum_path]


def test_a_closed_forum_is_one_file(database: Database, forum_path: Path) -> None:
    with database.write("keep-note") as work:
        work.put(a_note())
    assert len(list(forum_path.parent.iterdir())) > 1
    database.close()
    assert list(forum_path.parent.iterdir()) == [forum_path]
    database.connect(forum_path)
    database.bring_up()


def test_a_lock_file_that_tells_nothing_names_nobody(forum_path: Path, laptop: Laptop, clock: HandClock) -> None:
    lock = hold(forum_path, laptop, clock)
    assert holder_of(forum_path).laptop == "Room B"
    for content in (b"", b"\nno words", b"\n{}", b'\n{"laptop": 1, "author": 2, "machine": 3, "since": 4}'):
        lock_path(forum_path).write_bytes(content)
        with pytest.raises(ForumInUse) as told:
            open_file(forum_path, laptop, clock)
        assert str(told.value) == "“forum.forum” is already open. Close it there, or open it here to read only."
    release(forum_path, lock)
    assert not lock_path(forum_path).exists()
    open_file(forum_path, laptop, clock).close()
