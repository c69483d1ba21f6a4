"""Records for tests: valid by default, so that a test says only what matters to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from forumdesk.domain.agenda import Room, Session, Step
from forumdesk.domain.attestation import Given, Head, SignedHead
from forumdesk.domain.closing import arranged
from forumdesk.domain.devices import Laptop
from forumdesk.domain.forum import FORUM_ID, Forum
from forumdesk.domain.ids import BranchId, DeviceId, RecordId, new_id
from forumdesk.domain.initiatives import Declaration, Initiative
from forumdesk.domain.merkle import Tree, spans_of
from forumdesk.domain.notes import Note
from forumdesk.domain.people import Participant, Role
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.records import JsonValue
from forumdesk.domain.revisions import Revision, Stamp, revision
from forumdesk.exchange.signing import device_of, public_key, sign

MORNING = datetime(2026, 9, 29, 8, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    """So many minutes after the forum began."""
    return MORNING + timedelta(minutes=minutes)


def a_forum(**fields: Any) -> Forum:
    """The forum itself."""
    return Forum(**{"id": FORUM_ID, "title": "Test forum", **fields})


def a_room(**fields: Any) -> Room:
    """A room."""
    return Room(**{"id": new_id(), "name": "Room A", **fields})


def a_session(**fields: Any) -> Session:
    """A breakout session that begins in the morning."""
    return Session(**{"id": new_id(), "code": "S1", "title": "Employment", "start": MORNING, **fields})


def a_step(**fields: Any) -> Step:
    """A step of twenty minutes."""
    return Step(**{"id": new_id(), "title": "Doing", "minutes": 20, **fields})


def a_note(**fields: Any) -> Note:
    """A note taken in the morning."""
    return Note(**{"id": new_id(), "text": "Open a one-stop desk.", "city": "Quito", "instant": MORNING, **fields})


def a_recommendation(**fields: Any) -> Recommendation:
    """A draft recommendation."""
    return Recommendation(**{"id": new_id(), "number": 1, "text": "Recognise skills across borders.", **fields})


def a_participant(**fields: Any) -> Participant:
    """Somebody from Quito who speaks for the city."""
    return Participant(
        **{"id": new_id(), "position": "Head of mobility", "role": Role.CITY_OFFICIAL, "city": "Quito", **fields}
    )


def an_initiative(**fields: Any) -> Initiative:
    """An initiative between cities."""
    return Initiative(**{"id": new_id(), "title": "Skills passport", "lead_city": "Dakar", **fields})


def a_declaration(**fields: Any) -> Declaration:
    """The forum's declaration."""
    return Declaration(**{"id": new_id(), "title": "Declaration", "text": "We, the mayors, commit.", **fields})


def a_laptop(name: str = "Room B", author: str = "") -> Laptop:
    """A laptop that can sign: its key follows from its name, so that the same name is the same laptop."""
    secret = sha256(f"laptop {name}".encode()).digest()
    return Laptop(device_of(public_key(secret)), name, author, secret)


BRANCH = BranchId("b" * 16)


def a_revision(fields: Mapping[str, JsonValue] | None = None, **said: Any) -> Revision:
    """A revision of a note, as a laptop writes it."""
    kind = str(said.pop("kind", "note"))
    number = int(said.pop("number", 0))
    stamp = Stamp(
        int(said.pop("hlc", 7)),
        DeviceId(str(said.pop("device", a_laptop().device))),
        BranchId(str(said.pop("branch", BRANCH))),
        number,
        str(said.pop("author", "Rapporteur")),
        int(said.pop("wall_ms", 1_000)),
        int(said.pop("tz_min", 120)),
        bytes(said.pop("salt", bytes([number % 256] * 16))),
        str(said.pop("witnessed", "")),
    )
    told, closed = arranged(kind, fields if fields is not None else {"text": f"Said {number}"})
    return revision(
        record=RecordId(str(said.pop("record", f"{number:032x}"))),
        kind=kind,
        fields=told,
        closed=closed,
        parents=said.pop("parents", ()),
        act=str(said.pop("act", f"{number:032x} keep-note")),
        begins=bool(said.pop("begins", True)),
        stamp=stamp,
        **said,
    )


def a_head(entries: Sequence[Revision], laptop: Laptop, forum: str = "", **said: Any) -> SignedHead:
    """How far a laptop's branch has come, signed by it: these are all of its revisions."""
    tree = Tree([bytes.fromhex(one.id) for one in entries])
    head = Head(
        **{
            "forum": forum,
            "device": laptop.device,
            "branch": BRANCH,
            "size": len(entries),
            "root": tree.root(len(entries)).hex(),
            **said,
        }
    )
    signature = sign(laptop.secret, head.message).hex()
    return SignedHead(head=head, key=public_key(laptop.secret).hex(), signature=signature)


def given_all(entries: Sequence[Revision], laptop: Laptop, forum: str = "") -> tuple[Given, ...]:
    """What a package says of one branch that comes whole."""
    spans = spans_of([one.number for one in entries])
    return (Given(signed=a_head(entries, laptop, forum), spans=spans),) if entries else ()
