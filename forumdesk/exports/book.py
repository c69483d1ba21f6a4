"""What every sheet of one workbook shares: the forum, the rules of disclosure, the words, and where records stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from openpyxl.workbook import Workbook

from forumdesk.domain.agenda import Room, Session, Step
from forumdesk.domain.disclosure import Disclosure, disclosure
from forumdesk.domain.forum import Attribution
from forumdesk.domain.frameworks import code_key, parted
from forumdesk.domain.ids import RecordId
from forumdesk.domain.notes import Note
from forumdesk.domain.people import Participant
from forumdesk.domain.presets import Preset
from forumdesk.domain.recommendations import Recommendation
from forumdesk.exports.cells import MOST_UNITS, parts, units
from forumdesk.exports.families import Families
from forumdesk.exports.lineage import Lineage
from forumdesk.exports.sheet import Link
from forumdesk.exports.source import ForumSource
from forumdesk.exports.styles import Styles
from forumdesk.exports.words import Words

_ROOM_FOR_HINT = 120
"""UTF-16 units kept free for the words that say where a long text goes on."""


@dataclass(slots=True)
class Context:
    """One export under way."""

    book: Workbook
    source: ForumSource
    preset: Preset
    words: Words
    styles: Styles
    now: datetime
    report: Callable[[str], None]
    """Told of each row, by the key of its sheet; raises where the person asked to stop."""
    sessions: Mapping[str, Session] = field(default_factory=dict)
    rooms: Mapping[str, Room] = field(default_factory=dict)
    steps: Mapping[str, Step] = field(default_factory=dict)
    people: Mapping[str, Participant] = field(default_factory=dict)
    lineage: Lineage = field(default_factory=Lineage)
    families: Families = field(default_factory=lambda: Families(()))
    long_texts: list[tuple[str, str, int, str]] = field(default_factory=list)
    """Sheet, record, part and text of what did not fit into a cell."""
    hashes: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    matrix: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How many recommendations an action area has for a goal."""
    by_area: Counter[str] = field(default_factory=Counter)
    codes_in_notes: Counter[str] = field(default_factory=Counter)
    codes_in_recommendations: Counter[str] = field(default_factory=Counter)
    complete: int = 0
    unseen_row: Callable[[Sequence[str]], object] = field(default=tuple)
    """Takes a row of the sheet that nobody sees."""
    _heard_apart: set[str] = field(default_factory=set)
    """People and cities heard where nobody may be named."""
    _heard_openly: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.sessions = {one.id: one for one in self.source.sessions}
        self.rooms = {one.id: one for one in self.source.rooms}
        self.steps = {step.id: step for steps in self.source.steps.values() for step in steps}
        self.people = {one.id: one for one in self.source.participants}
        self.families = Families(self.source.grouped())

    # ---- what may be told

    def may_tell(self, record: Note | Recommendation) -> Disclosure:
        """What a record may carry."""
        session = self.sessions.get(record.session)
        # Of a session that is not here nobody knows what it allowed.
        unknown = Attribution.CHATHAM_HOUSE if record.session else Attribution.CITY
        rule = session.attribution if session else unknown
        hushed = self.lineage.is_hushed(record.id) or (
            isinstance(record, Recommendation)
            and (any(map(self.lineage.is_hushed, record.sources)) or self._is_partly_closed(record))
        )
        return disclosure(rule, unattributed=record.unattributed or hushed, chatham_house=self.preset.chatham_house)

    def _is_partly_closed(self, group: Recommendation) -> bool:
        """Whether a member of a group may not be attributed, or comes from a session where nobody may be named."""
        members = self.families.leaves(group)
        held = (self.sessions.get(one.session) for one in members)
        return any(one.unattributed for one in members) or any(one.is_confidential for one in held if one)

    def is_confidential(self, session: Session) -> bool:
        """Whether nobody of a session may be named."""
        return self.preset.chatham_house or session.is_confidential

    def heard(self, note: Note) -> None:
        """Remember in which kind of session somebody spoke, and what may not be told of a recommendation either."""
        session = self.sessions.get(note.session)
        is_closed = session.is_confidential if session else bool(note.session)
        closed = note.unattributed or self.preset.chatham_house or is_closed
        (self._heard_apart if closed else self._heard_openly).update((note.speaker, note.city.casefold()))
        if closed:
            self.lineage.hush(note.id)

    def confidential_people(self) -> Callable[[Participant], bool]:
        """Who may not be named at all: whoever, by person or by city, took part only where nobody may be named."""
        apart, openly = self._heard_apart - {""}, set(self._heard_openly)
        for session in self.source.sessions:
            roles = {session.chair, session.co_chair, session.facilitator, session.rapporteur} - {""}
            (apart if self.is_confidential(session) else openly).update(roles)
        everybody = self.preset.chatham_house
        apart -= openly

        def hidden(person: Participant) -> bool:
            if everybody or person.id in apart:
                return True
            return person.id not in openly and person.city.casefold() in apart

        return hidden

    def speaker(self, note: Note) -> str:
        """Who said it, as far as it may be told."""
        told = self.may_tell(note)
        person = self.people.get(note.speaker)
        if person is None or not told.city:
            return ""
        return person.label if told.person else person.organisation

    def city(self, record: Note | Recommendation) -> str:
        """The city, as far as it may be told."""
        return record.city if self.may_tell(record).city else ""

    # ---- words of records

    def session_name(self, session_id: str) -> str:
        """A session's code and title."""
        session = self.sessions.get(session_id)
        return f"{session.code} · {session.title}" if session else ""

    def room_name(self, session_id: str) -> str:
        """The room of a session."""
        session = self.sessions.get(session_id)
        room = self.rooms.get(session.room) if session else None
        return room.name if room else ""

    def local(self, instant: datetime | None) -> datetime | None:
        """An instant as the host city's clocks show it, without a zone."""
        return self.utc(instant.astimezone(self.source.forum.zone)) if instant else None

    def utc(self, instant: datetime | None) -> datetime | None:
        """An instant in UTC, without a zone."""
        return instant.replace(tzinfo=None, microsecond=0) if instant else None

    def shown(self, code: str) -> str:
        """A full code as people read it."""
        key, bare = parted(code)
        short = next((one.short for one in self.source.frameworks if one.key == key), key.upper())
        return f"{short} {bare}".strip()

    def codes(self, codes: tuple[str, ...], *, only: str = "", but: str = "") -> str:
        """Codes in their natural order, those of one framework or of all but one."""
        chosen = [one for one in codes if (not only or parted(one)[0] == only) and (not but or parted(one)[0] != but)]
        chosen.sort(key=lambda one: (parted(one)[0], code_key(parted(one)[1])))
        return ", ".join(self.shown(one) for one in chosen)

    def area(self, code: str) -> str:
        """An action area as the lists name it."""
        return self.words("area_of", code=code) if code else ""

    # ---- cells

    def link(self, sheet: str, row: int) -> Link:
        """Where a row of another sheet is."""
        return self.words(sheet), row

    def fitted(self, sheet: str, record: str, text: str) -> str:
        """A text as one cell holds it; what is over goes on in the sheet of long texts, and the cell says where."""
        if units(text) <= MOST_UNITS:
            return text
        pieces = parts(text, MOST_UNITS - _ROOM_FOR_HINT)
        row = len(self.long_texts) + 2
        for place, piece in enumerate(pieces[1:], 2):
            self.long_texts.append((sheet, record, place, piece))
        return pieces[0] + self.words("continued", sheet=self.words("long"), row=row)


def unwritten(source: ForumSource, words: Words, now: datetime) -> Context:
    """What tells what cells would say of records, where no workbook is written."""
    book = Workbook(write_only=True)
    return Context(book, source, Preset(id=RecordId("")), words, Styles(book), now, report=_unwatched)


def _unwatched(_sheet: str) -> None:
    """Nobody watches a workbook that is not written."""
