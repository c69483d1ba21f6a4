"""A package is read as it was signed, or not at all: torn, altered and swelling ones are told."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumdesk.domain.attestation import Given, Heard
from forumdesk.domain.devices import Laptop
from forumdesk.domain.errors import BadInput
from forumdesk.domain.handover import HandedOver, Manifest, Receipt, Scope, mark_of
from forumdesk.domain.ids import RevisionId
from forumdesk.domain.merkle import Tree, spans_of
from forumdesk.domain.revisions import Revision, taken_out, without
from forumdesk.exchange.package import MANIFEST, PROOFS, REVISIONS, SIGNATURE, SWELLS_FREELY, Package, Writer, opened
from forumdesk.exchange.signing import device_of, is_signed, new_key, public_key, sign
from tests.builders import a_head, a_laptop, a_revision, given_all

ROOM = a_laptop("Room A")
KEY, FORUM = ROOM.secret, "b" * 64
PHOTO = "a" * 64
TRIES = 500


def revisions(count: int = 3, laptop: Laptop = ROOM) -> list[Revision]:
    return [
        a_revision(
            {"text": f"Said {number}: “ñ” مدينة", "sensitive": number % 2 == 0}, number=number, device=laptop.device
        )
        for number in range(count)
    ]


def manifest(found: Sequence[Revision] | None = None, heads: tuple[Given, ...] | None = None) -> Manifest:
    content = revisions() if found is None else found
    return Manifest(
        begun=FORUM,
        title="Third Mayoral Forum",
        device=ROOM.device,
        laptop="Room A",
        author="Rapporteur",
        created=datetime(2016, 9, 29, 8, tzinfo=UTC),
        scope=Scope(sessions=("S1",)),
        receipt=Receipt(notes=3, recommendations=0, last_edit=None, mark="ABCD-EFGH"),
        revisions=len(content),
        members={},
        key=public_key(KEY).hex(),
        heads=given_all(content, ROOM, FORUM) if heads is None else heads,
        handed=(HandedOver(2, datetime(2016, 9, 29, 7, tzinfo=UTC), 2),),
        sealed_for=(),
    )


def packed(content: list[Revision] | None = None, said: Manifest | None = None, hashes: Sequence[bytes] = ()) -> bytes:
    file = io.BytesIO()
    with Writer(file) as writer:
        found = revisions() if content is None else content
        writer.revisions(found)
        writer.proofs(hashes)
        writer.photo(PHOTO, b"\x89PNG")
        writer.finish(said or manifest(found), lambda message: sign(KEY, message))
    return file.getvalue()


def read(content: bytes) -> tuple[Manifest, list[Revision], bytes]:
    """Everything that a package says."""
    with opened(io.BytesIO(content), "Room A.forumpack") as package:
        return package.manifest, list(package.revisions()), package.photo(PHOTO)


def test_what_is_read_is_what_was_written() -> None:
    told, found, photo = read(packed())
    assert found == revisions()
    assert photo == b"\x89PNG"
    assert replace(told, members={}) == manifest()
    assert set(told.members) == {REVISIONS, PROOFS, f"photo/{PHOTO}"}


def test_the_same_content_makes_the_same_file() -> None:
    assert packed() == packed()


def refusal(content: bytes) -> str:
    with pytest.raises(BadInput) as error:
        read(content)
    return str(error.value)


AGAIN = "Ask its laptop to hand it over again."
ALTERED = f"“Room A.forumpack” was altered after it was signed, so nothing of it was read. {AGAIN}"
FORGED = (
    "“Room A.forumpack” holds words that the laptops it names did not sign, so nothing of it was read."
    " Ask whoever gave it to you where it comes from."
)
DAMAGED = f"“Room A.forumpack” is damaged or is not a package of ForumDesk. {AGAIN}"
REVISION = (
    "A revision was altered after it was written, so it was refused.",
    "A revision is not written as ForumDesk writes it, so it was refused.",
)


def rebuilt(change: Callable[[dict[str, bytes]], object], content: bytes | None = None) -> bytes:
    """The package written anew by somebody who has no key, after a change of its members."""
    with zipfile.ZipFile(io.BytesIO(content or packed())) as old:
        members = {name: old.read(name) for name in old.namelist()}
    change(members)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name, held in members.items():
            new.writestr(name, held)
    return file.getvalue()


@pytest.mark.parametrize("manifest_says", [b"[1]", b"7", b'"Room A"', b"null"])
def test_a_manifest_that_is_no_list_of_what_is_in_it_is_refused(manifest_says: bytes) -> None:
    assert refusal(rebuilt(lambda members: members.update({MANIFEST: manifest_says}))) == DAMAGED


def test_members_that_say_they_are_far_larger_than_the_package_are_refused_before_they_are_read() -> None:
    content = bytearray(packed())
    at = content.index(b"PK\x01\x02") + 24  # where the first entry says how large it is unpacked
    content[at : at + 4] = (SWELLS_FREELY + 1).to_bytes(4, "little")
    assert refusal(bytes(content)) == "“Room A.forumpack” would unpack into far more than a forum holds."


def chance(seed: int) -> random.Random:
    """The same dice in every run."""
    return random.Random(seed)  # noqa: S311 - nothing is kept secret with it


def test_torn_packages_are_refused() -> None:
    whole = packed()
    cuts = chance(1).sample(range(len(whole)), min(TRIES, len(whole) - 1))
    for cut in cuts:
        assert refusal(whole[:cut]) == DAMAGED


def test_a_flipped_bit_is_refused_or_says_the_same() -> None:
    whole = packed(revisions(20))
    dice = chance(2)
    refused = 0
    for _ in range(TRIES):
        place, bit = dice.randrange(len(whole)), 1 << dice.randrange(8)
        flipped = bytearray(whole)
        flipped[place] ^= bit
        try:
            found = read(bytes(flipped))
        except BadInput:
            refused += 1
        else:
            assert found == read(whole)
    assert refused > TRIES // 2


def test_what_somebody_without_the_key_changed_is_refused() -> None:
    for number in range(TRIES):
        assert refusal(rebuilt(one_bit(chance(number)))) in (ALTERED, DAMAGED, FORGED, *REVISION)


def one_bit(dice: random.Random) -> Callable[[dict[str, bytes]], None]:
    """Change one bit of one member."""

    def change(members: dict[str, bytes]) -> None:
        name = dice.choice(sorted(name for name, held in members.items() if held))
        held = bytearray(members[name])
        held[dice.randrange(len(held))] ^= 1 << dice.randrange(8)
        members[name] = bytes(held)

    return change


def signed_anew(held: dict[str, bytes], **said: Any) -> None:
    """Sign other words with a key of one's own, as a forger would."""
    other = new_key()
    mine = {"key": public_key(other).hex(), "device": device_of(public_key(other))}
    told = {**json.loads(held[MANIFEST]), **mine, **said}
    held[MANIFEST] = json.dumps(told, sort_keys=True, separators=(",", ":")).encode()
    held[SIGNATURE] = sign(other, held[MANIFEST])


