"""Where a recommendation comes from: the notes, with their city, room and minute."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from forumdesk.domain.forum import Forum
from forumdesk.domain.notes import GLYPHS
from forumdesk.ui.formats import forum_time
from forumdesk.ui.widgets.bidi import alignment_of
from forumdesk.ui.widgets.section import SectionLabel

if TYPE_CHECKING:
    from forumdesk.services.recommending import Source


_NOTE = Qt.ItemDataRole.UserRole + 1
_OFFERED = 80


class SourceRow(QFrame):
    """One note; Enter goes to it, Delete takes the link away."""

    chosen = Signal(str)  #: note id
    removed = Signal(str)  #: note id

    def __init__(self, source: Source, forum: Forum, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note = source.note.id
        self.setObjectName("finding")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        text = QLabel(source.note.text)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setAlignment(alignment_of(source.note.text))
        city = "" if source.note.unattributed else source.note.city
        room = source.room.name if source.room else ""
        words = " · ".join(filter(None, (city, room, forum_time(source.note.instant, forum))))
        where = QLabel(f"{GLYPHS[source.note.kind]} {words}")
        where.setProperty("role", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 4, 4, 4)
        column.setSpacing(0)
        column.addWidget(text)
        column.addWidget(where)
        self.setAccessibleName(f"{source.note.text} {words}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go to the note."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self._note)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the note, or take the link away."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self._note)
        elif event.key() == Qt.Key.Key_Delete:
            self.removed.emit(self._note)
        else:
            super().keyPressEvent(event)


class LineagePanel(QWidget):
    """The source notes, in the order in which they were said."""

    chosen = Signal(str)  #: note id
    removed = Signal(str)  #: note id
    added = Signal(str)  #: note id
    notes_wanted = Signal(str)  #: words of notes that could be linked

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._writable = True
        self.rows: list[SourceRow] = []
        self._section = SectionLabel()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 8, 0, 0)
        self._column.setSpacing(2)
        self._column.addWidget(self._section)
        self._notes = QStandardItemModel(self)
        self._line = QLineEdit()
        completer = QCompleter(self._notes, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._line.setCompleter(completer)
        self._column.addWidget(self._line)
        self._line.textEdited.connect(self.notes_wanted)
        picked = completer.activated[QModelIndex]  # type: ignore[index]
        picked.connect(self._note_picked, Qt.ConnectionType.QueuedConnection)
        self._translate()

    def _translate(self) -> None:
        self._section.setText(self.tr("Where it comes from"))
        self._line.setPlaceholderText(self.tr("link a note: type some of its words"))
        self._line.setAccessibleName(self.tr("Link a note"))

    def set_writable(self, *, writable: bool) -> None:
        """Allow or forbid to link notes and to take links away."""
        self._writable = writable
        self._line.setVisible(writable)

    def offer_notes(self, words: str, notes: Sequence[tuple[str, str]]) -> None:
        """Offer notes for the words that were typed; those of other words come too late."""
        if words != self._line.text() or not self._line.hasFocus():
            return
        self._notes.clear()
        for note, text in notes:
            item = QStandardItem(" ".join(text.split())[:_OFFERED])
            item.setData(note, _NOTE)
            self._notes.appendRow(item)
        self._line.completer().complete()

    @Slot(QModelIndex)
    def _note_picked(self, index: QModelIndex) -> None:
        note = str(index.data(_NOTE) or "")
        self._line.clear()
        if note:
            self.added.emit(note)

    def show_sources(self, sources: Sequence[Source], forum: Forum) -> None:
        """Show these notes."""
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [SourceRow(source, forum) for source in sources]
        for place, row in enumerate(self.rows, 1):
            row.chosen.connect(self.chosen)
            row.removed.connect(self._removed)
            self._column.insertWidget(place, row)

    @Slot(str)
    def _removed(self, note: str) -> None:
        if self._writable:
            self.removed.emit(note)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
