"""Hand over: which part of the forum, where to, under which passphrase; and the receipt that the room keeps."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, Slot
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QWidget

from forumdesk.domain.handover import SUFFIX
from forumdesk.ui.dialogs.task import Task
from forumdesk.ui.formats import day, forum_time
from forumdesk.ui.pages.merge.reading import Part, choices, pack
from forumdesk.ui.widgets.passphrase import PassphraseField
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.services.packing import Packed

_WHOLE, _SINCE, _SESSION, _CITY = "whole", "since", "session", "city"


class HandOverDialog(Task):
    """Writes a package and shows its receipt, large enough to be read out."""

    def __init__(self, parent: QWidget, workplace: Workplace) -> None:
        super().__init__(parent, workplace, workplace.jobs)
        self._offered: tuple[Sequence[tuple[str, str]], Sequence[str]] = ((), ())
        self._packed: Packed | None = None
        self.build()
        workplace.ask(choices, self._take_choices)

    def lay_out(self) -> None:
        """What is handed over, and room for its receipt."""
        self.setMinimumWidth(520)
        self._mark, self._receipt = QLabel(), QLabel()
        self._mark.setProperty("role", "headline")
        for label in (self._mark, self._receipt):  # unwrapped: the dialog grows by what they say
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.hide()
        self._what, self._passphrase = QComboBox(), PassphraseField()
        self._facts.add("what", self._what)
        self._facts.add("passphrase", self._passphrase)
        for part in (self._facts, self._bar, self._mark, self._receipt):
            self.column.addWidget(part)

    def connect_parts(self) -> None:
        """Ask for the place first."""
        self._start.clicked.connect(self._choose_place)

    def translate(self) -> None:
        """Words."""
        super().translate()
        self.set_title(self.tr("Hand over"))
        self.set_words(
            self.tr("A signed file for another laptop, on a stick or in a folder. It is read again before it counts.")
        )
        self.name_fact("what", self.tr("What"), self._what)
        self.name_fact("passphrase", self.tr("Passphrase"), self._passphrase)
        self._passphrase.translate()
        self._start.setText(self.tr("Write the file…"))
        self._fill()
        self._show_receipt()

    @Slot(object)
    def _take_choices(self, offered: tuple[Sequence[tuple[str, str]], Sequence[str]]) -> None:
        self._offered = offered
        self._fill()

    def _fill(self) -> None:
        chosen = self._what.currentData()
        sessions, cities = self._offered
        self._what.clear()
        self._what.addItem(self.tr("The whole forum"), (_WHOLE, ""))
        self._what.addItem(self.tr("What was added since the last time"), (_SINCE, ""))
        for code, title in sessions:
            self._what.addItem(
                self.tr("Only session {code} · {title}").format(code=code, title=title), (_SESSION, code)
            )
        for city in cities:
            self._what.addItem(self.tr("Only the recommendations of {city}").format(city=city), (_CITY, city))
        self._what.setCurrentIndex(max(0, self._what.findData(chosen)))

    # ---- writing

    @Slot()
    def _choose_place(self) -> None:
        path = self._workplace.path
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        laptop = self._workplace.preferences.laptop_name or (path.stem if path else "forum")
        dialog = QFileDialog(self, self.tr("Hand over"), str(Path(folder) / f"{laptop}{SUFFIX}"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Packages (*.forumpack)")])
        dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
        dialog.fileSelected.connect(self._place_chosen)
        dialog.open()

    @Slot(str)
    def _place_chosen(self, path: str) -> None:
        self.write(Path(path))

    def write(self, path: Path) -> None:
        """Write what is chosen to a file."""
        kind, name = self._what.currentData()
        part = Part(
            path,
            sessions=(name,) if kind == _SESSION else (),
            city=name if kind == _CITY else "",
            since_last=kind == _SINCE,
            passphrase=self._passphrase.text(),
        )
        self._start.setEnabled(False)
        self._bar.show()
        self.begin_job(self._workplace.watch(partial(pack, part=part), self._take_packed, self._failed))

    @Slot(object)
    def _take_packed(self, packed: Packed) -> None:
        self._packed = packed
        self._end()
        self._show_receipt()

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self._end()
        self._workplace.trouble.emit(error)
        self.reject()

    def _end(self) -> None:
        self._job = None
        self._bar.hide()
        self._start.setEnabled(True)

    def _show_receipt(self) -> None:
        packed = self._packed
        self._mark.setVisible(packed is not None)
        self._receipt.setVisible(packed is not None)
        if packed is None:
            return
        receipt, forum = packed.receipt, self._workplace.forum
        last = " ".join(filter(None, (day(receipt.last_edit, forum), forum_time(receipt.last_edit, forum))))
        lines = (
            self.tr("Written and read again: {name}").format(name=packed.path.name),
            " · ".join(
                (self.tr("%n note(s)", "", receipt.notes), self.tr("%n recommendation(s)", "", receipt.recommendations))
            ),
            self.tr("last edit {time}").format(time=last),
            self.tr("This laptop signs as {fingerprint}").format(fingerprint=packed.fingerprint),
        )
        self._mark.setText(self.tr("Receipt {mark}").format(mark=receipt.mark))
        self._receipt.setText("\n".join(lines))
        self.column.activate()
        self.resize(self.width(), max(self.height(), self.column.totalHeightForWidth(self.width())))
