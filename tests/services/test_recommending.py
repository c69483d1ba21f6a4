"""What was said becomes recommendations that are worded, tied, numbered and brought through their life."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forumdesk.domain.agenda import Session
from forumdesk.domain.errors import BadInput, NotAllowed, NotFound
from forumdesk.domain.recommendations import Level, Status
from forumdesk.services.desk import Desk

Keep = Callable[[str], str]


def test_a_recommendation_takes_the_words_the_city_and_the_codes_of_its_notes(
    desk: Desk, session: Session, keep: Keep
) -> None:
    desk.referencing.use(("sdg", "qla"))
    desk.people.add(city="Dakar", position="Mayor")
    notes = (keep("@Dakar Open a desk #10.7"), keep("Train the staff #4.4"))
    draft = desk.recommending.from_notes(notes)
    assert (draft.text, draft.city, draft.codes, draft.session, draft.sources) == (
        "Open a desk\nTrain the staff",
        "Dakar",
        ("sdg 10.7", "sdg 4.4"),
        session.id,
        tuple(sorted(notes)),
    )


def test_an_unattributed_note_never_brings_its_city_along(desk: Desk, keep: Keep) -> None:
    desk.people.add(city="Dakar", position="Mayor")
    draft = desk.recommending.from_notes((keep("@Dakar Open a desk"), keep("Quietly /unattributed")))
    assert (draft.city, draft.place, draft.unattributed) == ("", 0, True)


def test_a_recommendation_from_nothing_is_refused(desk: Desk) -> None:
    with pytest.raises(BadInput, match="Choose a note first"):
        desk.recommending.from_notes(())


def test_numbers_go_up_and_one_that_was_final_is_never_given_again(desk: Desk) -> None:
    first, second = (desk.recommending.add(text) for text in ("One", "Two"))
    assert (first.number, second.number) == (1, 2)
    desk.recommending.delete((second.id,))
    assert desk.recommending.add("Two again").number == 2
    third = desk.recommending.add("Three")
    desk.recommending.change((third.id,), status=Status.FINAL)
    desk.recommending.change((third.id,), status=Status.WITHDRAWN)
    assert desk.recommending.add("Four").number == 4


def test_one_that_was_final_is_withdrawn_not_deleted(desk: Desk) -> None:
    record = desk.recommending.add("Open a desk")
    desk.recommending.change((record.id,), status=Status.FINAL)
    desk.recommending.change((record.id,), status=Status.DRAFT)
    with pytest.raises(NotAllowed, match=r"R-01 was final once\. Withdraw it"):
        desk.recommending.delete((record.id,))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(Status.DRAFT, Status.ADOPTED, id="draft to adopted"),
        pytest.param(Status.WITHDRAWN, Status.FINAL, id="withdrawn to final"),
    ],
)
def test_a_status_is_not_skipped(desk: Desk, before: Status, after: Status) -> None:
    record = desk.recommending.add("Open a desk")
    desk.recommending.change((record.id,), status=before)
    with pytest.raises(NotAllowed):
        desk.recommending.change((record.id,), status=after)
    kept = desk.recommending.get(record.id)
    assert kept is not None
    assert kept.status is before


def test_one_refusal_in_a_bulk_edit_changes_none(desk: Desk) -> None:
    good, empty = desk.recommending.add("Open a desk"), desk.recommending.add("")
    with pytest.raises(NotAllowed, match="without wording"):
        desk.recommending.change((good.id, empty.id), status=Status.FINAL)
    kept = desk.recommending.get(good.id)
    assert kept is not None
    assert kept.status is Status.DRAFT


def test_a_number_is_chosen_once_and_only_when_it_is_free(desk: Desk) -> None:
    first, second = desk.recommending.add("One"), desk.recommending.add("Two")
    with pytest.raises(NotAllowed, match="Another recommendation has the number 2"):
        desk.recommending.change((first.id,), number=2)
    assert desk.recommending.change((first.id,), number=7, status=Status.FINAL)[0].label == "R-07"
    with pytest.raises(NotAllowed, match="its number stays"):
        desk.recommending.change((first.id,), number=8)
    assert desk.recommending.add("Next").number == 8
    assert second.number == 2


def test_many_are_edited_and_tagged_in_one_act_each(desk: Desk) -> None:
    ids = [desk.recommending.add(text).id for text in ("One", "Two")]
    desk.recommending.change(ids, level=Level.CITY, actor="Labour office")
    tagged = desk.recommending.tag(ids, add=("sdg 8.5", "gcm 6"))
    assert {(one.level, one.actor, one.codes) for one in tagged} == {
        (Level.CITY, "Labour office", ("gcm 6", "sdg 8.5"))
    }
    assert desk.recommending.tag(ids, remove=("gcm 6",))[0].codes == ("sdg 8.5",)
    for _ in range(3):
        desk.history.undo()
    kept = desk.recommending.get(ids[0])
    assert kept is not None
    assert (kept.codes, kept.actor) == ((), "")


def test_a_recommendation_keeps_all_its_notes_in_the_order_they_were_said(desk: Desk, keep: Keep) -> None:
    first, second = keep("First"), keep("Second")
    record = desk.recommending.from_notes((second,))
    desk.recommending.add_sources(record.id, (first,))
    assert [source.note.text for source in desk.recommending.lineage(record.id)] == ["First", "Second"]
    desk.recommending.remove_source(record.id, second)
    assert [source.note.text for source in desk.recommending.lineage(record.id)] == ["First"]


def test_a_note_that_is_gone_leaves_the_lineage_and_comes_back_with_undo(desk: Desk, keep: Keep) -> None:
    note = keep("First")
    record = desk.recommending.from_notes((note,))
    desk.capturing.delete((note,))
    assert desk.recommending.lineage(record.id) == ()
    desk.history.undo()
    assert [source.note.id for source in desk.recommending.lineage(record.id)] == [note]


def test_each_note_tells_which_recommendations_come_from_it(desk: Desk, session: Session, keep: Keep) -> None:
    note = keep("First")
    labels = [desk.recommending.from_notes((note,)).label for _ in range(2)]
    assert [one.label for one in desk.recommending.by_note(session.id)[note]] == labels  # type: ignore[index]


def test_every_wording_is_remembered_with_who_wrote_it(desk: Desk) -> None:
    record = desk.recommending.add("Open a desk")
    desk.recommending.change((record.id,), text="Open a one-stop desk")
    desk.recommending.change((record.id,), actor="Labour office")
    assert [(one.text, one.author) for one in desk.recommending.wordings(record.id)] == [
        ("Open a desk", "Rapporteur"),
        ("Open a one-stop desk", "Rapporteur"),
    ]


def test_a_note_that_is_not_there_cannot_be_a_source(desk: Desk) -> None:
    record = desk.recommending.add("Open a desk")
    with pytest.raises(NotFound):
        desk.recommending.add_sources(record.id, ("f" * 32,))


def test_what_shares_a_number_is_numbered_anew_and_what_was_final_stays(desk: Desk, session: Session) -> None:
    made = [
        desk.recommending.add(text, session=session.id, number=number)
        for text, number in (("First", 1), ("Second", 1), ("Other", 2), ("Final", 1), ("Third", 2))
    ]
    desk.recommending.change([made[3].id], status=Status.FINAL)
    changed = desk.recommending.number_anew()
    found = {one.text: one.number for one in desk.recommending.of_session(session.id)}
    assert found == {"Final": 1, "Other": 2, "First": 3, "Second": 4, "Third": 5}
    assert len(changed) == 3
    assert desk.recommending.number_anew() == ()
    assert next(one.name for one in desk.history.entries()) == "number-recommendations"
    desk.history.undo()
    assert sorted(one.number for one in desk.recommending.of_session(session.id)) == [1, 1, 1, 2, 2]
