"""What cities are asked is a copy that never changes, and what changed between two of them is told once each."""

from __future__ import annotations

from typing import Any

import pytest

from forumdesk.domain.answers import Answer, Decision
from forumdesk.domain.cities import City
from forumdesk.domain.ids import RecordId, new_id
from forumdesk.domain.recommendations import Status
from forumdesk.domain.responses import Matrix, Row
from forumdesk.domain.review import ChangeKind, ReviewItem, ReviewPack, item_changes, item_of
from tests.builders import a_recommendation

ONE, TWO = RecordId("1" * 32), RecordId("2" * 32)


def an_item(number: int = 1, **fields: Any) -> ReviewItem:
    """A recommendation as it was sent."""
    about = RecordId(str(number) * 32)
    return ReviewItem(**{"id": new_id(), "recommendation": about, "number": number, "text": "Open a desk.", **fields})


def test_a_copy_says_what_the_recommendation_says_and_not_where_it_comes_from() -> None:
    record = a_recommendation(number=7, codes=("sdg 8.5",), sources=("n",), dissent="Two cities", status=Status.FINAL)
    item = item_of(record, proposed_by="")
    assert (item.label, item.text, item.codes, item.recommendation) == ("R-07", record.text, record.codes, record.id)
    assert not hasattr(item, "sources")
    assert not hasattr(item, "dissent")


def test_the_same_words_make_the_same_copy_and_other_words_another() -> None:
    record = a_recommendation()
    assert item_of(record, proposed_by="Quito") == item_of(record, proposed_by="Quito")
    others = {item_of(record, proposed_by="").id, item_of(a_recommendation(text="Other"), proposed_by="Quito").id}
    assert item_of(record, proposed_by="Quito").id not in others


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ([], [an_item(1)], [ChangeKind.NEW]),
        ([an_item(1)], [], [ChangeKind.WITHDRAWN]),
        ([an_item(1)], [an_item(1)], []),
        ([an_item(1)], [an_item(1, text="Open two desks.", actor="City")], [ChangeKind.REWORDED]),
        ([an_item(1)], [an_item(1, actor="City")], [ChangeKind.CHANGED]),
        (
            [an_item(2), an_item(3)],
            [an_item(1), an_item(2, text="Other")],
            [ChangeKind.NEW, ChangeKind.REWORDED, ChangeKind.WITHDRAWN],
        ),
    ],
)
def test_what_changed_is_told_by_number(
    before: list[ReviewItem], after: list[ReviewItem], kinds: list[ChangeKind]
) -> None:
    assert [one.kind for one in item_changes(before, after)] == kinds


def test_a_change_names_the_fields_and_both_versions() -> None:
    was, now = an_item(1), an_item(1, text="Other", indicator="Desks")
    (change,) = item_changes([was], [now])
    assert (change.before, change.item, set(change.fields)) == (was, now, {"text", "indicator"})


def test_a_pack_knows_whose_it_is() -> None:
    assert ReviewPack(id=new_id(), city="Dakar", place=3).key == City("Dakar", 3).key


def test_a_city_is_shown_with_its_country_where_it_is_known() -> None:
    assert (City("Quito", 1, "Ecuador").label, City("Sector 7", 0).label) == ("Quito, Ecuador", "Sector 7")


def answered(city: str, **fields: Any) -> tuple[str, Answer]:
    made = Answer(id=new_id(), city=city, **fields)
    return made.key, made


def test_the_matrix_tells_its_gaps_and_its_commitments() -> None:
    cities = tuple(City(name, 0) for name in ("Dakar", "Quito", "Manila"))
    yes = {"decision": Decision.ACCEPT, "unit": "Office"}
    rows = (
        Row(
            an_item(1),
            dict([answered("Dakar", **yes), answered("Quito", decision=Decision.REJECT), answered("Manila")]),
        ),
        Row(an_item(2), dict([answered("Dakar", decision=Decision.DEFER), answered("Quito")])),
        Row(an_item(3), dict([answered("Dakar")])),
    )
    matrix = Matrix(cities, rows)
    assert [row.item.number for row in matrix.unwanted] == [2]
    assert [city.name for city in matrix.silent] == ["Manila"]
    assert [(item.number, answer.city) for item, answer in matrix.loose] == [(1, "Dakar")]
    assert [(item.number, answer.city) for item, answer in matrix.commitments] == [(1, "Dakar")]
    assert [matrix.answered(city) for city in cities] == [(2, 3), (1, 2), (0, 1)]
