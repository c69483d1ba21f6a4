"""Photos of flipcharts are kept inside the forum, whole, or refused with a reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from forumdesk.domain.errors import ForumDeskError
from forumdesk.services.desk import Desk

Keep = Callable[[str], str]
MOST = 20 * 1000 * 1000


def test_a_photo_comes_back_byte_for_byte_and_one_photo_pinned_twice_is_kept_once(desk: Desk, keep: Keep) -> None:
    note, other = keep("One"), keep("Two")
    first = desk.pinning.pin(note, "flip chart.jpg", b"\xff\xd8 picture")
    second = desk.pinning.pin(other, "again.png", b"\xff\xd8 picture", "image/png")
    assert (desk.pinning.content(second.id), first.digest) == (b"\xff\xd8 picture", second.digest)
    assert (first.media_type, second.media_type) == ("image/jpeg", "image/png")
    assert desk.pinning.pinned(note) == (first,)


def test_a_file_from_the_disk_is_pinned(desk: Desk, keep: Keep, tmp_path: Path) -> None:
    (tmp_path / "board.png").write_bytes(b"picture")
    assert desk.pinning.pin_file(keep("One"), tmp_path / "board.png").name == "board.png"


def test_a_file_that_is_too_big_is_refused_before_it_is_read(desk: Desk, keep: Keep, tmp_path: Path) -> None:
    with (tmp_path / "film.mp4").open("wb") as film:
        film.truncate(64 * 1024 * 1024)
    with pytest.raises(ForumDeskError, match="20 MB"):
        desk.pinning.pin_file(keep("One"), tmp_path / "film.mp4")


@pytest.mark.parametrize("name", ["nowhere.png", "folder"])
def test_what_cannot_be_read_is_told(desk: Desk, keep: Keep, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(ForumDeskError, match=name):
        desk.pinning.pin_file(keep("One"), tmp_path / name)


def test_an_empty_file_is_not_kept(desk: Desk, keep: Keep) -> None:
    note = keep("One")
    with pytest.raises(ForumDeskError, match="is empty"):
        desk.pinning.pin(note, "nothing.png", b"")
    assert desk.pinning.pinned(note) == ()


def test_what_is_unpinned_comes_back_with_undo(desk: Desk, keep: Keep) -> None:
    note = keep("One")
    kept = desk.pinning.pin(note, "flip chart.jpg", b"picture")
    desk.pinning.unpin((kept.id,))
    assert desk.pinning.pinned(note) == ()
    desk.history.undo()
    assert desk.pinning.content(desk.pinning.pinned(note)[0].id) == b"picture"
