"""Encrypts as age does, under a passphrase that takes no time to try; the program opens it as any other."""

from __future__ import annotations

import hashlib
import hmac
import os
from base64 import b64encode

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_WORK = 10
"""Powers of two of work; age itself takes as much as lasts a second."""
_CHUNK = 64 * 1024


def sealed(plain: bytes, passphrase: str) -> bytes:
    """An age file under a passphrase (age-encryption.org/v1)."""
    file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    salted = b"age-encryption.org/v1/scrypt" + salt
    wrapping = hashlib.scrypt(passphrase.encode(), salt=salted, n=1 << _WORK, r=8, p=1, dklen=32)
    wrapped = ChaCha20Poly1305(wrapping).encrypt(bytes(12), file_key, None)
    header = b"age-encryption.org/v1\n-> scrypt %s %d\n%s\n---" % (_plain64(salt), _WORK, _plain64(wrapped))
    proof = hmac.digest(_derived(file_key, b"", b"header"), header, "sha256")
    cipher = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
    chunks = [plain[at : at + _CHUNK] for at in range(0, len(plain), _CHUNK)] or [b""]
    last = len(chunks) - 1
    body = b"".join(
        cipher.encrypt(number.to_bytes(11, "big") + bytes([number == last]), chunk, None)
        for number, chunk in enumerate(chunks)
    )
    return b"%s %s\n%s%s" % (header, _plain64(proof), nonce, body)


def _derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt or None, info).derive(key)


def _plain64(content: bytes) -> bytes:
    return b64encode(content).rstrip(b"=")
