"""The world's failures as the database reports them, told as sentences for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as driver

from forumdesk.domain.errors import CannotWrite, DiskFull, ForumDeskError, ForumInUse, NotAForum
from forumdesk.domain.revisions import MOST_NUMBER

_FULL = ("disk is full", "disk i/o error")
_READ_ONLY = ("readonly", "read-only", "permission denied", "unable to open database file")
_DAMAGED = (
    *("malformed", "not a database", "file is encrypted", "corrupt", "decode"),
    *("no such table", "no such column", "has no column"),
    "unique constraint",  # a row is in the way of which the log knows nothing
)


def sentence_for(error: BaseException, path: Path) -> ForumDeskError | None:
    """What a failure of the database means to a person, or None where it is our own mistake."""
    said = str(error).casefold()
    if any(words in said for words in _FULL):
        return DiskFull(
            "“{name}” could not be written: the disk is full or does not answer.",
            "Everything acknowledged before is safe. Free some space, then go on.",
            name=path.name,
        )
    if any(words in said for words in _READ_ONLY):
        return guarded(path)
    if "locked" in said or "busy" in said:
        return ForumInUse(
            "“{name}” is open in another program.", "Close it there, or open it here to read only.", name=path.name
        )
    if any(words in said for words in _DAMAGED):
        return damaged(path)
    return None


def malformed() -> Exception:
    """What the driver would raise itself of a row that holds what no row of ours can hold."""
    error: Exception = driver.DatabaseError("a row is malformed")
    return error


def typed(rows: Iterable[tuple[Any, ...]], *kinds: type) -> Iterator[tuple[Any, ...]]:
    """The rows, each holding these types and no number that no place in a log could be; else it is told as damage."""
    for row in rows:
        if tuple(map(type, row)) != kinds or any(type(one) is int and not 0 <= one <= MOST_NUMBER for one in row):
            raise malformed()
        yield row


def guarded(path: Path) -> CannotWrite:
    """The sentence for a file that we may not write."""
    return CannotWrite(
        "“{name}” cannot be written where it lies.",
        "Copy it to a folder of your own and open it there.",
        name=path.name,
    )


def damaged(path: Path) -> NotAForum:
    """The sentence for a file that cannot be read as a forum."""
    return NotAForum(
        "“{name}” is damaged or is not a forum file.",
        "Nothing was changed. Restore one of its snapshots, or ask for the file again.",
        name=path.name,
    )


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn the database's failures into sentences for people; let our own mistakes through."""
    try:
        yield
    except (driver.Error, UnicodeDecodeError) as error:
        told_error = sentence_for(error, path)
        if told_error is None:
            raise
        raise told_error from error
