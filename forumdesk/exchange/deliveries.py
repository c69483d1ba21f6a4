"""What goes to a hub together: revisions as header and body, and the signed heads that vouch for exactly these."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from msgspec import DecodeError, Struct, ValidationError
from msgspec.json import Decoder, Encoder

from forumdesk.domain.attestation import Given
from forumdesk.domain.errors import BadInput
from forumdesk.domain.ids import BranchId, DeviceId, RecordId, RevisionId
from forumdesk.domain.records import JsonValue
from forumdesk.domain.revisions import NOT_OURS, Item, Revision, canonical, check
from forumdesk.exchange.vouching import NotVouched, heads_of, plain

PURPOSE = "forumdesk revision"


class _Body(Struct, omit_defaults=True, forbid_unknown_fields=True):
    """All of a revision that its header only commits to."""

    fields: dict[str, JsonValue]
    closed: int
    wall_ms: int
    tz_min: int
    author: str = ""
    witnessed: str = ""
    salt: str = ""
    items: tuple[Item, ...] = ()


_Header = tuple[str, int, str, str, int, str, str, str, int, int, list[str], list[str]]
_WRONG = (ValidationError, DecodeError, ValueError, RecursionError)
_header = Decoder(_Header).decode
_body = Decoder(_Body).decode
_encoded = Encoder().encode


class Entry(NamedTuple):
    """A revision as a hub keeps it."""

    id: str
    header: str
    """What the id is the hash of."""
    body: str
    """The values, with what opens their commitments."""


class Numbered(NamedTuple):
    """Where in which laptop's log a revision says that it stands."""

    device: str
    branch: str
    number: int


def entry_of(one: Revision) -> Entry:
    """A revision as a hub keeps it; one that does not fit its id any more is refused."""
    try:
        header = one.header()
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(NOT_OURS) from error
    if sha256(header.encode("ascii")).hexdigest() != one.id:
        raise BadInput("A revision was altered after it was written, so it was refused.")
    body = _Body(dict(one.fields), one.closed, one.wall_ms, one.tz_min, one.author, one.witnessed, one.salt, one.items)
    return Entry(one.id, header, _encoded(body).decode())


def numbered(header: str) -> Numbered:
    """Where a header says that its revision stands; what is no header is refused."""
    try:
        said = _header(header)
    except _WRONG as error:
        raise BadInput(NOT_OURS) from error
    return Numbered(said[2], said[3], said[4])


def revision_of(entry: Entry) -> Revision:
    """The revision that an entry says, nothing compared yet; what says none is refused."""
    try:
        purpose, schema, device, branch, number, record, kind, act, hlc, begins, parents, _ = _header(entry.header)
        body = _body(entry.body)
    except _WRONG as error:
        raise BadInput(NOT_OURS) from error
    if purpose != PURPOSE:
        raise BadInput(NOT_OURS)
    return Revision(
        RevisionId(entry.id),
        RecordId(record),
        kind,
        body.fields,
        body.closed,
        () if parents == [""] else tuple(map(RevisionId, parents)),
        act,
        hlc,
        DeviceId(device),
        BranchId(branch),
        number,
        begins != 0,
        body.author,
        body.witnessed,
        schema,
        body.wall_ms,
        body.tz_min,
        body.salt,
        body.items,
    )


def checked_revision(entry: Entry) -> Revision:
    """The same, its values and its id compared with the commitments of its header."""
    one = revision_of(entry)
    check(one, typed=True)  # the decoder holds every value to its type, and refuses text that is none
    return one


# ---- who vouches


def heads_text(heads: Sequence[Given], hashes: Sequence[bytes]) -> str:
    """Signed heads and the hashes of their proof, in the order of the heads."""
    return canonical({"heads": [plain(one) for one in heads], "proof": b"".join(hashes).hex()})


def heads_from(text: str, forum: str) -> tuple[tuple[Given, ...], bytes]:
    """The same read back as what was signed for a forum; NotVouched where it is nothing of the kind."""
    try:
        said = json.loads(text)
        return heads_of(said["heads"], forum), bytes.fromhex(said["proof"])
    except (ValueError, TypeError, KeyError, IndexError, RecursionError, AttributeError) as error:
        raise NotVouched from error


__all__ = ["Entry", "Numbered", "checked_revision", "entry_of", "heads_from", "heads_text", "numbered", "revision_of"]
