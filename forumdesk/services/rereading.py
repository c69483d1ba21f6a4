"""Words that are witnessed, read once more: what is here is not said twice, and what was taken back is said anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from forumdesk.domain.ids import BranchId
from forumdesk.domain.revisions import SALT_BYTES, Revision, Stamp, revision
from forumdesk.storage.work import Reader

NOWHERE = BranchId("0" * 16)
"""The branch of words that are only witnessed, before this laptop says them."""


@dataclass(slots=True)
class Reread:
    """What a workbook or the file of a dead laptop says, as far as it is to be said here."""

    words: list[Revision] = field(default_factory=list)
    gone: int = 0
    """How many of these were said here before, by an act that is taken back."""


def reread(forum: Reader, coming: Iterable[Revision], *, bring_back: bool) -> Reread:
    """Each word as it lies here already, or as it came; what was taken back as a new word, where it is to come back.

    A word of an act that was taken back cannot come back by itself: only its own laptop brings that act again.
    """
    found = Reread()
    for one in coming:
        known = [each for each in forum.log.revisions(one.record) if _is_the_same(each, one)]
        gone = [each for each in known if forum.log.known.is_taken_back(each)]
        if not known or len(gone) < len(known):
            found.words.extend(known or [one])
        elif any(each.kept_back for each in gone):  # what was taken out for good is said by nobody any more
            found.words.extend(gone)
        else:
            found.gone += 1
            found.words.extend([_anew(gone)] if bring_back else gone)
    return found


def _is_the_same(here: Revision, one: Revision) -> bool:
    """Whether a word that lies here is one that comes: itself, or as a laptop said it that read it before."""
    if here.id == one.id:
        return True
    if (here.kind, here.witnessed) != (one.kind, one.witnessed):
        return False
    agrees = all(one.fields.get(key) == value for key, value in here.fields.items())
    return agrees and (bool(here.kept_back) or len(here.fields) == len(one.fields))


def _anew(gone: list[Revision]) -> Revision:
    """The same word once more, by somebody who had seen what became of it."""
    one = gone[-1]
    stamp = Stamp(
        one.hlc, one.device, NOWHERE, one.number, one.author, one.wall_ms, one.tz_min, bytes(SALT_BYTES), one.witnessed
    )
    return revision(
        record=one.record,
        kind=one.kind,
        fields=one.fields,
        closed=one.closed,
        parents={*one.parents, *(each.id for each in gone)},
        act=one.act,
        begins=one.begins,
        stamp=stamp,
    )
