"""Who said it: what nobody signed is never another laptop's word, and a stranger changes nothing that others said."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from forumdesk.domain.answers import Answer, Decision, answer_id, city_key
from forumdesk.domain.errors import NotAllowed, NotFound
from forumdesk.domain.handover import Errand, Scope
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.records import JsonValue
from forumdesk.domain.revisions import REDACTION, Revision
from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from forumdesk.services.identity import Identity
from forumdesk.services.merging import Merged, Terms
from forumdesk.services.preferences import home
from tests.builders import a_laptop, a_revision
from tests.services.cities import Secretariat, decisions, review
from tests.services.forging import altered, begun, heads_of, packaged, put_in, written_in
from tests.services.hands import HandClock
from tests.services.rooms import Rooms

STRANGER = a_laptop("A stranger")
FORGED = "holds words that the laptops it names did not sign, so nothing of it was read."
STRAYS = "was sent with one errand and holds what belongs to another, so nothing of it was read."


@pytest.fixture
def rooms(blank: Path, tmp_path: Path) -> Rooms:
    """A forum with one session, twenty notes and one recommendation, as every room gets it."""
    with Rooms(blank, tmp_path).at("prepared") as desk:
        session = desk.planning.add_session("Employment", code="S1")
        desk.recommending.add("Recognise foreign skills", session=session.id)
        for number in range(20):
            desk.capturing.keep(session.id, f"Said {number}")
    return Rooms(tmp_path / "prepared.forum", tmp_path)


def texts(desk: Desk) -> list[str]:
    return sorted(one.text for one in desk.capturing.notes(desk.planning.session("S1").id).notes)


def refusal(merged: Merged) -> str:
    return str(merged.sources[0].refused or "")


# ---- forged words


BENT: Mapping[str, Mapping[str, Any]] = {
    "author": {"author": "Somebody else"},
    "device": {"device": STRANGER.device},
    "number": {"number": 7_000},
    "altered value under a true header": {"fields": {"text": "Never said"}, "closed": 1},
    "values said to have been kept back": {"fields": {}, "closed": 0, "salt": ""},
}


@pytest.mark.parametrize("what", BENT)
def test_words_that_were_forged_in_a_package_keep_all_of_it_out(rooms: Rooms, what: str) -> None:
    rooms.says("B", "Manila too")
    with rooms.at("B") as desk:
        content, forum = written_in(desk), begun(desk)
    own = [one for one in content if one.device == a_laptop("B").device]
    note = next(one for one in own if one.kind == "note")
    path = packaged(
        rooms.folder / "forged.forumpack",
        STRANGER,
        forum,
        [put_in(one, **BENT[what]) if one is note else one for one in own],
        heads=heads_of(own, a_laptop("B"), forum),
    )
    with rooms.at("desk") as desk:
        before = texts(desk)
        said = refusal(desk.merging.merge([path]))
        assert FORGED in said or said.startswith("A revision ")
        assert texts(desk) == before
        assert desk.checking.faults() == ()


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("UPDATE revision SET author = 'Somebody else' WHERE seq > {last}", id="author"),
        pytest.param("UPDATE branch SET device = '{stranger}' WHERE device = '{device}'", id="device"),
        pytest.param("UPDATE revision SET number = number + 900 WHERE seq > {last}", id="number"),
        pytest.param("UPDATE signed SET root = zeroblob(32)", id="head"),
        pytest.param("UPDATE revision SET fields = '{{\"text\":\"Never said\"}}' WHERE kind = 'note'", id="value"),
        pytest.param("UPDATE revision SET closed = 0, salt = x'', items = '[]' WHERE kind = 'note'", id="kept back"),
    ],
)
def test_words_that_were_forged_in_a_forum_file_are_nobody_s(rooms: Rooms, statement: str) -> None:
    with rooms.at("B") as desk:
        last = len(written_in(desk))
    rooms.says("B", "Manila too")
    path = altered(rooms.file("B"), statement.format(last=last, device=a_laptop("B").device, stranger=STRANGER.device))
    with rooms.at("desk") as desk:
        before = texts(desk)
        (source,) = desk.merging.merge([path]).sources
        assert texts(desk) == before
        assert source.refused is not None or source.unsigned
        assert desk.checking.faults() == ()


def test_a_package_says_nothing_in_the_name_of_another_laptop(rooms: Rooms) -> None:
    with rooms.at("desk") as desk:
        forum, note = begun(desk), next(one for one in written_in(desk) if one.kind == "note")
    said = a_revision({"text": "Never said"}, device=a_laptop("B").device, record=note.record, parents=(note.id,))
    path = packaged(rooms.folder / "forged.forumpack", STRANGER, forum, [said])
    with rooms.at("desk") as desk:
        before = texts(desk)
        assert FORGED in refusal(desk.merging.merge([path]))
        assert texts(desk) == before


# ---- taking out without authority


def requests(desk: Desk) -> list[Revision]:
    """A stranger's requests to take every text and every author out."""
    notes = [one for one in written_in(desk) if one.kind in ("note", "recommendation")]
    return [
        a_revision(
            {"revision": one.id, "items": "0 1 2 3 4"},
            kind=REDACTION,
            record=one.record,
            number=number,
            device=STRANGER.device,
            begins=False,
        )
        for number, one in enumerate(notes)
    ]


