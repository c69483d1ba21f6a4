"""Names that never collide: every record, act and laptop has an id made without asking anyone."""

from __future__ import annotations

import os
import time
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
    """A fresh record id; what is made later has a higher one."""
    return RecordId(_timed_uuid())


def new_act_id() -> ActId:
    """A fresh act id; what is done later has a higher one."""
    return ActId(_timed_uuid())


def _timed_uuid() -> str:
    """The digits of a UUID of version 7 (RFC 9562): the milliseconds, their 4096th parts, and 62 bits drawn at random.

    What is made together so lies together in every index that a merge fills.
    """
    ms, ns = divmod(time.time_ns(), 1_000_000)
    head = ms << 16 | 0x7000 | ns * 4096 // 1_000_000
    return f"{head << 64 | 0x2 << 62 | int.from_bytes(os.urandom(8)) >> 2:032x}"


def natural_id(*parts: str) -> RecordId:
    """The one id of a thing named by its parts, so that two laptops that name it meet on one record."""
    return RecordId(uuid.uuid5(_NATURAL, "\x1f".join(parts)).hex)
