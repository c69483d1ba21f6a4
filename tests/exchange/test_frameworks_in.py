"""An organiser's own framework is read from the files people really have, and each row that cannot be used is told."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from forumdesk.domain.errors import BadInput, ForumDeskError, NotFound
from forumdesk.domain.frameworks import Item
from forumdesk.exchange import frameworks_in, untrusted
from forumdesk.exchange.frameworks_in import FrameworkPreview, read_framework
from tests.effort import times

HEADING = ("Code", "Label", "Label (fr)", "label_ar", "Parent", "Links")
GOOD = (
    ("A", "Welcome", "Accueil", "الاستقبال", None, None),
    ("A.1", "A desk in each city", None, None, "A", "sdg 10.7; GCM 15"),
    ("A.10", "Papers, in time", None, None, "a", None),
)
Rows = Sequence[Sequence[Any]]


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[[Rows], Path]:
    """Write rows as the first sheet of a real workbook."""

    def write(rows: Rows) -> Path:
        book = Workbook()
        for row in rows:
            book.worksheets[0].append(list(row))
        path = tmp_path / "Regional_plan.xlsx"
        book.save(path)
        return path

    return write


@pytest.fixture
def read(workbook: Callable[[Rows], Path]) -> Callable[..., FrameworkPreview]:
    """Read rows that stand below the usual heading."""

    def read_rows(*rows: Sequence[Any]) -> FrameworkPreview:
        return read_framework(workbook((HEADING, *rows)))

    return read_rows


def said(preview: FrameworkPreview) -> list[str]:
    return [str(complaint) for complaint in preview.complaints]


def test_a_workbook_becomes_items(workbook: Callable[[Rows], Path]) -> None:
    preview = read_framework(workbook((HEADING, *GOOD)))
    assert preview.complaints == ()
    assert preview.title == "Regional plan"
    assert preview.rows == (
        Item("A", {"en": "Welcome", "fr": "Accueil", "ar": "الاستقبال"}, editable=True),
        Item("A.1", {"en": "A desk in each city"}, "A", ("gcm 15", "sdg 10.7"), editable=True),
        Item("A.10", {"en": "Papers, in time"}, "A", editable=True),
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["commas", "semicolons", "tabs"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_csv_file_is_read_however_it_was_written(tmp_path: Path, separator: str, encoding: str, ending: str) -> None:
    lines = (f"CODE{separator}label_es", f'17.10{separator}"Acogida, en la ciudad; año"', "")
    path = tmp_path / "plan.csv"
    path.write_bytes(ending.join(lines).encode(encoding))
    assert read_framework(path).rows == (Item("17.10", {"es": "Acogida, en la ciudad; año"}, editable=True),)


@pytest.mark.parametrize(
    ("heading", "language"),
    [
        ("label", "en"),
        ("Label", "en"),
        ("label_fr", "fr"),
        ("LABEL (FR)", "fr"),
        ("Label fr", "fr"),
        ("label-ar", "ar"),
    ],
)
def test_a_heading_says_the_language_of_its_labels(
    workbook: Callable[[Rows], Path], heading: str, language: str
) -> None:
    preview = read_framework(workbook((("code", "notes", heading), ("1", "not read", "Accueil"))))
    assert preview.rows == (Item("1", {language: "Accueil"}, editable=True),)


def test_of_two_columns_with_one_heading_the_first_counts(workbook: Callable[[Rows], Path]) -> None:
    preview = read_framework(workbook((("code", "label", "label_en"), ("1", "First", "Second"))))
    assert preview.rows[0].label() == "First"


def test_rows_are_counted_as_the_file_counts_them(workbook: Callable[[Rows], Path]) -> None:
    preview = read_framework(workbook(((), HEADING, GOOD[0], (), ("B", None), GOOD[1])))
    assert said(preview) == ["Row 5: the label is missing"]
    assert [item.code for item in preview.rows] == ["A", "A.1"]


@pytest.mark.parametrize(
    ("row", "column", "complaint"),
    [
        pytest.param((None, "Welcome"), "code", "the code is missing", id="no code"),
        pytest.param(("a", "Welcome"), "code", "the code “a” stands in row 2 already", id="a code in other case"),
        pytest.param(("B" * 41, "Long"), "code", "the code has more than 40 characters", id="a long code"),
        pytest.param(
            (17.1, "Trade"),
            "code",
            "the code is a number, so 17.1 and 17.10 look alike; write it as text",
            id="a number with a fraction, which may have been 17.10",
        ),
        pytest.param(
            (datetime(2016, 9, 29), "Day"),  # noqa: DTZ001 - a workbook's dates know no zone
            "code",
            "the code was turned into a date; write it as text",
            id="a code that Excel took for a date",
        ),
        pytest.param(("B", None), "label", "the label is missing", id="no label"),
        pytest.param(("B", "x" * 301), "label en", "the label has more than 300 characters", id="a long label"),
        pytest.param(
            ("B", "Label", "x" * 301), "label fr", "the label has more than 300 characters", id="a long French label"
        ),
        pytest.param(
            ("B", "Label", None, None, None, "8.5"), "links", "“8.5” is not a code such as “sdg 10.7”", id="a bare link"
        ),
        pytest.param(("B", '=HYPERLINK("x")'), "label en", "the cell holds a formula; write its value", id="a formula"),
        pytest.param(("=1+1", "Two"), "code", "the cell holds a formula; write its value", id="a formula as a code"),
        pytest.param(
            ("B", "#REF!"), "label en", "the cell holds the error #REF!; write its value", id="what a formula left"
        ),
        pytest.param(
            ("B\u202e", "Turned"),
            "code",
            "the cell holds signs that cannot be seen; type its text anew",
            id="a turned code",
        ),
        pytest.param(
            ("B", "bell_x0007_"),
            "label en",
            "the cell holds signs that cannot be seen; type its text anew",
            id="a control",
        ),
    ],
)
def test_a_row_that_cannot_be_used_is_told(
    read: Callable[..., FrameworkPreview], row: Sequence[Any], column: str, complaint: str
) -> None:
    preview = read(GOOD[0], row)
    assert [(one.row, one.column) for one in preview.complaints] == [(3, column)]
    assert said(preview) == [f"Row 3: {complaint}"]
    assert [item.code for item in preview.rows] == ["A"]


def test_every_fault_of_a_row_is_told_at_once(read: Callable[..., FrameworkPreview]) -> None:
    assert said(read((None, None, None, None, 1.5, "nonsense"))) == [
        "Row 2: the code is a number, so 17.1 and 17.10 look alike; write it as text",
        "Row 2: the code is missing",
        "Row 2: the label is missing",
        "Row 2: “nonsense” is not a code such as “sdg 10.7”",
    ]


def test_whole_numbers_are_codes(read: Callable[..., FrameworkPreview]) -> None:
    preview = read((3, "Three"), (4e16, "Written with an exponent", None, None, 3))
    assert [(item.code, item.parent) for item in preview.rows] == [("3", ""), ("40000000000000000", "3")]


def test_a_row_whose_parent_is_not_there_is_kept_without_it(read: Callable[..., FrameworkPreview]) -> None:
    preview = read(("B", "Below", None, None, "Z"), ("C", "Under a bad row", None, None, "D"), ("D", None))
    assert said(preview) == [
        "Row 2: there is no usable row with the code “Z”",
        "Row 3: there is no usable row with the code “D”",
        "Row 4: the label is missing",
    ]
    assert [(item.code, item.parent) for item in preview.rows] == [("B", ""), ("C", "")]


def test_a_parent_may_stand_further_down(read: Callable[..., FrameworkPreview]) -> None:
    preview = read(("A.1", "Below", None, None, "A"), ("A", "Above"))
    assert preview.complaints == ()
    assert preview.rows[0].parent == "A"


def test_no_row_stands_above_itself(read: Callable[..., FrameworkPreview]) -> None:
    own = read(("A", "Its own", None, None, "A"))
    assert said(own) == ["Row 2: “A” stands under this row itself"]
    ring = read(("A", "One", None, None, "B"), ("B", "Two", None, None, "A"), ("C", "Three", None, None, "A"))
    assert said(ring) == ["Row 2: “B” stands under this row itself"]
    assert [(item.code, item.parent) for item in ring.rows] == [("A", ""), ("B", "A"), ("C", "A")]


def test_text_is_kept_as_it_was_meant(read: Callable[..., FrameworkPreview]) -> None:
    preview = read((" B  1 ", "Two_x000D_\nlines\tand \u200f😀 ", "_x005F_x0041_"))
    assert preview.complaints == ()
    assert preview.rows == (Item("B 1", {"en": "Two lines and 😀", "fr": "_x0041_"}, editable=True),)


def test_a_formula_of_several_cells_is_never_worked_out(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["code", "label"])
    book.worksheets[0].append(["B", None])
    book.worksheets[0]["B2"] = ArrayFormula("B2:B3", "=SUM(A1:A3)")
    book.save(tmp_path / "array.xlsx")
    assert said(read_framework(tmp_path / "array.xlsx")) == ["Row 2: the cell holds a formula; write its value"]


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        pytest.param("a.csv", b"", "“a.csv” is empty.", id="an empty file"),
        pytest.param("a.csv", b"\n ; ;\n", "“a.csv” is empty.", id="only separators"),
        pytest.param("a.csv", b"name,text\n1,2\n", "“a.csv” has no columns “code” and “label”.", id="other columns"),
        pytest.param("a.csv", b"code,name\n1,2\n", "“a.csv” has no columns “code” and “label”.", id="no label"),
        pytest.param("a.csv", b"PK\x03\x04rest", "“a.csv” is neither a workbook nor a CSV file.", id="a zip as CSV"),
        pytest.param(
            "a.xls", b"\xd0\xcf\x11\xe0\x00", "“a.xls” is neither a workbook nor a CSV file.", id="an old book"
        ),
        pytest.param("a.xlsx", b"", "“a.xlsx” is damaged or is not a workbook.", id="an empty workbook"),
        pytest.param("a.xlsx", b"code,label\n", "“a.xlsx” is damaged or is not a workbook.", id="a CSV file as a book"),
        pytest.param(
            "a.csv", b'code,label\n1,"' + b"x" * 200_000, "“a.csv” is not written as a CSV file is.", id="an open quote"
        ),
    ],
)
def test_a_file_that_is_no_framework_is_refused_with_one_sentence(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    with pytest.raises(BadInput) as refused:
        read_framework(written(tmp_path / name, content))
    assert str(refused.value).startswith(sentence)
    assert refused.value.advice


def test_a_file_that_went_away_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"“gone\.csv” is not there\."):
        read_framework(tmp_path / "gone.csv")


@pytest.mark.parametrize("name", ["folder.csv", "folder.xlsx"])
def test_a_folder_is_no_framework(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(BadInput, match="folder"):
        read_framework(tmp_path / name)


def test_a_file_of_many_megabytes_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(frameworks_in.MOST_BYTES + 1)
    with pytest.raises(BadInput, match="too large"):
        read_framework(path)


def test_a_framework_has_an_end(tmp_path: Path) -> None:
    lines = ["code,label", *(f"{number},Item" for number in range(frameworks_in.MOST_ROWS))]
    whole = read_framework(written(tmp_path / "whole.csv", "\n".join(lines).encode()))
    assert len(whole.rows) == frameworks_in.MOST_ROWS
    with pytest.raises(BadInput, match="more than 5000 rows"):
        read_framework(written(tmp_path / "long.csv", "\n".join([*lines, "x,One more"]).encode()))


def packed(path: Path, entries: Sequence[tuple[str, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries:
            made.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        pytest.param(
            [("xl/sheet.xml", b"0" * 3_000_000)], "unpack into far more", id="three megabytes out of three thousand"
        ),
        pytest.param(
            [(f"{n}.xml", b"") for n in range(untrusted.MOST_ENTRIES + 1)], "unpack into far more", id="many files"
        ),
        pytest.param([("../../outside.xml", b"x")], "names files that a workbook does not have", id="a way out"),
        pytest.param([("/etc/outside.xml", b"x")], "names files that a workbook does not have", id="a path of its own"),
        pytest.param(
            [("..\\outside.xml", b"x")], "names files that a workbook does not have", id="a way out of Windows"
        ),
        pytest.param([("xl/sheet.xml", b"x")], "damaged or is not a workbook", id="a zip that is no workbook"),
    ],
)
def test_a_dangerous_zip_is_refused_before_it_is_unpacked(
    tmp_path: Path, entries: Sequence[tuple[str, bytes]], sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        read_framework(packed(tmp_path / "plan.xlsx", entries))


def directory_entries(content: bytes) -> list[int]:
    """Where the entries of a zip's directory begin."""
    return [at for at in range(len(content)) if content.startswith(b"PK\x01\x02", at)]


