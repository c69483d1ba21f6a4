"""Whatever befalls a file: one sentence from us and nothing else, nothing lost, and a file of others untouched."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as driver

from forumdesk.domain.agenda import Room
from forumdesk.domain.attestation import Head, Left, Reason, SignedHead
from forumdesk.domain.devices import Laptop
from forumdesk.domain.errors import (
    CannotWrite,
    DiskFull,
    ForumDeskError,
    ForumInUse,
    NotAForum,
    NotFound,
    ReadOnlyForum,
)
from forumdesk.domain.ids import BranchId, DeviceId
from forumdesk.domain.kinds import KINDS
from forumdesk.domain.listing import Criterion, ListQuery
from forumdesk.domain.notes import Note
from forumdesk.domain.revisions import LAST_MS, SCHEMA
from forumdesk.storage.acts import acts, next_steps, records_of, take_back
from forumdesk.storage.blobs import blob, digests, put_blob
from forumdesk.storage.checking import faults
from forumdesk.storage.connection import _set_up
from forumdesk.storage.database import Database, create, open_file, open_to_read, title_of
from forumdesk.storage.failures import told
from forumdesk.storage.lists import keys, page
from forumdesk.storage.search import search
from tests.builders import a_forum, a_note, a_participant, a_recommendation, a_session
from tests.effort import times
from tests.revisions import said
from tests.services.hands import HandClock
from tests.storage.disks import guarded, small_disk

NOTES = 12
TOP = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def furnished(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed forum file with something of everything in it."""
    path = Path(shutil.copy(template, tmp_path_factory.mktemp("furnished") / "forum.forum"))
    database = open_file(path, Laptop(DeviceId("a" * 32), "Room B"), HandClock())
    with database.write("build") as work:
        work.put(a_forum())
        session = work.put(a_session())
        work.put(a_participant())
        put_blob(work, b"a photo")
    for number in range(NOTES):
        with database.write("keep-note") as work:
            note = work.put(a_note(text=f"Note {number}", session=session.id, codes=("sdg 8.5",)))
    with database.write("delete") as work:
        work.delete(note)
        work.put(a_recommendation(sources=(note.id,)))
    with database.read() as forum:
        act = next_steps(forum, database.laptop.device)[0]
    assert act is not None
    with database.write("undo", target=act.id) as work:
        take_back(work, act)
    merge_and_vouch(database)
    database.save_draft("here", "Half a")
    database.close()
    return path


def merge_and_vouch(database: Database) -> None:
    """Take in what another laptop said, set that aside again, and keep who vouches for what."""
    device = DeviceId("d" * 32)
    with database.write("merge") as work:
        work.take_in([said({"text": "From elsewhere"}, record="e" * 32, number=0)])
        nr = work.log.branches_of(device, "b" * 16)[0]
        work.attestations.keep(nr, a_head(device, work.begun))
        work.attestations.keep_nodes(nr, {(0, 1): b"n" * 32})
        work.attestations.withhold(nr, [Left(1, 1, Reason.SCOPE)], "a" * 32)
    with database.read() as forum:
        merge = next(acts(forum))
    with database.write("undo", target=merge.id) as work:
        take_back(work, merge)
    database.sign_log(b"k" * 32, lambda _: b"s" * 64)


def a_head(device: DeviceId, forum: str) -> SignedHead:
    head = Head(forum=forum, device=device, branch=BranchId("b" * 16), size=3, root="0" * 64)
    return SignedHead(head=head, key="0" * 64, signature="0" * 128)


@pytest.fixture
def path(furnished: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(furnished, tmp_path / "forum.forum"))


def use_everything(database: Database) -> None:
    """Read, search, check, undo and write, as a person would in time."""
    doings: list[Callable[[], object]] = [
        lambda: read_everything(database),
        lambda: database.draft("here"),
        lambda: take_back_the_newest(database),
        lambda: keep(database, "After"),
        lambda: take_in(database),
        lambda: database.sign_log(b"k" * 32, lambda _: b"s" * 64),
        lambda: database.save_draft("here", "More"),
        database.rebuild,
        database.tidy,
        database.close,
    ]
    for doing in doings:
        with suppress(ForumDeskError):
            doing()


