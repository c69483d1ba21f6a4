"""One city's view of the Review page: its list beside its answer, decided by key."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from forumdesk.domain.answers import Decision
from forumdesk.domain.cities import City
from forumdesk.ui.pages.review.city_list import CityList
from forumdesk.ui.pages.review.form import DECISIONS, AnswerForm
from forumdesk.ui.pages.review.reading import Scene, answer, correct
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.services.answering import Review


class CityView(QWidget):
    """Shows what a city was asked, and keeps what it says."""

    settle_wanted = Signal()
    spoke = Signal()  #: something is about to be kept

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._scene: Scene | None = None
        self.list, self.form = CityList(), AnswerForm()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self.form, 1)
        self.list.chosen.connect(self._question_chosen)
        self.list.view.installEventFilter(self)
        self.form.said.connect(self._said)
        self.form.refused.connect(workplace.trouble)
        self.form.correct_wanted.connect(self.correct)
        self.form.settle_wanted.connect(self.settle_wanted)
        self.form.next_wanted.connect(self.next_unanswered)

    @property
    def review(self) -> Review | None:
        """What the city was asked."""
        return self._scene.review if self._scene else None

    # ---- showing

    def show_scene(self, scene: Scene | None) -> None:
        """Show the city's list as it stands; what is being typed stays."""
        self._scene = scene
        if scene is not None and scene.review is not None:
            self.list.show_review(scene.review, self._workplace.forum)
            self._show_question()

    def _show_question(self) -> None:
        question, found = self.list.current, self._scene
        self.form.setVisible(question is not None)
        if question is None or found is None:
            return
        rows = (row for row in found.matrix.rows if row.item.recommendation == question.item.recommendation)
        answers = (one for row in rows for one in row.answers.values())
        others = [one for one in answers if one.key != question.answer.key and one.decision]
        writable = not self._workplace.read_only
        self.form.show_question(question, self._workplace.forum, found.codes, others, writable=writable)

    @Slot(str)
    def _question_chosen(self, recommendation: str) -> None:
        shown = self.form.question
        if shown is not None and shown.item.recommendation != recommendation:
            self.form.keep_typing()
        self._show_question()

    @Slot()
    def next_unanswered(self) -> None:
        """Go to the next recommendation without a decision."""
        self.list.choose_next_unanswered()
        self.list.view.setFocus()

    # ---- answering

    def _asked(self) -> tuple[City, str] | None:
        """The city that answers, and the recommendation that is shown."""
        question, review = self.form.question, self.review
        return None if question is None or review is None else (review.city, question.item.recommendation)

    def decide(self, decision: Decision) -> None:
        """Take a decision on the recommendation that is shown."""
        if self.review is not None:
            self.form.decide(decision)

    @Slot(dict)
    def _said(self, fields: dict[str, Any]) -> None:
        asked = self._asked()
        if asked is not None:
            self.spoke.emit()
            act = partial(answer, city=asked[0], recommendation=asked[1], fields=fields)
            self._workplace.act(act, None, self._not_kept)

    @Slot(object)
    def _not_kept(self, error: BaseException) -> None:
        self._workplace.trouble.emit(error)
        self._show_question()

    @Slot()
    def correct(self) -> None:
        """Begin a new answer in place of the one that was sent."""
        asked = self._asked()
        if asked is not None:
            self._workplace.act(partial(correct, city=asked[0], recommendation=asked[1]))

    # ---- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Decide by a figure, and go on by N, wherever no text is typed."""
        if not self._takes_key(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list would take figures for the beginning of a word."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._takes_key(event):
            return True
        return super().eventFilter(watched, event)

    def _takes_key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        place = event.key() - Qt.Key.Key_1
        if 0 <= place < len(DECISIONS):
            self.decide(DECISIONS[place])
            return True
        if event.key() == Qt.Key.Key_N:
            self.next_unanswered()
            return True
        return False
