"""A workbook from outside may be anything: it is read, or refused with a sentence, and never believed."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from forumdesk.domain.errors import BadInput, ForumDeskError
from forumdesk.exchange.workbook_in import ReturnedBook, read_workbook
from tests.builders import a_recommendation
from tests.exports.sources import MemoryForum, written

FUZZED = 400


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    source = MemoryForum(asked=[a_recommendation(number=number, text=f"Ask {number}") for number in (1, 2)])
    return written(source, tmp_path_factory.mktemp("exported") / "outcome.xlsx").path.read_bytes()


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], ReturnedBook]:
    def reads(content: bytes) -> ReturnedBook:
        path = tmp_path / "outcome.xlsx"
        path.write_bytes(content)
        return read_workbook(path)

    return reads


def repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The same workbook with its parts changed."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, change(name, before.read(name)))
    return made.getvalue()


def sentence(reading: Callable[[], object]) -> str:
    """Why a workbook was refused; empty where it was read. Anything but a sentence is an error of ours."""
    try:
        reading()
    except ForumDeskError as error:
        return str(error)
    return ""


def test_what_was_written_reads_as_not_edited(exported: bytes, read: Callable[[bytes], ReturnedBook]) -> None:
    book = read(exported)
    assert [(sheet.key, sheet.edited, sheet.absent) for sheet in book.sheets] == [
        ("recommendations", (), 0),
        ("notes", (), 0),
        ("initiatives", (), 0),
    ]
    assert (book.begun, book.language, book.lost, book.repeated) == ("f" * 32, "en", (), ())


@pytest.mark.parametrize("seed", range(4))
def test_bytes_that_were_flipped_are_read_or_refused_in_one_sentence(
    exported: bytes, read: Callable[[bytes], ReturnedBook], seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311
    for _ in range(FUZZED // 4):
        torn = bytearray(exported)
        for _ in range(chance.choice((1, 4, 40))):
            torn[chance.randrange(len(torn))] = chance.randrange(256)
        if chance.random() < 0.2:
            del torn[chance.randrange(len(torn)) :]
        assert "\n" not in sentence(partial(read, bytes(torn)))


@pytest.mark.parametrize("seed", range(4))
def test_parts_that_were_rewritten_are_read_or_refused_in_one_sentence(
    exported: bytes, read: Callable[[bytes], ReturnedBook], seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311
    splices = (
        b"",
        b"<",
        b"&",
        b"<f>1+1</f>",
        b'<c r="ZZZZ9" t="e"><v>x</v></c>',
        b"]]>",
        b"\x00",
        b'r="A0"',
        b"9" * 400,
    )

    def spoil(name: str, content: bytes) -> bytes:
        if not name.endswith((".xml", ".rels")) or chance.random() < 0.7:
            return content
        at = chance.randrange(len(content) + 1)
        return content[:at] + chance.choice(splices) + content[at + chance.choice((0, 0, 1, 20)) :]

    for _ in range(FUZZED // 4):
        assert "\n" not in sentence(partial(read, repacked(exported, spoil)))


def test_a_zip_whose_parts_would_lie_before_its_beginning_is_damaged(
    exported: bytes, read: Callable[[bytes], ReturnedBook]
) -> None:
    torn = bytearray(exported)
    at = torn.rindex(b"PK\x05\x06") + 16
    torn[at : at + 4] = (int.from_bytes(torn[at : at + 4], "little") * 2).to_bytes(4, "little")  # every one of them
    with pytest.raises(BadInput, match="is damaged"):
        read(bytes(torn))


@pytest.mark.parametrize("reference", ["XFD1048576", "ZZZZ9", "A999999999999999999999", "AAAAAAAAAAAAAAAAA1"])
def test_a_cell_far_away_is_refused_before_everything_up_to_it_is_laid_out(
    exported: bytes, read: Callable[[bytes], ReturnedBook], reference: str
) -> None:
    def plant(name: str, was: bytes) -> bytes:
        return was.replace(b' r="A2"', f' r="{reference}"'.encode()) if name.endswith("sheet2.xml") else was

    with pytest.raises(BadInput, match="has something far away from its tables"):
        read(repacked(exported, plant))


def test_a_workbook_that_would_swell_is_not_unpacked(exported: bytes, read: Callable[[bytes], ReturnedBook]) -> None:
    swelling = repacked(exported, lambda name, was: b" " * 80_000_000 if name.endswith("sheet3.xml") else was)
    with pytest.raises(BadInput, match="far more than a workbook holds"):
        read(swelling)


def test_entities_are_not_expanded(exported: bytes, read: Callable[[bytes], ReturnedBook]) -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "Bombastus "><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'

    def plant(name: str, was: bytes) -> bytes:
        if name != "docProps/core.xml":
            return was
        signed = was.replace(b"</cp:coreProperties>", b"<cp:lastModifiedBy>&c;</cp:lastModifiedBy></cp:coreProperties>")
        assert signed != was
        return bomb + signed

    assert "Bombastus" not in read(repacked(exported, plant)).author


def test_a_sheet_of_formulas_alone_is_refused(tmp_path: Path, exported: bytes) -> None:
    path = tmp_path / "outcome.xlsx"
    path.write_bytes(exported)
    book = load_workbook(path)
    for row in range(2, 10_100):
        book["Recommendations"].cell(row, 40).value = "=1+1"
    book.save(path)
    with pytest.raises(BadInput, match="holds more formulas than anybody could look at"):
        read_workbook(path)


@pytest.mark.parametrize(
    ("part", "was", "becomes"),
    [
        pytest.param("docProps/core.xml", b"<dcterms:modified", b"<dcterms:forgotten", id="it does not say when"),
        pytest.param("docProps/core.xml", None, b"", id="it says nothing of itself"),
    ],
)
def test_who_saved_it_and_when_may_be_unsaid(
    exported: bytes, read: Callable[[bytes], ReturnedBook], part: str, was: bytes | None, becomes: bytes
) -> None:
    def change(name: str, content: bytes) -> bytes:
        if name != part or was is None:
            return content
        return content.replace(was, becomes).replace(b"</dcterms:modified", b"</dcterms:forgotten")

    def without(content: bytes) -> bytes:
        made = BytesIO()
        with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(made, "w") as after:
            for name in before.namelist():
                if name != part:
                    after.writestr(name, before.read(name))
        return made.getvalue()

    book = read(repacked(exported, change) if was is not None else without(exported))
    assert (book.saved, book.author) == (None, "")


@pytest.mark.parametrize("reference", ["", "2A"])
def test_a_formula_nowhere_is_damage(exported: bytes, read: Callable[[bytes], ReturnedBook], reference: str) -> None:
    def plant(name: str, was: bytes) -> bytes:
        if not name.endswith("sheet2.xml"):
            return was
        cell = f'<c r="{reference}"><f>1+1</f></c></row>'.encode()
        return was.replace(b"</row>", cell, 1)

    assert "is damaged" in sentence(partial(read, repacked(exported, plant)))


def test_a_cell_with_an_error_is_told_as_it_stands(exported: bytes, read: Callable[[bytes], ReturnedBook]) -> None:
    def plant(name: str, was: bytes) -> bytes:
        if not name.endswith("sheet2.xml"):
            return was
        at = was.index(b'<c r="B2"')
        end = was.index(b"</c>", at) + len(b"</c>")
        return was[:at] + b'<c r="B2" t="e"><v>#REF!</v></c>' + was[end:]

    (row,) = read(repacked(exported, plant)).sheets[0].edited
    assert {key: str(value) for key, value in row.cells.items()} == {"text": "#REF!"}
