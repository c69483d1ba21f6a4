"""A forum is exchanged with a hub from the window, and the room goes on taking notes while the hub takes its time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
import pytest
from PySide6.QtWidgets import QLabel, QLineEdit

from forumdesk.services.desk import Desk
from forumdesk.services.hub import Exchange
from tests.hub.laptops import beside
from tests.journeys.person import ENTER, Person
from tests.postgres import LAPTOP, PASSWORD, TestHub
from tests.services.rooms import Rooms


@pytest.fixture
def rooms(small: Path, hub: TestHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rooms:
    """Rooms of the small forum, which was admitted to the hub."""
    monkeypatch.setenv("FORUMDESK_HOME", str(tmp_path / "home"))
    made = Rooms(small, tmp_path / "rooms")
    made.folder.mkdir()
    with made.at("B") as desk:
        hub.admit(desk.syncing.key())
        desk.capturing.keep(desk.planning.session("S1").id, "Said in B")
        Exchange(hub.address(), beside(desk)).run()
    return made


@pytest.fixture
def person(rooms: Rooms, sit_down: Callable[..., Person]) -> Person:
    """Somebody at the Merge page, with the dialog of the hub beside it."""
    person = sit_down(rooms.prepared)
    person.goes_to("merge")
    person.does("exchange")
    return person


def field(person: Person, name: str) -> QLineEdit:
    lines: list[QLineEdit] = person.dialog.findChildren(QLineEdit)
    return next(one for one in lines if one.accessibleName() == name)


def begins(person: Person, address: str, password: str = "") -> None:
    """Write an address and press Enter."""
    for name, text in (("Address of the hub", address), ("Password for the hub", password)):
        line = field(person, name)
        line.clear()
        person.types(text, line)
    person.presses(ENTER, where=field(person, "Address of the hub"))


def said(person: Person) -> str:
    """What the dialog tells."""
    labels = [one for one in person.dialog.findChildren(QLabel) if one.isVisible()]
    return "\n".join(one.text() for one in labels[2:])


def ends(person: Person, words: str) -> None:
    """Wait until the dialog says so."""
    person.sees(lambda: words in said(person))
    person.settled()


def texts(desk: Desk) -> list[str]:
    return sorted(one["text"] for one in desk.listing.listed("notes"))


@contextmanager
def slow(hub: TestHub) -> Iterator[None]:
    """A hub that takes its time: somebody else adds something, is not done, and gives up in the end."""
    where = f"host={hub.cluster.folder} port={hub.cluster.port} dbname={hub.database} user={LAPTOP}"
    with psycopg.connect(where) as line:
        ((forum,),) = hub.ask("SELECT id FROM forumdesk.forum")
        entry = (sha256(b"[]").hexdigest(), "[]", "{}", "")
        line.execute("SELECT forumdesk.append(%s, 0, %s, %s, %s, %s)", (forum, *entry))
        yield
        line.rollback()


def waiting(hub: TestHub) -> bool:
    return hub.ask("SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'") != []


def test_what_others_brought_comes_and_goes_back_as_one_act(person: Person, hub: TestHub, rooms: Rooms) -> None:
    before = person.asks(texts)
    begins(person, hub.address())
    ends(person, "2 changes received")
    assert person.asks(texts) == sorted([*before, "Said in B"])
    assert "Ctrl+Z" in said(person)
    begins(person, hub.address())
    ends(person, "Nothing new on either side.")
    person.clicks(person.button("Close", person.dialog))
    person.does("undo")
    assert person.asks(texts) == before
    person.does("exchange")
    assert field(person, "Address of the hub").text() == hub.address()
    person.presses(ENTER, where=field(person, "Password for the hub"))
    ends(person, "Nothing new on either side.")
    assert person.asks(texts) == before
    with rooms.at("B") as desk:  # who said it keeps it
        Exchange(hub.address(), beside(desk)).run()
        assert texts(desk) == sorted([*before, "Said in B"])


def test_notes_are_kept_while_the_hub_is_slow_and_reach_it_in_the_same_exchange(person: Person, hub: TestHub) -> None:
    with slow(hub):
        note_kept(person, "Before the hub answers")
        begins(person, hub.address())
        person.sees(lambda: waiting(hub))
        note_kept(person, "While the hub is slow")
        assert "While the hub is slow" in person.asks(texts)
        assert waiting(hub)
        assert person.button("Stop", person.dialog).isVisible()
    ends(person, "changes sent")
    sent = [row[0] for row in hub.ask("SELECT body FROM forumdesk.revision")]
    assert all(any(text in one for one in sent) for text in ("Before the hub answers", "While the hub is slow"))


def note_kept(person: Person, text: str) -> None:
    """Take a note in the Room page, as ever."""
    page: Any = person.goes_to("room")
    person.types(text, page.capture.line)
    person.presses(ENTER, where=page.capture.line)


def test_a_hub_that_is_slow_can_be_left_at_once(person: Person, hub: TestHub) -> None:
    note_kept(person, "Not sent yet")
    with slow(hub):
        begins(person, hub.address())
        person.sees(lambda: waiting(hub))
        person.clicks(person.button("Stop", person.dialog))
        ends(person, "Stopped; what was exchanged until then is kept.")
    begins(person, hub.address())
    person.sees(lambda: any(words in said(person) for words in (" sent", "Nothing new on either side.")))
    person.settled()
    here = person.asks(ids)
    assert sorted(here) == sorted(hub.ids())  # whether the hub had still added what was on its way, or not


def ids(desk: Desk) -> list[str]:
    with desk._database.read() as forum:
        return [one.id for one in forum.log.all_revisions()]


def test_the_window_closes_although_the_hub_is_slow(person: Person, hub: TestHub) -> None:
    note_kept(person, "Not sent yet")
    with slow(hub):
        begins(person, hub.address())
        person.sees(lambda: waiting(hub))
        person.leaves()
        assert [one.name for one in threading.enumerate() if one.name.startswith("afar")] == []


def test_a_forum_that_is_closed_leaves_the_hub(person: Person, hub: TestHub) -> None:
    note_kept(person, "Not sent yet")
    with slow(hub):
        begins(person, hub.address())
        person.sees(lambda: waiting(hub))
        person.does("close-forum")
        assert not person.is_asked
        person.sees(lambda: not person.workplace.afar.busy)


@pytest.mark.parametrize(
    ("address", "password", "words"),
    [
        ("hub.example.org", "", "This is not the address of a hub."),
        (
            "postgresql://laptop@hub.example.org/forums?sslmode=disable",
            "",
            "could read the forum, so nothing was sent.",
        ),
        ("postgresql://laptop@127.0.0.1:PORT/postgres", PASSWORD, "holds no hub"),
        ("postgresql://laptop@127.0.0.1:PORT/postgres", "wrong", "does not let this laptop in"),
    ],
)
def test_what_does_not_work_stands_in_the_dialog_and_nothing_is_kept_of_the_password(
    person: Person, hub: TestHub, address: str, password: str, words: str
) -> None:
    begins(person, address.replace("PORT", str(hub.cluster.port)), password)
    ends(person, words)
    assert not password or password not in said(person)
    assert person.asks(lambda desk: desk.syncing.address) == ""
