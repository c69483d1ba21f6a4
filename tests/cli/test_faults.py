"""Whatever is wrong with a file, a disk or a text: one clear sentence, exit code 1, nothing lost, no traceback."""

from __future__ import annotations

import os
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from forumdesk.services.clock import SystemClock
from forumdesk.services.forums import Forums
from tests.builders import a_laptop
from tests.cli.conftest import Command, one_clear_sentence, spelled

READING = (
    ["list", "FILE", "notes"],
    ["check", "FILE"],
    ["history", "FILE"],
    ["search", "FILE", "desk"],
    ["export", "FILE", "OUT"],
)
WRITING = (["capture", "FILE", "--session", "S1"], ["undo", "FILE"], ["redo", "FILE"])


def damaged(file: Path) -> None:
    """Overwrite a page in the middle."""
    content = bytearray(file.read_bytes())
    content[4096 * 3 : 4096 * 4] = os.urandom(4096)
    file.write_bytes(content)


def cut(at: float) -> Callable[[Path], None]:
    """Cut the file after a share of its length."""

    def truncate(file: Path) -> None:
        os.truncate(file, int(file.stat().st_size * at))

    return truncate


def foreign(file: Path) -> None:
    """Put another program's database in its place."""
    file.unlink()
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE bookmark (address)")
    other.close()


def archive(file: Path) -> None:
    """Put a workbook in its place."""
    with zipfile.ZipFile(file, "w") as book:
        book.writestr("xl/workbook.xml", "<workbook/>")


def folder(file: Path) -> None:
    """Put a folder in its place."""
    file.unlink()
    file.mkdir()


def written(content: bytes) -> Callable[[Path], None]:
    """Put these bytes in its place."""

    def write(file: Path) -> None:
        file.write_bytes(content)

    return write


WRONG = [
    pytest.param(damaged, "is damaged", id="damaged"),
    pytest.param(cut(0.5), "is damaged", id="cut in half"),
    pytest.param(cut(0.001), "is not a forum file", id="cut to a few bytes"),
    pytest.param(foreign, "is not a forum file", id="of another program"),
    pytest.param(archive, "is not a forum file", id="a workbook"),
    pytest.param(written(b""), "is not a forum file", id="empty"),
    pytest.param(written(b"Dear mayors,\n"), "is not a forum file", id="a letter"),
    pytest.param(written(b"SQLite format 3\x00" + b"\x00" * 5000), "", id="a head without a body"),
    pytest.param(folder, "is a folder", id="a folder"),
    pytest.param(Path.unlink, "is not there", id="not there"),
]


@pytest.mark.parametrize("words", [*READING, *WRITING], ids=lambda words: words[0])
@pytest.mark.parametrize(("spoil", "sentence"), WRONG)
def test_a_file_is(
    forumdesk: Command, file: Path, spoil: Callable[[Path], None], sentence: str, words: list[str]
) -> None:
    spoil(file)
    before = file.read_bytes() if file.is_file() else None
    said = forumdesk(*spelled(words, file), stdin=b"Lost?\n")
    assert one_clear_sentence(said), said
    assert sentence in said.err
    assert "mistake in ForumDesk" not in said.err
    assert (file.read_bytes() if file.is_file() else None) == before
    assert sorted(path.name for path in file.parent.iterdir() if path.suffix != ".snapshots") in ([file.name], [])


@pytest.mark.parametrize("words", READING[:-1], ids=lambda words: words[0])
def test_a_file_of_a_newer_forumdesk_is_read(forumdesk: Command, file: Path, words: list[str]) -> None:
    newer(file)
    before = file.read_bytes()
    said = forumdesk(*spelled(words, file))
    assert (said.code, file.read_bytes()) == (0, before)
    assert said.err.startswith("“forum.forum” is open to read only. It was written by a newer ForumDesk")


@pytest.mark.parametrize("words", WRITING, ids=lambda words: words[0])
def test_a_file_of_a_newer_forumdesk_is_never_written(forumdesk: Command, file: Path, words: list[str]) -> None:
    newer(file)
    before = file.read_bytes()
    said = forumdesk(*spelled(words, file), stdin=b"One\n")
    assert one_clear_sentence(said), said
    assert "newer ForumDesk" in said.err
    assert file.read_bytes() == before


