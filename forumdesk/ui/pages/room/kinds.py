"""The kinds of note as one row of chips: in full where there is room, in short words where there is little."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QWidget

from forumdesk.domain.notes import GLYPHS, NoteKind
from forumdesk.ui.theme import colour
from forumdesk.ui.theme.fonts import small_font
from forumdesk.ui.widgets.chip import Chip, ChipRow
from forumdesk.ui.words import word

_AROUND, _AROUND_TIGHT, _GAP = 24, 4, 6
"""What a chip has around its words, in pixels, and what is between chips."""
_FULL, _SHORT, _SHORTEST = range(3)
_SIGNS = {NoteKind.CONSENSUS, NoteKind.DISSENT}
"""Kinds whose glyph alone says what they are."""


class KindRow(ChipRow):
    """One chip a kind; the chosen one has the colour of its kind."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(exclusive=True, parent=parent)
        self.setObjectName("kinds")
        self._level = _FULL
        self.translate()

    def translate(self) -> None:
        """Name the kinds in the language of the interface."""
        chips = []
        for at, kind in enumerate(NoteKind, start=1):
            chip = Chip(word(kind), key=kind.value, glyph=GLYPHS[kind])
            chip.setToolTip(f"{word(kind)} (Alt+{at})")
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            chips.append(chip)
        self.show_chips(chips, chosen=self.chosen_key or NoteKind.DOING.value)
        self.setAccessibleName(self.tr("Kind of note"))
        self._colour()
        self._show_words()

    @property
    def kind(self) -> NoteKind:
        """The kind that is chosen."""
        return NoteKind(self.chosen_key or NoteKind.DOING.value)

    def choose(self, key: str) -> None:
        """Show which kind is chosen."""
        super().choose(key)
        self._colour()

    def _colour(self) -> None:
        for kind in NoteKind:
            chip = self.chip(kind.value)
            if chip is not None:
                ink = QColor(colour(kind.value)).name()
                look = f"QToolButton#chip:checked {{ color: {ink}; border-color: {ink}; }}"
                chip.setStyleSheet(look if chip.isChecked() else "")

    # ---- how much room there is

    def _fit(self) -> None:
        level = next((level for level in (_FULL, _SHORT) if self._needed(level) <= self.width()), _SHORTEST)
        if level != self._level:
            self._level = level
            self._show_words()

    def _needed(self, level: int) -> int:
        plain, strong = QFontMetrics(small_font()), QFontMetrics(small_font(strong=True))
        around = (_AROUND if level == _FULL else _AROUND_TIGHT) + 2 * plain.horizontalAdvance(" ") + _GAP
        texts = [self._text(kind, level) for kind in NoteKind]
        chosen = max(strong.horizontalAdvance(text) - plain.horizontalAdvance(text) for text in texts)
        return sum(plain.horizontalAdvance(text) + around for text in texts) - _GAP + chosen

    def _text(self, kind: NoteKind, level: int) -> str:
        if level == _FULL:
            return f"{GLYPHS[kind]} {word(kind)}"
        if level == _SHORTEST and kind in _SIGNS:
            return f"\N{EN SPACE}{GLYPHS[kind]}\N{EN SPACE}"
        short = {NoteKind.RECOMMENDATION: self.tr("Rec."), NoteKind.COMMITMENT: self.tr("Commit.")}
        return f"{GLYPHS[kind]}\N{FOUR-PER-EM SPACE}{short.get(kind, word(kind))}"

    def _show_words(self) -> None:
        self.setProperty("tight", self._level != _FULL)
        for kind in NoteKind:
            chip = self.chip(kind.value)
            if chip is not None:
                chip.setText(self._text(kind, self._level))
                chip.style().unpolish(chip)
                chip.style().polish(chip)
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use full words as soon as there is room."""
        self._fit()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme or of the size of type."""
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit()
        super().changeEvent(event)
