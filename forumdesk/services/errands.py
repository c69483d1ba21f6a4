"""What a package was sent for, enforced where it is received: a city's answers hold its answers, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from forumdesk.domain.answers import Answer, answer_id, city_key
from forumdesk.domain.devices import Device
from forumdesk.domain.errors import NotTrusted
from forumdesk.domain.forum import Forum
from forumdesk.domain.frameworks import OwnFramework, OwnItem
from forumdesk.domain.handover import Errand, Manifest
from forumdesk.domain.review import ReviewItem, ReviewPack
from forumdesk.domain.revisions import ACT, REDACTION, Revision
from forumdesk.domain.rules import Rules

_REVIEW = frozenset(
    {
        Forum.KIND,
        Device.KIND,
        OwnFramework.KIND,
        OwnItem.KIND,
        ReviewItem.KIND,
        Rules.KIND,
        ReviewPack.KIND,
        Answer.KIND,
        ACT,
        REDACTION,
    }
)
"""What a city may be sent when it is asked."""
_ANSWERS = frozenset({Device.KIND, Answer.KIND, ACT, REDACTION})
"""What may come back."""


def kept_to(manifest: Manifest, revisions: Iterable[Revision], name: str) -> Iterator[Revision]:
    """The revisions of a package as they pass; one that its errand does not cover refuses all of it."""
    errand = manifest.scope.errand
    if errand is Errand.NONE:
        yield from revisions
        return
    kinds = _ANSWERS if errand is Errand.ANSWERS else _REVIEW
    key = city_key(manifest.scope.city, manifest.scope.place)
    begun: set[str] = set()
    speaking: set[str] = set()
    for one in revisions:
        if one.kind not in kinds:
            raise _strays(name)
        if one.kind == Answer.KIND:
            speaking.add(one.record)
            if not _keeps_city(one, key):
                raise _strays(name)
            if _begins_for(one, key):
                begun.add(one.record)
        yield one
    if speaking - begun:
        raise _strays(name)


def _keeps_city(one: Revision, key: str) -> bool:
    """Whether a revision of an answer says of no other city that it is its answer."""
    said = one.fields
    place = said.get("place")
    if not {"city", "place"} & set(said):
        return True
    return city_key(str(said.get("city") or ""), place if isinstance(place, int) else 0) == key


def _begins_for(one: Revision, key: str) -> bool:
    """Whether a revision begins an answer of a city, whose id tells the city, what it answers and what it corrects."""
    said = one.fields
    return one.record == answer_id(key, str(said.get("recommendation") or ""), str(said.get("corrects") or ""))


def _strays(name: str) -> NotTrusted:
    return NotTrusted(
        "“{name}” was sent with one errand and holds what belongs to another, so nothing of it was read.",
        "Ask its laptop what it meant to send.",
        name=name,
    )
