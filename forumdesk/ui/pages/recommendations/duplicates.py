"""Near-duplicates as a queue that is worked off by key: two wordings side by side, to group or to keep apart."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from forumdesk.domain.apart import KeptApart
from forumdesk.domain.changes import Change
from forumdesk.domain.recommendations import Recommendation
from forumdesk.ui.formats import per_cent
from forumdesk.ui.models.queue import Queue
from forumdesk.ui.pages.recommendations import grouping
from forumdesk.ui.pages.recommendations.pair_search import PairSearch
from forumdesk.ui.pages.recommendations.wording_card import WordingCard
from forumdesk.ui.widgets.deciding import Deciding
from forumdesk.ui.widgets.empty import EmptyState
from forumdesk.ui.widgets.growing import GrowingText
from forumdesk.ui.widgets.keyhint import keyed
from forumdesk.ui.widgets.section import SectionLabel
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.services.grouping import Pair

_LOOKED_FOR = {Recommendation.KIND, KeptApart.KIND}


class DuplicatesPanel(QWidget):
    """1 or 2 groups both under that wording, E under another, N says that they are not the same, S goes on."""

    counted = Signal(int)  #: how many pairs wait
    shown_wanted = Signal(str)  #: recommendation id that somebody wants to see

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._queue: Queue[Pair] = Queue(_key)
        self._search = PairSearch(workplace, self)
        self._stale = True
        self._lay_out()
        self._connect()
        self._translate()
        self._show()

    def _lay_out(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._why = QLabel()
        self._why.setProperty("role", "soft")
        self._why.setWordWrap(True)
        self._why.setTextFormat(Qt.TextFormat.PlainText)
        self._section = SectionLabel()
        self.cards = (WordingCard("1"), WordingCard("2"))
        both = QHBoxLayout()
        both.setSpacing(16)
        both.setContentsMargins(0, 4, 0, 4)
        for card in self.cards:
            both.addWidget(card, 1)
        self.own = GrowingText(least=2, when_left=False)
        self.own.setObjectName("")  # it is there to be typed in, and framed from the beginning
        self.own.hide()
        self._group, self._edit, self._apart, self._skip = (QPushButton() for _ in range(4))
        self._deciding = Deciding()
        self._deciding.setFocusProxy(self)
        self._deciding.hold(
            self._why, both, self._section, self.own, buttons=(self._group, self._edit, self._apart, self._skip)
        )
        self._none, self._looking = EmptyState("ok"), EmptyState("search")
        self._stack = QStackedWidget()
        for part in (self._looking, self._none, self._deciding):
            self._stack.addWidget(part)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _connect(self) -> None:
        for card in self.cards:
            card.clicked.connect(self._card_clicked)
        self._group.clicked.connect(self.take_first)
        self._edit.clicked.connect(self.edit)
        self._apart.clicked.connect(self.keep_apart)
        self._skip.clicked.connect(self.skip)
        self.own.kept.connect(self._worded)
        self._search.found.connect(self._take_pairs)
        self._none.action.connect(self.look)

    def _translate(self) -> None:
        self._group.setText(keyed(self.tr("Group under the first"), "1"))
        self._edit.setText(keyed(self.tr("Group under another wording"), "E"))
        self._apart.setText(keyed(self.tr("Not the same"), "N"))
        self._skip.setText(keyed(self.tr("Skip"), "S"))
        self._deciding.heading.setText(self.tr("Do these ask the same?"))
        self._section.setText(self.tr("One wording for both"))
        self.own.setAccessibleName(self.tr("One wording for both"))
        self.own.setPlaceholderText(self.tr("Ctrl+Enter groups them under it, Esc goes back"))
        self._deciding.bar.setAccessibleName(self.tr("Pairs settled"))
        self.setAccessibleName(self.tr("Near-duplicates"))
        self._none.set_texts(
            self.tr("No two recommendations read alike"),
            self.tr(
                "What several rooms asked for in nearly the same words comes here as pairs: group them under one "
                "wording, or say that they are not the same. Nothing of them is lost."
            ),
            self.tr("Look again"),
        )
        self._looking.set_texts(
            self.tr("Looking for what reads alike"), self.tr("Every two recommendations are compared, on this laptop.")
        )
        self._show()

    # ---- looking

    def take_changes(self, changes: Sequence[Change]) -> None:
        """Look again where a recommendation changed: at once while somebody looks, else on the next visit."""
        if any(change.kind in _LOOKED_FOR for change in changes):
            self._stale = True
            if self.isVisible():
                self.look()

    def leave_forum(self) -> None:
        """Forget the pairs."""
        self._queue.take(())
        self._stale = True
        self._search.forget()
        self._show()

    @Slot()
    def look(self) -> None:
        """Compare every two recommendations, beside the worker that owns the forum."""
        if self._workplace.is_open:
            self._stale = False
            self._search.begin()

    @Slot(tuple)
    def _take_pairs(self, pairs: tuple[Pair, ...]) -> None:
        if not self._queue.take(pairs):  # what is being typed for a pair that is still there stays
            self.own.hide()
        self._show()
        self.counted.emit(len(pairs))

    @property
    def current(self) -> Pair | None:
        """The pair that is shown."""
        return self._queue.current

    def _show(self) -> None:
        pair = self.current
        self._stack.setCurrentIndex(2 if pair else 0 if self._stale else 1)
        self._section.setVisible(self.own.isVisibleTo(self))
        if pair is None:
            return
        self._deciding.place.setText(
            self.tr("pair {number} of {all}").format(number=self._queue.number, all=len(self._queue))
        )
        said = self.tr("{share} alike. Both say: {words}")
        self._why.setText(said.format(share=per_cent(pair.score), words=", ".join(pair.shared)))
        sides = (pair.first, pair.second)
        for card, shown, beside in zip(self.cards, sides, reversed(sides), strict=True):
            card.show_wording(shown, beside)
        writable = not self._workplace.read_only
        for part in (*self.cards, self._group, self._edit, self._apart):
            part.setEnabled(writable)
        self._deciding.bar.show_share(self._queue.decided, self._queue.most)

    # ---- settling

    @Slot()
    def _card_clicked(self) -> None:
        self._take(1 if self.sender() is self.cards[1] else 0)

    @Slot()
    def take_first(self) -> None:
        """Group both under the first wording."""
        self._take(0)

    @Slot()
    def take_second(self) -> None:
        """Group both under the second wording."""
        self._take(1)

    def _take(self, place: int) -> None:
        pair = self.current
        if pair is not None:
            chosen = (pair.first, pair.second)[place].record
            # A group keeps its own wording where somebody joins it, so the chosen one is said in any case.
            self._group_under(pair, place, chosen.text)

    def _group_under(self, pair: Pair, place: int, text: str) -> None:
        if not self._workplace.read_only:
            ids = [pair.first.record.id, pair.second.record.id]
            act = partial(grouping.group, ids=(ids[place], ids[1 - place]), text=text)
            self._workplace.act(act, self._done)

    @Slot(object)
    def _done(self, _nothing: object) -> None:
        """The act is durable; what it changed comes with the changes."""

    @Slot()
    def edit(self) -> None:
        """Word it anew, beginning with the first wording."""
        pair = self.current
        if pair is None or self._workplace.read_only:
            return
        self.own.show_text("", keep_typing=False)
        self.own.setPlainText(pair.first.record.text)
        self.own.show()
        self._section.show()
        self.own.setFocus()

    @Slot(str)
    def _worded(self, text: str) -> None:
        pair = self.current
        if pair is not None and text and self.own.isVisible():
            self.own.hide()
            self.setFocus()
            self._group_under(pair, 0, text)

    @Slot()
    def keep_apart(self) -> None:
        """Say that they are not the same: the pair does not come again."""
        pair = self.current
        if pair is not None and not self._workplace.read_only:
            act = partial(grouping.keep_apart, first=pair.first.record.id, second=pair.second.record.id)
            self._workplace.act(act, self._done)

    @Slot()
    def skip(self) -> None:
        """Go on to the next pair; this one comes again."""
        if self.current is not None:
            self._queue.skip()
            self.own.hide()
            self._show()

    # ---- Qt's own events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A figure takes a wording, letters do what the buttons say; Esc leaves the wording of one's own."""
        does = {
            Qt.Key.Key_1: self.take_first,
            Qt.Key.Key_2: self.take_second,
            Qt.Key.Key_E: self.edit,
            Qt.Key.Key_N: self.keep_apart,
            Qt.Key.Key_S: self.skip,
            Qt.Key.Key_Space: self.skip,
        }
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self.own.isVisible():
            self.own.hide()
            self.setFocus()
            self._show()
        elif key in does:
            does[key]()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Look, where something changed since the last time."""
        super().showEvent(event)
        if self._stale:
            self.look()

    def hideEvent(self, event: QHideEvent) -> None:
        """Put a wording under way aside."""
        super().hideEvent(event)
        self.own.hide()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language or theme."""
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._translate()
        super().changeEvent(event)


def _key(pair: Pair) -> tuple[str, str]:
    return pair.first.record.id, pair.second.record.id
