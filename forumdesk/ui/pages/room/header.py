"""Which session is shown, and the question the room is talking about."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from forumdesk.domain.agenda import Session
from forumdesk.domain.text import one_line
from forumdesk.ui.formats import day, forum_time
from forumdesk.ui.pages.room.reading import Plan
from forumdesk.ui.theme.icons import icon

ID_ROLE = Qt.ItemDataRole.UserRole + 1


class SessionHeader(QWidget):
    """The session chooser over the guiding question."""

    chosen = Signal(str)  #: id of a session
    photo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("question")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.sessions = QComboBox()
        self._items = QStandardItemModel(self)
        self.sessions.setModel(self._items)
        self.sessions.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.sessions.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.sessions.setMinimumContentsLength(20)
        self.sessions.setMaxVisibleItems(24)
        self._photo = QPushButton()
        self._photo.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._label = QLabel()
        self._label.setProperty("role", "small")
        self.question = QLabel()
        self.question.setProperty("role", "headline")
        self.question.setWordWrap(True)
        self.question.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.sessions, 1)
        row.addWidget(self._photo)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 8, 24, 12)
        column.setSpacing(4)
        column.addLayout(row)
        column.addSpacing(2)
        column.addWidget(self._label)
        column.addWidget(self.question)
        self.sessions.activated.connect(self._activated)
        self._photo.clicked.connect(self.photo_wanted)
        self._translate()

    def _translate(self) -> None:
        self.sessions.setAccessibleName(self.tr("Session"))
        self.sessions.setToolTip(self.tr("Choose session (Ctrl+J)"))
        self._label.setText(self.tr("Guiding question"))
        self._photo.setText(self.tr("Photo"))
        self._photo.setIcon(icon("camera", "soft"))
        self._photo.setToolTip(self.tr("Pin a photo or a file (Ctrl+Shift+A), or paste a picture into the line"))

    def set_writable(self, *, writable: bool, because: str) -> None:
        """Let files be pinned, or say why not."""
        self._photo.setEnabled(writable)
        if because:
            self._photo.setToolTip(because)

    def show_plan(self, plan: Plan, chosen: str) -> None:
        """Offer the sessions under their day and room."""
        self._items.clear()
        heading = ""
        for session in plan.sessions:
            place = " · ".join(filter(None, (day(session.start, plan.forum), plan.rooms.get(str(session.room), ""))))
            if place and place != heading:
                heading = place
                item = QStandardItem(heading)
                item.setFlags(Qt.ItemFlag.NoItemFlags)
                self._items.appendRow(item)
            item = QStandardItem(titled(session, forum_time(session.start, plan.forum)) or self.tr("No session"))
            item.setData(session.id, ID_ROLE)
            self._items.appendRow(item)
            if session.id == chosen:
                self.sessions.setCurrentIndex(self._items.rowCount() - 1)

    def show_question(self, question: str) -> None:
        """Show what is being talked about; without a question there is none."""
        self.question.setText(question)
        self.question.setVisible(bool(question))
        self._label.setVisible(bool(question))

    @Slot()
    def open_sessions(self) -> None:
        """Open the list of sessions."""
        self.sessions.setFocus()
        self.sessions.showPopup()

    @Slot(int)
    def _activated(self, row: int) -> None:
        session = self._items.item(row).data(ID_ROLE)
        if session:
            self.chosen.emit(session)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language or theme."""
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._translate()
        super().changeEvent(event)


def titled(session: Session, time: str = "") -> str:
    """A session by time, code and title."""
    return " · ".join(filter(None, (time, session.code, one_line(session.title))))
