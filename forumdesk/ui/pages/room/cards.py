"""The recommendations of this session, each as a card that says what it still lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPen, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from forumdesk.domain.recommendations import Recommendation
from forumdesk.ui.models import Index
from forumdesk.ui.pages.room.reading import Linked
from forumdesk.ui.theme import colour
from forumdesk.ui.theme.fonts import font, small_font
from forumdesk.ui.widgets.bidi import alignment_of, direction_of
from forumdesk.ui.widgets.section import SectionLabel
from forumdesk.ui.words import field_word, word

CARD_ROLE = Qt.ItemDataRole.UserRole + 1
_TEXT, _LINE, _MOST_LINES, _SHOWN = 13, 19, 4, 400


@dataclass(frozen=True, slots=True)
class CardRow:
    """A recommendation as its card says it."""

    recommendation: Recommendation
    state: str
    foot: str
    lacks: bool


class CardsModel(QAbstractListModel):
    """Recommendations by number."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: tuple[CardRow, ...] = ()

    def show(self, linked: Linked | None) -> None:
        """Show the recommendations of a session."""
        found = tuple(_card(one, linked.tags) for one in linked.recommendations) if linked else ()
        common = 0
        while common < min(len(found), len(self._cards)) and _same(found[common], self._cards[common]):
            common += 1
        if common < len(self._cards):
            self.beginRemoveRows(QModelIndex(), common, len(self._cards) - 1)
            self._cards = self._cards[:common]
            self.endRemoveRows()
        if common < len(found):
            self.beginInsertRows(QModelIndex(), common, len(found) - 1)
            self._cards = found
            self.endInsertRows()
        if found:
            self.dataChanged.emit(self.index(0), self.index(len(found) - 1))

    def card(self, row: int) -> CardRow | None:
        """The card in a row."""
        return self._cards[row] if 0 <= row < len(self._cards) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many there are."""
        return 0 if parent.isValid() else len(self._cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own
        """A card, or its words."""
        card = self.card(index.row()) if index.isValid() else None
        if card is None:
            return None
        if role == CARD_ROLE:
            return card
        if role == Qt.ItemDataRole.DisplayRole:
            return card.recommendation.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{card.recommendation.label}, {card.state}: {card.recommendation.text}. {card.foot}"
        return None


def _same(one: CardRow, other: CardRow) -> bool:
    return one == other


def _card(one: Recommendation, tags: Mapping[str, str]) -> CardRow:
    codes = [tags.get(code, code) for code in one.codes[:4]]
    notes = QCoreApplication.translate("room", "from %n note(s)", "", len(one.sources)) if one.sources else ""
    foot = " · ".join(filter(None, (*codes, notes)))
    return CardRow(one, _lacking(one) if one.lacks else word(one.status), foot, bool(one.lacks))


def _lacking(one: Recommendation) -> str:
    no = QCoreApplication.translate("room", "no {field}")
    said = [no.format(field=field_word(name).lower()) for name in one.lacks[:2]]
    rest = len(one.lacks) - len(said)
    more = QCoreApplication.translate("room", "%n more", "", rest) if rest else ""
    return ", ".join(filter(None, (*said, more)))


class CardDelegate(QStyledItemDelegate):
    """Paints cards."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.width = 264

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as its words need, four lines at most."""
        card = index.data(CARD_ROLE)
        lines = len(_lines(card.recommendation.text, self.width - 26)[1]) if card else 1
        return QSize(self.width, 10 + 20 + lines * _LINE + 28 + 10)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a card."""
        card = index.data(CARD_ROLE)
        if card is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_HasFocus)
        box = QRectF(option.rect).adjusted(1, 1, -1, -9)
        edge = "accent" if chosen else "warning_soft" if card.lacks else "line"
        painter.setPen(QPen(colour(edge), 2 if chosen else 1))
        painter.setBrush(colour("warning_soft" if card.lacks else "surface"))
        painter.drawRoundedRect(box, 10, 10)
        inner = box.toRect().adjusted(12, 8, -12, -8)
        self._head(painter, option.direction, inner, card)
        layout, lines = _lines(card.recommendation.text, inner.width())
        painter.setPen(colour("ink"))
        for at, number in enumerate(lines):
            line = layout.lineAt(number)
            line.draw(painter, QPointF(inner.x(), inner.y() + 20 + at * _LINE - line.y()))
        self._foot(painter, option.direction, inner, card)
        painter.restore()

    @staticmethod
    def _head(painter: QPainter, direction: Qt.LayoutDirection, inner: QRect, card: CardRow) -> None:
        top = QRect(inner.x(), inner.y(), inner.width(), 18)
        lead, trail = _sides(direction)
        painter.setFont(small_font(strong=True))
        painter.setPen(colour("recommendation"))
        label = f"★ {card.recommendation.label}"
        painter.drawText(top, lead, label)
        width = painter.fontMetrics().horizontalAdvance(label) + 10
        painter.setFont(small_font())
        painter.setPen(colour("warning" if card.lacks else "soft"))
        said = painter.fontMetrics().elidedText(card.state, Qt.TextElideMode.ElideRight, top.width() - width)
        painter.drawText(top, trail, said)

    @staticmethod
    def _foot(painter: QPainter, direction: Qt.LayoutDirection, inner: QRect, card: CardRow) -> None:
        foot = QRect(inner.x(), inner.bottom() - 17, inner.width(), 18)
        lead, trail = _sides(direction)
        painter.setFont(font(11))
        width = 0
        if card.lacks:
            painter.setFont(font(12, QFont.Weight.Medium))
            painter.setPen(colour("accent"))
            fix = QCoreApplication.translate("room", "Fix (F)")
            width = painter.fontMetrics().horizontalAdvance(fix) + 10
            painter.drawText(foot, trail, fix)
            painter.setFont(font(11))
        painter.setPen(colour("soft"))
        said = painter.fontMetrics().elidedText(card.foot, Qt.TextElideMode.ElideRight, foot.width() - width)
        painter.drawText(foot, lead, said)


