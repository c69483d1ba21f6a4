"""Laptops meet on a hub: each revision and photo arrives everywhere once, whoever was there first."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from importlib import import_module
from typing import Any, cast

import psycopg
import pytest

from forumdesk.domain.attachments import Attachment
from forumdesk.domain.errors import BadInput, Cancelled, MissingPart, ReadOnlyForum
from forumdesk.domain.ids import RecordId
from forumdesk.services import syncing
from forumdesk.services.catalogue import Catalogue
from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from forumdesk.services.hub import Exchange
from forumdesk.services.places import Places
from forumdesk.services.progress import Progress
from forumdesk.storage.database import Database
from forumdesk.storage.hub.address import address_of
from forumdesk.storage.hub.failures import answered
from forumdesk.storage.hub.log import HubLog
from tests.builders import a_laptop
from tests.hub.laptops import Laptops, beside, exchange
from tests.services.hands import HandClock


def counts(done: syncing.Exchanged) -> tuple[int, int]:
    return done.sent, done.received


def test_what_two_laptops_wrote_is_on_both_and_on_the_hub(laptops: Laptops) -> None:
    laptops.says("A", "Dakar will open a desk")
    laptops.says("B", "Manila too", "And Lagos")
    laptops.exchange("A")
    assert counts(laptops.exchange("B"))[1] == 2  # the note, and what laptop A is called
    assert counts(laptops.exchange("A")) == (0, 3)  # two notes, and what laptop B is called
    everything = ["And Lagos", "Dakar will open a desk", "Manila too", "Quito has a desk"]
    assert laptops.texts("A") == laptops.texts("B") == everything


def test_once_more_nothing_is_sent_and_nothing_is_done(laptops: Laptops) -> None:
    laptops.says("A", "One")
    for name in "ABA":
        laptops.exchange(name)
    before = {name: laptops.ids(name) for name in "AB"}
    assert [counts(laptops.exchange(name)) for name in "ABAB"] == [(0, 0)] * 4
    assert {name: laptops.ids(name) for name in "AB"} == before
    assert sorted(before["A"]) == sorted(before["B"]) == sorted(laptops.hub.ids())


def test_it_is_one_act_and_taking_it_back_is_the_desks_own_business(laptops: Laptops) -> None:
    laptops.says("A", "One", "Two")
    laptops.exchange("A")
    laptops.exchange("B")
    on_hub = laptops.hub.ids()
    with laptops.at("B") as desk:
        assert desk.history.entries()[0].name == "sync"
        desk.history.undo()
        assert texts(desk) == ["Quito has a desk"]
        assert counts(exchange(desk, laptops.hub)) == (0, 0)
        assert texts(desk) == ["Quito has a desk"]
    for name in "AC":
        assert laptops.exchange(name).refused == ()
        assert laptops.texts(name) == ["One", "Quito has a desk", "Two"]
    assert laptops.hub.ids()[: len(on_hub)] == on_hub
    with laptops.at("B") as desk:
        desk.history.redo()
        exchange(desk, laptops.hub)
    assert laptops.texts("B") == ["One", "Quito has a desk", "Two"]


def test_taking_back_ones_own_words_reaches_the_others_and_bringing_them_again_too(laptops: Laptops) -> None:
    laptops.says("A", "One", "Two")
    laptops.exchange("A")
    laptops.exchange("B")
    laptops.exchange("A")
    with laptops.at("A") as desk:
        kept = next(one for one in desk.history.entries() if one.name == "keep-note")
    for again, left in ((False, ["One", "Quito has a desk"]), (True, ["One", "Quito has a desk", "Two"])):
        with laptops.at("A") as desk:
            desk.history.redo() if again else desk.history.undo(kept.id)
            assert exchange(desk, laptops.hub).sent == 1
        laptops.exchange("B")
        assert laptops.texts("A") == laptops.texts("B") == left


def test_what_was_set_aside_and_comes_again_stays_aside_and_is_told(laptops: Laptops) -> None:
    laptops.says("A", "One", "Two")
    package = laptops.rooms.hands_in("A")
    with laptops.at("B") as desk:
        desk.merging.merge([package])
        desk.history.undo()
    laptops.exchange("A")
    done = laptops.exchange("B")
    assert (done.received, done.aside) == (0, 3)  # two notes, and what laptop A is called
    assert laptops.texts("B") == ["Quito has a desk"]
    laptops.says("A", "Three")
    laptops.exchange("A")
    done = laptops.exchange("B")
    assert (done.received, done.aside) == (1, 0)
    assert laptops.texts("B") == ["Quito has a desk", "Three"]
    assert sorted(laptops.texts("A")) == ["One", "Quito has a desk", "Three", "Two"]


def test_nothing_that_was_set_aside_leaves_and_what_is_brought_again_does(laptops: Laptops) -> None:
    laptops.says("A", "One")
    package = laptops.rooms.hands_in("A")
    laptops.exchange("B")
    with laptops.at("B") as desk:
        desk.capturing.keep(desk.planning.session("S1").id, "Mine")
        desk.merging.merge([package])
        desk.history.undo()
        exchange(desk, laptops.hub)
    laptops.exchange("C")
    assert laptops.texts("C") == ["Mine", "Quito has a desk"]
    with laptops.at("B") as desk:
        desk.history.redo()
        exchange(desk, laptops.hub)
    laptops.exchange("C")
    assert laptops.texts("C") == ["Mine", "One", "Quito has a desk"]


@pytest.mark.parametrize("by", ["the package again", "a word of the desk"])
def test_what_came_back_otherwise_than_by_redo_leaves_too(laptops: Laptops, by: str) -> None:
    laptops.says("A", "One")
    package = laptops.rooms.hands_in("A")
    with laptops.at("B") as desk:
        exchange(desk, laptops.hub)
        desk.merging.merge([package])
        merge = desk.history.entries()[0].id
        (note,) = (one["id"] for one in desk.listing.listed("notes") if one["text"] == "One")
        desk.capturing.change([note], text="One, says the mayor")
        edit = desk.history.entries()[0].id
        desk.history.undo(merge)
        desk.history.undo(edit)
        exchange(desk, laptops.hub)
    laptops.exchange("C")
    assert laptops.texts("C") == ["Quito has a desk"]
    with laptops.at("B") as desk:
        if by == "the package again":
            desk.merging.merge([package])
        else:
            desk.history.redo()
        exchange(desk, laptops.hub)
        assert exchange(desk, laptops.hub).sent == 0
    laptops.exchange("C")
    assert laptops.texts("C") == laptops.texts("B")
    assert len(laptops.texts("C")) == 2


def test_what_a_word_of_the_desk_goes_on_from_goes_along_with_it(laptops: Laptops) -> None:
    with laptops.at("A") as desk:
        (one,) = desk.listing.listed("recommendations")
        desk.recommending.change([one["id"]], text="As A words it")
    package = laptops.rooms.hands_in("A")
    with laptops.at("B") as desk:
        desk.merging.merge([package])
        desk.history.undo()
    laptops.exchange("B")
    with laptops.at("B") as desk:
        desk.history.redo()
        merge = next(one for one in desk.history.entries() if one.name == "merge")
        (one,) = desk.listing.listed("recommendations")
        desk.recommending.change([one["id"]], text="As A words it, and B")
        desk.history.undo(merge.id)
    laptops.exchange("B")
    assert laptops.exchange("C").conflicts == 0
    with laptops.at("C") as desk:
        assert [one["text"] for one in desk.listing.listed("recommendations")] == ["As A words it, and B"]
    with laptops.at("A") as desk, desk._database.read() as forum:
        written = {one.id for one in forum.log.revisions(one["id"])}
    assert written <= set(laptops.hub.ids())


def test_an_exchange_writes_nothing_of_its_own_but_what_the_laptop_is_called(laptops: Laptops) -> None:
    laptops.says("A", "One")
    laptops.exchange("A")
    before = set(laptops.hub.ids())
    laptops.exchange("B")
    with laptops.at("B") as desk, desk._database.read() as forum:
        added = [one for one in forum.log.all_revisions() if one.id not in before]
    assert [one.kind for one in added] == ["device"]
    assert laptops.exchange("B").sent == 0


def texts(desk: Desk) -> list[str]:
    return sorted(one["text"] for one in desk.listing.listed("notes"))


def test_what_both_changed_is_a_conflict_of_the_usual_kind(laptops: Laptops) -> None:
    for name in "AB":
        with laptops.at(name) as desk:
            (one,) = desk.listing.listed("recommendations")
            desk.recommending.change([one["id"]], text=f"As {name} words it")
    laptops.exchange("A")
    assert laptops.exchange("B").conflicts == 1
    with laptops.at("B") as desk:
        (conflict,) = desk.settling.conflicts()
        desk.settling.settle_with(conflict.record, conflict.field, "As both word it")
        assert exchange(desk, laptops.hub).conflicts == 0
    laptops.exchange("A")
    with laptops.at("A") as desk:
        assert [one["text"] for one in desk.listing.listed("recommendations")] == ["As both word it"]


def test_copies_are_kept_before_the_first_exchange_and_every_ten_minutes(laptops: Laptops) -> None:
    laptops.exchange("A")
    clock = HandClock()
    for minutes in (0, 6, 6, 6):
        clock.go(minutes=minutes)
        laptops.says("A", f"After {minutes}")
        laptops.exchange("A")
        with laptops.at("B", clock) as desk:
            exchange(desk, laptops.hub)
    with laptops.at("B") as desk:
        assert [one.reason for one in desk.keeping.listed()] == ["automatic", syncing.BEFORE]


# ---- in parts


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three revisions at a time, so that an exchange has many parts."""
    monkeypatch.setattr("forumdesk.services.syncing.TOGETHER", 3)
    monkeypatch.setattr("forumdesk.storage.hub.log.TOGETHER", 3)


