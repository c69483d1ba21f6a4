"""What is noticed of a file of another laptop while its revisions pass: its begin, its receipt, and its clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from forumdesk.domain.attachments import Attachment
from forumdesk.domain.devices import Device, device_record
from forumdesk.domain.handover import Manifest, mark_of
from forumdesk.domain.ids import ActId, DeviceId, RevisionId
from forumdesk.domain.revisions import Revision
from forumdesk.storage.acts import find_act
from forumdesk.storage.carried import acts_carrying, carried_at_all
from forumdesk.storage.work import Reader

_CLOCK_TOLERANCE = timedelta(minutes=2)
_MARKED = 300_000
"""So many revisions of a file are held by id, to tell its receipt."""
_HELD = 20_000
_TOGETHER = 500
"""So many revisions are noticed together, which takes half as long as one by one."""
_NOWHERE = "0" * 16
_SAMPLE = 500
"""So many revisions are looked up to find the merge that brought them before."""


class Looking:
    """Remembers of passing revisions what is told of their file."""

    def __init__(self, forum: Reader, device: str) -> None:
        self._forum = forum
        self._device = device
        self._latest_ms = 0
        self._ours = (0, "", "", 0)
        self._ids: list[RevisionId] = []
        self._sample: list[Revision] = []
        self._count = 0
        self.devices: set[str] = set()
        """The laptops whose words passed."""
        self._named: dict[str, str] = {}
        self.digests: set[str] = set()
        """Of the photos that passing revisions pin."""
        self.held: list[Revision] = []
        """All that passed, as long as it was not much: what is taken in need not be read again."""

    def at(self, revisions: Iterator[Revision]) -> Iterator[Revision]:
        """The revisions themselves, remembered as they pass."""
        while some := list(islice(revisions, _TOGETHER)):
            self._notice(some)
            yield from some

    def _notice(self, some: Sequence[Revision]) -> None:
        before, self._count = self._count, self._count + len(some)
        self._ids += [one.id for one in some[: max(0, _MARKED - before)]]
        self._sample += some[: max(0, _SAMPLE - len(self._sample))]
        self._latest_ms = max([self._latest_ms, *[one.wall_ms for one in some]])
        self.devices.update({one.device for one in some if one.branch != _NOWHERE})
        if self._device in self.devices:
            ours = [(one.wall_ms, one.id, one.branch, one.number) for one in some if one.device == self._device]
            self._ours = max([self._ours, *ours])
        self.digests.update([str(one.fields.get("digest") or "") for one in some if one.kind == Attachment.KIND])
        self._named.update({one.record: str(one.fields.get("name") or "") for one in some if one.kind == Device.KIND})
        if self._count <= _HELD:
            self.held += some
        else:
            self.held.clear()

    def ahead_of(self, now: datetime, manifest: Manifest | None) -> timedelta:
        """How wrong its clock must be: it wrote later than now, or handed over before we wrote what it holds of us."""
        ahead = timedelta(milliseconds=self._latest_ms) - timedelta(seconds=now.timestamp())
        if ahead > _CLOCK_TOLERANCE:
            return ahead
        wrote_ms, revision, branch, number = self._ours
        if manifest is None or manifest.device == self._device or not revision:
            return timedelta()
        behind = timedelta(milliseconds=wrote_ms) - timedelta(seconds=manifest.created.timestamp())
        # What another file of ours wrote, a copy out of a backup, was written by another clock.
        here = any(
            self._forum.log.numbered(nr, number, number)
            and not carried_at_all(self._forum.driver, nr).meets(number, number)
            for nr in self._forum.log.branches_of(self._device, branch)
        )
        return -behind if here and behind > _CLOCK_TOLERANCE else timedelta()

    @property
    def names(self) -> dict[str, str]:
        """What the laptops whose words passed are called, by id, as far as it was told in what passed."""
        named = {device: self._named.get(device_record(DeviceId(device)), "") for device in self.devices}
        return {device: name for device, name in named.items() if name}

    @property
    def mark(self) -> str:
        """The mark of the receipt that a room would keep which handed all of this over; empty where it is too much."""
        return mark_of(self._ids) if self._count <= _MARKED else ""

    @property
    def undone_by(self) -> ActId | None:
        """The act that brought some of it before, or said it, and was taken back since."""
        return next((ActId(act) for one in self._sample for act, undone in self._acts_of(one) if undone), None)

    def _acts_of(self, one: Revision) -> list[tuple[str, bool]]:
        """The acts of this forum that brought a revision, each with whether it was taken back."""
        found = []
        for nr in self._forum.log.branches_of(one.device, one.branch):
            found += acts_carrying(self._forum.driver, nr, one.number)
        if not found and one.witnessed:  # words by workbook: an act of this desk said them
            everything = self._forum.log.revisions(one.record)
            said = [one] if one.branch != _NOWHERE else [each for each in everything if each.witnessed == one.witnessed]
            acts = [find_act(self._forum, each.act_id) for each in said]
            found = [(act.id, act.undone) for act in acts if act is not None]
        return found
