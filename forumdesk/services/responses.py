"""Look over what cities answered: the matrix, its gaps, commitments by date, initiatives of cities that said yes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from forumdesk.domain.answers import Answer, standing_answers
from forumdesk.domain.errors import NotAllowed, NotFound
from forumdesk.domain.ids import natural_id, new_id
from forumdesk.domain.initiatives import Initiative
from forumdesk.domain.responses import CityChange, Matrix, Row
from forumdesk.domain.review import ReviewItem, ReviewPack
from forumdesk.domain.text import one_line
from forumdesk.services.answering import conflicts_of_answers
from forumdesk.services.cities import cities_in
from forumdesk.services.packs import Comparing, items_of
from forumdesk.services.places import Places
from forumdesk.storage.database import Database
from forumdesk.storage.work import Reader

_TITLE = 80


class Responses:
    """Reads what cities answered, and forms initiatives from it."""

    def __init__(self, database: Database, places: Places) -> None:
        self._database = database
        self._places = places

    def matrix(self) -> Matrix:
        """Everything that cities were asked, and answered."""
        with self._database.read() as forum:
            return matrix_in(forum, self._places)

    def overview(self, since: int = 0) -> tuple[Matrix, tuple[CityChange, ...]]:
        """The same with what changed for each city since its pack of this number, or the one before its newest."""
        with self._database.read() as forum:
            found = matrix_in(forum, self._places)
            return found, changes_of_cities(forum, found, since)

    def form_initiative(self, recommendation: str, lead: str = "") -> Initiative:
        """Begin an initiative of the cities that said yes: one leads, the others are partners."""
        with self._database.write("form-initiative") as work:
            found = matrix_in(work, self._places)
            row = next((one for one in found.rows if one.item.recommendation == recommendation), None)
            if row is None:
                raise NotFound("No city was asked about this recommendation.", "Send review packs first.")
            if not row.yes:
                raise NotAllowed("No city said yes to {label} yet.", "Wait for the answers.", label=row.item.label)
            return work.put(_initiative(row, lead))


def matrix_in(forum: Reader, places: Places) -> Matrix:
    """Everything that cities were asked, and answered, from a forum that is being read."""
    packs = forum.all(ReviewPack, "number, sent")
    if not packs:
        return Matrix()  # nobody was asked: the cities of the world need not be read
    asked = {one.key for one in packs}
    cities = tuple(one for one in cities_in(forum, places) if one.key in asked)
    answers = standing_answers(forum.stream(Answer))
    rows = []
    for item in _newest(forum, packs):
        of_item = {one.key: one for (_, about), one in answers.items() if about == item.recommendation}
        rows.append(Row(item, of_item))
    return Matrix(cities, tuple(rows), conflicts_of_answers(forum))


def changes_of_cities(forum: Reader, found: Matrix, since: int = 0) -> tuple[CityChange, ...]:
    """What changed for each city since its pack of this number, or since the one before its newest; by number."""
    if not found.cities:
        return ()
    comparing = Comparing(forum)
    changes = [
        CityChange(natural_id(pack.id, one.item.recommendation, one.kind), city, pack.number, one)
        for city in found.cities
        for pack in _compared(comparing.of(city.key), since)
        for one in comparing.since(pack)
    ]
    return tuple(sorted(changes, key=lambda one: (one.change.item.number, one.city.name, one.change.kind)))


def _compared(packs: Sequence[ReviewPack], since: int) -> Sequence[ReviewPack]:
    return [pack for pack in packs if pack.number == since] if since else packs[-2:][:1]


def _newest(forum: Reader, packs: Sequence[ReviewPack]) -> Iterable[ReviewItem]:
    """Each recommendation as cities were last asked about it, by its number now."""
    by_id: dict[str, ReviewItem] = {one.id: one for one in items_of(forum, packs)}
    found: dict[str, ReviewItem] = {}
    for pack in sorted(packs, key=lambda one: (one.sent is not None, one.sent)):
        found.update({by_id[one].recommendation: by_id[one] for one in pack.items if one in by_id})
    return sorted(found.values(), key=lambda one: (one.number, one.id))


def _initiative(row: Row, lead: str) -> Initiative:
    names = {one.city: None for one in row.yes}
    if lead and lead not in names:
        raise NotAllowed("{city} did not say yes to {label}.", city=lead, label=row.item.label)
    leading = lead or next(iter(names))
    title = one_line(row.item.text)
    costs = [f"{one.city}: {one.cost} {one.currency}".strip() for one in row.yes if one.cost]
    dates = [one.due for one in row.yes if one.due]
    return Initiative(
        id=new_id(),
        title=title if len(title) <= _TITLE else f"{title[: _TITLE - 1].rstrip()}…",
        lead_city=leading,
        partner_cities=tuple(sorted(name for name in names if name != leading)),
        scope=row.item.text,
        ends=max(dates, default=None),
        resources="\n".join(costs),
        indicator=row.item.indicator,
        recommendations=(row.item.recommendation,),
    )