def test_who_hands_on_what_others_wrote_signs_as_another_laptop_and_the_words_stay_theirs() -> None:
    told, found, _ = read(rebuilt(signed_anew))
    assert found == revisions()
    assert told.device != ROOM.device
    assert {one.device for one in found} == {ROOM.device}


def test_a_key_that_is_not_the_laptops_signs_nothing_for_it() -> None:
    assert refusal(rebuilt(lambda members: signed_anew(members, device=ROOM.device))) == ALTERED


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        pytest.param({"format": 99}, "written by a newer ForumDesk", id="newer format"),
        pytest.param({"schema": 99}, "written by a newer ForumDesk", id="newer schema"),
        pytest.param({"format": True}, "damaged or is not a package", id="format of the wrong kind"),
        pytest.param({"revisions": 2}, "altered after it was signed", id="a revision too many"),
        pytest.param({"revisions": -1}, "damaged or is not a package", id="negative count"),
        pytest.param({"revisions": 2**80}, "damaged or is not a package", id="count beyond measure"),
        pytest.param({"members": {}}, "altered after it was signed", id="members that are not named"),
        pytest.param({"members": {REVISIONS: 7}}, "damaged or is not a package", id="digest of the wrong kind"),
        pytest.param({"created": "yesterday"}, "damaged or is not a package", id="no instant"),
        pytest.param({"key": "00"}, "damaged or is not a package", id="short key"),
        pytest.param({"title": None}, "damaged or is not a package", id="title of the wrong kind"),
        pytest.param({"laptop": "\ud800"}, "damaged or is not a package", id="lone surrogate"),
        pytest.param({"scope": []}, "damaged or is not a package", id="scope of the wrong kind"),
    ],
)
def test_a_manifest_of_the_wrong_shape_is_refused(said: dict[str, Any], sentence: str) -> None:
    assert sentence in refusal(rebuilt(lambda members: signed_anew(members, **said)))


