"""What goes wrong on the way to a hub and in it, told as sentences for people; never with a password."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote_plus

import psycopg
from sqlalchemy.exc import DBAPIError

from forumdesk.domain.errors import ForumDeskError, HubAway, HubRefused
from forumdesk.storage.hub.address import Address

_NO_HUB = ("3F000", "42P01", "42883")
_AWAY = ("08", "53", "57", "55P03", "25P03", "40")
"""Beginnings of the states in which a hub that answers cannot do what was asked just now."""
_BUSY = ("too many", "remaining connection slots", "starting up", "shutting down", "recovery")
_NOT_LET_IN = ("fatal:", "password")
"""Before it lets anybody in, a server tells its states in words alone."""
_NOT_PROVEN = ("certificate", "ssl", "tls", "root.crt")


@contextmanager
def answered(address: Address, *, keeping: bool = False) -> Iterator[None]:
    """Turn what the driver says of a hub into a sentence; let our own mistakes through.

    What a role may not do is told otherwise to who keeps the hub than to a laptop.
    """
    try:
        yield
    except (DBAPIError, psycopg.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        told = _told(cause, address, keeping=keeping) if isinstance(cause, psycopg.Error) else None
        if told is None:
            raise
        raise told from None  # the chain below may hold what was sent


def _told(error: psycopg.Error, address: Address, *, keeping: bool) -> ForumDeskError | None:
    state = error.sqlstate or ""
    if state == "42501":
        return _not_allowed(address) if keeping else not_admitted(address)
    if state in _NO_HUB:
        return HubRefused(
            "The database “{hub}” holds no hub, or one of another version.",
            "Who keeps it prepares it with: forumdesk hub init.",
            hub=address.place,
        )
    if state.startswith("28") or (not state and _says(error, _NOT_LET_IN) and not _says(error, _BUSY)):
        return HubRefused(
            "The hub “{hub}” does not let this laptop in: {reason}.",
            "Look at the name, the database and the password.",
            **_reason(error, address),
        )
    if not state and _says(error, _NOT_PROVEN):
        return HubRefused(
            "The hub “{hub}” could not show that it is the one it should be, so nothing was sent: {reason}.",
            "Compare its name, or say its certificate with sslrootcert=FILE.",
            **_reason(error, address),
        )
    if not state or state.startswith(_AWAY):
        return HubAway(
            "The hub “{hub}” does not answer: {reason}.",
            "What was exchanged is kept; the next time goes on from there.",
            **_reason(error, address),
        )
    return None


def _not_allowed(address: Address) -> HubRefused:
    return HubRefused(
        "“{user}” may not do this on the hub “{hub}”.",
        "Use the role that owns the database.",
        user=address.user,
        hub=address.place,
    )


def not_admitted(address: Address) -> HubRefused:
    """The sentence for a laptop whose role was not let into the forum."""
    return HubRefused(
        "“{user}” is not admitted to this forum on the hub “{hub}”.",
        "Ask who keeps the hub to admit it: forumdesk hub admit.",
        user=address.user,
        hub=address.place,
    )


def _says(error: psycopg.Error, words: tuple[str, ...]) -> bool:
    said = str(error).casefold()
    return any(word in said for word in words)


def _reason(error: psycopg.Error, address: Address) -> dict[str, str]:
    """What the driver says last, on one line and without the password."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
    reason = next((line for line in lines if "FATAL:" in line or "failed:" in line), lines[0])
    reason = reason.rpartition("FATAL: ")[2].rpartition("failed: ")[2].strip().rstrip(".")
    for secret in filter(None, (address.password, quote_plus(address.password))):
        reason = reason.replace(secret, "•••")
    return {"hub": address.place, "reason": reason.replace("{", "(").replace("}", ")")}
