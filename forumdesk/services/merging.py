"""Bring together: what other laptops wrote is weighed before anything is done, then taken in as one act."""

from __future__ import annotations

import gc
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from forumdesk.domain.attachments import Attachment
from forumdesk.domain.attestation import Vouched
from forumdesk.domain.clock import Clock
from forumdesk.domain.errors import BadInput, Cancelled, ForumDeskError, NotTrusted
from forumdesk.domain.handover import Manifest, fingerprint
from forumdesk.domain.ids import ActId, DeviceId, RecordId
from forumdesk.domain.merging import Weighing, Weight, Weights
from forumdesk.domain.revisions import Revision
from forumdesk.exchange.sealing import Opener
from forumdesk.services.history import laptop_name
from forumdesk.services.identity import Identity, Known
from forumdesk.services.keeping import Keeping
from forumdesk.services.looking import Looking
from forumdesk.services.met import Met, remember_met
from forumdesk.services.missing import Missing, missing_in, remember_told
from forumdesk.services.progress import Progress, unwatched
from forumdesk.services.receipts import remember_receipt
from forumdesk.services.referencing import Referencing
from forumdesk.services.rereading import NOWHERE, reread
from forumdesk.services.sources import Keyring, Source, is_workbook, opened
from forumdesk.services.trust import Trust, keep_vouched
from forumdesk.services.vouchers import Voucher, vouchers_of
from forumdesk.storage.acts import find_act
from forumdesk.storage.blobs import digests, pinned_ever, put_blob
from forumdesk.storage.database import Database
from forumdesk.storage.resolving import joins_in
from forumdesk.storage.snapshots import Snapshot
from forumdesk.storage.work import Reader, Taken, Work

if TYPE_CHECKING:
    from forumdesk.services.returning.told import Returned

