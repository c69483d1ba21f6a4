"""What is there is found, counted and paged, however much of it there is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forumdesk.domain.agenda import Session
from forumdesk.domain.listing import Criterion, ListQuery
from forumdesk.domain.notes import Note, NoteKind
from forumdesk.domain.recommendations import Level, Recommendation, Status
from forumdesk.services.desk import Desk
from forumdesk.services.finding import Counts, SessionCounts

Keep = Callable[[str], str]


def test_an_empty_forum_counts_nothing(desk: Desk) -> None:
    counts = desk.finding.counts()
    assert (counts.notes, counts.recommendations, counts.complete, counts.ready, counts.conflicts) == (0, 0, 0, 0.0, 0)
    assert set(counts.lacking.values()) == {0}


def test_a_forum_counts_what_is_ready_and_what_is_lacking(desk: Desk, keep: Keep) -> None:
    keep("One")
    whole, bare, gone = (desk.recommending.add(text) for text in ("One", "Two", "Three"))
    desk.recommending.change(
        (whole.id,),
        action_area="1",
        codes=("sdg 8.5",),
        actor="Labour office",
        level=Level.CITY,
        timeframe="2027",
        indicator="Desks opened",
        status=Status.FINAL,
    )
    desk.recommending.change((gone.id,), status=Status.WITHDRAWN)
    counts: Counts = desk.finding.counts()
    assert (counts.notes, counts.recommendations, counts.complete, counts.ready) == (1, 2, 1, 0.5)
    assert counts.by_status == {Status.FINAL: 1, Status.DRAFT: 1, Status.WITHDRAWN: 1}
    assert (counts.lacking["actor"], counts.lacking["text"]) == (1, 0)
    assert bare.lacks == ("action_area", "codes", "actor", "level", "timeframe", "indicator")


def test_each_session_counts_what_it_brought(desk: Desk, session: Session, keep: Keep) -> None:
    quiet = desk.planning.add_session("Quiet")
    desk.recommending.from_notes((keep("One"), keep("Two")))
    assert desk.finding.by_session() == {session.id: SessionCounts(2, 1), quiet.id: SessionCounts(0, 0)}


def test_codes_are_counted_without_what_is_gone(desk: Desk) -> None:
    kept, gone = (desk.recommending.add(text, codes=("sdg 8.5", "gcm 6")) for text in ("One", "Two"))
    desk.recommending.delete((gone.id,))
    assert desk.finding.codes_of(Recommendation) == {"sdg 8.5": 1, "gcm 6": 1}
    desk.recommending.tag((kept.id,), remove=("gcm 6",))
    assert desk.finding.codes_of(Recommendation) == {"sdg 8.5": 1}


def shown(desk: Desk, query: ListQuery) -> list[str]:
    numbers = desk.finding.keys(Recommendation, query)
    return [record.text for record in desk.finding.page(Recommendation, numbers) if record]


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        pytest.param(ListQuery(), ["beta", "Alpha", "gamma"], id="in the order of arrival"),
        pytest.param(ListQuery(order=("text",)), ["Alpha", "beta", "gamma"], id="by text, whatever its case"),
        pytest.param(ListQuery(order=("-number",)), ["gamma", "Alpha", "beta"], id="downwards by number"),
        pytest.param(ListQuery((Criterion("actor", equals="Office"),)), ["beta"], id="with a value"),
        pytest.param(ListQuery((Criterion("actor", empty=True),)), ["Alpha", "gamma"], id="with an empty field"),
        pytest.param(
            ListQuery((Criterion("codes", empty=False),)), ["beta", "Alpha"], id="with a field that is not empty"
        ),
        pytest.param(ListQuery((Criterion("codes", holds="sdg 8.5"),)), ["beta"], id="with a code"),
        pytest.param(
            ListQuery((Criterion("codes", holds="sdg "),)), ["beta", "Alpha"], id="with any code of a framework"
        ),
        pytest.param(
            ListQuery((Criterion("status", among=("draft", "final")),)), ["beta", "Alpha", "gamma"], id="among states"
        ),
        pytest.param(
            ListQuery((Criterion("codes", holds="sdg "), Criterion("actor", empty=True))),
            ["Alpha"],
            id="with two conditions",
        ),
    ],
)
def test_a_list_shows_recommendations(desk: Desk, query: ListQuery, texts: list[str]) -> None:
    desk.recommending.add("beta", codes=("sdg 8.5",), actor="Office")
    desk.recommending.add("Alpha", codes=("sdg 17.10",))
    desk.recommending.add("gamma")
    desk.recommending.delete((desk.recommending.add("gone").id,))
    assert shown(desk, query) == texts


@pytest.mark.parametrize("name", ["nowhere", "text; DROP TABLE revision"])
def test_a_list_is_of_fields_that_are_there(desk: Desk, name: str) -> None:
    for query in (ListQuery(order=(name,)), ListQuery((Criterion(name, equals="x"),))):
        with pytest.raises(LookupError):
            desk.finding.keys(Recommendation, query)


def test_a_record_that_went_meanwhile_leaves_its_row_empty(desk: Desk, keep: Keep) -> None:
    note = keep("One")
    number = desk.finding.number_of(Note, note)  # type: ignore[arg-type]
    assert number is not None
    (found,) = desk.finding.page(Note, (number,))
    assert found is not None
    assert (found.id, desk.finding.page(Note, (number + 99,))) == (note, (None,))


def test_a_search_is_limited_to_kinds_and_forgets_what_is_deleted(desk: Desk, session: Session, keep: Keep) -> None:
    note = keep("Open a desk for employment")
    desk.recommending.from_notes((note,))
    assert {hit.kind for hit in desk.finding.search("employment")} == {"note", "recommendation", "session"}
    assert [hit.record.id for hit in desk.finding.search("desk", kinds=("note",))] == [note]
    desk.capturing.change((note,), text="Open a counter", kind=NoteKind.NEED)
    assert desk.finding.search("desk", kinds=("note",)) == ()
    desk.capturing.delete((note,))
    assert desk.finding.search("counter") == ()
    desk.history.undo()
    assert [hit.record.id for hit in desk.finding.search("counter")] == [note]
    assert session.title.startswith("Employment")
