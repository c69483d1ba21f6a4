"""One recommendation before a city: what is asked, the decision by key, and what the city says to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from forumdesk.domain.answers import GLYPHS, Answer, Decision, grouped_cost, parted_cost
from forumdesk.domain.errors import ForumDeskError
from forumdesk.domain.recommendations import Agreement
from forumdesk.ui.formats import day
from forumdesk.ui.pages.review.days import day_shown, day_typed
from forumdesk.ui.widgets.bidi import alignment_of, direction_of
from forumdesk.ui.widgets.diff import diff_html
from forumdesk.ui.widgets.flow import FlowLayout
from forumdesk.ui.widgets.growing import GrowingText
from forumdesk.ui.widgets.scroll import Scroll
from forumdesk.ui.widgets.section import SectionLabel
from forumdesk.ui.widgets.tag import TagLabel
from forumdesk.ui.words import field_word, word

if TYPE_CHECKING:
    from forumdesk.domain.forum import Forum
    from forumdesk.services.answering import Question

DECISIONS = (Decision.ACCEPT, Decision.ADAPT, Decision.DEFER, Decision.REJECT)
FIELDS = ("wording", "reason", "unit", "due", "cost", "indicator", "progress")
_WHOLE = ("wording", "reason", "progress")
"""Fields as wide as the form; the others stand two beside each other."""
_LONG = ("wording", "reason")


class AnswerForm(QWidget):
    """Shows a question with its answer, and asks for every change of it."""

    said = Signal(dict)  #: fields of the answer, by name
    refused = Signal(object)  #: ForumDeskError about what was typed
    correct_wanted = Signal()
    settle_wanted = Signal()
    next_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._question: Question | None = None
        self._forum: Forum | None = None
        self._codes: dict[str, tuple[str, str]] = {}
        self._others: tuple[Answer, ...] = ()
        self._city = ""
        self._writable = True
        self._lay_out()
        self._connect()
        self._translate()

    # ---- laying out

    def _lay_out(self) -> None:
        self._meta, self._text, self._changed, self._state, self._missing, self._also = (QLabel() for _ in range(6))
        for label in (self._meta, self._text, self._changed, self._state, self._missing, self._also):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._meta.setProperty("role", "small")
        self._also.setProperty("role", "soft")
        self._missing.setProperty("state", "warning")
        self._text.setProperty("role", "headline")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._changed.setTextFormat(Qt.TextFormat.RichText)
        self._tags = QWidget()
        self._tag_row = FlowLayout(self._tags, spacing=6)
        self._answer_section, self._others_section = SectionLabel(), SectionLabel()
        self._correct, self._settle, self._next = QPushButton(), QPushButton(), QPushButton()
        self._next.setProperty("kind", "primary")
        self.buttons = {one: _decision_button(one) for one in DECISIONS}
        inside = QWidget()
        inside.setObjectName("answer-form")
        column = QVBoxLayout(inside)
        column.setContentsMargins(32, 20, 32, 20)
        column.setSpacing(8)
        for part in (self._meta, self._text, self._changed, self._tags):
            column.addWidget(part)
        column.addSpacing(4)
        column.addWidget(self._answer_section)
        column.addLayout(_in_a_row(self.buttons.values()))
        standing = _in_a_row((self._settle, self._correct), stretch=False)
        standing.insertWidget(0, self._state, 1)
        column.addLayout(standing)
        column.addLayout(self._made_fields())
        column.addWidget(self._missing)
        column.addLayout(_in_a_row((self._next,)))
        column.addSpacing(4)
        column.addWidget(self._others_section)
        column.addWidget(self._also)
        column.addStretch(1)
        scroll = Scroll(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _made_fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(4)
        self.fields: dict[str, GrowingText] = {}
        self._labels: dict[str, QLabel] = {}
        row = half = 0
        for name in FIELDS:
            field, label = GrowingText(least=2 if name in _LONG else 1), QLabel()
            label.setContentsMargins(0, 6, 0, 0)
            field.setProperty("field", name)
            label.setProperty("role", "small")
            label.setBuddy(field)
            self.fields[name], self._labels[name] = field, label
            wide = name in _WHOLE
            if wide and half:
                row, half = row + 2, 0
            grid.addWidget(label, row, half, 1, 2 if wide else 1)
            grid.addWidget(field, row + 1, half, 1, 2 if wide else 1, Qt.AlignmentFlag.AlignTop)
            half = 0 if wide else 1 - half
            row += 2 if not half else 0
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _connect(self) -> None:
        for button in self.buttons.values():
            button.clicked.connect(self._decision_clicked)
        for field in self.fields.values():
            field.kept.connect(self._kept)
        self._correct.clicked.connect(self.correct_wanted)
        self._settle.clicked.connect(self.settle_wanted)
        self._next.clicked.connect(self.next_wanted)

    def _translate(self) -> None:
        for number, (one, button) in enumerate(self.buttons.items(), 1):
            button.setText(f"{GLYPHS[one]}  {word(one)}   {number}")
            button.setAccessibleName(word(one))
            button.setToolTip(self.tr("Key {number}").format(number=number))
        for name, field in self.fields.items():
            self._labels[name].setText(field_word(name))
            field.setAccessibleName(field_word(name))
        self.fields["due"].setPlaceholderText(self.tr("such as 2027-06-30"))
        self.fields["cost"].setPlaceholderText(self.tr("such as 40 000 000 XOF"))
        self._correct.setText(self.tr("Correct it…"))
        self._settle.setText(self.tr("Settle it…"))
        self._next.setText(self.tr("Next unanswered   N"))
        self._others_section.setText(self.tr("Other cities"))
        self._show_words()

    # ---- showing

    def show_question(
        self,
        question: Question,
        forum: Forum,
        codes: dict[str, tuple[str, str]],
        others: Sequence[Answer],
        *,
        writable: bool,
    ) -> None:
        """Show a question with its answer; what is being typed in it stays."""
        other = self._question is None or self._question.answer.id != question.answer.id
        self._question, self._forum, self._codes, self._others = question, forum, codes, tuple(others)
        answer = question.answer
        self._city = answer.city
        self._writable = writable and not answer.is_sent
        for one, button in self.buttons.items():
            button.setChecked(answer.decision is one)
            button.setEnabled(self._writable)
        for name, field in self.fields.items():
            field.show_text(self._shown(answer, name), keep_typing=not other)
            field.setReadOnly(not self._writable)
        self._correct.setVisible(answer.is_sent)
        self._correct.setEnabled(writable)
        self._settle.setVisible(bool(question.conflicts))
        self._show_tags()
        self._show_words()

    def _shown(self, answer: Answer, name: str) -> str:
        if name == "due":
            return day_shown(answer.due)
        if name == "cost":
            return grouped_cost(answer.cost, answer.currency)
        return str(getattr(answer, name))

    def _show_tags(self) -> None:
        while (taken := self._tag_row.takeAt(0)) is not None:
            if (tag := taken.widget()) is not None:
                tag.hide()
                tag.deleteLater()
        item = self._question.item if self._question else None
        for code in item.codes if item else ():
            shown, label = self._codes.get(code, (code, ""))
            self._tag_row.addWidget(TagLabel(shown, f"{shown} · {label}" if label else shown))
        self._tags.setVisible(bool(item and item.codes))

    def _show_words(self) -> None:
        question = self._question
        if question is None:
            return
        item, answer = question.item, question.answer
        said = [f"★ {item.label}"]
        if item.agreement is not Agreement.NONE:
            said.append(word(item.agreement))
        if item.proposed_by:
            said.append(self.tr("proposed by {city}").format(city=item.proposed_by))
        if item.timeframe:
            said.append(item.timeframe)
        self._meta.setText(" · ".join(said))
        self._text.setText(item.text)
        self._text.setLayoutDirection(direction_of(item.text))
        self._text.setAlignment(alignment_of(item.text))
        reworded = question.before is not None and question.before.text != item.text
        if question.before is not None and reworded:
            self._changed.setText(diff_html(question.before.text, item.text))
        self._changed.setVisible(reworded)
        self._answer_section.setText(self.tr("Answer of {city}").format(city=self._city))
        self._show_standing()
        self._show_missing(answer)
        self._show_others()

    def _show_standing(self) -> None:
        """Say that it was sent, that people differ, or that it corrects another."""
        question = self._question
        if question is None:
            return
        answer, state, said = question.answer, "soft", ""
        if question.conflicts:
            names = ", ".join(
                field_word(name) for name in question.conflicts if name in (*FIELDS, "decision", "currency")
            )
            said = self.tr("People of {city} say different things: {fields}").format(city=self._city, fields=names)
            state = "warning"
        elif answer.is_sent and not answer.is_as_sent:
            said, state = self.tr("It was changed after it was sent. Look at its history, or correct it."), "danger"
        elif answer.is_sent:
            when = day(answer.sent, self._forum, form="d MMM yyyy")
            said, state = self.tr("✓ Sent on {day}. It stays as it is.").format(day=when), "ok"
        elif answer.corrects:
            said = self.tr("A correction: it stands in place of the one that was sent, once it is sent too.")
        elif question.is_withdrawn:
            said = self.tr("The forum withdrew it since. What you said to it stays.")
        self._state.setText(said)
        self._state.setProperty("state", state)
        self._state.style().unpolish(self._state)
        self._state.style().polish(self._state)
        self._state.setVisible(bool(said))

    def _show_missing(self, answer: Answer) -> None:
        needed = [name for name in answer.lacks if name != "decision"] if answer.is_begun else []
        if answer.is_begun and not answer.decision:
            needed = ["decision", *needed]
        said = ""
        if needed:
            said = self.tr("Before it can be sent: {fields}").format(fields=", ".join(map(field_word, needed)))
        elif answer.open_ends:
            said = self.tr("Still open: {fields}").format(fields=", ".join(map(field_word, answer.open_ends)))
        self._missing.setText(said)
        self._missing.setVisible(bool(said) and not answer.is_sent)
        for name, field in self.fields.items():
            _mark(field, missing=name in needed)

    def _show_others(self) -> None:
        shown = []
        for one in self._others:
            decided = f"{GLYPHS[one.decision]} {word(one.decision)}"
            when = day_shown(one.due)
            shown.append(" ".join(filter(None, (f"{one.city}:", decided, when))))
        self._also.setText("     ".join(shown))
        self._also.setVisible(bool(shown))
        self._others_section.setVisible(bool(shown))

    @property
    def question(self) -> Question | None:
        """The question that is shown."""
        return self._question

    # ---- asking

    def decide(self, decision: Decision) -> None:
        """Take a decision, and go where the next word is needed."""
        if not self._writable or self._question is None:
            return
        self.keep_typing()
        self.said.emit({"decision": decision})
        needed = {Decision.ADAPT: "wording", Decision.DEFER: "reason", Decision.REJECT: "reason"}.get(decision, "")
        if needed and not self.fields[needed].toPlainText():
            self.fields[needed].setFocus(Qt.FocusReason.OtherFocusReason)

    def keep_typing(self) -> None:
        """Keep what is being typed in any field."""
        for field in self.fields.values():
            field.keep()

    @Slot()
    def _decision_clicked(self) -> None:
        button = self.sender()
        decision = Decision(button.property("decision"))
        for one, other in self.buttons.items():
            other.setChecked(one is decision)
        self.decide(decision)

    @Slot(str)
    def _kept(self, text: str) -> None:
        name = str(self.sender().property("field"))
        try:
            fields = _fields(name, text)
        except ForumDeskError as error:
            self.refused.emit(error)
            return
        self.said.emit(fields)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


def _decision_button(decision: Decision) -> QPushButton:
    button = QPushButton()
    button.setCheckable(True)
    button.setProperty("kind", "decision")
    button.setProperty("decision", decision.value)
    return button


def _in_a_row(parts: Iterable[QWidget], *, stretch: bool = True) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for part in parts:
        row.addWidget(part)
    if stretch:
        row.addStretch(1)
    return row


def _fields(name: str, text: str) -> dict[str, Any]:
    """What a field says, as fields of the answer."""
    if name == "due":
        return {"due": day_typed(text)}
    if name == "cost":
        cost, currency = parted_cost(text)
        return {"cost": cost, "currency": currency}
    return {name: text}


def _mark(field: GrowingText, *, missing: bool) -> None:
    """Let a field that is needed be seen from afar."""
    said = "true" if missing else "false"
    if field.property("missing") != said:
        field.setProperty("missing", said)
        field.style().unpolish(field)
        field.style().polish(field)
