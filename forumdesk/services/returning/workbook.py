"""An exported workbook comes back: its edits count as those of somebody who saw the forum when it was exported."""

from __future__ import annotations

from forumdesk.domain.answers import Answer
from forumdesk.domain.errors import BadInput, ForumDeskError, NotAllowed
from forumdesk.domain.ids import RecordId
from forumdesk.domain.records import JsonValue, changed_fields, plain_fields
from forumdesk.domain.workbooks import spoken
from forumdesk.exchange.workbook_in import ReturnedBook
from forumdesk.exchange.workbook_parts import Formula
from forumdesk.exchange.workbook_rows import EditedRow, ReturnedSheet
from forumdesk.services.exporting import StoredForum
from forumdesk.services.numbering import next_number
from forumdesk.services.referencing import Referencing
from forumdesk.services.returning.answers import AnswerRows
from forumdesk.services.returning.cells import text_in
from forumdesk.services.returning.past import Cells, Past
from forumdesk.services.returning.saying import Saying
from forumdesk.services.returning.sheets import SHEETS, SheetKind
from forumdesk.services.returning.told import NOT_HERE, LeftOut, Returned
from forumdesk.storage.work import Reader

_NO_ROW = 0


def bring(forum: Reader, referencing: Referencing, book: ReturnedBook, name: str) -> Returned:
    """What a workbook called `name` brings: revisions whose parents are what the forum said when it was exported."""
    if book.begun != forum.begun:
        raise BadInput(
            "“{name}” was exported from another forum, so nothing of it fits here.",
            "Open that forum, and bring the workbook together with it.",
            name=name,
        )
    told = Returned()
    for title in book.lost:
        told.left_out.append(LeftOut(title, _NO_ROW, "", "", NotAllowed(_LOST)))
    for title in book.repeated:
        told.left_out.append(LeftOut(title, _NO_ROW, "", "", NotAllowed(_REPEATED)))
    source = StoredForum(forum, referencing)
    saying = Saying(forum, book, told, name)
    cells = Cells(source, book, referencing.reader(forum))
    for sheet in book.sheets:
        if sheet.key in SHEETS:
            _Sheet(forum, sheet, SHEETS[sheet.key], cells, saying).bring()
    if told.revisions:
        # What this save said comes first: by that it is known whether what the file brings was taken back.
        told.revisions.sort(key=lambda one: -one.wall_ms)
    return told


class _Sheet:
    """One sheet being matched with the forum's records."""

    def __init__(self, forum: Reader, sheet: ReturnedSheet, kind: SheetKind, cells: Cells, saying: Saying) -> None:
        self._forum = forum
        self._sheet = sheet
        self._kind = kind
        self._cells = cells
        self._saying = saying
        self._told = saying.told
        self._begun = 0

    def bring(self) -> None:
        """Take what can be taken, and say of the rest why not."""
        sheet, told = self._sheet, self._told
        before = len(told.left_out)
        told.damaged += len(sheet.damaged)
        told.absent += sheet.absent
        for heading in sheet.strange:
            self._leave_out(_NO_ROW, heading, "", NotAllowed(_STRANGE))
        for key in sheet.missing:
            self._leave_out(_NO_ROW, sheet.headings.get(key, key), "", NotAllowed(_MISSING))
        for row in sheet.damaged:
            self._leave_out(row, "", "", NotAllowed(_DAMAGED))
        for row in sheet.doubled:
            self._leave_out(row, "", "", NotAllowed(_DOUBLED))
        if self._kind.record is Answer:
            AnswerRows(self._forum, self._kind, self._cells, self._saying, self._leave_out).bring(sheet)
        else:
            for each in sheet.edited:
                if each.record:
                    self._edited(each)
        for each in sheet.edited:
            if not each.record:
                self._added(each)
        told.left_out[before:] = sorted(told.left_out[before:], key=lambda one: one.row)

    def _edited(self, row: EditedRow) -> None:
        history = self._forum.log.revisions(RecordId(row.record))
        if not history:
            self._leave_out(row.number, "", "", NotAllowed(NOT_HERE))
            return
        past = Past(self._kind, history, self._cells, self._forum.log.known)
        said: dict[int, dict[str, JsonValue]] = {}
        for key, value in row.cells.items():
            try:
                length, means = self._meant(past, key, value, row.marks[key])
            except NotAllowed as error:
                self._leave_out(row.number, key, spoken(value), error)
            else:
                if means:
                    said.setdefault(length, {}).update(means)
        for length, means in said.items():
            self._saying.say(self._kind, RecordId(row.record), means, past.seen(length), history)

    def _meant(self, past: Past, key: str, value: object, wanted: str) -> tuple[int, dict[str, JsonValue]]:
        """What an edited cell sets, and after how many revisions its record was exported."""
        reader = past.reader(key)
        length = past.exported({key: wanted})
        if not length and key in self._kind.sets:
            raise NotAllowed(_CHANGED_SINCE)
        base = past.at(length)
        after = reader(self._cells.tongue, base, value)
        means = changed_fields(base, after)
        if not means.keys() & changed_fields(past.now, after).keys():
            self._told.agreed += bool(means)
            return length, {}
        self._told.edits += 1
        return length, means

    def _added(self, row: EditedRow) -> None:
        kind, about = self._kind, row.cells.get(self._kind.about, "")
        if kind.begun is None:
            self._leave_out(row.number, "", "", NotAllowed(_NO_ROWS))
            return
        if isinstance(about, Formula) or not text_in(about):
            self._leave_out(row.number, "", "", NotAllowed(_NO_WORDING))
            return
        record_id = self._saying.row_id(self._sheet.key, text_in(about))
        history = self._forum.log.revisions(record_id)
        number = next_number(self._forum) + self._begun
        made = kind.begun(record_id, number)
        for key, value in row.cells.items():
            reader = kind.readers.get(key) or kind.when_added.get(key)
            if reader is None:
                continue
            try:
                made = reader(self._cells.tongue, made, value)
            except NotAllowed as error:
                self._leave_out(row.number, key, spoken(value), error)
        if not history:
            self._begun += 1
            self._told.added += 1
            self._saying.say(kind, record_id, plain_fields(made), (), ())
        else:
            self._saying.say_again(kind, record_id, made, history)

    def _leave_out(self, row: int, key: str, said: str, why: ForumDeskError) -> None:
        heading = self._sheet.headings.get(key, key)
        self._told.left_out.append(LeftOut(self._sheet.title, row, heading, said, why))


_LOST = "The sheet has lost the column of ids that nobody sees, so nothing of it was read."
_REPEATED = "The sheet repeats another one, so it was not read."
_STRANGE = "The column is not one of ForumDesk's, so it was not read."
_MISSING = "The column is gone; nothing of it was changed."
_DAMAGED = "The id of the row was damaged, so nobody can say which record it is."
_DOUBLED = "Another row has the same id and both were edited, so nobody can say which is meant."
_CHANGED_SINCE = "It was changed in the forum since, and what was exported is not known here; edit it in ForumDesk."
_NO_ROWS = "The row was added; only what was asked can be answered here."
_NO_WORDING = "The row was added without a text."
