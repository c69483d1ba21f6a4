"""Encryption under a passphrase as age writes it, with work that the weakest laptop in the room can do again.

The library that opens such a file lets nobody choose the work: it takes what lasts a second on the laptop that
encrypts, which on a fast one is gigabytes. The format is age-encryption.org/v1; every primitive is cryptography's.
"""

from __future__ import annotations

import os
from base64 import b64encode

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

WORK = 18
"""Powers of two of scrypt's work, as age's own program takes it: 256 MB of memory, under a second."""
_BLOCK_SIZE, _KEY, _SALT = 8, 32, 16
_CHUNK = 64 * 1024


def encrypted(plain: bytes, passphrase: str) -> bytes:
    """The whole age file under a passphrase."""
    file_key, salt, nonce = os.urandom(_SALT), os.urandom(_SALT), os.urandom(_SALT)
    scrypt = Scrypt(salt=b"age-encryption.org/v1/scrypt" + salt, length=_KEY, n=1 << WORK, r=_BLOCK_SIZE, p=1)
    wrapped = ChaCha20Poly1305(scrypt.derive(passphrase.encode())).encrypt(bytes(12), file_key, None)
    head = b"age-encryption.org/v1\n-> scrypt %s %d\n%s\n---" % (_plain64(salt), WORK, _plain64(wrapped))
    proof = HMAC(_derived(file_key, b"", b"header"), SHA256())
    proof.update(head)
    body = _chunks(plain, ChaCha20Poly1305(_derived(file_key, nonce, b"payload")))
    return b"".join([head, b" ", _plain64(proof.finalize()), b"\n", nonce, *body])


def _chunks(plain: bytes, cipher: ChaCha20Poly1305) -> list[bytes]:
    """The text in chunks, each under its number and the mark of whether it is the last."""
    places = range(0, len(plain), _CHUNK) or range(1)
    last = len(places) - 1
    return [
        cipher.encrypt(number.to_bytes(11) + bytes([number == last]), plain[at : at + _CHUNK], None)
        for number, at in enumerate(places)
    ]


def _derived(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), _KEY, salt or None, purpose).derive(key)


def _plain64(content: bytes) -> bytes:
    return b64encode(content).rstrip(b"=")
