"""Whoever mails a filled-in review workbook back has sent it: its answers stay as they are, and are corrected anew."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from copy import copy
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from forumdesk.domain.answers import Answer, Decision
from forumdesk.domain.errors import NotAllowed
from forumdesk.domain.workbooks import UNSEEN
from forumdesk.services.desk import Desk
from forumdesk.services.merging import Brought
from forumdesk.services.places import Places
from forumdesk.services.returning.told import Returned
from forumdesk.services.reviewing import Order
from tests.effort import times
from tests.services.cities import Secretariat, answer, review
from tests.services.workbooks import Hand, edited, types

FIRST, SECOND, THIRD = 2, 3, 4
"""Rows of the three recommendations."""
ACCEPT = {"decision": Decision.ACCEPT}
Fill = Callable[..., Path]


def says(row: int, **cells: object) -> list[Hand]:
    """Hands that fill in a row; headings are written with underscores."""
    return [types(row, heading.replace("_", " "), value, title="Answers") for heading, value in cells.items()]


def exported(secretariat: Secretariat, name: str = "Dakar", city: str = "Dakar") -> Path:
    """A city's workbook as the forum stands."""
    secretariat.clock.go(hours=1)
    with secretariat.at() as desk:
        return desk.reviewing.send_to(Order((city,), language="en"), secretariat.folder / f"{name}.xlsx").path


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory, world: Places) -> tuple[Secretariat, Path]:
    """A secretariat where nothing is changed, and Dakar's workbook."""
    secretariat = Secretariat(tmp_path_factory.mktemp("untouched"), world)
    plain = exported(secretariat)
    return secretariat, edited(plain, plain, only_answers, author="Secretariat", saved=datetime(2026, 9, 29))  # noqa: DTZ001


def only_answers(book: Workbook) -> None:
    """Tear out what nobody fills in: a thin workbook is edited faster."""
    for title in {*book.sheetnames} - {"Answers", UNSEEN}:
        book.remove(book[title])


@pytest.fixture
def secretariat(untouched: tuple[Secretariat, Path], tmp_path: Path) -> Secretariat:
    """The same, to be changed."""
    made = copy(untouched[0])
    made.clock = copy(made.clock)
    made.folder, made.file = tmp_path, tmp_path / "forum.forum"
    shutil.copy(untouched[0].file, made.file)
    return made


@pytest.fixture
def fill(untouched: tuple[Secretariat, Path], tmp_path: Path) -> Fill:
    """Fill in a copy of Dakar's workbook, or of another one."""
    plain = Path(shutil.copy(untouched[1], tmp_path))

    def filled(*rows: list[Hand], author: str = "Awa Diop", hour: int = 9, of: Path = plain) -> Path:
        hands = [hand for row in rows for hand in row]
        saved = datetime(2026, 10, 1, hour)  # noqa: DTZ001 - a workbook's own properties know no zone
        return edited(of, of.with_name(f"{of.stem} {author} {hour}.xlsx"), *hands, author=author, saved=saved)

    return filled


def merge(secretariat: Secretariat, *paths: Path) -> list[Brought]:
    """What each file brought; none was refused."""
    with secretariat.at() as desk:
        sources = desk.merging.merge(paths).sources
    assert [one.refused for one in sources] == [None] * len(paths)
    return list(sources)


def told(one: Brought) -> Returned:
    assert one.returned is not None
    return one.returned


def standing(desk: Desk, number: int = 1, city: str = "Dakar") -> Answer:
    """The answer that counts."""
    return next(one.answer for one in review(desk, city).questions if one.item.number == number)


def every_answer(desk: Desk) -> dict[str, Answer]:
    with desk._database.read() as forum:
        return {one.id: one for one in forum.all(Answer)}


def differing(desk: Desk) -> set[str]:
    with desk._database.read() as forum:
        return {field for _, _, fields in forum.conflicts() for field in fields}


def test_a_complete_answer_arrives_as_sent_when_it_was_saved(secretariat: Secretariat, fill: Fill) -> None:
    (one,) = merge(secretariat, fill(says(FIRST, Decision="Accept", Until=datetime(2027, 6, 30))))  # noqa: DTZ001
    assert (told(one).edits, told(one).sent, told(one).unsent, one.weights.total.changed) == (2, 1, [], 1)
    with secretariat.at() as desk:
        kept = standing(desk)
        assert (kept.decision, kept.sent) == (Decision.ACCEPT, datetime(2026, 10, 1, 9, tzinfo=UTC))
        assert kept.is_as_sent
        assert [standing(desk, number).is_sent for number in (2, 3)] == [False, False]
        with pytest.raises(NotAllowed, match="it stays as it is"):
            answer(desk, "Dakar", R1=Decision.REJECT)