@pytest.mark.usefixtures("small_parts")
def test_an_exchange_in_many_parts_is_one_act_even_with_notes_kept_in_between(laptops: Laptops) -> None:
    laptops.says("A", *(f"Said in A {number}" for number in range(10)))
    laptops.exchange("A")
    with laptops.at("B") as desk:
        session = desk.planning.session("S1").id
        turns = []

        def between(step: Any) -> Any:
            turns.append(step)
            if len(turns) % 2:
                desk.capturing.keep(session, f"Said in B {len(turns)}")
            return beside(desk)(step)

        done = exchange(desk, laptops.hub, at_file=between)
        entries = desk.history.entries()
        (act,) = [one for one in entries if one.name == "sync"]
        assert (done.received, act.count, len(turns) > 10) == (11, 10, True)
        said_here = [text for text in texts(desk) if "in B" in text]
        desk.history.undo(act.id)
        assert [text for text in texts(desk) if "in A" in text] == []
        assert [text for text in texts(desk) if "in B" in text] == said_here
        exchange(desk, laptops.hub)
    assert sorted(laptops.ids("B")) == sorted(laptops.hub.ids())


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("stop_at", range(1, 14, 3))
def test_stopped_at_any_step_it_goes_on_from_there_and_doubles_nothing(laptops: Laptops, stop_at: int) -> None:
    laptops.says("A", *(f"Said in A {number}" for number in range(8)))
    laptops.exchange("A")
    laptops.says("B", *(f"Said in B {number}" for number in range(8)))
    steps = 0

    def stopping(_done: int, _total: int, _what: str = "") -> None:
        nonlocal steps
        steps += 1
        if steps == stop_at:
            raise Cancelled("Stopped.")

    stopped = False
    with laptops.at("B") as desk:
        try:
            exchange(desk, laptops.hub, watched=cast("Progress", stopping))
        except Cancelled:
            stopped = True
    laptops.exchange("B")
    laptops.exchange("A")
    assert stopped
    assert sorted(laptops.ids("A")) == sorted(laptops.ids("B")) == sorted(laptops.hub.ids())


