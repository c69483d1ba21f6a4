"""Hand over: the forum, some of its sessions or one city's list as a signed package, and a receipt for the room."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, NamedTuple

from forumdesk.domain.agenda import Session, Step
from forumdesk.domain.answers import Answer, city_key
from forumdesk.domain.attachments import Attachment
from forumdesk.domain.clock import Clock
from forumdesk.domain.devices import Device, device_record
from forumdesk.domain.errors import BadInput, NotFound
from forumdesk.domain.forum import FORUM_ID, Forum
from forumdesk.domain.frameworks import OwnFramework, OwnItem
from forumdesk.domain.handover import SUFFIX, Errand, HandedOver, Manifest, Receipt, Scope, mark_of
from forumdesk.domain.ids import ActId, RecordId, RevisionId
from forumdesk.domain.notes import Note
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.review import ReviewItem, ReviewPack
from forumdesk.domain.revisions import ACT, Revision
from forumdesk.domain.rules import RULES_ID, Rules
from forumdesk.domain.text import folded
from forumdesk.domain.timers import Run
from forumdesk.exchange.carrier import put
from forumdesk.exchange.package import Writer
from forumdesk.exchange.recipients import check_recipient
from forumdesk.exchange.sealing import seal
from forumdesk.services.attesting import Attesting
from forumdesk.services.hand_overs import hand_overs, remember_hand_over
from forumdesk.services.identity import Identity
from forumdesk.services.outgoing import Outgoing, arrived_since
from forumdesk.services.progress import Progress, unwatched
from forumdesk.services.receipts import remember_receipt
from forumdesk.storage.blobs import blob, digests
from forumdesk.storage.carried import Numbers, numbers_from
from forumdesk.storage.database import Database
from forumdesk.storage.layout import table_name
from forumdesk.storage.work import Reader

_HANDED_OVER = "handed-over"
"""What the forum remembers of the last hand-over of all of it: the place in the log up to which it went, and what of
that stayed here because it was set aside."""
_EVERY = 1000
_SHARED_WITH_CITIES = (Forum.KIND, Rules.KIND, Session.KIND, OwnFramework.KIND, OwnItem.KIND, Device.KIND)


@dataclass(frozen=True, slots=True)
class Seal:
    """For whom a package is encrypted: keys, or a passphrase; nobody in particular where nothing is said."""

    recipients: tuple[str, ...] = ()
    passphrase: str = ""

    @property
    def named(self) -> tuple[str, ...]:
        """What the manifest says of it."""
        return ("passphrase",) if self.passphrase else self.recipients


@dataclass(frozen=True, slots=True)
class Packed:
    """A package that was written, what it holds, and how the laptop's signature is read out."""

    path: Path
    manifest: Manifest
    fingerprint: str

    @property
    def receipt(self) -> Receipt:
        """What the room keeps."""
        return self.manifest.receipt


