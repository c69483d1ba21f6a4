"""Excel comes back: what was edited in an exported workbook is matched with the forum, whatever was moved about it."""

from __future__ import annotations

import gzip
import random
import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from forumdesk.domain.initiatives import Initiative
from forumdesk.domain.notes import Note, NoteKind
from forumdesk.domain.recommendations import Level, Recommendation, Status
from forumdesk.domain.workbooks import ID_HEADING, UNSEEN
from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from forumdesk.services.merging import Brought, Terms
from forumdesk.services.returning.told import Returned
from tests.effort import times
from tests.services.hands import HandClock
from tests.services.rooms import Rooms
from tests.services.workbooks import Hand, column, edited, types

LIBREOFFICE = Path(__file__).parent / "libreoffice"
FIRST, SECOND, THIRD = 2, 3, 4
"""Rows of the recommendations, under the headings."""
EDITED = datetime(2026, 9, 29, 9, 30)  # noqa: DTZ001 - a workbook's own properties know no zone


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, blank: Path) -> Path:
    """A forum with three recommendations, a note and an initiative, and its workbook beside it."""
    rooms = Rooms(blank, tmp_path_factory.mktemp("returning"))
    with rooms.at("secretariat") as desk:
        session = desk.planning.add_session("Employment", code="S1")
        desk.capturing.keep(session.id, "/d Quito has a desk @Quito #8.5")
        for text in ("Recognise foreign skills", "افتحوا الملاجئ للجميع", "Train the counters"):
            desk.recommending.add(text=text, session=session.id)
        ids = [one["id"] for one in desk.listing.listed("recommendations")]
        desk.recommending.change(ids[:1], codes=("gcm 18", "sdg 17.9", "sdg 17.10"), action_area="1", actor="Cities")
        desk.outcome.add_initiative("Skills passport")
        desk.exporting.export(rooms.folder / "outcome.xlsx")
    return rooms.file("secretariat")


@pytest.fixture
def rooms(prepared: Path, tmp_path: Path) -> Rooms:
    shutil.copy(prepared.with_name("outcome.xlsx"), tmp_path)
    return Rooms(prepared, tmp_path)


@pytest.fixture
def edit(rooms: Rooms) -> Callable[..., Path]:
    """Let hands edit the workbook, and return the file that they saved."""

    def saved_by(*hands: Hand, name: str = "edited.xlsx", author: str = "Ana", saved: datetime = EDITED) -> Path:
        return edited(rooms.folder / "outcome.xlsx", rooms.folder / name, *hands, author=author, saved=saved)

    return saved_by


def adds(**cells: object) -> Hand:
    """A hand that adds a row of recommendations; headings are written with underscores."""

    def hand(book: Workbook) -> None:
        row = book["Recommendations"].max_row + 1
        for heading, value in cells.items():
            types(row, heading.replace("_", " "), value)(book)

    return hand


def numbered(desk: Desk, number: int) -> Recommendation:
    found = next(one for one in desk.listing.listed("recommendations") if one["number"] == number)
    record = desk.recommending.get(found["id"])
    assert record is not None
    return record


def merged(rooms: Rooms, path: Path, clock: HandClock | None = None) -> Brought:
    with rooms.at("desk", clock) as desk:
        return desk.merging.merge([path]).sources[0]


def told(one: Brought) -> Returned:
    assert one.refused is None
    assert one.returned is not None
    return one.returned


def reasons(one: Brought) -> list[tuple[int, str, str]]:
    """Row, column and why, of all that was left out."""
    return [(each.row, each.column, str(each.why)) for each in told(one).left_out]


def test_a_workbook_that_nobody_edited_brings_nothing(rooms: Rooms, edit: Callable[..., Path]) -> None:
    for path in (rooms.folder / "outcome.xlsx", edit()):
        one = merged(rooms, path)
        assert (told(one), one.weights.fresh) == (Returned(), 0)


