"""The revisions that an edited workbook amounts to, made as somebody else's laptop would have made them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from forumdesk.domain.closing import arranged
from forumdesk.domain.heads import Counted, state_of
from forumdesk.domain.ids import BranchId, DeviceId, RecordId, RevisionId, natural_id
from forumdesk.domain.records import DELETED, JsonValue, Record, changed_fields, instant_text, record_from
from forumdesk.domain.revisions import COUNTER_BITS, QUARTER_MS, SALT_BYTES, Revision, Stamp, revision
from forumdesk.domain.text import folded
from forumdesk.domain.witnessing import WORKBOOK, Witnessed, witnessed_of
from forumdesk.domain.workbooks import device_of
from forumdesk.exchange.workbook_in import ReturnedBook
from forumdesk.services.returning.sheets import SheetKind
from forumdesk.services.returning.told import Returned
from forumdesk.storage.work import Reader

ACT = "edit-workbook"
"""By which act the edits would have been made, had their author a laptop in the forum."""
_NOWHERE = BranchId("0" * 16)


class Saying:
    """Writes what a workbook says as revisions; what it said before is not said twice."""

    def __init__(self, forum: Reader, book: ReturnedBook, told: Returned, name: str) -> None:
        self._forum = forum
        self._book = book
        self.told = told
        self._written = instant_text(book.written)
        self._device = DeviceId(device_of(book.begun, self._written, book.author))
        saved = max(book.saved or book.written, book.written)
        self._wall_ms = int(saved.timestamp() * 1000)
        self.saved = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=self._wall_ms)
        self._act = f"{natural_id('workbook-act', self._device, instant_text(saved))} {ACT}"
        self._witnessed = Witnessed(WORKBOOK, self._device, self._wall_ms, name).told
        self._said = 0

    def row_id(self, sheet: str, about: str) -> RecordId:
        """The id of a row that was added: the same however often the workbook comes back, and wherever."""
        return natural_id("workbook-row", self._book.begun, self._written, sheet, folded(about))

    def say(
        self,
        kind: SheetKind,
        record: RecordId,
        said: Mapping[str, JsonValue],
        seen: Sequence[RevisionId],
        history: Sequence[Revision],
    ) -> None:
        """Say what a row says, on top of what it saw."""
        mine = self._spoken(history)
        fresh: dict[str, JsonValue] = {}
        again: dict[RevisionId, Revision] = {}
        for key, value in said.items():
            last = max((one for one in mine if key in one.fields), key=lambda one: one.order, default=None)
            if last is not None and last.fields[key] == value:
                again[last.id] = last
            else:
                fresh[key] = value
        self.told.revisions.extend(again.values())
        if fresh:
            # The same person's later save goes on from the earlier one; who did not sign might be somebody else.
            earlier = [one.id for one in mine if fresh.keys() & one.fields.keys()] if self._book.author else []
            self.say_anew(record, kind.record.KIND, fresh, {*seen, *earlier})

    def say_anew(
        self, record: RecordId, kind: str, said: Mapping[str, JsonValue], parents: Iterable[RevisionId]
    ) -> None:
        """Say something of a record that the workbook did not say before."""
        self.told.revisions.append(self._revision(record, kind, said, parents))

    def earlier(self, history: Sequence[Revision]) -> list[Revision]:
        """What whoever saved this workbook said of a record with this save and those before it.

        Who did not sign might be somebody else each time, but for the very same save.
        """
        return [one for one in self._spoken(history) if self._book.author or self._saved(one) == self._wall_ms]

    def is_later(self, one: Revision) -> bool:
        """Whether whoever saved this workbook said something with a later save."""
        return bool(self._book.author) and self._saved(one) > self._wall_ms

    def _spoken(self, history: Sequence[Revision]) -> list[Revision]:
        return [one for one in history if 0 <= self._saved(one) <= self._wall_ms]

    def _saved(self, one: Revision) -> int:
        """When the person who saved this workbook saved what a revision says; -1 where it says nothing of theirs."""
        found = witnessed_of(one.witnessed)
        return found.wall_ms if found is not None and found.device == self._device else -1

    def say_again(self, kind: SheetKind, record: RecordId, made: Record, history: Sequence[Revision]) -> None:
        """Say of a row that was added and came back before only what it says anew."""
        mine = [one for one in history if self._saved(one) >= 0] or list(history)
        before = record_from(kind.record, record, state_of(Counted(mine)).said)
        said = changed_fields(before, made)
        said.pop("number", None)
        if said:
            self.told.edits += len(said)
            self.say(kind, record, said, tuple(one.id for one in mine), history)
        else:
            self.told.revisions.extend(mine)

    def _revision(
        self, record: RecordId, kind: str, said: Mapping[str, JsonValue], parents: Iterable[RevisionId]
    ) -> Revision:
        """What was said, as whoever saved the workbook would have written it; the desk says it in its own name."""
        self._said += 1
        stamp = Stamp(
            self._wall_ms // QUARTER_MS * QUARTER_MS << COUNTER_BITS,
            self._device,
            _NOWHERE,
            self._said,
            self._book.author,
            self._wall_ms,
            0,
            bytes(SALT_BYTES),
            self._witnessed,
        )
        fields, closed = arranged(kind, said)
        seen = tuple(parents)
        begins = not seen or (said.get(DELETED, True) is None and not self._forum.log.counted(record).begun)
        return revision(
            record=record,
            kind=kind,
            fields=fields,
            closed=closed,
            parents=seen,
            act=self._act,
            begins=begins,
            stamp=stamp,
        )
