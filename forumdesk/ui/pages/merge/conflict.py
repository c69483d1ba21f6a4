"""One conflict at a time: what both sides began with, what each made of it, and which of it shall stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from forumdesk.domain.forum import FORUM_ID, Forum
from forumdesk.domain.heads import BEGUN
from forumdesk.domain.wording import both_wordings
from forumdesk.ui.field_words import field_words, is_text, kind_words
from forumdesk.ui.models.queue import Queue
from forumdesk.ui.pages.merge.head_card import HeadCard
from forumdesk.ui.widgets.card import Card
from forumdesk.ui.widgets.deciding import Deciding
from forumdesk.ui.widgets.diff import diff_html
from forumdesk.ui.widgets.growing import GrowingText
from forumdesk.ui.widgets.keyhint import keyed
from forumdesk.ui.widgets.section import SectionLabel

if TYPE_CHECKING:
    from forumdesk.services.disputed import Conflict, Head

_COLUMNS = 2


class ConflictPanel(Deciding):
    """A queue that is worked off by key: a figure takes a side, B both, E words it anew, S goes on without."""

    settled = Signal(object, str)  #: Conflict, id of the head that shall stand
    worded = Signal(object, str)  #: Conflict, the wording that shall stand
    all_wanted = Signal(str)  #: name of the laptop whose values shall stand everywhere
    through = Signal()  #: the last of them was passed over

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue: Queue[Conflict] = Queue(_key)
        self._forum = Forum(id=FORUM_ID)
        self._writable = True
        self._both: str | None = None
        self._lay_out()
        self._connect()
        self._translate()

    def _lay_out(self) -> None:
        self._subject, self._question, self._before = QLabel(), QLabel(), QLabel()
        self._before.setProperty("role", "soft")
        for label in (self._subject, self._question, self._before):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._before_section, self._both_section = SectionLabel(), SectionLabel()
        self._grid = QGridLayout()
        self._grid.setSpacing(16)
        self._cards: list[HeadCard] = []
        self._suggestion = self._suggesting()
        self._own = GrowingText(least=2, when_left=False)
        self._own.hide()
        self._take_both, self._edit, self._skip, self._all = (QPushButton() for _ in range(4))
        self.hold(
            self._subject,
            self._question,
            self._before_section,
            self._before,
            self._grid,
            self._suggestion,
            self._own,
            buttons=(self._take_both, self._edit, self._skip, self._all),
        )

    def _suggesting(self) -> Card:
        card = Card()
        self._suggested = QLabel()
        self._suggested.setWordWrap(True)
        self._suggested.setTextFormat(Qt.TextFormat.RichText)
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 12, 16, 12)
        column.addWidget(self._both_section)
        column.addWidget(self._suggested)
        return card

    def _connect(self) -> None:
        self._take_both.clicked.connect(self.take_both)
        self._edit.clicked.connect(self.edit)
        self._skip.clicked.connect(self.skip)
        self._all.clicked.connect(self._want_all)
        self._own.kept.connect(self._worded)

    def _translate(self) -> None:
        self._before_section.setText(self.tr("Both began with"))
        self._both_section.setText(self.tr("The two do not touch the same words. Both together would read"))
        self._take_both.setText(keyed(self.tr("Both together"), "B"))
        self._edit.setText(keyed(self.tr("Word it anew"), "E"))
        self._skip.setText(keyed(self.tr("Skip, keep visible"), "S"))
        self._own.setAccessibleName(self.tr("Another wording"))
        self._own.setPlaceholderText(self.tr("Ctrl+Enter keeps it, Esc goes back"))
        self.bar.setAccessibleName(self.tr("Conflicts settled"))
        self.setAccessibleName(self.tr("Conflict"))
        self._show()

    # ---- showing

    def show_conflicts(self, conflicts: Sequence[Conflict], forum: Forum, *, writable: bool) -> None:
        """Show the queue; the conflict that was shown stays where it is still there."""
        self._forum, self._writable = forum, writable
        self._queue.take(conflicts)
        self._own.hide()
        self._show()

    @property
    def current(self) -> Conflict | None:
        """The conflict that is shown."""
        return self._queue.current

    def _show(self) -> None:
        conflict = self.current
        if conflict is None:
            return
        field = conflict.field if not conflict.member else f"{conflict.field.partition(':')[0]}:{conflict.member}"
        asked = self.tr("Answer") if conflict.is_whole else field_words(field)
        self.heading.setText(f"{conflict.label or kind_words(conflict.kind)} · {asked}")
        self._question.setText(self._begun_words(conflict))
        self._question.setVisible(conflict.field == BEGUN)
        said = self.tr("conflict {number} of {all}").format(number=self._queue.number, all=len(self._queue))
        self.place.setText(said)
        self._subject.setText(conflict.subject)
        self._subject.setVisible(bool(conflict.subject) and conflict.field != "text")
        text = self._is_text(conflict)
        self._before_section.setVisible(conflict.before is not None and text)
        self._before.setVisible(conflict.before is not None and text)
        self._before.setText(str(conflict.before or ""))
        self._show_cards(conflict)
        self._both = self._joined(conflict)
        self._suggestion.setVisible(self._both is not None)
        self._take_both.setVisible(self._both is not None)
        self._suggested.setText(diff_html(str(conflict.before or ""), self._both or ""))
        self._edit.setVisible(text)
        self._all.setText(self.tr("Take all of {laptop}").format(laptop=conflict.heads[0].laptop))
        self._all.setVisible(bool(conflict.heads[0].laptop) and len(self._queue) > 1)
        for button in (self._take_both, self._edit, self._all):
            button.setEnabled(self._writable)
        self.bar.show_share(self._queue.decided, self._queue.most)

    def _begun_words(self, conflict: Conflict) -> str:
        """Who took the beginning of a record back, and who went on with it meanwhile."""
        if conflict.field != BEGUN:
            return ""
        took, went = ([_named(head) for head in conflict.heads if head.took_back is back] for back in (True, False))
        said = self.tr("{one} took back that this was begun; {other} went on with it: keep it or let it go?")
        return said.format(one=_all_of(took), other=_all_of(went))

    def _show_cards(self, conflict: Conflict) -> None:
        while len(self._cards) < len(conflict.heads):
            card = HeadCard()
            card.clicked.connect(self._card_clicked)
            place = len(self._cards)
            self._grid.addWidget(card, place // _COLUMNS, place % _COLUMNS)
            self._cards.append(card)
        for place, card in enumerate(self._cards):
            card.setVisible(place < len(conflict.heads))
            card.setEnabled(self._writable)
            if place < len(conflict.heads):
                card.show_head(conflict, conflict.heads[place], place, self._forum)

    def _is_text(self, conflict: Conflict) -> bool:
        """Whether another wording may stand: what was sent stays as it was sent."""
        return is_text(conflict.kind, conflict.field) and not conflict.is_whole

    def _joined(self, conflict: Conflict) -> str | None:
        values = [head.value for head in conflict.heads]
        if len(values) != _COLUMNS or not self._is_text(conflict):
            return None
        one, other = values
        if not isinstance(one, str) or not isinstance(other, str) or not isinstance(conflict.before, str):
            return None
        return both_wordings(conflict.before, one, other)

    # ---- settling

    @Slot()
    def _card_clicked(self) -> None:
        card = self.sender()
        if isinstance(card, HeadCard):
            self.take(self._cards.index(card))

    def take(self, place: int) -> None:
        """Let the value of one side stand."""
        conflict = self.current
        if conflict is not None and self._writable and place < len(conflict.heads):
            self.settled.emit(conflict, conflict.heads[place].id)

    @Slot()
    def take_both(self) -> None:
        """Let both changes stand together."""
        conflict = self.current
        if conflict is not None and self._writable and self._both is not None:
            self.worded.emit(conflict, self._both)

    @Slot()
    def edit(self) -> None:
        """Word it anew, beginning with what is shown."""
        conflict = self.current
        if conflict is None or not self._writable or not self._is_text(conflict):
            return
        self._own.show_text("", keep_typing=False)
        self._own.setPlainText(self._both or str(conflict.heads[0].value or ""))
        self._own.show()
        self._own.setFocus()

    @Slot()
    def skip(self) -> None:
        """Go on to the next; this one stays visible until it is settled."""
        if self.current is not None:
            is_through = self._queue.skip()
            self._own.hide()
            self._show()
            if is_through:
                self.through.emit()

    @Slot()
    def _want_all(self) -> None:
        if self.current is not None:
            self.all_wanted.emit(self.current.heads[0].laptop)

    @Slot(str)
    def _worded(self, text: str) -> None:
        conflict = self.current
        if conflict is not None and text and self._own.isVisible():
            self._own.hide()
            self.setFocus()
            self.worded.emit(conflict, text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A figure takes a side, letters do what the buttons say."""
        key = event.key()
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.take(key - Qt.Key.Key_1)
        elif key == Qt.Key.Key_B:
            self.take_both()
        elif key == Qt.Key.Key_E:
            self.edit()
        elif key in (Qt.Key.Key_S, Qt.Key.Key_Space):
            self.skip()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language or theme."""
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._translate()
        super().changeEvent(event)


def _named(head: Head) -> str:
    """Who said something: the person, or else the laptop."""
    return head.author or head.laptop or QCoreApplication.translate("merge", "a laptop without a name")


def _all_of(names: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def _key(conflict: Conflict) -> tuple[str, str]:
    return conflict.record, conflict.field