def newer(file: Path) -> None:
    with sqlite3.connect(file, isolation_level=None) as connection:
        connection.execute("PRAGMA user_version = 99")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def test_a_revision_that_was_altered_is_found(forumdesk: Command, file: Path) -> None:
    forumdesk("capture", file, "--session", "S1", stdin=b"Open a desk\n")
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE revision SET fields = replace(fields, 'Open', 'Shut')")
    connection.close()
    said = forumdesk("check", file, "--json")
    assert (said.code, said.json["sound"]) == (1, False)
    assert any("was altered after it was written" in fault for fault in said.json["faults"])
    assert said.err == "“forum.forum” has faults. Restore a snapshot, or ask for the file again.\n"


def test_what_is_shown_otherwise_than_the_log_says_is_found(forumdesk: Command, file: Path) -> None:
    forumdesk("capture", file, "--session", "S1", stdin=b"Open a desk\n")
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE at_note SET text = 'Shut the desk'")
    connection.close()
    said = forumdesk("check", file)
    assert said.code == 1
    assert "differs from the log" in said.out


@pytest.mark.parametrize("table", ["revision", "at_note", "ix_revision_branch_number"])
def test_a_large_file_that_is_damaged_somewhere_is_told_by_check_and_by_who_reads_there(
    forumdesk: Command, file: Path, table: str
) -> None:
    with Forums(a_laptop("Laptop e"), SystemClock()).opened(file) as desk:
        note = desk.capturing.keep(desk.planning.session("S1").id, "One")
        desk.pinning.pin(note.id, "film", os.urandom(5_000_000))
    with sqlite3.connect(file) as connection:
        ((page,),) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchall()
    connection.close()
    with file.open("r+b") as opened:
        opened.seek((page - 1) * 4096)
        opened.write(b"\xff" * 4096)
    checked = forumdesk("check", file)
    assert (checked.code, "Traceback" in checked.err, "mistake" in checked.err) == (1, False, False), checked
    assert "damaged" in checked.out + checked.err
    listed = forumdesk("list", file, "notes")
    assert listed.code == 0 or one_clear_sentence(listed), listed


@pytest.fixture
def held(file: Path) -> Iterator[Path]:
    """The forum, open in another window."""
    forums = Forums(a_laptop("Room E", "Awa Diop"), SystemClock())
    with forums.opened(file) as desk:
        desk.capturing.keep(desk.planning.session("S1").id, "Said elsewhere")
        yield file


@pytest.mark.parametrize("words", WRITING, ids=lambda words: words[0])
def test_a_forum_that_is_open_elsewhere_is_not_written(forumdesk: Command, held: Path, words: list[str]) -> None:
    said = forumdesk(*spelled(words, held), stdin=b"One\n")
    assert one_clear_sentence(said), said
    assert said.err.startswith("“forum.forum” is already open (Awa Diop · Room E · ")


