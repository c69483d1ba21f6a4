"""A workbook comes back to the window: looked at, told cell by cell, merged, settled and taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel

from forumdesk.services.desk import Desk
from forumdesk.ui.outcome_words import undone_words
from tests.journeys.person import Person
from tests.services.workbooks import edited, types


@pytest.fixture
def person(small: Path, sit_down: Callable[..., Person], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Somebody who exported the small forum, and whose workbook came back from the ministry."""
    monkeypatch.setenv("FORUMDESK_HOME", str(tmp_path / "home"))
    person = sit_down(small)
    person.asks(lambda desk: desk.exporting.export(tmp_path / "outcome.xlsx"))
    edited(
        tmp_path / "outcome.xlsx",
        tmp_path / "outcome.xlsx",
        types(2, "Responsible actor", "The ministry"),
        types(2, "Tools", "دليل"),
        types(2, "No", "R-70"),
        author="Ministry",
        saved=datetime(2016, 10, 3),  # noqa: DTZ001 - a workbook's own properties know no zone
    )
    return person


def first(desk: Desk) -> dict[str, Any]:
    return next(one for one in desk.listing.listed("recommendations") if one["number"] == 1)


def drops(person: Person, path: Path) -> None:
    """Let the workbook fall on the window, whatever page is shown."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, none, left = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    person.window.dropEvent(QDropEvent(QPoint(5, 5), copy, data, left, none))
    person.settled()


def test_a_workbook_is_dropped_looked_at_merged_and_taken_back(person: Person, tmp_path: Path) -> None:
    before = person.asks(first)
    drops(person, tmp_path / "outcome.xlsx")
    (card,) = person.page._side.sources._cards
    assert card.accessibleName().splitlines() == [
        "outcome.xlsx. 2 edits · 1 cell not taken",
        "Nobody signed it: this laptop vouches for having read it.",
    ]
    person.clicks(person.button("What was left out…"))
    model = person.dialog._model
    row = [model.data(model.index(0, place)) for place in range(model.columnCount())]
    assert row == ["Recommendations", "2", "No", "R-70", "This column tells, and is not edited here."]
    person.dialog.reject()
    person.settled()
    person.clicks(person.page._side.merge)
    assert (person.asks(first)["actor"], person.asks(first)["tools"]) == ("The ministry", "دليل")
    person.does("undo")
    assert person.asks(first) == before
    came = person.workplace.turning.came
    assert came is not None
    assert undone_words(came).endswith(
        "What was read from a workbook goes off on the others too, with what you hand over next."
    )
    drops(person, tmp_path / "outcome.xlsx")
    (card,) = person.page._side.sources._cards
    assert "nothing new" not in card.accessibleName(), "what was set aside is offered again"


def test_what_the_room_changed_meanwhile_is_settled_as_between_laptops(person: Person, tmp_path: Path) -> None:
    person.asks(lambda desk: desk.recommending.change([first(desk)["id"]], actor="The city"))
    drops(person, tmp_path / "outcome.xlsx")
    person.clicks(person.page._side.merge)
    queue = person.page._queues.conflicts
    assert queue.heading.text() == "R-01 · Responsible"
    assert {"Ministry", "outcome.xlsx"} <= set(" ".join(queue_words(queue)).replace("·", " ").split())
    queue.setFocus()
    person.presses(Qt.Key.Key_2, where=queue)
    assert person.asks(first)["actor"] in ("The ministry", "The city")
    assert person.asks(lambda desk: desk.settling.conflicts()) == ()


def queue_words(queue: Any) -> list[str]:
    """Every word that the conflict shows."""
    return [one.text() for one in queue.findChildren(QLabel) if one.isVisible()]
