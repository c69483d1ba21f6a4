"""Revisions as some laptop says them: valid by default, so that a test says only what matters to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count

from forumdesk.domain.closing import arranged
from forumdesk.domain.ids import BranchId, DeviceId, RecordId, RevisionId
from forumdesk.domain.records import JsonValue
from forumdesk.domain.revisions import ACT, COUNTER_BITS, REDACTION, Revision, Stamp, revision

MINUTE = 29_000_000 * 60_000
_numbers = count()


def said(  # noqa: PLR0913 - whatever a revision may say
    fields: Mapping[str, JsonValue] | None = None,
    *,
    record: str = "a" * 32,
    kind: str = "note",
    parents: Iterable[Revision | str] = (),
    begins: bool | None = None,
    act: str = "f" * 32,
    name: str = "keep-note",
    device: str = "d" * 32,
    branch: str = "b" * 16,
    number: int | None = None,
    hlc: int = 1 << COUNTER_BITS,
    author: str = "Rapporteur",
    witnessed: str = "",
    wall_ms: int = MINUTE,
    salt: bytes = b"s" * 16,
    closed: int | None = None,
) -> Revision:
    """A revision of a laptop; without parents it begins its record, and each has a number of its own."""
    seen = [RevisionId(one) if isinstance(one, str) else one.id for one in parents]
    ordered = arranged(kind, {"text": "Said"} if fields is None else fields)
    return revision(
        record=RecordId(record),
        kind=kind,
        fields=ordered.fields,
        closed=ordered.closed if closed is None else closed,
        parents=seen,
        act=f"{act} {name}",
        begins=(not seen and kind not in (ACT, REDACTION)) if begins is None else begins,
        stamp=Stamp(
            hlc,
            DeviceId(device),
            BranchId(branch),
            next(_numbers) if number is None else number,
            author,
            wall_ms,
            120,
            salt,
            witnessed,
        ),
    )


def turned(  # noqa: PLR0913
    words: Iterable[Revision],
    *,
    off: bool = True,
    excepted: Iterable[str] = (),
    parents: Iterable[Revision] = (),
    device: str = "",
    number: int | None = None,
    of: str | None = None,
) -> Revision:
    """What a laptop says that takes an act back, or brings it again."""
    spoken = list(words)
    numbers = [one.number for one in spoken]
    told = f"{spoken[0].branch} {min(numbers)} {max(numbers)}" if of is None else of
    return said(
        {"off": off, "except": " ".join(excepted), "of": told},
        record=spoken[0].act_id,
        kind=ACT,
        parents=parents,
        act="9" * 32,
        name="undo" if off else "redo",
        device=device or spoken[0].device,
        branch=spoken[0].branch,
        number=number,
    )


def redacting(target: Revision, places: str, **how: str) -> Revision:
    """A request to take out of a revision what stands at these places of its header."""
    return said({"revision": target.id, "items": places}, record=target.record, kind=REDACTION, **how)  # type: ignore[arg-type]
