"""The log of one forum in a hub, as one laptop reads it and adds to it."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import psycopg
from msgspec.json import encode
from sqlalchemy import Connection, Select, any_, case, func, literal, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Text
from sqlcipher3 import dbapi2 as driver

from forumdesk.domain.attachments import MOST_BYTES
from forumdesk.domain.errors import Cancelled, HubRefused
from forumdesk.domain.ids import RecordId, RevisionId
from forumdesk.domain.revisions import REDACTION, Revision
from forumdesk.storage.blobs import digest_of
from forumdesk.storage.foreign import MOST_FIELDS
from forumdesk.storage.hub.address import Address
from forumdesk.storage.hub.connection import connected
from forumdesk.storage.hub.failures import answered, not_admitted
from forumdesk.storage.hub.tables import VERSION, blob_table, forum_table, hub_table, revision_table
from forumdesk.storage.hub.walls import SETTING
from forumdesk.storage.log import as_row, compiled_spelling, revision_of
from forumdesk.storage.statements import REVISION_COLUMNS

TOGETHER = 1000
"""So many revisions travel together."""
_MOST_TOGETHER = 2 * MOST_FIELDS
"""Bytes of their fields, unless a single one has more."""
_PLACE = revision_table.c.place
_COLUMNS = tuple(revision_table.c[name] for name in REVISION_COLUMNS)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the log of a forum has come in a hub."""

    place: int
    """Of its newest revision; 0 in an empty one."""
    marked: str
    """The revision at the place that was asked about; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of revisions that were sent."""

    count: int
    """How many of them the hub lacked."""
    place: int
    newest: str


@dataclass(frozen=True, slots=True)
class HubRow:
    """A revision as the hub holds it, its id not checked; none where the row holds no revision."""

    place: int
    id: str
    revision: Revision | None


