"""A workbook whose parts do not fit together is told in a sentence, and nothing of it is guessed."""

from __future__ import annotations

import errno
import os
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from forumdesk.domain.errors import BadInput
from forumdesk.exchange.workbook_in import read_workbook
from tests.builders import a_recommendation
from tests.exports.sources import MemoryForum, written

DAMAGED = (
    "“outcome.xlsx” is damaged, so nothing of it was read. Open it in a spreadsheet program and save it again as .xlsx."
)


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    source = MemoryForum(asked=[a_recommendation(number=1, text="A desk in every city")])
    return written(source, tmp_path / "outcome.xlsx").path


def repacked(path: Path, change: Callable[[str, bytes], tuple[str, bytes]]) -> None:
    """Write the workbook anew, with its parts changed or called otherwise."""
    made = BytesIO()
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(*change(name, before.read(name)))
    path.write_bytes(made.getvalue())


def refusal(path: Path) -> str:
    with pytest.raises(BadInput) as refused:
        read_workbook(path)
    return str(refused.value)


def test_a_formula_in_a_cell_that_does_not_say_where_it_stands_is_damage(exported: Path) -> None:
    def plant(name: str, was: bytes) -> tuple[str, bytes]:
        return name, was.replace(b"</row>", b"<c><f>1+1</f></c></row>", 1) if name.endswith("sheet2.xml") else was

    repacked(exported, plant)
    assert refusal(exported) == DAMAGED


def test_a_sheet_whose_formulas_cannot_be_looked_for_is_not_believed(exported: Path) -> None:
    """Its values are found by a reader that takes capitals for small letters; its formulas would go unseen."""

    def shout(name: str, was: bytes) -> tuple[str, bytes]:
        if name.endswith("sheet2.xml"):
            at = was.index(b'<c r="B2"')
            end = was.index(b"</c>", at) + len(b"</c>")
            computed = b'<c r="B2" t="str"><f>HYPERLINK("http://example.org")</f><v>A desk in no city</v></c>'
            return name.replace("sheet2", "SHEET2"), was[:at] + computed + was[end:]
        return name, was

    repacked(exported, shout)
    assert refusal(exported) == DAMAGED


def test_where_the_hidden_sheet_lost_what_it_knew_a_list_with_ids_is_none_of_ours(exported: Path) -> None:
    book = load_workbook(exported)
    unseen = book.worksheets[-1]
    kept = ("format", "begun", "written", "language")
    for row in reversed(range(1, unseen.max_row + 1)):
        if unseen.cell(row, 1).value not in kept:
            unseen.delete_rows(row)
    book.save(exported)
    found = read_workbook(exported)
    assert (found.begun, found.sheets, found.lost, found.repeated) == ("f" * 32, (), (), ())


@pytest.mark.skipif(os.name != "posix", reason="nobody may be held to so few open files there")
def test_that_a_workbook_cannot_be_opened_now_is_not_said_to_be_damage(exported: Path) -> None:
    from resource import RLIMIT_NOFILE, getrlimit, setrlimit  # noqa: PLC0415

    before = getrlimit(RLIMIT_NOFILE)
    free = os.dup(0)
    os.close(free)
    setrlimit(RLIMIT_NOFILE, (free + 1, before[1]))  # it can be opened once, and is opened by both of its readers
    try:
        with pytest.raises(OSError, match=str(errno.EMFILE)):
            read_workbook(exported)
    finally:
        setrlimit(RLIMIT_NOFILE, before)
