"""Copies of a forum file that somebody else may be writing, and whether there is a forum file at all."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from forumdesk.domain.errors import CannotWrite, DiskFull, ForumDeskError, NotAForum, NotFound
from forumdesk.storage.connection import check_header


def check_there(path: Path) -> None:
    """Refuse what is no forum file, before anything opens it."""
    try:
        if path.is_dir():
            raise NotAForum(
                "“{name}” is a folder, not a forum file.", "Choose a file that ends in .forum.", name=path.name
            )
        if not path.is_file():
            raise NotFound("“{name}” is not there.", "Look whether it was moved or renamed.", name=path.name)
        check_header(path)
    except OSError as error:
        raise CannotWrite(
            "“{name}” cannot be read.", "Ask for the right to read it, or copy it first.", name=path.name
        ) from error


def folder_for_copy(path: Path) -> Path:
    """A fresh folder for a copy of the file."""
    try:
        return Path(tempfile.mkdtemp(prefix="forumdesk-"))
    except OSError as error:
        raise _no_room(path) from error


def _no_room(path: Path) -> DiskFull:
    return DiskFull(
        "“{name}” cannot be read: there is no room for a copy of it.",
        "Free some space, then open it again.",
        name=path.name,
    )


def still_copy(path: Path, folder: Path) -> Path:
    """Copy the file with its write-ahead log while neither changes, so that the copy is of one instant."""
    log = path.with_name(path.name + "-wal")
    copy = folder / path.name
    for _ in range(20):
        before = _stamp(path), _stamp(log)
        try:
            shutil.copyfile(path, copy)
            if log.exists():
                shutil.copyfile(log, copy.with_name(copy.name + "-wal"))
        except OSError as error:
            raise _no_room(path) from error
        if (_stamp(path), _stamp(log)) == before:
            return copy
    raise ForumDeskError(
        "“{name}” is being written without a pause, so it cannot be read now.", "Try again in a moment.", name=path.name
    )


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)
