"""The hand-in board: each room of the plan, what it brought, and what of it is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from forumdesk.domain.forum import FORUM_ID, Forum
from forumdesk.ui.formats import forum_time

if TYPE_CHECKING:
    from forumdesk.services.handing_in import RoomBoard


class RoomLine(QWidget):
    """One room: its mark and name, and in small what is here of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._about = QLabel(), QLabel()
        self._name.setProperty("role", "strong")
        self._about.setProperty("role", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        for label in (self._name, self._about):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)

    def show_room(self, mark: str, name: str, about: str) -> None:
        """Show a room."""
        self._name.setText(f"{mark}  {name}")
        self._about.setText(about)
        self.setAccessibleName(f"{name}. {about}")


class HandInBoard(QWidget):
    """A line for each room: a mark and its name, and beneath what is here of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rooms: tuple[RoomBoard, ...] = ()
        self._forum = Forum(id=FORUM_ID)
        self.lines: list[RoomLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._nothing = QLabel()
        self._nothing.setProperty("role", "small")
        self._nothing.setWordWrap(True)
        self._column.addWidget(self._nothing)
        self._column.addStretch(1)
        self._translate()

    def _translate(self) -> None:
        self._nothing.setText(self.tr("Once sessions are planned in rooms, what each room brought stands here."))

    def show_rooms(self, rooms: Sequence[RoomBoard], forum: Forum) -> None:
        """Show what the rooms brought."""
        self._rooms, self._forum = tuple(rooms), forum
        self._nothing.setVisible(not rooms)
        while len(self.lines) < len(rooms):
            line = RoomLine()
            self._column.insertWidget(len(self.lines), line)
            self.lines.append(line)
        for place, line in enumerate(self.lines):
            line.setVisible(place < len(rooms))
            if place < len(rooms):
                room = rooms[place]
                line.show_room(self._mark(room), room.name, self._told(room))

    @property
    def missing(self) -> int:
        """Of how many rooms nothing is here."""
        return sum(room.is_missing for room in self._rooms)

    def _mark(self, room: RoomBoard) -> str:
        if room.is_missing:
            return "–"
        return "◐" if room.silent else "✓"

    def _told(self, room: RoomBoard) -> str:
        if room.is_missing:
            return self.tr("not handed in")
        parts = [
            self.tr("%n note(s)", "", room.notes),
            self.tr("%n recommendation(s)", "", room.recommendations),
            forum_time(room.last_edit, self._forum),
        ]
        if room.silent:
            parts.append(self.tr("nothing from {sessions}").format(sessions=", ".join(room.silent)))
        return f"{' · '.join(filter(None, parts))}\n{', '.join(room.laptops)}"

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
            self.show_rooms(self._rooms, self._forum)
        super().changeEvent(event)
