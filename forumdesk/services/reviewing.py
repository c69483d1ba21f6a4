"""Ask cities: send each its pack of recommendations, as a package or a workbook, and tell what changed since."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from forumdesk.domain.answers import Answer, answer_id
from forumdesk.domain.cities import City
from forumdesk.domain.clock import Clock
from forumdesk.domain.errors import BadInput, CannotWrite, ForumDeskError, NotFound
from forumdesk.domain.forum import FORUM_ID, Forum
from forumdesk.domain.handover import Errand, Scope
from forumdesk.domain.ids import new_id
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.review import ItemChange, ReviewItem, ReviewPack
from forumdesk.services.cities import cities_in, city_named
from forumdesk.services.leaks import leaks_in
from forumdesk.services.packs import Comparing, items_from, offered, packs_of
from forumdesk.services.places import Places
from forumdesk.services.progress import Progress, unwatched
from forumdesk.services.referencing import Referencing
from forumdesk.storage.acts import find_act, take_back
from forumdesk.storage.database import Database
from forumdesk.storage.groups import top_of
from forumdesk.storage.work import Reader, Work

if TYPE_CHECKING:
    from forumdesk.services.packing import Packing, Seal

LANGUAGES = ("en", "fr", "es", "ar")
"""Languages in which a pack can be read, the first where a city's own is none of them."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is sent to whom: every final recommendation unless some are picked, in each city's own language."""

    cities: tuple[str, ...]
    recommendations: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class SentPack:
    """A pack that was written to a file."""

    path: Path
    pack: ReviewPack
    fingerprint: str = ""
    """How the laptop's signature of a package is read out; empty for a workbook."""


@dataclass(frozen=True, slots=True)
class Since:
    """What changed for a city since one of its packs."""

    pack: ReviewPack
    changes: tuple[ItemChange, ...]