def by_file(rooms: Rooms) -> Path:
    """The stranger's own copy of the forum, with the same requests in it, signed."""
    path = Path(shutil.copy(rooms.prepared, rooms.folder / "stranger.forum"))
    with Forums(STRANGER, HandClock()).opened(path) as desk:
        with desk._database.write("redact") as work:
            for one in work.rows("SELECT id FROM at_note"):
                work.redact(one[0], ("text",))
        desk.identity = Identity(rooms.folder / "home of a stranger", STRANGER.secret)
        desk.attesting.sign()
    return path


@pytest.mark.parametrize("carrier", ["package", "forum file"])
def test_a_stranger_s_requests_blank_nothing_and_stand_in_nobody_s_way(rooms: Rooms, carrier: str) -> None:
    with rooms.at("desk") as desk:
        if carrier == "package":
            path = packaged(rooms.folder / "4 kB.forumpack", STRANGER, begun(desk), requests(desk))
        else:
            path = by_file(rooms)
        desk.capturing.keep(desk.planning.session("S1").id, "A note of one's own")
        before = texts(desk)
        desk.merging.merge([path])
        assert (len(before), texts(desk)) == (21, before)
        assert desk.history.next_steps()[0].name == "merge"  # type: ignore[union-attr]
        desk.history.undo()
        assert texts(desk) == before
        desk.history.undo()
        assert "A note of one's own" not in texts(desk)
        assert desk.checking.faults() == ()


# ---- errands


@pytest.fixture
def dakar(secretariat: Secretariat) -> Secretariat:
    """Dakar was asked, and its laptop has the pack."""
    secretariat.opens("Dakar", secretariat.sends("Dakar", "Quito")["Dakar"])
    return secretariat


def strayed(dakar: Secretariat, *said: Revision) -> str:
    """What comes of a package that Dakar's laptop signed as its city's answers."""
    laptop = a_laptop("Dakar")
    with dakar.at() as desk:
        path = packaged(
            dakar.folder / "answers.forumpack",
            laptop,
            begun(desk),
            said,
            scope=Scope(city="Dakar", place=_place(desk, "Dakar"), errand=Errand.ANSWERS),
        )
        before = list(desk.listing.listed("recommendations")), decisions(desk)
        told = refusal(desk.merging.merge([path]))
        assert (list(desk.listing.listed("recommendations")), decisions(desk)) == before
    return told


def _place(desk: Desk, city: str) -> int:
    return desk.reviewing.city(city).place


@pytest.mark.parametrize("fields", [{"_deleted": True}, {"text": "Never asked"}], ids=["deletes", "rewords"])
def test_answers_of_a_city_change_no_recommendation(dakar: Secretariat, fields: dict[str, str | bool]) -> None:
    with dakar.at() as desk:
        one = next(each for each in written_in(desk) if each.kind == Recommendation.KIND)
    said = a_revision(
        fields, kind=Recommendation.KIND, record=one.record, parents=(one.id,), begins=False,
        device=a_laptop("Dakar").device,
    )  # fmt: skip
    assert STRAYS in strayed(dakar, said)


