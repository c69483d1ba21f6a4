"""How a recommendation stands in its row: number, wording in two lines, tags, actor, area, session and status."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from forumdesk.domain.marking import QT_TRANSLATE_NOOP
from forumdesk.domain.recommendations import Recommendation, Status
from forumdesk.ui.models.paged import RECORD_ROLE, Column
from forumdesk.ui.pages.recommendations.origins import rooms_said
from forumdesk.ui.pages.recommendations.scene import Scene
from forumdesk.ui.theme import colour
from forumdesk.ui.theme.fonts import BODY, SMALL, body_font, pixels, small_font
from forumdesk.ui.widgets.bidi import direction_of
from forumdesk.ui.widgets.tag import GAP, HEIGHT, paint_tag, tag_width
from forumdesk.ui.words import word

NUMBER, TEXT, CODES, ACTOR, AREA, SESSION, STATUS = range(7)
ROW_HEIGHT = 56
_LINES = 2
_PADDING = 10
_LOOKED_AT = 300
"""Two lines hold no more letters than this, however wide the window is."""
GLYPHS = {Status.DRAFT: "◐", Status.FINAL: "●", Status.ADOPTED: "✓", Status.WITHDRAWN: "○"}
COLUMNS = (
    Column("number", QT_TRANSLATE_NOOP("recommendations", "No"), lambda r: r.label, "number"),
    Column("text", QT_TRANSLATE_NOOP("recommendations", "Recommendation"), lambda r: r.text, "text"),
    Column("codes", QT_TRANSLATE_NOOP("recommendations", "Frameworks"), lambda r: ", ".join(r.codes), "codes"),
    Column("actor", QT_TRANSLATE_NOOP("recommendations", "Actor"), lambda r: r.actor, "actor"),
    Column("action_area", QT_TRANSLATE_NOOP("recommendations", "Area"), lambda r: r.action_area, "action_area"),
    Column("session", QT_TRANSLATE_NOOP("recommendations", "Session"), lambda r: r.session, "session"),
    Column("status", QT_TRANSLATE_NOOP("recommendations", "Status"), lambda r: word(r.status), "status"),
)
WIDTHS = {NUMBER: 64, CODES: 132, ACTOR: 136, AREA: 52, SESSION: 72, STATUS: 108}


@lru_cache(maxsize=16)
def _font(_pixels: int, *, strong: bool) -> QFont:
    return body_font(strong=strong)


@lru_cache(maxsize=16)
def _small(_pixels: int) -> QFont:
    return small_font()


@lru_cache(maxsize=2048)
def _width_of_tag(text: str, _pixels: int) -> float:
    return tag_width(text)


def headings() -> list[str]:
    """The columns' headings in the language of the interface."""
    return [QCoreApplication.translate("recommendations", column.heading) for column in COLUMNS]