def test_what_came_from_a_hub_is_not_even_asked_about_again(laptops: Laptops, monkeypatch: pytest.MonkeyPatch) -> None:
    laptops.says("A", "One")
    laptops.exchange("A")
    asked: list[object] = []
    original = HubLog.found

    def found(self: HubLog, ids: Any) -> Any:
        asked.append(ids)
        return original(self, ids)

    monkeypatch.setattr(HubLog, "found", found)
    for _ in range(2):
        laptops.exchange("B")
    assert len(asked) == 2  # what the copy of the forum brought, before and after what came in


# ---- photos


def pin(laptops: Laptops, name: str, content: bytes) -> None:
    with laptops.at(name) as desk:
        desk.pinning.pin(desk.planning.session("S1").id, "flipchart.jpg", content)


def pinned(laptops: Laptops, name: str) -> list[bytes]:
    with laptops.at(name) as desk, desk._database.read() as forum:
        return [desk.pinning.content(one.id) for one in forum.all(Attachment)]


def test_photos_travel_both_ways_once(laptops: Laptops) -> None:
    pin(laptops, "A", b"a photo")
    pin(laptops, "B", b"another photo")
    assert laptops.exchange("A").photos_sent == 1
    done = laptops.exchange("B")
    assert (done.photos_sent, done.photos_received) == (1, 1)
    assert laptops.exchange("A").photos_received == 1
    assert sorted(pinned(laptops, "A")) == sorted(pinned(laptops, "B")) == [b"a photo", b"another photo"]
    assert laptops.exchange("B") == replace(done, sent=0, received=0, photos_sent=0, photos_received=0)


