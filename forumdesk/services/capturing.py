"""Take down what is said in a room, and tidy it afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any

from forumdesk.domain.agenda import NO_SESSION, Session
from forumdesk.domain.clock import Clock
from forumdesk.domain.errors import BadInput
from forumdesk.domain.ids import RecordId, new_id
from forumdesk.domain.notes import Note, NoteKind
from forumdesk.domain.people import Participant
from forumdesk.domain.quick import Captured, Vocabulary, Who, read_line
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.text import cleaned, folded
from forumdesk.services.catalogue import Catalogue
from forumdesk.services.places import Places
from forumdesk.services.recommending import draft_from
from forumdesk.services.referencing import Referencing
from forumdesk.services.running import run_of
from forumdesk.storage.database import Database
from forumdesk.storage.lists import strays
from forumdesk.storage.resolving import ends_in
from forumdesk.storage.work import Reader

MOST_CHARACTERS = 1_000_000
"""Above this a paste is not a note; a file is the place for it."""
LONGEST_RUN = 20_000
"""Characters without a break that a text field still shows without freezing."""


@dataclass(frozen=True, slots=True)
class NotePage:
    """Some notes of a session, oldest first, and how many came before them."""

    notes: tuple[Note, ...]
    earlier: int


@dataclass(frozen=True, slots=True)
class LineVocabulary:
    """What a capture line may refer to, loaded whole: it reads no file any more, so any thread may use it."""

    words: Vocabulary
    people: tuple[tuple[str, Who], ...]
    """Cities, then speakers, as they are written."""
    catalogue: Catalogue
    frameworks: tuple[str, ...]
    """Keys of the frameworks in use."""
    places: Places


class Capturing:
    """Keep notes as fast as people speak; each is durable when the call returns."""

    def __init__(self, database: Database, clock: Clock, referencing: Referencing, places: Places) -> None:
        self._database = database
        self._clock = clock
        self._referencing = referencing
        self._places = places

    def keep(self, session_id: str, line: str, *, kind: NoteKind = NoteKind.DOING, **fields: Any) -> Note:
        """Keep one line as a note of the session; quick syntax in it sets kind, city, speaker, codes and flags."""
        return self.keep_many(session_id, (line,), kind=kind, **fields)[0]

    def keep_many(
        self,
        session_id: str,
        lines: Sequence[str],
        *,
        kind: NoteKind = NoteKind.DOING,
        forget_draft: bool = False,
        **fields: Any,
    ) -> tuple[Note, ...]:
        """Keep each line as a note, all in one act; with `forget_draft` the draft goes in the same instant."""
        with self._database.read() as forum:
            said = [self._read(forum, line) for line in lines]
        with self._database.write("keep-note" if len(said) == 1 else "keep-notes") as work:
            if forget_draft:
                self.save_draft(session_id, "")
            session, step, round_ = _where(work, session_id)
            return tuple(
                work.put(self._note(session, one, kind=kind, fields={"step": step, "round": round_, **fields}))
                for one in said
            )

    def keep_as_recommendation(
        self, session_id: str, line: str, *, forget_draft: bool = False, **fields: Any
    ) -> tuple[Note, Recommendation]:
        """Keep one line as a note and, in the same act, as a draft recommendation that comes from it."""
        with self._database.read() as forum:
            said = self._read(forum, line)
        with self._database.write("keep-recommendation") as work:
            if forget_draft:
                self.save_draft(session_id, "")
            session, step, round_ = _where(work, session_id)
            note = self._note(
                session, said, kind=NoteKind.RECOMMENDATION, fields={"step": step, "round": round_, **fields}
            )
            kept = work.put(replace(note, kind=NoteKind.RECOMMENDATION))
            return kept, work.put(draft_from(work, (kept,)))

    def _read(self, forum: Reader, line: str) -> Captured:
        check_length(line)
        said = read_line(line, self.vocabulary(forum))
        if not said.text:
            raise BadInput("There is nothing to keep in this line.", "Type what was said, then press Enter.")
        return said

    def _note(self, session_id: str, said: Captured, *, kind: NoteKind, fields: dict[str, Any]) -> Note:
        return Note(
            id=new_id(),
            session=RecordId(session_id),
            kind=said.kind or kind,
            text=said.text,
            source_text=said.typed if said.typed != said.text else "",
            speaker=said.who.speaker,
            city=said.who.city,
            place=said.who.place,
            codes=tuple(sorted(said.codes)),
            instant=fields.pop("instant", None) or self._clock.now(),
            sensitive=said.sensitive,
            unattributed=said.unattributed,
            **fields,
        )

    def vocabulary(self, forum: Reader) -> Vocabulary:
        """What a line may refer to in this forum."""
        return Vocabulary(people_of(forum), self._city_of_the_world, self._code_reader(forum))

    def _code_reader(self, forum: Reader) -> Callable[[str], str | None]:
        return self._referencing.reader(forum)

    def _city_of_the_world(self, name: str) -> Who | None:
        place = self._places.named(name)
        return Who(place.name, place.id) if place else None

    def line_vocabulary(self) -> LineVocabulary:
        """What a line may refer to in this forum, to be used beside the thread of the file."""
        self._places.load()
        with self._database.read() as forum:
            people = tuple(forum.stream(Participant))
            found = LineVocabulary(
                self.vocabulary(forum),
                _written(people),
                self._referencing.catalogue_in(forum),
                self._referencing.in_use_in(forum),
                self._places,
            )
        found.catalogue.complete("a", in_use=found.frameworks)  # what it reads only once is read here
        return found

    def reword(self, note_id: str, line: str, *, kind: NoteKind | None = None) -> Note:
        """Write a note anew as if it had just been typed; what the line does not mention stays as it was."""
        with self._database.read() as forum:
            said = self._read(forum, line)
        with self._database.write("edit-note") as work:
            note = work.require(Note, note_id)
            changed = replace(
                note,
                text=said.text,
                source_text=said.typed if said.typed != said.text else "",
                kind=said.kind or kind or note.kind,
                sensitive=note.sensitive or said.sensitive,
                unattributed=note.unattributed or said.unattributed,
                codes=tuple(sorted({*note.codes, *said.codes})),
            )
            if said.who != Who():
                changed = replace(changed, speaker=said.who.speaker, city=said.who.city, place=said.who.place)
            return work.put(changed)

    def change(self, note_ids: Sequence[str], **fields: Any) -> tuple[Note, ...]:
        """Change fields of notes: text, kind, flags, codes, city, speaker."""
        with self._database.write("edit-note" if len(note_ids) == 1 else "edit-notes") as work:
            return tuple(work.put(_checked(replace(work.require(Note, one), **fields))) for one in note_ids)

    def delete(self, note_ids: Sequence[str]) -> None:
        """Take notes away; undo brings them back."""
        with self._database.write("delete-note" if len(note_ids) == 1 else "delete-notes") as work:
            for one in note_ids:
                work.delete(work.require(Note, one))

    def split(self, note_id: str, at: int) -> tuple[Note, Note]:
        """Make two notes of one, parted before the character `at`; the first keeps its place and its links."""
        with self._database.write("split-note") as work:
            note = work.require(Note, note_id)
            first, second = note.text[:at].strip(), note.text[at:].strip()
            if not first or not second:
                raise BadInput("Both parts of a split note need words.", "Place the cursor between two sentences.")
            rest = replace(note, id=new_id(), text=second, source_text="")
            return work.put(replace(note, text=first, source_text=note.typed)), work.put(rest)

    def notes(self, session_id: str, *, last: int = 200, skip: int = 0) -> NotePage:
        """The newest notes of a session but for the `skip` newest, oldest first."""
        with self._database.read() as forum:
            sessions = strays(forum, Note) if session_id == NO_SESSION else (session_id,)
            total = sum(forum.count(Note, session=one) for one in sessions)
            newest = chain(*(forum.stream(Note, "instant DESC, nr DESC", session=one) for one in sessions))
            found = tuple(islice(newest, skip, skip + last))
        return NotePage(found[::-1], max(0, total - skip - len(found)))

    def has_strays(self) -> bool:
        """Whether there are notes of no session, or of one that is not in the forum."""
        with self._database.read() as forum:
            return bool(strays(forum, Note))

    def some(self, note_ids: Sequence[str]) -> tuple[Note, ...]:
        """Those of these notes that are in the forum."""
        with self._database.read() as forum:
            return tuple(note for one in note_ids if (note := forum.get(Note, one)) is not None)

    def save_draft(self, session_id: str, text: str) -> None:
        """Keep what is being typed in a session's capture line."""
        self._database.save_draft(f"capture {session_id}", text)

    def draft(self, session_id: str) -> str:
        """What was being typed in a session's capture line when it was left."""
        return self._database.draft(f"capture {session_id}")


