"""Receipts that rooms read out: whether exactly that is here, an earlier state of it, or nothing of it yet.

All of this is what one desk has seen, so it stays with its file and is no part of the log.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from forumdesk.domain.attestation import Given
from forumdesk.domain.errors import BadInput
from forumdesk.storage.database import Database
from forumdesk.storage.work import Reader

_CAME, _EXPECTED = "receipt ", "expected "
"""Before a mark: what came under it, and the room that read it out."""
_MARK = re.compile(r"[A-Z2-7]{8}")
_MISREAD = str.maketrans({"0": "O", "1": "I", "8": "B", **dict.fromkeys(" \t-–—.", "")})
"""Figures that no mark has, and the letters that they are taken for; what stands between the groups."""


class Here(StrEnum):
    """What of a receipt is here."""

    ALL = "here"
    OLDER = "older"
    """Something of its room is here, but not exactly what the receipt speaks of."""
    NOTHING = "missing"


@dataclass(frozen=True, slots=True)
class Told:
    """What a receipt comes to."""

    mark: str
    state: Here
    room: str = ""
    """Id of the room that read it out, where that was said."""
    laptop: str = ""
    """The laptop that handed it in; of what is here alone."""


def mark_from(typed: str) -> str:
    """The mark of a receipt as it is kept, however it was typed."""
    letters = typed.upper().translate(_MISREAD)
    if not _MARK.fullmatch(letters):
        raise BadInput(
            "“{mark}” is not the mark of a receipt.", "It has eight letters and digits, such as FKIP-DGGY.", mark=typed
        )
    return f"{letters[:4]}-{letters[4:]}"


def told(forum: Reader, begun: Collection[str]) -> tuple[Told, ...]:
    """Every receipt that was read out, with what it comes to; `begun` are the rooms of which something is here."""
    came = {mark: said for mark, said in _remembered(forum, _CAME) if _stands(forum, said)}
    found = []
    for mark, expected in _remembered(forum, _EXPECTED):
        room, said = str(expected.get("room", "")), came.get(mark)
        if said is None:
            found.append(Told(mark, Here.OLDER if room in begun else Here.NOTHING, room))
        else:
            found.append(Told(mark, Here.ALL, room, str(said.get("laptop", ""))))
    return tuple(found)


def expect(database: Database, mark: str, room: str) -> None:
    """Remember that a receipt was read out, by a room or by nobody in particular."""
    database.remember(f"{_EXPECTED}{mark}", json.dumps({"room": room}))


def forget(database: Database, mark: str) -> None:
    """Expect a receipt no more."""
    database.remember(f"{_EXPECTED}{mark}", "")


def remember_receipt(database: Database, mark: str, laptop: str, given: Iterable[Given]) -> None:
    """Remember what a receipt speaks of: it is here as long as nothing of it is set aside."""
    of = [[one.signed.head.device, one.signed.head.branch, one.spans] for one in given if one.spans]
    database.remember(f"{_CAME}{mark}", json.dumps({"laptop": laptop, "of": of}))


def _stands(forum: Reader, said: dict[str, Any]) -> bool:
    """Whether nothing that a receipt speaks of is set aside, by whichever merges it came; not what cannot be read."""
    aside, log = forum.log.known.aside, forum.log
    try:
        return not any(
            nr in aside and aside[nr].meets(int(first), int(last))
            for device, branch, spans in said["of"]
            for nr in log.branches_of(device, branch)
            for first, last in spans
        )
    except (ValueError, TypeError, KeyError):
        return False


def _remembered(forum: Reader, before: str) -> Iterable[tuple[str, dict[str, Any]]]:
    """What the file remembers under marks; what cannot be read counts as nothing."""
    for key, value in forum.rows(
        "SELECT key, value FROM local WHERE key >= ? AND key < ? ORDER BY key", (before, before + "~")
    ):
        try:
            said = json.loads(value)
        except (ValueError, TypeError):
            continue
        if isinstance(said, dict):
            yield str(key).removeprefix(before), said
