"""What a laptop shows, as plain values that can be compared: every list as JSON, and every row that screens read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping

from forumdesk.domain.agenda import NO_SESSION
from forumdesk.domain.ids import RecordId
from forumdesk.domain.kinds import KINDS
from forumdesk.domain.notes import Note
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.records import DELETED
from forumdesk.domain.revisions import ACT, Revision
from forumdesk.services.desk import Desk
from forumdesk.services.exporting import StoredForum
from forumdesk.services.listing import LISTS
from forumdesk.storage.groups import by_themselves, members_of
from tests.storage.laptops import shown_of

Shown = Mapping[str, str]
OF_A_DESK = frozenset({"acts", "laptops"})
"""Lists that tell what this desk did, and what of whose log lies in its file: no other shows the same."""
OF_HAND_OVERS = frozenset({"receipts", "clocks", "refused"})
"""What the board tells of hand-overs to this desk."""


def shown(desk: Desk, *, in_any_order: bool = False) -> Shown:
    """Every list as JSON, by name; and the rows behind the screens, plan, outcome, photos and runs included.

    What stands at one place of an order, such as two notes of one instant, lies as it came: another desk may have had
    the other one first.
    """
    found = {what: _as_json(desk, what, in_any_order=in_any_order) for what in LISTS if what not in OF_A_DESK}
    return {**found, **rows(desk)}


def rows(desk: Desk) -> Shown:
    """Every row behind the screens, and what stands against each other."""
    found, differing = shown_of(desk._database)
    return {
        "differing": repr(sorted(differing.items())),
        **{f"rows of {kind}": repr(some) for kind, some in found.items() if some},
    }


def _as_json(desk: Desk, what: str, *, in_any_order: bool) -> str:
    listed = [
        {key: value for key, value in one.items() if what != "rooms" or key not in OF_HAND_OVERS}
        for one in desk.listing.listed(what)
    ]
    told = [json.dumps(one, ensure_ascii=False, default=str) for one in listed]
    return "\n    ".join(sorted(told) if in_any_order else told)


def differences(before: Shown, after: Shown) -> str:
    """What two laptops, or one at two times, show differently; empty where they show the same."""
    told = [
        f"{what}:\n    {before.get(what, '')}\n    {after.get(what, '')}"
        for what in sorted({*before, *after})
        if before.get(what) != after.get(what)
    ]
    return "\n  ".join(told)


def live(desk: Desk) -> set[str]:
    """The id of every record that is shown anywhere."""
    found, _ = shown_of(desk._database)
    return {str(row[0]) for some in found.values() for row in some}


def conflicts(desk: Desk) -> set[tuple[str, str]]:
    """What people are asked: record and field."""
    with desk._database.read() as forum:
        return {(record, field) for _, record, fields in forum.conflicts() for field in fields}


def revisions(desk: Desk) -> dict[str, Revision]:
    """All that lies in the file, by id."""
    with desk._database.read() as forum:
        return {one.id: one for one in forum.log.all_revisions()}


def standing(desk: Desk) -> dict[str, Revision]:
    """What is not set aside: all that this desk would hand on."""
    with desk._database.read() as forum:
        return {one.id: one for one in forum.log.arrived()}


def spoken_of(record: str, fresh: Mapping[str, Revision], known: Mapping[str, Revision]) -> bool:
    """Whether some of what came speaks of a record: by words about it or about what it was joined with, or by taking an
    act back that had said something of it.
    """
    acts = {str(one.act_id) for one in known.values() if one.record == record}
    return any(
        one.record == record or (one.kind == ACT and one.record in acts) or record in one.fields.values()
        for one in fresh.values()
    )


def begun_by(desk: Desk, act: str) -> set[str]:
    """The records that an act began."""
    return {str(one.record) for one in revisions(desk).values() if one.begins and one.act_id == act}


def gone_on_with(desk: Desk, record: str, act: str) -> bool:
    """Whether another act said something of a record that counts, and that is no beginning and no deletion."""
    with desk._database.read() as forum:
        counted = forum.log.counted(RecordId(record))
        others = [one for one in counted.chosen(counted.on) if one.act_id != act]
    return any(one.kind in KINDS and not one.begins and DELETED not in one.fields for one in others)


def misplaced(desk: Desk) -> str:
    """Of what is alive, what stands in no place of its list or in two; empty where each stands in one."""
    with desk._database.read() as forum:
        notes = Counter(one.id for one in forum.stream(Note))
        asks = Counter(one.id for one in forum.stream(Recommendation))
        source = StoredForum(forum, desk.referencing)
        in_workbook = Counter(one.id for one in (*source.notes(), *source.recommendations(), *source.grouped()))
        reached = [one.id for one in by_themselves(forum)]
        for one in reached:
            reached.extend(member.id for member in members_of(forum, one))
    rooms = [one.id for one in desk.planning.sessions()] + [NO_SESSION]
    under = Counter(note.id for room in rooms for note in desk.capturing.notes(room).notes)
    told = {
        "notes by session": (notes, under),
        "the list of notes": (notes, Counter(one["id"] for one in desk.listing.listed("notes"))),
        "the list of recommendations": (asks, Counter(one["id"] for one in desk.listing.listed("recommendations"))),
        "groups and their members": (asks, Counter(reached)),
        "the workbook": (notes + asks, in_workbook),
    }
    return "; ".join(f"{what}: {dict(one)} != {dict(other)}" for what, (one, other) in told.items() if one != other)
