"""What is handed over lies on the stick whole, or not at all: it is read again before it gets its name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

import pytest

from forumdesk.domain.errors import CannotWrite
from forumdesk.exchange.carrier import put

SAID = b"Dakar will open a desk"


def write(file: IO[bytes]) -> None:
    file.write(SAID)


@pytest.mark.skipif(not hasattr(os, "posix_fadvise"), reason="this system keeps what it wrote")
def test_a_stick_that_reads_back_something_else_is_told_and_what_lay_there_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "Room A.forumpack"
    there.write_bytes(b"handed over before")

    def forgets_badly(_: int, offset: int, length: int, advice: int) -> None:
        """The system forgets the file, and the worn stick under it has kept another letter."""
        assert (offset, length, advice) == (0, 0, os.POSIX_FADV_DONTNEED)
        (unfinished,) = tmp_path.glob("*.part")
        unfinished.write_bytes(SAID.replace(b"D", b"L"))

    monkeypatch.setattr(os, "posix_fadvise", forgets_badly)
    with pytest.raises(CannotWrite) as refused:
        put(there, write)
    assert str(refused.value) == (
        "“Room A.forumpack” did not read back as it was written. Try another stick or folder."
    )
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(there.name, b"handed over before")]


def test_where_the_system_forgets_nothing_it_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "posix_fadvise", raising=False)  # as on macOS and on Windows
    put(tmp_path / "Room A.forumpack", write)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("Room A.forumpack", SAID)]