def test_the_same_file_brings_the_same_to_every_desk_and_nothing_twice(secretariat: Secretariat, fill: Fill) -> None:
    other = secretariat.folder / "other.forum"
    other.write_bytes(secretariat.file.read_bytes())
    path = fill(says(FIRST, Decision="Accept"), says(SECOND, Decision="Defer"))
    merge(secretariat, path)
    with secretariat.at("other", other) as desk:
        desk.merging.merge([path])
    (again,) = merge(secretariat, path)
    assert (again.weights.fresh, told(again).edits, told(again).agreed, told(again).sent) == (0, 0, 2, 0)
    with secretariat.at() as desk:
        of_answers = desk.merging.look([other]).sources[0].weights.by_kind[Answer.KIND]
        assert (of_answers.new, of_answers.changed, of_answers.conflicts) == (0, 0, 0)
        here = every_answer(desk)
        desk.merging.merge([other])
        assert (every_answer(desk), differing(desk)) == (here, set())
    with secretariat.at("other", other) as desk:
        assert every_answer(desk) == here


@pytest.mark.parametrize(
    ("cells", "lacks"),
    [
        ({"Decision": "Adapt"}, ("wording",)),
        ({"Decision": "Defer"}, ("reason",)),
        ({"Decision": "Reject", "Responsible unit": "Office"}, ("reason",)),
        ({"Decision": "Accept", "Cost": "40000000"}, ("currency",)),
        ({"Responsible unit": "Office"}, ("decision",)),
        ({"Decision": "Adapt", "Cost": 10}, ("wording", "currency")),
        ({"Decision": "Accept", "Cost": "1,250"}, ("cost",)),
        ({"Decision": "perhaps"}, ("decision",)),
    ],
    ids=lambda value: " ".join(map(str, value)),
)
def test_what_lacks_something_is_named_and_not_sent(
    untouched: tuple[Secretariat, Path], cells: dict[str, object], lacks: tuple[str, ...]
) -> None:
    secretariat, plain = untouched
    hands = [*says(FIRST, **cells), *says(SECOND, Decision="Accept")]
    path = edited(plain, plain.with_name("filled.xlsx"), *hands, author="Awa Diop", saved=datetime(2026, 10, 1))  # noqa: DTZ001
    with secretariat.at() as desk:
        one = told(desk.merging.look([path]).sources[0])
    assert ([(each.label, each.row, each.lacks) for each in one.unsent], one.sent) == ([("R-01", FIRST, lacks)], 1)
    sent = [each.fields.get("sent") for each in one.revisions if each.kind == Answer.KIND]
    assert len(list(filter(None, sent))) == 1


def test_a_draft_is_sent_once_a_later_save_completes_it(secretariat: Secretariat, fill: Fill) -> None:
    merge(secretariat, fill(says(FIRST, Decision="Reject")))
    with secretariat.at() as desk:
        assert (standing(desk).decision, standing(desk).is_sent) == (Decision.REJECT, False)
    (one,) = merge(secretariat, fill(says(FIRST, Decision="Reject", Reason="No mandate"), hour=10))
    assert (told(one).sent, told(one).unsent, one.weights.total.conflicts) == (1, [], 0)
    with secretariat.at() as desk:
        assert (standing(desk).reason, standing(desk).is_as_sent, standing(desk).corrects) == ("No mandate", True, "")


def test_what_was_sent_before_is_corrected_by_a_new_answer(secretariat: Secretariat, fill: Fill) -> None:
    with secretariat.at() as desk:
        answer(desk, "Dakar", R1=ACCEPT, R2=ACCEPT)
        desk.answering.send(desk.reviewing.city("Dakar"), secretariat.folder / "out.forumpack")
        before = standing(desk)
    again = exported(secretariat, "again")
    path = fill(says(FIRST, Decision="Reject", Reason="No mandate"), of=again)
    (one,) = merge(secretariat, path)
    assert (told(one).sent, told(one).left_out, one.weights.total.new, one.weights.total.conflicts) == (1, [], 1, 0)
    with secretariat.at() as desk:
        after = standing(desk)
        assert (after.decision, after.corrects, after.is_as_sent) == (Decision.REJECT, before.id, True)
        assert (after.city, after.recommendation) == (before.city, before.recommendation)
        assert every_answer(desk)[before.id] == before
        assert standing(desk, 2).corrects == ""
    assert merge(secretariat, path)[0].weights.fresh == 0


