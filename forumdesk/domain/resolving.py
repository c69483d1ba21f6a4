"""Where a link leads once records were joined: what was said of the one that went is shown with the one that stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from forumdesk.domain.joining import Joined, ends
from forumdesk.domain.kinds import KINDS
from forumdesk.domain.records import DELETED, FieldShape, JsonValue, shapes
from forumdesk.domain.revisions import Revision

_JOIN = "join-records"
"""The act whose own additions are no edits that stand against a delete."""
Ends = Mapping[str, str]
"""For each record that was joined away, the one with which it is shown."""


@dataclass(frozen=True, slots=True)
class Joins:
    """What joins come to: where links lead, which records lie in a circle, and which one of each circle lives."""

    ends: Ends = field(default_factory=dict)
    circles: frozenset[str] = frozenset()
    living: frozenset[str] = frozenset()

    def settle(self, record: str, heads: Iterable[Revision]) -> bool:
        """Whether a delete in dispute is none, for the record lies in a circle.

        There one lives, and of the others nothing but what a join added stands against their deletes.
        """
        return record in self.circles and (
            record in self.living or all(one.fields.get(DELETED) is True or one.act_name == _JOIN for one in heads)
        )


def is_whole(one: Joined) -> bool:
    """Whether a join says of two different records of a kind that one goes and the other stays."""
    return one.of in KINDS and bool(one.goes) and bool(one.stays) and one.goes != one.stays


def joins_of(found: Iterable[Joined]) -> Joins:
    """What joins come to, the same in whatever order they arrived.

    Where two records speak of the same one that goes, the one with the least id counts.
    """
    counted = sorted(found, key=lambda one: one.id, reverse=True)
    onto = {str(one.goes): str(one.stays) for one in counted}
    ended = ends(counted)
    living = frozenset(goes for goes, stays in ended.items() if goes == stays)
    circles: set[str] = set()
    for one in living:
        circles.add(one)
        at = onto[one]
        while at != one:
            circles.add(at)
            at = onto[at]
    return Joins({goes: stays for goes, stays in ended.items() if goes != stays}, frozenset(circles), living)


@cache
def links(kind: str) -> Mapping[str, FieldShape]:
    """The fields of a kind of record that name others."""
    record_class = KINDS.get(kind)
    return {name: shape for name, shape in shapes(record_class).items() if shape.link} if record_class else {}


def resolved(one: Revision, leading: Ends) -> Revision:
    """A revision with the single links it sets as they are shown, so that two that lead to one record are equal."""
    found = {
        name: leading[said]
        for name, shape in links(one.kind).items()
        if not shape.many and isinstance(said := one.fields.get(name), str) and said in leading
    }
    return replace(one, fields={**one.fields, **found}) if found else one


def reaching(
    kind: str, said: dict[str, JsonValue], held: Mapping[str, JsonValue], leading: Ends
) -> dict[str, JsonValue]:
    """What takes a member out of a set, whichever of the records was named that are shown as this member."""
    out = {key for key, value in said.items() if value is False}
    if not out:
        return said
    sets = {name for name, shape in links(kind).items() if shape.many}
    also = {
        key: False
        for key, value in held.items()
        if value is True
        and key.partition(":")[0] in sets
        and f"{key.partition(':')[0]}:{leading.get(key.partition(':')[2], '')}" in out
    }
    return {**said, **also}
