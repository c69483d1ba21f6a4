"""Bring together: what other laptops wrote is weighed before anything is done, then taken in as one act."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from forumdesk.domain.attachments import Attachment
from forumdesk.domain.clock import Clock
from forumdesk.domain.errors import BadInput, Cancelled, ForumDeskError, NotTrusted
from forumdesk.domain.handover import Manifest, fingerprint
from forumdesk.domain.ids import ActId, RecordId, RevisionId
from forumdesk.domain.merging import Weighing, Weight, Weights
from forumdesk.domain.revisions import Revision
from forumdesk.exchange.sealing import Opener
from forumdesk.services.identity import Identity, Known
from forumdesk.services.keeping import Keeping
from forumdesk.services.looking import Looking
from forumdesk.services.met import Met, remember_met
from forumdesk.services.origin import begun
from forumdesk.services.progress import Progress, unwatched
from forumdesk.services.receipts import remember_receipt
from forumdesk.services.referencing import Referencing
from forumdesk.services.sources import Keyring, Source, is_workbook, opened
from forumdesk.storage.blobs import digests, put_blob
from forumdesk.storage.database import Database
from forumdesk.storage.resolving import ends_in
from forumdesk.storage.snapshots import Snapshot
from forumdesk.storage.undoing import parted_act, undone_acts
from forumdesk.storage.work import Reader, Work

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
    begun_apart: bool = False
    """Whether it comes from a forum that was begun by itself."""
    ahead: timedelta = timedelta()
    """By how much its laptop's clock is certainly ahead of ours; negative where it is behind, zero where it need be
    neither."""
    returned: Returned | None = None
    """What an edited workbook brings, cell by cell; nothing for any other file."""
    mark: str = ""
    """Of the receipt that its room keeps, or would keep had it handed all of the file over."""
    brought_by: str = ""
    """The act that brought it before, where nothing of it was new."""

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

    @property
    def met(self) -> tuple[Met, ...]:
        """What is noticed of the laptops that signed these files."""
        return tuple(one.met for one in self.sources if one.met is not None)

    @property
    def fresh(self) -> int:
        """How many revisions this forum lacked."""
        return sum(one.weights.fresh for one in self.taken)

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
            return merged if merged.fresh else replace(merged, undone=_undone(forum, scales.seen))

    def merge(self, paths: Sequence[Path], terms: Terms | None = None, *, progress: Progress = unwatched) -> Merged:
        """Take in what every file brings that is not refused: one act, after a snapshot; or nothing at all."""
        reading = self._reading(terms or Terms())
        with self._database.read() as forum:
            undone = undone_acts(forum)
            if all(_is_taken(forum, undone, reading, path) for path in paths):
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
                self._remember(merged, work.act)
        except BaseException:
            snapshot.path.unlink(missing_ok=True)  # nothing was changed, so there is nothing to go back to
            raise
        self._know(merged.taken)
        if merged.fresh:
            return replace(merged, snapshot=snapshot)
        snapshot.path.unlink(missing_ok=True)
        with self._database.read() as forum:
            return replace(merged, undone=_undone(forum, scales.seen))

    def _remember(self, merged: Merged, act: str) -> None:
        """Remember, in the same transaction, what was taken in by which act, for the next time and for the board."""
        remember_met(self._database, merged.met)
        for one in merged.taken:
            if one.mark:
                laptop = one.manifest.laptop if one.manifest else one.path.name
                remember_receipt(self._database, one.mark, laptop, act if one.weights.fresh else one.brought_by)
            if merged.fresh and one.digest:
                self._database.remember(f"{_TAKEN}{one.digest}", _noted(one.weights, act))

    def _know(self, taken: Sequence[Brought]) -> None:
        """Know the laptops whose packages were taken in by their keys from now on, all by one write."""
        known, ours = {one.device: one.key for one in self._identity.known()}, self._identity.key.hex()
        signed = [one.manifest for one in taken if one.manifest and one.manifest.key != ours]
        strange = [Known(one.device, one.laptop, one.key) for one in signed if known.get(one.device) != one.key]
        if strange:
            self._identity.accept(strange)


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
        self._key = identity.key
        self._known = {one.device: one.key for one in identity.known()}
        self._reading = reading
        self._progress = progress
        self._present = _Present(forum)
        self._weighing = Weighing(forum.log.revisions, self._present.holding, ends_in(forum.driver))
        self._undone = undone_acts(forum)
        self._device = device
        self.seen: list[RevisionId] = []

    def weigh(self, path: Path) -> Brought:
        """What a file brings, or why nothing of it is taken."""
        return self._looked(path, None)

    def take(self, path: Path, work: Work) -> Brought:
        """Take a file in, whole or not at all, and tell what it brought."""
        # What came before is in the forum already.
        self._weighing = Weighing(work.log.revisions, self._present.holding, ends_in(work.driver))
        return self._looked(path, work)

    def _looked(self, path: Path, work: Work | None) -> Brought:
        manifest: Manifest | None = None
        try:
            with self._reading.opened(path, self._forum) as source:
                manifest = source.manifest
                newcomer = manifest is not None and self._is_new(manifest)
                before = _taken(self._forum, self._undone, source.digest)
                if before is not None:
                    return Brought(path=path, manifest=manifest, weights=before, digest=source.digest)
                looking = Looking(self.seen, self._forum, self._device)
                weights = self._weighing.weigh(looking.at(_watched(source.revisions(), self._progress, "look")))
                if work is not None:
                    self._take(work, source, looking.held)
        except Cancelled:
            raise
        except ForumDeskError as error:
            return Brought(path=path, manifest=manifest, refused=error)
        if work is not None and looking.held:  # from here on nothing of it is refused: no savepoint is needed
            self._present.add(work.take_in(looking.held, checked=True, here=self._weighing.here))
        ours = begun(self._forum)
        theirs = manifest.begun if manifest else looking.begun
        mark = looking.mark if source.returned is None else ""  # nobody reads out the receipt of a workbook
        return Brought(
            path=path,
            weights=weights,
            manifest=manifest,
            digest=source.digest,
            newcomer=newcomer,
            begun_apart=bool(ours and theirs and ours != theirs),
            returned=source.returned,
            ahead=looking.ahead_of(self._clock.now(), manifest),
            mark=manifest.receipt.mark if manifest else mark,
            brought_by="" if weights.fresh else looking.brought_by,
        )

    def _take(self, work: Work, source: Source, held: Sequence[Revision]) -> None:
        """Take in all of a file that may still be refused: where its revisions are held, everything but these."""
        with work.whole():
            if held:
                work.log.refuse_unvouched(held)
            else:
                self._present.add(work.take_in(_watched(source.revisions(), self._progress, "merge"), checked=True))
            _take_photos(work, source, held)

    def _is_new(self, manifest: Manifest) -> bool:
        """Whether the laptop was never met; one that is not to be trusted is refused."""
        key = bytes.fromhex(manifest.key)
        if key == self._key or fingerprint(key) in self._reading.terms.accepted:
            return False
        known = self._known.get(manifest.device)
        if known == manifest.key:
            return False
        if known is None and self._reading.terms.newcomers:
            return True
        sentence = (
            "It is signed by “{laptop}”, which is not known here, with the fingerprint {fingerprint}."
            if known is None
            else "It is signed by “{laptop}” with another key than before; its fingerprint is {fingerprint}."
        )
        raise NotTrusted(
            sentence,
            "Let its facilitator read the fingerprint to you, and accept it if it is the same.",
            laptop=manifest.laptop or manifest.device[:8],
            fingerprint=fingerprint(key),
        )


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
    return json.dumps({"act": parted_act(act)[0], "records": records})


def _taken(forum: Reader, undone: frozenset[ActId], digest: str) -> Weights | None:
    """What a package weighs that was taken in before, by an act that still has its effect: everything is here."""
    kept = forum.rows("SELECT value FROM local WHERE key = ?", (f"{_TAKEN}{digest}",)) if digest else []
    if not kept:
        return None
    try:
        said = json.loads(kept[0][0])
        act, records = ActId(said["act"]), {str(kind): Weight(same=int(many)) for kind, many in said["records"].items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return None if act in undone else Weights(by_kind=records)


def _is_taken(forum: Reader, undone: frozenset[ActId], reading: _Reading, path: Path) -> bool:
    """Whether a package was taken in before and not taken back; what cannot be opened is told by whoever looks."""
    if is_workbook(path):
        return False
    try:
        with reading.opened(path, forum) as source:
            return _taken(forum, undone, source.digest) is not None
    except ForumDeskError:
        return True


def _take_photos(work: Work, source: Source, coming: Sequence[Revision]) -> None:
    shown = {one.digest for one in work.stream(Attachment)}
    shown.update(str(one.fields.get("digest") or "") for one in coming if one.kind == Attachment.KIND)
    for digest in sorted(shown - {""} - set(digests(work))):
        content = source.photo(digest)
        if content is not None:
            put_blob(work, content)


def _undone(forum: Reader, seen: Sequence[RevisionId]) -> ActId | None:
    """The act that took these in before, where it was undone since."""
    for one in seen:
        found = forum.rows("SELECT taken_by FROM revision WHERE id = ? AND taken_by IS NOT NULL", (one,))
        if found:
            act = parted_act(found[0][0])[0]
            return act if act in undone_acts(forum) else None
    return None
