"""Where a recommendation comes from: the notes, with their city, room and minute."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from forumdesk.domain.notes import GLYPHS
from forumdesk.ui.formats import laptop_time
from forumdesk.ui.widgets.bidi import alignment_of
from forumdesk.ui.widgets.section import SectionLabel

if TYPE_CHECKING:
    from forumdesk.services.recommending import Source


class SourceRow(QFrame):
    """One note; Enter goes to it, Delete takes the link away."""

    chosen = Signal(str)  #: note id
    removed = Signal(str)  #: note id

    def __init__(self, source: Source, parent: QWidget | None = None) -> None:
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
        words = " · ".join(filter(None, (city, room, laptop_time(source.note.instant))))
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

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.writable = True
        self._rows: list[SourceRow] = []
        self._section = SectionLabel()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 8, 0, 0)
        self._column.setSpacing(2)
        self._column.addWidget(self._section)
        self._translate()

    def _translate(self) -> None:
        self._section.setText(self.tr("Where it comes from"))

    def show_sources(self, sources: Sequence[Source]) -> None:
        """Show these notes."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [SourceRow(source) for source in sources]
        for row in self._rows:
            row.chosen.connect(self.chosen)
            row.removed.connect(self._removed)
            self._column.addWidget(row)
        self.setVisible(bool(sources))

    @Slot(str)
    def _removed(self, note: str) -> None:
        if self.writable:
            self.removed.emit(note)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
