"""A forum is handed over: all of it, some sessions, one city's list, or what was added since; and its receipt."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from forumdesk.domain.devices import Device
from forumdesk.domain.errors import BadInput, CannotWrite, DiskFull, NotFound
from forumdesk.domain.handover import Scope
from forumdesk.services.desk import Desk
from forumdesk.services.identity import Identity
from forumdesk.services.packing import Seal
from tests.services.hands import HandClock
from tests.services.rooms import Rooms
from tests.storage.disks import guarded, small_disk


@pytest.fixture
def desk(blank: Path, tmp_path: Path) -> Iterator[Desk]:
    """Two sessions with a note, a recommendation and a photo each."""
    with Rooms(blank, tmp_path).at("Room A") as opened:
        for code, city in (("S1", "Quito"), ("S2", "Dakar")):
            session = opened.planning.add_session(f"Session {code}", code=code)
            opened.planning.add_step(session.id, "Doing", minutes=10)
            note = opened.capturing.keep(session.id, f"Said in {code} @{city}")
            opened.recommending.add(f"Asked in {code}", session=session.id, city=city)
            opened.pinning.pin(note.id, f"{code}.png", f"Photo of {code}".encode())
        yield opened


def records(path: Path) -> list[dict[str, object]]:
    """What a package says, revision by revision."""
    with ZipFile(path) as packed:
        return [json.loads(line) for line in packed.read("revisions.jsonl").splitlines()]


def said(path: Path) -> str:
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in records(path))


def photos(path: Path) -> int:
    with ZipFile(path) as packed:
        return sum(name.startswith("photo/") for name in packed.namelist())


def test_all_of_it_goes_along_and_the_receipt_says_how_much(desk: Desk, tmp_path: Path) -> None:
    packed = desk.packing.pack(tmp_path / "all")
    assert packed.path == tmp_path / "all.forumpack"
    receipt = packed.receipt
    assert (receipt.notes, receipt.recommendations, receipt.last_edit) == (2, 2, HandClock().instant)
    assert (photos(packed.path), packed.manifest.laptop) == (2, "Room A")
    assert packed.manifest.revisions == len(records(packed.path))
    assert packed.fingerprint == desk.identity.fingerprint


def test_the_mark_is_the_same_for_the_same_and_another_after_a_change(desk: Desk, tmp_path: Path) -> None:
    first, again = (desk.packing.pack(tmp_path / name).receipt.mark for name in ("one", "two"))
    desk.capturing.keep(desk.planning.session("S1").id, "One more")
    assert first == again != desk.packing.pack(tmp_path / "three").receipt.mark
    assert len(first) == len("ABCD-EFGH")


def test_one_session_goes_without_what_was_said_in_another(desk: Desk, tmp_path: Path) -> None:
    packed = desk.packing.pack(tmp_path / "S1", desk.packing.scope(sessions=["s1"]))
    assert (packed.receipt.notes, packed.receipt.recommendations, photos(packed.path)) == (1, 1, 1)
    assert "Said in S1" in said(packed.path)
    assert "Said in S2" not in said(packed.path)
    assert "Asked in S2" not in said(packed.path)
    assert "S2.png" not in said(packed.path)


def test_what_was_deleted_in_another_session_stays_here_too(desk: Desk, tmp_path: Path) -> None:
    session = desk.planning.session("S2")
    desk.capturing.delete([one.id for one in desk.capturing.notes(session.id).notes])
    packed = desk.packing.pack(tmp_path / "S1", desk.packing.scope(sessions=["S1"]))
    assert "Said in S2" not in said(packed.path)


def test_a_city_gets_its_own_recommendations_and_no_note_and_nobody(desk: Desk, tmp_path: Path) -> None:
    desk.people.add(name="Awa Diop", city="Dakar")
    packed = desk.packing.pack(tmp_path / "Dakar", desk.packing.scope(city="dakar"))
    assert (packed.receipt.notes, packed.receipt.recommendations, photos(packed.path)) == (0, 1, 0)
    kinds = {one["kind"] for one in records(packed.path)} - {Device.KIND}
    assert kinds <= {"forum", "session", "recommendation", "framework", "framework-item"}
    assert "Asked in S2" in said(packed.path)
    assert not any(word in said(packed.path) for word in ("Said in", "Asked in S1", "Awa Diop"))


def test_after_a_hand_over_only_what_was_added_goes_along(desk: Desk, tmp_path: Path) -> None:
    first = desk.packing.pack(tmp_path / "first", desk.packing.scope(since_last=True))
    desk.capturing.keep(desk.planning.session("S1").id, "Said later")
    later = desk.packing.pack(tmp_path / "later", desk.packing.scope(since_last=True))
    assert first.receipt.notes == 2
    assert (later.receipt.notes, later.manifest.revisions) == (1, 1)
    assert "Said later" in said(later.path)


def test_a_part_is_not_remembered_as_a_hand_over(desk: Desk, tmp_path: Path) -> None:
    desk.packing.pack(tmp_path / "S1", desk.packing.scope(sessions=["S1"]))
    assert desk.packing.scope(since_last=True) == Scope()


def test_parts_that_are_not_there_and_parts_that_cannot_be_joined_are_told(desk: Desk) -> None:
    with pytest.raises(NotFound, match="no session “S9”"):
        desk.packing.scope(sessions=["S9"])
    with pytest.raises(NotFound, match="No recommendation of this forum is of “Lima”"):
        desk.packing.scope(city="Lima")
    with pytest.raises(BadInput, match="cannot be chosen together"):
        desk.packing.scope(sessions=["S1"], since_last=True)
    with pytest.raises(BadInput, match="“age2nonsense” is not a key to encrypt for"):
        desk.packing.pack(Path("never"), sealed=Seal(("age2nonsense",)))


def test_a_full_stick_and_one_that_is_guarded_are_told_and_keep_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.pinning.pin(desk.planning.session("S1").id, "large.png", os.urandom(3_000_000))
    with small_disk(2_000_000) as stick:
        with pytest.raises(DiskFull, match="There is no room for “out"):
            desk.packing.pack(stick / "out")
        assert list(stick.iterdir()) == []
    plain = tmp_path / "plain"
    plain.write_text("")
    with guarded(plain, folder=True) as file, pytest.raises(CannotWrite, match="could not be written there"):
        desk.packing.pack(file.parent / "out")
    with pytest.raises(CannotWrite):
        desk.packing.pack(tmp_path / "no such folder" / "out")


@pytest.mark.parametrize("call", ["fsync", "posix_fadvise"])
def test_a_stick_that_is_pulled_out_meanwhile_is_told(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    before = desk.packing.pack(tmp_path / "out").path.read_bytes()
    desk.capturing.keep(desk.planning.session("S1").id, "One more")

    def pulled_out(*_words: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, call, pulled_out, raising=False)
    with pytest.raises(CannotWrite, match="could not be written there"):
        desk.packing.pack(tmp_path / "out")
    monkeypatch.undo()
    assert (tmp_path / "out.forumpack").read_bytes() == before
    assert not (tmp_path / ".out.forumpack.part").exists()


def test_what_is_there_already_stays_until_the_new_package_is_whole(desk: Desk, tmp_path: Path) -> None:
    packed = desk.packing.pack(tmp_path / "out")
    before = packed.path.read_bytes()
    with pytest.raises(BadInput):
        desk.packing.pack(packed.path, sealed=Seal(("nonsense",)))
    assert packed.path.read_bytes() == before


def test_the_laptops_keys_are_its_own_and_stay(tmp_path: Path) -> None:
    first = Identity(tmp_path / "home")
    again = Identity(tmp_path / "home")
    assert (first.fingerprint, first.recipient) == (again.fingerprint, again.recipient)
    assert Identity(tmp_path / "other").fingerprint != first.fingerprint
    if os.name == "posix":
        assert (tmp_path / "home" / "laptop-keys.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"signing": "00", "opening": "AGE-SECRET-KEY-1"}', "\x00"])
def test_keys_that_are_damaged_are_put_aside_and_the_laptop_is_a_new_one(tmp_path: Path, content: str) -> None:
    path = tmp_path / "laptop-keys.json"
    path.write_text(content)
    fresh = Identity(tmp_path).fingerprint
    assert Identity(tmp_path).fingerprint == fresh
    assert (tmp_path / "laptop-keys.damaged").read_text() == content
