"""Names that never collide: every record, act and laptop has an id made without asking anyone."""

from __future__ import annotations

import os
import time
import uuid
from itertools import count
from typing import NewType

RecordId = NewType("RecordId", str)
"""32 hexadecimal digits; equal on every laptop that holds the record."""
RevisionId = NewType("RevisionId", str)
"""64 hexadecimal digits: the SHA-256 of the revision's header."""
ActId = NewType("ActId", str)
DeviceId = NewType("DeviceId", str)
"""32 hexadecimal digits: the beginning of the SHA-256 of the laptop's public key."""
BranchId = NewType("BranchId", str)
"""16 hexadecimal digits, drawn at random: one unbroken run of a laptop's log."""

_NATURAL = uuid.UUID("0d6f3c52-6c54-4b0f-9c1e-5f6f72756d64")


def new_id() -> RecordId:
    """A fresh record id; what is made later has a higher one."""
    return RecordId(_timed_uuid())


def new_act_id() -> ActId:
    """A fresh act id; what is done later has a higher one."""
    return ActId(_timed_uuid())


_QUARTER_MS = 15 * 60 * 1000
_made = count(int.from_bytes(os.urandom(4)) >> 2)


def _timed_uuid() -> str:
    """The digits of a UUID of version 8 (RFC 9562): the quarter of an hour, a count, and 42 bits drawn at random.

    What is made together so lies together in every index that a merge fills, and no id tells the minute in which
    somebody spoke. The count begins at random with each start of the program.
    """
    quarter = time.time_ns() // 1_000_000 // _QUARTER_MS * _QUARTER_MS
    made = next(_made) & 0xFFFFFFFF
    head = quarter << 16 | 0x8000 | made >> 20
    return f"{head << 64 | 0x2 << 62 | (made & 0xFFFFF) << 42 | int.from_bytes(os.urandom(6)) >> 6:032x}"


def new_branch() -> BranchId:
    """A fresh branch of a laptop's log."""
    return BranchId(os.urandom(8).hex())


def natural_id(*parts: str) -> RecordId:
    """The one id of a thing named by its parts, so that two laptops that name it meet on one record."""
    return RecordId(uuid.uuid5(_NATURAL, "\x1f".join(parts)).hex)