def read_everything(database: Database) -> None:
    with database.read() as forum:
        for record_class in KINDS.values():
            with suppress(ForumDeskError):
                forum.all(record_class)
        readings: list[Callable[[], object]] = [
            lambda: list(faults(forum)),
            lambda: search(forum, "note desk"),
            lambda: page(forum, Note, keys(forum, Note, ListQuery((Criterion("text", words="note"),), ("-text",)))),
            lambda: list(acts(forum)),
            lambda: next_steps(forum, database.laptop.device)[1],
            lambda: [records_of(forum, act) for act in acts(forum)],
            lambda: [forum.attestations.signed(nr, forum.begun) for nr in forum.log.branches],
            lambda: list(forum.attestations.missing()),
            lambda: list(forum.log.arrived()),
            lambda: [blob(forum, digest) for digest in digests(forum)],
            forum.conflicts,
            lambda: [forum.log.revisions(one.record) for one in forum.log.all_revisions()],
        ]
    for reading in readings:
        with suppress(ForumDeskError), database.read():
            reading()


def take_back_the_newest(database: Database) -> None:
    with database.read() as forum:
        act = next_steps(forum, database.laptop.device)[0]
    if act is not None:
        with database.write("undo", target=act.id) as work:
            take_back(work, act)


def take_in(database: Database) -> None:
    """Take in what is here already, and something new."""
    coming = [said({"text": f"Elsewhere {number}"}, record=f"e{number:031x}", number=number) for number in range(3)]
    with database.write("merge") as work:
        work.take_in([*coming, said({"city": "Manila"}, record="e" * 32, number=9)])


def keep(database: Database, text: str) -> str:
    """Keep a note, durably; return its id."""
    with database.write("keep-note") as work:
        return work.put(a_note(text=text)).id


def kept(database: Database) -> list[str]:
    """The ids of all notes."""
    with database.read() as forum:
        return [note.id for note in forum.all(Note)]


@contextmanager
def reopened(path: Path) -> Iterator[Database]:
    database = open_file(path, Laptop(DeviceId("a" * 32)), HandClock())
    try:
        yield database
    finally:
        database.close()


