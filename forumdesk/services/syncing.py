"""Exchange with a hub, as far as it is about the forum file: what is to be sent, and what came in, in short acts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace

from forumdesk.domain.attachments import Attachment
from forumdesk.domain.errors import BadInput, ForumDeskError, ReadOnlyForum
from forumdesk.domain.ids import RecordId, RevisionId
from forumdesk.domain.revisions import REDACTED, REDACTION, Revision
from forumdesk.services.keeping import Keeping
from forumdesk.services.origin import begun
from forumdesk.storage.blobs import blob, digests, put_blob
from forumdesk.storage.database import Database
from forumdesk.storage.work import Reader, Work

BEFORE = "before exchange"
"""Why a snapshot is taken when a forum meets a hub for the first time."""
ACT = "sync"
TOGETHER, _MOST_LETTERS = 1000, 8_000_000
"""So many revisions, or so many letters of their fields, are sent at once."""
_FORUM, _ADDRESS, _REACHED = "hub-forum", "hub-address", "hub "
_MOST_REFUSED = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How far this file has come with one hub; kept with the file, so that a restored copy is as far as it was."""

    pushed: int = 0
    """Place in our log up to which the hub has everything."""
    pulled: int = 0
    """Place in the hub's log up to which everything is here."""
    known: int = 0
    """The highest place in the hub that was ever seen from here, and the revision that lies there: a hub that was
    restored from an older copy lacks it, or holds another one there."""
    mark: str = ""
    refused: tuple[int, ...] = ()
    """Places in the hub of what was refused: asked for again each time, for it may have been put right."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A revision from a hub, its id checked, and the place it has there; or why there is none."""

    place: int
    revision: Revision | None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was not taken in or not sent, and why."""

    place: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Revisions to be sent, and how far in our log they reach."""

    revisions: tuple[Revision, ...]
    up_to: int
    total: int
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of revisions that arrived."""

    reached: Reached
    act: str
    fresh: int
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
    refused: tuple[Refusal, ...] = field(default=())
    healed: bool = False
    """Whether the hub had lost what it once had, and got it again."""


class Syncing:
    """The file's side of an exchange; each call is short, so that notes are kept in between."""

    def __init__(self, database: Database, keeping: Keeping) -> None:
        self._database = database
        self._keeping = keeping

    # ---- what is remembered

    def forum(self) -> str:
        """The forum as hubs call it; it stays the same when a forum that was begun by itself is merged in."""
        if self._database.read_only:
            raise ReadOnlyForum(
                "“{name}” can only be read here, so nothing was exchanged.",
                "{reason}",
                name=self._database.path.name,
                reason=self._database.access.reason,
            )
        kept = self._database.remembered(_FORUM)
        if not kept:
            kept = self.key()
            self._database.remember(_FORUM, kept)
        return kept

    def key(self) -> str:
        """The same, only read: what a hub is told to admit somebody to."""
        with self._database.read() as forum:
            kept = self._database.remembered(_FORUM) or begun(forum)
        if not kept:
            raise BadInput("This file holds no forum that was begun, so it cannot be exchanged.")
        return kept

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
            return Reached(**{**said, "refused": tuple(said["refused"])})
        except (ValueError, TypeError, KeyError):
            return Reached()

    def remember(self, hub: str, reached: Reached) -> None:
        """Keep how far it has come; with the act that is under way, where there is one."""
        self._database.remember(f"{_REACHED}{hub}", json.dumps(asdict(reached)))

    # ---- what is sent

    def outgoing(self, hub: str, reached: Reached) -> Outgoing:
        """What comes next to be sent, after it is remembered how far it has come."""
        if reached != self.reached(hub):
            self.remember(hub, reached)
        with self._database.read() as forum:
            total, up_to, letters = forum.log.newest(), reached.pushed, 0
            chosen: list[Revision] = []
            refused: list[Refusal] = []
            for place, one in forum.log.placed_after(reached.pushed):
                up_to = place
                if _fits(one):
                    chosen.append(one)
                else:
                    refused.append(Refusal(place, "A revision holds what no hub can keep, so it was not sent."))
                letters += sum(len(said) for said in one.fields.values() if isinstance(said, str))
                if len(chosen) == TOGETHER or letters > _MOST_LETTERS:
                    break
            vouching = _vouching(forum, chosen)
        together = {one.id: one for one in (*chosen, *vouching)}
        return Outgoing(tuple(together.values()), max(up_to, reached.pushed), total, tuple(refused))

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
        if reached.pulled:
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
            good, refused = _sound(work, arrived)
            before = work.log.newest()
            work.take_in(good, checked=True)
            newest = work.log.newest()
            again = {one.place for one in refused}
            asked = {one.place for one in arrived}
            left = sorted({*(place for place in reached.refused if place not in asked), *again})[:_MOST_REFUSED]
            reached = replace(
                reached,
                # What came from the hub need not go back there; only where nothing of ours waits in between.
                pushed=newest if reached.pushed == before else reached.pushed,
                refused=tuple(left),
            )
            self.remember(hub, reached)
        return Taken(reached, work.act, newest - before, tuple(refused))

    def photos_wanted(self) -> tuple[str, ...]:
        """The digests of photos that are pinned here and whose bytes have not come yet."""
        with self._database.read() as forum:
            wanted = {one.digest for one in forum.stream(Attachment) if one.digest}
            return tuple(sorted(wanted - set(digests(forum))))

    def keep_photo(self, content: bytes) -> None:
        """Keep the bytes of a photo that were verified."""
        with self._database.write(ACT) as work:
            put_blob(work, content)


def _fits(one: Revision) -> bool:
    """Whether a hub can keep a revision: its text knows no character that is none."""
    texts = [one.act, one.device, one.author]
    if one.kind == REDACTION:
        texts += [str(said) for said in one.fields.values()]
    return not any("\0" in said for said in texts)


def _vouching(forum: Reader, chosen: Iterable[Revision]) -> list[Revision]:
    """The redactions that took values out of these, so that nobody meets one without the other."""
    records = dict.fromkeys(one.record for one in chosen if REDACTED in one.fields)
    return [one for record in records for one in forum.log.revisions(record) if one.kind == REDACTION]


def _sound(work: Work, arrived: Sequence[Arrival]) -> tuple[list[Revision], list[Refusal]]:
    """What can be taken in, and what is refused with a sentence: each is weighed by itself."""
    here = [one.revision for one in arrived if one.revision is not None]
    vouched = {_speaks_of(one) for one in (*here, *_vouching(work, here)) if one.kind == REDACTION}
    good: list[Revision] = []
    refused: list[Refusal] = []
    for one in arrived:
        if one.revision is None:
            refused.append(Refusal(one.place, one.refused))
        elif REDACTED in one.revision.fields and (one.revision.record, one.revision.id) not in vouched:
            refused.append(Refusal(one.place, _UNVOUCHED))
        else:
            good.append(one.revision)
    return good, refused


_UNVOUCHED = "A revision came without its values and nobody took them out, so it was refused."


def _speaks_of(redaction: Revision) -> tuple[RecordId, RevisionId]:
    return redaction.record, RevisionId(str(redaction.fields.get("revision")))