def added(name: str, held: bytes = b"") -> Callable[[dict[str, bytes]], None]:
    def add(members: dict[str, bytes]) -> None:
        members[name] = held

    return add


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "/etc/passwd",
        "photo/../../x",
        "C:\\x",
        "photo/" + "A" * 64,
        "notes.txt",
        "photo/",
        "photo/" + "b" * 64,
    ],
)
def test_a_member_that_no_package_has_is_refused(name: str) -> None:
    assert refusal(rebuilt(added(name))) in (DAMAGED, ALTERED)


def test_a_member_that_is_there_twice_is_refused() -> None:
    file = io.BytesIO(packed())
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(file, "a") as again:
        again.writestr(REVISIONS, b"")
    assert refusal(file.getvalue()) == DAMAGED


@pytest.mark.parametrize("name", [MANIFEST, SIGNATURE, REVISIONS, PROOFS, f"photo/{PHOTO}"])
def test_a_member_that_is_missing_is_refused(name: str) -> None:
    assert refusal(rebuilt(lambda members: members.pop(name))) in (DAMAGED, ALTERED)


def test_a_link_in_place_of_a_member_is_read_as_what_it_is() -> None:
    """Nothing is ever unpacked, so a link is a member with the wrong content."""
    with zipfile.ZipFile(io.BytesIO(packed())) as old:
        members = {name: old.read(name) for name in old.namelist()}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as new:
        for name, held in members.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = 0o120777 << 16
            new.writestr(entry, b"/etc/passwd" if name == REVISIONS else held)
    assert refusal(file.getvalue()) == REVISION[1]


def test_a_line_that_swells_beyond_measure_is_refused_before_it_is_held() -> None:
    bomb = b'{"text":"' + b" " * (9 * 1024 * 1024) + b'"}\n'

    def swell(members: dict[str, bytes]) -> None:
        members[REVISIONS] = bomb
        digests = {**json.loads(members[MANIFEST])["members"], REVISIONS: sha256(bomb).hexdigest()}
        signed_anew(members, members=digests, revisions=1)

    small = rebuilt(swell)
    assert len(small) < len(bomb) / 100
    assert refusal(small) == "“Room A.forumpack” would unpack into far more than a forum holds."


def test_a_manifest_that_swells_beyond_measure_is_refused() -> None:
    assert refusal(rebuilt(added(MANIFEST, b" " * (5 * 1024 * 1024)))) == DAMAGED


def test_a_revision_that_was_altered_before_it_was_signed_is_refused() -> None:
    forged = replace(revisions(1)[0], fields={"text": "Never said", "sensitive": True})
    assert refusal(packed([forged])) == REVISION[0]


