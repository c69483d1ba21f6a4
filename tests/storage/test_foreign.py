"""A forum file from elsewhere is read as if it were meant to harm: its log alone, or a sentence."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as driver

from forumdesk.domain.devices import Laptop
from forumdesk.domain.errors import ForumDeskError
from forumdesk.domain.revisions import Revision
from forumdesk.storage.blobs import put_blob
from forumdesk.storage.database import create, open_file
from forumdesk.storage.foreign import foreign_forum
from tests.builders import a_forum, a_note
from tests.services.hands import HandClock

HARMFUL = "“other.forum” holds what no forum file holds, so it was not read."
DAMAGED = "“other.forum” is damaged or is not a forum file."
TRIES = 500


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("foreign") / "other.forum"
    with closing(create(path, LAPTOP, HandClock())) as database, database.write("build-forum") as work:
        work.put(a_forum())
        for number in range(60):
            work.put(a_note(text=f"Said {number}"))
        put_blob(work, b"\x89PNG")
    return path


LAPTOP = Laptop("e" * 32, "Elsewhere", "Somebody")  # type: ignore[arg-type]


@pytest.fixture
def other(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(written, tmp_path / "other.forum"))


def read(path: Path) -> list[Revision]:
    with foreign_forum(path) as forum:
        return list(forum.revisions())


def test_its_log_is_read_and_neither_it_nor_its_folder_is_touched(other: Path) -> None:
    before = (other.read_bytes(), sorted(other.parent.iterdir()))
    assert len(read(other)) == 62
    assert (other.read_bytes(), sorted(other.parent.iterdir())) == before


def test_it_is_read_while_somebody_works_in_it(other: Path) -> None:
    with closing(open_file(other, LAPTOP, HandClock())) as database:
        with database.write("keep-note") as work:
            work.put(a_note(text="A moment ago"))
        assert "A moment ago" in {one.fields.get("text") for one in read(other)}


def test_a_photo_is_read_by_what_it_is(other: Path) -> None:
    with closing(driver.connect(str(other))) as connection:
        (digest,) = connection.execute("SELECT digest FROM blob").fetchone()
    with foreign_forum(other) as forum:
        assert (forum.photo(digest), forum.photo("0" * 64)) == (b"\x89PNG", None)
    changed(other, "UPDATE blob SET bytes = x'00'")
    with foreign_forum(other) as forum:
        assert forum.photo(digest) is None


def changed(path: Path, *statements: str) -> Path:
    with closing(driver.connect(str(path), isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            connection.execute(statement)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(ForumDeskError) as error:
        read(path)
    return str(error.value)


@pytest.mark.parametrize(
    "statements",
    [
        pytest.param(("CREATE VIEW more AS SELECT 1",), id="a view"),
        pytest.param(("CREATE TRIGGER now AFTER INSERT ON revision BEGIN SELECT 1; END",), id="a trigger"),
        pytest.param(("CREATE TABLE extra (a)",), id="a table of its own"),
        pytest.param(("ALTER TABLE revision ADD COLUMN more",), id="a column more"),
        pytest.param(("ALTER TABLE revision ADD COLUMN more AS (1) VIRTUAL",), id="a computed column"),
        pytest.param(("ALTER TABLE blob RENAME TO at_blob",), id="no table of photos"),
        pytest.param(
            ("ALTER TABLE revision RENAME TO at_old", "CREATE VIEW revision AS SELECT * FROM at_old"),
            id="a view in place of the log",
        ),
        pytest.param(
            ("DROP TABLE revision", "CREATE VIRTUAL TABLE revision USING fts5(record, kind, fields)"),
            id="a virtual table in place of the log",
        ),
    ],
)
def test_what_no_forum_file_holds_is_refused_before_anything_is_asked(other: Path, statements: tuple[str, ...]) -> None:
    assert refusal(changed(other, *statements)) == HARMFUL


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        pytest.param("PRAGMA user_version = 99", "“other.forum” was written by a newer ForumDesk.", id="newer"),
        pytest.param("UPDATE revision SET fields = x'00' WHERE seq = 7", DAMAGED, id="bytes for words"),
        pytest.param("UPDATE revision SET fields = '[' WHERE seq = 7", DAMAGED, id="no JSON"),
        pytest.param("UPDATE revision SET hlc = 'noon' WHERE seq = 7", DAMAGED, id="words for a number"),
        pytest.param("UPDATE revision SET items = '[[1, 2, 3]]' WHERE seq = 7", DAMAGED, id="numbers for commitments"),
        pytest.param("UPDATE revision SET closed = 99 WHERE seq = 7", DAMAGED, id="more closed than there is"),
        pytest.param("UPDATE revision SET author = 'Other' WHERE seq = 7", "A revision was altered", id="altered"),
        pytest.param("UPDATE revision SET id = zeroblob(32) WHERE seq = 7", "A revision was altered", id="another id"),
        pytest.param(
            "UPDATE sqlite_master SET sql = replace(sql, 'record TEXT', 'record TEXT COLLATE nowhere')"
            " WHERE name = 'revision'",
            DAMAGED,
            id="an order that nobody knows",
        ),
        pytest.param(
            "UPDATE revision SET fields = zeroblob(9000000) WHERE seq = 7", "holds far more than a forum", id="swollen"
        ),
    ],
)
def test_a_log_that_is_none_is_told(other: Path, statement: str, sentence: str) -> None:
    assert sentence in refusal(changed(other, statement))


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda path: path.write_bytes(b""), id="empty"),
        pytest.param(lambda path: path.write_bytes(b"SQLite format 3\x00" + b"\x00" * 200), id="another database"),
        pytest.param(lambda path: path.write_text("Minutes"), id="a text"),
        pytest.param(lambda path: path.unlink(), id="nothing"),
    ],
)
def test_what_is_no_forum_file_is_told(other: Path, make: Callable[[Path], Any]) -> None:
    make(other)
    assert "other.forum" in refusal(other)


@pytest.fixture(scope="module")
def dice() -> random.Random:
    return random.Random(3)  # noqa: S311 - nothing is kept secret with it


def test_a_torn_or_flipped_file_is_told_or_reads_true(other: Path, dice: random.Random) -> None:
    whole = other.read_bytes()
    true = {one.id for one in read(other)}
    told = 0
    for number in range(TRIES):
        held = bytearray(whole)
        if number % 5 == 0:
            del held[dice.randrange(len(held)) :]
        else:
            held[dice.randrange(len(held))] ^= 1 << dice.randrange(8)
        other.write_bytes(held)
        try:
            found = read(other)
        except ForumDeskError:
            told += 1
        else:
            assert {one.id for one in found} <= true
    assert told > TRIES // 5
