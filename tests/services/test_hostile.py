"""Packages that mean harm: whatever is done to them, they are refused in a sentence or say what their laptop said."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

import pytest
from msgspec import convert

from forumdesk.cli.frame import this_laptop
from forumdesk.domain.errors import BadInput, ForumDeskError, Sealed
from forumdesk.domain.handover import fingerprint
from forumdesk.domain.heads import Counted, Plainly, state_of
from forumdesk.domain.ids import RecordId
from forumdesk.domain.kinds import KINDS, kind_of
from forumdesk.domain.merging import Weighing
from forumdesk.domain.records import record_from, shapes
from forumdesk.domain.revisions import NOT_OURS, Revision
from forumdesk.domain.turns import Turns
from forumdesk.exchange.lines import line_of, revision_of
from forumdesk.exchange.package import MANIFEST, REVISIONS, SIGNATURE, opened
from forumdesk.exchange.passphrase import encrypted
from forumdesk.exchange.recipients import new_identity, recipient_of
from forumdesk.exchange.sealing import Opener, seal, unseal
from forumdesk.exchange.signing import device_of, public_key, sign
from forumdesk.exchange.vouching import plain
from forumdesk.services.desk import Desk
from forumdesk.services.listing import LISTS
from forumdesk.services.sources import Keyring
from forumdesk.services.sources import opened as opened_source
from forumdesk.storage.checking import faults
from forumdesk.storage.database import Database
from forumdesk.storage.layout import table_name
from tests.builders import a_laptop, a_revision, given_all
from tests.exchange.test_package import FORUM, KEY, chance, manifest, packed, rebuilt, revisions
from tests.services.cities import Secretariat

FORGING = a_laptop("A forger")
FORGER = FORGING.secret
TRIES = 500
Members = dict[str, bytes]


def signed(members: Members, **said: Any) -> None:
    """Name every member as it is now and sign that, log and all, as somebody else who knows how packages are made."""
    found = {name: sha256(held).hexdigest() for name, held in members.items() if name not in (MANIFEST, SIGNATURE)}
    lines = members[REVISIONS].splitlines()
    mine: dict[str, Any] = {"key": public_key(FORGER).hex(), "device": FORGING.device, "revisions": len(lines)}
    with suppress(ForumDeskError):  # of what is no revision nothing can be vouched for
        written = [one for line in lines if (one := revision_of(line)).device == FORGING.device]
        mine["heads"] = [plain(one) for one in given_all(written, FORGING, FORUM)]
    told = {**json.loads(members[MANIFEST]), **mine, "members": found}
    members[MANIFEST] = json.dumps({**told, **said}).encode()
    members[SIGNATURE] = sign(FORGER, members[MANIFEST])


class Nothing:
    """A forum that knows nothing yet."""

    class Known(Plainly):
        turns: Turns = MappingProxyType({})

    known = Known()

    def revisions(self, _record: str, /) -> tuple[Revision, ...]:
        return ()

    def records_of_act(self, _device: str, _act: str, /) -> tuple[Any, ...]:
        return ()


def weighed(content: bytes) -> list[Revision]:
    """What a package says, weighed as a merge does and shown as a screen would."""
    with opened(io.BytesIO(content), "Room A.forumpack") as package:
        found = list(package.revisions())
        Weighing(Nothing(), lambda _: set()).weigh(found)
    for record in {one.record for one in found}:
        of_record = [one for one in found if one.record == record]
        kind = KINDS.get(kind_of(of_record))
        if kind is not None:
            record_from(kind, record, state_of(Counted(of_record)).said)
    return found


def test_what_another_key_signs_comes_under_another_fingerprint_or_not_at_all() -> None:
    whole, own = packed(), fingerprint(public_key(KEY))
    told: set[str] = set()
    taken = 0
    for number in range(TRIES):
        dice = chance(number)

        def resigned(members: Members, dice: random.Random = dice) -> None:
            fields = {"laptop": "Room A", "title": f"Forum {dice.random()}", "device": f"{dice.getrandbits(128):032x}"}
            signed(members, **dict(dice.sample(sorted(fields.items()), dice.randrange(3))))
            if dice.random() < 0.5:  # the name of the key that is forged, beside a signature of another
                key = public_key(KEY)
                told = {**json.loads(members[MANIFEST]), "key": key.hex(), "device": device_of(key)}
                members[MANIFEST] = json.dumps(told).encode()
                members[SIGNATURE] = sign(FORGER, members[MANIFEST])

        try:
            with opened(io.BytesIO(rebuilt(resigned, whole)), "Room A.forumpack") as package:
                assert fingerprint(package.key) != own
                taken += 1
        except BadInput as error:
            told.add(str(error))
    assert 0 < taken < TRIES // 2
    assert len(told) == 1
    assert "was altered after it was signed" in told.pop()


def test_what_was_meant_for_others_is_refused_however_it_is_addressed(desk: Desk, tmp_path: Path) -> None:
    identities = [new_identity() for _ in range(3)]
    keys = [recipient_of(one) for one in identities]
    path = tmp_path / "Room A.forumpack"
    taken = 0
    for number in range(TRIES):
        dice = chance(number)
        meant = dice.sample([*keys, "passphrase", keys[0][:-1]], dice.randrange(4))
        plain = packed(said=replace(manifest(), sealed_for=tuple(meant)))
        sent, reads = dice.randrange(4), dice.randrange(3)
        path.write_bytes(plain if sent == 3 else seal(plain, [keys[sent]], ""))
        fits = (sent == 3 and not meant) or (sent == reads and keys[reads] in meant)
        try:
            keyring = Keyring(Opener(identities[reads]), desk.referencing)
            with desk._database.read() as forum, opened_source(path, keyring, forum) as source:
                assert fits
                assert list(source.revisions()) == revisions()
                taken += 1
        except (BadInput, Sealed):
            assert not fits
    assert 0 < taken < TRIES // 2


ODD: tuple[Any, ...] = (
    None, True, 0, -1, 2**63, 10**40, 1.5, float("inf"), float("nan"), "", "x" * 300, "\x00", "\ud800", "\u202e", [],
    {}, ["a"], {"a": 1}, "9" * 400, "2026-13-45T99:00:00Z", "_deleted", "f" * 32,
)  # fmt: skip


def bent(line: bytes, dice: random.Random) -> bytes:
    """A line of revisions with something odd in it, mostly under the id that is right for what it then says."""
    said = json.loads(line)
    inside = dice.choice([said, said["fields"], said["fields"]])
    key = dice.choice([*sorted(inside), "text", "_deleted", "_more", "codes:", "codes:sdg 8", "session", ""])
    if dice.random() < 0.2:
        inside.pop(key, None)
    else:
        inside[key] = dice.choice(ODD)
    try:
        if dice.random() < 0.8:
            said["id"] = convert(said, Revision).computed_id()
        return json.dumps(said, separators=(",", ":"), allow_nan=False).encode() + b"\n"
    except (ValueError, TypeError, KeyError, OverflowError):  # what JSON has no word for, or no header holds
        return json.dumps(said).encode() + b"\n"


def bend_lines(members: Members, dice: random.Random) -> None:
    lines = members[REVISIONS].splitlines(keepends=True)
    place = dice.randrange(len(lines))
    lines[place] = bent(lines[place], dice) if dice.random() < 0.9 else dice.choice([b"[]\n", b"\n", b"[" * 9000, b"{"])
    members[REVISIONS] = b"".join(dice.choices(lines, k=dice.randrange(1, 5)) if dice.random() < 0.2 else lines)
    signed(members)


def bend_manifest(members: Members, dice: random.Random) -> None:
    told = json.loads(members[MANIFEST])
    inside = dice.choice([told, told, told["scope"], told["receipt"], told["members"]])
    inside[dice.choice([*sorted(inside), "more"])] = dice.choice(ODD)
    members[MANIFEST] = json.dumps(told).encode()
    members[SIGNATURE] = sign(FORGER, members[MANIFEST])
    if dice.random() < 0.8:
        told["key"] = public_key(FORGER).hex()
        members[MANIFEST] = json.dumps(told).encode()
        members[SIGNATURE] = sign(FORGER, members[MANIFEST])


def bend_members(members: Members, dice: random.Random) -> None:
    one, other = dice.choices(sorted(members), k=2)
    members[one], members[other] = members[other], dice.choice([members[one], b"", members[other][:20], b"\xff" * 99])
    if dice.random() < 0.5:
        members[dice.choice(["photo/" + "c" * 64, "../x", "Manifest.json", "revisions.jsonl "])] = members.pop(one)
    with suppress(KeyError, ValueError):  # where the manifest itself was bent, there is nothing to sign
        signed(members)


class Bend(Protocol):
    """Change members of a package, as the dice fall."""

    def __call__(self, members: Members, dice: random.Random) -> None: ...


@pytest.mark.parametrize(
    ("bend", "tries"), [(bend_lines, 1200), (bend_manifest, 700), (bend_members, 400)], ids=["lines", "manifest", "zip"]
)
def test_whatever_a_hostile_laptop_signs_is_refused_in_a_sentence_or_reads_as_records(bend: Bend, tries: int) -> None:
    whole = packed(revisions(4, FORGING))
    told: list[str] = []
    for number in range(tries):
        try:
            weighed(rebuilt(partial(bend, dice=chance(number)), whole))
        except ForumDeskError as error:
            told.append(str(error))
    assert tries // 4 < len(told) <= tries
    assert not any("\n" in sentence for sentence in told)


def test_what_is_taken_in_of_it_can_be_shown_and_leaves_no_fault(database: Database) -> None:
    taken = 0
    lines = [line_of(one) for one in revisions(4)]
    with database.write("merge") as work:
        for number in range(TRIES):
            dice = chance(number)
            try:
                made = [revision_of(bent(dice.choice(lines), dice)) for _ in range(1 + number % 2)]
                with work.whole():
                    work.take_in(made)
            except (ForumDeskError, ValueError):
                continue
            taken += 1
    assert taken > TRIES // 10
    with database.read() as forum:
        assert list(faults(forum)) == []
        assert sum(1 for kind in KINDS.values() for _ in forum.stream(kind)) > 1


UNTOLD: tuple[Any, ...] = (
    2**62, -(2**62), 1e308, "\x00\u202e", "²", "9" * 5000, "9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00.000Z",
)  # fmt: skip


@pytest.mark.parametrize("value", UNTOLD, ids=lambda one: ascii(one)[:12])
def test_whatever_a_laptop_says_of_anything_can_be_listed_compared_and_exported(
    secretariat: Secretariat, value: Any
) -> None:
    secretariat.sends("Dakar")
    with secretariat.at() as desk:
        with desk._database.write("merge") as work:
            for number, (kind, record_class) in enumerate(KINDS.items()):
                single = {name: value for name, shape in shapes(record_class).items() if not shape.many}
                members = {f"{name}:{value}": True for name, shape in shapes(record_class).items() if shape.many}
                said = {**single, **(members if "\x00" not in str(value) else {})}
                known = [RecordId(row[0]) for row in work.rows(f"SELECT id FROM {table_name(kind)} LIMIT 1")]  # noqa: S608
                for place, record in enumerate((*known, RecordId(f"{len(kind):032x}"))):  # some share an id
                    seen = [one.id for one, _ in work.log.standing(record)]
                    one = a_revision(
                        said,
                        number=2 * number + place,
                        record=record,
                        kind=kind,
                        parents=tuple(sorted(seen)),
                        begins=not seen,
                        author="Elsewhere",
                        wall_ms=1_475_000_000_000,
                    )
                    work.take_in([one])
        assert list(desk.checking.faults()) == []
        for what in LISTS:
            list(desk.listing.listed(what))
        desk.joining.pairs()
        desk.responses.overview()
        for held in desk.listing.listed("sessions"):
            desk.running.progression(held["id"]).behind(secretariat.clock.now())
        desk.exporting.export(secretariat.folder / "outcome.xlsx")
        desk.packing.pack(secretariat.folder / "packed")


# ---- what only wants to be large


def zipped(members: Members, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as new:
        for name, held in members.items():
            new.writestr(name, held)
    return file.getvalue()


def members_of(content: bytes) -> Members:
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        return {name: old.read(name) for name in old.namelist()}


def bombs(begun: str) -> Iterator[tuple[str, bytes]]:
    """Small files that would grow, all of one forum."""
    line = line_of(revisions(1)[0]) + b"\n"
    whole = members_of(packed())

    def with_lines(held: bytes) -> bytes:
        members = {**whole, REVISIONS: held}
        signed(members, begun=begun)
        return zipped(members)

    yield "many-lines", with_lines(line * (70 * 1024 * 1024 // len(line)))
    yield "one-line", with_lines(b'{"text":"' + b" " * (9 * 1024 * 1024) + b'"}\n')
    yield "deep-line", with_lines(b"[" * (7 * 1024 * 1024) + b"\n")
    yield "manifest", zipped({**whole, MANIFEST: b" " * (30 * 1024 * 1024)})
    photos = {f"photo/{number:064x}": bytes(4 * 1024 * 1024) for number in range(9)}
    yield "photos", zipped({**whole, **photos})
    yield "members", zipped({**whole, **{f"photo/{number:064x}": b"" for number in range(20_001)}})
    yield "within", zipped({"inner.zip": zipped({"zeros": bytes(30 * 1024 * 1024)})})


MOST_MB = 512
LOOKING = """
import sys
from pathlib import Path
from forumdesk.cli.frame import this_laptop
with this_laptop().opened(Path(sys.argv[1])) as desk:
    before = sum(1 for _ in desk.listing.listed("acts"))
    for one in desk.merging.merge([Path(name) for name in sys.argv[2:]]).sources:
        print(one.refused)
    assert sum(1 for _ in desk.listing.listed("acts")) == before
