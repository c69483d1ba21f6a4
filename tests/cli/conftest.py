"""The command line as a test holds it: words in, exit code and both outputs back, in this process, for speed."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from forumdesk.cli import run


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Command = Callable[..., Said]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one laptop, so that what one command did, another can undo."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def forumdesk(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command line, with bytes on standard input, as the laptop of `home`."""
    monkeypatch.setenv("FORUMDESK_HOME", str(home))

    def command(*words: object, stdin: bytes = b"") -> Said:
        capsys.readouterr()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="ascii"))
        code = run([str(word) for word in words])
        captured = capsys.readouterr()
        return Said(code, captured.out, captured.err)

    return command


@pytest.fixture(scope="session")
def made(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A forum with one breakout session, S1, made once."""
    path = tmp_path_factory.mktemp("made") / "made.forum"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FORUMDESK_HOME", str(home))
        assert (
            run(["new", str(path), "--template", "breakout-60", "--title", "Test forum", "--starts", "2026-09-29"]) == 0
        )
    return path


@pytest.fixture
def file(made: Path, tmp_path: Path) -> Path:
    """A copy of the forum for one test."""
    return Path(shutil.copy(made, tmp_path / "forum.forum"))


def spelled(words: list[str], file: Path) -> list[str]:
    """The words of a command with the real names of its files."""
    return [{"FILE": str(file), "OUT": str(file.with_name("out.xlsx"))}.get(word, word) for word in words]


def one_clear_sentence(said: Said) -> bool:
    """Whether a command ended as people need it: one sentence, nothing else, and no traceback."""
    line = said.err.strip()
    return (said.code, said.out, line.count("\n")) == (1, "", 0) and line.endswith(".") and "Traceback" not in line
