"""Keeps what is typed: as notes, as notes written anew, and until then as a draft."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from forumdesk.domain.errors import ForumDeskError
from forumdesk.domain.notes import Note, NoteKind
from forumdesk.ui.errors import error_words
from forumdesk.ui.formats import forum_time
from forumdesk.ui.pages.room import reading
from forumdesk.ui.pages.room.capture import CaptureBox
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from collections.abc import Sequence


class Keeper(QObject):
    """Acts in the order of the keystrokes; what is refused comes back into the line."""

    held = Signal()  #: a note or several were kept

    def __init__(self, workplace: Workplace, box: CaptureBox, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._box = box
        self._session = ""
        self._pending: list[tuple[str, str]] = []
        self._edited: Note | None = None
        self._stash: tuple[str, NoteKind] = ("", NoteKind.DOING)
        self._refusable: Note | None = None
        self._saved = ("", "")
        box.kept.connect(self._keep)
        box.drafted.connect(self.save_draft)
        box.line.left.connect(self._esc)

    @property
    def editing(self) -> bool:
        """Whether the line holds a note that is written anew."""
        return self._edited is not None

    # ---- the session

    def leave(self) -> None:
        """Keep what is typed as a draft and empty the line: another session, or none, is shown next."""
        self.save_draft()
        self._box.stop_draft()
        self._edited = None
        self._session = ""
        self._pending = []
        self._box.leave_question()
        self._box.show_editing("")
        self._box.line.set_text("")
        self._box.stop_draft()
        self._box.say("")

    def take(self, room: reading.Room) -> None:
        """Go on where the session's line was left."""
        if room.session is None:
            return
        self._session = room.session.id
        meanwhile = self._box.line.text()
        self._box.line.set_text("\n".join(filter(None, (room.draft, meanwhile))))
        note, text = room.editing
        self._saved = (room.draft, f"{note}\n{text}" if note else "")
        found = next((one for one in room.notes if one.id == note), None)
        if found is not None:
            self.edit(found)
            self._box.line.set_text(text)
        if not meanwhile:
            self._box.stop_draft()
        self._box.say("")

    # ---- drafts

    def _drafts(self) -> tuple[str, str]:
        text = self._box.line.text()
        if self._edited is None:
            return text, ""
        return self._stash[0], f"{self._edited.id}\n{text}"

    @Slot()
    def save_draft(self) -> None:
        """Put what is typed on the disk, where it survives a crash."""
        drafts = self._drafts()
        if not self._session or self._workplace.read_only or drafts == self._saved or not self._workplace.is_open:
            return
        self._saved = drafts
        save = partial(reading.save_drafts, session_id=self._session, text=drafts[0], edited=drafts[1])
        self._workplace.do(save, self._draft_saved)

    @Slot(object)
    def _draft_saved(self, _nothing: object) -> None:
        """The draft is on the disk; nothing needs to be said about it."""

    # ---- keeping

    @Slot(list, str, bool)
    def _keep(self, lines: list[str], kind: str, recommendation: bool) -> None:  # noqa: FBT001 - a signal's own shape
        if not self._session:
            return
        text = "\n".join(lines)
        if self._edited is not None:
            self._keep_edited(text, NoteKind(kind))
            return
        self._pending.append((self._session, text))
        self._box.line.set_text("")
        self._box.stop_draft()
        self._saved = ("", "")
        if recommendation:
            act = partial(reading.keep_recommendation, session_id=self._session, line=text)
        else:
            act = partial(reading.keep, session_id=self._session, lines=lines, kind=NoteKind(kind))
        self._workplace.act(act, self._took, self._refused)

    @Slot(object)
    def _took(self, notes: Sequence[Note]) -> None:
        if self._pending:
            self._pending.pop(0)
        time = forum_time(notes[-1].instant, self._workplace.forum)
        if len(notes) == 1:
            self._box.say(self.tr("Kept {time}").format(time=time))
        else:
            self._box.say(self.tr("%n notes kept {time}", "", len(notes)).format(time=time))
        self.held.emit()

    @Slot(object)
    def _refused(self, error: BaseException) -> None:
        session, text = self._pending.pop(0) if self._pending else ("", "")
        if session == self._session and text:
            self._box.line.give_back(text)
        self._tell(error)

    def _tell(self, error: BaseException) -> None:
        if isinstance(error, ForumDeskError):
            self._box.say(" ".join(filter(None, error_words(error))), "danger")
        else:
            self._box.say(self.tr("This was not kept; the text is still here."), "danger")
            self._workplace.trouble.emit(error)

    @Slot(str)
    def type_on(self, text: str) -> None:
        """Go on in the line with what was typed elsewhere."""
        self._box.line.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self._workplace.read_only:
            self._box.line.insertPlainText(text)

    @Slot()
    def _esc(self) -> None:
        if not self._box.leave_question():
            self.leave_edit()

    # ---- writing a note anew

    def edit(self, note: Note) -> None:
        """Put a note into the line; what was typed there waits."""
        if self._edited is None:
            self._stash = (self._box.line.text(), self._box.kind)
        self._edited = note
        self._box.choose_kind(note.kind)
        self._box.line.set_text(note.typed)
        self._box.show_editing(forum_time(note.instant, self._workplace.forum))
        self._box.line.setFocus()

    def leave_edit(self) -> bool:
        """Let the note be as it was and go on with what was typed before; False where none was written anew."""
        if self._edited is None:
            return False
        self._edited = None
        text, kind = self._stash
        self._box.show_editing("")
        self._box.choose_kind(kind)
        self._box.line.set_text(text)
        self.save_draft()
        return True

    def _keep_edited(self, text: str, kind: NoteKind) -> None:
        note = self._edited
        if note is None:
            return
        self._pending.append((note.id, text))
        act = partial(reading.reword, note_id=note.id, line=text, kind=kind, session_id=self._session)
        self._edited = None
        self._box.show_editing("")
        self._box.choose_kind(self._stash[1])
        self._box.line.set_text(self._stash[0])
        self._saved = (self._stash[0], "")
        self._refusable = note
        self._workplace.act(act, self._reworded, self._not_reworded)

    @Slot(object)
    def _reworded(self, note: Note) -> None:
        if self._pending:
            self._pending.pop(0)
        self._box.say(self.tr("Note {time} changed").format(time=forum_time(note.instant, self._workplace.forum)))

    @Slot(object)
    def _not_reworded(self, error: BaseException) -> None:
        _, text = self._pending.pop(0) if self._pending else ("", "")
        if self._refusable is not None and self._edited is None:
            self.edit(self._refusable)
            self._box.line.set_text(text)
        self._tell(error)
