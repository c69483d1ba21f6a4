"""Rooms are brought together: looked at first, taken in as one act, again without effect, and back again."""

from __future__ import annotations

import errno
import shutil
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any
from zipfile import ZipExtFile, ZipFile

import pytest

from forumdesk.domain.changes import Change
from forumdesk.domain.devices import Device
from forumdesk.domain.errors import Cancelled, DiskFull
from forumdesk.domain.handover import fingerprint_of
from forumdesk.domain.notes import Note
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.revisions import REDACTION
from forumdesk.exchange.sealing import Opener, seal, unseal
from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from forumdesk.services.merging import Brought, Merged, Terms
from forumdesk.services.packing import Seal
from forumdesk.storage.blobs import digests
from forumdesk.storage.connection import connect
from tests.builders import a_laptop
from tests.services.hands import HandClock
from tests.services.rooms import Rooms
from tests.storage.disks import small_disk
from tests.storage.laptops import shown_of


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, blank: Path) -> Path:
    """A forum with one session, one note and two recommendations, as every room gets it."""
    rooms = Rooms(blank, tmp_path_factory.mktemp("prepared"))
    with rooms.at("secretariat") as desk:
        session = desk.planning.add_session("Employment", code="S1")
        desk.capturing.keep(session.id, "Quito has a desk")
        desk.recommending.add(text="Recognise foreign skills", session=session.id)
        desk.recommending.add(text="Open shelters", session=session.id)
    return rooms.file("secretariat")


@pytest.fixture
def rooms(prepared: Path, tmp_path: Path) -> Rooms:
    return Rooms(prepared, tmp_path)


def counts(one: Brought) -> tuple[int, int, int]:
    """New, changed and conflicting, of one file."""
    total = one.weights.total
    return total.new, total.changed, total.conflicts


def texts(desk: Desk) -> list[str]:
    session = desk.planning.session("S1")
    return sorted(note.text for note in desk.capturing.notes(session.id).notes)


def recommendation(desk: Desk, number: int) -> Recommendation:
    found = next(one for one in desk.listing.listed("recommendations") if one["number"] == number)
    record = desk.recommending.get(found["id"])
    assert record is not None
    return record


def edits(rooms: Rooms, name: str, number: int, clock: HandClock | None = None, **fields: Any) -> None:
    with rooms.at(name, clock) as desk:
        desk.recommending.change([recommendation(desk, number).id], **fields)


def test_what_two_rooms_wrote_is_told_first_and_then_taken_in(rooms: Rooms) -> None:
    rooms.says("A", "Dakar will open a desk")
    rooms.says("B", "Manila too", "And Lagos")
    packages = [rooms.hands_in("A"), rooms.hands_in("B")]
    with rooms.at("secretariat") as desk:
        looked = desk.merging.look(packages)
        assert [counts(one) for one in looked.sources] == [(1, 0, 0), (2, 0, 0)]
        assert looked.sources[1].weights.by_kind[Note.KIND].same == 1
        assert texts(desk) == ["Quito has a desk"]
        merged = desk.merging.merge(packages)
        assert [counts(one) for one in merged.sources] == [(1, 0, 0), (2, 0, 0)]
        assert merged.snapshot is not None
        assert texts(desk) == ["And Lagos", "Dakar will open a desk", "Manila too", "Quito has a desk"]
        assert desk.checking.faults() == ()


def test_the_second_time_nothing_is_changed_and_no_copy_is_kept(rooms: Rooms) -> None:
    rooms.says("A", "Dakar will open a desk")
    package = rooms.hands_in("A")
    with rooms.at("secretariat") as desk:
        desk.merging.merge([package])
        again = desk.merging.merge([package, package])
        assert (again.fresh, again.snapshot, again.undone) == (0, None, None)
        assert [one.name for one in desk.history.entries()].count("merge") == 1
        assert len(desk.keeping.listed()) == 1


def test_a_merge_is_undone_days_later_and_then_offered_again(rooms: Rooms) -> None:
    rooms.says("A", "Dakar will open a desk")
    package = rooms.hands_in("A")
    clock = HandClock()
    with rooms.at("secretariat", clock) as desk:
        desk.merging.merge([package])
        act = desk.history.entries()[0].id
        clock.go(days=3)
        desk.capturing.keep(desk.planning.session("S1").id, "Said after")
        desk.history.undo(act)
        assert texts(desk) == ["Quito has a desk", "Said after"]
        looked = desk.merging.look([package])
        assert (looked.fresh, looked.aside, looked.undone) == (0, 2, act)
        left = desk.merging.merge([package], Terms(bring_back=False))
        assert (left.fresh, left.snapshot, left.undone) == (0, None, act)
        assert texts(desk) == ["Quito has a desk", "Said after"]
        assert desk.merging.merge([package]).snapshot is not None
        assert texts(desk) == ["Dakar will open a desk", "Quito has a desk", "Said after"]