@pytest.mark.parametrize("seed", range(30))
def test_a_file_with_flipped_bits_is_used_or_refused_in_one_sentence(path: Path, laptop: Laptop, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - places, not secrets
    content = bytearray(path.read_bytes())
    for _ in range(1 + seed % 3):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)
    with suppress(ForumDeskError):
        use_everything(open_file(path, laptop, HandClock()))


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("opened", [open_file, partial(open_to_read, reason="")], ids=["to work in", "to read"])
def test_a_truncated_file_is_refused_and_left_as_it_is(
    path: Path, laptop: Laptop, share: float, opened: Callable[..., Database]
) -> None:
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    before = path.read_bytes()
    with pytest.raises(NotAForum, match="damaged"):
        opened(path, laptop, HandClock())
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE bookmark (address)")
    other.close()


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        pytest.param(foreign, NotAForum, id="another program's database"),
        pytest.param(a_folder, NotAForum, id="a folder"),
        pytest.param(lambda path: path.write_bytes(b""), NotAForum, id="an empty file"),
        pytest.param(lambda path: path.write_text("Dear mayors,"), NotAForum, id="a letter"),
        pytest.param(Path.unlink, NotFound, id="no file"),
    ],
)
@pytest.mark.parametrize("opened", [open_file, partial(open_to_read, reason="")], ids=["to work in", "to read"])
def test_what_is_no_forum_file_is_refused_and_left_as_it_is(
    path: Path,
    laptop: Laptop,
    spoil: Callable[[Path], None],
    error: type[ForumDeskError],
    opened: Callable[..., Database],
) -> None:
    spoil(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(error):
        opened(path, laptop, HandClock())
    assert (path.read_bytes() if path.is_file() else None) == before
    assert [one.name for one in path.parent.iterdir()] in ([path.name], [])


def altered(path: Path, sql: str, *values: Any) -> None:
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("PRAGMA ignore_check_constraints = ON")
        other.execute(sql, values)
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    other.close()


WRONG: tuple[Any, ...] = ("not a number", b"\xff\x00", 2**62, -1, "", "[1]", '{"a": ', "9" * 5000)
SKIPPING = 4 // min(4, times(1))
"""Every run spoils one cell in so many with each value, the long run each with each."""
CELLS = {
    "revision": (
        "record",
        "kind",
        "fields",
        "parents",
        "act",
        "hlc",
        "id",
        "closed",
        "branch",
        "number",
        "begins",
        "author",
        "witnessed",
        "schema",
        "wall_ms",
        "tz_min",
        "salt",
        "items",
    ),
    "branch": ("device", "branch", "fork"),
    "act": (
        "id",
        "name",
        "target",
        "device",
        "author",
        "wall_ms",
        "branch",
        "first",
        "last",
        "records",
        "turned",
        "undone",
    ),
    "carried": ("branch", "first", "act", "last"),
    "signed": ("size", "root", "key", "others", "signature", "peaks"),
    "node": ("branch", "height", "place", "hash"),
    "heard": ("device", "branch", "size"),
    "withheld": ("branch", "first", "last", "reason", "sender"),
    "at_note": ("session", "kind", "text", "codes", "instant", "round", "sensitive", "deleted", "conflicts"),
    "local": ("value",),
    "draft": ("text", "saved_ms"),
    "blob": ("size", "bytes"),
}


@pytest.mark.long
@pytest.mark.parametrize("value", WRONG, ids=lambda value: repr(value)[:20])
def test_wrong_typed_cells_are_told_or_passed_over(path: Path, laptop: Laptop, tmp_path: Path, value: object) -> None:
    cells = [(table, column) for table, columns in CELLS.items() for column in columns]
    for table, column in cells[WRONG.index(value) % SKIPPING :: SKIPPING]:
        copy = Path(shutil.copy(path, tmp_path / f"{table} {column}.forum"))
        altered(copy, f"UPDATE OR REPLACE {table} SET {column} = ?", value)  # noqa: S608 - our own names
        with suppress(ForumDeskError):
            use_everything(open_file(copy, laptop, HandClock()))


def test_the_check_names_what_was_altered_and_goes_on(path: Path) -> None:
    altered(path, "UPDATE revision SET fields = 'no words' WHERE seq = 9")
    altered(path, "UPDATE revision SET fields = replace(fields, 'Note 7', 'Other') WHERE fields LIKE '%Note 7%'")
    altered(path, "UPDATE blob SET bytes = x'00'")
    with reopened(path) as database, database.read() as forum:
        found = list(faults(forum))
    assert [one.split(" ", maxsplit=1)[0] for one in found] == ["Revision", "Revision", "The"]


def test_a_table_that_tells_otherwise_than_the_log_is_found_and_mended(path: Path) -> None:
    altered(path, "UPDATE at_note SET text = 'Never said' WHERE text = 'Note 7'")
    altered(path, "DELETE FROM at_session")
    with reopened(path) as database:
        with database.read() as forum:
            found = list(faults(forum))
        assert len(found) == 2
        assert "rebuild" in found[0]
        done: list[int] = []
        database.rebuild(done.append)
        with database.read() as forum:
            assert list(faults(forum, done.append)) == []


def test_a_newer_file_opens_to_read_with_tables_made_anew(path: Path, laptop: Laptop) -> None:
    altered(path, f"PRAGMA user_version = {SCHEMA + 1}")
    altered(path, "DROP TABLE at_note")
    altered(path, "CREATE TABLE at_weather (report)")
    before = path.read_bytes()
    database = open_file(path, laptop, HandClock())
    assert database.read_only
    assert len(kept(database)) == NOTES
    assert title_of(database) == "Test forum"
    with pytest.raises(ReadOnlyForum, match="newer ForumDesk"):
        keep(database, "No")
    database.save_draft("here", "No")
    assert database.draft("here") == "Half a"
    database.close()
    assert path.read_bytes() == before


def test_a_forum_without_a_title_has_none(database: Database) -> None:
    assert title_of(database) == ""


def test_in_a_folder_that_may_not_be_written_it_opens_to_read(path: Path, laptop: Laptop) -> None:
    with guarded(path, folder=True) as copy:
        with pytest.raises(CannotWrite, match="folder that cannot be written"):
            open_file(copy, laptop, HandClock())
        database = open_to_read(copy, laptop, HandClock(), "It lies in a guarded folder.")
        assert len(kept(database)) == NOTES
        database.close()
        with pytest.raises(CannotWrite):
            create(copy.with_name("new.forum"), laptop, HandClock())


def test_a_file_that_may_not_be_written_opens_to_read(path: Path, laptop: Laptop) -> None:
    with guarded(path, folder=False) as copy:
        with pytest.raises(CannotWrite, match="cannot be written where it lies"):
            open_file(copy, laptop, HandClock())
        database = open_to_read(copy, laptop, HandClock(), "")
        assert len(kept(database)) == NOTES
        database.close()


def test_a_file_that_may_not_be_read_is_told(path: Path, laptop: Laptop) -> None:
    with guarded(path, folder=False, mode=0o000) as copy:
        with pytest.raises(CannotWrite, match="cannot be read"):
            open_to_read(copy, laptop, HandClock(), "")
        with pytest.raises(CannotWrite, match="cannot be read"):
            open_file(copy, laptop, HandClock())


def test_without_room_for_a_copy_it_is_not_opened_to_read(
    path: Path, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_disk(50_000) as disk:
        monkeypatch.setattr(tempfile, "tempdir", str(disk))
        with pytest.raises(DiskFull, match="no room for a copy"):
            open_to_read(path, laptop, HandClock(), "")
        assert list(disk.iterdir()) == []
    monkeypatch.setattr(tempfile, "tempdir", str(path / "nowhere"))
    with pytest.raises(DiskFull, match="no room for a copy"):
        open_to_read(path, laptop, HandClock(), "")


def test_a_full_disk_loses_nothing_and_goes_on_when_there_is_room(path: Path, laptop: Laptop) -> None:
    with small_disk(1_500_000) as disk:
        database = open_file(Path(shutil.copy(path, disk / "forum.forum")), laptop, HandClock())
        film = disk / "film"
        film.write_bytes(b"x" * 400_000)
        acknowledged = kept(database)
        with pytest.raises(DiskFull):
            acknowledged.extend(keep(database, f"{number} " + "x" * 3000) for number in range(3000))
        for _ in range(3):
            with pytest.raises(DiskFull):
                keep(database, "x" * 500_000)
        assert kept(database) == acknowledged
        film.unlink()
        acknowledged.append(keep(database, "There is room"))
        database.close()
        with reopened(disk / "forum.forum") as again:
            assert kept(again) == acknowledged
            with again.read() as forum:
                assert list(faults(forum)) == []


def test_a_new_forum_on_a_full_disk_leaves_nothing_behind(laptop: Laptop) -> None:
    with small_disk(60_000) as disk:
        with pytest.raises(DiskFull):
            create(disk / "new.forum", laptop, HandClock())
        assert list(disk.iterdir()) == []


HOLD = """
import sys
from pathlib import Path
from forumdesk.domain.devices import Laptop
from forumdesk.domain.ids import DeviceId, RecordId
from forumdesk.domain.notes import Note
from forumdesk.services.clock import SystemClock
from forumdesk.storage.database import open_file
database = open_file(Path(sys.argv[1]), Laptop(DeviceId("b" * 32), "Room C", "Note taker"), SystemClock())
with database.write("keep-note") as work:
    work.put(Note(id=RecordId("e" * 32), text="Kept by the other"))
print("held", flush=True)
sys.stdin.read()
database.close()
"""


def test_a_file_open_in_another_program_names_who_has_it_and_can_be_read(path: Path, laptop: Laptop) -> None:
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, cwd=TOP, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:  # noqa: S603
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(ForumInUse, match="Note taker · Room C") as refused:
            open_file(path, laptop, HandClock())
        assert "since" in str(refused.value)
        database = open_to_read(path, laptop, HandClock(), "It is open elsewhere.")
        assert "e" * 32 in kept(database)
        database.close()
        other.communicate("")
    with reopened(path) as database:
        assert "e" * 32 in kept(database)


def test_a_file_open_twice_in_one_program_is_refused_too(path: Path, laptop: Laptop) -> None:
    with reopened(path), pytest.raises(ForumInUse):
        open_file(path, laptop, HandClock())


TEXTS = [
    pytest.param("a\ud800b", "a\ufffdb", id="a lone surrogate"),
    pytest.param("a\x00b", "ab", id="NUL"),
    pytest.param("x" * 1_000_000, "x" * 1_000_000, id="a million characters"),
    pytest.param("ا" * 40_000, "ا" * 40_000, id="40,000 Arabic characters"),
    pytest.param("👩🏽‍🌾 🇵🇭", "👩🏽‍🌾 🇵🇭", id="emoji"),
    pytest.param("=1+1", "=1+1", id="a formula"),
    pytest.param("a\r\nb\u2028c", "a\nb\nc", id="line breaks of all kinds"),
    pytest.param("'; DROP TABLE revision; --", "'; DROP TABLE revision; --", id="what looks like a command"),
]


@pytest.mark.parametrize(("typed", "expected"), TEXTS)
def test_text_is_kept_word_for_word_as_far_as_it_can_be(forum_path: Path, typed: str, expected: str) -> None:
    with reopened(forum_path) as database:
        with database.write("keep-note") as work:
            note = work.put(a_note(text=typed, city=typed[:50]))
        database.save_draft("here", typed)
        assert note.text == expected
    with reopened(forum_path) as database, database.read() as forum:
        assert forum.require(Note, note.id) == note
        assert list(faults(forum)) == []
        assert database.draft("here").replace("?", "") == typed.replace("\ud800", "")


def test_members_of_a_set_are_kept_on_one_line(database: Database) -> None:
    with database.write("keep") as work:
        forum = work.put(a_forum(hosts=("Quezon\nCity", "\ud800", "  ", "IOM\x00"), partners=("a:b",)))
    assert forum.hosts == ("IOM", "Quezon City", "\ufffd")
    assert forum.partners == ("a:b",)


def test_two_records_of_one_name_are_two(database: Database) -> None:
    with database.write("add") as work:
        for _ in range(2):
            work.put(a_session(code="S1"))
    with database.read() as forum:
        assert forum.count(type(a_session()), code="S1") == 2


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ("database or disk is full", DiskFull),
        ("disk I/O error", DiskFull),
        ("attempt to write a readonly database", CannotWrite),
        ("unable to open database file", CannotWrite),
        ("database is locked", ForumInUse),
        ("database disk image is malformed", NotAForum),
        ("file is not a database", NotAForum),
        ("Could not decode to UTF-8 column 'text'", NotAForum),
    ],
)
def test_what_the_driver_says_is_told_to_people(said: str, error: type[ForumDeskError]) -> None:
    with pytest.raises(error, match="“May”"), told(Path("May")):
        raise driver.OperationalError(said)