def test_a_photo_that_was_altered_on_the_hub_is_not_taken(laptops: Laptops) -> None:
    pin(laptops, "A", b"a photo")
    laptops.exchange("A")
    laptops.hub.ask("UPDATE forumdesk.blob SET bytes = 'another'")
    assert laptops.exchange("B").photos_received == 0
    laptops.hub.ask("UPDATE forumdesk.blob SET bytes = 'a photo'")
    assert laptops.exchange("B").photos_received == 1
    assert pinned(laptops, "B") == [b"a photo"]


def test_a_photo_that_is_damaged_here_is_not_sent(laptops: Laptops) -> None:
    pin(laptops, "A", b"a photo")
    with laptops.at("A") as desk:
        desk._database._driver.execute("UPDATE blob SET bytes = 'other'")
        assert exchange(desk, laptops.hub).photos_sent == 0


# ---- what is not to be trusted


def test_what_was_altered_on_the_hub_is_refused_by_itself_and_taken_once_it_is_put_right(laptops: Laptops) -> None:
    laptops.says("A", "One", "Two", "Three")
    laptops.exchange("A")
    hub = laptops.hub
    hub.ask("UPDATE forumdesk.revision SET body = replace(body, 'Two', 'Six') WHERE body LIKE '%Two%'")
    for _ in range(2):
        (refusal,) = laptops.exchange("B").refused
        assert refusal.sentence == "A revision was altered after it was written, so it was refused."
    assert laptops.texts("B") == ["One", "Quito has a desk", "Three"]
    hub.ask("UPDATE forumdesk.revision SET body = replace(body, 'Six', 'Two') WHERE body LIKE '%Six%'")
    done = laptops.exchange("B")
    assert (done.received, done.refused) == (1, ())
    assert laptops.exchange("B").refused == ()
    assert laptops.texts("B") == ["One", "Quito has a desk", "Three", "Two"]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        pytest.param("replace(body, '\"One\"', '[1]')", "not written as ForumDesk writes it", id="a list"),
        pytest.param("'{}'", "not written as ForumDesk writes it", id="nothing"),
        pytest.param("repeat('x', 500)", "not written as ForumDesk writes it", id="no JSON"),
        pytest.param("'LONG' || repeat('x', 2000)", "not written as ForumDesk writes it", id="far too long"),
        pytest.param('regexp_replace(body, \'"salt":"[0-9a-f]*"\', \'"salt":""\')', "ForumDesk", id="no salt"),
    ],
)
def test_what_holds_no_revision_of_ours_is_refused_and_the_rest_is_taken(
    laptops: Laptops, monkeypatch: pytest.MonkeyPatch, said: str, sentence: str
) -> None:
    if "LONG" in said:
        monkeypatch.setattr("forumdesk.storage.hub.log.MOST_BODY", 1000)
    laptops.says("A", "One", "Two")
    laptops.exchange("A")
    laptops.hub.ask(f"UPDATE forumdesk.revision SET body = {said} WHERE body LIKE '%One%'")  # noqa: S608
    (refusal,) = laptops.exchange("B").refused
    assert sentence in refusal.sentence
    assert laptops.texts("B") == ["Quito has a desk", "Two"]


