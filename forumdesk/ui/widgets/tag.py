"""Framework codes as tags, as a label and for delegates that paint them."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QLabel, QWidget

from forumdesk.ui.theme import colour
from forumdesk.ui.theme.fonts import font, pixels

HEIGHT = 18
GAP = 6
_SIZE = 11
_PADDING = 6


class TagLabel(QLabel):
    """One code as a tag."""

    def __init__(self, text: str, tip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setObjectName("tag")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setToolTip(tip)
        self.setAccessibleName(tip or text)


@lru_cache(maxsize=8)
def _made(size: int) -> QFont:
    made = font(_SIZE)
    made.setPixelSize(size)
    return made


def _font() -> QFont:
    return _made(pixels(_SIZE))


def tag_width(text: str) -> float:
    """How wide a painted tag is."""
    return QFontMetricsF(_font()).horizontalAdvance(text) + 2 * _PADDING


def paint_tag(painter: QPainter, x: float, y: float, text: str) -> float:
    """Paint a tag with its upper left corner at a point, and return its width."""
    width = tag_width(text)
    box = QRectF(x, y, width, HEIGHT)
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("sunken"))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(colour("soft"))
    painter.setFont(_font())
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # a code is read from the left in every script
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
    return width
