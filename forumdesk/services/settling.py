"""Settle conflicts: say which of the values that stand against each other is meant, or another one."""

from __future__ import annotations

from forumdesk.domain.errors import BadInput, NotAllowed, NotFound
from forumdesk.domain.heads import BEGUN
from forumdesk.domain.ids import RecordId
from forumdesk.domain.kinds import KINDS
from forumdesk.domain.records import DELETED, JsonValue, shapes
from forumdesk.services.disputed import SENT_STAYS, Conflict, Disputed
from forumdesk.storage.database import Database
from forumdesk.storage.work import Reader, Work


class Settling:
    """Lists the conflicts of an open forum and settles them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def conflicts(self) -> tuple[Conflict, ...]:
        """Every conflict, by kind of record and then in a stable order."""
        with self._database.read() as forum:
            return tuple(
                conflict
                for kind, record, fields in sorted(forum.conflicts())
                for conflict in Disputed(forum, kind, record, fields).conflicts()
            )

    def settle(self, record: str, field: str, head: str) -> None:
        """Let the value of one head stand; its id may be shortened as long as it is clear."""
        with self._database.write("settle-conflict") as work:
            disputed = _disputed(work, record, field)
            conflict = disputed.conflict(field)
            found = [one for one in conflict.heads if head and one.id.startswith(head)]
            if len(found) != 1:
                raise NotFound("No value of this conflict is called “{head}”.", head=head)
            _say(work, conflict, disputed.standing_for(conflict, found[0]))

    def settle_with(self, record: str, field: str, text: str) -> None:
        """Let a text of one's own stand in place of all of them."""
        with self._database.write("settle-conflict") as work:
            conflict = _disputed(work, record, field).conflict(field)
            if conflict.is_whole:
                raise NotAllowed(*SENT_STAYS)
            shape = shapes(KINDS[conflict.kind]).get(field)
            if shape is None or shape.python is not str or shape.many:
                raise BadInput("“{field}” holds no text, so one of its values must be chosen.", field=field)
            work.say(conflict.kind, conflict.record, {field: text})

    def settle_all(self, laptop: str) -> int:
        """Let what one laptop said stand wherever it stands against others, in one act; return how often."""
        settled = 0
        with self._database.write("settle-conflicts") as work:
            for kind, record, fields in work.conflicts():
                disputed = Disputed(work, kind, record, fields)
                for conflict in disputed.conflicts():
                    theirs = next((one for one in conflict.heads if one.laptop == laptop), None)
                    if theirs is not None and (theirs.said or not conflict.is_whole):
                        _say(work, conflict, disputed.standing_for(conflict, theirs))
                        settled += 1
        return settled


def _say(work: Work, conflict: Conflict, said: dict[str, JsonValue]) -> None:
    """Say what settles a conflict; where the beginning of a record was taken back, one that stays begins anew."""
    if conflict.field == BEGUN and said.get(DELETED) is None:
        work.begin_anew(conflict.kind, conflict.record, said)
    else:
        work.say(conflict.kind, conflict.record, said)


def _disputed(forum: Reader, record: str, field: str) -> Disputed:
    found = forum.conflicts_of(RecordId(record))
    if found is not None and field in found[1]:
        return Disputed(forum, found[0], RecordId(record), found[1])
    raise NotFound("There is no such conflict in this forum any more.")
