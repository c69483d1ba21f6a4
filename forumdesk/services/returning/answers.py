"""A city's answers come back in its workbook: each row is one answer, sent where it is complete."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, cast

from forumdesk.domain.answers import SAID, Answer, answer_id
from forumdesk.domain.errors import ForumDeskError, NotAllowed
from forumdesk.domain.heads import Counted, state_of
from forumdesk.domain.ids import RecordId, RevisionId
from forumdesk.domain.records import DELETED, changed_fields, plain_fields, record_from
from forumdesk.domain.revisions import Revision
from forumdesk.domain.workbooks import mark, spoken
from forumdesk.exchange.workbook_rows import EditedRow, ReturnedSheet
from forumdesk.services.packs import last_asked
from forumdesk.services.returning.past import Cells, Past
from forumdesk.services.returning.saying import Saying
from forumdesk.services.returning.sheets import SheetKind
from forumdesk.services.returning.told import NOT_HERE, Unsent
from forumdesk.storage.work import Reader

_EMPTY = mark("", is_open=False)


@dataclass(frozen=True, slots=True)
class _Before:
    """The answer that whoever saved the workbook saw or sent last, which what they say now goes on from."""

    answer: Answer
    seen: frozenset[RevisionId]
    mine: tuple[Revision, ...]
    """What they said of it and of what it corrects in this save and those before it."""
    is_taken_back: bool = False
    """Whether they sent or began it, and that was taken back here since."""

    @property
    def is_corrected(self) -> bool:
        """Whether what they say otherwise is a correction."""
        return self.answer.is_sent and not self.is_taken_back

    @property
    def speaks_of(self) -> RecordId:
        """The record of what they say otherwise."""
        return _correction_of(self.answer) if self.is_corrected else self.answer.id


class AnswerRows:
    """Takes the rows of one sheet as answers."""

    def __init__(
        self,
        forum: Reader,
        kind: SheetKind,
        cells: Cells,
        saying: Saying,
        leave_out: Callable[[int, str, str, ForumDeskError], None],
    ) -> None:
        self._forum = forum
        self._kind = kind
        self._cells = cells
        self._saying = saying
        self._told = saying.told
        self._leave_out = leave_out

    def bring(self, sheet: ReturnedSheet) -> None:
        """Take every row of a sheet that somebody filled in; who left a row as it was sent what stood there."""
        edited = [one for one in sheet.edited if one.record]
        for row in sorted((*edited, *(sheet.kept if edited else ())), key=lambda one: one.number):
            if self._forum.log.revisions(RecordId(row.record)):
                self._bring(row, sheet.title)
            elif row.cells:
                self._leave_out(row.number, "", "", NotAllowed(NOT_HERE))

    def _bring(self, row: EditedRow, title: str) -> None:
        past = Past(self._kind, self._forum.log.revisions(RecordId(row.record)), self._cells, self._forum.log.known)
        shown, length = self._shown(past, row)
        now = self._standing(cast(Answer, past.now))
        after, refused = self._read(row, past, shown)
        lacks = tuple(dict.fromkeys((*after.lacks, *refused)))
        # A row shows one of the values that differ: who sends it says nothing of the others, and they stand against it.
        is_blind = not lacks and past.is_disputed(length)
        before = self._before(shown, () if is_blind else past.seen(length))
        is_said = any(_says_the_same(one, after) and (one.is_sent or lacks) for one in (before.answer, now))
        if not is_said and self._is_overtaken(before.speaks_of):
            self._told.overtaken += 1
            return
        if is_said:
            self._told.revisions.extend(before.mine)
        else:
            self._say(before, after, is_complete=not lacks)
            self._told.sent += not lacks
        self._count(shown, after, now)
        is_sent = is_said and (before.answer.is_sent or now.is_sent)
        if lacks and not is_sent and (after.is_begun or refused):
            asked = last_asked(self._forum, after)
            self._told.unsent.append(Unsent(title, row.number, asked.label if asked else "", lacks))

    def _shown(self, past: Past, row: EditedRow) -> tuple[Answer, int]:
        """The answer that the row was exported with, and after how many revisions the forum said that; 0 if never."""
        wanted = {key: row.marks[key] for key in self._kind.readers if key in row.marks and not past.is_too_long(key)}
        sent = row.marks.get("sent", _EMPTY)
        length = past.exported({**wanted, "sent": sent})
        if length:
            return cast(Answer, past.at(length)), length
        # Revisions came here in another order: each cell shows what it said whenever it said that, and as nobody knows
        # which of them the row had seen, whatever is otherwise here stands against it.
        now = cast(Answer, past.now)
        cells: dict[str, Any] = {key: getattr(past.at(past.exported({key: one})), key) for key, one in wanted.items()}
        cells["sent"] = None if sent == _EMPTY else now.sent or self._saying.saved
        return replace(now, **cells), 0

    def _standing(self, answer: Answer) -> Answer:
        """The last correction of an answer here."""
        while (later := self._forum.get(Answer, _correction_of(answer))) is not None:
            answer = later
        return answer

    def _read(self, row: EditedRow, past: Past, shown: Answer) -> tuple[Answer, list[str]]:
        """What the row says, and the fields of it that cannot be taken."""
        after, refused = shown, []
        for key, value in row.cells.items():
            try:
                after = past.reader(key)(self._cells.tongue, after, value)
            except NotAllowed as error:
                self._leave_out(row.number, key, spoken(value), error)
                refused.extend([key] if key in self._kind.readers else [])
        return after, refused

    def _count(self, shown: Answer, after: Answer, now: Answer) -> None:
        """Tell how many cells were edited, and how many of them to what stands here."""
        for name in changed_fields(shown, after):
            is_here = getattr(after, name) == getattr(now, name)
            self._told.agreed += is_here
            self._told.edits += not is_here

    def _is_overtaken(self, record: RecordId) -> bool:
        """Whether a later save of the same person came first, and stands."""
        return any(self._saying.is_later(one) for one, _ in self._forum.log.standing(record))

    def _before(self, shown: Answer, seen: Iterable[RevisionId]) -> _Before:
        """Go on from the row as it was exported through what the same person said of it since."""
        found = _Before(shown, frozenset(seen), ())
        while True:
            mine = self._earlier(found.answer.id)
            if mine:
                answer = _with(found.answer, mine)
                found = _Before(answer, found.seen.union(one.id for one in mine), (*found.mine, *mine))
                kept = self._forum.get(Answer, answer.id)
                if kept is None or (answer.is_sent and not kept.is_sent):
                    return replace(found, is_taken_back=True)
            if not found.answer.is_sent or not self._earlier(_correction_of(found.answer)):
                return found
            found = _Before(found.answer.corrected(), frozenset(), found.mine)

    def _earlier(self, record: RecordId) -> list[Revision]:
        return self._saying.earlier(self._forum.log.revisions(record))

    def _say(self, before: _Before, after: Answer, *, is_complete: bool) -> None:
        """Say the answer whole, so that whatever had not been seen stands against it; of a draft what was edited."""
        begun = before.answer.corrected() if before.is_corrected else replace(before.answer, sent=None, seal="")
        said: dict[str, Any] = {name: getattr(after, name) for name in SAID}
        made = replace(begun, **said)
        made = made.sent_at(self._saying.saved) if is_complete else made
        fields = made.everything_said()
        if before.is_corrected:
            fields = {**plain_fields(made), **fields}
        elif not is_complete and not before.is_taken_back:
            fields = changed_fields(begun, made)
        seen: Iterable[RevisionId] = () if before.is_corrected else before.seen
        if before.is_taken_back and self._forum.get(Answer, made.id) is None:  # who says it anew wants it back
            fields = {**plain_fields(made), **fields, DELETED: None}
            seen = {*seen, *(one.id for one, _ in self._forum.log.standing(made.id))}
        self._saying.say_anew(made.id, Answer.KIND, fields, seen)


def _correction_of(answer: Answer) -> RecordId:
    return answer_id(answer.key, answer.recommendation, answer.id)


def _with(answer: Answer, revisions: list[Revision]) -> Answer:
    """An answer with what these say of it."""
    return record_from(Answer, answer.id, {**plain_fields(answer), **state_of(Counted(revisions)).said})


def _says_the_same(one: Answer, other: Answer) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in SAID)
