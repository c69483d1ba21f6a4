"""A text that is edited where it stands: as high as it needs, kept when it is left."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from forumdesk.ui.theme.fonts import body_font, font
from forumdesk.ui.widgets.bidi import direction_of

MOST_LINES = 12
_FRAME = 14


class GrowingText(QPlainTextEdit):
    """Ctrl+Enter or leaving keeps, Esc puts back what was there, Tab goes on.

    One that does not keep `when_left` is an offer: leaving it changes nothing.
    """

    kept = Signal(str)  #: the text as it is to be kept

    def __init__(
        self, *, least: int = 1, headline: bool = False, when_left: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.keeps_when_left = when_left
        self._shown = ""
        self._least = least
        self.setObjectName("headline-field" if headline else "field")
        self.setFont(font(16) if headline else body_font())
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._grow()

    def show_text(self, text: str, *, keep_typing: bool) -> None:
        """Show a text; what is being typed stays where asked."""
        typing = keep_typing and self.hasFocus() and self.toPlainText() != self._shown
        self._shown = text
        if not typing and self.toPlainText() != text:
            self.setPlainText(text)
            option = QTextOption()
            option.setTextDirection(direction_of(text))
            self.document().setDefaultTextOption(option)

    @Slot()
    def _grow(self) -> None:
        lines = max(self._least, min(MOST_LINES, round(self.document().size().height())))
        height = lines * self.fontMetrics().lineSpacing() + _FRAME
        if height != self.height():
            self.setFixedHeight(height)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(120, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width makes other lines."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._grow()

    def keep(self) -> None:
        """Ask to keep the text where it changed."""
        text = self.toPlainText().strip()
        if text != self._shown and not self.isReadOnly():
            self._shown = text
            self.kept.emit(text)

    def event(self, event: QEvent) -> bool:
        """Ctrl+Enter belongs to the field, whatever the window does by this key."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _keeps(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep or put back by key."""
        if _keeps(event):
            self.keep()
            return
        if event.key() == Qt.Key.Key_Escape and self.toPlainText() != self._shown:
            self.setPlainText(self._shown)
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep when it is left, not while a menu is open."""
        super().focusOutEvent(event)
        if self.keeps_when_left and event.reason() != Qt.FocusReason.PopupFocusReason:
            self.keep()


def _keeps(event: QKeyEvent) -> bool:
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and held == Qt.KeyboardModifier.ControlModifier