def test_two_merges_that_said_the_same_are_both_taken_back(rooms: Rooms) -> None:
    for name in ("A", "B"):
        edits(rooms, name, 1, text="Recognise prior skills")
    with rooms.at("secretariat") as desk:
        for name in ("A", "B"):
            desk.merging.merge([rooms.hands_in(name)])
        desk.history.undo()
        assert recommendation(desk, 1).text == "Recognise prior skills"
        desk.history.undo()
        assert recommendation(desk, 1).text == "Recognise foreign skills"


def test_a_merge_that_brought_nothing_but_a_laptop_s_name_stops_no_undo(rooms: Rooms) -> None:
    for name in ("A", "B"):
        rooms.says(name, f"{name} will open a desk")
    with rooms.at("B") as desk, desk._database.read() as forum:
        names = [one for one in forum.log.all_revisions() if one.kind == Device.KIND]
    with rooms.at("secretariat") as desk:
        desk.merging.merge([rooms.hands_in("A")])
        with desk._database.write("merge") as work:
            work.take_in(names)
        assert desk.history.next_steps()[0].subject == "A will open a desk"  # type: ignore[union-attr]
        desk.history.undo()
        assert texts(desk) == ["Quito has a desk"]


def test_a_merge_that_brought_nothing_but_a_laptop_s_name_holds_nothing_of_what_came_before(rooms: Rooms) -> None:
    rooms.says("A", "Dakar will open a desk")
    with rooms.at("B") as desk:
        desk.merging.merge([rooms.hands_in("A")])
    with rooms.at("secretariat") as desk:
        before = texts(desk)
        desk.merging.merge([rooms.hands_in("A")])
        desk.merging.merge([rooms.hands_in("B")])
        desk.history.undo()
        assert texts(desk) == before


def test_a_wording_changed_in_two_rooms_is_a_conflict_until_it_is_settled(rooms: Rooms) -> None:
    edits(rooms, "A", 1, text="Recognise prior skills")
    edits(rooms, "B", 1, text="Recognise foreign skills, co-signed by employers")
    edits(rooms, "B", 2, actor="The city")
    packages = [rooms.hands_in("A"), rooms.hands_in("B")]
    with rooms.at("secretariat") as desk:
        assert [counts(one) for one in desk.merging.look(packages).sources] == [(0, 1, 0), (0, 1, 1)]
        desk.merging.merge(packages)
        (conflict,) = desk.settling.conflicts()
        assert (conflict.field, conflict.before) == ("text", "Recognise foreign skills")
        assert {head.laptop: head.value for head in conflict.heads} == {
            "A": "Recognise prior skills",
            "B": "Recognise foreign skills, co-signed by employers",
        }
        chosen = next(head for head in conflict.heads if head.laptop == "A")
        desk.settling.settle(conflict.record, "text", chosen.id[:12])
        assert desk.settling.conflicts() == ()
        assert recommendation(desk, 1).text == "Recognise prior skills"
        assert recommendation(desk, 2).actor == "The city"
        desk.history.undo()
        assert len(desk.settling.conflicts()) == 1
        desk.settling.settle_with(conflict.record, "text", "Recognise prior skills, co-signed by employers")
        assert recommendation(desk, 1).text == "Recognise prior skills, co-signed by employers"
        assert desk.settling.conflicts() == ()


def test_settling_reaches_the_rooms_too(rooms: Rooms) -> None:
    edits(rooms, "A", 1, text="One")
    edits(rooms, "B", 1, text="Two")
    with rooms.at("secretariat") as desk:
        desk.merging.merge([rooms.hands_in("A"), rooms.hands_in("B")])
        (conflict,) = desk.settling.conflicts()
        desk.settling.settle_with(conflict.record, "text", "Three")
    settled = rooms.hands_in("secretariat")
    for name in ("A", "B"):
        with rooms.at(name) as desk:
            desk.merging.merge([settled])
            assert (recommendation(desk, 1).text, desk.settling.conflicts()) == ("Three", ())


