"""A hub at the command line: prepared, admitted to, exchanged with once or again and again, and told in one line."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Command, Said, one_clear_sentence
from tests.cli.test_contract import DOCUMENTED
from tests.postgres import KEEPER, PASSWORD, STRANGER, TestHub

TOP = Path(__file__).parents[2]


@pytest.fixture
def laptop(
    forumdesk: Command, made: Path, hub: TestHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Said]:
    """Run a command as one of several laptops; each has its own copy of the forum, and the hub is URL."""

    def command(name: str, *words: object, stdin: bytes = b"") -> Said:
        monkeypatch.setenv("FORUMDESK_HOME", str(tmp_path / f"home of {name}"))
        file = tmp_path / f"{name}.forum"
        if not file.exists():
            shutil.copy(made, file)
        named = {"FILE": file, "URL": hub.address(), "KEEPER": hub.address(KEEPER)}
        return forumdesk(*(named.get(str(word), word) for word in words), stdin=stdin)

    assert command("A", "hub", "admit", "KEEPER", "FILE", "laptop").code == 0
    return command


def says(laptop: Callable[..., Said], name: str, line: str) -> None:
    assert laptop(name, "capture", "FILE", "--session", "S1", stdin=line.encode()).code == 0


def test_a_hub_is_prepared_and_tells_who_was_admitted_to_what(laptop: Callable[..., Said]) -> None:
    assert laptop("A", "hub", "init", "KEEPER").out == "the hub was prepared already\n"
    (one,) = laptop("A", "hub", "members", "KEEPER", "--json").json
    assert (set(one), one["role"], one["revisions"]) == (DOCUMENTED["a member of a hub"], "laptop", 0)
    assert laptop("A", "hub", "admit", "KEEPER", one["id"], STRANGER).out == f"admitted stranger: {one['id']}\n"
    assert [line.split() for line in laptop("A", "hub", "members", "KEEPER").out.splitlines()] == [
        ["Forum", "Revisions", "Role"],
        [one["id"], "0", "laptop"],
        [one["id"], "0", "stranger"],
    ]
    for role in ("laptop", STRANGER):
        assert laptop("A", "hub", "dismiss", "KEEPER", "FILE", role).out == f"dismissed {role}: {one['id']}\n"
    assert laptop("A", "hub", "members", "KEEPER").err == "Nobody is admitted yet.\n"
    assert laptop("A", "hub", "admit", "KEEPER", "FILE").code == 2


def test_a_new_database_becomes_a_hub(forumdesk: Command, hub: TestHub) -> None:
    hub.cluster.ask("postgres", "DROP DATABASE IF EXISTS bare", f"CREATE DATABASE bare OWNER {KEEPER}")
    bare = hub.cluster.address("bare", KEEPER)
    assert forumdesk("hub", "init", bare).out == "prepared the hub\n"
    assert forumdesk("hub", "init", bare).out == "the hub was prepared already\n"
    hub.cluster.ask("postgres", "DROP DATABASE bare")


def test_two_laptops_exchange_and_once_more_changes_nothing(laptop: Callable[..., Said]) -> None:
    says(laptop, "A", "One")
    says(laptop, "B", "Two")
    sent = laptop("A", "sync", "FILE", "URL")
    assert (sent.code, sent.err, sent.out.endswith(" sent, 0 received, 0 photos, 0 conflicts\n")) == (0, "", True)
    told = laptop("B", "sync", "FILE", "URL", "--json").json
    assert (set(told), told["received"], told["refused"]) == (DOCUMENTED["an exchange"], 1, [])
    assert {one["text"] for one in laptop("B", "list", "FILE", "notes", "--json").json} == {"One", "Two"}
    again = laptop("B", "sync", "FILE", "URL")
    assert again.out.endswith(": nothing new on either side\n")
    assert laptop("B", "undo", "FILE").out.startswith("Undone: Exchange with hub")
    assert laptop("B", "redo", "FILE").code == 0


def test_the_password_comes_from_a_file_or_the_environment_and_is_never_told(
    laptop: Callable[..., Said], hub: TestHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret, url = tmp_path / "secret", hub.address(host="localhost")
    secret.write_text(f"{PASSWORD}\n")
    answers = [laptop("A", "sync", "FILE", url, "--password-file", secret, "--json")]
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    answers.append(laptop("A", "sync", "FILE", url))
    monkeypatch.delenv("PGPASSWORD")
    answers.append(laptop("A", "sync", "FILE", url.replace("laptop@", "laptop:wr%2Fong@")))
    assert [one.code for one in answers] == [0, 0, 1]
    assert one_clear_sentence(answers[-1])
    assert not any(word in one.out + one.err for one in answers for word in (PASSWORD, "wr/ong", "wr%2Fong"))
    empty = tmp_path / "empty"
    empty.touch()
    for file, sentence in (("none", "cannot be read"), ("empty", "has nothing on its first line")):
        said = laptop("A", "sync", "FILE", url, "--password-file", tmp_path / file)
        assert (said.code, said.err) == (1, f"The password file “{file}” {sentence}.\n")


@pytest.mark.parametrize(
    "url",
    ["postgresql://laptop@hub.example.org/forums?sslmode=disable", "hub.example.org", "postgresql://laptop@localhost"],
)
def test_what_leads_to_no_hub_or_not_safely_is_one_sentence(laptop: Callable[..., Said], url: str) -> None:
    assert one_clear_sentence(laptop("A", "sync", "FILE", url))


def test_what_is_refused_is_told_and_the_rest_is_exchanged(laptop: Callable[..., Said], hub: TestHub) -> None:
    says(laptop, "A", "One")
    says(laptop, "A", "Two")
    laptop("A", "sync", "FILE", "URL")
    hub.ask("UPDATE forumdesk.revision SET body = replace(body, 'One', 'Six') WHERE body LIKE '%One%'")
    said = laptop("B", "sync", "FILE", "URL")
    assert (said.code, said.err.splitlines()) == (
        1,
        [
            "A revision was altered after it was written, so it was refused.",
            "Revisions refused: 1. All others are exchanged.",
        ],
    )
    assert [one["text"] for one in laptop("B", "list", "FILE", "notes", "--json").json] == ["Two"]


def test_a_hub_that_lost_something_is_told(laptop: Callable[..., Said], hub: TestHub) -> None:
    laptop("A", "sync", "FILE", "URL")
    hub.ask("TRUNCATE forumdesk.revision, forumdesk.delivery", "UPDATE forumdesk.forum SET place = 0")
    said = laptop("A", "sync", "FILE", "URL")
    assert (said.code, said.err.startswith("The hub had lost what it once had")) == (0, True)


def test_a_forum_that_can_only_be_read_is_not_exchanged(laptop: Callable[..., Said], tmp_path: Path) -> None:
    laptop("A", "list", "FILE", "notes")
    with (tmp_path / "A.forum").open("r+b") as file:
        file.seek(60)  # where the version lies
        file.write((99).to_bytes(4))
    assert one_clear_sentence(laptop("A", "sync", "FILE", "URL"))


def test_unattended_it_goes_on_past_a_hub_that_went_away_and_ends_by_ctrl_c(
    laptop: Callable[..., Said], hub: TestHub, tmp_path: Path
) -> None:
    says(laptop, "B", "One")
    laptop("A", "list", "FILE", "notes")
    command = [sys.executable, str(TOP / "main.py"), "sync", str(tmp_path / "A.forum"), hub.address(), "--every", "1"]
    home = {**os.environ, "FORUMDESK_HOME": str(tmp_path / "home of A"), "PYTHONWARNINGS": "error"}
    pipe = subprocess.PIPE
    work = subprocess.Popen(command, stdout=pipe, stderr=pipe, env=home, text=True)  # noqa: S603 - our own program
    assert work.stdout is not None
    assert work.stderr is not None
    assert " sent, 0 received" in work.stdout.readline()
    limit = f"ALTER DATABASE {hub.database} CONNECTION LIMIT"
    hub.ask(f"{limit} 0")
    try:
        away = work.stderr.readline()
        assert away.startswith(f"The hub “{hub.cluster.folder}/{hub.database}” does not answer: too many connections")
        assert away.endswith("It is tried again, at first in 2 seconds.\n")
    finally:
        hub.ask(f"{limit} -1")
    assert work.stderr.readline() == "The hub answers again.\n"
    assert laptop("B", "sync", "FILE", "URL").code == 0
    line = work.stdout.readline()
    while "nothing new" in line:
        line = work.stdout.readline()
    assert " 1 received" in line
    work.send_signal(signal.SIGINT)
    assert work.communicate()[1].strip() == ""
    assert (work.returncode, sorted(path.name for path in tmp_path.glob("A.forum*"))) == (
        130,
        ["A.forum", "A.forum.snapshots"],
    )


MISSING = """
import sys
sys.modules["psycopg"] = None
from forumdesk.cli import run
sys.exit(run(sys.argv[1:]))
"""


def test_without_the_part_that_speaks_to_a_hub_it_is_told_how_to_install_it(file: Path, own_home: Path) -> None:
    words = ["sync", str(file), "postgresql://laptop@localhost/forums"]
    home = {**os.environ, "FORUMDESK_HOME": str(own_home)}
    command = [sys.executable, "-c", MISSING, *words]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=TOP, env=home)  # noqa: S603
    install = f'python3 -m pip --python {sys.executable} install "psycopg[binary]>=3.2,<4"'
    told = f"What speaks to a hub is not installed. Install it with: {install}\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", told)