def test_a_correction_that_lacks_something_is_a_draft_beside_what_was_sent(
    secretariat: Secretariat, fill: Fill
) -> None:
    merge(secretariat, fill(says(FIRST, Decision="Accept", Responsible_unit="Office")))
    again = exported(secretariat, "again")
    (one,) = merge(secretariat, fill(says(FIRST, Decision="Reject"), of=again))
    assert (told(one).sent, [each.lacks for each in told(one).unsent]) == (0, [("reason",)])
    with secretariat.at() as desk:
        draft = standing(desk)
        assert (draft.decision, draft.unit, draft.is_sent) == (Decision.REJECT, "Office", False)
        assert every_answer(desk)[draft.corrects].is_as_sent
    for hour, reason, fresh in ((10, "No mandate", True), (11, "No mandate", False)):
        path = fill(says(FIRST, Decision="Reject", Reason=reason, Responsible_unit=None), of=again, hour=hour)
        assert bool(merge(secretariat, path)[0].weights.fresh) is fresh
    with secretariat.at() as desk:
        assert (standing(desk).id, standing(desk).unit, standing(desk).is_as_sent) == (draft.id, "", True)


def test_a_later_save_corrects_what_it_changes_and_nothing_else(secretariat: Secretariat, fill: Fill) -> None:
    merge(secretariat, fill(says(FIRST, Decision="Accept"), says(SECOND, Decision="Accept")))
    changed = fill(says(FIRST, Decision="Reject", Reason="No mandate"), says(SECOND, Decision="Accept"), hour=10)
    (one,) = merge(secretariat, changed)
    assert (told(one).sent, told(one).edits, told(one).agreed, one.weights.total.conflicts) == (1, 2, 1, 0)
    with secretariat.at() as desk:
        assert (standing(desk).decision, standing(desk, 2).corrects) == (Decision.REJECT, "")
    back = fill(says(FIRST, Decision="Accept"), says(SECOND, Decision="Accept"), hour=11)
    assert told(merge(secretariat, back)[0]).sent == 1
    with secretariat.at() as desk:
        said = [standing(desk)]
        while said[-1].corrects:
            said.append(every_answer(desk)[said[-1].corrects])
        assert [(one.decision, one.is_as_sent) for one in said] == [
            (Decision.ACCEPT, True),
            (Decision.REJECT, True),
            (Decision.ACCEPT, True),
        ]
        assert differing(desk) == set()
    for path in (back, changed):
        assert merge(secretariat, path)[0].weights.fresh == 0


def test_a_save_that_comes_after_a_later_one_is_told_as_overtaken(secretariat: Secretariat, fill: Fill) -> None:
    older = fill(says(FIRST, Decision="Accept"), says(SECOND, Decision="Accept"))
    newer = fill(says(FIRST, Decision="Reject", Reason="No mandate"), says(SECOND, Decision="Accept"), hour=10)
    _, one = merge(secretariat, newer, older)
    assert (told(one).overtaken, told(one).edits, told(one).agreed, one.weights.fresh) == (1, 0, 1, 0)
    with secretariat.at() as desk:
        assert (standing(desk).decision, standing(desk).is_as_sent, differing(desk)) == (Decision.REJECT, True, set())
        desk.history.undo()
    assert told(merge(secretariat, older)[0]).sent == 2


def test_a_row_that_was_left_as_it_was_is_sent_with_the_others(secretariat: Secretariat, fill: Fill) -> None:
    with secretariat.at() as desk:
        answer(desk, "Dakar", R1=ACCEPT, R2={"decision": Decision.DEFER})
    drafted = exported(secretariat, "drafted")
    assert merge(secretariat, fill(of=drafted))[0].weights.fresh == 0, "a workbook that nobody filled in sends nothing"
    (one,) = merge(secretariat, fill(says(THIRD, Decision="Accept"), of=drafted))
    assert (told(one).edits, told(one).sent, [each.label for each in told(one).unsent]) == (1, 2, ["R-02"])
    with secretariat.at() as desk:
        assert [standing(desk, number).is_sent for number in (1, 2, 3)] == [True, False, True]