BEFORE = "before merge"
"""Why the snapshot is taken without which nothing is merged."""
_EVERY = 200
_FEW = 50_000
"""A forum of no more revisions is asked once which records it has, a larger one for those of each file."""


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms files are taken: what opens them, and whose signatures are trusted beside those known."""

    passphrase: str = ""
    newcomers: bool = True
    """Whether laptops that were never met are taken."""
    accepted: frozenset[str] = frozenset()
    """Fingerprints that somebody compared."""
    bring_back: bool = True
    """Whether what was set aside here comes back when it comes again."""
    witness: bool = False
    """Whether words are taken in that lie in a forum file and that nobody signed, in this laptop's own name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What one file would bring, or brought; or why nothing of it is taken."""

    path: Path
    weights: Weights = field(default_factory=Weights)
    manifest: Manifest | None = None
    refused: ForumDeskError | None = None
    digest: str = ""
    """What tells the package from every other; empty for a forum file."""
    newcomer: bool = False
    """Whether its laptop's signature was never met before."""
    vouchers: tuple[str, ...] = ()
    """The laptops that vouch for what it brings, by id."""
    newcomers: tuple[str, ...] = ()
    """Those of them that were never met before."""
    laptops: tuple[Voucher, ...] = ()
    """The same laptops as people call them, those that were never met before first."""
    unsigned: tuple[tuple[str, int], ...] = ()
    """Laptops, and how many words of each nobody signed: they died with the laptop."""
    doubled: tuple[str, ...] = ()
    """Laptops under whose keys two different logs were written: the keys were copied."""
    distrusted: int = 0
    """How many words of laptops that are not trusted any more were left out."""
    photos_lacking: int = 0
    """How many photos are pinned in it whose bytes did not come."""
    proven: tuple[Vouched, ...] = ()
    """What laptops signed of their logs, as it came."""
    ahead: timedelta = timedelta()
    """By how much its laptop's clock is certainly ahead of ours; negative where it is behind, zero where it need be
    neither."""
    returned: Returned | None = None
    """What an edited workbook brings, cell by cell; nothing for any other file."""
    mark: str = ""
    """Of the receipt that its room keeps, or would keep had it handed all of the file over."""
    left_aside: bool = False
    """Whether what of it is set aside here stays so."""
    witnessed: bool = False
    """Whether what nobody signed is taken in, in this laptop's name."""

    @property
    def is_here_whole(self) -> bool:
        """Whether all of it is here once it was taken in: nothing that stays aside, nothing that is not trusted."""
        return not self.distrusted and not (self.left_aside and self.weights.aside)

    @property
    def ahead_minutes(self) -> int:
        """The same in minutes."""
        return round(self.ahead.total_seconds() / 60)

    @property
    def met(self) -> Met | None:
        """What is noticed of the laptop that signed it; nothing where it was kept out before anybody looked."""
        if self.manifest is None or not (self.refused is None or isinstance(self.refused, BadInput)):
            return None
        refused = self.path.name if self.refused is not None else ""
        return Met(self.manifest.device, self.manifest.laptop, self.ahead_minutes, refused)

    @property
    def fingerprint(self) -> str:
        """How the signature is read out; empty for a file that nobody signed."""
        return fingerprint(bytes.fromhex(self.manifest.key)) if self.manifest else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What a merge found in each file, and what it did."""

    sources: tuple[Brought, ...]
    snapshot: Snapshot | None = None
    """The copy of the forum as it was before; none where nothing was taken in."""
    undone: ActId | None = None
    """The merge that brought all this before and was taken back since: redo it to have it again."""
    missing: tuple[Missing, ...] = ()
    """What laptops wrote and what has not come; of a look, what will not have come once it is merged."""

    @property
    def met(self) -> tuple[Met, ...]:
        """What is noticed of the laptops that signed these files."""
        return tuple(one.met for one in self.sources if one.met is not None)

    @property
    def fresh(self) -> int:
        """How many revisions this forum lacked."""
        return sum(one.weights.fresh for one in self.taken)

    @property
    def aside(self) -> int:
        """How many revisions come again that are set aside here."""
        return sum(one.weights.aside for one in self.taken)

    @property
    def brings(self) -> bool:
        """Whether anything was taken in, or came back."""
        return self.snapshot is not None

    @property
    def taken(self) -> tuple[Brought, ...]:
        """What came of the files that were not refused."""
        return tuple(one for one in self.sources if one.refused is None)


class Merging:
    """Looks at files of other laptops, and takes them in."""

    def __init__(
        self, database: Database, clock: Clock, identity: Identity, keeping: Keeping, referencing: Referencing
    ) -> None:
        self._database = database
        self._clock = clock
        self._identity = identity
        self._keeping = keeping
        self._referencing = referencing

    def look(self, paths: Sequence[Path], terms: Terms | None = None, *, progress: Progress = unwatched) -> Merged:
        """Weigh each file against the forum and the files before it; nothing is changed."""
        return self._look(paths, self._reading(terms or Terms()), progress)

    def _reading(self, terms: Terms) -> _Reading:
        return _Reading(Keyring(Opener(self._identity.opening, terms.passphrase), self._referencing), terms)

    def _scales(self, forum: Reader, reading: _Reading, progress: Progress) -> _Scales:
        return _Scales(forum, self._clock, self._identity, reading, progress, self._database.laptop.device)

    def _look(self, paths: Sequence[Path], reading: _Reading, progress: Progress) -> Merged:
        with _uncollected(), self._database.read() as forum:
            scales = self._scales(forum, reading, progress)
            found = []
            for place, path in enumerate(paths):
                progress(place, len(paths), "look")
                found.append(scales.weigh(path))
            merged = Merged(sources=tuple(found))
            manifests = [one.manifest for one in merged.taken if one.manifest is not None]
            coming = [proven.given for one in merged.taken for proven in one.proven]
            merged = replace(merged, missing=missing_in(forum, manifests, coming))
            return merged if merged.fresh else replace(merged, undone=scales.undone)

    def merge(self, paths: Sequence[Path], terms: Terms | None = None, *, progress: Progress = unwatched) -> Merged:
        """Take in what every file brings that is not refused: one act, after a snapshot; or nothing at all."""
        reading = self._reading(terms or Terms())
        with self._database.read() as forum:
            if all(_is_taken(forum, reading, path) for path in paths):
                return self._look(paths, reading, progress)
        snapshot = self._keeping.take(BEFORE)
        try:
            with _uncollected(), self._database.roomy(), self._database.write("merge") as work:
                scales = self._scales(work, reading, progress)
                found = []
                for place, path in enumerate(paths):
                    progress(place, len(paths), "merge")
                    found.append(scales.take(path, work))
                merged = Merged(sources=tuple(found))
                self._remember(merged, work.act_id)
        except BaseException:
            snapshot.path.unlink(missing_ok=True)  # nothing was changed, so there is nothing to go back to
            raise
        self._know(merged.taken)
        if self._database.laptop.device in {laptop for one in merged.taken for laptop in one.doubled}:
            self._identity.renew()  # somebody else writes under our keys: from the next start on this is another laptop
        with self._database.read() as forum:
            merged = replace(merged, missing=missing_in(forum))
        if scales.took:
            return replace(merged, snapshot=snapshot)
        snapshot.path.unlink(missing_ok=True)
        return replace(merged, undone=scales.undone)

    def _remember(self, merged: Merged, act: str) -> None:
        """Remember, in the same transaction, what was taken in by which act, for the next time and for the board."""
        remember_met(self._database, merged.met)
        remember_told(self._database, [one.manifest for one in merged.taken if one.manifest is not None])
        for one in merged.taken:
            if one.mark and not one.distrusted:
                laptop = one.manifest.laptop if one.manifest else one.path.name
                remember_receipt(self._database, one.mark, laptop, [proven.given for proven in one.proven])
            if one.digest and one.is_here_whole and (one.weights.fresh or one.weights.aside):
                self._database.remember(f"{_TAKEN}{one.digest}", _noted(one.weights, act))

    def _know(self, taken: Sequence[Brought]) -> None:
        """Know the laptops whose words were taken in from now on, all by one write."""
        known, ours = {one.device: one.key for one in self._identity.known()}, self._identity.key.hex()
        strange: dict[str, Known] = {}
        for one in taken:
            if one.newcomer and one.manifest is not None:
                strange[one.manifest.device] = Known(one.manifest.device, one.manifest.laptop, one.manifest.key)
            for signed in (each.given.signed for each in one.proven):
                device, key = signed.head.device, signed.key
                if key != ours and known.get(device) != key and device in one.newcomers:
                    strange.setdefault(device, Known(device, self._name_of(device, one.manifest), key))
        if strange:
            self._identity.accept(strange.values())

    def _name_of(self, device: str, manifest: Manifest | None) -> str:
        """What a laptop is called: as it says itself, or as the forum knows it."""
        if manifest is not None and manifest.device == device:
            return manifest.laptop
        with self._database.read() as forum:
            return laptop_name(forum, device)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let the collector of rubbish rest: what a merge holds stays to its end, and would be looked over many times."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Reading:
    """Opens the files of one merge, each as often as it is wanted, and decrypts each once."""

    def __init__(self, keyring: Keyring, terms: Terms) -> None:
        self.terms = terms
        self._keyring = keyring

    def opened(self, path: Path, forum: Reader) -> AbstractContextManager[Source]:
        """A file open for the length of a block."""
        return opened(path, self._keyring, forum)


class _Present:
    """Of which records the forum has anything: asked once, or of a large forum for those of each file."""

    def __init__(self, forum: Reader) -> None:
        self._log = forum.log
        self._known = forum.log.records(_FEW)

    def holding(self, records: Iterable[RecordId]) -> set[str]:
        """Those of these records of which there is anything."""
        return self._log.holding(records) if self._known is None else self._known.intersection(records)

    def add(self, records: Iterable[RecordId]) -> None:
        """Know that these came in."""
        if self._known is not None:
            self._known.update(records)


class _Scales:
    """Weighs files one after the other, and takes them in where that is meant."""

    def __init__(
        self, forum: Reader, clock: Clock, identity: Identity, reading: _Reading, progress: Progress, device: str
    ) -> None:
        self._forum = forum
        self._clock = clock
        self._ours = device
        self._known = {one.device: one.key for one in identity.known()}
        self._here = {laptop for laptop, _ in forum.log.branches.values()}
        """The laptops whose words are here already."""
        self._reading = reading
        self._progress = progress
        self._present = _Present(forum)
        self._leave_aside = not reading.terms.bring_back
        self._weighing = self._fresh_weighing(forum)
        self.took = False
        """Whether anything was taken in, or came back."""
        self.undone: ActId | None = None
        """The act that brought before, and was taken back since, what comes again."""

    def _fresh_weighing(self, forum: Reader) -> Weighing:
        return Weighing(forum.log, self._present.holding, joins_in(forum), leave_aside=self._leave_aside)

    def weigh(self, path: Path) -> Brought:
        """What a file brings, or why nothing of it is taken."""
        return self._looked(path, None)

    def take(self, path: Path, work: Work) -> Brought:
        """Take a file in, whole or not at all, and tell what it brought."""
        self._weighing = self._fresh_weighing(work)  # what came before is in the forum already
        return self._looked(path, work)

    def _looked(self, path: Path, work: Work | None) -> Brought:
        manifest: Manifest | None = None
        try:
            with self._reading.opened(path, self._forum) as source:
                manifest = source.manifest
                _check_forum(self._forum, source)
                newcomer = manifest is not None and self._is_new(manifest.device, manifest.key, manifest.laptop)
                before = _taken(self._forum, source.digest)
                if before is not None:
                    return Brought(path=path, manifest=manifest, weights=before, digest=source.digest)
                trust = Trust(self._forum)
                looking = Looking(self._forum, self._ours)
                read = reread(self._forum, _witnessed(source, self._reading.terms), bring_back=not self._leave_aside)
                coming = read.words
                passing = chain(source.revisions(), coming)
                weights = self._weighing.weigh(looking.at(trust.kept(_watched(passing, self._progress, "look"))))
                weights.aside += read.gone
                weights.fresh -= 0 if self._leave_aside else read.gone  # it comes back, as words that are said anew
                proven = source.vouched()
                newcomers = self._newcomers(looking, proven)
                self._note_undone(looking)
                doubled = _doubled(self._forum, proven)
                if work is not None:
                    self._take(work, source, looking, coming)
        except Cancelled:
            raise
        except ForumDeskError as error:
            return Brought(path=path, manifest=manifest, refused=error)
        lacking = 0
        if work is not None:
            if looking.held:  # from here on nothing of it is refused: no savepoint is needed
                held = [one for one in looking.held if one.branch != NOWHERE]
                self._took(
                    work, work.take_in(held, checked=True, here=self._weighing.here, leave_aside=self._leave_aside)
                )
            self._witness(work, coming)
            keep_vouched(work, proven, manifest, trust.entries)
            lacking = len(photos_wanted(work))
        mark = looking.mark if source.returned is None else ""  # nobody reads out the receipt of a workbook
        return Brought(
            path=path,
            weights=weights,
            manifest=manifest,
            digest=source.digest,
            newcomer=newcomer,
            vouchers=tuple(sorted(looking.devices)),
            newcomers=newcomers,
            laptops=vouchers_of(self._forum, looking.devices, _names(looking, manifest), newcomers),
            proven=proven,
            unsigned=source.unsigned,
            doubled=doubled,
            distrusted=trust.left_out,
            photos_lacking=lacking,
            returned=source.returned,
            ahead=looking.ahead_of(self._clock.now(), manifest),
            mark=manifest.receipt.mark if manifest else mark,
            left_aside=self._leave_aside,
            witnessed=self._reading.terms.witness and bool(source.unsigned),
        )

    def _newcomers(self, looking: Looking, proven: Sequence[Vouched]) -> tuple[str, ...]:
        """The laptops that wrote what comes and were never met; refused where only known ones are wanted."""
        keys = {one.given.signed.head.device: one.given.signed.key for one in proven}
        return tuple(
            device
            for device in map(DeviceId, sorted(looking.devices))
            if device in keys and self._is_new(device, keys[device], laptop_name(self._forum, device))
        )

    def _note_undone(self, looking: Looking) -> None:
        """Remember which act brought before what is set aside now, or said what comes by workbook again."""
        self.undone = self.undone or looking.undone_by

    def _take(self, work: Work, source: Source, looking: Looking, coming: Sequence[Revision]) -> None:
        """Take in all of a file that may still be refused: where its revisions are held, everything but these."""
        with work.whole():
            if not looking.held and not coming:
                again = Trust(self._forum).kept(_watched(source.revisions(), self._progress, "merge"))
                self._took(work, work.take_in(again, checked=True, leave_aside=self._leave_aside))
            _take_photos(work, source, looking.digests)

    def _took(self, work: Work, taken: Taken) -> None:
        self._present.add(taken.records)
        self.took = self.took or bool(taken.fresh or taken.returned)
        del work

    def _witness(self, work: Work, coming: Sequence[Revision]) -> None:
        """Say in this laptop's name what came by workbook, or what nobody signed and somebody accepted."""
        for one in coming:
            if not any(each.id == one.id for each in work.log.revisions(one.record)):
                work.witness(one)
                self.took = True

    def _is_new(self, device: DeviceId, key: str, laptop: str) -> bool:
        """Whether a laptop was never met; one that is not to be trusted is refused."""
        read_out = fingerprint(bytes.fromhex(key))
        if device == self._ours or device in self._here or self._known.get(device) == key:
            return False
        if read_out in self._reading.terms.accepted:
            return True
        if self._reading.terms.newcomers:
            return True
        raise NotTrusted(
            "It is signed by “{laptop}”, which is not known here, with the fingerprint {fingerprint}.",
            "Let its facilitator read the fingerprint to you, and accept it if it is the same.",
            laptop=laptop or device[:8],
            fingerprint=read_out,
        )


