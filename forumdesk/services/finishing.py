"""Bring recommendations into their order, and make them final once nothing is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from forumdesk.domain.errors import NotAllowed
from forumdesk.domain.ids import RecordId
from forumdesk.domain.recommendations import Recommendation, Status
from forumdesk.services.numbering import final_twice, numbers_for_good, renumber
from forumdesk.storage.database import Database
from forumdesk.storage.groups import BY_THEMSELVES, TABLE, by_themselves
from forumdesk.storage.work import Reader


class Trouble(StrEnum):
    """What stands against making a recommendation final, besides what it lacks."""

    SAME_NUMBER = "same-number"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Check:
    """What is missing before a draft may well be final."""

    record: Recommendation
    lacks: tuple[str, ...]
    troubles: tuple[Trouble, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands against it."""
        return not self.lacks and not self.troubles

    @property
    def can_be(self) -> bool:
        """Whether it may become final although something is missing: it has a wording, and one alone."""
        return "text" not in self.lacks and Trouble.CONFLICT not in self.troubles


class Finishing:
    """The last steps before the outcome is handed over."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def checks(self, ids: Sequence[str] = ()) -> tuple[Check, ...]:
        """What each of these drafts lacks, by number; of all drafts where none is named."""
        with self._database.read() as forum:
            return _checks(forum, ids)

    def make_final(self, ids: Sequence[str] = (), *, anyway: bool = False) -> tuple[Check, ...]:
        """Make the drafts final that lack nothing, in one act, and return those that stayed drafts.

        With `anyway` only those stay that have no wording or a conflict.
        """
        with self._database.read() as forum:
            checks = _checks(forum, ids)
        chosen = [one for one in checks if one.is_ready or (anyway and one.can_be)]
        if chosen:
            with self._database.write("make-final") as work:
                for one in chosen:
                    work.put(one.record.moved_to(Status.FINAL))
        return tuple(one for one in checks if one not in chosen)

    def move(self, record_id: str, step: int) -> Recommendation:
        """Let a recommendation change places with the next one whose number is free, downwards or by -1 upwards."""
        with self._database.read() as forum:
            record = forum.require(Recommendation, record_id)
            listed = list(by_themselves(forum))
        if record.numbered:
            raise NotAllowed("{label} was final once; its number stays.", label=record.label)
        if all(one.id != record.id for one in listed):
            raise NotAllowed(
                "{label} is in a group, and stands where its group does.",
                "Move the group, or take it out first.",
                label=record.label,
            )
        around = listed[::step]
        after = around[next(place for place, one in enumerate(around) if one.id == record.id) + 1 :]
        other = next((one for one in after if not one.numbered), None)
        if other is None:
            return record
        if other.number == record.number:
            raise NotAllowed(
                "{label} is the number of two recommendations.", "Number anew what shares a number.", label=record.label
            )
        with self._database.write("order-recommendations") as work:
            work.put(other.renumbered(record.number))
            return work.put(record.renumbered(other.number))

    def renumber(self, ids: Sequence[str]) -> tuple[Recommendation, ...]:
        """Give each of these another number in one act, because it shares its own, even where that was final."""
        with self._database.write("number-recommendations") as work:
            return renumber(work, tuple(dict.fromkeys(ids)))

    def final_twice(self) -> tuple[tuple[str, ...], ...]:
        """The labels of those that were final under one number, number by number."""
        with self._database.read() as forum:
            return final_twice(forum)

    def number_as(self, ids: Sequence[str]) -> tuple[Recommendation, ...]:
        """Number recommendations in this order, from 1 on, in one act, and return those whose number is another now.

        A number that is for good stays, and so do those of recommendations that are not named.
        """
        with self._database.read() as forum:
            named = [forum.require(Recommendation, one) for one in dict.fromkeys(ids)]
            moving = {one.id for one in named if not one.numbered}
            taken = {one.number for one in by_themselves(forum) if one.id not in moving} | numbers_for_good(forum)
        changed = [
            one.renumbered(number)
            for one, number in zip((one for one in named if not one.numbered), _free(taken), strict=False)
            if one.number != number
        ]
        if not changed:
            return ()
        with self._database.write("order-recommendations") as work:
            return tuple(work.put(one) for one in changed)


def _free(taken: set[int]) -> Iterable[int]:
    number = 0
    while True:
        number += 1
        if number not in taken:
            yield number


def _checks(forum: Reader, ids: Sequence[str]) -> tuple[Check, ...]:
    drafts = by_themselves(forum, status=Status.DRAFT.value)
    wanted = set(ids)
    shared = {
        row[0]
        for row in forum.rows(
            f"SELECT number FROM {TABLE} WHERE {BY_THEMSELVES} AND status <> ? GROUP BY number HAVING COUNT(*) > 1",  # noqa: S608
            (Status.WITHDRAWN.value,),
        )
    }
    differing = {record for kind, record, _ in forum.conflicts() if kind == Recommendation.KIND}
    return tuple(
        Check(one, one.lacks, tuple(_troubles(one, shared, differing)))
        for one in drafts
        if not wanted or one.id in wanted
    )


def _troubles(record: Recommendation, shared: set[int], differing: set[RecordId]) -> Iterable[Trouble]:
    if record.number in shared and not record.numbered:
        yield Trouble.SAME_NUMBER
    if record.id in differing:
        yield Trouble.CONFLICT
