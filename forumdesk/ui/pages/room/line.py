"""The capture line: it takes every keystroke, grows to four lines, and shows what it understands while one types."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QMimeData, Qt, Signal, Slot
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from forumdesk.domain.notes import NoteKind
from forumdesk.domain.quick import Vocabulary, spans
from forumdesk.domain.text import cleaned
from forumdesk.ui.dropped import is_forum, local_files
from forumdesk.ui.theme import colour
from forumdesk.ui.theme.fonts import font

SIZE, MOST_LINES, FRAME = 16, 4, 24
LONGEST_SHOWN_RUN = 20_000
MOST_PASTED = 1_000_000
_HIGHLIGHTED = 4000
"""Above this a text is no line any more, and nothing in it is pointed out."""
_DIGITS = {Qt.Key(Qt.Key.Key_1.value + at): kind for at, kind in enumerate(NoteKind)}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Syntax(QSyntaxHighlighter):
    """Points out what is plainly syntax."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._words = Vocabulary()

    def use(self, words: Vocabulary) -> None:
        """Know what may be referred to."""
        self._words = words
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Colour the tokens of one line; a kind counts at the very beginning only."""
        document = self.document()
        if document.characterCount() > _HIGHLIGHTED or not any(mark in text for mark in "@#/"):
            return
        whole, at = document.toPlainText(), self.currentBlock().position()
        look = QTextCharFormat()
        look.setForeground(colour("accent"))
        look.setBackground(colour("accent_soft"))
        for begin, end in spans(whole, self._words):
            first, last = max(0, _units(whole, begin) - at), _units(whole, end) - at
            if first < last <= len(text) * 2:
                self.setFormat(first, last - first, look)


def _units(text: str, at: int) -> int:
    """A place in a text as Qt counts it."""
    return at if text.isascii() else len(text[:at].encode("utf-16-le", "surrogatepass")) // 2


class TakesKeys(Protocol):
    """Something beside the line that may take a key before it, such as a list of completions."""

    def take_key(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        """Whether the key was taken."""
        ...


class CaptureLine(QPlainTextEdit):
    """Tells what was asked for by key; what becomes of it is decided by whoever listens."""

    kept = Signal(str, bool)  #: the text, and whether it is a recommendation
    edit_last = Signal()
    list_wanted = Signal()
    left = Signal()  #: Esc
    kind_wanted = Signal(str)  #: a kind's value
    undo_wanted = Signal()
    redo_wanted = Signal()
    answered = Signal(str)  #: a digit that answers the question that is asked above the line
    pasted = Signal(str)  #: many lines, or more than a line can show
    picture_pasted = Signal(bytes)  #: a PNG
    files_pasted = Signal(list)  #: list[str] of paths

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question_open = False
        self.completion: TakesKeys | None = None
        self._returned: QTextCursor | None = None
        self.setObjectName("capture-line")
        self.setFont(font(SIZE))
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.syntax = Syntax(self.document())
        self.textChanged.connect(self._fit)
        self._fit()

    # ---- its text

    def text(self) -> str:
        """What is in the line."""
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Put another text in, with the cursor at its end."""
        self._returned = None
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def give_back(self, text: str) -> None:
        """Put back what could not be kept, before what was typed since and after what came back earlier."""
        if self._returned is None:
            self._returned = QTextCursor(self.document())
            self._returned.movePosition(QTextCursor.MoveOperation.Start)
        before = "\n" if self._returned.position() else ""
        self._returned.insertText(before + text)
        place = self._returned.position()
        if not self._returned.atEnd() and self.document().characterAt(place) != "\u2029":
            self._returned.insertText("\n")
            self._returned.setPosition(place)
        self.moveCursor(QTextCursor.MoveOperation.End)

    @Slot()
    def _fit(self) -> None:
        height = self.fontMetrics().lineSpacing()
        lines = 0
        block = self.document().begin()
        while block.isValid() and lines < MOST_LINES:
            self.document().documentLayout().blockBoundingRect(block)  # lays the block out where it is not yet
            lines += max(1, block.layout().lineCount())
            block = block.next()
        lines = max(1, min(MOST_LINES, lines))
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if lines == MOST_LINES else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        self.setFixedHeight(lines * height + FRAME)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the lines that the text needs at another width."""
        super().resizeEvent(event)
        self._fit()

    # ---- keys

    def event(self, event: QEvent) -> bool:
        """Take the keys that mean something here before any shortcut of the window does."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_ours(event):
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._chose_by_tab(event):
            event.accept()
            return True
        return super().event(event)

    def _chose_by_tab(self, event: QKeyEvent) -> bool:
        """Whether Tab chose from what is offered; Qt would move the focus before it asks for the key."""
        if event.key() != Qt.Key.Key_Tab or self.completion is None:
            return False
        return self.completion.take_key(Qt.Key.Key_Tab, event.modifiers())

    @staticmethod
    def _is_ours(event: QKeyEvent) -> bool:
        held, key = event.modifiers(), Qt.Key(event.key())
        if held == Qt.KeyboardModifier.AltModifier:
            return key in _DIGITS
        if held & Qt.KeyboardModifier.ControlModifier:
            return key in (Qt.Key.Key_Z, Qt.Key.Key_Up, *_ENTER)
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Colour the tokens anew in another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "syntax"):
            self.syntax.rehighlight()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep, choose a kind, go into the list, take back; everything else is typing."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key()) if event.key() else Qt.Key.Key_unknown
        if self.completion is not None and self.completion.take_key(key, held):
            return
        if not self._plain(key, held) and not self._with_modifier(key, held):
            super().keyPressEvent(event)

    def _plain(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        if held != Qt.KeyboardModifier.NoModifier:
            return False
        if key in _ENTER:
            self._keep(recommendation=False)
        elif key == Qt.Key.Key_Up and not self.text():
            self.edit_last.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif self.question_open and key in (Qt.Key.Key_1, Qt.Key.Key_2):
            self.answered.emit("1" if key == Qt.Key.Key_1 else "2")
        else:
            return False
        return True

    def _with_modifier(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        if held == control and key in _ENTER:
            self._keep(recommendation=True)
        elif held == shift and key in _ENTER:
            if not self.isReadOnly():
                self.insertPlainText("\n")
        elif held == control and key == Qt.Key.Key_Up:
            self.list_wanted.emit()
        elif held == Qt.KeyboardModifier.AltModifier and key in _DIGITS:
            self.kind_wanted.emit(_DIGITS[key].value)
        elif held == control and key == Qt.Key.Key_Z:
            self.undo() if self.document().isUndoAvailable() else self.undo_wanted.emit()
        elif held == control | shift and key == Qt.Key.Key_Z:
            self.redo() if self.document().isRedoAvailable() else self.redo_wanted.emit()
        else:
            return False
        return True

    def _keep(self, *, recommendation: bool) -> None:
        text = self.text()
        if text.strip() and not self.isReadOnly():
            self._returned = None
            self.kept.emit(text, recommendation)

    # ---- paste and drop

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take pictures and files as well as text."""
        paths = local_files(source)
        if any(is_forum(path) for path in paths):
            return False  # the window opens it
        return bool(paths) or source.hasImage() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert a line; ask about many, or about more than a line can show; pin pictures and files."""
        paths = local_files(source)
        if paths:
            self.files_pasted.emit(paths)
        elif source.hasText():
            self._take_paste(cleaned(source.text()))
        elif source.hasImage():
            picture = source.imageData()
            if isinstance(picture, QImage):
                self.picture_pasted.emit(png(picture))

    def _take_paste(self, text: str) -> None:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) > 1 or is_too_long(text) or self.document().characterCount() + len(text) > MOST_PASTED:
            self.pasted.emit(text)
        else:
            self.insertPlainText(text.strip("\n"))


def is_too_long(text: str) -> bool:
    """Whether a text field would stand still over this text."""
    return len(text) > MOST_PASTED or any(len(line) > LONGEST_SHOWN_RUN for line in text.split("\n"))


def png(picture: QImage) -> bytes:
    """A picture as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
