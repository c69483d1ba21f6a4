"""The revisions that an edited workbook amounts to, made as somebody else's laptop would have made them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from forumdesk.domain.devices import Device, device_record
from forumdesk.domain.heads import standing_of, state_of
from forumdesk.domain.ids import RecordId, RevisionId, natural_id
from forumdesk.domain.records import JsonValue, Record, changed_fields, instant_text, record_from
from forumdesk.domain.revisions import COUNTER_BITS, Revision, Stamp, revision
from forumdesk.domain.text import folded
from forumdesk.domain.workbooks import device_of
from forumdesk.exchange.workbook_in import ReturnedBook
from forumdesk.services.returning.sheets import SheetKind
from forumdesk.services.returning.told import Returned
from forumdesk.storage.work import Reader

ACT = "edit-workbook"
"""By which act the edits say that they were made."""


class Saying:
    """Writes what a workbook says as revisions; what it said before is not said twice."""

    def __init__(self, forum: Reader, book: ReturnedBook, told: Returned) -> None:
        self._forum = forum
        self._book = book
        self.told = told
        self._written = instant_text(book.written)
        self._device = device_of(book.begun, self._written, book.author)
        saved = max(book.saved or book.written, book.written)
        self._wall_ms = int(saved.timestamp() * 1000)
        self.saved = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=self._wall_ms)
        self._act = f"{natural_id('workbook-act', self._device, instant_text(saved))} {ACT}"

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
        return [one for one in self._spoken(history) if self._book.author or one.wall_ms == self._wall_ms]

    def is_later(self, one: Revision) -> bool:
        """Whether whoever saved this workbook said something with a later save."""
        return bool(self._book.author) and one.device == self._device and one.wall_ms > self._wall_ms

    def _spoken(self, history: Sequence[Revision]) -> list[Revision]:
        return [one for one in history if one.device == self._device and one.wall_ms <= self._wall_ms]

    def say_again(self, kind: SheetKind, record: RecordId, made: Record, history: Sequence[Revision]) -> None:
        """Say of a row that was added and came back before only what it says anew."""
        mine = [one for one in history if one.device == self._device] or list(history)
        before = record_from(kind.record, record, state_of(standing_of(mine)).said)
        said = changed_fields(before, made)
        said.pop("number", None)
        if said:
            self.told.edits += len(said)
            self.say(kind, record, said, tuple(one.id for one in mine), history)
        else:
            self.told.revisions.extend(mine)

    def naming(self, name: str) -> Revision:
        """The revision that gives the workbook a name among the laptops; the first one stays."""
        record = device_record(self._device)
        held = self._forum.log.revisions(record)
        return held[0] if held else self._revision(record, Device.KIND, {"name": name}, ())

    def _revision(
        self, record: RecordId, kind: str, said: Mapping[str, JsonValue], parents: Iterable[RevisionId]
    ) -> Revision:
        stamp = Stamp(self._wall_ms << COUNTER_BITS, self._device, self._book.author, self._wall_ms, 0)
        return revision(record=record, kind=kind, fields=dict(said), parents=parents, act=self._act, stamp=stamp)
