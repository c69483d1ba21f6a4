"""What a group was made of: each wording with its room, taken out by key, and all of them by one button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from forumdesk.ui.pages.recommendations.origins import GROUP_GLYPH, said_of
from forumdesk.ui.widgets.bidi import alignment_of
from forumdesk.ui.widgets.section import SectionLabel

if TYPE_CHECKING:
    from forumdesk.services.grouping import Family, Placed


class MemberRow(QFrame):
    """One member as its room worded it; Delete takes it out."""

    removed = Signal(str)  #: recommendation id

    def __init__(self, member: Placed, *, writable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._member = member.record.id
        self._writable = writable
        self.setObjectName("finding")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        text = QLabel(member.record.text)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setAlignment(alignment_of(member.record.text))
        where = said_of(member)
        about = QLabel(where)
        about.setProperty("role", "small")
        about.setTextFormat(Qt.TextFormat.PlainText)
        about.setWordWrap(True)
        self._out = QPushButton()
        self._out.setProperty("kind", "link")
        self._out.setVisible(writable)
        self._out.clicked.connect(self._take_out)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(about, 1)
        row.addWidget(self._out)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 4, 4, 4)
        column.setSpacing(0)
        column.addWidget(text)
        column.addLayout(row)
        self.setAccessibleName(f"{member.record.text} {where}")
        self._translate()

    def _translate(self) -> None:
        self._out.setText(self.tr("Take out"))

    @Slot()
    def _take_out(self) -> None:
        self.removed.emit(self._member)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the member out."""
        if event.key() == Qt.Key.Key_Delete and self._writable:
            self._take_out()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


class FamilyPanel(QWidget):
    """The members of a group; hidden beside a single recommendation."""

    removed = Signal(str)  #: member id
    split_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rooms: tuple[str, ...] = ()
        self.rows: list[MemberRow] = []
        self._section = SectionLabel()
        self.split = QPushButton()
        self.split.setProperty("kind", "link")
        self.split.clicked.connect(self.split_wanted)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._section, 1)
        top.addWidget(self.split)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 8, 0, 0)
        self._column.setSpacing(2)
        self._column.addLayout(top)
        self.hide()
        self._translate()

    def _translate(self) -> None:
        self.split.setText(self.tr("Split"))
        self.split.setToolTip(self.tr("Everything in it stands by itself again, as it was."))
        rooms = self.tr("From %n room(s)", "", len(self._rooms))
        self._section.setText(f"{GROUP_GLYPH} {rooms}")

    def show_family(self, family: Family, *, writable: bool) -> None:
        """Show the members, or nothing."""
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rooms = family.origin.rooms
        self.rows = [MemberRow(member, writable=writable) for member in family.members]
        for row in self.rows:
            row.removed.connect(self.removed)
            self._column.addWidget(row)
        self.split.setEnabled(writable)
        self.setVisible(bool(self.rows))
        self._translate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
