"""The photos and files that are kept with a session, as a strip of small pictures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QToolButton, QWidget

from forumdesk.domain.attachments import Attachment
from forumdesk.ui.pages.room.reading import Pinned
from forumdesk.ui.theme.icons import icon


class PhotoStrip(QScrollArea):
    """A button for each file; its menu opens it or takes it away."""

    opened = Signal(object)  #: Attachment
    unpinned = Signal(str)  #: id of an attachment

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pinned: tuple[Attachment, ...] = ()
        self._writable = True
        self._inside = QWidget()
        self._row = QHBoxLayout(self._inside)
        self._row.setContentsMargins(24, 4, 24, 4)
        self._row.setSpacing(6)
        self._row.addStretch(1)
        self._buttons: list[QToolButton] = []
        self._menu = QMenu(self)
        self._chosen = ""
        self._open = self._menu.addAction("")
        self._unpin = self._menu.addAction("")
        self._open.triggered.connect(self._open_chosen)
        self._unpin.triggered.connect(self._unpin_chosen)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFixedHeight(56)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hide()
        self._translate()

    def _translate(self) -> None:
        self._open.setText(self.tr("Open"))
        self._unpin.setText(self.tr("Unpin"))
        self.setAccessibleName(self.tr("Photos and files of this session"))

    def show_pinned(self, pinned: Sequence[Pinned], *, writable: bool) -> None:
        """Show what is kept with the session; nothing hides the strip."""
        self._writable = writable
        self._pinned = tuple(one.attachment for one in pinned)
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [self._made(one) for one in pinned]
        for at, button in enumerate(self._buttons):
            self._row.insertWidget(at, button)
        self.setVisible(bool(self._buttons))

    def _made(self, one: Pinned) -> QToolButton:
        button = QToolButton()
        picture = QIcon(QPixmap.fromImage(one.picture)) if one.picture else icon("file", "soft")
        button.setIcon(picture)
        button.setIconSize(QSize(48, 32))
        button.setProperty("attachment", one.attachment.id)
        button.setStyleSheet("QToolButton { padding: 2px; }")
        button.setToolTip(one.attachment.name)
        button.setAccessibleName(one.attachment.name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self._clicked)
        return button

    @property
    def names(self) -> tuple[str, ...]:
        """What the files are called."""
        return tuple(one.name for one in self._pinned)

    @Slot()
    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, QToolButton):
            self._chosen = str(button.property("attachment"))
            self._unpin.setEnabled(self._writable)
            self._menu.popup(button.mapToGlobal(button.rect().topLeft()))

    @Slot()
    def _open_chosen(self) -> None:
        found = next((one for one in self._pinned if one.id == self._chosen), None)
        if found is not None:
            self.opened.emit(found)

    @Slot()
    def _unpin_chosen(self) -> None:
        self.unpinned.emit(self._chosen)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