(peak,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
print(int(peak.split()[1]) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of a process by itself is told by Linux")
def test_what_would_grow_beyond_measure_is_refused_before_it_does(path: Path, tmp_path: Path) -> None:
    with this_laptop().opened(path) as desk, desk._database.read() as forum:
        begun = forum.begun
    files = []
    for name, content in bombs(begun):
        files.append(tmp_path / f"{name}.forumpack")
        files[-1].write_bytes(content)
    assert max(one.stat().st_size for one in files) < 5 * 1024 * 1024
    work = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", LOOKING, path, *files], check=True, capture_output=True, text=True, timeout=60
    )
    *told, peak = work.stdout.splitlines()
    swollen, damaged = "would unpack into far more than a forum holds.", "is damaged or is not a package of ForumDesk."
    assert [sentence.partition("” ")[2].split(" Ask")[0] or sentence for sentence in told] == [
        swollen,
        swollen,
        NOT_OURS,
        damaged,
        swollen,
        damaged,
        damaged,
    ]
    assert int(peak) < MOST_MB // 2
    assert work.stderr == ""


@pytest.mark.parametrize("work", [b"19", b"21", b"30", b"022", b"9" * 5000], ids=lambda one: one[:4].decode())
def test_a_passphrase_that_takes_gigabytes_to_try_is_not_tried(
    work: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "Room A"
    monkeypatch.setattr("forumdesk.exchange.passphrase.WORK", 10)
    sealed, opener = encrypted(packed(), "tulip market"), Opener("", "tulip market")
    path.write_bytes(sealed)
    assert unseal(path, opener) == packed()
    path.write_bytes(sealed.replace(b" 10\n", b" %s\n" % work, 1))
    with pytest.raises(BadInput, match="“Room A” would take far more work to open than a package does"):
        unseal(path, opener)


def test_only_what_can_be_opened_again_is_encrypted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forumdesk.exchange.sealing.MOST_SEALED", 5 * 1024 * 1024)
    key = recipient_of(new_identity())
    assert len(seal(bytes(1024 * 1024), [key], "")) < 2 * 1024 * 1024
    with pytest.raises(BadInput, match=r"Only 5 MB can be encrypted at once\. Hand some sessions over at a time\."):
        seal(bytes(1024 * 1024 + 1), [key], "")