def two_laptops(secretariat: Secretariat) -> set[str]:
    """The fields that two laptops of one city leave in conflict which sent different answers."""
    pack = secretariat.sends("Quito")["Quito"]
    for laptop, said in (("ana", ACCEPT), ("luis", {"decision": Decision.REJECT, "reason": "No mandate"})):
        secretariat.opens(laptop, pack)
        secretariat.answers(laptop, "Quito", R1=said)
    merge(secretariat, *(secretariat.returns(laptop, "Quito") for laptop in ("ana", "luis")))
    with secretariat.at() as desk:
        return differing(desk)


def test_two_copies_of_one_workbook_differ_as_two_laptops_do(secretariat: Secretariat, fill: Fill) -> None:
    plain = secretariat.file.read_bytes()
    as_laptops = two_laptops(secretariat)
    secretariat.file.write_bytes(plain)
    first = fill(says(FIRST, Decision="Accept"))
    second = fill(says(FIRST, Decision="Reject", Reason="No mandate"), author="Moussa Fall", hour=10)
    for order in permutations([first, second]):
        secretariat.file.write_bytes(plain)
        merge(secretariat, *order)
        with secretariat.at() as desk:
            assert differing(desk) == as_laptops == {"decision", "reason"}
            question = review(desk, "Dakar").questions[0]
            assert "decision" in question.conflicts
            assert desk.responses.matrix().conflicts[question.answer.id] == question.conflicts
    with secretariat.at() as desk:
        laptop = next(one.laptop for one in desk.settling.conflicts()[0].heads if one.author == "Awa Diop")
        assert desk.settling.settle_all(laptop) == 1
        assert differing(desk) == set()
        assert (standing(desk).decision, standing(desk).sent) == (
            Decision.ACCEPT,
            datetime(2026, 10, 1, 9, tzinfo=UTC),
        )
        assert standing(desk).is_as_sent
    assert [one.weights.fresh for one in merge(secretariat, first, second)] == [0, 0]


def test_two_people_who_say_the_same_agree(secretariat: Secretariat, fill: Fill) -> None:
    first, second = (fill(says(FIRST, Decision="Accept"), author=author) for author in ("Awa Diop", "Moussa Fall"))
    assert [one.weights.fresh > 0 for one in merge(secretariat, first, second)] == [True, False]


def test_two_corrections_of_one_answer_that_had_not_seen_each_other_differ(
    secretariat: Secretariat, fill: Fill
) -> None:
    merge(secretariat, fill(says(FIRST, Decision="Accept")))
    again = exported(secretariat, "again")
    corrections = (
        fill(says(FIRST, Decision="Reject", Reason="No mandate"), of=again),
        fill(says(FIRST, Decision="Defer", Reason="Next year"), of=again, author="Moussa Fall", hour=10),
    )
    merge(secretariat, *corrections)
    with secretariat.at() as desk:
        assert differing(desk) == {"decision", "reason"}
        assert {one.label for one in desk.settling.conflicts()} == {"R-01 · Dakar"}
        assert every_answer(desk)[standing(desk).corrects].is_as_sent


def test_who_did_not_sign_might_be_somebody_else(secretariat: Secretariat, fill: Fill) -> None:
    first = fill(says(FIRST, Decision="Accept"), author="")
    merge(secretariat, first)
    merge(secretariat, fill(says(FIRST, Decision="Reject", Reason="No mandate"), author="", hour=10))
    with secretariat.at() as desk:
        assert "decision" in differing(desk)
    assert merge(secretariat, first)[0].weights.fresh == 0


def test_cities_never_conflict(secretariat: Secretariat, fill: Fill) -> None:
    quito = exported(secretariat, "Quito", "Quito")
    merge(
        secretariat,
        fill(says(FIRST, Decision="Accept")),
        fill(says(FIRST, Decision="Reject", Reason="No mandate"), of=quito, author="Rosa"),
    )
    with secretariat.at() as desk:
        assert differing(desk) == set()
        assert [standing(desk, 1, city).decision.value for city in ("Dakar", "Quito")] == ["accept", "reject"]
        assert standing(desk, 1, "Quito").is_as_sent


def test_a_draft_that_was_changed_here_meanwhile_stands_against_what_was_sent(
    secretariat: Secretariat, fill: Fill
) -> None:
    path = fill(says(FIRST, Decision="Accept"))
    with secretariat.at() as desk:
        answer(desk, "Dakar", R1={"decision": Decision.REJECT, "reason": "So we heard by telephone"})
    merge(secretariat, path)
    with secretariat.at() as desk:
        assert {"decision", "reason"} <= differing(desk)


