"""A city fills in its workbook with any spreadsheet, and what it decided comes back to the forum."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from forumdesk.domain.answers import Answer, Decision
from forumdesk.services.desk import Desk
from forumdesk.services.reviewing import Order
from tests.services.cities import Secretariat, answer, decisions
from tests.services.workbooks import Hand, edited, types

SAVED = datetime(2026, 10, 1, 9, 30)  # noqa: DTZ001 - a workbook's own properties know no zone


def fills_in(secretariat: Secretariat, *hands: Hand, language: str = "en", author: str = "Awa Diop") -> Path:
    """Dakar's workbook, edited by hands."""
    secretariat.clock.go(hours=1)
    with secretariat.at() as desk:
        path = secretariat.folder / "Dakar.xlsx"
        desk.reviewing.send_to(Order(("Dakar",), language=language), path)
    return edited(path, secretariat.folder / f"{author}.xlsx", *hands, author=author, saved=SAVED)


def kept(desk: Desk, number: int) -> Answer:
    found = desk.responses.matrix()
    row = next(one for one in found.rows if one.item.number == number)
    return row.answers[desk.reviewing.city("Dakar").key]


@pytest.mark.parametrize(
    ("language", "sheet", "headings", "said"),
    [
        ("fr", "Réponses", ("Décision", "Notre formulation", "Date limite", "Coût", "Monnaie"), "Adapter"),
        ("ar", "الردود", ("القرار", "صياغتنا", "الموعد النهائي", "التكلفة", "العملة"), "تعديل"),
    ],
)
def test_what_a_city_filled_in_is_its_answer(
    secretariat: Secretariat, language: str, sheet: str, headings: tuple[str, ...], said: str
) -> None:
    values = (said, "Our words", datetime(2027, 6, 30), 40000000, "xof")  # noqa: DTZ001
    hands = [types(2, heading, value, title=sheet) for heading, value in zip(headings, values, strict=True)]
    book = fills_in(secretariat, *hands, language=language)
    with secretariat.at() as desk:
        (source,) = desk.merging.merge([book]).sources
        assert (source.refused, source.weights.total.conflicts) == (None, 0)
        one = kept(desk, 1)
        assert (one.decision, one.wording, one.due) == (Decision.ADAPT, "Our words", date(2027, 6, 30))
        assert (one.cost, one.currency, one.is_as_sent) == ("40000000", "XOF", True)
        assert decisions(desk)["Dakar"] == {1: "adapt", 2: "", 3: ""}


def test_what_cannot_be_meant_is_left_out_and_told(secretariat: Secretariat) -> None:
    wrong = {
        "Recommendation": ("Other words", "is not edited here"),
        "Decision": ("perhaps", "“perhaps” is none of"),
        "Until": ("next year", "“next year” is no date"),
        "Cost": ("1,250", "“1,250” is not a cost"),
        "Currency": ("XXX", "“XXX” is not a currency"),
    }
    hands = [types(2, heading, value, title="Answers") for heading, (value, _) in wrong.items()]
    book = fills_in(secretariat, *hands, types(3, "Decision", "Accept", title="Answers"))
    with secretariat.at() as desk:
        returned = desk.merging.merge([book]).sources[0].returned
        assert returned is not None
        told = {one.column: str(one.why) for one in returned.left_out}
        assert told.keys() == wrong.keys()
        assert [heading for heading, (_, why) in wrong.items() if why not in told[heading]] == []
        assert decisions(desk)["Dakar"] == {1: "", 2: "accept", 3: ""}


def test_a_row_that_was_added_answers_nothing(secretariat: Secretariat) -> None:
    book = fills_in(secretariat, types(9, "Recommendation", "Something else", title="Answers"))
    with secretariat.at() as desk:
        returned = desk.merging.merge([book]).sources[0].returned
        assert returned is not None
        assert [str(one.why) for one in returned.left_out] == [
            "The row was added; only what was asked can be answered here."
        ]


def test_what_was_sent_before_stays_as_it_was_and_is_corrected_by_a_new_answer(secretariat: Secretariat) -> None:
    secretariat.sends("Dakar")
    with secretariat.at() as desk:
        answer(desk, "Dakar", R1=Decision.ACCEPT)
        desk.answering.send(desk.reviewing.city("Dakar"), secretariat.folder / "out.forumpack")
        before = kept(desk, 1)
    hands = (types(2, "Decision", "Reject", title="Answers"), types(2, "Reason", "No mandate", title="Answers"))
    book = fills_in(secretariat, *hands)
    with secretariat.at() as desk:
        returned = desk.merging.merge([book]).sources[0].returned
        assert returned is not None
        assert (returned.edits, returned.sent, returned.left_out) == (2, 1, [])
        after = kept(desk, 1)
        assert (after.decision, after.corrects, after.is_as_sent) == (Decision.REJECT, before.id, True)
        with desk._database.read() as forum:
            assert forum.get(Answer, before.id) == before
            assert len(forum.log.revisions(before.id)) == 3


def test_a_draft_of_one_person_stands_against_what_another_sent(secretariat: Secretariat) -> None:
    first = fills_in(secretariat, types(2, "Decision", "Accept", title="Answers"))
    second = fills_in(secretariat, types(2, "Decision", "Reject", title="Answers"), author="Moussa Fall")
    with secretariat.at() as desk:
        desk.merging.merge([first, second])
        assert [(one.kind, one.field) for one in desk.settling.conflicts()] == [(Answer.KIND, "decision")]
