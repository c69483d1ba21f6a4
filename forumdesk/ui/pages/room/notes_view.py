"""The list of notes: it stays at the newest, and every key that acts on notes works in it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QWidget

from forumdesk.domain.notes import GLYPHS, NoteKind
from forumdesk.ui.pages.room.notes_delegate import NoteDelegate
from forumdesk.ui.pages.room.notes_model import NOTE_ROLE, NotesModel
from forumdesk.ui.words import word

NEAR_END = 24
_KEYS: Mapping[Qt.Key, str] = {
    Qt.Key.Key_F2: "edit",
    Qt.Key.Key_Return: "edit",
    Qt.Key.Key_Enter: "edit",
    Qt.Key.Key_Delete: "delete",
    Qt.Key.Key_R: "recommend",
    Qt.Key.Key_S: "sensitive",
    Qt.Key.Key_U: "unattributed",
    Qt.Key.Key_K: "kinds",
    Qt.Key.Key_F4: "history",
    Qt.Key.Key_Escape: "leave",
}
_DIGITS = {Qt.Key(Qt.Key.Key_1.value + at): kind for at, kind in enumerate(NoteKind)}


class NotesView(QListView):
    """Asks for what the keys and the menu stand for; knows nothing of the forum."""

    wanted = Signal(str)  #: edit, delete, recommend, sensitive, unattributed, history, leave, or kind-<kind>
    typed = Signal(str)  #: something was typed that means nothing here
    earlier_wanted = Signal()  #: the oldest note that is held came into sight

    def __init__(self, model: NotesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at_end = True
        self._delegate = NoteDelegate(self)
        self.notes = model
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._menu = QMenu(self)
        self._kinds = QMenu(self)
        for menu in (self._menu, self._kinds):
            menu.triggered.connect(self._menu_chosen)
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._scrolled)
        bar.rangeChanged.connect(self._grown)
        self.doubleClicked.connect(self._double_clicked)
        self.translate()

    def translate(self) -> None:
        """Put the menus in the language of the interface."""
        self._menu.clear()
        self._kinds.clear()
        for at, kind in enumerate(NoteKind, start=1):
            self._add(self._kinds, f"{GLYPHS[kind]}  {word(kind)}", f"kind-{kind.value}", str(at))
        self._add(self._menu, self.tr("Edit"), "edit", "F2")
        self._add(self._menu, self.tr("Make one recommendation"), "recommend", "R")
        self._kinds.setTitle(self.tr("Kind"))
        self._menu.addMenu(self._kinds)
        self._add(self._menu, self.tr("Sensitive, on or off"), "sensitive", "S")
        self._add(self._menu, self.tr("Unattributed, on or off"), "unattributed", "U")
        self._menu.addSeparator()
        self._add(self._menu, self.tr("What was said of it…"), "history", "F4")
        self._add(self._menu, self.tr("Delete"), "delete", "Del")
        self.setAccessibleName(self.tr("Notes of this session"))

    @staticmethod
    def _add(menu: QMenu, words: str, name: str, keys: str) -> None:
        menu.addAction(f"{words}\t{keys}").setObjectName(name)

    def set_writable(self, *, writable: bool) -> None:
        """Let the menu offer what may be done."""
        for action in (*self._menu.actions(), *self._kinds.actions()):
            action.setEnabled(writable or action.objectName() == "history")

    @Slot(object)
    def _menu_chosen(self, action: object) -> None:
        name = action.objectName()  # type: ignore[attr-defined]
        if name:
            self.wanted.emit(name)

    @Slot()
    def _double_clicked(self) -> None:
        self.wanted.emit("edit")

    # ---- what is chosen

    def chosen(self) -> tuple[str, ...]:
        """The ids of the selected notes in the order in which they were said."""
        chosen = self.selectionModel().selection()
        parts = [chosen.at(at) for at in range(chosen.count())]
        rows = sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})
        return tuple(self.model().index(row, 0).data(NOTE_ROLE).id for row in rows)

    def enter(self) -> None:
        """Take the keyboard, with the newest note chosen."""
        if self.model().rowCount():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            if not self.selectionModel().hasSelection():
                self.choose(self.model().rowCount() - 1)

    def choose(self, row: int) -> None:
        """Choose a note and bring it into sight."""
        index = self.model().index(row, 0)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    # ---- where it stands

    @property
    def at_end(self) -> bool:
        """Whether the newest note is in sight and should stay so."""
        return self._at_end

    def go_to_end(self) -> None:
        """Show the newest note, now and as more come."""
        self._at_end = True
        self.scrollToBottom()

    @Slot(int)
    def _scrolled(self, value: int) -> None:
        bar = self.verticalScrollBar()
        self._at_end = value >= bar.maximum() - NEAR_END
        if value <= bar.minimum() + NEAR_END and bar.maximum() > 0:
            self.earlier_wanted.emit()

    @Slot(int, int)
    def _grown(self, least: int, most: int) -> None:
        self.verticalScrollBar().setEnabled(most > least)
        if self._at_end:
            self.verticalScrollBar().setValue(most)

    def updateGeometries(self) -> None:
        """Let few notes stand at the foot of the list, next to the line that they came from."""
        super().updateGeometries()
        above = max(0, self.height() - self.contentsSize().height())
        if above != self.viewportMargins().top():
            self.setViewportMargins(0, above, 0, 0)

    def keep_place(self, added: int) -> None:
        """Stay with the note that was first before `added` older ones came."""
        self.doItemsLayout()
        self.scrollTo(self.model().index(added, 0), QAbstractItemView.ScrollHint.PositionAtTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the notes for another width."""
        stay = self._at_end
        self._delegate.set_width(self.viewport().width())
        self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)
        if stay:
            self.go_to_end()

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew when the type changes."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._delegate.forget()
        super().changeEvent(event)

    # ---- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on the chosen notes; what is typed for the line goes there."""
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.ControlModifier and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wanted.emit("recommend")
        elif held == Qt.KeyboardModifier.NoModifier and key in _DIGITS:
            self.wanted.emit(f"kind-{_DIGITS[key].value}")
        elif held == Qt.KeyboardModifier.NoModifier and _KEYS.get(key) == "kinds":
            self._kinds.popup(self._below_current())
        elif held == Qt.KeyboardModifier.NoModifier and key in _KEYS:
            self.wanted.emit(_KEYS[key])
        elif key == Qt.Key.Key_Down and held == Qt.KeyboardModifier.NoModifier and self._is_last():
            self.wanted.emit("leave")
        elif event.text().isprintable() and event.text().strip() and not held & Qt.KeyboardModifier.ControlModifier:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def _is_last(self) -> bool:
        return self.currentIndex().row() == self.model().rowCount() - 1

    def _below_current(self) -> QPoint:
        return self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the chosen notes."""
        if self.selectionModel().hasSelection():
            self._menu.popup(event.globalPos())
