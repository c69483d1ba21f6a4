"""A few words that never help here: each was tried, and each failed in a way that is told beside it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
CODE = sorted((TOP / "forumdesk").rglob("*.py"))
TESTS = sorted(path for path in (TOP / "tests").rglob("*.py") if path != Path(__file__))
WINDOW = [path for path in CODE if "ui" in path.parts or path.name == "app.py"]


@dataclass(frozen=True, slots=True)
class Banned:
    """A pattern that may not occur in `files`, except in those named."""

    name: str
    pattern: str
    files: list[Path]
    but: tuple[str, ...] = ()


BANNED = (
    Banned("sleeping instead of waiting for what should happen", r"\btime\.sleep\b|\bqtbot\.wait\(", CODE + TESTS),
    Banned("a nested event loop", r"\.exec_?\(", WINDOW + TESTS, but=("app.py",)),
    Banned("events pumped by hand", r"\bprocessEvents\(", CODE),
    Banned("a record view that is not a model", r"\bQ(Table|Tree|List)Widget\b", CODE),
    Banned("a colour outside the theme", r"[\"']#[0-9a-fA-F]{3,8}\b", WINDOW, but=("theme",)),
    Banned("a finaliser", r"\bdef __del__\b", CODE),
)


@pytest.mark.parametrize("banned", BANNED, ids=lambda banned: banned.name)
def test_nobody_writes(banned: Banned) -> None:
    found = [
        f"{path.relative_to(TOP)}:{number}: {line.strip()}"
        for path in banned.files
        if not set(banned.but) & {*path.parts, path.name, path.stem}
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if re.search(banned.pattern, line)
    ]
    assert found == []


def places(files: list[Path], *, but: tuple[str, ...] = ()) -> Iterator[tuple[str, ast.AST]]:
    """Every call and handler of the files, with the place to look for it."""
    for path in files:
        if path.relative_to(TOP).as_posix() not in but:
            yield from looked_at(path)


@cache
def looked_at(path: Path) -> tuple[tuple[str, ast.AST], ...]:
    """The calls and the handlers of a file, found once for every rule."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    found = (node for node in nodes if isinstance(node, ast.Call | ast.ExceptHandler))
    return tuple((f"{path.relative_to(TOP)}:{node.lineno}", node) for node in found)


def test_every_exception_is_caught_in_three_places_only() -> None:
    but = ("forumdesk/ui/jobs.py", "forumdesk/app.py", "forumdesk/cli/__init__.py")
    assert [place for place, node in places(CODE, but=but) if is_catch_all(node)] == []


def is_catch_all(node: ast.AST) -> bool:
    """Whether the handler catches every exception and does not raise it again as it came."""
    if not isinstance(node, ast.ExceptHandler):
        return False
    kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    everything = any(kind is None or (isinstance(kind, ast.Name) and kind.id in CATCH_ALL) for kind in kinds)
    last = node.body[-1]
    return everything and not (isinstance(last, ast.Raise) and last.exc is None)


CATCH_ALL = {"Exception", "BaseException"}


def calls(files: list[Path], name: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a function or method of that name."""
    for place, node in places(files):
        if isinstance(node, ast.Call) and name in {getattr(node.func, "attr", ""), getattr(node.func, "id", "")}:
            yield place, node


def test_a_signal_is_connected_to_a_method_that_dies_with_its_owner() -> None:
    found = [
        place
        for place, call in calls(CODE, "connect")
        for argument in call.args
        if isinstance(argument, ast.Lambda) or "partial(" in ast.unparse(argument)
    ]
    assert found == []


@pytest.mark.parametrize("function", ["tr", "translate", "QT_TRANSLATE_NOOP"])
def test_text_for_translation_is_written_out(function: str) -> None:
    found = [
        place
        for place, call in calls(CODE, function)
        for argument in call.args
        if any(isinstance(part, ast.JoinedStr) for part in ast.walk(argument))
    ]
    assert found == []


def test_only_the_command_line_prints() -> None:
    found = [place for place, call in calls(CODE, "print") if isinstance(call.func, ast.Name)]
    assert [place for place in found if not place.startswith("forumdesk/cli/")] == []
