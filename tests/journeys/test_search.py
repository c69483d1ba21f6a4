"""Somebody asks who said it: words lead to where they stand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.journeys.person import CONTROL, ENTER, Person


@pytest.mark.parametrize(
    ("words", "found", "page"),
    [
        ("one-stop", "A one-stop desk", "room"),
        ("housing", "S2 · Housing", "plan"),
        ("freetown", "Mayor", "people"),
    ],
)
def test_words_lead_to_where_they_stand(person: Person, words: str, found: str, page: str) -> None:
    person.presses(Qt.Key.Key_K, CONTROL, where=person.window)
    dialog = person.dialog
    person.types(words, dialog.finder.line)
    person.sees(lambda: any(line.startswith(found) for line in dialog.finder.lines()))
    row = next(row for row, line in enumerate(dialog.finder.lines()) if line.startswith(found))
    for _ in range(row):
        person.presses(Qt.Key.Key_Down, where=dialog.finder.line)
    person.presses(ENTER, where=dialog.finder.line)
    assert not person.is_asked
    assert page == person.page.NAME


def test_words_that_nobody_said_are_told_of(person: Person) -> None:
    person.does("search")
    dialog = person.dialog
    person.types("zeppelin", dialog.finder.line)
    person.sees(lambda: dialog._words.text() == "Nothing holds all these words.")
    person.presses(Qt.Key.Key_Escape, where=dialog)
    assert not person.is_asked
