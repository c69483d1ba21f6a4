"""What may leave the room: whose name, city and organisation a record may carry, and which texts tell them anyway."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields

from forumdesk.domain.agenda import Session
from forumdesk.domain.forum import Attribution
from forumdesk.domain.ids import RecordId
from forumdesk.domain.notes import Note
from forumdesk.domain.people import Participant
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.text import folded

_LEAST = 3
"""A shorter name would be found in every second word."""
_JOINED = "وفبكل"
"""Arabic writes and, in, by, like and to as one word with the name that follows."""
_TOLD = ("text", "rationale", "actor", "partners", "dissent", "resources", "tools", "indicator", "timeframe")
"""The fields whose free text leaves the room and may tell who was there; what was typed stays in the file."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What a record may carry when it leaves: the person, the city with the organisation."""

    person: bool
    city: bool


def disclosure(attribution: Attribution, *, unattributed: bool, chatham_house: bool = False) -> Disclosure:
    """What may be told of who said something, by the session's rule and the record's own flag."""
    if chatham_house or unattributed or attribution is Attribution.CHATHAM_HOUSE:
        return Disclosure(person=False, city=False)
    return Disclosure(person=attribution is Attribution.NAME, city=True)


@dataclass(frozen=True, slots=True)
class Names:
    """The folded names of people, cities and organisations, as one pattern; None where there are none."""

    pattern: re.Pattern[str] | None
    shown: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Leak:
    """A record whose text names somebody or some place that must stay in the room."""

    kind: str
    record: RecordId
    words: tuple[str, ...]


def names_of(session: Session | None, notes: Iterable[Note], people: Mapping[str, Participant]) -> Names:
    """The names that must not leave a session; without one, every participant's own name and organisation."""
    if session is None:
        return _names(word for person in people.values() for word in (person.name, person.organisation))
    present: dict[str, None] = dict.fromkeys((session.chair, session.co_chair, session.facilitator, session.rapporteur))
    words: list[str] = []
    for note in notes:
        words.append(note.city)
        present[note.speaker] = None
    for key in present:
        person = people.get(key)
        if person is not None:
            words.extend((person.name, person.city, person.organisation))
    return _names(words)


def _names(words: Iterable[str]) -> Names:
    shown = {folded(word.strip()): word for word in words if len(word.strip()) >= _LEAST}
    shown.update({f"لل{name[2:]}": word for name, word in shown.items() if name.startswith("ال")})
    if not shown:
        return Names(None, {})
    longest_first = sorted(shown, key=len, reverse=True)
    return Names(re.compile(rf"(?<!\w)[{_JOINED}]{{0,2}}({'|'.join(map(re.escape, longest_first))})(?!\w)"), shown)


def told(text: str, names: Names) -> tuple[str, ...]:
    """The names that a text tells, as they are written in the forum."""
    if names.pattern is None or not text:
        return ()
    return tuple(dict.fromkeys(names.shown[found] for found in names.pattern.findall(folded(text))))


def leaks(kind: str, records: Iterable[Note | Recommendation], names: Names) -> Iterator[Leak]:
    """The records whose free text tells one of the names."""
    for record in records:
        known = {one.name for one in fields(record)}
        words = dict.fromkeys(
            word for name in _TOLD if name in known for word in told(str(getattr(record, name)), names)
        )
        if words:
            yield Leak(kind, record.id, tuple(words))
