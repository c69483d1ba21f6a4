"""The hand-in board: each room of the plan, what it brought, and what of it is missing, older or refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from forumdesk.domain.forum import FORUM_ID, Forum
from forumdesk.ui.formats import forum_time, unbroken
from forumdesk.ui.missing_words import missing_words
from forumdesk.ui.pages.merge.clocks import clock_words
from forumdesk.ui.theme.icons import icon

if TYPE_CHECKING:
    from forumdesk.services.handing_in import Beside, RoomBoard
    from forumdesk.services.met import Met
    from forumdesk.services.receipts import Told
    from forumdesk.services.trust import Trusted


class RoomLine(QWidget):
    """One room, receipt or laptop: its mark and name, in small what is here of it, and what can be done about it."""

    forget_wanted = Signal(str)  #: the mark of a receipt
    distrust_wanted = Signal(str)  #: the id of a laptop that was lost
    trust_wanted = Signal(str)  #: the id of a laptop that was found

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = ""
        self._shown_name = ""
        self._name, self._about, self._forget, self.more = QLabel(), QLabel(), QPushButton(), QToolButton()
        self._name.setProperty("role", "strong")
        self._about.setProperty("role", "small")
        self._forget.setProperty("kind", "quiet")
        self._forget.clicked.connect(self._want_forgotten)
        self.menu = QMenu(self)
        self.menu.triggered.connect(self._menu_chosen)
        self.more.setObjectName("more")
        self.more.setIcon(icon("more", "soft"))
        self.more.clicked.connect(self._open_menu)
        top = QHBoxLayout()
        top.addWidget(self._name, 1)
        top.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addLayout(top)
        column.addWidget(self._about)
        for label in (self._name, self._about):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(self._forget, 0, Qt.AlignmentFlag.AlignLeading)

    def show_line(self, mark: str, name: str, about: Sequence[str], expected: str = "") -> None:
        """Show a room; `expected` is the mark of a receipt that nothing came under."""
        self._mark = expected
        self._shown_name = name
        self._name.setText(f"{mark}  {name}")
        self._about.setText("\n".join(about))
        self._about.setVisible(bool(about))
        self._forget.setText(self.tr("Expect it no more"))
        self._forget.setVisible(bool(expected))
        self.setAccessibleName(". ".join((name, *about)))
        self.offer(())

    def offer(self, laptops: Sequence[Trusted]) -> None:
        """Offer to trust these laptops no more, or again."""
        self.menu.clear()
        for one in laptops:
            words = self.tr("Trust {laptop} again") if one.is_lost else self.tr("{laptop} was lost: trust it no more")
            action = self.menu.addAction(words.format(laptop=one.name))
            action.setObjectName(one.device)
            action.setData(one.is_lost)
        said = self.tr("Laptops of {room}").format(room=self._shown_name)
        self.more.setAccessibleName(said)
        self.more.setToolTip(said)
        self.more.setVisible(bool(laptops))

    @Slot()
    def _want_forgotten(self) -> None:
        self.forget_wanted.emit(self._mark)

    @Slot()
    def _open_menu(self) -> None:
        self.menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    @Slot(object)
    def _menu_chosen(self, action: QAction) -> None:
        (self.trust_wanted if action.data() else self.distrust_wanted).emit(action.objectName())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the same by the other button of the mouse."""
        if not self.menu.isEmpty():
            self.menu.popup(event.globalPos())

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon in the colours of another theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.more.setIcon(icon("more", "soft"))
        super().changeEvent(event)


class HandInBoard(QWidget):
    """A line for each room: a mark and its name, and beneath what is here of it; then what belongs to no room."""

    forget_wanted = Signal(str)  #: the mark of a receipt
    distrust_wanted = Signal(str)  #: the id of a laptop that was lost
    trust_wanted = Signal(str)  #: the id of a laptop that was found

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rooms: tuple[RoomBoard, ...] = ()
        self._beside: Beside | None = None
        self._laptops: tuple[Trusted, ...] = ()
        self._writable = False
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

    def show_laptops(self, laptops: Sequence[Trusted], *, writable: bool) -> None:
        """Know which laptops are trusted; they are shown with the rooms."""
        self._laptops, self._writable = tuple(laptops), writable

    def show_rooms(self, rooms: Sequence[RoomBoard], beside: Beside | None, forum: Forum) -> None:
        """Show what the rooms brought."""
        self._rooms, self._beside, self._forum = tuple(rooms), beside, forum
        self._nothing.setVisible(not rooms)
        receipts, met = (beside.receipts, beside.met) if beside is not None else ((), ())
        missing = beside.missing if beside is not None else ()
        here = {name for room in rooms for name in room.laptops}
        elsewhere = [one for one in self._laptops if one.is_lost and one.name not in here]
        used = len(rooms) + len(receipts) + len(met) + len(missing) + len(elsewhere)
        self._make_lines(used)
        free = iter(self.lines)
        for room in rooms:
            line = next(free)
            line.show_line(self._mark(room), room.name, self._told(room), _expected(room.receipts))
            self._offer(line, [one for one in self._laptops if one.name in room.laptops])
        for told in receipts:
            arrived = told.state == "here"
            name = self.tr("Receipt {mark}").format(mark=told.mark)
            about = told.laptop if arrived else self.tr("not here yet")
            next(free).show_line("✓" if arrived else "–", name, [about] if about else [], _expected([told]))
        for one in met:
            next(free).show_line("!", one.laptop or one.device[:8], [*self._noticed([one])])
        for lack in missing:
            next(free).show_line("!", lack.laptop or lack.device[:8], [missing_words(lack, forum)])
        for laptop in elsewhere:
            line = next(free)
            line.show_line("!", laptop.name, [self.tr("not trusted any more: what it writes is left out")])
            self._offer(line, [laptop])
        for place, line in enumerate(self.lines):
            line.setVisible(place < used)

    def _make_lines(self, wanted: int) -> None:
        while len(self.lines) < wanted:
            line = RoomLine()
            line.forget_wanted.connect(self.forget_wanted)
            line.distrust_wanted.connect(self.distrust_wanted)
            line.trust_wanted.connect(self.trust_wanted)
            self._column.insertWidget(len(self.lines), line)
            self.lines.append(line)

    def _offer(self, line: RoomLine, laptops: Sequence[Trusted]) -> None:
        line.offer(laptops if self._writable else ())

    @property
    def missing(self) -> int:
        """Of how many rooms nothing is here."""
        return sum(room.is_missing for room in self._rooms)

    def _lost(self, room: RoomBoard) -> list[str]:
        return [one.name for one in self._laptops if one.is_lost and one.name in room.laptops]

    def _mark(self, room: RoomBoard) -> str:
        warns = any(one.refused for one in room.met) or any(told.state == "older" for told in room.receipts)
        if warns or room.missing or self._lost(room):
            return "!"
        if room.is_missing:
            return "–"
        return "◐" if room.silent else "✓"

    def _told(self, room: RoomBoard) -> list[str]:
        lines = [self.tr("not handed in")] if room.is_missing else self._brought(room)
        lost = self.tr("{laptop} is not trusted any more")
        return [
            *lines,
            *(missing_words(one, self._forum) for one in room.missing),
            *(lost.format(laptop=name) for name in self._lost(room)),
            *(self._received(told) for told in room.receipts),
            *self._noticed(room.met),
        ]

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