def _sides(direction: Qt.LayoutDirection) -> tuple[Qt.AlignmentFlag, Qt.AlignmentFlag]:
    middle, own = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignAbsolute
    lead, trail = (
        QStyle.visualAlignment(direction, side) | middle | own
        for side in (Qt.AlignmentFlag.AlignLeading, Qt.AlignmentFlag.AlignTrailing)
    )
    return lead, trail


def _lines(text: str, width: int) -> tuple[QTextLayout, range]:
    shown = text[:_SHOWN].replace("\n", "\u2028")
    layout = QTextLayout(shown, font(_TEXT))
    option = QTextOption(alignment_of(text))
    option.setTextDirection(direction_of(text))
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    while (line := layout.createLine()).isValid() and layout.lineCount() <= _MOST_LINES:
        line.setLineWidth(max(60, width))
    layout.endLayout()
    return layout, range(min(max(1, layout.lineCount()), _MOST_LINES))


class CardsView(QListView):
    """A click, Enter or F opens a recommendation where it is worked on."""

    opened = Signal(str)  #: id of a recommendation
    left = Signal()  #: back to the line
    typed = Signal(str)  #: something was typed that means nothing here

    def __init__(self, model: CardsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cards")
        self._delegate = CardDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QListView#cards { background: transparent; }")
        self.clicked.connect(self._open)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        card = index.data(CARD_ROLE) if index.isValid() else None
        if card is not None:
            self.opened.emit(card.recommendation.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, fix or go back to the line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F):
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.text().isprintable() and event.text().strip():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the cards for another width."""
        self._delegate.width = self.viewport().width()
        self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)


class CardsPanel(QWidget):
    """The right column."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = CardsModel(self)
        self.view = CardsView(self.model)
        self._heading = SectionLabel()
        self._empty = QLabel()
        self._empty.setProperty("role", "small")
        self._empty.setWordWrap(True)
        self.setFixedWidth(296)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 8)
        column.setSpacing(10)
        self._heading.setWordWrap(True)
        column.addWidget(self._heading)
        column.addWidget(self._empty)
        column.addWidget(self.view, 1)
        self._translate()

    def _translate(self) -> None:
        self._heading.setText(self.tr("Recommendations of this session"))
        self._empty.setText(self.tr("None yet. Keep a line with Ctrl+Enter, or select notes with Ctrl+Up and press R."))
        self.view.setAccessibleName(self._heading.text())

    def show_linked(self, linked: Linked | None) -> None:
        """Show a session's recommendations."""
        self.model.show(linked)
        self._empty.setVisible(self.model.rowCount() == 0)

    @Slot()
    def fix(self) -> None:
        """Open the first recommendation that lacks something."""
        cards = (self.model.card(row) for row in range(self.model.rowCount()))
        lacking = next((card for card in cards if card and card.lacks), None)
        if lacking is not None:
            self.view.opened.emit(lacking.recommendation.id)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
