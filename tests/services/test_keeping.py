"""Copies are kept by themselves and by name, and each leads back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from forumdesk.domain.errors import CannotWrite, NotFound
from forumdesk.domain.forum import FORUM_ID, Forum
from forumdesk.services import keeping
from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from tests.services.hands import HandClock

Keep = Callable[[str], str]


def test_a_snapshot_is_restored_to_a_new_file_and_the_forum_stays(
    desk: Desk, keep: Keep, forums: Forums, tmp_path: Path
) -> None:
    keep("Before")
    name = desk.keeping.take("before the plenary").name
    keep("After")
    keeping.restore(desk.path, name, tmp_path / "old.forum")
    with forums.opened(tmp_path / "old.forum") as old:
        assert [hit["text"] for hit in old.listing.listed("notes")] == ["Before"]
    assert [hit["text"] for hit in desk.listing.listed("notes")] == ["Before", "After"]


def test_a_snapshot_comes_by_itself_when_ten_minutes_have_passed_and_something_changed(
    desk: Desk, keep: Keep, clock: HandClock
) -> None:
    keep("One")
    taken = [desk.keeping.take_if_due()]
    clock.go(minutes=9)
    taken.append(desk.keeping.take_if_due())
    clock.go(minutes=1)
    taken.append(desk.keeping.take_if_due())
    clock.go(minutes=30)
    taken.append(desk.keeping.take_if_due())
    keep("Two")
    taken.append(desk.keeping.take_if_due())
    assert [one is not None for one in taken] == [False, False, True, False, True]
    assert len(desk.keeping.listed()) == 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param("2031", "no snapshot “2031”", id="one that is not there"),
        pytest.param("2026", "names 2 snapshots", id="a beginning that two share"),
    ],
)
def test_a_snapshot_must_be_clear(
    desk: Desk, keep: Keep, clock: HandClock, tmp_path: Path, *, typed: str, sentence: str
) -> None:
    keep("One")
    for reason in ("one", "two"):
        desk.keeping.take(reason)
        clock.go(minutes=1)
    with pytest.raises(NotFound, match=sentence):
        keeping.restore(desk.path, typed, tmp_path / "old.forum")


def test_restoring_never_overwrites(desk: Desk, keep: Keep) -> None:
    keep("One")
    name = desk.keeping.take("named").name
    with pytest.raises(CannotWrite, match="exists already"):
        keeping.restore(desk.path, name, desk.path)


def test_snapshots_outlive_their_forum(path: Path, forums: Forums, tmp_path: Path) -> None:
    with forums.opened(path) as desk:
        name = desk.keeping.take("named").name
    path.unlink()
    assert keeping.restore(path, name, tmp_path / "old.forum").reason == "named"


def test_the_snapshots_of_nothing_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        keeping.listed(tmp_path / "nothing.forum")


@pytest.mark.parametrize(
    "reason", ["../../escape", "a/b\\c:d", "", "نسخة"], ids=["a path", "marks", "nothing", "Arabic"]
)
def test_a_reason_is_only_ever_a_name(desk: Desk, keep: Keep, reason: str) -> None:
    keep("One")
    taken = desk.keeping.take(reason)
    assert taken.path.parent.parent == desk.path.parent
    assert desk.keeping.listed() == (taken,)


def test_a_forum_open_to_read_takes_no_snapshot_by_itself(path: Path, forums: Forums, clock: HandClock) -> None:
    with forums.opened(path, to_read=True) as desk:
        clock.go(hours=1)
        desk.tidy()
        assert desk.keeping.take_if_due() is None


@pytest.mark.parametrize("folder", ["100% #1? sure", "مجلد"], ids=["marks of an address", "Arabic"])
def test_a_snapshot_is_restored_from_a_folder_named_with(forums: Forums, tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir()
    desk = forums.new(tmp_path / folder / "forum")
    name = desk.keeping.take("named").name
    desk.close()
    keeping.restore(desk.path, name, tmp_path / folder / "old.forum")
    with forums.opened(tmp_path / folder / "old.forum") as old:
        assert old.planning.forum() == Forum(id=FORUM_ID, frameworks=old.planning.forum().frameworks, utc_offset=120)
