"""Turn what was said into recommendations, word them, tie them, and bring them through their life."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from forumdesk.domain.agenda import NO_SESSION, Room, Session
from forumdesk.domain.errors import BadInput, NotAllowed
from forumdesk.domain.ids import RecordId, new_id
from forumdesk.domain.notes import Note
from forumdesk.domain.recommendations import Recommendation, Status
from forumdesk.domain.text import cleaned
from forumdesk.services.numbering import needs_numbers, next_number, number_anew, numbers_for_good
from forumdesk.storage.database import Database
from forumdesk.storage.groups import by_themselves, members_of, top_of
from forumdesk.storage.lists import strays
from forumdesk.storage.work import Reader, Work


@dataclass(frozen=True, slots=True)
class Source:
    """A note that a recommendation comes from, with where it was said."""

    note: Note
    session: Session | None
    room: Room | None


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of a recommendation's text."""

    text: str
    instant: datetime
    device: str
    author: str


class Recommending:
    """Everything that is done to recommendations."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def from_notes(self, note_ids: Sequence[str]) -> Recommendation:
        """Draft a recommendation from notes; the link to each of them stays."""
        with self._database.write("make-recommendation") as work:
            notes = tuple(work.require(Note, one) for one in note_ids)
            if not notes:
                raise BadInput("A recommendation is drafted from at least one note.", "Choose a note first.")
            return work.put(draft_from(work, notes))

    def add(self, text: str, *, session: str = "", **fields: Any) -> Recommendation:
        """Add a recommendation that comes from no note."""
        with self._database.write("add-recommendation") as work:
            number = fields.pop("number", 0) or next_number(work)
            record = Recommendation(id=new_id(), number=number, text=cleaned(text).strip(), session=session, **fields)
            return work.put(record)

    def change(self, ids: Sequence[str], **fields: Any) -> tuple[Recommendation, ...]:
        """Change the same fields of one or many recommendations in one act."""
        status = fields.pop("status", None)
        number = fields.pop("number", None)
        with self._database.write("edit-recommendation" if len(ids) == 1 else "edit-recommendations") as work:
            return tuple(_changed(work, one, fields, status, number) for one in ids)

    def number_anew(self) -> tuple[Recommendation, ...]:
        """Give a number of its own to each recommendation that shares one, as rooms that worked apart leave them.

        A number that is for good stays, and else the one that was begun first keeps it; the others follow the highest.
        """
        with self._database.read() as forum:
            if not needs_numbers(forum):
                return ()
        with self._database.write("number-recommendations") as work:
            return number_anew(work)

    def tag(
        self, ids: Sequence[str], *, add: Sequence[str] = (), remove: Sequence[str] = ()
    ) -> tuple[Recommendation, ...]:
        """Give framework codes to recommendations and take others away, in one act."""
        with self._database.write("tag-recommendations") as work:
            found = [work.require(Recommendation, one) for one in ids]
            return tuple(work.put(replace(one, codes=tuple(sorted({*one.codes, *add} - set(remove))))) for one in found)

    def delete(self, ids: Sequence[str]) -> None:
        """Take recommendations away; one that was final is withdrawn instead, so that its number never dangles."""
        with self._database.write("delete-recommendation" if len(ids) == 1 else "delete-recommendations") as work:
            for one in ids:
                record = work.require(Recommendation, one)
                if record.numbered:
                    raise NotAllowed(
                        "{label} was final once.", "Withdraw it instead; its number stays.", label=record.label
                    )
                if members_of(work, record.id):
                    raise NotAllowed("{label} is a group.", "Split it first; its members stay.", label=record.label)
                work.delete(record)

    def add_sources(self, recommendation_id: str, note_ids: Sequence[str]) -> Recommendation:
        """Say that a recommendation also comes from these notes."""
        with self._database.write("link-notes") as work:
            record = work.require(Recommendation, recommendation_id)
            notes = {work.require(Note, one).id for one in note_ids}
            return work.put(replace(record, sources=tuple(sorted({*record.sources, *notes}))))

    def remove_source(self, recommendation_id: str, note_id: str) -> Recommendation:
        """Say that a recommendation does not come from this note."""
        with self._database.write("unlink-note") as work:
            record = work.require(Recommendation, recommendation_id)
            return work.put(replace(record, sources=tuple(one for one in record.sources if one != note_id)))

    def get(self, recommendation_id: str) -> Recommendation | None:
        """The recommendation, or None where it is gone."""
        with self._database.read() as forum:
            return forum.get(Recommendation, recommendation_id)

    def labels(self) -> dict[str, str]:
        """The label of every recommendation that is in no group, by id."""
        with self._database.read() as forum:
            return {one.id: one.label for one in by_themselves(forum)}

    def of_session(self, session_id: str) -> tuple[Recommendation, ...]:
        """A session's recommendations by number; those that are in a group as their group."""
        with self._database.read() as forum:
            sessions = strays(forum, Recommendation) if session_id == NO_SESSION else (session_id,)
            found = (one for each in sessions for one in forum.stream(Recommendation, "number", session=each))
            tops = [top_of(forum, one) for one in found]
        return tuple(sorted({one.id: one for one in tops}.values(), key=lambda one: one.number))

    def has_strays(self) -> bool:
        """Whether there are recommendations of no session, or of one that is not in the forum."""
        with self._database.read() as forum:
            return bool(strays(forum, Recommendation))

    def by_note(self, session_id: str) -> Mapping[RecordId, tuple[Recommendation, ...]]:
        """For each note that recommendations of this session come from: those recommendations."""
        found: dict[RecordId, tuple[Recommendation, ...]] = {}
        for record in self.of_session(session_id):
            for source in record.sources:
                note = RecordId(source)
                found[note] = (*found.get(note, ()), record)
        return found

    def lineage(self, recommendation_id: str) -> tuple[Source, ...]:
        """The notes it comes from, in the order in which they were said."""
        with self._database.read() as forum:
            record = forum.require(Recommendation, recommendation_id)
            notes = [note for one in record.sources if (note := forum.get(Note, one)) is not None]
            notes.sort(key=lambda note: (note.instant is None, note.instant, note.id))
            return tuple(_source(forum, note) for note in notes)

    def wordings(self, recommendation_id: str) -> tuple[Wording, ...]:
        """Every wording it had, the oldest first."""
        with self._database.read() as forum:
            revisions = forum.log.revisions(RecordId(recommendation_id))
        return tuple(
            Wording(
                str(one.fields["text"] or ""), datetime.fromtimestamp(one.wall_ms / 1000, UTC), one.device, one.author
            )
            for one in revisions
            if "text" in one.fields
        )


