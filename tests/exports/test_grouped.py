"""What was grouped stays in the workbook: the group says where it comes from, each original leads back to its group."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from forumdesk.domain.forum import Attribution
from forumdesk.domain.grouping import begun
from forumdesk.domain.ids import RecordId
from forumdesk.domain.recommendations import Recommendation
from tests.builders import a_note, a_recommendation, a_room, a_session, an_initiative
from tests.exports.sources import MemoryForum, column_of, rows_of, written

ROOMS = tuple(a_room(name=f"Room {letter}") for letter in "ABCD")
SESSIONS = tuple(a_session(code=f"S{place}", room=room.id) for place, room in enumerate(ROOMS, 1))
CLOSED = replace(SESSIONS[0], attribution=Attribution.CHATHAM_HOUSE)
GROUP = RecordId("9" * 32)


def a_grouped_forum(**first: object) -> MemoryForum:
    """Four rooms asked the same, each from a note of its own; one more asked something else."""
    notes = [a_note(session=one.id, text=f"Said in {one.code}", city="Quito") for one in SESSIONS]
    asked = [
        a_recommendation(number=place, session=session.id, text=f"Wording {place}", city="Quito", sources=(note.id,))
        for place, (session, note) in enumerate(zip(SESSIONS, notes, strict=True), 1)
    ]
    asked[0] = replace(asked[0], **first)  # type: ignore[arg-type]
    group = begun(GROUP, asked, "One wording")
    other = a_recommendation(number=5, session=SESSIONS[1].id, text="Something else")
    return MemoryForum(
        rooms=ROOMS,
        sessions=SESSIONS,
        said=notes,
        asked=[group, other],
        under=[replace(one, group=GROUP) for one in asked],
        initiatives=(an_initiative(recommendations=(asked[2].id,)),),
    )


def links_of(path: Path, sheet: str) -> dict[str, str]:
    """Where the cells of a sheet lead, by their reference."""
    cells = (cell for row in load_workbook(path)[sheet].iter_rows() for cell in row)
    return {cell.coordinate: str(cell.hyperlink.location) for cell in cells if cell.hyperlink}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(a_grouped_forum(), tmp_path_factory.mktemp("grouped") / "out.xlsx").path


def test_a_group_says_from_how_many_rooms_it_is_and_how_each_worded_it(path: Path) -> None:
    assert column_of(path, "Recommendations", "Recommendation") == ["One wording", "Something else"]
    assert column_of(path, "Recommendations", "From rooms") == ["4 rooms: Room A, Room B, Room C, Room D", "Room B"]
    wordings = "\n".join(f"R-0{place}: Wording {place}" for place in range(1, 5))
    assert column_of(path, "Recommendations", "Grouped wordings") == [wordings, ""]
    assert column_of(path, "Recommendations", "Comes from") == ["4 notes", ""]


def test_each_original_stands_in_a_sheet_of_its_own_and_leads_back(path: Path) -> None:
    assert column_of(path, "Grouped originals", "Recommendation") == [f"Wording {place}" for place in range(1, 5)]
    assert column_of(path, "Grouped originals", "In group") == ["R-01"] * 4
    assert column_of(path, "Grouped originals", "Room") == [room.name for room in ROOMS]
    back = [where for ref, where in links_of(path, "Grouped originals").items() if ref.startswith("C")]
    assert back == ["'Recommendations'!A2"] * 4
    assert "'Grouped originals'!A2" in links_of(path, "Recommendations").values()


def test_notes_and_initiatives_lead_to_the_group(path: Path) -> None:
    assert column_of(path, "Notes", "In recommendations") == ["R-01"] * 4
    assert column_of(path, "Initiatives", "Serves")[0] == "R-01"
    assert ["Grouped originals", 4.0] in [row[:2] for row in rows_of(path, "Cover")]


def test_a_note_that_a_member_was_given_later_counts_for_its_group(tmp_path: Path) -> None:
    source = a_grouped_forum()
    late = a_note(session=SESSIONS[3].id, text="Said later")
    source.said = [*source.said, late]
    source.under = [*source.under[:3], replace(source.under[3], sources=(*source.under[3].sources, late.id))]
    path = written(source, tmp_path / "out.xlsx").path
    assert column_of(path, "Recommendations", "Comes from")[0] == "5 notes"


def test_a_group_within_a_group_is_shown_with_all_that_it_was_made_of(tmp_path: Path) -> None:
    source = a_grouped_forum()
    inner = source.asked[0]
    other = replace(source.asked[1], group="8" * 32)
    outer = begun(RecordId("8" * 32), [inner, other])
    source.asked, source.under = [outer], [replace(inner, group=outer.id), *source.under, other]
    path = written(source, tmp_path / "out.xlsx").path
    assert column_of(path, "Recommendations", "From rooms")[0].startswith("4 rooms: ")
    texts = ["One wording", "Wording 1", "Wording 2", "Wording 3", "Wording 4", "Something else"]
    assert column_of(path, "Grouped originals", "Recommendation") == texts
    assert set(column_of(path, "Grouped originals", "In group")) == {"R-01"}


def test_where_nothing_is_grouped_there_is_no_such_sheet(tmp_path: Path) -> None:
    path = written(MemoryForum(asked=[a_recommendation()]), tmp_path / "out.xlsx").path
    assert "Grouped originals" not in load_workbook(path).sheetnames
    assert column_of(path, "Recommendations", "From rooms") == [""]


@pytest.mark.parametrize(
    ("sessions", "asked", "originals"),
    [
        pytest.param((SESSIONS[3],), ["One wording"], 4, id="of a member's session"),
        pytest.param((), ["One wording", "Something else"], 4, id="of all"),
    ],
)
def test_a_group_goes_along_where_any_of_its_rooms_does(
    tmp_path: Path, sessions: tuple[object, ...], asked: list[str], originals: int
) -> None:
    chosen = tuple(getattr(one, "id") for one in sessions)  # noqa: B009
    path = written(a_grouped_forum(), tmp_path / "out.xlsx", sessions=chosen).path
    assert column_of(path, "Recommendations", "Recommendation") == asked
    assert len(column_of(path, "Grouped originals", "Recommendation")) == originals


@pytest.mark.parametrize(
    ("source", "chatham_house"),
    [
        pytest.param(a_grouped_forum(unattributed=True), False, id="one of them may not be attributed"),
        pytest.param(replace(a_grouped_forum(), sessions=(CLOSED, *SESSIONS[1:])), False, id="one is of a closed room"),
        pytest.param(a_grouped_forum(), True, id="the export reveals nobody"),
    ],
)
def test_a_group_does_not_tell_what_one_of_its_members_must_not(
    tmp_path: Path, source: MemoryForum, *, chatham_house: bool
) -> None:
    path = written(source, tmp_path / "out.xlsx", chatham_house=chatham_house).path
    assert column_of(path, "Recommendations", "Proposed by")[0] == ""
    assert column_of(path, "Grouped originals", "Proposed by")[0] == ""
    assert column_of(path, "Notes", "City")[0] == ""


def test_a_group_of_one_city_alone_is_that_citys(path: Path) -> None:
    assert column_of(path, "Recommendations", "Proposed by") == ["Quito", ""]
    assert column_of(path, "Grouped originals", "Proposed by") == ["Quito"] * 4


def test_members_that_two_laptops_tied_in_a_ring_end_the_walk(tmp_path: Path) -> None:
    one, other = a_recommendation(number=1), a_recommendation(number=2)
    ring = [replace(one, group=other.id), replace(other, group=one.id)]
    source = MemoryForum(asked=[one], under=ring)
    assert column_of(written(source, tmp_path / "out.xlsx").path, "Grouped originals", "No") == ["R-02"]
    assert isinstance(source.asked[0], Recommendation)
