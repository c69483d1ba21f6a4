"""Names that never collide: every record, act and laptop has an id made without asking anyone."""

from __future__ import annotations

import os
import uuid
from typing import NewType

RecordId = NewType("RecordId", str)
"""32 hexadecimal digits; equal on every laptop that holds the record."""
RevisionId = NewType("RevisionId", str)
"""32 hexadecimal digits: the BLAKE2b-128 of what the revision says."""
ActId = NewType("ActId", str)
DeviceId = NewType("DeviceId", str)

_NATURAL = uuid.UUID("0d6f3c52-6c54-4b0f-9c1e-5f6f72756d64")


def new_id() -> RecordId:
    """A fresh record id, drawn at random."""
    return RecordId(_random_uuid())


def new_act_id() -> ActId:
    """A fresh act id, drawn at random."""
    return ActId(_random_uuid())


def _random_uuid() -> str:
    """The digits of a random UUID of version 4; `uuid.uuid4` takes ten times as long, twice for every note."""
    bits = int.from_bytes(os.urandom(16))
    return f"{bits & ~(0xF << 76) & ~(0x3 << 62) | (0x4 << 76) | (0x2 << 62):032x}"


def natural_id(*parts: str) -> RecordId:
    """The one id of a thing named by its parts, so that two laptops that name it meet on one record."""
    return RecordId(uuid.uuid5(_NATURAL, "\x1f".join(parts)).hex)
