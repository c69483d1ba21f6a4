"""The workbook is a document: whole, linked, filtered, validated, and with nothing of who wrote it."""

from __future__ import annotations

import re
import tempfile
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from forumdesk.domain.agenda import Technique
from forumdesk.domain.errors import Cancelled, CannotWrite
from forumdesk.domain.ids import new_id
from forumdesk.domain.initiatives import Signatory
from forumdesk.domain.notes import NoteKind
from forumdesk.domain.people import Role
from forumdesk.domain.presets import Preset
from forumdesk.domain.recommendations import Level, Priority, Status
from forumdesk.domain.workbooks import ID_HEADING, headings_of, mark, parted_marks
from forumdesk.exports.workbook import CHOSEN_FROM, write_workbook
from tests.builders import (
    MORNING,
    a_declaration,
    a_forum,
    a_note,
    a_participant,
    a_recommendation,
    a_room,
    a_session,
    a_step,
    an_initiative,
)
from tests.exports.sources import NOW, MemoryForum, book_of, column_of, rows_of, written

SHEETS = ["Cover", "Recommendations", "Notes", "Sessions", "Participants", "Initiatives", "Declaration", "Coverage"]
SHEETS += ["Frameworks used", "Lists", "_forumdesk"]
RECORDS = ["Recommendations", "Notes", "Sessions", "Participants", "Initiatives", "Frameworks used"]


def a_whole_forum() -> MemoryForum:
    """One of everything, and two recommendations that come from three notes between them."""
    room = a_room(name="Room B")
    session = a_session(room=room.id, questions="What is your city doing?")
    step = a_step(session=session.id, technique=Technique.ROUND)
    person = a_participant(name="Olga Mora", role=Role.MAYOR)
    notes = [
        a_note(session=session.id, step=step.id, text=f"Said {number}", codes=("sdg 17.10", "sdg 17.9"))
        for number in range(4)
    ]
    first = a_recommendation(
        number=1, session=session.id, sources=(notes[3].id, notes[1].id), action_area="1", codes=("sdg 17.10", "qla 1")
    )
    second = a_recommendation(number=2, session=session.id, sources=(notes[3].id,), status=Status.FINAL)
    declaration = a_declaration(text="We, the mayors, commit.\nWe shall meet again.")
    return MemoryForum(
        forum=a_forum(
            edition=3,
            host_city="Quezon City",
            starts=date(2026, 9, 29),
            ends=date(2026, 9, 30),
            utc_offset=480,
            hosts=("Quezon City",),
            objectives="Policy dialogue\nNew initiatives",
        ),
        rooms=(room,),
        sessions=(session,),
        steps={session.id: (step,)},
        participants=(person,),
        initiatives=(an_initiative(recommendations=(second.id,), starts=date(2027, 1, 1)), an_initiative()),
        declarations=(declaration,),
        signatories=(Signatory(id=new_id(), declaration=declaration.id, city="Quito", signed=date(2026, 9, 30)),),
        said=notes,
        asked=[first, second],
    )


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(a_whole_forum(), tmp_path_factory.mktemp("whole") / "out.xlsx").path


@pytest.fixture(scope="module")
def book(path: Path) -> Workbook:
    return load_workbook(path)


def followed(book: Workbook, sheet: str, reference: str) -> list[Any]:
    """The row that a cell's link leads to."""
    cell: Any = book[sheet][reference]
    found = re.fullmatch(r"'(.+)'!A(\d+)", cell.hyperlink.location)
    assert found
    return [cell.value for cell in book[found[1]][int(found[2])]]


def test_every_sheet_is_there_and_only_the_last_is_hidden(book: Workbook) -> None:
    assert book.sheetnames == SHEETS
    assert {sheet.title: sheet.sheet_state for sheet in book if sheet.sheet_state != "visible"} == {
        "_forumdesk": "veryHidden"
    }


@pytest.mark.parametrize("source", [a_whole_forum(), MemoryForum()], ids=["a whole forum", "an empty forum"])
def test_records_stand_in_tables_that_excel_accepts(tmp_path: Path, source: MemoryForum) -> None:
    book = book_of(source, tmp_path / "out.xlsx")
    names = []
    for title in RECORDS:
        sheet = book[title]
        (table,) = sheet.tables.values()
        headings = [cell.value for cell in sheet[1]]
        assert [column.name for column in table.tableColumns] == headings
        assert len(set(headings)) == len(headings)
        assert table.ref == table.autoFilter.ref == sheet.dimensions
        assert sheet.max_row >= 2
        assert sheet.freeze_panes in ("A2", "C2")
        assert sheet.print_title_rows == "$1:$1"
        names.append(table.displayName)
    assert len(set(names)) == len(names)


