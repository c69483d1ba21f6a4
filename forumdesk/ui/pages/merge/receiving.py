"""Where a receipt is typed as its room reads it out, and what it comes to is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from forumdesk.services.handing_in import RoomBoard
    from forumdesk.services.receipts import Told


class Receiving(QWidget):
    """A line for the mark, the room that reads it out, and the answer."""

    received = Signal(str, str)  #: the mark as it was typed, the id of the room or nothing

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rooms: tuple[tuple[str, str], ...] = ()
        self._told: Told | None = None
        self.mark, self.room, self._compare, self.answer = QLineEdit(), QComboBox(), QPushButton(), QLabel()
        self.mark.setMaxLength(40)
        self.answer.setProperty("role", "small")
        self.answer.setWordWrap(True)
        self.answer.hide()
        row = QHBoxLayout()
        row.addWidget(self.room, 1)
        row.addWidget(self._compare)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.mark)
        column.addLayout(row)
        column.addWidget(self.answer)
        self.mark.returnPressed.connect(self._receive)
        self._compare.clicked.connect(self._receive)
        self._translate()

    def _translate(self) -> None:
        self.mark.setPlaceholderText(self.tr("Receipt that a room reads out"))
        self.mark.setAccessibleName(self.tr("Receipt that a room reads out"))
        self.room.setAccessibleName(self.tr("Room that reads it out"))
        self._compare.setText(self.tr("Compare"))
        self._offer()
        self._show_told()

    def show_rooms(self, rooms: Sequence[RoomBoard], *, writable: bool) -> None:
        """Offer the rooms of the plan."""
        named = tuple((one.room, one.name) for one in rooms)
        if named != self._rooms:
            self._rooms = named
            self._offer()
        for part in (self.mark, self.room, self._compare):
            part.setEnabled(writable)

    def _offer(self) -> None:
        chosen = self.room.currentData()
        self.room.clear()
        self.room.addItem(self.tr("of any room"), "")
        for room, name in self._rooms:
            self.room.addItem(name, room)
        self.room.setCurrentIndex(max(0, self.room.findData(chosen)))

    @Slot()
    def _receive(self) -> None:
        if self.mark.text().strip():
            self.received.emit(self.mark.text(), self.room.currentData())

    def show_told(self, told: Told | None) -> None:
        """Tell what a receipt comes to; nothing where none was typed."""
        self._told = told
        if told is not None:
            self.mark.clear()
        self._show_told()

    def _show_told(self) -> None:
        told = self._told
        self.answer.setVisible(told is not None)
        if told is None:
            return
        words = {
            "here": self.tr("✓ {mark}: exactly this is here."),
            "older": self.tr("! {mark}: what is here of the room is older."),
            "missing": self.tr("– {mark}: not here yet. It is expected until it comes."),
        }
        self.answer.setText(words[told.state.value].format(mark=told.mark))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