class HubLog:
    """One forum on a hub; belongs to one thread, but for `hang_up`."""

    def __init__(self, connection: Connection, address: Address, forum: str) -> None:
        """Use `hub_log`."""
        self._connection = connection
        self._address = address
        self._forum = forum
        self._stopped = False
        self._line: Any = connection.connection.driver_connection
        self.hub = ""
        """What tells this hub from every other."""

    def enter(self) -> None:
        """Learn which hub this is, and whether it is one that this version can exchange with."""
        with self._reading():
            found = self._connection.execute(select(hub_table.c.id, hub_table.c.version)).one_or_none()
            admitted = self._connection.execute(select(forum_table.c.place)).one_or_none()
        if found is None or found.version != VERSION:
            raise HubRefused(
                "The hub “{hub}” is of another version.",
                "Use the same ForumDesk on every laptop, and prepare the hub with it.",
                hub=self._address.place,
            )
        if admitted is None:
            raise not_admitted(self._address)
        self.hub = str(found.id)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """A transaction that sees the forum, and no other."""
        with self._told():
            self._connection.execution_options(isolation_level="READ COMMITTED")
            with self._connection.begin():
                self._connection.execute(
                    text("SELECT set_config(:name, :forum, true)"), {"name": SETTING, "forum": self._forum}
                )
                yield

    @contextmanager
    def _adding(self) -> Iterator[None]:
        """Each statement is durable by itself, and none leaves a lock behind while the answer travels."""
        with self._told():
            self._connection.execution_options(isolation_level="AUTOCOMMIT")
            with self._connection.begin():  # in name alone
                yield

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            with answered(self._address):
                yield
        except Exception:
            if self._stopped:
                raise Cancelled("Stopped; what was exchanged until then is kept.") from None
            raise

    # ---- revisions

    def standing(self, place: int) -> Standing:
        """How far the hub is, and which revision it holds at a place."""
        with self._reading():
            newest = self._connection.execute(select(forum_table.c.place)).scalar_one()
            marked = self._connection.execute(select(revision_table.c.id).where(_PLACE.in_([place]))).scalar()
        return Standing(int(newest), str(marked or ""))

    def lacking(self, ids: Sequence[RevisionId]) -> set[RevisionId]:
        """Which of these revisions the hub does not have."""
        with self._reading():
            known = self._connection.execute(select(revision_table.c.id).where(revision_table.c.id == _any(ids)))
            return set(ids) - {RevisionId(row.id) for row in known}

    def add(self, revisions: Sequence[Revision]) -> Added:
        """Add revisions that the hub may lack, all or none; durable when it returns."""
        spelled = compiled_spelling()
        rows = [dict(zip(REVISION_COLUMNS, as_row(one, spelled), strict=True)) for one in revisions]
        call = text("SELECT added, place, newest FROM forumdesk.append(:forum, CAST(:rows AS json))")
        with self._adding():
            given = {"forum": self._forum, "rows": encode(rows).decode()}
            found = self._connection.execute(call, given).one()
        return Added(int(found.added), int(found.place), str(found.newest or ""))

    def after(self, place: int) -> list[HubRow]:
        """The next revisions that arrived after a place, in order; none where there are no more."""
        bare = select(_PLACE, func.octet_length(revision_table.c.fields).label("size"))
        some = bare.where(place < _PLACE).order_by(_PLACE).limit(TOGETHER).subquery()
        so_far = func.sum(some.c.size).over(order_by=some.c.place).label("so_far")
        summed = select(some.c.place, some.c.size, so_far).subquery()
        chosen = select(summed.c.place).where(summed.c.so_far - summed.c.size < _MOST_TOGETHER)
        return self._rows(_wanted().where(_PLACE.in_(chosen)).order_by(_PLACE))

    def at(self, places: Sequence[int]) -> list[HubRow]:
        """What lies at these places now."""
        return self._rows(_wanted().where(_PLACE.in_(places)).order_by(_PLACE)) if places else []

    def redactions_of(self, records: Sequence[RecordId]) -> list[HubRow]:
        """The redactions of these records, wherever they lie."""
        of_these = (revision_table.c.kind == REDACTION) & (revision_table.c.record == _any(records))
        return self._rows(_wanted().where(of_these).order_by(_PLACE))

    def _rows(self, wanted: Select[Any]) -> list[HubRow]:
        with self._reading():
            found = self._connection.execute(wanted).all()
        return [HubRow(row[0], row[1], _revision(row[1:])) for row in found]

    # ---- photos

    def photos_lacking(self, digests: Sequence[str]) -> set[str]:
        """Which of these photos the hub does not have."""
        with self._reading():
            known = self._connection.execute(select(blob_table.c.digest).where(blob_table.c.digest == _any(digests)))
            return set(digests) - {row.digest for row in known}

    def keep_photo(self, digest: str, content: bytes) -> None:
        """Keep a photo in the hub, once."""
        call = text("SELECT forumdesk.keep_photo(:forum, :digest, :content)")
        with self._adding():
            self._connection.execute(call, {"forum": self._forum, "digest": digest, "content": content})

    def photo(self, digest: str) -> bytes | None:
        """A photo, where the hub has it and it is what the digest says."""
        fits = func.octet_length(blob_table.c.bytes) <= MOST_BYTES
        with self._reading():
            row = self._connection.execute(
                select(blob_table.c.bytes).where(blob_table.c.digest == digest, fits)
            ).first()
        content = bytes(row[0]) if row is not None else None
        return content if content is not None and digest_of(content) == digest else None

    # ---- another thread

    def hang_up(self) -> None:
        """End the conversation from another thread: whatever waits for an answer is stopped at once."""
        self._stopped = True
        with suppress(OSError, psycopg.Error):  # it may have ended by itself just now
            line = socket.fromfd(self._line.fileno(), socket.AF_INET, socket.SOCK_STREAM)
            with line:
                line.shutdown(socket.SHUT_RDWR)


def _revision(columns: Sequence[Any]) -> Revision | None:
    try:
        return revision_of(columns)
    except driver.DatabaseError:
        return None


def _any(values: Sequence[str]) -> Any:  # noqa: ANN401 - a part of a statement
    return any_(literal(list(values), ARRAY(Text)))


def _wanted() -> Select[Any]:
    """Places with the columns of their revisions; fields that are far too long stay where they are."""
    fields = revision_table.c.fields
    short = case((func.octet_length(fields) <= MOST_FIELDS, fields)).label("fields")
    return select(_PLACE, *(short if one is fields else one for one in _COLUMNS))


@contextmanager
def hub_log(address: Address, forum: str) -> Iterator[HubLog]:
    """One forum on a hub, for the length of a block."""
    with answered(address), connected(address) as connection:
        log = HubLog(connection, address, forum)
        log.enter()
        yield log


__all__ = ["TOGETHER", "Added", "HubLog", "HubRow", "Standing", "hub_log"]