def test_a_zip_that_claims_gigabytes_is_refused(workbook: Callable[[Rows], Path]) -> None:
    path = workbook((HEADING, *GOOD))
    content = bytearray(path.read_bytes())
    struct.pack_into("<I", content, directory_entries(bytes(content))[0] + 24, 3_000_000_000)
    with pytest.raises(BadInput, match="unpack into far more"):
        read_framework(written(path, bytes(content)))


def test_a_locked_workbook_is_refused(workbook: Callable[[Rows], Path]) -> None:
    path = workbook((HEADING, *GOOD))
    content = bytearray(path.read_bytes())
    for at in directory_entries(bytes(content)):
        content[at + 8] |= 0x1
    with pytest.raises(BadInput, match="locked with a password"):
        read_framework(written(path, bytes(content)))


def tried(path: Path) -> tuple[str, FrameworkPreview | None]:
    """The sentence that refuses the file, or else what was read from it."""
    try:
        return "", read_framework(path)
    except ForumDeskError as refused:
        return str(refused), None


@settings(max_examples=times(50), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    cut=st.floats(0, 1),
    flips=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255)), max_size=4),
)
def test_a_damaged_workbook_is_read_or_refused_but_never_a_fault_of_ours(
    workbook: Callable[[Rows], Path], cut: float, flips: list[tuple[float, int]]
) -> None:
    path = workbook((HEADING, *GOOD))
    content = bytearray(path.read_bytes())
    for where, change in flips:
        content[int(where * len(content))] ^= change
    if not flips:
        del content[int(cut * len(content)) :]
    refusal, preview = tried(written(path, bytes(content)))
    assert preview or "Regional_plan.xlsx" in refusal


@settings(max_examples=times(50), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    content=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: f"code,label\n{text}".encode()))
)
def test_any_bytes_called_csv_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    refusal, preview = tried(written(tmp_path / "any.csv", content))
    assert preview or "any.csv" in refusal
    assert not preview or all(item.code and item.labels for item in preview.rows)
