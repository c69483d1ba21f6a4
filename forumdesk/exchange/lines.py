"""The lines of a package: each is one revision, its canonical JSON with its id in place."""

from __future__ import annotations

import json

from msgspec.json import Decoder

from forumdesk.domain.revisions import Revision, check, revision_from

_decoded = Decoder(Revision).decode


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
    spelled = one.spelled()
    if spelled.with_id(one.id).encode("ascii") != line:
        return _by_the_rule(line)
    check(one, spelled)
    return one


def _by_the_rule(line: bytes) -> Revision:
    found = json.loads(line)
    if not isinstance(found, dict):
        raise ValueError  # noqa: TRY004 - it is said about the text, as by the reader of JSON
    return revision_from(found)
