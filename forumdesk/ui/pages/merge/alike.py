"""One pair at a time that may be the same under two ids: what differs, what points to each, and which of them stays."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from forumdesk.ui.field_words import field_words, kind_words, value_words
from forumdesk.ui.models.queue import Queue
from forumdesk.ui.widgets.card import KeyedCard
from forumdesk.ui.widgets.deciding import Deciding
from forumdesk.ui.widgets.keyhint import keyed

if TYPE_CHECKING:
    from forumdesk.services.likeness import Pair, Side


class SideCard(KeyedCard):
    """One of the two: what it is called, the fields in which they differ, and how many records point to it."""

    def __init__(self, place: int, parent: QWidget | None = None) -> None:
        super().__init__(str(place + 1), parent)
        self._pointing = QLabel()
        self._pointing.setProperty("role", "small")
        self._pointing.setTextFormat(Qt.TextFormat.PlainText)
        self._pointing.setWordWrap(True)
        self._rows: list[tuple[QLabel, QLabel]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self.column.addLayout(self._grid)
        self.column.addStretch(1)
        self.column.addWidget(self._pointing)

    def show_side(self, pair: Pair, side: Side) -> None:
        """Show one side of a pair."""
        self.title.setText(side.label or kind_words(pair.kind))
        said = [(field_words(name), self._value(pair, side, name)) for name in pair.differing if name != "place"]
        self._show_rows(said)
        pointing = self.tr("Named by %n record(s)", "", side.weight)
        self._pointing.setText(pointing)
        told = ", ".join(f"{words}: {value}" for words, value in said)
        self.setAccessibleName(". ".join(filter(None, (self.title.text(), told, pointing))))

    def _value(self, pair: Pair, side: Side, name: str) -> str:
        value = side.fields.get(name, "")
        return str(value) if pair.kind == "city" else value_words(pair.kind, name, value)

    def _show_rows(self, said: Sequence[tuple[str, str]]) -> None:
        while len(self._rows) < len(said):
            words, value = QLabel(), QLabel()
            words.setProperty("role", "soft")
            for column, label in enumerate((words, value)):
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setWordWrap(column == 1)
                self._grid.addWidget(label, len(self._rows), column, Qt.AlignmentFlag.AlignTop)
            self._rows.append((words, value))
        for place, (words, value) in enumerate(self._rows):
            shown = place < len(said)
            words.setVisible(shown)
            value.setVisible(shown)
            if shown:
                words.setText(said[place][0])
                value.setText(said[place][1])


class AlikePanel(Deciding):
    """A queue that is worked off by key: a figure says which of the two stays, N keeps both, S goes on without."""

    join_wanted = Signal(str, str)  #: what stays, what is joined into it
    apart_wanted = Signal(str, str)
    through = Signal()  #: the last of them was passed over

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue: Queue[Pair] = Queue(attrgetter("id"))
        self._writable = True
        self._lay_out()
        self._connect()
        self._translate()

    def _lay_out(self) -> None:
        self._question, self._same = QLabel(), QLabel()
        for label in (self._question, self._same):
            label.setProperty("role", "soft")
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._cards = (SideCard(0), SideCard(1))
        sides = QHBoxLayout()
        sides.setSpacing(16)
        for card in self._cards:
            sides.addWidget(card, 1)
        self._first, self._second, self._apart, self._skip = (QPushButton() for _ in range(4))
        self.hold(self._question, sides, self._same, buttons=(self._first, self._second, self._apart, self._skip))

    def _connect(self) -> None:
        for card in self._cards:
            card.clicked.connect(self._card_clicked)
        self._first.clicked.connect(self._join_into_first)
        self._second.clicked.connect(self._join_into_second)
        self._apart.clicked.connect(self.keep_apart)
        self._skip.clicked.connect(self.skip)

    def _translate(self) -> None:
        self._question.setText(
            self.tr(
                "Are these two the same? Joined, whatever points to either points to the one that stays, "
                "which takes over what only the other says."
            )
        )
        self._first.setText(keyed(self.tr("The same: the first stays"), "1"))
        self._second.setText(keyed(self.tr("The second stays"), "2"))
        self._apart.setText(keyed(self.tr("Not the same"), "N"))
        self._skip.setText(keyed(self.tr("Skip, ask later"), "S"))
        self.bar.setAccessibleName(self.tr("Pairs decided"))
        self.setAccessibleName(self.tr("What looks alike"))
        self._show()

    def show_pairs(self, pairs: Sequence[Pair], *, writable: bool) -> None:
        """Show the queue; the pair that was shown stays where it is still there."""
        self._writable = writable
        self._queue.take(pairs)
        self._show()

    @property
    def current(self) -> Pair | None:
        """The pair that is shown."""
        return self._queue.current

    def _show(self) -> None:
        pair = self.current
        if pair is None:
            return
        self.heading.setText(f"{pair.sides[0].label} · {kind_words(pair.kind)}")
        self.place.setText(self.tr("pair {number} of {all}").format(number=self._queue.number, all=len(self._queue)))
        for card, side in zip(self._cards, pair.sides, strict=True):
            card.show_side(pair, side)
        self._same.setText("" if pair.differing else self.tr("Both say the same in every field."))
        self._same.setVisible(not pair.differing)
        for button in (self._first, self._second, self._apart):
            button.setEnabled(self._writable)
        self.bar.show_share(self._queue.decided, self._queue.most)

    # ---- deciding

    def join(self, place: int) -> None:
        """Say that the two are the same, and which of them stays."""
        pair = self.current
        if pair is not None and self._writable:
            self.join_wanted.emit(pair.sides[place].id, pair.sides[1 - place].id)

    @Slot()
    def _join_into_first(self) -> None:
        self.join(0)

    @Slot()
    def _join_into_second(self) -> None:
        self.join(1)

    @Slot()
    def _card_clicked(self) -> None:
        card = self.sender()
        if isinstance(card, SideCard):
            self.join(self._cards.index(card))

    @Slot()
    def keep_apart(self) -> None:
        """Say that the two are not the same."""
        pair = self.current
        if pair is not None and self._writable:
            self.apart_wanted.emit(pair.sides[0].id, pair.sides[1].id)

    @Slot()
    def skip(self) -> None:
        """Go on to the next; this one is asked again."""
        if self.current is not None:
            is_through = self._queue.skip()
            self._show()
            if is_through:
                self.through.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A figure says which one stays, letters do what the buttons say."""
        key = event.key()
        if key in (Qt.Key.Key_1, Qt.Key.Key_2):
            self.join(key - Qt.Key.Key_1)
        elif key == Qt.Key.Key_N:
            self.keep_apart()
        elif key in (Qt.Key.Key_S, Qt.Key.Key_Space):
            self.skip()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
