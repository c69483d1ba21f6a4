"""A forum is checked through and through, and what is shown can be made anew from the log."""

from __future__ import annotations

from collections.abc import Callable

from forumdesk.services.desk import Desk

Keep = Callable[[str], str]


def test_a_forum_that_was_worked_in_is_sound(desk: Desk, keep: Keep) -> None:
    note = keep("One")
    desk.recommending.from_notes((note,))
    desk.pinning.pin(note, "flip chart.jpg", b"picture")
    desk.history.undo()
    desk.capturing.delete((note,))
    assert desk.checking.faults() == ()


def test_a_photo_that_was_altered_is_found(desk: Desk, keep: Keep) -> None:
    desk.pinning.pin(keep("One"), "flip chart.jpg", b"picture")
    desk._database._driver.execute("UPDATE blob SET bytes = ?", (b"another",))
    (fault,) = desk.checking.faults()
    assert fault.startswith("The photo ")


def test_tables_that_differ_from_the_log_are_found_and_made_anew(desk: Desk, keep: Keep) -> None:
    keep("One")
    desk._database._driver.execute("UPDATE at_note SET text = 'Two'")
    assert ["note differs from the log" in fault for fault in desk.checking.faults()] == [True]
    desk.checking.rebuild()
    assert desk.checking.faults() == ()
    assert [one["text"] for one in desk.listing.listed("notes")] == ["One"]
