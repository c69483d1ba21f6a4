"""Group what asks the same under one wording, find what reads alike, and take it apart again as it was."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from forumdesk.domain.agenda import Room, Session
from forumdesk.domain.apart import KeptApart, kept_apart
from forumdesk.domain.errors import BadInput, NotFound
from forumdesk.domain.grouping import (
    Origin,
    begun,
    check_groupable,
    group_id,
    joined,
    origin,
    parted,
)
from forumdesk.domain.ids import RecordId, new_id
from forumdesk.domain.recommendations import Recommendation, Status, label_of
from forumdesk.domain.similarity import likenesses
from forumdesk.domain.text import cleaned
from forumdesk.services.numbering import next_number
from forumdesk.storage.database import Database
from forumdesk.storage.groups import (
    BY_THEMSELVES,
    TABLE,
    by_themselves,
    group_of,
    groups,
    is_member,
    leaves_of,
    members_of,
    top_of,
)
from forumdesk.storage.work import Reader, Work

MOST_PAIRS = 500
"""More near-duplicates than anybody works off; the most alike come first."""
_NUMBER = re.compile(r"[Rr]-?(\d{1,9})(\.\d{1,9}|[A-Za-z]?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Candidates:
    """What near-duplicates are looked for in, read at once so that the search needs no forum: ids and wordings."""

    ids: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    apart: frozenset[frozenset[str]] = field(default=frozenset())
    """Pairs that a person said do not ask the same."""


@dataclass(frozen=True, slots=True)
class Alike:
    """The ids of two recommendations that read alike, how much from 0.0 to 1.0, and the words that both hold."""

    first: str
    second: str
    score: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A recommendation with where it comes from."""

    record: Recommendation
    origin: Origin


@dataclass(frozen=True, slots=True)
class Pair:
    """Two recommendations that read alike, with where they come from."""

    first: Placed
    second: Placed
    score: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """A group with its members, by number, each with where it comes from; no members of a single recommendation."""

    origin: Origin = field(default_factory=Origin)
    members: tuple[Placed, ...] = ()


class Grouping:
    """Everything that is done to groups of recommendations."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # ---- doing

    def group(self, ids: Sequence[str], text: str = "") -> Recommendation:
        """Bring recommendations together under one wording, in one act: the first one's, unless `text` is given.

        Where one of them is a group, the others join it. Several groups come under a new one, and stay whole in it.
        """
        with self._database.write("group-recommendations") as work:
            chosen = [work.require(Recommendation, one) for one in dict.fromkeys(ids)]
            chosen = [replace(one, group="") if top_of(work, one) is one else one for one in chosen]
            check_groupable(chosen)
            made = [one for one in chosen if members_of(work, one.id)]
            wording = cleaned(text).strip()
            if len(made) == 1:
                members = [one for one in chosen if one is not made[0]]
                group = joined(made[0], members)
                group = replace(group, text=wording or group.text)
            else:
                members = chosen
                group = _new_group(work, members, wording)
            kept = work.put(group)
            for one in members:
                work.put(replace(one, group=kept.id))
            return kept

    def take_out(self, ids: Sequence[str]) -> None:
        """Let members stand by themselves again, in one act; a group of which one member would be left ends."""
        with self._database.write("take-from-group") as work:
            for one in ids:
                leaver = work.require(Recommendation, one)
                if not leaver.group:
                    raise BadInput("{label} is in no group.", label=leaver.label)
                group = group_of(work, leaver)
                staying = [member for member in members_of(work, leaver.group) if member.id != leaver.id]
                work.put(replace(leaver, group=""))
                if group is None:
                    continue
                if len(staying) > 1:
                    work.put(parted(group, leaver, staying))
                else:
                    _end(work, group)

    def split(self, group: str) -> tuple[Recommendation, ...]:
        """Take a group apart, in one act: its members are as they were before, and its own wording goes."""
        with self._database.write("split-group") as work:
            record = work.require(Recommendation, group)
            if not members_of(work, record.id):
                raise BadInput(
                    "{label} is no group.", "Choose one that says how many rooms it is from.", label=record.label
                )
            return _end(work, record)

    def keep_apart(self, first: str, second: str) -> None:
        """Say that two recommendations do not ask the same: they are not proposed as a pair any more."""
        with self._database.write("keep-apart") as work:
            some, other = (work.require(Recommendation, one) for one in (first, second))
            if some.id == other.id:
                raise BadInput("Two different recommendations are kept apart.", "Choose another one as well.")
            work.put(kept_apart(Recommendation.KIND, some.id, other.id))

    # ---- looking

    def candidates(self) -> Candidates:
        """What near-duplicates are looked for in: all that stand by themselves and were not withdrawn."""
        with self._database.read() as forum:
            return candidates_in(forum)

    def pairs(self, alike: Sequence[Alike]) -> tuple[Pair, ...]:
        """What was found alike, with where it comes from; what is gone since, or grouped, is left out."""
        with self._database.read() as forum:
            return pairs_in(forum, alike)

    def family(self, group: str) -> Family:
        """The members of a group, and where they come from."""
        with self._database.read() as forum:
            record = forum.require(Recommendation, group)
            members = members_of(forum, record.id)
            if not members:
                return Family()
            where = _Where(forum)
            return Family(where.comes_from(record), tuple(Placed(one, where.comes_from(one)) for one in members))

    def origins(self) -> Mapping[str, Origin]:
        """Where each group comes from, by its id."""
        with self._database.read() as forum:
            found = [forum.require(Recommendation, one) for one in groups(forum)]
            where = _Where(forum) if found else None
            return {one.id: where.comes_from(one) for one in found if where is not None}

    def labels_of_members(self) -> Mapping[str, str]:
        """The label of the group under which each member is shown, by the member's id."""
        with self._database.read() as forum:
            shown: dict[str, str] = {}
            for one in groups(forum):
                label = top_of(forum, forum.require(Recommendation, one)).label
                shown.update({member.id: label for member in members_of(forum, one)})
            return shown

    def names(self, record: str, group: str) -> bool:
        """Whether a recommendation names this group as its own, even where a ring is cut at it."""
        with self._database.read() as forum:
            found = forum.get(Recommendation, record)
            return found is not None and found.group == group

    def shown_as(self, record: str) -> str:
        """The id under which a recommendation is shown: that of its group, else its own."""
        with self._database.read() as forum:
            found = forum.get(Recommendation, record)
            return top_of(forum, found).id if found else record

    def named(self, name: str) -> Recommendation:
        """The recommendation with this id, or with this number among those that stand by themselves."""
        number = _NUMBER.fullmatch(name.strip())
        with self._database.read() as forum:
            if number is None:
                found = forum.get(Recommendation, name)
                if found is None:
                    raise NotFound(
                        "There is no recommendation “{name}”.", "Name it by number, such as R-07.", name=name
                    )
                return found
            alike = tuple(by_themselves(forum, number=int(number[1])))
        if number[2]:
            alike = tuple(one for one in alike if one.label == label_of(int(number[1])) + number[2].lower())
        if not alike:
            raise NotFound("There is no recommendation “{name}”.", "Name it by number, such as R-07.", name=name)
        if len(alike) > 1:
            names = ", ".join(one.label if one.twin else one.id for one in alike)
            raise BadInput(
                "Several recommendations are called “{name}”.", "Name one of: {names}.", name=name, names=names
            )
        return alike[0]


