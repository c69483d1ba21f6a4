"""What is ready and what is missing before the outcome leaves the room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from forumdesk.domain.agenda import Session, SessionKind
from forumdesk.domain.forum import FORUM_ID, Forum
from forumdesk.domain.frameworks import full_code
from forumdesk.domain.ids import RecordId
from forumdesk.domain.marking import QT_TRANSLATE_NOOP
from forumdesk.domain.notes import Note
from forumdesk.domain.recommendations import Recommendation, Status, label_of
from forumdesk.services.finding import counts_of
from forumdesk.services.leaks import leaks_in
from forumdesk.services.referencing import Referencing
from forumdesk.storage.database import Database
from forumdesk.storage.groups import BY_THEMSELVES, count_by_themselves
from forumdesk.storage.layout import table_name
from forumdesk.storage.work import Reader


class Weight(StrEnum):
    """How much a finding matters."""

    DANGER = "danger"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is missing or might hurt, and where it is mended."""

    kind: str
    count: int
    weight: Weight
    page: str
    """The page on which it is mended."""
    records: tuple[RecordId, ...] = ()
    """The first records concerned, at most `FIRST`."""
    detail: str = ""
    """Names what it is about, where that helps."""

    @property
    def words(self) -> str:
        """What the finding says, to be translated."""
        return FINDING_WORDS[self.kind]

    @property
    def sentence(self) -> str:
        """The finding in English, for the command line."""
        words = FINDING_WORDS[self.kind].replace("%n", str(self.count))
        words = words.replace("(s)", "" if self.count == 1 else "s").replace(
            "(have)", "has" if self.count == 1 else "have"
        )
        return words.format(detail=self.detail)


FIRST = 20
SHOWN = 6
"""So many names are written out."""
FINDING_WORDS: Mapping[str, str] = {
    "no-text": QT_TRANSLATE_NOOP("findings", "%n recommendation(s) (have) no wording"),
    "no-action_area": QT_TRANSLATE_NOOP("findings", "%n recommendation(s) (have) no action area"),
    "no-codes": QT_TRANSLATE_NOOP("findings", "%n recommendation(s) (have) no framework"),
    "no-actor": QT_TRANSLATE_NOOP("findings", "%n recommendation(s) (have) no responsible actor"),
    "no-level": QT_TRANSLATE_NOOP("findings", "%n recommendation(s) (have) no level"),
    "no-timeframe": QT_TRANSLATE_NOOP("findings", "%n recommendation(s) (have) no timeframe"),
    "no-indicator": QT_TRANSLATE_NOOP("findings", "%n recommendation(s) (have) no indicator"),
    "conflicts": QT_TRANSLATE_NOOP("findings", "%n record(s) in conflict, to be decided"),
    "same-number": QT_TRANSLATE_NOOP("findings", "%n recommendation(s) share a number: {detail}"),
    "leak": QT_TRANSLATE_NOOP("findings", "%n text(s) where nobody may be named, naming who was there: {detail}"),
    "empty-session": QT_TRANSLATE_NOOP("findings", "%n session(s) without a note: {detail}"),
    "no-draft": QT_TRANSLATE_NOOP("findings", "%n session(s) with notes but no recommendation: {detail}"),
    "gap": QT_TRANSLATE_NOOP("findings", "%n target(s) on migration without a recommendation: {detail}"),
    "drafts": QT_TRANSLATE_NOOP("findings", "%n recommendation(s) still in draft"),
}
"""What each kind of finding says; `(s)` and `(have)` are plural forms that the translation spells out."""
_TABLE = table_name(Recommendation.KIND)
_LIVE = f"{BY_THEMSELVES} AND status <> 'withdrawn'"


