"""The lines of a package: each is one revision, its canonical JSON with its id in place."""

from __future__ import annotations

import json
from hashlib import blake2b

from msgspec.json import Decoder, Encoder

from forumdesk.domain.revisions import REDACTED, Revision, check, is_sound, revision_from

_decoded = Decoder(Revision).decode
_encoded = Encoder(order="sorted").encode
_ID, _ID_LENGTH = b',"id":"', 40
"""How the id begins in a line, and how long all of `"id":"...",` is."""


def line_of(one: Revision) -> bytes:
    """The line that says a revision, its end left out."""
    return one.spelled().with_id(one.id).encode("ascii")


def revision_of(line: bytes) -> Revision:
    """The revision that a line says, checked; ValueError or RecursionError where it says none.

    A line that is word for word as we write it is read by compiled code. Every other one is read by the rule of the
    domain, which alone knows what else may be taken.
    """
    try:
        one = _decoded(line)
    except (ValueError, RecursionError):
        return _by_the_rule(line)
    if _is_plain(line, one):
        at = line.rindex(_ID) + 1
        said = blake2b(line[:at], digest_size=16)
        said.update(line[at + _ID_LENGTH :])
        if said.hexdigest() == one.id and REDACTED not in one.fields and is_sound(one):
            return one
    spelled = one.spelled()
    if spelled.with_id(one.id).encode("ascii") != line:
        return _by_the_rule(line)
    check(one, spelled)
    return one


def _is_plain(line: bytes, one: Revision) -> bool:
    """Whether compiled code spells a revision as this line does, and as we do.

    It has its own way with numbers that have a point, and escapes neither letters beyond ASCII nor the last one of it.
    """
    return (
        _encoded(one) == line and line.isascii() and b"\x7f" not in line and float not in map(type, one.fields.values())
    )


def _by_the_rule(line: bytes) -> Revision:
    found = json.loads(line)
    if not isinstance(found, dict):
        raise ValueError  # noqa: TRY004 - it is said about the text, as by the reader of JSON
    return revision_from(found)
