"""Handing over: warnings first, then a workbook that is written, told of, or stopped without a trace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from PySide6.QtWidgets import QInputDialog

from forumdesk.domain.forum import Attribution
from forumdesk.domain.presets import Preset
from forumdesk.services.desk import Desk
from tests.journeys.person import ENTER, Person


def presets(desk: Desk) -> tuple[Preset, ...]:
    return desk.exporting.presets()


def at_the_export(person: Person) -> Any:
    page = person.goes_to("export")
    person.sees(lambda: page._choices._sessions.rowCount() == 2)
    return page


def test_the_workbook_is_written_and_told_of(person: Person, tmp_path: Path) -> None:
    page = at_the_export(person)
    assert page._about.text().startswith("2 recommendations, 2 notes.")
    target = tmp_path / "out.xlsx"
    page.export_to(target)
    person.sees(page._writing.banner.isVisible)
    assert page._writing.banner.message() == "Written and checked: out.xlsx"
    person.settled()
    book = load_workbook(target, read_only=True)
    assert "Recommendations" in book.sheetnames
    book.close()
    assert not page._writing.progress.isVisible()
    assert page._export.isEnabled()


def test_notes_are_kept_while_it_is_written(person: Person, tmp_path: Path) -> None:
    page = at_the_export(person)
    page.export_to(tmp_path / "out.xlsx")
    session = person.asks(lambda desk: desk.planning.sessions()[0])
    person.workplace.act(lambda desk: desk.capturing.keep(session.id, "Said meanwhile"))
    person.sees(page._writing.banner.isVisible)
    said = person.asks(lambda desk: [note.text for note in desk.capturing.notes(session.id).notes])
    assert "Said meanwhile" in said


def test_stopping_leaves_nothing_behind(person: Person, tmp_path: Path) -> None:
    page = at_the_export(person)
    folder = tmp_path / "out"
    folder.mkdir()
    page.export_to(folder / "out.xlsx")
    person.clicks(page._writing.progress._stop)
    person.sees(page._export.isEnabled)
    person.settled()
    assert list(folder.iterdir()) == []
    assert not page._writing.progress.isVisible()
    assert (page._writing.banner.message(), person.banner) == ("Stopped; no workbook was written.", "")


def test_what_might_tell_who_was_in_the_room_is_shown_first(person: Person) -> None:
    session = person.asks(lambda desk: desk.planning.sessions()[0])
    person.workplace.act(lambda desk: desk.planning.change_session(session.id, attribution=Attribution.CHATHAM_HOUSE))
    person.workplace.act(lambda desk: desk.capturing.keep(session.id, "As Dakar told us, it works"))
    person.settled()
    page = at_the_export(person)
    assert page._warnings.text().startswith("⚠ ")


def test_a_preset_is_kept_and_used_again(person: Person) -> None:
    page = at_the_export(person)
    page._choices._sensitive.setChecked(True)
    person.does("keep-preset")
    (dialog,) = (one for one in page.findChildren(QInputDialog) if one.isVisible())
    person.types("For the host city", dialog.focusWidget())
    person.presses(ENTER, where=dialog.focusWidget())
    assert [(one.name, one.with_sensitive) for one in person.asks(presets)] == [("For the host city", True)]
    page._presets.list.setCurrentIndex(0)
    page._presets.list.activated.emit(0)
    assert not page._choices._sensitive.isChecked()
    place = page._presets.list.findText("For the host city")
    page._presets.list.setCurrentIndex(place)
    page._presets.list.activated.emit(place)
    assert page._choices._sensitive.isChecked()
    person.does("delete-preset")
    assert person.asks(presets) == ()


def test_an_export_without_a_session_cannot_begin(person: Person) -> None:
    page = at_the_export(person)
    model = page._choices._sessions
    for row in range(model.rowCount()):
        model.item(row).setCheckState(model.item(row).checkState().Unchecked)
    assert not page._export.isEnabled()


def test_without_a_session_the_page_says_so_in_place_of_an_empty_list(person: Person, tmp_path: Path) -> None:
    person.waits_for(person.workplace.opened, person.workplace.new, tmp_path / "new.forum", "blank")
    page: Any = person.goes_to("export")
    person.sees(page._choices._no_session.isVisible)
    assert not page._choices._session_view.isVisible()
    assert page._export.isEnabled()
