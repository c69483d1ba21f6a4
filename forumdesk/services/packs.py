"""What cities were asked and would be asked now: their packs, what these hold, and what changed since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from forumdesk.domain.agenda import Session
from forumdesk.domain.answers import Answer, standing_answers
from forumdesk.domain.disclosure import disclosure
from forumdesk.domain.forum import Attribution
from forumdesk.domain.notes import Note
from forumdesk.domain.recommendations import Recommendation, Status
from forumdesk.domain.review import ChangeKind, ItemChange, ReviewItem, ReviewPack, item_changes, item_of
from forumdesk.storage.groups import by_themselves, leaves_of
from forumdesk.storage.work import Reader

_OFFERED = (Status.FINAL, Status.ADOPTED)
"""The statuses in which cities are asked about a recommendation."""


def packs_of(forum: Reader, key: str) -> tuple[ReviewPack, ...]:
    """What was sent to a city, the first pack first."""
    return tuple(one for one in forum.stream(ReviewPack, "number, sent") if one.key == key)


def items_of(forum: Reader, packs: Iterable[ReviewPack]) -> tuple[ReviewItem, ...]:
    """What packs hold, by number."""
    wanted = {one for pack in packs for one in pack.items}
    return tuple(one for one in forum.stream(ReviewItem, "number") if one.id in wanted)


def last_asked(forum: Reader, answer: Answer) -> ReviewItem | None:
    """What an answer is about, as it was asked last."""
    return next(iter(forum.all(ReviewItem, "nr DESC", recommendation=answer.recommendation)), None)


class Comparing:
    """Tells what changed since packs; what all of them are compared with is read once."""

    def __init__(self, forum: Reader) -> None:
        self._forum = forum
        self._packs = forum.all(ReviewPack, "number, sent")
        self._items: dict[str, ReviewItem] = {one.id: one for one in forum.stream(ReviewItem, "number")}
        self._answers = standing_answers(forum.stream(Answer))
        self._offered = items_from(forum, offered(forum)) if forum.count(Recommendation) else None

    def of(self, key: str) -> tuple[ReviewPack, ...]:
        """What was sent to a city, the first pack first."""
        return tuple(one for one in self._packs if one.key == key)

    def since(self, pack: ReviewPack) -> tuple[ItemChange, ...]:
        """What is not as it was in a pack, and what its city answered since."""
        now = self._now(pack.key)
        return (*item_changes(self._held(pack), now), *self._answered(pack, now))

    def _held(self, pack: ReviewPack) -> tuple[ReviewItem, ...]:
        return tuple(self._items[one] for one in pack.items if one in self._items)

    def _now(self, key: str) -> tuple[ReviewItem, ...]:
        """What a city would be asked now; on its own laptop, what its newest pack holds."""
        return self._held(self.of(key)[-1]) if self._offered is None else self._offered

    def _answered(self, pack: ReviewPack, now: Sequence[ReviewItem]) -> Iterable[ItemChange]:
        for item in now:
            answer = self._answers.get((pack.key, item.recommendation))
            if answer is None or not answer.decision or pack.sent is None:
                continue
            if _answered_at(self._forum, answer) > pack.sent:
                yield ItemChange(ChangeKind.ANSWERED, item)


def items_from(forum: Reader, records: Iterable[Recommendation]) -> tuple[ReviewItem, ...]:
    """What a city is told of these recommendations."""
    closed = _closed_notes(forum)
    return tuple(item_of(one, proposed_by=_proposer(forum, one, closed)) for one in records)


def _answered_at(forum: Reader, answer: Answer) -> datetime:
    """When an answer was sent, or else written for the last time."""
    if answer.sent is not None:
        return answer.sent
    latest = max((one.wall_ms for one in forum.log.revisions(answer.id)), default=0)
    return datetime.fromtimestamp(latest / 1000, UTC)


def offered(forum: Reader) -> tuple[Recommendation, ...]:
    """What is final or adopted; what stands in a group is asked about by the group's wording alone."""
    return tuple(one for one in by_themselves(forum) if one.status in _OFFERED)


def _closed_notes(forum: Reader) -> frozenset[str]:
    """The notes of which nobody may be told who said them."""
    closed = {one.id for one in forum.stream(Session) if one.attribution is Attribution.CHATHAM_HOUSE}
    rows = forum.rows(f"SELECT id, session, unattributed FROM at_{Note.KIND} WHERE deleted = 0")  # noqa: S608
    return frozenset(row[0] for row in rows if row[2] or row[1] in closed)


def _proposer(forum: Reader, record: Recommendation, closed: frozenset[str]) -> str:
    """The city that proposed it, where it may be told of it and of everything that it was made of."""
    everything = (record, *leaves_of(forum, record))
    return record.city if all(_may_tell_city(forum, one, closed) for one in everything) else ""


def _may_tell_city(forum: Reader, record: Recommendation, closed: frozenset[str]) -> bool:
    session = forum.get(Session, record.session)
    rule = session.attribution if session else Attribution.CITY
    hushed = record.unattributed or not closed.isdisjoint(record.sources)
    return disclosure(rule, unattributed=hushed).city
