"""The house stands as ARCHITECTURE.md draws it: imports point down, and each library has its home."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent / "forumdesk"
COMPOSITION = {"app", "cli", "__main__"}
LAYERS = {"domain", "storage", "exchange", "exports", "assist", "services", "ui"}
MAY_IMPORT: dict[str, set[str]] = {
    "domain": set(),
    "storage": {"domain"},
    "exchange": {"domain"},
    "exports": {"domain"},
    "assist": {"domain"},
    "services": {"domain", "storage", "exchange", "exports", "assist"},
    "ui": {"domain", "services"},
}
LIBRARY_HOMES = {
    "sqlalchemy": {"storage"},
    "sqlcipher3": {"storage"},
    "psycopg": {"storage"},
    "filelock": {"storage"},
    "openpyxl": {"exchange", "exports"},
    "lxml": {"exchange", "exports"},
    "defusedxml": {"exchange"},
    "cryptography": {"exchange"},
    "pyrage": {"exchange"},
    "msgspec": {"exchange", "storage"},
    "python_calamine": {"exchange", "exports"},
    "platformdirs": {"services", "ui"},
    "PySide6": {"ui"},
    "shiboken6": {"ui"},
    "click": set(),
}
FILES = sorted(HOUSE.rglob("*.py"))


def module_name(path: Path) -> str:
    parts = path.relative_to(HOUSE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in FILES}


def room_of(module: str) -> str:
    """The layer or the composing module that a module of ours belongs to."""
    return ([*module.split("."), "", ""])[1]


@cache
def imports(path: Path) -> tuple[str, ...]:
    """Every module that a file imports, wherever in the file the import is hidden."""
    return tuple(name for node in ast.walk(ast.parse(path.read_text("utf-8"))) for name in _named(node))


def _named(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        whole = [f"{node.module}.{alias.name}" for alias in node.names]
        yield from (name if name in MODULES else str(node.module) for name in whole)


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_a_module_imports_only_from_below_and_libraries_only_where_they_live(path: Path) -> None:
    room = room_of(module_name(path))
    assert room in LAYERS | COMPOSITION | {""}, f"{room} is neither a layer nor a composing module"
    if room in COMPOSITION:
        return
    for name in imports(path):
        root, target = name.split(".")[0], room_of(name)
        if root == "forumdesk":
            assert target == room or target in MAY_IMPORT.get(room, set()), f"{room} imports {name}"
        elif root not in sys.stdlib_module_names:
            assert room in LIBRARY_HOMES.get(root, set()), f"{name} has no home in {room}"


@pytest.mark.parametrize(
    "path", [path for path in FILES if room_of(module_name(path)) not in {"app", "cli"}], ids=module_name
)
def test_a_module_imports_at_its_top(path: Path) -> None:
    functions = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if _is_function(node))
    hidden = [name for function in functions for node in ast.walk(function) for name in _named(node)]
    assert hidden == []


def _is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)


def test_no_module_comes_back_to_itself() -> None:
    graph = {name: {found for found in imports(path) if found in MODULES} - {name} for name, path in MODULES.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_every_room_of_the_house_is_in_the_drawing() -> None:
    drawing = (HOUSE.parent / "ARCHITECTURE.md").read_text("utf-8").split("```")[1]
    rooms = {room_of(name) for name in MODULES} - {"", "__main__"}
    assert {room for room in rooms if not re.search(rf"\b{room}\b", drawing)} == set()
