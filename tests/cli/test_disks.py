"""A disk that is full or guarded is told in one sentence, and nothing that was acknowledged is lost."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import Command, Said, one_clear_sentence, spelled


@pytest.fixture
def guarded(file: Path, forumdesk: Command, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the forum where nothing may be written, with everything loaded while it may still be read."""
    forumdesk("check", file)
    with without_rights(file) as copy:
        monkeypatch.setenv("FORUMDESK_HOME", str(copy.parent / "home"))
        yield copy


@contextmanager
def without_rights(path: Path) -> Iterator[Path]:
    """A copy of a forum in a folder in which this program may not write, whoever runs the test."""
    top = Path(tempfile.mkdtemp(prefix="forumdesk-test-"))
    (top / "home").mkdir(mode=0o777)
    (top / "home").chmod(0o777)
    try:
        copy = Path(shutil.copy(path, top / path.name))
        copy.chmod(0o444)
        top.chmod(0o555)
        if os.geteuid() == 0:
            os.seteuid(65534)
            try:
                yield copy
            finally:
                os.seteuid(0)
        else:
            yield copy
    finally:
        top.chmod(0o755)
        shutil.rmtree(top)


@pytest.mark.skipif(os.name != "posix", reason="folders are guarded otherwise there")
@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        pytest.param(["list", "FILE", "sessions"], 0, "cannot be written. It is read as it is now.", id="list reads"),
        pytest.param(["check", "FILE"], 0, "It is read as it is now.", id="check reads"),
        pytest.param(["capture", "FILE", "--session", "S1"], 1, "Copy it|copy it", id="capture says what to do"),
        pytest.param(["undo", "FILE"], 1, "Copy it|copy it", id="undo says what to do"),
    ],
)
def test_in_a_folder_that_cannot_be_written(
    forumdesk: Command, guarded: Path, words: list[str], code: int, sentence: str
) -> None:
    said = forumdesk(*spelled(words, guarded), stdin=b"One\n")
    assert said.code == code, said
    assert any(one in said.err for one in sentence.split("|")), said
    assert said.err.count("\n") == 1 or code == 0
    assert "mistake" not in said.err


@pytest.mark.skipif(os.name != "posix", reason="folders are guarded otherwise there")
def test_a_new_forum_in_a_folder_that_cannot_be_written_is_refused(forumdesk: Command, guarded: Path) -> None:
    said = forumdesk("new", guarded.with_name("new.forum"))
    assert one_clear_sentence(said), said


@contextmanager
def small_disk(size: int) -> Iterator[Path]:
    """A folder on a disk of its own, as small as asked; skipped where nobody may mount one."""
    top = Path(tempfile.mkdtemp(prefix="forumdesk-disk-"))
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(top)]
    try:
        if shutil.which("mount") is None or subprocess.run(command, check=False, capture_output=True).returncode:  # noqa: S603
            pytest.skip("no disk of one's own may be mounted here")
        try:
            yield top
        finally:
            subprocess.run(["umount", str(top)], check=True)  # noqa: S603, S607
    finally:
        top.rmdir()


def kept_and_listed(forumdesk: Command, file: Path, said: Said) -> None:
    """Every acknowledged note is in the file, which is sound."""
    kept = [line.split()[1] for line in said.out.splitlines()]
    assert [note["id"] for note in forumdesk("list", file, "notes", "--json").json][: len(kept)] == kept
    assert forumdesk("check", file).code == 0


def test_a_disk_that_fills_up_stops_capture_and_loses_nothing(forumdesk: Command, file: Path) -> None:
    with small_disk(2_000_000) as disk:
        full = Path(shutil.copy(file, disk / "forum.forum"))
        said = forumdesk("capture", full, "--session", "S1", stdin=(b"x" * 5000 + b"\n") * 1000)
        assert (said.code, said.err.count("\n"), 0 < said.out.count("kept") < 1000) == (1, 1, True), said.err
        assert "the disk is full" in said.err
        kept_and_listed(forumdesk, full, said)


@pytest.mark.parametrize("left", [0, 4096, 100_000], ids=["nothing", "a page", "a little"])
def test_a_disk_with_room_for_loses_nothing(forumdesk: Command, file: Path, left: int) -> None:
    with small_disk(2_000_000) as disk:
        full = Path(shutil.copy(file, disk / "forum.forum"))
        forumdesk("capture", full, "--session", "S1", stdin=b"Before\n")
        with (disk / "holiday film").open("wb", buffering=0) as film:
            room = os.statvfs(disk)
            film.write(b"\x00" * (room.f_bavail * room.f_frsize - left))
        said = forumdesk("capture", full, "--session", "S1", stdin=b"After\n" * 2000)
        assert one_clear_sentence(said) or said.out, said
        assert (said.code, "mistake" in said.err, "the disk is full" in said.err) == (1, False, True), said.err
        assert "Before" in forumdesk("list", full, "notes").out
        assert forumdesk("new", disk / "new.forum").code == 1
        (disk / "holiday film").unlink()
        assert "Before" in forumdesk("list", full, "notes").out
        assert forumdesk("check", full).code == 0


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let no file grow beyond a size, as on a disk that has no more room for it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_file_that_may_not_grow_stops_capture_and_loses_nothing(forumdesk: Command, file: Path) -> None:
    with largest_file(file.stat().st_size + 100_000):
        said = forumdesk("capture", file, "--session", "S1", stdin=(b"x" * 5000 + b"\n") * 200)
    assert (said.code, said.err.count("\n"), 0 < said.out.count("kept") < 200) == (1, 1, True), said.err
    assert "the disk is full" in said.err
    kept_and_listed(forumdesk, file, said)


def test_a_workbook_that_does_not_fit_is_not_left_in_part(forumdesk: Command, file: Path) -> None:
    with small_disk(50_000) as disk:
        (disk / "holiday film").write_bytes(b"\x00" * 30_000)
        said = forumdesk("export", file, disk / "out.xlsx")
        assert one_clear_sentence(said), said
        assert "The disk is full" in said.err
        assert [path.name for path in disk.iterdir()] == ["holiday film"]


def test_a_workbook_whose_sheets_may_not_grow_is_not_left_in_part(forumdesk: Command, file: Path) -> None:
    forumdesk("capture", file, "--session", "S1", stdin=b"One\n" * 300)
    with largest_file(20_000):
        said = forumdesk("export", file, file.with_name("out.xlsx"))
    assert one_clear_sentence(said), said
    assert "The disk is full" in said.err
    assert [path.name for path in file.parent.iterdir()] == [file.name]