def test_our_own_mistakes_are_not_dressed_up(database: Database) -> None:
    with pytest.raises(driver.OperationalError, match="syntax error"), database.read() as forum:
        forum.rows("SELEC 1")


def test_text_that_is_no_text_is_damage(path: Path) -> None:
    altered(path, "UPDATE at_note SET text = CAST(x'ff' AS TEXT)")
    with reopened(path) as database, pytest.raises(NotAForum), database.read() as forum:
        forum.all(Note)


def test_a_search_over_a_damaged_row_is_told_and_leaves_nothing_half_done(path: Path) -> None:
    with reopened(path) as database:
        keep(database, "New")
        with database.read() as forum:
            forum.driver.execute("UPDATE at_note SET text = x'ff' WHERE text = 'New'")
        with pytest.raises(NotAForum), database.read() as forum:
            search(forum, "new")
        keep(database, "And on")
        database.rebuild()
        with database.read() as forum:
            assert len(search(forum, "new")) == 1


def test_a_hit_that_went_meanwhile_is_passed_over(path: Path) -> None:
    with reopened(path) as database, database.read() as forum:
        assert len(search(forum, "note")) == NOTES
        forum.driver.execute("UPDATE at_note SET deleted = 1 WHERE text <> 'Note 3'")
        assert len(search(forum, "note")) == 1


