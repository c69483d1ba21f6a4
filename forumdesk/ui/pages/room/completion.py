"""What `@`, `#` and `/` complete to: offered above the line, never in the way of typing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPoint, Qt, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QListView, QWidget

from forumdesk.domain.notes import GLYPHS, NoteKind
from forumdesk.domain.quick import FLAG_WORDS, KIND_WORDS
from forumdesk.domain.text import folded, one_line
from forumdesk.ui.models import Index
from forumdesk.ui.words import word

if TYPE_CHECKING:
    from forumdesk.services.capturing import LineVocabulary
    from forumdesk.ui.pages.room.line import CaptureLine

MOST = 8
WIDTH = 420
_BEING_TYPED = re.compile(r"(?<!\S)([@#/])([^@#/\n]{0,40})$")
_ROW = 30
_MOST_WORDS, _LOOKED_AT = 3, 60


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered: how it is shown and what it puts into the line."""

    shown: str
    inserted: str


class Offers(QAbstractListModel):
    """A handful of offers."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.offers: tuple[Offer, ...] = ()

    def show(self, offers: tuple[Offer, ...]) -> None:
        """Offer these."""
        if offers != self.offers:
            self.beginResetModel()
            self.offers = offers
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many are offered."""
        return 0 if parent.isValid() else len(self.offers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own
        """How an offer is shown."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return self.offers[index.row()].shown


class Completion(QListView):
    """A list over the line that never takes the keyboard; only an explicit choice puts anything in."""

    def __init__(self, line: CaptureLine, over: QWidget) -> None:
        super().__init__(over)
        self._line, self._over = line, over
        self._known: LineVocabulary | None = None
        self._dismissed = ""
        self._model = Offers(self)
        self.setModel(self._model)
        self.setObjectName("completion")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QListView.Shape.StyledPanel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.hide()
        line.completion = self
        line.textChanged.connect(self.look)
        line.cursorPositionChanged.connect(self.look)
        self.clicked.connect(self._clicked)

    def use(self, known: LineVocabulary) -> None:
        """Know what there is to offer."""
        self._known = known

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What is offered now; nothing while it is hidden."""
        return self._model.offers if not self.isHidden() else ()

    # ---- what is offered

    def _typed(self) -> re.Match[str] | None:
        cursor = self._line.textCursor()
        if cursor.hasSelection():
            return None
        before = cursor.block().text()[: cursor.positionInBlock()]
        return _BEING_TYPED.search(before, max(0, len(before) - _LOOKED_AT))

    @Slot()
    def look(self) -> None:
        """Offer what fits what stands before the cursor."""
        typed = self._typed()
        if typed is None or not self._line.hasFocus():
            self._dismissed = ""
            self.hide()
            return
        if typed[0] == self._dismissed:
            return
        self._dismissed = ""
        offers = self._offers(typed[1], typed[2])
        if not offers or (len(offers) == 1 and folded(offers[0].inserted) == folded(typed[0].rstrip())):
            self.hide()
            return
        self._model.show(offers)
        if self.isHidden():
            self._place()
            self.show()
            self.raise_()
        else:
            self._place()

    def _offers(self, mark: str, said: str) -> tuple[Offer, ...]:
        if mark == "/":
            return _slash_offers(said) if " " not in said else ()
        if self._known is None or (said.endswith(" ") and len(said.split()) > _MOST_WORDS):
            return ()
        return self._people(said) if mark == "@" else self._codes(said)

    def _people(self, said: str) -> tuple[Offer, ...]:
        known, wanted = self._known, folded(said.strip())
        if known is None:
            return ()
        found: dict[str, Offer] = {}
        names = [(name, folded(name)) for name, _ in known.people]
        starts = [name for name, plain in names if plain.startswith(wanted)]
        inside = [name for name, plain in names if wanted and f" {wanted}" in plain]
        for name in (*starts, *inside):
            plain = one_line(name)
            found.setdefault(folded(plain), Offer(plain, f"@{plain}"))
        if len(wanted) > 1 and len(found) < MOST:
            for place in known.places.complete(said, MOST):
                if known.places.named(place.name) is not None:
                    found.setdefault(folded(place.name), Offer(place.label, f"@{place.name}"))
        return tuple(found.values())[:MOST]

    def _codes(self, said: str) -> tuple[Offer, ...]:
        if self._known is None:
            return ()
        catalogue = self._known.catalogue
        offers = []
        for code, label in catalogue.complete(said, MOST, self._known.frameworks):
            shown = catalogue.shown(code)
            offers.append(Offer(f"{shown}   {label}", f"#{shown}"))
        return tuple(offers)

    def _place(self) -> None:
        over = self._over
        height = len(self._model.offers) * max(_ROW, self.sizeHintForRow(0)) + 12
        cursor = self._line.cursorRect()
        at = self._line.viewport().mapTo(over, QPoint(cursor.x(), 0))
        top = self._line.mapTo(over, QPoint(0, 0)).y() - height - 4
        left = at.x() - WIDTH if self.isRightToLeft() else at.x() - 16
        self.setGeometry(max(4, min(left, over.width() - WIDTH - 4)), max(4, top), min(WIDTH, over.width() - 8), height)

    # ---- choosing

    def take_key(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        """Do what a key means while something is offered; False where it is the line's own."""
        if self.isHidden() or held not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            return False
        row, rows = self.currentIndex().row(), len(self._model.offers)
        if key == Qt.Key.Key_Down:
            self._go(0 if row < 0 else (row + 1) % rows)
        elif key == Qt.Key.Key_Up:
            self._go(rows - 1 if row < 0 else (row - 1) % rows)
        elif key == Qt.Key.Key_Tab:
            self.accept(max(0, row))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= 0:
            self.accept(row)
        elif key == Qt.Key.Key_Escape:
            typed = self._typed()
            self._dismissed = typed[0] if typed else ""
            self.hide()
        else:
            return False
        return True

    def _go(self, row: int) -> None:
        self.setCurrentIndex(self._model.index(row))

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        self.accept(index.row())

    def accept(self, row: int) -> None:
        """Put an offer into the line, in place of what was typed of it."""
        typed = self._typed()
        if typed is None or not 0 <= row < len(self._model.offers):
            return
        inserted = self._model.offers[row].inserted + " "
        cursor = self._line.textCursor()
        units = len(typed[0].encode("utf-16-le")) // 2
        cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter, QTextCursor.MoveMode.KeepAnchor, units)
        self._dismissed = inserted  # it was just chosen: it is not offered again
        cursor.insertText(inserted)
        self.hide()


def _slash_offers(said: str) -> tuple[Offer, ...]:
    wanted = folded(said)
    letters = {kind: letter for letter, kind in KIND_WORDS.items() if len(letter) == 1}
    kinds = [
        Offer(f"{GLYPHS[kind]}  {word(kind)}   /{letters[kind]}", f"/{letters[kind]}")
        for kind in NoteKind
        if letters[kind].startswith(wanted) or kind.value.startswith(wanted) or folded(word(kind)).startswith(wanted)
    ]
    flags = [Offer(f"/{flag}", f"/{flag}") for flag in FLAG_WORDS if flag.startswith(wanted)]
    return tuple(flags if len(wanted) > 1 and flags else [*kinds, *flags])[: len(NoteKind) + 2]