def test_a_city_seals_no_answer_of_another(dakar: Secretariat) -> None:
    with dakar.at() as desk:
        quito = desk.reviewing.city("Quito")
        one = review(desk, "Quito").questions[0]
    record = answer_id(city_key(quito.name, quito.place), str(one.item.recommendation))
    said: dict[str, JsonValue] = {
        "recommendation": str(one.item.recommendation),
        "city": "Quito",
        "place": quito.place,
        "decision": "reject",
    }
    sealing: dict[str, JsonValue] = {"decision": "reject", "sent": "2026-09-29T09:00:00.000Z"}
    for fields in (said, sealing):
        forged = a_revision(
            fields, kind=Answer.KIND, record=record, device=a_laptop("Dakar").device, begins="city" in fields
        )
        assert STRAYS in strayed(dakar, forged)


def test_a_review_pack_brings_a_city_nothing_but_what_it_is_for(secretariat: Secretariat) -> None:
    secretariat.sends("Dakar")
    with secretariat.at() as desk:
        note = a_revision({"text": "A secret"}, device=a_laptop("secretariat").device)
        path = packaged(
            secretariat.folder / "pack.forumpack",
            a_laptop("secretariat"),
            begun(desk),
            [note],
            scope=Scope(city="Dakar", place=_place(desk, "Dakar"), errand=Errand.REVIEW),
        )
        assert STRAYS in refusal(desk.merging.merge([path]))


def test_what_a_city_truly_answered_comes_all_the_same(dakar: Secretariat) -> None:
    dakar.answers("Dakar", "Dakar", R1={"decision": Decision.REJECT, "reason": "No budget"})
    with dakar.at() as desk:
        assert refusal(desk.merging.merge([dakar.returns("Dakar", "Dakar")])) == ""
        assert decisions(desk)["Dakar"][1] == "reject"


# ---- replayed, shortened, reordered, of another forum


def own_of(rooms: Rooms, name: str) -> tuple[list[Revision], str]:
    with rooms.at(name) as desk:
        device = a_laptop(name).device
        return [one for one in written_in(desk) if one.device == device], begun(desk)


def test_an_older_package_that_is_replayed_changes_nothing(rooms: Rooms) -> None:
    rooms.says("B", "First")
    old = rooms.hands_in("B").rename(rooms.folder / "old.forumpack")
    with rooms.at("B") as desk:
        desk.history.undo()
        desk.capturing.keep(desk.planning.session("S1").id, "Second")
    with rooms.at("desk") as desk:
        desk.merging.merge([rooms.hands_in("B")])
        before = texts(desk)
        merged = desk.merging.merge([old])
        assert (merged.fresh, merged.brings, texts(desk)) == (0, False, before)
        assert (merged.sources[0].doubled, merged.missing) == ((), ())
        assert "First" not in before


@pytest.mark.parametrize("how", ["shortened", "a word in the middle taken away", "two words in each other's place"])
def test_a_log_that_is_not_as_its_laptop_signed_it_is_refused_whole(rooms: Rooms, how: str) -> None:
    rooms.says("B", "One", "Two", "Three", "Four")
    own, forum = own_of(rooms, "B")
    bent: Sequence[Revision] = {
        "shortened": own[:-2],
        "a word in the middle taken away": [*own[:2], *own[3:]],
        "two words in each other's place": [
            *own[:1],
            put_in(own[1], number=own[2].number),
            put_in(own[2], number=own[1].number),
            *own[3:],
        ],
    }[how]
    path = packaged(rooms.folder / "bent.forumpack", STRANGER, forum, bent, heads=heads_of(own, a_laptop("B"), forum))
    with rooms.at("desk") as desk:
        before = texts(desk)
        said = refusal(desk.merging.merge([path]))
        assert FORGED in said or "altered after it was written" in said
        assert texts(desk) == before


def test_words_in_another_order_are_the_same_log(rooms: Rooms) -> None:
    rooms.says("B", "One", "Two", "Three", "Four")
    own, forum = own_of(rooms, "B")
    heads = heads_of(own, a_laptop("B"), forum)
    path = packaged(rooms.folder / "B again.forumpack", STRANGER, forum, own[::-1], heads=heads)
    with rooms.at("desk") as desk:
        assert refusal(desk.merging.merge([path])) == ""
        assert {"One", "Two", "Three", "Four"} < set(texts(desk))


