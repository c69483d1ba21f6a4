"""What goes wrong is said where the eye is; a mistake of ours comes with a report that quotes nobody."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from forumdesk.services.desk import Desk
from tests.journeys.person import ENTER, Person

SAID = "As the mayor told us in confidence"


def breaks(_desk: Desk) -> None:
    raise ValueError(SAID)


def test_a_mistake_of_ours_is_told_with_a_report_and_the_work_goes_on(person: Person, own_home: Path) -> None:
    person.goes_to("room")
    person.workplace.act(breaks)
    person.settled()
    assert person.banner == "This is a mistake in ForumDesk; what you kept is safe."
    (shown,) = (one for one in person.window._banner.findChildren(QPushButton) if one.isVisible())
    assert shown.text() == "Show report"
    (report,) = (own_home / "reports").iterdir()
    assert shown.property("action") == str(report)
    assert "ValueError" in report.read_text("utf-8")
    assert SAID not in report.read_text("utf-8")
    before = len(person.page.model.notes)
    person.types("Said after the mistake")
    person.presses(ENTER)
    assert len(person.page.model.notes) == before + 1


def test_without_room_for_a_report_none_is_offered(person: Person, own_home: Path) -> None:
    own_home.mkdir(exist_ok=True)
    (own_home / "reports").write_text("in the way", "utf-8")
    person.workplace.act(breaks)
    person.settled()
    assert person.banner.startswith("This is a mistake")
    assert not [one for one in person.window._banner.findChildren(QPushButton) if one.isVisible()]


@pytest.mark.parametrize("line", ["/sensitive", "/unattributed"])
def test_a_line_that_says_nothing_is_refused_beside_the_line(person: Person, line: str) -> None:
    page = person.goes_to("room")
    person.types(line)
    person.presses(ENTER)
    person.sees(lambda: page.capture.said().startswith("There is nothing to keep"))
    assert page.capture.line.text() == line
