"""Signatures: Ed25519, one key a laptop; a laptop's id is the fingerprint of its key."""

from __future__ import annotations

from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from forumdesk.domain.attestation import SignedHead
from forumdesk.domain.ids import DeviceId

KEY_BYTES, SIGNATURE_BYTES = 32, 64


def new_key() -> bytes:
    """A fresh private key."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_key(private: bytes) -> bytes:
    """The public key of a private one."""
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def device_of(public: bytes) -> DeviceId:
    """The id of the laptop that signs with a key."""
    return DeviceId(sha256(public).hexdigest()[:32])


def sign(private: bytes, message: bytes) -> bytes:
    """The signature of a message."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(message)


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether this very message was signed by the holder of the key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_vouched(one: SignedHead) -> bool:
    """Whether a head was signed by the very laptop whose branch it is of."""
    key = bytes.fromhex(one.key)
    return device_of(key) == one.head.device and is_signed(key, bytes.fromhex(one.signature), one.head.message)
