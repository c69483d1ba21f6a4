"""The presets of an export: choose one, keep what is chosen under a name, delete one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QInputDialog, QPushButton, QWidget

from forumdesk.domain.ids import new_id
from forumdesk.domain.presets import Preset


class PresetBar(QWidget):
    """A list of presets, of which the first holds everything, and what is done with them."""

    chosen = Signal()  #: another preset was chosen; `base` is it
    named = Signal(str)  #: what is chosen shall be kept under this name
    unwanted = Signal(str)  #: id of the preset that shall be deleted

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.base = Preset(id=new_id())
        self._offered: Sequence[Preset] = ()
        self._writable = True
        self._lay_out()
        self._connect()
        self._translate()

    def _lay_out(self) -> None:
        self.list = QComboBox()
        self._keep = QPushButton()
        self._delete = QPushButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.list, 1)
        row.addWidget(self._keep)
        row.addWidget(self._delete)

    def _connect(self) -> None:
        self.list.activated.connect(self._choose)
        self._keep.clicked.connect(self.keep)
        self._delete.clicked.connect(self.delete)

    def _translate(self) -> None:
        self.list.setAccessibleName(self.tr("Preset"))
        self._keep.setText(self.tr("Keep…"))
        self._delete.setText(self.tr("Delete"))
        self.offer(self._offered, writable=self._writable)

    def begin_anew(self) -> None:
        """Start from everything, as in a forum that was just opened."""
        self.base = Preset(id=new_id())

    def offer(self, presets: Sequence[Preset], *, writable: bool) -> None:
        """Offer these presets; what was chosen stays chosen while it is there."""
        self._offered, self._writable = presets, writable
        self.list.clear()
        self.list.addItem(self.tr("Everything"), "")
        for preset in presets:
            self.list.addItem(preset.name, preset.id)
        self.list.setCurrentIndex(max(0, self.list.findData(self.base.id)))
        self._allow()

    def _allow(self) -> None:
        self._keep.setEnabled(self._writable)
        self._delete.setEnabled(self._writable and bool(self.list.currentData()))

    @Slot(int)
    def _choose(self, _place: int) -> None:
        wanted = self.list.currentData()
        self.base = next((one for one in self._offered if one.id == wanted), Preset(id=new_id()))
        self._allow()
        self.chosen.emit()

    @Slot()
    def keep(self) -> None:
        """Ask for the name under which to keep what is chosen."""
        dialog = QInputDialog(self)
        dialog.setWindowTitle(self.tr("Keep export preset"))
        dialog.setLabelText(self.tr("What is this export for?"))
        dialog.setTextValue(self.base.name)
        dialog.textValueSelected.connect(self.named)
        dialog.open()

    @Slot()
    def delete(self) -> None:
        """Ask for the preset that is shown to be deleted; undo brings it back."""
        wanted = self.list.currentData()
        if wanted:
            self.begin_anew()
            self.unwanted.emit(wanted)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
