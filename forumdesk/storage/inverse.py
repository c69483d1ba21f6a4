"""The inverse of an act: what to say of a record so that it stands as if the act had never been."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from forumdesk.domain.heads import Standing, standing_of, state_of
from forumdesk.domain.ids import ActId, RevisionId
from forumdesk.domain.records import DELETED, JsonValue
from forumdesk.domain.revisions import REDACTION, Revision
from forumdesk.storage.work import Saying, parents_of


def parted_act(act: str) -> tuple[ActId, str, ActId]:
    """Id, name and target of an act as a revision carries it."""
    act_id, _, rest = act.partition(" ")
    name, _, target = rest.partition(" ")
    return ActId(act_id), name, ActId(target)


def inverse(
    revisions: Sequence[Revision], theirs: set[RevisionId], acts: Mapping[RevisionId, str]
) -> tuple[list[Saying], bool]:
    """What to say to take the revisions `theirs` of one record back, and whether something changed since stays.

    `acts` tells by which act of this forum each revision came to be here.
    """
    speaking = [one for one in revisions if one.kind != REDACTION]
    if theirs.isdisjoint(one.id for one in speaking):
        return [], False
    later = _built_on(speaking, theirs)
    neutral, gone = _neutral(speaking, later, acts)
    changed = {key for one in speaking if one.id in later and one.id not in neutral for key in one.fields}
    before = [one for one in speaking if one.id not in theirs | later | gone]
    standing = standing_of(speaking)
    if not before:
        if changed or not standing:
            return [], True
        return [Saying({DELETED: True}, parents_of((DELETED,), standing))], False
    touched = {key for one in speaking if one.id in theirs for key in one.fields if key == DELETED or key[0] != "_"}
    ours = theirs | (later & neutral)
    held = {key for one, keys in standing if one.id in ours for key in keys}
    free = (touched & held) - changed
    return _restoring(free, standing_of(before), standing), not touched.isdisjoint(changed)


def _restoring(free: set[str], target: Standing, standing: Standing) -> list[Saying]:
    """What to say so that the keys in `free` stand as in `target`: at once, or side by side where they differed."""
    values = {key: _values(key, target) for key in sorted(free)}
    if not values:
        return []
    state = state_of(target)
    if DELETED not in state.conflicts and all(len(found) == 1 for found in values.values()):
        said = {key: found[0] for key, found in values.items()}
        if said.get(DELETED) is not True:
            return [Saying(said, _parents(said, standing, deleted=state.deleted))]
    deletes = values.pop(DELETED, [])
    layers = [
        {key: found[rank] for key, found in values.items() if rank < len(found)}
        for rank in range(max(map(len, values.values()), default=0))
    ]
    # What was shown is said last, so that it is shown again.
    said_beside = [Saying(said, _parents(said, standing, deleted=state.deleted)) for said in reversed(layers)]
    return [*said_beside, *(_delete(value, target, standing) for value in reversed(deletes))]


def _values(key: str, target: Standing) -> list[JsonValue]:
    """The values that stood for a key, the one that was shown first; nothing where nobody had set it."""
    heads = sorted((one for one, held in target if key in held), key=lambda one: one.order, reverse=True)
    found: list[JsonValue] = []
    for value in (head.fields[key] for head in heads):
        if value not in found:
            found.append(value)
    return found or [None]


def _parents(said: Iterable[str], standing: Standing, *, deleted: bool) -> list[RevisionId]:
    """What to name when these keys are restored, the deletes too where the record was deleted and shall stay so."""
    deletes = [one.id for one, held in standing if deleted and DELETED in held]
    return list(dict.fromkeys([*parents_of(said, standing), *deletes]))


def _delete(value: JsonValue, target: Standing, standing: Standing) -> Saying:
    """Restore a delete, or its opposite, that stood against something: it saw then only what it had seen before."""
    if value is not True or state_of(target).deleted:
        return Saying({DELETED: value}, parents_of((DELETED,), standing), on_top=value is True)
    seen = {parent for one, held in target if DELETED in held for parent in one.parents}
    return Saying({DELETED: value}, [one.id for one, held in standing if DELETED in held or one.id in seen])


def _built_on(revisions: Sequence[Revision], theirs: set[RevisionId]) -> set[RevisionId]:
    """The revisions made by somebody who had seen `theirs`, directly or through others, and that came after them.

    What came in parts may have reached this laptop before what it was built on.
    """
    children: dict[RevisionId, list[RevisionId]] = {}
    for one in revisions:
        for parent in one.parents:
            children.setdefault(parent, []).append(one.id)
    found: set[RevisionId] = set()
    ahead = list(theirs)
    arrival = {one.id: place for place, one in enumerate(revisions)}
    begun = min(arrival[one] for one in theirs if one in arrival)
    while ahead:
        for child in children.get(ahead.pop(), ()):
            if child not in found and child not in theirs:
                found.add(child)
                ahead.append(child)
    return {one for one in found if arrival[one] > begun}


def _neutral(
    revisions: Sequence[Revision], later: set[RevisionId], acts: Mapping[RevisionId, str]
) -> tuple[set[RevisionId], set[RevisionId]]:
    """The revisions among `later` that add up to nothing, and those before them that were taken back by some of these.

    They are those of each act whose effect is afterwards what it was before. An act that came beside `theirs`, and was
    taken back by somebody who had seen both, counts as if it had never been.
    """
    by_subject: dict[ActId, list[Revision]] = {}
    for one in _by_descent(revisions):
        act_id, _, target = parted_act(acts[one.id])
        by_subject.setdefault(target or act_id, []).append(one)
    neutral: set[RevisionId] = set()
    gone: set[RevisionId] = set()
    for chain in by_subject.values():
        since = [one.id for one in chain if one.id in later]
        before = [one for one in chain if one.id not in later]
        last_act = acts[chain[-1].id]
        had, has = _has_effect(before, acts), _has_effect(chain, acts)
        if had and not has:
            gone.update(one.id for one in before)
        neutral.update(one for one in since if had == has or not has or acts[one] != last_act)
    return neutral, gone


def _by_descent(revisions: Sequence[Revision]) -> list[Revision]:
    """The revisions with whatever was built on another after it, whatever the clocks said."""
    known: Mapping[RevisionId, Revision] = {one.id: one for one in revisions}
    depths: dict[RevisionId, int] = {}
    ahead = list(known)
    while ahead:
        one = known[ahead[-1]]
        missing = [parent for parent in one.parents if parent in known and parent not in depths]
        if missing:
            ahead.extend(missing)
            continue
        ahead.pop()
        depths[one.id] = 1 + max((depths[parent] for parent in one.parents if parent in known), default=0)
    return sorted(revisions, key=lambda one: (depths[one.id], one.order))


def _has_effect(chain: Sequence[Revision], acts: Mapping[RevisionId, str]) -> bool:
    """Whether an act has its effect after this chain of itself, its undos and its redos."""
    return bool(chain) and parted_act(acts[chain[-1].id])[1] != "undo"