@pytest.mark.parametrize("edited_row", [FIRST, SECOND], ids=["a row that is edited", "a row that is left as it was"])
def test_what_differs_is_not_settled_by_a_workbook_that_shows_one_side(
    secretariat: Secretariat, fill: Fill, edited_row: int
) -> None:
    other = Path(shutil.copy(secretariat.file, secretariat.folder / "other.forum"))
    with secretariat.at("other", other) as desk:
        answer(desk, "Dakar", R1=ACCEPT)
    with secretariat.at() as desk:
        answer(desk, "Dakar", R1={"decision": Decision.REJECT, "reason": "No mandate"})
        desk.merging.merge([other])
    again = exported(secretariat, "again")
    with secretariat.at() as desk:
        before = standing(desk)
    merge(secretariat, fill(says(edited_row, Decision="Accept", Reason="It is ours", Progress="Begun"), of=again))
    with secretariat.at() as desk:
        assert "decision" in differing(desk)
        assert standing(desk).id == before.id
        (conflict,) = [one for one in desk.settling.conflicts() if one.field == "decision"]
        assert {"accept", "reject"} == {one.value for one in conflict.heads}


@pytest.mark.parametrize("later", [False, True], ids=["a first return", "a correction"])
def test_a_merge_is_taken_back_exactly_and_brought_again(secretariat: Secretariat, fill: Fill, *, later: bool) -> None:
    path = fill(says(FIRST, Decision="Accept"), says(SECOND, Decision="Defer"))
    if later:
        merge(secretariat, path)
        path = fill(says(FIRST, Decision="Reject", Reason="No mandate"), says(SECOND, Decision="Defer"), hour=10)
    with secretariat.at() as desk:
        before = every_answer(desk)
        desk.merging.merge([path])
        after = every_answer(desk)
        assert after != before
        desk.history.undo()
        assert every_answer(desk) == before
        offered = desk.merging.look([path])
        assert (offered.fresh, offered.aside > 0, offered.undone is not None) == (0, True, True)
        desk.history.redo()
        assert every_answer(desk) == after
        assert not desk.merging.merge([path]).brings
        desk.history.undo()
        assert desk.merging.merge([path]).brings  # whoever drops it once more wants it back, whatever was done since
        assert every_answer(desk) == after
        assert not desk.merging.merge([path]).brings
        desk.history.undo()
        assert every_answer(desk) == before


def test_what_was_taken_back_is_sent_again_by_a_later_save(secretariat: Secretariat, fill: Fill) -> None:
    merge(secretariat, fill(says(FIRST, Decision="Accept", Responsible_unit="Office")))
    with secretariat.at() as desk:
        desk.history.undo()
    (one,) = merge(secretariat, fill(says(FIRST, Decision="Reject", Reason="No mandate"), hour=10))
    assert (told(one).sent, one.weights.total.conflicts) == (1, 0)
    with secretariat.at() as desk:
        kept = standing(desk)
        assert (kept.decision, kept.unit, kept.is_as_sent, kept.corrects) == (Decision.REJECT, "", True, "")


def test_what_is_not_here_yet_is_told_where_somebody_filled_it_in(secretariat: Secretariat) -> None:
    before = secretariat.file.read_bytes()
    plain = exported(secretariat, "Quito", "Quito")
    hands = says(FIRST, Decision="Accept")
    path = edited(plain, secretariat.folder / "filled.xlsx", *hands, author="Awa Diop", saved=datetime(2026, 10, 1))  # noqa: DTZ001
    secretariat.file.write_bytes(before)
    (one,) = merge(secretariat, path)
    assert [(each.row, str(each.why).partition(";")[0]) for each in told(one).left_out] == [
        (FIRST, "The record is not in this forum")
    ]


def test_what_was_exported_elsewhere_is_read_cell_by_cell(secretariat: Secretariat, fill: Fill) -> None:
    pack = secretariat.sends("Dakar")["Dakar"]
    secretariat.opens("dakar", pack)
    with secretariat.at() as desk:
        answer(desk, "Dakar", R1={"unit": "Office"})
    secretariat.answers("dakar", "Dakar", R1=ACCEPT, R2=ACCEPT)
    with secretariat.at("dakar", secretariat.folder / "dakar.forum") as desk:
        city = desk.reviewing.city("Dakar")
        asked = desk.answering.review(city).packs[-1]
        half = desk.reviewing.write_workbook(asked, secretariat.folder / "half.xlsx")
        answer(desk, "Dakar", R1={"progress": "Begun"})
        desk.answering.send(city, secretariat.folder / "sent.forumpack")
        done = desk.reviewing.write_workbook(asked, secretariat.folder / "done.xlsx")
    drafts = fill(says(FIRST, Cost="10", Currency="EUR"), of=half)
    correction = fill(says(SECOND, Decision="Reject", Reason="No mandate"), of=done)
    merge(secretariat, secretariat.folder / "sent.forumpack")
    plain = secretariat.file.read_bytes()
    merge(secretariat, drafts)
    with secretariat.at() as desk:
        kept = standing(desk)
        assert (kept.decision, kept.cost, kept.currency) == (Decision.ACCEPT, "10", "EUR")
        assert differing(desk) == {"unit", "progress", "cost", "currency"}
    secretariat.file.write_bytes(plain)
    merge(secretariat, correction)
    with secretariat.at() as desk:
        assert (standing(desk, 2).decision, standing(desk, 2).is_as_sent) == (Decision.REJECT, True)


