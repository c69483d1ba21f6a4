"""Snapshots: whole copies of a forum made while it is open, checked before they count, thinned as they age."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as driver

from forumdesk.domain.errors import CannotWrite, DiskFull, NotFound
from forumdesk.storage.failures import told

EVERY = timedelta(minutes=10)
_NAME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z) ([^/\\]+)\.forum")
_TIERS = ((timedelta(minutes=10), 12), (timedelta(hours=1), 24), (timedelta(days=1), 14), (timedelta(weeks=1), 8))
AUTOMATIC = "automatic"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One copy: when it was made, why, and where it lies."""

    path: Path
    instant: datetime
    reason: str
    size: int

    @property
    def name(self) -> str:
        """What names it at the command line."""
        return self.path.stem


def folder_of(forum: Path) -> Path:
    """Where the snapshots of a forum file lie: in a folder beside it."""
    return forum.with_name(forum.name + ".snapshots")


def take(connection: Any, forum: Path, *, reason: str, now: datetime) -> Snapshot:  # noqa: ANN401
    """Copy the open forum as it is, reopen and check the copy, and only then give it its name."""
    folder = folder_of(forum)
    name = f"{now.astimezone(UTC):%Y-%m-%dT%H-%M-%S}-{now.microsecond // 1000:03d}Z {_safe(reason)}.forum"
    unfinished = folder / (name + ".part")
    try:
        folder.mkdir(exist_ok=True)
        with told(forum):
            connection.execute("VACUUM INTO ?", (str(unfinished),))
            _check(unfinished)
        _sync(unfinished)
        unfinished.replace(folder / name)
        _sync(folder)
    except OSError as error:
        raise CannotWrite("The snapshot could not be written beside the forum.", "The forum itself is safe.") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return _snapshot(folder / name)


def copy_into(connection: Any, forum: Path, folder: Path) -> Path:  # noqa: ANN401
    """Copy the open forum as it is into a folder, under its own name, and check the copy."""
    copy = folder / forum.name
    with told(forum):
        connection.execute("VACUUM INTO ?", (str(copy),))
        _check(copy)
    return copy


def _check(copy: Path) -> None:
    connection = driver.connect(str(copy), isolation_level=None)
    try:
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise DiskFull("The snapshot was not written whole, so it was thrown away.", "The forum itself is safe.")
    finally:
        connection.close()


def _sync(path: Path) -> None:
    if os.name != "posix" and path.is_dir():  # pragma: no cover - there a folder cannot be synced
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _safe(reason: str) -> str:
    return " ".join(re.sub(r"[^\w ()-]+", " ", reason).split())[:60].strip() or "named"


def _snapshot(path: Path) -> Snapshot:
    found = _NAME.fullmatch(path.name)
    if found is None:
        raise NotFound("“{name}” is not a snapshot.", name=path.name)
    instant = datetime.strptime(found[1], "%Y-%m-%dT%H-%M-%S-%fZ").replace(tzinfo=UTC)
    return Snapshot(path, instant, found[2], path.stat().st_size)


def listed(forum: Path) -> tuple[Snapshot, ...]:
    """The snapshots of a forum, newest first."""
    folder = folder_of(forum)
    if not folder.is_dir():
        return ()
    found = [_snapshot(path) for path in folder.iterdir() if _NAME.fullmatch(path.name)]
    return tuple(sorted(found, key=lambda one: one.instant, reverse=True))


def thinned(snapshots: Sequence[Snapshot]) -> tuple[Snapshot, ...]:
    """The automatic snapshots that are no longer needed: 12 every ten minutes, then hourly, daily and weekly ones."""
    automatic = sorted((one for one in snapshots if one.reason == AUTOMATIC), key=lambda one: one.instant, reverse=True)
    kept: set[Path] = set()
    for step, most in _TIERS:
        slots: dict[int, Snapshot] = {}
        for one in automatic:
            slots[int(one.instant.timestamp() // step.total_seconds())] = one
        kept.update(slots[slot].path for slot in sorted(slots, reverse=True)[:most])
    return tuple(one for one in automatic if one.path not in kept)


def thin(forum: Path) -> None:
    """Throw the automatic snapshots away that are no longer needed."""
    for one in thinned(listed(forum)):
        one.path.unlink(missing_ok=True)


def restore(snapshot: Path, target: Path) -> None:
    """Put a copy of a snapshot under a new name; what is there already is never overwritten."""
    if target.exists():
        raise CannotWrite("“{name}” exists already.", "Choose another name; nothing was changed.", name=target.name)
    if not target.parent.is_dir():
        raise CannotWrite(
            "The folder “{folder}” does not exist.", "Choose a folder that is there.", folder=target.parent
        )
    unfinished = target.with_name(target.name + ".part")
    try:
        _check_header_and_copy(snapshot, unfinished)
        unfinished.replace(target)
    except OSError as error:
        raise CannotWrite(
            "“{name}” could not be written.", "Choose another folder; nothing was changed.", name=target.name
        ) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _check_header_and_copy(snapshot: Path, unfinished: Path) -> None:
    with told(snapshot):
        connection = driver.connect(f"{snapshot.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        try:
            connection.execute("VACUUM INTO ?", (str(unfinished),))
        finally:
            connection.close()
        _check(unfinished)
    _sync(unfinished)
