"""Cities answer on their own laptops; brought together they stand side by side, and what was sent stays as it was."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from forumdesk.domain.answers import Answer, Decision
from forumdesk.domain.errors import BadInput, NotAllowed, NotFound
from forumdesk.domain.recommendations import Status
from forumdesk.services.desk import Desk
from tests.services.cities import Secretariat, answer, asked, decisions, review

YES = {"decision": Decision.ACCEPT, "unit": "Labour office", "due": date(2027, 6, 30)}
NO = {"decision": Decision.REJECT, "reason": "No mandate"}


@pytest.fixture
def dakar(secretariat: Secretariat) -> Secretariat:
    """A secretariat whose pack Dakar has opened on its own laptop."""
    secretariat.opens("dakar", secretariat.sends("Dakar")["Dakar"])
    return secretariat


def merged(secretariat: Secretariat, *packages: Path) -> list[tuple[int, int]]:
    """Changed and conflicting records of each package that is brought in."""
    with secretariat.at() as desk:
        sources = desk.merging.merge(packages).sources
        assert [one.refused for one in sources] == [None] * len(packages)
        return [(one.weights.total.changed, one.weights.total.conflicts) for one in sources]


def conflicts(desk: Desk) -> list[tuple[str, str]]:
    return [(one.kind, one.field) for one in desk.settling.conflicts()]


def test_a_city_answers_on_its_own_laptop_and_the_secretariat_sees_it(dakar: Secretariat) -> None:
    dakar.answers("dakar", "Dakar", R1={**YES, "cost": "40 000 000", "currency": "xof"}, R2=NO)
    assert merged(dakar, dakar.returns("dakar", "Dakar")) == [(2, 0)]
    with dakar.at() as desk:
        assert decisions(desk) == {"Dakar": {1: "accept", 2: "reject", 3: ""}}
        ((item, kept),) = desk.responses.matrix().commitments
        assert (item.number, kept.cost, kept.currency, kept.due) == (1, "40000000", "XOF", date(2027, 6, 30))
        assert (kept.is_sent, kept.is_as_sent) == (True, True)


def test_answers_of_different_cities_are_parallel_in_whatever_order_they_come(secretariat: Secretariat) -> None:
    packs = secretariat.sends()
    returned = []
    said: dict[str, dict[str, Any]] = {
        "Dakar": {"R1": YES, "R2": NO},
        "Quito": {"R1": NO, "R2": YES},
        "Manila": {"R1": {"decision": Decision.ADAPT, "wording": "Ours"}},
    }
    for city, decided in said.items():
        secretariat.opens(city, packs[city])
        secretariat.answers(city, city, **decided)
        returned.append(secretariat.returns(city, city))
    states = []
    for order in permutations(returned):
        copy = secretariat.folder / "desk.forum"
        copy.unlink(missing_ok=True)
        copy.write_bytes(secretariat.file.read_bytes())
        with secretariat.at("desk", copy) as desk:
            desk.merging.merge(order)
            assert conflicts(desk) == []
            states.append((decisions(desk), list(desk.listing.listed("answers"))))
    assert all(state == states[0] for state in states)
    assert states[0][0]["Manila"] == {1: "adapt", 2: "", 3: ""}


def test_two_people_of_one_city_may_differ_and_it_shows(secretariat: Secretariat) -> None:
    pack = secretariat.sends("Dakar")["Dakar"]
    for laptop, said in (("awa", YES), ("moussa", NO)):
        secretariat.opens(laptop, pack)
        secretariat.answers(laptop, "Dakar", R1=said)
    returned = [secretariat.returns(laptop, "Dakar") for laptop in ("awa", "moussa")]
    with secretariat.at() as desk:
        desk.merging.merge(returned)
        assert (Answer.KIND, "decision") in conflicts(desk)
        (found,) = [one for one in desk.settling.conflicts() if one.field == "decision"]
        assert (found.label, found.subject) == ("R-01 · Dakar", "Open a one-stop desk.")
        (row,) = [row for row in desk.responses.matrix().rows if row.item.number == 1]
        assert "decision" in desk.responses.matrix().conflicts[row.answers[desk.reviewing.city("Dakar").key].id]
        (first, *_) = review(desk, "Dakar").questions
        assert "decision" in first.conflicts
        assert first not in review(desk, "Dakar").ready


def test_of_two_answers_that_were_sent_one_stands_as_a_whole(secretariat: Secretariat) -> None:
    pack = secretariat.sends("Dakar")["Dakar"]
    for laptop, said in (("awa", YES), ("moussa", NO)):
        secretariat.opens(laptop, pack)
        secretariat.answers(laptop, "Dakar", R1=said)
    merged(secretariat, *(secretariat.returns(laptop, "Dakar") for laptop in ("awa", "moussa")))
    with secretariat.at() as desk:
        (found,) = desk.settling.conflicts()
        assert (found.field, found.is_whole) == ("decision", True)
        said_by = {one.laptop: dict(one.said) for one in found.heads}
        assert said_by["awa"] == {"decision": "accept", "reason": "", "unit": "Labour office", "due": "2027-06-30"}
        assert said_by["moussa"] == {"decision": "reject", "reason": "No mandate", "unit": "", "due": None}
        with pytest.raises(NotAllowed, match="What was sent stays as it was sent"):
            desk.settling.settle_with(found.record, found.field, "Ours")
        head = next(one.id for one in found.heads if one.laptop == "awa")
        desk.settling.settle(found.record, found.field, head)
        assert desk.settling.conflicts() == ()
        kept = review(desk, "Dakar").questions[0].answer
        assert (kept.decision, kept.unit, kept.reason, kept.is_as_sent) == (Decision.ACCEPT, "Labour office", "", True)
        desk.history.undo()
        (again,) = desk.settling.conflicts()
        assert {one.laptop: dict(one.said) for one in again.heads} == said_by
        assert desk.settling.settle_all("moussa") == 1
        kept = review(desk, "Dakar").questions[0].answer
        assert (kept.decision, kept.unit, kept.is_as_sent) == (Decision.REJECT, "", True)


def test_two_people_who_sent_the_same_agree_whenever_they_did(secretariat: Secretariat) -> None:
    pack = secretariat.sends("Dakar")["Dakar"]
    for laptop in ("awa", "moussa"):
        secretariat.opens(laptop, pack)
        secretariat.answers(laptop, "Dakar", R1=YES)
    returned = [secretariat.returns(laptop, "Dakar") for laptop in ("awa", "moussa")]
    assert merged(secretariat, *returned)[1][1] == 0
    with secretariat.at() as desk:
        assert desk.settling.conflicts() == ()
        assert review(desk, "Dakar").questions[0].answer.is_as_sent
        assert desk.checking.faults() == ()


def test_an_edit_that_had_not_seen_the_sending_stands_against_it(dakar: Secretariat) -> None:
    dakar.answers("dakar", "Dakar", R1=YES)
    with dakar.at("dakar", dakar.folder / "dakar.forum") as desk:
        before = desk.packing.pack(dakar.folder / "before.forumpack").path
    returned = dakar.returns("dakar", "Dakar")
    with dakar.at("second", dakar.opens("second", before)) as desk:
        answer(desk, "Dakar", R1=NO)
        late = desk.packing.pack(dakar.folder / "late.forumpack").path
    merged(dakar, returned)
    merged(dakar, late)
    with dakar.at() as desk:
        assert conflicts(desk) == [(Answer.KIND, "decision")]
        (found,) = desk.settling.conflicts()
        late_one, sent = sorted(found.heads, key=lambda one: bool(one.said))
        with pytest.raises(NotAllowed, match="Let it stand, then correct it"):
            desk.settling.settle(found.record, found.field, late_one.id)
        assert desk.settling.settle_all(late_one.laptop) == 0
        desk.settling.settle(found.record, found.field, sent.id)
        assert review(desk, "Dakar").questions[0].answer.is_as_sent
        assert conflicts(desk) == []


def test_what_was_sent_cannot_be_changed_nor_its_sending_undone(dakar: Secretariat) -> None:
    dakar.answers("dakar", "Dakar", R1=YES)
    dakar.returns("dakar", "Dakar")
    with dakar.at("dakar", dakar.folder / "dakar.forum") as desk:
        with pytest.raises(NotAllowed, match="it stays as it is"):
            answer(desk, "Dakar", R1=NO)
        with pytest.raises(NotAllowed, match="stays as it was sent"):
            desk.history.undo()
        older = desk.history.entries()[1]
        assert older.name == "answer-recommendation"
        assert desk.history.undo(older.id).changed == 0
        assert decisions(desk)["Dakar"][1] == "accept"


def test_a_correction_is_a_new_answer_that_counts_once_it_is_there(dakar: Secretariat) -> None:
    dakar.answers("dakar", "Dakar", R1=YES)
    merged(dakar, dakar.returns("dakar", "Dakar"))
    with dakar.at("dakar", dakar.folder / "dakar.forum") as desk:
        city, about = desk.reviewing.city("Dakar"), asked(desk, "Dakar", 1)
        with pytest.raises(NotAllowed, match="was not sent yet"):
            desk.answering.correct(city, asked(desk, "Dakar", 2))
        desk.answering.correct(city, about)
        answer(desk, "Dakar", R1=NO)
    merged(dakar, dakar.returns("dakar", "Dakar"))
    with dakar.at() as desk:
        assert decisions(desk)["Dakar"][1] == "reject"
        assert conflicts(desk) == []
        with desk._database.read() as forum:
            both = [one for one in forum.all(Answer) if one.recommendation == about]
        assert sorted(one.decision.value for one in both) == ["accept", "reject"]


def test_what_lacks_something_stays_behind_and_is_named(dakar: Secretariat) -> None:
    with dakar.at("dakar", dakar.folder / "dakar.forum") as desk:
        city = desk.reviewing.city("Dakar")
        with pytest.raises(BadInput, match="No answer is ready"):
            desk.answering.send(city, dakar.folder / "out.forumpack")
        answer(desk, "Dakar", R1=YES, R3=Decision.ADAPT)
        returned = desk.answering.send(city, dakar.folder / "out.forumpack")
        assert (returned.sent, returned.stayed, returned.labels) == (1, 1, ("R-03",))
        assert returned.packed.receipt.recommendations == 1
        again = desk.answering.send(city, dakar.folder / "again.forumpack")
        assert (again.sent, again.packed.receipt.mark) == (0, returned.packed.receipt.mark)


def test_the_answers_that_travel_are_those_of_one_city_and_were_sent(secretariat: Secretariat) -> None:
    secretariat.sends("Dakar", "Quito")
    with secretariat.at() as desk:
        answer(desk, "Dakar", R1=YES, R2={"decision": Decision.ADAPT})
        answer(desk, "Quito", R1={**NO, "reason": "A reason of Quito"})
        packed = desk.answering.send(desk.reviewing.city("Dakar"), secretariat.folder / "out.forumpack").packed
    assert packed.receipt.recommendations == 1
    with secretariat.at() as desk:
        looked = desk.merging.look([packed.path]).sources[0].weights
        assert {kind for kind in looked.by_kind if kind != "device"} == {Answer.KIND}


def test_an_answer_to_what_was_not_asked_is_refused(secretariat: Secretariat) -> None:
    secretariat.sends("Dakar")
    with secretariat.at() as desk:
        about = asked(desk, "Dakar", 1)
        with pytest.raises(NotFound, match="Quito was not asked"):
            desk.answering.answer(desk.reviewing.city("Quito"), about, decision=Decision.ACCEPT)
        with pytest.raises(BadInput, match="is not a cost"):
            desk.answering.answer(desk.reviewing.city("Dakar"), about, cost="1,250")


def test_an_answer_that_was_deleted_is_asked_for_again(secretariat: Secretariat) -> None:
    secretariat.sends("Dakar")
    with secretariat.at() as desk:
        answer(desk, "Dakar", R1=NO)
        with desk._database.write("delete-answer") as work:
            work.delete(review(desk, "Dakar").questions[0].answer)
        assert not review(desk, "Dakar").questions[0].answer.is_begun
        answer(desk, "Dakar", R1=YES)
        assert decisions(desk)["Dakar"][1] == "accept"


def test_what_was_withdrawn_keeps_its_answer(dakar: Secretariat) -> None:
    with dakar.at() as desk:
        answer(desk, "Dakar", R1=YES)
        desk.recommending.change([asked(desk, "Dakar", 1)], status=Status.WITHDRAWN)
    dakar.sends("Dakar")
    with dakar.at() as desk:
        (first, *_) = review(desk, "Dakar").questions
        assert (first.item.number, first.is_withdrawn, first.answer.decision) == (1, True, Decision.ACCEPT)


def test_an_initiative_is_formed_of_the_cities_that_said_yes(secretariat: Secretariat) -> None:
    secretariat.sends()
    with secretariat.at() as desk:
        about = asked(desk, "Dakar", 1)
        with pytest.raises(NotAllowed, match="No city said yes to R-01"):
            desk.responses.form_initiative(about)
        answer(desk, "Dakar", R1={**YES, "cost": "10.50", "currency": "EUR"})
        answer(desk, "Quito", R1={**YES, "due": date(2027, 1, 1)})
        answer(desk, "Manila", R1=NO)
        made = desk.responses.form_initiative(about)
        assert (made.lead_city, made.partner_cities, made.recommendations) == ("Quito", ("Dakar",), (about,))
        assert (made.ends, made.resources, made.title) == (
            date(2027, 6, 30),
            "Dakar: 10.50 EUR",
            "Open a one-stop desk.",
        )
        assert desk.responses.form_initiative(about, "Dakar").lead_city == "Dakar"
        with pytest.raises(NotAllowed, match="Manila did not say yes"):
            desk.responses.form_initiative(about, "Manila")
        with pytest.raises(NotFound, match="No city was asked"):
            desk.responses.form_initiative("f" * 32)
        desk.history.undo()
        assert len(desk.outcome.initiatives()) == 1
