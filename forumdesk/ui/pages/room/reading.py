"""What the Room page shows of a forum and what it asks to be done, on the thread of the file."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from forumdesk.domain.agenda import NO_SESSION, Session, SessionKind
from forumdesk.domain.attachments import Attachment
from forumdesk.domain.forum import Forum
from forumdesk.domain.notes import Note, NoteKind
from forumdesk.domain.people import Participant
from forumdesk.domain.recommendations import Recommendation

if TYPE_CHECKING:
    from forumdesk.services.capturing import LineVocabulary
    from forumdesk.services.desk import Desk
    from forumdesk.services.running import Progression

PAGE = 200
"""So many notes are read at once."""
_THUMB = QSize(96, 72)


@dataclass(frozen=True, slots=True)
class Plan:
    """The sessions to choose from."""

    forum: Forum
    sessions: tuple[Session, ...]
    rooms: Mapping[str, str]

    def session(self, session_id: str) -> Session | None:
        """The session with this id."""
        return next((one for one in self.sessions if one.id == session_id), None)


@dataclass(frozen=True, slots=True)
class Linked:
    """A session's recommendations, and which of them each note led to."""

    session: str
    recommendations: tuple[Recommendation, ...]
    by_note: Mapping[str, tuple[str, ...]]
    tags: Mapping[str, str]
    """Every code as a tag shows it."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """A file kept with the session, and a small picture of it where it is one."""

    attachment: Attachment
    picture: QImage | None


@dataclass(frozen=True, slots=True)
class Room:
    """One session as the page shows it; no session where the plan is empty."""

    plan: Plan
    session: Session | None = None
    progress: Progression | None = None
    notes: tuple[Note, ...] = ()
    earlier: int = 0
    linked: Linked | None = None
    people: Mapping[str, Participant] | None = None
    draft: str = ""
    editing: tuple[str, str] = ("", "")
    """A note that was being written anew when the program ended, and how far it had come."""
    wanted_note: str = ""


def plan_of(desk: Desk) -> Plan:
    """The sessions of the forum in order."""
    rooms = {str(room.id): room.name for room in desk.planning.rooms()}
    sessions = desk.planning.sessions()
    if desk.capturing.has_strays():
        sessions = (*sessions, Session(id=NO_SESSION))
    return Plan(desk.planning.forum(), sessions, rooms)


def load(desk: Desk, *, wanted: str, remembered: str) -> Room:
    """The session that is wanted (it or one of its notes), else one under way, else the remembered, else the first."""
    plan = plan_of(desk)
    wanted, remembered = desk.joining.shown_as(wanted), desk.joining.shown_as(remembered)
    note = next(iter(desk.capturing.some((wanted,))), None) if wanted and plan.session(wanted) is None else None
    session = plan.session(note.session if note else wanted) or (note and plan.session(NO_SESSION))
    session = session or _likely(desk, plan, remembered)
    if session is None:
        return Room(plan)
    page = desk.capturing.notes(session.id, last=PAGE)
    while note and page.earlier and not any(one.id == note.id for one in page.notes):
        page = desk.capturing.notes(session.id, last=2 * len(page.notes))
    people = {str(one.id): one for one in desk.people.participants()}
    return Room(
        plan,
        session,
        desk.running.progression(session.id),
        page.notes,
        page.earlier,
        linked(desk, session.id),
        people,
        desk.capturing.draft(session.id),
        _editing(desk, session.id),
        note.id if note else "",
    )


def _likely(desk: Desk, plan: Plan, remembered: str) -> Session | None:
    if not plan.sessions:
        return None
    under_way = desk.running.under_way()
    if any(run.session == remembered for run in under_way):
        return plan.session(remembered)
    running = plan.session(under_way[-1].session) if under_way else None
    held = (one for one in plan.sessions if one.kind in (SessionKind.BREAKOUT, SessionKind.PLENARY))
    return running or plan.session(remembered) or next(held, plan.sessions[0])


def _editing(desk: Desk, session_id: str) -> tuple[str, str]:
    note, _, text = desk.capturing.draft(f"{session_id} edited").partition("\n")
    return (note, text) if note and desk.capturing.some((note,)) else ("", "")


def linked(desk: Desk, session_id: str) -> Linked:
    """A session's recommendations and where they come from."""
    found = desk.recommending.of_session(session_id)
    by_note: dict[str, list[str]] = {}
    for one in found:
        for source in one.sources:
            by_note.setdefault(source, []).append(one.label)
    catalogue = desk.referencing.catalogue()
    codes = {code for one in found for code in one.codes}
    tags = {code: catalogue.shown(code) for code in codes}
    return Linked(session_id, found, {note: tuple(labels) for note, labels in by_note.items()}, tags)


def progression(desk: Desk, *, session_id: str) -> Progression:
    """Where the session stands."""
    return desk.running.progression(session_id)


def relinked(desk: Desk, *, session_id: str) -> Linked:
    """The recommendations again."""
    return linked(desk, session_id)