@given(st.binary(max_size=400))
def test_whatever_else_is_handed_in_is_told_in_a_sentence(content: bytes) -> None:
    for handed in (content, packed() + content, content + packed()):
        with suppress(BadInput):
            read(handed)


@given(st.lists(st.text("0123456789abcdef", min_size=32, max_size=32), unique=True))
def test_the_mark_knows_no_order(ids: list[str]) -> None:
    assert mark_of(map(RevisionId, ids)) == mark_of(map(RevisionId, reversed(ids)))


def test_a_signature_is_under_one_message_and_one_key() -> None:
    other = new_key()
    assert is_signed(public_key(KEY), sign(KEY, b"said"), b"said")
    assert not is_signed(public_key(KEY), sign(KEY, b"said"), b"unsaid")
    assert not is_signed(public_key(other), sign(KEY, b"said"), b"said")
    assert not is_signed(b"short", sign(KEY, b"said"), b"said")


def test_a_photo_that_is_not_what_the_manifest_says_is_refused() -> None:
    def swapped(members: dict[str, bytes]) -> None:
        members[f"photo/{PHOTO}"] = b"another"

    with opened(io.BytesIO(rebuilt(swapped)), "Room A.forumpack") as package:
        assert isinstance(package, Package)
        assert package.photos() == (PHOTO,)
        with pytest.raises(BadInput, match="altered"):
            package.photo(PHOTO)


# ---- who vouches

STRANGER = a_laptop("A stranger")


def one_of(laptop: Laptop, **said: Any) -> list[Revision]:
    return [a_revision({"text": "Never said"}, device=laptop.device, **said)]


@pytest.mark.parametrize(
    ("content", "heads"),
    [
        pytest.param(revisions(), (), id="no head"),
        pytest.param(revisions(), given_all(revisions(2), ROOM, FORUM), id="a head of fewer"),
        pytest.param(revisions(2), given_all(revisions(), ROOM, FORUM), id="a shortened log"),
        pytest.param(revisions()[::2], given_all(revisions(), ROOM, FORUM), id="a log with a hole that is not told"),
        pytest.param(revisions(), given_all(revisions(), ROOM, "c" * 64), id="a head of another forum"),
        pytest.param(revisions(), given_all(revisions(), ROOM, FORUM) * 2, id="two heads of one branch"),
        pytest.param(one_of(ROOM), given_all(one_of(ROOM), STRANGER, FORUM), id="words under another laptop's name"),
        pytest.param(
            one_of(ROOM),
            (Given(signed=a_head(one_of(ROOM), STRANGER, FORUM, device=ROOM.device), spans=((0, 0),)),),
            id="another laptop's head, signed by a stranger",
        ),
        pytest.param(one_of(ROOM), given_all(revisions(1), ROOM, FORUM), id="other words under a true head"),
        pytest.param(one_of(ROOM, number=1), given_all(revisions(1), ROOM, FORUM), id="a number beyond the head"),
        pytest.param(one_of(ROOM, branch="c" * 16), given_all(revisions(1), ROOM, FORUM), id="words in another branch"),
        pytest.param([*revisions(), revisions()[0]], given_all(revisions(), ROOM, FORUM), id="a word twice"),
    ],
)
def test_what_no_laptop_signed_is_refused_whole(content: list[Revision], heads: tuple[Given, ...]) -> None:
    assert refusal(packed(content, manifest(content, heads))) == FORGED


def test_a_log_in_another_order_is_the_same_log() -> None:
    content = revisions(7)[::-1]
    assert read(packed(content, manifest(content, given_all(revisions(7), ROOM, FORUM))))[1] == content