class RowDelegate(QStyledItemDelegate):
    """Paints a row; nothing is laid out for rows that nobody sees."""

    def __init__(self, parent: object = None) -> None:
        super().__init__(parent)  # type: ignore[arg-type]
        self.scene: Scene | None = None

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Every row is as high as the others."""
        return QSize(WIDTHS.get(index.column(), 200), ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        painter.save()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        rect: QRect = option.rect
        painter.fillRect(rect, colour("accent_soft" if selected else "surface"))
        painter.setPen(colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        record = index.data(RECORD_ROLE)
        if isinstance(record, Recommendation):
            self._paint_cell(painter, rect.adjusted(_PADDING, 9, -_PADDING, -6), record, index.column())
        else:
            painter.setPen(colour("faint"))
            painter.drawText(rect.adjusted(_PADDING, 9, 0, 0), Qt.AlignmentFlag.AlignTop, "…")
        painter.restore()

    def _paint_cell(self, painter: QPainter, rect: QRect, record: Recommendation, column: int) -> None:
        painter.setFont(_font(pixels(BODY), strong=False))
        painter.setPen(colour("faint" if record.status is Status.WITHDRAWN else "ink"))
        leading = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop
        if column == NUMBER:
            painter.setFont(_font(pixels(BODY), strong=True))
            painter.setPen(colour("recommendation"))
            painter.drawText(rect, leading, record.label)
        elif column == TEXT:
            self._paint_wording(painter, rect, record)
        elif column == CODES:
            self._paint_tags(painter, rect, record)
        elif column == ACTOR:
            self._paint_or_missing(painter, rect, record.actor, needed="actor" in record.lacks)
        elif column == AREA:
            self._paint_or_missing(painter, rect, record.action_area, needed="action_area" in record.lacks)
        elif column == SESSION and self.scene is not None:
            painter.setPen(colour("soft"))
            origin = self.scene.groups.get(record.id)
            paint_lines(
                painter, rect, ", ".join(origin.sessions) if origin else self.scene.session_code(record.session)
            )
        elif column == STATUS:
            painter.drawText(rect, leading, f"{GLYPHS[record.status]} {word(record.status)}")

    def _paint_wording(self, painter: QPainter, rect: QRect, record: Recommendation) -> None:
        """The wording in two lines; that of a group in one, and beneath from how many rooms it is."""
        origin = self.scene.groups.get(record.id) if self.scene else None
        if origin is None:
            paint_lines(painter, rect, record.text)
            return
        paint_lines(painter, rect, record.text, 1)
        painter.setFont(_small(pixels(SMALL)))
        painter.setPen(colour("accent"))
        below = rect.adjusted(0, painter.fontMetrics().lineSpacing() + 5, 0, 0)
        shown = painter.fontMetrics().elidedText(rooms_said(origin), Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop, shown)

    def _paint_or_missing(self, painter: QPainter, rect: QRect, text: str, *, needed: bool) -> None:
        if needed:
            painter.setPen(colour("warning"))
            text = QCoreApplication.translate("recommendations", "missing")
        paint_lines(painter, rect, text)

    def _paint_tags(self, painter: QPainter, rect: QRect, record: Recommendation) -> None:
        x, y = float(rect.left()), float(rect.top())
        mirrored = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for code in record.codes:
            shown = self.scene.catalogue.shown(code) if self.scene else code
            width = _width_of_tag(shown, pixels(BODY))
            if x + width > rect.right() and x > rect.left():
                x, y = float(rect.left()), y + HEIGHT + 3
            if y + HEIGHT > rect.bottom() + 4:
                break
            paint_tag(painter, rect.right() - (x - rect.left()) - width if mirrored else x, y, shown)
            x += width + GAP


def paint_lines(painter: QPainter, rect: QRect, text: str, lines: int = _LINES) -> None:
    """Paint a text in its own direction, in at most so many lines; the last one is shortened."""
    shown, metrics = text[:_LOOKED_AT].replace("\n", " "), painter.fontMetrics()
    if not shown:
        return
    if len(shown) < _LOOKED_AT and metrics.horizontalAdvance(shown) <= rect.width():
        painter.drawText(QRectF(rect.left(), rect.top(), rect.width(), metrics.height() + 2), shown, _one_line(text))
        return
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(direction_of(text))
    layout = QTextLayout(shown, painter.font())
    layout.setTextOption(option)
    layout.beginLayout()
    y = 0.0
    for number in range(lines):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(rect.width())
        rest = line.textStart() + line.textLength() < len(layout.text())
        if number == lines - 1 and rest:
            shown = metrics.elidedText(shown[line.textStart() :], Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(
                QRectF(rect.left(), rect.top() + y, rect.width(), metrics.height() + 2), shown, _one_line(text)
            )
            break
        line.draw(painter, QRectF(rect.left(), rect.top() + y, 0, 0).topLeft())
        y += metrics.lineSpacing() + 2
    layout.endLayout()


def _one_line(text: str) -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    option.setTextDirection(direction_of(text))
    return option
