"""The Export page: what the workbook holds, what to look at first, and the way to write it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QStandardPaths, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from forumdesk.domain.agenda import Session
from forumdesk.domain.changes import Change
from forumdesk.domain.errors import Cancelled
from forumdesk.domain.ids import new_id
from forumdesk.domain.notes import Note
from forumdesk.domain.presets import Preset
from forumdesk.domain.recommendations import Recommendation
from forumdesk.ui.jobs import Job
from forumdesk.ui.pages import Page
from forumdesk.ui.pages.export.choices import Choices
from forumdesk.ui.pages.export.running import ExportProgress
from forumdesk.ui.widgets.banner import Banner
from forumdesk.ui.widgets.section import SectionLabel
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk
    from forumdesk.services.exporting import Caution, Extent, Written
    from forumdesk.services.forums import Forums
    from forumdesk.services.progress import Progress

_SHOWN = {Session.KIND, Preset.KIND, Note.KIND, Recommendation.KIND}


@dataclass(frozen=True, slots=True)
class _Offer:
    sessions: tuple[Session, ...]
    presets: tuple[Preset, ...]
    columns: Mapping[str, Sequence[tuple[str, str]]]
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Order:
    """A copy of the forum, what to write of it, and where."""

    copy: Path
    path: Path
    preset: Preset


class ExportPage(Page):
    """Hands the outcome over."""

    NAME = "export"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self._offer: _Offer | None = None
        self._base = Preset(id=new_id())
        self._job: Job | None = None
        self._stopped = False
        self._weighed: tuple[Extent, tuple[Caution, ...]] | None = None
        self._written: Path | None = None
        self._lay_out()
        self._connect()
        self._translate()

    def _lay_out(self) -> None:
        self._choices = Choices()
        left = QVBoxLayout()
        left.setContentsMargins(32, 24, 32, 24)
        left.addWidget(self._choices)
        side = QWidget()
        side.setObjectName("centre")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setFixedWidth(460)
        column = QVBoxLayout(side)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(10)
        self._headline = QLabel()
        self._headline.setProperty("role", "headline")
        self._headline.setWordWrap(True)
        self._about = QLabel()
        self._about.setProperty("role", "soft")
        self._about.setWordWrap(True)
        self._preset_section, self._look_section = SectionLabel(), SectionLabel()
        self._presets = QComboBox()
        self._keep = QPushButton()
        self._delete = QPushButton()
        presets = QHBoxLayout()
        presets.addWidget(self._presets, 1)
        presets.addWidget(self._keep)
        presets.addWidget(self._delete)
        self._export = QPushButton()
        self._export.setProperty("kind", "primary")
        self._running = ExportProgress()
        self._running.hide()
        self._banner = Banner()
        self._banner.hide()
        self._warnings = QLabel()
        self._warnings.setWordWrap(True)
        self._warnings.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._warnings.setTextFormat(Qt.TextFormat.PlainText)
        self._warnings.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._warnings)
        for part in (self._headline, self._about, self._preset_section):
            column.addWidget(part)
        column.addLayout(presets)
        column.addSpacing(8)
        for below in (self._export, self._running, self._banner, self._look_section):
            column.addWidget(below)
        column.addWidget(scroll, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(side)

    def _connect(self) -> None:
        self._presets.activated.connect(self._preset_chosen)
        self._keep.clicked.connect(self.keep_preset)
        self._delete.clicked.connect(self.delete_preset)
        self._export.clicked.connect(self.export)
        self._running.cancelled.connect(self.cancel)
        self._banner.action_chosen.connect(self._show_written)
        self._choices.changed.connect(self._choices_changed)
        self.workplace.aside.progressed.connect(self._progressed)

    def _translate(self) -> None:
        self._headline.setText(self.tr("One workbook for everyone"))
        self._preset_section.setText(self.tr("Preset"))
        self._look_section.setText(self.tr("Look at this first"))
        self._presets.setAccessibleName(self.tr("Preset"))
        self._keep.setText(self.tr("Keep…"))
        self._delete.setText(self.tr("Delete"))
        self._export.setText(self.tr("Export to Excel…"))
        self._show_presets()
        if self._weighed is not None:
            self._take_weighed(self._weighed)

    def title(self) -> str:
        """What stands in the top bar."""
        return self.tr("Export")

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """The actions that this page does."""
        return {"export-workbook": self.export, "keep-preset": self.keep_preset, "delete-preset": self.delete_preset}

    # ---- showing

    def show_forum(self) -> None:
        """Offer what the opened forum holds."""
        self._base = Preset(id=new_id())
        self._banner.hide()
        self._load()

    def take_changes(self, changes: Sequence[Change]) -> None:
        """Look again when what is exported changed, while somebody looks."""
        if self.isVisible() and any(change.kind in _SHOWN for change in changes):
            self._load()

    def entered(self) -> None:
        """Look again."""
        if self.workplace.is_open:
            self._load()

    def _load(self) -> None:
        self.workplace.ask(_gather, self._take_offer)

    @Slot(object)
    def _take_offer(self, offer: _Offer) -> None:
        chosen = self._choices.preset(self._base) if self._offer is not None else self._base
        refill = self._offer is None or offer.sessions != self._offer.sessions
        self._offer = offer
        if refill:
            self._choices.fill(offer.sessions, offer.columns, offer.titles)
            self._choices.show_preset(chosen)
        self._show_presets()
        self._choices_changed()

    def _show_presets(self) -> None:
        if self._offer is None:
            return
        self._presets.clear()
        self._presets.addItem(self.tr("Everything"), "")
        for preset in self._offer.presets:
            self._presets.addItem(preset.name, preset.id)
        self._presets.setCurrentIndex(max(0, self._presets.findData(self._base.id)))
        self._delete.setEnabled(bool(self._presets.currentData()) and not self.workplace.read_only)
        self._keep.setEnabled(not self.workplace.read_only)

    def _allow_export(self) -> None:
        self._export.setEnabled(self._job is None and not self._choices.holds_nothing)

    @Slot()
    def _choices_changed(self) -> None:
        self._allow_export()
        self.workplace.ask(partial(_weigh, preset=self._choices.preset(self._base)), self._take_weighed)

    @Slot(object)
    def _take_weighed(self, weighed: tuple[Extent, tuple[Caution, ...]]) -> None:
        self._weighed = weighed
        extent, cautions = weighed
        held = self.tr("{recommendations}, {notes}.").format(
            recommendations=self.tr("%n recommendation(s)", "", extent.recommendations),
            notes=self.tr("%n note(s)", "", extent.notes),
        )
        left_out = self.tr("%n sensitive note(s) left out.", "", extent.left_out) if extent.left_out else ""
        checked = self.tr("The workbook is read back by a second reader before it takes its name.")
        self._about.setText(" ".join(filter(None, (held, left_out, checked))))
        said = [
            "⚠ " + QCoreApplication.translate("cautions", one.sentence).format(name=one.name, words=one.words)
            for one in cautions
        ]
        nothing = self.tr("Nothing that leaves tells who was in a confidential room.")
        self._warnings.setText("\n\n".join(said) or nothing)

    # ---- presets

    @Slot(int)
    def _preset_chosen(self, _place: int) -> None:
        if self._offer is None:
            return
        wanted = self._presets.currentData()
        self._base = next((one for one in self._offer.presets if one.id == wanted), Preset(id=new_id()))
        self._choices.show_preset(self._base)
        self._delete.setEnabled(bool(wanted) and not self.workplace.read_only)
        self._choices_changed()

    @Slot()
    def keep_preset(self) -> None:
        """Ask for a name and keep what is chosen under it."""
        dialog = QInputDialog(self)
        dialog.setWindowTitle(self.tr("Keep export preset"))
        dialog.setLabelText(self.tr("What is this export for?"))
        dialog.setTextValue(self._base.name)
        dialog.textValueSelected.connect(self._preset_named)
        dialog.open()

    @Slot(str)
    def _preset_named(self, name: str) -> None:
        self._base = replace(self._choices.preset(self._base), name=name)
        self.workplace.act(partial(_keep_preset, preset=self._base), self._take_preset)

    @Slot(object)
    def _take_preset(self, preset: Preset) -> None:
        self._base = preset
        self._load()

    @Slot()
    def delete_preset(self) -> None:
        """Delete the preset that is shown; undo brings it back."""
        wanted = self._presets.currentData()
        if wanted:
            self._base = Preset(id=new_id())
            self.workplace.act(partial(_delete_preset, preset_id=wanted))

    # ---- exporting

    @Slot()
    def export(self) -> None:
        """Ask where the workbook goes, and write it."""
        if self._job is not None or not self.workplace.is_open:
            return
        name = (self.workplace.path.stem if self.workplace.path else "forum") + ".xlsx"
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, self.tr("Export to Excel"), str(Path(folder) / name))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Excel workbooks (*.xlsx)")])
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(self._place_chosen)
        dialog.open()

    @Slot(str)
    def _place_chosen(self, path: str) -> None:
        self.export_to(Path(path))

    def export_to(self, path: Path) -> None:
        """Write the workbook from a copy of the forum, so that notes go on being kept meanwhile."""
        self._banner.hide()
        self._running.begin(path.name)
        self._export.setEnabled(False)
        self._stopped = False
        preset = self._choices.preset(self._base)
        self.workplace.do(partial(_copied, path=path, preset=preset), self._export_copy, self._failed)

    @Slot(object)
    def _export_copy(self, order: _Order) -> None:
        work = partial(_export, self.workplace.forums(), order)
        self._job = self.workplace.aside.run_watched(work, self._written_to, self._failed)
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
            self._running.show_progress(done, total, what)

    @Slot(object)
    def _written_to(self, written: Written) -> None:
        self._job = None
        self._running.hide()
        self._written = written.path
        self._banner.show_message("info", self.tr("Written and checked: {name}").format(name=written.path.name))
        self._banner.add_action(self.tr("Open"), "open")
        self._banner.add_action(self.tr("Show folder"), "folder")
        self._allow_export()

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self._job = None
        self._running.hide()
        self._allow_export()
        if isinstance(error, Cancelled):
            self._banner.show_message("info", self.tr("Stopped; no workbook was written."))
        else:
            self.workplace.trouble.emit(error)

    @Slot(str)
    def _show_written(self, action: str) -> None:
        if self._written is not None:
            target = self._written if action == "open" else self._written.parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


def _gather(desk: Desk) -> _Offer:
    columns, titles = desk.exporting.columns()
    return _Offer(desk.planning.sessions(), desk.exporting.presets(), columns, titles)


def _weigh(desk: Desk, *, preset: Preset) -> tuple[Extent, tuple[Caution, ...]]:
    return desk.exporting.extent(preset), desk.exporting.cautions(preset)


def _keep_preset(desk: Desk, *, preset: Preset) -> Preset:
    return desk.exporting.keep_preset(preset)


def _delete_preset(desk: Desk, *, preset_id: str) -> None:
    desk.exporting.delete_preset(preset_id)


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
