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
        return [(speaking[0], frozenset(speaking[0].fields))]
    standing = {one.id: set(one.fields) for one in speaking}
    for one in speaking:
        for parent in one.parents:
            if parent in standing:
                standing[parent].difference_update(one.fields)
    return [(one, frozenset(standing[one.id])) for one in speaking if standing[one.id]]


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
        ranked = sorted(heads, key=lambda head: head.order, reverse=True)
        said[key] = ranked[0].fields[key]
        if any(head.fields[key] != said[key] for head in ranked[1:]):
            conflicts[key] = tuple(head.id for head in ranked)
    unseen = _edits_a_delete_did_not_see(found)
    if unseen:
        conflicts[DELETED] = unseen
    deleted = said.get(DELETED) is True and DELETED not in conflicts
    return State({key: value for key, value in said.items() if not key.startswith("_")}, conflicts, deleted)


def _edits_a_delete_did_not_see(found: list[tuple[Revision, frozenset[str]]]) -> tuple[RevisionId, ...]:
    """The heads of a delete against an edit: the deleting revision first, then what it had not seen."""
    deletes = [one for one, keys in found if DELETED in keys and one.fields[DELETED] is True]
    conflict: tuple[RevisionId, ...] = ()
    for delete in sorted(deletes, key=lambda one: one.order):
        seen = {delete.id, *delete.parents}
        unseen = [one for one, _ in found if one.id not in seen and one.fields.get(DELETED) is not True]
        if not unseen:
            return ()
        conflict = (delete.id, *(one.id for one in sorted(unseen, key=lambda one: one.order, reverse=True)))
    return conflict
