"""The travelling package: a zip of fixed names that holds revisions and photos, and a manifest under a signature.

Nothing of it is ever unpacked: members are read by the names that the manifest gives, within limits, and what they say
is compared with the manifest while they are read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from hashlib import sha256
from io import SEEK_END
from typing import IO, Any, Self, TypeGuard
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 - it is an exception

from forumdesk.domain.attachments import MOST_BYTES
from forumdesk.domain.attestation import Vouched
from forumdesk.domain.errors import BadInput
from forumdesk.domain.handover import FORMAT, Errand, HandedOver, Manifest, Receipt, Scope
from forumdesk.domain.ids import DeviceId
from forumdesk.domain.records import instant_of, instant_text
from forumdesk.domain.revisions import LAST_MS, SCHEMA, Revision, canonical
from forumdesk.exchange.lines import line_of, revision_of
from forumdesk.exchange.signing import KEY_BYTES, SIGNATURE_BYTES, device_of, is_signed
from forumdesk.exchange.vouching import NotVouched, Passing, heads_of, plain

MANIFEST, SIGNATURE, REVISIONS, PROOFS, PHOTOS = (
    "manifest.json",
    "manifest.sig",
    "revisions.jsonl",
    "proofs.bin",
    "photo/",
)
MOST_REVISIONS, MOST_LINE, MOST_MANIFEST = 256 * 1024 * 1024, 8 * 1024 * 1024, 4 * 1024 * 1024
MOST_PROOFS = 64 * 1024 * 1024
MOST_MEMBERS = 20_000
_BLOCK = 256 * 1024
SWELLS_FREELY, MOST_SWELLING = 32 * 1024 * 1024, 20
"""What may unpack into more than so many bytes must not unpack into more than so many times its size.