class Packing:
    """Writes packages of an open forum."""

    def __init__(self, database: Database, clock: Clock, identity: Identity, attesting: Attesting) -> None:
        self._database = database
        self._clock = clock
        self._identity = identity
        self._attesting = attesting

    def scope(self, *, sessions: Sequence[str] = (), city: str = "", since_last: bool = False) -> Scope:
        """The part of the forum that is meant, its sessions named by code; what is not there is told."""
        if sum(map(bool, (sessions, city, since_last))) > 1:
            raise BadInput("Sessions, a city and what changed cannot be chosen together.", "Choose one of them.")
        if since_last:
            return Scope(since=self._last().place)
        with self._database.read() as forum:
            codes = {one.code.casefold(): one.code for one in forum.stream(Session)}
            for code in sessions:
                if code.casefold() not in codes:
                    raise NotFound("There is no session “{code}” in this forum.", code=code)
            chosen = tuple(sorted({codes[code.casefold()] for code in sessions}))
            if city and not any(folded(one.city) == folded(city) for one in forum.stream(Recommendation)):
                raise NotFound("No recommendation of this forum is of “{city}”.", city=city)
        return Scope(sessions=chosen, city=city)

    def cities(self) -> tuple[str, ...]:
        """The cities of which there are recommendations."""
        with self._database.read() as forum:
            return tuple(sorted({one.city for one in forum.stream(Recommendation) if one.city}))

    def pack(
        self, path: Path, scope: Scope | None = None, *, sealed: Seal | None = None, progress: Progress = unwatched
    ) -> Packed:
        """Write a package to `path` and remember how far all of the forum was handed over."""
        target = path if path.suffix.casefold() == SUFFIX else path.with_name(path.name + SUFFIX)
        part, closed = scope or Scope(), sealed or Seal()
        for one in closed.recipients:
            check_recipient(one)
        if not self._database.read_only:
            self._attesting.sign()
        with self._database.read() as forum:
            up_to = _Last(forum.log.newest(), forum.log.known.aside_spans)
            own = device_record(self._database.laptop.device)
            last = self._last()
            before = _Before(self._handed(forum), last.aside if last.place == part.since else {})
            made = _Making(forum, self._identity, part, own, progress, before)
            written: list[Manifest] = []

            def write(file: IO[bytes]) -> None:
                if not closed.named:
                    written.append(made.write(file, self._manifest(forum, part, closed)))
                    return
                plain = BytesIO()  # in memory alone: what is encrypted never lies on the stick as it was
                written.append(made.write(plain, self._manifest(forum, part, closed)))
                file.write(seal(plain.getvalue(), closed.recipients, closed.passphrase))

            put(target, write)
        if not part.sessions and not part.city and not self._database.read_only:
            self._database.remember(_HANDED_OVER, json.dumps({"place": up_to.place, "aside": up_to.aside}))
        if not self._database.read_only:
            remember_receipt(self._database, written[0].receipt.mark, self._database.laptop.name, written[0].heads)
            remember_hand_over(self._database, written[0])
        return Packed(target, written[0], self._identity.fingerprint)

    def _last(self) -> _Last:
        """How far the last hand-over went; what cannot be read counts as none."""
        try:
            said = json.loads(self._database.remembered(_HANDED_OVER) or "{}")
            return _Last(int(said["place"]), numbers_from(said["aside"]))
        except (ValueError, TypeError, KeyError, AttributeError):
            return _Last()

    def _handed(self, forum: Reader) -> tuple[HandedOver, ...]:
        """The hand-overs before of the log with which this laptop goes on."""
        log = forum.log
        return hand_overs(self._database, log.branches[log.own_branch][1]) if log.has_own_branch else ()

    def _manifest(self, forum: Reader, scope: Scope, closed: Seal) -> Manifest:
        record = forum.get(Forum, FORUM_ID)
        laptop = self._database.laptop
        return Manifest(
            begun=forum.begun,
            title=record.title if record else "",
            device=laptop.device,
            laptop=laptop.name,
            author=laptop.author,
            created=self._clock.now(),
            scope=scope,
            receipt=Receipt(notes=0, recommendations=0, last_edit=None, mark=""),
            handed=self._handed(forum),
            revisions=0,
            members={},
            key=self._identity.key.hex(),
            sealed_for=closed.named,
        )


@dataclass(frozen=True, slots=True)
class _Last:
    """How far the last hand-over of all of a forum went: its place in the file, and what was set aside then."""

    place: int = 0
    aside: Numbers = field(default_factory=dict)


class _Before(NamedTuple):
    """What was handed over before: how far this laptop's own log had come each time, and what was set aside last."""

    handed: Sequence[HandedOver]
    aside: Numbers


