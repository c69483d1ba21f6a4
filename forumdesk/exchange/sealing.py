"""Encryption of packages with age: for named recipients or under a passphrase."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyrage

from forumdesk.domain.errors import BadInput, Sealed
from forumdesk.exchange.passphrase import WORK, encrypted

_MAGIC = b"age-encryption.org/v1\n"
MOST_SEALED = 200 * 1024 * 1024
"""It is decrypted in memory, so that what was encrypted never lies on a disk as it was."""

_WORK = re.compile(rb"^-> scrypt \S+ (\S+)$", re.MULTILINE)
_HEAD_ENDS = b"\n--- "
_MOST_HEAD = 4 * 1024 * 1024
"""What encrypting adds at the most: a head for each recipient, and a mark for each 64 KiB."""


@dataclass(frozen=True, slots=True)
class Opener:
    """What a package may be opened with: the laptop's own key, and a passphrase where one was said."""

    identity: str = ""
    passphrase: str = ""


def is_sealed(path: Path) -> bool:
    """Whether a file is encrypted with age."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def seal(plain: bytes, recipients: Sequence[str], passphrase: str) -> bytes:
    """Encrypt for recipients, or under a passphrase; what nobody could decrypt again is refused."""
    if len(plain) > MOST_SEALED - _MOST_HEAD:
        raise BadInput(
            "Only {most} MB can be encrypted at once.", "Hand some sessions over at a time.", most=MOST_SEALED >> 20
        )
    if passphrase:
        return encrypted(plain, passphrase)
    return bytes(pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(one) for one in recipients]))


def unseal(path: Path, opener: Opener) -> bytes:
    """Decrypt a package with whatever opens it."""
    if path.stat().st_size > MOST_SEALED:
        raise BadInput("“{name}” is too large to be a package.", name=path.name)
    sealed = path.read_bytes()
    if opener.passphrase and any(_is_too_much(work) for work in _WORK.findall(sealed.partition(_HEAD_ENDS)[0])):
        raise BadInput("“{name}” would take far more work to open than a package does, so it was not.", name=path.name)
    try:
        if opener.passphrase:
            return bytes(pyrage.passphrase.decrypt(sealed, opener.passphrase))
        if opener.identity:
            return bytes(pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(opener.identity)]))
    except (pyrage.DecryptError, pyrage.IdentityError, ValueError) as error:
        raise _shut(path, tried=opener.passphrase != "") from error
    raise _shut(path, tried=False)


def _is_too_much(work: bytes) -> bool:
    return len(work) > len(str(WORK)) or (work.isdigit() and int(work) > WORK)


def _shut(path: Path, *, tried: bool) -> Sealed:
    if tried:
        return Sealed("“{name}” does not open with this passphrase.", "Look at its spelling.", name=path.name)
    return Sealed(
        "“{name}” is encrypted, and not for this laptop.", "Say its passphrase, or ask for it again.", name=path.name
    )
