"""Runs the clock of the session that is shown: start, hold, go on, give and take minutes, and how far behind it is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from forumdesk.domain.agenda import Session
from forumdesk.domain.forum import Forum
from forumdesk.ui.pages.room import reading
from forumdesk.ui.pages.room.clock import ClockPanel
from forumdesk.ui.pages.room.header import SessionHeader
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.services.running import Progression

MOST_BEHIND = 12 * 60
"""Minutes; a session of another day is not behind, it is over."""


class Timing(QObject):
    """Acts on the clock and shows it, once a second while a session is shown."""

    told = Signal()  #: the session is more behind than it was, or less
    left = Signal()  #: the line should have the keyboard again

    def __init__(self, workplace: Workplace, panel: ClockPanel, header: SessionHeader, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._panel, self._header = panel, header
        self._session: Session | None = None
        self._forum: Forum | None = None
        self._progress: Progression | None = None
        self._behind = ""
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self.tick)
        panel.wanted.connect(self._wanted)
        panel.step_chosen.connect(self._start)

    # ---- showing

    @property
    def behind(self) -> str:
        """How much the session is behind, in words; empty where it is not."""
        return self._behind

    def leave(self) -> None:
        """Follow no session."""
        self._second.stop()
        self._session = self._progress = None
        self._tell("")

    def show_session(self, session: Session, forum: Forum, progress: Progression | None) -> None:
        """Follow a session from where it stands."""
        self._session, self._forum = session, forum
        self._take(progress)
        self._second.start()

    def read_again(self) -> None:
        """Look where the session stands now."""
        if self._session is not None:
            self._workplace.ask(partial(reading.progression, session_id=self._session.id), self._take)

    @Slot(object)
    def _take(self, progress: Progression | None) -> None:
        session, forum = self._session, self._forum
        if progress is None or session is None or forum is None or progress.session.id != session.id:
            return
        self._progress = progress
        questions = session.questions.strip().splitlines()
        question = (progress.current.question if progress.current else "") or (questions[0] if questions else "")
        self._header.show_question(question)
        now, writable = self._workplace.clock.now(), not self._workplace.read_only
        self._panel.show_progress(forum, progress, now, writable=writable)
        self.tick()

    @Slot()
    def tick(self) -> None:
        """Show the clock as it stands now."""
        now = self._workplace.clock.now()
        self._panel.tick(now)
        behind = self._progress.behind(now).total_seconds() if self._progress else 0
        minutes = int(behind // 60)
        self._tell(self.tr("▲ %n min behind", "", minutes) if 1 <= minutes <= MOST_BEHIND else "")

    def _tell(self, text: str) -> None:
        if text != self._behind:
            self._behind = text
            self.told.emit()

    # ---- acts

    @Slot(str)
    def _wanted(self, does: str) -> None:
        session = self._session
        if session is None:
            return
        acts = {
            "start": partial(reading.start, session_id=session.id, step_id=""),
            "pause": partial(reading.hold, session_id=session.id),
            "resume": partial(reading.resume, session_id=session.id),
            "next": partial(reading.go_on, session_id=session.id),
            "give": partial(reading.give, session_id=session.id, minutes=1),
            "take": partial(reading.give, session_id=session.id, minutes=-1),
        }
        self._workplace.act(acts[does], self._take)

    @Slot(str)
    def _start(self, step_id: str) -> None:
        if self._session is not None:
            self._workplace.act(partial(reading.start, session_id=self._session.id, step_id=step_id), self._take)
            self.left.emit()

    @Slot()
    def pause(self) -> None:
        """Start, hold or go on."""
        does = self._panel.run_action()
        if does:
            self._wanted(does)

    @Slot()
    def next_step(self) -> None:
        """Go on to the next step."""
        self._wanted("next")

    @Slot()
    def give_minute(self) -> None:
        """Give the step a minute."""
        if self._progress is not None and self._progress.current is not None:
            self._wanted("give")

    @Slot()
    def take_minute(self) -> None:
        """Take a minute from the step."""
        if self._progress is not None and self._progress.current is not None:
            self._wanted("take")
