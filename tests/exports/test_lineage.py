"""A recommendation and the notes it comes from find each other in the workbook."""

from __future__ import annotations

from dataclasses import replace

from forumdesk.domain.ids import RecordId
from forumdesk.exports.lineage import Lineage
from tests.builders import a_note, a_recommendation


def test_both_directions_are_found() -> None:
    note, other, stray = a_note(), a_note(), a_note()
    lineage = Lineage()
    first = a_recommendation(number=1, sources=(note.id, other.id))
    second = a_recommendation(number=2, sources=(note.id,))
    lineage.place(first, 2)
    lineage.place(second, 3)
    lineage.note_stands(other.id, 7)
    lineage.note_stands(note.id, 9)
    lineage.note_stands(stray.id, 4)
    assert [list(lineage.rows_from(one.id)) for one in (note, other, stray)] == [[2, 3], [2], []]
    assert (lineage.rows_of_notes(first), lineage.rows_of_notes(second)) == ([7, 9], [9])
    assert [lineage.label(row) for row in (2, 3)] == ["R-01", "R-02"]
    assert (lineage.row(second.id), lineage.row(stray.id)) == (3, None)


def test_a_note_that_is_left_out_has_no_row() -> None:
    lineage = Lineage()
    record = a_recommendation(sources=(a_note().id,))
    lineage.place(record, 2)
    assert lineage.rows_of_notes(record) == []


def test_a_note_is_hushed_for_its_own_sake_or_that_of_its_recommendation() -> None:
    note, other, stray = a_note(), a_note(), a_note()
    lineage = Lineage()
    lineage.place(a_recommendation(sources=(note.id,), unattributed=True), 2)
    lineage.place(a_recommendation(sources=(other.id,)), 3)
    assert [lineage.is_hushed(one.id) for one in (note, other, stray)] == [True, False, False]
    lineage.hush(other.id)
    lineage.hush(stray.id)
    assert [lineage.is_hushed(one.id) for one in (note, other, stray)] == [True, True, False]


def test_an_id_that_is_none_of_ours_is_found_too() -> None:
    strange = [replace(a_note(), id=RecordId(spelled)) for spelled in ("AB", "ab", " ab", "no digits", "")]
    lineage = Lineage()
    for row, note in enumerate(strange, 2):
        lineage.place(a_recommendation(number=-row, sources=(note.id,)), row)
    assert [list(lineage.rows_from(note.id)) for note in strange] == [[2], [3], [4], [5], [6]]
    assert lineage.label(6) == "R--6"