What people write shrinks to an eighth at the best, for every revision has ids that do not shrink.
"""
_PHOTO = re.compile(r"photo/[0-9a-f]{64}")
_ALWAYS = (1980, 1, 1, 0, 0, 0)
"""The instant that every member bears, so that the same content makes the same file."""


class Writer:
    """Writes a package into an open file, for the length of a block."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = ZipFile(file, "w")
        self._members: dict[str, str] = {}

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Let go of what was begun and could not be finished, while its file is still open."""
        with suppress(OSError, ValueError):
            self._zip.close()

    def revisions(self, revisions: Iterable[Revision]) -> None:
        """Write the revisions, one a line."""
        found = sha256()
        with self._zip.open(_entry(REVISIONS, ZIP_DEFLATED), "w", force_zip64=True) as member:
            for one in revisions:
                line = line_of(one) + b"\n"
                found.update(line)
                member.write(line)
        self._members[REVISIONS] = found.hexdigest()

    def photo(self, digest: str, content: bytes) -> None:
        """Write a photo under the digest that its record names."""
        self._put(PHOTOS + digest, content, ZIP_STORED)

    def proofs(self, hashes: Iterable[bytes]) -> None:
        """Write the hashes that prove what does not come whole, in the order of the heads."""
        self._put(PROOFS, b"".join(hashes), ZIP_STORED)

    def finish(self, manifest: Manifest, sign: Callable[[bytes], bytes]) -> Manifest:
        """Write the manifest and its signature, and return the manifest as it was written."""
        whole = replace(manifest, members=dict(self._members))
        written = canonical(_plain(whole)).encode("ascii")
        self._put(MANIFEST, written, ZIP_DEFLATED)
        self._put(SIGNATURE, sign(written), ZIP_STORED)
        self._zip.close()
        return whole

    def _put(self, name: str, content: bytes, how: int) -> None:
        self._zip.writestr(_entry(name, how), content)
        self._members[name] = sha256(content).hexdigest()


def _entry(name: str, how: int) -> ZipInfo:
    entry = ZipInfo(name, _ALWAYS)
    entry.compress_type = how
    return entry


class Package:
    """A package that was opened: its signature holds, its members are read when they are wanted."""

    def __init__(self, packed: ZipFile, name: str, size: int) -> None:
        self.name = name
        self._zip = packed
        self._check_entries(size)
        written = self._whole(MANIFEST, MOST_MANIFEST)
        self.manifest = _manifest(written, name)
        self.digest = sha256(written).hexdigest()
        self.key = bytes.fromhex(self.manifest.key)
        self.vouched: tuple[Vouched, ...] = ()
        """What its heads vouch for; known once all revisions have passed."""
        if device_of(self.key) != self.manifest.device or not is_signed(
            self.key, self._whole(SIGNATURE, SIGNATURE_BYTES), written
        ):
            raise altered(name)
        if set(self.manifest.members) | {MANIFEST, SIGNATURE} != set(packed.namelist()):
            raise altered(name)

    def _check_entries(self, size: int) -> None:
        entries = self._zip.infolist()
        names = [one.filename for one in entries]
        if len(names) > MOST_MEMBERS or len(set(names)) != len(names):
            raise not_a_package(self.name)
        for one in entries:
            fixed = one.filename in (MANIFEST, SIGNATURE, REVISIONS, PROOFS) or _PHOTO.fullmatch(one.filename)
            if not fixed or one.flag_bits & 0x1 or one.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise not_a_package(self.name)
        # No member is read beyond what it says of itself; that it says how small it lies in the file proves nothing.
        if sum(one.file_size for one in entries) > max(SWELLS_FREELY, MOST_SWELLING * size):
            raise _swollen(self.name)

    def _whole(self, name: str, most: int) -> bytes:
        with self._zip.open(name) as member:
            content = member.read(most + 1)
        if len(content) > most:
            raise not_a_package(self.name)
        return content

    def revisions(self) -> Iterator[Revision]:
        """Every revision, checked by itself; their end is refused if one was altered, lost, added or forged."""
        found, passing = sha256(), Passing(self.manifest.heads)
        with told(self.name):
            try:
                yield from passing.watched(map(revision_of, self._lines(found.update)))
                if (
                    found.hexdigest() != self.manifest.members.get(REVISIONS)
                    or passing.count != self.manifest.revisions
                ):
                    raise altered(self.name)
                self.vouched = passing.proven(self._proofs(), self.manifest.begun)
            except NotVouched as error:
                raise forged(self.name) from error

    def _proofs(self) -> bytes:
        hashes = self._whole(PROOFS, MOST_PROOFS)
        if sha256(hashes).hexdigest() != self.manifest.members.get(PROOFS):
            raise altered(self.name)
        return hashes

    def _lines(self, passing: Callable[[bytes], None]) -> Iterator[bytes]:
        """The lines of the revisions, within limits; all bytes are told to `passing` as they stream by."""
        left, rest = MOST_REVISIONS, b""
        with self._zip.open(REVISIONS) as member:
            while block := member.read(_BLOCK):
                left -= len(block)
                passing(block)
                *lines, rest = (rest + block).split(b"\n")
                if left < 0 or max(map(len, (rest, *lines))) > MOST_LINE:
                    raise _swollen(self.name)
                yield from lines
        if rest:
            yield rest

    def photos(self) -> tuple[str, ...]:
        """The digests of the photos that come along."""
        return tuple(sorted(name.removeprefix(PHOTOS) for name in self.manifest.members if name.startswith(PHOTOS)))

    def photo(self, digest: str) -> bytes:
        """The bytes of a photo, checked."""
        with told(self.name):
            content = self._whole(PHOTOS + digest, MOST_BYTES)
        if sha256(content).hexdigest() != self.manifest.members[PHOTOS + digest]:
            raise altered(self.name)
        return content


@contextmanager
def opened(file: IO[bytes], name: str) -> Iterator[Package]:
    """A package open for the length of a block; whatever is wrong with it is told in a sentence."""
    with ExitStack() as stack:
        with told(name):
            package = Package(stack.enter_context(ZipFile(file)), name, file.seek(0, SEEK_END))
        yield package


@contextmanager
def told(name: str) -> Iterator[None]:
    """Tell what the zip or its members are not, in a sentence."""
    try:
        yield
    except (BadZipFile, ZlibError, KeyError, ValueError, EOFError, NotImplementedError, RuntimeError) as error:
        raise not_a_package(name) from error


def not_a_package(name: str) -> BadInput:
    """The sentence for what was never a package, or is not whole any more."""
    return BadInput(
        "“{name}” is damaged or is not a package of ForumDesk.", "Ask its laptop to hand it over again.", name=name
    )


def _swollen(name: str) -> BadInput:
    return BadInput("“{name}” would unpack into far more than a forum holds.", name=name)


def altered(name: str) -> BadInput:
    """The sentence for what is not as its laptop signed it."""
    return BadInput(
        "“{name}” was altered after it was signed, so nothing of it was read.",
        "Ask its laptop to hand it over again.",
        name=name,
    )


def forged(name: str) -> BadInput:
    """The sentence for what says things in the name of laptops that never signed them."""
    return BadInput(
        "“{name}” holds words that the laptops it names did not sign, so nothing of it was read.",
        "Ask whoever gave it to you where it comes from.",
        name=name,
    )


def _object(written: bytes, name: str) -> dict[str, Any]:
    try:
        found = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise not_a_package(name) from error
    if not isinstance(found, dict):
        raise not_a_package(name)
    return found


def _plain(one: Manifest) -> dict[str, Any]:
    receipt = one.receipt
    return {
        "format": FORMAT,
        "schema": SCHEMA,
        "begun": one.begun,
        "title": one.title,
        "device": one.device,
        "laptop": one.laptop,
        "author": one.author,
        "created": instant_text(one.created),
        "scope": {
            "sessions": list(one.scope.sessions),
            "city": one.scope.city,
            "place": one.scope.place,
            "errand": one.scope.errand.value,
            "since": one.scope.since,
        },
        "receipt": {
            "notes": receipt.notes,
            "recommendations": receipt.recommendations,
            "last_edit": instant_text(receipt.last_edit) if receipt.last_edit else "",
            "head": receipt.head,
            "mark": receipt.mark,
        },
        "revisions": one.revisions,
        "members": dict(one.members),
        "key": one.key,
        "heads": [plain(each) for each in one.heads],
        "handed": [[each.size, instant_text(each.instant), each.notes] for each in one.handed],
        "sealed_for": list(one.sealed_for),
    }


def _manifest(written: bytes, name: str) -> Manifest:
    """The manifest of a package, every value of the kind that it must be."""
    said = _object(written, name)
    form, schema = said.get("format"), said.get("schema")
    if not _is_whole(form) or not _is_whole(schema):
        raise not_a_package(name)
    if form > FORMAT or schema > SCHEMA:
        raise BadInput("“{name}” was written by a newer ForumDesk.", "Install that one to read it.", name=name)
    try:
        made = _manifest_of(said)
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as error:
        raise not_a_package(name) from error
    return made


def _manifest_of(said: dict[str, Any]) -> Manifest:
    scope, receipt = said["scope"], said["receipt"]
    made = Manifest(
        begun=_text(said["begun"]),
        title=_text(said["title"]),
        device=DeviceId(_text(said["device"])),
        laptop=_text(said["laptop"]),
        author=_text(said["author"]),
        created=instant_of(_text(said["created"])),
        scope=Scope(
            sessions=tuple(map(_text, scope["sessions"])),
            city=_text(scope["city"]),
            place=_count(scope.get("place", 0)),
            errand=Errand(_text(scope.get("errand", ""))),
            since=_count(scope["since"]),
        ),
        receipt=Receipt(
            notes=_count(receipt["notes"]),
            recommendations=_count(receipt["recommendations"]),
            last_edit=instant_of(_text(receipt["last_edit"])) if receipt["last_edit"] else None,
            head=_text(receipt["head"]),
            mark=_text(receipt["mark"]),
        ),
        revisions=_count(said["revisions"]),
        members={_text(name): _text(digest) for name, digest in said["members"].items()},
        key=_text(said["key"]),
        heads=heads_of(said["heads"], _text(said["begun"])),
        handed=tuple(HandedOver(_count(one[0]), instant_of(_text(one[1])), _count(one[2])) for one in said["handed"]),
        sealed_for=tuple(map(_text, said["sealed_for"])),
    )
    if len(bytes.fromhex(made.key)) != KEY_BYTES:
        raise ValueError
    return made


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    value.encode()
    return value


def _count(value: object) -> int:
    if not _is_whole(value) or not 0 <= value <= LAST_MS:
        raise ValueError
    return value


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


__all__ = ["Package", "Writer", "altered", "not_a_package", "opened"]