class _Where:
    """Where recommendations come from, with the plan read once."""

    def __init__(self, forum: Reader) -> None:
        self._forum = forum
        self._sessions: dict[str, Session] = {one.id: one for one in forum.stream(Session)}
        self._rooms: dict[str, Room] = {one.id: one for one in forum.stream(Room)}
        self._groups = set(groups(forum))

    def comes_from(self, record: Recommendation) -> Origin:
        """Where a group's members come from, or a single recommendation."""
        members = leaves_of(self._forum, record) if record.id in self._groups else ()
        return origin(members or (record,), self._sessions, self._rooms)


def _shown_under(forum: Reader, record_id: str) -> str:
    """The group under which a recommendation is shown, or itself: what was said of a member holds of its group."""
    record = forum.get(Recommendation, record_id)
    return top_of(forum, record).id if record is not None else record_id


def candidates_in(forum: Reader) -> Candidates:
    """The same, from a forum that is being read; only ids and wordings, for there may be twenty thousand."""
    rows = forum.rows(
        f"SELECT id, text FROM {TABLE} WHERE {BY_THEMSELVES} AND status <> ? AND text <> '' ORDER BY number, id",  # noqa: S608
        (Status.WITHDRAWN.value,),
    )
    said = [(one.first, one.second) for one in forum.stream(KeptApart, of=Recommendation.KIND)]
    parted = frozenset(frozenset((_shown_under(forum, first), _shown_under(forum, second))) for first, second in said)
    return Candidates(tuple(row[0] for row in rows), tuple(row[1] for row in rows), parted)


def alike_among(candidates: Candidates, progress: Callable[[int, int], None] | None = None) -> tuple[Alike, ...]:
    """The near-duplicates, the most alike first, without those that a person keeps apart; it needs no forum."""
    ids = candidates.ids
    found = (
        Alike(ids[one.first], ids[one.second], one.score, one.shared)
        for one in likenesses(candidates.texts, progress=progress)
        if frozenset((ids[one.first], ids[one.second])) not in candidates.apart
    )
    return tuple(islice(found, MOST_PAIRS))


def pairs_in(forum: Reader, alike: Sequence[Alike]) -> tuple[Pair, ...]:
    """The pairs with their recommendations, as long as both stand by themselves."""
    where = _Where(forum)
    placed: dict[str, Placed] = {}
    for one in {name for pair in alike for name in (pair.first, pair.second)}:
        record = forum.get(Recommendation, one)
        if record is not None and not is_member(forum, record):
            placed[one] = Placed(record, where.comes_from(record))
    return tuple(
        Pair(placed[one.first], placed[one.second], one.score, one.shared)
        for one in alike
        if one.first in placed and one.second in placed
    )


def _new_group(work: Work, members: Sequence[Recommendation], wording: str) -> Recommendation:
    natural = group_id(members)
    taken = work.get(Recommendation, natural) is not None  # it lives on with other members
    group = begun(RecordId(new_id()) if taken else natural, members, wording)
    return group if group.number else replace(group, number=next_number(work))


def _end(work: Work, group: Recommendation) -> tuple[Recommendation, ...]:
    """Let every member free, and take the group's own record away; a group that it was in itself loses it."""
    freed = tuple(work.put(replace(member, group="")) for member in members_of(work, group.id))
    work.delete(work.require(Recommendation, group.id))
    return freed
