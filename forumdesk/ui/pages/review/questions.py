"""The list of one city: each recommendation it was asked about, with the decision as a sign and a word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from forumdesk.domain.answers import GLYPHS, Decision
from forumdesk.ui.models import Index
from forumdesk.ui.theme import colour
from forumdesk.ui.theme.fonts import body_font, font, small_font
from forumdesk.ui.widgets.bidi import alignment_of, direction_of
from forumdesk.ui.words import word

if TYPE_CHECKING:
    from forumdesk.services.answering import Question

QUESTION_ROLE, REMARK_ROLE = Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.UserRole + 2
COLOURS = {
    Decision.NONE: "soft",
    Decision.ACCEPT: "ok",
    Decision.ADAPT: "accent",
    Decision.DEFER: "soft",
    Decision.REJECT: "danger",
}
"""A colour beside the sign and the word, never alone."""
_SIDE, _LABEL, _STATE, _ABOVE, _LINE, _MOST_LINES = 16, 52, 96, 9, 21, 2


class QuestionModel(QAbstractListModel):
    """What a city was asked."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._questions: tuple[Question, ...] = ()
        self._before = 0

    def show(self, questions: Sequence[Question], before: int) -> None:
        """Show these; `before` is the number of the pack before the newest, 0 where there is none."""
        same = [one.item.recommendation for one in questions] == [one.item.recommendation for one in self._questions]
        if same:
            self._questions, self._before = tuple(questions), before
            if questions:
                self.dataChanged.emit(self.index(0), self.index(len(questions) - 1))
            return
        self.beginResetModel()
        self._questions, self._before = tuple(questions), before
        self.endResetModel()

    @property
    def questions(self) -> tuple[Question, ...]:
        """All of them, in order."""
        return self._questions

    def row_of(self, recommendation: str) -> int:
        """The row of a recommendation, or -1."""
        return next((row for row, one in enumerate(self._questions) if one.item.recommendation == recommendation), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many there are."""
        return 0 if parent.isValid() else len(self._questions)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """A recommendation as its row shows it or a screen reader says it."""
        if not 0 <= index.row() < len(self._questions):
            return None
        question = self._questions[index.row()]
        if role == QUESTION_ROLE:
            return question
        if role == Qt.ItemDataRole.DisplayRole:
            return question.item.text
        if role in (REMARK_ROLE, Qt.ItemDataRole.ToolTipRole):
            return remark(question, self._before)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = (question.item.label, question.item.text, state_words(question), remark(question, self._before))
            return ". ".join(filter(None, said))
        return None


def state_words(question: Question) -> str:
    """The decision, and that it was sent where it was."""
    said = word(question.answer.decision)
    return (
        QCoreApplication.translate("review", "{decision}, sent").format(decision=said)
        if question.answer.is_sent
        else said
    )


def remark(question: Question, before: int) -> str:
    """What is to be noticed about a recommendation."""
    if question.conflicts:
        return QCoreApplication.translate("review", "your people differ")
    if question.is_withdrawn:
        return QCoreApplication.translate("review", "withdrawn since")
    if question.is_new:
        return QCoreApplication.translate("review", "new since pack {number}").format(number=before)
    if question.before is not None and question.before.text != question.item.text:
        return QCoreApplication.translate("review", "wording changed since pack {number}").format(number=before)
    if question.before is not None:
        return QCoreApplication.translate("review", "changed since pack {number}").format(number=before)
    return ""


class QuestionDelegate(QStyledItemDelegate):
    """Paints a recommendation: its number, two lines of its words, what is to be noticed, and the decision."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as two lines of the words need at most."""
        question = index.data(QUESTION_ROLE)
        width = self._view.viewport().width()
        if question is None:
            return QSize(width, 0)
        lines = len(_lines(question.item.text, _text_width(width)))
        noticed = _LINE if index.data(REMARK_ROLE) else 0
        return QSize(width, 2 * _ABOVE + lines * _LINE + noticed)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the row."""
        question = index.data(QUESTION_ROLE)
        if question is None:
            return
        painter.save()
        _paint_ground(painter, option)
        box = option.rect.adjusted(_SIDE, _ABOVE, -_SIDE, -_ABOVE)
        direction = option.direction

        def place(x: int, y: int, width: int) -> QRect:
            return QStyle.visualRect(direction, box, QRect(box.x() + x, box.y() + y, width, _LINE))

        leading = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.setLayoutDirection(direction)
        painter.setFont(body_font(strong=True))
        painter.setPen(colour("recommendation"))
        painter.drawText(place(0, 0, _LABEL), QStyle.visualAlignment(direction, leading), question.item.label)
        width = _text_width(option.rect.width())
        lines = _lines(question.item.text, width)
        painter.setFont(font(13))
        painter.setPen(colour("ink"))
        painter.setLayoutDirection(direction_of(question.item.text))
        for row, line in enumerate(lines):
            painter.drawText(place(_LABEL, row * _LINE, width), _set(question.item.text), line)
        painter.setLayoutDirection(direction)
        self._paint_state(painter, place(box.width() - _STATE, 0, _STATE), question, direction)
        noticed = index.data(REMARK_ROLE)
        if noticed:
            painter.setFont(small_font())
            painter.setPen(colour("warning"))
            where = place(_LABEL, len(lines) * _LINE, width)
            painter.drawText(where, QStyle.visualAlignment(direction, leading), noticed)
        painter.restore()

    def _paint_state(self, painter: QPainter, where: QRect, question: Question, direction: Qt.LayoutDirection) -> None:
        decision = question.answer.decision
        said = word(decision) if decision is Decision.NONE else f"{GLYPHS[decision]} {word(decision)}"
        painter.setFont(small_font(strong=decision is not Decision.NONE))
        painter.setPen(colour(COLOURS[decision]))
        trailing = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing
        metrics = QFontMetricsF(painter.font())
        shown = metrics.elidedText(said, Qt.TextElideMode.ElideRight, where.width())
        painter.drawText(where, QStyle.visualAlignment(direction, trailing), shown)
        if question.answer.is_sent:
            below = where.translated(0, _LINE)
            painter.setFont(small_font())
            painter.setPen(colour("soft"))
            sent = QCoreApplication.translate("review", "sent")
            painter.drawText(below, QStyle.visualAlignment(direction, trailing), sent)


def _set(text: str) -> int:
    """How a line is set: at its own side, and not cut where a script is taller than the line."""
    return (alignment_of(text) | Qt.AlignmentFlag.AlignVCenter).value | Qt.TextFlag.TextDontClip.value


def _text_width(row: int) -> int:
    return max(80, row - 2 * _SIDE - _LABEL - _STATE)


def _lines(text: str, width: int) -> list[str]:
    """The words in lines of a width; the last one says by an ellipsis that there are more."""
    said = " ".join(text.split())
    layout = QTextLayout(said, font(13))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    found: list[str] = []
    begin = 0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, 0))
        begin = line.textStart()
        if len(found) == _MOST_LINES - 1:
            break
        found.append(said[begin : begin + line.textLength()].strip())
        begin += line.textLength()
    layout.endLayout()
    rest = said[begin:].strip()
    if len(found) < _MOST_LINES and rest and (not found or rest != found[-1]):
        metrics = QFontMetricsF(font(13))
        found.append(metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width))
    return found or [""]


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, colour("accent_soft"))
    painter.setPen(colour("line"))
    painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(colour("accent"), 2))
        painter.drawRect(option.rect.adjusted(1, 1, -1, -2))
