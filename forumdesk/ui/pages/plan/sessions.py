"""The sessions of one day as a table that is edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any

from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTime,
)
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QTimeEdit, QWidget

from forumdesk.domain.agenda import Session, SessionKind
from forumdesk.domain.marking import QT_TRANSLATE_NOOP
from forumdesk.ui.formats import forum_time
from forumdesk.ui.models import Index
from forumdesk.ui.models.rows import RowsModel
from forumdesk.ui.pages.plan.agenda import Agenda
from forumdesk.ui.widgets.cells import CellDelegate, chooser
from forumdesk.ui.words import word

START, ENDS, CODE, TITLE, ROOM, KIND, NOTES = range(7)
HEADINGS = (
    QT_TRANSLATE_NOOP("plan", "Start"),
    QT_TRANSLATE_NOOP("plan", "Ends"),
    QT_TRANSLATE_NOOP("plan", "Code"),
    QT_TRANSLATE_NOOP("plan", "Session"),
    QT_TRANSLATE_NOOP("plan", "Room"),
    QT_TRANSLATE_NOOP("plan", "Kind"),
    QT_TRANSLATE_NOOP("plan", "Notes"),
)
EDITABLE = {START, CODE, TITLE, ROOM, KIND}
FIELDS = {START: "start", CODE: "code", TITLE: "title", ROOM: "room", KIND: "kind"}


class SessionModel(RowsModel):
    """The sessions of a day."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__("plan", HEADINGS, parent)
        self._agenda: Agenda | None = None

    def show(self, agenda: Agenda, sessions: Sequence[Session]) -> None:
        """Show these sessions."""
        self._agenda = agenda
        self.put(sessions)

    def session(self, row: int) -> Session | None:
        """The session of a row."""
        found: Session | None = self.at(row)
        return found

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What can be edited in place."""
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsEditable if self.writable and index.column() in EDITABLE else found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """A cell as it is shown or edited."""
        session = self.session(index.row())
        if session is None or self._agenda is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(session, index.column())
        if role == Qt.ItemDataRole.EditRole:
            return self._edited(session, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == ROOM and self._agenda.clashes(session):
            return QCoreApplication.translate("plan", "Another session is held in this room at the same time.")
        return None

    def _shown(self, session: Session, column: int) -> str:
        agenda = self._agenda
        assert agenda is not None  # noqa: S101 - data() has looked
        if column == ROOM:
            name = agenda.room_name(session)
            return f"⚠ {name}" if agenda.clashes(session) else name
        return {
            START: forum_time(session.start, agenda.forum),
            ENDS: forum_time(agenda.ends(session), agenda.forum),
            CODE: session.code,
            TITLE: session.title,
            KIND: word(session.kind),
            NOTES: str(agenda.notes.get(session.id, 0) or ""),
        }[column]

    def _edited(self, session: Session, column: int) -> Any:  # noqa: ANN401
        if column == START:
            zone = self._agenda.forum.zone if self._agenda else UTC
            local = session.start.astimezone(zone) if session.start else None
            return QTime(local.hour, local.minute) if local else QTime(9, 0)
        return {CODE: session.code, TITLE: session.title, ROOM: session.room, KIND: session.kind.value}.get(column, "")

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401
        """Ask for an edit."""
        session = self.session(index.row())
        if session is None or role != Qt.ItemDataRole.EditRole or value == self._edited(session, index.column()):
            return False
        self.edited.emit(session.id, FIELDS[index.column()], self._value(session, index.column(), value))
        return True

    def _value(self, session: Session, column: int, value: Any) -> Any:  # noqa: ANN401
        if column == KIND:
            return SessionKind(value)
        if column == START and self._agenda is not None:
            return self._start(session, value)
        return value

    def _start(self, session: Session, at: QTime) -> datetime:
        agenda = self._agenda
        assert agenda is not None  # noqa: S101 - _value has looked
        day = agenda.day(session) or agenda.forum.starts or datetime.now(UTC).date()
        return datetime.combine(day, time(at.hour(), at.minute()), agenda.forum.zone)

    @property
    def rooms(self) -> tuple[tuple[str, str], ...]:
        """Id and name of each room."""
        return tuple((room.id, room.name) for room in self._agenda.rooms) if self._agenda else ()


class SessionDelegate(CellDelegate):
    """Edits a cell with what fits it: a time, a list, or a line."""

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        """The editor of a cell."""
        model, column = index.model(), index.column()
        if column == START:
            editor = QTimeEdit(parent)
            editor.setDisplayFormat("HH:mm")
            return editor
        if column == KIND:
            return chooser(parent, [(kind.value, word(kind)) for kind in SessionKind])
        if column == ROOM and isinstance(model, SessionModel):
            return chooser(parent, [("", "—"), *model.rooms])
        return QLineEdit(parent)