@pytest.mark.parametrize(("keeps", "left"), [("A", 1), ("B", 2)], ids=["deleted after all", "kept after all"])
def test_a_delete_against_an_edit_is_a_conflict_of_its_own(rooms: Rooms, keeps: str, left: int) -> None:
    with rooms.at("A") as desk:
        desk.recommending.delete([recommendation(desk, 2).id])
    edits(rooms, "B", 2, text="Open shelters for families")
    with rooms.at("secretariat") as desk:
        looked = desk.merging.look([rooms.hands_in("A"), rooms.hands_in("B")])
        assert [one.weights.total.deleted_edited for one in looked.sources] == [0, 1]
        desk.merging.merge([one.path for one in looked.sources])
        (conflict,) = desk.settling.conflicts()
        head = next(head for head in conflict.heads if head.laptop == keeps)
        desk.settling.settle(conflict.record, conflict.field, head.id)
        assert desk.settling.conflicts() == ()
        assert len(list(desk.listing.listed("recommendations"))) == left


def test_the_same_change_on_two_sides_is_none(rooms: Rooms) -> None:
    for name in ("A", "B"):
        edits(rooms, name, 1, actor="The city")
    with rooms.at("secretariat") as desk:
        looked = desk.merging.look([rooms.hands_in("A"), rooms.hands_in("B")])
        assert [counts(one) for one in looked.sources] == [(0, 1, 0), (0, 0, 0)]
        assert looked.sources[1].weights.by_kind[Recommendation.KIND].same == 2


def test_eight_rooms_come_to_the_same_forum_in_whatever_order(rooms: Rooms) -> None:
    names = "ABCDEFGH"
    for number, name in enumerate(names):
        clock = HandClock()
        clock.go(minutes=number * 7 - 20)
        rooms.says(name, f"{name} says one thing", f"{name} says another @Quito", clock=clock)
        edits(rooms, name, 1 + number % 2, clock, text=f"As {name} words it" if number < 4 else "As all others word it")
    packages = [rooms.hands_in(name) for name in names]
    orders = [list(order) for place, order in enumerate(permutations(packages)) if place in (0, 5_039, 40_319)]
    seen = []
    for place, order in enumerate(orders):
        desk_name = f"desk {place}"
        with rooms.at(desk_name) as desk:
            for package in order:
                desk.merging.merge([package])
            seen.append(
                (
                    texts(desk),
                    [recommendation(desk, number).text for number in (1, 2)],
                    [(one.record, {head.id for head in one.heads}) for one in desk.settling.conflicts()],
                )
            )
    assert seen[0] == seen[1] == seen[2]
    assert len(seen[0][0]) == 17


def test_a_whole_forum_file_is_taken_in_like_a_package(rooms: Rooms) -> None:
    rooms.says("A", "Dakar will open a desk")
    with rooms.at("secretariat") as desk:
        merged = desk.merging.merge([rooms.file("A")])
        assert ([counts(one) for one in merged.sources], merged.sources[0].fingerprint) == ([(1, 0, 0)], "")
        assert "Dakar will open a desk" in texts(desk)
    assert not rooms.file("A").with_name("A.forum.lock").exists()


def test_a_photo_travels_with_its_package_and_with_a_file(rooms: Rooms) -> None:
    for name, content in (("A", b"\x89PNG one"), ("B", b"\x89PNG two")):
        with rooms.at(name) as desk:
            desk.pinning.pin(desk.planning.session("S1").id, f"{name}.png", content)
    with rooms.at("secretariat") as desk:
        desk.merging.merge([rooms.hands_in("A"), rooms.file("B")])
        pinned = desk.pinning.pinned(desk.planning.session("S1").id)
        assert {one.name: desk.pinning.content(one.id) for one in pinned} == {
            "A.png": b"\x89PNG one",
            "B.png": b"\x89PNG two",
        }