class Reviewing:
    """Prepares and writes review packs."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        places: Places,
        referencing: Referencing,
        packing: Callable[[], Packing],
    ) -> None:
        self._database = database
        self._clock = clock
        self._places = places
        self._referencing = referencing
        self._packing = packing

    # ---- looking

    def cities(self) -> tuple[City, ...]:
        """The cities that may be asked."""
        with self._database.read() as forum:
            return cities_in(forum, self._places)

    def city(self, name: str) -> City:
        """The city of this name."""
        return city_named(self.cities(), name)

    def offered(self) -> tuple[Recommendation, ...]:
        """The recommendations about which cities are asked unless others are picked."""
        with self._database.read() as forum:
            return offered(forum)

    def packs(self, city: City) -> tuple[ReviewPack, ...]:
        """What was sent to a city, the first pack first."""
        with self._database.read() as forum:
            return packs_of(forum, city.key)

    def cautions(self, recommendations: Sequence[str] = ()) -> tuple[str, ...]:
        """The labels of recommendations whose words tell who was in a closed room."""
        with self._database.read() as forum:
            picked = {one.id for one in _picked(forum, recommendations)}
            leaking = {leak.record for leak in leaks_in(forum) if leak.kind == Recommendation.KIND}
            found = [forum.get(Recommendation, one) for one in picked & leaking]
            return tuple(sorted(one.label for one in found if one is not None))

    def changes(self, city: City, since: int = 0) -> Since:
        """What changed for a city since a pack by its number; since the last but one where none is said.

        What is compared with is what would be sent now, or on a city's own laptop its newest pack.
        """
        with self._database.read() as forum:
            comparing = Comparing(forum)
            packs = comparing.of(city.key)
            if not packs:
                raise NotFound("Nothing was sent to {city} yet.", city=city.name)
            number = since or (packs[-2] if len(packs) > 1 else packs[0]).number
            pack = next((one for one in packs if one.number == number), None)
            if pack is None:
                numbers = ", ".join(str(one.number) for one in packs)
                raise NotFound(
                    "{city} has no pack {number}.", "Packs: {numbers}.", city=city.name, number=number, numbers=numbers
                )
            return Since(pack, comparing.since(pack))

    # ---- sending

    def send(
        self,
        order: Order,
        folder: Path,
        *,
        workbook: bool = False,
        sealed: Seal | None = None,
        progress: Progress = unwatched,
    ) -> tuple[SentPack, ...]:
        """Send every city of an order its pack, each as a file of its own in a folder."""
        chosen = [self.city(one) for one in order.cities]
        ending = ".xlsx" if workbook else ".forumpack"
        paths = [folder / f"{file_name(one.label)}{ending}" for one in chosen]
        return self._send(order, chosen, paths, sealed, progress)

    def send_to(
        self, order: Order, path: Path, *, sealed: Seal | None = None, progress: Progress = unwatched
    ) -> SentPack:
        """Send one city its pack as this file: a workbook where it ends in .xlsx, else a package."""
        (sent,) = self._send(order, [self.city(order.cities[0])], [path], sealed, progress)
        return sent

    def _send(
        self, order: Order, cities: Sequence[City], paths: Sequence[Path], sealed: Seal | None, progress: Progress
    ) -> tuple[SentPack, ...]:
        if not cities:
            raise BadInput("A pack needs a city to be sent to.", "Choose at least one.")
        if order.language and order.language not in LANGUAGES:
            raise BadInput(
                "A pack does not come in “{language}” yet.",
                "It comes in: {languages}.",
                language=order.language,
                languages=", ".join(LANGUAGES),
            )
        if sealed is not None and sealed.named and any(_is_workbook(path) for path in paths):
            raise BadInput("A workbook cannot be encrypted.", "Send a package, or leave the passphrase out.")
        for path in paths:
            if not path.parent.is_dir():
                raise CannotWrite(
                    "The folder “{folder}” does not exist.", "Choose a folder that is there.", folder=path.parent
                )
        packs, act = self._prepared(order, cities)
        sent: list[SentPack] = []
        try:
            for done, (pack, path) in enumerate(zip(packs, paths, strict=True)):
                progress(done, len(packs), "send")
                sent.append(self._written(pack, path, sealed))
        except ForumDeskError:
            for one in sent:  # a pack that is taken back was never sent
                one.path.unlink(missing_ok=True)
            self._take_back(act)
            raise
        return tuple(sent)

    def _prepared(self, order: Order, cities: Sequence[City]) -> tuple[list[ReviewPack], str]:
        """The packs in the forum; one that would say the same as the city's newest is that one again."""
        with self._database.write("send-review-packs") as work:
            records = _picked(work, order.recommendations)
            if not records:
                raise BadInput(
                    "There is no recommendation to send.", "Bring some to the status final on Recommendations first."
                )
            items = items_from(work, records)
            packs = [self._pack(work, one, items, order.language) for one in cities]
            for one in items:
                work.put(one)
            return packs, work.act_id if work.changes else ""

    def _pack(self, work: Work, city: City, items: Sequence[ReviewItem], language: str) -> ReviewPack:
        before = packs_of(work, city.key)
        wanted = language or _language(work, city)
        held = tuple(sorted(one.id for one in items))
        if before and (before[-1].items, before[-1].language) == (held, wanted):
            return before[-1]
        pack = work.put(
            ReviewPack(
                id=new_id(),
                city=city.name,
                place=city.place,
                number=before[-1].number + 1 if before else 1,
                language=wanted,
                sent=self._clock.now(),
                items=held,
            )
        )
        for item in items:
            blank = answer_id(city.key, item.recommendation)
            if work.get(Answer, blank) is None:
                work.put(Answer(id=blank, recommendation=item.recommendation, city=city.name, place=city.place))
        return pack

    def _written(self, pack: ReviewPack, path: Path, sealed: Seal | None) -> SentPack:
        if _is_workbook(path):
            return SentPack(self.write_workbook(pack, path), pack)
        scope = Scope(city=pack.city, place=pack.place, errand=Errand.REVIEW)
        packed = self._packing().pack(path, scope, sealed=sealed)
        return SentPack(packed.path, pack, packed.fingerprint)

    def write_workbook(self, pack: ReviewPack, path: Path) -> Path:
        """Write a pack with the answers so far as a workbook that can be filled in and brought back."""
        books = import_module("forumdesk.services.review_books")
        with self._database.read() as forum:
            written: Path = books.write(forum, self._referencing, self._places, pack, path, self._clock.now())
        return written

    def _take_back(self, act: str) -> None:
        """Take back what was prepared: a pack that was never written was never sent."""
        if act:
            with self._database.write("undo", target=act) as work:
                found = find_act(work, act)
                if found is not None:
                    take_back(work, found)


def _is_workbook(path: Path) -> bool:
    return path.suffix.casefold() == ".xlsx"


def _picked(forum: Reader, picked: Sequence[str]) -> tuple[Recommendation, ...]:
    if not picked:
        return offered(forum)
    asked = {top.id: top for one in picked for top in (top_of(forum, forum.require(Recommendation, one)),)}
    return tuple(sorted(asked.values(), key=lambda one: (one.number, one.twin)))


def _language(forum: Reader, city: City) -> str:
    record = forum.get(Forum, FORUM_ID)
    wanted = (city.language, *(record.languages if record else ()))
    return next((one for one in wanted if one in LANGUAGES), LANGUAGES[0])


def file_name(words: str) -> str:
    """Words as a name that every system takes for a file."""
    kept = "".join(letter if letter.isalnum() or letter in " ,-'" else " " for letter in words)
    return " ".join(kept.split()) or "city"
