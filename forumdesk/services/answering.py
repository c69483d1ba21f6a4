"""Answer as a city: decide on each recommendation, send what is complete, and correct what was sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forumdesk.domain.answers import Answer, answer_id, standing_answers
from forumdesk.domain.cities import City
from forumdesk.domain.errors import BadInput, NotFound
from forumdesk.domain.handover import Errand, Scope
from forumdesk.domain.review import ReviewItem, ReviewPack, item_changes
from forumdesk.services.cities import cities_in
from forumdesk.services.packs import items_of, packs_of
from forumdesk.storage.layout import table_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from forumdesk.domain.clock import Clock
    from forumdesk.services.packing import Packed, Packing, Seal
    from forumdesk.services.places import Places
    from forumdesk.storage.database import Database
    from forumdesk.storage.work import Reader, Work


@dataclass(frozen=True, slots=True)
class Question:
    """A recommendation that a city was asked about, with its answer so far."""

    item: ReviewItem
    answer: Answer
    before: ReviewItem | None = None
    """As it read in the pack before, where it reads otherwise now."""
    is_new: bool = False
    """Whether the pack before did not hold it."""
    is_withdrawn: bool = False
    """Whether the newest pack does not hold it any more; its answer stays."""
    conflicts: tuple[str, ...] = ()
    """The fields on which people of this city disagree."""


@dataclass(frozen=True, slots=True)
class Review:
    """All that one city was asked, and how far it came."""

    city: City
    packs: tuple[ReviewPack, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def answered(self) -> int:
        """How many have a decision."""
        return sum(bool(one.answer.decision) for one in self.questions)

    @property
    def ready(self) -> tuple[Question, ...]:
        """Those that can be sent and were not."""
        return tuple(
            one for one in self.questions if one.answer.is_complete and not one.answer.is_sent and not one.conflicts
        )


@dataclass(frozen=True, slots=True)
class Returned:
    """What was sent back: the package, how many answers it sends for the first time, and what stayed behind."""

    packed: Packed
    sent: int
    stayed: int
    labels: tuple[str, ...] = field(default=())
    """The recommendations that were begun and lack something."""


class Answering:
    """Keeps the answers of cities."""

    def __init__(self, database: Database, clock: Clock, places: Places, packing: Callable[[], Packing]) -> None:
        self._database = database
        self._clock = clock
        self._places = places
        self._packing = packing

    def asked(self) -> tuple[City, ...]:
        """The cities that have a pack here, by name."""
        with self._database.read() as forum:
            keys = {one.key for one in forum.stream(ReviewPack)}
            return tuple(one for one in cities_in(forum, self._places) if one.key in keys)

    def review(self, city: City) -> Review:
        """What a city was asked, by number, with its answers."""
        with self._database.read() as forum:
            return review_of(forum, city)

    def answer(self, city: City, recommendation: str, **fields: Any) -> Answer:
        """Say something to a recommendation: any fields of the answer at once."""
        with self._database.write("answer-recommendation") as work:
            return work.put(standing(work, city, recommendation).changed(**fields))

    def correct(self, city: City, recommendation: str) -> Answer:
        """Begin a new answer with what the sent one says; the sent one stays as it is."""
        with self._database.write("correct-answer") as work:
            return work.put(standing(work, city, recommendation).corrected())

    def send(self, city: City, path: Path, *, sealed: Seal | None = None) -> Returned:
        """Send what is complete: it stays as it is from now on, and a package with all that was sent is written."""
        with self._database.read() as forum:
            found = review_of(forum, city)
        behind = [one for one in found.questions if one.answer.is_begun and not one.answer.is_sent]
        behind = [one for one in behind if one not in found.ready]
        if not found.ready and not any(one.answer.is_sent for one in found.questions):
            raise BadInput("No answer is ready to be sent yet.", "Decide on a recommendation first.")
        if found.ready:
            with self._database.write("send-answers") as work:
                for one in found.ready:
                    _send(work, one.answer.sent_at(self._clock.now()))
        scope = Scope(city=city.name, place=city.place, errand=Errand.ANSWERS)
        packed = self._packing().pack(path, scope, sealed=sealed)
        return Returned(packed, len(found.ready), len(behind), tuple(one.item.label for one in behind))


def review_of(forum: Reader, city: City) -> Review:
    """What a city was asked, by number, with its answers."""
    packs = packs_of(forum, city.key)
    newest = {one.recommendation: one for one in items_of(forum, packs[-1:])}
    every = {one.recommendation: one for pack in packs for one in items_of(forum, (pack,))}
    earlier = items_of(forum, packs[-2:-1])
    before = {one.recommendation: one for one in earlier}
    changed = {one.item.recommendation for one in item_changes(earlier, newest.values()) if one.before is not None}
    answers = standing_answers(forum.all(Answer))
    differing = conflicts_of_answers(forum)
    questions = []
    for key, item in every.items():
        answer = answers.get((city.key, key)) or blank(city, key)
        questions.append(
            Question(
                item,
                answer,
                before=before[key] if key in changed else None,
                is_new=bool(earlier) and key in newest and key not in before,
                is_withdrawn=key not in newest,
                conflicts=differing.get(answer.id, ()),
            )
        )
    return Review(city, packs, tuple(sorted(questions, key=lambda one: (one.item.number, one.item.twin, one.item.id))))


def blank(city: City, recommendation: str) -> Answer:
    """The answer that was not begun yet."""
    made = answer_id(city.key, recommendation)
    return Answer(id=made, recommendation=recommendation, city=city.name, place=city.place)


def standing(forum: Reader, city: City, recommendation: str) -> Answer:
    """The answer that counts for a city: the last correction; a blank one where it was asked and said nothing."""
    found = standing_answers(forum.all(Answer, recommendation=recommendation)).get((city.key, recommendation))
    if found is not None:
        return found
    if not any(one.recommendation == recommendation for one in items_of(forum, packs_of(forum, city.key))):
        raise NotFound(
            "{city} was not asked about this recommendation.", "Send it a review pack first.", city=city.name
        )
    return blank(city, recommendation)


def conflicts_of_answers(forum: Reader) -> Mapping[str, tuple[str, ...]]:
    """The fields in conflict, by answer."""
    rows = forum.rows(f"SELECT id, conflicts FROM {table_name(Answer.KIND)} WHERE conflicts <> ''")  # noqa: S608
    return {str(row[0]): tuple(str(row[1]).split("\n")) for row in rows}


def _send(work: Work, answer: Answer) -> None:
    """Say all of the answer once more, sent: an edit of somebody who had not seen this then shows as a conflict."""
    work.say(Answer.KIND, answer.id, answer.everything_said())