@pytest.mark.parametrize(
    ("heading", "typed", "field", "value"),
    [
        pytest.param("Recommendation", "Recognise skills", "text", "Recognise skills", id="a wording"),
        pytest.param("Why", "=not a sum, a text", "rationale", "", id="a formula is refused"),
        pytest.param("Dissent", "  لا أحد \n", "dissent", "لا أحد", id="a text from right to left"),
        pytest.param("Level", "national", "level", Level.NATIONAL, id="a choice, whatever its case"),
        pytest.param("By when", 2027, "timeframe", "2027", id="a number where text is meant"),
        pytest.param("By when", date(2027, 3, 1), "timeframe", "2027-03-01", id="a day where text is meant"),
        pytest.param("SDG", "17.10; 8.5", "codes", ("gcm 18", "sdg 17.10", "sdg 8.5"), id="codes of one framework"),
        pytest.param("SDG", None, "codes", ("gcm 18",), id="no code any more"),
        pytest.param("Other frameworks", "GCM 16", "codes", ("gcm 16", "sdg 17.10", "sdg 17.9"), id="codes of others"),
        pytest.param("Action area", "Area 2", "action_area", "2", id="an area by its name"),
        pytest.param("Action area", "3", "action_area", "3", id="an area by its code"),
        pytest.param("Status", "Final", "status", Status.FINAL, id="a status that may follow"),
        pytest.param("Responsible actor", None, "actor", "", id="a text that was emptied"),
    ],
)  # fmt: skip
def test_what_is_typed_into_a_cell_is_what_the_record_says(
    rooms: Rooms, edit: Callable[..., Path], heading: str, typed: object, field: str, value: object
) -> None:
    merged(rooms, edit(types(FIRST, heading, typed)))
    with rooms.at("desk") as desk:
        assert getattr(numbered(desk, 1), field) == value


def test_notes_and_initiatives_come_back_too(rooms: Rooms, edit: Callable[..., Path]) -> None:
    one = merged(
        rooms,
        edit(
            types(2, "Note", "Quito has two desks", title="Notes"),
            types(2, "Kind", "Need", title="Notes"),
            types(2, "Starts", date(2027, 1, 15), title="Initiatives"),
            types(2, "Scope", "Skills", title="Initiatives"),
        ),
    )
    assert (told(one).edits, reasons(one)) == (4, [])
    with rooms.at("desk") as desk, desk._database.read() as forum:
        (note,), (initiative,) = forum.all(Note), forum.all(Initiative)
        assert (note.text, note.kind, note.codes) == ("Quito has two desks", NoteKind.NEED, ("sdg 8.5",))
        assert (initiative.starts, initiative.scope) == (date(2027, 1, 15), "Skills")


