"""The Review page: a city answers recommendation by recommendation; the secretariat sees all cities side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from forumdesk.domain.answers import Answer, Decision
from forumdesk.domain.changes import Change
from forumdesk.domain.initiatives import Initiative
from forumdesk.domain.people import Participant
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.review import ReviewPack
from forumdesk.ui.pages import Page
from forumdesk.ui.pages.review.city_view import CityView
from forumdesk.ui.pages.review.files import ReviewFiles
from forumdesk.ui.pages.review.overview import Overview
from forumdesk.ui.pages.review.reading import ALL, Scene, form_initiative, scene
from forumdesk.ui.pages.review.tables import Target
from forumdesk.ui.widgets.empty import EmptyState
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.services.answering import Review

_KINDS = {Answer.KIND, ReviewPack.KIND, Recommendation.KIND, Participant.KIND}


class ReviewPage(Page):
    """What cities are asked, and what they answer."""

    NAME = "review"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self._scene: Scene | None = None
        self._city = ""
        self._since = 0
        self._question = partial(scene, city="", since=0)
        self._begins = False
        """Whether the keyboard is to begin in what is shown next."""
        self._wanted = ""
        self._told = ""
        self.files = ReviewFiles(self, workplace)
        self._lay_out()
        self._connect()
        self._translate()

    # ---- laying out

    def _lay_out(self) -> None:
        self._whose = QComboBox()
        self._whose.setMinimumWidth(220)
        self._said = QLabel()
        self._said.setProperty("state", "ok")
        self._packs, self._form_button, self._send, self._excel = (QPushButton() for _ in range(4))
        self._top = QWidget()
        row = QHBoxLayout(self._top)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self._whose)
        row.addWidget(self._said, 1)
        for button in (self._form_button, self._excel, self._send, self._packs):
            row.addWidget(button)
        self._send.setProperty("kind", "primary")
        self._packs.setProperty("kind", "primary")
        self._overview, self.city = Overview(), CityView(self.workplace)
        self._empty = EmptyState("review")
        self._stack = QStackedWidget()
        self._waiting = QWidget()  # nothing is said before it is known whether anybody was asked
        for part in (self._waiting, self._empty, self._overview, self.city):
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._whose.activated.connect(self._whose_chosen)
        self._packs.clicked.connect(self.files.send_packs)
        self._form_button.clicked.connect(self.form_initiative)
        self._send.clicked.connect(self.send_answers)
        self._excel.clicked.connect(self.to_excel)
        self._empty.action.connect(self._first_step)
        self.city.settle_wanted.connect(self._settle)
        self.city.spoke.connect(self._say_nothing)
        self.files.told.connect(self._tell)
        self._overview.opened.connect(self._open_target)
        self._overview.moved.connect(self._show_buttons)
        self._overview.since_chosen.connect(self._since_chosen)

    def _translate(self) -> None:
        self._whose.setAccessibleName(self.tr("Whose answers"))
        self._packs.setText(self.tr("Send review packs…"))
        self._form_button.setText(self.tr("Form an initiative"))
        self._form_button.setToolTip(self.tr("Of the cities that said yes to the chosen recommendation"))
        self._send.setText(self.tr("Send answers…"))
        self._excel.setText(self.tr("To Excel…"))
        self._show()

    # ---- showing

    def title(self) -> str:
        """What stands in the top bar."""
        review = self._review
        return self.tr("Review by {city}").format(city=review.city.name) if review else self.tr("Review by cities")

    def state(self) -> tuple[str, str]:
        """How far the city or all cities came."""
        review = self._review
        if review is not None:
            left = len(review.questions) - review.answered
            return (self.tr("%n to answer", "", left), "warning") if left else ("", "")
        silent = len(self._scene.matrix.silent) if self._scene else 0
        return (self.tr("%n city(ies) silent", "", silent), "warning") if silent else ("", "")

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """The actions that this page does."""
        return {
            "send-packs": self.files.send_packs,
            "send-answers": self.send_answers,
            "answers-to-excel": self.to_excel,
            "correct-answer": self.city.correct,
            "form-initiative": self.form_initiative,
            "accept": self._accept,
            "adapt": self._adapt,
            "defer": self._defer,
            "reject": self._reject,
            "next-unanswered": self.city.next_unanswered,
        }

    def show_forum(self) -> None:
        """Show what cities were asked in the forum that was opened."""
        self._city = self._told = ""
        self._since = 0
        self._load()

    def leave_forum(self) -> None:
        """Show nothing."""
        self._scene = None
        self._city = self._told = ""
        self._show()

    def entered(self) -> None:
        """Read again: acts of other pages change what is offered. The keyboard begins in what then is shown."""
        self._begins = True
        self._load()

    def take_changes(self, changes: Sequence[Change]) -> None:
        """Read again what changed."""
        if self.isVisible() and any(change.kind in _KINDS for change in changes):
            self._load()

    def show_record(self, record_id: str) -> None:
        """Choose a recommendation."""
        self._wanted = record_id
        self._load()

    def _load(self) -> None:
        if self.workplace.is_open:
            if self._question.keywords != {"city": self._city, "since": self._since}:
                self._question = partial(scene, city=self._city, since=self._since)
            self.workplace.ask_at_leisure(self._question, self._take_scene)  # once, however much changed meanwhile

    @Slot(object)
    def _take_scene(self, found: Scene) -> None:
        self._scene = found
        self._show()
        if self._wanted and found.review is not None:
            self.city.list.choose(self._wanted)
            self._wanted = ""
        if self._begins:
            self._begins = False
            self._take_keyboard()
        self.state_changed.emit()
        self.ready.emit()

    def _take_keyboard(self) -> None:
        """Let the keyboard begin in the list or the table."""
        shown = self._stack.currentWidget()
        if shown is self.city:
            self.city.list.view.setFocus()
        elif shown is self._overview:
            self._overview.view().setFocus()

    @property
    def _review(self) -> Review | None:
        return self._scene.review if self._scene else None

    def _show(self) -> None:
        found = self._scene
        self._show_empty()
        asked = bool(found and found.matrix.cities)
        self._top.setVisible(asked)
        if found is not None and asked:
            self._fill_whose()
            self._overview.show_scene(found)
            self.city.show_scene(found)
        if found is None:
            self._stack.setCurrentWidget(self._waiting)
        else:
            shown = self.city if found.review is not None else self._overview
            self._stack.setCurrentWidget(shown if asked else self._empty)
        self._said.setText(self._told)
        self._show_buttons()

    def _show_empty(self) -> None:
        sentence = self.tr(
            "Each city gets the recommendations as a pack: a file for ForumDesk, or a workbook. It accepts, adapts, "
            "defers or rejects each of them and sends its answers back; here they stand side by side."
        )
        first = self.tr("Send review packs…")
        if self._scene is not None and not self._scene.takes_part:
            first = self.tr("List who takes part")
        elif self._scene is not None and not self._scene.offered:
            first = self.tr("Bring recommendations to final")
        self._empty.set_texts(self.tr("Ask cities what they do with it"), sentence, first)

    @Slot()
    def _first_step(self) -> None:
        if self._scene is not None and not self._scene.takes_part:
            self.workplace.go("people")
        elif self._scene is not None and not self._scene.offered:
            self.workplace.go("recommendations")
        else:
            self.files.send_packs()

    def _fill_whose(self) -> None:
        cities = self._scene.matrix.cities if self._scene else ()
        self._whose.clear()
        several = len(cities) > 1 or bool(self._scene and self._scene.offered)
        self._whose.addItem(self.tr("All cities") if several else self.tr("Overview"), ALL)
        for city in cities:
            self._whose.addItem(city.label, city.key)
        chosen = self._review.city.key if self._review else ""
        self._whose.setCurrentIndex(max(0, self._whose.findData(chosen)))

    @Slot()
    def _show_buttons(self) -> None:
        writable = not self.workplace.read_only
        review, offered = self._review, bool(self._scene and self._scene.offered)
        self._packs.setVisible(review is None)
        self._packs.setEnabled(writable and offered)
        self._form_button.setVisible(review is None)
        row = self._overview.row
        self._form_button.setEnabled(writable and row is not None and bool(row.yes))
        self._send.setVisible(review is not None)
        self._excel.setVisible(review is not None)
        sendable = review is not None and (bool(review.ready) or any(one.answer.is_sent for one in review.questions))
        self._send.setEnabled(writable and sendable)

    # ---- choosing

    @Slot(int)
    def _whose_chosen(self, _place: int) -> None:
        self._choose_city(str(self._whose.currentData() or ""))

    def show_city(self, name: str, *, row: int = 0) -> None:
        """Open the list of the city of this name, at a row of it."""
        found = self._scene.matrix if self._scene else None
        city = next((one for one in found.cities if one.name == name), None) if found else None
        if city is not None and found is not None:
            self._wanted = found.rows[row].item.recommendation
            self._choose_city(city.key)

    def _choose_city(self, key: str) -> None:
        self.city.form.keep_typing()
        self._city, self._told = key, ""
        self._load()

    @Slot(int)
    def _since_chosen(self, pack: int) -> None:
        self._since = pack
        self._load()

    @Slot(object)
    def _open_target(self, target: Target) -> None:
        if target.city:
            self._wanted = target.recommendation
            self._choose_city(target.city)

    # ---- answering

    @Slot()
    def _say_nothing(self) -> None:
        """What was told before is told no more."""
        self._told = ""

    @Slot()
    def _accept(self) -> None:
        self.city.decide(Decision.ACCEPT)

    @Slot()
    def _adapt(self) -> None:
        self.city.decide(Decision.ADAPT)

    @Slot()
    def _defer(self) -> None:
        self.city.decide(Decision.DEFER)

    @Slot()
    def _reject(self) -> None:
        self.city.decide(Decision.REJECT)

    @Slot()
    def _settle(self) -> None:
        self.workplace.go("merge")

    # ---- sending

    @Slot()
    def send_answers(self) -> None:
        """Ask where the answers are written to, and send them."""
        self.city.form.keep_typing()
        if self._review is not None:
            self.files.send_answers(self._review.city)

    @Slot()
    def to_excel(self) -> None:
        """Ask where the list is written to as a workbook, and write it."""
        self.city.form.keep_typing()
        if self._review is not None:
            self.files.to_excel(self._review.city)

    @Slot(str)
    def _tell(self, words: str) -> None:
        """Say what was done, where the eye is."""
        self._told = words
        self._said.setText(words)

    @Slot()
    def form_initiative(self) -> None:
        """Begin an initiative of the cities that said yes to the chosen recommendation."""
        row = self._overview.row
        if row is not None:
            wanted = partial(form_initiative, recommendation=row.item.recommendation)
            self.workplace.act(wanted, self._take_initiative)

    @Slot(object)
    def _take_initiative(self, made: Initiative) -> None:
        partners = self.tr("%n partner city(ies)", "", len(made.partner_cities))
        said = self.tr("Initiative begun: {city} leads, {partners}. It stands under Recommendations.")
        self._tell(said.format(city=made.lead_city, partners=partners))

    # ---- Qt's own events

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