def _names(looking: Looking, manifest: Manifest | None) -> dict[str, str]:
    """What laptops are called in a file, by id."""
    return {**({manifest.device: manifest.laptop} if manifest else {}), **looking.names}


def _witnessed(source: Source, terms: Terms) -> Iterator[Revision]:
    """What comes in other people's words: by workbook, or from a laptop that died, where that is accepted."""
    if source.returned is not None:
        yield from source.returned.revisions
    elif terms.witness:
        yield from source.unsigned_words()


def _check_forum(forum: Reader, source: Source) -> None:
    """Refuse what was signed for another forum."""
    ours = forum.begun
    if ours and source.begun and source.begun != ours:
        raise BadInput(
            "“{name}” comes from another forum, so nothing of it fits here.",
            "Open that forum, and bring it together there.",
            name=source.name,
        )


def _doubled(forum: Reader, proven: Sequence[Vouched]) -> tuple[str, ...]:
    """The laptops of which another log is here than the one that comes, both signed with their keys."""
    names = Counter((one.given.signed.head.device, one.given.signed.head.branch) for one in proven)
    found = {str(device) for (device, _), many in names.items() if many > 1}
    for one in proven:
        head = one.given.signed.head
        for nr in forum.log.branches_of(head.device, head.branch)[:1]:
            if forum.attestations.contradicts(nr, one):
                found.add(str(head.device))
    return tuple(sorted(found))


