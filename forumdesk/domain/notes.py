"""What is said in a room: one note, its kind and its flags."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from forumdesk.domain.ids import RecordId
from forumdesk.domain.records import Record, harmless, many, one


class NoteKind(StrEnum):
    """What sort of thing was said, in the order of Alt+1 to Alt+9."""

    DOING = "doing"
    COMMITMENT = "commitment"
    NEED = "need"
    EXPERIENCE = "experience"
    QUESTION = "question"
    RECOMMENDATION = "recommendation"
    CONSENSUS = "consensus"
    DISSENT = "dissent"
    PARKING = "parking"


GLYPHS = {
    NoteKind.DOING: "◆",
    NoteKind.COMMITMENT: "✓",
    NoteKind.NEED: "▲",
    NoteKind.EXPERIENCE: "●",
    NoteKind.QUESTION: "?",
    NoteKind.RECOMMENDATION: "★",
    NoteKind.CONSENSUS: "=",
    NoteKind.DISSENT: "≠",
    NoteKind.PARKING: "▢",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Record):
    """One thing somebody said, as it was taken down."""

    KIND: ClassVar[str] = "note"

    session: RecordId | str = one("session", harmless=True)
    step: RecordId | str = one("step", harmless=True)
    round: int = harmless(0)
    kind: NoteKind = harmless(NoteKind.DOING)
    text: str = ""
    source_text: str = ""
    """What was typed, word for word, syntax included; empty where it equals `text`."""
    language: str = harmless("")
    speaker: RecordId | str = one("participant")
    city: str = ""
    place: int = 0
    codes: tuple[str, ...] = many(harmless=True)
    """Framework codes such as `sdg 8.5`."""
    instant: datetime | None = None
    sensitive: bool = harmless(default=False)
    """Could hurt somebody if it leaked: left out of every export unless asked for."""
    unattributed: bool = harmless(default=False)
    """Never shown with speaker, city or organisation."""

    @property
    def typed(self) -> str:
        """What was typed, word for word."""
        return self.source_text or self.text
