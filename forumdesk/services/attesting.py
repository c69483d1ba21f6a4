"""Vouch for what this laptop wrote: its log goes on where it was, and its newest state is signed at quiet moments."""

from __future__ import annotations

from contextlib import suppress

from forumdesk.domain.attestation import SignedHead
from forumdesk.domain.errors import CannotWrite, NotAllowed
from forumdesk.services.identity import Identity
from forumdesk.services.own_logs import OwnLogs
from forumdesk.storage.database import Database


class Attesting:
    """Signs the log of an open forum as this laptop."""

    def __init__(self, database: Database, identity: Identity, logs: OwnLogs) -> None:
        self._database = database
        self._identity = identity
        self._logs = logs

    def sign(self) -> SignedHead | None:
        """Sign how far this laptop's own log has come, and remember it beside the keys."""
        if self._identity.device != self._database.laptop.device:
            raise NotAllowed(
                "This laptop has other keys than when the forum was opened.", "Close the forum and open it again."
            )
        signed = self._database.sign_log(self._identity.key, self._identity.sign)
        if signed is not None:
            last = signed.head.size - 1
            with self._database.read() as forum:
                entry = forum.log.numbered(forum.log.own_branch, last, last).get(last, b"")
            with suppress(CannotWrite):  # then the next opening begins a new branch, which harms nobody
                self._logs.remember(signed.head.branch, signed.head.size, entry.hex(), self._database.path)
        return signed
