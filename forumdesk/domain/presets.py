"""A named way to export: which sheets and columns, and of which part of the forum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from forumdesk.domain.ids import RecordId
from forumdesk.domain.records import Record, harmless, many


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset(Record):
    """What an export holds, kept under a name."""

    KIND: ClassVar[str] = "preset"

    name: str = ""
    language: str = ""
    """Language of headings and fixed text; empty for the interface's own."""
    hidden_columns: tuple[str, ...] = many(harmless=True)
    """`sheet.column` keys that are left out, such as `notes.speaker`."""
    sessions: tuple[str, ...] = many(link="session", harmless=True)
    """Only these sessions; empty for all."""
    statuses: tuple[str, ...] = many(harmless=True)
    """Only recommendations in these statuses; empty for all."""
    with_sensitive: bool = harmless(default=False)
    chatham_house: bool = harmless(default=False)
    """Treat every session as under the Chatham House Rule."""

    def covers(self, session: RecordId | str) -> bool:
        """Whether records of this session belong into the export."""
        return not self.sessions or session in self.sessions

    def holds_note(self, session: RecordId | str, *, sensitive: bool) -> bool:
        """Whether a note of this session belongs into the export."""
        return self.covers(session) and (self.with_sensitive or not sensitive)

    def holds_recommendation(self, session: RecordId | str, status: str) -> bool:
        """Whether a recommendation of this session in this status belongs into the export."""
        return self.covers(session) and (not self.statuses or status in self.statuses)
