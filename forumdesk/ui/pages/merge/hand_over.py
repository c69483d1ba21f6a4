"""Hand over: which part of the forum, where to, under which passphrase; and the receipt that the room keeps."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QStandardPaths, Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from forumdesk.domain.handover import SUFFIX
from forumdesk.ui.formats import day, forum_time
from forumdesk.ui.jobs import Job
from forumdesk.ui.pages.merge.reading import Part, choices, pack
from forumdesk.ui.widgets.facts import Facts
from forumdesk.ui.widgets.thinbar import ThinBar
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.services.packing import Packed

_WHOLE, _SINCE, _SESSION, _CITY = "whole", "since", "session", "city"


class HandOverDialog(QDialog):
    """Writes a package and shows its receipt, large enough to be read out."""

    def __init__(self, parent: QWidget, workplace: Workplace) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._job: Job | None = None
        self._offered: tuple[Sequence[tuple[str, str]], Sequence[str]] = ((), ())
        self._packed: Packed | None = None
        self._lay_out()
        self._connect()
        self._translate()
        workplace.ask(choices, self._take_choices)

    def _lay_out(self) -> None:
        self.setMinimumWidth(520)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._headline, self._words, self._mark, self._receipt = (QLabel() for _ in range(4))
        self._headline.setProperty("role", "headline")
        self._mark.setProperty("role", "headline")
        self._words.setProperty("role", "soft")
        self._words.setWordWrap(True)
        for label in (self._mark, self._receipt):  # unwrapped: the dialog grows by what they say
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.hide()
        self._what = QComboBox()
        self._passphrase = QLineEdit()
        self._passphrase.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit)
        self._facts = Facts()
        self._facts.add("what", self._what)
        self._facts.add("passphrase", self._passphrase)
        self._bar = ThinBar()
        self._bar.hide()
        self._buttons = QDialogButtonBox()
        self._write = self._buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        self._write.setProperty("kind", "primary")
        self._close = self._buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        for part in (self._headline, self._words, self._facts, self._bar, self._mark, self._receipt, self._buttons):
            column.addWidget(part)

    def _connect(self) -> None:
        self._write.clicked.connect(self._choose_place)
        self._buttons.rejected.connect(self.reject)
        self._workplace.jobs.progressed.connect(self._progressed)

    def _translate(self) -> None:
        self.setWindowTitle(self.tr("Hand over"))
        self._headline.setText(self.tr("Hand over"))
        self._words.setText(
            self.tr("A signed file for another laptop, on a stick or in a folder. It is read again before it counts.")
        )
        self._facts.set_label("what", self.tr("What"))
        self._facts.set_label("passphrase", self.tr("Passphrase"))
        self._what.setAccessibleName(self.tr("What"))
        self._passphrase.setAccessibleName(self.tr("Passphrase"))
        self._passphrase.setPlaceholderText(self.tr("empty: whoever finds the file can read it"))
        self._bar.setAccessibleName(self.tr("Progress"))
        self._write.setText(self.tr("Write the file…"))
        self._close.setText(self.tr("Close"))
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
        self._write.setEnabled(False)
        self._bar.setRange(0, 0)
        self._bar.show()
        self._job = self._workplace.watch(partial(pack, part=part), self._take_packed, self._failed)

    @Slot(object, int, int, str)
    def _progressed(self, job: Job, done: int, total: int, _what: str) -> None:
        if job is self._job and total:
            self._bar.setRange(0, total)
            self._bar.setValue(done)

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
        self._write.setEnabled(True)

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
        self._column.activate()
        self.resize(self.width(), max(self.height(), self._column.totalHeightForWidth(self.width())))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
