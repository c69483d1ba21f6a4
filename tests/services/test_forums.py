"""A forum file is begun, opened, held and left whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from forumdesk.domain.changes import Change
from forumdesk.domain.errors import ForumInUse, NotFound, ReadOnlyForum
from forumdesk.services.forums import Forums
from tests.builders import a_laptop
from tests.services.hands import HandClock


def test_a_forum_that_was_closed_is_one_file_and_nothing_else(forums: Forums, path: Path) -> None:
    with forums.opened(path) as desk:
        desk.planning.add_room("Hall")
        assert {one.name for one in path.parent.iterdir()} > {"forum.forum", "forum.forum.lock"}
    assert [one.name for one in path.parent.iterdir()] == ["forum.forum"]


def test_a_forum_is_held_by_one_program_that_is_named(forums: Forums, path: Path, clock: HandClock) -> None:
    other = Forums(a_laptop("Room C", "Awa Diop"), clock)
    with (
        other.opened(path),
        pytest.raises(ForumInUse, match=r"already open \(Awa Diop · Room C · "),
        forums.opened(path),
    ):
        pass
    with forums.opened(path) as desk:
        assert not desk.read_only


def test_a_copy_to_read_shows_what_is_there_and_takes_nothing(forums: Forums, path: Path) -> None:
    with forums.opened(path) as desk, forums.opened(path, to_read=True) as copy:
        desk.planning.add_room("Hall")
        with pytest.raises(ReadOnlyForum):
            copy.planning.add_room("Annex")
        copy.capturing.save_draft("f" * 32, "lost on purpose")
        assert (copy.planning.rooms(), copy.read_only) == ((), True)
    with forums.opened(path, to_read=True) as copy:
        assert [room.name for room in copy.planning.rooms()] == ["Hall"]


def test_a_forum_that_is_not_there_is_told(forums: Forums, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"“nowhere\.forum” is not there"):
        forums.open(tmp_path / "nowhere.forum")


def test_every_act_is_announced_once_it_is_done(forums: Forums, path: Path) -> None:
    heard: list[tuple[Change, ...]] = []
    with forums.opened(path) as desk:
        desk.announce_to(heard.append)
        room = desk.planning.add_room("Hall")
        desk.planning.rename_room(room.id, "Great hall")
        desk.planning.delete_room(room.id)
        desk.history.undo()
    kinds = [[(one.kind, one.created, one.deleted) for one in changes if one.kind == "room"] for changes in heard]
    assert kinds == [
        [("room", True, False)],
        [("room", False, False)],
        [("room", False, True)],
        [("room", False, False)],
    ]


def test_an_act_that_fails_is_not_announced_and_leaves_nothing(forums: Forums, path: Path) -> None:
    heard: list[tuple[Change, ...]] = []
    with forums.opened(path) as desk:
        desk.announce_to(heard.append)
        with pytest.raises(NotFound):
            desk.planning.add_step("f" * 32, "Welcome")
        assert (heard, desk.checking.faults()) == ([], ())
