"""The workbook: the forum's outcome as a document, checked by another reader before it takes its name."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from lxml.etree import LxmlError, SerialisationError
from openpyxl.workbook import Workbook
from openpyxl.worksheet._writer import ALL_TEMP_FILES

from forumdesk.domain.errors import CannotWrite, DiskFull, ForumDeskError
from forumdesk.domain.frameworks import parted
from forumdesk.domain.presets import Preset
from forumdesk.exports.book import Context
from forumdesk.exports.cells import safe_text
from forumdesk.exports.readback import check
from forumdesk.exports.sheets import (
    cover,
    coverage,
    declaration,
    frameworks,
    grouped,
    hidden,
    initiatives,
    lists,
    notes,
    participants,
    recommendations,
    responses,
    sessions,
)
from forumdesk.exports.source import ForumSource
from forumdesk.exports.styles import Styles
from forumdesk.exports.target import target
from forumdesk.exports.words import Words

CHOSEN_FROM = {
    "recommendations": recommendations.COLUMNS,
    "grouped": grouped.COLUMNS,
    "notes": notes.COLUMNS,
    "sessions": sessions.COLUMNS,
    "participants": participants.COLUMNS,
    "initiatives": initiatives.COLUMNS,
    "frameworks": frameworks.COLUMNS,
}
"""The columns from which a preset leaves some out, by sheet."""
Progress = Callable[[int, int, str], None]
_TOLD_EVERY = 500
"""Rows between two reports of progress."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: rows by the name of their sheet, and what to look at."""

    path: Path
    rows: Mapping[str, int]
    warnings: tuple[str, ...] = field(default=())


def write_workbook(
    source: ForumSource, path: Path, *, preset: Preset, language: str, now: datetime, progress: Progress
) -> Written:
    """Write the workbook of a whole forum."""
    return written(path, lambda book: _compose(book, source, preset, Words(language), now, progress), progress)


def written(path: Path, compose: Callable[[Workbook], Context], progress: Progress) -> Written:
    """Write a workbook under a temporary name, read it back, and give it its own; or leave nothing behind."""
    unfinished = path.with_name(f".{path.name}.part")
    book = Workbook(write_only=True)
    try:
        context = compose(book)
        with target(unfinished) as file:
            book.save(file)
        progress(0, 0, "check")
        check(unfinished, path.name, context.hashes, progress)
        with unfinished.open("r+b") as file:
            os.fsync(file.fileno())
        unfinished.replace(path)
    except (OSError, SerialisationError) as error:
        raise _told(error, path) from error
    finally:
        _tidy(book)
        with suppress(OSError):
            unfinished.unlink()
    return Written(path, {context.words(key): count for key, count in context.rows.items()})


def _told(error: OSError | SerialisationError, path: Path) -> ForumDeskError:
    if isinstance(error, SerialisationError) or error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DiskFull(
            "The disk is full, so “{name}” was not written.", "Free some space, then export again.", name=path.name
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.EISDIR):
        return CannotWrite(
            "“{name}” cannot be written there.",
            "Close it in Excel if it is open, or choose another folder.",
            name=path.name,
        )
    return CannotWrite("“{name}” could not be written.", "Choose another folder or disk.", name=path.name)


def _tidy(book: Workbook) -> None:
    """Take away the temporary files of sheets that were begun and never saved."""
    sheet: Any
    for sheet in book.worksheets:
        begun = getattr(sheet, "_writer", None)
        if begun is None or begun.out not in ALL_TEMP_FILES:
            continue
        with suppress(OSError, LxmlError):
            # Rows first, then the sheet around them: Python would close them in any order, and complain on the screen.
            if sheet._rows is not None:  # noqa: SLF001
                sheet._rows.close()  # noqa: SLF001
            begun.close()
        with suppress(OSError):
            begun.cleanup()


def _compose(
    book: Workbook, source: ForumSource, preset: Preset, words: Words, now: datetime, progress: Progress
) -> Context:
    describe(book, source, now)
    total = sum(source.counts())
    done = 0

    def report(sheet: str) -> None:
        nonlocal done
        if sheet in ("notes", "recommendations"):
            done += 1
        if done % _TOLD_EVERY == 0:
            progress(done, total, "write")

    progress(done, total, "write")
    context = Context(book, source, preset, words, Styles(book), now, report)
    front = cover.begin(context)
    _look_ahead(context)
    recommended, noted = recommendations.begin(context), notes.begin(context)
    unseen = hidden.begin(context)
    notes.write(context, noted)
    recommendations.write(context, recommended)
    grouped.write(context)
    sessions.write(context)
    participants.write(context)
    initiatives.write(context)
    responses.write(context)
    declaration.write(context)
    coverage.write(context)
    frameworks.write(context)
    lists.write(context)
    hidden.write_long_texts(context)
    hidden.finish(context, unseen)
    cover.write(context, front)
    return context


def describe(book: Workbook, source: ForumSource, now: datetime) -> None:
    """The document's properties: what it is, nothing of who made it."""
    book.properties.creator = "ForumDesk"
    book.properties.lastModifiedBy = None
    book.properties.created = now.replace(tzinfo=None, microsecond=0)
    book.properties.title = safe_text(source.forum.title) or "ForumDesk"
    book.properties.subject = safe_text(source.forum.theme)


def _look_ahead(context: Context) -> None:
    """Where each recommendation will stand, which notes it comes from, and what the overviews count."""
    row = 1
    for record in recommendations.covered(context):
        row += 1
        context.lineage.place(record, row)
        for member in context.families.place(record):
            context.lineage.gather(member, row)
        context.complete += record.is_complete
        context.by_area[record.action_area] += 1
        goals = {parted(code)[1].split(".")[0] for code in record.codes if code.startswith("sdg ")}
        for goal in goals:
            context.matrix[record.action_area, goal] += 1
        context.codes_in_recommendations.update(record.codes)