# ---- redactions


def redact(laptops: Laptops, name: str, text: str) -> None:
    with laptops.at(name) as desk:
        (note,) = [one["id"] for one in desk.listing.listed("notes") if one["text"] == text]
        with desk._database.write("redact") as work:
            work.redact(note, ("text", "typed"))


def holding(laptops: Laptops, name: str, word: str) -> int:
    """How many revisions of a laptop say a word."""
    with laptops.at(name) as desk, desk._database.read() as forum:
        return len(forum.rows("SELECT id FROM revision WHERE fields LIKE ?", (f"%{word}%",)))


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("first", ["A", "B"])
def test_what_its_laptop_took_out_for_good_is_on_no_laptop_whoever_came_first(laptops: Laptops, first: str) -> None:
    laptops.says("B", "Say hush", "And more", "And more", "And more")
    with laptops.at("A") as desk:
        desk.merging.merge([laptops.rooms.hands_in("B")])
    redact(laptops, "B", "Say hush")
    for name in (first, "B", "A", "C", "B", "A", "C"):
        assert laptops.exchange(name).refused == ()
    assert [holding(laptops, name, "hush") for name in "ABC"] == [0, 0, 0]
    for name in "ABC":
        assert sorted(laptops.ids(name)) == sorted(set(laptops.hub.ids()))


def test_the_hub_keeps_what_somebody_asked_to_take_out_for_it_judges_nothing(laptops: Laptops) -> None:
    laptops.says("A", "Say hush")
    laptops.exchange("A")
    stored = laptops.hub.ask("SELECT * FROM forumdesk.revision ORDER BY place")
    redact(laptops, "A", "Say hush")
    assert laptops.exchange("A").sent == 1
    assert laptops.hub.ask("SELECT * FROM forumdesk.revision ORDER BY place")[: len(stored)] == stored


def test_a_request_without_authority_takes_nothing_out_anywhere(laptops: Laptops) -> None:
    laptops.says("A", "Say hush")
    laptops.exchange("A")
    laptops.exchange("B")
    redact(laptops, "B", "Say hush")
    assert laptops.exchange("B").sent == 1
    for name in "AC":
        assert laptops.exchange(name).refused == ()
    assert [holding(laptops, name, "hush") for name in "ABC"] == [1, 1, 1]
    assert laptops.texts("A") == laptops.texts("C") == ["Quito has a desk", "Say hush"]


# ---- copies that are older


