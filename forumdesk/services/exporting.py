"""Hand the outcome over: the workbook, in full or as a preset has it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from forumdesk.domain.agenda import Room, Session, Step, in_order
from forumdesk.domain.clock import Clock
from forumdesk.domain.errors import BadInput, NotFound
from forumdesk.domain.forum import FORUM_ID, Forum
from forumdesk.domain.frameworks import Framework
from forumdesk.domain.ids import new_id
from forumdesk.domain.initiatives import Declaration, Initiative, Signatory
from forumdesk.domain.marking import QT_TRANSLATE_NOOP
from forumdesk.domain.notes import Note
from forumdesk.domain.people import Participant
from forumdesk.domain.presets import Preset
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.responses import CityChange, Matrix
from forumdesk.domain.text import one_line
from forumdesk.exports.words import Words
from forumdesk.services.leaks import leaks_in
from forumdesk.services.places import Places
from forumdesk.services.planning import sessions_in_order
from forumdesk.services.progress import Progress, unwatched
from forumdesk.services.referencing import Referencing
from forumdesk.storage import snapshots
from forumdesk.storage.database import Database
from forumdesk.storage.groups import (
    BY_THEMSELVES,
    IS_NO_GROUP,
    TABLE,
    by_themselves,
    count_by_themselves,
    grouped,
    groups,
    is_member,
    leaves_of,
    top_of,
)
from forumdesk.storage.resolving import ends_in
from forumdesk.storage.work import Reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from forumdesk.exports.records import Column
    from forumdesk.exports.workbook import Written as Written  # noqa: PLC0414 - for the window, which may not look further down

LANGUAGES = ("en", "fr", "es", "ar")
"""Languages in which headings and fixed text ship."""


NOTE_TELLS = QT_TRANSLATE_NOOP(
    "cautions", "the note “{name}” names {words}, although nobody of its session may be named."
)
RECOMMENDATION_TELLS = QT_TRANSLATE_NOOP(
    "cautions", "{name} names {words}, although nobody of its session may be named."
)


@dataclass(frozen=True, slots=True)
class Caution:
    """A text that would tell who was in a closed room: a literal sentence, the record's name, and what tells."""

    sentence: str
    name: str
    words: str

    def __str__(self) -> str:
        """The caution in English, for the command line."""
        return self.sentence.format(name=self.name, words=self.words)


@dataclass(frozen=True, slots=True)
class Extent:
    """How much an export holds, and how many notes of its sessions it leaves out because they are sensitive."""

    notes: int
    recommendations: int
    left_out: int


class _Workbooks(Protocol):
    """What is wanted of the module that writes workbooks."""

    CHOSEN_FROM: Mapping[str, Sequence[Column]]
    write_workbook: Callable[..., Written]


def _workbooks() -> _Workbooks:
    """The module that writes workbooks, loaded when the first one is wanted.

    With openpyxl it takes an eighth of a second, which no start and no other command should pay.
    """
    return cast("_Workbooks", import_module("forumdesk.exports.workbook"))


