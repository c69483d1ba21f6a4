"""Where notes are taken: kinds, the line, what is asked about a paste, and what just happened."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from forumdesk.domain.notes import NoteKind
from forumdesk.ui.formats import number
from forumdesk.ui.pages.room.kinds import KindRow
from forumdesk.ui.pages.room.line import LONGEST_SHOWN_RUN, CaptureLine, is_too_long
from forumdesk.ui.widgets.banner import Banner
from forumdesk.ui.widgets.keyhint import KeyHint

DRAFT_MS = 700
"""So long after a keystroke at the latest what is typed is on the disk, however fast more is typed."""


class CaptureBox(QWidget):
    """The lower part of the page; it never loses what was typed."""

    kept = Signal(list, str, bool)  #: list[str] of lines, the kind, whether as a recommendation
    drafted = Signal()  #: what is typed should be kept as a draft now
    file_wanted = Signal(str)  #: a paste to keep as a text file

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paste = ""
        self.kinds = KindRow()
        self.line = CaptureLine()
        self.question = Banner()
        self._editing = QLabel()
        self._said = QLabel()
        self._hints = tuple(KeyHint() for _ in range(3))
        self._draft = QTimer(self)
        self._draft.setSingleShot(True)
        self._draft.setInterval(DRAFT_MS)
        self._lay_out()
        self._connect()
        self._translate()
        self.choose_kind(NoteKind.DOING)

    def _lay_out(self) -> None:
        self.setObjectName("capture")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._editing.setProperty("role", "strong")
        self._editing.hide()
        self._said.setProperty("role", "small")
        self._said.setWordWrap(True)
        self.question.hide()
        hints = QHBoxLayout()
        hints.setSpacing(12)
        hints.addWidget(self._said, 1)
        for hint in self._hints:
            hints.addWidget(hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 10, 24, 10)
        column.setSpacing(8)
        column.addWidget(self.question)
        column.addWidget(self._editing)
        column.addWidget(self.kinds)
        column.addWidget(self.line)
        column.addLayout(hints)

    def _connect(self) -> None:
        self.kinds.chosen.connect(self._kind_chosen)
        self.line.kind_wanted.connect(self._kind_chosen)
        self.line.kept.connect(self._keep)
        self.line.textChanged.connect(self._typed)
        self.line.pasted.connect(self._ask)
        self.line.answered.connect(self._answer)
        self.question.action_chosen.connect(self._answer)
        self.question.closed.connect(self._dismiss)
        self._draft.timeout.connect(self.drafted)

    def _translate(self) -> None:
        self._hints[0].set_texts("Enter", self.tr("keep"))
        self._hints[1].set_texts("Ctrl Enter", self.tr("as recommendation"))
        self._hints[2].set_texts("↑", self.tr("edit last"))
        self.line.setAccessibleName(self.tr("Capture line"))
        self.line.setAccessibleDescription(self.tr("Type what is said; Enter keeps it."))
        if not self.line.isReadOnly():
            self.line.setPlaceholderText(self.tr("Type what is said, with @city or speaker and #code"))

    def set_writable(self, *, because: str) -> None:
        """Let notes be taken, or say why not."""
        self.line.setReadOnly(bool(because))
        self.kinds.setEnabled(not because)
        self.line.setPlaceholderText(because or self.tr("Type what is said, with @city or speaker and #code"))

    # ---- kinds

    @property
    def kind(self) -> NoteKind:
        """The kind of the next note."""
        return self.kinds.kind

    def choose_kind(self, kind: NoteKind) -> None:
        """Let the next note be of this kind."""
        self.kinds.choose(kind.value)

    @Slot(str)
    def _kind_chosen(self, key: str) -> None:
        self.choose_kind(NoteKind(key))

    # ---- what happened

    def say(self, sentence: str, state: str = "") -> None:
        """Say what was done, or, in the state `danger`, why it was not."""
        self._said.setText(sentence)
        self._said.setAccessibleName(sentence)
        if self._said.property("state") != state:
            self._said.setProperty("state", state)
            self._said.style().unpolish(self._said)
            self._said.style().polish(self._said)

    def said(self) -> str:
        """What stands beneath the line."""
        return self._said.text()

    def show_editing(self, time: str) -> None:
        """Say that the line holds a note that is written anew; empty where it does not."""
        self._editing.setText(self.tr("Editing note {time}: Enter keeps, Esc leaves").format(time=time) if time else "")
        self._editing.setVisible(bool(time))

    def editing_words(self) -> str:
        """What is said while a note is written anew."""
        return self._editing.text()

    # ---- keeping

    @Slot(str, bool)
    def _keep(self, text: str, recommendation: bool) -> None:  # noqa: FBT001 - a signal's own shape
        self._draft.stop()
        self.kept.emit([text], self.kind.value, recommendation)

    @Slot()
    def _typed(self) -> None:
        if not self._draft.isActive():
            self._draft.start()

    def stop_draft(self) -> None:
        """Nothing waits to be kept as a draft any more."""
        self._draft.stop()

    # ---- a paste of many lines

    @Slot(str)
    def _ask(self, text: str) -> None:
        self._paste = text
        lines = _lines(text)
        if is_too_long(text) or is_too_long(self.line.text() + text):
            pieces = len(_pieces(text))
            said = self.tr("This paste has {count} characters, more than a line can hold. Nothing was cut.")
            self._offer(said.format(count=number(len(text))))
            self.question.add_action(self.tr("&1  Keep as %n notes", "", pieces), "many")
            self.question.add_action(self.tr("&2  Keep as a text file"), "file")
        else:
            self._offer(self.tr("One note or %n notes?", "", len(lines)))
            self.question.add_action(self.tr("&1  One note"), "one")
            self.question.add_action(self.tr("&2  %n notes", "", len(lines)), "many")

    def _offer(self, sentence: str) -> None:
        self.question.show_message("info", sentence)
        self.line.question_open = True

    @Slot(str)
    def _answer(self, answer: str) -> None:
        text = self._paste
        long = is_too_long(text) or is_too_long(self.line.text() + text)
        does = {"1": "many" if long else "one", "2": "file" if long else "many"}.get(answer, answer)
        self._dismiss()
        if does == "one":
            self.line.insertPlainText(text.strip("\n"))
        elif does == "file":
            self.file_wanted.emit(text)
        elif long:
            self._keep_lines(_pieces(text))
        else:
            self.line.insertPlainText(text)
            self._keep_lines(_lines(self.line.text()))
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_lines(self, lines: Sequence[str]) -> None:
        self._draft.stop()
        as_recommendation = False
        self.kept.emit(list(lines), self.kind.value, as_recommendation)

    @Slot()
    def _dismiss(self) -> None:
        self._paste = ""
        self.line.question_open = False
        self.question.hide()

    def leave_question(self) -> bool:
        """Leave a paste out that was asked about; False where nothing was asked."""
        asked = self.line.question_open
        self._dismiss()
        return asked

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.kinds.translate()
            self._translate()
        super().changeEvent(event)


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _pieces(text: str) -> tuple[str, ...]:
    """A long text in pieces that a note can show: line by line, a longer line broken at a space where it has one."""
    found: list[str] = []
    for line in _lines(text):
        rest = line
        while len(rest) > LONGEST_SHOWN_RUN:
            at = rest.rfind(" ", 1, LONGEST_SHOWN_RUN)
            at = at if at > 0 else LONGEST_SHOWN_RUN
            found.append(rest[:at])
            rest = rest[at:]
        if rest.strip():
            found.append(rest)
    return tuple(found)