def test_a_laptop_restored_from_an_older_copy_gets_its_own_work_back(laptops: Laptops) -> None:
    laptops.exchange("A")
    older = shutil.copy(laptops.rooms.file("A"), laptops.rooms.folder / "older")
    laptops.says("A", "One", "Two")
    laptops.exchange("A")
    shutil.copy(older, laptops.rooms.file("A"))
    laptops.says("A", "Three")
    laptops.exchange("A")
    assert laptops.texts("A") == ["One", "Quito has a desk", "Three", "Two"]
    assert sorted(laptops.ids("A")) == sorted(laptops.hub.ids())


def test_two_copies_of_one_laptop_lose_nothing(laptops: Laptops) -> None:
    laptops.exchange("A")
    twin = laptops.rooms.folder / "twin"
    shutil.copy(laptops.rooms.file("A"), twin)
    laptops.says("A", "One")
    laptops.exchange("A")
    shutil.move(laptops.rooms.file("A"), laptops.rooms.folder / "first")
    shutil.move(twin, laptops.rooms.file("A"))
    laptops.says("A", "Two")
    laptops.exchange("A")
    assert laptops.texts("A") == ["One", "Quito has a desk", "Two"]


@pytest.mark.parametrize("gone_on", [False, True], ids=["as it was", "and somebody has worked on it since"])
def test_a_hub_restored_from_an_older_copy_is_noticed_and_gets_everything_again(
    laptops: Laptops,
    gone_on: bool,  # noqa: FBT001
) -> None:
    hub = laptops.hub
    laptops.says("A", "One")
    laptops.exchange("A")
    ((older,),) = hub.ask("SELECT place FROM forumdesk.forum")
    laptops.says("A", *(f"Later {number}" for number in range(5)))
    laptops.exchange("A")
    hub.ask(
        f"DELETE FROM forumdesk.revision WHERE place > {older}",  # noqa: S608
        f"DELETE FROM forumdesk.delivery WHERE last > {older}",  # noqa: S608
        f"UPDATE forumdesk.forum SET place = {older}",  # noqa: S608
    )
    if gone_on:
        laptops.says("C", *(f"Meanwhile {number}" for number in range(9)))
        laptops.exchange("C")
    done = laptops.exchange("A")
    assert (done.healed, done.sent) == (True, 5)
    assert not laptops.exchange("A").healed
    laptops.exchange("B")
    laptops.exchange("A")
    assert sorted(laptops.ids("A")) == sorted(laptops.ids("B")) == sorted(hub.ids())


# ---- what cannot be exchanged


def test_a_forum_that_is_open_to_read_only_is_not_exchanged(laptops: Laptops) -> None:
    path = laptops.rooms.file("A")
    forums = Forums(a_laptop("A"), HandClock())
    sentence = "can only be read here, so nothing was exchanged"
    with forums.opened(path, to_read=True) as desk, pytest.raises(ReadOnlyForum, match=sentence):
        exchange(desk, laptops.hub)


def test_a_file_in_which_no_forum_was_begun_has_no_place_on_a_hub(database: Database) -> None:
    with pytest.raises(BadInput, match="This file holds no forum that was begun"):
        Desk(database, HandClock(), Catalogue(), Places()).syncing.forum()


