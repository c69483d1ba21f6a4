"""A copy before the plenary, and the way back to it when the plenary went wrong."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from tests.journeys.person import ENTER, NONE, Person


def test_a_named_snapshot_comes_back_as_a_forum_of_its_own(person: Person, tmp_path: Path) -> None:
    person.does("take-snapshot")
    person.types("before the plenary", person.dialog._name)
    person.waits_for(person.workplace.copied, person.clicks, person.button("Take the snapshot", person.dialog))
    first = person.asks(lambda desk: desk.planning.sessions()[0].id)
    person.workplace.act(lambda desk: desk.planning.delete_session(first))
    person.settled()

    person.does("snapshots")
    dialog = person.dialog
    person.sees(lambda: dialog._model.rowCount() == 1)
    assert dialog._model.item(0, 1).text() == "before the plenary"
    person.clicks(person.button("Bring back as…", dialog))
    (chooser,) = (one for one in dialog.findChildren(QFileDialog) if one.isVisible())
    target = tmp_path / "back.forum"
    chooser.close()
    person.waits_for(person.workplace.opened, dialog._place_chosen, str(target))
    person.settled()
    assert person.workplace.path == target
    assert person.asks(lambda desk: [one.code for one in desk.planning.sessions()]) == ["S1", "S2"]


def test_a_snapshot_without_a_name_is_taken_all_the_same(person: Person) -> None:
    person.does("take-snapshot")
    dialog = person.dialog
    person.waits_for(person.workplace.copied, person.presses, ENTER, NONE, dialog._name)
    assert len(person.asks(lambda desk: desk.keeping.listed())) == 1


def test_without_a_copy_it_says_when_there_will_be_one(person: Person) -> None:
    person.does("snapshots")
    assert person.dialog._words.text().startswith("No copy yet: one is made by itself every ten minutes")
