"""The lines of a package: each is one revision as JSON, its fields in the order in which they are committed to."""

from __future__ import annotations

from msgspec import DecodeError, ValidationError
from msgspec.json import Decoder, Encoder

from forumdesk.domain.errors import BadInput
from forumdesk.domain.revisions import NOT_OURS, Revision, check

_decoded = Decoder(Revision).decode
_encoded = Encoder().encode


def line_of(one: Revision) -> bytes:
    """The line that says a revision, its end left out."""
    return _encoded(one)


def revision_of(line: bytes) -> Revision:
    """The revision that a line says, its id compared with the hash of its header."""
    try:
        one = _decoded(line)
    except (ValidationError, DecodeError, ValueError, RecursionError) as error:
        raise BadInput(NOT_OURS) from error
    check(one, typed=True)  # the decoder holds every value to its type, and refuses text that is none
    return one
