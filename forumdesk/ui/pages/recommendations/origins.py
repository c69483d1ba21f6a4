"""Where a group or one of its members comes from, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from forumdesk.domain.grouping import Origin

if TYPE_CHECKING:
    from forumdesk.services.grouping import Placed

GROUP_GLYPH = "⧉"
"""Stands before every group, so that it is known without its colour."""


def rooms_said(origin: Origin) -> str:
    """From how many rooms a group is, and which, such as: from 4 rooms: A, B, C, D."""
    count = QCoreApplication.translate("recommendations", "from %n room(s)", "", len(origin.rooms))
    names = ", ".join(origin.rooms)
    return f"{GROUP_GLYPH} {count}: {names}" if names else f"{GROUP_GLYPH} {_wordings(origin)}"


def _wordings(origin: Origin) -> str:
    return QCoreApplication.translate("recommendations", "from %n wording(s)", "", len(origin.members))


def said_of(member: Placed) -> str:
    """A recommendation's number, rooms, sessions and cities in one line."""
    origin = member.origin
    glyph = GROUP_GLYPH if len(origin.members) > 1 else ""
    parts = (", ".join(part) for part in (origin.rooms, origin.sessions, origin.cities))
    return " · ".join(filter(None, (f"{glyph} {member.record.label}".strip(), *parts)))
