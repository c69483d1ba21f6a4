"""Names that never collide: every record, act and laptop has an id made without asking anyone."""

from __future__ import annotations

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
    return RecordId(uuid.uuid4().hex)


def new_act_id() -> ActId:
    """A fresh act id, drawn at random."""
    return ActId(uuid.uuid4().hex)


def natural_id(*parts: str) -> RecordId:
    """The one id of a thing named by its parts, so that two laptops that name it meet on one record."""
    return RecordId(uuid.uuid5(_NATURAL, "\x1f".join(parts)).hex)
