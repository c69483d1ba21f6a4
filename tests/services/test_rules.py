"""A laptop with older rules than its forum's loses nothing and does no harm: it takes in, hands on, takes notes."""

from __future__ import annotations

from pathlib import Path

import pytest

from forumdesk.domain.answers import Decision
from forumdesk.domain.errors import ForumDeskError, NotAllowed
from forumdesk.domain.ids import new_id
from forumdesk.domain.rules import RULES, RULES_ID, Rules
from forumdesk.services.desk import OLDER_RULES, Desk
from tests.services.cities import Secretariat
from tests.services.rooms import Rooms

NEWER = RULES + 1
ONLY_NOTES = "only plain notes can be taken here. Install the newer ForumDesk for everything else."


@pytest.fixture
def rooms(blank: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rooms:
    """A forum that a newer program founded and raised the rules of, seen by laptops with this one."""
    rooms = Rooms(blank, tmp_path)
    with rooms.at("prepared", laptop="Template") as desk:
        session = desk.planning.add_session("Employment", code="S1")
        desk.recommending.add("Recognise foreign skills", session=session.id)
        raised(desk, monkeypatch)
    return Rooms(tmp_path / "prepared.forum", tmp_path)


def raised(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as newer:
        for place in ("storage.work", "services.planning", "services.desk"):
            newer.setattr(f"forumdesk.{place}.RULES", NEWER)
        assert desk.planning.raise_rules() == NEWER
        assert desk.older_rules == ""


def texts(desk: Desk) -> list[str]:
    return sorted(one.text for one in desk.capturing.notes(desk.planning.session("S1").id).notes)


def test_a_forum_whose_rules_are_known_says_nothing_of_them(blank: Path, tmp_path: Path) -> None:
    with Rooms(blank, tmp_path).at("desk", laptop="Template") as desk:
        assert desk.planning.raise_rules() == RULES
        assert desk.older_rules == ""
        assert len(desk.history.entries()) == 1


def test_a_laptop_with_older_rules_says_so_and_takes_plain_notes(rooms: Rooms) -> None:
    with rooms.at("B") as desk:
        assert desk.older_rules == OLDER_RULES
        session = desk.planning.session("S1").id
        note = desk.capturing.keep(session, "Manila too")
        desk.capturing.change([note.id], text="Manila too, says the mayor")
        desk.capturing.keep(session, "A slip")
        desk.history.undo()
        assert texts(desk) == ["Manila too, says the mayor"]
        (asked,) = desk.listing.listed("recommendations")
        for act in (
            lambda: desk.recommending.change([asked["id"]], text="Other words"),
            lambda: desk.people.add(name="Ana"),
            lambda: desk.planning.add_room("Another"),
            lambda: desk.recommending.from_notes([note.id]),
        ):
            with pytest.raises(ForumDeskError) as error:
                act()
            assert str(error.value).endswith(ONLY_NOTES)
        assert list(desk.listing.listed("recommendations")) == [asked]
        assert desk.checking.faults() == ()


def test_a_laptop_with_older_rules_takes_in_and_hands_on_everything(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    with rooms.at("A") as desk, monkeypatch.context() as newer:
        newer.setattr("forumdesk.storage.work.RULES", NEWER)
        desk.recommending.add("Open shelters", session=desk.planning.session("S1").id)
        with desk._database.write("later") as work:
            work.say("of-a-later-version", new_id(), {"text": "What nobody here can read"})
    with rooms.at("B") as desk:
        merged = desk.merging.merge([rooms.hands_in("A")])
        assert (merged.sources[0].refused, merged.sources[0].weights.unknown) == (None, 1)
        assert len(list(desk.listing.listed("recommendations"))) == 2
        desk.history.undo()
        desk.history.redo()
    rooms.says("B", "Manila too")
    handed = rooms.hands_in("B")
    with rooms.at("C") as desk:
        assert desk.merging.merge([handed]).sources[0].weights.unknown == 1
        assert len(list(desk.listing.listed("recommendations"))) == 2
        assert texts(desk) == ["Manila too"]
        assert desk.checking.faults() == ()


def test_only_who_founded_the_forum_raises_its_rules_and_nobody_lowers_them(rooms: Rooms, blank: Path) -> None:
    told = r"Only the laptop that began this forum raises its rules\."
    with rooms.at("B") as desk, pytest.raises(NotAllowed, match=told):
        desk.planning.raise_rules()
    apart = Rooms(blank, rooms.folder / "apart")
    apart.folder.mkdir()
    with apart.at("A") as desk, desk._database.write("raise-rules") as work:
        work.put(Rules(id=RULES_ID, version=NEWER))
    with apart.at("B") as desk:
        desk.merging.merge([apart.hands_in("A")])
        assert desk.older_rules == ""
        desk.planning.add_room("Another")
    lasting = "Rules that were raised are never lowered"
    with rooms.at("prepared", laptop="Template") as desk, pytest.raises(NotAllowed, match=lasting):
        desk.history.undo()


def test_a_city_is_told_which_rules_the_forum_goes_by(
    secretariat: Secretariat, monkeypatch: pytest.MonkeyPatch
) -> None:
    with secretariat.at() as desk:
        raised(desk, monkeypatch)
    with monkeypatch.context() as newer:
        newer.setattr("forumdesk.storage.work.RULES", NEWER)
        pack = secretariat.sends("Dakar")["Dakar"]
    secretariat.opens("Dakar", pack)
    with secretariat.at("Dakar", secretariat.folder / "Dakar.forum") as desk:
        assert desk.older_rules == OLDER_RULES
    with pytest.raises(NotAllowed, match="only plain notes can be taken here"):
        secretariat.answers("Dakar", "Dakar", R1=Decision.ACCEPT)
