"""Exchange with a hub: what takes its time on the network happens here; the file is asked in short turns between."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Protocol, TypeVar

from forumdesk.domain.errors import BadInput, Cancelled, HubAway
from forumdesk.domain.revisions import Revision
from forumdesk.exchange.deliveries import Entry
from forumdesk.services.delivering import Arrival, Delivery, arrival
from forumdesk.services.progress import Progress, unwatched
from forumdesk.services.syncing import TOGETHER, Exchanged, Reached, Syncing
from forumdesk.storage.foreign import MOST_REVISIONS
from forumdesk.storage.hub import keeping
from forumdesk.storage.hub.address import Address, address_of
from forumdesk.storage.hub.log import HubDelivery, HubLog, hub_log

T = TypeVar("T")
_MOST_ROUNDS = 50
"""So often others may be quicker with the very same before it is left for the next time."""


class AtFile(Protocol):
    """Does a short step with the forum file on the thread that owns it, and waits for the answer."""

    def __call__(self, step: Callable[[Syncing], T], /) -> T:
        """What the step returns; what it raises is raised."""
        ...


class Exchange:
    """One exchange of one forum with one hub, on a thread of its own or not; cut at any moment it loses nothing.

    Each batch is durable on its side before it is remembered as done, and both sides pass over what they have, so
    that a batch which was cut is only sent again.
    """

    def __init__(self, address: str, at_file: AtFile, *, password: str = "") -> None:
        self._address: Address = address_of(address, password)
        self._at_file = at_file
        self._log: HubLog | None = None
        self._stopped = False

    def stop(self) -> None:
        """End it from another thread, even while it waits for the network."""
        self._stopped = True
        log = self._log  # the other thread may let go of it just now
        if log is not None:
            log.hang_up()

    def run(self, progress: Progress = unwatched) -> Exchanged:
        """Send what the hub lacks, take in what this file lacks, and tell what happened."""
        forum = self._at_file(Syncing.forum)
        progress(0, 0, "connect")
        with self._talking(forum) as log:
            self._at_file(partial(Syncing.remember_address, shown=self._address.shown))
            talk = _Talk(log, self._address, forum, self._at_file, progress)
            talk.compare()
            talk.send_photos()
            talk.send()
            talk.receive()
            # What was kept meanwhile, and what this laptop is called where it wrote for the first time just now.
            talk.send()
            talk.fetch_photos()
            return talk.done

    @contextmanager
    def _talking(self, forum: str) -> Iterator[HubLog]:
        with hub_log(self._address, forum) as log:
            self._log = log
            try:
                if self._stopped:
                    raise Cancelled("Stopped; what was exchanged until then is kept.")
                yield log
            finally:
                self._log = None


class _Talk:
    """One exchange under way: how far it has come, and what it did so far."""

    def __init__(self, log: HubLog, address: Address, forum: str, at_file: AtFile, progress: Progress) -> None:
        self._log = log
        self._address = address
        self._forum = forum
        self._at_file = at_file
        self._progress = progress
        self._reached = Reached()
        self._act = ""
        self._conflicts = -1
        self._asked = False
        """Whether what was refused before was asked for again."""
        self.done = Exchanged(hub=address.shown)

    def compare(self) -> None:
        """Learn how far this file has come; from the beginning with a hub that lost what it once had."""
        self._reached = self._at_file(partial(Syncing.reached, hub=self._log.hub))
        standing = self._log.standing(self._reached.known)
        if standing.place > MOST_REVISIONS:
            raise BadInput("The hub “{hub}” holds far more than a forum does.", hub=self._address.place)
        if standing.marked != self._reached.mark:
            self._reached, self.done = Reached(), replace(self.done, healed=True)

    # ---- sending

    def send_photos(self) -> None:
        """Photos go first, so that nobody meets a photo's record whose bytes never come."""
        here = self._at_file(Syncing.photos)
        lacking = sorted(self._log.photos_lacking(here)) if here else []
        for number, digest in enumerate(lacking):
            self._progress(number, len(lacking), "photos")
            content = self._at_file(partial(Syncing.photo, digest=digest))
            if content is not None:
                self._log.keep_photo(digest, content)
                self.done = replace(self.done, photos_sent=self.done.photos_sent + 1)

    def send(self) -> None:
        """Send what the hub lacks; where others were quicker with the same, what they sent is looked at first."""
        for _ in range(_MOST_ROUNDS):
            if self._sent_all():
                return
            self.receive()
        raise HubAway(
            "The hub “{hub}” is very busy just now.",
            "What was exchanged is kept; the next time goes on from there.",
            hub=self._address.place,
        )

    def _sent_all(self) -> bool:
        """Send part after part; tell whether all of it is there, or something came that has to be looked at first.

        What is kept meanwhile goes along once, and the next time: whoever types on would keep it busy for ever.
        """
        up_to = -1
        while True:
            outgoing = self._at_file(partial(Syncing.outgoing, hub=self._log.hub, reached=self._reached))
            before = self._reached.pushed, self._reached.aside
            if (outgoing.up_to, outgoing.aside) == before:
                return True
            if 0 <= up_to < self._reached.pushed:
                return True
            up_to = outgoing.total if up_to < 0 else up_to
            if outgoing.revisions:
                self._progress(self._reached.pushed, outgoing.total, "send")
            for at in range(0, len(outgoing.revisions), TOGETHER):
                if not self._sent(outgoing.revisions[at : at + TOGETHER]):
                    return False
            self._reached = replace(self._reached, pushed=outgoing.up_to, aside=outgoing.aside)

    def _sent(self, some: Sequence[Revision]) -> bool:
        """Ask first which the hub lacks: ids are short, and what came from a hub need not go back."""
        found = self._log.found([one.id for one in some])
        if any(place > self._reached.pulled for places in found.values() for place in places):
            return False
        new = [one for one in some if self._reached.lacks(found.get(one.id, ()))]
        if not new:
            return True
        deliveries, refused = self._at_file(partial(Syncing.delivered, some=new, reached=self._reached))
        if not all(map(self._added, deliveries)):
            return False
        self.done = replace(self.done, refused=(*self.done.refused, *refused))
        return True

    def _added(self, one: Delivery) -> bool:
        added = self._log.add(one.entries, one.heads, seen=self._reached.pulled)
        if added is None:
            return False
        reached, many = self._reached, len(one.entries)
        # What we sent need not come back; only where nothing of others lies in between.
        pulled = added.place if added.place - many == reached.pulled else reached.pulled
        sizes = {**reached.sizes, **one.sizes}
        self._reached = replace(reached, known=added.place, mark=added.newest, pulled=pulled, sizes=sizes)
        self.done = replace(self.done, sent=self.done.sent + many)
        return True

    # ---- receiving

    def receive(self) -> None:
        """Take in what came since, each delivery judged before anything of it is taken in."""
        asked, self._asked = () if self._asked else self._reached.refused, True
        coming = [*self._log.at(asked), *self._log.after(self._reached.pulled)]
        if not coming:
            return
        if self._conflicts < 0:
            self._conflicts = self._at_file(partial(Syncing.prepare, reached=self._reached))
        while coming:
            self._progress(self._reached.pulled, max(self._reached.known, coming[-1].last), "receive")
            self._take(coming, asked)
            asked, coming = (), self._log.after(self._reached.pulled)
        now = self._at_file(Syncing.conflicts)
        self.done = replace(self.done, conflicts=max(0, now - self._conflicts))

    def _take(self, coming: Sequence[HubDelivery], asked: Sequence[tuple[int, int]]) -> None:
        reached = self._advanced(coming, asked)
        arrived = [self._judged(one) for one in coming]
        step = partial(Syncing.take, hub=self._log.hub, reached=reached, arrived=arrived, act=self._act)
        taken = self._at_file(step)
        self._reached, self._act, done = taken.reached, taken.act, self.done
        self.done = replace(
            done,
            received=done.received + taken.fresh,
            aside=done.aside + taken.aside,
            distrusted=done.distrusted + taken.distrusted,
            doubled=tuple(dict.fromkeys((*done.doubled, *taken.doubled))),
            refused=(*done.refused, *taken.refused),
        )

    def _judged(self, one: HubDelivery) -> Arrival:
        placed = [(row.place, Entry(row.id, row.header, row.body)) for row in one.rows]
        return arrival((one.first, one.last), placed, one.heads, self._forum)

    def _advanced(self, coming: Sequence[HubDelivery], asked: Sequence[tuple[int, int]]) -> Reached:
        """How far it has come with these; a hub that answers out of order would lead round in circles."""
        reached, place = self._reached, self._reached.pulled
        for one in coming:
            again = any(first <= one.last and one.first <= last for first, last in asked)
            if not again and not place < one.first <= one.last:
                raise BadInput("The hub “{hub}” does not answer as a hub does.", hub=self._address.place)
            place = max(place, one.last)
        newest = coming[-1]
        if place > reached.known:
            mark = newest.rows[-1].id if newest.rows else ""
            reached = replace(reached, known=place, mark=mark)
        return replace(reached, pulled=place)

    def fetch_photos(self) -> None:
        """Fetch the photos that are pinned here and whose bytes have not come."""
        wanted = self._at_file(Syncing.photos_wanted)
        for number, digest in enumerate(wanted):
            self._progress(number, len(wanted), "photos")
            content = self._log.photo(digest)
            if content is not None:
                self._at_file(partial(Syncing.keep_photo, content=content))
                self.done = replace(self.done, photos_received=self.done.photos_received + 1)


def prepare(address: str, password: str = "") -> bool:
    """Prepare a database to be a hub; once more changes nothing. Tell whether it was none before."""
    return keeping.prepare(address_of(address, password))


def admit(address: str, forum: str, role: str, password: str = "") -> None:
    """Let a role exchange one forum."""
    keeping.admit(address_of(address, password), forum, role)


def dismiss(address: str, forum: str, role: str, password: str = "") -> None:
    """Let a role exchange a forum no more; what it brought stays."""
    keeping.dismiss(address_of(address, password), forum, role)


def members(address: str, password: str = "") -> tuple[tuple[str, str, int], ...]:
    """Every forum of the hub with each role that is admitted and how many revisions there are."""
    return keeping.members(address_of(address, password))
