"""The hand-in board: each room of the plan, what it brought, and what of it is missing, older or refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from forumdesk.domain.forum import FORUM_ID, Forum
from forumdesk.ui.formats import forum_time, unbroken
from forumdesk.ui.pages.merge.clocks import clock_words

if TYPE_CHECKING:
    from forumdesk.services.handing_in import Beside, RoomBoard
    from forumdesk.services.met import Met
    from forumdesk.services.receipts import Told


class RoomLine(QWidget):
    """One room, receipt or laptop: its mark and name, in small what is here of it, and what to expect no more."""

    forget_wanted = Signal(str)  #: the mark of a receipt

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = ""
        self._name, self._about, self._forget = QLabel(), QLabel(), QPushButton()
        self._name.setProperty("role", "strong")
        self._about.setProperty("role", "small")
        self._forget.setProperty("kind", "quiet")
        self._forget.clicked.connect(self._want_forgotten)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        for label in (self._name, self._about):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        column.addWidget(self._forget, 0, Qt.AlignmentFlag.AlignLeft)

    def show_line(self, mark: str, name: str, about: Sequence[str], expected: str = "") -> None:
        """Show a room; `expected` is the mark of a receipt that nothing came under."""
        self._mark = expected
        self._name.setText(f"{mark}  {name}")
        self._about.setText("\n".join(about))
        self._about.setVisible(bool(about))
        self._forget.setText(self.tr("Expect it no more"))
        self._forget.setVisible(bool(expected))
        self.setAccessibleName(". ".join((name, *about)))

    @Slot()
    def _want_forgotten(self) -> None:
        self.forget_wanted.emit(self._mark)


class HandInBoard(QWidget):
    """A line for each room: a mark and its name, and beneath what is here of it; then what belongs to no room."""

    forget_wanted = Signal(str)  #: the mark of a receipt

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rooms: tuple[RoomBoard, ...] = ()
        self._beside: Beside | None = None
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

    def show_rooms(self, rooms: Sequence[RoomBoard], beside: Beside | None, forum: Forum) -> None:
        """Show what the rooms brought."""
        self._rooms, self._beside, self._forum = tuple(rooms), beside, forum
        self._nothing.setVisible(not rooms)
        receipts, laptops = (beside.receipts, beside.met) if beside is not None else ((), ())
        while len(self.lines) < len(rooms) + len(receipts) + len(laptops):
            line = RoomLine()
            line.forget_wanted.connect(self.forget_wanted)
            self._column.insertWidget(len(self.lines), line)
            self.lines.append(line)
        free = iter(self.lines)
        for room in rooms:
            next(free).show_line(self._mark(room), room.name, self._told(room), _expected(room.receipts))
        for told in receipts:
            here = told.state == "here"
            name = self.tr("Receipt {mark}").format(mark=told.mark)
            about = told.laptop if here else self.tr("not here yet")
            next(free).show_line("✓" if here else "–", name, [about] if about else [], _expected([told]))
        for met in laptops:
            next(free).show_line("!", met.laptop or met.device[:8], [*self._noticed([met])])
        used = len(rooms) + len(receipts) + len(laptops)
        for place, line in enumerate(self.lines):
            line.setVisible(place < used)

    @property
    def missing(self) -> int:
        """Of how many rooms nothing is here."""
        return sum(room.is_missing for room in self._rooms)

    def _mark(self, room: RoomBoard) -> str:
        if any(one.refused for one in room.met) or any(told.state == "older" for told in room.receipts):
            return "!"
        if room.is_missing:
            return "–"
        return "◐" if room.silent else "✓"

    def _told(self, room: RoomBoard) -> list[str]:
        lines = [self.tr("not handed in")] if room.is_missing else self._brought(room)
        return [*lines, *(self._received(told) for told in room.receipts), *self._noticed(room.met)]

    def _brought(self, room: RoomBoard) -> list[str]:
        parts = [
            self.tr("%n note(s)", "", room.notes),
            self.tr("%n recommendation(s)", "", room.recommendations),
            forum_time(room.last_edit, self._forum),
        ]
        if room.silent:
            parts.append(self.tr("nothing from {sessions}").format(sessions=", ".join(room.silent)))
        return [" · ".join(filter(None, parts)), ", ".join(room.laptops)]

    def _received(self, told: Told) -> str:
        words = {
            "here": self.tr("exactly as its receipt {mark} says"),
            "older": self.tr("older than its receipt {mark}"),
            "missing": self.tr("receipt {mark} is not here yet"),
        }
        return words[told.state.value].format(mark=unbroken(told.mark))

    def _noticed(self, found: Iterable[Met]) -> Iterable[str]:
        for one in found:
            if one.refused:
                yield self.tr("“{file}” was altered, so it was refused").format(file=one.refused)
            if one.ahead_minutes:
                yield f"{one.laptop or one.device[:8]}: {clock_words(one.ahead_minutes)}"

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
            self.show_rooms(self._rooms, self._beside, self._forum)
        super().changeEvent(event)


def _expected(receipts: Sequence[Told]) -> str:
    """The mark of the first receipt that nothing came under."""
    return next((told.mark for told in receipts if told.state != "here"), "")