def test_a_forum_that_is_open_elsewhere_is_read_as_it_is_now(forumdesk: Command, held: Path) -> None:
    said = forumdesk("list", held, "notes", "--json")
    assert [note["text"] for note in said.json] == ["Said elsewhere"]
    assert said.code == 0
    assert said.err.startswith("“forum.forum” is already open")
    assert said.err.endswith("It is read as it is now.\n")


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        pytest.param("a\ud800b".encode("utf-8", "surrogatepass"), "a\ufffd\ufffd\ufffdb", id="a lone surrogate"),
        pytest.param(b"caf\xe9", "caf\ufffd", id="Latin-1 instead of UTF-8"),
        pytest.param(b"a\x00b", "ab", id="NUL"),
        pytest.param("👩🏽‍🚀 🇲🇦".encode(), "👩🏽‍🚀 🇲🇦", id="emoji"),
        pytest.param("المدن تستقبل".encode(), "المدن تستقبل", id="Arabic"),
        pytest.param("\u202eevil\u202c".encode(), "\u202eevil\u202c", id="text that turns its direction"),
        pytest.param(b'=HYPERLINK("http://x")', '=HYPERLINK("http://x")', id="a formula"),
        pytest.param(b"x" * 40_000, "x" * 40_000, id="40,000 characters"),
        pytest.param(b"y" * 1_000_000, "y" * 1_000_000, id="a million characters"),
        pytest.param("\ufeffbegins with a mark".encode(), "begins with a mark", id="a byte order mark"),
        pytest.param(b"one\r\n", "one", id="a Windows line end"),
        pytest.param(b"'; DROP TABLE revision; --", "'; DROP TABLE revision; --", id="a query"),
        pytest.param("e\u0301 ﷽ \u200d".encode(), "e\u0301 ﷽ \u200d", id="joined and invisible letters"),
    ],
)
def test_a_text_is_kept(forumdesk: Command, file: Path, typed: bytes, text: str) -> None:
    said = forumdesk("capture", file, "--session", "S1", stdin=typed + b"\n")
    assert (said.code, said.err) == (0, "")
    assert [note["text"] for note in forumdesk("list", file, "notes", "--json").json] == [text]
    assert forumdesk("list", file, "notes").code == 0
    assert forumdesk("check", file).code == 0


def test_a_line_that_no_note_can_hold_is_refused_whole_and_the_next_is_kept(forumdesk: Command, file: Path) -> None:
    said = forumdesk("capture", file, "--session", "S1", stdin=b"x" * (1 << 20) + b"\nNext\n")
    assert said.code == 1
    assert said.err.startswith("Line 1 was not kept: This text has 1048576 characters; a note holds at most 1000000.")
    assert [note["text"] for note in forumdesk("list", file, "notes", "--json").json] == ["Next"]


@pytest.mark.parametrize("what", ["sessions", "notes", "recommendations", "participants", "conflicts", "acts"])
def test_an_empty_forum_has_empty_lists(forumdesk: Command, tmp_path: Path, what: str) -> None:
    forumdesk("new", tmp_path / "empty")
    forumdesk("undo", tmp_path / "empty")
    said = forumdesk("list", tmp_path / "empty", what)
    assert said.code == 0
    assert (said.out, said.err) == ("", "There is nothing to list.\n") or what == "acts"


def test_a_forum_without_sessions_takes_no_notes_and_says_so(forumdesk: Command, tmp_path: Path) -> None:
    forumdesk("new", tmp_path / "empty")
    said = forumdesk("capture", tmp_path / "empty", "--session", "S1", stdin=b"One\n")
    assert (said.code, said.out, said.err) == (1, "", "There is no session “S1”. Sessions: none.\n")


def test_sessions_and_people_of_one_name_are_told_apart_by_their_ids(forumdesk: Command, file: Path) -> None:
    with Forums(a_laptop("Laptop f"), SystemClock()).opened(file) as desk:
        for _ in range(2):
            desk.people.add(name="Maria Garcia", city="Quito")
            desk.planning.add_session("Breakout")
    for what, count in (("sessions", 3), ("participants", 2)):
        ids = {one["id"] for one in forumdesk("list", file, what, "--json").json}
        assert len(ids) == count


def test_a_mistake_of_ours_is_one_line_and_a_report_without_a_note(
    forumdesk: Command, file: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forumdesk.storage.search.match_expression", lambda query: 1 / 0 if query else "")
    said = forumdesk("search", file, "Maria Garcia")
    (report,) = (home / "reports").iterdir()
    assert (said.code, said.out) == (1, "")
    assert said.err == (
        f"This is a mistake in ForumDesk: ZeroDivisionError. The report “{report}” tells what happened.\n"
    )
    written_down = report.read_text("utf-8")
    assert "search" in written_down
    assert "Maria" not in written_down
    report.unlink()


def test_a_home_that_cannot_be_written_is_told_and_nothing_else_stops(
    forumdesk: Command, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").write_text("")
    monkeypatch.setenv("FORUMDESK_HOME", str(tmp_path / "home"))
    said = forumdesk("capture", file, "--session", "S1", stdin=b"One\n")
    assert (said.code, said.out.count("kept")) == (0, 1)
    assert "keys of this laptop could not be kept" in said.err