def test_a_number_that_is_none_in_the_log_is_found(path: Path) -> None:
    altered(path, """UPDATE revision SET fields = '{"text":NaN}' WHERE seq = 9""")
    with reopened(path) as database, database.read() as forum:
        assert "altered" in next(iter(faults(forum)))


@pytest.mark.parametrize("change", ["name = x'07'", "wall_ms = -1", f"wall_ms = {LAST_MS + 1}", "records = 'many'"])
def test_what_was_done_is_damage_where_it_tells_nothing(path: Path, change: str) -> None:
    altered(path, f"UPDATE act SET {change}")  # noqa: S608 - our own words
    with reopened(path) as database, pytest.raises(NotAForum), database.read() as forum:
        next(acts(forum))


def test_tables_of_another_layout_are_made_anew_when_the_file_opens(path: Path) -> None:
    altered(path, "UPDATE local SET value = 'of an earlier version' WHERE key = 'projection'")
    altered(path, "DROP TABLE at_note")
    with reopened(path) as database:
        assert len(kept(database)) == NOTES
        assert database.remembered("projection") != "of an earlier version"
        database.remember("place", "here")
        with database.roomy():
            keep(database, "Room for it")
    with reopened(path) as database:
        assert (database.remembered("place"), database.remembered("nothing")) == ("here", "")


