"""Chips: small pills that are switched on, one of many or each by itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from forumdesk.ui.widgets.flow import FlowLayout


class Chip(QToolButton):
    """A pill with a glyph, a word and a count."""

    def __init__(
        self, text: str, *, key: str = "", glyph: str = "", count: int | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.key = key
        self._glyph = glyph
        self._count = count
        self.setObjectName("chip")
        self.setCheckable(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_words(text)

    def set_words(self, text: str, count: int | None = None) -> None:
        """Show other words, and another count where one is given."""
        self._count = self._count if count is None else count
        shown = str(self._count) if self._count is not None else ""
        self.setText(" ".join(filter(None, (self._glyph, text, shown))))
        self.setAccessibleName(" ".join(filter(None, (text, shown))))


class ChipRow(QWidget):
    """Chips side by side that wrap; arrow keys move between them."""

    chosen = Signal(str)  #: key of the chip that was chosen, by a person
    toggled = Signal(str, bool)  #: key and state, in a row where each chip stands by itself

    def __init__(self, *, exclusive: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._exclusive = exclusive
        self._chips: list[Chip] = []
        self._flow = FlowLayout(self, spacing=6)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_chips(self, chips: Sequence[Chip], *, chosen: str | None = None) -> None:
        """Show these chips; a focused one keeps the focus under its key."""
        focused = next((chip.key for chip in self._chips if chip.hasFocus()), None)
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = list(chips)
        for chip in self._chips:
            chip.clicked.connect(self._clicked)
            chip.installEventFilter(self)
            self._flow.addWidget(chip)
            chip.show()
        if chosen is not None:
            self.choose(chosen)
        if focused is not None and (again := self.chip(focused)) is not None:
            again.setFocus()

    def chip(self, key: str) -> Chip | None:
        """The chip with this key."""
        return next((chip for chip in self._chips if chip.key == key), None)

    def choose(self, key: str) -> None:
        """Show which chip is chosen, without telling anyone."""
        for chip in self._chips:
            chip.setChecked(chip.key == key)

    @property
    def chosen_key(self) -> str:
        """The key of the chip that is chosen, or empty."""
        return next((chip.key for chip in self._chips if chip.isChecked()), "")

    @Slot()
    def _clicked(self) -> None:
        chip = self.sender()
        if not isinstance(chip, Chip):
            return
        if self._exclusive:
            self.choose(chip.key)
            self.chosen.emit(chip.key)
        else:
            self.toggled.emit(chip.key, chip.isChecked())

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Move from chip to chip with the arrow keys."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        ):
            at = next((place for place, chip in enumerate(self._chips) if chip is watched), -1)
            forward = (event.key() == Qt.Key.Key_Right) != self.isRightToLeft()
            if at >= 0:
                self._chips[(at + (1 if forward else -1)) % len(self._chips)].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]
