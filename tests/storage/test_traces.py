"""An act of which everything stays is taken back all the same, and undo goes on to the one before it."""

from __future__ import annotations

from pathlib import Path

from forumdesk.domain.ids import DeviceId, RecordId
from forumdesk.domain.revisions import Stamp, revision
from forumdesk.storage.undoing import next_steps
from tests.storage.laptops import Desk, keep_note, redact, reword
from tests.storage.test_merging import laptops


def next_undo(desk: Desk) -> tuple[str, str]:
    """The act that the next undo takes back: its id and its name."""
    with desk.database.read() as forum:
        act = next_steps(forum, desk.laptop.device)[0]
    return (act.id, act.name) if act is not None else ("", "")


def test_a_merge_that_brought_a_revision_without_a_word_and_a_note_that_was_reworded_is_taken_back(
    template: Path,
) -> None:
    with laptops(template) as (one, two, _):
        keep_note(one, 0)
        keep_note(two, 1)
        silent = revision(
            record=RecordId("5" * 32),
            kind="note",
            fields={},
            parents=[],
            act=f"{'5' * 32} keep-note",
            stamp=Stamp(7, DeviceId("d" * 32), "Somebody", 1_000, 0),
        )
        one.take_in([silent, *two.revisions()])
        merge, _ = next_undo(one)
        brought = two.kept()[0].id
        reword(one, [note.id for note in one.kept()].index(brought))
        before = one.shown()
        assert set(one.undo(merge)) == {silent.record, brought}
        assert one.shown() == before
        names = []
        while next_undo(one)[1]:
            names.append(next_undo(one)[1])
            one.undo()
        assert names == ["edit", "keep-note"]
        assert (one.kept(), one.faults()) == ([], [])


def test_what_was_taken_out_for_good_is_no_word_of_a_note_when_a_merge_is_taken_back(template: Path) -> None:
    with laptops(template) as (one, two, _):
        keep_note(two, 0)
        one.take_in(two.revisions())
        redact(two, 0)
        keep_note(two, 1)
        one.take_in(two.revisions())
        merge, _ = next_undo(one)
        (brought,) = (number for number, note in enumerate(one.kept()) if note.text)
        reword(one, brought)
        before = one.shown()
        one.undo(merge)
        assert one.shown() == before
        assert [each.fields for each in one.revisions() if each.kind == "note" and "revision" in each.fields] == []