def test_a_disk_that_fills_up_in_a_roomy_merge_is_told_and_the_file_goes_on(path: Path) -> None:
    with small_disk(2_000_000) as disk:
        copy = Path(shutil.copy(path, disk / "forum.forum"))
        with reopened(copy) as database:
            with pytest.raises(DiskFull), database.roomy(), database.write("merge") as work:
                work.take_in(
                    [said({"text": "x" * 50_000}, record=f"{number:032x}", number=number) for number in range(99)]
                )
            assert len(kept(database)) == NOTES


def test_a_large_file_is_not_read_through_when_it_opens(path: Path) -> None:
    with reopened(path) as database, database.write("pin") as work:
        put_blob(work, b"x" * 5_000_000)
    with reopened(path) as database:
        assert len(kept(database)) == NOTES


def test_many_records_are_rebuilt_and_checked_with_progress(forum_path: Path) -> None:
    told_by_rebuild: list[int] = []
    told_by_check: list[int] = []
    with reopened(forum_path) as database:
        with database.write("build") as work:
            for number in range(20_001):
                work.log.keep(
                    said({"name": f"Room {number}"}, record=f"{number:032x}", kind="room", act="0", number=number)
                )
        database.rebuild(told_by_rebuild.append)
        with database.read() as forum:
            assert list(faults(forum, told_by_check.append)) == []
            assert forum.count(Room) == 20_001
    assert (told_by_rebuild, told_by_check[:2]) == ([20_000], [5_000, 10_000])


def test_a_rebuild_that_is_stopped_changes_nothing(path: Path) -> None:
    with reopened(path) as database:
        with database.read() as forum:
            forum.driver.execute("UPDATE revision SET fields = 'no words' WHERE seq = 9")
        with pytest.raises(NotAForum):
            database.rebuild()
        assert len(kept(database)) == NOTES


def test_a_file_that_is_written_without_a_pause_is_not_read_in_parts(
    path: Path, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    copyfile, left = shutil.copyfile, [1]

    def while_somebody_writes(source: Path, target: Path) -> None:
        copyfile(source, target)
        if left[0]:
            left[0] -= 1
            os.utime(source, ns=(left[0], left[0]))

    monkeypatch.setattr(shutil, "copyfile", while_somebody_writes)
    open_to_read(path, laptop, HandClock(), "").close()
    assert left == [0]
    left[0] = 1_000
    with pytest.raises(ForumDeskError, match="without a pause"):
        open_to_read(path, laptop, HandClock(), "")


def test_on_a_disk_with_no_room_for_a_lock_it_is_not_opened_to_work_in(path: Path, laptop: Laptop) -> None:
    with small_disk(2_000_000) as disk:
        copy = Path(shutil.copy(path, disk / "forum.forum"))
        with (disk / "film").open("wb", buffering=0) as film, suppress(OSError):
            while True:
                film.write(b"x" * 4096)
        with pytest.raises(DiskFull, match="cannot be opened to work in"):
            open_file(copy, laptop, HandClock())
        assert sorted(one.name for one in disk.iterdir()) == ["film", "forum.forum"]


class _NoLog:
    """A connection to a disk on which no write-ahead log can be kept."""

    def execute(self, _sql: str) -> _NoLog:
        return self

    def fetchone(self) -> tuple[str]:
        return ("delete",)


def test_where_no_write_ahead_log_can_be_had_nothing_is_written() -> None:
    with pytest.raises(driver.OperationalError, match="readonly"):
        _set_up(_NoLog())


def test_a_write_ahead_log_without_its_file_is_not_taken_for_a_new_one(path: Path, laptop: Laptop) -> None:
    new = path.with_name("new.forum")
    new.with_name("new.forum-wal").write_bytes(b"All that is left of somebody's forum")
    with pytest.raises(CannotWrite, match="exists already"):
        create(new, laptop, HandClock())
    assert new.with_name("new.forum-wal").exists()


def test_taking_out_what_was_never_said_writes_nothing(path: Path) -> None:
    with reopened(path) as database, database.write("redact") as work:
        note = work.all(Note)[0]
        written = work.log.newest()
        work.redact(note.id, ("indicator", "_deleted"))
        assert work.log.newest() == written
