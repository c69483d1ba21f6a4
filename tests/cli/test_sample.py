"""`--sample` anywhere a FILE is expected means a fresh copy of the sample forum."""

from __future__ import annotations

from pathlib import Path

import pytest

from forumdesk.domain.notes import NoteKind
from forumdesk.domain.recommendations import Status
from tests.cli.conftest import Command


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["list", "--sample", "sessions"], id="in the place of the file"),
        pytest.param(["list", "sessions", "--sample"], id="at the end"),
        pytest.param(["list", "--json", "--sample", "sessions"], id="between"),
    ],
)
def test_the_sample_may_stand(forumdesk: Command, words: list[str]) -> None:
    said = forumdesk(*words)
    assert (said.code, said.err) == (0, "")
    assert said.out


@pytest.mark.parametrize(
    ("words", "begin"),
    [
        (["check", "--sample"], "The file is sound."),
        (["history", "--sample"], "Time "),
        (["search", "--sample", "desk"], "Found "),
        (["undo", "--sample"], "Undone: Begin forum"),
        (["export", "--sample", "OUT"], "wrote "),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)
def test_a_command_works_on_the_sample(forumdesk: Command, tmp_path: Path, words: list[str], begin: str) -> None:
    said = forumdesk(*[str(tmp_path / "out.xlsx") if word == "OUT" else word for word in words])
    assert (said.code, said.out.startswith(begin)) == (0, True), said


def test_sessions_are_shown_by_the_clock_of_the_host_city(forumdesk: Command) -> None:
    heading, first = forumdesk("list", "--sample", "sessions").out.splitlines()[:2]
    assert first[heading.index("Start") :].startswith("2016-09-29 08:30")
    assert forumdesk("list", "--sample", "sessions", "--json").json[0]["start"] == "2016-09-29T00:30:00.000Z"


def test_each_copy_of_the_sample_is_fresh(forumdesk: Command) -> None:
    session = forumdesk("list", "--sample", "sessions", "--json").json[0]["code"]
    before = len(forumdesk("list", "--sample", "notes", "--json").json)
    assert forumdesk("capture", "--sample", "--session", session, stdin=b"One\n").code == 0
    assert len(forumdesk("list", "--sample", "notes", "--json").json) == before


def test_the_sample_is_written_to_a_file_and_never_over_one(forumdesk: Command, tmp_path: Path) -> None:
    assert forumdesk("sample", tmp_path / "mine").out == f"made {tmp_path / 'mine.forum'}\n"
    assert forumdesk("sample", tmp_path / "mine.forum").code == 1
    assert forumdesk("check", tmp_path / "mine.forum", "--json").json["sound"] is True


def test_the_sample_has_no_snapshots_to_go_back_to(forumdesk: Command, tmp_path: Path) -> None:
    assert forumdesk("snapshots", "--sample", "--json").out == "[]\n"
    assert forumdesk("restore", "--sample", "2026", tmp_path / "old.forum").code == 1


def test_the_sample_holds_something_of_everything(forumdesk: Command) -> None:
    notes = forumdesk("list", "--sample", "notes", "--json").json
    recommendations = forumdesk("list", "--sample", "recommendations", "--json").json
    assert len(notes) >= 150
    assert len(recommendations) >= 45
    assert {note["kind"] for note in notes} == {kind.value for kind in NoteKind}
    assert {one["status"] for one in recommendations} == {status.value for status in Status}
    assert {"en", "es", "fr", "ar"} <= {note["language"] for note in notes}
    assert any(note["sensitive"] for note in notes)
    assert any(note["unattributed"] for note in notes)
    assert all(one["sources"] for one in recommendations if one["status"] == "adopted")
