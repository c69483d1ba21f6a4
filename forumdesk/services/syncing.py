"""Exchange with a hub, as far as it is about the forum file: what is to be sent, and what came in, in short acts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from forumdesk.domain.attachments import Attachment
from forumdesk.domain.errors import BadInput, ForumDeskError, ReadOnlyForum
from forumdesk.domain.merkle import Span
from forumdesk.domain.revisions import Revision
from forumdesk.services.attesting import Attesting
from forumdesk.services.delivering import (
    Arrival,
    Came,
    Delivering,
    Delivery,
    Leaving,
    Refused,
    is_here,
    leaving,
    take_delivery,
)
from forumdesk.services.history import laptop_name
from forumdesk.services.identity import Identity
from forumdesk.services.keeping import Keeping
from forumdesk.services.outgoing import built_on, came_back
from forumdesk.services.trust import Trust
from forumdesk.storage.blobs import blob, digests, put_blob
from forumdesk.storage.carried import Numbers, numbers_from, parted, united
from forumdesk.storage.database import Database
from forumdesk.storage.work import Reader

BEFORE = "before exchange"
"""Why a snapshot is taken when a forum meets a hub for the first time."""
ACT = "sync"
TOGETHER, _MOST_LETTERS = 1000, 8_000_000
"""So many revisions, or so many letters of what they say, are sent at once."""
_MOST_BODY, _MOST_HEADER = 8 * 1024 * 1024, 1024 * 1024
"""So many bytes of what one revision says a hub keeps, and of its header."""
_MOST_BYTES = 8 * 1024 * 1024
"""Bytes of what revisions say that are sent together, unless a single one has more."""
_ADDRESS, _REACHED = "hub-address", "hub "
_MOST_REFUSED = 1000
_TOO_LONG = "A revision holds more than a hub keeps, so it was not sent."
_ALTERED = "A revision was altered after it was written, so it was not sent."
_NOBODY = "Nobody vouches for a revision, so it was not sent."


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How far this file has come with one hub; kept with the file, so that a restored copy is as far as it was."""

    pushed: int = 0
    """Place in our log up to which the hub has everything that may leave."""
    aside: Numbers = field(default_factory=dict)
    """What of that was set aside when it was to be sent, so that the hub lacks it."""
    pulled: int = 0
    """Place in the hub's log up to which everything is here, or was refused."""
    received: bool = False
    """Whether anything came from there yet."""
    known: int = 0
    """The highest place in the hub that was ever seen from here, and the revision that lies there: a hub that was
    restored from an older copy lacks it, or holds another one there."""
    mark: str = ""
    refused: tuple[Span, ...] = ()
    """Places in the hub of what was refused or left out: asked for again each time, for it may have been put right, and
    never counted as there when we are to send the same."""
    sizes: Mapping[str, int] = field(default_factory=dict)
    """How far branches had come when we sent something of them last."""

    def lacks(self, places: Iterable[int]) -> bool:
        """Whether at none of these places of the hub lies what was found sound."""
        return not any(all(place < first or last < place for first, last in self.refused) for place in places)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was not taken in or not sent, and why."""

    place: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Revisions to be sent, how far in our log they reach, and what of that is kept back because it is set aside."""

    revisions: tuple[Revision, ...]
    up_to: int
    aside: Numbers
    total: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of deliveries that arrived."""

    reached: Reached
    act: str
    fresh: int = 0
    aside: int = 0
    distrusted: int = 0
    doubled: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged:
    """What one exchange with a hub did."""

    hub: str
    """Its address, without a password."""
    sent: int = 0
    received: int = 0
    photos_sent: int = 0
    photos_received: int = 0
    conflicts: int = 0
    """Values that differ since."""
    aside: int = 0
    """Revisions that came again, are set aside here, and stay so."""
    distrusted: int = 0
    """Revisions that were left out, for their laptop is not trusted any more."""
    doubled: tuple[str, ...] = ()
    """Laptops under whose keys two different logs were written, by name: the keys were copied. Both are kept."""
    refused: tuple[Refusal, ...] = field(default=())
    healed: bool = False
    """Whether the hub had lost what it once had, and got it again."""


class Syncing:
    """The file's side of an exchange; each call is short, so that notes are kept in between."""

    def __init__(self, database: Database, keeping: Keeping, attesting: Attesting, identity: Identity) -> None:
        self._database = database
        self._keeping = keeping
        self._attesting = attesting
        self._identity = identity
        self._delivering: Delivering | None = None

    # ---- what is remembered

    def forum(self) -> str:
        """The forum as hubs call it: the revision with which it began."""
        if self._database.read_only:
            raise ReadOnlyForum(
                "“{name}” can only be read here, so nothing was exchanged.",
                "{reason}",
                name=self._database.path.name,
                reason=self._database.access.reason,
            )
        return self.key()

    def key(self) -> str:
        """The same, only read: what a hub is told to admit somebody to."""
        with self._database.read() as forum:
            begun = forum.begun
        if not begun:
            raise BadInput("This file holds no forum that was begun, so it cannot be exchanged.")
        return begun

    @property
    def address(self) -> str:
        """The hub with which this forum was exchanged last; never with a password."""
        return self._database.remembered(_ADDRESS)

    def remember_address(self, shown: str) -> None:
        """Keep the address for the next time."""
        if shown != self.address:
            self._database.remember(_ADDRESS, shown)

    def reached(self, hub: str) -> Reached:
        """How far this file has come with a hub; what is not understood counts as not met yet."""
        try:
            said = json.loads(self._database.remembered(f"{_REACHED}{hub}"))
            spans = tuple((int(first), int(last)) for first, last in said["refused"])
            aside = numbers_from(said["aside"])
            return Reached(**{**said, "refused": spans, "sizes": dict(said["sizes"]), "aside": aside})
        except (ValueError, TypeError, KeyError, AttributeError):
            return Reached()

    def remember(self, hub: str, reached: Reached) -> None:
        """Keep how far it has come; with the act that is under way, where there is one."""
        self._database.remember(f"{_REACHED}{hub}", json.dumps(asdict(reached)))

    # ---- what is sent

    def outgoing(self, hub: str, reached: Reached) -> Outgoing:
        """What comes next to be sent, after it is remembered how far it has come; our own words are signed first."""
        if reached != self.reached(hub):
            self.remember(hub, reached)
        with self._database.read() as forum:
            if _speaks_unsigned(forum):
                self._attesting.sign()
            chosen, up_to = _chosen(forum, reached.pushed)
            now, total = forum.log.known.aside_spans, forum.log.newest()
            if up_to == reached.pushed:
                aside = {branch: list(spans) for branch, spans in now.items()}
                back = list(came_back(forum, reached.aside))
                chosen = [*back, *built_on(forum, back)]
            else:  # of what was passed over before, anything may have come back since
                both = (reached.aside, now)
                branches = {branch for one in both for branch in one}
                aside = {nr: united(span for one in both for span in one.get(nr, ())) for nr in branches}
        return Outgoing(tuple(chosen), up_to, aside, total)

    def delivered(self, some: Sequence[Revision], reached: Reached) -> tuple[tuple[Delivery, ...], tuple[Refusal, ...]]:
        """These revisions with who vouches for them, in parts that a hub takes, and what cannot be sent."""
        ready, refused = list[Leaving](), list[Refusal]()
        for one in some:
            try:
                made = leaving(one)
            except BadInput:
                refused.append(Refusal(0, _ALTERED))
                continue
            if len(made.entry.body.encode()) > _MOST_BODY or len(made.entry.header) > _MOST_HEADER:
                refused.append(Refusal(0, _TOO_LONG))
            else:
                ready.append(made)
        deliveries: list[Delivery] = []
        with self._database.read() as forum:
            if self._delivering is None or not self._delivering.holds_for(forum):
                self._delivering = Delivering(forum)
            for part in _parts(ready):
                vouched, left = self._delivering.vouched(forum, part, reached.sizes)
                deliveries += vouched
                refused += [Refusal(0, _NOBODY) for _ in left]
        return tuple(deliveries), tuple(refused)

    def photos(self) -> tuple[str, ...]:
        """The digests of the photos that are here."""
        with self._database.read() as forum:
            return digests(forum)

    def photo(self, digest: str) -> bytes | None:
        """The bytes of a photo; none where they are damaged, which the check of the file tells."""
        with self._database.read() as forum:
            try:
                return blob(forum, digest)
            except ForumDeskError:
                return None

    # ---- what came in

    def prepare(self, reached: Reached) -> int:
        """Keep a copy before anything comes in, at the first contact under a name of its own; count conflicts."""
        if reached.received:
            self._keeping.take_before()
        else:
            self._keeping.take(BEFORE)
        return self.conflicts()

    def conflicts(self) -> int:
        """How many values differ."""
        with self._database.read() as forum:
            return sum(len(keys) for _, _, keys in forum.conflicts())

    def take(self, hub: str, reached: Reached, arrived: Sequence[Arrival], act: str) -> Taken:
        """Take in what arrived, as a part of an act, and remember in the same breath how far it has come."""
        with self._database.write(ACT, going_on=act) as work:
            trust, before = Trust(work), work.log.newest()
            came = [take_delivery(work, one, trust) for one in arrived]
            told = [one for each in arrived for one in each.refused if not _is_here(work, one)]
            newest = work.log.newest()
            reached = replace(
                reached,
                # What came from the hub need not go back there; only where nothing of ours waits in between.
                pushed=newest if reached.pushed == before else reached.pushed,
                received=True,
                refused=_asked_again(reached.refused, arrived, came),
            )
            self.remember(hub, reached)
            doubled = sorted({laptop for one in came for laptop in one.doubled})
            names = tuple(laptop_name(work, laptop) or laptop[:8] for laptop in doubled)
            part = work.act_id
        self._delivering = None
        if self._database.laptop.device in doubled:
            self._identity.renew()  # somebody else writes under our keys: from the next start on this is another laptop
        return Taken(
            reached,
            part,
            fresh=sum(one.fresh for one in came),
            aside=sum(one.aside for one in came),
            distrusted=trust.left_out,
            doubled=names,
            refused=tuple(Refusal(one.place, one.sentence) for one in told),
        )

    def photos_wanted(self) -> tuple[str, ...]:
        """The digests of photos that are pinned here and whose bytes have not come yet."""
        with self._database.read() as forum:
            wanted = {one.digest for one in forum.stream(Attachment) if one.digest}
            return tuple(sorted(wanted - set(digests(forum))))

    def keep_photo(self, content: bytes) -> None:
        """Keep the bytes of a photo that were verified."""
        with self._database.write(ACT) as work:
            put_blob(work, content)


