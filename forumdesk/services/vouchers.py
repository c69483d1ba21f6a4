"""What the laptops are called that vouch for a file, before any of it is in the forum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from forumdesk.domain.devices import Device
from forumdesk.domain.handover import fingerprint_of
from forumdesk.services.history import laptop_name
from forumdesk.storage.work import Reader


@dataclass(frozen=True, slots=True)
class Voucher:
    """A laptop that vouches for some of what a file brings."""

    device: str
    name: str
    """What it is called; two of one name are told apart by the beginning of their fingerprints."""
    is_new: bool = False
    """Whether it was never met before."""

    @property
    def fingerprint(self) -> str:
        """Its key as people read it to each other."""
        return fingerprint_of(self.device)


def vouchers_of(
    forum: Reader, devices: Iterable[str], said: Mapping[str, str], newcomers: Iterable[str]
) -> tuple[Voucher, ...]:
    """The laptops by name, as the forum knows them, or else as the file said itself (`said`, by id)."""
    strange = frozenset(newcomers)
    own = {device: laptop_name(forum, device) for device in devices}
    called = {device: name or said.get(device, "") for device, name in own.items()}
    taken = [one.name for one in forum.all(Device)]
    found = []
    for device, name in called.items():
        shared = not own[device] and (name in taken or list(called.values()).count(name) > 1)
        shown = f"{name} ({fingerprint_of(device)[:4]})" if name and shared else name or device[:8]
        found.append(Voucher(device, shown, device in strange))
    return tuple(sorted(found, key=lambda one: (not one.is_new, one.name, one.device)))
