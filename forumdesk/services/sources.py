"""Files that come back from other laptops, whatever they are: packages, sealed packages, whole forum files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from forumdesk.domain.attachments import MOST_BYTES
from forumdesk.domain.errors import BadInput, CannotWrite, NotFound
from forumdesk.domain.handover import Manifest
from forumdesk.domain.revisions import Revision
from forumdesk.exchange import package
from forumdesk.exchange.sealing import Opener, is_sealed, recipient_of, unseal
from forumdesk.storage.blobs import digest_of
from forumdesk.storage.foreign import foreign_forum

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


@contextmanager
def opened(path: Path, opener: Opener, unsealed: dict[Path, bytes]) -> Iterator[Source]:
    """A source open for the length of a block; what is none, or goes away meanwhile, is told in one sentence.

    `unsealed` keeps what was decrypted once: a passphrase takes a second each time.
    """
    try:
        with _opened(path, opener, unsealed) as source:
            yield source
    except OSError as error:
        raise CannotWrite(
            "“{name}” cannot be read.", "Look whether the stick is still in, and try again.", name=path.name
        ) from error


@contextmanager
def _opened(path: Path, opener: Opener, unsealed: dict[Path, bytes]) -> Iterator[Source]:
    if not path.is_file():
        raise NotFound("“{name}” is not there.", "Look whether the stick is still in.", name=path.name)
    with path.open("rb") as file:
        begin = file.read(len(_SQLITE))
    if begin == _SQLITE:
        with foreign_forum(path) as forum:
            yield Source(path.name, None, forum.revisions, "", forum.photo)
    elif is_sealed(path):
        if path not in unsealed:
            unsealed[path] = unseal(path, opener)
        with package.opened(BytesIO(unsealed[path]), path.name) as found:
            _check_address(found, "passphrase" if opener.passphrase else recipient_of(opener.identity))
            yield _of_package(found)
    elif begin.startswith(_ZIP):
        with path.open("rb") as file, package.opened(file, path.name) as found:
            _check_address(found, "")
            yield _of_package(found)
    else:
        raise BadInput(
            "“{name}” is neither a package nor a forum file.",
            "Choose a file that ends in .forumpack or .forum.",
            name=path.name,
        )


def _check_address(found: package.Package, address: str) -> None:
    """Refuse what was signed for others: somebody opened it and sent it on, as if it had been meant so."""
    meant = found.manifest.sealed_for
    if meant != () if not address else address not in meant:
        raise BadInput(
            "“{name}” was signed for others, and reached this laptop by another way.",
            "Ask its laptop to hand it over to you.",
            name=found.name,
        )


def _of_package(found: package.Package) -> Source:
    carried = frozenset(found.photos())

    def photo(digest: str) -> bytes | None:
        if digest not in carried:
            return None
        content = found.photo(digest)
        return content if len(content) <= MOST_BYTES and digest_of(content) == digest else None

    return Source(found.name, found.manifest, found.revisions, found.digest, photo)
