"""A forum held in memory, as the exports read one, and a hand that writes and reads its workbook."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from python_calamine import CalamineWorkbook

from forumdesk.domain.agenda import Room, Session, Step
from forumdesk.domain.forum import Forum
from forumdesk.domain.frameworks import Framework, Item
from forumdesk.domain.ids import new_id
from forumdesk.domain.initiatives import Declaration, Initiative, Signatory
from forumdesk.domain.notes import Note
from forumdesk.domain.people import Participant
from forumdesk.domain.presets import Preset
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.responses import CityChange, Matrix
from forumdesk.exports.workbook import Written, write_workbook
from tests.builders import a_forum

NOW = datetime(2026, 9, 30, 15, 30, tzinfo=UTC)
SDG = Framework(
    "sdg",
    "",
    {"en": "Sustainable Development Goals"},
    items=(
        Item("17", {"en": "Partnerships"}),
        Item("17.9", {"en": "Build capacity"}, parent="17"),
        Item("17.10", {"en": "Fair trade"}, parent="17"),
    ),
)
QLA = Framework(
    "qla",
    "QLA",
    {"en": "Quito Local Agenda"},
    items=(Item("1", {"en": "Inclusive cities"}), Item("2", {})),
)


@dataclass
class MemoryForum:
    """A whole forum in memory."""

    forum: Forum = field(default_factory=a_forum)
    begun: str = "f" * 32
    rooms: Sequence[Room] = ()
    sessions: Sequence[Session] = ()
    steps: Mapping[str, Sequence[Step]] = field(default_factory=dict)
    participants: Sequence[Participant] = ()
    initiatives: Sequence[Initiative] = ()
    declarations: Sequence[Declaration] = ()
    signatories: Sequence[Signatory] = ()
    frameworks: Sequence[Framework] = (SDG, QLA)
    said: Sequence[Note] = ()
    asked: Sequence[Recommendation] = ()
    under: Sequence[Recommendation] = ()
    """What stands under a group."""
    responses: Matrix = field(default_factory=Matrix)
    changes: Sequence[CityChange] = ()

    def notes(self) -> Iterator[Note]:
        return iter(self.said)

    def recommendations(self) -> Iterator[Recommendation]:
        return iter(self.asked)

    def grouped(self) -> Iterator[Recommendation]:
        return iter(self.under)

    def counts(self) -> tuple[int, int]:
        return len(self.said), len(self.asked)


def unwatched(done: int, total: int, what: str) -> None:
    """Progress that nobody watches."""


def written(source: MemoryForum, path: Path, *, language: str = "en", **preset: Any) -> Written:
    """The source's workbook, written as a preset has it."""
    chosen = Preset(**{"id": new_id(), **preset})
    return write_workbook(source, path, preset=chosen, language=language, now=NOW, progress=unwatched)


def book_of(source: MemoryForum, path: Path, *, language: str = "en", **preset: Any) -> Workbook:
    """The source's workbook, written and opened again by openpyxl."""
    return load_workbook(written(source, path, language=language, **preset).path)


def rows_of(path: Path, sheet: str) -> list[list[Any]]:
    """A sheet's rows as the independent reader finds them."""
    return CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def column_of(path: Path, sheet: str, heading: str) -> list[Any]:
    """What stands under a heading."""
    headings, *rows = rows_of(path, sheet)
    place = headings.index(heading)
    return [row[place] for row in rows]


def everything_in(path: Path) -> str:
    """Every part of the file as one text, whatever a reader would show of it."""
    with zipfile.ZipFile(path) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