def _watched(revisions: Iterator[Revision], progress: Progress, what: str) -> Iterator[Revision]:
    done = 0
    while some := list(islice(revisions, _EVERY)):
        progress(done, 0, what)
        done += len(some)
        yield from some


_TAKEN = "taken "
"""Before the digest of a package, where the forum remembers what it brought and by which act."""


def _noted(weights: Weights, act: str) -> str:
    records = {kind: one.records for kind, one in weights.by_kind.items()}
    return json.dumps({"act": act, "records": records})


def _taken(forum: Reader, digest: str) -> Weights | None:
    """What a package weighs that was taken in before, by an act that still has its effect: everything is here."""
    kept = forum.rows("SELECT value FROM local WHERE key = ?", (f"{_TAKEN}{digest}",)) if digest else []
    if not kept:
        return None
    try:
        said = json.loads(kept[0][0])
        act, records = ActId(said["act"]), {str(kind): Weight(same=int(many)) for kind, many in said["records"].items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    found = find_act(forum, act)
    return None if found is None or found.undone else Weights(by_kind=records)


def _is_taken(forum: Reader, reading: _Reading, path: Path) -> bool:
    """Whether a package was taken in before and not taken back; what cannot be opened is told by whoever looks."""
    if is_workbook(path):
        return False
    try:
        with reading.opened(path, forum) as source:
            return _taken(forum, source.digest) is not None
    except ForumDeskError:
        return True


def photos_wanted(forum: Reader) -> tuple[str, ...]:
    """The digests of photos that are pinned here and whose bytes have not come."""
    wanted = {one.digest for one in forum.stream(Attachment) if one.digest}
    return tuple(sorted(wanted - set(digests(forum))))


def _take_photos(work: Work, source: Source, coming: Iterable[str]) -> None:
    """Take in the photos that come along and that something here pins, or did and may again, or that comes."""
    pinned = pinned_ever(work) | set(coming)
    for digest in sorted(pinned - {""} - set(digests(work))):
        content = source.photo(digest)
        if content is not None:
            put_blob(work, content)
