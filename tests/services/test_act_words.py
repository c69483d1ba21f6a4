"""Every act has words, and what is said of acts elsewhere is said of acts that there are."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import forumdesk.services
from forumdesk.services.act_words import ACT_WORDS, LASTING
from forumdesk.services.history import MERGES
from forumdesk.storage.acts import WHOLE

SERVICES = Path(forumdesk.services.__path__[0])


def texts(node: ast.expr, constants: dict[str, str]) -> Iterator[str]:
    """What an expression comes to, whichever way it decides."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body, constants)
        yield from texts(node.orelse, constants)
    elif isinstance(node, ast.Name) and node.id in constants:
        yield constants[node.id]
    else:
        yield f"{ast.unparse(node)} cannot be told"


def names(source: str) -> Iterator[str]:
    """The names of all acts that a module begins, those that it hands to a function of its own included."""
    tree = ast.parse(source)
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    if "ACT" in constants:  # what a revision bears that another laptop's words come in
        yield constants["ACT"]
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        given = [one.arg for one in function.args.args]
        for call in calls(function, "database.write"):
            first = call.args[0]
            if isinstance(first, ast.Name) and first.id in given:
                place = given.index(first.id) - (given[0] == "self")
                for caller in calls(tree, f"self.{function.name}"):
                    yield from texts(caller.args[place], constants)
            else:
                yield from texts(first, constants)


def calls(tree: ast.AST, ending: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(ending))


WRITTEN = {name for path in sorted(SERVICES.rglob("*.py")) for name in names(path.read_text(encoding="utf-8"))}


def test_every_act_that_services_begin_has_words_and_every_word_an_act() -> None:
    assert {name: ACT_WORDS.get(name, "") for name in WRITTEN if not ACT_WORDS.get(name)} == {}
    assert set(ACT_WORDS) - WRITTEN == set()


@pytest.mark.parametrize(
    "told", [pytest.param(WHOLE, id="whole"), pytest.param(LASTING, id="lasting"), pytest.param(MERGES, id="merges")]
)
def test_what_is_said_of_acts_is_said_of_acts_that_there_are(told: object) -> None:
    assert isinstance(told, frozenset | dict | tuple)
    assert set(told) - WRITTEN == set()
    assert told
