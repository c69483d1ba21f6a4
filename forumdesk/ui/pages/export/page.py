"""The Export page: what the workbook holds, what to look at first, and the way to write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from forumdesk.domain.agenda import Session
from forumdesk.domain.changes import Change
from forumdesk.domain.notes import Note
from forumdesk.domain.presets import Preset
from forumdesk.domain.recommendations import Recommendation
from forumdesk.ui.pages import Page
from forumdesk.ui.pages.export.choices import Choices
from forumdesk.ui.pages.export.presets import PresetBar
from forumdesk.ui.pages.export.writing import Writing
from forumdesk.ui.widgets.scroll import Scroll
from forumdesk.ui.widgets.section import SectionLabel
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk
    from forumdesk.services.exporting import Caution, Extent

_SHOWN = {Session.KIND, Preset.KIND, Note.KIND, Recommendation.KIND}


@dataclass(frozen=True, slots=True)
class _Offer:
    sessions: tuple[Session, ...]
    presets: tuple[Preset, ...]
    columns: Mapping[str, Sequence[tuple[str, str]]]
    titles: Mapping[str, str]


class ExportPage(Page):
    """Hands the outcome over."""

    NAME = "export"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self._offer: _Offer | None = None
        self._weighed: tuple[Extent, tuple[Caution, ...]] | None = None
        self._lay_out()
        self._connect()
        self._translate()

    def _lay_out(self) -> None:
        self._choices = Choices()
        left = QVBoxLayout()
        left.setContentsMargins(32, 24, 32, 24)
        left.addWidget(self._choices)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self._side())

    def _side(self) -> QWidget:
        side = QWidget()
        side.setObjectName("centre")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setFixedWidth(460)
        self._headline = QLabel()
        self._headline.setProperty("role", "headline")
        self._about = QLabel()
        self._about.setProperty("role", "soft")
        for label in (self._headline, self._about):
            label.setWordWrap(True)
        self._preset_section, self._look_section = SectionLabel(), SectionLabel()
        self._presets = PresetBar()
        self._export = QPushButton()
        self._export.setProperty("kind", "primary")
        self._writing = Writing(self.workplace)
        column = QVBoxLayout(side)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(10)
        for part in (self._headline, self._about, self._preset_section, self._presets):
            column.addWidget(part)
        column.addSpacing(8)
        for below in (self._export, self._writing, self._look_section):
            column.addWidget(below)
        column.addWidget(self._warned(), 1)
        return side

    def _warned(self) -> QScrollArea:
        self._warnings = QLabel()
        self._warnings.setWordWrap(True)
        self._warnings.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._warnings.setTextFormat(Qt.TextFormat.PlainText)
        self._warnings.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return Scroll(self._warnings)

    def _connect(self) -> None:
        self._presets.chosen.connect(self._preset_chosen)
        self._presets.named.connect(self._preset_named)
        self._presets.unwanted.connect(self._preset_unwanted)
        self._export.clicked.connect(self.export)
        self._writing.busy_changed.connect(self._allow_export)
        self._choices.changed.connect(self._choices_changed)

    def _translate(self) -> None:
        self._headline.setText(self.tr("One workbook for everyone"))
        self._preset_section.setText(self.tr("Preset"))
        self._look_section.setText(self.tr("Look at this first"))
        self._export.setText(self.tr("Export to Excel…"))
        if self._weighed is not None:
            self._take_weighed(self._weighed)

    def title(self) -> str:
        """What stands in the top bar."""
        return self.tr("Export")

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """The actions that this page does."""
        return {
            "export-workbook": self.export,
            "keep-preset": self._presets.keep,
            "delete-preset": self._presets.delete,
        }

    # ---- showing

    def show_forum(self) -> None:
        """Offer what the opened forum holds."""
        self._presets.begin_anew()
        self._writing.banner.hide()
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
        chosen = self._choices.preset(self._presets.base) if self._offer is not None else self._presets.base
        refill = self._offer is None or offer.sessions != self._offer.sessions
        self._offer = offer
        if refill:
            self._choices.fill(offer.sessions, offer.columns, offer.titles)
            self._choices.show_preset(chosen)
        self._presets.offer(offer.presets, writable=not self.workplace.read_only)
        self._choices_changed()

    @Slot()
    def _allow_export(self) -> None:
        self._export.setEnabled(not self._writing.busy and not self._choices.holds_nothing)

    @Slot()
    def _choices_changed(self) -> None:
        self._allow_export()
        self.workplace.ask(partial(_weigh, preset=self._choices.preset(self._presets.base)), self._take_weighed)

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

    @Slot()
    def _preset_chosen(self) -> None:
        self._choices.show_preset(self._presets.base)
        self._choices_changed()

    @Slot(str)
    def _preset_named(self, name: str) -> None:
        preset = replace(self._choices.preset(self._presets.base), name=name)
        self.workplace.act(partial(_keep_preset, preset=preset), self._take_preset)

    @Slot(object)
    def _take_preset(self, preset: Preset) -> None:
        self._presets.base = preset
        self._load()

    @Slot(str)
    def _preset_unwanted(self, preset_id: str) -> None:
        self.workplace.act(partial(_delete_preset, preset_id=preset_id))

    # ---- exporting

    @Slot()
    def export(self) -> None:
        """Ask where the workbook goes, and write it."""
        if self._writing.busy or not self.workplace.is_open:
            return
        dialog = self._writing.file_dialog()
        dialog.fileSelected.connect(self._place_chosen)
        dialog.open()

    @Slot(str)
    def _place_chosen(self, path: str) -> None:
        self.export_to(Path(path))

    def export_to(self, path: Path) -> None:
        """Write the workbook as it is chosen."""
        self._writing.write(path, self._choices.preset(self._presets.base))

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
