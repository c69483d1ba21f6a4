"""The same by somebody who reads from the right."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from forumdesk.ui.i18n import PSEUDO, Languages
from tests.journeys.person import CONTROL, ENTER, NONE, SHIFT, Person


@pytest.fixture
def reader(qapp: QApplication, person: Person) -> Iterator[Person]:
    languages = Languages(qapp)
    languages.use(PSEUDO)
    person.settled()
    yield person
    person.leaves()
    languages.use("en")


def test_the_palette_does_what_is_chosen(reader: Person) -> None:
    reader.presses(Qt.Key.Key_P, CONTROL | SHIFT, where=reader.window)
    line = reader.dialog.finder.line
    reader.types("peop", line)
    reader.presses(Qt.Key.Key_Down, where=line)
    reader.presses(Qt.Key.Key_Up, where=line)
    reader.presses(ENTER, where=line)
    assert not reader.is_asked


def test_a_note_is_kept_and_found_in_the_history(reader: Person) -> None:
    page = reader.goes_to("room")
    page.capture.line.insertPlainText("قيل هذا في القاعة")  # QTest knows only Latin keys
    reader.presses(ENTER)
    assert "قيل هذا في القاعة" in [note.text for note in page.model.notes]
    reader.does("history")
    dialog = reader.dialog
    assert dialog._view.currentIndex().row() == 0
    before = len(page.model.notes)
    reader.clicks(dialog._turn)
    assert len(page.model.notes) == before - 1


def test_a_snapshot_is_chosen_and_a_shortcut_is_shown(reader: Person) -> None:
    reader.does("take-snapshot")
    reader.waits_for(reader.workplace.copied, reader.presses, ENTER, NONE, reader.dialog._name)
    reader.does("snapshots")
    assert reader.dialog._view.currentIndex().row() == 0
    assert reader.dialog._restore.isEnabled()
    reader.does("shortcuts")
    assert reader.dialog._editor.keySequence().toString() == "Ctrl+N"
