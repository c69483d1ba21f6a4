"""A city's workbook speaks its language, offers what may be chosen, and carries what brings each answer back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from forumdesk.domain.answers import Answer, Decision, answer_id
from forumdesk.domain.cities import City
from forumdesk.domain.currencies import CURRENCIES
from forumdesk.domain.ids import RecordId, new_id
from forumdesk.domain.presets import Preset
from forumdesk.domain.responses import CityChange, Matrix, Row
from forumdesk.domain.review import ChangeKind, ItemChange, ReviewItem
from forumdesk.domain.workbooks import UNSEEN
from forumdesk.exports.review_workbook import CityReview, write_review
from forumdesk.exports.sheets.answers import COLUMNS, AnswerRow
from forumdesk.exports.words import ENGLISH, ENUMS, LANGUAGES, Words
from tests.builders import a_forum
from tests.exports.sources import NOW, MemoryForum, book_of, column_of, everything_in, unwatched, written

SENT = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


def an_item(number: int, text: str = "Open a desk.", **fields: Any) -> ReviewItem:
    about = RecordId(f"{number:032x}")
    return ReviewItem(**{"id": new_id(), "recommendation": about, "number": number, "text": text, **fields})


def an_answer(item: ReviewItem, city: str = "Dakar", **fields: Any) -> Answer:
    made = answer_id(city.casefold(), item.recommendation)
    return Answer(id=made, recommendation=item.recommendation, city=city, **fields)


def rows() -> tuple[AnswerRow, ...]:
    first, second = an_item(1, codes=("sdg 17.10", "qla 1")), an_item(2, "إنشاء مكتب", timeframe="2027")
    said: dict[str, Any] = {"decision": Decision.ADAPT, "wording": "=Ours", "due": date(2027, 6, 30), "cost": "1250.50"}
    return (
        AnswerRow(first, an_answer(first, currency="XOF", sent=SENT, **said), ChangeKind.REWORDED),
        AnswerRow(second, an_answer(second)),
    )


def book_in(language: str, path: Path, shown: tuple[AnswerRow, ...]) -> Path:
    review = CityReview("Dakar, Senegal", 2, SENT, shown)
    preset = Preset(id=new_id(), language=language)
    source = MemoryForum(forum=a_forum(utc_offset=60))
    return write_review(source, review, path, preset=preset, now=NOW, progress=unwatched).path


@pytest.fixture(scope="module", params=sorted(LANGUAGES))
def spoken(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Words, Workbook]:
    """The words of a language, and the workbook in it."""
    path = book_in(request.param, tmp_path_factory.mktemp("review") / f"{request.param}.xlsx", rows())
    return Words(request.param), load_workbook(path)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_language_has_every_word(language: str) -> None:
    words = LANGUAGES[language]
    assert set(words) == set(ENGLISH)
    assert {key for key, said in words.items() if not said.strip()} == set()
    for key, said in ENGLISH.items():
        assert _places(words[key]) == _places(said), key
    for kind, names in ENUMS["en"].items():
        assert set(ENUMS[language][kind]) == set(names) == {one.value for one in kind}
        assert len(set(ENUMS[language][kind].values())) == len(names), "two states of one name cannot be told apart"


def _places(said: str) -> set[str]:
    return {part.partition("}")[0] for part in said.split("{")[1:]}


def test_the_workbook_is_laid_out_in_the_citys_language(spoken: tuple[Words, Workbook]) -> None:
    words, book = spoken
    titles = [words(one) for one in ("cover", "answers", "frameworks", "lists")]
    assert book.sheetnames == [*titles, UNSEEN]
    sheet = book[words("answers")]
    assert [cell.value for cell in sheet[1]][:-1] == [words(one.key) for one in COLUMNS]
    (table,) = sheet.tables.values()
    assert len({one.name for one in table.tableColumns}) == len(COLUMNS) + 1
    assert sheet.sheet_view.rightToLeft == words.right_to_left
    cover = {cell.value for row in book.worksheets[0] for cell in row if cell.value}
    assert {words("review_by", city="Dakar, Senegal"), words("how_to_answer"), f"2. {words('answer_2')}"} <= cover
    assert words("pack_of", number=2, day="2026-11-01") in cover


def test_a_row_says_what_was_answered_and_bears_the_answers_id(spoken: tuple[Words, Workbook]) -> None:
    words, book = spoken
    keys = [one.key for one in COLUMNS]
    first, second = list(book[words("answers")].iter_rows(min_row=2, values_only=True))
    said = dict(zip(keys, first, strict=False))
    assert (said["decision"], said["wording"]) == (words.of(Decision.ADAPT), "=Ours")
    assert (said["due"], said["cost"], said["currency"]) == (datetime(2027, 6, 30), "1250.50", "XOF")  # noqa: DTZ001
    assert (said["since_pack"], said["sent"]) == (words.of(ChangeKind.REWORDED), "2026-11-01 10:00")
    assert [row[-1] for row in (first, second)] == [one.answer.id for one in rows()]
    assert dict(zip(keys, second, strict=False))["decision"] is None
    unseen = [[cell.value for cell in row] for row in book[UNSEEN]]
    assert ["open", "answers", " ".join(one.key for one in COLUMNS if one.editable)] in unseen
    assert [row[1] for row in unseen if row[0] == "answers"] == [one.answer.id for one in rows()]


def test_decision_and_currency_are_chosen_and_a_date_is_a_date(spoken: tuple[Words, Workbook]) -> None:
    words, book = spoken
    checks = {
        one.formula1: (one.type, str(one.sqref)) for one in book[words("answers")].data_validations.dataValidation
    }
    assert checks == {
        "List_decision": ("list", "G2:G3"),
        "List_currency": ("list", "M2:M3"),
        "36526": ("date", "K2:K3"),
    }
    lists = list(zip(*book[words("lists")].iter_rows(min_row=2, values_only=True), strict=True))
    assert [one for one in lists[0] if one] == [words.of(one) for one in Decision if one.value]
    assert [one for one in lists[1] if one] == sorted(CURRENCIES)


def test_a_review_without_anything_to_answer_says_so(tmp_path: Path) -> None:
    path = book_in("", tmp_path / "none.xlsx", ())
    assert column_of(path, "Answers", "No") == ["Nothing was asked yet."]


# ---- the forum's own workbook


def answered() -> MemoryForum:
    item, before = an_item(1), an_item(1, "Open desks.")
    dakar, quito = City("Dakar", 1, "Senegal"), City("Quito", 2, "Ecuador")
    yes: dict[str, Any] = {"decision": Decision.ACCEPT, "due": date(2027, 6, 30), "unit": "Mairie de Dakar"}
    row = Row(item, {dakar.key: an_answer(item, **yes)})
    other = Row(an_item(2), {dakar.key: an_answer(an_item(2)), quito.key: an_answer(an_item(2), "Quito")})
    change = ItemChange(ChangeKind.REWORDED, item, before, ("text",))
    return MemoryForum(
        responses=Matrix((dakar, quito), (row, other)), changes=(CityChange(new_id(), dakar, 1, change),)
    )


def test_the_forums_workbook_tells_what_cities_answered(tmp_path: Path) -> None:
    path = written(answered(), tmp_path / "out.xlsx").path
    assert column_of(path, "Answers by city", "Dakar, Senegal") == ["✓ Accept", "· not yet"]
    assert column_of(path, "Answers by city", "Quito, Ecuador") == ["", "· not yet"]
    assert column_of(path, "Answers by city", "Accept") == [1, 0]
    assert column_of(path, "Answers by city", "not yet") == [0, 2]
    assert column_of(path, "Commitments by date", "City") == ["Dakar"]
    assert column_of(path, "Changes since the last pack", "Before") == ["Open desks."]


def test_where_nobody_may_be_named_the_answers_are_only_counted(tmp_path: Path) -> None:
    path = written(answered(), tmp_path / "out.xlsx", chatham_house=True).path
    assert column_of(path, "Answers by city", "Accept") == [1, 0]
    assert column_of(path, "Commitments by date", "Recommendation") == ["Open a desk."]
    assert "Dakar" not in everything_in(path)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_forums_workbook_comes_in_every_language(tmp_path: Path, language: str) -> None:
    book = book_of(answered(), tmp_path / "out.xlsx", language=language)
    words = Words(language)
    assert {words("matrix"), words("commitments"), words("changes"), words("coverage")} <= set(book.sheetnames)
    assert {sheet.sheet_view.rightToLeft for sheet in book.worksheets[:-1]} == {words.right_to_left}


def test_without_a_city_that_was_asked_there_is_no_sheet_of_answers(tmp_path: Path) -> None:
    assert "Answers by city" not in book_of(MemoryForum(), tmp_path / "out.xlsx").sheetnames


def test_cities_that_were_asked_about_nothing_leave_an_empty_matrix(tmp_path: Path) -> None:
    path = written(MemoryForum(responses=Matrix((City("Dakar", 1),))), tmp_path / "out.xlsx").path
    assert column_of(path, "Answers by city", "No") == ["No city was asked yet."]
