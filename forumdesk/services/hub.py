"""Exchange with a hub: what takes its time on the network happens here; the file is asked in short turns between."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Protocol, TypeVar

from forumdesk.domain.errors import BadInput, Cancelled
from forumdesk.domain.revisions import REDACTED, check
from forumdesk.services.progress import Progress, unwatched
from forumdesk.services.syncing import Arrival, Exchanged, Outgoing, Reached, Syncing
from forumdesk.storage.foreign import MOST_REVISIONS
from forumdesk.storage.hub import keeping
from forumdesk.storage.hub.address import Address, address_of
from forumdesk.storage.hub.log import HubLog, HubRow, hub_log

T = TypeVar("T")


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
            done = Exchanged(hub=self._address.shown)
            reached, done = self._compared(log, done)
            done = self._send_photos(log, done, progress)
            reached, done = self._send(log, reached, done, progress)
            reached, done = self._receive(log, reached, done, progress)
            # What was kept meanwhile, and what this laptop is called where it wrote for the first time just now.
            _, done = self._send(log, reached, done, progress)
            return self._fetch_photos(log, done, progress)

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

    def _compared(self, log: HubLog, done: Exchanged) -> tuple[Reached, Exchanged]:
        """How far this file has come; from the beginning with a hub that lost what it once had."""
        reached = self._at_file(partial(Syncing.reached, hub=log.hub))
        standing = log.standing(reached.known)
        if standing.place > MOST_REVISIONS:
            raise BadInput("The hub “{hub}” holds far more than a forum does.", hub=self._address.place)
        if standing.marked == reached.mark:
            return reached, done
        return Reached(), replace(done, healed=True)

    # ---- sending

    def _send_photos(self, log: HubLog, done: Exchanged, progress: Progress) -> Exchanged:
        """Photos go first, so that nobody meets a photo's record whose bytes never come."""
        here = self._at_file(Syncing.photos)
        lacking = sorted(log.photos_lacking(here)) if here else []
        for number, digest in enumerate(lacking):
            progress(number, len(lacking), "photos")
            content = self._at_file(partial(Syncing.photo, digest=digest))
            if content is not None:
                log.keep_photo(digest, content)
                done = replace(done, photos_sent=done.photos_sent + 1)
        return done

    def _send(self, log: HubLog, reached: Reached, done: Exchanged, progress: Progress) -> tuple[Reached, Exchanged]:
        while True:
            outgoing = self._at_file(partial(Syncing.outgoing, hub=log.hub, reached=reached))
            done = replace(done, refused=(*done.refused, *outgoing.refused))
            if outgoing.up_to == reached.pushed:
                return reached, done
            progress(reached.pushed, outgoing.total, "send")
            added, reached = self._sent(log, reached, outgoing)
            done = replace(done, sent=done.sent + added)

    def _sent(self, log: HubLog, reached: Reached, outgoing: Outgoing) -> tuple[int, Reached]:
        """Ask first which the hub lacks: ids are short, and what came from a hub need not go back."""
        reached = replace(reached, pushed=outgoing.up_to)
        lacking = log.lacking([one.id for one in outgoing.revisions])
        new = [one for one in outgoing.revisions if one.id in lacking]
        if not new:
            return 0, reached
        added = log.add(new)
        return added.count, replace(reached, known=added.place, mark=added.newest)

    # ---- receiving

    def _receive(self, log: HubLog, reached: Reached, done: Exchanged, progress: Progress) -> tuple[Reached, Exchanged]:
        rows = [*log.at(reached.refused), *log.after(reached.pulled)]
        if not rows:
            return reached, done
        conflicts = self._at_file(partial(Syncing.prepare, reached=reached))
        act = ""
        while rows:
            progress(reached.pulled, max(reached.known, rows[-1].place), "receive")
            reached, arrived = self._advanced(reached, rows), self._arrived(log, rows)
            taken = self._at_file(partial(Syncing.take, hub=log.hub, reached=reached, arrived=arrived, act=act))
            reached, act = taken.reached, taken.act
            done = replace(done, received=done.received + taken.fresh, refused=(*done.refused, *taken.refused))
            rows = log.after(reached.pulled)
        return reached, replace(done, conflicts=max(0, self._at_file(Syncing.conflicts) - conflicts))

    def _advanced(self, reached: Reached, rows: Sequence[HubRow]) -> Reached:
        """How far it has come with these; a hub that answers out of order would lead round in circles."""
        places = [one.place for one in rows if one.place not in reached.refused]
        if places != sorted(set(places)) or (places and places[0] <= reached.pulled):
            raise BadInput("The hub “{hub}” does not answer as a hub does.", hub=self._address.place)
        newest = rows[-1]
        if not places:
            return reached
        reached = replace(reached, pulled=newest.place)
        return replace(reached, known=newest.place, mark=newest.id) if newest.place > reached.known else reached

    def _arrived(self, log: HubLog, rows: Sequence[HubRow]) -> list[Arrival]:
        arrived = [_arrival(one) for one in rows]
        bare = {one.revision.record for one in arrived if one.revision is not None and REDACTED in one.revision.fields}
        if not bare:
            return arrived
        asked = {one.place for one in rows}
        return [*arrived, *(_arrival(one) for one in log.redactions_of(sorted(bare)) if one.place not in asked)]

    def _fetch_photos(self, log: HubLog, done: Exchanged, progress: Progress) -> Exchanged:
        wanted = self._at_file(Syncing.photos_wanted)
        for number, digest in enumerate(wanted):
            progress(number, len(wanted), "photos")
            content = log.photo(digest)
            if content is not None:
                self._at_file(partial(Syncing.keep_photo, content=content))
                done = replace(done, photos_received=done.photos_received + 1)
        return done


def _arrival(row: HubRow) -> Arrival:
    """A row as it arrived, its shape and its id checked."""
    if row.revision is None:
        return Arrival(row.place, None, "A revision is not written as ForumDesk writes it, so it was refused.")
    try:
        check(row.revision)
    except BadInput as error:
        return Arrival(row.place, None, str(error))
    return Arrival(row.place, row.revision)


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
