"""The laptops that wrote in a forum, by the name people gave them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from forumdesk.domain.ids import DeviceId, RecordId, natural_id
from forumdesk.domain.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Device(Record):
    """A laptop, as it is called in the room."""

    KIND: ClassVar[str] = "device"

    name: str = ""


def device_record(device: DeviceId) -> RecordId:
    """The record that carries the laptop's name."""
    return natural_id("device", device)


@dataclass(frozen=True, slots=True)
class Laptop:
    """The laptop in use, as it signs what it writes: its id, its name and who sits at it (which may stay empty)."""

    device: DeviceId
    name: str = ""
    author: str = ""
    secret: bytes = field(default=b"", repr=False)
    """The private key whose fingerprint its id is; nothing can be handed over without it."""
