"""Grouping: recommendations that ask the same become one under one wording, and each of them stays as it was."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from forumdesk.domain.agenda import Room, Session
from forumdesk.domain.errors import BadInput, NotAllowed
from forumdesk.domain.ids import RecordId, natural_id
from forumdesk.domain.recommendations import Recommendation, Status
from forumdesk.domain.records import sorted_members
from forumdesk.domain.text import folded

_TAKEN = ("rationale", "action_area", "actor", "level", "priority", "timeframe", "resources", "tools", "indicator")
"""Fields of which a group says what its wording's recommendation says, or else what the others agree on."""
_UNITED = {"partners": ("; ", re.compile("[;\n]")), "dissent": ("\n", re.compile("\n"))}
"""Fields of which nothing may be lost: how their parts are joined, and where one is parted."""


def group_id(members: Iterable[Recommendation]) -> RecordId:
    """The id of the group of these: two desks that group the same ones meet on one record."""
    return natural_id("group", *sorted(record.id for record in members))


def check_groupable(records: Sequence[Recommendation]) -> None:
    """Refuse what may not be grouped, with the reason."""
    if len({record.id for record in records}) < 2:  # noqa: PLR2004
        raise BadInput("A group is made of at least two recommendations.", "Choose another one as well.")
    for record in records:
        if record.group:
            raise NotAllowed(
                "{label} is in a group already.", "Take it out first, or choose its group.", label=record.label
            )
        if record.status is Status.WITHDRAWN:
            raise NotAllowed(
                "{label} was withdrawn, so it is not grouped.", "Make it a draft again first.", label=record.label
            )


def begun(record_id: RecordId, members: Sequence[Recommendation], wording: str = "") -> Recommendation:
    """The group that these begin: a draft that reads as the first of them, unless another wording is given.

    It bears the lowest number of its members, one that was final before all others, for that is the number people know;
    the members keep theirs. Codes, notes, partners and dissent of all are united. Another field says what the first
    says, or what the others agree on; where they differ it stays empty and is told as missing.
    """
    first = members[0]
    known = [record for record in members if record.numbered] or members
    said: dict[str, Any] = {name: _taken(members, name) for name in _TAKEN}
    said.update({name: _united(name, (getattr(record, name) for record in members)) for name in _UNITED})
    asked = {record.agreement for record in members if record.agreement.value}
    return Recommendation(
        id=record_id,
        number=min((record.number for record in known if record.number), default=0),
        numbered=known is not members,
        text=wording.strip() or first.text,
        session=first.session,
        codes=sorted_members(code for record in members for code in record.codes),
        sources=sorted_members(note for record in members for note in record.sources),
        agreement=asked.pop() if len(asked) == 1 else first.agreement.NONE,
        language=first.language,
        **said,
        **_attribution(members),
    )


def joined(group: Recommendation, newcomers: Sequence[Recommendation]) -> Recommendation:
    """The group with what more members bring: what it says stays, what it lacked is taken from them."""
    everybody = (group, *newcomers)
    said: dict[str, Any] = {name: getattr(group, name) or _taken(everybody, name) for name in _TAKEN}
    said.update({name: _united(name, (getattr(record, name) for record in everybody)) for name in _UNITED})
    return replace(
        group,
        codes=sorted_members(code for record in everybody for code in record.codes),
        sources=sorted_members(note for record in everybody for note in record.sources),
        **said,
        **_attribution(everybody),
    )


def parted(group: Recommendation, leaver: Recommendation, staying: Collection[Recommendation]) -> Recommendation:
    """The group without a member: the codes and notes that only this one brought go with it; its own words stay."""
    codes = set(leaver.codes).difference(*(record.codes for record in staying))
    sources = set(leaver.sources).difference(*(record.sources for record in staying))
    return replace(
        group,
        codes=tuple(code for code in group.codes if code not in codes),
        sources=tuple(note for note in group.sources if note not in sources),
    )


def _taken(records: Sequence[Recommendation], name: str) -> Any:  # noqa: ANN401 - a field's value
    own = getattr(records[0], name)
    others = {getattr(record, name) for record in records[1:]} - {type(own)("")}
    return own or (others.pop() if len(others) == 1 else own)


def _united(name: str, texts: Iterable[str]) -> str:
    """The parts of all texts, each once; one that holds all of them stays to the letter."""
    joint, parting = _UNITED[name]
    told = [text for text in texts if text.strip()]
    parts: dict[str, str] = {}
    for text in told:
        for part in parting.split(text):
            if part.strip():
                parts.setdefault(folded(part.strip()), part.strip())
    return told[0] if len(set(told)) == 1 else joint.join(parts.values())


def _attribution(records: Sequence[Recommendation]) -> dict[str, Any]:
    """Whose a group is: a city's where it is every member's, nobody's where one of them may not be attributed."""
    hidden = any(record.unattributed for record in records)
    cities = {(record.city, record.place) for record in records}
    city, place = cities.pop() if len(cities) == 1 and not hidden else ("", 0)
    return {"city": city, "place": place, "unattributed": hidden}


def leaves(record: Recommendation, under: Callable[[RecordId], Iterable[Recommendation]]) -> tuple[Recommendation, ...]:
    """The recommendations that a group was made of, those of its groups included, by number; none of a single one.

    `under` gives the members of a group. Whatever two laptops tied in a ring is told once.
    """
    found: dict[RecordId, Recommendation] = {}
    seen = {record.id}
    waiting = [record.id]
    while waiting:
        for member in under(waiting.pop()):
            if member.id in seen:
                continue
            seen.add(member.id)
            if any(True for _ in under(member.id)):
                waiting.append(member.id)
            else:
                found[member.id] = member
    return tuple(sorted(found.values(), key=lambda member: (member.number, member.id)))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the members of a group come from: names of rooms, codes of sessions and cities, each once, in order."""

    members: tuple[Recommendation, ...] = ()
    rooms: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    """Of those that may be attributed."""


def origin(members: Sequence[Recommendation], sessions: Mapping[str, Session], rooms: Mapping[str, Room]) -> Origin:
    """Where these recommendations come from, as far as the plan knows it."""
    held = [sessions[record.session] for record in members if record.session in sessions]
    return Origin(
        tuple(members),
        _once(rooms[session.room].name for session in held if session.room in rooms),
        _once(session.code for session in held),
        _once(record.city for record in members if not record.unattributed),
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({name for name in names if name}, key=lambda name: (folded(name), name)))
