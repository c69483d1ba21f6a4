"""Numbers of recommendations: the next one, those for good, and a number of its own for whoever shares one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from forumdesk.domain.errors import BadInput
from forumdesk.domain.ids import RecordId
from forumdesk.domain.recommendations import Recommendation, label_of
from forumdesk.storage.by_itself import TABLE
from forumdesk.storage.groups import by_themselves
from forumdesk.storage.work import Reader, Work

_NUMBER = "number"


def next_number(forum: Reader) -> int:
    """The number after the highest ever given; a number that was final, or that two sides differ on, is not given."""
    sql = f"SELECT COALESCE(MAX(number), 0) FROM {TABLE} WHERE deleted = 0 OR numbered = 1"  # noqa: S608
    disputed = (number for record in _disputed(forum) for number in _numbers_said(forum, record))
    return max(int(forum.rows(sql)[0][0]), *disputed, 0) + 1


def numbers_for_good(forum: Reader, but: str = "") -> set[int]:
    """The numbers that were final once, whatever became of them since; those of one recommendation left out."""
    sql = f"SELECT number FROM {TABLE} WHERE numbered = 1 AND id <> ?"  # noqa: S608
    return {row[0] for row in forum.rows(sql, (but,))}


def number_anew(work: Work) -> tuple[Recommendation, ...]:
    """Give a number of its own to each that shares one, and return these; two desks that do so say the same.

    A number that is for good stays, and else the one that was begun first keeps it; the others follow the highest.
    Where two desks gave one of them different numbers, that is settled with it.
    """
    sharing = _sharing(work)
    free = count(next_number(work))
    changed = {one.id: work.put(one.renumbered(next(free))) for one in sharing}
    for record in _disputed(work):
        if record not in changed and (one := work.get(Recommendation, record)) is not None and not one.numbered:
            work.say(Recommendation.KIND, record, {_NUMBER: one.number})
    return tuple(changed.values())


def needs_numbers(forum: Reader) -> bool:
    """Whether there is anything to number anew."""
    settled = (forum.get(Recommendation, record) for record in _disputed(forum))
    return bool(_sharing(forum)) or any(one is not None and not one.numbered for one in settled)


def renumber(work: Work, ids: tuple[str, ...]) -> tuple[Recommendation, ...]:
    """Give each of these another number although it was final, because another one was final under it too."""
    for one in ids:
        record = work.require(Recommendation, one)
        if not _shares(work, record):
            raise BadInput(
                "{label} shares its number with no other.", "Its number stays as people know it.", label=record.label
            )
    free = count(next_number(work))
    named = (work.require(Recommendation, one) for one in ids)  # each as the ones before it leave it
    return tuple(work.put(one.renumbered(next(free))) for one in named if _shares(work, one))


def final_twice(forum: Reader) -> tuple[tuple[str, ...], ...]:
    """The labels of those that were final under one number in several rooms, number by number."""
    found: dict[int, list[str]] = {}
    for number, twin in forum.rows(f"SELECT number, twin FROM {TABLE} WHERE twin > 0 ORDER BY number, twin"):  # noqa: S608
        found.setdefault(number, []).append(label_of(number, twin))
    return tuple(map(tuple, found.values()))


def _shares(forum: Reader, record: Recommendation) -> bool:
    if record.numbered:
        return record.twin > 0
    return any(one.id != record.id for one in by_themselves(forum, number=record.number))


def _sharing(forum: Reader) -> list[Recommendation]:
    """The recommendations that must give way, in the order of the numbers that they share."""
    by_number: dict[int, list[Recommendation]] = {}
    for one in by_themselves(forum):
        by_number.setdefault(one.number, []).append(one)
    yielding: list[Recommendation] = []
    for alike in by_number.values():
        keeper = next((one for one in alike if one.numbered), alike[0])
        yielding.extend(one for one in alike if one is not keeper and not one.numbered)
    return yielding


def _disputed(forum: Reader) -> Iterator[RecordId]:
    """The recommendations on whose number two sides differ."""
    rows = forum.rows(f"SELECT id, conflicts FROM {TABLE} WHERE conflicts <> '' AND deleted = 0 ORDER BY id")  # noqa: S608
    return (RecordId(record) for record, keys in rows if _NUMBER in keys.split("\n"))


def _numbers_said(forum: Reader, record: RecordId) -> Iterator[int]:
    """The numbers that stand against each other."""
    standing = forum.log.standing(record)
    return (said for one, keys in standing if _NUMBER in keys and type(said := one.fields[_NUMBER]) is int)
