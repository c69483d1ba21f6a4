"""What README promises is what the program does, and what pyproject.toml asks for has its reasons."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click
import pytest

from forumdesk import app
from forumdesk.cli.forum import LISTS
from forumdesk.cli.frame import main
from forumdesk.services.listing import LISTS as LISTED

TOP = Path(__file__).parent.parent
README = (TOP / "README.md").read_text("utf-8")
PROJECT = (TOP / "pyproject.toml").read_text("utf-8")
USAGES: list[str] = re.findall(r"^\| `forumdesk ([^`]+)` \|", README, re.MULTILINE)


def commands_of(group: click.Group, before: str = "") -> dict[str, click.Command]:
    """Every command by the words it begins with, those of a group under the group's name."""
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found.update(commands_of(command, f"{before}{name} "))
        elif not command.hidden:
            found[f"{before}{name}"] = command
    return found


COMMANDS = commands_of(main)


def begins_with(usage: str) -> str:
    """The words of a command before what it works on."""
    return re.split(r" (?=[A-Z\[-])", usage)[0]


def documented(name: str) -> str:
    """How README says the command is written."""
    return next(usage for usage in USAGES if begins_with(usage) == name)


def declared_options(command: click.Command) -> dict[str, click.Option]:
    """The options that the program takes, by their long names, those everybody has left out."""
    shown = [one for one in command.params if isinstance(one, click.Option) and not one.hidden]
    named = {next(name for name in one.opts if name.startswith("--")): one for one in shown}
    return {name: one for name, one in named.items() if name not in EVERYWHERE}


EVERYWHERE = {"--help", "--sample"}
"""Options that README explains once, for every command."""


def test_readme_lists_every_command_and_no_other() -> None:
    assert sorted(begins_with(usage) for usage in USAGES if not usage.startswith("[")) == sorted(COMMANDS)


def test_what_starts_without_the_command_line_knows_every_command() -> None:
    assert frozenset(name.split()[0] for name in COMMANDS) == app.COMMANDS


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_readme_gives_the_options_of_each_command(name: str) -> None:
    assert set(re.findall(r"--[a-z-]+", documented(name))) == set(declared_options(COMMANDS[name]))


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_readme_gives_what_each_command_works_on(name: str) -> None:
    words = documented(name)
    for option, one in declared_options(COMMANDS[name]).items():
        words = re.sub(rf"\[?{option}{'' if one.is_flag else ' [^] ]+'}\]?", "", words)
    arguments = [one for one in COMMANDS[name].params if isinstance(one, click.Argument)]
    assert re.findall(r"[A-Z]+", words) == [one.human_readable_name.strip("[].…") for one in arguments]


def test_readme_names_every_template() -> None:
    row = next(line for line in README.splitlines() if line.startswith("| `forumdesk new "))
    assert re.findall(r"`([a-z0-9-]+)`", row) == sorted(path.stem for path in TOP.glob("resources/templates/*.json"))


def test_readme_names_everything_that_can_be_listed() -> None:
    row = next(line for line in README.splitlines() if line.startswith("| `forumdesk list "))
    assert tuple(re.findall(r"`([a-z]+)`", row)) == LISTS == tuple(LISTED)


@pytest.mark.parametrize("which", ["window", "headless", "libraries", "test"])
def test_readme_gives_each_command_to_copy_as_one_line(which: str) -> None:
    block = re.findall(rf"<!-- command: {which} -->\n```sh\n([^`]+)\n```", README)
    assert [line.count("\n") for line in block] == [0]


def test_readme_explains_at_least_thirty_words_in_the_order_of_the_alphabet() -> None:
    words = re.findall(r"^\| ([^|]+) \|", README.split("## Words")[1].split("\n## ")[0], re.MULTILINE)[1:]
    assert len(words) >= 30
    assert words == sorted(words, key=str.casefold)


@pytest.mark.parametrize("requirement", tomllib.loads(PROJECT)["project"]["dependencies"])
def test_a_dependency_has_two_bounds_and_a_reason(requirement: str) -> None:
    before = PROJECT.split(f'"{requirement}"')[0].rstrip().rsplit("\n", 1)[-1]
    assert re.fullmatch(r"[\w-]+>=[\d.]+,<[\d.]+", requirement)
    assert before.strip().startswith("# ")
