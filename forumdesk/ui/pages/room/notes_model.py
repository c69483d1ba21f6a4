"""The notes of a session as a list: the newest last, the oldest coming in when they are looked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from forumdesk.domain.forum import FORUM_ID, Forum
from forumdesk.domain.notes import Note
from forumdesk.domain.people import Participant
from forumdesk.domain.text import one_line
from forumdesk.ui.formats import forum_time
from forumdesk.ui.models import Index
from forumdesk.ui.words import word

NOTE_ROLE = Qt.ItemDataRole.UserRole + 1
ROW_ROLE = Qt.ItemDataRole.UserRole + 2
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Row:
    """A note with everything that is painted beside its text."""

    note: Note
    time: str
    city: str
    speaker: str
    kind: str
    links: tuple[str, ...]
    tags: tuple[str, ...]


class NotesModel(QAbstractListModel):
    """Rows come and go one by one; nothing is ever reset while a session is shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._forum = Forum(id=FORUM_ID)
        self._notes: list[Note] = []
        self._rows: dict[str, Row] = {}
        self._people: Mapping[str, Participant] = {}
        self._links: Mapping[str, tuple[str, ...]] = {}
        self._shown_code: Callable[[str], str] | None = None
        self.earlier = 0

    def show_session(self, forum: Forum, notes: Sequence[Note], earlier: int) -> None:
        """Show another session."""
        self.beginResetModel()
        self._forum, self._notes, self.earlier = forum, list(notes), earlier
        self._rows.clear()
        self.endResetModel()

    def prepend(self, notes: Sequence[Note], earlier: int) -> None:
        """Put older notes before the first."""
        self.earlier = earlier
        if notes:
            self.beginInsertRows(QModelIndex(), 0, len(notes) - 1)
            self._notes[:0] = notes
            self.endInsertRows()

    def drop_oldest(self, keep: int) -> None:
        """Hold only the newest notes; the others are read again when they are looked for."""
        surplus = len(self._notes) - keep
        if surplus > 0:
            self.beginRemoveRows(QModelIndex(), 0, surplus - 1)
            for note in self._notes[:surplus]:
                self._rows.pop(note.id, None)
            del self._notes[:surplus]
            self.earlier += surplus
            self.endRemoveRows()

    def put(self, note: Note) -> None:
        """Show a note as it is now, at its place in time."""
        at = self.row_of(note.id)
        self._rows.pop(note.id, None)
        if at >= 0:
            self._notes[at] = note
            self.dataChanged.emit(self.index(at), self.index(at))
            return
        place = bisect_right(self._notes, _order(note), key=_order)
        if place == 0 and self.earlier:
            self.earlier += 1  # older than all that is held: it comes in with its page
            return
        self.beginInsertRows(QModelIndex(), place, place)
        self._notes.insert(place, note)
        self.endInsertRows()

    def take_away(self, note_id: str) -> None:
        """Show a note no more."""
        at = self.row_of(note_id)
        if at >= 0:
            self.beginRemoveRows(QModelIndex(), at, at)
            del self._notes[at]
            self._rows.pop(note_id, None)
            self.endRemoveRows()

    def set_people(self, people: Mapping[str, Participant]) -> None:
        """Let speakers be called by their role."""
        self._people = people
        self._retell()

    def set_links(self, links: Mapping[str, tuple[str, ...]]) -> None:
        """Show which recommendations come from which note."""
        if links != self._links:
            self._links = links
            self._retell()

    def set_codes(self, shown: Callable[[str], str]) -> None:
        """Show codes as the forum's frameworks write them."""
        self._shown_code = shown
        self._retell()

    def _retell(self) -> None:
        self._rows.clear()
        if self._notes:
            self.dataChanged.emit(self.index(0), self.index(len(self._notes) - 1))

    retranslate = _retell

    def row_of(self, note_id: str) -> int:
        """The row of a note, or -1; the newest are looked at first."""
        return next((at for at in range(len(self._notes) - 1, -1, -1) if self._notes[at].id == note_id), -1)

    def note(self, row: int) -> Note | None:
        """The note in a row."""
        return self._notes[row] if 0 <= row < len(self._notes) else None

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes that are held, oldest first."""
        return tuple(self._notes)

    def _row(self, note: Note) -> Row:
        found = self._rows.get(note.id)
        if found is None:
            person = self._people.get(note.speaker)
            speaker = "" if person is None else one_line(person.position or person.name or word(person.role))
            where = note.city or (person.organisation if person else "")
            tags = tuple(self._tag(code) for code in note.codes)
            time = forum_time(note.instant, self._forum)
            found = Row(note, time, one_line(where), speaker, word(note.kind), self._links.get(note.id, ()), tags)
            self._rows[note.id] = found
        return found

    def _tag(self, code: str) -> str:
        return self._shown_code(code) if self._shown_code else code.partition(" ")[2]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many notes are held."""
        return 0 if parent.isValid() else len(self._notes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own
        """A note's text, the note itself, or all that is painted."""
        if not index.isValid() or index.row() >= len(self._notes):
            return None
        note = self._notes[index.row()]
        if role == ROW_ROLE:
            return self._row(note)
        if role == NOTE_ROLE:
            return note
        if role == Qt.ItemDataRole.DisplayRole:
            return note.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            row = self._row(note)
            said = (row.time, row.kind, note.text, row.city, row.speaker, *row.links, *row.tags)
            return " · ".join(filter(None, said))
        return None


def _order(note: Note) -> datetime:
    return note.instant or _LONG_AGO
