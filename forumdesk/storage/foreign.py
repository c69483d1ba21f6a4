"""A forum file from elsewhere, read as if it were meant to harm: its log alone, as plain rows, within limits."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as driver

from forumdesk.domain.attestation import Given
from forumdesk.domain.errors import BadInput, NotAForum
from forumdesk.domain.ids import DeviceId
from forumdesk.domain.merkle import spans_of
from forumdesk.domain.revisions import SCHEMA, Revision, check
from forumdesk.storage.attestations import Attestations
from forumdesk.storage.blobs import digest_of
from forumdesk.storage.copying import check_there, folder_for_copy, still_copy
from forumdesk.storage.failures import damaged, told
from forumdesk.storage.log import Log
from forumdesk.storage.statements import ACT_COLUMNS, REVISION_COLUMNS
from forumdesk.storage.work import Reader

MOST_REVISIONS = 3_000_000
MOST_FIELDS, MOST_BYTES = 8 * 1024 * 1024, 256 * 1024 * 1024
"""Bytes of the fields of one revision, and of all together."""
_PATIENCE = 60
"""Seconds that a question to a file from elsewhere may take."""
_STEPS = 100_000
_READ = {
    "revision": ("seq", *REVISION_COLUMNS),
    "branch": ("nr", "device", "branch", "fork"),
    "act": ACT_COLUMNS,
    "carried": ("branch", "first", "act", "last"),
    "signed": ("branch", "size", "root", "key", "others", "signature", "peaks"),
    "node": ("branch", "height", "place", "hash"),
    "local": ("key", "value"),
    "blob": ("digest", "size", "bytes"),
}
"""The tables that are read, and the columns that they must have."""
_TABLES = re.compile(
    r"revision|branch|act|carried|signed|node|heard|withheld|blob|draft|local|link|cut|unindexed"
    r"|at_\w+|search(_(data|idx|content|docsize|config))?|sqlite_\w+"
)
_PRAGMAS = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA query_only = ON",
)


class ForeignForum:
    """The log of a forum file from elsewhere."""

    def __init__(self, connection: Any, path: Path) -> None:  # noqa: ANN401 - the driver has no stubs
        self.path = path
        self._driver = connection

    def look(self) -> None:
        """Refuse what is not laid out as a forum file is; nothing of it is asked before."""
        with self._told():
            self._look()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell what goes wrong with this file, and with no other: what is read of it goes into another, meanwhile."""
        try:
            with told(self.path):
                yield
        except driver.OperationalError as error:
            raise damaged(self.path) from error

    def _look(self) -> None:
        for pragma in _PRAGMAS:
            self._driver.execute(pragma)
        if int(self._driver.execute("PRAGMA user_version").fetchone()[0]) > SCHEMA:
            raise BadInput(
                "“{name}” was written by a newer ForumDesk.", "Install that one to read it.", name=self.path.name
            )
        made = self._driver.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        plain = {name for kind, name, sql in made if kind == "table" and str(sql).upper().startswith("CREATE TABLE")}
        known = all(kind == "index" or (kind == "table" and _TABLES.fullmatch(name)) for kind, name, _ in made)
        if not known or not all(table in plain and self._columns(table) == names for table, names in _READ.items()):
            raise NotAForum("“{name}” holds what no forum file holds, so it was not read.", name=self.path.name)
        for table in _READ:
            if self._driver.execute(f"PRAGMA quick_check({table})").fetchone() != ("ok",):
                raise damaged(self.path)
        self._begin()

    def _columns(self, table: str) -> tuple[str, ...]:
        """A table's columns; those that are computed or hidden count as none of ours."""
        found = self._driver.execute(f"PRAGMA table_xinfo({table})").fetchall()
        return tuple(one[1] if one[6] == 0 else "" for one in found)

    def _begin(self) -> None:
        many, longest, together = self._driver.execute(
            "SELECT COUNT(*), COALESCE(MAX(octet_length(fields)), 0), TOTAL(octet_length(fields))"
            " FROM revision NOT INDEXED"
        ).fetchone()
        if many > MOST_REVISIONS or longest > MOST_FIELDS or together > MOST_BYTES:
            raise BadInput("“{name}” holds far more than a forum does.", name=self.path.name)
        self.log = Log(self._driver, DeviceId(""))
        self.attestations = Attestations(self._driver, self.log)
        self.begun = Reader(self._driver, self.log).begun

    def revisions(self) -> Iterator[Revision]:
        """Every revision that its desk would hand on, in order of arrival, its shape and its id checked."""
        with self._told():
            for one in self.log.arrived():
                check(one)
                yield one

    def heads(self) -> Iterator[tuple[Given, Mapping[int, bytes], list[bytes]]]:
        """What each laptop signed of its branch, with the ids that are here and the hashes that prove them."""
        with self._told():
            for nr in self.log.branches:
                signed = self.attestations.signed(nr, self.begun)
                if signed is None:
                    continue
                entries = {one: entry for one, entry in self.log.numbered(nr).items() if one < signed.head.size}
                given = Given(signed=signed, spans=spans_of(entries))
                hashes = self.attestations.proof(nr, given)
                if hashes is not None:
                    yield given, entries, hashes

    def photo(self, digest: str) -> bytes | None:
        """The bytes kept under a digest, where they are there and are what the digest says."""
        with self._told():
            row = self._driver.execute("SELECT bytes FROM blob NOT INDEXED WHERE digest = ?", (digest,)).fetchone()
        if row is None or type(row[0]) is not bytes or digest_of(row[0]) != digest:
            return None
        return bytes(row[0])


@contextmanager
def foreign_forum(path: Path) -> Iterator[ForeignForum]:
    """Open a copy of a forum file from elsewhere; the file itself and its folder are not touched."""
    check_there(path)
    folder = folder_for_copy(path)
    try:
        copy = still_copy(path, folder)
        with told(path):
            connection = driver.connect(str(copy), isolation_level=None)
        try:
            until = time.monotonic() + _PATIENCE
            connection.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
            forum = ForeignForum(connection, path)
            forum.look()
            yield forum
        finally:
            connection.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
