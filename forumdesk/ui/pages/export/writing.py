"""A workbook under way: from a copy of the forum, on a thread of its own, told step by step and stopped at any."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from forumdesk.domain.errors import Cancelled
from forumdesk.domain.presets import Preset
from forumdesk.ui.jobs import Job
from forumdesk.ui.pages.export.running import ExportProgress
from forumdesk.ui.widgets.banner import Banner
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk
    from forumdesk.services.exporting import Written
    from forumdesk.services.forums import Forums
    from forumdesk.services.progress import Progress


@dataclass(frozen=True, slots=True)
class _Order:
    """A copy of the forum, what to write of it, and where."""

    copy: Path
    path: Path
    preset: Preset


class Writing(QWidget):
    """Writes a workbook, shows how far it is, and says where it lies."""

    busy_changed = Signal()  #: `busy` tells whether a workbook is being written

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._job: Job | None = None
        self._stopped = False
        self._written: Path | None = None
        self.busy = False
        self.progress = ExportProgress()
        self.progress.hide()
        self.banner = Banner()
        self.banner.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.progress)
        column.addWidget(self.banner)
        self.progress.cancelled.connect(self.cancel)
        self.banner.action_chosen.connect(self._show_written)
        workplace.aside.progressed.connect(self._progressed)

    def file_dialog(self) -> QFileDialog:
        """A dialog that asks where the workbook goes; `fileSelected` tells."""
        path = self._workplace.path
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        place = Path(folder) / f"{path.stem if path else 'forum'}.xlsx"
        dialog = QFileDialog(self, self.tr("Export to Excel"), str(place))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Excel workbooks (*.xlsx)")])
        dialog.setDefaultSuffix("xlsx")
        return dialog

    def write(self, path: Path, preset: Preset) -> None:
        """Write the workbook from a copy of the forum, so that notes go on being kept meanwhile."""
        self.banner.hide()
        self.progress.begin(path.name)
        self._stopped = False
        self._be_busy(busy=True)
        self._workplace.do(partial(_copied, path=path, preset=preset), self._write_copy, self._failed)

    def _be_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.progress.setVisible(busy)
        self.busy_changed.emit()

    @Slot(object)
    def _write_copy(self, order: _Order) -> None:
        work = partial(_export, self._workplace.forums(), order)
        self._job = self._workplace.aside.run_watched(work, self._written_to, self._failed)
        if self._stopped:
            self._job.cancel()

    @Slot()
    def cancel(self) -> None:
        """Stop, also while the copy is still being made; nothing is left behind."""
        self._stopped = True
        if self._job is not None:
            self._job.cancel()

    @Slot(object, int, int, str)
    def _progressed(self, job: Job, done: int, total: int, what: str) -> None:
        if job is self._job:
            self.progress.show_progress(done, total, what)

    @Slot(object)
    def _written_to(self, written: Written) -> None:
        self._job = None
        self._written = written.path
        self.banner.show_message("info", self.tr("Written and checked: {name}").format(name=written.path.name))
        self.banner.add_action(self.tr("Open"), "open")
        self.banner.add_action(self.tr("Show folder"), "folder")
        self._be_busy(busy=False)

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self._job = None
        if isinstance(error, Cancelled):
            self.banner.show_message("info", self.tr("Stopped; no workbook was written."))
        else:
            self._workplace.trouble.emit(error)
        self._be_busy(busy=False)

    @Slot(str)
    def _show_written(self, action: str) -> None:
        if self._written is not None:
            target = self._written if action == "open" else self._written.parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))


def _copied(desk: Desk, *, path: Path, preset: Preset) -> _Order:
    return _Order(desk.exporting.copy_to_read(), path, preset)


def _export(forums: Forums, order: _Order, report: Progress) -> Written:
    """Open the copy on this thread, write the workbook from it, and throw the copy away."""
    try:
        report(0, 0, "")
        with forums.opened(order.copy, to_read=True) as desk:
            return desk.exporting.export_as(order.path, order.preset, progress=report)
    finally:
        shutil.rmtree(order.copy.parent, ignore_errors=True)