def test_a_large_forum_and_long_files_are_brought_together_as_small_ones_are(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("A", "B"):
        rooms.says(name, f"Said in {name}")
        edits(rooms, name, 1, text=f"Recognise skills, says {name}", actor="The city")
    packages = [rooms.hands_in("A"), rooms.file("B"), rooms.hands_in("B")]
    came = []
    for few, held in ((50_000, 20_000), (0, 20_000), (50_000, 0), (0, 0)):
        monkeypatch.setattr("forumdesk.services.merging._FEW", few)
        monkeypatch.setattr("forumdesk.services.looking._HELD", held)
        rooms.file("secretariat").unlink()
        with rooms.at("secretariat") as desk:
            looked = [counts(one) for one in desk.merging.look(packages).sources]
            merged = [counts(one) for one in desk.merging.merge(packages).sources]
            assert desk.merging.merge(list(reversed(packages))).fresh == 0
            came.append((looked, merged, shown_of(desk._database)))
            desk.history.undo()
            assert texts(desk) == ["Quito has a desk"]
    assert came == [came[0]] * 4


@pytest.mark.parametrize("held", [0, 20_000], ids=["too long to be held", "held"])
def test_a_file_whose_photo_is_altered_is_refused_whole(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch, held: int
) -> None:
    monkeypatch.setattr("forumdesk.services.looking._HELD", held)
    with rooms.at("A") as desk:
        desk.pinning.pin(desk.planning.session("S1").id, "A.png", b"\x89PNG one")
    rooms.says("A", "Dakar will open a desk")
    rooms.says("B", "Manila too")
    altered, good = rooms.hands_in("A"), rooms.hands_in("B")
    with ZipFile(altered) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    with ZipFile(altered, "w") as packed:
        for name, content in members.items():
            packed.writestr(name, b"another" if name.startswith("photo/") else content)
    told: list[Change] = []
    with rooms.at("secretariat") as desk:
        desk.announce_to(told.extend)
        merged = desk.merging.merge([altered, good])
        assert "“A.forumpack” was altered after it was signed" in str(merged.sources[0].refused)
        assert texts(desk) == ["Manila too", "Quito has a desk"]
        assert desk.pinning.pinned(desk.planning.session("S1").id) == ()
        assert desk.checking.faults() == ()
        assert [one.kind for one in told].count("note") == 1
        with desk._database.read() as forum:
            assert digests(forum) == ()


@pytest.mark.parametrize("held", [0, 20_000], ids=["too long to be held", "held"])
def test_a_log_of_which_somebody_took_a_word_away_is_not_what_its_laptop_signed(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch, held: int
) -> None:
    monkeypatch.setattr("forumdesk.services.looking._HELD", held)
    for name in ("A", "B"):
        rooms.says(name, f"Nobody should read this of {name}")
        with rooms.at(name) as desk, desk._database.write("redact") as work:
            note = next(one for one in work.stream(Note) if one.text.startswith("Nobody"))
            work.redact(note.id, ("text",))
    silenced = connect(rooms.file("B"))
    silenced.execute("DELETE FROM revision WHERE kind = ?", (REDACTION,))
    silenced.close()
    with rooms.at("secretariat") as desk:
        merged = desk.merging.merge([rooms.file("A"), rooms.file("B")])
        assert (merged.sources[0].refused, merged.sources[0].unsigned) == (None, ())
        assert [(device, count > 0) for device, count in merged.sources[1].unsigned] == [(a_laptop("B").device, True)]
        assert texts(desk) == ["", "Quito has a desk"]
        assert desk.checking.faults() == ()


def test_a_stick_that_is_pulled_out_is_told_and_changes_nothing(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    rooms.says("A", "Dakar will open a desk")
    package = rooms.hands_in("A")

    read = ZipExtFile.read

    def pulled_out(member: ZipExtFile, most: int | None = None) -> bytes:
        if member.name == "revisions.jsonl":
            raise OSError(errno.EIO, "Input/output error")
        return read(member, most)

    with rooms.at("secretariat") as desk:
        monkeypatch.setattr("zipfile.ZipExtFile.read", pulled_out)
        merged = desk.merging.merge([package])
        assert str(merged.sources[0].refused).startswith("“A.forumpack” cannot be read. Look whether the stick")
        assert (texts(desk), desk.keeping.listed()) == (["Quito has a desk"], ())


@pytest.mark.parametrize("as_package", [True, False], ids=["a package", "a forum file"])
def test_where_our_own_disk_is_full_that_is_told_and_nothing_is_changed(rooms: Rooms, *, as_package: bool) -> None:
    rooms.says("A", *(f"{number} {'x' * 35_000}" for number in range(400)))
    source = rooms.hands_in("A") if as_package else rooms.file("A")
    with small_disk(6_000_000) as disk:
        here = Rooms(rooms.prepared, disk)
        with here.at("secretariat") as desk:
            with pytest.raises(DiskFull, match="“secretariat"):
                desk.merging.merge([source])
            assert texts(desk) == ["Quito has a desk"]


def test_a_merge_that_is_stopped_leaves_no_copy_behind(rooms: Rooms) -> None:
    rooms.says("A", "Dakar will open a desk")

    def stop(done: int, total: int, what: str = "") -> None:
        if what == "merge" and done <= total:
            raise Cancelled("Stopped; nothing was changed.")

    with rooms.at("secretariat") as desk:
        with pytest.raises(Cancelled):
            desk.merging.merge([rooms.hands_in("A")], progress=stop)
        assert (texts(desk), desk.keeping.listed()) == (["Quito has a desk"], ())


def test_what_is_refused_is_left_out_and_the_others_are_taken_in(rooms: Rooms, tmp_path: Path) -> None:
    rooms.says("A", "Dakar will open a desk")
    rooms.says("B", "Manila too")
    good, torn = rooms.hands_in("A"), rooms.hands_in("B")
    torn.write_bytes(torn.read_bytes()[:-200])
    other = tmp_path / "minutes.docx"
    other.write_text("Minutes")
    with rooms.at("secretariat") as desk:
        merged = desk.merging.merge([torn, tmp_path / "gone.forumpack", good, other])
        assert [str(one.refused or "") for one in merged.sources] == [
            "“B.forumpack” is damaged or is not a package of ForumDesk. Ask its laptop to hand it over again.",
            "“gone.forumpack” is not there. Look whether the stick is still in.",
            "",
            (
                "“minutes.docx” is neither a package, a forum file nor a workbook."
                " Choose a file that ends in .forumpack, .forum or .xlsx."
            ),
        ]
        assert texts(desk) == ["Dakar will open a desk", "Quito has a desk"]


def test_where_everything_is_refused_nothing_is_written(rooms: Rooms, tmp_path: Path) -> None:
    with rooms.at("secretariat") as desk:
        before = len(desk.history.entries())
        merged = desk.merging.merge([tmp_path / "gone.forumpack"])
        assert (merged.fresh, merged.snapshot, len(desk.history.entries())) == (0, None, before)


# ---- whom to trust


def test_a_laptop_is_known_after_its_first_package(rooms: Rooms) -> None:
    package = rooms.hands_in("A")
    with rooms.at("A") as desk:
        own = desk.identity.fingerprint
    with rooms.at("secretariat") as desk:
        first = desk.merging.look([package]).sources[0]
        assert (first.newcomer, first.fingerprint) == (True, own)
        assert desk.identity.known() == ()
        desk.merging.merge([package])
        assert [(one.name, one.fingerprint) for one in desk.identity.known()] == [("A", own)]
        assert desk.merging.look([package]).sources[0].newcomer is False


def refusal(merged: Merged) -> str:
    return str(merged.sources[0].refused)


def test_where_only_known_laptops_are_taken_a_newcomer_must_be_accepted(rooms: Rooms) -> None:
    rooms.says("A", "Dakar will open a desk")
    package = rooms.hands_in("A")
    with rooms.at("secretariat") as desk:
        strict = Terms(newcomers=False)
        fingerprint = desk.merging.look([package]).sources[0].fingerprint
        assert refusal(desk.merging.merge([package], strict)).startswith(
            f"It is signed by “A”, which is not known here, with the fingerprint {fingerprint}."
        )
        assert texts(desk) == ["Quito has a desk"]
        desk.merging.merge([package], Terms(newcomers=False, accepted=frozenset({fingerprint})))
        assert len(texts(desk)) == 2
        assert desk.merging.look([package], strict).sources[0].refused is None


def test_the_words_of_a_stranger_are_kept_out_by_whatever_carrier_they_come(rooms: Rooms) -> None:
    rooms.says("A", "Dakar will open a desk")
    strict = Terms(newcomers=False)
    with rooms.at("secretariat") as desk:
        for path in (rooms.hands_in("A"), rooms.file("A")):
            assert "which is not known here" in refusal(desk.merging.merge([path], strict))
        assert texts(desk) == ["Quito has a desk"]
    with rooms.at("B") as desk:
        desk.merging.merge([rooms.hands_in("A")])
        carried = desk.packing.pack(rooms.folder / "by B").path
        fingerprint = desk.identity.fingerprint
    with rooms.at("secretariat") as desk:
        known = Terms(newcomers=False, accepted=frozenset({fingerprint}))
        assert "which is not known here" in refusal(desk.merging.merge([carried], known))
        assert texts(desk) == ["Quito has a desk"]


def test_two_laptops_of_one_name_are_told_apart_by_their_fingerprints(rooms: Rooms) -> None:
    rooms.says("A", "Dakar will open a desk")
    first, second = a_laptop("A"), replace(a_laptop("a stranger"), name="A")
    path = Path(shutil.copy(rooms.prepared, rooms.folder / "another.forum"))
    with Forums(second, HandClock()).opened(path) as desk:
        desk.capturing.keep(desk.planning.session("S1").id, "Somebody else who is called A")
    with rooms.at("secretariat") as desk:
        desk.merging.merge([rooms.hands_in("A"), path])
        notes = desk.capturing.notes(desk.planning.session("S1").id).notes
        told = {desk.history.of_record(one.id)[0].laptop for one in notes if one.text != "Quito has a desk"}
    assert told == {f"A ({fingerprint_of(one.device)[:4]})" for one in (first, second)}


def test_what_is_encrypted_opens_for_the_laptop_it_was_meant_for_alone(rooms: Rooms) -> None:
    with rooms.at("secretariat") as desk:
        recipient = desk.identity.recipient
    rooms.says("A", "Dakar will open a desk")
    with rooms.at("A") as desk:
        named = desk.packing.pack(rooms.folder / "named", sealed=Seal((recipient,)))
    assert named.manifest.sealed_for == (recipient,)
    assert b"Dakar" not in named.path.read_bytes()
    assert named.path.read_bytes().startswith(b"age-encryption.org/v1")
    with rooms.at("B") as desk:
        assert "and not for this laptop" in refusal(desk.merging.look([named.path]))
    with rooms.at("secretariat") as desk:
        assert counts(desk.merging.merge([named.path]).sources[0]) == (1, 0, 0)


def test_what_was_signed_for_others_and_sent_on_is_refused(rooms: Rooms) -> None:
    with rooms.at("secretariat") as desk:
        meant = desk.identity
    with rooms.at("A") as desk:
        packed = desk.packing.pack(rooms.folder / "named", sealed=Seal((meant.recipient,)))
    with rooms.at("B") as desk:
        plain = unseal(packed.path, Opener(meant.opening))
        bare, again = rooms.folder / "bare.forumpack", rooms.folder / "again.forumpack"
        bare.write_bytes(plain)
        again.write_bytes(seal(plain, (desk.identity.recipient,), ""))
        for one in desk.merging.look([bare, again]).sources:
            assert "was signed for others, and reached this laptop by another way" in str(one.refused)


def test_a_forum_that_was_begun_by_itself_is_another_forum(rooms: Rooms, tmp_path: Path, forums: Forums) -> None:
    apart = tmp_path / "apart.forum"
    forums.new(apart, title="Another forum").close()
    with rooms.at("secretariat") as desk:
        merged = desk.merging.merge([apart, rooms.hands_in("A")])
        assert refusal(merged).startswith("“apart.forum” comes from another forum, so nothing of it fits here.")
        assert merged.sources[1].refused is None


@pytest.mark.parametrize(
    ("hours", "told", "elsewhere"),
    [(-26, -26 * 60, 0), (0, 0, 0), (3, 180, 180)],
    ids=["behind what it holds of ours", "right", "ahead"],
)
def test_a_clock_that_is_certainly_wrong_is_told(rooms: Rooms, hours: int, told: int, elsewhere: int) -> None:
    """It is behind where it handed over what we wrote before we wrote it; another laptop cannot be certain of that."""
    wrong = HandClock()
    wrong.go(hours=hours)
    rooms.says("A", "Dakar will open a desk", clock=wrong)
    package = rooms.hands_in("A", wrong)
    for name, minutes in (("secretariat", told), ("B", elsewhere)):
        with rooms.at(name) as desk:
            (one,) = desk.merging.look([package]).sources
            assert one.ahead_minutes == minutes


def test_a_copy_of_our_own_laptop_says_nothing_of_another_one_s_clock(rooms: Rooms) -> None:
    fast = HandClock()
    fast.go(hours=5)
    rooms.file("secretariat")
    with rooms.at("backup", fast, laptop="secretariat") as desk:
        desk.capturing.keep(desk.planning.session("S1").id, "Written by a clock that is ahead")
    with rooms.at("A") as desk:
        desk.merging.merge([rooms.file("backup")])
    package = rooms.hands_in("A")
    fast.go(hours=1)
    with rooms.at("secretariat", fast) as desk:
        assert desk.merging.look([package]).sources[0].ahead_minutes == 0
