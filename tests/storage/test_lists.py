"""Long lists are a filter, an order and pages; search finds whatever was kept, and nothing that went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from forumdesk.domain.ids import RecordId
from forumdesk.domain.initiatives import Initiative
from forumdesk.domain.listing import Criterion, ListQuery
from forumdesk.domain.notes import Note
from forumdesk.domain.recommendations import Recommendation, Status
from forumdesk.storage.database import Database, open_file
from forumdesk.storage.lists import keys, numbers_of, page
from forumdesk.storage.search import match_expression, search
from forumdesk.storage.work import Reader
from tests.builders import a_note, a_participant, a_recommendation, an_initiative

RECOMMENDATIONS = (
    a_recommendation(number=2, text="Fund desks", codes=("sdg 8",), status=Status.FINAL, actor="council"),
    a_recommendation(number=1, text="fund Doors", codes=("gcm 16", "sdg 8.5"), actor="Ministry"),
    a_recommendation(number=3, text="Train staff at desks", codes=("sdg 17.10",), indicator="Two a day"),
    a_recommendation(number=4, text="Withdrawn words", codes=("sdg 88",), status=Status.WITHDRAWN),
)


@pytest.fixture
def forum(database: Database) -> Iterator[Reader]:
    with database.write("add") as work:
        for one in RECOMMENDATIONS:
            work.put(one)
        work.delete(work.put(a_recommendation(number=9, text="Deleted desks")))
    with database.read() as reader:
        yield reader


def numbers(forum: Reader, *criteria: Criterion, order: tuple[str, ...] = ("number",)) -> list[int]:
    found = page(forum, Recommendation, keys(forum, Recommendation, ListQuery(criteria, order)))
    return [one.number for one in found if one is not None]


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        pytest.param((), [1, 2, 3, 4], id="all, without what was deleted"),
        pytest.param((Criterion("status", equals="final"),), [2], id="one status"),
        pytest.param((Criterion("status", among=("final", "withdrawn")),), [2, 4], id="one of several"),
        pytest.param((Criterion("number", equals=3),), [3], id="a number"),
        pytest.param((Criterion("actor", equals=None),), [3, 4], id="equal to nothing"),
        pytest.param((Criterion("indicator", empty=True),), [1, 2, 4], id="empty"),
        pytest.param((Criterion("indicator", empty=False),), [3], id="not empty"),
        pytest.param((Criterion("codes", holds="sdg 8"),), [2], id="a code itself"),
        pytest.param((Criterion("codes", holds="sdg 8*"),), [1, 2], id="a goal and its targets, not another goal"),
        pytest.param((Criterion("codes", holds="gcm "),), [1], id="a framework"),
        pytest.param((Criterion("text", words="desk"),), [2, 3], id="words, the last half typed"),
        pytest.param((Criterion("text", words="FUND dOOr"),), [1], id="every word"),
        pytest.param((Criterion("text", words="?!"),), [], id="no words at all"),
        pytest.param(
            (Criterion("text", words="desk"), Criterion("codes", holds="sdg ")), [2, 3], id="several conditions"
        ),
    ],
)
def test_a_filter_shows(forum: Reader, criteria: tuple[Criterion, ...], expected: list[int]) -> None:
    assert numbers(forum, *criteria) == expected


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (("-number",), [4, 3, 2, 1]),
        (("nr",), [2, 1, 3, 4]),
        (("-nr",), [4, 3, 1, 2]),
        (("text",), [2, 1, 3, 4]),
        (("-actor", "-number"), [1, 2, 4, 3]),
    ],
)
def test_an_order_is(forum: Reader, order: tuple[str, ...], expected: list[int]) -> None:
    assert numbers(forum, order=order) == expected


def test_a_link_to_what_is_not_there_any_more_is_empty(database: Database) -> None:
    with database.write("add") as work:
        gone = work.put(a_recommendation(number=9))
        group = work.put(a_recommendation(number=1))
        for number, linked in ((2, group.id), (3, gone.id), (4, "")):
            work.put(a_recommendation(number=number, group=linked))
        work.delete(gone)
    with database.read() as forum:
        assert numbers(forum, Criterion("group", empty=True)) == [1, 3, 4]
        assert numbers(forum, Criterion("group", empty=False)) == [2]
        assert numbers(forum, Criterion("group", equals=group.id)) == [2]


def test_unknown_columns_are_our_own_mistake(forum: Reader) -> None:
    with pytest.raises(LookupError):
        keys(forum, Recommendation, ListQuery((Criterion("mood", equals="calm"),)))
    with pytest.raises(LookupError):
        keys(forum, Recommendation, ListQuery(order=("mood",)))
    with pytest.raises(LookupError):
        forum.all(Recommendation, mood="calm")
    with pytest.raises(LookupError):
        forum.all(Recommendation, order="mood")


def test_a_page_keeps_its_order_and_shows_a_gap_where_one_went(forum: Reader) -> None:
    found = numbers_of(forum, Recommendation, [one.id for one in RECOMMENDATIONS[:2]])
    wanted = [found[RECOMMENDATIONS[1].id], 10**6, found[RECOMMENDATIONS[0].id]]
    assert page(forum, Recommendation, wanted) == (RECOMMENDATIONS[1], None, RECOMMENDATIONS[0])
    assert numbers_of(forum, Recommendation, [RecordId("f" * 32)]) == {}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("medellin", ["Medellín"], id="without accents"),
        pytest.param("MEDELLÍN", ["Medellín"], id="without case"),
        pytest.param("desk quito", ["Quito"], id="words in text and city"),
        pytest.param("quito desk", ["Quito"], id="in any order"),
        pytest.param("des", ["Medellín", "Quito"], id="a beginning"),
        pytest.param("مكتب", ["Amman"], id="Arabic"),
        pytest.param('desk" OR "quito', [], id="what looks like syntax is words"),
        pytest.param("NOT quito", [], id="so is NOT"),
        pytest.param("nowhere", [], id="nothing"),
        pytest.param("_", [], id="a sign that is no word"),
        pytest.param(" ?! ", [], id="no words"),
        pytest.param("", [], id="an empty query"),
    ],
)
def test_search_finds(database: Database, query: str, expected: list[str]) -> None:
    with database.write("add") as work:
        for city, text in (("Quito", "The desk opens"), ("Medellín", "Our desk"), ("Amman", "مكتب التشغيل")):
            work.put(a_note(city=city, text=text))
    with database.read() as forum:
        assert sorted(hit.record.city for hit in search(forum, query) if isinstance(hit.record, Note)) == expected


def test_search_follows_every_change(database: Database) -> None:
    def found(words: str) -> int:
        with database.read() as forum:
            return len(search(forum, words))

    with database.write("add") as work:
        note = work.put(a_note(text="First words"))
        work.put(a_participant(city="Dakar"))
    assert (found("first"), found("dakar"), found("second")) == (1, 1, 0)
    with database.write("edit") as work:
        work.put(replace(note, text="Second words"))
        assert len(search(work, "second")) == 1, "within an act too"
    assert (found("first"), found("second")) == (0, 1)
    with database.write("delete") as work:
        work.delete(note)
    assert found("second") == 0
    with database.write("bring-back") as work:
        work.put(note)
    assert (found("first"), found("second")) == (1, 0)
    database.tidy()
    database.rebuild()
    assert (found("first"), found("second"), found("dakar")) == (1, 0, 1)


def test_an_act_that_fails_takes_the_index_back_with_it(database: Database) -> None:
    def search_and_give_up() -> None:
        with database.write("add") as work:
            work.put(a_note(text="Never kept"))
            assert len(search(work, "never")) == 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        search_and_give_up()
    with database.write("add") as work:
        work.put(a_note(text="Kept instead"))
    with database.read() as forum:
        assert (len(search(forum, "never")), len(search(forum, "kept"))) == (0, 1)


def test_search_is_limited_in_number_and_kind(database: Database) -> None:
    with database.write("add") as work:
        for _ in range(5):
            work.put(a_note(text="Desk"))
        work.put(an_initiative(title="Desk"))
    with database.read() as forum:
        assert len(search(forum, "desk", limit=3)) == 3
        assert [hit.kind for hit in search(forum, "desk", kinds=("initiative",))] == [Initiative.KIND]


def test_what_was_kept_just_before_the_file_was_shut_is_found_when_it_opens(database: Database, tmp_path: Path) -> None:
    with database.write("add") as work:
        work.put(a_note(text="Last words"))
    database.close()
    again = open_file(tmp_path / "forum.forum", database.laptop, database.clock)
    with again.read() as forum:
        assert len(search(forum, "last")) == 1
    again.close()
    database.connect(tmp_path / "forum.forum")
    database.bring_up()


def test_words_are_quoted_and_the_last_may_go_on() -> None:
    assert match_expression("one-stop desk") == '"one" "stop" "desk"*'