def test_what_was_signed_for_another_forum_proves_nothing_in_this_one(rooms: Rooms) -> None:
    rooms.says("B", "One")
    own, forum = own_of(rooms, "B")
    other = packaged(rooms.folder / "other.forumpack", a_laptop("B"), "c" * 64, own)
    replayed = packaged(
        rooms.folder / "replayed.forumpack", STRANGER, forum, own, heads=heads_of(own, a_laptop("B"), "c" * 64)
    )
    with rooms.at("desk") as desk:
        before = texts(desk)
        assert "comes from another forum, so nothing of it fits here." in refusal(desk.merging.merge([other]))
        assert FORGED in refusal(desk.merging.merge([replayed]))
        assert texts(desk) == before


# ---- copied keys


def gone_apart(rooms: Rooms) -> tuple[Path, Path]:
    """Two machines with the keys of B that went on with its log at the same time, each unknown to the other."""
    rooms.says("B", "Before")
    file, memory = rooms.file("B"), home() / "own-logs.json"
    before, remembered = file.read_bytes(), memory.read_bytes()
    rooms.says("B", "Said on one machine")
    one = rooms.hands_in("B").rename(rooms.folder / "one.forumpack")
    after = file.read_bytes(), memory.read_bytes()
    file.write_bytes(before)
    memory.write_bytes(remembered)
    rooms.says("B", "Said on the other")
    other = rooms.hands_in("B").rename(rooms.folder / "other.forumpack")
    file.write_bytes(after[0])
    memory.write_bytes(after[1])
    return one, other


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_logs_under_one_key_are_both_kept_and_it_is_said(rooms: Rooms, order: tuple[int, int]) -> None:
    packages = gone_apart(rooms)
    with rooms.at("desk") as desk:
        assert desk.merging.merge([packages[order[0]]]).sources[0].doubled == ()
        assert desk.merging.look([packages[order[1]]]).sources[0].doubled == (a_laptop("B").device,)
        (source,) = desk.merging.merge([packages[order[1]]]).sources
        assert (source.doubled, source.refused) == ((a_laptop("B").device,), None)
        assert {"Before", "Said on one machine", "Said on the other"} < set(texts(desk))
        assert desk.checking.faults() == ()
    handed = rooms.hands_in("desk")
    for name in ("C", "D"):
        with rooms.at(name) as desk:
            (source,) = desk.merging.merge([handed]).sources
            assert (source.refused, source.doubled) == (None, (a_laptop("B").device,))
            assert {"Before", "Said on one machine", "Said on the other"} < set(texts(desk))
            assert desk.checking.faults() == ()
            handed = desk.packing.pack(rooms.folder / f"from {name}").path


def test_a_laptop_whose_keys_were_copied_takes_new_ones(rooms: Rooms) -> None:
    _, other = gone_apart(rooms)
    with rooms.at("B") as desk:
        before = desk.identity.make_keys()
        assert desk.merging.merge([other]).sources[0].doubled == (a_laptop("B").device,)
        assert desk.identity.make_keys() != before
        assert {"Said on one machine", "Said on the other"} < set(texts(desk))


# ---- honest use


