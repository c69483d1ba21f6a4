"""The one connection to a forum file, set up so that what is committed survives a power cut."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as driver

from forumdesk.domain.errors import NotAForum
from forumdesk.storage.failures import damaged
from forumdesk.storage.layout import APPLICATION_ID

_MAGIC = b"SQLite format 3\x00"
_PAGE_SIZE, _PAGES, _MARK = slice(16, 18), slice(28, 32), slice(68, 72)
"""Where SQLite keeps the size of a page, the number of pages and the application's mark."""
_HEADER = 100
_PRAGMAS = (
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 5000",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA secure_delete = ON",
    # On macOS only these two reach the disk itself; elsewhere they do nothing.
    "PRAGMA fullfsync = ON",
    "PRAGMA checkpoint_fullfsync = ON",
    # The worker empties the write-ahead log when it is idle, so that no kept note has to wait for it; a ceiling.
    "PRAGMA wal_autocheckpoint = 20000",
)
WORKING_CACHE, READING_CACHE, MERGING_CACHE = 8_000, 2_000, 96_000
"""KiB of the file held in memory: to work in it; to read it from one end to the other, where more finds nothing; and to
merge into it, which writes all over its indexes."""


def connect(path: Path, *, cache_kib: int = WORKING_CACHE) -> Any:  # noqa: ANN401 - the driver has no stubs
    """The one connection to a file: autocommit in the driver, our own BEGIN IMMEDIATE around each act."""
    connection = driver.connect(str(path), isolation_level=None, cached_statements=256)
    try:
        _set_up(connection)
        connection.execute(f"PRAGMA cache_size = -{cache_kib}")
    except BaseException:
        connection.close()
        raise
    return connection


def _set_up(connection: Any) -> None:  # noqa: ANN401
    for pragma in _PRAGMAS[:1]:
        connection.execute(pragma)
    mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    if mode not in ("wal", "memory"):
        raise driver.OperationalError("attempt to write a readonly database")
    for pragma in _PRAGMAS[1:]:
        connection.execute(pragma)


def check_header(path: Path) -> None:
    """Refuse a file that does not begin as ours do, before the database sees it and touches it."""
    with path.open("rb") as file:
        begin = file.read(_HEADER)
    if not begin.startswith(_MAGIC) or begin[_MARK] != APPLICATION_ID.to_bytes(4, "big"):
        raise NotAForum("“{name}” is not a forum file.", "Choose a file that ends in .forum.", name=path.name)
    pages, size = int.from_bytes(begin[_PAGES]), int.from_bytes(begin[_PAGE_SIZE])
    if pages * size > path.stat().st_size and not path.with_name(path.name + "-wal").exists():
        raise damaged(path)  # the rest is missing, and no write-ahead log has it
