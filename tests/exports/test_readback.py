"""A workbook that does not say what was meant never takes its name."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from forumdesk.domain.errors import CannotWrite
from forumdesk.domain.ids import new_id
from forumdesk.domain.presets import Preset
from forumdesk.exports.readback import check
from forumdesk.exports.sheet import SheetWriter
from forumdesk.exports.styles import Styles
from forumdesk.exports.workbook import write_workbook
from tests.builders import MORNING, a_note
from tests.exports.sources import NOW, MemoryForum, unwatched, written

MANY = 9_000
"""Rows enough that their sheet is read slice by slice."""


def changed(path: Path, member: str, change: Callable[[bytes], bytes]) -> Path:
    """A copy of a workbook with one part changed."""
    copy = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == member else content)
    return copy


def a_book(path: Path, rows: int) -> dict[str, str]:
    """Write a workbook of one sheet and tell what it is meant to say."""
    book = Workbook(write_only=True)
    writer = SheetWriter(book, Styles(book), "Notes", ["text", "text", "instant"])
    for number in range(1, rows + 1):
        writer.write(["", f"Note number {number} of many that were said in a room", MORNING])
    meant = {"Notes": writer.finish()}
    book.save(path)
    return meant


@pytest.mark.parametrize("rows", [3, MANY], ids=["a short sheet", "a long sheet"])
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda xml: xml.replace(b"number 2 of", b"number 3 of"), id="another text"),
        pytest.param(lambda xml: re.sub(rb'<row [^>]*r="3".*?</row>', b"", xml), id="a row less"),
        pytest.param(lambda xml: re.sub(rb'<c r="B3".*?</c>', b"", xml), id="a cell less"),
        pytest.param(lambda xml: xml.replace(b"<v>46", b"<v>45", 1), id="another day"),
        pytest.param(lambda xml: xml[: len(xml) // 2], id="half a sheet"),
        pytest.param(lambda xml: xml.replace(b"</sheetData>", b""), id="a sheet without an end"),
    ],
)
def test_a_sheet_that_says_something_else_is_refused(
    tmp_path: Path, rows: int, change: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "out.xlsx"
    meant = a_book(path, rows)
    check(path, "out.xlsx", meant, unwatched)
    with pytest.raises(CannotWrite, match=r"“out\.xlsx” did not read back"):
        check(changed(path, "xl/worksheets/sheet1.xml", change), "out.xlsx", meant, unwatched)


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out.xlsx").write_bytes(b"PK\x03\x04 nothing more")
    with pytest.raises(CannotWrite, match="did not read back"):
        check(tmp_path / "out.xlsx", "out.xlsx", {}, unwatched)


@pytest.mark.parametrize("meant", [{}, {"Notes": "", "More": ""}], ids=["one too many", "one too few"])
def test_a_book_of_other_sheets_is_refused(tmp_path: Path, meant: dict[str, str]) -> None:
    a_book(tmp_path / "out.xlsx", 1)
    with pytest.raises(CannotWrite, match="did not read back"):
        check(tmp_path / "out.xlsx", "out.xlsx", meant, unwatched)


def test_a_book_that_is_damaged_while_it_is_written_leaves_the_old_one_alone(tmp_path: Path) -> None:
    (tmp_path / "out.xlsx").write_text("what was there")

    def damage(done: int, total: int, what: str) -> None:
        if what == "check" and total == 0:
            (unfinished,) = set(tmp_path.iterdir()) - {tmp_path / "out.xlsx"}
            unfinished.write_bytes(unfinished.read_bytes()[: -100 - done])

    with pytest.raises(CannotWrite, match=r"“out\.xlsx” did not read back"):
        write_workbook(
            MemoryForum(said=[a_note()]),
            tmp_path / "out.xlsx",
            preset=Preset(id=new_id()),
            language="en",
            now=NOW,
            progress=damage,
        )
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("out.xlsx", "what was there")]


def test_a_long_sheet_with_gaps_reads_back(tmp_path: Path) -> None:
    said = [a_note(text="" if number % 1000 < 500 else "word " * 20, city="") for number in range(MANY)]
    assert written(MemoryForum(said=said), tmp_path / "out.xlsx").rows["Notes"] == MANY
