"""Cities are asked: each gets its own pack, in its language, with nothing that is not its to see."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

from forumdesk.domain.answers import Decision
from forumdesk.domain.errors import BadInput, Cancelled, CannotWrite, DiskFull, ForumDeskError, NotFound
from forumdesk.domain.forum import Attribution
from forumdesk.domain.people import Role
from forumdesk.domain.recommendations import Status
from forumdesk.domain.review import ChangeKind
from forumdesk.services import packing
from forumdesk.services.desk import Desk
from forumdesk.services.packing import Seal
from forumdesk.services.reviewing import Order
from tests.exports.sources import column_of
from tests.services.cities import Secretariat, answer, asked, decisions, review


def numbers(desk: Desk, city: str) -> list[int]:
    return [one.number for one in desk.reviewing.packs(desk.reviewing.city(city))]


def inside(package: Path) -> str:
    """All that a package says."""
    with ZipFile(package) as packed:
        return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


def test_each_city_gets_its_own_pack_in_its_language(secretariat: Secretariat) -> None:
    sent = secretariat.sends()
    assert sorted(path.name for path in sent.values()) == [
        "Dakar, Senegal.forumpack",
        "Manila, Philippines.forumpack",
        "Quito, Ecuador.forumpack",
    ]
    with secretariat.at() as desk:
        packs = [desk.reviewing.packs(city)[-1] for city in desk.reviewing.cities()]
        assert [(one.city, one.number, one.language, len(one.items)) for one in packs] == [
            ("Dakar", 1, "fr", 3),
            ("Manila", 1, "en", 3),
            ("Quito", 1, "es", 3),
        ]
        assert {text for row in decisions(desk).values() for text in row.values()} == {""}


def test_a_pack_holds_neither_notes_nor_people_nor_another_citys_answers(secretariat: Secretariat) -> None:
    secretariat.sends()
    with secretariat.at() as desk:
        answer(desk, "Quito", R1={"decision": Decision.REJECT, "reason": "A reason of Quito"})
        answer(desk, "Dakar", R1={"decision": Decision.REJECT, "reason": "A reason of Dakar"})
    said = inside(secretariat.sends("Dakar")["Dakar"])
    assert "A reason of Dakar" in said
    for secret in ("A reason of Quito", "A secret of the room", "Mayor", "Manila"):
        assert secret not in said


def test_a_group_is_asked_about_once_and_tells_no_city_that_one_of_its_members_may_not(
    secretariat: Secretariat,
) -> None:
    with secretariat.at() as desk:
        closed = desk.planning.add_session("Closed", code="S2", attribution=Attribution.CHATHAM_HOUSE)
        ids = [one["id"] for one in desk.listing.listed("recommendations")][:2]
        hidden = desk.recommending.add("Recognise skills from abroad", session=closed.id, city="Quito").id
        group = desk.grouping.group([*ids, hidden], text="Open a desk that recognises skills.")
        desk.recommending.change([group.id], status=Status.FINAL)
    secretariat.sends("Dakar")
    with secretariat.at() as desk:
        items = [one.item for one in review(desk, "Dakar").questions]
        assert [(one.text, one.proposed_by) for one in items] == [
            ("Open a desk that recognises skills.", ""),
            ("Publish local data.", "Quito"),
        ]


def test_who_proposed_it_stays_in_a_closed_room(secretariat: Secretariat) -> None:
    with secretariat.at() as desk:
        session = desk.planning.add_session("Closed", code="S2", attribution=Attribution.CHATHAM_HOUSE)
        note = desk.capturing.keep(session.id, "Said behind closed doors @Manila")
        for made in (
            desk.recommending.add("Asked in a closed room", session=session.id, city="Manila"),
            desk.recommending.add("Asked by somebody", city="Manila", unattributed=True),
            desk.recommending.add("From a closed note", city="Manila", sources=(note.id,)),
        ):
            desk.recommending.change([made.id], status=Status.FINAL)
    secretariat.sends("Dakar")
    with secretariat.at() as desk:
        proposers = {one.item.text: one.item.proposed_by for one in review(desk, "Dakar").questions}
    assert proposers["Open a one-stop desk."] == "Quito"
    assert {proposers[text] for text in proposers if text.startswith(("Asked", "From"))} == {""}


def test_a_text_that_tells_who_was_there_is_named_before_it_is_sent(secretariat: Secretariat) -> None:
    with secretariat.at() as desk:
        session = desk.planning.add_session("Closed", code="S2", attribution=Attribution.CHATHAM_HOUSE)
        desk.capturing.keep(session.id, "Said @Manila")
        made = desk.recommending.add("Do as Manila does", session=session.id)
        desk.recommending.change([made.id], status=Status.FINAL)
        assert desk.reviewing.cautions() == ("R-04",)
        assert desk.reviewing.cautions([desk.reviewing.offered()[0].id]) == ()


def test_the_same_again_is_the_same_pack_and_other_words_another(secretariat: Secretariat) -> None:
    secretariat.sends("Dakar")
    secretariat.sends("Dakar")
    with secretariat.at() as desk:
        assert numbers(desk, "Dakar") == [1]
        desk.recommending.change([desk.reviewing.offered()[0].id], text="Open two desks.")
    secretariat.sends("Dakar")
    secretariat.sends("Dakar", language="en")
    with secretariat.at() as desk:
        assert numbers(desk, "Dakar") == [1, 2, 3]
        packs = desk.reviewing.packs(desk.reviewing.city("Dakar"))
        assert [one.language for one in packs] == ["fr", "fr", "en"]


def test_only_what_is_picked_is_sent(secretariat: Secretariat) -> None:
    with secretariat.at() as desk:
        picked = desk.reviewing.offered()[1].id
    secretariat.sends("Dakar", recommendations=(picked,))
    with secretariat.at() as desk:
        assert decisions(desk) == {"Dakar": {2: ""}}


def test_what_changed_since_a_pack_is_told(secretariat: Secretariat) -> None:
    secretariat.sends("Dakar")
    secretariat.clock.go(hours=1)
    with secretariat.at() as desk:
        first, second, third = desk.reviewing.offered()
        answer(desk, "Dakar", R2=Decision.ACCEPT)
        desk.recommending.change([first.id], text="Open two desks.")
        desk.recommending.change([second.id], actor="The city")
        desk.recommending.change([third.id], status=Status.WITHDRAWN)
        new = desk.recommending.add("Something new")
        desk.recommending.change([new.id], status=Status.FINAL)
        since = desk.reviewing.changes(desk.reviewing.city("Dakar"))
        told = {(one.item.number, one.kind) for one in since.changes}
        assert told == {
            (1, ChangeKind.REWORDED),
            (2, ChangeKind.CHANGED),
            (2, ChangeKind.ANSWERED),
            (3, ChangeKind.WITHDRAWN),
            (4, ChangeKind.NEW),
        }
        book = desk.reviewing.send_to(Order(("Dakar",), language="en"), secretariat.folder / "Dakar.xlsx").path
        assert column_of(book, "Answers", "No") == ["R-01", "R-02", "R-04"]
        assert column_of(book, "Answers", "Since the last pack") == ["Reworded", "Changed", "New"]
        desk.history.undo()
    pack = secretariat.sends("Dakar")["Dakar"]
    with secretariat.at("dakar", secretariat.opens("dakar", pack)) as desk:
        since = desk.reviewing.changes(desk.reviewing.city("Dakar"), 1)
        assert {(one.item.number, one.kind) for one in since.changes} == told
        reworded = next(one for one in since.changes if one.kind is ChangeKind.REWORDED)
        assert reworded.before is not None
        assert (reworded.before.text, reworded.item.text) == ("Open a one-stop desk.", "Open two desks.")
        questions = {one.item.number: one for one in review(desk, "Dakar").questions}
        assert (questions[4].is_new, questions[3].is_withdrawn) == (True, True)
        assert questions[1].before is not None
        with pytest.raises(NotFound, match="Dakar has no pack 7"):
            desk.reviewing.changes(desk.reviewing.city("Dakar"), 7)


def test_nothing_changed_where_nothing_was_sent(secretariat: Secretariat) -> None:
    with secretariat.at() as desk, pytest.raises(NotFound, match="Nothing was sent to Dakar"):
        desk.reviewing.changes(desk.reviewing.city("Dakar"))


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        (Order(()), "A pack needs a city"),
        (Order(("Atlantis",)), "“Atlantis” is no city of this forum"),
        (Order(("Dakar",), language="xx"), "does not come in “xx”"),
        (Order(("Dakar",), ("f" * 32,)), "not in the forum any more"),
    ],
)
def test_an_order_that_cannot_be_met_changes_nothing(secretariat: Secretariat, order: Order, sentence: str) -> None:
    with secretariat.at() as desk:
        before = desk.history.entries()
        with pytest.raises(ForumDeskError, match=sentence):
            desk.reviewing.send(order, secretariat.folder)
        assert desk.history.entries() == before


def test_without_a_final_recommendation_there_is_nothing_to_send(secretariat: Secretariat) -> None:
    with secretariat.at() as desk:
        desk.recommending.change([one.id for one in desk.reviewing.offered()], status=Status.WITHDRAWN)
        with pytest.raises(BadInput, match="There is no recommendation to send"):
            desk.reviewing.send(Order(("Dakar",)), secretariat.folder)


def test_a_workbook_is_not_encrypted_in_silence_or_otherwise(secretariat: Secretariat) -> None:
    with secretariat.at() as desk, pytest.raises(BadInput, match="cannot be encrypted"):
        desk.reviewing.send(Order(("Dakar",)), secretariat.folder, workbook=True, sealed=Seal(passphrase="jacaranda"))  # noqa: S106


def test_the_history_names_whose_pack_and_whose_answer_it_was(secretariat: Secretariat) -> None:
    secretariat.sends("Dakar")
    with secretariat.at() as desk:
        answer(desk, "Dakar", R1=Decision.ACCEPT)
        assert [(one.name, one.subject) for one in desk.history.entries(2)] == [
            ("answer-recommendation", "Dakar"),
            ("send-review-packs", "Dakar 1"),
        ]


def test_a_pack_that_was_never_written_was_never_sent(
    secretariat: Secretariat, monkeypatch: pytest.MonkeyPatch
) -> None:
    with secretariat.at() as desk:
        with pytest.raises(CannotWrite, match="does not exist"):
            desk.reviewing.send(Order(("Dakar",)), secretariat.folder / "nowhere")
        assert numbers_of_all(desk) == []

        monkeypatch.setattr(packing, "put", full_disk)
        with pytest.raises(DiskFull):
            desk.reviewing.send(Order(("Dakar", "Quito")), secretariat.folder)
        monkeypatch.undo()
        assert numbers_of_all(desk) == []
        assert decisions(desk) == {}
        desk.reviewing.send(Order(("Dakar",)), secretariat.folder)
        assert decisions(desk)["Dakar"] == {1: "", 2: "", 3: ""}
        monkeypatch.setattr(packing, "put", full_disk)
        with pytest.raises(DiskFull):
            desk.reviewing.send(Order(("Dakar",)), secretariat.folder)
        assert numbers_of_all(desk) == [1], "the pack that was sent before was sent"


def test_who_stops_the_sending_has_sent_nothing(secretariat: Secretariat) -> None:
    def stopping(done: int, total: int, what: str = "") -> None:
        if done:
            raise Cancelled("Stopped at {done} of {total}: {what}.", done=done, total=total, what=what)

    with secretariat.at() as desk:
        with pytest.raises(Cancelled):
            desk.reviewing.send(Order(("Dakar", "Quito")), secretariat.folder, progress=stopping)
        assert numbers_of_all(desk) == []
    assert list(secretariat.folder.glob("*.forumpack")) == []


def full_disk(_path: Path, _write: object) -> None:
    raise DiskFull("There is no room.")


def numbers_of_all(desk: Desk) -> list[int]:
    return [number for city in desk.reviewing.cities() for number in numbers(desk, city.key)]


def test_cities_of_one_name_are_told_apart_by_their_country(secretariat: Secretariat) -> None:
    with secretariat.at() as desk:
        for country in ("CR", "US"):
            desk.people.add(position="Mayor", city="San José" if country == "CR" else "San Jose", country=country)
        with pytest.raises(BadInput, match="More than one city is called “San José”"):
            desk.reviewing.city("San José")
        assert desk.reviewing.city("san josé, costa rica").country == "Costa Rica"


def test_a_district_that_is_no_city_of_the_world_is_asked_too(secretariat: Secretariat) -> None:
    with secretariat.at() as desk:
        desk.people.add(position="Head", city="Sector 7", country="PH", role=Role.CITY_OFFICIAL)
        city = desk.reviewing.city("sector 7")
        assert (city.place, city.label) == (0, "Sector 7, Philippines")
    secretariat.sends("Sector 7")
    with secretariat.at() as desk:
        assert decisions(desk) == {"Sector 7": {1: "", 2: "", 3: ""}}


def test_a_pack_begins_a_forum_where_a_city_has_none(secretariat: Secretariat) -> None:
    pack = secretariat.sends("Dakar")["Dakar"]
    with secretariat.at("dakar", secretariat.opens("dakar", pack)) as desk:
        assert desk.planning.forum().title == "Test forum"
        assert [one.label for one in desk.answering.asked()] == ["Dakar, Senegal"]
        assert desk.keeping.listed() == ()
        assert desk.checking.faults() == ()


def test_what_asks_no_city_anything_begins_no_forum(secretariat: Secretariat) -> None:
    with secretariat.at() as desk:
        whole = desk.packing.pack(secretariat.folder / "whole").path
        sealed = secretariat.folder / "sealed.forumpack"
        desk.reviewing.send_to(Order(("Dakar",)), sealed, sealed=Seal((desk.identity.recipient,)))
        desk.history.undo()
        empty = desk.packing.pack(secretariat.folder / "none").path
    assert whole.exists()
    for pack, sentence in ((empty, "asks no city anything"), (sealed, "is encrypted")):
        with pytest.raises(BadInput, match=sentence):
            secretariat.opens("dakar", pack)
        assert not (secretariat.folder / "dakar.forum").exists()


def test_a_city_finds_what_it_answered_before_in_the_next_pack(secretariat: Secretariat) -> None:
    secretariat.sends("Dakar")
    with secretariat.at() as desk:
        answer(desk, "Dakar", R3={"decision": Decision.DEFER, "reason": "Next year"})
        assert asked(desk, "Dakar", 3)
    pack = secretariat.sends("Dakar")["Dakar"]
    with secretariat.at("dakar", secretariat.opens("dakar", pack)) as desk:
        assert decisions(desk) == {"Dakar": {1: "", 2: "", 3: "defer"}}


def test_a_pack_that_was_answered_stays_and_the_others_of_its_sending_go(secretariat: Secretariat) -> None:
    with secretariat.at() as desk:
        sent = desk.reviewing.send(Order(("Dakar", "Quito")), secretariat.folder)
        act = desk.history.next_steps()[0]
        assert act is not None
    pack = next(one.path for one in sent if one.pack.city == "Dakar")
    secretariat.opens("dakar", pack)
    secretariat.answers("dakar", "Dakar", R1=Decision.ACCEPT)
    back = secretariat.returns("dakar", "Dakar")
    with secretariat.at() as desk:
        desk.merging.merge([back])
        desk.history.undo()
        assert desk.history.undo(act.act).stayed == 0, "an answer that is set aside is none"
        assert (numbers(desk, "Dakar"), numbers(desk, "Quito")) == ([], [])
        desk.history.redo()
        desk.history.redo()
        assert desk.history.undo(act.act).stayed > 0
        assert (numbers(desk, "Dakar"), numbers(desk, "Quito")) == ([1], [])
        assert [one.item.label for one in review(desk, "Dakar").questions] == ["R-01", "R-02", "R-03"]
        assert decisions(desk)["Dakar"][1] == "accept"
        assert desk.checking.faults() == ()
        desk.history.redo()
        assert (numbers(desk, "Dakar"), numbers(desk, "Quito")) == ([1], [1])
        assert desk.checking.faults() == ()


def test_an_answer_to_an_older_pack_that_is_set_aside_keeps_no_newer_one(secretariat: Secretariat) -> None:
    secretariat.sends("Dakar")
    with secretariat.at() as desk:
        answer(desk, "Dakar", R1=Decision.ACCEPT)
        desk.recommending.change([desk.reviewing.offered()[0].id], text="Open two desks.")
    secretariat.sends("Dakar")
    with secretariat.at() as desk:
        assert numbers(desk, "Dakar") == [1, 2]
        act = next(one.id for one in desk.history.entries() if one.name == "send-review-packs")
        answer(desk, "Dakar", R1=Decision.REJECT)
        desk.history.undo()
        desk.history.undo(act)
        assert numbers(desk, "Dakar") == [1]
        assert decisions(desk)["Dakar"][1] == "accept"
        assert desk.checking.faults() == ()
