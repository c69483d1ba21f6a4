"""The rail: the pages one above the other, chosen by mouse, arrow keys or shortcut."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from forumdesk.ui.theme import colour
from forumdesk.ui.theme.fonts import pixels
from forumdesk.ui.theme.icons import icon

WIDTH = 72


class Rail(QWidget):
    """Buttons with an icon over a word; one of them is chosen."""

    chosen = Signal(str)  #: name of a page

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, QToolButton] = {}
        self._icons: dict[str, str] = {}
        self._ends = 0
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._widen()
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(6, 8, 6, 8)
        self._column.setSpacing(2)
        self._column.addStretch(1)
        self._group.buttonClicked.connect(self._clicked)

    def add_page(self, name: str, icon_name: str, label: str, *, at_end: bool = False) -> None:
        """Add a page, at the end of the rail where asked."""
        button = QToolButton()
        button.setObjectName("rail-page")
        button.setProperty("page", name)
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(20, 20))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.installEventFilter(self)
        self._group.addButton(button)
        self._buttons[name], self._icons[name] = button, icon_name
        if at_end:
            self._column.addWidget(button)
            self._ends += 1
        else:
            self._column.insertWidget(self._column.count() - 1 - self._ends, button)
        self.set_label(name, label)
        self._tint(name)

    def set_label(self, name: str, label: str) -> None:
        """Give a page its word in the language of the interface."""
        self._buttons[name].setText(label)
        self._buttons[name].setAccessibleName(label)

    def choose(self, name: str) -> None:
        """Show which page is shown."""
        self._buttons[name].setChecked(True)
        for one in self._buttons:
            self._tint(one)

    def _tint(self, name: str) -> None:
        button = self._buttons[name]
        button.setIcon(icon(self._icons[name], "accent" if button.isChecked() else "soft"))

    @Slot()
    def retint(self) -> None:
        """Draw the icons in the colours and the size of another theme."""
        self._widen()
        for name in self._buttons:
            self._tint(name)

    def _widen(self) -> None:
        self.setFixedWidth(max(WIDTH, pixels(WIDTH)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Part the rail from the page with a line at its end."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0 if self.isRightToLeft() else self.width() - 1, 0, 1, self.height(), colour("line"))

    @Slot(object)
    def _clicked(self, button: QToolButton) -> None:
        self.chosen.emit(str(button.property("page")))

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Move from page to page with the arrow keys."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        ):
            order = list(self._buttons.values())
            at = next(place for place, button in enumerate(order) if button is watched)
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            order[(at + step) % len(order)].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]