def part(
    wanted: Sequence[int], count: int = 40, earlier: tuple[int, ...] = ()
) -> tuple[list[Revision], Given, list[bytes]]:
    """Some of a log, with what proves it."""
    everything = revisions(count)
    tree = Tree([bytes.fromhex(one.id) for one in everything])
    given = Given(
        signed=a_head(everything, ROOM, FORUM, others=(Heard(STRANGER.device, a_revision().branch, 7),)),
        spans=spans_of(wanted),
        earlier=earlier,
    )
    hashes = [found for subtree in given.proof if (found := tree.subtree(*subtree)) is not None]
    return [everything[number] for number in wanted], given, hashes


@given(st.sets(st.integers(0, 39), min_size=1), st.sets(st.integers(1, 39)))
def test_any_part_of_a_log_is_proven_and_so_are_its_earlier_roots(wanted: set[int], earlier: set[int]) -> None:
    content, given, hashes = part(sorted(wanted), earlier=tuple(sorted(earlier)))
    file = packed(content, manifest(content, (given,)), hashes)
    with opened(io.BytesIO(file), "Room A.forumpack") as package:
        assert list(package.revisions()) == content
        (found,) = package.vouched
    tree = Tree([bytes.fromhex(one.id) for one in revisions(40)])
    assert all(found.roots[size] == tree.root(size).hex() for size in earlier)


@pytest.mark.parametrize("change", ["one fewer", "one more", "another", "none"])
def test_a_proof_that_proves_nothing_is_refused(change: str) -> None:
    content, given, hashes = part([3, 17])
    bent = {
        "one fewer": hashes[:-1],
        "one more": [*hashes, b"\x00" * 32],
        "another": [b"\x00" * 32, *hashes[1:]],
        "none": [],
    }
    assert refusal(packed(content, manifest(content, (given,)), bent[change])) == FORGED


def test_a_value_that_is_withheld_and_one_that_was_taken_out_leave_a_package_that_proves_itself() -> None:
    whole = revisions()
    content = [without(whole[0], lambda name: name in ("text", "_times")), taken_out(whole[1], [3]), whole[2]]
    found = read(packed(content, manifest(whole)))[1]
    assert found == content
    assert [one.id for one in found] == [one.id for one in whole]
    assert ["text" in one.fields for one in found] == [False, False, True]


def test_a_value_that_is_put_in_the_place_of_one_that_was_withheld_is_refused() -> None:
    whole = revisions()
    bent = replace(without(whole[0], "text".__eq__), fields={"text": "Never said", "sensitive": True}, closed=1)
    assert refusal(packed([bent, *whole[1:]], manifest(whole))) in REVISION


# ---- copied keys


def two_logs() -> tuple[list[Revision], list[Revision], tuple[Given, ...], list[bytes]]:
    """Two logs of one laptop that begin alike, what its key signed of each, and what proves the second."""
    first = revisions(5)
    second = [*first[:2], *(a_revision({"text": "Elsewhere"}, number=number, device=ROOM.device) for number in (2, 3))]
    tree = Tree([bytes.fromhex(one.id) for one in second])
    given = Given(signed=a_head(second, ROOM, FORUM), spans=((2, 3),))
    hashes = [found for subtree in given.proof if (found := tree.subtree(*subtree)) is not None]
    return first, second[2:], (*given_all(first, ROOM, FORUM), given), hashes


def test_two_logs_that_one_key_signed_come_in_one_package() -> None:
    first, second, heads, hashes = two_logs()
    content = [*first, *second]
    assert read(packed(content, manifest(content, heads), hashes))[1] == content


@pytest.mark.parametrize("how", ["the second first", "mixed", "one too many", "one fewer", "proof of none"])
def test_two_logs_that_are_not_told_apart_are_refused(how: str) -> None:
    first, second, heads, hashes = two_logs()
    content = {
        "the second first": [*second, *first],
        "mixed": [*first[:3], *second, *first[3:]],
        "one too many": [*first, *second, first[0]],
        "one fewer": [*first, second[0]],
        "proof of none": [*first, *second],
    }[how]
    left = [] if how == "proof of none" else hashes
    assert refusal(packed(content, manifest(content, heads), left)) == FORGED
