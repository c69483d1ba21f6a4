"""Each command does what README says, from the first line to the last."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from forumdesk.app import COMMANDS as NAMED_IN_APP
from forumdesk.cli import COMMANDS
from forumdesk.services.building import templates
from tests.cli.conftest import Command


def texts(forumdesk: Command, file: Path) -> list[str]:
    return [note["text"] for note in forumdesk("list", file, "notes", "--json").json]


def test_the_window_leaves_every_command_to_the_command_line() -> None:
    assert NAMED_IN_APP == COMMANDS


@pytest.mark.parametrize("template", templates())
def test_new_begins_a_forum_from_a_template(forumdesk: Command, tmp_path: Path, template: str) -> None:
    said = forumdesk("new", tmp_path / "mine", "--template", template, "--title", "Seventh Mayoral Forum")
    assert (said.code, said.out, said.err) == (0, f"made {tmp_path / 'mine.forum'}\n", "")
    assert forumdesk("check", tmp_path / "mine.forum").out.startswith("The file is sound.\n")


def test_new_never_overwrites(forumdesk: Command, file: Path) -> None:
    before = file.read_bytes()
    said = forumdesk("new", file)
    assert (said.code, said.out, file.read_bytes()) == (1, "", before)
    assert said.err == "“forum.forum” exists already. Choose another name; nothing was changed.\n"


def test_a_template_that_is_not_there_is_answered_with_those_that_are(forumdesk: Command, tmp_path: Path) -> None:
    said = forumdesk("new", tmp_path / "mine", "--template", "wedding")
    assert said.err == "There is no template “wedding”. Templates: blank, breakout-60, mayoral-forum.\n"
    assert list(tmp_path.iterdir()) == []


def test_capture_keeps_a_note_a_line_and_says_which(forumdesk: Command, file: Path) -> None:
    said = forumdesk("capture", file, "--session", "s1", stdin=b"Open a desk\n\n   \n/c Train the staff")
    kept = [note["id"] for note in forumdesk("list", file, "notes", "--json").json]
    assert (said.code, said.out, said.err) == (0, "".join(f"kept {one}\n" for one in kept), "")
    assert texts(forumdesk, file) == ["Open a desk", "Train the staff"]


def test_a_line_that_cannot_be_kept_is_told_and_the_others_are_kept(forumdesk: Command, file: Path) -> None:
    said = forumdesk("capture", file, "--session", "S1", stdin=b"One\n/c\nTwo\n")
    assert (said.code, said.out.count("kept "), texts(forumdesk, file)) == (1, 2, ["One", "Two"])
    assert said.err == (
        "Line 2 was not kept: There is nothing to keep in this line. Type what was said, then press Enter.\n"
        "1 of the lines could not be kept; the others are.\n"
    )


def test_a_session_that_is_not_there_is_answered_with_those_that_are(forumdesk: Command, file: Path) -> None:
    said = forumdesk("capture", file, "--session", "S7", stdin=b"One\n")
    assert (said.code, said.out, said.err) == (1, "", "There is no session “S7”. Sessions: S1.\n")


def test_undo_and_redo_say_what_they_did(forumdesk: Command, file: Path) -> None:
    forumdesk("capture", file, "--session", "S1", stdin=b"Open a desk\n")
    undone = forumdesk("undo", file)
    assert undone.out == "Undone: Keep note “Open a desk”; 1 record, 0 changed since and stayed.\n"
    assert texts(forumdesk, file) == []
    assert forumdesk("redo", file).out == "Redone: Keep note “Open a desk”; 1 record, 0 changed since and stayed.\n"
    assert texts(forumdesk, file) == ["Open a desk"]
    assert forumdesk("redo", file).err == "There is nothing to redo.\n"


def test_any_act_that_was_undone_is_redone_by_its_id_whatever_was_done_since(forumdesk: Command, file: Path) -> None:
    forumdesk("capture", file, "--session", "S1", stdin=b"Open a desk\nTrain staff\n")
    forumdesk("undo", file)
    forumdesk("undo", file)
    forumdesk("capture", file, "--session", "S1", stdin=b"Fund it\n")
    assert forumdesk("redo", file).err == "There is nothing to redo.\n"
    first = next(one for one in forumdesk("history", file, "--json").json if one["subject"] == "Open a desk")
    told = forumdesk("redo", file, first["id"][-8:])
    assert told.out == "Redone: Keep note “Open a desk”; 1 record, 0 changed since and stayed.\n"
    assert sorted(texts(forumdesk, file)) == ["Fund it", "Open a desk"]
    again = forumdesk("redo", file, first["id"])
    assert (again.code, again.err) == (1, "This act was not undone or is not in the forum.\n")


def test_undo_ends_when_nothing_is_left(forumdesk: Command, file: Path) -> None:
    assert forumdesk("undo", file).code == 0
    said = forumdesk("undo", file)
    assert (said.code, said.out, said.err) == (1, "", "There is nothing to undo.\n")


def test_history_tells_every_act_newest_first(forumdesk: Command, file: Path) -> None:
    forumdesk("capture", file, "--session", "S1", stdin=b"Open a desk\n")
    lines = forumdesk("history", file).out.splitlines()
    assert [line.split("  ")[-1] for line in lines] == ["What", "Open a desk", "Test forum"]
    assert lines[0].split() == ["Time", "Act", "Records", "By", "Id", "What"]


def test_history_of_a_note_tells_each_version(forumdesk: Command, file: Path) -> None:
    kept = forumdesk("capture", file, "--session", "S1", stdin=b"Open a desk\n").out.split()[1]
    forumdesk("undo", file)
    versions = forumdesk("history", file, kept, "--json").json
    assert [(one["words"], one["counts"]) for one in versions] == [("Keep note", False)]
    assert versions[0]["fields"]["text"] == "Open a desk"


def test_history_of_nothing_is_told(forumdesk: Command, file: Path) -> None:
    assert forumdesk("history", file, "R-07").err == "There is no record “R-07” in this forum.\n"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("DESK", 1, id="a word, whatever its case"),
        pytest.param("des", 1, id="the beginning of a word"),
        pytest.param("cafe open", 1, id="two words in any order, accents left out"),
        pytest.param("desk nowhere", 0, id="a word that is not there"),
        pytest.param("المدن", 1, id="Arabic"),
        pytest.param('"desk" OR *', 0, id="marks of the search engine"),
        pytest.param("", 0, id="nothing"),
    ],
)
def test_search_finds(forumdesk: Command, file: Path, query: str, found: int) -> None:
    forumdesk("capture", file, "--session", "S1", stdin="Open a desk in the café\nالمدن تستقبل\n".encode())
    said = forumdesk("search", file, query, "--json")
    assert (said.code, len(said.json)) == (0, found)


def test_search_finds_at_most_as_many_as_asked(forumdesk: Command, file: Path) -> None:
    forumdesk("capture", file, "--session", "S1", stdin=b"desk\n" * 5)
    assert len(forumdesk("search", file, "desk", "--limit", 3, "--json").json) == 3
    assert forumdesk("search", file, "desk", "--limit", 0).code == 2


def test_search_says_when_nothing_is_found(forumdesk: Command, file: Path) -> None:
    said = forumdesk("search", file, "nowhere")
    assert (said.code, said.out, said.err) == (0, "", "Nothing holds every word of “nowhere”.\n")


def test_snapshots_are_listed_and_restored_by_the_beginning_of_their_name(
    forumdesk: Command, file: Path, tmp_path: Path
) -> None:
    assert forumdesk("snapshots", file).err == "There is nothing to list.\n"
    folder = file.with_name("forum.forum.snapshots")
    folder.mkdir()
    shutil.copy(file, folder / "2026-09-29T10-00-00-000Z before the plenary.forum")
    listed = forumdesk("snapshots", file, "--json").json
    assert [(one["id"], one["reason"]) for one in listed] == [
        ("2026-09-29T10-00-00-000Z before the plenary", "before the plenary"),
    ]
    said = forumdesk("restore", file, "2026-09-29", tmp_path / "old.forum")
    assert said.out == f"restored 2026-09-29T10-00-00-000Z before the plenary to {tmp_path / 'old.forum'}\n"
    assert forumdesk("check", tmp_path / "old.forum").code == 0
    assert forumdesk("restore", file, "2026-09-29", tmp_path / "old.forum").code == 1
    assert "before the plenary" in forumdesk("snapshots", file).out


def test_a_restore_to_a_folder_that_is_not_there_is_told(forumdesk: Command, file: Path, tmp_path: Path) -> None:
    folder = file.with_name("forum.forum.snapshots")
    folder.mkdir()
    shutil.copy(file, folder / "2026-09-29T10-00-00-000Z named.forum")
    said = forumdesk("restore", file, "2026", tmp_path / "nowhere" / "old.forum")
    assert (said.code, said.err) == (
        1,
        f"The folder “{tmp_path / 'nowhere'}” does not exist. Choose a folder that is there.\n",
    )


def test_the_ending_of_a_file_may_be_left_out(forumdesk: Command, file: Path) -> None:
    assert forumdesk("list", file.with_suffix(""), "sessions").code == 0


def test_lists_are_aligned_under_their_headings(forumdesk: Command, file: Path) -> None:
    forumdesk("capture", file, "--session", "S1", stdin="/c Budget\nترحيب\n".encode())
    heading, first, second = forumdesk("list", file, "notes").out.splitlines()
    assert heading.index("Text") == first.index("Budget") == second.index("ترحيب")
    assert ("✓ commitment" in first, "◆ doing" in second) == (True, True)


def test_a_list_can_be_of_one_session(forumdesk: Command, tmp_path: Path) -> None:
    forumdesk("new", tmp_path / "two.forum", "--template", "mayoral-forum")
    for code in ("B1A", "B1B"):
        forumdesk("capture", tmp_path / "two.forum", "--session", code, stdin=f"Said in {code}\n".encode())
    listed = forumdesk("list", tmp_path / "two.forum", "notes", "--session", "b1b", "--json").json
    assert [(one["session"], one["text"]) for one in listed] == [("B1B", "Said in B1B")]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param([], id="no words at all"),
        pytest.param(["paint"], id="a command that does not exist"),
        pytest.param(["list"], id="no file"),
        pytest.param(["list", "FILE"], id="nothing to list"),
        pytest.param(["list", "FILE", "mayors"], id="something that is not listed"),
        pytest.param(["list", "FILE", "notes", "more"], id="a word too many"),
        pytest.param(["capture", "FILE"], id="no session"),
        pytest.param(["new", "FILE", "--starts", "yesterday"], id="no day"),
        pytest.param(["export", "FILE"], id="nowhere to write to"),
        pytest.param(["check", "FILE", "--loudly"], id="an option that does not exist"),
        pytest.param(["new", "--sample"], id="the sample where a new file is meant"),
    ],
)
def test_a_command_wrongly_written_ends_with_2_and_nothing_on_standard_output(
    forumdesk: Command, file: Path, words: list[str]
) -> None:
    said = forumdesk(*[str(file) if word == "FILE" else word for word in words])
    assert (said.code, said.out) == (2, "")
    assert "Usage: forumdesk" in said.err


@pytest.mark.parametrize(
    "words", [["--help"], ["-h"], *([name, "--help"] for name in sorted(COMMANDS)), ["--version"]], ids=" ".join
)
def test_help_is_a_result(forumdesk: Command, words: list[str]) -> None:
    said = forumdesk(*words)
    assert (said.code, said.err) == (0, "")
    assert "ForumDesk" in said.out or "Usage: forumdesk" in said.out
