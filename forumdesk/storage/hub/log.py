"""The log of one forum in a hub, as one laptop reads it and adds to it."""

from __future__ import annotations

import socket
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import psycopg
from sqlalchemy import (
    ColumnElement,
    Connection,
    any_,
    case,
    func,
    literal,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Text

from forumdesk.domain.attachments import MOST_BYTES
from forumdesk.domain.errors import Cancelled, HubRefused
from forumdesk.storage.blobs import digest_of
from forumdesk.storage.carried import united
from forumdesk.storage.hub.address import Address
from forumdesk.storage.hub.connection import connected
from forumdesk.storage.hub.failures import answered, not_admitted
from forumdesk.storage.hub.tables import (
    MOST_BODY,
    MOST_DELIVERED,
    MOST_DELIVERY,
    MOST_HEADER,
    MOST_HEADS,
    VERSION,
    blob_table,
    delivery_table,
    forum_table,
    hub_table,
    revision_table,
)
from forumdesk.storage.hub.walls import SETTING

TOGETHER = MOST_DELIVERED
"""So many revisions travel together."""
_MOST_TOGETHER = MOST_DELIVERY
"""Bytes of their bodies, unless a single delivery has more."""
_PLACE = revision_table.c.place
_LAST = delivery_table.c.last
_MOST_DELIVERIES = 1000
_APPEND = text("SELECT place, newest FROM forumdesk.append(:forum, :seen, :ids, :headers, :bodies, :heads)")


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the log of a forum has come in a hub."""

    place: int
    """Of its newest revision; 0 in an empty one."""
    marked: str
    """The revision at the place that was asked about; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Added:
    """Where the last of the revisions that were sent lies now, and which it is."""

    place: int
    newest: str


class HubRow(NamedTuple):
    """A revision as the hub holds it, nothing of it checked; without header and body where they are far too long."""

    place: int
    id: str
    header: str
    body: str


@dataclass(frozen=True, slots=True)
class HubDelivery:
    """What one laptop sent together, and what vouches for it, nothing of it checked."""

    first: int
    last: int
    heads: str
    rows: tuple[HubRow, ...]


class Entry(Protocol):
    """A revision as it is sent."""

    @property
    def id(self) -> str:
        """The hash of its header."""
        ...

    @property
    def header(self) -> str:
        """All that its id is the hash of."""
        ...

    @property
    def body(self) -> str:
        """Its values."""
        ...


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
            marked = self._connection.execute(
                select(revision_table.c.id).where(revision_table.c.place == place)
            ).scalar()
        return Standing(int(newest), bytes(marked or b"").hex())

    def found(self, ids: Sequence[str]) -> dict[str, tuple[int, ...]]:
        """At which places the hub has these revisions, those that it has."""
        sought = select(func.decode(func.unnest(func.string_to_array(",".join(ids), ",")), "hex")).scalar_subquery()
        bare = select(revision_table.c.id, _PLACE).where(revision_table.c.id == any_(func.array(sought)))
        with self._reading():
            rows = self._connection.execute(bare).all()
        places: dict[str, tuple[int, ...]] = {}
        for one, place in rows:
            key = bytes(one).hex()
            places[key] = (*places.get(key, ()), place)
        return places

    def add(self, entries: Sequence[Entry], heads: str, *, seen: int) -> Added | None:
        """Add a delivery, all or none, durable when it returns; None where some of it came after the place `seen`."""
        given = {
            "forum": self._forum,
            "seen": seen,
            "ids": "\n".join([one.id for one in entries]),
            "headers": "\n".join([one.header for one in entries]),
            "bodies": "\n".join([one.body for one in entries]),
            "heads": heads,
        }
        with self._adding():
            found = self._connection.execute(_APPEND, given).one_or_none()
        return None if found is None else Added(int(found.place), str(found.newest))

    def after(self, place: int) -> list[HubDelivery]:
        """The next whole deliveries that arrived after a place, in order; none where there are no more."""
        count, size = _LAST - delivery_table.c.first + 1, delivery_table.c.bytes
        bare = select(_LAST, count.label("count"), size).where(place < _LAST).order_by(_LAST).limit(TOGETHER).subquery()
        so_far = [func.sum(one).over(order_by=bare.c.last) - one for one in (bare.c.count, bare.c.bytes)]
        summed = select(bare.c.last, so_far[0].label("many"), so_far[1].label("large")).subquery()
        within = (summed.c.many < TOGETHER) & (summed.c.large < _MOST_TOGETHER)
        return self._deliveries(_LAST.in_(select(summed.c.last).where(within)))

    def at(self, spans: Sequence[tuple[int, int]]) -> list[HubDelivery]:
        """The whole deliveries in which these places lie, in order, as far as so many travel together."""
        meets = [(delivery_table.c.first <= last) & (first <= _LAST) for first, last in spans]
        return self._deliveries(or_(*meets)) if meets else []

    def _deliveries(self, wanted: ColumnElement[bool]) -> list[HubDelivery]:
        heads = _short(delivery_table.c.heads, MOST_HEADS)
        asked = select(delivery_table.c.first, _LAST, heads).where(wanted).order_by(_LAST).limit(_MOST_DELIVERIES)
        with self._reading():
            found = self._connection.execute(asked).all()
            spans = [(row.first, row.last) for row in found if 0 <= row.last - row.first < MOST_DELIVERED]
            rows = self._rows(spans) if spans else []
        waiting = deque(rows)
        deliveries = []
        for first, last, text_of_heads in found:
            own = []
            while waiting and waiting[0].place <= last:
                own.append(waiting.popleft())
            deliveries.append(HubDelivery(first, last, text_of_heads or "", tuple(own)))
        return deliveries

    def _rows(self, spans: Sequence[tuple[int, int]]) -> list[HubRow]:
        header, body = _short(revision_table.c.header, MOST_HEADER), _short(revision_table.c.body, MOST_BODY)
        within = or_(*(_PLACE.between(first, last) for first, last in united(spans)))
        asked = select(_PLACE, revision_table.c.id, header, body).where(within).order_by(_PLACE)
        return [
            HubRow(place, found.hex(), head or "", said or "")
            for place, found, head, said in self._connection.execute(asked)
        ]

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


def _any(values: Sequence[str]) -> Any:  # noqa: ANN401 - a part of a statement
    return any_(literal(list(values), ARRAY(Text)))


def _short(column: ColumnElement[str], most: int) -> ColumnElement[str | None]:
    """A text where it is not far too long; what is stays where it lies."""
    return case((func.octet_length(column) <= most, column))


@contextmanager
def hub_log(address: Address, forum: str) -> Iterator[HubLog]:
    """One forum on a hub, for the length of a block."""
    with answered(address), connected(address) as connection:
        log = HubLog(connection, address, forum)
        log.enter()
        yield log


__all__ = ["TOGETHER", "Added", "HubDelivery", "HubLog", "HubRow", "Standing", "hub_log"]