@pytest.mark.parametrize("how", ["restored snapshot", "copied file", "moved file", "cloned disk image"])
def test_honest_use_raises_no_alarm(rooms: Rooms, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rooms.says("B", "Before")
    first = rooms.hands_in("B").rename(rooms.folder / "first.forumpack")
    snapshot = Path(shutil.copy(rooms.file("B"), rooms.folder / "kept aside.forum"))
    rooms.says("B", "After")
    second = rooms.hands_in("B").rename(rooms.folder / "second.forumpack")
    again = "B again"
    if how == "restored snapshot":
        shutil.copy(snapshot, rooms.folder / f"{again}.forum")
    elif how == "copied file":
        shutil.copy(rooms.file("B"), rooms.folder / f"{again}.forum")
    elif how == "moved file":
        rooms.file("B").rename(rooms.folder / f"{again}.forum")
    else:
        again = "B"
        monkeypatch.setattr("forumdesk.services.own_logs.this_machine", lambda: "another machine")
    with rooms.at(again, laptop="B") as desk:
        desk.capturing.keep(desk.planning.session("S1").id, "Said afterwards")
    third = rooms.hands_in(again, laptop="B")
    with rooms.at("desk") as desk:
        for package in (first, second, third):
            merged = desk.merging.merge([package])
            assert [(one.refused, one.doubled, one.unsigned) for one in merged.sources] == [(None, (), ())]
            assert merged.missing == ()
        assert {"Before", "After", "Said afterwards"} < set(texts(desk))
        assert (desk.settling.conflicts(), desk.checking.faults()) == ((), ())


def test_a_laptop_that_was_installed_anew_is_another_and_cannot_take_back_what_the_old_one_did(rooms: Rooms) -> None:
    rooms.says("B", "Before")
    with rooms.at("B") as desk:
        act = desk.history.entries()[0].id
        before = texts(desk)
    with rooms.at("B", laptop="B installed anew") as desk:
        with pytest.raises(NotAllowed, match="This was done on another laptop"):
            desk.history.undo(act)
        assert texts(desk) == before
        desk.capturing.keep(desk.planning.session("S1").id, "After")
    package = rooms.hands_in("B", laptop="B installed anew")
    with rooms.at("desk") as desk:
        (source,) = desk.merging.merge([package]).sources
        assert (source.refused, source.doubled, source.unsigned) == (None, (), ())
        assert {"Before", "After"} < set(texts(desk))


# ---- laptops that died, and laptops that were lost


def died(rooms: Rooms, line: str) -> Path:
    """A forum file whose laptop died before it signed its last words."""
    rooms.says("B", "Signed")
    rooms.hands_in("B")
    with rooms.at("B") as desk:
        desk.capturing.keep(desk.planning.session("S1").id, line)
        return Path(shutil.copy(desk.keeping.take("before it died").path, rooms.folder / "dead.forum"))


def test_words_that_nobody_signed_are_taken_in_under_the_name_of_who_accepts_them(rooms: Rooms) -> None:
    dead = died(rooms, "Never signed")
    with rooms.at("desk") as desk:
        (source,) = desk.merging.merge([dead]).sources
        assert [device for device, _ in source.unsigned] == [a_laptop("B").device]
        assert "Signed" in texts(desk)
        assert "Never signed" not in texts(desk)
        desk.merging.merge([dead], Terms(witness=True))
        note = next(one for one in desk.capturing.notes(desk.planning.session("S1").id).notes if "Never" in one.text)
        (version,) = desk.history.of_record(note.id)
        assert (version.laptop, version.taken_in_by) == ("B", "desk")
        before = texts(desk)
        desk.merging.merge([dead], Terms(witness=True))
        assert texts(desk) == before
    with rooms.at("C") as desk:
        desk.merging.merge([rooms.hands_in("desk")])
        assert "Never signed" in texts(desk)


def test_a_laptop_that_was_lost_says_nothing_more_until_it_is_found(rooms: Rooms) -> None:
    rooms.says("B", "Before it was stolen")
    with rooms.at("desk") as desk:
        desk.merging.merge([rooms.hands_in("B")])
        assert desk.trusting.distrust("B") == a_laptop("B").device
        assert desk.trusting.lost() == (a_laptop("B").device,)
    rooms.says("B", "Said by a thief")
    package = rooms.hands_in("B")
    with rooms.at("C") as desk:
        desk.merging.merge([package])
    with rooms.at("desk") as desk:
        for path in (package, rooms.file("B"), rooms.hands_in("C")):
            (source,) = desk.merging.merge([path]).sources
            assert source.distrusted > 0
            assert "Said by a thief" not in texts(desk)
        assert "Before it was stolen" in texts(desk)
        assert desk.trusting.trust(a_laptop("B").device[:8]) == a_laptop("B").device
        assert desk.trusting.lost() == ()
        assert desk.merging.merge([package]).brings
        assert "Said by a thief" in texts(desk)
        assert desk.checking.faults() == ()


def test_a_laptop_that_nobody_knows_is_not_distrusted(rooms: Rooms) -> None:
    with rooms.at("desk") as desk:
        for name in ("", "Z"):
            with pytest.raises(NotFound, match="No one laptop of this forum is called"):
                desk.trusting.distrust(name)
        desk._database.remember("lost " + "e" * 32, json.dumps(["not", "a", "log"]))
        assert desk.trusting.lost() == ("e" * 32,)
