"""Framework codes as tags, as a label and for delegates that paint them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QLabel, QWidget

from forumdesk.ui.theme import colour
from forumdesk.ui.theme.fonts import font

HEIGHT = 18
GAP = 6
_SIZE = 11
_PADDING = 6


class TagLabel(QLabel):
    """One code as a tag."""

    def __init__(self, text: str, tip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setObjectName("tag")
        self.setToolTip(tip)
        self.setAccessibleName(tip or text)


def tag_width(text: str) -> float:
    """How wide a painted tag is."""
    return QFontMetricsF(font(_SIZE)).horizontalAdvance(text) + 2 * _PADDING


def paint_tag(painter: QPainter, x: float, y: float, text: str) -> float:
    """Paint a tag with its upper left corner at a point, and return its width."""
    width = tag_width(text)
    box = QRectF(x, y, width, HEIGHT)
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("sunken"))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(colour("soft"))
    painter.setFont(font(_SIZE))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
    return width
