"""Files that come back, whatever they are: packages, sealed packages, whole forum files, edited workbooks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from forumdesk.domain.attachments import MOST_BYTES
from forumdesk.domain.attestation import Vouched, vouched
from forumdesk.domain.errors import BadInput, CannotWrite, NotFound, Sealed
from forumdesk.domain.handover import Manifest
from forumdesk.domain.ids import BranchId
from forumdesk.domain.revisions import Revision
from forumdesk.domain.witnessing import LAPTOP, Witnessed
from forumdesk.exchange import package
from forumdesk.exchange.recipients import recipient_of
from forumdesk.exchange.sealing import Opener, is_sealed, unseal
from forumdesk.exchange.signing import is_vouched
from forumdesk.services.errands import kept_to
from forumdesk.services.referencing import Referencing
from forumdesk.storage.blobs import digest_of
from forumdesk.storage.foreign import ForeignForum, foreign_forum
from forumdesk.storage.work import Reader

if TYPE_CHECKING:
    from forumdesk.services.returning.told import Returned

_ZIP, _SQLITE = b"PK", b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class Source:
    """A file from another laptop, open to be read."""

    name: str
    manifest: Manifest | None
    """What a package says of itself; nothing for a forum file, which nobody signed."""
    revisions: Callable[[], Iterator[Revision]]
    digest: str
    """What tells a package from every other, by all that it holds; empty for a forum file."""
    photo: Callable[[str], bytes | None]
    """The bytes of a photo by its digest, where it came along and is what the digest says."""
    vouched: Callable[[], tuple[Vouched, ...]] = tuple
    """Which branches are proven, and by whose signature; known once the revisions have passed."""
    begun: str = ""
    """The revision with which its forum began; empty where that is not told."""
    unsigned: tuple[tuple[str, int], ...] = ()
    """Laptops, and how many words of each lie in a forum file that nobody signed: they died with the laptop."""
    unsigned_words: Callable[[], Iterator[Revision]] = lambda: iter(())
    """These words, as this laptop would witness them."""
    returned: Returned | None = None
    """What an edited workbook brings, cell by cell; nothing for any other file."""


class Keyring:
    """What opens the files of one merge, and what was tried once: a passphrase takes a second each time."""

    def __init__(self, opener: Opener, referencing: Referencing) -> None:
        self.opener = opener
        self.referencing = referencing
        self._unsealed: dict[Path, bytes | Sealed] = {}

    def unsealed(self, path: Path) -> bytes:
        """What a sealed file holds; one that did not open is not tried again."""
        if path not in self._unsealed:
            try:
                self._unsealed[path] = unseal(path, self.opener)
            except Sealed as error:
                self._unsealed[path] = error
        found = self._unsealed[path]
        if isinstance(found, Sealed):
            raise found
        return found


def is_workbook(path: Path) -> bool:
    """Whether a file is called as workbooks are."""
    return path.suffix.casefold() in (".xlsx", ".xlsm")


@contextmanager
def opened(path: Path, keyring: Keyring, forum: Reader) -> Iterator[Source]:
    """A source open for the length of a block; what is none, or goes away meanwhile, is told in one sentence."""
    try:
        with _opened(path, keyring, forum) as source:
            yield source
    except OSError as error:
        raise CannotWrite(
            "“{name}” cannot be read.", "Look whether the stick is still in, and try again.", name=path.name
        ) from error


@contextmanager
def _opened(path: Path, keyring: Keyring, forum: Reader) -> Iterator[Source]:
    opener = keyring.opener
    if not path.is_file():
        raise NotFound("“{name}” is not there.", "Look whether the stick is still in.", name=path.name)
    with path.open("rb") as file:
        begin = file.read(len(_SQLITE))
    if begin == _SQLITE:
        with foreign_forum(path) as other:
            yield _of_forum(other, path.name)
    elif is_sealed(path):
        with package.opened(BytesIO(keyring.unsealed(path)), path.name) as found:
            _check_address(found, "passphrase" if opener.passphrase else recipient_of(opener.identity))
            yield _of_package(found)
    elif is_workbook(path):
        yield _of_workbook(path, keyring, forum)
    elif begin.startswith(_ZIP):
        with path.open("rb") as file, package.opened(file, path.name) as found:
            _check_address(found, "")
            yield _of_package(found)
    else:
        raise BadInput(
            "“{name}” is neither a package, a forum file nor a workbook.",
            "Choose a file that ends in .forumpack, .forum or .xlsx.",
            name=path.name,
        )


def _of_forum(other: ForeignForum, name: str) -> Source:
    """A forum file: what its laptops signed is taken, each by its own head; what nobody signed is told."""
    proven: list[Vouched] = []
    for given, entries, hashes in other.heads():
        found = vouched(given, entries, hashes) if is_vouched(given.signed) else None
        if found is not None:
            proven.append(found)
    sizes = {(one.given.signed.head.device, one.given.signed.head.branch): one.given.signed.head.size for one in proven}
    left: dict[str, int] = {}

    def revisions() -> Iterator[Revision]:
        return (one for one in other.revisions() if one.number < sizes.get((one.device, one.branch), 0))

    def unsigned() -> Iterator[Revision]:
        return (one for one in other.revisions() if one.number >= sizes.get((one.device, one.branch), 0))

    for one in unsigned():
        left[one.device] = left.get(one.device, 0) + 1
    return Source(
        name,
        None,
        revisions,
        "",
        other.photo,
        lambda: tuple(proven),
        other.begun,
        tuple(sorted(left.items())),
        lambda: (as_witnessed(one) for one in unsigned()),
    )


_NOWHERE = BranchId("0" * 16)


def as_witnessed(one: Revision) -> Revision:
    """A word that nobody signed, as a laptop says it that only read it."""
    told = Witnessed(LAPTOP, one.device, one.wall_ms, "").told
    return replace(one, witnessed=told, branch=_NOWHERE)


def _check_address(found: package.Package, address: str) -> None:
    """Refuse what was signed for others: somebody opened it and sent it on, as if it had been meant so."""
    meant = found.manifest.sealed_for
    if meant != () if not address else address not in meant:
        raise BadInput(
            "“{name}” was signed for others, and reached this laptop by another way.",
            "Ask its laptop to hand it over to you.",
            name=found.name,
        )


def _of_workbook(path: Path, keyring: Keyring, forum: Reader) -> Source:
    # Loaded when the first workbook comes back: what reads and writes workbooks takes as long as the rest of a merge.
    book = import_module("forumdesk.exchange.workbook_in").read_workbook(path)
    returned: Returned = import_module("forumdesk.services.returning.workbook").bring(
        forum, keyring.referencing, book, path.name
    )
    return Source(path.name, None, lambda: iter(()), "", _no_photo, returned=returned)


def _no_photo(_digest: str) -> bytes | None:
    return None


def _of_package(found: package.Package) -> Source:
    carried = frozenset(found.photos())

    def photo(digest: str) -> bytes | None:
        if digest not in carried:
            return None
        content = found.photo(digest)
        return content if len(content) <= MOST_BYTES and digest_of(content) == digest else None

    manifest = found.manifest

    def revisions() -> Iterator[Revision]:
        return kept_to(manifest, found.revisions(), found.name)

    return Source(found.name, manifest, revisions, found.digest, photo, lambda: found.vouched, manifest.begun)
