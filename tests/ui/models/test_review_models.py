"""The tables of the Review page say by sign, word and colour what cities answered, and all of it to a screen reader."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from forumdesk.domain.answers import Answer, Decision
from forumdesk.domain.cities import City
from forumdesk.domain.ids import RecordId, new_id
from forumdesk.domain.responses import Matrix, Row
from forumdesk.domain.review import ReviewItem
from forumdesk.services.answering import Question
from forumdesk.ui.pages.review.days import day_shown, day_typed
from forumdesk.ui.pages.review.questions import REMARK_ROLE, QuestionModel
from forumdesk.ui.pages.review.tables import Line, LinesModel, MatrixModel, Target
from forumdesk.ui.theme import colour

SENT = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
SAYS = Qt.ItemDataRole.AccessibleTextRole
ITEM = ReviewItem(id=RecordId("1" * 32), recommendation=RecordId("a" * 32), number=1, text="Open a desk.")
DAKAR, QUITO = City("Dakar", 1, "Senegal"), City("Quito", 2, "Ecuador")


def an_answer(**fields: Any) -> Answer:
    return Answer(**{"id": new_id(), "recommendation": ITEM.recommendation, "city": "Dakar", "place": 1, **fields})


def a_question(**fields: Any) -> Question:
    return Question(**{"item": ITEM, "answer": an_answer(), **fields})


@pytest.mark.parametrize(
    ("fields", "remark"),
    [
        ({}, ""),
        ({"is_new": True}, "new since pack 1"),
        ({"before": replace(ITEM, text="Open desks.")}, "wording changed since pack 1"),
        ({"before": replace(ITEM, actor="City")}, "changed since pack 1"),
        ({"is_withdrawn": True}, "withdrawn since"),
        ({"is_withdrawn": True, "conflicts": ("decision",)}, "your people differ"),
    ],
)
@pytest.mark.usefixtures("languages")
def test_what_is_to_be_noticed_is_said(fields: dict[str, Any], remark: str) -> None:
    model = QuestionModel()
    model.show([a_question(**fields)], 1)
    assert model.index(0).data(REMARK_ROLE) == remark
    assert model.index(0).data(SAYS) == ". ".join(filter(None, ("R-01", "Open a desk.", "not yet", remark)))


@pytest.mark.usefixtures("languages")
def test_a_list_keeps_its_rows_while_answers_come() -> None:
    model = QuestionModel()
    tester = QAbstractItemModelTester(model)
    model.show([a_question()], 0)
    told: list[object] = []
    model.modelReset.connect(lambda: told.append("reset"))
    model.show([a_question(answer=an_answer(decision=Decision.ACCEPT).sent_at(SENT))], 0)
    assert told == []
    assert model.index(0).data(SAYS) == "R-01. Open a desk.. Accept, sent"
    model.show([], 0)
    model.show([], 0)
    assert (model.rowCount(), model.row_of("none"), told) == (0, -1, ["reset"])
    assert model.data(model.index(5)) is None
    assert tester.model() is model


def matrix(answer: Answer, **conflicts: tuple[str, ...]) -> MatrixModel:
    model = MatrixModel()
    model.show(Matrix((DAKAR, QUITO), (Row(ITEM, {DAKAR.key: answer}),), conflicts))
    return model


@pytest.mark.parametrize(
    ("answer", "shown", "role", "said"),
    [
        (an_answer(), "· not yet", "soft", "Dakar, Senegal, R-01: not yet"),
        (
            an_answer(decision=Decision.ADAPT, wording="Ours", due=date(2027, 6, 30), cost="1000", currency="XOF"),
            "◐ Adapt",
            "accent",
            "Dakar, Senegal, R-01: Adapt. Ours. 30 June 2027. 1\u202f000 XOF",
        ),
        (
            replace(an_answer(decision=Decision.ACCEPT).sent_at(SENT), decision=Decision.REJECT),
            "⚠ ✕ Reject",
            "warning",
            "Dakar, Senegal, R-01: Reject. changed after it was sent",
        ),
    ],
)
@pytest.mark.usefixtures("languages", "theme")
def test_a_cell_says_what_a_city_decided(answer: Answer, shown: str, role: str, said: str) -> None:
    model = matrix(answer)
    cell = model.index(0, 0)
    assert (cell.data(), cell.data(SAYS)) == (shown, said)
    assert cell.data(Qt.ItemDataRole.ForegroundRole) == colour(role)


@pytest.mark.usefixtures("languages", "theme")
def test_a_cell_says_that_people_differ_and_that_a_city_was_not_asked() -> None:
    answer = an_answer(decision=Decision.ACCEPT)
    model = matrix(answer, **{answer.id: ("decision",)})
    tester = QAbstractItemModelTester(model)
    assert model.index(0, 0).data() == "⚠ ✓ Accept"
    assert model.index(0, 0).data(SAYS).endswith("people of this city say different things")
    assert (model.index(0, 1).data(), model.index(0, 1).data(SAYS)) == ("", "Quito, Ecuador was not asked about R-01.")
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Dakar 1/1"
    tip = Qt.ItemDataRole.ToolTipRole
    assert model.headerData(0, Qt.Orientation.Horizontal, tip) == "Dakar, Senegal: 1 of 1 answered"
    assert model.headerData(0, Qt.Orientation.Vertical, tip) == "Open a desk."
    assert [model.headerData(9, way) for way in Qt.Orientation] == [None, None]
    assert model.headerData(0, Qt.Orientation.Horizontal, SAYS) is None
    assert model.target(model.index(0, 1)) == Target(ITEM.recommendation, QUITO.key)
    assert model.target(model.index(5, 5)) == Target()
    model.show(Matrix())
    model.show(Matrix())
    assert (model.rowCount(), model.columnCount(), tester.model()) == (0, 0, model)


def test_lines_keep_their_columns_and_lead_somewhere() -> None:
    model = LinesModel(2)
    tester = QAbstractItemModelTester(model)
    assert (model.rowCount(), model.columnCount()) == (0, 2)
    model.show(("Gap", "City"), [Line(("Silent", "Dakar"), Target(city="dakar"))])
    assert [model.index(0, column).data() for column in (0, 1)] == ["Silent", "Dakar"]
    assert (model.target(model.index(0, 0)).city, model.target(model.index(3, 0))) == ("dakar", Target())
    assert model.index(0, 0).data(Qt.ItemDataRole.DecorationRole) is None
    assert tester.model() is model


@pytest.mark.parametrize("said", ["2027-06-30", "30 June 2027", " 30  Jun 2027", "30.6.2027", "30/6/2027"])
@pytest.mark.usefixtures("languages")
def test_a_day_is_read_however_it_is_written(said: str) -> None:
    assert day_typed(said) == date(2027, 6, 30)
    assert day_shown(date(2027, 6, 30)) == "30 June 2027"
    assert (day_typed(" "), day_shown(None)) == (None, "")
