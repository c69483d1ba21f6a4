"""What to say of a record so that it stands as if an act had never been, or as if it had never been taken back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from forumdesk.domain.heads import Standing, State, standing_of, state_of
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
    revisions: Sequence[Revision], acts: Mapping[RevisionId, str], subject: ActId, undone: Collection[ActId]
) -> tuple[list[Saying], bool]:
    """What to say so that one record stands without the acts in `undone`, and whether something changed since stays.

    `acts` tells by which act of this forum each revision came to be here, `subject` which of them is taken back or
    brought again.
    """
    speaking = [one for one in revisions if one.kind != REDACTION]
    turns = {one.id: parted_act(acts[one.id]) for one in speaking}
    mine = {one for one, (act, _, target) in turns.items() if (target or act) == subject}
    if not mine:
        return [], False
    lasting = _without(speaking, {one for one, (act, _, target) in turns.items() if target or act in undone})
    later = _built_on(speaking, mine)
    since = [one for one in lasting if one.id in later]
    standing = standing_of(speaking)
    if len(since) == len(lasting):  # nothing was there before: it came by this act
        if since or not standing:
            return [], True
        return [Saying({DELETED: True}, parents_of((DELETED,), standing))], False
    touched = _keys(one for one in speaking if one.id in mine)
    stays = not touched.isdisjoint({key for one in since for key in one.fields})
    held = {key for one, keys in standing if one.id in mine for key in keys}
    return _restoring(touched, held, standing_of(lasting), standing), stays


def repeated(revisions: Sequence[Revision], saying: Collection[RevisionId]) -> list[Saying]:
    """What to say so that a record stands as it does, of all keys that the revisions `saying` set."""
    speaking = [one for one in revisions if one.kind != REDACTION]
    touched, standing = _keys(one for one in speaking if one.id in saying), standing_of(speaking)
    return _restoring(touched, touched, standing, standing)


def _keys(revisions: Iterable[Revision]) -> set[str]:
    return {key for one in revisions for key in one.fields if key == DELETED or key[0] != "_"}


def _without(revisions: Sequence[Revision], gone: set[RevisionId]) -> list[Revision]:
    """The revisions without those that are `gone`; who saw one of these saw what it had seen."""
    known = {one.id: one for one in revisions}
    seen: dict[RevisionId, list[RevisionId]] = {}

    def saw(one: Revision) -> list[RevisionId]:
        return list(dict.fromkeys(each for parent in one.parents for each in seen.get(parent, [parent])))

    for one in _by_descent(revisions):
        if one.id in gone:
            seen[one.id] = saw(one)
    return [replace(known[one.id], parents=tuple(saw(one))) for one in revisions if one.id not in gone]


def _restoring(touched: set[str], held: set[str], target: Standing, standing: Standing) -> list[Saying]:
    """What to say so that the touched keys stand as in `target`: at once, or side by side where they differed.

    Keys that are `held` by the act are said even where somebody else says the same, so that it holds them no more.
    """
    wanted, now = state_of(target), state_of(standing)
    values = {key: _values(key, target) for key in sorted(touched)}
    values = {key: found for key, found in values.items() if key in held or found != _values(key, standing)}
    if _deletion(wanted) == _deletion(now) and DELETED not in held:
        values.pop(DELETED, None)
    elif DELETED in wanted.conflicts:
        values.update({key: _values(key, target) for key in _unseen(wanted, target)})
        values[DELETED] = _values(DELETED, target)
    if not values:
        return []
    if DELETED not in wanted.conflicts and all(len(found) == 1 for found in values.values()):
        said = {key: found[0] for key, found in values.items()}
        if said.get(DELETED) is not True:
            return [Saying(said, _parents(said, standing, deleted=wanted.deleted))]
    deletes = values.pop(DELETED, [])
    layers = [
        {key: found[rank] for key, found in values.items() if rank < len(found)}
        for rank in range(max(map(len, values.values()), default=0))
    ]
    # What was shown is said last, so that it is shown again.
    said_beside = [Saying(said, _parents(said, standing, deleted=wanted.deleted)) for said in reversed(layers)]
    return [*said_beside, *(_delete(value, target, standing) for value in reversed(deletes))]


def _deletion(state: State) -> tuple[bool, bool]:
    """Whether a record is deleted, and whether a delete stands against something."""
    return state.deleted, DELETED in state.conflicts


def _unseen(state: State, standing: Standing) -> set[str]:
    """The keys held by what stands against a delete: said again, they stand against it again."""
    against = state.conflicts[DELETED]
    return {
        key
        for one, held in standing
        if one.id in against and one.fields.get(DELETED) is not True
        for key in held
        if key[0] != "_"
    }


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
