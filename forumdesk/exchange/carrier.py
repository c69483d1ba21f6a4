"""Write a file onto whatever carries it to another laptop: whole, read again and compared, or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import IO

from forumdesk.domain.errors import CannotWrite, DiskFull, ForumDeskError

_CHUNK = 1 << 20


def put(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Let `write` fill a file under a temporary name, sync it, read it again, and only then give it its own name."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with unfinished.open("w+b") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
            file.seek(0)
            written = _digest(file)
            _forget(file)
        with unfinished.open("rb") as file:
            if _digest(file) != written:
                raise CannotWrite(
                    "“{name}” did not read back as it was written.", "Try another stick or folder.", name=path.name
                )
        unfinished.replace(path)
        _sync(path.parent)
    except OSError as error:
        raise _told(error, path) from error
    finally:
        with suppress(OSError):
            unfinished.unlink()


def _digest(file: IO[bytes]) -> bytes:
    found = sha256()
    while chunk := file.read(_CHUNK):
        found.update(chunk)
    return found.digest()


def _forget(file: IO[bytes]) -> None:
    """Let the system forget what it holds of the file, so that reading it again asks the medium itself."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _sync(folder: Path) -> None:
    if os.name != "posix":  # pragma: no cover - there a folder cannot be synced
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _told(error: OSError, path: Path) -> ForumDeskError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DiskFull(
            "There is no room for “{name}”, so it was not written.", "Free some space, then try again.", name=path.name
        )
    return CannotWrite("“{name}” could not be written there.", "Choose another folder or stick.", name=path.name)