def test_what_is_too_long_for_a_hub_or_damaged_here_is_told_and_the_rest_is_sent(
    laptops: Laptops, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forumdesk.services.syncing._MOST_BODY", 5000)
    laptops.says("A", "Long " * 2000, "Two", "Three")
    with laptops.at("A") as desk:
        with desk._database.read() as forum:
            forum.driver.execute("UPDATE revision SET fields = replace(fields, 'Two', 'Six') WHERE fields LIKE '%Two%'")
        done = exchange(desk, laptops.hub)
    assert sorted(one.sentence for one in done.refused) == [
        "A revision holds more than a hub keeps, so it was not sent.",
        "A revision was altered after it was written, so it was not sent.",
    ]
    assert laptops.exchange("A").refused == ()
    assert laptops.exchange("B").refused == ()
    assert laptops.texts("B") == ["Quito has a desk", "Three"]


def test_letters_that_a_database_cannot_keep_arrive_as_they_were_written(laptops: Laptops) -> None:
    with laptops.at("A") as desk, desk._database.write("keep") as work:
        work.say("strange", RecordId("strange"), {"text": 'A\0B "\\u0000" \U0001f600 \u2028'})
    laptops.exchange("A")
    assert laptops.exchange("B").refused == ()
    with laptops.at("B") as desk, desk._database.read() as forum:
        (one,) = forum.log.revisions(RecordId("strange"))
    assert one.fields["text"] == 'A\0B "\\u0000" \U0001f600 \u2028'


def test_long_texts_travel_in_parts_of_their_own(laptops: Laptops, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forumdesk.services.syncing._MOST_LETTERS", 1000)
    monkeypatch.setattr("forumdesk.storage.hub.log._MOST_TOGETHER", 1000)
    laptops.says("A", *(f"{number} " + "long " * 150 for number in range(5)))
    steps: list[str] = []

    def watched(_done: int, _total: int, what: str = "") -> None:
        steps.append(what)

    laptops.exchange("A", watched=cast("Progress", watched))
    assert steps.count("send") == 3
    laptops.exchange("B", watched=cast("Progress", watched))
    assert steps.count("receive") >= 3
    assert laptops.texts("A") == laptops.texts("B")


def test_what_a_hub_would_not_take_together_is_sent_in_parts(laptops: Laptops, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forumdesk.services.syncing._MOST_BYTES", 5000)
    laptops.says("A", *("\U0001f600" * 1000 for _ in range(3)))
    laptops.exchange("A")
    parts = laptops.hub.ask("SELECT bytes FROM forumdesk.delivery ORDER BY last")
    assert len(parts) >= 3
    assert max(size for (size,) in parts) <= 5000
    laptops.exchange("B")
    assert laptops.texts("A") == laptops.texts("B")


def test_one_that_is_stopped_before_it_begins_changes_nothing(laptops: Laptops) -> None:
    with laptops.at("A") as desk:
        begun = Exchange(laptops.hub.address(), beside(desk))
        begun.stop()
        with pytest.raises(Cancelled, match="Stopped; what was exchanged until then is kept"):
            begun.run()
    assert laptops.hub.ids() == []


def test_a_hub_with_far_too_much_is_left_alone(laptops: Laptops, monkeypatch: pytest.MonkeyPatch) -> None:
    laptops.exchange("A")
    monkeypatch.setattr("forumdesk.services.hub.MOST_REVISIONS", 3)
    with pytest.raises(BadInput, match="holds far more than a forum does"):
        laptops.exchange("B")


@pytest.mark.parametrize("order", [pytest.param(-1, id="backwards"), pytest.param(0, id="the same again")])
def test_a_hub_that_answers_out_of_order_is_left(laptops: Laptops, monkeypatch: pytest.MonkeyPatch, order: int) -> None:
    laptops.exchange("A")
    laptops.says("A", "One")
    laptops.exchange("A")
    honest = HubLog.after
    monkeypatch.setattr(HubLog, "after", lambda self, place: honest(self, 0 if order == 0 else place)[:: order or 1])
    with pytest.raises(BadInput, match="does not answer as a hub does"):
        laptops.exchange("B")


def test_without_the_driver_the_hub_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "forumdesk.storage.hub")
    with pytest.raises(MissingPart, match=r'-m pip --python .+ install "psycopg\[binary\]>=3.2,<4"'):
        import_module("forumdesk.storage.hub")


def test_a_mistake_of_ours_is_no_sentence_for_people() -> None:
    with pytest.raises(psycopg.errors.SyntaxError), answered(address_of("postgresql://laptop@localhost/forums")):
        raise psycopg.errors.SyntaxError