class _Making:
    """One package under way."""

    def __init__(
        self,
        forum: Reader,
        identity: Identity,
        scope: Scope,
        own: str,
        progress: Progress,
        before: _Before,
    ) -> None:
        self._forum = forum
        self._identity = identity
        self._scope = scope
        self._progress = progress
        self._kept_back = before.aside
        self._errand = _on_errand(forum, scope, own)
        self._left_out = _left_out(forum, scope)
        self._ids: list[RevisionId] = []
        self._records: set[RecordId] = set()
        self._turned: set[RecordId] = set()
        """The records of acts of which it is told what became of them."""
        self._last_ms = 0
        self._vouching = Outgoing(forum, scope, [one.size for one in before.handed])

    def write(self, file: IO[bytes], bare: Manifest) -> Manifest:
        """Write it all, and return its manifest."""
        with Writer(file) as writer:
            writer.revisions(self._one_log_after_the_other())
            given, hashes = self._vouching.heads()
            writer.proofs(hashes)
            for digest in self._photos():
                writer.photo(digest, blob(self._forum, digest))
            made = replace(bare, receipt=self._receipt(bare), revisions=len(self._ids), heads=given)
            return writer.finish(made, self._identity.sign)

    @property
    def _told(self) -> type[Recommendation | ReviewItem | Answer]:
        """What the receipt counts: recommendations, or on an errand what stands for them."""
        kinds: dict[Errand, type[Recommendation | ReviewItem | Answer]]
        kinds = {Errand.NONE: Recommendation, Errand.REVIEW: ReviewItem, Errand.ANSWERS: Answer}
        return kinds[self._scope.errand]

    def _receipt(self, bare: Manifest) -> Receipt:
        return Receipt(
            head=self._vouching.own_head(bare.device),
            notes=sum(one.id in self._records for one in self._forum.stream(Note)),
            recommendations=sum(one.id in self._records for one in self._forum.stream(self._told)),
            last_edit=datetime.fromtimestamp(self._last_ms / 1000, UTC) if self._ids else None,
            mark=mark_of(self._ids),
        )

    def _one_log_after_the_other(self) -> Iterator[Revision]:
        """What goes along; of several logs under one name the second after all of the first."""
        later: list[tuple[int, Revision]] = []
        for one in self._chosen():
            layer = self._vouching.layer_of(one)
            if layer:
                later.append((layer, one))
            else:
                yield one
        yield from (one for _, one in sorted(later, key=lambda each: each[0]))

    def _chosen(self) -> Iterator[Revision]:
        acts: set[tuple[str, str]] = set()
        turns: list[Revision] = []
        for one in self._of_the_log() if self._scope.errand is Errand.NONE else self._on_errand():
            if one.kind == ACT:
                turns.append(one)
            elif self._vouching.take(one):
                acts.add((one.device, one.act_id))
                yield self._told_of(one)
        if self._scope.sessions or self._scope.city:
            turns.clear()
        for one in (*turns, *self._turns_of(acts)):
            if self._vouching.take(one):
                yield self._told_of(one)

    def _turns_of(self, acts: set[tuple[str, str]]) -> Iterator[Revision]:
        """What became of each of these acts, of those brought again too: it travels with whatever they said."""
        known = self._forum.log.known
        for device, act in sorted(acts & known.turned):
            for one in self._forum.log.revisions(RecordId(act)):
                if one.kind == ACT and one.device == device and known.stands(one):
                    yield one

    def _told_of(self, one: Revision) -> Revision:
        self._ids.append(one.id)
        self._records.add(one.record)
        if one.kind == ACT:  # what was brought again is shown there for the first time, maybe
            self._turned.update(self._forum.log.records_of_act(one.device, ActId(one.record)))
        self._last_ms = max(self._last_ms, one.wall_ms)
        return one

    def _of_the_log(self) -> Iterator[Revision]:
        total = self._forum.log.newest()
        for done, one in enumerate(arrived_since(self._forum, self._scope.since, self._kept_back)):
            if done % _EVERY == 0:
                self._progress(done, total, "pack")
            if one.record not in self._left_out:
                yield one

    def _on_errand(self) -> Iterator[Revision]:
        """Record by record: the log may be long, and many cities are asked one after the other."""
        for record in sorted(self._errand):
            counted = self._forum.log.counted(RecordId(record))
            yield from counted.chosen(counted.present)
            yield from self._forum.log.redactions(RecordId(record))

    def _photos(self) -> list[str]:
        told = self._records | self._turned
        found = {one.digest for one in self._forum.stream(Attachment) if one.id in told and one.digest}
        return sorted(found & set(digests(self._forum)))


def _left_out(forum: Reader, scope: Scope) -> set[str]:
    """The records that stay here: those of other sessions, or all but what a city may see."""
    if scope.errand is not Errand.NONE:
        return set()
    if scope.city:
        return {
            row[0]
            for row in forum.rows("SELECT DISTINCT record, kind FROM revision")
            if row[1] not in _SHARED_WITH_CITIES and not _is_of_city(forum, row[0], scope.city)
        }
    if not scope.sessions:
        return set()
    chosen = {one.id for one in forum.stream(Session) if one.code in scope.sessions}
    others: set[str] = set()
    for kind in (Note, Recommendation, Step, Run):
        others.update(
            row[0]
            for row in forum.rows(f"SELECT id, session FROM {table_name(kind.KIND)}")  # noqa: S608
            if row[1] not in chosen
        )
    foreign = {one.id for one in forum.stream(Session)} - chosen
    pinned = forum.rows(f"SELECT id, record FROM {table_name(Attachment.KIND)}")  # noqa: S608
    others.update(row[0] for row in pinned if row[1] in others or row[1] in foreign)
    return others


def _on_errand(forum: Reader, scope: Scope, own: str) -> set[str]:
    """The records that go along: what the city is asked, or what it sent; never who said what, nor another city's."""
    if scope.errand is Errand.NONE:
        return set()
    key = city_key(scope.city, scope.place)
    answers = [one for one in forum.stream(Answer) if one.key == key]
    if scope.errand is Errand.ANSWERS:
        writers = {one.id for one in forum.stream(Device)}
        return writers | {one.id for one in answers if one.is_sent}
    packs = [one for one in forum.stream(ReviewPack) if one.key == key]
    frameworks = {one.id for kind in (OwnFramework, OwnItem) for one in forum.stream(kind)}
    items = {item for pack in packs for item in pack.items}
    return {FORUM_ID, RULES_ID, own} | frameworks | items | {one.id for one in (*packs, *answers)}


def _is_of_city(forum: Reader, record: str, city: str) -> bool:
    found = forum.get(Recommendation, record)
    return found is not None and folded(found.city) == folded(city)
