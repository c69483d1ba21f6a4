"""The Room page: eyes on the room, hands on the keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from forumdesk.domain.agenda import Room as RoomRecord
from forumdesk.domain.agenda import Session, Step
from forumdesk.domain.attachments import Attachment
from forumdesk.domain.changes import Change
from forumdesk.domain.forum import Forum
from forumdesk.domain.notes import NoteKind
from forumdesk.domain.timers import Run
from forumdesk.ui.dropped import is_forum, local_files
from forumdesk.ui.pages import Page
from forumdesk.ui.pages.room import reading
from forumdesk.ui.pages.room.capture import CaptureBox
from forumdesk.ui.pages.room.cards import CardsPanel
from forumdesk.ui.pages.room.clock import ClockPanel
from forumdesk.ui.pages.room.completion import Completion
from forumdesk.ui.pages.room.files import Files
from forumdesk.ui.pages.room.following import Following
from forumdesk.ui.pages.room.handling import Handling
from forumdesk.ui.pages.room.header import SessionHeader, titled
from forumdesk.ui.pages.room.how import HowTo
from forumdesk.ui.pages.room.keeper import Keeper
from forumdesk.ui.pages.room.notes_model import NotesModel
from forumdesk.ui.pages.room.notes_view import NotesView
from forumdesk.ui.pages.room.photos import PhotoStrip
from forumdesk.ui.pages.room.timing import Timing
from forumdesk.ui.widgets.empty import EmptyState
from forumdesk.ui.workplace import Workplace

_PLAN = {Session.KIND, Step.KIND, RoomRecord.KIND, Forum.KIND}


class RoomPage(Page):
    """One session: its clock, its notes, its recommendations, and the line that takes what is said."""

    NAME = "room"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self._room: reading.Room | None = None
        self._wanted = ""
        self._was_ready = False
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()
        self._translate()

    def _lay_out(self) -> None:
        self.clock = ClockPanel()
        self.header = SessionHeader()
        self.model = NotesModel(self)
        self.notes = NotesView(self.model)
        self._how = HowTo()
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
        self.timing = Timing(self.workplace, self.clock, self.header, self)
        self.handling = Handling(self.workplace, self.notes, self.keeper, self.capture, self)
        self.following = Following(self.workplace, self.notes, self.cards, self.completion, self.capture, self)

    def _connect(self) -> None:
        self.capture.line.undo_wanted.connect(self.workplace.turning.undo)
        self.capture.line.redo_wanted.connect(self.workplace.turning.redo)
        self.keeper.held.connect(self.notes.go_to_end)
        self.notes.typed.connect(self.keeper.type_on)
        self.cards.view.opened.connect(self._open_recommendation)
        self.cards.view.left.connect(self.focus_line)
        self.cards.view.typed.connect(self.keeper.type_on)
        self.header.chosen.connect(self._choose)
        self.header.photo_wanted.connect(self.files.choose)
        self.timing.left.connect(self.focus_line)
        self.timing.told.connect(self.state_changed)
        self.handling.left.connect(self.focus_line)
        self.following.counted.connect(self._show_notes)
        self._empty.action.connect(self._go_to_plan)

    def _translate(self) -> None:
        self._empty.set_texts(
            self.tr("No session yet"),
            self.tr("The Room page runs a session: its clock, its notes and its recommendations. Plan one first."),
            self.tr("Go to Plan"),
        )

    def title(self) -> str:
        """The session that is shown."""
        session = self._session
        return titled(session) or self.tr("No session") if session else self.tr("Room")

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """The actions that the page does."""
        kinds = {f"kind-{kind.value}": getattr(self, f"kind_{kind.value}") for kind in NoteKind}
        return {
            "choose-session": self.header.open_sessions,
            "pause-clock": self.timing.pause,
            "next-step": self.timing.next_step,
            "give-minute": self.timing.give_minute,
            "take-minute": self.timing.take_minute,
            "pin-photo": self.files.choose,
            "edit-last-note": self.handling.edit_last,
            "select-notes": self.handling.select,
            "recommend-notes": self.handling.recommend,
            "delete-notes": self.handling.delete,
            "edit-note": self.handling.edit,
            "flag-sensitive": self.handling.flag_sensitive,
            "flag-unattributed": self.handling.flag_unattributed,
            "note-history": self.handling.show_history,
            "fix-recommendation": self.cards.fix,
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
        self.keeper.leave()
        self.timing.leave()
        self.following.leave()
        self._room = None
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
        self._room, self._wanted = room, ""
        session, forum = room.session, room.plan.forum
        self._stack.setCurrentWidget(self._empty if session is None else self._desk)
        self.header.show_plan(room.plan, session.id if session else "")
        if session is None:
            self.timing.leave()
            self.following.leave()
            return
        because = self.workplace.read_only_because
        self.capture.set_writable(because=because)
        self.header.set_writable(writable=not because, because=because)
        self.notes.set_writable(writable=not because)
        self.following.show_session(session.id, room)
        self.timing.show_session(session, forum, room.progress)
        self._show_notes()
        self.notes.go_to_end()
        if fresh:
            self.keeper.take(room)
        self._remember(session)
        if room.wanted_note:
            self.notes.choose(self.model.row_of(room.wanted_note))
            self.notes.setFocus()
        elif self.isVisible() and not self.notes.hasFocus():
            self.focus_line()
        self._tell_ready()
        self.following.learn_words()
        self.files.show_session(session.id)
        self.state_changed.emit()

    def _remember(self, session: Session) -> None:
        kept = {**self.workplace.preferences.last_session, str(self.workplace.path): session.id}
        self.workplace.prefer(last_session=kept)

    def _tell_ready(self) -> None:
        if not self._was_ready and self._session is not None and self.isVisible():
            self._was_ready = True
            self.ready.emit()

    @Slot()
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
        if not self.following.take_changes(changes):
            self._load("")
            return
        if kinds & {Run.KIND}:
            self.timing.read_again()
        if kinds & {Attachment.KIND}:
            self.files.show_session(session.id)

    def state(self) -> tuple[str, str]:
        """How much the session is behind."""
        return self.timing.behind, "warning"

    # ---- the line

    @Slot()
    def focus_line(self) -> None:
        """Give the line the keyboard."""
        self.capture.line.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- going elsewhere

    @Slot(str)
    def _choose(self, session_id: str) -> None:
        self.focus_line()
        self._load(session_id)

    @Slot(str)
    def _open_recommendation(self, record: str) -> None:
        self.workplace.go("recommendations", record)

    @Slot()
    def _go_to_plan(self) -> None:
        self.workplace.go("plan")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take photos and files wherever on the page they are dropped; a forum is left to the window."""
        paths = local_files(event.mimeData())
        if paths and self.capture.isVisible() and not any(is_forum(path) for path in paths):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Keep them with the session, like those dropped on the line."""
        event.acceptProposedAction()
        self.files.pin(local_files(event.mimeData()))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
            self.timing.tick()
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