def test_an_empty_forum_says_so_on_each_sheet(tmp_path: Path) -> None:
    path = written(MemoryForum(frameworks=()), tmp_path / "out.xlsx").path
    assert [rows_of(path, title)[1][0] for title in RECORDS] == [
        "No recommendation yet.",
        "No note yet.",
        "No session yet.",
        "Nobody is listed yet.",
        "No initiative yet.",
        "No framework is in use yet.",
    ]
    assert "Declaration" not in load_workbook(path).sheetnames


def test_a_recommendation_leads_to_its_first_note_and_a_note_back(book: Workbook) -> None:
    headings = [cell.value for cell in book["Recommendations"][1]]
    column = headings.index("Comes from")
    cells = [row[column] for row in book["Recommendations"].iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == ["2 notes", "1 note"]
    assert [followed(book, "Recommendations", cell.coordinate)[1] for cell in cells] == ["Said 1", "Said 3"]
    headings = [cell.value for cell in book["Notes"][1]]
    column = headings.index("In recommendations")
    cells = [row[column] for row in book["Notes"].iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == [None, "R-01", None, "R-01, R-02"]
    assert followed(book, "Notes", cells[1].coordinate)[0] == "R-01"


def test_an_initiative_leads_to_what_it_serves_and_the_cover_to_every_sheet(book: Workbook) -> None:
    served = next(cell for cell in book["Initiatives"][2] if cell.value == "R-02")
    assert followed(book, "Initiatives", served.coordinate)[0] == "R-02"
    links = [cell.hyperlink for row in book["Cover"].iter_rows() for cell in row if cell.hyperlink]
    assert [link.location for link in links] == [f"'{title}'!A1" for title in SHEETS[1:-1]]


def test_a_note_left_out_takes_its_link_with_it(tmp_path: Path) -> None:
    note = a_note(sensitive=True)
    path = written(MemoryForum(said=[note], asked=[a_recommendation(sources=(note.id,))]), tmp_path / "out.xlsx").path
    assert column_of(path, "Recommendations", "Comes from") == [""]


def test_choices_come_from_named_lists(book: Workbook) -> None:
    sheet = book["Recommendations"]
    headings = {cell.value: get_column_letter(place) for place, cell in enumerate(sheet[1], 1)}
    found = {str(one.sqref): (one.type, one.formula1) for one in sheet.data_validations.dataValidation}
    assert found == {
        f"{headings[heading]}2:{headings[heading]}3": ("list", f"List_{key}")
        for heading, key in (
            ("Action area", "action_area"),
            ("Level", "level"),
            ("Priority", "priority"),
            ("Status", "status"),
        )
    }
    named = {}
    for key in ("status", "level", "priority", "action_area"):
        ((title, cells),) = book.defined_names[f"List_{key}"].destinations
        named[key] = [row[0].value for row in book[title][cells]]
    assert named["status"] == ["Draft", "Final", "Adopted", "Withdrawn"]
    assert len(named["level"]) == len(Level) - 1
    assert len(named["priority"]) == len(Priority) - 1
    assert named["action_area"] == ["Area 1", "Area 2"]


def test_codes_are_text_in_their_natural_order(book: Workbook, path: Path) -> None:
    assert column_of(path, "Notes", "Frameworks")[0] == "17.9, 17.10"
    assert column_of(path, "Frameworks used", "Code") == ["17", "17.9", "17.10", "1", "2"]
    assert column_of(path, "Recommendations", "SDG") == ["17.10", ""]
    assert column_of(path, "Recommendations", "Other frameworks") == ["QLA 1", ""]
    assert {cell.number_format for cell in book["Frameworks used"]["B"][1:]} == {"@"}


def test_instants_are_shown_by_the_hosts_clocks_and_in_utc(path: Path) -> None:
    assert column_of(path, "Notes", "Said at (local)")[0] == datetime(2026, 9, 29, 16, 0)  # noqa: DTZ001
    assert column_of(path, "Notes", "Said at (UTC)")[0] == MORNING.replace(tzinfo=None)
    assert column_of(path, "Sessions", "Start (local)") == [datetime(2026, 9, 29, 16, 0)]  # noqa: DTZ001


def test_the_coverage_counts_areas_by_goals_and_names_the_gaps(path: Path, book: Workbook) -> None:
    rows = rows_of(path, "Coverage")
    assert rows[2][17:] == ["SDG 17", "Total"]
    assert [(row[0], row[17], row[18]) for row in rows[3:7]] == [
        ("Area 1 · Inclusive cities", 1, 1),
        ("Area 2", 0, 0),
        ("No action area", 0, 1),
        ("Total", 1, 2),
    ]
    assert "Goals without any recommendation: 1, 2" in rows[8][0]
    (ranges,) = book["Coverage"].conditional_formatting
    assert str(ranges.sqref) == "B4:R6"


def test_the_cover_tells_the_forum_and_draws_the_areas(path: Path, book: Workbook) -> None:
    said = [cell for row in rows_of(path, "Cover") for cell in row if cell != ""]
    assert said[:2] == ["Test forum", "Edition 3 · Quezon City · 2026-09-29 to 2026-09-30"]
    assert {"Policy dialogue\nNew initiatives", "2026-09-30 23:30", "At a glance", "Contents"} <= set(map(str, said))
    cover: Any = book["Cover"]
    (chart,) = cover._charts
    assert chart.series[0].val.numRef.f == "'Coverage'!$S$4:$S$6"
    assert chart.anchor._from.row < cover.max_row


def test_the_sheet_nobody_sees_tells_each_record_and_its_editable_cells(path: Path) -> None:
    source = a_whole_forum()
    source.said = [a_note(text="Said", kind=NoteKind.NEED, codes=())]
    path = written(source, path.with_name("again.xlsx")).path
    rows = rows_of(path, "_forumdesk")
    told = {(row[0], row[1]): row[2] for row in rows}
    assert [row[:2] for row in rows[:5]] == [
        ["format", "2"],
        ["schema", rows[1][1]],
        ["begun", source.begun],
        ["written", "2026-09-30T15:30:00.000Z"],
        ["language", "en"],
    ]
    assert told["open", "notes"] == "note kind codes"
    columns = told["columns", "notes"].split()
    assert columns[:3] == ["number", "note", "kind"]
    assert headings_of(told["headings", "notes"])[:3] == ["No", "Note", "Kind"]
    marks = parted_marks(told["notes", source.said[0].id], [key in ("note", "kind", "codes") for key in columns])
    said = {"number": "N-0001", "note": "Said", "kind": "Need", "codes": ""}
    assert {key: found for key, found in zip(columns, marks, strict=True) if key in said} == {
        key: mark(text, is_open=key != "number") for key, text in said.items()
    }
    assert [row[1] for row in rows if row[0] == "recommendations"] == [one.id for one in source.asked]
    assert load_workbook(path)["_forumdesk"].print_area == ""


def test_each_row_that_can_come_back_carries_its_id_where_nobody_sees_it(path: Path, book: Workbook) -> None:
    sheet: Any = book["Notes"]
    last = sheet.max_column
    assert sheet.cell(1, last).value == ID_HEADING
    assert sheet.column_dimensions[get_column_letter(last)].hidden
    told = [row[1] for row in rows_of(path, "_forumdesk") if row[0] == "notes"]
    assert [row[-1] for row in rows_of(path, "Notes")[1:]] == told != []


def test_properties_tell_nobody(path: Path, book: Workbook) -> None:
    about = book.properties
    assert (about.creator, about.lastModifiedBy, about.title) == ("ForumDesk", None, "Test forum")
    assert about.created == NOW.replace(tzinfo=None)
    with zipfile.ZipFile(path) as parts:
        assert not [name for name in parts.namelist() if "comment" in name or "custom" in name]


@pytest.mark.parametrize(("language", "mirrored"), [("en", False), ("ar", True)])
def test_sheets_are_mirrored_where_the_language_is(tmp_path: Path, language: str, *, mirrored: bool) -> None:
    book = book_of(a_whole_forum(), tmp_path / "out.xlsx", language=language)
    assert {sheet.sheet_view.rightToLeft for sheet in book if sheet.title != "_forumdesk"} == {mirrored}


def test_sheets_print_with_their_headings_and_page_numbers(book: Workbook) -> None:
    for title in SHEETS[:-1]:
        sheet: Any = book[title]
        assert sheet.print_area.startswith("'")
        assert sheet.oddFooter.right.text == "&P / &N"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert book["Recommendations"].page_setup.orientation == "landscape"
    assert book["Recommendations"].print_title_cols == "$A:$A"
    assert book["Cover"].page_setup.fitToHeight == 1


def test_columns_fit_and_rows_are_as_high_as_their_texts(tmp_path: Path) -> None:
    book = book_of(MemoryForum(said=[a_note(text="word " * 60), a_note(text="Short")]), tmp_path / "out.xlsx")
    sheet = book["Notes"]
    assert sheet.column_dimensions["B"].width == 64
    assert sheet["B2"].alignment.wrap_text
    assert (sheet.row_dimensions[2].height > 60, sheet.row_dimensions[3].height) == (True, None)


@pytest.mark.parametrize(
    ("preset", "notes", "asked"),
    [
        pytest.param({}, 2, 2, id="everything"),
        pytest.param({"statuses": ("final",)}, 2, 1, id="final recommendations"),
        pytest.param({"sessions": ("other",)}, 1, 1, id="one session"),
    ],
)
def test_a_preset_says_which_records(tmp_path: Path, preset: dict[str, Any], notes: int, asked: int) -> None:
    other = a_session(code="S2")
    chosen: dict[str, Any] = {key: (other.id,) if key == "sessions" else value for key, value in preset.items()}
    source = MemoryForum(
        sessions=(a_session(), other),
        said=[a_note(), a_note(session=other.id)],
        asked=[a_recommendation(status=Status.FINAL), a_recommendation(number=2, session=other.id)],
    )
    rows = written(source, tmp_path / "out.xlsx", **chosen).rows
    assert (rows["Notes"], rows["Recommendations"]) == (notes, asked)


@pytest.mark.parametrize("sheet", sorted(CHOSEN_FROM))
def test_every_column_but_the_first_can_be_left_out(tmp_path: Path, sheet: str) -> None:
    columns = CHOSEN_FROM[sheet]
    hidden = tuple(sorted(f"{sheet}.{column.key}" for column in columns))
    source = a_whole_forum()
    source.under = [a_recommendation(group=source.asked[0].id)]
    book = book_of(source, tmp_path / "out.xlsx", hidden_columns=hidden)
    title = {"frameworks": "Frameworks used", "grouped": "Grouped originals"}.get(sheet, sheet.capitalize())
    with_ids = any(column.editable for column in columns[:1])
    assert book[title].max_column == 1 + with_ids


@pytest.mark.parametrize("when", ["write", "check"])
def test_stopping_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def stop(done: int, total: int, what: str) -> None:
        if what == when and done == (500 if when == "write" else 3):
            raise Cancelled("Stopped at {done} of {total}.", done=done, total=total)

    source = a_whole_forum()
    source.said = [a_note() for _ in range(1000)]
    with pytest.raises(Cancelled):
        write_workbook(source, tmp_path / "out.xlsx", preset=Preset(id=new_id()), language="en", now=NOW, progress=stop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("where", ["nowhere/out.xlsx", "folder.xlsx", "file/out.xlsx"])
def test_where_nothing_can_be_written_a_sentence_says_so(tmp_path: Path, where: str) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(CannotWrite, match="cannot be written there"):
        written(MemoryForum(), tmp_path / where)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file", "folder.xlsx"]


def test_more_rows_than_a_sheet_holds_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forumdesk.exports.sheet.MOST_ROWS", 20)
    with pytest.raises(CannotWrite, match="holds 20 rows, and this forum needs more"):
        written(MemoryForum(said=[a_note() for _ in range(20)]), tmp_path / "out.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_more_links_than_excel_opens_are_left_as_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forumdesk.exports.sheet.MOST_LINKS", 2)
    notes = [a_note() for _ in range(4)]
    record = a_recommendation(sources=tuple(note.id for note in notes))
    book = book_of(MemoryForum(said=notes, asked=[record]), tmp_path / "out.xlsx")
    cells = [row[-2] for row in book["Notes"].iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == ["R-01"] * 4
    assert [cell.hyperlink is not None for cell in cells] == [True, True, False, False]


def test_the_same_forum_makes_the_same_workbook(tmp_path: Path) -> None:
    source = a_whole_forum()
    first, second = (written(source, tmp_path / name).path for name in ("one.xlsx", "two.xlsx"))
    for title in SHEETS:
        assert rows_of(first, title) == rows_of(second, title)


def test_a_forum_without_a_zone_or_dates_is_written_in_utc(tmp_path: Path) -> None:
    source = MemoryForum(
        forum=a_forum(title=""), said=[a_note(instant=None), a_note(instant=datetime(2026, 1, 1, tzinfo=UTC))]
    )
    path = written(source, tmp_path / "out.xlsx").path
    assert column_of(path, "Notes", "Said at (UTC)")[0] == ""
    assert load_workbook(path).properties.title == "ForumDesk"
