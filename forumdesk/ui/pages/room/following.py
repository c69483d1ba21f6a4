"""Follows what changes in the session that is shown: notes, recommendations, people and codes, row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from forumdesk.domain.changes import Change
from forumdesk.domain.forum import Forum
from forumdesk.domain.frameworks import OwnFramework, OwnItem
from forumdesk.domain.notes import Note
from forumdesk.domain.people import Participant
from forumdesk.domain.recommendations import Recommendation
from forumdesk.ui.pages.room import reading
from forumdesk.ui.pages.room.capture import CaptureBox
from forumdesk.ui.pages.room.cards import CardsPanel
from forumdesk.ui.pages.room.completion import Completion
from forumdesk.ui.pages.room.notes_view import NotesView
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.services.capturing import LineVocabulary

HELD = 600
"""So many notes are held while the newest is in sight; older ones are read when they are looked for."""
MOST_TOUCHED = 500
_WORDS = {Participant.KIND, Forum.KIND, OwnFramework.KIND, OwnItem.KIND}


class Following(QObject):
    """Keeps the list, the cards and what the line offers as the forum has them."""

    counted = Signal()  #: there may be more notes than there were, or fewer

    def __init__(
        self,
        workplace: Workplace,
        notes: NotesView,
        cards: CardsPanel,
        completion: Completion,
        box: CaptureBox,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._notes, self._cards, self._completion, self._box = notes, cards, completion, box
        self._model = notes.notes
        self._session = ""
        self._asked_earlier = False
        notes.earlier_wanted.connect(self._load_earlier)

    def leave(self) -> None:
        """Follow no session."""
        self._session = ""

    def show_session(self, session_id: str, room: reading.Room) -> None:
        """Show what a session has and follow it."""
        self._session, self._asked_earlier = session_id, False
        self._model.set_people(room.people or {})
        self._model.show_session(room.plan.forum, room.notes, room.earlier)
        self._take_linked(room.linked)

    def learn_words(self) -> None:
        """Ask what the line may refer to: cities of the whole world, for which no first key waits."""
        self._workplace.ask(reading.vocabulary, self._take_vocabulary)

    def take_changes(self, changes: Sequence[Change]) -> bool:
        """Read again what an act changed; False where it is so much that all should be read."""
        kinds = {change.kind for change in changes}
        notes = [change.record for change in changes if change.kind == Note.KIND]
        if len(notes) > MOST_TOUCHED:
            return False
        if notes:
            touched = partial(reading.touched, session_id=self._session, ids=notes)
            self._workplace.ask(touched, self._take_touched)
        if Recommendation.KIND in kinds:
            self._workplace.ask(partial(reading.relinked, session_id=self._session), self._take_linked)
        if kinds & _WORDS:
            self._workplace.ask(reading.vocabulary, self._take_vocabulary)
            self._workplace.ask(reading.people, self._take_people)
        return True

    @Slot(object)
    def _take_vocabulary(self, known: LineVocabulary) -> None:
        self._completion.use(known)
        self._box.line.syntax.use(known.words)
        self._model.set_codes(known.catalogue.shown)

    @Slot(object)
    def _take_linked(self, linked: reading.Linked | None) -> None:
        if linked is not None and linked.session == self._session:
            self._model.set_links(linked.by_note)
            self._cards.show_linked(linked)

    @Slot(object)
    def _take_people(self, people: Mapping[str, Participant]) -> None:
        self._model.set_people(people)

    @Slot(object)
    def _take_touched(self, touched: reading.Touched) -> None:
        if touched.session != self._session:
            return
        for note in touched.gone:
            self._model.take_away(note)
        for one in touched.notes:
            self._model.put(one)
        if self._notes.at_end and self._model.rowCount() > HELD:
            self._model.drop_oldest(HELD // 2)
        self.counted.emit()

    @Slot()
    def _load_earlier(self) -> None:
        if self._model.earlier and not self._asked_earlier and self._session:
            self._asked_earlier = True
            skip = self._model.rowCount()
            self._workplace.ask(partial(reading.earlier, session_id=self._session, skip=skip), self._take_earlier)

    @Slot(object)
    def _take_earlier(self, page: reading.Earlier) -> None:
        self._asked_earlier = False
        if page.session == self._session:
            held = {note.id for note in self._model.notes}
            notes = tuple(note for note in page.notes if note.id not in held)
            self._model.prepend(notes, page.earlier)
            self._notes.keep_place(len(notes))
