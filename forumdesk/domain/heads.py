"""What currently stands: the heads of every field, the conflicts among them, and the state they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from forumdesk.domain.ids import RevisionId
from forumdesk.domain.records import DELETED, JsonValue
from forumdesk.domain.revisions import REDACTION, Revision

Standing = list[tuple[Revision, frozenset[str]]]
"""The revisions of a record that still stand, each with the keys of which it is a head."""


def standing_of(revisions: Sequence[Revision]) -> Standing:
    """What stands among all the revisions of one record, in whatever order they come.

    A redaction speaks about another revision, not about the record's fields, so it never stands.
    """
    speaking = [one for one in revisions if one.kind != REDACTION]
    if len(speaking) == 1:
        return [(speaking[0], frozenset(speaking[0].fields))] if speaking[0].fields else []
    standing = {one.id: set(one.fields) for one in speaking}
    for one in speaking:
        for parent in one.parents:
            if parent in standing:
                standing[parent].difference_update(one.fields)
    return [(one, frozenset(standing[one.id])) for one in speaking if standing[one.id]]


def kind_of(revisions: Iterable[Revision]) -> str:
    """The kind of a record: what its revisions say, redactions aside; the first in clock order where they differ."""
    speaking = [one for one in revisions if one.kind != REDACTION]
    return min(speaking, key=lambda one: one.order).kind if speaking else REDACTION


@dataclass(frozen=True, slots=True)
class State:
    """A record as its heads say it: values, the keys in conflict with their heads, and whether it is deleted."""

    said: Mapping[str, JsonValue]
    conflicts: Mapping[str, tuple[RevisionId, ...]] = field(default_factory=dict)
    deleted: bool = False


def state_of(standing: Iterable[tuple[Revision, frozenset[str]]]) -> State:
    """The state of one record from its heads, the same in whatever order they come."""
    found = list(standing)
    if len(found) == 1:
        only, keys = found[0]
        said = {key: only.fields[key] for key in keys if not key.startswith("_")}
        return State(said, {}, only.fields.get(DELETED) is True and DELETED in keys)
    by_key: dict[str, list[Revision]] = {}
    for one, keys in found:
        for key in keys:
            by_key.setdefault(key, []).append(one)
    said, conflicts = {}, {}
    for key, heads in sorted(by_key.items()):
        ranked = sorted(heads, key=_order, reverse=True)
        said[key] = ranked[0].fields[key]
        if any(head.fields[key] != said[key] for head in ranked[1:]):
            conflicts[key] = tuple(head.id for head in ranked)
    against = _delete_against_edits(found)
    if against:
        conflicts[DELETED] = against
    deleted = said.get(DELETED) is True and DELETED not in conflicts
    return State({key: value for key, value in said.items() if not key.startswith("_")}, conflicts, deleted)


def _delete_against_edits(found: Standing) -> tuple[RevisionId, ...]:
    """The deletes and then the edits that no delete had seen and that had seen no delete, each the newest first."""
    deletes = [one for one, keys in found if DELETED in keys and one.fields[DELETED] is True]
    if not deletes:
        return ()
    ids = {one.id for one in deletes}
    seen = ids.union(*(one.parents for one in deletes))
    unseen = [one for one, _ in found if one.id not in seen and ids.isdisjoint(one.parents)]
    if not unseen:
        return ()
    return tuple(one.id for group in (deletes, unseen) for one in sorted(group, key=_order, reverse=True))


def _order(one: Revision) -> tuple[int, str, str]:
    return one.order
