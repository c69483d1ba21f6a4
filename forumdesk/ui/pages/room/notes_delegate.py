"""How a note looks: time, kind, its words in their own direction, and one quiet line beneath them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from forumdesk.domain.notes import GLYPHS
from forumdesk.ui.pages.room.notes_model import ROW_ROLE, Row
from forumdesk.ui.theme import colour
from forumdesk.ui.theme.fonts import body_font, small_font
from forumdesk.ui.theme.icons import pixmap
from forumdesk.ui.widgets.bidi import alignment_of, direction_of
from forumdesk.ui.widgets.tag import paint_tag, tag_width

SIDE, TIME, GLYPH, GAP, ABOVE, META = 24, 40, 20, 8, 7, 19
REMEMBERED = 20_000
SHOWN = 1500
"""So many characters of a long note are painted; all of them are kept."""


class NoteDelegate(QStyledItemDelegate):
    """Paints notes; heights are remembered for a width until the note changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heights: dict[str, tuple[int, str, int]] = {}
        self._width = 600

    def set_width(self, width: int) -> None:
        """Lay notes out for this width."""
        if width != self._width:
            self._width = width
            self._heights.clear()

    def forget(self) -> None:
        """Measure anew: the type changed."""
        self._heights.clear()

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as the text needs at the width there is."""
        row = index.data(ROW_ROLE)
        if row is None:
            return QSize(0, 0)
        known = self._heights.get(row.note.id)
        if known is None or known[1] is not row.note.text:
            if len(self._heights) > REMEMBERED:
                self._heights.clear()
            height = int(_laid_out(row.note.text, self._text_width())[1]) + 1 + META + 2 * ABOVE
            known = (self._width, row.note.text, height)
            self._heights[row.note.id] = known
        return QSize(self._width, known[2])

    def _text_width(self) -> int:
        return max(120, self._width - 2 * SIDE - TIME - GLYPH - 2 * GAP)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the note."""
        row = index.data(ROW_ROLE)
        if row is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_ground(painter, option)
        box = option.rect.adjusted(SIDE, ABOVE, -SIDE, -ABOVE)
        direction = option.direction

        def place(x: int, y: int, width: int, height: int) -> QRect:
            return QStyle.visualRect(direction, box, QRect(box.x() + x, box.y() + y, width, height))

        painter.setFont(small_font())
        painter.setPen(colour("faint"))
        painter.drawText(place(0, 1, TIME, 20), Qt.AlignmentFlag.AlignCenter, row.time)
        painter.setFont(body_font(strong=True))
        painter.setPen(colour(row.note.kind.value))
        painter.drawText(place(TIME + GAP, 0, GLYPH, 20), Qt.AlignmentFlag.AlignCenter, GLYPHS[row.note.kind])
        inset, width = TIME + GLYPH + 2 * GAP, self._text_width()
        layout, height = _laid_out(row.note.text, width)
        painter.setPen(colour("ink"))
        layout.draw(painter, QPointF(place(inset, 0, width, 20).topLeft()))
        _Meta(painter, place(inset, int(height) + 1, width, META), direction).paint(row)
        painter.restore()


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    ground = QRectF(option.rect).adjusted(12, 1, -12, -1)
    if option.state & QStyle.StateFlag.State_Selected:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent_soft"))
        painter.drawRoundedRect(ground, 8, 8)
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(ground.adjusted(1, 1, -1, -1), 8, 8)


def _laid_out(text: str, width: int) -> tuple[QTextLayout, float]:
    """The text set for a width, each line break a new line, and its height."""
    shown = text if len(text) <= SHOWN else text[:SHOWN] + " …"
    layout = QTextLayout(shown.replace("\n", "\u2028"), body_font())
    option = QTextOption(alignment_of(text))
    option.setTextDirection(direction_of(text))
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    height = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += max(20.0, line.height())
    layout.endLayout()
    return layout, height


class _Meta:
    """The line under a note, set from its beginning towards its end, whichever side that is."""

    def __init__(self, painter: QPainter, box: QRect, direction: Qt.LayoutDirection) -> None:
        self._painter, self._box, self._mirrored = painter, box, direction is Qt.LayoutDirection.RightToLeft
        self._x = 0.0

    def paint(self, row: Row) -> None:
        self._words(row.city, "ink", strong=True)
        for said in filter(None, (row.speaker, row.kind)):
            self._words(f" · {said}" if self._x else said, "soft")
        for link in row.links:
            self._words(f"  {link}", "recommendation", strong=True)
        self._x += 8
        for tag in row.tags:
            self._tag(tag)
        for flag, icon_name, said in (
            (row.note.sensitive, "sensitive", QCoreApplication.translate("room", "Sensitive")),
            (row.note.unattributed, "unattributed", QCoreApplication.translate("room", "Unattributed")),
        ):
            if flag:
                self._flag(icon_name, said)
        if len(row.note.text) > SHOWN:
            more = QCoreApplication.translate("room", "%n more character(s)", "", len(row.note.text) - SHOWN)
            self._words(f"  {more}", "soft")

    def _place(self, width: float) -> QRectF:
        left = self._box.right() + 1 - self._x - width if self._mirrored else self._box.x() + self._x
        return QRectF(left, self._box.y(), width, self._box.height())

    def _words(self, said: str, role: str, *, strong: bool = False) -> None:
        if not said or self._x >= self._box.width():
            return
        font = small_font(strong=strong)
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(said, Qt.TextElideMode.ElideRight, self._box.width() - self._x)
        width = metrics.horizontalAdvance(shown)
        self._painter.setFont(font)
        self._painter.setPen(colour(role))
        self._painter.drawText(self._place(width + 1), Qt.AlignmentFlag.AlignVCenter, shown)
        self._x += width

    def _tag(self, tag: str) -> None:
        width = tag_width(tag)
        if self._x + width <= self._box.width():
            where = self._place(width)
            paint_tag(self._painter, where.x(), where.y() + 0.5, tag)
            self._x += width + 6

    def _flag(self, icon_name: str, said: str) -> None:
        if self._x + 20 <= self._box.width():
            where = self._place(14)
            picture = pixmap(icon_name, "warning", 14)
            self._painter.drawPixmap(QRectF(where.x(), where.y() + 2, 14, 14), picture, QRectF(picture.rect()))
            self._x += 17
            self._words(said, "warning")
            self._x += 8
