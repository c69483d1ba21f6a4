"""What was brought together is taken back as it goes in a forum: nobody's words go from their own laptop."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from forumdesk.domain.answers import Decision
from forumdesk.services.desk import Desk
from forumdesk.services.listing import LISTS
from forumdesk.services.merging import Terms
from tests.services.cities import Secretariat, decisions, review
from tests.services.rooms import Rooms


@pytest.fixture
def rooms(blank: Path, tmp_path: Path) -> Rooms:
    """A forum with one session and one recommendation, as every room gets it."""
    with Rooms(blank, tmp_path).at("prepared") as desk:
        session = desk.planning.add_session("Employment", code="S1")
        desk.recommending.add("Recognise foreign skills", session=session.id)
    return Rooms(tmp_path / "prepared.forum", tmp_path)


def texts(desk: Desk) -> list[str]:
    return sorted(one.text for one in desk.capturing.notes(desk.planning.session("S1").id).notes)


def asked(desk: Desk) -> str:
    (one,) = desk.listing.listed("recommendations")
    return str(one["id"])


def lists(desk: Desk) -> dict[str, list[Any]]:
    """All that `list --json` tells but for what was done and how far logs have come."""
    return {what: list(desk.listing.listed(what)) for what in LISTS if what not in ("acts", "laptops")}


def rewords(rooms: Rooms, name: str, text: str) -> None:
    with rooms.at(name) as desk:
        desk.recommending.change([asked(desk)], text=text)


@pytest.mark.parametrize("carrier", ["package", "forum file"])
def test_the_desk_takes_a_merge_back_and_nothing_vanishes_where_it_was_written(rooms: Rooms, carrier: str) -> None:
    rooms.says("B", "Manila too", "And Lagos")
    rewords(rooms, "B", "Recognise prior skills")
    with rooms.at("desk") as desk:
        desk.merging.merge([rooms.hands_in("B")])
        desk.history.undo()
        assert texts(desk) == []
    handed = rooms.hands_in("desk") if carrier == "package" else rooms.file("desk")
    for name in ("B", "C"):
        with rooms.at(name) as desk:
            before = lists(desk)
            desk.merging.merge([handed])
            assert (lists(desk), desk.settling.conflicts(), desk.checking.faults()) == (before, (), ())
    with rooms.at("B") as desk:
        assert texts(desk) == ["And Lagos", "Manila too"]


def test_a_sealed_answer_stands_where_a_colleague_takes_back_the_merge_that_brought_it(
    secretariat: Secretariat,
) -> None:
    pack = secretariat.sends("Dakar")["Dakar"]
    secretariat.opens("Dakar", pack)
    secretariat.answers("Dakar", "Dakar", R1=Decision.ACCEPT)
    returned = secretariat.returns("Dakar", "Dakar")
    colleague = Path(shutil.copy(secretariat.file, secretariat.folder / "colleague.forum"))
    with secretariat.at("colleague", colleague) as desk:
        desk.merging.merge([returned])
        assert decisions(desk)["Dakar"][1] == "accept"
        desk.history.undo()
        handed = desk.packing.pack(secretariat.folder / "from the colleague").path
    with secretariat.at() as desk:
        desk.merging.merge([returned])
        desk.merging.merge([handed])
        assert decisions(desk)["Dakar"] == {1: "accept", 2: "", 3: ""}
        assert desk.settling.conflicts() == ()
    with secretariat.at("Dakar", secretariat.folder / "Dakar.forum") as desk:
        desk.merging.merge([handed])
        (sent,) = [one.answer for one in review(desk, "Dakar").questions if one.answer.decision is Decision.ACCEPT]
        assert sent.is_as_sent


@pytest.mark.parametrize("on_a_copy", [False, True], ids=["in the file", "in a copy of the file"])
@pytest.mark.parametrize("beside", [(), ("One more",)], ids=["the same file", "with a fresh note beside"])
def test_what_was_set_aside_is_offered_when_it_comes_again(
    rooms: Rooms, beside: tuple[str, ...], *, on_a_copy: bool
) -> None:
    rooms.says("B", "One", "Two")
    first = rooms.hands_in("B").rename(rooms.folder / "first.forumpack")
    rooms.says("B", "Three", "Four", "Five")
    second = rooms.hands_in("B")
    with rooms.at("desk") as desk:
        desk.merging.merge([first])
        desk.merging.merge([second])
        desk.history.undo()
        assert texts(desk) == ["One", "Two"]
    if on_a_copy:
        shutil.copy(rooms.file("desk"), rooms.folder / "copy.forum")
    if beside:
        rooms.says("B", *beside)
        second = rooms.hands_in("B")
    with rooms.at("copy" if on_a_copy else "desk", laptop="desk") as desk:
        looked = desk.merging.look([second])
        assert (looked.aside, looked.fresh) == (3, len(beside))
        left = desk.merging.merge([second], Terms(bring_back=False))
        assert (left.aside, texts(desk)) == (3, sorted(["One", "Two", *beside]))
        again = desk.merging.look([second])
        assert (again.aside, again.fresh) == (3, 0)
        assert desk.merging.merge([second]).brings
        assert texts(desk) == sorted(["One", "Two", "Three", "Four", "Five", *beside])
        desk.history.undo()
        assert texts(desk) == sorted(["One", "Two", *beside])


def test_a_merge_taken_back_is_the_state_before_and_brought_again_the_state_after(rooms: Rooms) -> None:
    with rooms.at("A") as desk:
        desk.recommending.delete([asked(desk)])
    rewords(rooms, "B", "Recognise prior skills")
    rooms.says("B", "Said in B @Quito")
    with rooms.at("desk") as desk:
        states = [lists(desk)]
        for package in (rooms.hands_in("A"), rooms.hands_in("B")):
            desk.merging.merge([package])
            states.append(lists(desk))
        assert [one.field for one in desk.settling.conflicts()] == ["_deleted"]
        for _ in range(2):
            for step in (1, 0):
                desk.history.undo()
                assert lists(desk) == states[step]
            for step in (1, 2):
                desk.history.redo()
                assert lists(desk) == states[step]
        assert desk.checking.faults() == ()


def test_one_undo_and_redo_at_the_desk_makes_no_conflict_of_a_laptop_against_itself(rooms: Rooms) -> None:
    rewords(rooms, "B", "First")
    with rooms.at("desk") as desk:
        desk.merging.merge([rooms.hands_in("B")])
        desk.history.undo()
        desk.history.redo()
    for text in ("Second", "Third"):
        rewords(rooms, "B", text)
        with rooms.at("desk") as desk:
            desk.merging.merge([rooms.hands_in("B")])
            assert desk.settling.conflicts() == ()
            assert desk.recommending.get(asked(desk)).text == text  # type: ignore[union-attr]


def test_an_undo_that_changes_nothing_conflicts_with_no_later_edit(rooms: Rooms) -> None:
    with rooms.at("A") as desk:
        desk.recommending.change([asked(desk)], actor="The city")
        first = desk.history.entries()[0].id
        desk.recommending.change([asked(desk)], actor="The region")
        outcome = desk.history.undo(first)
        assert (outcome.changed, outcome.stayed) == (0, 1)
    with rooms.at("B") as desk:
        desk.merging.merge([rooms.hands_in("A")])
        desk.recommending.change([asked(desk)], actor="The state")
    with rooms.at("A") as desk:
        desk.merging.merge([rooms.hands_in("B")])
        assert desk.settling.conflicts() == ()
        assert desk.recommending.get(asked(desk)).actor == "The state"  # type: ignore[union-attr]


def test_taking_back_that_packs_were_sent_leaves_the_answers_that_came(secretariat: Secretariat) -> None:
    pack = secretariat.sends("Dakar")["Dakar"]
    secretariat.opens("Dakar", pack)
    secretariat.answers("Dakar", "Dakar", R1=Decision.ACCEPT, R2=Decision.ACCEPT)
    with secretariat.at() as desk:
        sending = desk.history.entries()[0].id
        desk.merging.merge([secretariat.returns("Dakar", "Dakar")])
        before = lists(desk)
        outcome = desk.history.undo(sending)
        assert outcome.stayed > 0
        assert decisions(desk)["Dakar"] == {1: "accept", 2: "accept", 3: ""}
        assert (lists(desk), desk.settling.conflicts()) == (before, ())


def test_answers_to_a_pack_whose_sending_was_taken_back_are_told_and_shown_once_it_is_sent_again(
    secretariat: Secretariat,
) -> None:
    packs = secretariat.sends("Dakar", "Quito")
    for city in packs:
        secretariat.opens(city, packs[city])
        secretariat.answers(city, city, R1=Decision.ACCEPT, R2=Decision.ACCEPT)
    with secretariat.at() as desk:
        sending = desk.history.entries()[0].id
        desk.merging.merge([secretariat.returns("Dakar", "Dakar")])
        desk.history.undo(sending)
        assert desk.checking.oddities() == ()
        desk.merging.merge([secretariat.returns("Quito", "Quito")])
        (told,) = desk.checking.oddities()
        assert told.startswith("2 answers of Quito are to what no review pack here asks, and not shown:")
    secretariat.sends("Quito")
    with secretariat.at() as desk:
        assert decisions(desk)["Quito"] == {1: "accept", 2: "accept", 3: ""}
        assert (desk.checking.oddities(), desk.checking.faults()) == ((), ())


def test_what_stays_of_a_merge_names_the_word_of_ones_own_and_goes_with_it(rooms: Rooms) -> None:
    rooms.says("B", "Manila too", "And Lagos")
    with rooms.at("desk") as desk:
        desk.merging.merge([rooms.hands_in("B")])
        merge = desk.history.entries()[0].id
        one = next(one for one in desk.capturing.notes(desk.planning.session("S1").id).notes if one.text == "And Lagos")
        desk.capturing.change([one.id], text="And Lagos, says the mayor")
        outcome = desk.history.undo(merge)
        assert (outcome.is_merge, outcome.held, [step.name for step in outcome.holding]) == (True, 1, ["edit-note"])
        assert texts(desk) == ["And Lagos, says the mayor"]
        desk.history.undo(outcome.holding[0].act)
        assert texts(desk) == []


def test_what_nobody_signed_is_witnessed_once_and_comes_back_after_an_undo(rooms: Rooms) -> None:
    rooms.says("A", "Signed")
    rooms.hands_in("A")
    with rooms.at("A") as desk:
        desk.capturing.keep(desk.planning.session("S1").id, "Never signed")
        dead = Path(shutil.copy(desk.keeping.take("before it died").path, rooms.folder / "dead.forum"))
    terms = Terms(witness=True)
    with rooms.at("desk") as desk:
        states = [lists(desk)]
        desk.merging.merge([dead], terms)
        states.append(lists(desk))
        assert texts(desk) == ["Never signed", "Signed"]
        again = desk.merging.merge([dead], terms)
        assert (again.fresh, again.brings, lists(desk)) == (0, False, states[1])
        desk.history.undo()
        assert lists(desk) == states[0]
        looked = desk.merging.look([dead], terms)
        assert (looked.fresh, looked.aside > 0) == (0, True)
        assert not desk.merging.merge([dead], Terms(witness=True, bring_back=False)).brings
        assert desk.merging.merge([dead], terms).brings
        assert lists(desk) == states[1]
        desk.history.undo()
        assert (lists(desk), desk.checking.faults()) == (states[0], ())


def test_what_was_witnessed_and_taken_out_for_good_does_not_come_back(rooms: Rooms) -> None:
    rooms.says("A", "Signed")
    rooms.hands_in("A")
    with rooms.at("A") as desk:
        desk.capturing.keep(desk.planning.session("S1").id, "Never signed")
        dead = Path(shutil.copy(desk.keeping.take("before it died").path, rooms.folder / "dead.forum"))
    with rooms.at("desk", laptop="Template") as desk:  # that of the founder
        desk.merging.merge([dead], Terms(witness=True))
        (note,) = (one["id"] for one in desk.listing.listed("notes") if one["text"] == "Never signed")
        with desk._database.write("take-out") as work:
            work.redact(note, ["text"])
        for undone in (False, True):
            if undone:
                desk.history.undo(next(act.id for act in desk.history.entries() if act.name == "merge"))
            desk.merging.merge([dead], Terms(witness=True))
            assert "Never signed" not in texts(desk)


# ---- handing over what came back, with what was added since the last hand-over


def since_last(rooms: Rooms, desk: Desk, name: str) -> Path:
    return desk.packing.pack(rooms.folder / name, desk.packing.scope(since_last=True)).path


def noted(desk: Desk) -> list[Any]:
    return list(desk.listing.listed("notes"))


@pytest.mark.parametrize("way", ["redo", "the same package", "a later package"])
def test_what_came_back_is_handed_over_by_whichever_way_it_came(rooms: Rooms, way: str) -> None:
    rooms.says("B", "One", "Two")
    first = rooms.hands_in("B").rename(rooms.folder / "first.forumpack")
    rooms.says("B", "Three")
    later = rooms.hands_in("B")
    with rooms.at("desk") as desk:
        desk.merging.merge([first])
        desk.history.undo()
        packages = [since_last(rooms, desk, "before")]
        if way == "redo":
            desk.history.redo()
        else:
            desk.merging.merge([first if way == "the same package" else later])
        packages.append(since_last(rooms, desk, "after"))
        again = desk.packing.pack(rooms.folder / "again", desk.packing.scope(since_last=True)).manifest
        assert again.receipt.notes == 0  # it was handed over once it had come back
        shown = noted(desk)
    with rooms.at("C") as desk:
        for package in packages:
            assert desk.merging.merge([package]).missing == ()
        assert noted(desk) == shown
        assert len(shown) == 3 if way == "a later package" else 2


@pytest.mark.parametrize("whose", ["a word of the desk", "a word of B, left aside but for what it builds on"])
def test_what_a_word_stands_on_is_handed_over_where_it_was_set_aside_before(rooms: Rooms, whose: str) -> None:
    rooms.says("B", "One", "Two")
    first = rooms.hands_in("B").rename(rooms.folder / "first.forumpack")
    with rooms.at("B") as desk:
        (one,) = (one["id"] for one in noted(desk) if one["text"] == "One")
    with rooms.at("desk") as desk:
        desk.merging.merge([first])
        if whose == "a word of the desk":
            desk.capturing.change([one], text="One, says the mayor")
            edit, merge = (act.id for act in desk.history.entries()[:2])
            desk.history.undo(merge)
            desk.history.undo(edit)
        else:
            desk.history.undo()
        assert noted(desk) == []
        packages = [since_last(rooms, desk, "before")]
    if whose != "a word of the desk":
        with rooms.at("B") as desk:
            desk.capturing.change([one], text="One, says the mayor")
    with rooms.at("desk") as desk:
        if whose == "a word of the desk":
            desk.history.redo()
        else:
            desk.merging.merge([rooms.hands_in("B")], Terms(bring_back=False))
        shown = noted(desk)
        assert [one["text"] for one in shown] == ["One, says the mayor"]
        packages.append(since_last(rooms, desk, "after"))
    with rooms.at("C") as desk:
        for package in packages:
            assert desk.merging.merge([package]).missing == ()
        assert (noted(desk), desk.settling.conflicts(), desk.checking.faults()) == (shown, (), ())