def check_length(text: str) -> None:
    """Refuse, never cut, what no note can be."""
    if len(text) > MOST_CHARACTERS:
        raise BadInput(
            "This text has {count} characters; a note holds at most {most}.",
            "Nothing was cut. Keep it as several notes, or pin it as a file.",
            count=len(text),
            most=MOST_CHARACTERS,
        )


def people_of(forum: Reader) -> dict[str, Who]:
    """Whom and which city an `@` may name: cities first, so that a city's own name always means the city."""
    found: dict[str, Who] = {}
    for person in forum.stream(Participant):
        who = Who(person.city, person.place, person.id)
        for name in filter(None, (person.name, person.label, person.organisation)):
            found.setdefault(folded(name), who)
    for person in forum.stream(Participant):
        if person.city:
            found[folded(person.city)] = Who(person.city, person.place)
    return found


def _written(people: Sequence[Participant]) -> tuple[tuple[str, Who], ...]:
    """Cities, then speakers by name or label, then organisations, as an `@` is completed."""
    cities = {one.city: Who(one.city, one.place) for one in people if one.city}
    speakers = {one.name or one.label: Who(one.city, one.place, one.id) for one in people}
    houses = {one.organisation: Who(one.city, one.place, one.id) for one in people if one.organisation}
    return (*sorted(cities.items()), *sorted(speakers.items()), *sorted(houses.items()))


def _where(forum: Reader, session_id: str) -> tuple[str, str, int]:
    """The session of what is said now, and the step under way in it, so that a note knows when it was said."""
    if session_id == NO_SESSION:
        return "", "", 0
    if forum.get(Session, session_id) is None:  # somebody may have joined it into another one meanwhile
        session_id = forum.require(Session, ends_in(forum).get(session_id, session_id)).id
    run = run_of(forum, session_id)
    return session_id, "" if run.finished else run.step, 0


def _checked(note: Note) -> Note:
    if not cleaned(note.text).strip():
        raise BadInput("A note needs words.", "Delete it instead; undo brings it back.")
    check_length(note.text)
    return note
