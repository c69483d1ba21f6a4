"""Who this laptop is to others: the key it signs with, the key that opens what is sealed for it, and whom it knows."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forumdesk.domain.errors import CannotWrite
from forumdesk.domain.handover import fingerprint
from forumdesk.exchange.recipients import is_identity, new_identity, recipient_of
from forumdesk.exchange.signing import KEY_BYTES, device_of, new_key, public_key
from forumdesk.exchange.signing import sign as signature_of
from forumdesk.services.preferences import KEYS, home

_KNOWN = "known-laptops.json"


@dataclass(frozen=True, slots=True)
class Known:
    """A laptop whose signature was accepted here."""

    device: str
    name: str
    key: str

    @property
    def fingerprint(self) -> str:
        """Its key as people read it to each other."""
        return fingerprint(bytes.fromhex(self.key))


class Identity:
    """The laptop's own keys, made when they are first wanted, and the laptops that it knows."""

    def __init__(self, folder: Path | None = None, secret: bytes = b"") -> None:
        """`secret` is the key to sign with, where it is known already."""
        self._folder = folder or home()
        self._secret = secret
        self._kept: dict[str, str] | None = None

    def _keys(self) -> dict[str, str]:
        if self._kept is None:
            found = self._read(KEYS)
            if not _are_keys(found):
                self._put_aside()
                signing = new_key()
                device = device_of(public_key(signing))
                found = {"device": device, "signing": signing.hex(), "opening": new_identity()}
                self._write(KEYS, found)
            self._kept = found
        return self._kept

    def _put_aside(self) -> None:
        """Keep a file that holds no keys any more: the laptop is a new one from now on, and cannot undo what it did."""
        damaged = self._folder / KEYS
        if damaged.exists():
            damaged.replace(damaged.with_suffix(".damaged"))

    def make_keys(self) -> tuple[str, str]:
        """The laptop's id and the key it signs with, made where there are none."""
        kept = self._keys()
        return kept["device"], kept["signing"]

    def renew(self) -> None:
        """Take new keys: from now on this is another laptop, for others wrote under the old ones."""
        kept = self._keys()
        signing = new_key()
        self._kept = {**kept, "device": device_of(public_key(signing)), "signing": signing.hex()}
        self._write(KEYS, self._kept)

    @property
    def _signing(self) -> bytes:
        return self._secret or bytes.fromhex(self._keys()["signing"])

    @property
    def device(self) -> str:
        """The laptop that signs."""
        return device_of(self.key)

    @property
    def key(self) -> bytes:
        """The public key that packages of this laptop are signed under."""
        return public_key(self._signing)

    @property
    def fingerprint(self) -> str:
        """That key as people read it to each other."""
        return fingerprint(self.key)

    @property
    def recipient(self) -> str:
        """The key that others encrypt for, so that this laptop alone can open it."""
        return recipient_of(self._keys()["opening"])

    @property
    def opening(self) -> str:
        """The private key that opens what was encrypted for this laptop."""
        return self._keys()["opening"]

    def sign(self, message: bytes) -> bytes:
        """Sign a message as this laptop."""
        return signature_of(self._signing, message)

    # ---- other laptops

    def known(self) -> tuple[Known, ...]:
        """The laptops that were accepted, by name."""
        found = self._read(_KNOWN)
        entries = [
            Known(device, str(said.get("name", "")), str(said.get("key", "")))
            for device, said in found.items()
            if isinstance(said, dict) and len(str(said.get("key", ""))) == 2 * KEY_BYTES
        ]
        return tuple(sorted(entries, key=lambda one: (one.name, one.device)))

    def accept(self, laptops: Iterable[Known]) -> None:
        """Know these laptops by these keys from now on."""
        known = {one.device: one for one in (*self.known(), *laptops)}
        self._write(_KNOWN, {device: {"name": one.name, "key": one.key} for device, one in known.items()})

    # ---- files

    def _read(self, name: str) -> dict[str, Any]:
        try:
            found = json.loads((self._folder / name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def _write(self, name: str, said: dict[str, Any]) -> None:
        path = self._folder / name
        unfinished = path.with_suffix(".part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            # Private from its first byte: whoever reads it can sign as this laptop.
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                json.dump(said, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        except OSError as error:
            raise CannotWrite(
                "The keys of this laptop could not be kept in “{folder}”.",
                "The forum itself is safe.",
                folder=self._folder,
            ) from error


def _are_keys(found: dict[str, Any]) -> bool:
    device, signing, opening = found.get("device"), found.get("signing"), found.get("opening")
    if not isinstance(device, str):
        return False
    if not isinstance(signing, str) or not re.fullmatch(f"[0-9a-f]{{{2 * KEY_BYTES}}}", signing):
        return False
    fits = device_of(public_key(bytes.fromhex(signing))) == device
    return fits and isinstance(opening, str) and is_identity(opening)