def vocabulary(desk: Desk) -> LineVocabulary:
    """What the line may refer to."""
    return desk.capturing.line_vocabulary()


def people(desk: Desk) -> Mapping[str, Participant]:
    """Who may have spoken."""
    return {str(one.id): one for one in desk.people.participants()}


@dataclass(frozen=True, slots=True)
class Earlier:
    """A page of older notes for a session."""

    session: str
    notes: tuple[Note, ...]
    earlier: int


def earlier(desk: Desk, *, session_id: str, skip: int) -> Earlier:
    """The notes before those that are shown."""
    page = desk.capturing.notes(session_id, last=PAGE, skip=skip)
    return Earlier(session_id, page.notes, page.earlier)


@dataclass(frozen=True, slots=True)
class Touched:
    """Notes that an act changed: as they are now, and the ids of those that went."""

    session: str
    notes: tuple[Note, ...]
    gone: frozenset[str]


def touched(desk: Desk, *, session_id: str, ids: Sequence[str]) -> Touched:
    """The changed notes of a session."""
    known = {one.id for one in desk.planning.sessions()}
    found = tuple(
        note
        for note in desk.capturing.some(ids)
        if note.session == session_id or (session_id == NO_SESSION and note.session not in known)
    )
    return Touched(session_id, found, frozenset(ids) - {str(note.id) for note in found})


# ---- acts


def keep(desk: Desk, *, session_id: str, lines: Sequence[str], kind: NoteKind) -> tuple[Note, ...]:
    """Keep lines as notes."""
    return desk.capturing.keep_many(session_id, lines, kind=kind, forget_draft=True)


def keep_recommendation(desk: Desk, *, session_id: str, line: str) -> tuple[Note, ...]:
    """Keep a line as a note and a recommendation."""
    note, _ = desk.capturing.keep_as_recommendation(session_id, line, forget_draft=True)
    return (note,)


def reword(desk: Desk, *, note_id: str, line: str, kind: NoteKind, session_id: str) -> Note:
    """Write a note anew."""
    note = desk.capturing.reword(note_id, line, kind=kind)
    desk.capturing.save_draft(f"{session_id} edited", "")
    return note


def save_drafts(desk: Desk, *, session_id: str, text: str, edited: str) -> None:
    """Keep what is in the line."""
    desk.capturing.save_draft(session_id, text)
    desk.capturing.save_draft(f"{session_id} edited", edited)


def change(desk: Desk, *, ids: Sequence[str], fields: Mapping[str, object]) -> None:
    """Change fields of notes."""
    desk.capturing.change(ids, **fields)


def delete(desk: Desk, *, ids: Sequence[str]) -> None:
    """Take notes away."""
    desk.capturing.delete(ids)


def recommend(desk: Desk, *, ids: Sequence[str]) -> Recommendation:
    """Make one recommendation of notes."""
    return desk.recommending.from_notes(ids)


def start(desk: Desk, *, session_id: str, step_id: str) -> Progression:
    """Begin with a step."""
    return desk.running.start(session_id, step_id)


def hold(desk: Desk, *, session_id: str) -> Progression:
    """Hold the clock."""
    return desk.running.pause(session_id)


def resume(desk: Desk, *, session_id: str) -> Progression:
    """Let the clock go on."""
    return desk.running.resume(session_id)


def go_on(desk: Desk, *, session_id: str) -> Progression:
    """Go on to the next step."""
    return desk.running.next(session_id)


def give(desk: Desk, *, session_id: str, minutes: int) -> Progression:
    """Give the step minutes, or take some."""
    return desk.running.give(session_id, minutes)


# ---- files


def pinned(desk: Desk, *, session_id: str) -> tuple[Pinned, ...]:
    """What is pinned to the session, with small pictures."""
    found = []
    for one in desk.pinning.pinned(session_id):
        picture = QImage.fromData(desk.pinning.content(one.id)) if one.media_type.startswith("image/") else QImage()
        small = (
            None
            if picture.isNull()
            else picture.scaled(_THUMB, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        )
        found.append(Pinned(one, small))
    return tuple(found)


def pin(desk: Desk, *, session_id: str, name: str, content: bytes, media_type: str) -> Attachment:
    """Pin bytes to the session."""
    return desk.pinning.pin(session_id, name, content, media_type)


def pin_file(desk: Desk, *, session_id: str, path: Path) -> Attachment:
    """Pin a file to the session."""
    return desk.pinning.pin_file(session_id, path)


def unpin(desk: Desk, *, attachment_id: str) -> None:
    """Take an attachment away."""
    desk.pinning.unpin((attachment_id,))


def laid_out(desk: Desk, *, attachment: Attachment) -> Path:
    """A copy of an attachment in a folder of its own, for another program to show."""
    folder = Path(tempfile.mkdtemp(prefix="forumdesk-"))
    path = folder / (Path(attachment.name).name or "photo")
    path.write_bytes(desk.pinning.content(attachment.id))
    return path
