"""A label that shortens its text to the room it has and tells the whole of it on hover."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QStyleOption, QWidget

from forumdesk.ui.widgets.bidi import alignment_of, direction_of

LEAST = 40


class ElidedLabel(QLabel):
    """One line of text, shortened at its end."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._tell(text)

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(text)
        self._tell(text)
        self.updateGeometry()

    def _tell(self, text: str) -> None:
        # Qt reads a tip that looks like markup as markup; what people typed is shown as they typed it.
        self.setToolTip(f"<span>{escape(text)}</span>" if "<" in text else text)

    def sizeHint(self) -> QSize:
        """As wide as the whole text."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 2, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        """A few letters are enough."""
        return QSize(min(LEAST, self.sizeHint().width()), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much as there is room for."""
        option = QStyleOption()
        option.initFrom(self)
        painter = QPainter(self)
        painter.setLayoutDirection(direction_of(self.text()))
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), alignment_of(self.text()) | Qt.AlignmentFlag.AlignVCenter, shown)
