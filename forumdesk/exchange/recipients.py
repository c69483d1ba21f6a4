"""The keys of age that packages are encrypted for: a laptop's own, and the ones that others show.

Beside what encrypts, since every start of the program asks for the laptop's own, and few ever encrypt.
"""

from __future__ import annotations

import pyrage

from forumdesk.domain.errors import BadInput


def new_identity() -> str:
    """A fresh private key to open packages with."""
    return str(pyrage.x25519.Identity.generate())


def is_identity(text: str) -> bool:
    """Whether a text is a private key to open packages with."""
    try:
        pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError:
        return False
    return True


def recipient_of(identity: str) -> str:
    """The key that others seal for."""
    return str(pyrage.x25519.Identity.from_str(identity).to_public())


def check_recipient(recipient: str) -> str:
    """The key itself; what is no key to seal for is refused."""
    try:
        return str(pyrage.x25519.Recipient.from_str(recipient))
    except pyrage.RecipientError as error:
        raise BadInput(
            "“{key}” is not a key to encrypt for.",
            "Ask for the one that “forumdesk identity” shows there; it begins with age1.",
            key=recipient,
        ) from error