def _changed(
    work: Work, one: str, fields: Mapping[str, Any], status: Status | None, number: int | None
) -> Recommendation:
    record = replace(work.require(Recommendation, one), **fields)
    if number is not None:
        record = record.renumbered(number)
        if _taken(work, number, record.id):
            raise NotAllowed("Another recommendation has the number {number}.", "Choose another number.", number=number)
    return work.put(record.moved_to(status) if status is not None else record)


def _taken(forum: Reader, number: int, but: RecordId) -> bool:
    return number in numbers_for_good(forum, but) or any(one.id != but for one in by_themselves(forum, number=number))


def _source(forum: Reader, note: Note) -> Source:
    session = forum.get(Session, note.session)
    return Source(note, session, forum.get(Room, session.room) if session else None)


def draft_from(forum: Reader, notes: Sequence[Note]) -> Recommendation:
    """A draft recommendation from notes: their words, their codes, the first one's city and session."""
    first = notes[0]
    return Recommendation(
        id=new_id(),
        number=next_number(forum),
        text="\n".join(note.text for note in notes),
        session=first.session,
        codes=tuple(sorted({code for note in notes for code in note.codes})),
        city="" if any(note.unattributed for note in notes) else first.city,
        place=0 if any(note.unattributed for note in notes) else first.place,
        unattributed=any(note.unattributed for note in notes),
        language=first.language,
        action_area=next(
            (code.partition(" ")[2] for note in notes for code in note.codes if code.startswith("qla ")), ""
        ),
        sources=tuple(sorted(note.id for note in notes)),
    )
