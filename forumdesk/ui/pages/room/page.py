"""The Room page: eyes on the room, hands on the keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from forumdesk.domain.agenda import Room as RoomRecord
from forumdesk.domain.agenda import Session, Step
from forumdesk.domain.attachments import Attachment
from forumdesk.domain.changes import Change
from forumdesk.domain.forum import Forum
from forumdesk.domain.frameworks import OwnFramework, OwnItem
from forumdesk.domain.notes import Note, NoteKind
from forumdesk.domain.people import Participant
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.timers import Run
from forumdesk.ui.pages import Page
from forumdesk.ui.pages.room import reading
from forumdesk.ui.pages.room.capture import CaptureBox
from forumdesk.ui.pages.room.cards import CardsPanel
from forumdesk.ui.pages.room.clock import ClockPanel
from forumdesk.ui.pages.room.completion import Completion
from forumdesk.ui.pages.room.files import Files
from forumdesk.ui.pages.room.header import SessionHeader, titled
from forumdesk.ui.pages.room.keeper import Keeper
from forumdesk.ui.pages.room.notes_model import NotesModel
from forumdesk.ui.pages.room.notes_view import NotesView
from forumdesk.ui.pages.room.photos import PhotoStrip
from forumdesk.ui.widgets.empty import EmptyState
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.services.capturing import LineVocabulary
    from forumdesk.services.running import Progression

HELD = 600
"""So many notes are held while the newest is in sight; older ones are read when they are looked for."""
MOST_TOUCHED = 500
MOST_BEHIND = 12 * 60
"""Minutes; a session of another day is not behind, it is over."""
_WORDS = {Participant.KIND, Forum.KIND, OwnFramework.KIND, OwnItem.KIND}
_PLAN = {Session.KIND, Step.KIND, RoomRecord.KIND, Forum.KIND}


class RoomPage(Page):
    """One session: its clock, its notes, its recommendations, and the line that takes what is said."""

    NAME = "room"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self._room: reading.Room | None = None
        self._progress: Progression | None = None
        self._wanted = ""
        self._was_ready = False
        self._behind = ""
        self._asked_earlier = False
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._lay_out()
        self._connect()
        self._translate()

    def _lay_out(self) -> None:
        self.clock = ClockPanel()
        self.header = SessionHeader()
        self.model = NotesModel(self)
        self.notes = NotesView(self.model)
        self._how = QLabel()
        self._how.setProperty("role", "soft")
        self._how.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._how.setWordWrap(True)
        self.photos = PhotoStrip()
        self.capture = CaptureBox()
        self.cards = CardsPanel()
        self._empty = EmptyState("room")
        middle = QWidget()
        self._middle = QStackedLayout(middle)
        self._middle.addWidget(self.notes)
        self._middle.addWidget(self._how)
        centre = QVBoxLayout()
        centre.setContentsMargins(0, 0, 0, 0)
        centre.setSpacing(0)
        for part in (self.header, middle, self.photos, self.capture):
            centre.addWidget(part, 1 if part is middle else 0)
        self._desk = QWidget()
        row = QHBoxLayout(self._desk)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.clock)
        row.addLayout(centre, 1)
        row.addWidget(self.cards)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._desk)
        self._stack.addWidget(self._empty)
        self.completion = Completion(self.capture.line, self._desk)
        self.keeper = Keeper(self.workplace, self.capture, self)
        self.files = Files(self.workplace, self.photos, self.capture, self)

    def _connect(self) -> None:
        line = self.capture.line
        line.list_wanted.connect(self.notes.enter)
        line.edit_last.connect(self.edit_last)
        line.left.connect(self._esc)
        line.undo_wanted.connect(self._undo)
        line.redo_wanted.connect(self.workplace.redo)
        self.keeper.held.connect(self.notes.go_to_end)
        self.notes.wanted.connect(self._do_with_notes)
        self.notes.typed.connect(self._type)
        self.notes.earlier_wanted.connect(self._load_earlier)
        self.cards.view.opened.connect(self._open_recommendation)
        self.cards.view.left.connect(self.focus_line)
        self.cards.view.typed.connect(self._type)
        self.header.chosen.connect(self._choose)
        self.header.photo_wanted.connect(self.files.choose)
        self.clock.wanted.connect(self._clock_wanted)
        self.clock.step_chosen.connect(self._start)
        self._empty.action.connect(self._go_to_plan)
        self._second.timeout.connect(self.tick)

    def _translate(self) -> None:
        self._empty.set_texts(
            self.tr("No session yet"),
            self.tr("The Room page runs a session: its clock, its notes and its recommendations. Plan one first."),
            self.tr("Go to Plan"),
        )
        self._how.setText(
            self.tr(
                "No notes yet. Type what is said and press Enter.\n"
                "Alt+1 to Alt+9 set the kind · @ names a city or a speaker · # a framework code\n"
                "Ctrl+Enter keeps a recommendation · Ctrl+Up selects notes · Ctrl+J chooses another session"
            )
        )

    def title(self) -> str:
        """The session that is shown."""
        session = self._session
        return titled(session) if session else self.tr("Room")

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """The actions that the page does."""
        kinds = {f"kind-{kind.value}": getattr(self, f"kind_{kind.value}") for kind in NoteKind}
        return {
            "choose-session": self.choose_session,
            "pause-clock": self.pause_clock,
            "next-step": self.next_step,
            "give-minute": self.give_minute,
            "take-minute": self.take_minute,
            "pin-photo": self.files.choose,
            "edit-last-note": self.edit_last,
            "select-notes": self.select_notes,
            "recommend-notes": self.recommend,
            "delete-notes": self.delete,
            "fix-recommendation": self.fix,
            **kinds,
        }

    @property
    def _session(self) -> Session | None:
        return self._room.session if self._room else None

    # ---- showing

    def show_forum(self) -> None:
        """Show the session that is under way, or the one that was shown last."""
        self._load(self._wanted)

    def leave_forum(self) -> None:
        """Show nothing."""
        self._second.stop()
        self.keeper.leave()
        self._room = self._progress = None
        self._wanted = ""
        self._stack.setCurrentWidget(self._empty)

    def show_record(self, record_id: str) -> None:
        """Go to a session, or to a note in its session."""
        self._wanted = record_id
        if self.workplace.is_open:
            self._load(record_id)

    def entered(self) -> None:
        """Give the line the keyboard."""
        self.focus_line()
        self._tell_ready()

    def leaving(self) -> None:
        """Keep what is being typed."""
        self.keeper.save_draft()

    def _load(self, wanted: str) -> None:
        if self._session is not None:
            self.keeper.save_draft()
        remembered = self.workplace.preferences.last_session.get(str(self.workplace.path), "")
        self.workplace.ask(partial(reading.load, wanted=wanted, remembered=remembered), self._take_room)

    @Slot(object)
    def _take_room(self, room: reading.Room) -> None:
        shown = self._session
        if shown is not None and (room.session is None or shown.id != room.session.id):
            self.keeper.leave()
        fresh = shown is None or room.session is None or shown.id != room.session.id
        self._room, self._wanted, self._asked_earlier = room, "", False
        session, forum = room.session, room.plan.forum
        self._stack.setCurrentWidget(self._empty if session is None else self._desk)
        self.header.show_plan(room.plan, session.id if session else "")
        if session is None:
            self._second.stop()
            self._tell_behind("")
            return
        because = self.workplace.read_only_because
        self.capture.set_writable(because=because)
        self.header.set_writable(writable=not because, because=because)
        self.notes.set_writable(writable=not because)
        self.model.set_people(room.people or {})
        self.model.show_session(forum, room.notes, room.earlier)
        self._take_linked(room.linked)
        self._take_progress(room.progress)
        self._show_notes()
        self.notes.go_to_end()
        if fresh:
            self.keeper.take(room)
        self.files.show_session(session.id)
        self._second.start()
        self._remember(session)
        self.workplace.ask(reading.vocabulary, self._take_vocabulary)
        if room.wanted_note:
            self.notes.choose(self.model.row_of(room.wanted_note))
            self.notes.setFocus()
        elif self.isVisible() and not self.notes.hasFocus():
            self.focus_line()
        self._tell_ready()
        self.state_changed.emit()

    def _remember(self, session: Session) -> None:
        kept = {**self.workplace.preferences.last_session, str(self.workplace.path): session.id}
        self.workplace.prefer(last_session=kept)

    def _tell_ready(self) -> None:
        if not self._was_ready and self._session is not None and self.isVisible():
            self._was_ready = True
            self.ready.emit()

    @Slot(object)
    def _take_vocabulary(self, known: LineVocabulary) -> None:
        self.completion.use(known)
        self.capture.line.syntax.use(known.words)
        self.model.set_codes(known.catalogue.shown)

    @Slot(object)
    def _take_linked(self, linked: reading.Linked | None) -> None:
        if linked is not None and self._session is not None and linked.session == self._session.id:
            self.model.set_links(linked.by_note)
            self.cards.show_linked(linked)

    def _show_notes(self) -> None:
        self._middle.setCurrentWidget(self.notes if self.model.rowCount() else self._how)

    # ---- what changed

    def take_changes(self, changes: Sequence[Change]) -> None:
        """Show what an act changed, row by row."""
        session, kinds = self._session, {change.kind for change in changes}
        if kinds & _PLAN or (session is None and self.workplace.is_open):
            self._load("")
            return
        if session is None:
            return
        notes = [change.record for change in changes if change.kind == Note.KIND]
        if len(notes) > MOST_TOUCHED:
            self._load("")
            return
        if notes:
            self.workplace.ask(partial(reading.touched, session_id=session.id, ids=notes), self._take_touched)
        if kinds & {Recommendation.KIND}:
            self.workplace.ask(partial(reading.relinked, session_id=session.id), self._take_linked)
        if kinds & {Run.KIND}:
            self.workplace.ask(partial(reading.progression, session_id=session.id), self._take_progress)
        if kinds & {Attachment.KIND}:
            self.files.show_session(session.id)
        if kinds & _WORDS:
            self.workplace.ask(reading.vocabulary, self._take_vocabulary)
            self.workplace.ask(reading.people, self._take_people)

    @Slot(object)
    def _take_people(self, people: Mapping[str, Participant]) -> None:
        self.model.set_people(people)

    @Slot(object)
    def _take_touched(self, touched: reading.Touched) -> None:
        if self._session is None or touched.session != self._session.id:
            return
        for note in touched.gone:
            self.model.take_away(note)
        for one in touched.notes:
            self.model.put(one)
        if self.notes.at_end and self.model.rowCount() > HELD:
            self.model.drop_oldest(HELD // 2)
        self._show_notes()

    @Slot()
    def _load_earlier(self) -> None:
        if self.model.earlier and not self._asked_earlier and self._session is not None:
            self._asked_earlier = True
            skip = self.model.rowCount()
            self.workplace.ask(partial(reading.earlier, session_id=self._session.id, skip=skip), self._take_earlier)

    @Slot(object)
    def _take_earlier(self, page: reading.Earlier) -> None:
        self._asked_earlier = False
        if self._session is not None and page.session == self._session.id:
            held = {note.id for note in self.model.notes}
            notes = tuple(note for note in page.notes if note.id not in held)
            self.model.prepend(notes, page.earlier)
            self.notes.keep_place(len(notes))

    # ---- the clock

    @Slot(object)
    def _take_progress(self, progress: Progression | None) -> None:
        session = self._session
        if progress is None or session is None or progress.session.id != session.id or self._room is None:
            return
        self._progress = progress
        questions = session.questions.strip().splitlines()
        question = (progress.current.question if progress.current else "") or (questions[0] if questions else "")
        self.header.show_question(question)
        self.clock.show_progress(
            self._room.plan.forum, progress, self.workplace.clock.now(), writable=not self.workplace.read_only
        )
        self.tick()

    @Slot()
    def tick(self) -> None:
        """Show the clock as it stands now."""
        now = self.workplace.clock.now()
        self.clock.tick(now)
        behind = self._progress.behind(now).total_seconds() if self._progress else 0
        minutes = int(behind // 60)
        self._tell_behind(self.tr("▲ %n min behind", "", minutes) if 1 <= minutes <= MOST_BEHIND else "")

    def state(self) -> tuple[str, str]:
        """How much the session is behind."""
        return self._behind, "warning"

    def _tell_behind(self, text: str) -> None:
        if text != self._behind:
            self._behind = text
            self.state_changed.emit()

    @Slot(str)
    def _clock_wanted(self, does: str) -> None:
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
        self.workplace.act(acts[does], self._take_progress)

    @Slot(str)
    def _start(self, step_id: str) -> None:
        if self._session is not None:
            self.workplace.act(
                partial(reading.start, session_id=self._session.id, step_id=step_id), self._take_progress
            )
            self.focus_line()

    @Slot()
    def pause_clock(self) -> None:
        """Start, hold or go on."""
        does = self.clock.run_action()
        if does:
            self._clock_wanted(does)

    @Slot()
    def next_step(self) -> None:
        """Go on to the next step."""
        self._clock_wanted("next")

    @Slot()
    def give_minute(self) -> None:
        """Give the step a minute."""
        if self._progress is not None and self._progress.current is not None:
            self._clock_wanted("give")

    @Slot()
    def take_minute(self) -> None:
        """Take a minute from the step."""
        if self._progress is not None and self._progress.current is not None:
            self._clock_wanted("take")

    # ---- notes

    @Slot(str)
    def _do_with_notes(self, what: str) -> None:
        ids = self.notes.chosen()
        if what == "leave":
            self.notes.clearSelection()
            self.focus_line()
        elif ids and not self.workplace.read_only:
            self._act_on(what, ids)

    def _act_on(self, what: str, ids: Sequence[str]) -> None:
        chosen = [note for note in self.model.notes if note.id in set(ids)]
        if what == "edit":
            self.keeper.edit(chosen[-1])
        elif what == "delete":
            self.workplace.act(partial(reading.delete, ids=ids))
            self.focus_line()
        elif what == "recommend":
            self.workplace.act(partial(reading.recommend, ids=ids), self._recommended)
        else:
            kind = what.removeprefix("kind-")
            fields: dict[str, object] = (
                {what: not all(getattr(note, what) for note in chosen)} if kind == what else {"kind": NoteKind(kind)}
            )
            self.workplace.act(partial(reading.change, ids=ids, fields=fields))

    @Slot(object)
    def _recommended(self, record: Recommendation) -> None:
        said = self.tr("{label} made from %n note(s)", "", len(record.sources))
        self.capture.say(said.format(label=record.label))

    @Slot()
    def edit_last(self) -> None:
        """Write the last note anew."""
        last = self.model.note(self.model.rowCount() - 1)
        if last is not None and not self.workplace.read_only:
            self.keeper.edit(last)

    @Slot()
    def select_notes(self) -> None:
        """Go into the list."""
        self.notes.enter()

    @Slot()
    def recommend(self) -> None:
        """Make one recommendation of the selected notes."""
        self._do_with_notes("recommend")

    @Slot()
    def delete(self) -> None:
        """Delete the selected notes."""
        self._do_with_notes("delete")

    # ---- the line

    @Slot()
    def focus_line(self) -> None:
        """Give the line the keyboard."""
        self.capture.line.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _type(self, text: str) -> None:
        self.focus_line()
        if not self.workplace.read_only:
            self.capture.line.insertPlainText(text)

    @Slot()
    def _esc(self) -> None:
        if not self.capture.leave_question():
            self.keeper.leave_edit()

    @Slot()
    def _undo(self) -> None:
        self.workplace.undo()

    # ---- going elsewhere

    @Slot(str)
    def _choose(self, session_id: str) -> None:
        self.focus_line()
        self._load(session_id)

    @Slot()
    def choose_session(self) -> None:
        """Open the list of sessions."""
        self.header.sessions.setFocus()
        self.header.sessions.showPopup()

    @Slot(str)
    def _open_recommendation(self, record: str) -> None:
        self.workplace.go("recommendations", record)

    @Slot()
    def fix(self) -> None:
        """Go to the first recommendation of the session that lacks something."""
        lacking = self.cards.first_lacking()
        if lacking:
            self._open_recommendation(lacking)

    @Slot()
    def _go_to_plan(self) -> None:
        self.workplace.go("plan")

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
            self.notes.translate()
            self.model.retranslate()
        super().changeEvent(event)


def _kind_chooser(kind: NoteKind) -> Callable[[RoomPage], None]:
    def choose(self: RoomPage) -> None:
        self.capture.choose_kind(kind)

    choose.__doc__ = f"Let the next note be of the kind {kind.value}."
    return choose


for _kind in NoteKind:
    setattr(RoomPage, f"kind_{_kind.value}", _kind_chooser(_kind))
