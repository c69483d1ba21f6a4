"""The files that were handed in: what each brings, whose it is, and why it is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from forumdesk.domain.errors import Sealed
from forumdesk.domain.forum import Forum
from forumdesk.ui.errors import error_words
from forumdesk.ui.formats import forum_time, unbroken
from forumdesk.ui.pages.merge.clocks import clock_words
from forumdesk.ui.pages.merge.left_out import unsent_words
from forumdesk.ui.widgets.card import Card

if TYPE_CHECKING:
    from forumdesk.services.merging import Brought, Merged
    from forumdesk.services.returning.told import Returned


class SourceCard(Card):
    """One file: a mark and a name, what it brings, and a button where something must be said first."""

    passphrase_wanted = Signal()
    left_out_wanted = Signal(object)  #: Brought

    def __init__(self, one: Brought, forum: Forum, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._one = one
        self._name = QLabel()
        self._name.setProperty("role", "strong")
        self._about = QLabel()
        for label in (self._name, self._about):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._about.setProperty("role", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(2)
        column.addWidget(self._name)
        column.addWidget(self._about)
        self._button: QPushButton | None = None
        self._left_out: QPushButton | None = None
        self.show_brought(one, forum)

    def show_brought(self, one: Brought, forum: Forum) -> None:
        """Show what a file brings."""
        self._one = one
        laptop = (one.manifest.laptop if one.manifest else "") or one.path.name
        if one.refused is not None:
            mark, said = "!", " ".join(filter(None, error_words(one.refused)))
        elif one.weights.total.conflicts:
            mark, differ = "◐", self.tr("%n value(s) (differ)", "", one.weights.total.conflicts)
            said = self._told(forum, differ)
        else:
            mark, said = "✓", self._told(forum)
        if one.refused is None:
            said = "\n".join((said, *self._vouched()))
        if one.returned is not None:
            said = "\n".join((said, *_unsent(one.returned)))
        self._name.setText(f"{mark}  {laptop}")
        self._about.setText(said)
        self.set_state("warning" if one.refused is not None else "")
        self.setAccessibleName(f"{laptop}. {said}")
        some_left_out = one.returned is not None and bool(one.returned.left_out or one.returned.unsent)
        self._left_out = self._offered(self._left_out, self._show_left_out, wanted=some_left_out)
        self._button = self._offered(self._button, self._say_first, wanted=isinstance(one.refused, Sealed))
        if self._left_out is not None:
            only_unsent = one.returned is not None and not one.returned.left_out
            words = self.tr("What is not sent yet…") if only_unsent else self.tr("What was left out…")
            self._left_out.setText(words)
        if self._button is not None:
            self._button.setText(self.tr("Say the passphrase…"))

    def _offered(self, button: QPushButton | None, act: Callable[[], None], *, wanted: bool) -> QPushButton | None:
        """The button, made when it is first wanted: most cards have none, and there may be a hundred cards."""
        if button is None and wanted:
            button = QPushButton()
            button.clicked.connect(act)
            column = self.layout()
            if isinstance(column, QVBoxLayout):
                column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        if button is not None:
            button.setVisible(wanted)
        return button

    def _told(self, forum: Forum, differ: str = "") -> str:
        """What a file brings, in lines: what differs, what there is of it, and how it is known."""
        one = self._one
        counts: list[str] = []
        known: list[str] = []
        if one.manifest is not None:
            receipt = one.manifest.receipt
            counts.append(self.tr("%n note(s)", "", receipt.notes))
            counts.append(self.tr("%n recommendation(s)", "", receipt.recommendations))
            known.append(forum_time(receipt.last_edit, forum))
            known.append(self.tr("receipt {mark}").format(mark=unbroken(receipt.mark)))
        elif one.returned is not None:
            counts.extend(self._told_of_cells(one.returned))
        if one.manifest is None and not (one.weights.fresh or one.weights.aside):
            counts.append(self.tr("nothing new"))
        if one.ahead_minutes:
            known.append(clock_words(one.ahead_minutes))
        lines = (" · ".join(filter(None, parts)) for parts in ((differ,), counts, known))
        return "\n".join(filter(None, lines))

    def _vouched(self) -> list[str]:
        """Who vouches for what a file brings; who was never met before is read out."""
        one = self._one
        if one.returned is not None:
            return [self.tr("Nobody signed it: this laptop vouches for having read it.")]
        first = self.tr("{laptop} (first time)")
        names = [first.format(laptop=laptop.name) if laptop.is_new else laptop.name for laptop in one.laptops]
        said = [self.tr("Vouched for by {laptops}").format(laptops=", ".join(names))] if names else []
        for laptop in (laptop for laptop in one.laptops if laptop.is_new):
            reads = self.tr("{laptop} reads {fingerprint}")
            said.append(reads.format(laptop=laptop.name, fingerprint=unbroken(laptop.fingerprint)))
        if one.newcomer and not any(laptop.is_new for laptop in one.laptops):
            said += [self.tr("Handed over for the first time; its laptop reads:"), unbroken(one.fingerprint)]
        return said

    def _told_of_cells(self, told: Returned) -> list[str]:
        counted = (
            (told.edits, self.tr("%n edit(s)", "", told.edits)),
            (told.sent, self.tr("%n answer(s) sent", "", told.sent)),
            (len(told.unsent), self.tr("%n answer(s) not sent yet", "", len(told.unsent))),
            (told.overtaken, self.tr("%n answer(s) overtaken by a later save", "", told.overtaken)),
            (told.added, self.tr("%n row(s) added", "", told.added)),
            (told.damaged, self.tr("%n id(s) damaged", "", told.damaged)),
            (told.refused_cells, self.tr("%n cell(s) not taken", "", told.refused_cells)),
            (told.absent, self.tr("%n row(s) left out, which deletes nothing", "", told.absent)),
        )
        return [words for many, words in counted if many]

    @Slot()
    def _show_left_out(self) -> None:
        self.left_out_wanted.emit(self._one)

    @Slot()
    def _say_first(self) -> None:
        self.passphrase_wanted.emit()


def _unsent(told: Returned) -> list[str]:
    """Which answers of a workbook are not sent, and why: the first few; the others stand in the dialog."""
    return [unsent_words(one) for one in told.unsent[:_UNSENT]]


class SourceList(QWidget):
    """The cards of all files, what is refused first; those below the first come a few at a time."""

    passphrase_wanted = Signal()
    left_out_wanted = Signal(object)  #: Brought

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addStretch(1)
        self._cards: list[SourceCard] = []
        self._shown: tuple[Merged, Forum] | None = None
        self._sources: list[Brought] = []
        self._at = 0
        """The file that is shown next."""
        self._filling = QTimer(self)
        self._filling.setInterval(0)
        self._filling.timeout.connect(self._fill)

    def show_merged(self, merged: Merged | None, forum: Forum) -> None:
        """Show what each file brings; none where nothing was looked at."""
        self._shown = (merged, forum) if merged is not None else None
        found = merged.sources if merged is not None else ()
        self._sources = sorted(found, key=lambda one: one.refused is None)  # what is refused asks for something first
        kept = len(self._sources)
        for card in self._cards[kept:]:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        del self._cards[kept:]
        self._at = 0
        self._go_on(_AT_ONCE)
        self._filling.start()

    @Slot()
    def _fill(self) -> None:
        if not self._go_on(_AT_A_TIME):
            self._filling.stop()

    def _go_on(self, most: int) -> bool:
        """Show the next files, as many as are said; whether there may be more."""
        if self._shown is None:
            return False
        _, forum = self._shown
        for one in self._sources[self._at : self._at + most]:
            if self._at < len(self._cards):
                self._cards[self._at].show_brought(one, forum)
            else:
                self._add(SourceCard(one, forum))
            self._at += 1
        return self._at < len(self._sources)

    def _add(self, card: SourceCard) -> None:
        card.passphrase_wanted.connect(self.passphrase_wanted)
        card.left_out_wanted.connect(self.left_out_wanted)
        self._column.insertWidget(len(self._cards), card)
        self._cards.append(card)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange and self._shown is not None:
            self.show_merged(*self._shown)
        super().changeEvent(event)


_UNSENT = 3
"""So many answers that are not sent are named in a card."""
_AT_ONCE, _AT_A_TIME = 12, 4
"""So many cards fill the side, and so many more are made without anybody noticing."""
