"""The workbook is written from the command line: whole, checked, and without a name that may not leave the room."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from python_calamine import load_workbook

from forumdesk.domain.forum import Attribution
from forumdesk.domain.ids import new_id
from forumdesk.domain.presets import Preset
from forumdesk.services.clock import SystemClock
from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from tests.builders import a_laptop
from tests.cli.conftest import Command

SHEETS = ["Cover", "Recommendations", "Notes", "Sessions", "Participants", "Initiatives", "Coverage"]


def cells(book: Path) -> str:
    """Every cell of every sheet, hidden ones included, as one text."""
    workbook = load_workbook(str(book))
    return "\n".join(
        str(cell)
        for name in workbook.sheet_names
        for row in workbook.get_sheet_by_name(name).to_python()
        for cell in row
    )


def said_in_dakar(desk: Desk) -> None:
    """One note and one recommendation of the mayor of Dakar, named in full."""
    desk.people.add(name="Awa Diop", position="Mayor", city="Dakar", organisation="Ville de Dakar")
    session = desk.planning.session("S1")
    note = desk.capturing.keep(session.id, "@Awa Diop We opened a desk beside the port of Dakar")
    desk.recommending.from_notes((note.id,))


@pytest.fixture
def spoken(file: Path) -> Path:
    with Forums(a_laptop("Room C"), SystemClock()).opened(file) as desk:
        said_in_dakar(desk)
    return file


def test_the_workbook_has_its_sheets_and_says_how_much_is_in_them(
    forumdesk: Command, spoken: Path, tmp_path: Path
) -> None:
    said = forumdesk("export", spoken, tmp_path / "out.xlsx")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"wrote {tmp_path / 'out.xlsx'}: ")
    assert "Notes 1" in said.out
    assert load_workbook(str(tmp_path / "out.xlsx")).sheet_names[:7] == SHEETS
    assert "We opened a desk" in cells(tmp_path / "out.xlsx")
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".forum"] == ["out.xlsx"]


def test_under_the_chatham_house_rule_no_cell_and_no_property_names_anybody_and_the_text_is_warned_of(
    forumdesk: Command, spoken: Path, tmp_path: Path
) -> None:
    with Forums(a_laptop("Laptop c"), SystemClock()).opened(spoken) as desk:
        note = next(desk.listing.listed("notes"))["id"]
        desk.capturing.change((note,), text="We opened a desk beside the port")
        kept = next(desk.listing.listed("recommendations"))["id"]
        desk.recommending.change((kept,), text="Open desks")
    said = forumdesk("export", spoken, tmp_path / "out.xlsx", "--chatham-house")
    assert (said.code, said.err) == (0, "")
    for name in ("Awa", "Dakar"):
        assert name not in cells(tmp_path / "out.xlsx")
        with zipfile.ZipFile(tmp_path / "out.xlsx") as book:
            assert [one for one in book.namelist() if name.encode() in book.read(one)] == []


@pytest.mark.parametrize("option", [True, False], ids=["asked for at the command line", "of the session itself"])
def test_a_text_that_names_somebody_is_warned_of(
    forumdesk: Command, spoken: Path, tmp_path: Path, *, option: bool
) -> None:
    if not option:
        with Forums(a_laptop("Laptop c"), SystemClock()).opened(spoken) as desk:
            desk.planning.change_session(desk.planning.session("S1").id, attribution=Attribution.CHATHAM_HOUSE)
        assert "who was there: Dakar" in forumdesk("check", spoken).out
    said = forumdesk("export", spoken, tmp_path / "out.xlsx", *(["--chatham-house"] if option else []))
    assert said.code == 0
    assert said.err.startswith("Note: ")
    assert "Dakar" in said.err


def test_a_sensitive_note_stays_out_unless_a_preset_asks_for_it(forumdesk: Command, file: Path, tmp_path: Path) -> None:
    forumdesk("capture", file, "--session", "S1", stdin=b"Open\nQuiet please /sensitive\n")
    forumdesk("export", file, tmp_path / "out.xlsx")
    assert "Quiet please" not in cells(tmp_path / "out.xlsx")
    with Forums(a_laptop("Laptop c"), SystemClock()).opened(file) as desk:
        desk.exporting.keep_preset(Preset(id=new_id(), name="For the host", with_sensitive=True))
    assert forumdesk("export", file, tmp_path / "host.xlsx", "--preset", "For the host").code == 0
    assert "Quiet please" in cells(tmp_path / "host.xlsx")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        pytest.param(["--preset", "Nobody’s"], "There is no export preset “Nobody’s”. Presets: none.", id="a preset"),
        pytest.param(["--language", "tlh"], "does not come in “tlh”", id="a language"),
    ],
)
def test_what_is_not_there_is_told(
    forumdesk: Command, file: Path, tmp_path: Path, options: list[str], sentence: str
) -> None:
    said = forumdesk("export", file, tmp_path / "out.xlsx", *options)
    assert (said.code, said.out, said.err.count("\n"), sentence in said.err) == (1, "", 1, True)
    assert not (tmp_path / "out.xlsx").exists()


@pytest.mark.parametrize("where", ["nowhere/out.xlsx", "folder.xlsx"])
def test_where_nothing_can_be_written_nothing_is_left(
    forumdesk: Command, file: Path, tmp_path: Path, where: str
) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    said = forumdesk("export", file, tmp_path / where)
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert "cannot be written there" in said.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.xlsx", "forum.forum"]


def test_an_empty_forum_has_a_workbook_too(forumdesk: Command, tmp_path: Path) -> None:
    forumdesk("new", tmp_path / "empty.forum")
    said = forumdesk("export", tmp_path / "empty.forum", tmp_path / "out")
    assert (said.code, said.err) == (0, "")
    assert (tmp_path / "out.xlsx").is_file()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("=HYPERLINK(1)", id="a formula"),
        pytest.param("+1 for this", id="a plus"),
        pytest.param("literal _x0041_ text", id="what Excel reads as a letter"),
        pytest.param("المدن تستقبل", id="Arabic"),
        pytest.param("👩🏽‍🚀", id="emoji"),
    ],
)
def test_a_text_arrives_as_it_was_said(forumdesk: Command, file: Path, tmp_path: Path, text: str) -> None:
    forumdesk("capture", file, "--session", "S1", stdin=text.encode())
    assert forumdesk("export", file, tmp_path / "out.xlsx").code == 0
    assert text in cells(tmp_path / "out.xlsx")


def test_a_note_longer_than_a_cell_is_in_the_workbook_whole(forumdesk: Command, file: Path, tmp_path: Path) -> None:
    long = " ".join(f"word{number}" for number in range(5000))
    forumdesk("capture", file, "--session", "S1", stdin=long.encode())
    said = forumdesk("export", file, tmp_path / "out.xlsx")
    assert said.code == 0
    found = cells(tmp_path / "out.xlsx")
    halves = [word for word in long.split() if word not in found]
    assert len(halves) <= 1, "only the word at which a cell ends may be in two cells"