def _speaks_unsigned(forum: Reader) -> bool:
    """Whether this laptop wrote anything that it did not vouch for yet."""
    if not forum.log.has_own_branch:
        return False
    own = forum.log.own_branch
    signed = forum.attestations.signed(own, forum.begun)
    return signed is None or signed.head.size != forum.log.size_of(own)


def _chosen(forum: Reader, place: int) -> tuple[list[Revision], int]:
    """What may leave of what arrived next, with all that it goes on from, and up to which place it reaches."""
    chosen: dict[str, Revision] = {}
    letters, up_to = 0, forum.log.newest()
    for seq, one in forum.log.leaving(place):
        if len(chosen) >= TOGETHER or letters > _MOST_LETTERS:
            break
        up_to = seq
        chosen[one.id] = one
        letters += sum(len(said) for said in one.fields.values() if isinstance(said, str))
    else:
        up_to = forum.log.newest()
    chosen.update({one.id: one for one in tuple(built_on(forum, chosen.values()))})
    return list(chosen.values()), up_to


def _parts(ready: Sequence[Leaving]) -> Iterator[list[Leaving]]:
    """What is to be sent, in parts that a hub takes together."""
    part: list[Leaving] = []
    size = 0
    for one in ready:
        bytes_of = len(one.entry.body.encode())
        if part and size + bytes_of > _MOST_BYTES:
            yield part
            part, size = [], 0
        part.append(one)
        size += bytes_of
    if part:
        yield part


def _is_here(forum: Reader, one: Refused) -> bool:
    return one.numbered is not None and is_here(forum, *one.numbered, one.id)


def _asked_again(before: Sequence[Span], arrived: Sequence[Arrival], came: Sequence[Came]) -> tuple[Span, ...]:
    """The places that are to be asked for again: those of before that were not asked just now, and what is left now."""
    asked = united([one.span for one in arrived])
    left = [(place, place) for one in came for place in one.left]
    refused = [(one.place, one.place) for each in arrived for one in each.refused]
    return tuple(united([*parted(before, asked), *left, *refused])[:_MOST_REFUSED])