@pytest.mark.parametrize(
    ("heading", "typed", "why"),
    [
        pytest.param("No", "R-99", "This column tells", id="a column that only tells"),
        pytest.param("Comes from", "nobody", "This column tells", id="another one that only tells"),
        pytest.param("Status", "Adopted", "A recommendation that is draft cannot become adopted.", id="a rule"),
        pytest.param("Status", "Finl", "“Finl” is none of: Draft, Final", id="a status that is none"),
        pytest.param("SDG", 17.1, "17.1 and 17.10 look alike", id="a code that became a number"),
        pytest.param("SDG", datetime(2027, 10, 7), "turned into a date", id="a code that became a date"),  # noqa: DTZ001
        pytest.param("SDG", "99.9", "“99.9” is no code", id="a code that is none"),
        pytest.param("SDG", "GCM 16", "belongs in another column", id="a code in the wrong column"),
        pytest.param("Action area", "Area 99", "none of the action areas", id="an area that is none"),
        pytest.param("Action area", datetime(2027, 1, 1), "turned into a date", id="an area that became a date"),  # noqa: DTZ001
        pytest.param("Recommendation", None, "The text was emptied", id="a wording that was emptied"),
        pytest.param("Actor", "=1+1", "The cell is computed: =1+1", id="a formula"),
        pytest.param("Why", '=HYPERLINK("http://example.org")', "The cell is computed", id="a link that is computed"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_taken_says_why_and_the_others_are(
    rooms: Rooms, edit: Callable[..., Path], heading: str, typed: object, why: str
) -> None:
    heading = {"Actor": "Responsible actor"}.get(heading, heading)
    one = merged(rooms, edit(types(SECOND, heading, typed), types(FIRST, "Tools", "A handbook")))
    ((row, named, said),) = reasons(one)
    assert (row, named, told(one).refused_cells, told(one).edits) == (SECOND, heading, 1, 1)
    assert why in said
    with rooms.at("desk") as desk:
        assert numbered(desk, 1).tools == "A handbook"
        with rooms.at("untouched") as other:
            assert numbered(desk, 2) == numbered(other, 2)


def sorts(book: Workbook) -> None:
    """Turn the rows of the recommendations upside down."""
    sheet = book["Recommendations"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, row in enumerate(reversed(rows), 2):
        for place, value in enumerate(row, 1):
            sheet.cell(number, place).value = value


def turns_columns(book: Workbook) -> None:
    """Turn the columns round, the one of ids as well."""
    sheet = book["Recommendations"]
    for row in sheet.iter_rows():
        values = [cell.value for cell in row]
        for cell, value in zip(row, reversed(values), strict=True):
            cell.value = value


@pytest.mark.parametrize(
    "moves",
    [
        pytest.param([sorts], id="rows are sorted"),
        pytest.param([turns_columns], id="columns are turned round"),
        pytest.param([lambda book: book["Recommendations"].insert_rows(1, 3)], id="rows are put above the headings"),
        pytest.param([lambda book: book["Recommendations"].insert_rows(3)], id="an empty row is put between"),
        pytest.param([lambda book: book["Recommendations"].insert_cols(2)], id="an empty column is put between"),
        pytest.param([lambda book: setattr(book["Recommendations"], "title", "Mayor")], id="the sheet is renamed"),
        pytest.param([lambda book: book.move_sheet("Recommendations", 3)], id="the sheet is moved"),
        pytest.param([lambda book: book.remove(book["Cover"])], id="another sheet is deleted"),
        pytest.param([sorts, turns_columns], id="rows and columns both"),
    ],
)  # fmt: skip
def test_an_edit_finds_its_record_whatever_is_moved(rooms: Rooms, edit: Callable[..., Path], moves: list[Hand]) -> None:
    one = merged(rooms, edit(types(SECOND, "Tools", "A handbook"), *moves))
    assert (told(one).edits, told(one).added, reasons(one)) == (1, 0, [])
    with rooms.at("desk") as desk:
        assert [numbered(desk, number).tools for number in (1, 2, 3)] == ["", "A handbook", ""]
        assert numbered(desk, 2).text == "افتحوا الملاجئ للجميع"


@settings(max_examples=times(4), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False), st.dictionaries(st.sampled_from([2, 3, 4]), st.text(max_size=20), max_size=3))
def test_whatever_the_order_of_rows_and_columns_every_text_arrives(
    rooms: Rooms, edit: Callable[..., Path], order: random.Random, texts: dict[int, str]
) -> None:
    def shuffles(book: Workbook) -> None:
        sheet = book["Recommendations"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        places = order.sample(range(len(rows[0])), len(rows[0]))
        below = order.sample(rows[1:], len(rows) - 1)
        for number, row in enumerate([rows[0], *below], 1):
            for place, source in enumerate(places, 1):
                sheet.cell(number, place).value = row[source]

    readable = {row: "".join(letter for letter in text if letter.isprintable()) for row, text in texts.items()}
    hands = [types(row, "Tools", f"·{text}·") for row, text in readable.items()]
    with rooms.at("look") as desk:
        one = desk.merging.look([edit(*hands, shuffles)]).sources[0]
    assert reasons(one) == []
    said = {each.record: each.fields["tools"] for each in told(one).revisions if each.kind == Recommendation.KIND}
    with rooms.at("look") as desk:
        assert said == {numbered(desk, row - 1).id: f"·{text}·" for row, text in readable.items()}


def test_a_column_or_a_sheet_that_is_gone_changes_nothing_and_is_told(rooms: Rooms, edit: Callable[..., Path]) -> None:
    def hand(book: Workbook) -> None:
        sheet = book["Recommendations"]
        sheet.delete_cols(column(sheet, "Why"))
        sheet.insert_cols(3)
        sheet.cell(1, 3).value, sheet.cell(2, 3).value = "Remarks", "To be discussed"
        book.remove(book["Initiatives"])
        notes = book["Notes"]
        notes.delete_cols(column(notes, ID_HEADING))

    one = merged(rooms, edit(hand, types(FIRST, "Tools", "A handbook")))
    assert reasons(one) == [
        (0, "", "The sheet has lost the column of ids that nobody sees, so nothing of it was read."),
        (0, "Remarks", "The column is not one of ForumDesk's, so it was not read."),
        (0, "Why", "The column is gone; nothing of it was changed."),
    ]
    assert told(one).edits == 1


def test_rows_that_are_gone_delete_nothing(rooms: Rooms, edit: Callable[..., Path]) -> None:
    one = merged(rooms, edit(lambda book: book["Recommendations"].delete_rows(FIRST, 2)))
    assert (told(one).absent, one.weights.fresh) == (2, 0)
    with rooms.at("desk") as desk:
        assert len(list(desk.listing.listed("recommendations"))) == 3


def test_a_row_that_was_added_becomes_a_recommendation_once(rooms: Rooms, edit: Callable[..., Path]) -> None:
    row = {"Recommendation": "Open a fund", "SDG": "10.7", "Session": "S1 · Employment", "Proposed_by": "Lagos"}
    path = edit(adds(**row, Level="Nowhere"), adds(Why="Nobody knows"))
    one = merged(rooms, path)
    assert told(one).added == 1
    assert [why for _, _, why in reasons(one)] == [
        "“Nowhere” is none of: City, Regional, National, International, Civil society.",
        "The row was added without a text.",
    ]
    with rooms.at("desk") as desk:
        made = numbered(desk, 4)
        assert (made.text, made.codes, made.city) == ("Open a fund", ("sdg 10.7",), "Lagos")
        assert made.session == desk.planning.session("S1").id
    assert merged(rooms, path).weights.fresh == 0
    again = merged(rooms, edit(adds(**{**row, "Why": "To begin with"}), saved=datetime(2026, 9, 29, 10, 0)))  # noqa: DTZ001
    assert (told(again).added, told(again).edits, again.weights.total.conflicts) == (0, 1, 0)
    with rooms.at("desk") as desk:
        assert [one["text"] for one in desk.listing.listed("recommendations")].count("Open a fund") == 1
        assert numbered(desk, 4).rationale == "To begin with"


def test_what_is_typed_over_the_words_of_an_empty_sheet_is_added(desk: Desk, tmp_path: Path) -> None:
    out = desk.exporting.export(tmp_path / "outcome.xlsx").path
    assert told(desk.merging.look([out]).sources[0]) == Returned()
    hand = types(2, "Title", "Skills passport", title="Initiatives")
    path = edited(out, tmp_path / "edited.xlsx", hand, author="Ana", saved=EDITED)
    assert told(desk.merging.merge([path]).sources[0]).added == 1
    assert [one.title for one in desk.outcome.initiatives()] == ["Skills passport"]


def test_a_copied_row_that_was_edited_is_one_that_was_added(rooms: Rooms, edit: Callable[..., Path]) -> None:
    def copies(book: Workbook) -> None:
        sheet = book["Recommendations"]
        for cell in list(sheet[FIRST]):
            sheet.cell(5, int(cell.column or 0)).value = cell.value
        types(5, "Recommendation", "Open a fund")(book)

    one = merged(rooms, edit(copies))
    assert (told(one).added, told(one).edits, reasons(one)) == (1, 0, [])
    with rooms.at("desk") as desk:
        assert [numbered(desk, number).text for number in (1, 4)] == ["Recognise foreign skills", "Open a fund"]


def test_an_id_that_was_damaged_or_doubled_is_told_and_nothing_is_guessed(
    rooms: Rooms, edit: Callable[..., Path]
) -> None:
    def doubles(book: Workbook) -> None:
        sheet = book["Recommendations"]
        for cell in list(sheet[FIRST]):
            sheet.cell(5, int(cell.column or 0)).value = cell.value
        types(FIRST, "Why", "One thing")(book)
        types(5, "Why", "Another")(book)

    one = merged(rooms, edit(doubles, types(SECOND, ID_HEADING, "0123")))
    assert (told(one).damaged, told(one).absent, one.weights.fresh) == (1, 0, 0)
    assert [(row, why.split(",")[0]) for row, _, why in reasons(one)] == [
        (2, "Another row has the same id and both were edited"),
        (3, "The id of the row was damaged"),
        (5, "Another row has the same id and both were edited"),
    ]


def test_what_the_forum_changed_meanwhile_stands_beside_it(rooms: Rooms, edit: Callable[..., Path]) -> None:
    clock = HandClock()
    clock.go(minutes=30)
    with rooms.at("desk", clock) as desk:
        desk.recommending.change([numbered(desk, 1).id], actor="Regions", tools="A handbook")
    path = edit(types(FIRST, "Responsible actor", "Mayors"), types(FIRST, "Tools", "A handbook"))
    one = merged(rooms, path)
    assert (told(one).edits, told(one).agreed, one.weights.total.conflicts) == (1, 1, 1)
    with rooms.at("desk") as desk:
        (conflict,) = desk.settling.conflicts()
        assert conflict.before == "Cities"
        assert {(head.value, head.author, head.laptop) for head in conflict.heads} == {
            ("Regions", "Rapporteur of desk", "desk"),
            ("Mayors", "Ana", "edited.xlsx"),
        }


def test_what_was_deleted_meanwhile_is_a_conflict_that_people_see(rooms: Rooms, edit: Callable[..., Path]) -> None:
    with rooms.at("desk") as desk:
        desk.recommending.delete([numbered(desk, 3).id])
    one = merged(rooms, edit(types(THIRD, "Tools", "A handbook")))
    assert (one.weights.total.conflicts, one.weights.total.deleted_edited) == (1, 1)


def test_what_was_exported_elsewhere_is_not_guessed_at(rooms: Rooms, edit: Callable[..., Path]) -> None:
    with rooms.at("other") as desk:
        desk.recommending.change([numbered(desk, 1).id], codes=("sdg 8.5",), actor="Regions")
        desk.exporting.export(rooms.folder / "outcome.xlsx")
    one = merged(rooms, edit(types(FIRST, "SDG", "8.5, 10.7"), types(FIRST, "Responsible actor", "Mayors")))
    assert [(row, named, why.split(",")[0]) for row, named, why in reasons(one)] == [
        (FIRST, "SDG", "It was changed in the forum since")
    ]
    with rooms.at("desk") as desk:
        (conflict,) = desk.settling.conflicts()
        assert {head.value for head in conflict.heads} == {"Cities", "Mayors"}


def test_the_second_time_nothing_changes_and_after_an_undo_it_is_offered_again(
    rooms: Rooms, edit: Callable[..., Path]
) -> None:
    path = edit(types(FIRST, "Tools", "A handbook"), adds(Recommendation="Open a fund"))
    with rooms.at("desk") as desk:
        assert desk.merging.merge([path]).fresh > 0
        assert desk.merging.merge([path]).fresh == 0
        desk.history.undo()
        assert len(list(desk.listing.listed("recommendations"))) == 3
        again = desk.merging.look([path])
        assert (again.fresh, again.aside > 0, again.undone is not None) == (0, True, True)


@pytest.mark.parametrize("beside", [False, True], ids=["by itself", "beside a package"])
def test_what_was_taken_back_comes_back_with_its_workbook_whatever_was_done_since(
    rooms: Rooms, edit: Callable[..., Path], *, beside: bool
) -> None:
    paths = [edit(types(FIRST, "Tools", "A handbook"), adds(Recommendation="Open a fund"))]
    if beside:
        with rooms.at("A") as desk:
            desk.capturing.keep(desk.planning.sessions()[0].id, "Said in A")
        paths.append(rooms.hands_in("A"))
    with rooms.at("desk") as desk:
        states = [listed(desk)]
        desk.merging.merge(paths)
        states.append(listed(desk))
        desk.history.undo()
        desk.people.add(name="Ana")  # from here on nothing is redone any more
        assert desk.merging.look(paths, Terms(bring_back=False)).aside == desk.merging.look(paths).aside > 0
        assert not desk.merging.merge(paths, Terms(bring_back=False)).brings
        assert listed(desk) == states[0]
        for _ in range(2):
            assert desk.merging.merge(paths).brings
            assert listed(desk) == states[1]
            assert not desk.merging.merge(paths).brings
            desk.history.undo()
            assert listed(desk) == states[0]
        desk.history.redo()
        assert listed(desk) == states[1]
        assert (desk.settling.conflicts(), desk.checking.faults()) == ((), ())


def listed(desk: Desk) -> list[list[Any]]:
    return [list(desk.listing.listed(what)) for what in ("recommendations", "notes", "conflicts")]


def test_a_later_save_that_says_the_same_brings_back_what_was_taken_back(
    rooms: Rooms, edit: Callable[..., Path]
) -> None:
    hand = types(FIRST, "Tools", "A handbook")
    path, later = edit(hand), edit(hand, name="later.xlsx", saved=datetime(2026, 9, 30))  # noqa: DTZ001
    with rooms.at("desk") as desk:
        desk.merging.merge([path])
        after = listed(desk)
        desk.history.undo()
        assert desk.merging.merge([later]).brings
        assert listed(desk) == after


def test_saved_once_more_it_still_says_nothing_new(rooms: Rooms, edit: Callable[..., Path]) -> None:
    hand = types(FIRST, "Tools", "A handbook")
    merged(rooms, edit(hand))
    assert merged(rooms, edit(hand, name="later.xlsx", saved=datetime(2026, 9, 30))).weights.fresh == 0  # noqa: DTZ001


def test_one_person_goes_on_where_another_would_contradict(rooms: Rooms, edit: Callable[..., Path]) -> None:
    merged(rooms, edit(types(FIRST, "Tools", "A handbook")))
    later = datetime(2026, 9, 29, 10, 0)  # noqa: DTZ001
    one = merged(rooms, edit(types(FIRST, "Tools", "Two handbooks"), saved=later))
    assert one.weights.total.conflicts == 0
    other = merged(rooms, edit(types(FIRST, "Tools", "A film"), author="Ben", saved=later))
    assert other.weights.total.conflicts == 1


def test_a_workbook_of_records_that_are_not_here_is_told_row_by_row(rooms: Rooms, edit: Callable[..., Path]) -> None:
    with rooms.at("other") as desk:
        desk.recommending.add(text="Open a fund")
        desk.exporting.export(rooms.folder / "outcome.xlsx")
    one = merged(rooms, edit(types(5, "Tools", "A handbook")))
    assert reasons(one) == [
        (
            5,
            "",
            "The record is not in this forum; bring in the package that it comes from, then this workbook again.",
        )
    ]


def tells(row: int, value: str) -> Hand:
    """A hand that changes what the unseen sheet tells of the workbook."""
    return lambda book: setattr(book[UNSEEN].cell(row, 2), "value", value)


@pytest.mark.parametrize(
    ("make", "why"),
    [
        pytest.param(lambda book: book.remove(book[UNSEEN]), "can match with its records", id="no unseen sheet"),
        pytest.param(tells(1, "9"), "can match with its records", id="of a later version"),
        pytest.param(tells(3, "0" * 32), "from another forum", id="of another forum"),
        pytest.param(tells(4, "yesterday"), "is damaged", id="written at no time"),
    ],
)
def test_a_workbook_that_cannot_be_matched_is_refused_whole(
    rooms: Rooms, edit: Callable[..., Path], make: Hand, why: str
) -> None:
    one = merged(rooms, edit(make, types(FIRST, "Tools", "A handbook")))
    assert why in str(one.refused)


def test_a_sheet_that_was_copied_is_read_once(rooms: Rooms, edit: Callable[..., Path]) -> None:
    one = merged(rooms, edit(lambda book: book.copy_worksheet(book["Recommendations"]).__setattr__("title", "Copy")))
    assert [(each.sheet, str(each.why)) for each in told(one).left_out] == [
        ("Copy", "The sheet repeats another one, so it was not read.")
    ]


def test_a_text_longer_than_a_cell_is_edited_in_forumdesk(rooms: Rooms, edit: Callable[..., Path]) -> None:
    with rooms.at("desk") as desk:
        desk.recommending.change([numbered(desk, 1).id], rationale="Because. " * 5000)
        desk.exporting.export(rooms.folder / "outcome.xlsx")
    one = merged(rooms, edit(types(FIRST, "Why", "Short")))
    assert [why for _, _, why in reasons(one)] == ["The text is longer than a cell holds; edit it in ForumDesk."]


def test_what_was_edited_sorted_and_inserted_in_libreoffice_comes_back(forums: Forums, tmp_path: Path) -> None:
    """`libreoffice/` holds a forum, and its workbook as LibreOffice 7.4 saved it after a person's work.

    The forum was written anew when the log got its second edition, with the name by which the workbook knows it.
    """
    (tmp_path / "forum.forum").write_bytes(gzip.decompress((LIBREOFFICE / "forum.forum.gz").read_bytes()))
    with forums.opened(tmp_path / "forum.forum") as desk:
        one = desk.merging.merge([LIBREOFFICE / "edited.xlsx"]).sources[0]
        assert (told(one).edits, told(one).added, told(one).refused_cells) == (6, 1, 1)
        assert [(each.sheet, each.row, each.column) for each in told(one).left_out] == [
            ("For the mayor", 0, "Remarks"),
            ("For the mayor", 3, "Dissent"),
        ]
        asked = [numbered(desk, number) for number in range(1, 6)]
        assert [record.text for record in asked] == [
            "Recognise foreign skills and prior learning",
            "افتحوا الملاجئ للجميع",
            "=not a sum, a wording",
            "Train the counters\nin two languages",
            "Open a fund for newcomers",
        ]
        assert (asked[0].codes, asked[0].timeframe) == (("gcm 18", "sdg 17.10", "sdg 8.5"), "03/2027")
        assert (asked[1].actor, asked[2].level, asked[4].codes) == ("البلدية", Level.NATIONAL, ("sdg 10.7",))
        assert desk.merging.merge([LIBREOFFICE / "edited.xlsx"]).fresh == 0