@pytest.mark.parametrize("drafted", [False, True], ids=["a correction", "the draft of one"])
def test_a_correction_that_was_taken_back_is_brought_by_a_later_save(
    secretariat: Secretariat, fill: Fill, *, drafted: bool
) -> None:
    merge(secretariat, fill(says(FIRST, Decision="Accept")))
    merge(secretariat, fill(says(FIRST, Decision="Reject", Reason=None if drafted else "No mandate"), hour=10))
    with secretariat.at() as desk:
        corrected = standing(desk).id
        desk.history.undo()
        assert standing(desk).decision is Decision.ACCEPT
    (one,) = merge(secretariat, fill(says(FIRST, Decision="Reject", Reason="Not ours"), hour=11))
    assert (told(one).sent, one.weights.total.conflicts) == (1, 0)
    with secretariat.at() as desk:
        assert (standing(desk).id, standing(desk).reason, standing(desk).is_as_sent) == (corrected, "Not ours", True)


def test_workbook_and_package_of_one_city_come_in_any_order(secretariat: Secretariat, fill: Fill) -> None:
    secretariat.opens("dakar", secretariat.sends("Dakar")["Dakar"])
    secretariat.answers("dakar", "Dakar", R1={"decision": Decision.REJECT, "reason": "No mandate"}, R2=ACCEPT)
    package = secretariat.returns("dakar", "Dakar")
    book = fill(says(FIRST, Decision="Accept"), says(THIRD, Decision="Accept"))
    plain, states = secretariat.file.read_bytes(), []
    for order in permutations([package, book]):
        secretariat.file.write_bytes(plain)
        merge(secretariat, *order)
        assert [one.weights.fresh for one in merge(secretariat, *order)] == [0, 0]
        with secretariat.at() as desk:
            states.append((every_answer(desk), differing(desk)))
    assert states[0] == states[1]
    assert states[0][1] == {"decision", "reason"}
    assert sorted(one.is_sent for one in states[0][0].values()) == [True, True, True]


SAID: dict[str, dict[str, object]] = {
    "accept": {"Decision": "Accept"},
    "reject": {"Decision": "Reject", "Reason": "No mandate"},
    "a draft": {"Decision": "Reject"},
    "only a unit": {"Responsible unit": "Office"},
}


@settings(max_examples=times(2), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(sorted(SAID)), min_size=2, unique=True), st.randoms(use_true_random=False))
def test_however_often_one_person_saves_the_last_save_stands_in_whatever_order_they_come(
    secretariat: Secretariat, fill: Fill, saves: list[str], order: random.Random
) -> None:
    plain = secretariat.file.read_bytes()
    paths = [fill(says(FIRST, **SAID[said]), hour=hour) for hour, said in enumerate(saves, 9)]
    order.shuffle(paths)
    states = []
    with secretariat.at() as desk:
        for path in paths:
            states.append(every_answer(desk))
            desk.merging.merge([path])
            assert differing(desk) == set()
            assert all(one.is_as_sent for one in every_answer(desk).values() if one.is_sent)
        last = standing(desk)
        wanted = SAID[saves[-1]]
        assert (last.decision.value, last.reason, last.unit) == (
            str(wanted.get("Decision", "")).casefold(),
            wanted.get("Reason", ""),
            wanted.get("Responsible unit", ""),
        )
        assert last.is_sent is (saves[-1] in ("accept", "reject"))
        for path in paths:
            assert desk.merging.merge([path]).fresh == 0
        for before in reversed(states):
            if every_answer(desk) != before:
                desk.history.undo()
            assert every_answer(desk) == before
    secretariat.file.write_bytes(plain)
