"""How the cells of an edited workbook are read back into the fields of records."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, TypeVar

from forumdesk.domain.answers import Answer, checked_cost, checked_currency
from forumdesk.domain.errors import BadInput, NotAllowed
from forumdesk.domain.frameworks import parted
from forumdesk.domain.recommendations import Recommendation, Status
from forumdesk.domain.records import Record, sorted_members
from forumdesk.domain.text import cleaned, folded, one_line
from forumdesk.domain.workbooks import spoken
from forumdesk.exchange.workbook_parts import Formula
from forumdesk.exports.words import Words

E = TypeVar("E", bound=StrEnum)
_BETWEEN = re.compile(r"[,;\n،؛]")
"""What parts the members of a list: commas and semicolons, the Arabic ones too, and line breaks."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """What cells are read with: the words of the workbook, and the codes of the frameworks in use."""

    words: Words
    code: Callable[[str], str | None]
    """The full code that somebody typed."""
    shown: Callable[[str], str]
    """How a full code is written in a cell."""
    areas: Mapping[str, str]
    """Codes of action areas by how a cell names them, folded."""
    sessions: Mapping[str, str]
    """Ids of sessions by their code, folded."""


CellReader = Callable[[Tongue, Any, object], Any]
"""The record with what a cell says; raises NotAllowed where the cell cannot be taken."""


def text_in(value: object) -> str:
    """What a cell says as text; a day without its hours, a whole number without its point."""
    if isinstance(value, Formula):
        raise NotAllowed("The cell is computed: {formula}. Write its value instead.", formula=value.text)
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return cleaned(spoken(value)).strip()


def _with(record: Record, field: str, value: object) -> Record:
    changed: dict[str, Any] = {field: value}
    return replace(record, **changed)


def text(field: str) -> CellReader:
    """Reads a field of free text."""

    def read(_tongue: Tongue, record: Record, value: object) -> Record:
        return _with(record, field, text_in(value))

    return read


def wording(field: str) -> CellReader:
    """Reads the text that a record is about, which must say something."""

    def read(_tongue: Tongue, record: Record, value: object) -> Record:
        said = text_in(value)
        if not said:
            raise NotAllowed("The text was emptied; what is to go is deleted in ForumDesk, not here.")
        return _with(record, field, said)

    return read


def chosen(tongue: Tongue, kind: type[E], value: object) -> E:
    """The state, level or kind that a cell names, in the workbook's language, in English or by its own name."""
    said = folded(text_in(value))
    names: dict[str, E] = {}
    for one in kind:
        for name in (one.value, Words().of(one), tongue.words.of(one)):
            names[folded(name)] = one
    if said not in names:
        known = ", ".join(tongue.words.of(one) for one in kind if one.value)
        raise NotAllowed("“{said}” is none of: {known}.", said=text_in(value), known=known)
    return names[said]


def choice(field: str, kind: type[StrEnum]) -> CellReader:
    """Reads a field that is chosen from a list."""

    def read(tongue: Tongue, record: Record, value: object) -> Record:
        return _with(record, field, chosen(tongue, kind, value))

    return read


def status(tongue: Tongue, record: Recommendation, value: object) -> Recommendation:
    """Read how far a recommendation has come; the forum's rules of what may follow what hold here too."""
    return record.moved_to(chosen(tongue, Status, value))


def codes(*, only: str = "", but: str = "") -> CellReader:
    """Reads codes of one framework, or of all but one; those that the cell does not speak of stay."""

    def read(tongue: Tongue, record: Any, value: object) -> Any:  # noqa: ANN401 - a record with codes
        def spoken_of(code: str) -> bool:
            return (not only or parted(code)[0] == only) and (not but or parted(code)[0] != but)

        held = {folded(tongue.shown(code)): code for code in record.codes if spoken_of(code)}
        stay = [code for code in record.codes if not spoken_of(code)]
        return replace(record, codes=sorted_members([*stay, *_codes_in(tongue, held, value, only, but)]))

    return read


def _codes_in(tongue: Tongue, held: Mapping[str, str], value: object, only: str, but: str) -> list[str]:
    if isinstance(value, float) and not value.is_integer():
        raise NotAllowed("The code is a number, so 17.1 and 17.10 look alike; write it as text.")
    if isinstance(value, date | time):
        raise NotAllowed("The code was turned into a date; write it as text.")
    found = []
    for part in _BETWEEN.split(text_in(value)):
        typed = one_line(part)
        if not typed:
            continue
        code = held.get(folded(typed)) or (tongue.code(f"{only} {typed}") if only else None) or tongue.code(typed)
        if code is None:
            raise NotAllowed("“{typed}” is no code of a framework in use.", typed=typed)
        if (only and parted(code)[0] != only) or (but and parted(code)[0] == but):
            raise NotAllowed("“{typed}” belongs in another column.", typed=typed)
        found.append(code)
    return found


def area(tongue: Tongue, record: Recommendation, value: object) -> Recommendation:
    """Read the action area, by its name in the list or by its code alone."""
    if isinstance(value, date):
        raise NotAllowed("The code was turned into a date; write it as text.")
    said = text_in(value)
    code = tongue.areas.get(folded(said)) if said else ""
    if code is None:
        raise NotAllowed("“{said}” is none of the action areas in the list.", said=said)
    return replace(record, action_area=code)


def session(tongue: Tongue, record: Any, value: object) -> Any:  # noqa: ANN401 - a record of a session
    """Read a session by its code, with or without its title after it."""
    said = text_in(value)
    found = tongue.sessions.get(folded(said.partition("·")[0].strip()), "") if said else ""
    if said and not found:
        raise NotAllowed("“{said}” is no session of this forum.", said=said)
    return replace(record, session=found)


def day(field: str) -> CellReader:
    """Reads a date; one that is written as text must be of the form 2027-03-31."""

    def read(_tongue: Tongue, record: Record, value: object) -> Record:
        return _with(record, field, _day(value))

    return read


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    said = text_in(value)
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise NotAllowed("“{said}” is no date such as 2027-03-31.", said=said) from error


def cost(_tongue: Tongue, record: Answer, value: object) -> Answer:
    """Read what it costs, digit by digit."""
    return replace(record, cost=_sound(checked_cost, value))


def currency(_tongue: Tongue, record: Answer, value: object) -> Answer:
    """Read in which currency it costs that."""
    return replace(record, currency=_sound(checked_currency, value))


def _sound(check: Callable[[str], str], value: object) -> str:
    try:
        return check(text_in(value))
    except BadInput as error:
        raise NotAllowed(error.sentence, error.advice, **error.values) from error