class Preflight:
    """Looks through the whole forum for what is missing; each finding is one step from its mending."""

    def __init__(self, database: Database, referencing: Referencing) -> None:
        self._database = database
        self._referencing = referencing

    def findings(self) -> tuple[Finding, ...]:
        """Everything found, what weighs most first."""
        with self._database.read() as forum:
            found = [
                *self._leaks(forum),
                *_conflicts(forum),
                *_numbers(forum),
                *_lacking(forum),
                *_sessions(forum),
                *self._gaps(forum),
                *_drafts(forum),
            ]
        order = list(Weight)
        return tuple(sorted(found, key=lambda one: order.index(one.weight)))

    def _leaks(self, forum: Reader) -> Iterator[Finding]:
        leaks = leaks_in(forum)
        if leaks:
            words = sorted({word for leak in leaks for word in leak.words})
            records = tuple(leak.record for leak in leaks[:FIRST])
            first_is_note = leaks[0].kind == Note.KIND
            yield Finding(
                "leak", len(leaks), Weight.DANGER, "room" if first_is_note else "recommendations", records, _some(words)
            )

    def _gaps(self, forum: Reader) -> Iterator[Finding]:
        """Items that speak of migration in frameworks in use, without any recommendation."""
        about = forum.get(Forum, FORUM_ID)
        if about is None or not forum.count(Recommendation):
            return
        used = {
            row[0]
            for row in forum.rows(
                f"SELECT DISTINCT target FROM link JOIN {_TABLE} ON id = record WHERE field = 'codes' AND {_LIVE}"  # noqa: S608
            )
        }
        catalogue = self._referencing.catalogue_in(forum)
        for key in about.frameworks:
            framework = catalogue.framework(key)
            if framework is None:
                continue
            missing = [one for one in framework.items if one.migration and full_code(key, one.code) not in used]
            if missing:
                names = [catalogue.shown(full_code(key, one.code)) for one in missing]
                yield Finding("gap", len(missing), Weight.HINT, "recommendations", (), _some(names))


def _conflicts(forum: Reader) -> Iterator[Finding]:
    found = forum.conflicts()
    if found:
        yield Finding("conflicts", len(found), Weight.DANGER, "recommendations", tuple(one[1] for one in found[:FIRST]))


def _lacking(forum: Reader) -> Iterator[Finding]:
    for name, count in counts_of(forum).lacking.items():
        if count:
            rows = forum.rows(
                f"SELECT id FROM {_TABLE} WHERE {_LIVE} AND {name} IN ('', '[]') ORDER BY number LIMIT {FIRST}"  # noqa: S608 - names come from our own tables
            )
            yield Finding(
                f"no-{name}", count, Weight.WARNING, "recommendations", tuple(RecordId(row[0]) for row in rows), name
            )


def _numbers(forum: Reader) -> Iterator[Finding]:
    rows = forum.rows(
        f"SELECT id, number, twin FROM {_TABLE} WHERE {_LIVE} AND number IN"  # noqa: S608
        f" (SELECT number FROM {_TABLE} WHERE {_LIVE} GROUP BY number HAVING COUNT(*) > 1) ORDER BY number, id"
    )
    if rows:
        names = [label_of(number, twin) for number, twin in sorted({row[1:] for row in rows})]
        yield Finding(
            "same-number",
            len(rows),
            Weight.WARNING,
            "recommendations",
            tuple(RecordId(row[0]) for row in rows[:FIRST]),
            _some(names),
        )


def _sessions(forum: Reader) -> Iterator[Finding]:
    held = [one for one in forum.stream(Session) if one.kind in (SessionKind.BREAKOUT, SessionKind.PLENARY)]
    empty = [one for one in held if not forum.count(Note, session=one.id)]
    if empty and len(empty) < len(held):
        yield Finding(
            "empty-session",
            len(empty),
            Weight.WARNING,
            "room",
            tuple(one.id for one in empty[:FIRST]),
            _some([one.code for one in empty]),
        )
    silent = [
        one
        for one in held
        if one.kind is SessionKind.BREAKOUT and one not in empty and not forum.count(Recommendation, session=one.id)
    ]
    if silent:
        yield Finding(
            "no-draft",
            len(silent),
            Weight.WARNING,
            "room",
            tuple(one.id for one in silent[:FIRST]),
            _some([one.code for one in silent]),
        )


def _drafts(forum: Reader) -> Iterator[Finding]:
    count = count_by_themselves(forum, Status.DRAFT.value)
    if count:
        yield Finding("drafts", count, Weight.HINT, "recommendations")


def _some(names: Sequence[str]) -> str:
    """The first few of some names, and how many more there are."""
    first = ", ".join(names[:SHOWN])
    return f"{first} +{len(names) - SHOWN}" if len(names) > SHOWN else first
