"""What every sheet of one workbook shares: the forum, the rules of disclosure, the words, and where records stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b

from openpyxl.workbook import Workbook

from forumdesk.domain.agenda import Room, Session, Step
from forumdesk.domain.disclosure import Disclosure, disclosure
from forumdesk.domain.forum import Attribution
from forumdesk.domain.frameworks import code_key, parted
from forumdesk.domain.notes import Note
from forumdesk.domain.people import Participant
from forumdesk.domain.presets import Preset
from forumdesk.domain.recommendations import Recommendation
from forumdesk.exports.cells import MOST_UNITS, Value, parts, units
from forumdesk.exports.sheet import Cell
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
    recommendation_rows: dict[str, int] = field(default_factory=dict)
    note_rows: dict[str, int] = field(default_factory=dict)
    """Rows of the notes that recommendations come from."""
    recommendations_of: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """For each such note: label and id of its recommendations."""
    long_texts: list[tuple[str, str, int, str]] = field(default_factory=list)
    """Sheet, record, part and text of what did not fit into a cell."""
    hidden: list[tuple[str, str, str]] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    """The label of the recommendation in each row."""
    matrix: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How many recommendations an action area has for a goal."""
    by_area: Counter[str] = field(default_factory=Counter)
    codes_in_notes: Counter[str] = field(default_factory=Counter)
    codes_in_recommendations: Counter[str] = field(default_factory=Counter)
    complete: int = 0
    _spoke_apart: set[str] = field(default_factory=set)
    _spoke_openly: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.sessions = {one.id: one for one in self.source.sessions}
        self.rooms = {one.id: one for one in self.source.rooms}
        self.steps = {step.id: step for steps in self.source.steps.values() for step in steps}
        self.people = {one.id: one for one in self.source.participants}

    # ---- what may be told

    def may_tell(self, record: Note | Recommendation) -> Disclosure:
        """What a record may carry."""
        session = self.sessions.get(record.session)
        rule = session.attribution if session else Attribution.CITY
        return disclosure(rule, unattributed=record.unattributed, chatham_house=self.preset.chatham_house)

    def is_confidential(self, session: Session) -> bool:
        """Whether nobody of a session may be named."""
        return self.preset.chatham_house or session.is_confidential

    def heard(self, note: Note) -> None:
        """Remember in which kind of session somebody spoke."""
        if note.speaker:
            session = self.sessions.get(note.session)
            closed = note.unattributed or (session is not None and self.is_confidential(session))
            (self._spoke_apart if closed else self._spoke_openly).add(note.speaker)

    def confidential_people(self) -> Callable[[Participant], bool]:
        """Who may not be named at all: whoever took part only where nobody may be named."""
        apart, openly = set(self._spoke_apart), set(self._spoke_openly)
        for session in self.source.sessions:
            roles = {session.chair, session.co_chair, session.facilitator, session.rapporteur} - {""}
            (apart if self.is_confidential(session) else openly).update(roles)
        everybody = self.preset.chatham_house

        def hidden(person: Participant) -> bool:
            return everybody or (person.id in apart and person.id not in openly)

        return hidden

    def speaker(self, note: Note) -> str:
        """Who said it, as far as it may be told."""
        told = self.may_tell(note)
        person = self.people.get(note.speaker)
        if person is None or not told.city:
            return ""
        if told.person:
            return person.label
        return " · ".join(filter(None, (self.words.of(person.role), person.organisation)))

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
        return None if instant is None else instant.astimezone(self.source.forum.zone).replace(tzinfo=None, microsecond=0)

    def utc(self, instant: datetime | None) -> datetime | None:
        """An instant in UTC, without a zone."""
        return None if instant is None else instant.replace(tzinfo=None, microsecond=0)

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

    def link(self, sheet: str, row: int) -> str:
        """Where a cell of another sheet is."""
        return f"'{self.words(sheet)}'!A{row}"

    def fitted(self, sheet: str, record: str, text: str) -> str:
        """A text as one cell holds it; what is over goes on in the sheet of long texts, and the cell says where."""
        if units(text) <= MOST_UNITS:
            return text
        pieces = parts(text, MOST_UNITS - _ROOM_FOR_HINT)
        row = len(self.long_texts) + 2
        for place, piece in enumerate(pieces[1:], 2):
            self.long_texts.append((sheet, record, place, piece))
        return pieces[0] + self.words("continued", sheet=self.words("long"), row=row)


def fingerprint(value: Value | Cell) -> str:
    """Eight digits that tell whether a cell was edited since it was written."""
    said = value.value if isinstance(value, Cell) else value
    return blake2b(("" if said is None else str(said)).encode("utf-8", "replace"), digest_size=4).hexdigest()