class Exporting:
    """Write workbooks, and keep the presets that say what is in them."""

    def __init__(self, database: Database, clock: Clock, referencing: Referencing, places: Places) -> None:
        self._database = database
        self._clock = clock
        self._referencing = referencing
        self._places = places

    def export(
        self,
        path: Path,
        *,
        preset: str = "",
        language: str = "",
        chatham_house: bool = False,
        progress: Progress = unwatched,
    ) -> Written:
        """Write the workbook; `preset` is the name or id of one of the forum's presets, or empty for everything."""
        if language and language not in LANGUAGES:
            raise BadInput(
                "The workbook does not come in “{language}” yet.",
                "It comes in: {languages}.",
                language=language,
                languages=", ".join(LANGUAGES),
            )
        chosen = self.preset(preset)
        if chatham_house:
            chosen = replace(chosen, chatham_house=True)
        return self.export_as(path, chosen, language=language, progress=progress)

    def export_as(self, path: Path, chosen: Preset, *, language: str = "", progress: Progress = unwatched) -> Written:
        """Write the workbook as a preset has it, kept or not."""
        target = path if path.suffix.casefold() == ".xlsx" else path.with_name(path.name + ".xlsx")
        with self._database.read() as forum:
            source = StoredForum(forum, self._referencing, self._places)
            written = _workbooks().write_workbook(
                source,
                target,
                preset=chosen,
                language=language or chosen.language,
                now=self._clock.now(),
                progress=progress,
            )
            return replace(written, warnings=tuple(map(str, _cautions(forum, chosen))))

    def cautions(self, preset: Preset) -> tuple[Caution, ...]:
        """What to look at before what this preset holds leaves the room."""
        with self._database.read() as forum:
            return _cautions(forum, preset)

    def extent(self, preset: Preset) -> Extent:
        """How much the workbook of this preset would hold."""
        with self._database.read() as forum:
            notes = list(forum.rows(_COUNT_NOTES))
            return Extent(
                sum(many for session, sensitive, many in notes if preset.holds_note(session, sensitive=sensitive)),
                sum(
                    many
                    for session, status, many in forum.rows(_COUNT_RECOMMENDATIONS)
                    if preset.holds_recommendation(session, status)
                )
                + _groups_held(forum, preset),
                sum(
                    many
                    for session, sensitive, many in notes
                    if preset.covers(session) and not preset.holds_note(session, sensitive=sensitive)
                ),
            )

    def copy_to_read(self) -> Path:
        """A copy of the forum as it is now, in a folder of its own, to export from while notes go on being kept.

        Whoever asks for it removes the folder.
        """
        folder = Path(tempfile.mkdtemp(prefix="forumdesk-"))
        try:
            with self._database.read() as forum:
                return snapshots.copy_into(forum.driver, self._database.path, folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def columns(self, language: str = "") -> tuple[Mapping[str, tuple[tuple[str, str], ...]], Mapping[str, str]]:
        """The columns that can be left out, key and heading by sheet, and the sheets' titles."""
        words = Words(language)
        offered = {
            sheet: tuple((column.key, words(column.key)) for column in columns[1:])
            for sheet, columns in _workbooks().CHOSEN_FROM.items()
        }
        return offered, {sheet: words(sheet) for sheet in offered}

    def presets(self) -> tuple[Preset, ...]:
        """The presets by name."""
        with self._database.read() as forum:
            return forum.all(Preset, "name")

    def preset(self, name: str) -> Preset:
        """The preset with this name or id; without one, everything that may leave."""
        if not name:
            return Preset(id=new_id())
        found = next((one for one in self.presets() if name in (one.id, one.name)), None)
        if found is None:
            names = ", ".join(one.name for one in self.presets()) or "none"
            raise NotFound("There is no export preset “{name}”.", "Presets: {names}.", name=name, names=names)
        return found

    def keep_preset(self, preset: Preset) -> Preset:
        """Keep a preset under its name; one of the same name is replaced."""
        name = one_line(preset.name)
        if not name:
            raise BadInput("A preset needs a name.", "Type what the export is for.")
        with self._database.write("keep-preset") as work:
            same = next((one for one in work.all(Preset) if one.name == name), None)
            return work.put(replace(preset, id=same.id if same else preset.id, name=name))

    def delete_preset(self, preset_id: str) -> None:
        """Take a preset away."""
        with self._database.write("delete-preset") as work:
            work.delete(work.require(Preset, preset_id))


_COUNT_NOTES = "SELECT session, sensitive, COUNT(*) FROM at_note WHERE deleted = 0 GROUP BY session, sensitive"
_COUNT_RECOMMENDATIONS = (
    f"SELECT session, status, COUNT(*) FROM {TABLE} WHERE {BY_THEMSELVES} AND {IS_NO_GROUP} GROUP BY session, status"  # noqa: S608
)


def _is_held(forum: Reader, preset: Preset, record: Recommendation) -> bool:
    """Whether a recommendation goes along, by itself or under its group."""
    top = top_of(forum, record)
    sessions = {top.session, *(one.session for one in leaves_of(forum, top))}
    return any(preset.holds_recommendation(session, top.status.value) for session in sessions)


def _groups_held(forum: Reader, preset: Preset) -> int:
    """How many groups belong into an export: those of which any member's session does."""
    held = 0
    for one in groups(forum):
        group = forum.require(Recommendation, one)
        if not is_member(forum, group):
            held += _is_held(forum, preset, group)
    return held


def _cautions(forum: Reader, preset: Preset) -> tuple[Caution, ...]:
    found = []
    for leak in leaks_in(forum, every_session=preset.chatham_house):
        if leak.kind == Note.KIND:
            note = forum.get(Note, leak.record)
            if note is None or not preset.holds_note(note.session, sensitive=note.sensitive):
                continue
            sentence, name = NOTE_TELLS, note.text[:60]
        else:
            record = forum.get(Recommendation, leak.record)
            if record is None or not _is_held(forum, preset, record):
                continue
            sentence, name = RECOMMENDATION_TELLS, record.label
        found.append(Caution(sentence, name, ", ".join(leak.words)))
    return tuple(found)


class StoredForum:
    """An open forum as the exports read it."""

    def __init__(self, forum: Reader, referencing: Referencing, places: Places | None = None) -> None:
        self._reader = forum
        self._places = places or Places()
        self.forum: Forum = forum.get(Forum, FORUM_ID) or Forum(id=FORUM_ID)
        self.begun = forum.begun
        self.ends = ends_in(forum)
        self.rooms: Sequence[Room] = forum.all(Room, "position")
        self.sessions: Sequence[Session] = sessions_in_order(forum)
        by_session: dict[str, list[Step]] = {}
        for step in forum.stream(Step):
            by_session.setdefault(step.session, []).append(step)
        self.steps: Mapping[str, Sequence[Step]] = {key: in_order(steps) for key, steps in by_session.items()}
        self.participants: Sequence[Participant] = forum.all(Participant, "city, role, name")
        self.initiatives: Sequence[Initiative] = forum.all(Initiative)
        self.declarations: Sequence[Declaration] = forum.all(Declaration)
        self.signatories: Sequence[Signatory] = forum.all(Signatory, "city, name")
        catalogue = referencing.catalogue_in(forum)
        self.frameworks: Sequence[Framework] = tuple(
            one for one in catalogue.frameworks() if one.key in self.forum.frameworks
        )

    @cached_property
    def responses(self) -> Matrix:
        """What cities answered; read, and what reads it loaded, when it is wanted."""
        found: Matrix = import_module("forumdesk.services.responses").matrix_in(self._reader, self._places)
        return found

    @cached_property
    def changes(self) -> Sequence[CityChange]:
        """What changed for each city since the pack before its newest."""
        services = import_module("forumdesk.services.responses")
        found: Sequence[CityChange] = services.changes_of_cities(self._reader, self.responses)
        return found

    def notes(self) -> Iterator[Note]:
        """Notes session by session as they are held; those of no known session come last."""
        known = {session.id for session in self.sessions}
        for session in self.sessions:
            yield from self._reader.stream(Note, "instant", session=session.id)
        for row in self._reader.rows("SELECT DISTINCT session FROM at_note WHERE deleted = 0"):
            if row[0] not in known:
                yield from self._reader.stream(Note, "instant", session=row[0])

    def recommendations(self) -> Iterator[Recommendation]:
        """Recommendations by number, those left out that stand under a group."""
        return by_themselves(self._reader)

    def grouped(self) -> Iterator[Recommendation]:
        """The recommendations that stand under a group, by number."""
        return iter(grouped(self._reader))

    def counts(self) -> tuple[int, int]:
        """How many notes and recommendations there are."""
        return self._reader.count(Note), count_by_themselves(self._reader)
