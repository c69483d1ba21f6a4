"""The frameworks of a forum: an item is titled from the document in hand, and an organiser's own list is taken in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from tests.journeys.person import Person

OWN = "code,label\nA1,Housing for all\n,No code here\nA2,Transport\nA1,Said twice\n"


def opened(person: Person) -> Any:
    person.does("frameworks")
    dialog = person.dialog
    person.sees(lambda: dialog._frameworks.rowCount() > 3)
    return dialog


def choose(dialog: Any, key: str) -> int:
    row = next(n for n, one in enumerate(dialog._found.frameworks) if one.key == key)
    dialog._list.setCurrentIndex(dialog._frameworks.index(row, 0))
    return row


def test_an_item_without_a_verified_title_is_titled_here(person: Person) -> None:
    dialog = opened(person)
    choose(dialog, "qla")
    row = next(n for n in range(dialog._items.rowCount()) if dialog._items.item(n, 0).text() == "2")
    assert not dialog._items.item(row, 0).isEditable()
    person.edits(dialog._table, dialog._items.index(row, 1), "Land, housing and basic services")
    label = person.asks(lambda desk: desk.referencing.catalogue().label("qla 2"))
    assert label == "Land, housing and basic services"
    person.does("undo")
    assert person.asks(lambda desk: desk.referencing.catalogue().label("qla 2")) != label


def test_a_framework_is_ticked_for_this_forum(person: Person) -> None:
    dialog = opened(person)
    assert "nua" not in person.asks(lambda desk: desk.referencing.in_use())
    dialog._frameworks.item(choose(dialog, "nua")).setCheckState(Qt.CheckState.Checked)
    person.settled()
    assert "nua" in person.asks(lambda desk: desk.referencing.in_use())


def test_ones_own_framework_is_looked_at_before_it_is_taken_in(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "charter.csv"
    path.write_text(OWN, "utf-8")
    dialog = opened(person)
    dialog.import_file(path)
    person.sees(lambda: dialog._import_dialog is not None and dialog._import_dialog.isVisible())
    preview = dialog._import_dialog
    assert preview._summary.text() == "2 rows ready · 2 complaints"
    assert preview._complaints.toPlainText().startswith("Row 3: ")
    preview._key.selectAll()
    person.types("charter", preview._key)
    person.clicks(person.button("Import", preview))
    assert person.asks(lambda desk: desk.referencing.catalogue().label("charter A2")) == "Transport"
    choose(dialog, "charter")
    person.clicks(person.button("Remove", dialog))
    assert person.asks(lambda desk: desk.referencing.catalogue().own_keys) == ()
