"""The side of the Review page: how far one city came, and its list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListView, QVBoxLayout, QWidget

from forumdesk.ui.formats import day
from forumdesk.ui.pages.review.questions import QuestionDelegate, QuestionModel
from forumdesk.ui.widgets.thinbar import LOW, ThinBar

if TYPE_CHECKING:
    from forumdesk.domain.forum import Forum
    from forumdesk.services.answering import Question, Review

WIDTH = 430


class CityList(QWidget):
    """A city's list, with its progress above."""

    chosen = Signal(str)  #: id of a recommendation

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._review: Review | None = None
        self._forum: Forum | None = None
        self._lay_out()
        self._translate()

    def _lay_out(self) -> None:
        self.setObjectName("questions")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self._heading, self._words = QLabel(), QLabel()
        self._heading.setProperty("role", "strong")
        self._words.setProperty("role", "small")
        for label in (self._heading, self._words):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._bar = ThinBar(LOW)
        head = QWidget()
        head.setObjectName("questions-head")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside = QVBoxLayout(head)
        inside.setContentsMargins(16, 14, 16, 14)
        inside.setSpacing(6)
        for part in (self._heading, self._words, self._bar):
            inside.addWidget(part)
        self.model = QuestionModel(self)
        self.view = QListView()
        self.view.setModel(self.model)
        self._delegate = QuestionDelegate(self.view)
        self.view.setItemDelegate(self._delegate)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.selectionModel().currentChanged.connect(self._row_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.view, 1)

    def _translate(self) -> None:
        self.view.setAccessibleName(self.tr("Recommendations to answer"))
        self._bar.setAccessibleName(self.tr("Answered"))
        self._show_progress()

    def show_review(self, review: Review, forum: Forum) -> None:
        """Show a city's list; the one that was chosen stays."""
        chosen = self.current
        self._review, self._forum = review, forum
        before = review.packs[-2].number if len(review.packs) > 1 else 0
        self.model.show(review.questions, before)
        self._show_progress()
        row = self.model.row_of(chosen.item.recommendation) if chosen else 0
        self.choose_row(max(0, row))

    def _show_progress(self) -> None:
        review = self._review
        if review is None:
            return
        count = len(review.questions)
        asked = self.tr("%n recommendation(s)", "", count)
        self._heading.setText(
            self.tr("{recommendations} for {city}").format(recommendations=asked, city=review.city.name)
        )
        changed = sum(one.is_new or one.before is not None for one in review.questions)
        said = [self.tr("%n answered", "", review.answered)]
        if review.packs:
            pack = review.packs[-1]
            when = day(pack.sent, self._forum, form="d MMM yyyy")
            said.append(self.tr("pack {number} of {day}").format(number=pack.number, day=when))
        if changed:
            said.append(self.tr("%n changed", "", changed))
        self._words.setText(" · ".join(said))
        self._bar.setRange(0, max(1, count))
        self._bar.setValue(review.answered)

    @property
    def current(self) -> Question | None:
        """The question that is chosen."""
        row = self.view.currentIndex().row()
        return self.model.questions[row] if 0 <= row < len(self.model.questions) else None

    def choose(self, recommendation: str) -> None:
        """Choose a recommendation."""
        row = self.model.row_of(recommendation)
        if row >= 0:
            self.choose_row(row)

    def choose_row(self, row: int) -> None:
        """Choose a row, and let it be seen."""
        if self.model.rowCount():
            index = self.model.index(min(row, self.model.rowCount() - 1))
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)

    def choose_next_unanswered(self) -> bool:
        """Choose the next recommendation without a decision, from the top again at the end."""
        questions = self.model.questions
        here = self.view.currentIndex().row()
        order = [*range(here + 1, len(questions)), *range(here + 1)]
        row = next((place for place in order if not questions[place].answer.decision), -1)
        if row >= 0:
            self.choose_row(row)
        return row >= 0

    @Slot(QModelIndex, QModelIndex)
    def _row_chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if 0 <= current.row() < len(self.model.questions):
            self.chosen.emit(self.model.questions[current.row()].item.recommendation)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width makes other lines."""
        super().resizeEvent(event)
        self.view.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
