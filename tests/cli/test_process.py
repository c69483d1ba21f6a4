"""The program as a shell runs it: what it loads, how it talks through pipes, and how it is stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent.parent
TELL_LOADED = """
import sys
from forumdesk.cli import run
code = run(sys.argv[1:])
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
sys.exit(code)
"""


@pytest.fixture
def laptop(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "FORUMDESK_HOME": str(tmp_path / "home"), "PYTHONWARNINGS": "error"}


def start(laptop: dict[str, str], *words: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(TOP / "main.py"), *map(str, words)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=laptop)  # noqa: S603 - our own command


@pytest.mark.parametrize(
    ("words", "heavy"),
    [
        pytest.param(["--help"], set(), id="help loads nothing heavy"),
        pytest.param(["list", "FILE"], set(), id="a command wrongly written loads nothing heavy"),
        pytest.param(["list", "FILE", "sessions"], {"sqlcipher3"}, id="list loads the driver"),
        pytest.param(["capture", "FILE", "--session", "S1"], {"sqlcipher3"}, id="capture loads the driver"),
        pytest.param(["new", "NEW"], {"sqlcipher3", "sqlalchemy"}, id="new loads what makes tables"),
    ],
)
def test_no_command_loads_qt_and_(laptop: dict[str, str], file: Path, words: list[str], heavy: set[str]) -> None:
    paths = {"FILE": str(file), "NEW": str(file.with_name("new.forum"))}
    spelled = [paths.get(word, word) for word in words]
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", TELL_LOADED, *spelled],
        cwd=TOP,
        env=laptop,
        input=b"One\n",
        capture_output=True,
        check=False,
    )
    loaded = set(done.stderr.decode().splitlines()[-1].split())
    assert loaded & {"PySide6", "shiboken6", "sqlalchemy", "sqlcipher3", "psycopg"} == heavy


def test_a_note_is_acknowledged_before_the_next_is_typed(laptop: dict[str, str], file: Path) -> None:
    work = start(laptop, "capture", file, "--session", "S1")
    assert work.stdin is not None
    assert work.stdout is not None
    for number in range(3):
        work.stdin.write(f"Note {number}\n".encode())
        work.stdin.flush()
        assert work.stdout.readline().startswith(b"kept ")
    assert work.communicate() == (b"", b"")
    assert work.returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="Ctrl+C reaches a program otherwise there")
def test_ctrl_c_ends_capture_quietly_and_gives_the_file_free(laptop: dict[str, str], file: Path) -> None:
    work = start(laptop, "capture", file, "--session", "S1")
    assert work.stdin is not None
    assert work.stdout is not None
    work.stdin.write(b"One\n")
    work.stdin.flush()
    assert work.stdout.readline().startswith(b"kept ")
    work.send_signal(signal.SIGINT)
    assert work.communicate() == (b"", b"\n")  # so that the shell begins on a line of its own
    assert (work.returncode, [path.name for path in file.parent.glob("forum.forum*")]) == (130, ["forum.forum"])


@pytest.mark.skipif(os.name != "posix", reason="a pipe ends otherwise there")
def test_a_reader_that_leaves_early_is_no_mistake(laptop: dict[str, str], file: Path) -> None:
    start(laptop, "capture", file, "--session", "S1").communicate(b"x" * 4000 + b"\n" + (b"y" * 4000 + b"\n") * 200)
    work = start(laptop, "list", file, "notes", "--json")
    assert work.stdout is not None
    assert work.stderr is not None
    work.stdout.readline()
    work.stdout.close()
    assert (work.stderr.read(), work.wait()) == (b"", 141)
    work.stderr.close()
    assert work.stdin is not None
    work.stdin.close()


@pytest.mark.parametrize("locale", ["C", "POSIX", "tr_TR.ISO8859-9"])
def test_every_script_goes_in_and_out_whatever_the_locale(laptop: dict[str, str], file: Path, locale: str) -> None:
    plain = {**laptop, "LC_ALL": locale, "LANG": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    kept = start(plain, "capture", file, "--session", "S1").communicate("مرحبا · Kraków · 东京 · ÿ\n".encode())
    assert (kept[0].startswith(b"kept "), kept[1]) == (True, b"")
    out, err = start(plain, "list", file, "notes").communicate()
    assert ("مرحبا · Kraków · 东京 · ÿ" in out.decode(), err) == (True, b"")


def test_a_standard_input_that_is_closed_has_no_lines(laptop: dict[str, str], file: Path) -> None:
    done = subprocess.run(  # noqa: S602 - a shell closes the input
        f"exec {sys.executable} {TOP / 'main.py'} capture {file} --session S1 <&-",
        shell=True,
        env=laptop,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["written at the end", "written at once"])
def test_an_output_that_takes_no_more_is_told(laptop: dict[str, str], file: Path, unbuffered: str) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("nothing here is always full")
    with full.open("wb") as nowhere:
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, str(TOP / "main.py"), "list", str(file), "sessions"],
            env={**laptop, "PYTHONUNBUFFERED": unbuffered},
            stdout=nowhere,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, b"The computer refused: No space left on device.\n")


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="there are no such sockets there")
def test_an_acknowledgement_is_one_write_so_that_no_cut_parts_it_from_its_line(
    laptop: dict[str, str], file: Path
) -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        subprocess.run(  # noqa: S603 - our own command
            [sys.executable, str(TOP / "main.py"), "capture", str(file), "--session", "S1"],
            env={**laptop, "PYTHONUNBUFFERED": "1"},
            input=b"One\nTwo\n",
            stdout=theirs.fileno(),
            check=True,
        )
        theirs.shutdown(socket.SHUT_WR)
        written = list(iter(lambda: ours.recv(4096), b""))
    assert [one.count(b"\n") for one in written] == [1, 1]
    assert all(one.startswith(b"kept ") and one.endswith(b"\n") for one in written)
